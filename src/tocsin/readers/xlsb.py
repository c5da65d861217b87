"""Binary workbooks in a package (xlsb): cells as they were shown, comments, headers, drawings, embedded files.

Source: MS-XLSB 2.1.4 (records), 2.4 (BrtRowHdr to BrtFmlaError, BrtSSTItem, BrtBundleSh, BrtFmt, BrtXF), 2.5.122
(RichStr).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import IO

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.biff_records import rk_number
from tocsin.readers.interface import CannotRead, Sink
from tocsin.readers.package import Package
from tocsin.readers.package_extras import drawing_text, give_charts, give_custom_data, give_properties
from tocsin.readers.sheet_cells import Book
from tocsin.readers.sheet_out import SheetOut

_ROW, _SHEET, _STRING, _FORMAT, _STYLE, _STYLES, _COMMENT, _HEADERS = 0, 156, 19, 44, 47, 617, 637, 479
_SETTINGS, _STYLES_END = 153, 618
_RK, _BOOL, _REAL, _TEXT, _SHARED = 2, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_BOOL = 8, 9, 10
_MOST_RECORD = 16 << 20
_MOST_STRINGS = 8_000_000
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f]{6}|[A-Z&])')
_BROKEN = (struct.error, IndexError, ValueError)


def read_xlsb(package: Package, part: str, sink: Sink, limits: ReadLimits) -> None:
    """Give all sheets of the workbook whose main part is ``part``, and what hangs on them."""
    book, names = _book(package, part)
    sheets = _sheets(package, part, names)
    if not sheets:
        raise CannotRead(ItemCode.CORRUPT)
    for name, sheet in sheets:
        _give_sheet(package, book, name, sheet, sink, limits)
        for comments in package.related(sheet, "comments"):
            texts = [_rich(data, 0) for kind, data in _records(package, comments) if kind == _COMMENT]
            sink.text("\n".join(text for text in texts if text.strip()), f"{name} comments")
        for drawing in package.related(sheet, "drawing"):
            sink.text(drawing_text(package, drawing), f"{name} drawing")
    give_charts(package, sink, "xl/charts/", "xl/diagrams/data")
    give_custom_data(package, sink)
    give_properties(package, sink)
    package.give_children("xl/media/", "xl/embeddings/")


def _records(package: Package, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of the records of a part; a record cut off ends them."""
    with package.stream(part) as stream:
        while (kind := _varied(stream, 2)) is not None:
            size = _varied(stream, 4)
            if size is None or size > _MOST_RECORD:
                package.sink.partly(ItemCode.PARTLY_CORRUPT)
                return
            data = _exactly(stream, size)
            if len(data) < size:
                package.sink.partly(ItemCode.PARTLY_CORRUPT)
                return
            yield kind, data


def _varied(stream: IO[bytes], most: int) -> int | None:
    """Return a number of seven bits a byte. Record numbers keep the bit that says that another byte follows."""
    value = 0
    for index in range(most):
        byte = stream.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << 7 * index
        if not byte[0] & 0x80:
            break
    return value


def _exactly(stream: IO[bytes], size: int) -> bytes:
    out = b""
    while len(out) < size and (piece := stream.read(size - len(out))):
        out += piece
    return out


def _book(package: Package, part: str) -> tuple[Book, list[tuple[str, str]]]:
    """Return what cells refer to, and (relation, name) of the sheets."""
    book, names = Book(), []
    for kind, data in _records(package, part):
        if kind == _SETTINGS and data:
            book.is_1904 = bool(data[0] & 1)
        elif kind == _SHEET:
            relation, at = _wide(data, 8)
            names.append((relation, _wide(data, at)[0]))
    for name in package.related(part, "sharedStrings"):
        for kind, data in _records(package, name):
            if kind == _STRING and len(book.strings) < _MOST_STRINGS:
                book.strings.append(_rich(data, 0))
    for name in package.related(part, "styles"):
        book.formats += _formats(package, name)
    return book, names


def _formats(package: Package, part: str) -> list[tuple[int, str]]:
    codes: dict[int, str] = {}
    styles: list[int] = []
    is_cells = False
    for kind, data in _records(package, part):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
        elif kind in {_STYLES, _STYLES_END}:
            is_cells = kind == _STYLES
        elif kind == _STYLE and is_cells:
            styles.append(struct.unpack_from("<H", data, 2)[0])
    return [(number, codes.get(number, "")) for number in styles]


def _sheets(package: Package, part: str, names: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (name, part) of every sheet: those that the workbook lists, then parts that no list names."""
    relations = package.relations(part)
    found = [
        (name, relations[one].target) for one, name in names if one in relations and package.has(relations[one].target)
    ]
    known = {target for _, target in found}
    loose = [one for one in package.names("xl/worksheets/sheet") if one.endswith(".bin") and one not in known]
    return [*found, *((one.rsplit("/", 1)[-1], one) for one in loose)]


def _give_sheet(package: Package, book: Book, name: str, part: str, sink: Sink, limits: ReadLimits) -> None:
    out = SheetOut(sink, name, limits)
    row, cells, header = 0, list[tuple[int, str]](), list[str]()
    for kind, data in _records(package, part):
        try:
            if kind == _ROW:
                if cells:
                    out.row(row + 1, cells)
                row, cells = struct.unpack_from("<I", data)[0], []
            elif _RK <= kind <= _FORMULA_BOOL:
                text = _cell(kind, data, book)
                if text:
                    cells.append((struct.unpack_from("<I", data)[0], text))
            elif kind == _HEADERS:
                header = _header(data)
        except _BROKEN:
            sink.partly(ItemCode.PARTLY_CORRUPT)
    if cells:
        out.row(row + 1, cells)
    out.end()
    sink.text("\n".join(line for line in dict.fromkeys(header) if line), f"{name} header")


def _cell(kind: int, data: bytes, book: Book) -> str:
    style = struct.unpack_from("<I", data, 4)[0] & 0xFFFFFF
    if kind == _RK:
        return book.number(repr(rk_number(struct.unpack_from("<I", data, 8)[0])), style)
    if kind in {_REAL, _FORMULA_REAL}:
        return book.number(repr(struct.unpack_from("<d", data, 8)[0]), style)
    if kind == _SHARED:
        (index,) = struct.unpack_from("<I", data, 8)
        return book.strings[index] if index < len(book.strings) else ""
    if kind in {_TEXT, _FORMULA_TEXT}:
        return _wide(data, 8)[0]
    return ("TRUE" if data[8] else "FALSE") if kind in {_BOOL, _FORMULA_BOOL} else ""


def _header(data: bytes) -> list[str]:
    lines, at = [], 2
    while at + 4 <= len(data):
        text, at = _wide(data, at)
        lines.append(_HEADER_CODE.sub(" ", text).strip())
    return lines


def _wide(data: bytes, at: int) -> tuple[str, int]:
    """Return a string and where it ends; one without text has a length of minus one."""
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    if count == 0xFFFFFFFF:
        return "", at
    end = at + 2 * count
    if end > len(data):
        raise ValueError("string")
    return data[at:end].decode("utf-16-le", "replace"), end


def _rich(data: bytes, at: int) -> str:
    try:
        return _wide(data, at + 1)[0]
    except _BROKEN:
        return ""
