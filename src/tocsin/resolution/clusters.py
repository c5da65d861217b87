"""Clusters of records: connected by scores above a cut, taken apart and rebuilt where a cluster contradicts itself.

A cluster that holds two birth dates, numbers, suffixes or given names is rebuilt edge by edge, the strongest first:
two parts become one only if their profiles (the commonest value of each field) also score as one person.
What people decided comes before any score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tocsin.resolution.levels import LEVELS
from tocsin.resolution.records import MULTIPLE, SINGLE, Codes, Records
from tocsin.resolution.scoring import Scorer, Scores
from tocsin.resolution.weights import Hypothesis, is_by_frequency

FORCED = 1 << 40
"""Score of what people decided to be the same."""
_TELLING = ("dob", "ssn", "suffix", "first", "sex")


@dataclass(frozen=True)
class Edge:
    """Two records that were merged, or were not though their score asked for it."""

    left: int
    right: int
    score: int


@dataclass
class Clusters:
    """The cluster of each record, the edges that made them, and those that were refused."""

    labels: Codes
    merged: list[Edge] = field(default_factory=list)
    refused: list[Edge] = field(default_factory=list)


def cluster(
    scorer: Scorer,
    left: Codes,
    right: Codes,
    scores: Scores,
    cut: int,
    same: Sequence[tuple[int, int]] = (),
    different: Sequence[tuple[int, int]] = (),
) -> Clusters:
    """Return the clusters at a cut; ``same`` and ``different`` are pairs of records that people decided."""
    size = len(scorer.records)
    keep = scores >= cut
    edges = [*zip(left[keep].tolist(), right[keep].tolist(), scores[keep].tolist(), strict=True)]
    edges += [(min(a, b), max(a, b), FORCED) for a, b in same if a != b]
    labels = _components(size, edges)
    rebuilt = _contradicting(scorer.records, labels, different)
    by_label: dict[int, list[Edge]] = defaultdict(list)
    for a, b, score in edges:
        by_label[int(labels[a])].append(Edge(a, b, score))
    apart = _apart(different)
    parent = np.arange(size)
    made = Clusters(labels)
    for label in sorted(by_label):
        ordered = sorted(by_label[label], key=lambda e: (-e.score, e.left, e.right))
        merged, refused = _grow(scorer, ordered, cut, parent, apart, is_checked=label in rebuilt)
        made.merged += merged
        made.refused += refused
    made.labels = np.array([_root(parent, n) for n in range(size)], np.int32)
    return made


def _components(size: int, edges: Sequence[tuple[int, int, int]]) -> Codes:
    if not edges:
        return np.arange(size, dtype=np.int32)
    rows, columns = np.array([e[0] for e in edges]), np.array([e[1] for e in edges])
    graph = coo_matrix((np.ones(len(edges), np.int8), (rows, columns)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int32)


def _contradicting(records: Records, labels: Codes, different: Iterable[tuple[int, int]]) -> set[int]:
    """Return the components that hold more than one value of a field that tells people apart."""
    found: set[int] = set()
    for name in _TELLING:
        codes = records.fields[name].codes
        filled = codes > 0
        pairs = np.unique(np.stack([labels[filled], codes[filled]], axis=1), axis=0)
        several = np.bincount(pairs[:, 0]) if len(pairs) else np.zeros(0, np.int64)
        found.update(np.flatnonzero(several > 1).tolist())
    found.update(int(labels[a]) for a, b in different if labels[a] == labels[b])
    return found


def _apart(different: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in different:
        apart[a].add(b)
        apart[b].add(a)
    return apart


def _grow(
    scorer: Scorer,
    edges: Sequence[Edge],
    cut: int,
    parent: npt.NDArray[np.int64],
    apart: dict[int, set[int]],
    *,
    is_checked: bool,
) -> tuple[list[Edge], list[Edge]]:
    """Join along the edges of one component, in order; return those that joined and those that were refused."""
    members: dict[int, list[int]] = {}
    merged, refused = [], []
    for edge in edges:
        a, b = _root(parent, edge.left), _root(parent, edge.right)
        if a == b:
            continue
        left, right = members.get(a, [a]), members.get(b, [b])
        if edge.score < FORCED and is_checked and not _may_join(scorer, left, right, cut, apart):
            refused.append(edge)
            continue
        low, high = min(a, b), max(a, b)
        parent[high] = low
        members[low] = [*left, *right]
        members.pop(high, None)
        merged.append(edge)
    return merged, refused


def _may_join(scorer: Scorer, left: list[int], right: list[int], cut: int, apart: dict[int, set[int]]) -> bool:
    if apart and any(apart.get(a, set()).intersection(right) for a in left):
        return False
    if len(left) == len(right) == 1:
        return True
    return profile_score(scorer, left, right) >= cut


def profile_score(scorer: Scorer, left: Sequence[int], right: Sequence[int]) -> int:
    """Return the score of two groups of records, each taken as one: the commonest value of each field."""
    totals = {h: scorer._priors[h] for h in Hypothesis}
    for name in (*SINGLE, *MULTIPLE):
        level, code = _profile_level(scorer.records, name, left, right)
        if not level:
            continue
        for hypothesis in Hypothesis:
            if is_by_frequency(name, level, hypothesis):
                totals[hypothesis] += int(scorer.frequency[name][code])
            else:
                totals[hypothesis] += int(scorer._tables[name][hypothesis][level])
    return totals[Hypothesis.SAME] - max(total for h, total in totals.items() if h is not Hypothesis.SAME)


def _profile_level(records: Records, name: str, left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
    field_ = records.fields[name]
    if name in MULTIPLE:
        a = frozenset().union(*(field_.all_codes(r) for r in left))
        b = frozenset().union(*(field_.all_codes(r) for r in right))
        if not a or not b:
            return 0, 0
        return (1, min(a & b)) if a & b else (2, 0)
    one, other = _commonest(field_.codes, left), _commonest(field_.codes, right)
    return LEVELS[name](field_.texts[one], field_.texts[other]), one


def _commonest(codes: Codes, records: Sequence[int]) -> int:
    counts = Counter(int(codes[r]) for r in records if codes[r])
    return min(counts, key=lambda code: (-counts[code], code)) if counts else 0


def _root(parent: npt.NDArray[np.int64], node: int) -> int:
    root = node
    while parent[root] != root:
        root = int(parent[root])
    while parent[node] != root:
        parent[node], node = root, int(parent[node])
    return root
