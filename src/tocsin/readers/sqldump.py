"""SQL dumps without a server: what each table holds as rows, streamed, under the columns its CREATE TABLE names.

Documents kept as hexadecimal literals become children. A dump that lost its end is said to be in part.

Source: manuals of pg_dump (COPY blocks, "dump complete"), mysqldump ("Dump completed"), SQL Server scripts (N'', GO).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from tocsin.config import ReadLimits
from tocsin.model.bodies import CELL_END
from tocsin.model.declared_keys import PLACE, DeclaredKey, key_fields
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of
from tocsin.readers.interface import Sink, Source, Unit
from tocsin.readers.slicing import blocks, is_wide
from tocsin.readers.sql_statements import Altered, Broken, Created, Lines, Rows, Script, Statement
from tocsin.readers.sql_units import begun_before, units_of
from tocsin.readers.sql_values import MYSQL, STANDARD, Dialect, stored_bytes
from tocsin.readers.table_out import TableOut

_MYSQL = re.compile(r"MySQL dump|MariaDB dump|phpMyAdmin|\bENGINE\s*=|/\*!\d{5}|^LOCK TABLES|INTO `", re.MULTILINE)
_DUMP = re.compile(r"-- (?:MySQL|MariaDB|PostgreSQL database) dump")
_COMPLETE = re.compile(rb"Dump completed|dump complete")
_END_BYTES = 4_096
_DOCUMENT_CHARS = 400
_MOST_KEYS = 20_000
_TEXT_CHARS = 100_000


class SqlReader:
    """The reader of SQL scripts."""

    name = "sql"
    media_types = frozenset({"application/sql"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that begin with a statement or a line of a COPY block."""
        encoding, _, _ = _look(source)
        return [] if is_wide(encoding) else list(units_of(source.stream, source.size_bytes, limits.unit_bytes))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the rows of every table; what is no row and may hold values is given as text."""
        encoding, dialect, has_end = _look(source)
        start, end = (unit.start, unit.end) if unit else (0, source.size_bytes)
        out = _Tables(sink, limits, start)
        copying = None
        if unit is not None and start:
            created, copying = begun_before(source.stream, unit, encoding, dialect)
            for one in created:
                out.created(one)
        for event in Script(blocks(source.stream, start, end, encoding), dialect).events(copying):
            if isinstance(event, Created):
                out.created(event)
                out.keys(event.keys)
            elif isinstance(event, Altered):
                out.keys(event.keys)
            elif isinstance(event, Rows):
                out.rows(event)
            elif isinstance(event, Lines):
                out.lines(event)
            elif isinstance(event, Statement):
                out.statement(event.text)
            elif isinstance(event, Broken) and end >= source.size_bytes:
                sink.partly(ItemCode.PARTLY_CORRUPT)
        out.end()
        if end >= source.size_bytes and not has_end:
            sink.partly(ItemCode.PARTLY_CORRUPT)


READER = SqlReader()


def _look(source: Source) -> tuple[str, Dialect, bool]:
    """Return charset, dialect and whether the dump has the end that its maker writes."""
    source.stream.seek(0)
    sample = source.stream.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    text = sample.decode(encoding, "replace")
    source.stream.seek(max(0, source.size_bytes - _END_BYTES))
    is_whole = not _DUMP.search(text[:2_000]) or bool(_COMPLETE.search(source.stream.read(_END_BYTES)))
    return encoding, MYSQL if _MYSQL.search(text) else STANDARD, is_whole


class _Tables:
    """Gives the rows of many tables, each with its header."""

    def __init__(self, sink: Sink, limits: ReadLimits, start: int) -> None:
        self._sink, self._limits = sink, limits
        self._where = f", from byte {start}" if start else ""
        self._columns: dict[str, list[str]] = {}
        self._out: dict[str, TableOut] = {}
        self._children = start
        self._texts: list[str] = []
        self._keys: list[DeclaredKey] = []

    def created(self, event: Created) -> None:
        """Keep the columns of a table."""
        if event.columns:
            self._columns[event.table.lower()] = list(event.columns)

    def keys(self, declared: Sequence[DeclaredKey]) -> None:
        """Keep keys that are declared."""
        self._keys.extend(declared[: _MOST_KEYS - len(self._keys)])

    def rows(self, event: Rows) -> None:
        """Give rows under the columns of their table."""
        known = self._known(event.table, event.columns)
        rows = event.rows
        if event.columns and list(event.columns) != known:
            rows = self._arranged(known, event)
        out = self._table(event.table, known)
        for row in rows:
            out.row([cell if len(cell) < _DOCUMENT_CHARS else self._long(event.table, cell) for cell in row])

    def lines(self, event: Lines) -> None:
        """Give rows that are joined; such as are to be arranged or may hold documents are taken apart."""
        known = self._known(event.table, event.columns)
        may_hold_documents = _longest_cell(event.lines) >= _DOCUMENT_CHARS
        if not may_hold_documents and (not event.columns or list(event.columns) == known):
            self._table(event.table, known).lines(event.lines)
        else:
            self.rows(Rows(event.table, event.columns, [line.split(CELL_END) for line in event.lines]))

    def _known(self, table: str, columns: Sequence[str]) -> list[str]:
        return self._columns.setdefault(table.lower(), list(columns))

    def _table(self, table: str, known: list[str]) -> TableOut:
        key = table.lower()
        out = self._out.get(key)
        if out is None:
            if len(self._out) > 1_000:
                self.end()
            out = self._out[key] = TableOut(self._sink, f"{table}{self._where}", known, self._limits)
        return out

    def statement(self, text: str) -> None:
        """Give a statement that is no row as text."""
        self._texts.append(text.strip())
        if sum(map(len, self._texts)) > _TEXT_CHARS:
            self._give_texts()

    def end(self) -> None:
        """Give out what is left."""
        for out in self._out.values():
            out.end()
        self._give_texts()
        if self._keys:
            self._sink.fields(key_fields(self._keys), PLACE)
            self._keys = []

    def _give_texts(self) -> None:
        if self._texts:
            self._sink.text("\n".join(self._texts), "statements")
            self._texts = []

    def _arranged(self, known: list[str], event: Rows) -> list[list[str]]:
        """Return rows in the order of the table's columns; columns it did not name come behind."""
        lower = {name.lower(): index for index, name in enumerate(known)}
        places: list[int] = []
        for name in event.columns:
            if name.lower() not in lower:
                lower[name.lower()] = len(known)
                known.append(name)
            places.append(lower[name.lower()])
        arranged = []
        for row in event.rows:
            cells = [""] * len(known)
            for place, cell in zip(places, row, strict=False):
                cells[place] = cell
            arranged.append(cells + row[len(places) :])
        return arranged

    def _long(self, table: str, cell: str) -> str:
        """Hand a document over that stands in a cell as a hexadecimal literal."""
        data = stored_bytes(cell)
        if data is None:
            return cell
        self._children += 1
        self._sink.child(self._children, f"{table} value", io.BytesIO(data), len(data))
        return ""


def _longest_cell(lines: Sequence[str]) -> int:
    longest = max(map(len, lines), default=0)
    return longest if longest < _DOCUMENT_CHARS else max(map(len, CELL_END.join(lines).split(CELL_END)))
