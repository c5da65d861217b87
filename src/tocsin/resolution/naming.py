"""Ids of persons and notices that survive new evidence: an id stays with the part that has most of its mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import digest_id

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Named:
    """The id of each subject's cluster, and former ids that others took over: (alias, id), sorted."""

    ids: list[str]
    aliases: list[tuple[str, str]]


def named(
    prefix: str, clusters: Places, subjects: Sequence[str], mentions: Places, former: pa.StringArray | None = None
) -> Named:
    """Return ids for the clusters of subjects: a former one, or one from the lowest subject.

    Args:
        prefix: of new ids.
        clusters: of each subject.
        subjects: sorted ids.
        mentions: how many each subject has.
        former: the id that each had before, null where it is new.
    """
    _, lowest, cluster = np.unique(clusters, return_index=True, return_inverse=True)
    names: list[str] = [""] * len(lowest)
    aliases: list[tuple[str, str]] = []
    taken: set[str] = set()
    if former is not None:
        olds, heirs = _heirs(former, cluster, lowest, mentions + 1)
        taken.update(olds)
        for old, heir in zip(olds, heirs.tolist(), strict=True):
            if names[heir]:
                aliases.append((old, names[heir]))
            else:
                names[heir] = old
    for at in np.argsort(lowest).tolist():
        if not names[at]:
            names[at] = _fresh(prefix, subjects[lowest[at]], taken)
            taken.add(names[at])
    ids: list[str] = pa.array(names, pa.string()).take(pa.array(cluster)).to_pylist()
    return Named(ids, sorted(aliases))


def _heirs(former: pa.StringArray, cluster: Places, lowest: Places, weight: Places) -> tuple[list[str], Places]:
    """Return former ids and the cluster that has most of each; those of one cluster by how much it has of them."""
    known = np.flatnonzero(former.is_valid().to_numpy(zero_copy_only=False))
    coded = former.take(pa.array(known)).dictionary_encode()
    old, width = coded.indices.to_numpy().astype(np.int64), len(lowest)
    claims, back = np.unique(old * width + cluster[known], return_inverse=True)
    claimed = np.bincount(back, weight[known], minlength=len(claims)).astype(np.int64)
    old, heir = claims // width, claims % width
    order = np.lexsort((lowest[heir], -claimed, old))
    first = order[np.flatnonzero(np.diff(old[order], prepend=-1))]
    rank = pc.rank(coded.dictionary, tiebreaker="first").to_numpy()
    first = first[np.lexsort((rank[old[first]], -claimed[first], heir[first]))]
    olds: list[str] = coded.dictionary.take(pa.array(old[first])).to_pylist()
    return olds, heir[first]


def _fresh(prefix: str, subject: str, taken: set[str]) -> str:
    name, number = digest_id(prefix, subject), 0
    while name in taken:
        number += 1
        name = digest_id(prefix, subject, str(number))
    return name
