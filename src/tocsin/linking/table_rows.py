"""Rows of tables whose keys are known, to drafts: what each row says of its person, and under which key.

Invariant: a row gives one draft of its person at most; nothing here depends on other rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId, SegmentId, SubjectId
from tocsin.linking.finish import finish
from tocsin.linking.frames import CONTACT, INSURANCE, STRONG_IDS, Frame, Shape
from tocsin.linking.join import Cluster
from tocsin.linking.records import Linked, Where, link_record
from tocsin.linking.row_columns import RowColumns, row_columns
from tocsin.linking.row_subjects import is_day, subjects_of_rows
from tocsin.linking.samples import is_sample
from tocsin.linking.staff import StaffIndex
from tocsin.linking.table_drafts import ASIDE, HOPS, LOOKUP, MAIN, Drafts, ref_of
from tocsin.linking.table_keys import Hashes, cell_hashes
from tocsin.linking.table_model import Database, Table, TableKind
from tocsin.linking.table_named import named_rows
from tocsin.linking.table_plain import plain_roles, plain_rows
from tocsin.linking.table_profiles import data_rows
from tocsin.linking.table_words import ORGANIZATIONS, telling_words
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention, Part, mentions_of
from tocsin.model.person_names import NameParts
from tocsin.model.segments import GridBody, Segment
from tocsin.model.subjects import Subject

_ORGANIZED = frozenset({Element.INSURER, Element.FACILITY, Element.EMPLOYER})
_HR = frozenset({Element.SSN, Element.DATE_OF_BIRTH, Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.PASSPORT})


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

    def draft(self, segment: Segment, name: str, mentions: pa.Table, into: Drafts) -> None:
        """Add what the segment's rows give; ``mentions`` are the segment's, of schema ``MENTIONS``."""
        body = segment.body
        if not isinstance(body, GridBody):
            raise TypeError("not a table")
        rows, _ = data_rows(body)
        self._staff.asked_for(segment.item_id)
        _Rows(self._spots[segment.item_id, name], segment, body, rows, self._staff, into).draft(mentions)
        into.end_segment()


class _Rows:
    """The rows of one segment."""

    def __init__(
        self, spot: _Spot, segment: Segment, body: GridBody, rows: range, staff: StaffIndex, into: Drafts
    ) -> None:
        self._spot, self._segment, self._body = spot, segment, body
        self._table, self._rows, self._staff, self._into = spot.table, rows, staff, into
        self._known: dict[int, Hashes] = {}
        self._naming = [
            (index, column.part)
            for index, column in enumerate(self._table.columns)
            if column.element is Element.NAME and column.part in {Part.FIRST, Part.LAST, Part.FULL}
        ]

    def draft(self, mentions: pa.Table) -> None:
        """Add hops and pairs of all rows, drafts of those with mentions."""
        base = self._base()
        self._hop(base)
        told = self._telling(mentions)
        rest = self._draft_many(told, base)
        for row, found in _by_row(rest).items():
            key = int(base[row - self._rows.start])
            if self._table.kind in {TableKind.PEOPLE, TableKind.ABOUT}:
                self._draft_row(row, key, found)
            elif self._table.kind is TableKind.OFFICE:
                self._draft_office(row, found)
        looked_up = [column for column in self._spot.references if self._is_looked_up(column)]
        words = telling_words(self._table.name)
        for row, found in _by_row(told).items() if looked_up else ():
            for column in looked_up:
                self._draft_lookup(row, column, found, words)

    def _telling(self, mentions: pa.Table) -> pa.Table:
        """Return the mentions that stand in rows of data and are no numbers that only count rows."""
        rows, columns = mentions["row"].to_numpy(), mentions["column"].to_numpy()
        is_placed = pc.equal(mentions["detector"], "place").to_numpy()
        counts = np.isin(columns, sorted(self._counting())) & is_placed
        kept = (rows >= self._rows.start) & (rows < self._rows.stop) & ~counts
        return mentions.filter(pa.array(kept))

    def _draft_many(self, mentions: pa.Table, base: Hashes) -> pa.Table:
        """Add the drafts of rows that speak of one person only; return the mentions of the others."""
        columns = row_columns(mentions)
        if columns is None:
            return mentions
        rest = columns
        if self._table.kind is TableKind.ABOUT:
            plain = plain_rows(columns)
            mine = columns.where(plain)
            if len(mine.rows):
                self._add_many(mine, plain_roles(mine), None, base)
            rest = columns.where(~plain)
        elif self._table.kind is TableKind.PEOPLE:
            tests = np.array([self._is_test_row(row) for row in columns.rows.tolist()], bool)
            named, others = named_rows(columns.where(~tests), self._table.role)
            if named is not None:
                self._add_many(named.columns, named.roles, named.names, base)
            left = np.isin(columns.rows, others.rows if others is not None else [])
            rest = columns.where(tests | left)
        return rest.mentions

    def _add_many(
        self, columns: RowColumns, roles: Sequence[str], names: Sequence[NameParts] | None, base: Hashes
    ) -> None:
        count = len(columns.rows)
        facts = {
            "group": pa.repeat(pa.scalar(self._spot.database.group, pa.string()), count),
            "table": pa.array(np.full(count, self._table.number, np.int32)),
            "base": pa.array(base[columns.rows - self._rows.start]),
            "use": pa.array(np.full(count, MAIN, np.int8)),
            "column": pa.array(np.full(count, -1, np.int32)),
            "is_sample": pa.array(np.zeros(count, bool)),
        }
        self._into.add_columns(subjects_of_rows(self._segment, columns, roles, names) | facts)

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
            texts = pa.array([r[column].strip() if column < len(r) else "" for r in cells], pa.string())
            self._known[column] = cell_hashes(texts)
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
        date = max((m.norm for m in found if is_day(m.element, m.label) and len(m.norm) == _DAY), default="")
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
        for index, part in self._naming:
            if index < len(cells):
                parts[part] = parts[part] or cells[index].strip()
        return _is_test_name(parts[Part.FIRST], parts[Part.LAST], parts[Part.FULL])

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


_DAY = len("2000-01-01")


def _by_row(mentions: pa.Table) -> dict[int, list[Mention]]:
    held: dict[int, list[Mention]] = {}
    for mention in mentions_of(mentions):
        held.setdefault(mention.row, []).append(mention)
    return held


@lru_cache(maxsize=65536)
def _is_test_name(first: str, last: str, full: str) -> bool:
    probe = Frame(ItemId(""), SegmentId(""), Shape.RECORD)
    if full:
        probe.rename(full)
    else:
        probe.name = NameParts(first, "", last)
    return is_sample(probe)


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
