"""Weights: whole millibits, canonical, and near the table where a case is small."""

from __future__ import annotations

import json

import pytest

from tocsin.resolution import levels
from tocsin.resolution.weights import (
    TABLE,
    Hypothesis,
    Weights,
    counted_prior,
    counted_same,
    counted_strangers,
    is_by_value,
    millibits,
)


def test_every_hypothesis_of_every_field_shares_out_one() -> None:
    for name, table in TABLE.items():
        for hypothesis in Hypothesis:
            told = {level: row[hypothesis] for level, row in table.items() if not is_by_value(name, level, hypothesis)}
            unknown = told.pop(levels.PLACE_KNOWN_CITY, 0) if name == "place" else 0
            assert 0 <= unknown < 1
            assert 0 < sum(told.values()) <= 1.02, (name, hypothesis)


def test_weights_come_back_from_their_json_byte_for_byte() -> None:
    weights = Weights({"dob": counted_same("dob", {1: 90, 6: 10})}, {"sex": {1: -1000}}, {0: 2000}, 90)
    text = weights.to_json()
    assert Weights.from_json(text) == weights
    assert Weights.from_json(text).to_json() == text
    assert all(isinstance(v, int) for t in json.loads(text)["same"].values() for v in t.values())


def test_counts_move_a_weight_from_the_table_towards_the_case() -> None:
    few, many = counted_same("dob", {1: 1, 6: 1}), counted_same("dob", {1: 5000, 6: 5000})
    assert millibits(TABLE["dob"][6][0]) < few[6] < many[6]
    assert many[6] == pytest.approx(-1000, abs=20)


def test_twins_among_the_anchors_cannot_make_another_given_name_likely() -> None:
    assert counted_same("first", {1: 50, 5: 50})[5] == millibits(TABLE["first"][5][0])


def test_equal_values_keep_their_own_frequency() -> None:
    assert 1 not in counted_strangers("dob", {1: 5, 6: 95})
    assert counted_strangers("sex", {}) == {}


@pytest.mark.parametrize(
    ("pairs", "records", "bits"), [(0, 10**6, -6000), (10**9, 10**6, 3000), (10**6, 10**6, 1000), (0, 0, 1000)]
)
def test_priors_stay_near_the_table(pairs: float, records: int, bits: int) -> None:
    assert counted_prior(Hypothesis.SAME, pairs, records) == bits
