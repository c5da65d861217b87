"""Drafts to subjects: everything that rows of many tables say of one person, put together by the person's key.

In one item all rows of a person make one subject. Rows in another item make a subject of their own that is told to be
the same person, so that every item keeps account of whom it speaks of.

Invariant: a mention is linked to the subject of its person in its own item, or for words that codes stand for, to the
person's first subject. A row whose key finds nobody is a subject only if it names somebody by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.linking.gathered import LISTS, SAME, VALUES, Gathered, is_same_person, is_somebody
from tocsin.linking.gathering_many import Looked, clear_drafts, gather_clear
from tocsin.linking.table_drafts import ASIDE, MAIN, ref_of
from tocsin.linking.table_model import Database, TableKind
from tocsin.linking.table_words import KIN, telling_words
from tocsin.model.elements import Element, Role
from tocsin.model.subjects import LINKS, SUBJECTS

_TEXTS = ("first_name", "last_name", "date_of_birth", "sex", "ssn", "address_1", "zip", "city", "died_on", "suffix")
_BRIEF = ("subject_id", "item_id", "segment_id", "row", "start", "role", "seen_on")
Row = dict[str, Any]
Indices = npt.NDArray[np.int64]


@dataclass(slots=True)
class _Made:
    """What becomes of a shard's drafts."""

    subjects: list[Gathered] = field(default_factory=list)
    targets: dict[int, int] = field(default_factory=dict)
    """Draft to number of its subject; one that is in none is dropped."""
    heads: dict[int, int] = field(default_factory=dict)
    """Key of a person to the number of the person's first subject."""
    same: list[tuple[str, str]] = field(default_factory=list)


def gather(database: Database, drafts: pa.Table, pairs: pa.Table, lookups: pa.Table) -> dict[str, pa.Table]:
    """Return subjects, links and the pairs of subjects that are one person.

    Args:
        database: the model.
        drafts: of schema ``DRAFTS`` with ``head``, the key of the person; all those of a key.
        pairs: ``head``, and what it looks up: key ``b`` of the column ``to`` (:func:`ref_of`).
        lookups: drafts that others look up, at least those of the pairs.
    """
    drafts = drafts.take(pa.array(_order(database, drafts)))
    looked = _looked_up(pairs, lookups)
    clear = clear_drafts(database, drafts, lookups, looked)
    heads = drafts["head"].to_numpy()
    at_once = gather_clear(drafts.filter(pa.array(clear)), lookups, looked.where(np.isin(looked.heads, heads[clear])))
    others = looked.where(np.isin(looked.heads, heads[~clear]))
    by_row = _gather_rows(database, drafts.filter(pa.array(~clear)).combine_chunks(), lookups, others)
    return {name: pa.concat_tables([at_once[name], by_row[name]]) for name in by_row}


def _gather_rows(database: Database, drafts: pa.Table, lookups: pa.Table, looked_up: Looked) -> dict[str, pa.Table]:
    made = _people(database, drafts)
    target = np.full(drafts.num_rows, -1, np.int64)
    if made.targets:
        target[list(made.targets)] = list(made.targets.values())
    _add_sums(made.subjects, drafts, target)
    links = [_links(drafts, target)]
    which, whose = _of_subjects(looked_up, made.heads)
    if len(which):
        looked = lookups.take(pa.array(which))
        _add_sums(made.subjects, looked, whose)
        _add_values(made.subjects, looked, whose)
        links.append(_links(looked, whose))
    return _finished(made, pa.concat_tables(links))


def _finished(made: _Made, links: pa.Table) -> dict[str, pa.Table]:
    """Return the tables, without those of whom nothing is known."""
    kept = [one for one in made.subjects if not one.is_nobody]
    gone = {one.row["subject_id"] for one in made.subjects if one.is_nobody}
    rows = [one.subject() for one in kept]
    for row in rows:
        if row["related_to"] in gone:
            row["related_to"], row["relation"] = None, ""
    columns = [pa.array([row[f.name] for row in rows], f.type) for f in SUBJECTS]
    number = np.cumsum([not one.is_nobody for one in made.subjects]) - 1
    whose = links["whose"].to_numpy()
    is_kept = np.array([not one.is_nobody for one in made.subjects], bool)[whose] if len(whose) else np.zeros(0, bool)
    links = links.filter(pa.array(is_kept))
    ids = columns[0].take(pa.array(number[links["whose"].to_numpy()])) if links.num_rows else pa.array([], pa.string())
    same = [(s, h) for s, h in made.same if s not in gone and h not in gone]
    return {
        "subjects": pa.Table.from_arrays(columns, schema=SUBJECTS),
        "links": pa.Table.from_arrays([links["mention_id"].combine_chunks(), ids], schema=LINKS),
        "same": pa.table({"subject_id": [s for s, _ in same], "head_id": [h for _, h in same]}, schema=SAME),
    }


def _links(drafts: pa.Table, target: Indices) -> pa.Table:
    """Return each mention of the drafts with the number of its subject, each pair once."""
    kept = np.flatnonzero(target >= 0)
    lists = drafts["mentions"].take(pa.array(kept)).combine_chunks()
    whose = pa.array(target[kept]).take(pc.list_parent_indices(lists))
    return (
        pa.table({"mention_id": pc.list_flatten(lists), "whose": whose})
        .group_by(["mention_id", "whose"], use_threads=False)
        .aggregate([])
    )


def _order(database: Database, drafts: pa.Table) -> Indices:
    """Return the drafts by person: the person's own row first, then as they stand."""
    tables = drafts["table"].to_numpy()
    people = np.array([t.kind is TableKind.PEOPLE for t in database.tables])
    live = np.array([t.space == t.number for t in database.tables])
    rank = np.where(people[tables], np.where(live[tables], 0, 1), 2) + 3 * (drafts["use"].to_numpy() != MAIN)
    return np.lexsort((np.arange(drafts.num_rows), rank, drafts["head"].to_numpy())).astype(np.int64)


def _people(database: Database, drafts: pa.Table) -> _Made:
    """Put the drafts of each key to subjects, in order."""
    made = _Made()
    heads = drafts["head"].to_numpy()
    bearing = _bears_values(drafts)
    rich = np.flatnonzero(bearing)
    place = np.full(drafts.num_rows, -1, np.int64)
    place[rich] = np.arange(len(rich))
    rows = _Lazy(drafts, rich)
    brief = [drafts[name].to_pylist() for name in _BRIEF]
    facts = [drafts[name].to_pylist() for name in ("table", "use", "is_sample")]
    for head, group in groupby(range(drafts.num_rows), key=lambda i: int(heads[i])):
        maker = _Maker(database, made, head)
        for index in group:
            row = (
                rows[int(place[index])]
                if place[index] >= 0
                else dict(zip(_BRIEF, (c[index] for c in brief), strict=True))
            )
            maker.take(index, row, facts[0][index], facts[1][index], facts[2][index])
        maker.end()
    return made


class _Lazy:
    """Rows of a table by number, made into dictionaries some at a time."""

    _STEP = 20_000

    def __init__(self, table: pa.Table, chosen: Indices) -> None:
        self._table, self._chosen = table.select([*SUBJECTS.names]), chosen
        self._start, self._rows = -1, list[Row]()

    def __getitem__(self, index: int) -> Row:
        start = index - index % self._STEP
        if start != self._start:
            part = self._chosen[start : start + self._STEP]
            self._start, self._rows = start, self._table.take(pa.array(part)).to_pylist()
        return self._rows[index - start]


def _bears_values(drafts: pa.Table) -> npt.NDArray[np.bool_]:
    """Tell of each draft whether it holds what tells people apart or where they are reached."""
    found = pc.or_(drafts["is_deceased"], pc.equal(drafts["use"], ASIDE))
    for name in _TEXTS:
        found = pc.or_(found, pc.not_equal(drafts[name], ""))
    for name in LISTS:
        found = pc.or_(found, pc.greater(pc.list_value_length(drafts[name]), 0))
    bearing: npt.NDArray[np.bool_] = found.to_numpy()
    return bearing


class _Maker:
    """Makes the subjects of one key."""

    def __init__(self, database: Database, made: _Made, head: int) -> None:
        self._database, self._made, self._head = database, made, head
        self._first = -1
        self._by_item: dict[str, int] = {}
        self._mains: dict[str, int] = {}
        self._is_sample = False

    def take(self, index: int, row: Row, table: int, use: int, sample: bool) -> None:
        """Put one draft to its subject; the person's own row comes first, asides last."""
        is_people = self._database.tables[table].kind is TableKind.PEOPLE
        if use == ASIDE:
            self._aside(index, row)
        elif self._head == 0:
            if is_somebody(row):
                self._mains[row["subject_id"]] = self._new(index, row)
        elif self._first < 0:
            self._is_sample = sample
            self._begin(index, row)
        elif (sample or self._is_sample) and not is_people:
            return
        elif not self._fits(row, table):
            self._other(index, row, table)
        else:
            self._same(index, row)

    def end(self) -> None:
        """Drop a person of whom nothing is known but that rows speak of one."""
        if self._first >= 0 and not self._is_sample:
            self._made.heads[self._head] = self._first
        if (
            self._head
            and self._first >= 0
            and not any(is_somebody(self._made.subjects[n].row) for n in self._by_item.values())
        ):
            for number in self._by_item.values():
                self._made.subjects[number].is_nobody = True

    def _new(self, index: int, row: Row) -> int:
        number = len(self._made.subjects)
        self._made.subjects.append(Gathered(row))
        self._made.targets[index] = number
        return number

    def _begin(self, index: int, row: Row) -> None:
        self._first = self._by_item[row["item_id"]] = self._mains[row["subject_id"]] = self._new(index, row)

    def _same(self, index: int, row: Row) -> None:
        number = self._by_item.get(row["item_id"], -1)
        if number < 0:
            number = self._by_item[row["item_id"]] = self._new(index, row)
            head = self._made.subjects[self._first].row["subject_id"]
            self._made.same.append((row["subject_id"], head))
        else:
            self._made.targets[index] = number
            self._made.subjects[number].add(row)
        self._mains[row["subject_id"]] = number

    def _fits(self, row: Row, table: int) -> bool:
        if not (row.get("last_name") or row.get("first_name")):
            return True
        words = telling_words(self._database.tables[table].name)
        known = [self._made.subjects[n].row for n in self._by_item.values()]
        return "history" in words or all(is_same_person(one, row) for one in known)

    def _other(self, index: int, row: Row, table: int) -> None:
        """Make somebody else of a row that names another than its key: a guarantor, a contact, a key used twice."""
        number = self._new(index, row)
        self._mains[row["subject_id"]] = number
        if telling_words(self._database.tables[table].name) & KIN or row["role"] in _KIN_ROLES:
            row["related_to"] = self._made.subjects[self._first].row["subject_id"]
            row["relation"] = row["relation"] or "other"
            row["mrns"] = []
            self._made.subjects[number].foreign.add(Element.MRN.value)
            if row["role"] in {Role.PATIENT, Role.UNKNOWN}:
                row["role"] = Role.RELATIVE.value

    def _aside(self, index: int, row: Row) -> None:
        self._new(index, row)
        main = self._mains.get(row["related_to"] or "", -1)
        if row["related_to"] and main < 0:
            row["related_to"], row["relation"] = None, ""
        elif main >= 0:
            row["related_to"] = self._made.subjects[main].row["subject_id"]


_KIN_ROLES = frozenset({Role.RELATIVE.value, Role.GUARANTOR.value, Role.SUBSCRIBER.value})


def _add_sums(subjects: Sequence[Gathered], drafts: pa.Table, target: Indices) -> None:
    """Add to subjects what needs no look at a single row: elements, roles, days, counts."""
    kept = np.flatnonzero(target >= 0)
    if not len(kept):
        return
    chosen = drafts.select(["elements", "role", "seen_on", "mention_count"]).take(pa.array(kept))
    whose = pa.array(target[kept])
    flat = pa.table(
        {
            "whose": whose.take(pc.list_parent_indices(chosen["elements"].combine_chunks())),
            "element": pc.list_flatten(chosen["elements"].combine_chunks()),
        }
    )
    for row in flat.group_by(["whose", "element"], use_threads=False).aggregate([]).to_pylist():
        subjects[row["whose"]].elements.add(row["element"])
    summed = chosen.drop_columns(["elements"]).append_column("whose", whose).group_by("whose", use_threads=False)
    for row in summed.aggregate([("role", "distinct"), ("seen_on", "max"), ("mention_count", "sum")]).to_pylist():
        one = subjects[row["whose"]]
        one.roles.update(row["role_distinct"])
        one.seen_on = max(one.seen_on, row["seen_on_max"])
        one.mention_count += row["mention_count_sum"]


def _add_values(subjects: Sequence[Gathered], looked: pa.Table, whose: Indices) -> None:
    """Add values that rows refer to: an address kept in a table of its own."""
    rich = np.flatnonzero(_bears_values(looked))
    for row, number in zip(looked.select(VALUES).take(pa.array(rich)).to_pylist(), whose[rich].tolist(), strict=True):
        subjects[number].add(row)


def _looked_up(pairs: pa.Table, lookups: pa.Table) -> Looked:
    """Return which lookups are said of which people; ``to`` of a pair is the column led to."""
    if not pairs.num_rows or not lookups.num_rows:
        return Looked(np.zeros(0, np.int64), np.zeros(0, np.uint64))
    table = pa.table(
        {
            "to": pa.array(ref_of(lookups["table"].to_numpy(), lookups["column"].to_numpy())),
            "b": lookups["base"],
            "which": pa.array(np.arange(lookups.num_rows)),
        }
    )
    joined = pairs.select(["to", "b", "head"]).join(table, ["to", "b"], join_type="inner").select(["which", "head"])
    joined = (
        joined.group_by(["head", "which"], use_threads=False)
        .aggregate([])
        .sort_by([("head", "ascending"), ("which", "ascending")])
    )
    return Looked(joined["which"].to_numpy().astype(np.int64), joined["head"].to_numpy())


def _of_subjects(looked: Looked, heads: Mapping[int, int]) -> tuple[Indices, Indices]:
    """Return what is looked up and the number of the subject of whom it is said."""
    if not heads:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    known = np.array(sorted(heads), np.uint64)
    numbers = np.array([heads[int(k)] for k in known], np.int64)
    places = np.minimum(np.searchsorted(known, looked.heads), len(known) - 1)
    held = known[places] == looked.heads
    return looked.which[held], numbers[places][held]
