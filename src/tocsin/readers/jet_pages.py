"""The pages of Access databases (Jet 3, Jet 4, ACE): where things stand in them, and the rows on a data page.

Invariant: no offset leaves its page, whatever the page says of itself.
Source: the Jet database format as documented by the mdbtools project (HACKING) and Jackcess: database header, data
pages (0x01), table definitions (0x02), row offset flags 0x4000 (pointer) and 0x8000 (deleted).
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead

DATA_PAGE, TABLE_PAGE = 0x01, 0x02
_POINTER, _DELETED, _OFFSET = 0x4000, 0x8000, 0x1FFF
_KEPT_PAGES = 256
_HEADER_KEY = bytes((0xC7, 0xDA, 0x39, 0x6B))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a version keeps what; names as in the documentation of the format."""

    page_bytes: int
    row_count: int
    rows_declared: int
    column_count: int
    real_index_count: int
    usage_map: int
    columns: int
    index_bytes: int
    column_bytes: int
    column_number: int
    column_variable: int
    column_flags: int
    column_fixed: int
    column_size: int
    is_unicode: bool


JET3 = Layout(2048, 8, 12, 25, 31, 35, 43, 8, 18, 1, 3, 13, 14, 16, is_unicode=False)
JET4 = Layout(4096, 12, 16, 45, 51, 55, 63, 12, 25, 5, 7, 15, 21, 23, is_unicode=True)


class Pages:
    """The pages of one file."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        stream.seek(0)
        head = stream.read(2048)
        if len(head) < 2048:
            raise CannotRead(ItemCode.CORRUPT)
        self.layout = JET3 if head[0x14] == 0 else JET4
        self.count = size // self.layout.page_bytes
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        opened = _rc4(_HEADER_KEY, head[0x18 : 0x18 + 126])
        self.code_page = struct.unpack_from("<H", opened, 0x3C - 0x18)[0]
        if any(opened[0x3E - 0x18 : 0x42 - 0x18]):
            raise CannotRead(ItemCode.ENCRYPTED)
        if self.count < 3 or self.page(2)[0] != TABLE_PAGE:
            raise CannotRead(ItemCode.ENCRYPTED if self.layout is JET4 and self.count >= 3 else ItemCode.CORRUPT)

    def page(self, number: int) -> bytes:
        """Return a page; raises CannotRead if the file has none of that number."""
        kept = self._kept.pop(number, None)
        if kept is None:
            if not 0 <= number < self.count:
                raise CannotRead(ItemCode.PARTLY_CORRUPT)
            self._stream.seek(number * self.layout.page_bytes)
            kept = self._stream.read(self.layout.page_bytes).ljust(self.layout.page_bytes, b"\0")
            while len(self._kept) >= _KEPT_PAGES:
                self._kept.popitem(last=False)
        self._kept[number] = kept
        return kept

    def table_of(self, page: bytes) -> int:
        """Return the page of the table definition that a data page belongs to."""
        return int.from_bytes(page[4:8], "little")

    def rows(self, page: bytes) -> Iterator[bytes]:
        """Yield the rows of a data page that are not deleted; rows kept elsewhere are fetched."""
        for start, end, flags in self._spans(page):
            if flags & _DELETED:
                continue
            if flags & _POINTER:
                pointer = int.from_bytes(page[start : start + 4], "little")
                if end - start >= 4 and (row := self.row_at(pointer)):
                    yield row
            else:
                yield page[start:end]

    def row_at(self, pointer: int) -> bytes:
        """Return the row that a pointer (page and row number) leads to, empty if there is none."""
        if not 0 < pointer >> 8 < self.count:
            return b""
        page = self.page(pointer >> 8)
        spans = list(self._spans(page)) if page[0] == DATA_PAGE else []
        number = pointer & 0xFF
        return page[spans[number][0] : spans[number][1]] if number < len(spans) else b""

    def pages_of(self, number: int) -> list[int]:
        """Return the data pages of the table defined on a page: those its usage map names, else all that say so."""
        at = self.layout.usage_map
        pointer = int.from_bytes(self.page(number)[at : at + 4], "little")
        named = [page for page in self._mapped(self.row_at(pointer)) if self._is_of(page, number)]
        return named or [page for page in range(self.count) if self._is_of(page, number)]

    def _is_of(self, page: int, number: int) -> bool:
        found = self.page(page)
        return found[0] == DATA_PAGE and self.table_of(found) == number

    def _mapped(self, row: bytes) -> Iterator[int]:
        """Yield the pages a usage map names: bits behind a first page, or pages of such bits."""
        if row[:1] == b"\0":
            yield from self._bits(row[5:], int.from_bytes(row[1:5], "little"))
        elif row[:1] == b"\1":
            for place, at in enumerate(range(1, len(row) - 3, 4)):
                page = int.from_bytes(row[at : at + 4], "little")
                if 0 < page < self.count:
                    yield from self._bits(self.page(page)[4:], place * (self.layout.page_bytes - 4) * 8)

    def _bits(self, bits: bytes, first: int) -> Iterator[int]:
        for place, byte in enumerate(bits):
            for bit in range(8) if byte else ():
                page = first + place * 8 + bit
                if byte >> bit & 1 and page < self.count:
                    yield page

    def _spans(self, page: bytes) -> Iterator[tuple[int, int, int]]:
        at = self.layout.row_count
        count = int.from_bytes(page[at : at + 2], "little")
        end = len(page)
        for number in range(min(count, (len(page) - at - 2) // 2)):
            (place,) = struct.unpack_from("<H", page, at + 2 + 2 * number)
            start = place & _OFFSET
            if start < at or start > end:
                yield 0, 0, _DELETED
                continue
            yield start, end, place & ~_OFFSET
            end = start


def _rc4(key: bytes, data: bytes) -> bytes:
    """Return the header's bytes without the fixed cipher that hides them."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 0xFF
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) & 0xFF
        j = (j + state[i]) & 0xFF
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) & 0xFF])
    return bytes(out)
