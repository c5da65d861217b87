"""People of a rare whole name whose papers hold nothing that can be compared: one person, in whichever practice.

Emmett Esplin with an address on a list of returned mail, with a birth date in an oncologist's note and with an illness
in a mail is one man, unless papers contradict each other: of his name hardly another one is among all the patients.

Invariant: clusters of one whole name are joined all or not at all; papers that say different birth dates, social
security numbers, suffixes, sexes or middle names, and what people decided, keep them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tocsin.model.lexicon import usage
from tocsin.resolution.bearers import Bearer, apart_in, differ, share_of
from tocsin.resolution.clusters import Clusters, Settled
from tocsin.resolution.fields import HOUSES, Codes, Mask
from tocsin.resolution.forests import Edges
from tocsin.resolution.namesakes import POPULATION
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import COUNT_CUT

_MOST_UNSEEN = 0.005
"""Patients of that whole name whom the practices of the case may have beside those in evidence."""
_MOST_CLUSTERS = 12
Keys = npt.NDArray[np.int64]


def rare_name_edges(scorer: Scorer, made: Clusters, settled: Settled, office: Mask | None = None) -> Edges:
    """Return edges that join the clusters of each rare whole name, where nothing keeps any two of them apart.

    Args:
        scorer: of the case.
        made: the clusters so far.
        settled: what people decided, and what documents tell apart.
        office: of each subject: whether it stands for an office. Who writes from one is left out: what was read of
            an employee's mails is not what was read of the employee.
    """
    if not scorer.records.fields[HOUSES].codes.any():
        return np.zeros((0, 3), np.int64)
    labels = made.labels
    apart = apart_in(labels, settled)
    edges = []
    for bearers in _by_name(scorer, labels, office):
        if all(_may_be_one(a, b, labels, apart) for a, b in combinations(bearers, 2)):
            records = sorted(one.record for one in bearers)
            edges += [(records[0], record, COUNT_CUT) for record in records[1:]]
    return np.array(edges, np.int64).reshape(-1, 3)


def _may_be_one(one: Bearer, other: Bearer, labels: Codes, apart: set[frozenset[int]]) -> bool:
    if differ(one, other) or (one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers)):
        return False
    return frozenset((int(labels[one.record]), int(labels[other.record]))) not in apart


def _by_name(scorer: Scorer, labels: Codes, office: Mask | None) -> Iterator[list[Bearer]]:
    """Give the clusters of each rare whole name that has several."""
    fields = scorer.records.fields
    first, last = fields["first"], fields["last"]
    is_word = np.array([len(text) > 1 for text in first.texts.to_pylist()], bool)
    is_surname = np.array([len(text) > 1 for text in last.texts.to_pylist()], bool)
    named = np.flatnonzero(is_word[first.codes] & is_surname[last.codes] & (first.codes > 0) & (last.codes > 0))
    if office is not None:
        named = named[~office[scorer.records.first_subject[named]]]
    width = len(first.texts)
    keys = last.codes[named].astype(np.int64) * width + first.codes[named]
    told = _told(scorer, keys, labels[named])
    grouped: dict[int, dict[int, Bearer]] = defaultdict(dict)
    mine = np.isin(keys, told)
    for key, record in zip(keys[mine].tolist(), named[mine].tolist(), strict=True):
        grouped[key].setdefault(int(labels[record]), Bearer(record)).learn(fields, record)
    for key in sorted(grouped):
        yield list(grouped[key].values())


def _told(scorer: Scorer, keys: Keys, labels: Codes) -> Keys:
    """Return the whole names (by key) of several clusters that are rare enough."""
    fields = scorer.records.fields
    first, last = fields["first"], fields["last"]
    width, clusters = len(first.texts), int(labels.max(initial=0)) + 1
    bearers = np.unique(keys * clusters + labels) // clusters
    names, counts = np.unique(bearers, return_counts=True)
    of_last, of_first = np.bincount(bearers // width), np.bincount(bearers % width, minlength=width)
    several = np.flatnonzero((counts > 1) & (counts <= _MOST_CLUSTERS))
    patients = POPULATION * max(1, len(fields[HOUSES].texts) - 1)
    kept = []
    for key, these in zip(names[several].tolist(), counts[several].tolist(), strict=True):
        surname, given = key // width, key % width
        by_surname = share_of(usage(last.text(surname)).surname, int(of_last[surname]) - these, len(bearers))
        by_given = share_of(usage(first.text(given)).given, int(of_first[given]) - these, len(bearers))
        if patients * by_surname * by_given <= _MOST_UNSEEN:
            kept.append(key)
    return np.array(kept, np.int64)
