"""Counts: how many people share an entity, a state of residence, a role group and a set of elements.

Rows are disjoint; ``covered_entity=*`` rows hold unique people over all entities.

Columns: covered_entity (key, ``unknown`` or ``*``), state (two letters or ``ZZ``), role_group, people (>= 0), and
one 0/1 column for each element code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.errors import TableFileError, Word
from tocsin.model.elements import Element, RoleGroup

ALL_ENTITIES = "*"
UNKNOWN_ENTITY = "unknown"
UNKNOWN_STATE = "ZZ"
COLUMNS = ("covered_entity", "state", "role_group", "people")
COUNTED = ("covered_entities", "state", "roles", "elements", "exposure")
"""Columns of the people table that people are counted by."""
ELEMENT_COLUMNS = tuple(element.value for element in Element if element is not Element.NAME)


@dataclass(frozen=True)
class Count:
    """People who share exactly these flags."""

    covered_entity: str
    state: str
    role_group: str
    elements: frozenset[str]
    people: int


def count_people(people: Iterable[Mapping[str, object]]) -> list[Count]:
    """Return the counts of rows of the people table; people found untouched are not counted."""
    tally: Counter[tuple[str, str, str, frozenset[str]]] = Counter()
    for person in people:
        if person["exposure"] == "untouched":
            continue
        state = str(person["state"]).upper() or UNKNOWN_STATE
        group = role_group(str(person["roles"]).split(";"))
        elements = frozenset(filter(None, str(person["elements"]).split(";")))
        keys = [key for key in str(person["covered_entities"]).split(";") if key] or [UNKNOWN_ENTITY]
        for key in [ALL_ENTITIES, *keys]:
            tally[key, state, group, elements] += 1
    made = [Count(*key, people=number) for key, number in tally.items()]
    return sorted(made, key=lambda c: (c.covered_entity, c.state, c.role_group, sorted(c.elements)))


def role_group(roles: Iterable[str]) -> str:
    """Return the group that counts: patient before employee before other.

    Example:
        >>> str(role_group(["employee", "patient"])), str(role_group(["relative"]))
        ('patient', 'other')
    """
    held = set(roles)
    if "patient" in held:
        return RoleGroup.PATIENT
    return RoleGroup.EMPLOYEE if "employee" in held else RoleGroup.OTHER


def count_rows(counts: Sequence[Count]) -> list[dict[str, object]]:
    """Return the counts as rows of the export."""
    return [
        {
            "covered_entity": count.covered_entity,
            "state": count.state,
            "role_group": count.role_group,
            "people": count.people,
            **{code: int(code in count.elements) for code in ELEMENT_COLUMNS},
        }
        for count in counts
    ]


def counts_of(rows: Iterable[Mapping[str, str]]) -> list[Count]:
    """Return the counts of rows read from a CSV file; missing columns mean 0, a missing role_group patient.

    Raises:
        TableFileError: a row lacks people, or people or a flag is no whole number.
    """
    return [_count(row, number) for number, row in enumerate(rows, start=2)]


def _count(row: Mapping[str, str], number: int) -> Count:
    try:
        people = int(row["people"])
        flags = frozenset(code for code in ELEMENT_COLUMNS if int(row.get(code) or 0))
    except (KeyError, ValueError) as fault:
        raise TableFileError(row=number, column=Word("people")) from fault
    if people < 0:
        raise TableFileError(row=number, column=Word("people"))
    return Count(
        covered_entity=row.get("covered_entity") or UNKNOWN_ENTITY,
        state=(row.get("state") or UNKNOWN_STATE).upper(),
        role_group=row.get("role_group") or RoleGroup.PATIENT,
        elements=flags,
        people=people,
    )
