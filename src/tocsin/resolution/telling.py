"""Merges and doubtful pairs as tables: ids, bits of evidence, and what agreed or did not, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.resolution.clusters import FORCED, Clusters, Settled
from tocsin.resolution.forests import Edges
from tocsin.resolution.levels import word_of
from tocsin.resolution.records import Records
from tocsin.resolution.scoring import NO_LEAST, Scored, Scorer
from tocsin.resolution.weights import BIT

MERGES = pa.schema(
    [
        *(pa.field(n, pa.string(), nullable=False) for n in ("person_id", "left_subject", "right_subject")),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
    ]
)
"""One row for each merge that made a person; ``score`` in bits of evidence."""
REVIEW = pa.schema(
    [
        *(pa.field(n, pa.string(), nullable=False) for n in ("left", "right", "left_subject", "right_subject")),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
        pa.field("marked", pa.string(), nullable=False),
    ]
)
"""Pairs of persons that a person should look at; ``marked`` is ``unsure`` once somebody said so."""
IDENTICAL_SCORE = 99.0
_SOLE = "nobody else of the name fits"
_MOST_REVIEW = 5_000
Ends = npt.NDArray[np.int64]
_SAID = {"first": "first name", "middle": "middle name", "last": "last name", "dob": "date of birth", "ssn": "SSN",
         "phones": "phone", "emails": "email", "mrns": "MRN", "members": "member id", "others": "other id",
         "houses": "covered entity", "insurers": "insurer"}  # fmt: skip


def merges_table(
    scorer: Scorer, merged: Edges, subjects: Sequence[str], person: Sequence[str], sole: Edges
) -> pa.Table:
    """Return the merges of records, and of subjects that were identical, sorted; ``sole`` are those of sole ones."""
    records = scorer.records
    left, right = records.first_subject[merged[:, 0]], records.first_subject[merged[:, 1]]
    is_decided = merged[:, 2] >= FORCED
    size = len(records)
    is_sole = np.isin(merged[:, 0] * size + merged[:, 1], sole[:, 0] * size + sole[:, 1])
    words = pa.array(reasons_of(scorer, merged), pa.string())
    words = pc.if_else(pa.array(is_sole), pc.binary_join_element_wise(words, _SOLE, ", "), words)
    reasons = pc.if_else(pa.array(is_decided), "decided", words)
    scores = np.where(is_decided, 0.0, merged[:, 2] / BIT)
    firsts, others = _identical(records)
    ids, people = pa.array(subjects, pa.string()), pa.array(person, pa.string())
    one, other = np.concatenate([left, firsts]), np.concatenate([right, others])
    table = pa.table(
        [
            people.take(pa.array(one)),
            ids.take(pa.array(one)),
            ids.take(pa.array(other)),
            np.concatenate([scores, np.full(len(others), IDENTICAL_SCORE)]),
            pa.concat_arrays([reasons, pa.array(["identical record"] * len(others), pa.string())]),
        ],
        schema=MERGES,
    )
    return table.sort_by([(name, "ascending") for name in MERGES.names[:3]])


def review_table(
    scorer: Scorer, doubtful: Edges, subjects: Sequence[str], person: Sequence[str], settled: Settled
) -> pa.Table:
    """Return the doubtful pairs with their persons, sorted."""
    firsts = scorer.records.first_subject
    unsure = set(settled.unsure)
    rows = []
    for (left, right, score), words in zip(doubtful.tolist(), reasons_of(scorer, doubtful), strict=True):
        a, b = int(firsts[left]), int(firsts[right])
        marked = "unsure" if (left, right) in unsure else ""
        rows.append((person[a], person[b], subjects[a], subjects[b], score / BIT, words, marked))
    columns = list(zip(*sorted(rows), strict=True)) if rows else [()] * len(REVIEW)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, REVIEW, strict=True)], schema=REVIEW)


def doubtful_edges(scorer: Scorer, near: Scored, made: Clusters, settled: Settled, named: Edges) -> Edges:
    """Return pairs that stand apart but nearly or formally ask to be merged: the strongest of each two clusters.

    ``named`` are further pairs, that share a name only. Pairs that somebody is unsure of stay, whatever they score;
    those settled as different go.
    """
    apart = near.where(made.labels[near.left] != made.labels[near.right])
    rows = np.stack([apart.left, apart.right, apart.scores], axis=1).astype(np.int64)
    rows = np.concatenate([rows, made.refused, named, _scored_pairs(scorer, settled.unsure)])
    low = np.minimum(made.labels[rows[:, 0]], made.labels[rows[:, 1]]).astype(np.int64)
    high = np.maximum(made.labels[rows[:, 0]], made.labels[rows[:, 1]]).astype(np.int64)
    size = len(made.labels)
    gone = {_key(int(made.labels[a]), int(made.labels[b]), size) for a, b in settled.different}
    keys = low * size + high
    kept = (low != high) & ~np.isin(keys, np.array(sorted(gone), np.int64))
    rows, keys = rows[kept], keys[kept]
    order = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2]))
    _, firsts = np.unique(keys[order], return_index=True)
    best: Edges = rows[order[np.sort(firsts)]]
    return best[:_MOST_REVIEW]


def reasons_of(scorer: Scorer, edges: Edges) -> list[str]:
    """Return what agreed and what did not in each edge, in words."""
    if not len(edges):
        return []
    levels = scorer.levels(edges[:, 0].astype(np.int32), edges[:, 1].astype(np.int32))
    names = list(levels)
    table = np.stack([levels[name] for name in names], axis=1)
    kinds, back = np.unique(table, axis=0, return_inverse=True)
    words = [
        ", ".join(f"{_SAID.get(n, n)} {word_of(n, level)}" for n, level in zip(names, kind, strict=True) if level)
        for kind in kinds.tolist()
    ]
    return [words[at] for at in back.ravel().tolist()]


def _scored_pairs(scorer: Scorer, pairs: Sequence[tuple[int, int]]) -> Edges:
    if not pairs:
        return np.zeros((0, 3), np.int64)
    ends = np.array(pairs, np.int32)
    found = scorer.scored(ends[:, 0], ends[:, 1], NO_LEAST)
    return np.stack([found.left, found.right, found.scores], axis=1).astype(np.int64)


def _key(one: int, other: int, size: int) -> int:
    return min(one, other) * size + max(one, other)


def _identical(records: Records) -> tuple[Ends, Ends]:
    """Return the first subject of each record that stands for several, and each of the others."""
    firsts = records.first_subject[records.of_subject]
    others = np.flatnonzero(firsts != np.arange(len(firsts)))
    return firsts[others], others
