"""Two clusters of one whole name that can only be each other's: merged though the name alone would not do.

A name alone needs much, for it may be a namesake's. But the namesakes in a case are known people. Where each of them is
ruled out one by one (another insurer, practice, middle name), or there is none, only namesakes whom nobody has seen are
left: so a list of balances that holds a name and an account goes to the one patient of the practice who fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tocsin.resolution.clusters import Clusters, Settled
from tocsin.resolution.fields import HOUSES, LISTS, Codes
from tocsin.resolution.forests import Edges
from tocsin.resolution.groups import Groups
from tocsin.resolution.records import NAME
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import BIT, COUNT_CUT

_MOST = 12
"""Clusters of one name; of more, that all but one are ruled out is chance."""
_CLEAR = 4 * BIT
"""By how much the chosen one scores above every other of the name."""
_RECORDS_AT_ONCE = 100_000
Wide = npt.NDArray[np.int64]
_Told = tuple[tuple[int, int], int, int, bool]
"""Of two groups: which, their score, the same if all others are ruled out, and whether they have nothing but names."""


@dataclass(frozen=True)
class _Name:
    """The clusters that bear one whole name, and the lowest record of that name in each."""

    clusters: list[int]
    records: list[int]


def sole_edges(scorer: Scorer, made: Clusters, settled: Settled) -> Edges:
    """Return edges between clusters of one whole name and practice that fit each other and nobody else of the name.

    A cluster is in one edge at most. What people decided or left open, and what documents tell apart, stays.
    """
    if not scorer.records.fields[HOUSES].codes.any():
        return np.zeros((0, 3), np.int64)
    labels = made.labels
    apart = {_pair(int(labels[a]), int(labels[b])) for a, b in (*settled.different, *settled.unsure)}
    found = [edge for names in _at_once(_names(scorer, labels), labels) for edge in _fitting(scorer, names, labels)]
    chosen, used = [], set[int]()
    for score, left, right in sorted(found, key=lambda edge: (-edge[0], edge[1:])):
        ends = {int(labels[left]), int(labels[right])}
        if not ends & used and _pair(*sorted(ends)) not in apart:
            used |= ends
            chosen.append((min(left, right), max(left, right), score))
    return np.array(chosen, np.int64).reshape(-1, 3)


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _fitting(scorer: Scorer, names: list[_Name], labels: Codes) -> Iterator[tuple[int, int, int]]:
    """Give the score and two records of each two clusters that fit each other and nobody else of their name."""
    ends = np.array([pair for name in names for pair in combinations(name.clusters, 2)], np.int64)
    clusters = np.unique(ends)
    wanted = np.zeros(int(labels.max(initial=0)) + 1, bool)
    wanted[clusters] = True
    records = np.flatnonzero(wanted[labels]).astype(np.int32)
    groups = Groups(scorer, records, np.searchsorted(clusters, labels[records]))
    places = np.searchsorted(clusters, ends)
    told = zip(map(tuple, places.tolist()), *(one.tolist() for one in groups.sole_scores(*places.T)), strict=True)
    for name in names:
        yield from _of_name(groups, name.records, [next(told) for _ in combinations(name.clusters, 2)])


def _of_name(groups: Groups, records: list[int], told: list[_Told]) -> Iterator[tuple[int, int, int]]:
    """Give what :func:`_fitting` does for the clusters of one name, two by two in the order of their records."""
    for (ends, score, sole, is_named), pair in zip(told, combinations(records, 2), strict=True):
        rivals = [other[1] for other in told if other[0] != ends and not set(ends).isdisjoint(other[0])]
        is_clear = score >= max(rivals, default=score - _CLEAR) + _CLEAR
        if is_clear and is_named and sole >= COUNT_CUT and _may_fit(groups, *ends):
            yield (sole, *pair)


def _may_fit(groups: Groups, one: int, other: int) -> bool:
    """Tell whether both stand in one practice's papers; ``Sr`` on one side alone says that there is a namesake."""
    if bool(groups.values(one, "suffix")) != bool(groups.values(other, "suffix")):
        return False
    return not set(groups.values(one, HOUSES)).isdisjoint(groups.values(other, HOUSES))


def _names(scorer: Scorer, labels: Codes) -> Iterator[_Name]:
    """Give each whole name of several clusters two of which have nothing to compare but names."""
    first, last = scorer.canonical("first").astype(np.int64), scorer.canonical("last")
    named = np.flatnonzero((first > 0) & (last > 0) & scorer.records.is_compared)
    code = np.unique(first[named] * (int(last.max(initial=0)) + 1) + last[named], return_inverse=True)[1]
    width = int(labels.max(initial=0)) + 1
    borne, at = np.unique(code.astype(np.int64) * width + labels[named], return_index=True)
    starts = np.flatnonzero(np.diff(borne // width, prepend=-1))
    sizes = np.diff(np.append(starts, len(borne)))
    few = (sizes > 1) & (sizes <= _MOST)
    filled = _filled(scorer, labels, width)
    for start, size in zip(starts[few].tolist(), sizes[few].tolist(), strict=True):
        clusters = (borne[start : start + size] % width).tolist()
        if any(not filled[a] & filled[b] for a, b in combinations(clusters, 2)):
            yield _Name(clusters, named[at[start : start + size]].tolist())


def _filled(scorer: Scorer, labels: Codes, width: int) -> Wide:
    """Return for each cluster a bit for each field that any of its records has and that is more than a name.

    Left out are fields of several values: other numbers of one kind are no comparison.
    """
    bits = np.zeros(width, np.int64)
    for at, name in enumerate(name for name in scorer.filled if name not in NAME and name not in LISTS):
        parts = ("zip", "city") if name == "place" else (name,)
        for part in parts:
            np.bitwise_or.at(bits, labels[scorer.records.fields[part].codes > 0], 1 << min(at, 62))
    return bits


def _at_once(names: Iterator[_Name], labels: Codes) -> Iterator[list[_Name]]:
    """Give names together as long as their clusters have not too many records."""
    sizes = np.bincount(labels)
    some: list[_Name] = []
    records = 0
    for name in names:
        some.append(name)
        records += int(sizes[name.clusters].sum())
        if records >= _RECORDS_AT_ONCE:
            yield some
            some, records = [], 0
    if some:
        yield some
