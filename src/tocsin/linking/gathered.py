"""One subject while rows of many tables are put to it.

Invariant: what the first row says stays; later rows fill what is open and add to lists, in the order they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tocsin.linking.person import key_of, same_first, same_name
from tocsin.model.elements import LISTED_ROLES, Role
from tocsin.model.subjects import SUBJECTS

SAME = pa.schema(
    [pa.field("subject_id", pa.string(), nullable=False), pa.field("head_id", pa.string(), nullable=False)]
)
"""Subjects whose key says that they are one person with another subject, of another item."""
Row = dict[str, Any]
MOST = 50
NAME = ("first_name", "middle_name", "last_name")
ADDRESS = ("address_1", "address_2", "city", "state", "zip", "country")
SINGLE = ("suffix", "date_of_birth", "sex", "ssn", "died_on")
LISTS = ("emails", "phones", "mrns", "member_ids", "other_ids", "insurers")
_ORDER = (Role.PATIENT, Role.EMPLOYEE, Role.SUBSCRIBER, Role.GUARANTOR, Role.RELATIVE)
_LISTED = {role.value for role in LISTED_ROLES}
VALUES = ("subject_id", "item_id", *NAME, *ADDRESS, *SINGLE, *LISTS, "is_deceased")
"""Columns of a row that :meth:`Gathered.add` reads."""


@dataclass(slots=True)
class Gathered:
    """A subject; ``row`` has the columns of ``SUBJECTS`` as far as they are known."""

    row: Row = field(repr=False)
    elements: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    """Elements of its rows that are somebody else's: the number of the patient whose relative this is."""
    roles: set[str] = field(default_factory=set)
    seen_on: str = ""
    mention_count: int = 0
    is_nobody: bool = False

    def add(self, row: Mapping[str, Any]) -> None:
        """Take in what another row says of the same person."""
        mine = self.row
        if row.get("last_name") and not (mine.get("last_name") and mine.get("first_name")):
            for name in NAME:
                mine[name] = row[name] or mine.get(name, "")
        elif row.get("first_name") and not mine.get("first_name"):
            mine["first_name"] = row["first_name"]
        if not mine.get("address_1") and (row.get("address_1") or not mine.get("zip")):
            for name in ADDRESS:
                mine[name] = row.get(name) or mine.get(name, "")
        for name in SINGLE:
            mine[name] = mine.get(name) or row.get(name, "")
        for name in LISTS:
            if row.get(name):
                mine[name] = list(dict.fromkeys([*(mine.get(name) or ()), *row[name]]))[:MOST]
        mine["is_deceased"] = mine.get("is_deceased", False) or row.get("is_deceased", False)

    def subject(self) -> Row:
        """Return the finished row of ``SUBJECTS``."""
        return {
            **_EMPTY,
            **self.row,
            "role": best_role(str(self.row["role"]), self.roles),
            "elements": sorted(self.elements - self.foreign),
            "seen_on": self.seen_on,
            "mention_count": self.mention_count,
        }


def best_role(own: str, roles: AbstractSet[str]) -> str:
    """Return the role of a person by that of the person's own row and those of all rows."""
    if own in _LISTED or own == Role.PROVIDER:
        return Role.PATIENT.value if Role.PATIENT in roles and own != Role.RELATIVE else own
    return next((role.value for role in _ORDER if role in roles), own)


_EMPTY: Row = {
    **dict.fromkeys(SUBJECTS.names, ""),
    **{name: [] for name in LISTS},
    "row": -1,
    "start": -1,
    "is_deceased": False,
    "related_to": None,
}


def is_somebody(row: Mapping[str, Any]) -> bool:
    """Tell whether what is known finds a person again: a name, a number, or a birth date with a way to reach."""
    if row.get("last_name") or row.get("first_name") or row.get("ssn"):
        return True
    if any(row.get(name) for name in ("mrns", "member_ids", "other_ids", "emails")):
        return True
    return bool(row.get("date_of_birth") and (row.get("phones") or row.get("address_1") or row.get("zip")))


def is_same_person(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two rows under one key may be one person: like names, or another surname for the same birth date."""
    mine, theirs = _key(one), _key(other)
    if mine.is_empty or theirs.is_empty:
        return True
    if mine.is_whole and theirs.is_whole:
        if same_name(mine, theirs):
            return True
        born = one.get("date_of_birth"), other.get("date_of_birth")
        numbers = one.get("ssn"), other.get("ssn")
        is_agreed = (born[0] and born[0] == born[1]) or (numbers[0] and numbers[0] == numbers[1])
        return bool(is_agreed) and same_first(mine.first, theirs.first)
    return bool({mine.first, mine.last} & {theirs.first, theirs.last} - {""})


def _key(row: Mapping[str, Any]) -> Any:
    return key_of(*(row.get(name, "") or "" for name in (*NAME, "suffix")))
