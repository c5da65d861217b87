"""The simulator's mentions: what the papers of a network of practices say of its people, one row a mention, with truth.

Households, twins, Jr and Sr and same-named strangers are the simulator's; so are the names. Each person stands in one
to a few dozen papers of eight kinds, each of which writes other fields. What goes wrong is harsh on purpose and stands
below as shares. Values are drawn blindly and belong to nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from simulator import randomness as r
from simulator.human import Address, Human, Practice
from simulator.lexicon import pick_address
from simulator.population import TODAY, Population

FIELDS = ("first_name", "middle_name", "last_name", "suffix", "date_of_birth", "sex", "ssn", "address", "city", "state",
          "zip", "phone", "email", "mrn", "member_id")  # fmt: skip
TRUTH = pa.schema([("record_id", pa.string()), ("person", pa.string()), ("twin", pa.bool_()), ("namesake", pa.bool_())])
MENTIONS_A_PERSON = 5.2
_NAME = ("first_name", "middle_name", "last_name", "suffix")
_PLACE = ("address", "city", "state", "zip")
_PAPERS: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "registration": (0.18, ("date_of_birth", "sex", "ssn", *_PLACE, "phone", "email", "mrn", "member_id")),
    "claim": (0.22, ("date_of_birth", "sex", "member_id", *_PLACE)),
    "visit list": (0.20, ("date_of_birth", "mrn")),
    "laboratory": (0.12, ("date_of_birth", "sex", "mrn", "ssn")),
    "aging report": (0.08, ("mrn", "phone")),
    "e-mail": (0.12, ("phone", "mrn", "date_of_birth")),
    "payroll or benefits": (0.03, ("ssn", *_PLACE)),
    "letter": (0.05, ("date_of_birth", *_PLACE)),
}
"""Share of each kind of paper, and what it may write beside the name."""
_LEFT_OUT = {"ssn": 0.45, "email": 0.6, "date_of_birth": 0.08, "phone": 0.2, "address": 0.1, "mrn": 0.1, "sex": 0.1}
_NICKNAME, _INITIAL, _SLIP, _TURNED = 0.08, 0.03, 0.02, 0.01
_NO_SUFFIX, _NO_MIDDLE, _MIDDLE_INITIAL = 0.55, 0.4, 0.4
_MAIDEN, _OLD_ADDRESS = 0.25, 0.3
_DATE_SLIP, _DATE_TURNED, _DATE_WRONG = 0.02, 0.01, 0.01
_SSN_SLIP, _SSN_OF_KIN, _SSN_PLACEHOLDER = 0.02, 0.01, 0.01
_MRN_OF_KIN, _PHONE_OF_CLINIC, _IN_A_HOME = 0.01, 0.03, 0.05
_CHUNK = 10_000
"""People that one population of the simulator holds; a larger set is several of them."""
_PRACTICES, _HOMES = 24, 60
_IDS = 100_000_007
"""A prime above every number of mentions: record ids step through it, so that their order tells nothing."""


@dataclass(frozen=True)
class Person:
    """One of the people with the numbers that are theirs alone, and with what marks them."""

    human: Human
    number: int
    ssn: str
    phone: str
    mrns: tuple[str, ...]
    is_twin: bool
    is_namesake: bool
    home: Address | None
    """The nursing home they live in."""


def write_mentions(folder: Path, name: str, mentions: int, seed: int) -> None:
    """Write ``NAME.parquet`` and ``NAME.truth.parquet`` with that many mentions or a few more."""
    schema, told = pa.schema([("record_id", pa.string()), *((field, pa.string()) for field in FIELDS)]), 0
    with (
        pq.ParquetWriter(folder / f"{name}.parquet", schema) as rows,
        pq.ParquetWriter(folder / f"{name}.truth.parquet", TRUTH) as truth,
    ):
        for chunk in _chunks(seed):
            rng = r.stream(seed, "mentions", chunk[0].number)
            made = [(person, _row(person, chunk, rng)) for person in chunk for _ in range(_how_often(rng))]
            made = made[: mentions - told]
            ids = [f"m{(at * 7_368_787 + 11) % _IDS:09d}" for at in range(told, told + len(made))]
            columns = zip(*(row for _, row in made), strict=True)
            rows.write_table(pa.table([ids, *map(list, columns)], schema=schema))
            people = [person for person, _ in made]
            flags = ([person.is_twin for person in people], [person.is_namesake for person in people])
            truth.write_table(pa.table([ids, [str(person.number) for person in people], *flags], schema=TRUTH))
            told += len(made)
            if told >= mentions:
                return


def _how_often(rng: random.Random) -> int:
    return min(40, 1 + int(rng.expovariate(1 / (MENTIONS_A_PERSON - 0.7))))


def _chunks(seed: int) -> Iterator[list[Person]]:
    """Give people, a population of the simulator at a time, without end."""
    rng = r.stream(seed, "practices")
    practices = [_practice(at, rng) for at in range(_PRACTICES)]
    homes = [pick_address(rng, "tuning") for _ in range(_HOMES)]
    number = 0
    while True:
        people = Population(seed + number, "tuning", practices).grow(_CHUNK)
        yield [
            _person(human, number + at, number, people, homes)
            for at, human in enumerate(people)
            if not _is_double(human, _near(people, at))
        ]
        number += len(people)


def _practice(at: int, rng: random.Random) -> Practice:
    address = pick_address(rng, "tuning")
    return Practice(
        f"e{at}", f"Practice {at}", (), "", f"e{at}.example", f"{chr(65 + at)}C", address, f"800555{at:04d}"
    )


def _person(human: Human, number: int, first: int, people: list[Human], homes: list[Address]) -> Person:
    kin = [
        other for other in _near(people, number - first) if other is not human and other.household == human.household
    ]
    old = human.age_on(TODAY) > 75 and number % 1000 < 1000 * _IN_A_HOME
    return Person(
        human,
        number,
        _ssn(number),
        _phone(int(human.phone[-2:]) + 100 * int(human.phone[:3]), first),
        tuple(f"{human.mrns[key][:2]}{number * 13 + at:08d}" for at, key in enumerate(human.mrns)),
        any(other.birth == human.birth and other.guardian for other in kin),
        any((other.first, other.last) == (human.first, human.last) for other in kin),
        homes[number % len(homes)] if old else None,
    )


def _is_double(human: Human, near: list[Human]) -> bool:
    """Tell whether one of the household before has the same name without a suffix: nobody names two children alike."""
    name = (human.household, human.first, human.last)
    doubles = [other for other in near if (other.household, other.first, other.last) == name and not other.suffix]
    return not human.suffix and doubles[0] is not human


def _near(people: list[Human], at: int) -> list[Human]:
    """Return those who may be of a household: it stands in one piece."""
    return people[max(0, at - 6) : at + 7]


def _ssn(number: int) -> str:
    """Return a number of valid shape that no other person has."""
    at = number * 104_729 % (665 * 99 * 9999)
    area, group, serial = at // (99 * 9999), at // 9999 % 99, at % 9999
    return f"{area + 1 if area < 665 else 667:03d}-{group + 1:02d}-{serial + 1:04d}"


def _phone(place: int, first: int) -> str:
    """Return ten digits for one of the telephones of a population; exchange 555."""
    at = place * 7_919 + first * 31
    return f"{201 + at // 10_000 % 780}555{at % 10_000:04d}"


def _row(person: Person, chunk: list[Person], rng: random.Random) -> list[str]:
    """Return what one paper says of a person, in the order of ``FIELDS``."""
    human = person.human
    (_, written), *_ = rng.choices(list(_PAPERS.values()), [share for share, _ in _PAPERS.values()])
    place = person.home or (rng.choice(human.addresses) if rng.random() < _OLD_ADDRESS else human.home)
    values = {
        **_name(person, rng),
        "date_of_birth": _date(human.birth.isoformat(), rng),
        "sex": human.sex,
        "ssn": _number_of(person, chunk, rng),
        "address": place.line if rng.random() < 0.7 else place.street,
        "city": place.city,
        "state": place.state,
        "zip": place.zip,
        "phone": f"8005559{rng.randint(0, _PRACTICES - 1):03d}" if rng.random() < _PHONE_OF_CLINIC else person.phone,
        "email": human.email,
        "mrn": _mrn(person, chunk, rng),
        "member_id": human.member_id,
    }
    kept = {name for name in written if rng.random() >= _LEFT_OUT.get(name, 0.0)}
    if "address" not in kept:
        kept -= set(_PLACE)
    return [values[name] if name in kept or name in _NAME else "" for name in FIELDS]


def _name(person: Person, rng: random.Random) -> dict[str, str]:
    human = person.human
    first, last, dice = human.first, human.last, rng.random()
    if human.nickname and dice < _NICKNAME:
        first = human.nickname
    elif dice > 1 - _INITIAL:
        first = first[:1]
    if human.maiden and rng.random() < _MAIDEN:
        last = human.maiden
    first, last = (_slip(name, rng) if rng.random() < _SLIP else name for name in (first, last))
    if rng.random() < _TURNED:
        first, last = last, first
    dice = rng.random()
    middle = "" if dice < _NO_MIDDLE else human.middle[:1] if dice < _NO_MIDDLE + _MIDDLE_INITIAL else human.middle
    suffix = human.suffix if rng.random() >= _NO_SUFFIX else ""
    parts = (first, middle, last, suffix)
    return dict(zip(_NAME, (part.upper() for part in parts) if rng.random() < 0.4 else parts, strict=True))


def _date(born: str, rng: random.Random) -> str:
    dice, (year, month, day) = rng.random(), born.split("-")
    if dice < _DATE_SLIP:
        return f"{year}-{month}-{max(1, int(day) - rng.choice((1, 10)) if int(day) > 10 else int(day) + 1):02d}"
    if dice < _DATE_SLIP + _DATE_TURNED and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if dice < _DATE_SLIP + _DATE_TURNED + _DATE_WRONG:
        return f"{int(year) + rng.randint(-5, 5)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return born if rng.random() < 0.8 else f"{month}/{day}/{year}"


def _number_of(person: Person, chunk: list[Person], rng: random.Random) -> str:
    dice = rng.random()
    if dice < _SSN_PLACEHOLDER:
        return rng.choice(("999-99-9999", "123-45-6789", "000-00-0000"))
    if dice < _SSN_PLACEHOLDER + _SSN_OF_KIN:
        return _kin(person, chunk).ssn
    if dice < _SSN_PLACEHOLDER + _SSN_OF_KIN + _SSN_SLIP:
        return person.ssn[:-1] + str((int(person.ssn[-1]) + rng.randint(1, 9)) % 10)
    return person.ssn


def _mrn(person: Person, chunk: list[Person], rng: random.Random) -> str:
    owner = _kin(person, chunk) if rng.random() < _MRN_OF_KIN else person
    return rng.choice(owner.mrns)


def _kin(person: Person, chunk: list[Person]) -> Person:
    """Return the guardian, spouse or subscriber of a person; else the person."""
    human = person.human
    wanted = human.guardian or human.spouse or human.subscriber
    if not wanted:
        return person
    at = person.number - chunk[0].number
    return next((other for other in chunk[max(0, at - 6) : at + 7] if other.human.key == wanted), person)


def _slip(text: str, rng: random.Random) -> str:
    """Return the text with one letter lost, doubled, or in its neighbour's place."""
    if len(text) < 3:
        return text
    at = rng.randrange(1, len(text) - 1)
    lost, doubled = text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]
    return rng.choice((lost, doubled, text[:at] + text[at + 1] + text[at] + text[at + 2 :]))
