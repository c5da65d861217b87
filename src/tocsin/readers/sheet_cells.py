"""Cells of an Office Open XML sheet, row by row, as text; independent of what the sheet says of its own size.

Invariant: memory is bounded by one row; a lone cell at the far corner costs one row, not a grid.
Source: ECMA-376 part 1, 18.3.1 (worksheets), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tocsin.model.item_ends import ItemCode
from tocsin.readers.cell_formats import (
    date_text,
    digit_pattern,
    is_date_format,
    is_elapsed_format,
    number_text,
    pattern_text,
)
from tocsin.readers.interface import CannotRead
from tocsin.readers.package import Element, Package, local

_STRINGS_BYTES = 512 << 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN = {0: "General", 49: "@"}


@dataclass(slots=True)
class Book:
    """What cells refer to: shared strings, and the number format of each style."""

    strings: list[str] = field(default_factory=list)
    formats: list[tuple[int, str]] = field(default_factory=list)
    """(number, code) of each cell style."""
    is_1904: bool = False

    def number(self, raw: str, style: int) -> str:
        """Return a number's text under a style."""
        try:
            value = float(raw)
        except ValueError:
            return raw
        number, code = self.formats[style] if 0 <= style < len(self.formats) else (0, "")
        if number == 0 or number == 49:
            return number_text(value)
        if is_date_format(number, code):
            return date_text(value, self.is_1904, is_elapsed_format(code) or number == 46)
        sections = digit_pattern(code) if code else ()
        return pattern_text(value, sections) if sections else number_text(value)


def read_book(package: Package, part: str) -> Book:
    """Return the strings and styles of a workbook."""
    book = Book()
    root = package.tree(part)
    if root is not None:
        settings = next(root.iter("{*}workbookPr"), None)
        book.is_1904 = settings is not None and settings.get("date1904", "") in {"1", "true", "on"}
    for name in package.related(part, "sharedStrings") or package.names("xl/sharedstrings."):
        book.strings.extend(_strings(package, name))
    for name in package.related(part, "styles") or package.names("xl/styles."):
        book.formats.extend(_formats(package.tree(name)))
    return book


def _strings(package: Package, name: str) -> Iterator[str]:
    left = _STRINGS_BYTES
    for element in package.elements(name, "si", parent="sst"):
        text = rich_text(element)
        left -= 64 + len(text)
        if left < 0:
            raise CannotRead(ItemCode.TOO_LARGE)
        yield text


def _formats(root: Element | None) -> list[tuple[int, str]]:
    if root is None:
        return []
    codes = {_whole(one.get("numFmtId")): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    styles = next(root.iter("{*}cellXfs"), None)
    numbers = [_whole(one.get("numFmtId")) for one in ([] if styles is None else styles)]
    return [(number, codes.get(number, _BUILT_IN.get(number, ""))) for number in numbers]


def rich_text(element: Element) -> str:
    """Return the text of a string item: all its runs, without the phonetic guide."""
    texts = []
    for node in element.iter("{*}t"):
        above = node.getparent()
        if above is None or local(above) != "rPh":
            texts.append(node.text or "")
    text = "".join(texts)
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text


def sheet_rows(rows: Iterable[Element], book: Book) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """Yield (row number from 1, cells with something in them as (column from 0, text)) in the order of the file."""
    number = 0
    for row in rows:
        number = _whole(row.get("r")) or number + 1
        cells: list[tuple[int, str]] = []
        column = -1
        for cell in row:
            if local(cell) != "c":
                continue
            place = cell.get("r")
            column = column_of(place) if place else column + 1
            text = _cell(cell, book)
            if text:
                cells.append((column, text))
        if cells:
            yield number, cells


def _cell(cell: Element, book: Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return rich_text(cell)
    raw = ""
    for part in cell:
        if local(part) == "v":
            raw = part.text or ""
            break
    else:
        return rich_text(cell) if len(cell) else ""
    if kind == "s":
        index = _whole(raw.strip(), -1)
        return book.strings[index] if 0 <= index < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if raw.strip() in {"1", "true"} else "FALSE"
    if kind == "n":
        return book.number(raw.strip(), _whole(cell.get("s"))) if raw.strip() else ""
    if kind == "d":
        return raw.removesuffix("T00:00:00").removesuffix("Z").replace("T", " ")
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), raw)


def column_of(place: str) -> int:
    """Return the column, from 0, of a cell name.

    Example:
        >>> column_of("A1"), column_of("AB12"), column_of("$C$3")
        (0, 27, 2)
    """
    number = 0
    for letter in place.replace("$", "")[:5].upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return max(0, number - 1)


def _whole(value: str | None, otherwise: int = 0) -> int:
    try:
        return int(value) if value else otherwise
    except ValueError:
        return otherwise
