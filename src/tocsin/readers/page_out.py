"""Regions of pages to the sink: text and tables in reading order; a table that goes on over a page keeps its head."""

from __future__ import annotations

from tocsin.model.bodies import TextLayout
from tocsin.readers.interface import Sink
from tocsin.readers.pdf_lines import Line, Rules, joined, lines_text
from tocsin.readers.pdf_reports import is_unparted
from tocsin.readers.pdf_tables import Table, parts_of

_NEAR = 12.0


class PageOut:
    """Gives regions of pages to the sink; a table that goes on over a page keeps its head."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._page = 0
        self._number = 0
        self._open: Table | None = None
        self._open_head: list[list[str]] = []
        self._open_rows = 0

    def begin_page(self, page: int) -> None:
        """Begin a page; pages count from 1."""
        self._page, self._number = page, 0

    def give(self, regions: list[list[Line]], rules: Rules) -> None:
        """Give text and tables in reading order."""
        parts = [part for region in regions for part in parts_of(region, rules)]
        if not rules.upright and any(isinstance(part, Table) and is_unparted(part.rows) for part in parts):
            self._open = None
            self.text([line for region in regions for line in region])
            return
        pending: list[Line] = []
        for part in parts:
            if isinstance(part, Table):
                self.text(pending)
                pending = []
                self._table(part)
            else:
                self._close_if_prose(part)
                if pending:
                    self.text(pending)
                pending = list(part)
        self.text(pending)

    def text(self, lines: list[Line]) -> None:
        """Give lines as text of the page."""
        if lines:
            self._sink.text(lines_text(lines), f"page {self._page}", TextLayout.FIXED)

    def typed(self, text: str) -> None:
        """Give the lines of a page of typewriter's letters, their columns counted in characters."""
        self._open = None
        self._sink.text(text, f"page {self._page}", TextLayout.FIXED)

    def _close_if_prose(self, lines: list[Line]) -> None:
        """End the open table at a block of text; a page's footer and header do not end it."""
        if len(lines) > 6 or sum(len(joined(line.words)) for line in lines) > 400:
            self._open = None

    def _table(self, table: Table) -> None:
        self._number += 1
        before = self._open
        if before is not None and self._number == 1 and _goes_on(before, table):
            first_row, head = self._open_rows + 1, self._open_head
        else:
            first_row, head = 1, table.rows
            self._open_head = table.rows[:60]
            self._open_rows = 0
        self._sink.grid(table.rows, f"page {self._page}, table {self._number}", first_row, head)
        self._open = table
        self._open_rows += len(table.rows)


def _goes_on(before: Table, table: Table) -> bool:
    """Tell whether a table has the columns of the one on the page before and no header of its own."""
    if len(before.cuts) != len(table.cuts) or table.rows[0] == before.rows[0]:
        return False
    if abs(before.x0 - table.x0) > 2 * _NEAR:
        return False
    return all(abs(one - other) < 2 * _NEAR for one, other in zip(before.cuts, table.cuts, strict=True))
