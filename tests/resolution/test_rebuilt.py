"""Rebuilt clusters: many edges are decided on at a time, and each as if they had been taken one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.resolution.conftest import subjects_table
from tests.resolution.spread_contract import dirty_subjects, houses_of
from tocsin.resolution import clusters
from tocsin.resolution.clusters import FORCED, Settled, rebuilt
from tocsin.resolution.forests import Edges, components
from tocsin.resolution.groups import Groups
from tocsin.resolution.pairs import Wide
from tocsin.resolution.records import records_of
from tocsin.resolution.resolve import resolve
from tocsin.resolution.scoring import NO_LEAST, Scorer
from tocsin.resolution.weights import Weights

CUT = 2000


def _case(seed: int) -> tuple[Scorer, Edges]:
    """Return a case, and edges between many of its records, good and bad ones."""
    subjects = dirty_subjects(120, seed)
    scorer = Scorer(records_of(subjects, houses_of(subjects)), Weights())
    draw = np.random.default_rng(seed)
    size = len(scorer.records)
    ends = np.unique(np.sort(draw.integers(0, size, (6000, 2)).astype(np.int32), axis=1), axis=0)
    ends = ends[ends[:, 0] < ends[:, 1]]
    scored = scorer.scored(ends[:, 0], ends[:, 1], NO_LEAST)
    rows = np.stack([scored.left, scored.right, scored.scores], axis=1).astype(np.int64)
    kept = (rows[:, 2] >= 0) | (draw.random(len(rows)) < 0.05)
    return scorer, rows[kept]


def _one_by_one(scorer: Scorer, rows: Edges, settled: Settled) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the edges that join and those that are refused, every group made anew before it is asked."""
    group: Wide = np.arange(len(scorer.records))
    joined, refused = set[tuple[int, int]](), set[tuple[int, int]]()
    for left, right, score in rows[np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2]))].tolist():
        one, other = group[left], group[right]
        if one == other:
            continue
        members = [np.flatnonzero(group == which) for which in (one, other)]
        is_apart = any({group[a], group[b]} == {one, other} for a, b in settled.different)
        fits = len(members[0]) == len(members[1]) == 1
        if not fits:
            records = np.concatenate(members).astype(np.int32)
            groups = Groups(scorer, records, np.repeat([0, 1], [len(some) for some in members]))
            fits = groups.scores(np.array([0]), np.array([1]))[0] >= CUT
        if score >= FORCED or (fits and not is_apart):
            group[group == other] = one
            joined.add((left, right))
        else:
            refused.add((left, right))
    return joined, refused


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_edges_are_decided_on_as_if_one_after_the_other(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_torn", lambda *_: np.zeros((0, 2), np.int64))
    scorer, rows = _case(seed)
    rows[::97, 2] = FORCED
    settled = Settled(different=[(int(a), int(b)) for a, b, _ in rows[5::41]])
    labels = components(len(scorer.records), rows[:, 0], rows[:, 1])
    joined, refused = _one_by_one(scorer, rows, settled)
    assert min(len(joined), len(refused)) > 100
    for _ in range(2):
        found = rebuilt(scorer, rows, labels, CUT, settled)
        assert [{(a, b) for a, b, _ in some.tolist()} for some in found] == [joined, refused]
        rows = rows[np.random.default_rng(seed).permutation(len(rows))]


def test_groups_with_names_in_each_other_s_place_have_equal_names() -> None:
    born = {"date_of_birth": "1961-03-04"}
    names = [("Kerrova", "Yusuf"), ("Kerrova", "Yusef"), ("Yusuf", "Kerrova"), ("Yusuf", "Kerov"), ("Marta", "Lind")]
    rows = [{"first_name": first, "last_name": last} | born for first, last in names]
    scorer = Scorer(records_of(subjects_table(*rows)), Weights())
    groups = Groups(scorer, np.arange(5, dtype=np.int32), np.array([0, 0, 1, 1, 2]))
    told = groups.scores(np.array([0, 0, 1]), np.array([1, 2, 2]))
    plain = Groups(scorer, np.array([2, 2, 4], np.int32), np.arange(3)).scores(np.array([0]), np.array([1]))
    assert told[0] > max(told[1:])
    assert told[0] > 0 > max(told[1:])
    assert abs(int(told[0]) - int(plain[0])) < 4000


_NAME = {"first_name": "Yusuf", "last_name": "Kerrova"}
_FATHER = _NAME | {"date_of_birth": "1951-03-02", "member_ids": ["KX7781204"], "mrns": ["A1"]}
_SON = _NAME | {"date_of_birth": "1979-11-20", "member_ids": ["KX7781204"], "mrns": ["A2"]}
_CLAIM = _NAME | {"member_ids": ["KX7781204"], "other_ids": ["claim_number:88120"]}


def _people(*rows: dict[str, Any]) -> list[str]:
    found: list[str] = resolve(subjects_table(*rows), (), None, Weights()).members["person_id"].to_pylist()
    return found


def test_what_fits_father_and_son_alike_is_neither_s() -> None:
    assert len(set(_people(_FATHER, _CLAIM))) == len(set(_people(_CLAIM, _SON))) == 1
    assert len(set(_people(_FATHER, _CLAIM, _SON))) == 3
    review = resolve(subjects_table(_FATHER, _CLAIM, _SON), (), None, Weights()).review
    assert review.num_rows >= 2


@pytest.mark.parametrize(
    "told",
    [{"mrns": ["A2"]}, {"suffix": "Jr"}, {"date_of_birth": "1979-11-20"}],
    ids=["a record number", "a suffix", "a birth date"],
)
def test_what_tells_whose_it_is_is_enough(told: dict[str, Any]) -> None:
    son = _SON | ({"suffix": "Jr"} if "suffix" in told else {})
    people = _people(_FATHER, _CLAIM | told, son)
    assert people[1] == people[2] != people[0]


def test_edges_between_refused_groups_are_refused_until_one_to_others_comes() -> None:
    one, other = np.array([0, 1, 0, 0, 3]), np.array([1, 0, 2, 1, 4])
    found = clusters._are_like(one, other, np.array([0]), np.array([1]), 5)
    assert found.tolist() == [True, True, False, False, False]
