"""Ids of persons and notices that survive new evidence: an id stays with the part that has most of its mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.ids import digest_id


@dataclass(frozen=True)
class Named:
    """The id of each subject's cluster, and former ids that others took over: (alias, id), sorted."""

    ids: list[str]
    aliases: list[tuple[str, str]]


def named(
    prefix: str,
    clusters: npt.NDArray[np.int64],
    subjects: Sequence[str],
    mentions: Sequence[int],
    former: Mapping[str, str],
) -> Named:
    """Return ids for the clusters of subjects (sorted by id): a former one, or one from the lowest subject."""
    claims: dict[str, Counter[int]] = defaultdict(Counter)
    lowest: dict[int, str] = {}
    for cluster, subject, weight in zip(clusters.tolist(), subjects, mentions, strict=True):
        lowest.setdefault(cluster, subject)
        old = former.get(subject)
        if old:
            claims[old][cluster] += 1 + weight
    heirs = {old: _first(counts, lowest) for old, counts in claims.items()}
    offers: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for old, cluster in heirs.items():
        offers[cluster].append((-claims[old][cluster], old))
    names: dict[int, str] = {}
    aliases: list[tuple[str, str]] = []
    taken = set(heirs)
    for cluster in sorted(lowest, key=lowest.__getitem__):
        offered = sorted(offers.get(cluster, ()))
        names[cluster] = offered[0][1] if offered else _fresh(prefix, lowest[cluster], taken)
        taken.add(names[cluster])
        aliases += [(old, names[cluster]) for _, old in offered[1:]]
    return Named([names[cluster] for cluster in clusters.tolist()], sorted(aliases))


def _first(counts: Counter[int], lowest: Mapping[int, str]) -> int:
    return min(counts, key=lambda cluster: (-counts[cluster], lowest[cluster]))


def _fresh(prefix: str, subject: str, taken: set[str]) -> str:
    name, number = digest_id(prefix, subject), 0
    while name in taken:
        number += 1
        name = digest_id(prefix, subject, str(number))
    return name
