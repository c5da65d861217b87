"""Clusters of records: connected by scores above a cut, taken apart and rebuilt where a cluster contradicts itself.

A cluster in which some pair rather looks like a household, twins or namesakes is rebuilt edge by edge, the strongest
first: two parts become one only if their profiles (the commonest values of each field) also score as one person.
What people decided comes before any score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from tocsin.resolution.blocking import all_pairs
from tocsin.resolution.fields import Codes, Mask
from tocsin.resolution.profiles import Part, Profiles
from tocsin.resolution.scoring import Scored, Scorer

FORCED = 1 << 29
"""Score of what people decided to be the same."""
_LARGEST = 60
"""Clusters above this are always rebuilt."""
_LEAST = -(1 << 30)
Edges = npt.NDArray[np.int64]
"""Rows of left, right, score."""


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


def cluster(scorer: Scorer, edges: Scored, cut: int, settled: Settled, rebuild: Rebuild | None = None) -> Clusters:
    """Return the clusters of edges at or above a cut; ``rebuild`` does elsewhere what :func:`rebuilt` does."""
    size = len(scorer.records)
    rows = _edge_rows(edges.where(edges.scores >= cut), settled)
    labels = _components(size, rows)
    doubtful = _doubtful(scorer, labels, edges, settled)
    is_rebuilt = doubtful[labels[rows[:, 0]]]
    grown, refused = (rebuild or partial(rebuilt, scorer))(rows[is_rebuilt], labels, cut, settled)
    merged = np.concatenate([_tree(size, rows[~is_rebuilt]), grown])
    return Clusters(_components(size, merged), _sorted(merged), refused)


def grown(made: Clusters, rows: Edges) -> Clusters:
    """Return the clusters with further edges, each from a record that stands alone."""
    merged = np.concatenate([made.merged, rows])
    return Clusters(_components(len(made.labels), merged), _sorted(merged), made.refused)


def _edge_rows(edges: Scored, settled: Settled) -> Edges:
    rows = np.stack([edges.left, edges.right, edges.scores], axis=1).astype(np.int64)
    forced = [(min(a, b), max(a, b), FORCED) for a, b in settled.same if a != b]
    return np.concatenate([rows, np.array(forced, np.int64).reshape(-1, 3)])


def _components(size: int, rows: Edges) -> Codes:
    graph = coo_matrix((np.ones(len(rows), np.int8), (rows[:, 0], rows[:, 1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int32)


def _tree(size: int, rows: Edges) -> Edges:
    """Return the strongest edges that hold each component together."""
    if not len(rows):
        return rows
    rows = _sorted(rows)[::-1]
    _, firsts = np.unique(rows[:, 0] * size + rows[:, 1], return_index=True)
    rows = rows[firsts]
    cost = (2.0 * FORCED - rows[:, 2]).astype(np.float64)
    tree = minimum_spanning_tree(coo_matrix((cost, (rows[:, 0], rows[:, 1])), shape=(size, size)).tocsr()).tocoo()
    score = 2 * FORCED - np.round(tree.data).astype(np.int64)
    return np.stack([tree.row.astype(np.int64), tree.col.astype(np.int64), score], axis=1)


def _sorted(rows: Edges) -> Edges:
    """Return edges with the weakest first, then by right and left descending; reversed: strongest, then lowest."""
    return rows[np.lexsort((-rows[:, 1], -rows[:, 0], rows[:, 2]))]


def _doubtful(scorer: Scorer, labels: Codes, edges: Scored, settled: Settled) -> Mask:
    """Tell which components contradict themselves or what people decided, or are too large to be checked."""
    sizes = np.bincount(labels)
    found = sizes > _LARGEST
    joined = all_pairs(labels.astype(np.int64), _LARGEST)
    size = len(labels)
    inside = scorer.scored((joined // size).astype(np.int32), (joined % size).astype(np.int32), _LEAST)
    found[labels[inside.left[inside.clash]]] = True
    for a, b in settled.different:
        if labels[a] == labels[b]:
            found[labels[a]] = True
    return found


def rebuilt(scorer: Scorer, rows: Edges, labels: Codes, cut: int, settled: Settled) -> tuple[Edges, Edges]:
    """Join along edges, the strongest first; return those that joined and those that were refused.

    Every component is rebuilt for itself, in the order of labels.
    """
    profiles = Profiles(scorer)
    apart = _apart(settled.different)
    merged: list[list[int]] = []
    refused: list[list[int]] = []
    component = labels[rows[:, 0]]
    order = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2], component))
    parts: dict[int, Part] = {}
    root: dict[int, int] = {}
    of = -1
    for edge, label in zip(rows[order].tolist(), component[order].tolist(), strict=True):
        if label != of:
            of, parts, root = label, {}, {}
        a, b, score = edge
        one, other = root.get(a, a), root.get(b, b)
        if one == other:
            continue
        left, right = parts.get(one) or profiles.part(one), parts.get(other) or profiles.part(other)
        if score < FORCED and not _may_join(profiles, left, right, cut, apart):
            refused.append(edge)
            continue
        low, high = min(one, other), max(one, other)
        parts[low] = profiles.joined(left, right)
        parts.pop(high, None)
        root.update(dict.fromkeys(parts[low].records, low))
        merged.append(edge)
    return np.array(merged, np.int64).reshape(-1, 3), np.array(refused, np.int64).reshape(-1, 3)


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
