"""Rows of any spreadsheet to the sink: in chunks with one head, blank stretches left out, far cells as fields.

Invariant: every cell given in goes out once, under its own row number and column.
"""

from __future__ import annotations

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field, column_letters
from tocsin.readers.interface import Sink

_GAP_ROWS = 200
"""Blank rows up to this many are kept inside a chunk; a longer gap starts another one."""
_CHUNK_CELLS = 400_000


class SheetOut:
    """Gathers the rows of one sheet."""

    def __init__(self, sink: Sink, place: str, limits: ReadLimits) -> None:
        self._sink, self._place, self._limits = sink, place, limits
        self._rows: list[list[str]] = []
        self._head: list[list[str]] = []
        self._first = 1
        self._cells = 0
        self._far: list[Field] = []

    def row(self, number: int, cells: list[tuple[int, str]]) -> None:
        """Take one row's filled cells; rows come in any order, mostly rising."""
        due = self._first + len(self._rows)
        if self._rows and not due <= number <= due + _GAP_ROWS:
            self._flush()
        if not self._rows:
            self._first = due = number
        while due < number:
            self._rows.append([])
            due += 1
        self._rows.append(self._dense(number, cells))
        self._cells += len(self._rows[-1])
        if len(self._rows) >= self._limits.grid_rows or self._cells > _CHUNK_CELLS:
            self._flush()

    def end(self) -> None:
        """Give out what is left."""
        self._flush()
        if self._far:
            self._sink.fields(self._far, self._place)
            self._far = []

    def _dense(self, number: int, cells: list[tuple[int, str]]) -> list[str]:
        near = [(column, text) for column, text in cells if column < self._limits.grid_columns]
        if len(near) < len(cells):
            self._keep_far(number, cells)
        dense = [""] * (max((column for column, _ in near), default=-1) + 1)
        for column, text in near:
            dense[column] = text
        return dense

    def _keep_far(self, number: int, cells: list[tuple[int, str]]) -> None:
        far = [(column, text) for column, text in cells if column >= self._limits.grid_columns]
        self._far += [Field(f"{self._place}!{column_letters(c)}{number}", text, "", number) for c, text in far]
        if len(self._far) >= self._limits.fields:
            self._sink.fields(self._far, self._place)
            self._far = []

    def _flush(self) -> None:
        if not self._rows:
            return
        if len(self._head) < self._limits.grid_head_rows and not self._head:
            self._head = self._rows[: self._limits.grid_head_rows]
        self._sink.grid(self._rows, self._place, self._first, self._head, is_sheet=True)
        self._rows, self._cells = [], 0
