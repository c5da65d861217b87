"""Sheets of OpenDocument: rows as they stream by, repeated cells and rows bounded, comments beside them.

A repeat count is a claim: blank repeats cost nothing, filled ones are written out up to a bound and noted beyond it.

Source: OASIS OpenDocument 1.3 part 3, 9.1 (tables), 19.675 and 19.677 (repeats), 19.385 (value types).
"""

from __future__ import annotations

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink
from tocsin.readers.odf_text import plain_text
from tocsin.readers.package import Element, Package, attribute, local
from tocsin.readers.sheet_out import SheetOut

_MOST_ROWS = 1_000
"""Copies of one filled row that are written out."""
_MOST_CELLS = 24_000_000
_MOST_REPEAT = 1 << 24
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def give_sheets(package: Package, part: str, sink: Sink, limits: ReadLimits) -> None:
    """Give every sheet, hidden ones too."""
    sheets = _Sheets(sink, limits)
    for element in package.elements(part, "table-row", "table", "shapes"):
        kind = local(element)
        if kind == "table-row":
            sheets.row(element)
        elif kind == "table":
            sheets.end()
        elif kind == "shapes":
            sheets.text(element)
    sheets.end()


class _Sheets:
    """Takes rows as they end; the sheet they belong to is known from the elements around them."""

    def __init__(self, sink: Sink, limits: ReadLimits) -> None:
        self._sink, self._limits = sink, limits
        self._out: SheetOut | None = None
        self._name = ""
        self._number = 1
        self._cells = 0
        self._comments: list[str] = []

    def row(self, row: Element) -> None:
        """Take a row."""
        table = next((one for one in row.iterancestors("{*}table")), None)
        if table is None or any(local(one) in _CELLS for one in row.iterancestors()):
            return
        if self._out is None:
            self._name = attribute(table, "name")
            self._out = SheetOut(self._sink, self._name, self._limits)
        cells = self._filled(row)
        repeat = _number(attribute(row, "number-rows-repeated"))
        if cells:
            if repeat > _MOST_ROWS:
                self._sink.partly(ItemCode.TRUNCATED)
            for copy in range(min(repeat, _MOST_ROWS)):
                self._out.row(self._number + copy, cells)
                self._cells += len(cells)
            if self._cells > _MOST_CELLS:
                raise CannotRead(ItemCode.TOO_LARGE)
        self._number += repeat

    def text(self, shapes: Element) -> None:
        """Take the text of drawings on a sheet."""
        self._comments.append(plain_text(shapes))

    def end(self) -> None:
        """End the sheet."""
        if self._out is not None:
            self._out.end()
        self._sink.text("\n".join(line for line in self._comments if line.strip()), f"{self._name} comments".strip())
        self._out, self._number, self._comments = None, 1, []

    def _filled(self, row: Element) -> list[tuple[int, str]]:
        cells: list[tuple[int, str]] = []
        column = 0
        for cell in row:
            if local(cell) not in _CELLS:
                continue
            text = _text(cell)
            repeat = _number(attribute(cell, "number-columns-repeated"))
            if text:
                most = min(repeat, self._limits.grid_columns)
                if most < repeat:
                    self._sink.partly(ItemCode.TRUNCATED)
                cells += [(column + copy, text) for copy in range(most)]
            self._comments += [line for one in cell.iter("{*}annotation") if (line := _comment(one))]
            column += repeat
        return cells


def _text(cell: Element) -> str:
    """Return what a cell shows; a date as its plain date, since what is shown may leave out the century."""
    if attribute(cell, "value-type") == "date":
        value = attribute(cell, "date-value").replace("T", " ").removesuffix(" 00:00:00")
        if value:
            return value
    shown = "\n".join("".join(_said(one)) for one in cell if local(one) == "p").strip()
    if shown and set(shown) != {"#"}:
        return shown
    return attribute(cell, "value") or attribute(cell, "string-value") or attribute(cell, "time-value") or shown


def _said(element: Element) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "s":
            parts.append(" ")
        elif kind in {"tab", "line-break"}:
            parts.append("\n")
        elif kind and kind != "annotation":
            parts += _said(child)
        parts.append(child.tail or "")
    return parts


def _comment(annotation: Element) -> str:
    author = "".join(one.text or "" for one in annotation.iter("{*}creator")).strip()
    said = plain_text(annotation)
    return f"{author}: {said}" if author and said else said


def _number(text: str) -> int:
    return max(1, min(int(text), _MOST_REPEAT)) if text.isdigit() and len(text) < 12 else 1
