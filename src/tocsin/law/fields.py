"""Taking fields out of a table of a law file, each with its type; faults name file, line and key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from tocsin.law.tree import Rows, Table

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
UNKNOWN = "unknown"


class Fields:
    """One table: takes fields out, complains about wrong ones, and at the end about those nobody took."""

    def __init__(self, table: object, where: str, file: str, line: int, faults: list[str]) -> None:
        """Take the table and its place; what is no table becomes an empty one, with a fault."""
        self.where, self.file, self.line, self.faults = where, file, line, faults
        if not isinstance(table, Table):
            self.faults.append(f"{file}:{line}: {where} must be a table of keys")
            table = Table(line)
        self.table = table
        self.left = set(table)

    def fault(self, key: str, what: str) -> None:
        """Add a fault of that key."""
        line = self.table.lines.get(key, self.line)
        self.faults.append(f"{self.file}:{line}: {self.where}{'.' if self.where else ''}{key} {what}")

    def has(self, key: str) -> bool:
        """Tell whether the key stands there."""
        return key in self.table

    def take(self, key: str) -> object:
        """Take whatever the key holds; None if it is missing."""
        self.left.discard(key)
        return self.table.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        """Take a text."""
        value = self.take(key)
        if value is None or value == "":
            if required:
                self.fault(key, "is missing")
            return ""
        if not isinstance(value, str):
            self.fault(key, "must be a text")
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, Rows) or not all(isinstance(entry, str) for entry in value):
            self.fault(key, "must be a list of texts")
            return ()
        return tuple(value)

    def whole(self, key: str, *, least: int = 0, required: bool = False) -> int:
        """Take a whole number."""
        value = self.take(key)
        if value is None and not required:
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.fault(key, f"must be a whole number of at least {least}")
            return least
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Take true or false."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, "must be true or false")
            return default
        return value

    def day(self, key: str, *, unknown: bool = False, required: bool = False) -> date | None:
        """Take a date; with ``unknown`` also the word unknown, which gives None."""
        value = self.take(key)
        if value is None and not required:
            return None
        if unknown and value == UNKNOWN:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(key, "must be a date such as 2024-12-21" + (" or unknown" if unknown else ""))
            return None
        return value

    def choice(self, key: str, kind: type[E], default: E) -> E:
        """Take a member of an enumeration; ``default`` if it is missing."""
        value = self.take(key)
        if value is None:
            return default
        if value not in {member.value for member in kind}:
            self.fault(key, "must be one of " + ", ".join(member.value for member in kind))
            return default
        return kind(value)

    def inner(self, key: str) -> Fields:
        """Take a table as fields of its own."""
        value = self.take(key)
        line = self.table.lines.get(key, self.line)
        return Fields(value, f"{self.where}.{key}" if self.where else key, self.file, line, self.faults)

    def each(self, key: str, read: Callable[[Fields], T], named: str = "") -> tuple[T, ...]:
        """Take a list of tables, each through ``read``; ``named`` is the key that names an entry in faults."""
        rows = self.take(key)
        if rows is None:
            return ()
        if not isinstance(rows, Rows):
            self.fault(key, "must be a list")
            return ()
        found = []
        for number, (row, line) in enumerate(zip(rows, rows.lines, strict=True), start=1):
            label = row.get(named, number) if named and isinstance(row, Table) else number
            place = f"{self.where}.{key} {label}" if self.where else f"{key} {label}"
            fields = Fields(row, place, self.file, line, self.faults)
            found.append(read(fields))
            fields.done()
        return tuple(found)

    def done(self) -> None:
        """Call every key that nobody took a fault."""
        for key in sorted(self.left):
            self.fault(key, "is not a known key")
