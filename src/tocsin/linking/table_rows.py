"""Rows of tables whose keys are known, to drafts: what each row says of its person, and under which key.

A draft is a subject that is not yet put to its person; hops and pairs are what keys of rows lead to.

Invariant: a row gives one draft of its person at most; nothing here depends on other rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.ids import SubjectId
from tocsin.linking.finish import finish
from tocsin.linking.frames import CONTACT, INSURANCE, STRONG_IDS, Frame, Shape
from tocsin.linking.join import Cluster
from tocsin.linking.records import Linked, Where, link_record
from tocsin.linking.samples import is_sample
from tocsin.linking.staff import StaffIndex
from tocsin.linking.table_keys import Hashes, key_hashes, plain_key
from tocsin.linking.table_model import Database, Table, TableKind
from tocsin.linking.table_plain import plain_subject
from tocsin.linking.table_profiles import data_rows
from tocsin.linking.table_words import ORGANIZATIONS, telling_words
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.model.person_names import NameParts
from tocsin.model.segments import GridBody, Segment
from tocsin.model.subjects import SUBJECTS, Subject, subjects_table

_TIMELESS = ("birth", "dob", "exp", "due", "hire", "next")
_ORGANIZED = frozenset({Element.INSURER, Element.FACILITY, Element.EMPLOYER})
_HR = frozenset({Element.SSN, Element.DATE_OF_BIRTH, Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.PASSPORT})
MAIN, ASIDE, LOOKUP = 0, 1, 2
"""What a draft is: of the row's person, of somebody else the row names, or of values others refer to."""
_MOST_COLUMNS = 4096

DRAFTS = pa.schema(
    [
        *SUBJECTS,
        pa.field("group", pa.string(), nullable=False),
        pa.field("table", pa.int32(), nullable=False),
        pa.field("base", pa.uint64(), nullable=False),
        pa.field("use", pa.int8(), nullable=False),
        pa.field("column", pa.int32(), nullable=False),
        pa.field("is_sample", pa.bool_(), nullable=False),
        pa.field("mentions", pa.list_(pa.string()), nullable=False),
    ]
)
"""Drafts: of people ``base`` is their own key, of rows about people the key that leads on, of lookups their key."""
HOPS = pa.schema(
    [
        pa.field("group", pa.string(), nullable=False),
        pa.field("ref", pa.int32(), nullable=False),
        pa.field("a", pa.uint64(), nullable=False),
        pa.field("b", pa.uint64(), nullable=False),
    ]
)
"""Key ``a`` of a column that is led to (:func:`ref_of`), and the key ``b`` it goes on with."""
PAIRS = HOPS
"""Key ``a`` of a row's person (as ``base``), and the key ``b`` that its column ``ref`` looks up."""


_Numbers = TypeVar("_Numbers", int, npt.NDArray[np.int32])


def ref_of(table: _Numbers, column: _Numbers) -> _Numbers:
    """Return the number of a column among all of a model; of arrays, those of each pair."""
    return table * _MOST_COLUMNS + column


@dataclass(slots=True)
class Drafts:
    """What the rows of a part gave."""

    subjects: list[Subject] = field(default_factory=list, repr=False)
    facts: list[tuple[str, int, int, int, int, bool]] = field(default_factory=list, repr=False)
    mentions: list[list[str]] = field(default_factory=list, repr=False)
    hops: list[pa.Table] = field(default_factory=list, repr=False)
    pairs: list[pa.Table] = field(default_factory=list, repr=False)

    def tables(self) -> dict[str, pa.Table]:
        """Return the drafts, hops and pairs as tables."""
        columns = list(subjects_table(self.subjects).columns)
        names = ("group", "table", "base", "use", "column", "is_sample")
        for number, name in enumerate(names):
            columns.append(pa.array([fact[number] for fact in self.facts], DRAFTS.field(name).type))
        columns.append(pa.array(self.mentions, DRAFTS.field("mentions").type))
        return {
            "drafts": pa.Table.from_arrays(columns, schema=DRAFTS),
            "hops": pa.concat_tables([HOPS.empty_table(), *self.hops]),
            "pairs": pa.concat_tables([PAIRS.empty_table(), *self.pairs]),
        }


@dataclass(frozen=True, slots=True)
class _Spot:
    """A table of the model, where a segment of it stands."""

    database: Database
    table: Table
    references: tuple[int, ...]


class RowDrafter:
    """Drafts the rows of segments of modelled tables."""

    def __init__(self, databases: Sequence[Database], staff: StaffIndex) -> None:
        self._staff = staff
        self._spots: dict[tuple[str, str], _Spot] = {}
        for database in databases:
            for table in database.tables:
                references = tuple(database.references(table.number))
                is_office = table.kind is TableKind.OFFICE and database.is_linked
                if table.is_linked or references or is_office:
                    for source in table.sources:
                        self._spots[source] = _Spot(database, table, references)

    def knows(self, item_id: str, name: str) -> bool:
        """Tell whether a table is modelled."""
        return (item_id, name) in self._spots

    def draft(self, segment: Segment, name: str, mentions: Sequence[Mention], into: Drafts) -> None:
        """Add what the segment's rows give."""
        body = segment.body
        if not isinstance(body, GridBody):
            raise TypeError("not a table")
        rows, _ = data_rows(body)
        _Rows(self._spots[segment.item_id, name], segment, body, rows, self._staff, into).draft(mentions)


class _Rows:
    """The rows of one segment."""

    def __init__(
        self, spot: _Spot, segment: Segment, body: GridBody, rows: range, staff: StaffIndex, into: Drafts
    ) -> None:
        self._spot, self._segment, self._body = spot, segment, body
        self._table, self._rows, self._staff, self._into = spot.table, rows, staff, into
        self._known: dict[int, Hashes] = {}

    def draft(self, mentions: Sequence[Mention]) -> None:
        """Add hops and pairs of all rows, drafts of those with mentions."""
        base = self._base()
        self._hop(base)
        held: dict[int, list[Mention]] = {}
        counting = self._counting()
        for mention in mentions:
            if mention.row in self._rows and (mention.column not in counting or mention.detector != "place"):
                held.setdefault(mention.row, []).append(mention)
        words = telling_words(self._table.name)
        for row, found in held.items():
            key = int(base[row - self._rows.start])
            if self._table.kind in {TableKind.PEOPLE, TableKind.ABOUT}:
                self._draft_row(row, key, found)
            elif self._table.kind is TableKind.OFFICE:
                self._draft_office(row, found)
            for column in self._spot.references:
                if self._is_looked_up(column):
                    self._draft_lookup(row, column, found, words)

    def _counting(self) -> frozenset[int]:
        """Return the columns whose numbers only count rows, here or of a table that is led to: they tell nothing."""
        table = self._table
        to_people = {table.key} if table.kind is TableKind.PEOPLE else set()
        if table.up is not None and self._spot.database.tables[table.up.table].kind is TableKind.PEOPLE:
            to_people.add(table.up.column)
        leading = {e.column for e in (*table.lookups, *([table.up] if table.up else []))}
        unique = {i for i, c in enumerate(table.columns) if c.is_key}
        runs = {i for i, c in enumerate(table.columns) if c.is_run}
        numbers = {i for i, c in enumerate(table.columns) if c.is_number}
        return frozenset((((leading | unique) & runs) - to_people) | (leading & numbers) | self._mistyped())

    def _mistyped(self) -> set[int]:
        """Return the column that leads to people if it is taken for a number of another kind than theirs."""
        up = self._table.up
        if up is None:
            return set()
        theirs = self._spot.database.tables[up.table].columns[up.to].element
        mine = self._table.columns[up.column].element
        return {up.column} if theirs in STRONG_IDS and mine is not None and mine is not theirs else set()

    def _keys(self, column: int) -> Hashes:
        if column not in self._known:
            cells = (self._body.rows[row] for row in self._rows)
            self._known[column] = key_hashes([plain_key(r[column]) if column < len(r) else "" for r in cells])
        return self._known[column]

    def _base(self) -> Hashes:
        if self._table.kind is TableKind.PEOPLE:
            return self._keys(self._table.key)
        if self._table.up is not None:
            return self._keys(self._table.up.column)
        return np.zeros(len(self._rows), np.uint64)

    def _hop(self, base: Hashes) -> None:
        number = self._table.number
        if self._table.kind in {TableKind.PEOPLE, TableKind.ABOUT}:
            for column in self._spot.references:
                if column != self._table.key:
                    self._into.hops.append(_edges(self._spot.database.group, number, column, self._keys(column), base))
        for edge in self._table.lookups:
            self._into.pairs.append(
                _edges(self._spot.database.group, number, edge.column, base, self._keys(edge.column))
            )

    def _is_looked_up(self, column: int) -> bool:
        return any(
            e.table == self._table.number and e.to == column for t in self._spot.database.tables for e in t.lookups
        )

    def _where(self, row: int) -> Where:
        return Where(self._segment.item_id, self._segment.segment_id, row)

    def _draft_row(self, row: int, key: int, found: Sequence[Mention]) -> None:
        date = max((m.norm for m in found if _is_day(m)), default="")
        plain = plain_subject(self._segment, row, found, date) if self._table.kind is TableKind.ABOUT else None
        if plain is not None:
            self._add(plain, key, MAIN, -1, False, [m.mention_id for m in found])
            return
        linked = link_record(found, self._where(row))
        main = self._main(linked, row)
        asides = [f for f in linked.frames if f is not main and f.role not in OFFICE_ROLES and f.is_named]
        for frame in (main, *asides):
            frame.seen_on = date
        main.is_sample = self._is_test_row(row)
        if not (main.mentions or main.others):
            return
        frames = [main, *asides]
        clusters = []
        for frame in frames:
            cluster = Cluster()
            cluster.take(frame)
            clusters.append(cluster)
        subjects, links = finish(clusters, self._staff)
        held: dict[SubjectId, list[str]] = {}
        for link in links:
            held.setdefault(link.subject_id, []).append(link.mention_id)
        for number, (subject, frame) in enumerate(zip(subjects, frames, strict=True)):
            sample = frame.is_sample or is_sample(frame)
            self._add(subject, key, MAIN if number == 0 else ASIDE, -1, sample, held.get(subject.subject_id, []))

    def _is_test_row(self, row: int) -> bool:
        """Tell whether the name in the cells of a row of people is a test's, whether it was read as a name or not."""
        if self._table.kind is not TableKind.PEOPLE:
            return False
        cells = self._body.rows[row]
        parts = {Part.FIRST: "", Part.LAST: "", Part.FULL: ""}
        for index, column in enumerate(self._table.columns[: len(cells)]):
            if column.element is Element.NAME and column.part in parts:
                parts[column.part] = parts[column.part] or cells[index].strip()
        probe = Frame(self._segment.item_id, self._segment.segment_id, Shape.RECORD, row)
        if parts[Part.FULL]:
            probe.rename(parts[Part.FULL])
        else:
            probe.name = NameParts(parts[Part.FIRST], "", parts[Part.LAST])
        return is_sample(probe)

    def _main(self, linked: Linked, row: int) -> Frame:
        main = linked.main
        if main is None or main.role in OFFICE_ROLES:
            if self._table.kind is TableKind.PEOPLE and main is not None:
                main.role, main.is_told = self._table.role, self._table.role is not Role.UNKNOWN
            else:
                office, main = main, self._frame(row)
                if office is not None:
                    main.tell(Element.PROVIDER, office.mentions)
        main.mentions.extend(linked.loose)
        if self._table.kind is TableKind.PEOPLE and main.role is Role.UNKNOWN:
            main.role, main.is_told = self._table.role, self._table.role is not Role.UNKNOWN
        return main

    def _frame(self, row: int) -> Frame:
        return Frame(self._segment.item_id, self._segment.segment_id, Shape.RECORD, row, -1, 90)

    def _draft_office(self, row: int, found: Sequence[Mention]) -> None:
        """Add somebody of an office's table: known by office, but for what only an employer holds."""
        frame = self._frame(row)
        for mention in found:
            frame.add(mention)
        if not frame.is_named:
            return
        frame.role, frame.is_told = (Role.EMPLOYEE if frame.has(_HR) else Role.PROVIDER), True
        cluster = Cluster()
        cluster.take(frame)
        (subject,), links = finish([cluster], self._staff)
        self._add(subject, 0, ASIDE, -1, is_sample(frame), [link.mention_id for link in links])

    def _draft_lookup(self, row: int, column: int, found: Sequence[Mention], words: frozenset[str]) -> None:
        frame = self._frame(row)
        frame.number = 91 + column
        for mention in found:
            self._look(frame, mention, words)
        if not (frame.mentions or frame.others):
            return
        cluster = Cluster()
        cluster.take(frame)
        (subject,), links = finish([cluster], self._staff)
        key = int(self._keys(column)[row - self._rows.start])
        self._add(subject, key, LOOKUP, column, False, [link.mention_id for link in links])

    def _look(self, frame: Frame, mention: Mention, words: frozenset[str]) -> None:
        """Give a mention of a row that others refer to, if it is said of whoever refers to it."""
        kind = self._table.kind
        if kind is TableKind.ABOUT:
            if mention.element in INSURANCE:
                frame.mentions.append(mention)
            return
        if mention.element in _ORGANIZED:
            frame.mentions.append(mention)
        elif words & ORGANIZATIONS:
            return
        elif mention.element in NAME_ELEMENTS:
            if kind is TableKind.OFFICE:
                frame.tell(Element.PROVIDER, [mention])
        elif kind is not TableKind.OFFICE and not (mention.element in CONTACT and frame.has(_ORGANIZED)):
            frame.mentions.append(mention)

    def _add(self, subject: Subject, key: int, use: int, column: int, sample: bool, mentions: list[str]) -> None:
        self._into.subjects.append(subject)
        self._into.facts.append((self._spot.database.group, self._table.number, key, use, column, sample))
        self._into.mentions.append(mentions)


def _is_day(mention: Mention) -> bool:
    is_date = mention.element is Element.DATE and len(mention.norm) == 10
    return is_date and not any(word in mention.label.lower() for word in _TIMELESS)


def _edges(group: str, table: int, column: int, a: Hashes, b: Hashes) -> pa.Table:
    """Return keys and what they lead to, each pair once."""
    kept = (a != 0) & (b != 0)
    both = np.unique(np.stack([a[kept], b[kept]]), axis=1) if kept.any() else np.zeros((2, 0), np.uint64)
    count = both.shape[1]
    columns = [
        pa.array([group] * count, pa.string()),
        pa.array(np.full(count, ref_of(table, column), np.int32)),
        pa.array(both[0]),
        pa.array(both[1]),
    ]
    return pa.Table.from_arrays(columns, schema=HOPS)


def by_source(databases: Sequence[Database]) -> Mapping[tuple[str, str], str]:
    """Return the group of each modelled table, by item and name of the table."""
    return {source: d.group for d in databases if d.is_linked for t in d.tables for source in t.sources}
