"""Ids over reruns: each stays with the part that has most of its mentions, others lead on, new ones clash with none."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
import pytest

from tocsin.ids import digest_id
from tocsin.resolution.naming import Named, named


def plainly(clusters: list[int], subjects: list[str], mentions: list[int], former: list[str | None]) -> Named:
    """Name clusters one by one."""
    claims: dict[str, Counter[int]] = defaultdict(Counter)
    for cluster, weight, old in zip(clusters, mentions, former, strict=True):
        if old:
            claims[old][cluster] += 1 + weight
    lowest = dict(reversed(list(zip(clusters, subjects, strict=True))))
    heirs = {old: min(c, key=lambda one, c=c: (-c[one], lowest[one])) for old, c in claims.items()}  # type: ignore[misc]  # mypy cannot infer the default
    names: dict[int, str] = {}
    aliases = []
    for old in sorted(heirs, key=lambda old: (-claims[old][heirs[old]], old)):
        if heirs[old] in names:
            aliases.append((old, names[heirs[old]]))
        else:
            names[heirs[old]] = old
    for cluster, subject in lowest.items():
        names.setdefault(cluster, digest_id("per", subject))
    return Named([names[cluster] for cluster in clusters], sorted(aliases))


@pytest.mark.parametrize("seed", range(30))
def test_ids_are_those_told_one_by_one(seed: int) -> None:
    draw = random.Random(seed)
    subjects = [f"sub_{number:03d}" for number in range(40)]
    clusters = [draw.randrange(draw.choice([3, 15, 40])) for _ in subjects]
    mentions = [draw.randrange(1, 4) for _ in subjects]
    former = [draw.choice([None, *(f"per_{n}" for n in range(draw.choice([2, 20])))]) for _ in subjects]
    made = named("per", np.array(clusters), subjects, np.array(mentions), pa.array(former, pa.string()))
    assert made == plainly(clusters, subjects, mentions, former)


def test_a_new_id_is_never_one_that_was_taken() -> None:
    own = digest_id("per", "sub_2")
    former = pa.array([own, None], pa.string())
    made = named("per", np.array([0, 1]), ["sub_1", "sub_2"], np.array([1, 1]), former)
    assert made.ids == [own, digest_id("per", "sub_2", "1")]


def test_nobody_has_no_ids() -> None:
    none = np.zeros(0, np.int64)
    assert named("per", none, [], none, pa.array([], pa.string())) == Named([], [])
