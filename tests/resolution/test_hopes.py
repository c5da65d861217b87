"""Hopes: no pair that reaches a score is left out, and most strangers are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tests.resolution.spread_contract import dirty_subjects
from tocsin.resolution.blocking import pairs_of
from tocsin.resolution.records import records_of
from tocsin.resolution.scoring import NO_LEAST, Scorer
from tocsin.resolution.weights import Weights


def _with_several_phones(subjects: pa.Table) -> pa.Table:
    """Return the subjects, every third with the telephone of another beside its own."""
    phones = subjects["phones"].to_pylist()
    several = [[*mine, *(phones[at // 2] if at % 3 == 0 else [])] for at, mine in enumerate(phones)]
    at = subjects.schema.get_field_index("phones")
    return subjects.set_column(at, subjects.schema.field(at), pa.array(several, subjects.schema.field(at).type))


@pytest.mark.parametrize("least", [-4000, 0, 2000])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_pairs_that_reach_a_score_are_those_of_all_pairs_that_do(seed: int, least: int) -> None:
    records = records_of(_with_several_phones(dirty_subjects(400, seed)))
    assert records.fields["phones"].more
    scorer, pairs = Scorer(records, Weights()), pairs_of(records)
    every = scorer.scored_parts(pairs.parts(), NO_LEAST)
    wanted = every.where(every.scores >= least)
    found = scorer.scored_parts(pairs.parts(), least)
    assert 0 < len(wanted) < len(every)
    for name in ("left", "right", "scores", "clash"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name


def test_most_strangers_are_not_looked_at_twice() -> None:
    records = records_of(dirty_subjects(400, 3))
    scorer, size = Scorer(records, Weights()), len(records)
    draw = np.random.default_rng(1)
    left, right = (draw.integers(0, size, 5000).astype(np.int32) for _ in range(2))
    differ = left != right
    assert np.mean(scorer._hopes.may_reach(0, left[differ], right[differ])) < 0.05
