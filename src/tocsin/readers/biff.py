"""Binary workbooks of every generation (BIFF2 to BIFF8): cells as they were shown, comments, text boxes, headers.

Hidden sheets are read like all others. Cells of charts inside sheets repeat cells of sheets and are left out; their
labels are read.

Source: MS-XLS 2.1.7 (streams), 2.4 (records); OpenOffice.org documentation of the Excel file format (BIFF2 to BIFF5).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable

import olefile

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.biff_book import BiffBook
from tocsin.readers.biff_records import BOFS, EOF, Record, Strings, records, rk_number
from tocsin.readers.cell_formats import number_text
from tocsin.readers.interface import CannotRead, Sink
from tocsin.readers.office_art import give_pictures
from tocsin.readers.ole_children import give_embedded
from tocsin.readers.sheet_out import SheetOut

_GLOBALS, _CHART = 0x05, 0x20
_DRAWINGS = 0xEB
_TEXT_BOX, _NOTE, _HEADER, _FOOTER, _LINK, _CACHED, _LABEL = 0x1B6, 0x1C, 0x14, 0x15, 0x1B8, 0x5A, 0x100D
_RK, _MULTI_RK, _LABEL_SST, _BOOLEAN = 0x27E, 0xBD, 0xFD, (0x05, 0x205)
_LABELS, _NUMBERS, _FORMULAS, _STRINGS = (0x04, 0x204, 0xD6), (0x03, 0x203), (0x06, 0x206, 0x406), (0x07, 0x207)
_INTEGER = 0x02
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f]{6}|[A-Z&])')
_MAIL = re.compile("(?:mailto|tel):([^?\0]{3,200})")
_BROKEN = (struct.error, IndexError, ValueError)


def read_biff(data: bytes, sink: Sink, limits: ReadLimits) -> None:
    """Give the sheets of a workbook, what stands around them, its pictures and embedded files."""
    stream, caches = _streams(data)
    workbook = _Workbook(sink, limits)
    for record in records(stream):
        workbook.take(record)
    workbook.end()
    _give_caches(caches, workbook.book, sink)
    if not workbook.began:
        raise CannotRead(ItemCode.CORRUPT)
    count = give_pictures(b"".join(workbook.drawings), sink, 1)
    if data.startswith(olefile.MAGIC):
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            give_embedded(ole, sink, count + 1)


def _streams(data: bytes) -> tuple[bytes, list[bytes]]:
    """Return the workbook's stream, and those of pivot tables' copies of their sources."""
    if not data.startswith(olefile.MAGIC):
        return data, []
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = ["/".join(path) for path in ole.listdir(streams=True, storages=False)]
            main = next((n for wanted in ("workbook", "book") for n in names if n.lower() == wanted), "")
            if not main:
                raise CannotRead(ItemCode.CORRUPT)
            caches = [ole.openstream(n).read() for n in names if n.lower().startswith("_sx_db")]
            return ole.openstream(main).read(), caches
    except (OSError, ValueError, OverflowError) as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken


class _Workbook:
    """Takes records in their order; a sheet begins with its BOF and ends with its EOF."""

    def __init__(self, sink: Sink, limits: ReadLimits) -> None:
        self.book = BiffBook()
        self.drawings: list[bytes] = []
        self.began = 0
        self._sink, self._limits = sink, limits
        self._kinds: list[int] = []
        self._sheet = 0
        self._name = ""
        self._out: SheetOut | None = None
        self._around: dict[str, list[str]] = {}
        self._row = -1
        self._cells: list[tuple[int, str]] = []
        self._awaited: tuple[int, int] | None = None
        self._takers: dict[int, Callable[[Record], None]] = self._table()

    def take(self, record: Record) -> None:
        """Take one record."""
        if record.kind in BOFS:
            self._begin(record)
        elif record.kind == EOF:
            self._finish()
        elif record.kind == _DRAWINGS:
            self.drawings += [record.data, *record.more]
        elif not self._kinds or self._kinds[0] == _GLOBALS or self.book.version < 5:
            if not self.book.take(record) and self._kinds:
                self._content(record)
        elif self._kinds[-1] == _CHART:
            if record.kind == _LABEL:
                self._add("chart", self.book.short_text(record, 2))
        else:
            self._content(record)

    def end(self) -> None:
        """End what was cut off, and say so."""
        if self._kinds:
            self._sink.partly(ItemCode.PARTLY_CORRUPT)
        while self._kinds:
            self._finish()

    def _begin(self, record: Record) -> None:
        kind = self.book.begin(record)
        self.began += 1
        self._kinds.append(kind)
        if len(self._kinds) == 1 and kind != _GLOBALS:
            self.book.finish()
            names = [name for _, name in self.book.sheets]
            self._name = names[self._sheet] if self._sheet < len(names) else f"Sheet{self._sheet + 1}"
            self._sheet += 1
            self._out = SheetOut(self._sink, self._name, self._limits)

    def _finish(self) -> None:
        if self._kinds:
            self._kinds.pop()
        if self._kinds or self._out is None:
            return
        self._flush()
        self._out.end()
        self._out = None
        for place, lines in self._around.items():
            self._sink.text("\n".join(dict.fromkeys(lines)), f"{self._name} {place}")
        self._around = {}

    def _content(self, record: Record) -> None:
        taker = self._takers.get(record.kind)
        if taker is None:
            return
        if self.book.version < 5:
            self.book.finish()
        try:
            taker(record)
        except _BROKEN:
            self._sink.partly(ItemCode.PARTLY_CORRUPT)

    def _table(self) -> dict[int, Callable[[Record], None]]:
        several = [
            (_LABELS, self._label), (_NUMBERS, self._number), (_FORMULAS, self._formula), (_STRINGS, self._string),
            (_BOOLEAN, self._boolean), ((_HEADER, _FOOTER), self._header),
        ]  # fmt: skip
        table: dict[int, Callable[[Record], None]] = {kind: taker for kinds, taker in several for kind in kinds}
        table |= {_RK: self._rk, _MULTI_RK: self._many, _LABEL_SST: self._shared, _INTEGER: self._integer}
        return table | {_TEXT_BOX: self._box, _NOTE: self._note, _LINK: self._link, _CACHED: self._cached}

    def _put(self, row: int, column: int, text: str) -> None:
        if row != self._row:
            self._flush()
            self._row = row
        if text:
            self._cells.append((column, text))

    def _flush(self) -> None:
        if self._cells and self._out is not None:
            self._out.row(self._row + 1, sorted(self._cells))
        self._cells, self._row = [], -1

    def _place(self, record: Record) -> tuple[int, int, int, int]:
        """Return row, column, cell format and where the value begins."""
        row, column = struct.unpack_from("<HH", record.data)
        if self.book.version == 2:
            return row, column, record.data[4] & 0x3F, 7
        return row, column, struct.unpack_from("<H", record.data, 4)[0], 6

    def _shown(self, value: float, style: int) -> str:
        return self.book.cells.number(repr(value), style) if value == value else ""

    def _label(self, record: Record) -> None:
        row, column, _, at = self._place(record)
        self._put(row, column, self.book.text(record, at, 1 if self.book.version == 2 else 2))

    def _shared(self, record: Record) -> None:
        row, column, _, at = self._place(record)
        (index,) = struct.unpack_from("<I", record.data, at)
        strings = self.book.cells.strings
        self._put(row, column, strings[index] if index < len(strings) else "")

    def _number(self, record: Record) -> None:
        row, column, style, at = self._place(record)
        self._put(row, column, self._shown(struct.unpack_from("<d", record.data, at)[0], style))

    def _integer(self, record: Record) -> None:
        row, column, style, at = self._place(record)
        self._put(row, column, self._shown(struct.unpack_from("<H", record.data, at)[0], style))

    def _rk(self, record: Record) -> None:
        row, column, style, at = self._place(record)
        self._put(row, column, self._shown(rk_number(struct.unpack_from("<I", record.data, at)[0]), style))

    def _many(self, record: Record) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        for at in range(4, len(record.data) - 7, 6):
            style, packed = struct.unpack_from("<HI", record.data, at)
            self._put(row, column, self._shown(rk_number(packed), style))
            column += 1

    def _boolean(self, record: Record) -> None:
        row, column, _, at = self._place(record)
        value, is_error = record.data[at : at + 2]
        self._put(row, column, "" if is_error else "TRUE" if value else "FALSE")

    def _formula(self, record: Record) -> None:
        row, column, style, at = self._place(record)
        result = record.data[at : at + 8]
        if result[6:8] != b"\xff\xff":
            self._put(row, column, self._shown(struct.unpack("<d", result)[0], style))
        elif result[0] == 0:
            self._awaited = (row, column)
        elif result[0] == 1:
            self._put(row, column, "TRUE" if result[2] else "FALSE")

    def _string(self, record: Record) -> None:
        if self._awaited is not None:
            row, column = self._awaited
            self._put(row, column, self.book.text(record, 0, 1 if self.book.version == 2 else 2))
            self._awaited = None

    def _box(self, record: Record) -> None:
        """Take the text of a comment or text box, which stands in the records that continue this one."""
        (count,) = struct.unpack_from("<H", record.data, 10)
        if count and record.more:
            first = record.more[0]
            strings = Strings(Record(record.kind, first[1:], record.more[1:]), 0)
            self._add("comments", strings.characters(count, is_wide=bool(first[0] & 1)))

    def _note(self, record: Record) -> None:
        if self.book.version < 8:
            self._add("comments", self.book.text(record, 4))

    def _header(self, record: Record) -> None:
        if record.data:
            text = self.book.text(record, 0, 2 if self.book.version >= 8 else 1)
            self._add("header", _HEADER_CODE.sub(" ", text).strip())

    def _link(self, record: Record) -> None:
        both = (record.data.decode("utf-16-le", "ignore"), record.data.decode("latin-1"))
        for text in (*both, record.data[1:].decode("utf-16-le", "ignore")):
            for found in _MAIL.findall(text):
                self._add("links", found)

    def _cached(self, record: Record) -> None:
        """Take values kept of another workbook."""
        strings, at = [], 4
        last, first = record.data[0], record.data[1]
        for _ in range(last - first + 1):
            kind = record.data[at]
            if kind == 1:
                strings.append(number_text(struct.unpack_from("<d", record.data, at + 1)[0]))
            elif kind == 2:
                count, flags = struct.unpack_from("<HB", record.data, at + 1)
                strings.append(self.book.text(record, at + 1))
                at += 3 + count * (2 if flags & 1 else 1) - 8
            at += 9
        self._add("linked values", "\t".join(strings))

    def _add(self, place: str, text: str) -> None:
        if text.strip():
            self._around.setdefault(place, []).append(text.replace("\r", "\n").strip())


def _give_caches(caches: list[bytes], book: BiffBook, sink: Sink) -> None:
    """Give the texts that pivot tables keep of a source that may be gone. Source: MS-XLS 2.4.319 (SXString)."""
    for number, stream in enumerate(caches, 1):
        texts = [book.text(one, 0) for one in records(stream) if one.kind == 0xCD]
        sink.text("\n".join(dict.fromkeys(text for text in texts if text.strip())), f"pivot {number}")
