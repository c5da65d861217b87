"""Binary workbooks (xls, xlsb) through calamine, held in memory.

Number formats are not told by calamine, so padded digits come out unpadded here.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator

import olefile
import python_calamine

from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers.cell_formats import number_text
from tocsin.readers.interface import CannotRead, Sink, Source
from tocsin.readers.sheet_out import SheetOut
from tocsin.readers.unlocking import opened

_MOST_BYTES = 256 << 20
_MOST_CELLS = 24_000_000


def read_legacy(source: Source, sink: Sink, limits: ReadLimits) -> None:
    """Give all sheets of a binary workbook."""
    if source.size_bytes > _MOST_BYTES:
        raise CannotRead(ItemCode.TOO_LARGE)
    book = _open(source)
    try:
        _give_sheets(book, sink, limits)
    finally:
        book.close()


def _give_sheets(book: python_calamine.CalamineWorkbook, sink: Sink, limits: ReadLimits) -> None:
    for number, name in enumerate(book.sheet_names):
        try:
            sheet = book.get_sheet_by_index(number)
        except python_calamine.CalamineError:
            sink.partly(ItemCode.PARTLY_CORRUPT)
            continue
        if sheet.height * sheet.width > _MOST_CELLS:
            raise CannotRead(ItemCode.TOO_LARGE)
        out = SheetOut(sink, name, limits)
        for row, cells in _rows(sheet):
            out.row(row, cells)
        out.end()


def _open(source: Source) -> python_calamine.CalamineWorkbook:
    data = source.stream.read()
    if _is_locked(data):
        data = opened(source)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as locked:
        raise CannotRead(ItemCode.ENCRYPTED) from locked
    except python_calamine.CalamineError as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken


def _is_locked(data: bytes) -> bool:
    """Return whether a BIFF stream has a FILEPASS record among its first records."""
    if not data.startswith(olefile.MAGIC):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next((n for n in ("Workbook", "Book") if ole.exists(n)), "")
            head = ole.openstream(name).read(4096) if name else b""
    except (OSError, ValueError):
        return False
    at = 0
    while at + 4 <= len(head):
        if head[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(head[at + 2 : at + 4], "little")
    return False


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    first = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [(first + index, text) for index, value in enumerate(row) if (text := _text(value))]
        if cells:
            yield number, cells


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00").removesuffix(" 00:00")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S").removesuffix(":00")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)
