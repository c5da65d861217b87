"""Taking keys out of one table of a TOML file, each with its type; what is left or of another type is a fault.

Source: the project's contract for incident.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class Keys:
    """One table of the file: takes keys out with their type, and complains about what is left."""

    def __init__(self, tree: object, where: str, faults: list[str]) -> None:
        self.where = where
        self.faults = faults
        if not isinstance(tree, Mapping):
            faults.append(f"[{where}] must be a table")
            tree = {}
        self.rest = dict(tree)

    def fault(self, key: str, what: str) -> None:
        """Add a fault of that key."""
        self.faults.append(f"{self.where}.{key} {what}")

    def take(self, key: str, kind: type[T], default: T) -> T:
        """Take a value of that kind out of the table."""
        value = self.rest.pop(key, default)
        fits = isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)
        if not fits:
            self.fault(key, f"must be {_kind_words(kind)}")
            return default
        return cast("T", value)

    def text(self, key: str, *, required: bool = False) -> str:
        """Take a text, without blanks around it."""
        value = self.take(key, str, "").strip()
        if required and not value:
            self.fault(key, "is missing")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; one text counts as a list of one."""
        value = self.rest.pop(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self.fault(key, "must be a list of texts")
            return ()
        return tuple(entry.strip() for entry in value if entry.strip())

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Take a date."""
        value = self.rest.pop(key, None)
        if value is None:
            if required:
                self.fault(key, "is missing")
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(key, "must be a date such as 2024-12-16, without quotes")
            return None
        return value

    def instant(self, key: str) -> datetime | None:
        """Take a time with its zone."""
        value = self.rest.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.fault(key, "must be a time with its zone such as 2024-12-13T02:10:00Z, without quotes")
            return None
        return value

    def flags(self, key: str) -> dict[str, bool]:
        """Take a table of true and false."""
        value = self.rest.pop(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(flag, bool) for flag in value.values()):
            self.fault(key, "must be a table of true and false")
            return {}
        return dict(value)

    def days(self, key: str) -> dict[str, date]:
        """Take a table of dates."""
        inner = Keys(self.rest.pop(key, {}), f"{self.where}.{key}", self.faults)
        found = {name: inner.day(name) for name in list(inner.rest)}
        return {name: day for name, day in found.items() if day is not None}

    def choice(self, key: str, kind: type[E], default: E | None) -> E | None:
        """Take a member of an enumeration."""
        value = self.rest.pop(key, default)
        if value in {member.value for member in kind}:
            return kind(value)
        self.fault(key, "must be one of " + ", ".join(member.value for member in kind))
        return default

    def done(self) -> None:
        """Call every key that was not taken a fault."""
        for key in self.rest:
            self.fault(key, "is not a known key")


def tables_of(
    tree: Mapping[str, Any], section: str, read: Callable[[Keys], T | None], faults: list[str], most: int = 0
) -> tuple[T, ...]:
    """Return what ``read`` makes of each table of a section, one or a list of them; ``most`` of them if it is given."""
    rows = tree.get(section, [])
    rows = [rows] if isinstance(rows, Mapping) else rows
    if not isinstance(rows, list) or (most and len(rows) > most):
        faults.append(f"[[{section}]] must be a list of {f'at most {most} ' if most else ''}tables")
        return ()
    found = []
    for number, row in enumerate(rows, start=1):
        keys = Keys(row, f"{section} {number}", faults)
        made = read(keys)
        keys.done()
        if made is not None:
            found.append(made)
    return tuple(found)


def _kind_words(kind: type) -> str:
    return {str: "a text", bool: "true or false", int: "a whole number"}.get(kind, kind.__name__)
