"""Clusters of records: connected by scores above a cut, taken apart and rebuilt where a cluster contradicts itself.

A cluster in which some pair rather looks like a household, twins or namesakes is rebuilt edge by edge, the strongest
first: two parts become one only if their profiles (the commonest values of each field) also score as one person.
What people decided comes before any score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tocsin.resolution.arrays import distinct, order_of
from tocsin.resolution.blocking import all_pairs
from tocsin.resolution.fields import Codes, Mask, Places
from tocsin.resolution.forests import Edges, components, stretches, trees
from tocsin.resolution.groups import Groups
from tocsin.resolution.pairs import Wide
from tocsin.resolution.scoring import NO_LEAST, Scored, Scorer, gathered
from tocsin.resolution.threads import beside, in_order
from tocsin.resolution.weights import BIT

FORCED = 1 << 29
"""Score of what people decided to be the same."""
_LARGEST = 60
"""Clusters above this are always rebuilt."""
_AT_ONCE = 200_000
"""Records whose components are looked at together."""
_REBUILT_AT_ONCE = 1_000_000
"""Edges whose components are rebuilt together."""
_HALF = 32
"""Bits of a number in which a record or a place among edges has room."""
_ALIKE = 7 * BIT // 4
"""Scores as near as that do not tell whose something is."""
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
    """The cluster of each record, the edges that made them (a tree each, in no order), and those that were refused.

    Clusters are counted from 0 in the order of their first records.
    """

    labels: Codes
    edges: Edges
    refused: Edges

    @cached_property
    def merged(self) -> Edges:
        """Return the edges with the weakest first."""
        return _sorted(self.edges)


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
    return Clusters(components(size, merged[:, 0], merged[:, 1]), merged, refused)


def grown(made: Clusters, rows: Edges) -> Clusters:
    """Return the clusters with further edges, none of which closes a ring."""
    if not len(rows):
        return made
    labels = made.labels
    joined = components(int(labels.max(initial=-1)) + 1, labels[rows[:, 0]], labels[rows[:, 1]])
    return Clusters(joined[labels], np.concatenate([made.edges, rows]), made.refused)


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
    """Return edges with the weakest first, then by left and right descending; reversed: strongest, then lowest."""
    rows = rows[np.argsort(rows[:, 0] << _HALF | rows[:, 1])[::-1]]
    found: Edges = rows[order_of(rows[:, 2] - rows[:, 2].min(initial=0))]
    return found


def _doubtful(scorer: Scorer, labels: Codes, known: Scored, settled: Settled) -> Mask:
    """Tell which components contradict themselves or what people decided, or are too large to be checked."""
    sizes = np.bincount(labels)
    found = sizes > _LARGEST
    found[labels[known.left[known.clash & (labels[known.left] == labels[known.right])]]] = True
    seen = known.left.astype(np.int64) * len(labels) + known.right
    rest = scorer.scored_parts(_unseen(labels, found, seen, scorer.threads), NO_LEAST)
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


def _unseen(labels: Codes, is_settled: Mask, seen: Wide, threads: int) -> Iterator[tuple[Codes, Codes]]:
    """Give the pairs of records inside components that are not settled, those left out that were seen (in order)."""
    records = np.flatnonzero(~is_settled[labels])
    records = records[order_of(labels[records])]
    starts = np.flatnonzero(np.diff(labels[records], prepend=-1))
    bounds = np.searchsorted(starts, np.arange(_AT_ONCE, len(records), _AT_ONCE))
    cuts = [0, *starts[bounds[bounds < len(starts)]].tolist(), len(records)]
    parts = (records[start:end] for start, end in pairwise(cuts))
    return in_order(partial(_unseen_inside, labels, seen), parts, threads)


def _unseen_inside(labels: Codes, seen: Wide, part: Places) -> tuple[Codes, Codes]:
    """Return the pairs of some records, all those of their components, that were not seen."""
    size = len(labels)
    pairs = all_pairs(labels[part].astype(np.int64), _LARGEST)
    joined = distinct(part[pairs // len(part)] * size + part[pairs % len(part)])
    if len(seen):
        joined = joined[seen[np.minimum(np.searchsorted(seen, joined), len(seen) - 1)] != joined]
    return (joined // size).astype(np.int32), (joined % size).astype(np.int32)


def rebuilt(scorer: Scorer, rows: Edges, labels: Codes, cut: int, settled: Settled) -> tuple[Edges, Edges]:
    """Join along edges, the strongest first; return those that joined and those that were refused.

    Every component is rebuilt for itself, in the order of labels.
    """
    apart = np.array(settled.different, np.int64).reshape(-1, 2)
    merged: list[Edges] = [np.zeros((0, 3), np.int64)]
    refused: list[Edges] = [np.zeros((0, 3), np.int64)]
    for part in stretches(labels[rows[:, 0]], _REBUILT_AT_ONCE):
        some = _sorted(rows[part])[::-1]
        fates = _fates(scorer, some, cut, apart)
        order = order_of(labels[some[:, 0]])
        some, fates = some[order], fates[order]
        merged.append(some[fates == JOINED])
        refused.append(some[fates == REFUSED])
    return np.concatenate(merged), np.concatenate(refused)


def _fates(scorer: Scorer, rows: Edges, cut: int, apart: Wide) -> Fates:
    """Return what becomes of each edge, given the strongest first.

    An edge is decided on once it is the strongest that both its groups have: no other can change them before its turn.
    So many are decided at a time, and all as if they had been one after the other; only what fits two people alike is
    told by the groups as they are in that round, whatever else is rebuilt with them. Where groups that stay two have
    more edges between them before any to others, those are refused with the first.

    Args:
        scorer: of the case.
        rows: edges.
        cut: in millibits.
        apart: rows of two records that people, or documents, say are not one person.
    """
    is_end = np.zeros(len(scorer.records), bool)
    is_end[rows[:, :2].ravel()] = True
    records = np.flatnonzero(is_end)
    place = np.cumsum(is_end) - 1
    groups = Groups(scorer, records.astype(np.int32), np.arange(len(records)))
    apart = np.searchsorted(records, apart[np.isin(apart, records).all(axis=1)])
    fates = np.zeros(len(rows), np.int8)
    into = np.arange(len(records))
    at, a, b, scores = np.arange(len(rows)), place[rows[:, 0]], place[rows[:, 1]], rows[:, 2].copy()
    while len(at):
        is_next = _are_first(a, b, len(records))
        some, one, other = at[is_next], a[is_next], b[is_next]
        may_join = _may_join(groups, one, other, scores[some], cut, apart)
        at, a, b = at[~is_next], a[~is_next], b[~is_next]
        asked = may_join & (scores[some] < FORCED)
        torn = _torn(groups, np.stack([one, other, scores[some]], axis=1)[asked], (a, b, scores[at]))
        if len(torn):
            apart = np.concatenate([apart, torn])
            may_join[asked] &= ~_are_among(one[asked], other[asked], torn, len(records))
        fates[some] = np.where(may_join, JOINED, REFUSED)
        is_like = _are_like(a, b, one[~may_join], other[~may_join], len(records))
        fates[at[is_like]] = REFUSED
        at, a, b = at[~is_like], a[~is_like], b[~is_like]
        one, other = one[may_join], other[may_join]
        is_larger = groups.size[one] >= groups.size[other]
        large, small = np.where(is_larger, one, other), np.where(is_larger, other, one)
        groups.join(large, small)
        into[small] = large
        a, b, apart = into[a], into[b], into[apart]
        differ = a != b
        at, a, b = at[differ], a[differ], b[differ]
    return fates


def _are_first(one: Wide, other: Wide, size: int) -> Mask:
    """Tell which edges are the first that both of their ends have."""
    places = np.arange(len(one))
    first = _first_places(one, other, places, size)
    found: Mask = (first[one] == places) & (first[other] == places)
    return found


def _first_places(one: Wide, other: Wide, places: Wide, size: int) -> Wide:
    """Return for each group the first of some places of edges at which it is an end; how many edges there are if none.

    Args:
        one: an end of each edge.
        other: its other end.
        places: of edges, ascending.
        size: how many groups there are.
    """
    found = np.full((2, size), len(one), np.int64)
    last = places[::-1]
    for first, ends in zip(found, (one, other), strict=True):
        first[ends[last]] = last
    earliest: Wide = np.minimum(*found)
    return earliest


def _are_like(one: Wide, other: Wide, left: Wide, right: Wide, size: int) -> Mask:
    """Tell which edges are between two groups that were just refused, and come before any that these have to others.

    Args:
        one: an end of each edge that is left, the strongest first.
        other: its other end.
        left: groups that were refused, each once.
        right: those that they were refused with.
        size: how many groups there are.
    """
    partner = np.full(size, -1, np.int64)
    partner[left], partner[right] = right, left
    found: Mask = partner[one] == other
    if found.any():
        first_to_others = _first_places(one, other, np.flatnonzero(~found), size)
        at = np.flatnonzero(found)
        found[at] = at < np.minimum(first_to_others[one[at]], first_to_others[other[at]])
    return found


def _may_join(groups: Groups, one: Wide, other: Wide, scores: Wide, cut: int, apart: Wide) -> Mask:
    """Tell which groups may become one: two records always, unless they are told apart; who decided so is believed."""
    found: Mask = (groups.size[one] == 1) & (groups.size[other] == 1)
    asked = np.flatnonzero(~found & (scores < FORCED))
    if len(asked):
        found[asked] = groups.scores(one[asked], other[asked]) >= cut
    if len(apart):
        found &= ~_are_among(one, other, apart, len(groups.size))
    found |= scores >= FORCED
    return found


def _are_among(one: Wide, other: Wide, pairs: Wide, size: int) -> Mask:
    """Tell which pairs of groups are among some."""
    told = np.minimum(pairs[:, 0], pairs[:, 1]) * size + np.maximum(pairs[:, 0], pairs[:, 1])
    return np.isin(np.minimum(one, other) * size + np.maximum(one, other), told)


def _torn(groups: Groups, joins: Edges, rest: tuple[Wide, Wide, Wide]) -> Wide:
    """Return groups that must stay apart because one of them fits two people alike, and nothing tells which it is.

    A row with a name and the number of a policy fits father and son: it is neither's until something tells. A group
    with a birth date or an SSN is not asked.

    Args:
        groups: as they are.
        joins: groups that are about to become one, and the score of their edge.
        rest: both groups and the scores of edges that are to be decided on.
    """
    none = np.zeros((0, 2), np.int64)
    left, right, scores = rest
    size = len(groups.size)
    least, partner = np.full(size, FORCED, np.int64), np.full(size, -1, np.int64)
    for mine, theirs in ((0, 1), (1, 0)):
        thin = joins[groups.lack("dob", joins[:, mine]) & groups.lack("ssn", joins[:, mine])]
        least[thin[:, mine]], partner[thin[:, mine]] = thin[:, 2] - _ALIKE, thin[:, theirs]
    near = []
    for ends, others in ((left, right), (right, left)):
        at = np.flatnonzero(scores >= least[ends])
        near.append(ends[at] * size + others[at])
    thin, rival = np.divmod(distinct(np.concatenate(near)), size)
    thin, rival = thin[rival != partner[thin]], rival[rival != partner[thin]]
    if not len(thin):
        return none
    partners = partner[thin]
    judged, are_two = groups.judged(np.concatenate([rival, thin, thin]), np.concatenate([partners, rival, partners]))
    _, to_rival, to_partner = np.split(judged, 3)
    is_torn = are_two[: len(thin)] & (to_rival >= to_partner - _ALIKE)
    thin, rival = thin[is_torn], rival[is_torn]
    return np.stack([np.tile(thin, 2), np.concatenate([partner[thin], rival])], axis=1)
