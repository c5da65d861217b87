"""SQLite databases: the rows of every real table, by SQLite itself over a copy in memory.

Nothing of the schema is run: no view, trigger or virtual table is touched, functions of the schema are not trusted,
and an authorizer lets through reading and counting only. The rows read of a table are held against SQLite's own count,
which it takes from an index where there is one. What a write-ahead log beside the file holds is an item of its own.

Source: SQLite file format (1.3 header, bytes 18 and 19), SQLite "Defense Against The Dark Arts".
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import islice

from tocsin.config import ReadLimits
from tocsin.model.declared_keys import PLACE, DeclaredKey, key_fields
from tocsin.model.item_ends import ItemCode
from tocsin.readers.cell_values import Cells, plain_lines
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.sql_statements import Created, Script
from tocsin.readers.sql_values import STANDARD
from tocsin.readers.table_out import TableOut

_MOST_BYTES = 640 << 20
_BLOCK_BYTES = 1 << 20
_MOST_TABLES = 20_000
_LONGEST_VALUE = 64 << 20
_PIECE_ROWS = 1_000
_VERSIONS = slice(18, 20)
_PAGE_BYTES, _CHANGED, _PAGES, _VALID_FOR = slice(16, 18), slice(24, 28), slice(28, 32), slice(92, 96)
"""Of the header; the count of pages holds if it was written with the last change. Source: SQLite file format, 1.3."""
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
)
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rootpage LIMIT ?"
_SCHEMA = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND sql IS NOT NULL LIMIT ?"
_OWN = ("sqlite_sequence", "sqlite_stat")
_BROKEN = (sqlite3.Error, OverflowError, UnicodeDecodeError)
"""What a damaged database raises; names of columns are read as UTF-8, whatever the factory of texts says."""


class SqliteReader:
    """The reader of SQLite."""

    name = "sqlite"
    media_types = frozenset({"application/vnd.sqlite3"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a database is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give every table's rows; a table that breaks is given as far as it goes."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        if _is_cut(source):
            sink.partly(ItemCode.PARTLY_CORRUPT)
        with contextlib.closing(_opened(source)) as connection:
            cells = Cells(sink)
            try:
                tables = [str(name) for (name,) in connection.execute(_TABLES, (_MOST_TABLES + 1,))]
            except _BROKEN as broken:
                raise CannotRead(_code_of(broken)) from broken
            if len(tables) > _MOST_TABLES:
                sink.partly(ItemCode.TRUNCATED)
            for table in tables[:_MOST_TABLES]:
                if not table.startswith(_OWN):
                    _give(connection, table, sink, cells, limits)
            keys = key_fields(_keys(connection))
            if keys:
                sink.fields(keys, PLACE)


READER = SqliteReader()


def _is_cut(source: Source) -> bool:
    """Tell whether the file is shorter than its header says; SQLite reads such a one as far as it goes."""
    source.stream.seek(0)
    head = source.stream.read(100)
    if head[_CHANGED] != head[_VALID_FOR]:
        return False
    page_bytes = int.from_bytes(head[_PAGE_BYTES], "big")
    return source.size_bytes < int.from_bytes(head[_PAGES], "big") * (0x10000 if page_bytes == 1 else page_bytes)


def _opened(source: Source) -> sqlite3.Connection:
    data = _whole(source)
    data[_VERSIONS] = b"\x01\x01"  # without its log and shared memory a database in WAL mode would not open
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(data)
        connection.text_factory = _lenient
        for kind, limit in _LIMITS:
            connection.setlimit(kind, limit)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_allowed)
    except _BROKEN as broken:
        connection.close()
        raise CannotRead(_code_of(broken)) from broken
    return connection


def _allowed(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    is_count = action == sqlite3.SQLITE_FUNCTION and name == "count"
    return sqlite3.SQLITE_OK if action in _READING or is_count else sqlite3.SQLITE_DENY


def _whole(source: Source) -> bytearray:
    """Return the file in memory, once; SQLite keeps a copy of its own."""
    data = bytearray(source.size_bytes)
    view, at = memoryview(data), 0
    source.stream.seek(0)
    while block := source.stream.read(_BLOCK_BYTES):
        block = block[: len(data) - at]
        view[at : at + len(block)] = block
        at += len(block)
    return data


def _code_of(broken: Exception) -> ItemCode:
    if isinstance(broken, sqlite3.DatabaseError) and "not a database" in str(broken):
        return ItemCode.CORRUPT
    return ItemCode.OUT_OF_MEMORY if "memory" in str(broken) else ItemCode.CORRUPT


def _keys(connection: sqlite3.Connection) -> Iterator[DeclaredKey]:
    """Give the keys that the schema's own text declares; nothing of it is run."""
    try:
        told = [str(text) for (text,) in connection.execute(_SCHEMA, (_MOST_TABLES,))]
    except _BROKEN:
        return
    for event in (event for text in told for event in Script([text], STANDARD).events()):
        if isinstance(event, Created):
            yield from event.keys


def _give(connection: sqlite3.Connection, table: str, sink: Sink, cells: Cells, limits: ReadLimits) -> None:
    quoted = table.replace('"', '""')
    query = f'SELECT * FROM "{quoted}"'  # noqa: S608 - the name is quoted as an identifier
    try:
        columns = [str(column[0]) for column in connection.execute(query).description or ()]
    except _BROKEN:
        sink.partly(ItemCode.PARTLY_CORRUPT)
        return
    out = TableOut(sink, table, columns, limits)
    number = 0
    for rows in _rows(connection, query, sink):
        lines = plain_lines(rows)
        if lines is not None:
            out.lines(lines)
        else:
            for at, row in enumerate(rows, number + 1):
                places = (f"{table} {at} {column}" for column in columns)
                out.row([cells.text(value, place) for value, place in zip(row, places, strict=False)])
        number += len(rows)
    out.end()
    if _count(connection, quoted) != number:
        sink.partly(ItemCode.COUNT_DIFFERS)


def _count(connection: sqlite3.Connection, quoted: str) -> int:
    """Return how many rows a table has by SQLite's count; -1 if it cannot count them."""
    try:
        (count,) = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - quoted above
    except _BROKEN:
        return -1
    return int(count)


def _rows(connection: sqlite3.Connection, query: str, sink: Sink) -> Iterator[list[tuple[object, ...]]]:
    """Give the rows, some at a time and as far as they go.

    SQLite makes texts of UTF-8 itself; where one is none, what reads anything goes on from there.
    """
    given, is_whole = 0, False
    for factory in (str, _lenient):
        connection.text_factory = factory
        with contextlib.suppress(*_BROKEN):
            for piece in _pieces(islice(connection.execute(query), given, None)):
                given += len(piece)
                yield piece
            is_whole = True
            break
    connection.text_factory = _lenient
    if not is_whole:
        sink.partly(ItemCode.PARTLY_CORRUPT)


def _pieces(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    """Give rows so many at once that Python is not asked for each; those before a fault first."""
    while True:
        piece: list[tuple[object, ...]] = []
        fault: Exception | None = None
        try:
            piece.extend(islice(rows, _PIECE_ROWS))
        except _BROKEN as found:
            fault = found
        if piece:
            yield piece
        if fault is not None:
            raise fault
        if len(piece) < _PIECE_ROWS:
            return


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
