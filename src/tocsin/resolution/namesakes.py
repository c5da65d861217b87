"""Bare names: never merged across items, but put before a person where just one other has that name."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.elements import LISTED_ROLES
from tocsin.resolution.clusters import Edges
from tocsin.resolution.frequency import name_codes
from tocsin.resolution.records import Codes, Mask
from tocsin.resolution.scoring import Scorer

Indices = npt.NDArray[np.int64]


def are_listed_roles(subjects: pa.Table) -> Mask:
    """Tell which subjects have a role that is listed and something beside the name."""
    role = pc.is_in(subjects["role"], pa.array([role.value for role in LISTED_ROLES]))
    more = pc.greater(pc.list_value_length(subjects["elements"]), 1)
    listed: Mask = pc.and_(role, more).to_numpy(zero_copy_only=False)
    return listed


def bare_name_edges(scorer: Scorer, labels: Codes, is_listed: Mask) -> Edges:
    """Return, for each listed record that holds a bare name, the one cluster of that name, if there is just one.

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
    target = _only_cluster(names[known], labels[known], known, int(names.max(initial=0)) + 1)
    found = target[names[bare]]
    left, right = bare[found >= 0], found[found >= 0]
    pairs = np.stack([np.minimum(left, right), np.maximum(left, right)]).astype(np.int32)
    scored = scorer.scored(pairs[0], pairs[1], -(1 << 30))
    return np.stack([scored.left, scored.right, scored.scores], axis=1).astype(np.int64)


def _only_cluster(names: Codes, labels: Codes, records: Indices, size: int) -> Indices:
    """Return for each name the first record of its cluster; -1 where no cluster or several have it."""
    pairs = np.unique(np.stack([names, labels], axis=1), axis=0)
    several = np.bincount(pairs[:, 0], minlength=size)
    target = np.full(size, -1, np.int64)
    target[names[::-1]] = records[::-1]
    target[several > 1] = -1
    return target
