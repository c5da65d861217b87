"""What the tables of one database, or of files exported together, are, and which column leads to which table.

A model is inferred from profiles, shown to people, corrected by them, and then followed by linking.

Invariant: a chain of keys from any table to people ends: no table leads, over others, to itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import orjson

from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part


class TableKind(StrEnum):
    """What the rows of a table are."""

    PEOPLE = "people"
    """Each row is a person others' rows lead to."""
    ABOUT = "about people"
    """Each row is about the person its key leads to."""
    LOOKUP = "lookup"
    """Rows that others refer to: words for codes, addresses, plans."""
    OFFICE = "office"
    """People in office and organizations: never listed."""
    ALONE = "not linked"


class Why(StrEnum):
    """What a key was taken from."""

    NAME = "name"
    VALUES = "values"
    BOTH = "name and values"
    DECLARED = "declared"
    """The database says so itself."""
    PERSON = "a person's decision"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what it holds and how sure that is."""

    name: str
    element: Element | None
    part: Part
    party: Role
    share: float
    """Of the filled cells, those that hold the element."""
    sure: float
    """Mean score of these."""
    filled: float
    distinct: int
    unique: float
    is_run: bool = False
    """Whole numbers one after the other: a number that only counts rows."""
    is_number: bool = False
    """Whole numbers in the place of words (``address_id``): if it leads somewhere, it is a key."""

    @property
    def is_key(self) -> bool:
        """Tell whether the column's values name its rows."""
        return self.distinct >= _FEWEST_KEYS and self.unique >= _UNIQUE and self.filled >= _UNIQUE


_FEWEST_KEYS, _UNIQUE = 2, 0.98


@dataclass(frozen=True, slots=True)
class Edge:
    """The values of ``column`` are keys of column ``to`` of table ``table``."""

    column: int
    table: int
    to: int
    score: float
    why: Why


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the model; several files of one name and header are one table."""

    number: int
    name: str
    sources: tuple[tuple[str, str], ...]
    """Item and name of the table there."""
    rows: int
    columns: tuple[Column, ...]
    kind: TableKind = TableKind.ALONE
    role: Role = Role.UNKNOWN
    """Of the people of a table of people."""
    key: int = -1
    """The column by which people are known, -1 if the table is of no people."""
    space: int = -1
    """Number of the table of people whose keys this one's rows share (an archive beside the live table)."""
    up: Edge | None = None
    """The key that leads towards the person a row is about."""
    lookups: tuple[Edge, ...] = ()
    """Keys that lead to words and values said of the row's person."""

    @property
    def is_linked(self) -> bool:
        """Tell whether the table takes part in gathering."""
        return self.kind in {TableKind.PEOPLE, TableKind.ABOUT, TableKind.LOOKUP} or bool(self.lookups)


@dataclass(frozen=True, slots=True)
class Database:
    """Tables that were kept together: one database, or one folder of exports."""

    group: str
    """Id of the item, or of the folder of files."""
    place: str
    """Locator of it: shown only when asked to reveal names."""
    tables: tuple[Table, ...]

    @property
    def is_linked(self) -> bool:
        """Tell whether any row is gathered over keys."""
        return any(table.kind is TableKind.ABOUT or table.lookups for table in self.tables)

    def references(self, number: int) -> list[int]:
        """Return the columns of a table that keys of others lead to, sorted."""
        edges = [e for t in self.tables for e in (t.up, *t.lookups) if e is not None]
        return sorted({e.to for e in edges if e.table == number})


def to_json(database: Database) -> str:
    """Return the canonical text of a model."""
    return orjson.dumps(asdict(database), option=orjson.OPT_SORT_KEYS).decode()


def from_json(text: str) -> Database:
    """Return the model that :func:`to_json` wrote."""
    told = orjson.loads(text)
    return Database(told["group"], told["place"], tuple(_table(t) for t in told["tables"]))


def _table(told: Mapping[str, Any]) -> Table:
    return Table(
        number=told["number"],
        name=told["name"],
        sources=tuple((item, name) for item, name in told["sources"]),
        rows=told["rows"],
        columns=tuple(_column(c) for c in told["columns"]),
        kind=TableKind(told["kind"]),
        role=Role(told["role"]),
        key=told["key"],
        space=told["space"],
        up=_edge(told["up"]) if told["up"] else None,
        lookups=tuple(_edge(e) for e in told["lookups"]),
    )


def _column(told: Mapping[str, Any]) -> Column:
    element = Element(told["element"]) if told["element"] else None
    return Column(**{**told, "element": element, "part": Part(told["part"]), "party": Role(told["party"])})


def _edge(told: Mapping[str, Any]) -> Edge:
    return Edge(**{**told, "why": Why(told["why"])})


class Verb(StrEnum):
    """What a person may correct of a model."""

    KEY = "key"
    """``column`` leads to ``to`` (``table.column``), or to nothing if that is empty."""
    PEOPLE = "people"
    NOT_PEOPLE = "not_people"
    TYPE = "type"
    """``column`` holds element ``to``, or nothing if that is empty."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a table or column of one group; later ones replace earlier ones of the same thing."""

    group: str
    table: str
    column: str
    verb: Verb
    to: str
