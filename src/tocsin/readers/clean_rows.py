"""Rows of tables made clean: cells without control characters, bounded in number and length, joined into lines.

Most rows need no cleaning, which is seen of all at once.

Invariant: what is given out holds ``CELL_END`` between cells only, and ``ROW_END`` nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.config import ReadLimits
from tocsin.model.bodies import CELL_END, ROW_END
from tocsin.model.item_ends import ItemCode
from tocsin.untrusted import clean_text, controls_in

_CELL_END = CELL_END.encode()


class CleanRows:
    """Cleans the rows of one item; what is cut off is noted in ``codes``."""

    def __init__(self, limits: ReadLimits, codes: set[ItemCode]) -> None:
        self._limits, self._codes = limits, codes

    def of_cells(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Return rows of cells with clean cells, joined."""
        joined = list(map(CELL_END.join, rows))
        widths = list(map(len, rows))
        separators = sum(widths) - len(rows) + widths.count(0) + max(0, len(rows) - 1)
        is_small = max(map(len, joined), default=0) <= self._limits.cell_chars
        is_narrow = max(widths, default=0) <= self._limits.grid_columns
        whole = ROW_END.join(joined)
        if is_small and is_narrow and whole.isascii() and controls_in(whole) == separators:
            return joined
        return [CELL_END.join(self._row(row)) for row in rows]

    def of_lines(self, lines: Sequence[str]) -> list[str]:
        """Return the same of rows that are joined already, of cells that hold no separators."""
        return [self._line(line) for line in lines] if self.whole(lines) is None else list(lines)

    def whole(self, lines: Sequence[str]) -> str | None:
        """Return such rows as one text, if they are clean and short as they are; else None."""
        if not self._is_short(max(map(len, lines), default=0)):
            return None
        whole = ROW_END.join(lines)
        is_clean = whole.isascii() and controls_in(whole, _CELL_END) == max(0, len(lines) - 1)
        return whole if is_clean else None

    def _is_short(self, chars: int) -> bool:
        """Tell whether a line of that length can have neither too many cells nor too long ones."""
        return chars < min(self._limits.cell_chars, self._limits.grid_columns)

    def _line(self, line: str) -> str:
        if self._is_short(len(line)) and line.isascii() and controls_in(line) == line.count(CELL_END):
            return line
        return CELL_END.join(self._row(line.split(CELL_END)))

    def _row(self, row: Sequence[str]) -> tuple[str, ...]:
        if len(row) > self._limits.grid_columns:
            self._codes.add(ItemCode.TRUNCATED)
            row = row[: self._limits.grid_columns]
        whole = "".join(row)
        if len(whole) <= self._limits.cell_chars and whole.isascii() and whole.isprintable():
            return tuple(row)
        return tuple(self._cell(cell) for cell in row)

    def _cell(self, cell: str) -> str:
        limit = self._limits.cell_chars
        if len(cell) > limit:
            self._codes.add(ItemCode.TRUNCATED)
            cell = cell[:limit]
        return cell if cell.isascii() and cell.isprintable() else clean_text(cell)
