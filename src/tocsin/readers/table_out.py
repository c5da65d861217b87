"""Rows of one table to the sink: in pieces, each with the header and the first rows, numbered from the header on.

Invariant: the header is row 1 and is given once, with the first piece; a table without rows gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from tocsin.config import ReadLimits
from tocsin.model.bodies import CELL_END, ROW_END
from tocsin.readers.interface import Sink

_HEAD_ROWS = 8
_PIECE_CELLS = 400_000


class TableOut:
    """Gathers the rows of one table; ``header`` may be empty where no columns are known.

    As long as all rows come joined (:meth:`lines`), so they go out.
    """

    def __init__(self, sink: Sink, place: str, header: Sequence[str], limits: ReadLimits) -> None:
        self._sink, self._place, self._limits = sink, place, limits
        self._header = header
        self._first: list[Sequence[str]] = []
        self._rows: list[Sequence[str]] = []
        self._lines: list[str] = []
        self._cells = 0
        self._given = 0

    def row(self, cells: Sequence[str]) -> None:
        """Take one row."""
        if self._lines:
            self._part_lines()
        self._rows.append(cells)
        self._cells += len(cells)
        if len(self._rows) >= self._limits.grid_rows or self._cells > _PIECE_CELLS:
            self.end()

    def lines(self, lines: Sequence[str]) -> None:
        """Take rows whose cells are joined, as :meth:`Sink.lines` does."""
        size = self._limits.grid_rows
        most = _PIECE_CELLS // size
        is_narrow = max(map(len, lines), default=0) < most or all(line.count(CELL_END) < most for line in lines)
        if self._rows or not is_narrow:
            for cells in map(_cells, lines):
                self.row(cells)
            return
        start = 0
        while start < len(lines):
            end = start + size - len(self._lines)
            self._lines += lines[start:end]
            start = end
            if len(self._lines) >= size:
                self.end()

    def end(self) -> None:
        """Give out what is left."""
        if not self._rows and not self._lines:
            return
        self._first = self._first or [*self._rows[:_HEAD_ROWS], *map(_cells, self._lines[:_HEAD_ROWS])]
        head = [self._header] if self._header else []
        first, above = (self._given + 1, []) if self._given else (1, head)
        top = [*head, *self._first]
        if self._lines and any(map(_has_separators, chain.from_iterable(top))):
            self._part_lines()
        if self._lines:
            lines = [*map(CELL_END.join, above), *self._lines]
            self._sink.lines(lines, self._place, first, list(map(CELL_END.join, top)))
        else:
            self._sink.grid([*above, *self._rows], self._place, first, top)
        self._given += len(self._rows) + len(self._lines) + len(above)
        self._rows, self._lines, self._cells = [], [], 0

    def _part_lines(self) -> None:
        """Take what came joined as rows of cells."""
        self._rows = list(map(_cells, self._lines))
        self._cells = sum(map(len, self._rows))
        self._lines = []


def _cells(line: str) -> list[str]:
    return line.split(CELL_END)


def _has_separators(cell: str) -> bool:
    return CELL_END in cell or ROW_END in cell
