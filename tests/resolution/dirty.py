# ruff: noqa: SIM905 - names read better as running text
"""Dirty synthetic records with known truth: families, twins, Jr and Sr, a nursing home, married names, typing errors."""

from __future__ import annotations

import random
from datetime import date, timedelta

GIVEN = """James Mary Robert Patricia John Jennifer Michael Linda William Elizabeth David Susan Joseph Karen Thomas Nancy
    Daniel Lisa Paul Betty Mark Sandra George Ashley Kevin Donna Brian Emily Jason Carol Gary Amanda Eric Laura""".split()
FAMILY = """Smith Johnson Nguyen Garcia Miller Davis Lopez Wilson Okafor Thomas Taylor Moore Lee Perez White Harris Clark
    Lewis Walker Hall Young King Wright Scott Torres Hill Green Adams Baker Nelson Rivera Campbell Carter""".split()
NICK = {"James": "Jim", "Robert": "Bob", "William": "Bill", "Elizabeth": "Liz", "Michael": "Mike", "Patricia": "Pat"}
COLUMNS = ("first_name", "middle_name", "last_name", "suffix", "dob", "sex", "ssn", "address", "zip", "phone", "mrn")


def records(people: int, seed: int) -> tuple[list[dict[str, str]], list[int]]:
    """Return records in a random order, and the person of each."""
    draw = random.Random(seed)
    made: list[dict[str, str]] = []
    while len(made) < people:
        made += _group(draw)
    rows = [
        (_dirty(person, draw), number) for number, person in enumerate(made[:people]) for _ in range(draw.randint(1, 7))
    ]
    draw.shuffle(rows)
    return [row for row, _ in rows], [number for _, number in rows]


def _group(draw: random.Random) -> list[dict[str, str]]:
    """Return one person, a family, twins, or a father and his son of the same name."""
    kind = draw.random()
    if kind < 0.5:
        return [_person(draw)]
    home = {"last_name": _surname(draw), "address": _street(draw), "zip": f"37{draw.randint(100, 160)}"}
    home["phone"] = f"615{draw.randint(2000000, 9999999)}"
    if kind < 0.85:
        return [_person(draw) | home for _ in range(draw.randint(2, 4))]
    one, other = _person(draw) | home, _person(draw) | home
    if kind < 0.93:
        return [one, other | {"dob": one["dob"]}]
    year = int(one["dob"][:4])
    son = {"first_name": one["first_name"], "sex": one["sex"], "dob": f"{year + 26}{other['dob'][4:]}", "suffix": "Jr"}
    return [one | {"suffix": "Sr"}, other | son]


def _person(draw: random.Random) -> dict[str, str]:
    return {
        "first_name": draw.choice(GIVEN), "middle_name": draw.choice(GIVEN), "last_name": _surname(draw), "suffix": "",
        "dob": (date(1930, 1, 1) + timedelta(draw.randint(0, 30_000))).isoformat(), "sex": draw.choice("MF"),
        "ssn": f"{draw.randint(100, 650)}{draw.randint(10, 99)}{draw.randint(1000, 9999)}", "address": _street(draw),
        "zip": f"37{draw.randint(100, 160)}", "phone": f"615{draw.randint(2000000, 9999999)}",
        "mrn": f"GC{draw.randint(100000, 999999)}",
    }  # fmt: skip


def _surname(draw: random.Random) -> str:
    return draw.choice(FAMILY) + draw.choice(["", "", "son", "-" + draw.choice(FAMILY), "berg", "er"])


def _street(draw: random.Random) -> str:
    return f"{draw.randint(1, 999)} {draw.choice(FAMILY)} {draw.choice(['St', 'Ave', 'Rd'])}"


def _dirty(person: dict[str, str], draw: random.Random) -> dict[str, str]:
    """Return a record of a person: some fields left out, some wrong."""
    row = dict(person)
    row["middle_name"] = draw.choice(["", row["middle_name"][:1], row["middle_name"]])
    if draw.random() < 0.1:
        row["first_name"] = NICK.get(row["first_name"], row["first_name"])
    for name in ("first_name", "last_name", "address"):
        if draw.random() < 0.04:
            row[name] = _typo(row[name], draw)
    if draw.random() < 0.1:
        row["dob"] = row["dob"][:5] + f"{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    if draw.random() < 0.5:
        row["suffix"] = ""
    kept = draw.choice([COLUMNS, ("dob", "mrn"), ("dob", "ssn"), ("address", "zip", "phone", "dob"), ("phone", "mrn")])
    names = {"first_name", "middle_name", "last_name", "suffix"}
    return {name: row[name] if name in names or name in kept else "" for name in COLUMNS}


def _typo(text: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(text) - 1)
    return draw.choice([text[:at] + text[at + 1] + text[at] + text[at + 2 :], text[:at] + text[at + 1 :]])
