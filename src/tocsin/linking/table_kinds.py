"""What each table is: people, rows about people, words for codes, offices; and the way from each to its people.

Invariant: pure; ties are settled by the order of the tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.linking.frames import CLINICAL
from tocsin.linking.table_edges import LEAST, is_unique
from tocsin.linking.table_likely import Named
from tocsin.linking.table_model import Edge, TableKind, Why
from tocsin.linking.table_profiles import ColumnProfile, TableProfile, has_names, main_kind
from tocsin.linking.table_words import (
    ABOUT_PATIENTS,
    KIN,
    OFFICES,
    ORGANIZATIONS,
    telling_words,
)
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role

_LICENCES = frozenset({Element.NPI, Element.DEA_NUMBER})
_OF_INSURED = frozenset({Element.MEMBER_ID, Element.CLAIM_NUMBER})
_NO_PERSONS_WORDS = OFFICES | ORGANIZATIONS
_PERSONS_WORDS = frozenset({"patient", "person", "chart", "guarantor", "relative"})
_HALF = 0.5
_MOST_NAMES = 1.6
_TWINS = 0.7
_STEP = 0.97
"""What each further table on the way takes from its sureness."""
_MOST_STEPS = 5


@dataclass(slots=True)
class Sorted:
    """The kinds of tables by number, and their ways."""

    kinds: dict[int, TableKind] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)
    spaces: dict[int, int] = field(default_factory=dict)
    ups: dict[int, Edge] = field(default_factory=dict)
    lookups: dict[int, tuple[Edge, ...]] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)


def sort_tables(
    tables: Sequence[Named], edges: Mapping[int, Sequence[Edge]], forced: Mapping[int, TableKind]
) -> Sorted:
    """Return what the tables are; ``forced`` is what people said of some."""
    sorting = _Sorting(tables, edges, forced)
    sorting.find_offices()
    sorting.find_people()
    sorting.find_ways()
    sorting.find_lookups()
    sorting.find_roles()
    return sorting.found


class _Sorting:
    def __init__(
        self, tables: Sequence[Named], edges: Mapping[int, Sequence[Edge]], forced: Mapping[int, TableKind]
    ) -> None:
        self._tables, self._edges, self._forced = tables, edges, forced
        self.found = Sorted()
        self._pointing: dict[int, set[int]] = {}
        for number, leading in edges.items():
            for edge in leading:
                self._pointing.setdefault(edge.table, set()).add(number)

    def find_offices(self) -> None:
        """Set apart tables of professionals, users and organizations."""
        for number, table in enumerate(self._tables):
            forced = self._forced.get(number)
            if forced is TableKind.OFFICE or (forced is None and _is_office(table)):
                self.found.kinds[number] = TableKind.OFFICE

    def find_people(self) -> None:
        """Find the tables each of whose rows is a person that other tables' rows lead to."""
        able = [n for n in range(len(self._tables)) if self._may_be_people(n)]
        for number in sorted(able, key=self._rank):
            if self._forced.get(number) is TableKind.PEOPLE or not self._leads_to_people(number):
                self._make_people(number)
        if not self.found.keys:
            self._promote()
        self._find_twins()

    def _may_be_people(self, number: int) -> bool:
        if number in self.found.kinds:
            return False
        profile = self._tables[number].profile
        has_key = any(is_unique(c, profile.rows) for c in profile.columns)
        if self._forced.get(number) is TableKind.PEOPLE:
            return has_key
        is_named = has_names(profile) or (_holds(profile, Element.DATE_OF_BIRTH) and _holds(profile, Element.SSN))
        return is_named and has_key and bool(self._pointing.get(number))

    def _rank(self, number: int) -> tuple[bool, bool, bool, int, int]:
        table = self._tables[number]
        words = telling_words(table.name)
        return (
            not has_names(table.profile),
            "patient" not in words or "history" in words,
            bool(words & (KIN | ABOUT_PATIENTS)),
            -len(self._pointing.get(number, ())),
            number,
        )

    def _leads_to_people(self, number: int) -> bool:
        return any(self._is_way(number, e) and e.table in self.found.keys for e in self._edges[number])

    def _is_way(self, number: int, edge: Edge) -> bool:
        """Tell whether a key may lead a row to the person it is about, not from a patient to a guarantor."""
        if edge.score < LEAST:
            return False
        if edge.why is Why.PERSON:
            return True
        words = telling_words(self._tables[number].profile.columns[edge.column].name)
        if words & OFFICES:
            return False
        is_kins = bool((words | telling_words(self._tables[edge.table].name)) & KIN) and "patient" not in words
        return not (is_kins and has_names(self._tables[number].profile))

    def _make_people(self, number: int) -> None:
        profile = self._tables[number].profile
        self.found.kinds[number] = TableKind.PEOPLE
        self.found.spaces[number] = number
        referred = [e.to for n in sorted(self._pointing.get(number, ())) for e in self._edges[n] if e.table == number]
        unique = [i for i, c in enumerate(profile.columns) if is_unique(c, profile.rows)]
        chosen = max(unique, key=lambda i: (referred.count(i), -i), default=-1)
        self.found.keys[number] = chosen

    def _promote(self) -> None:
        """Make a table without names one of people if each of its rows has names of its own in another table."""
        for number, table in enumerate(self._tables):
            if number in self.found.kinds or not has_names(table.profile):
                continue
            for edge in self._edges[number]:
                if edge.table not in self.found.kinds and self._is_named_by(edge, table.profile):
                    self._make_people(edge.table)
                    return

    def _is_named_by(self, edge: Edge, names: TableProfile) -> bool:
        other = self._tables[edge.table].profile
        distinct = names.columns[edge.column].distinct
        is_even = names.rows <= _MOST_NAMES * other.rows and distinct >= _HALF * other.rows
        return is_even and not has_names(other) and edge.score >= LEAST

    def _find_twins(self) -> None:
        """Give an archive of people the keys of the live table: the rows of others lead to either."""
        for head, key in sorted(self.found.keys.items()):
            mine = self._tables[head].profile
            for number, table in enumerate(self._tables):
                if number == head or number in self.found.kinds:
                    continue
                if not _are_twins(mine, table.profile) or self._leads_to_people(number):
                    continue
                index = next((i for i, c in enumerate(table.profile.columns) if c.name == mine.columns[key].name), -1)
                if index >= 0:
                    self.found.kinds[number] = TableKind.PEOPLE
                    self.found.keys[number], self.found.spaces[number] = index, head

    def find_ways(self) -> None:
        """Find the surest chain of keys from each table to people."""
        sure = dict.fromkeys(self.found.keys, 1.0)
        steps = dict.fromkeys(self.found.keys, 0)
        settled = set(sure)
        while True:
            best: tuple[float, int, Edge] | None = None
            for number in range(len(self._tables)):
                if number in settled or self.found.kinds.get(number) is TableKind.OFFICE:
                    continue
                for edge in self._edges[number]:
                    if edge.table not in settled or steps[edge.table] >= _MOST_STEPS or not self._is_way(number, edge):
                        continue
                    worth = sure[edge.table] * edge.score * _STEP + self._fit(number, edge)
                    if best is None or worth > best[0]:
                        best = (worth, number, edge)
            if best is None:
                return
            worth, number, edge = best
            settled.add(number)
            sure[number] = min(worth, sure[edge.table])
            steps[number] = steps[edge.table] + 1
            self.found.kinds[number] = TableKind.ABOUT
            self.found.ups[number] = edge

    def _fit(self, number: int, edge: Edge) -> float:
        """Prefer the key that says ``patient`` to one of somebody else's."""
        words = telling_words(self._tables[number].profile.columns[edge.column].name)
        return 0.05 * bool(words & {"patient", "person", "chart"}) - 0.1 * bool(words & KIN)

    def find_lookups(self) -> None:
        """Find the keys from rows of and about people to words and values that are said of them."""
        for number in sorted(self.found.kinds):
            if self.found.kinds[number] not in {TableKind.PEOPLE, TableKind.ABOUT}:
                continue
            up = self.found.ups.get(number)
            chosen: dict[int, Edge] = {}
            for edge in self._edges[number]:
                is_up = up is not None and up.column == edge.column
                if not is_up and edge.score >= LEAST and edge.column not in chosen and self._is_lookup(number, edge):
                    chosen[edge.column] = edge
            self.found.lookups[number] = tuple(chosen[c] for c in sorted(chosen))
        for number in sorted({e.table for edges in self.found.lookups.values() for e in edges}):
            self.found.kinds.setdefault(number, TableKind.LOOKUP)

    def _is_lookup(self, number: int, edge: Edge) -> bool:
        kind = self.found.kinds.get(edge.table)
        target = self._tables[edge.table]
        if not any(main_kind(c)[0] is not None or _is_prose(c) for c in target.profile.columns):
            return False
        words = telling_words(self._tables[number].profile.columns[edge.column].name)
        if kind is TableKind.OFFICE:
            return "staff" not in words and bool(telling_words(target.name) - {"staff"})
        if kind is TableKind.ABOUT:
            return any(_holds(target.profile, e) for e in _OF_INSURED) and number != edge.table
        return kind is None or kind is TableKind.LOOKUP

    def find_roles(self) -> None:
        """Tell patients by what other tables say of them."""
        for head, space in self.found.spaces.items():
            words = telling_words(self._tables[head].name)
            about = {n for n in self.found.ups if self._head_of(n) == space}
            said = {w for n in about for w in telling_words(self._tables[n].name)}
            is_clinical = any(any(_holds(self._tables[n].profile, e) for e in CLINICAL) for n in (*about, head))
            if words & {"patient", "chart"} or said & ABOUT_PATIENTS or is_clinical:
                self.found.roles[head] = Role.PATIENT

    def _head_of(self, number: int) -> int:
        while number in self.found.ups:
            number = self.found.ups[number].table
        return self.found.spaces.get(number, -1)


def _holds(profile: TableProfile, element: Element) -> bool:
    return any(main_kind(c)[0] is element and main_kind(c)[3] >= _HALF for c in profile.columns)


def _is_prose(column: ColumnProfile) -> bool:
    """Tell whether the cells are words rather than codes: they are read as text where nothing types them."""
    return column.chars > 6 * max(1, column.filled) and column.whole < _HALF * max(1, column.filled)


def _is_office(table: Named) -> bool:
    profile, words = table.profile, telling_words(table.name)
    is_identified = any(_holds(profile, e) for e in (Element.MRN, *_OF_INSURED)) or _holds(
        profile, Element.DATE_OF_BIRTH
    )
    named = [c for c in profile.columns if main_kind(c)[0] in NAME_ELEMENTS and main_kind(c)[3] >= _HALF]
    are_contacts = bool(named) and all(main_kind(c)[2] is Role.SENDER for c in named)
    if words & _PERSONS_WORDS:
        return are_contacts and not is_identified
    if words & _NO_PERSONS_WORDS and not words & ABOUT_PATIENTS:
        return not is_identified or bool(words & OFFICES)
    are_licensed = any(_holds(profile, e) for e in _LICENCES) and bool(named)
    are_offices = bool(named) and all(
        main_kind(c)[0] is Element.PROVIDER or main_kind(c)[2] in OFFICE_ROLES for c in named
    )
    return not is_identified and not words & ABOUT_PATIENTS and (are_licensed or are_offices)


def _are_twins(one: TableProfile, other: TableProfile) -> bool:
    mine, theirs = set(one.header), set(other.header)
    is_alike = len(mine & theirs) >= _TWINS * max(len(mine), 1)
    return is_alike and has_names(other) and not any(name.startswith("column ") for name in mine & theirs)
