"""People of whom a paper has an initial and a surname, or the surname alone: merged with the one who fits.

``C. Boggs`` on a practice's list is that practice's Clint Boggs if it has no other Boggs with a C, and if the surname
is so rare that hardly another one is among its patients who stand in no evidence. Else nobody is chosen.

Invariant: a cluster is in one edge at most; papers that say different birth dates or social security numbers, and what
people decided, keep two apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from tocsin.model.lexicon import PEOPLE, usage
from tocsin.resolution.bearers import RARE, Bearer, apart_in, differ
from tocsin.resolution.clusters import Clusters, Settled
from tocsin.resolution.fields import HOUSES, Codes, Mask
from tocsin.resolution.forests import Edges
from tocsin.resolution.namesakes import POPULATION
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import COUNT_CUT

_INITIALS = 10.0
"""Of so many people of one surname one has a given initial."""
_MOST_UNSEEN = 0.3
"""Patients of that surname and initial whom a practice may have beside those in evidence."""


def initial_edges(scorer: Scorer, made: Clusters, settled: Settled, is_listed: Mask) -> Edges:
    """Return edges between clusters of an initial and a surname and the one cluster of a practice that fits.

    Args:
        scorer: of the case.
        made: the clusters so far.
        settled: what people decided, and what documents tell apart.
        is_listed: of each subject, as :func:`tocsin.resolution.namesakes.are_listed_roles` tells.
    """
    records, labels = scorer.records, made.labels
    if not records.fields[HOUSES].codes.any():
        return np.zeros((0, 3), np.int64)
    apart = apart_in(labels, settled)
    edges = []
    for surname, bearers in _by_surname(scorer, labels, is_listed):
        unseen = POPULATION * max(RARE, usage(surname).surname) / PEOPLE
        for short in (b for b in bearers if b.is_short):
            chosen = _fitting(short, bearers, unseen)
            if chosen is not None and frozenset((int(labels[short.record]), int(labels[chosen.record]))) not in apart:
                edges.append((min(short.record, chosen.record), max(short.record, chosen.record), COUNT_CUT))
    return np.array(edges, np.int64).reshape(-1, 3)


def _fitting(short: Bearer, bearers: Iterable[Bearer], unseen: float) -> Bearer | None:
    """Return the one bearer of the surname in a practice of theirs who can be meant."""
    initial = max(short.firsts, key=len, default="")
    if unseen / (_INITIALS if initial else 1.0) > _MOST_UNSEEN or len(short.firsts - {""}) > 1:
        return None
    found = [
        b
        for b in bearers
        if not b.is_short and not b.houses.isdisjoint(short.houses) and any(f.startswith(initial) for f in b.firsts)
    ]
    if len(found) != 1 or differ(short, found[0]):
        return None
    return found[0]


def _by_surname(scorer: Scorer, labels: Codes, is_listed: Mask) -> Iterator[tuple[str, list[Bearer]]]:
    """Give the clusters of each surname that some cluster has with no more than an initial."""
    fields = scorer.records.fields
    first, last = fields["first"], fields["last"]
    lengths = np.array([len(text) for text in first.texts.to_pylist()], np.int64)
    named = np.flatnonzero((last.codes > 0) & is_listed[scorer.records.first_subject])
    short = lengths[first.codes[named]] <= 1
    wanted = np.zeros(int(last.codes.max(initial=0)) + 1, bool)
    wanted[last.codes[named[short]]] = True
    full = np.zeros_like(wanted)
    full[last.codes[named[~short]]] = True
    wanted &= full
    grouped: dict[int, dict[int, Bearer]] = defaultdict(dict)
    for record in named[wanted[last.codes[named]]].tolist():
        bearer = grouped[int(last.codes[record])].setdefault(int(labels[record]), Bearer(record))
        bearer.firsts.add(first.text(int(first.codes[record])) if first.codes[record] else "")
        bearer.learn(fields, record)
    for code in sorted(grouped):
        yield last.text(code), list(grouped[code].values())
