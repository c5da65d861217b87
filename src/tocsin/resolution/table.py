"""`tocsin people`: the rows of one table as records of persons, merged; every column given is compared.

Columns of unknown meaning count too, weakly: as much as they tell pairs of this table apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import TableFileError
from tocsin.ids import digest_id
from tocsin.model.decisions import Judgement
from tocsin.resolution.clusters import Settled
from tocsin.resolution.columns import RECORD_ID
from tocsin.resolution.records import Mask, Records, records_of_columns
from tocsin.resolution.resolve import Counted, Step, best_scores, count_cut, silent
from tocsin.resolution.table_columns import Use, fields_of

RESULT = pa.schema([pa.field(n, pa.string(), nullable=False) for n in (RECORD_ID, "person_id")]).append(
    pa.field("score", pa.float64(), nullable=False)
)
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RowDecision:
    """What somebody decided about two rows, by their record ids."""

    left: str
    right: str
    judgement: Judgement


@dataclass(frozen=True)
class TablePeople:
    """The people of a table, with what made them.

    Rows are held in an order of their own, that does not depend on the order in the table: ``record_ids`` and
    ``person_ids`` are in it, ``result`` (schema ``RESULT``) is in the table's.
    """

    result: pa.Table
    uses: tuple[Use, ...]
    is_of_persons: bool
    record_ids: list[str]
    person_ids: list[str]
    made: Counted
    settled: Settled

    @property
    def records(self) -> Records:
        """The records that the rows became."""
        return self.made.scorer.records


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
    order = _order(table)
    ordered, given = table.take(order), table[RECORD_ID].combine_chunks()
    del table
    ids = ordered[RECORD_ID].to_pylist()
    step("records")
    fields = fields_of(ordered)
    decided = _pairs_of(decisions, ids)
    records = records_of_columns(fields.columns, fields.extras, ordered.num_rows, _named_alone(decided, len(ids)))
    uses, is_of_persons = fields.uses, fields.is_of_persons
    del ordered, fields
    settled = _settled(decided, records)
    made = count_cut(records, None, settled, np.ones(len(ids), bool), step)
    people = _person_ids(made.clusters.labels[records.of_subject], ids)
    place = np.empty(len(ids), np.int64)
    place[order.to_numpy()] = np.arange(len(ids))
    result = pa.table(
        [given, pa.array(people, pa.string()).take(pa.array(place)),
         best_scores(made)[records.of_subject][place]],
        schema=RESULT,
    )  # fmt: skip
    return TablePeople(result, uses, is_of_persons, ids, people, made, settled)


def _clean(table: pa.Table) -> pa.Table:
    """Return the table with every column as text without nulls; columns that are so already are not copied."""
    plain = {name: pc.cast(table[name], pa.string()) for name in table.column_names}
    return pa.table({name: pc.fill_null(one, "") if one.null_count else one for name, one in plain.items()})


def _order(table: pa.Table) -> pa.Array:
    """Return the order of rows by record id; where that is not enough, by everything else."""
    if pc.count_distinct(table[RECORD_ID]).as_py() == table.num_rows:
        return pc.sort_indices(table[RECORD_ID])
    return pc.sort_indices(table, [(name, "ascending") for name in [RECORD_ID, *sorted(set(table.column_names))]])


def _person_ids(labels: npt.NDArray[np.int32], ids: Sequence[str]) -> list[str]:
    """Return the person of each row, named after its first row; rows of one id never make two persons one."""
    _, firsts, back = np.unique(labels, return_index=True, return_inverse=True)
    names: list[str] = []
    taken: dict[str, int] = {}
    for at in firsts.tolist():
        number = taken[ids[at]] = taken.get(ids[at], -1) + 1
        names.append(digest_id("per", "record", ids[at], *([str(number)] if number else [])))
    return [names[at] for at in back.tolist()]


def _pairs_of(decisions: Sequence[RowDecision], ids: Sequence[str]) -> dict[tuple[int, int], Judgement]:
    """Return the decisions by the places of their rows; the last about two rows holds."""
    if not decisions:
        return {}
    place = {name: at for at, name in enumerate(ids)}
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
