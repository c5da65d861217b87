"""Spreadsheets: Office Open XML by our own streaming reader, the older binary kinds by their records.

Hidden sheets, rows and columns are read like all others; so are cell comments, text boxes, headers, cached values of
links to other files, and the rows that a pivot table keeps of a source that may be gone.

Source: ECMA-376 part 1, 18 (SpreadsheetML).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.package import Element, Package, attribute, local
from tocsin.readers.package_extras import drawing_text, give_custom_data, give_properties, linked_address
from tocsin.readers.sheet_cells import Book, column_of, read_book, rich_text, sheet_rows
from tocsin.readers.sheet_legacy import read_legacy
from tocsin.readers.sheet_out import SheetOut
from tocsin.readers.sheet_pivot import give_pivots

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LEGACY = frozenset({"application/vnd.ms-excel", "application/vnd.ms-excel.sheet.binary.macroenabled.12"})
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f]{6}|[A-Z&])')
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_ROW_DIGITS, _MOST_ROWS = 9, 1_048_576
_SHEET_KINDS = frozenset({"worksheet", "macrosheet", "dialogsheet", "xlmacrosheet", "chartsheet"})


class Workbook:
    """The reader of spreadsheets."""

    name = "xlsx"
    media_types = frozenset({_XLSX, *_LEGACY})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a workbook is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read all sheets and what hangs on them."""
        if source.media_type in _LEGACY:
            read_legacy(source, sink, limits)
            return
        package = Package(source, sink, limits)
        part = package.main_part("xl/workbook.xml")
        if part.endswith(".bin"):
            source.stream.seek(0)
            read_legacy(source, sink, limits)
            return
        book = read_book(package, part)
        sheets = _sheets(package, part)
        if not sheets:
            raise CannotRead(ItemCode.CORRUPT)
        for name, sheet in sheets:
            _give_sheet(package, book, name, sheet, sink, limits)
            _give_around(package, name, sheet, sink)
        give_pivots(package, sink, limits)
        _give_links(package, sink, limits)
        give_custom_data(package, sink)
        give_properties(package, sink)
        package.give_children("xl/media/", "xl/embeddings/")


READER = Workbook()


def _sheets(package: Package, part: str) -> list[tuple[str, str]]:
    """Return (name, part) of every sheet: those the workbook lists, then parts that no list names."""
    relations = package.relations(part)
    root = package.tree(part)
    found: list[tuple[str, str]] = []
    for one in () if root is None else root.iter("{*}sheet"):
        relation = relations.get(attribute(one, "id"))
        if relation and package.has(relation.target) and relation.kind.lower() in _SHEET_KINDS:
            found.append((one.get("name") or posixpath.basename(relation.target), relation.target))
    known = {target for _, target in found}
    for folder in ("xl/worksheets/sheet", "xl/macrosheets/", "xl/dialogsheets/"):
        extra = [name for name in package.names(folder) if name.endswith(".xml") and name not in known]
        found += [(posixpath.basename(name).removesuffix(".xml"), name) for name in extra]
    return found


@dataclass(slots=True)
class _Beside:
    """What a sheet says beside its rows."""

    header: list[str] = field(default_factory=list)
    """Lines of the printed header and footer."""
    rows_declared: int = 0
    last_row: int = 0
    links: list[tuple[str, str, str]] = field(default_factory=list)
    """Cell, relation and tip of links."""


def _give_sheet(package: Package, book: Book, name: str, part: str, sink: Sink, limits: ReadLimits) -> None:
    out = SheetOut(sink, name, limits)
    beside = _Beside()
    shown: set[str] = set()
    for number, cells in sheet_rows(_rows(package, part, beside), book):
        out.row(number, cells)
        shown.update(text.strip().lower() for _, text in cells if "@" in text)
    out.end()
    _give_linked(package, name, part, beside.links, shown, sink)
    sink.text("\n".join(line for line in dict.fromkeys(beside.header) if line), f"{name} header")
    if beside.last_row < beside.rows_declared:
        sink.partly(ItemCode.COUNT_DIFFERS)


def _give_linked(
    package: Package, name: str, part: str, links: list[tuple[str, str, str]], shown: set[str], sink: Sink
) -> None:
    """Give addresses behind cells that show another text, and tips."""
    relations = package.relations(part) if links else {}
    lines = []
    for cell, link, tip in links:
        address = linked_address(relations[link]) if link in relations else ""
        lines += [f"{cell}: {text}" for text in (address, tip.strip()) if text and text.lower() not in shown]
    sink.text("\n".join(dict.fromkeys(lines)), f"{name} links")


def _rows(package: Package, part: str, beside: _Beside) -> Iterator[Element]:
    """Yield the rows of a sheet."""
    for element in package.elements(part, "row", "dimension", "hyperlink", *_HEADERS):
        kind = local(element)
        if kind == "row":
            beside.last_row = max(beside.last_row + 1, _number(element.get("r", "")))
            yield element
        elif kind == "hyperlink":
            beside.links.append((element.get("ref", ""), attribute(element, "id"), element.get("tooltip", "")))
        elif kind == "dimension":
            beside.rows_declared = _last_row(element.get("ref", ""))
        else:
            beside.header.append(_HEADER_CODE.sub(" ", element.text or "").strip())


def _last_row(ref: str) -> int:
    """Return the last row of a range; 0 for one cell or all there can be: so say writers that do not know yet.

    Example:
        >>> _last_row("A1:H5001"), _last_row("A1"), _last_row("A1:XFD1048576")
        (5001, 0, 0)
    """
    _, is_range, last = ref.partition(":")
    row = _number(last.lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if is_range else 0
    return row if row < _MOST_ROWS else 0


def _number(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _ROW_DIGITS else 0


def _give_around(package: Package, name: str, part: str, sink: Sink) -> None:
    """Give comments, text boxes and charts of a sheet."""
    for kind in ("comments", "threadedComment"):
        for comments in package.related(part, kind):
            lines = [_comment(one) for one in package.elements(comments, "comment", "threadedComment")]
            sink.text("\n".join(line for line in lines if line), f"{name} comments")
    for drawing in package.related(part, "drawing"):
        sink.text(drawing_text(package, drawing), f"{name} drawing")
        for kind in ("chart", "diagramData"):
            for inner in package.related(drawing, kind):
                sink.text(drawing_text(package, inner), f"{name} {'chart' if kind == 'chart' else 'diagram'}")


def _comment(element: Element) -> str:
    text = rich_text(element) or "".join(element.itertext("{*}text"))
    return f"{element.get('ref', '')}: {text.strip()}" if text.strip() else ""


def _give_links(package: Package, sink: Sink, limits: ReadLimits) -> None:
    """Give the values a workbook keeps of other workbooks it refers to."""
    parts = [n for n in package.names("xl/externallinks/") if n.endswith(".xml")]
    for number, part in enumerate(parts, 1):
        out = SheetOut(sink, f"link {number}", limits)
        for row in package.elements(part, "row"):
            cells = [(column_of(cell.get("r", "")), _linked(cell)) for cell in row]
            out.row(int(row.get("r") or 1), [(c, text) for c, text in cells if text])
        out.end()


def _linked(cell: Element) -> str:
    return "".join(value.text or "" for value in cell.iter("{*}v")).strip()
