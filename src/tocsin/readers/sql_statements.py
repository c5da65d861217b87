"""The statements of SQL scripts that carry data, out of text that comes in blocks: tables, rows, copied lines.

Statements of other kinds are skipped, or given as text where they may hold values (UPDATE, EXEC ...). What cannot be
understood is left behind and the next statement that begins a line is sought.

Invariant: at most one row, or one statement of another kind, is held in memory beside a block.
Source: as in ``sql_values``; mysqldump and pg_dump manuals; SQL Server's ``GO`` batches.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tocsin.model.declared_keys import DeclaredKey
from tocsin.readers.sql_keys import keys_in, keys_of_column
from tocsin.readers.sql_values import (
    IDENTIFIER,
    NAME,
    Dialect,
    bare_value,
    called,
    copied_lines,
    plain_name,
    row_values,
)

_AHEAD = 1 << 16
"""Code points that are at hand before a statement is looked at."""
LONGEST_ROW = 64 << 20
_LONGEST_STATEMENT = 4 << 20
_LONGEST_NESTED = 1 << 20
_BLANK = re.compile(
    r"(?:\s++|--[^\n]*+\n?|#[^\n]*+\n|/\*(?!!)(?:[^*]++|\*(?!/))*+\*/|/\*!\d*+|\*/|;|GO\b(?=\s))*+", re.IGNORECASE
)
_CREATE = re.compile(
    rf"CREATE\s++(?:\w++\s++){{0,3}}?TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?+({NAME})\s*+\(", re.IGNORECASE
)
_INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\b(?:\s++(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OVERWRITE|OR\s++\w++))*+\s++(?:INTO\s++)?+"
    rf"(?:TABLE\s++)?+({NAME})\s*+(?:\(([^()]*+(?:\[[^\]]*+\][^()]*+)*+)\)\s*+)?+(?:OVERRIDING\s++\w++\s++VALUE\s++)?+VALUES?\s*+(?=\()",
    re.IGNORECASE,
)
_COPY = re.compile(rf"COPY\s++({NAME})\s*+(?:\(([^()]*+)\)\s*+)?+FROM\s++STDIN\b([^;]*+);[^\n]*+\n", re.IGNORECASE)
_ALTER = re.compile(
    rf"ALTER\s++TABLE\s++(?:IF\s++EXISTS\s++)?+(?:ONLY\s++)?+({NAME})\s++(?:WITH\s++(?:NO)?CHECK\s++)?+ADD\b",
    re.IGNORECASE,
)
_TELLING = re.compile(r"(?:UPDATE|DELETE|EXEC|EXECUTE|CALL|MERGE|SELECT|INSERT|REPLACE)\b", re.IGNORECASE)
_RESUME = re.compile(r"\n(?=(?:CREATE|INSERT|REPLACE|COPY|UPDATE|DROP|LOCK|UNLOCK|ALTER|SET|GO)\b)", re.IGNORECASE)
_LINE = re.compile(
    r"(?:SET|USE|PRINT|DELETE|TRUNCATE|BEGIN\s++TRAN\w*+)\b[^;\n]*+\n(?=\s*+(?:INSERT|SET|USE|PRINT|DELETE|TRUNCATE)\b)",
    re.IGNORECASE,
)
"""A statement of SQL Server that ends with its line, since the next begins another."""
_COPY_END = re.compile(r"^\\\.\r?\n?", re.MULTILINE)
_BATCH_END = re.compile(r"\n[ \t]*GO[ \t\r]*\n", re.IGNORECASE)
_NEXT = re.compile(r"\s*+,\s*+(?=\()")
_TAIL = re.compile(r"\s*+(?:(?:ON\s++(?:DUPLICATE|CONFLICT)|RETURNING|AS\s++\w++)\b[^;]*+)?+;?+", re.IGNORECASE)
_PIECE = re.compile(
    r"'(?:[^'\\]|''|\\.)*'|\"[^\"]*\"|`[^`]*`|\[[^\]\n]*\]|--[^\n]*|/\*.*?\*/|[(),;]|[^'\"`\[(),;/-]+|.", re.DOTALL
)
_COLUMN = re.compile(rf"\s*({IDENTIFIER})")
_NO_COLUMN = frozenset(
    [
        "primary",
        "key",
        "unique",
        "constraint",
        "index",
        "fulltext",
        "spatial",
        "foreign",
        "check",
        "exclude",
        "period",
        "like",
        "partition",
    ]
)


@dataclass(frozen=True, slots=True)
class Created:
    """A table with its columns in order."""

    table: str
    columns: tuple[str, ...]
    keys: tuple[DeclaredKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Altered:
    """Keys that are declared apart from their table."""

    keys: tuple[DeclaredKey, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table; ``columns`` is empty where the statement names none."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[str]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of a table as :meth:`Sink.lines` takes them."""

    table: str
    columns: tuple[str, ...]
    lines: list[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that may hold values and is no row."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that could not be read to its end."""


Event = Created | Altered | Rows | Lines | Statement | Broken


class Script:
    """Reads the text of a script; ``copying`` is the COPY block in whose middle the text begins, if any."""

    def __init__(self, blocks: Iterable[str], dialect: Dialect) -> None:
        self._blocks = iter(blocks)
        self._dialect = dialect
        self._text = ""
        self._at = 0
        self._is_over = False

    def events(self, copying: tuple[str, tuple[str, ...]] | None = None) -> Iterator[Event]:
        """Yield what the script holds, in order."""
        if copying is not None:
            yield from self._lines(copying[0], copying[1], is_csv=False)
        while self._ensure(_AHEAD):
            blank = _BLANK.match(self._text, self._at)
            if blank and blank.end() > self._at:
                self._at = blank.end()
                continue
            yield from self._statement()

    def _statement(self) -> Iterator[Event]:
        if found := _CREATE.match(self._text, self._at):
            self._at = found.end()
            yield self._created(plain_name(found[1]))
        elif found := _ALTER.match(self._text, self._at):
            start = self._at
            self._skip()
            yield Altered(tuple(keys_in(plain_name(found[1]), self._text[start : self._at])))
        elif found := _INSERT.match(self._text, self._at):
            self._at = found.end()
            yield from self._rows(plain_name(found[1]), _names(found[2] or ""))
        elif found := _COPY.match(self._text, self._at):
            self._at = found.end()
            told = found[3].lower()
            yield from self._lines(plain_name(found[1]), _names(found[2] or ""), is_csv="csv" in told)
        else:
            yield from self._other()

    def _other(self) -> Iterator[Event]:
        """Skip a statement without rows; give it in pieces if it may hold values."""
        is_telling = _TELLING.match(self._text, self._at) is not None
        if line := _LINE.match(self._text, self._at):
            self._at = line.end()
            if is_telling:
                yield Statement(line[0])
            return
        while True:
            start = self._at
            has_end = self._skip()
            if is_telling and (statement := self._text[start : self._at]).strip():
                yield Statement(statement)
            if has_end or not is_telling or not self._ensure(_AHEAD):
                return

    def _rows(self, table: str, columns: tuple[str, ...]) -> Iterator[Event]:
        batch: list[list[str]] = []
        while True:
            values = self._row()
            if values is None:
                if batch:
                    yield Rows(table, columns, batch)
                yield Broken()
                self._resume()
                return
            batch.append(values)
            if len(batch) >= 1_000:
                yield Rows(table, columns, batch)
                batch = []
            if len(self._text) - self._at < 64:
                self._ensure(_AHEAD)
            after = _NEXT.match(self._text, self._at)
            if after is None:
                break
            self._at = after.end()
        yield Rows(table, columns, batch)
        tail = _TAIL.match(self._text, self._at)
        self._at = tail.end() if tail else self._at

    def _row(self) -> list[str] | None:
        """Return the values of the row that begins here; None if it has no end."""
        while True:
            found = self._dialect.row.match(self._text, self._at)
            if found:
                self._at = found.end()
                return row_values(found[0], self._dialect)
            nested = self._nested_row()
            if nested is not None:
                return nested
            held = len(self._text) - self._at
            if held > LONGEST_ROW or not self._more():
                return None
            while len(self._text) - self._at < 2 * held and self._more():
                pass

    def _nested_row(self) -> list[str] | None:
        """Return the values of a row with calls inside calls, None if it does not end in what is at hand."""
        values: list[str] = []
        depth, value = 0, ""
        for piece in _PIECE.finditer(self._text, self._at, self._at + _LONGEST_NESTED):
            mark = piece[0]
            if mark == "(":
                depth += 1
                value += mark if depth > 1 else ""
            elif mark == ")":
                depth -= 1
                if depth == 0:
                    self._at = piece.end()
                    return [*values, _nested_value(value)]
                value += mark
            elif mark == "," and depth == 1:
                values.append(_nested_value(value))
                value = ""
            elif mark == ";" and depth <= 1 and not value.strip():
                return None
            else:
                value += mark
        return None

    def _created(self, table: str) -> Created:
        """Return the columns and keys of a table whose parenthesis has just been opened."""
        names: list[str] = []
        keys: list[DeclaredKey] = []
        depth, part = 1, ""
        while not self._is_over and ");" not in self._text[self._at :] and len(self._text) - self._at < _AHEAD:
            self._more()
        for piece in _PIECE.finditer(self._text, self._at, self._at + _LONGEST_STATEMENT):
            mark = piece[0]
            depth += (mark == "(") - (mark == ")")
            if (mark == "," and depth == 1) or depth == 0:
                names += (mine := _column(part))
                keys += keys_of_column(table, mine[0], part) if mine else keys_in(table, part)
                part = ""
                if depth == 0:
                    self._at = piece.end()
                    break
            elif not mark.startswith(("--", "/*")):
                part += mark
        self._skip()
        return Created(table, tuple(names), tuple(keys))

    def _lines(self, table: str, columns: tuple[str, ...], *, is_csv: bool) -> Iterator[Event]:
        """Yield the lines of a COPY block up to its end mark."""
        while True:
            end = self._text.rfind("\n", self._at) + 1
            if not end and len(self._text) - self._at <= LONGEST_ROW and self._more():
                continue
            end = end or len(self._text)
            text = self._text[self._at : end]
            text = (text.replace("\r\n", "\n") if "\r" in text else text).removesuffix("\n")
            mark = _COPY_END.search(text) if "\\" in text and "\\." in text else None
            if mark is not None:
                own = _COPY_END.search(self._text, self._at)
                self._at = own.end() if own else end
                text = text[: mark.start()].removesuffix("\n")
            else:
                self._at = end
            yield from _copied(table, columns, text, is_csv=is_csv)
            if mark is not None:
                return
            if not self._more():
                yield Broken()
                return

    def _skip(self) -> bool:
        """Go behind the end of the statement, or on to a line that begins another; say whether an end was found."""
        start = self._at
        for piece in _PIECE.finditer(self._text, start, start + _AHEAD):
            mark = piece[0]
            if mark == ";":
                self._at = piece.end()
                return True
            batch = _BATCH_END.search(mark) if mark[0] not in "'\"`[-/" else None
            if batch:
                self._at = piece.start() + batch.end()
                return True
        end = min(len(self._text), start + _AHEAD)
        resume = _RESUME.search(self._text, start + 1, end)
        self._at = resume.end() if resume else end
        return resume is not None

    def _resume(self) -> None:
        """Go to the next statement that begins a line, as far as there is one."""
        while True:
            found = _RESUME.search(self._text, self._at + 1)
            if found:
                self._at = found.end()
                return
            self._at = max(self._at, len(self._text) - 32)
            if not self._more():
                self._at = len(self._text)
                return

    def _ensure(self, length: int) -> bool:
        """Have that much text at hand if there is; say whether there is any."""
        while len(self._text) - self._at < length and self._more():
            pass
        return self._at < len(self._text)

    def _more(self) -> bool:
        block = next(self._blocks, None)
        if block is None:
            self._is_over = True
            return False
        self._text = self._text[self._at :] + block
        self._at = 0
        return True


class Outline(Script):
    """Reads what a script declares; of a COPY block it yields that it is there, without its rows."""

    def _lines(self, table: str, columns: tuple[str, ...], *, is_csv: bool) -> Iterator[Event]:
        yield Lines(table, columns, [])
        while True:
            found = self._text.find("\\.", self._at)
            mark = _COPY_END.search(self._text, self._at) if found >= 0 else None
            if mark is not None:
                self._at = mark.end()
                return
            self._at = max(self._at, self._text.rfind("\n") + 1)
            if not self._more():
                self._at = len(self._text)
                return


def _copied(table: str, columns: tuple[str, ...], text: str, *, is_csv: bool) -> Iterator[Event]:
    """Yield the rows of the lines of a COPY block."""
    if not text:
        return
    lines = text.split("\n") if is_csv else copied_lines(text)
    for start in range(0, len(lines), 1_000):
        piece = lines[start : start + 1_000]
        yield Rows(table, columns, list(map(_csv_values, piece))) if is_csv else Lines(table, columns, piece)


def _csv_values(line: str) -> list[str]:
    return next(csv.reader([line]), [])


def _names(listed: str) -> tuple[str, ...]:
    return tuple(plain_name(one) for one in re.findall(IDENTIFIER, listed))


def _column(part: str) -> list[str]:
    found = _COLUMN.match(part)
    if found is None or (found[1].lower() in _NO_COLUMN and found[1][0] not in '`"['):
        return []
    return [plain_name(found[1])]


def _nested_value(text: str) -> str:
    text = text.strip()
    if text[-1:] == "'" or (text[-1:] == ")" and "'" in text):
        return called(text)
    return bare_value(text)
