"""Pairs of records as they are gathered and held: half a billion of them fit beside the records they are of.

Each pair stands once, left below right, sorted. They are held in stretches of left records: how many pairs each has,
and their right records; so a pair takes four bytes, and merging or scoring needs room for one stretch only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.arrays import firsts
from tocsin.resolution.fields import Codes
from tocsin.resolution.threads import in_order

Wide = npt.NDArray[np.int64]
_RECORDS = 100_000
"""Left records of a stretch."""
_MOST_PENDING = 16_000_000
_PENDING_A_RECORD = 4
"""Pairs that may wait beside those that were merged already: as many, or as many a record."""


@dataclass
class _Stretch:
    """The pairs of some left records, from ``low`` on."""

    low: int
    counts: Codes
    right: Codes

    def left(self) -> Codes:
        return np.repeat(np.arange(self.low, self.low + len(self.counts), dtype=np.int32), self.counts)


class Pairs:
    """Pairs of records, and how many blocks were above their cap, by key."""

    def __init__(self, stretches: list[_Stretch], capped: dict[str, int]) -> None:
        self._stretches = stretches
        self.capped = capped

    def __len__(self) -> int:
        return sum(len(one.right) for one in self._stretches)

    def parts(self) -> Iterator[tuple[Codes, Codes]]:
        """Give left and right records, part by part, in order."""
        for one in self._stretches:
            yield one.left(), one.right

    def drained(self) -> Iterator[tuple[Codes, Codes]]:
        """Give all parts and let go of each once the next is asked for."""
        while self._stretches:
            one = self._stretches.pop(0)
            yield one.left(), one.right

    def sampled(self, step: int) -> tuple[Codes, Codes]:
        """Return every ``step``-th pair."""
        kept, passed = [], 0
        for left, right in self.parts():
            start = -passed % step
            kept.append((left[start::step], right[start::step].copy()))
            passed += len(left)
        return np.concatenate([left for left, _ in kept]), np.concatenate([right for _, right in kept])


class Gathering:
    """Takes pairs as they are found, and gives each once."""

    def __init__(self, size: int, threads: int = 1) -> None:
        """Take how many records there are, and how many threads may merge pairs."""
        self.size = size
        self._threads = threads
        lows = range(0, max(1, size), _RECORDS)
        none = np.zeros(0, np.int32)
        self._stretches = [_Stretch(low, np.zeros(min(_RECORDS, size - low), np.int32), none) for low in lows]
        self._bounds = np.array([*lows, size], np.int64) * size
        self._pending: list[list[Wide]] = [[] for _ in lows]
        self._waiting = 0
        self._most = max(_MOST_PENDING, _PENDING_A_RECORD * size)

    def add(self, pairs: Wide) -> None:
        """Take pairs as ``left * size + right``, in order."""
        cuts = np.searchsorted(pairs, self._bounds)
        for pending, start, end in zip(self._pending, cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            if start < end:
                pending.append(pairs[start:end])
        self._waiting += len(pairs)
        if self._waiting > self._most:
            self._merge()

    def pairs(self, capped: dict[str, int]) -> Pairs:
        """Return all pairs taken."""
        self._merge()
        return Pairs(self._stretches, capped)

    def _merge(self) -> None:
        parts = [(one, mine) for one, mine in zip(self._stretches, self._pending, strict=True) if mine]
        for _ in in_order(lambda part: _take(*part, self.size), parts, self._threads):
            pass
        self._waiting = 0


def _take(stretch: _Stretch, pending: list[Wide], size: int) -> None:
    """Add pairs to a stretch, each once."""
    joined = np.concatenate([stretch.left().astype(np.int64) * size + stretch.right, *pending])
    pending.clear()
    joined.sort()
    joined = firsts(joined)
    lefts = np.arange(stretch.low, stretch.low + len(stretch.counts) + 1, dtype=np.int64) * size
    stretch.counts = np.diff(np.searchsorted(joined, lefts)).astype(np.int32)
    stretch.right = (joined - np.repeat(lefts[:-1], stretch.counts)).astype(np.int32)
