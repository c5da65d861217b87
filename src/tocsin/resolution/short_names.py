"""People who stand under a nickname in one paper and under the formal name in another, and share nothing else.

``Burt Lapeer`` on a list of biopsies is the practice's Burton Lapeer if it has no other Lapeer whom that may be short
for, and if given name and surname together are so rare that hardly another one is among the patients in no evidence.

Invariant: a cluster is in one edge at most; papers that say different birth dates or social security numbers, other
practices, and what people decided, keep two apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tocsin.model.lexicon import nicknames, usage
from tocsin.resolution.arrays import distinct
from tocsin.resolution.bearers import Bearer, apart_in, differ, share_of
from tocsin.resolution.clusters import Clusters, Settled
from tocsin.resolution.fields import HOUSES, Codes, Mask
from tocsin.resolution.forests import Edges
from tocsin.resolution.namesakes import POPULATION
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import COUNT_CUT

_MOST_UNSEEN = 0.005
"""Patients of that surname and given name whom a practice may have beside those in evidence.

Few papers call somebody by a nickname, so that even a small chance of another one outweighs it.
"""
Keys = npt.NDArray[np.int64]


def nickname_edges(scorer: Scorer, made: Clusters, settled: Settled, is_listed: Mask) -> Edges:
    """Return edges between clusters of one surname whose given names are short for each other, where nobody else fits.

    Args:
        scorer: of the case.
        made: the clusters so far.
        settled: what people decided, and what documents tell apart.
        is_listed: of each subject, as :func:`tocsin.resolution.namesakes.are_listed_roles` tells.
    """
    if not scorer.records.fields[HOUSES].codes.any():
        return np.zeros((0, 3), np.int64)
    labels = made.labels
    apart = apart_in(labels, settled)
    edges = []
    for bearers in _by_surname(scorer, labels, is_listed):
        fits = {one.record: [other for other in bearers if other is not one and _fit(one, other)] for one in bearers}
        for one in bearers:
            if len(fits[one.record]) != 1:
                continue
            other = fits[one.record][0]
            pair = frozenset((int(labels[one.record]), int(labels[other.record])))
            if one.record < other.record and len(fits[other.record]) == 1 and pair not in apart:
                edges.append((one.record, other.record, COUNT_CUT))
    return np.array(edges, np.int64).reshape(-1, 3)


def _fit(one: Bearer, other: Bearer) -> bool:
    """Tell whether one may be the other under a shorter name: in one practice, or one of them in none that is known."""
    if one.houses.isdisjoint(other.houses) and bool(one.houses) == bool(other.houses):
        return False
    known = nicknames()
    return any(b in known.get(a, ()) for a in one.firsts for b in other.firsts) and not differ(one, other)


def _by_surname(scorer: Scorer, labels: Codes, is_listed: Mask) -> Iterator[list[Bearer]]:
    """Give the clusters of each surname that has given names short for each other, those with such names only."""
    fields = scorer.records.fields
    first, last = fields["first"], fields["last"]
    named = np.flatnonzero((first.codes > 0) & (last.codes > 0) & is_listed[scorer.records.first_subject])
    width = len(first.texts)
    keys = last.codes[named].astype(np.int64) * width + first.codes[named]
    order = np.lexsort((labels[named], keys))
    is_new = np.ones(len(order), bool)
    is_new[1:] = (np.diff(keys[order]) != 0) | (np.diff(labels[named][order]) != 0)
    told = _told(keys[order][is_new], first.texts.to_pylist(), last.texts.to_pylist())
    grouped: dict[int, dict[int, Bearer]] = defaultdict(dict)
    for record in named[np.isin(keys, told)].tolist():
        bearer = grouped[int(last.codes[record])].setdefault(int(labels[record]), Bearer(record))
        bearer.firsts.add(first.text(int(first.codes[record])))
        bearer.learn(fields, record)
    for code in sorted(grouped):
        if len(grouped[code]) > 1:
            yield list(grouped[code].values())


def _told(bearers: Keys, firsts: list[str], lasts: list[str]) -> Keys:
    """Return the keys (surname and given name) beside which the surname, a rare one, has a shorter or longer name.

    Args:
        bearers: the key of each cluster, sorted.
        firsts: given names by their numbers; a key's is what the surname's number times their count leaves.
        lasts: surnames by their numbers.
    """
    keys, width, code = distinct(bearers), len(firsts), {text: at for at, text in enumerate(firsts)}
    of_last, of_first = np.bincount(bearers // width), np.bincount(bearers % width, minlength=width)
    given = (keys % width).tolist()
    near = {
        one: [code[other] for other in nicknames().get(firsts[one], ()) if other in code] for one in sorted(set(given))
    }
    pairs = [(at, other) for at, one in enumerate(given) for other in near[one]]
    if not pairs:
        return np.zeros(0, np.int64)
    places, others = np.array(pairs, np.int64).T
    held = np.isin(keys[places] // width * width + others, keys)
    kept = []
    for at, other in zip(places[held].tolist(), others[held].tolist(), strict=True):
        one, surname = given[at], int(keys[at]) // width
        by_surname = share_of(usage(lasts[surname]).surname, int(of_last[surname]) - _THESE, len(bearers))
        by_given = share_of(
            usage(firsts[one]).given + usage(firsts[other]).given,
            int(of_first[one] + of_first[other]) - _THESE,
            len(bearers),
        )
        if POPULATION * by_surname * by_given <= _MOST_UNSEEN:
            kept.append(int(keys[at]))
    return distinct(np.array(kept, np.int64))


_THESE = 2
"""The two who may be one say nothing of how many others there are."""
