"""dBase and FoxPro tables (.dbf): rows by the field descriptors, deleted rows too, for they are still there.

Memo texts stand in a file of their own and are read there. The records that the header declares are held against the
size of the file.

Source: dBASE III to 7 and Visual FoxPro table structure (header, field descriptors, record flags, language driver).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.table_out import TableOut

MEDIA_TYPE = "application/x-dbf"
_KINDS = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xe5\xf5\xfb")
_CODE_PAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852",
    0x65: "cp866", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0x08: "cp865", 0x0D: "cp437",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MOST_FIELDS = 2_048
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Table:
    columns: list[_Column]
    records: int
    header_bytes: int
    record_bytes: int
    charset: str


class DbaseReader:
    """The reader of dBase tables."""

    name = "dbase"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of whole records; ``start`` and ``end`` count records."""
        table = _table(source)
        step = max(1, limits.unit_bytes // table.record_bytes)
        count = _standing(source, table)
        return [Unit(at, min(count, at + step), at + 1) for at in range(0, count, step)] if count > step else []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the records under the names of their fields."""
        table = _table(source)
        count = _standing(source, table)
        start, end = (unit.start, min(unit.end, count)) if unit else (0, count)
        header = [*(column.name for column in table.columns), "deleted"]
        out = TableOut(sink, f"records from {start + 1}" if start else "", header, limits)
        for record in _records(source, table, start, end):
            out.row(
                [_text(record, column, table.charset) for column in table.columns]
                + ["yes" if record[:1] == b"*" else ""]
            )
        out.end()
        if count != table.records and not start:
            sink.partly(ItemCode.COUNT_DIFFERS)


READER = DbaseReader()


def is_dbase(head: bytes, size: int) -> bool:
    """Tell whether a file that begins with ``head`` is a dBase table: its header must fit itself and the size."""
    if len(head) < 66 or head[0] not in _KINDS or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return False
    records, header_bytes, record_bytes = struct.unpack_from("<IHH", head, 4)
    if header_bytes < 65 or record_bytes < 2 or header_bytes > size:
        return False
    end = head.find(b"\r", 32, min(len(head), header_bytes))
    is_ended = end > 0 and (end - 32) % 32 in {0, 4}
    return is_ended and abs(header_bytes + records * record_bytes - size) <= max(2 * record_bytes, size // 2)


def _table(source: Source) -> _Table:
    source.stream.seek(0)
    head = source.stream.read(32)
    if len(head) < 32:
        raise CannotRead(ItemCode.CORRUPT)
    records, header_bytes, record_bytes = struct.unpack_from("<IHH", head, 4)
    described = source.stream.read(max(0, header_bytes - 32))
    columns = list(_columns(described, record_bytes))
    if not columns or record_bytes < 2:
        raise CannotRead(ItemCode.CORRUPT)
    return _Table(columns, records, header_bytes, record_bytes, _CODE_PAGES.get(head[29], "cp1252"))


def _columns(described: bytes, record_bytes: int) -> Iterator[_Column]:
    start = 1
    for at in range(0, min(len(described) - 31, _MOST_FIELDS * 32), 32):
        one = described[at : at + 32]
        if one[0] in b"\r\x00":
            return
        name = one[:11].split(b"\0")[0].decode("cp1252", "replace").strip()
        kind = chr(one[11])
        length = one[16] + (one[17] << 8 if kind == "C" else 0)
        if start + length > record_bytes:
            return
        yield _Column(name, kind, start, start + length)
        start += length


def _standing(source: Source, table: _Table) -> int:
    """Return how many records stand in the file, whatever its header says."""
    room = (source.size_bytes - table.header_bytes) // table.record_bytes
    return max(0, min(room, table.records) if table.records else room)


def _records(source: Source, table: _Table, start: int, end: int) -> Iterator[bytes]:
    step = max(1, _BLOCK_BYTES // table.record_bytes)
    source.stream.seek(table.header_bytes + start * table.record_bytes)
    for at in range(start, end, step):
        block = source.stream.read(min(step, end - at) * table.record_bytes)
        for offset in range(0, len(block) - table.record_bytes + 1, table.record_bytes):
            yield block[offset : offset + table.record_bytes]


def _text(record: bytes, column: _Column, charset: str) -> str:
    raw = record[column.start : column.end]
    if column.kind in "MGBPIYOT+@V0" and not raw.isascii():
        return _number(raw, column.kind)
    text = raw.decode(charset, "replace").strip(" \0")
    found = _DAY.fullmatch(text) if column.kind == "D" else None
    if column.kind in "MGBP" and text.isdigit():
        return ""
    return f"{found[1]}-{found[2]}-{found[3]}" if found else text


def _number(raw: bytes, kind: str) -> str:
    """Return a binary number of FoxPro or dBase 7; a reference to a memo says nothing by itself."""
    if kind in "I+" and len(raw) == 4:
        return str(struct.unpack("<i", raw)[0])
    if kind in "BO" and len(raw) == 8:
        return str(struct.unpack("<d", raw)[0])
    if kind == "Y" and len(raw) == 8:
        return str(struct.unpack("<q", raw)[0] / 10_000)
    return ""
