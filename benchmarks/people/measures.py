"""How right clusters of records are, against the true person of each: pairs, B-cubed, and what happens to people.

lost: people with no cluster in which they are the majority; mixed: people who share a cluster with another; duplicate:
clusters beyond the first in which a person is the majority. The latter three by 1,000 people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Labels = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shares:
    """Precision and recall."""

    precision: float
    recall: float

    @property
    def f(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Measured:
    """What was measured on one set; ``lost_of`` are those lost of each kind of people, by 1,000 of that kind."""

    records: int
    people: int
    pairs: Shares
    b_cubed: Shares
    lost: float
    mixed: float
    duplicate: float
    lost_of: dict[str, float]


def measured(found: Labels, truth: Labels, kinds: dict[str, Flags]) -> Measured:
    """Return how right clusters are.

    Args:
        found: the cluster of each record, from 0.
        truth: the person of each record, from 0 without gaps.
        kinds: for kinds of people, whether each person (by number) is one.

    Example:
        >>> two = measured(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 2]), {})
        >>> two.pairs.precision, two.pairs.recall, two.lost, two.mixed
        (0.3333333333333333, 1.0, 333.3333333333333, 666.6666666666666)
    """
    people, clusters = int(truth.max(initial=-1)) + 1, int(found.max(initial=-1)) + 1
    cells, sizes = np.unique(truth * clusters + found, return_counts=True)
    person, cluster = cells // clusters, cells % clusters
    of_person, of_cluster = np.bincount(person, sizes, people), np.bincount(cluster, sizes, clusters)
    owner = _owners(person, cluster, sizes, clusters)
    owned = np.bincount(owner[owner >= 0], minlength=people)
    shared = np.bincount(cluster, minlength=clusters) > 1
    mixed = np.bincount(person[shared[cluster]], minlength=people) > 0
    return Measured(
        len(truth),
        people,
        Shares(_ratio(_pairs(sizes), _pairs(of_cluster)), _ratio(_pairs(sizes), _pairs(of_person))),
        Shares(
            float(np.sum(sizes * sizes / of_cluster[cluster]) / len(truth)),
            float(np.sum(sizes * sizes / of_person[person]) / len(truth)),
        ),
        _per_thousand(owned == 0),
        _per_thousand(mixed),
        float(np.sum(np.maximum(owned - 1, 0))) * 1000 / people,
        {kind: _per_thousand((owned == 0)[flags]) for kind, flags in kinds.items() if flags.any()},
    )


def codes_of(values: pa.ChunkedArray) -> Labels:
    """Return the values as whole numbers from 0, in their order."""
    coded = pc.dictionary_encode(values.combine_chunks())
    rank = np.empty(len(coded.dictionary), np.int64)
    rank[pc.array_sort_indices(coded.dictionary).to_numpy()] = np.arange(len(rank))
    codes: Labels = rank[coded.indices.to_numpy()]
    return codes


def _owners(person: Labels, cluster: Labels, sizes: Labels, clusters: int) -> Labels:
    """Return the person with most records in each cluster; of equals the lowest."""
    order = np.lexsort((person, -sizes, cluster))
    firsts = np.unique(cluster[order], return_index=True)[1]
    owner = np.full(clusters, -1, np.int64)
    owner[cluster[order][firsts]] = person[order][firsts]
    return owner


def _pairs(sizes: npt.NDArray[np.float64] | Labels) -> float:
    return float(np.sum(sizes * (sizes - 1) / 2))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _per_thousand(flags: Flags) -> float:
    return float(np.mean(flags)) * 1000
