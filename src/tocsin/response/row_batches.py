"""Rows of a whole incident, some at a time: those that belong together stay together, and memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.response.context import RunContext
from tocsin.tables.engine import Engine
from tocsin.tables.pool import HERE

ROWS_A_BATCH = 20_000
_BATCHES_HERE = 8
Codes = npt.NDArray[np.int64]


def engine_for(context: RunContext, rows: int) -> Engine:
    """Return where so many rows are worked on: here, where there are few batches, for workers take longer to start."""
    are_few = rows <= _BATCHES_HERE * ROWS_A_BATCH and not context.engine.is_worth(rows)
    return HERE if are_few else context.engine


def ranges(code: Codes) -> Iterator[tuple[int, int]]:
    """Give the first number and the end of each batch of rows in the order of their numbers (0, 0, 1, 2, 2, ...)."""
    first = 0
    while len(code) and first <= code[-1]:
        behind = int(np.searchsorted(code, first)) + ROWS_A_BATCH
        end = int(code[min(behind, len(code) - 1)]) + 1
        yield first, end
        first = end


def codes_of(values: pa.ChunkedArray, known: pa.Array) -> Codes:
    """Return the number of each value among the known ones, -1 for those that are not."""
    found: Codes = pc.fill_null(pc.index_in(values, value_set=known), -1).to_numpy().astype(np.int64)
    return found


def together(table: pa.Table, column: str) -> Iterator[pa.Table]:
    """Give the table in batches, sorted by a column and no value of it in two of them; equal ones keep their order."""
    ordered = table.take(pc.sort_indices(table, sort_keys=[(column, "ascending")]))
    code = codes_of(ordered[column], pc.unique(ordered[column]))
    for first, end in ranges(code):
        low, high = np.searchsorted(code, [first, end])
        yield ordered.slice(low, high - low)
