"""Access databases (.mdb, .accdb) without Access: the rows of every table that a person made, found page by page.

Every data page says which table it belongs to, so no map of pages is trusted; the rows a table declares are held
against those found. Deleted rows are left out. Databases with a password over their pages are said to be encrypted.

Source: as in ``jet_pages``; MSysObjects (page 2) lists the tables; attachments stand in tables
of their own (``f_...``).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.cell_values import Cells
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.jet_pages import DATA_PAGE, Pages
from tocsin.readers.jet_tables import Table, crack, read_table
from tocsin.readers.table_out import TableOut

_CATALOG = 2
_LOCAL_TABLE = 1
_MOST_TABLES = 20_000
_UNIT_BYTES = 128 << 20
"""Slices are large: each reads the catalogue again."""
_OWN = ("MSys", "~TMPCLP")
_ATTACHMENTS, _ATTACHED = "f_", "FileData"
_LONGEST_FILE = 256 << 20


@dataclass(slots=True)
class _Reading:
    """One table while its pages come by."""

    name: str
    table: Table
    out: TableOut
    counted: int = 0


class AccessReader:
    """The reader of Access databases."""

    name = "access"
    media_types = frozenset({"application/x-msaccess"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of pages; ``start`` and ``end`` count pages."""
        pages = Pages(source.stream, source.size_bytes)
        step = max(1, _UNIT_BYTES // pages.layout.page_bytes)
        starts = range(0, pages.count, step)
        return [Unit(at, min(pages.count, at + step), at) for at in starts] if len(starts) > 1 else []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give every table's rows under its columns; only a whole database can be held against its counts."""
        pages = Pages(source.stream, source.size_bytes)
        start, end = (unit.start, unit.end) if unit else (0, pages.count)
        where = f", from page {start}" if start else ""
        tables = {
            number: _Reading(name, table, _out(sink, f"{name}{where}", table, limits))
            for number, name, table in _tables(pages, sink)
        }
        cells = Cells(sink, start * pages.layout.page_bytes)
        for number in range(start, end):
            page = pages.page(number)
            reading = tables.get(pages.table_of(page)) if page[0] == DATA_PAGE else None
            for row in pages.rows(page) if reading else ():
                _give(pages, reading, row, cells)
        for reading in tables.values():
            reading.out.end()
        if end == pages.count and source.size_bytes % pages.layout.page_bytes:
            sink.partly(ItemCode.PARTLY_CORRUPT)
        if unit is None and any(reading.counted != reading.table.rows_declared for reading in tables.values()):
            sink.partly(ItemCode.COUNT_DIFFERS)


READER = AccessReader()


def _out(sink: Sink, name: str, table: Table, limits: ReadLimits) -> TableOut:
    return TableOut(sink, name, [column.name for column in table.columns], limits)


def _give(pages: Pages, reading: _Reading | None, row: bytes, cells: Cells) -> None:
    if reading is None:
        return
    reading.counted += 1
    values = crack(pages, reading.table, row)
    texts = []
    for column, value in zip(reading.table.columns, values, strict=True):
        shown: object = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        if column.name == _ATTACHED and isinstance(shown, bytes) and reading.name.startswith(_ATTACHMENTS):
            shown = _attachment(shown)
        texts.append(cells.text(shown, f"{reading.name} {reading.counted} {column.name}"))
    reading.out.row(texts)


def _attachment(wrapped: bytes) -> bytes:
    """Return the file an attachment's wrapper holds, or the wrapper if it holds none."""
    try:
        is_packed, _ = struct.unpack_from("<II", wrapped)
        inner = zlib.decompressobj().decompress(wrapped[8:], _LONGEST_FILE) if is_packed == 1 else wrapped[8:]
        (header,) = struct.unpack_from("<I", inner)
    except (struct.error, zlib.error):
        return wrapped
    return inner[header:] if 0 < header < len(inner) else wrapped


def _tables(pages: Pages, sink: Sink) -> Iterator[tuple[int, str, Table]]:
    """Yield (page, name, table) of the tables the catalogue lists; one that is broken is said."""
    listed = list(_listed(pages))
    if len(listed) > _MOST_TABLES:
        sink.partly(ItemCode.TRUNCATED)
    for number, name in listed[:_MOST_TABLES]:
        try:
            yield number, name, read_table(pages, number)
        except CannotRead:
            sink.partly(ItemCode.PARTLY_CORRUPT)


def _listed(pages: Pages) -> Iterator[tuple[int, str]]:
    catalogue = read_table(pages, _CATALOG)
    places = {column.name: place for place, column in enumerate(catalogue.columns)}
    if not {"Id", "Name", "Type"} <= places.keys():
        raise CannotRead(ItemCode.CORRUPT)
    seen: set[int] = set()
    for number in pages.pages_of(_CATALOG):
        page = pages.page(number)
        for row in pages.rows(page):
            values = crack(pages, catalogue, row)
            identity, name, kind = (values[places[key]] for key in ("Id", "Name", "Type"))
            if kind != _LOCAL_TABLE or not isinstance(identity, int) or not isinstance(name, str):
                continue
            place = identity & 0x00FFFFFF
            if place not in seen and not name.startswith(_OWN):
                seen.add(place)
                yield place, name
