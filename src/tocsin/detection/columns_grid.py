"""What is known of one grid: its tables, what their columns hold, and which rows are no data.

Invariant: every row of ``body.rows`` is a data row of exactly one block or of none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tocsin.detection.columns_pairs import Cells
from tocsin.detection.columns_types import UNTYPED, ColumnType
from tocsin.model.elements import Role
from tocsin.model.segments import GridBody


@dataclass(frozen=True, slots=True)
class Block:
    """One table inside the grid: rows ``first`` to ``end`` (exclusive) of ``body.rows`` under one header."""

    first: int
    end: int
    columns: tuple[ColumnType, ...]
    role: Role
    is_transposed: bool = False
    """Labels stand in the first column; ``columns`` then types the rows: ``index`` is a row of ``body.rows``."""
    cells: Cells | None = None
    """The values of a form set as a table, by row and column; what is not among them is label or free text."""
    label_column: int = 0
    """Where the labels of a transposed table stand."""


@dataclass(frozen=True, slots=True)
class GridType:
    """The types of one grid's columns, by block; most grids have one block."""

    blocks: tuple[Block, ...]
    skipped: frozenset[int]
    """Rows of ``body.rows`` that hold titles, headers, totals or nothing."""
    bands: frozenset[int] = frozenset()
    """Rows of ``body.rows`` that say whose the rows below them are."""
    is_banded: bool = False
    heads: frozenset[int] = frozenset()
    """Rows of ``body.rows`` that say what those below them have in common: a professional, an act, a payer."""
    band_columns: tuple[ColumnType, ...] = ()
    """What the cells of ``bands`` hold, where these are rows of people over rows of their visits."""
    titles: frozenset[int] = frozenset()
    """Rows over the header that name somebody with facts of theirs (``Responsible party | Ann Lee | ...``)."""

    @property
    def columns(self) -> tuple[ColumnType, ...]:
        """Return the columns of the first block that is not transposed."""
        return next((b.columns for b in self.blocks if not b.is_transposed), ())

    @property
    def role(self) -> Role:
        """Return whom the rows of the first block speak of."""
        return self.blocks[0].role if self.blocks else Role.UNKNOWN

    def data_rows(self, body: GridBody) -> list[int]:
        """Return the indices of the rows of ``body.rows`` that hold data."""
        return [row for row in range(len(body.rows)) if row not in self.skipped]

    def type_at(self, row: int, column: int) -> ColumnType:
        """Return the type of one cell, untyped where nothing is known."""
        for block in self.blocks:
            if block.first <= row < block.end:
                if block.cells is not None:
                    return block.cells[row, column][0] if (row, column) in block.cells else UNTYPED
                wanted = row if block.is_transposed else column
                if block.is_transposed and column == block.label_column:
                    return LABEL_CELL
                return next((c for c in block.columns if c.index == wanted), UNTYPED)
        return UNTYPED

    def record_at(self, row: int, column: int) -> int:
        """Return the number of the record a cell belongs to: its row, or its column where the table is transposed."""
        block = next((b for b in self.blocks if b.first <= row < b.end), None)
        return column if block is not None and block.is_transposed else row


LABEL_CELL = replace(UNTYPED, is_free_text=False, is_label=True)
