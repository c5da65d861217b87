"""Clusters of records: connected by scores above a cut, taken apart and rebuilt where a cluster contradicts itself.

A cluster in which some pair rather looks like a household, twins or namesakes is rebuilt edge by edge, the strongest
first: two parts become one only if their profiles (the commonest values of each field) also score as one person.
What people decided comes before any score.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tocsin.resolution.blocking import all_pairs
from tocsin.resolution.fields import Codes, Mask
from tocsin.resolution.forests import Edges, components, stretches, trees
from tocsin.resolution.pairs import Wide
from tocsin.resolution.profiles import Part, Profiles
from tocsin.resolution.records import distinct
from tocsin.resolution.scoring import NO_LEAST, Scored, Scorer, gathered
from tocsin.resolution.threads import beside

FORCED = 1 << 29
"""Score of what people decided to be the same."""
_LARGEST = 60
"""Clusters above this are always rebuilt."""
_AT_ONCE = 500_000
"""Records whose components are looked at together."""
_REBUILT_AT_ONCE = 20_000
"""Edges whose components are rebuilt together."""
JOINED, REFUSED = 1, 2
Fates = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Settled:
    """What people decided, as pairs of records."""

    same: Sequence[tuple[int, int]] = ()
    different: Sequence[tuple[int, int]] = ()
    unsure: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Clusters:
    """The cluster of each record, the edges that made them (a tree each), and those that were refused."""

    labels: Codes
    merged: Edges
    refused: Edges


Rebuild = Callable[[Edges, Codes, int, Settled], tuple[Edges, Edges]]


def cluster(
    scorer: Scorer,
    edges: Scored,
    cut: int,
    settled: Settled,
    rebuild: Rebuild | None = None,
    known: Scored | None = None,
) -> Clusters:
    """Return the clusters of edges at or above a cut.

    Args:
        scorer: of the case.
        edges: scored pairs, of which some may be taken for granted.
        cut: in millibits.
        settled: what people decided.
        rebuild: does elsewhere what :func:`rebuilt` does.
        known: pairs in order of which it is known whether they clash; the edges where it is left out.
    """
    size = len(scorer.records)
    chosen = _with_forced(edges.where(edges.scores >= cut), settled)
    labels = components(size, chosen.left, chosen.right)
    settled = replace(settled, different=_inside(settled.different, labels))
    doubtful = _doubtful(scorer, labels, edges if known is None else known, settled)
    is_rebuilt = doubtful[labels[chosen.left]]
    sure, doubted = chosen.where(~is_rebuilt), _rows(chosen.where(is_rebuilt))
    del chosen
    held, (joined, refused) = beside(
        partial(trees, sure, labels),
        partial(rebuild or partial(rebuilt, scorer), doubted, labels, cut, settled),
        scorer.threads,
    )
    merged = np.concatenate([held, joined])
    del held, joined, sure, doubted
    return Clusters(components(size, merged[:, 0], merged[:, 1]), _sorted(merged), refused)


def grown(made: Clusters, rows: Edges) -> Clusters:
    """Return the clusters with further edges, none of which closes a ring."""
    if not len(rows):
        return made
    merged = np.concatenate([made.merged, rows])
    labels = components(len(made.labels), merged[:, 0], merged[:, 1])
    return Clusters(labels, _sorted(merged), made.refused)


def _with_forced(edges: Scored, settled: Settled) -> Scored:
    """Return the edges with those that people decided to be the same."""
    forced = np.array([(min(a, b), max(a, b)) for a, b in settled.same if a != b], np.int32).reshape(-1, 2)
    if not len(forced):
        return edges
    scores, clash = np.full(len(forced), FORCED, np.int32), np.zeros(len(forced), bool)
    return gathered([edges, Scored(forced[:, 0], forced[:, 1], scores, clash)])


def _rows(edges: Scored) -> Edges:
    return np.stack([edges.left, edges.right, edges.scores], axis=1).astype(np.int64)


def _sorted(rows: Edges) -> Edges:
    """Return edges with the weakest first, then by right and left descending; reversed: strongest, then lowest."""
    rows = rows[np.lexsort((-rows[:, 1], -rows[:, 0]))]
    return rows[np.argsort(rows[:, 2], kind="stable")]


def _doubtful(scorer: Scorer, labels: Codes, known: Scored, settled: Settled) -> Mask:
    """Tell which components contradict themselves or what people decided, or are too large to be checked."""
    sizes = np.bincount(labels)
    found = sizes > _LARGEST
    found[labels[known.left[known.clash & (labels[known.left] == labels[known.right])]]] = True
    seen = known.left.astype(np.int64) * len(labels) + known.right
    rest = scorer.scored_parts(_unseen(labels, found, seen), NO_LEAST)
    found[labels[rest.left[rest.clash]]] = True
    for a, _ in settled.different:
        found[labels[a]] = True
    return found


def _inside(pairs: Sequence[tuple[int, int]], labels: Codes) -> Sequence[tuple[int, int]]:
    """Return the pairs that are in one component: of others, a large list holds millions."""
    if not pairs:
        return ()
    ends = np.array(pairs, np.int64)
    kept = ends[labels[ends[:, 0]] == labels[ends[:, 1]]]
    return list(zip(kept[:, 0].tolist(), kept[:, 1].tolist(), strict=True))


def _unseen(labels: Codes, is_settled: Mask, seen: Wide) -> Iterator[tuple[Codes, Codes]]:
    """Give the pairs of records inside components that are not settled, those left out that were seen (in order)."""
    size = len(labels)
    records = np.flatnonzero(~is_settled[labels])
    records = records[np.argsort(labels[records], kind="stable")]
    starts = np.flatnonzero(np.diff(labels[records], prepend=-1))
    while len(records):
        most = int(np.searchsorted(starts, _AT_ONCE, side="right"))
        end = int(starts[most]) if most < len(starts) else len(records)
        part, records = records[:end], records[end:]
        starts = starts[most:] - end
        pairs = all_pairs(labels[part].astype(np.int64), _LARGEST)
        joined = distinct(part[pairs // len(part)] * size + part[pairs % len(part)])
        if len(seen):
            joined = joined[seen[np.minimum(np.searchsorted(seen, joined), len(seen) - 1)] != joined]
        yield (joined // size).astype(np.int32), (joined % size).astype(np.int32)


def rebuilt(scorer: Scorer, rows: Edges, labels: Codes, cut: int, settled: Settled) -> tuple[Edges, Edges]:
    """Join along edges, the strongest first; return those that joined and those that were refused.

    Every component is rebuilt for itself, in the order of labels.
    """
    apart = _apart(settled.different)
    merged: list[Edges] = [np.zeros((0, 3), np.int64)]
    refused: list[Edges] = [np.zeros((0, 3), np.int64)]
    for part in stretches(labels[rows[:, 0]], _REBUILT_AT_ONCE):
        some = rows[part]
        component = labels[some[:, 0]]
        some = some[np.lexsort((some[:, 1], some[:, 0], -some[:, 2], component))]
        with _unswept():
            fates = _rebuild(scorer, some, labels[some[:, 0]], cut, apart)
        merged.append(some[fates == JOINED])
        refused.append(some[fates == REFUSED])
    return np.concatenate(merged), np.concatenate(refused)


@contextmanager
def _unswept() -> Iterator[None]:
    """Look for no rings of objects meanwhile: parts are many and hold none, and looking took a seventh of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _rebuild(scorer: Scorer, rows: Edges, component: Codes, cut: int, apart: dict[int, set[int]]) -> Fates:
    """Return what becomes of each edge, given by component and the strongest first."""
    profiles = _profiles(scorer, rows, component)
    fates = np.zeros(len(rows), np.int8)
    starts = np.flatnonzero(np.diff(component, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(rows)]):
        edges = rows[start:end].tolist()
        whole = len({record for a, b, _ in edges for record in (a, b)})
        of: dict[int, Part] = {}
        for at, (a, b, score) in enumerate(edges, start):
            left, right = of.get(a), of.get(b)
            if left is None:
                left = of[a] = profiles.part(a)
            if right is None:
                right = of[b] = profiles.part(b)
            if left is right:
                continue
            if score < FORCED and not _may_join(profiles, left, right, cut, apart):
                fates[at] = REFUSED
                continue
            large, small = (left, right) if len(left.records) >= len(right.records) else (right, left)
            large.take(small)
            fates[at] = JOINED
            if len(large.records) == whole:
                break
            of.update(dict.fromkeys(small.records, large))
    return fates


def _profiles(scorer: Scorer, rows: Edges, component: Codes) -> Profiles:
    """Return profiles of the records of edges; the values of components that are not too large are compared at once."""
    records, firsts = np.unique(rows[:, :2].astype(np.int32).ravel(), return_index=True)
    pairs = all_pairs(component[firsts // 2].astype(np.int64), _LARGEST)
    return Profiles(scorer, records, records[pairs // len(records)], records[pairs % len(records)])


def _may_join(profiles: Profiles, left: Part, right: Part, cut: int, apart: dict[int, set[int]]) -> bool:
    if apart and any(apart.get(a, set()).intersection(right.records) for a in left.records):
        return False
    if len(left.records) == len(right.records) == 1:
        return True
    return profiles.score(left, right) >= cut


def _apart(different: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in different:
        apart[a].add(b)
        apart[b].add(a)
    return apart
