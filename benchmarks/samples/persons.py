"""Known persons of files by others against who was found there: one found for each known one, value by value.

Columns of the known persons: path, n, role, last, first, middle, dob (ISO), sex, ssn, ids (``kind:value`` joined by
``; ``), street, city, state, zip, phone, email. Values that say nothing, as X-ed out ones do, are set aside by
:func:`set_aside`, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from simulator.scoring.values import Row, folded, number, parts
from tocsin.model.regions import STATES

SCORED = ("name", "dob", "sex", "ssn", "ids", "address", "phone", "email")
_SEXES = {"1": "M", "2": "F", "male": "M", "female": "F", "m": "M", "f": "F"}
_SSN_DIGITS, _SSN_DIGITS_WITHOUT_ZERO = 9, 8
_PHONE_DIGITS = 7
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_STATE_CODES = {folded(name): folded(code) for code, name in STATES.items()}
_RUN = 8
"""Letters of the alphabet in their order that make a filler."""
_YEARS = range(1850, 2100)
_NEVER_ISSUED = re.compile(r"(?:000|666|9\d\d)\d{6}|\d{3}00\d{4}|\d{5}0000")
"""Source: SSA, POMS RM 10201.035: area 000, 666 and 900-999, group 00 and serial 0000 are not assigned."""
_OF_EXAMPLES = frozenset({"123456789", "123121234", "078051120", "219099999"})


@dataclass
class Known:
    """One known person: the values asked for, in comparable form."""

    path: str
    number: str
    role: str
    values: dict[str, tuple[str, ...]]
    """By kind of ``SCORED``."""

    @property
    def face(self) -> tuple[str, ...]:
        """Return what tells them from others in the same file."""
        return self.values.get("name", ()) or self.values.get("ids", ()) or (self.number,)


@dataclass
class Found:
    """One person found in a file."""

    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Comparable values by kind of ``SCORED``."""

    def holds(self, kind: str, wanted: Sequence[str]) -> bool:
        """Tell whether all the wanted values of a kind are theirs."""
        theirs = self.values[kind]
        if kind == "name":
            return any(set(wanted) <= set(one.split()) for one in theirs)
        if kind == "address":
            return all(any(part in one for one in theirs) for part in wanted)
        return all(value in theirs for value in wanted)


def known(row: Row, aside: Counter[str]) -> Known:
    """Return what is asked for of a known person; what is set aside is counted by kind and reason."""
    values: dict[str, tuple[str, ...]] = {}
    for kind, asked in _asked(row).items():
        kept = []
        for value in asked:
            reason = set_aside(kind, value)
            if reason:
                aside[f"{kind}: {reason}"] += 1
            else:
                kept += _plain(kind, value)
        if kept:
            values[kind] = tuple(dict.fromkeys(kept))
    if values and _is_nobody(row, values):
        aside["whole persons: an X-ed out name, a name of tests, Doe without a number"] += 1
        values = {}
    return Known(row["path"], row["n"], row["role"], values)


def _is_nobody(row: Row, values: Mapping[str, Sequence[str]]) -> bool:
    bare = [folded(row[part]) for part in ("last", "first")]
    if all(bare) and all(len(set(part)) == 1 for part in bare):
        return True
    return bare == ["test", "test"] or (bare in (["doe", "jane"], ["doe", "john"]) and not {"ids", "ssn"} & set(values))


def _asked(row: Row) -> dict[str, list[str]]:
    return {
        "name": [row["last"], row["first"]],
        "dob": [row["dob"]],
        "sex": [row["sex"]],
        "ssn": [row["ssn"]],
        "ids": [one.rpartition(":")[2] for one in sorted(parts(row["ids"]))],
        "address": [row["street"], row["city"], _state(row["state"]), row["zip"]],
        "phone": row["phone"].split(";"),
        "email": row["email"].split(";"),
    }


def _state(value: str) -> str:
    return _STATE_CODES.get(folded(value), value)


def set_aside(kind: str, value: str) -> str:
    """Return why a value says nothing of anybody, or nothing.

    Example:
        >>> set_aside("address", "ABCDEFGHIJ"), set_aside("ssn", "G-SSN-12"), set_aside("sex", "9")
        ('the alphabet', 'no nine digits', 'code for neither')
    """
    bare = folded(value)
    if not bare:
        return ""
    if bare.startswith(_ALPHABET[:_RUN]):
        return "the alphabet"
    if kind in ("name", "ids", "address", "phone", "ssn") and len(set(bare)) == 1:
        return "one sign, or again and again"
    return _OWN_REASONS[kind](value, bare) if kind in _OWN_REASONS else ""


def _reason_of_ssn(value: str, _: str) -> str:
    digits = number(value)
    if len(digits) not in (_SSN_DIGITS, _SSN_DIGITS_WITHOUT_ZERO):
        return "no nine digits"
    if digits in _OF_EXAMPLES:
        return "a number of examples"
    return "never issued" if _NEVER_ISSUED.fullmatch(digits.zfill(_SSN_DIGITS)) else ""


_OWN_REASONS: dict[str, Callable[[str, str], str]] = {
    "dob": lambda value, _: "" if _is_date(value) else "no day of a life",
    "sex": lambda _, bare: "" if bare in _SEXES else "code for neither",
    "name": lambda value, _: "a digit in a name" if re.search(r"\d", value) else "",
    "phone": lambda value, _: "" if len(number(value)) >= _PHONE_DIGITS else "no phone number",
    "ssn": _reason_of_ssn,
}


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def _plain(kind: str, value: str) -> list[str]:
    """Return the comparable forms of a value; names by their words."""
    bare = folded(value)
    forms = {
        "dob": [value],
        "sex": [_SEXES.get(bare, bare.upper())],
        "ssn": [number(value).zfill(_SSN_DIGITS) if number(value) else ""],
        "phone": [number(value, _PHONE_DIGITS)],
        "email": [value.strip().lower().removeprefix("mailto:").removeprefix("//")],
        "name": [folded(word) for word in re.split(r"[\s.]+", value)],
    }
    return [form for form in forms.get(kind, [bare]) if form]


def found_persons(subjects: Iterable[Row], mentions: Mapping[str, Sequence[Row]]) -> dict[str, list[Found]]:
    """Return by item the persons found there, from the exports; subjects of one person are one there."""
    made: dict[tuple[str, str], Found] = {}
    for row in subjects:
        person = made.setdefault((row["item_id"], row["person_id"]), Found())
        for kind, value in _values_found(row, mentions.get(row["subject_id"], ())):
            if value:
                person.values[kind].add(value)
    by_item: dict[str, list[Found]] = defaultdict(list)
    for (item, _), person in made.items():
        by_item[item].append(person)
    return by_item


_KIND_OF = {"address": "address", "zip": "address", "phone": "phone", "email": "email", "ssn": "ssn"}


def _values_found(row: Row, mentions: Sequence[Row]) -> Iterator[tuple[str, str]]:
    names = [row[name] for name in ("last_name", "first_name", "middle_name", "suffix")]
    yield "name", " ".join(word for name in names for word in _plain("name", name))
    yield "dob", row["date_of_birth"]
    yield "sex", row["sex"]
    yield from (("ssn", form) for form in _plain("ssn", row["ssn"]))
    for value in (row["address_1"] + row["address_2"], row["city"], _state(row["state"]), row["zip"]):
        yield "address", folded(value)
    for name, kind in (("phone", "phone"), ("email", "email"), ("mrns", "ids"), ("member_ids", "ids")):
        for value in parts(row[name]):
            yield from ((kind, form) for form in _plain(kind, value))
    for mention in mentions:
        for kind in {"ids", _KIND_OF.get(mention["element"], "ids")}:
            yield from ((kind, form) for form in _plain(kind, mention["text"]))


def matched(wanted: Sequence[Known], found: Sequence[Found]) -> list[Found | None]:
    """Return for each known person of a file who was found: best first, one for all of one face."""
    pairs = sorted(
        ((_alike(one, other), -at, -place) for at, one in enumerate(wanted) for place, other in enumerate(found)),
        reverse=True,
    )
    taken: dict[int, tuple[str, ...]] = {}
    chosen: dict[int, int] = {}
    for score, at, place in pairs:
        is_free = taken.get(-place, wanted[-at].face) == wanted[-at].face
        if score and -at not in chosen and is_free:
            chosen[-at] = -place
            taken[-place] = wanted[-at].face
    return [found[chosen[at]] if at in chosen else None for at in range(len(wanted))]


def _alike(one: Known, other: Found) -> int:
    return sum(other.holds(kind, values) for kind, values in one.values.items())
