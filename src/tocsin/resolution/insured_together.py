"""Rows that a name and a policy's number alone give to one of two relatives of one name: taken from both.

Father and son are insured together as a rule, so the number that stands in the father's papers is the son's too. A row
that holds the name and that number fits both, though only one of them has papers with the number: it is neither's
until something tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tocsin.resolution.clusters import FORCED, Clusters
from tocsin.resolution.fields import HOUSES, Codes, Mask, Places
from tocsin.resolution.forests import Edges, components
from tocsin.resolution.groups import Groups
from tocsin.resolution.levels import MIDDLE_DIFFERENT, PLAIN_DIFFERENT
from tocsin.resolution.records import NAME
from tocsin.resolution.scoring import Scorer

_POLICY = "members"
_ALONE = {"middle": MIDDLE_DIFFERENT, "suffix": PLAIN_DIFFERENT}
_OTHERS = _ALONE | {_POLICY: PLAIN_DIFFERENT, HOUSES: PLAIN_DIFFERENT}
_Choice = tuple[int, int, int, int]
"""The place of an edge, the row that it gives to somebody, that one, and one of the name."""


def without_shared(scorer: Scorer, made: Clusters) -> Clusters:
    """Return the clusters without the edges by which rows went to one of two relatives of one name.

    Args:
        scorer: of the case.
        made: the clusters so far.
    """
    is_told = (scorer.records.fields["dob"].codes > 0) | (scorer.records.fields["ssn"].codes > 0)
    asked = _of_policies(scorer, made.edges, is_told)
    if not len(asked):
        return made
    size, kept = len(scorer.records), np.ones(len(made.edges), bool)
    kept[asked] = False
    parts = components(size, made.edges[kept, 0], made.edges[kept, 1])
    gone = asked[_fit_two(scorer, made.edges[asked, :2], parts, np.unique(parts[is_told]))]
    kept[asked] = True
    kept[gone] = False
    edges, refused = made.edges[kept], np.concatenate([made.refused, made.edges[gone]])
    return replace(made, labels=components(size, edges[:, 0], edges[:, 1]), edges=edges, refused=refused)


def _of_policies(scorer: Scorer, edges: Edges, is_told: Mask) -> Places:
    """Return the places of edges that a whole name and a policy's number alone made to who has a birth date."""
    left, right = edges[:, 0].astype(np.int32), edges[:, 1].astype(np.int32)
    asked = np.flatnonzero((edges[:, 2] < FORCED) & (is_told[left] != is_told[right]))
    levels = scorer.levels(left[asked], right[asked])
    found = (levels["first"] == 1) & (levels["last"] == 1) & (levels[_POLICY] == 1)
    for name in set(scorer.filled) - NAME - {_POLICY}:
        found &= levels[name] != 1
    chosen: Places = asked[found]
    return chosen


def _fit_two(scorer: Scorer, ends: Places, parts: Codes, told: Codes) -> Mask:
    """Tell which edges lead from a row to one of two relatives of one name, of whom it may be the other's as well.

    Args:
        scorer: of the case.
        ends: the records at both ends of each edge.
        parts: of each record the cluster that it has without these edges.
        told: those of which a birth date or an SSN is known.
    """
    found = np.zeros(len(ends), bool)
    choices = np.array(list(_choices(scorer, ends, parts, set(told.tolist()))), np.int64).reshape(-1, 4)
    used = np.unique(choices[:, 1:])
    records = np.flatnonzero(np.isin(parts, used)).astype(np.int32)
    groups = Groups(scorer, records, np.searchsorted(used, parts[records]))
    row, known, rival = np.searchsorted(used, choices[:, 1:]).T
    is_worse = np.zeros(len(choices), bool)
    for name, differs in _OTHERS.items():
        by_known, by_rival = (groups.levels(name, row, one) for one in (known, rival))
        is_worse |= by_rival == differs
        if name in _ALONE:
            is_worse |= (by_rival == 0) & (by_known > 0) & (by_known < differs)
    found[choices[groups.are_relatives(known, rival) & ~is_worse, 0]] = True
    return found


def _choices(scorer: Scorer, ends: Places, parts: Codes, told: set[int]) -> Iterator[_Choice]:
    """Give for each edge everybody of the name of whom a birth date or an SSN is known."""
    first, last = scorer.canonical("first").astype(np.int64), scorer.canonical("last").astype(np.int64)
    names = first * (int(last.max(initial=0)) + 1) + last
    bearers = defaultdict[int, set[int]](set)
    for record in np.flatnonzero(np.isin(names, names[ends[:, 0]])).tolist():
        if int(parts[record]) in told:
            bearers[int(names[record])].add(int(parts[record]))
    for at, (left, right) in enumerate(parts[ends].tolist()):
        if (left in told) != (right in told):
            row, known = (right, left) if left in told else (left, right)
            yield from ((at, row, known, rival) for rival in sorted(bearers[int(names[ends[at, 0]])]))
