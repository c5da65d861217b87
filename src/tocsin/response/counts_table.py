"""Counts as a table of the contract's columns."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from tocsin.law.counts import ELEMENT_COLUMNS, Count, count_rows

COUNTS = pa.schema(
    [
        pa.field("covered_entity", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("role_group", pa.string(), nullable=False),
        pa.field("people", pa.int64(), nullable=False),
        *[pa.field(code, pa.int8(), nullable=False) for code in ELEMENT_COLUMNS],
    ]
)


def counts_table(counts: Sequence[Count]) -> pa.Table:
    """Return the counts as a table, in the given order."""
    return pa.Table.from_pylist(count_rows(counts), schema=COUNTS)


def counts_in(table: pa.Table) -> list[Count]:
    """Return the counts of a table of schema ``COUNTS``."""
    return [
        Count(
            row["covered_entity"],
            row["state"],
            row["role_group"],
            frozenset(code for code in ELEMENT_COLUMNS if row[code]),
            row["people"],
        )
        for row in table.to_pylist()
    ]
