"""Tables of Access databases: their columns, and rows cracked into values.

Invariant: a value that does not fit its row is empty and counted; no chain of memo pages is followed twice.
Source: as in ``jet_pages``: table definitions, column types, compressed text (FF FE), long values (LVAL).
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead
from tocsin.readers.jet_pages import TABLE_PAGE, Pages

BOOL, TEXT, BINARY, OLE, MEMO, GUID, NUMERIC = 1, 10, 9, 11, 12, 15, 16
_NUMBERS = {2: "<B", 3: "<h", 4: "<i", 6: "<f", 7: "<d", 19: "<q"}
_MONEY, _DATE, _COMPLEX = 5, 8, 18
_SIZES = {_MONEY: 8, _DATE: 8, GUID: 16, NUMERIC: 17, _COMPLEX: 4}
_EPOCH = datetime(1899, 12, 30)
_MOST_COLUMNS = 2_048
_MOST_DEFINITION_PAGES = 256
_LONGEST_VALUE = 256 << 20
_INLINE, _ONE_PAGE = 0x80000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``place`` is its offset in the row if it is fixed, else its number among the variable ones."""

    name: str
    kind: int
    number: int
    is_fixed: bool
    place: int
    size: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns in order and the rows it declares."""

    columns: tuple[Column, ...]
    rows_declared: int


def read_table(pages: Pages, number: int) -> Table:
    """Return the table whose definition begins on a page; raises CannotRead if it is none."""
    data = _definition(pages, number)
    layout = pages.layout
    try:
        count = min(struct.unpack_from("<H", data, layout.column_count)[0], _MOST_COLUMNS)
        indexes = struct.unpack_from("<I", data, layout.real_index_count)[0]
        at = layout.columns + indexes * layout.index_bytes
        entries = [data[at + n * layout.column_bytes : at + (n + 1) * layout.column_bytes] for n in range(count)]
        names = list(_names(pages, data, at + count * layout.column_bytes, count))
        columns = [_column(pages, entry, name) for entry, name in zip(entries, names, strict=False)]
        declared = struct.unpack_from("<I", data, layout.rows_declared)[0]
    except (struct.error, IndexError) as broken:
        raise CannotRead(ItemCode.PARTLY_CORRUPT) from broken
    return Table(tuple(sorted(columns, key=lambda column: column.number)), declared)


def _definition(pages: Pages, number: int) -> bytes:
    page = pages.page(number)
    if page[0] != TABLE_PAGE:
        raise CannotRead(ItemCode.PARTLY_CORRUPT)
    data, seen = page, {number}
    while (following := int.from_bytes(page[4:8], "little")) and len(seen) < _MOST_DEFINITION_PAGES:
        if following in seen or following >= pages.count:
            break
        seen.add(following)
        page = pages.page(following)
        data += page[8:]
    return data


def _names(pages: Pages, data: bytes, at: int, count: int) -> Iterator[str]:
    for _ in range(count):
        width = 2 if pages.layout.is_unicode else 1
        length = int.from_bytes(data[at : at + width], "little")
        raw = data[at + width : at + width + length]
        at += width + length
        yield raw.decode("utf-16-le", "replace") if pages.layout.is_unicode else _narrow(pages, raw)


def _column(pages: Pages, entry: bytes, name: str) -> Column:
    layout = pages.layout
    (number,) = struct.unpack_from("<H", entry, layout.column_number)
    (variable,) = struct.unpack_from("<H", entry, layout.column_variable)
    (fixed,) = struct.unpack_from("<H", entry, layout.column_fixed)
    (size,) = struct.unpack_from("<H", entry, layout.column_size)
    is_fixed = bool(entry[layout.column_flags] & 1)
    return Column(name, entry[0], number, is_fixed, fixed if is_fixed else variable, size)


def crack(pages: Pages, table: Table, row: bytes) -> list[object]:
    """Return the values of a row in the order of the table's columns; what does not fit is None."""
    width = 2 if pages.layout.is_unicode else 1
    count = int.from_bytes(row[:width], "little")
    mask_bytes = (count + 7) // 8
    if count == 0 or len(row) < width + mask_bytes:
        return [None] * len(table.columns)
    mask = row[len(row) - mask_bytes :]
    offsets = _offsets4(row, mask_bytes) if width == 2 else _offsets3(row, mask_bytes)
    values: list[object] = []
    for column in table.columns:
        is_set = column.number < count and bool(mask[column.number // 8] >> (column.number % 8) & 1)
        if column.kind == BOOL:
            values.append(is_set)
        elif not is_set:
            values.append(None)
        elif column.is_fixed:
            start = width + column.place
            values.append(_value(pages, column, row[start : start + _size(column)]))
        elif column.place + 1 < len(offsets):
            values.append(_value(pages, column, row[offsets[column.place] : offsets[column.place + 1]]))
        else:
            values.append(None)
    return values


def _offsets4(row: bytes, mask_bytes: int) -> list[int]:
    end = len(row) - 1 - mask_bytes
    if end < 1:
        return []
    (count,) = struct.unpack_from("<H", row, end - 1)
    if end - 3 - 2 * count < 0:
        return []
    return [struct.unpack_from("<H", row, end - 3 - 2 * number)[0] for number in range(count + 1)]


def _offsets3(row: bytes, mask_bytes: int) -> list[int]:
    last = len(row) - 1
    count = row[last - mask_bytes]
    jumps = (len(row) - 1) // 256
    at = last - mask_bytes - jumps - 1
    if (at - count) // 256 < jumps:
        jumps -= 1
    used, offsets = 0, []
    for number in range(count + 1):
        while used < jumps and number == row[last - mask_bytes - used - 1]:
            used += 1
        if at - number < 0:
            return []
        offsets.append(row[at - number] + used * 256)
    return offsets


def _size(column: Column) -> int:
    if column.kind in _NUMBERS:
        return struct.calcsize(_NUMBERS[column.kind])
    return _SIZES.get(column.kind, column.size)


def _value(pages: Pages, column: Column, raw: bytes) -> object:
    kind = column.kind
    try:
        if kind in _NUMBERS:
            return cast("int | float", struct.unpack(_NUMBERS[kind], raw)[0])
        if kind == _DATE:
            return _EPOCH + timedelta(days=struct.unpack("<d", raw)[0])
        if kind == _MONEY:
            return struct.unpack("<q", raw)[0] / 10_000
        if kind == GUID:
            return str(uuid.UUID(bytes_le=raw))
        if kind == NUMERIC:
            return _numeric(raw)
    except (struct.error, OverflowError, ValueError):
        return None
    if kind == TEXT:
        return _text(pages, raw)
    if kind in {MEMO, OLE}:
        data = _long(pages, raw)
        return _text(pages, data) if kind == MEMO else data or None
    return None if kind == _COMPLEX else raw


def _numeric(raw: bytes) -> int:
    words: tuple[int, ...] = struct.unpack("<4I", raw[1:17])
    number = sum(word << (32 * (3 - place)) for place, word in enumerate(words))
    return -number if raw[0] & 0x80 else number


def _text(pages: Pages, raw: bytes) -> str:
    if not pages.layout.is_unicode:
        return _narrow(pages, raw)
    if not raw.startswith(b"\xff\xfe"):
        return raw.decode("utf-16-le", "replace")
    pieces = raw[2:].split(b"\0")
    return "".join(
        piece.decode("latin-1") if number % 2 == 0 else piece.decode("utf-16-le", "replace")
        for number, piece in enumerate(_wide_pieces(pieces))
    )


def _wide_pieces(pieces: list[bytes]) -> Iterator[bytes]:
    """Yield pieces in turn of one byte and of two bytes a character; a zero byte inside a wide one cuts nothing."""
    is_wide, held = False, b""
    for piece in pieces:
        held = held + b"\0" + piece if held else piece
        if is_wide and len(held) % 2:
            continue
        yield held
        is_wide, held = not is_wide, b""
    if held:
        yield held


def _narrow(pages: Pages, raw: bytes) -> str:
    try:
        return raw.decode(f"cp{pages.code_page or 1252}", "replace")
    except LookupError:
        return raw.decode("cp1252", "replace")


def _long(pages: Pages, raw: bytes) -> bytes:
    """Return a long value: in the row itself, on one page, or along a chain of pages."""
    if len(raw) < 12:
        return b""
    told, pointer = struct.unpack_from("<II", raw)
    length = min(told & 0x3FFFFFFF, _LONGEST_VALUE)
    if told & _INLINE:
        return raw[12 : 12 + length]
    if told & _ONE_PAGE:
        return pages.row_at(pointer)[:length]
    data, seen = bytearray(), set()
    while pointer and pointer not in seen and len(data) < length:
        seen.add(pointer)
        row = pages.row_at(pointer)
        pointer = int.from_bytes(row[:4], "little")
        data += row[4:]
    return bytes(data[:length])
