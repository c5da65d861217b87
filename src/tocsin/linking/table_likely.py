"""Which tables a column may lead to at all: of a thousand tables only some are looked at closely.

Invariant: no table is left out that a close look would find, but one that shares neither a sampled key nor a name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.linking.table_keys import Hashes, unmixed
from tocsin.linking.table_profiles import FULL, ColumnProfile, TableProfile
from tocsin.linking.table_words import telling_words

PERSONS = frozenset({"patient", "person", "chart", "guarantor", "member", "subscriber", "account"})
WITHIN, WITHIN_NAMED = 0.95, 0.6
"""Share of a column's keys that must be a target's: where no name says so, and where one does."""
FEW_POINTS = 6
FILLED = 0.95
NEAR_TOP = 0.8
_DENSE = 1.25
_SMALL = 100_000


@dataclass(frozen=True, slots=True)
class Named:
    """A table as far as finding keys needs it."""

    name: str
    profile: TableProfile


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted of a column's sample: asked for again and again, so counted once."""

    edge: int
    distinct: float
    unique: float
    runs_on: bool

    @classmethod
    def of(cls, column: ColumnProfile) -> Facts:
        """Count them."""
        return cls(column.edge, column.distinct, column.unique, runs_on(column))


@dataclass(frozen=True, slots=True)
class Target:
    """A column that others may lead to."""

    table: int
    column: int
    profile: ColumnProfile
    facts: Facts
    own: float
    """How sure it is that the column names the rows of its table, and is no key that leads on itself."""


def runs_on(column: ColumnProfile) -> bool:
    """Tell whether the values are whole numbers one after the other, from a small one on."""
    if column.whole < FILLED * max(1, column.keys) or not column.whole:
        return False
    span = column.high - column.low + 1
    return column.low <= _SMALL and span <= _DENSE * max(1.0, column.distinct) + 4


@lru_cache(maxsize=65536)
def letters(name: str) -> str:
    """Return the letters and digits of a name."""
    return "".join(filter(str.isalnum, name.lower()))


class Likely:
    """Finds the targets that a column may lead to: by names, or because nearly all its sampled keys can be theirs.

    Numbers that count rows are in every table: of these only targets that the column reaches the end of are meant,
    and whether its keys can lie within is told by the numbers themselves.
    """

    def __init__(self, tables: Sequence[Named], targets: Sequence[Target]) -> None:
        self._targets = targets
        self._by_key: dict[int, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._names = [letters(tables[target.table].name) for target in targets]
        self._edges = [target.facts.edge for target in targets]
        runs: list[int] = []
        for number, target in enumerate(targets):
            words = telling_words(target.profile.name) | telling_words(tables[target.table].name)
            for word in words | {letters(target.profile.name), self._names[number]}:
                self._by_word.setdefault(word, []).append(number)
            if target.facts.runs_on:
                runs.append(number)
                continue
            for key in target.profile.sample:
                self._by_key.setdefault(key, []).append(number)
        self._runs = np.array(runs, np.int64)
        self._low, self._high = (
            np.array([getattr(targets[number].profile, end) for number in runs], np.uint64) for end in ("low", "high")
        )
        self._edge = np.array([self._edges[number] for number in runs], np.uint64)

    def like(self, column: ColumnProfile, is_full: bool) -> list[Target]:
        """Return the targets that may be meant, in their order; ``is_full``: the column's sample holds all its keys."""
        ordered = sorted(column.sample)
        mine = telling_words(column.name) | {letters(column.name)}
        mine |= PERSONS if mine & PERSONS else frozenset()
        called = {number for word in mine for number in self._by_word.get(word, ())}
        found = self._runs_like(column, np.array(ordered, np.uint64), called, is_full)
        found += self._others_like(column, ordered, called, is_full)
        return [self._targets[number] for number in sorted(found)]

    def _runs_like(self, column: ColumnProfile, keys: Hashes, called: AbstractSet[int], is_full: bool) -> list[int]:
        """Return the runs of numbers within which enough of the keys can lie that could be told of."""
        if not len(self._runs):
            return []
        reached = self._high <= np.uint64(int(column.high / NEAR_TOP))
        is_called = np.isin(self._runs, np.fromiter(called, np.int64, len(called)))
        chosen: npt.NDArray[np.bool_] = reached | is_called
        values, edge = unmixed(keys), self._edge[chosen]
        seen = np.searchsorted(keys, edge, "right")
        is_in = (values >= self._low[chosen, None]) & (values <= self._high[chosen, None])
        held = (is_in & (np.arange(len(keys)) < seen[:, None])).sum(axis=1)
        is_told = (seen >= FEW_POINTS) | ((edge == np.uint64(FULL)) & is_full & (seen > 0))
        fits = is_told & (held >= np.where(is_called[chosen], WITHIN_NAMED, WITHIN) * seen)
        return [int(number) for number in self._runs[chosen][fits | (is_called[chosen] & ~is_told)]]

    def _others_like(
        self, column: ColumnProfile, ordered: Sequence[int], called: AbstractSet[int], is_full: bool
    ) -> list[int]:
        """Return the other targets that share a key, and enough of those that could be told of."""
        shared = Counter(number for key in ordered for number in self._by_key.get(key, ()))
        mine = letters(column.name)
        found = []
        for number, count in shared.items():
            seen = bisect_right(ordered, self._edges[number])
            is_told = seen >= FEW_POINTS or (is_full and self._edges[number] == FULL)
            is_called = number in called or (bool(self._names[number]) and mine.startswith(self._names[number]))
            if (is_told and count >= (WITHIN_NAMED if is_called else WITHIN) * seen) or (is_called and not is_told):
                found.append(number)
        return found
