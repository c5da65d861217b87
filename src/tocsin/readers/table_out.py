"""Rows of one table to the sink: in pieces, each with the header and the first rows, numbered from the header on.

Invariant: the header is row 1 and is given once, with the first piece; a table without rows gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.config import ReadLimits
from tocsin.readers.interface import Sink

_HEAD_ROWS = 8
_PIECE_CELLS = 400_000


class TableOut:
    """Gathers the rows of one table; ``header`` may be empty where no columns are known."""

    def __init__(self, sink: Sink, place: str, header: Sequence[str], limits: ReadLimits) -> None:
        self._sink, self._place, self._limits = sink, place, limits
        self._header = header
        self._first: list[Sequence[str]] = []
        self._rows: list[Sequence[str]] = []
        self._cells = 0
        self._given = 0

    def row(self, cells: Sequence[str]) -> None:
        """Take one row."""
        self._rows.append(cells)
        self._cells += len(cells)
        if len(self._rows) >= self._limits.grid_rows or self._cells > _PIECE_CELLS:
            self.end()

    def end(self) -> None:
        """Give out what is left."""
        if not self._rows:
            return
        self._first = self._first or list(self._rows[:_HEAD_ROWS])
        head = [list(self._header)] if self._header else []
        if self._given:
            self._sink.grid(self._rows, self._place, self._given + 1, [*head, *self._first])
        else:
            self._sink.grid([*head, *self._rows], self._place, 1, [*head, *self._first])
            self._given = len(head)
        self._given += len(self._rows)
        self._rows, self._cells = [], 0
