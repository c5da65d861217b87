"""`tocsin people`: the rows of one table as records of persons, merged; every column given is compared.

Columns of unknown meaning count too, weakly: as much as they tell pairs of this table apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import digest_id
from tocsin.model.person_names import parse_name
from tocsin.resolution.clusters import Settled
from tocsin.resolution.columns import RECORD_ID, date_key, recognise
from tocsin.resolution.records import records_of_columns
from tocsin.resolution.resolve import best_scores, count_cut

RESULT = pa.schema([pa.field(n, pa.string(), nullable=False) for n in (RECORD_ID, "person_id")]).append(
    pa.field("score", pa.float64(), nullable=False)
)
_SINGLE = ("first", "middle", "last", "suffix", "sex", "ssn", "zip", "city")
_LISTED = ("phones", "emails", "mrns", "members", "others")
_LEAST_FILLED = 0.02
_MOST_CHARS = 80
_MOST_EXTRAS = 12
Column: TypeAlias = pa.ChunkedArray


def people_of_table(table: pa.Table) -> pa.Table:
    """Return ``record_id, person_id, score`` for each row of a table of text columns that has a ``record_id``.

    ``score`` (0..1) is how sure the record's place in its person is; 1 where it stands alone. The answer does not
    depend on the order of rows.
    """
    if not table.num_rows:
        return RESULT.empty_table()
    table = _clean(table)
    order = pc.sort_indices(table, [(name, "ascending") for name in [RECORD_ID, *sorted(set(table.column_names))]])
    ordered = table.take(order)
    columns, extras = _columns(ordered)
    records = records_of_columns(columns, extras)
    made = count_cut(records, None, Settled())
    labels = made.clusters.labels[records.of_subject]
    ids = ordered[RECORD_ID].to_pylist()
    _, firsts, back = np.unique(labels, return_index=True, return_inverse=True)
    names = pa.array([digest_id("per", "record", ids[at]) for at in firsts.tolist()], pa.string())
    scores = best_scores(made)[records.of_subject]
    place = np.empty(len(ids), np.int64)
    place[order.to_numpy()] = np.arange(len(ids))
    return pa.table(
        [table[RECORD_ID].combine_chunks(), names.take(pa.array(back[place])), scores[place]], schema=RESULT
    )


def _clean(table: pa.Table) -> pa.Table:
    """Return the table with every column as text without nulls."""
    return pa.table({name: pc.fill_null(pc.cast(table[name], pa.string()), "") for name in table.column_names})


def _columns(table: pa.Table) -> tuple[dict[str, Column], dict[str, Column]]:
    """Return the columns of the fields of records, and those of unknown meaning."""
    kinds = recognise(table)
    found: dict[str, Column] = {name: table[kinds[name][0]] for name in _SINGLE if name in kinds}
    if "name" in kinds and "last" not in found:
        found |= _names(table[kinds["name"][0]])
    found["dob"] = _births(table, kinds)
    found["street"] = _joined(table, [*kinds.get("house", ()), *kinds.get("street", ()), *kinds.get("unit", ())])
    for name in _LISTED:
        if name in kinds:
            found[name] = _lists(table, kinds[name])
    return found, _extras(table, kinds)


def _names(column: Column) -> dict[str, Column]:
    """Return the parts of whole names."""
    words = pc.dictionary_encode(column).combine_chunks()
    parts = [parse_name(text) for text in words.dictionary.to_pylist()]
    columns = {"first": "first", "middle": "middle", "last": "last", "suffix": "suffix"}
    return {
        name: pa.chunked_array([pa.array([getattr(p, part) for p in parts], pa.string()).take(words.indices)])
        for name, part in columns.items()
    }


def _births(table: pa.Table, kinds: Mapping[str, Sequence[str]]) -> Column:
    """Return birth dates as ISO, from whole dates or from year, month and day."""
    if "dob" in kinds:
        return _mapped(table[kinds["dob"][0]], date_key)
    parts = [kinds[kind][0] for kind in ("birth_year", "birth_month", "birth_day") if kind in kinds]
    if not parts or "birth_year" not in kinds:
        return pa.chunked_array([pa.array([""] * table.num_rows, pa.string())])
    return _mapped(pc.binary_join_element_wise(*(table[name] for name in parts), "-"), date_key)


def _mapped(column: Column, change: Callable[[str], str]) -> Column:
    words = pc.dictionary_encode(column).combine_chunks()
    changed = pa.array([change(word) for word in words.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([changed.take(words.indices)])


def _joined(table: pa.Table, names: Sequence[str]) -> Column:
    if not names:
        return pa.chunked_array([pa.array([""] * table.num_rows, pa.string())])
    return pc.binary_join_element_wise(*(table[name] for name in names), " ")


def _lists(table: pa.Table, names: Sequence[str]) -> Column:
    """Return the values of several columns as lists; a cell may hold several, parted by ``;``."""
    return pc.split_pattern(pc.binary_join_element_wise(*(table[name] for name in names), ";"), ";")


def _extras(table: pa.Table, kinds: Mapping[str, Sequence[str]]) -> dict[str, Column]:
    """Return the columns of unknown meaning that can tell anything: filled, short, with more than one value."""
    unknown = [*kinds.get("", ()), *(name for kind in (*_SINGLE, "dob") for name in kinds.get(kind, ())[1:])]
    found: dict[str, Column] = {}
    for name in sorted(unknown):
        column = table[name]
        filled = pc.sum(pc.not_equal(column, "")).as_py() or 0
        longest = pc.max(pc.utf8_length(column.slice(0, 1000))).as_py() or 0
        values = pc.count_distinct(column).as_py()
        if filled >= _LEAST_FILLED * table.num_rows and longest <= _MOST_CHARS and 2 < values < 0.98 * filled:
            found[f"column {name}"] = column
    return dict(list(found.items())[:_MOST_EXTRAS])
