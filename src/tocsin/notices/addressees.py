"""Whom a letter goes to: the person, or who answers for a child or for the dead, and at whose door.

Never a guess: a parent or representative is named only where the evidence names one, and not at a door where the
evidence says that they do not live.

Source: 45 CFR 164.404(d)(1)(i)-(ii); 164.502(g).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.notices.circumstances import Version
from tocsin.notices.house import LANGUAGES, shipped_template

ADDRESS = ("address_1", "address_2", "city", "state", "zip", "country")
_CARE_OF = re.compile(r"^\s*(?:c\s*/\s*o|in care of|care of|%)\s+(?P<who>.+?)\s*$", re.IGNORECASE)
_CARE_OF_FIRST = re.compile(
    r"^\s*(?:c\s*/\s*o|in care of|care of)\s+(?P<who>[^,\d]+?)\s*,\s*(?P<street>.+)$", re.IGNORECASE
)
Row = Mapping[str, object]


@dataclass(frozen=True)
class Addressee:
    """The first lines of the address block, where it is, and why."""

    line_1: str
    line_2: str
    version: Version
    address: Mapping[str, str]
    address_of: str = ""
    """Whose address it is, where it is not the person's: representative."""


class Doors:
    """Where the people of the incident live, by name, to tell whether a relative lives at a door."""

    def __init__(self, notices: Iterable[Row]) -> None:
        """Take the rows of all people."""
        self._of: dict[str, list[Row]] = defaultdict(list)
        for notice in notices:
            if notice["address_1"]:
                self._of[_folded(full_name(notice))].append(notice)

    def lives_elsewhere(self, name: str, door: str) -> bool:
        """Tell whether somebody of that name is known, and at other doors only."""
        homes = {door_of(row) for row in self._of.get(_folded(name), ())}
        return bool(homes) and door not in homes

    def only_home(self, name: str) -> Row | None:
        """Return the row of the one person of that name whose address is known; None if there are several or none."""
        rows = self._of.get(_folded(name), [])
        return rows[0] if len({door_of(row) for row in rows}) == 1 else None


def addressee_of(notice: Row, doors: Doors, language: str) -> Addressee:
    """Return whom the letter about this person goes to."""
    name, given = full_name(notice), str(notice["addressee_name"])
    own, care_of = _without_care_of({part: str(notice[part] or "") for part in ADDRESS})
    words = shipped_template(language if language in LANGUAGES else "en").addressees
    line_2 = words["care_of"].replace("{care_of}", care_of) if care_of else ""
    if notice["is_deceased"]:
        home = doors.only_home(given) if given else None
        if home is not None:
            return Addressee(
                given, "", Version.DECEASED, {part: str(home[part] or "") for part in ADDRESS}, "representative"
            )
        return Addressee(given or words["next_of_kin"].replace("{name}", name), line_2, Version.DECEASED, own)
    if notice["is_minor"]:
        if given and doors.lives_elsewhere(given, door_of(notice)):
            given = ""
        return Addressee(given or words["parent"].replace("{name}", name), line_2, Version.MINOR, own)
    if str(notice["roles"]) == "employee":
        return Addressee(name, line_2, Version.EMPLOYEE, own)
    return Addressee(name, line_2, Version.CARE_OF if care_of else Version.ADULT, own)


def full_name(notice: Row) -> str:
    """Return the name of a person as it is written."""
    parts = ("first_name", "middle_name", "last_name", "suffix")
    return " ".join(str(notice[part]) for part in parts if notice[part])


def door_of(notice: Row) -> str:
    """Return the address in a form in which equal ones are equal."""
    parts = [_folded(str(notice[part] or "")) for part in ("address_1", "address_2", "city", "state")]
    return "|".join([*parts, str(notice["zip"] or "")[:5]])


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _without_care_of(address: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return the address without its care-of line, and whose care it names."""
    first = _CARE_OF_FIRST.match(address["address_1"])
    if first:
        return {**address, "address_1": first["street"]}, first["who"]
    for part, rest in (("address_1", "address_2"), ("address_2", "address_1")):
        found = _CARE_OF.match(address[part])
        if found and address[rest]:
            return {**address, "address_1": address[rest], "address_2": ""}, found["who"]
    return address, ""
