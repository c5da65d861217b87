"""Ways: from a row's key, over the tables between, to the key of its person.

Invariant: memory is two whole numbers a row of the tables between, and nothing for tables that lead to people at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.linking.table_drafts import ref_of
from tocsin.linking.table_keys import Hashes, in_space
from tocsin.linking.table_model import Database, TableKind


@dataclass(frozen=True)
class Ways:
    """The hops of one database, by the column that is led to: keys ascending, and what each goes on with."""

    database: Database
    hops: Mapping[int, tuple[Hashes, Hashes]] = field(repr=False)

    def people(self, table: int, base: Hashes) -> Hashes:
        """Return the keys of the people of a table's rows by their base keys; 0 where the chain breaks."""
        one = self.database.tables[table]
        if one.kind is TableKind.PEOPLE:
            return in_space(base, one.space)
        keys, edge = base, one.up
        while edge is not None:
            target = self.database.tables[edge.table]
            if target.kind is not TableKind.PEOPLE or edge.to != target.key:
                keys = self._next(ref_of(edge.table, edge.to), keys)
            if target.kind is TableKind.PEOPLE:
                return in_space(keys, target.space)
            edge = target.up
        return np.zeros(len(base), np.uint64)

    def people_of(self, tables: npt.NDArray[np.int32], base: Hashes) -> Hashes:
        """Return the keys of the people of rows of several tables."""
        heads = np.zeros(len(base), np.uint64)
        for number in np.unique(tables).tolist():
            chosen = tables == number
            heads[chosen] = self.people(number, base[chosen])
        return heads

    def _next(self, ref: int, keys: Hashes) -> Hashes:
        if ref not in self.hops or not len(self.hops[ref][0]):
            return np.zeros(len(keys), np.uint64)
        known, leads = self.hops[ref]
        places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[places] == keys, leads[places], np.uint64(0))


def led_to(database: Database, refs: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the columns that columns look up, -1 for those that look up nothing."""
    led = {ref_of(t.number, e.column): ref_of(e.table, e.to) for t in database.tables for e in t.lookups}
    return np.array([led.get(ref, -1) for ref in refs.tolist()], np.int32)


def needed_refs(database: Database) -> set[int]:
    """Return the columns whose hops are needed: those that are led to on the way and do not name people at once."""
    refs = set()
    for table in database.tables:
        edge = table.up
        if edge is not None:
            target = database.tables[edge.table]
            if target.kind is not TableKind.PEOPLE or edge.to != target.key:
                refs.add(ref_of(edge.table, edge.to))
    return refs


def ways_of(database: Database, parts: Iterable[pa.Table]) -> Ways:
    """Return the ways of a database from its hops, part by part."""
    refs = needed_refs(database)
    held: dict[int, list[tuple[Hashes, Hashes]]] = {ref: [] for ref in refs}
    for part in parts:
        which: npt.NDArray[np.int32] = part["ref"].to_numpy()
        a, b = part["a"].to_numpy(), part["b"].to_numpy()
        for ref in np.unique(which).tolist():
            if ref in refs:
                chosen = which == ref
                held[ref].append((a[chosen], b[chosen]))
    return Ways(database, {ref: _sorted(pieces) for ref, pieces in held.items()})


def _sorted(pieces: list[tuple[Hashes, Hashes]]) -> tuple[Hashes, Hashes]:
    """Return keys and what they go on with, ascending; a key that goes on in two ways goes on in none."""
    if not pieces:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    a = np.concatenate([piece[0] for piece in pieces])
    b = np.concatenate([piece[1] for piece in pieces])
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    firsts = np.flatnonzero(np.concatenate([[True], a[1:] != a[:-1]]))
    lasts = np.concatenate([firsts[1:], [len(a)]]) - 1
    clear = b[firsts] == b[lasts]
    return a[firsts][clear], b[firsts][clear]
