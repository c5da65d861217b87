"""Pairs: each once and sorted, however they come, and whatever room there is."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.resolution import blocking, pairs
from tocsin.resolution.pairs import Gathering, Pairs

SIZE = 1000


def _all(found: Pairs) -> list[tuple[int, int]]:
    return [
        pair for left, right in found.parts() for pair in zip(left.tolist(), right.tolist(), strict=True)
    ]  # fmt: skip


@pytest.fixture
def is_cramped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_RECORDS", 64)
    monkeypatch.setattr(pairs, "_MOST_PENDING", 500)
    monkeypatch.setattr(pairs, "_PENDING_A_RECORD", 0)


@pytest.mark.usefixtures("is_cramped")
def test_pairs_stand_once_and_sorted_when_merged_in_many_steps() -> None:
    draw = np.random.default_rng(3)
    gathering, wanted = Gathering(SIZE), set[tuple[int, int]]()
    for _ in range(20):
        ends = np.sort(draw.integers(0, SIZE, (200, 2)), axis=1)
        ends = ends[ends[:, 0] < ends[:, 1]]
        gathering.add(np.sort(ends[:, 0] * SIZE + ends[:, 1]))
        wanted |= {(a, b) for a, b in ends.tolist()}
    found = gathering.pairs({"key": 2})
    assert _all(found) == sorted(wanted)
    assert len(found) == len(wanted)
    assert found.capped == {"key": 2}


@pytest.mark.usefixtures("is_cramped")
@pytest.mark.parametrize("step", [1, 3, 97])
def test_a_sample_is_every_so_manieth_pair_over_all_stretches(step: int) -> None:
    gathering = Gathering(SIZE)
    gathering.add(np.arange(SIZE - 1) * SIZE + np.arange(1, SIZE))
    found = gathering.pairs({})
    left, right = found.sampled(step)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == _all(found)[::step]


@pytest.mark.usefixtures("is_cramped")
def test_drained_pairs_are_all_given_and_none_is_left() -> None:
    gathering = Gathering(SIZE)
    gathering.add(np.arange(SIZE - 1) * SIZE + np.arange(1, SIZE))
    found = gathering.pairs({})
    wanted = _all(found)
    given = [pair for left, right in found.drained() for pair in zip(left.tolist(), right.tolist(), strict=True)]
    assert given == wanted
    assert len(found) == 0


def test_no_record_gives_no_pair() -> None:
    found = Gathering(0).pairs({})
    assert len(found) == 0
    assert len(found.sampled(1)[0]) == 0


def test_blocks_are_taken_in_stretches_that_make_few_pairs_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "_MOST_AT_ONCE", 7)
    sizes = np.array([3, 3, 1, 1, 5, 90, 2], np.int64)
    told = [(start[0], end[0]) for start, end in blocking._stretches(sizes, 10)]
    assert told == [(0, 4), (4, 5), (5, 6), (6, 7)]
    rows = [(start[1], end[1]) for start, end in blocking._stretches(sizes, 10)]
    assert rows == [(0, 8), (8, 13), (13, 103), (103, 105)]
