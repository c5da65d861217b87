"""From profiles and what people corrected to the model of a database.

Invariant: pure; the same profiles and corrections give the same model, in whatever order they come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.linking.table_edges import find_edges
from tocsin.linking.table_kinds import Sorted, sort_tables
from tocsin.linking.table_likely import Named, runs_on
from tocsin.linking.table_model import Column, Correction, Database, Edge, Table, TableKind, Verb, Why
from tocsin.linking.table_profiles import NEVER_KEYS, ColumnProfile, TableProfile, main_kind
from tocsin.model.declared_keys import DeclaredKey
from tocsin.model.elements import Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_PIECE = compiled(r"(?<=[A-Za-z])[ _.-]*(?:part|of|page|chunk)?[ _.(-]*\d+(?:[ _.-]*(?:of|-)?[ _.-]*\d+)*\)?$", re.I)
_LEAST_SHARE = 0.2
_FEWEST_ROWS = 1
_WHOLE = 0.95


@dataclass(frozen=True, slots=True)
class Found:
    """A table of an item, under the name it has among its kind: that of the file, sheet or table."""

    profile: TableProfile
    name: str
    source: tuple[str, str]


def infer(
    group: str,
    place: str,
    found: Sequence[Found],
    corrections: Sequence[Correction],
    declared: Sequence[DeclaredKey] = (),
) -> Database:
    """Return the model of tables that were kept together; ``declared`` are the keys their database declares."""
    pieces = _joined(found)
    tables = [Named(name, profile) for name, profile, _ in pieces]
    mine = [c for c in corrections if c.group == group]
    edges = _corrected(_with_declared(find_edges(tables), tables, declared), tables, mine)
    kinds = {_number(tables, c.table): c.verb for c in mine if c.verb in {Verb.PEOPLE, Verb.NOT_PEOPLE}}
    forced = {n: TableKind.PEOPLE if verb is Verb.PEOPLE else TableKind.OFFICE for n, verb in kinds.items() if n >= 0}
    kept = sort_tables(tables, edges, forced)
    made = [_table(number, *piece, kept) for number, piece in enumerate(pieces)]
    return Database(group, place, tuple(made))


def _joined(found: Sequence[Found]) -> list[tuple[str, TableProfile, tuple[tuple[str, str], ...]]]:
    """Return the tables, those of one name (but for a number) and one header as one."""
    held: dict[tuple[str, tuple[str, ...]], list[Found]] = {}
    for one in sorted(found, key=lambda f: (f.name, f.source)):
        if one.profile.rows >= _FEWEST_ROWS and one.profile.columns:
            held.setdefault((_PIECE.sub("", one.name).lower(), one.profile.header), []).append(one)
    joined = []
    for same in held.values():
        whole = TableProfile(same[0].profile.item_id, same[0].profile.name, 0, [])
        for one in same:
            whole.columns = whole.columns or [ColumnProfile(c.name) for c in one.profile.columns]
            whole.add(one.profile)
        name = same[0].name if len(same) == 1 else _PIECE.sub("", same[0].name)
        joined.append((name, whole, tuple(one.source for one in same)))
    return sorted(joined, key=lambda piece: (piece[0], piece[2]))


def _number(tables: Sequence[Named], name: str) -> int:
    return next((n for n, table in enumerate(tables) if table.name.lower() == name.lower()), -1)


def column_number(columns: Sequence[ColumnProfile | Column], name: str) -> int:
    """Return the index of a column by its name, -1 if there is none."""
    return next((i for i, c in enumerate(columns) if c.name.lower() == name.lower()), -1)


def _with_declared(
    edges: Mapping[int, Sequence[Edge]], tables: Sequence[Named], declared: Sequence[DeclaredKey]
) -> dict[int, list[Edge]]:
    """Put declared keys in the place of those found for the same columns."""
    kept = {number: list(leading) for number, leading in edges.items()}
    primary = {key.table.lower(): key.column for key in declared if not key.other}
    for one in sorted(key for key in declared if key.other):
        number, to = _number(tables, one.table), _number(tables, one.other)
        if number < 0 or to < 0 or number == to:
            continue
        column = column_number(tables[number].profile.columns, one.column)
        at = column_number(tables[to].profile.columns, one.to or primary.get(one.other.lower(), ""))
        if column >= 0 and at >= 0:
            kept[number] = [e for e in kept[number] if e.column != column]
            kept[number].insert(0, Edge(column, to, at, 1.0, Why.DECLARED))
    return kept


def _corrected(
    edges: Mapping[int, Sequence[Edge]], tables: Sequence[Named], corrections: Sequence[Correction]
) -> dict[int, list[Edge]]:
    """Put the keys that people named in the place of those found for the same columns."""
    kept = {number: list(leading) for number, leading in edges.items()}
    for one in corrections:
        number = _number(tables, one.table)
        if one.verb is not Verb.KEY or number < 0:
            continue
        column = column_number(tables[number].profile.columns, one.column)
        kept[number] = [e for e in kept[number] if e.column != column]
        other, _, target = one.to.rpartition(".")
        to = _number(tables, other)
        at = column_number(tables[to].profile.columns, target) if to >= 0 else -1
        if one.to and column >= 0 and at >= 0:
            kept[number].insert(0, Edge(column, to, at, 1.0, Why.PERSON))
    return kept


def _table(number: int, name: str, profile: TableProfile, sources: tuple[tuple[str, str], ...], kept: Sorted) -> Table:
    return Table(
        number=number,
        name=name,
        sources=sources,
        rows=profile.rows,
        columns=tuple(_column(column, profile.rows) for column in profile.columns),
        kind=kept.kinds.get(number, TableKind.ALONE),
        role=kept.roles.get(number, Role.UNKNOWN),
        key=kept.keys.get(number, -1),
        space=kept.spaces.get(number, -1),
        up=kept.ups.get(number),
        lookups=kept.lookups.get(number, ()),
    )


def _column(profile: ColumnProfile, rows: int) -> Column:
    element, part, party, share = main_kind(profile)
    is_told = share >= _LEAST_SHARE
    count = sum(profile.kinds.values())
    return Column(
        name=profile.name,
        element=element if is_told else None,
        part=part if is_told else Part.FULL,
        party=party if is_told else Role.UNKNOWN,
        share=round(share, 2) if is_told else 0.0,
        sure=round(profile.sure / count, 2) if count and is_told else 0.0,
        filled=round(profile.filled / max(1, rows), 2),
        distinct=round(profile.distinct),
        unique=round(profile.unique, 2),
        is_run=runs_on(profile),
        is_number=element in NEVER_KEYS and profile.whole >= _WHOLE * profile.filled > 0,
    )
