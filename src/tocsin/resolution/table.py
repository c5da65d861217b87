"""`tocsin people`: the rows of one table as records of persons, merged; every column given is compared.

Columns of unknown meaning count too, weakly: as much as they tell pairs of this table apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import TableFileError
from tocsin.ids import digest_id, digest_ids
from tocsin.model.decisions import Judgement
from tocsin.resolution.clusters import Settled
from tocsin.resolution.columns import RECORD_ID
from tocsin.resolution.fields import Mask, Order, Places
from tocsin.resolution.records import Records, records_of_columns
from tocsin.resolution.resolve import Counted, Step, best_scores, count_cut, silent
from tocsin.resolution.table_columns import Use, fields_of
from tocsin.resolution.texts import is_numbered, plain
from tocsin.resolution.threads import begun, beside
from tocsin.tables.pool import HERE

RESULT = pa.schema([pa.field(n, pa.string(), nullable=False) for n in (RECORD_ID, "person_id")]).append(
    pa.field("score", pa.float64(), nullable=False)
)
_HEAD = 1000
"""Rows that tell what a column holds."""
_NAMES_AT_ONCE = 100_000


@dataclass(frozen=True)
class RowDecision:
    """What somebody decided about two rows, by their record ids."""

    left: str
    right: str
    judgement: Judgement


@dataclass(frozen=True)
class TablePeople:
    """The people of a table, with what made them.

    Rows are resolved in an order of their own, that does not depend on that in the table: ``order`` tells the place in
    the table, and so in ``result`` (schema ``RESULT``), of each.
    """

    result: pa.Table
    uses: tuple[Use, ...]
    is_of_persons: bool
    order: Places
    made: Counted
    settled: Settled

    @property
    def records(self) -> Records:
        """The records that the rows became."""
        return self.made.scorer.records

    def ids_of(self, rows: Sequence[int]) -> list[tuple[str, str]]:
        """Return record id and person of rows, given by their places in ``order``."""
        told = self.result.take(pa.array(self.order[np.array(rows, np.int64)]))
        return list(zip(told[RECORD_ID].to_pylist(), told["person_id"].to_pylist(), strict=True))

    def rows_of(self, person_id: str) -> list[int]:
        """Return the rows of a person, by their places in ``order``."""
        is_theirs = pc.equal(self.result["person_id"], person_id).to_numpy()
        found: list[int] = np.flatnonzero(is_theirs[self.order]).tolist()
        return found


def people_of_table(table: pa.Table) -> pa.Table:
    """Return ``record_id, person_id, score`` for each row of a table of text columns that has a ``record_id``.

    ``score`` (0..1) is how sure the record's place in its person is; 1 where it stands alone. The answer does not
    depend on the order of rows.
    """
    return resolved_table(table).result


def resolved_table(table: pa.Table, decisions: Sequence[RowDecision] = (), step: Step = silent) -> TablePeople:
    """Return the people of a table of text columns that has a ``record_id``.

    Args:
        table: one row a record of a person.
        decisions: they outrank every score; of those about the same two rows the last holds.
        step: is told what comes next.

    Raises:
        TableFileError: a decision names a row that is not there.
    """
    step("sort")
    table = _clean(table)
    rows, given = table.num_rows, table[RECORD_ID].combine_chunks()
    ordered = begun(partial(_order, table), HERE.threads)
    fields = fields_of(table, _head(table))
    del table
    decided = _pairs_of(decisions, given, ordered)
    alone = _named_alone(decided, rows)
    step("records")
    records = records_of_columns(fields.columns, fields.extras, rows, alone, ordered, HERE.threads)
    order = ordered()
    settled = _settled(decided, records)
    made = count_cut(records, None, settled, np.ones(len(order), bool), step)
    people = _people_of(made, given, order)
    return TablePeople(people, fields.uses, fields.is_of_persons, order, made, settled)


def _people_of(made: Counted, given: pa.StringArray, order: Places) -> pa.Table:
    """Return the person of each row of the table, and how sure its place is."""
    labels = made.clusters.labels[made.scorer.records.of_subject]
    first = np.empty(int(labels.max(initial=-1)) + 1, np.int64)
    first[labels[::-1]] = order[::-1]
    best, names = beside(
        partial(best_scores, made),
        lambda: pa.array(_names_of(given.take(pa.array(first))), pa.string()),
        HERE.threads,
    )
    person = np.empty(len(order), np.int32)
    person[order] = labels
    score = np.empty(len(order), np.float64)
    score[order] = best[made.scorer.records.of_subject]
    return pa.table([given, names.take(pa.array(person)), score], schema=RESULT)


def _clean(table: pa.Table) -> pa.Table:
    """Return the table with every column as texts or numbered texts; those that are so already are not copied."""
    columns = {name: table[name] for name in table.column_names}
    kept = {name: one if name != RECORD_ID and is_numbered(one) else plain(one) for name, one in columns.items()}
    return pa.table(kept)


def _head(table: pa.Table) -> pa.Table:
    """Return the first rows in order, as texts."""
    size = min(_HEAD, table.num_rows)
    ids = table.select([RECORD_ID])
    first = pc.select_k_unstable(ids, min(size + 1, table.num_rows), [(RECORD_ID, "ascending")])
    if pc.count_distinct(ids[RECORD_ID].take(first)).as_py() == len(first):
        return _plain_table(table.take(first[:size]))
    texts = _plain_table(table)
    return texts.take(pc.select_k_unstable(texts, size, _keys(texts)))


def _order(table: pa.Table) -> Places:
    """Return the rows in the order of ids, then of everything else."""
    ids = table[RECORD_ID].combine_chunks()
    order = pc.array_sort_indices(ids)
    ordered = ids.take(order)
    if pc.any(pc.equal(ordered[1:], ordered[:-1])).as_py():
        texts = _plain_table(table)
        order = pc.sort_indices(texts, _keys(texts))
    found: Places = order.to_numpy().astype(np.int64)
    return found


def _keys(table: pa.Table) -> Sequence[tuple[str, str]]:
    return [(name, "ascending") for name in (RECORD_ID, *sorted({*table.column_names} - {RECORD_ID}))]


def _plain_table(table: pa.Table) -> pa.Table:
    return pa.table({name: plain(table[name]) for name in table.column_names})


def _names_of(ids: pa.StringArray) -> Iterator[str]:
    """Give the name of each person, after its first row's id; rows of one id never make two persons one."""
    is_repeated = pc.count_distinct(ids).as_py() < len(ids)
    every = (name for at in range(0, len(ids), _NAMES_AT_ONCE) for name in ids.slice(at, _NAMES_AT_ONCE).to_pylist())
    if not is_repeated:
        yield from digest_ids("per", "record", every)
        return
    taken: Counter[str] = Counter()
    for name in every:
        number = taken[name]
        taken[name] += 1
        yield digest_id("per", "record", name, *([str(number)] if number else []))


def _pairs_of(
    decisions: Sequence[RowDecision], given: pa.StringArray, ordered: Order
) -> dict[tuple[int, int], Judgement]:
    """Return the decisions by the places of their rows in order; the last about two rows holds."""
    if not decisions:
        return {}
    named = pa.array(sorted({name for one in decisions for name in (one.left, one.right)}), pa.string())
    ids = given.take(pa.array(ordered()))
    rows = np.flatnonzero(pc.is_in(ids, named).to_numpy(zero_copy_only=False))
    place = dict(zip(ids.take(pa.array(rows)).to_pylist(), rows.tolist(), strict=True))
    missing = sum(one.left not in place or one.right not in place for one in decisions)
    if missing:
        raise TableFileError(decisions=len(decisions), about_unknown_rows=missing)
    found: dict[tuple[int, int], Judgement] = {}
    for one in decisions:
        a, b = place[one.left], place[one.right]
        found[min(a, b), max(a, b)] = one.judgement
    return found


def _named_alone(decided: dict[tuple[int, int], Judgement], size: int) -> Mask:
    """Tell which rows must not become one record with rows that are equal: somebody tells them apart."""
    alone = np.zeros(size, bool)
    for pair, judgement in decided.items():
        if judgement is Judgement.DIFFERENT:
            alone[list(pair)] = True
    return alone


def _settled(decided: dict[tuple[int, int], Judgement], records: Records) -> Settled:
    found: dict[Judgement, list[tuple[int, int]]] = {one: [] for one in Judgement}
    for (a, b), judgement in sorted(decided.items()):
        left, right = int(records.of_subject[a]), int(records.of_subject[b])
        if left != right:
            found[judgement].append((min(left, right), max(left, right)))
    return Settled(found[Judgement.SAME], found[Judgement.DIFFERENT], found[Judgement.UNSURE])
