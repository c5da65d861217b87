"""Forests: components are numbered by their first records, and held together by the strongest edges."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.resolution import forests
from tocsin.resolution.fields import Codes
from tocsin.resolution.forests import components, trees
from tocsin.resolution.scoring import Scored


def _grown(size: int, left: list[int], right: list[int]) -> list[int]:
    """Return components the slow way."""
    label = list(range(size))
    for a, b in zip(left, right, strict=True):
        low, high = sorted((label[a], label[b]))
        label = [low if one == high else one for one in label]
    numbers = {one: number for number, one in enumerate(sorted(set(label)))}
    return [numbers[one] for one in label]


def _edges(seed: int, size: int, many: int) -> Scored:
    draw = np.random.default_rng(seed)
    ends = np.unique(np.sort(draw.integers(0, size, (many, 2)), axis=1).astype(np.int32), axis=0)
    ends = ends[ends[:, 0] < ends[:, 1]]
    scores: Codes = draw.integers(0, 6, len(ends)).astype(np.int32)
    return Scored(ends[:, 0], ends[:, 1], scores, np.zeros(len(ends), bool))


@pytest.mark.parametrize(("seed", "many"), [(1, 20), (2, 80), (3, 200), (4, 0)])
def test_components(seed: int, many: int) -> None:
    edges = _edges(seed, 120, many)
    wanted = _grown(120, edges.left.tolist(), edges.right.tolist())
    assert components(120, edges.left, edges.right).tolist() == wanted


def test_a_long_chain_in_no_order_is_one_component() -> None:
    order = np.random.default_rng(5).permutation(3000).astype(np.int32)
    assert components(3001, order[:-1], order[1:]).max() == 1


@pytest.mark.parametrize("at_once", [5, 1_000_000])
@pytest.mark.parametrize(("seed", "many"), [(1, 20), (2, 80), (3, 300)])
def test_trees_take_the_strongest_and_of_equal_ones_the_first(
    monkeypatch: pytest.MonkeyPatch, seed: int, many: int, at_once: int
) -> None:
    monkeypatch.setattr(forests, "_AT_ONCE", at_once)
    edges = _edges(seed, 100, many)
    labels = components(100, edges.left, edges.right)
    rows = list(zip(edges.left.tolist(), edges.right.tolist(), edges.scores.tolist(), strict=True))
    kept: list[tuple[int, int, int]] = []
    for row in sorted(rows, key=lambda one: (-one[2], one[0], one[1])):
        before = _grown(100, [a for a, _, _ in kept], [b for _, b, _ in kept])
        if before[row[0]] != before[row[1]]:
            kept.append(row)
    assert sorted(map(tuple, trees(edges, labels).tolist())) == sorted(kept)
