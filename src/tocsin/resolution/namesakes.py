"""Bare names: merged with the one other of that name where the name is rare enough, else put before a person.

A name with nothing but clinical facts beside it says who it is by its rarity only. Where two people of the case have
the name it is never merged; where one has, what counts is how many of that name a practice's patients would hold.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.elements import LISTED_ROLES, OFFICE_ROLES
from tocsin.resolution.arrays import distinct
from tocsin.resolution.clusters import Clusters, Settled, grown
from tocsin.resolution.fields import Codes, Mask
from tocsin.resolution.forests import Edges
from tocsin.resolution.frequency import name_codes
from tocsin.resolution.scoring import Scorer, score_of
from tocsin.resolution.weights import BIT, COUNT_CUT, Hypothesis

Indices = npt.NDArray[np.int64]
POPULATION = 4096
"""Patients that a practice is taken to have beside those in evidence."""


def are_listed_roles(subjects: pa.Table) -> Mask:
    """Tell which subjects have a role that is listed and something beside the name."""
    role = pc.is_in(subjects["role"], pa.array([role.value for role in LISTED_ROLES]))
    more = pc.greater(pc.list_value_length(subjects["elements"]), 1)
    listed: Mask = pc.and_(role, more).to_numpy(zero_copy_only=False)
    return listed


def are_in_office(subjects: pa.Table) -> Mask:
    """Tell which subjects stand in a paper for their office: they write, or treat."""
    held: Mask = pc.is_in(subjects["role"], pa.array([role.value for role in OFFICE_ROLES])).to_numpy(
        zero_copy_only=False
    )
    return held


def bare_name_edges(scorer: Scorer, labels: Codes, is_listed: Mask) -> Edges:
    """Return, for each listed record that holds a bare name, the one cluster of that name, if there is just one.

    Where no other record of the name holds more, the lowest bare one stands for all. Chance
    namesakes are expected among ``POPULATION`` people at least: what is in evidence is not all the patients there are.

    Args:
        scorer: of the case.
        labels: the cluster of each record.
        is_listed: of each subject, as :func:`are_listed_roles` tells.
    """
    records = scorer.records
    names = name_codes(records)
    whole = (records.fields["first"].codes > 0) & (records.fields["last"].codes > 0)
    bare = np.flatnonzero(~records.is_compared & whole & is_listed[records.first_subject])
    known = np.flatnonzero(records.is_compared & whole)
    size = int(names.max(initial=0)) + 1
    target = _only_cluster(names[known], labels[known], known, size)
    has_known = np.bincount(names[known], minlength=size) > 0
    alone = bare[~has_known[names[bare]]]
    target[names[alone][::-1]] = alone[::-1]
    found = target[names[bare]]
    left, right = bare[(found >= 0) & (found != bare)], found[(found >= 0) & (found != bare)]
    pairs = np.stack([np.minimum(left, right), np.maximum(left, right)]).astype(np.int32)
    levels = scorer.levels(pairs[0], pairs[1])
    totals = scorer.totals(levels, pairs[0], pairs[1])
    unseen = math.log2(max(1.0, POPULATION / max(1, scorer.compared)))
    totals[Hypothesis.STRANGERS] += round(BIT * unseen)
    return np.stack([pairs[0], pairs[1], score_of(totals)], axis=1).astype(np.int64)


def with_bare_names(made: Clusters, edges: Edges, settled: Settled) -> Clusters:
    """Return the clusters with bare names merged along edges that are sure enough and against no decision."""
    apart = {frozenset(pair) for pair in settled.different}
    sure = [row for row in edges.tolist() if row[2] >= COUNT_CUT and frozenset(row[:2]) not in apart]
    return grown(made, np.array(sure, np.int64).reshape(-1, 3))


def _only_cluster(names: Codes, labels: Codes, records: Indices, size: int) -> Indices:
    """Return for each name the first record of its cluster; -1 where no cluster or several have it."""
    width = int(labels.max(initial=0)) + 1
    several = np.bincount(distinct(names.astype(np.int64) * width + labels) // width, minlength=size)
    target = np.full(size, -1, np.int64)
    target[names[::-1]] = records[::-1]
    target[several > 1] = -1
    return target
