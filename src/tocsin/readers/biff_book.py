"""What the cells of a binary workbook refer to: generation, code page, strings, number formats, names of sheets.

Source: MS-XLS 2.4 (BOF, BoundSheet8, Format, XF, SST); OpenOffice.org documentation of the Excel file format, chapter 5
(FORMAT and XF of BIFF2 to BIFF5).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from tocsin.readers.biff_records import Record, Strings
from tocsin.readers.decoding import decode
from tocsin.readers.mapi import charset
from tocsin.readers.sheet_cells import Book

_CODE_PAGE, _DATE_MODE, _SST, _BOUND_SHEET = 0x42, 0x22, 0xFC, 0x85
_XFS = {0x43: 2, 0x243: 1, 0x443: 1, 0xE0: 2}
"""Records of cell formats, and where in them the number format stands."""
_FORMATS = frozenset({0x1E, 0x41E})
_MAC_PAGES = {0x8000: "mac-roman", 0x8001: "cp1252", 10000: "mac-roman"}
_MOST_STRINGS = 4_000_000


@dataclass
class BiffBook:
    """The globals of one workbook."""

    version: int = 8
    declared: str = ""
    cells: Book = field(default_factory=Book)
    sheets: list[tuple[int, str]] = field(default_factory=list)
    """Where each sheet's stream begins, and its name."""
    _codes: dict[int, str] = field(default_factory=dict)
    _styles: list[int] = field(default_factory=list)

    def begin(self, record: Record) -> int:
        """Take a BOF record; return what kind of stream begins."""
        if len(record.data) < 4:
            return 0
        version, kind = struct.unpack_from("<HH", record.data)
        number = {0x009: 2, 0x209: 3, 0x409: 4}.get(record.kind, 5 if version < 0x0600 else 8)
        self.version = number
        return int(kind)

    def take(self, record: Record) -> bool:
        """Take a record of the globals; return whether it was one."""
        data = record.data
        if record.kind == _CODE_PAGE and len(data) >= 2:
            (page,) = struct.unpack_from("<H", data)
            self.declared = _MAC_PAGES.get(page, charset(page))
        elif record.kind == _DATE_MODE:
            self.cells.is_1904 = data[:1] == b"\x01"
        elif record.kind == _SST:
            self._strings(record)
        elif record.kind == _BOUND_SHEET and len(data) >= 7:
            self.sheets.append((struct.unpack_from("<I", data)[0], self.short_text(record, 6)))
        elif record.kind in _XFS:
            self._style(record)
        elif record.kind in _FORMATS:
            self._format(record)
        else:
            return False
        return True

    def finish(self) -> None:
        """Tie cell formats to number formats; called before cells are read."""
        self.cells.formats = [(number, self._codes.get(number, "")) for number in self._styles]

    def text(self, record: Record, at: int, count_bytes: int = 2) -> str:
        """Return a text of a record in the way of this generation."""
        if self.version >= 8:
            return Strings(record, at).take(count_bytes) or ""
        count = int.from_bytes(record.data[at : at + count_bytes], "little")
        return self.plain(b"".join((record.data, *record.more))[at + count_bytes : at + count_bytes + count])

    def short_text(self, record: Record, at: int) -> str:
        """Return a text whose length is one byte."""
        return self.text(record, at, 1)

    def plain(self, data: bytes) -> str:
        """Return text of one byte a character."""
        return decode(data, self.declared or "cp1252")

    def _strings(self, record: Record) -> None:
        strings = Strings(record, 8)
        while len(self.cells.strings) < _MOST_STRINGS and (text := strings.take()) is not None:
            self.cells.strings.append(text)

    def _style(self, record: Record) -> None:
        at, data = _XFS[record.kind], record.data
        if self.version >= 5 and len(data) >= 4:
            self._styles.append(struct.unpack_from("<H", data, at)[0])
        elif len(data) > at:
            self._styles.append(data[at] & (0x3F if self.version == 2 else 0xFF))

    def _format(self, record: Record) -> None:
        if self.version >= 5:
            number = int.from_bytes(record.data[:2], "little")
            self._codes[number] = self.text(record, 2, 2 if self.version >= 8 else 1)
        else:
            self._codes[len(self._codes)] = self.short_text(record, 2 if self.version == 4 else 0)
