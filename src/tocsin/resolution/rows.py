"""The values of records side by side, so that a pair is compared in every field with two looks into memory.

A record's values lie in one row of some sixty bytes; in columns, each field of each pair was a look of its own, and
those took most of the time of comparing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.fields import Codes, Mask

Level = npt.NDArray[np.int8]
Evidence = npt.NDArray[np.float32]
"""Whole millibits of a pair, far below the 16 million up to which these numbers are exact."""
EQUAL, OPEN = 1, 9
"""Levels of values that are equal; and of those that are filled and differ, but were not compared yet."""
_AT_ONCE = 16_384
"""Pairs whose rows fit the cache of a core."""
_BITS = 16


@dataclass(frozen=True)
class Rows:
    """A code for each field of each record, in the form in which values are equal; 0 where it is empty."""

    place: Mapping[str, int]
    """Where each field stands in a row."""
    codes: Codes
    filled: tuple[npt.NDArray[np.uint16], ...]
    """Of each record, a bit for each field that is filled; sixteen fields together."""

    @classmethod
    def of(cls, columns: Mapping[str, Codes], size: int) -> Rows:
        """Return the rows of columns of that many records."""
        codes = np.zeros((size, len(columns)), np.int32)
        filled = tuple(np.zeros(size, np.uint16) for _ in range(0, len(columns), _BITS))
        for part in blocks(size):
            for at, column in enumerate(columns.values()):
                codes[part, at] = column[part]
                filled[at // _BITS][part] |= (column[part] > 0) * np.uint16(1 << at % _BITS)
        return cls({name: at for at, name in enumerate(columns)}, codes, filled)

    def are_equal(self, left: Codes, right: Codes) -> Mask:
        """Tell for pairs (rows) and fields (columns) whether both are filled and equal."""
        one = self.codes.take(left, axis=0)
        equal: Mask = one == self.codes.take(right, axis=0)
        equal &= one > 0
        return equal

    def are_filled(self, name: str, left: Codes, right: Codes) -> Mask:
        """Tell of which pairs both have a value in a field."""
        at = self.place[name]
        bits = self.filled[at // _BITS]
        both: Mask = np.not_equal(bits[left] & bits[right] & np.uint16(1 << at % _BITS), 0)
        return both

    def sums(self, of: Callable[[Mapping[str, Codes]], Codes]) -> Sums:
        """Return sums over the fields that both records of a pair have.

        Args:
            of: tells them for every set of up to sixteen fields: it gets 1 for each set that a field is in, else 0.
        """
        names = list(self.place)
        tables = []
        for start in range(0, len(names), _BITS):
            some = names[start : start + _BITS]
            sets = np.arange(1 << len(some), dtype=np.int32)
            told = of({name: sets >> bit & 1 for bit, name in enumerate(some)})
            tables.append(np.broadcast_to(told, sets.shape).astype(np.float32))
        return Sums(self.filled, tuple(tables))

    def levels(self, left: Codes, right: Codes) -> dict[str, Level]:
        """Return for each field the level that codes alone tell: 0 (not both are filled), ``EQUAL`` or ``OPEN``."""
        found = np.empty((len(self.place), len(left)), np.int8)
        for part in blocks(len(left)):
            one, other = self.codes.take(left[part], axis=0), self.codes.take(right[part], axis=0)
            told = np.where(one == other, np.int8(EQUAL), np.int8(OPEN))
            told *= (one > 0) & (other > 0)
            found[:, part] = told.T
        return {name: found[at] for name, at in self.place.items()}


@dataclass(frozen=True)
class Sums:
    """What fields add that both records of a pair have, counted for every set of them before."""

    filled: tuple[npt.NDArray[np.uint16], ...]
    tables: tuple[Evidence, ...]

    def of(self, left: Codes, right: Codes) -> Evidence:
        """Return the sum of each pair."""
        total = np.zeros(len(left), np.float32)
        for bits, table in zip(self.filled, self.tables, strict=True):
            total += table[bits[left] & bits[right]]
        return total


def blocks(size: int, most: int = _AT_ONCE) -> Sequence[slice]:
    """Return stretches of so many pairs, each small enough to be worked on inside the cache."""
    return [slice(start, start + most) for start in range(0, size, most)]
