"""Places: a ZIP code that is unknown is no other ZIP code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tocsin.resolution import levels
from tocsin.resolution.groups import Groups
from tocsin.resolution.records import records_of
from tocsin.resolution.scoring import NO_LEAST, Scorer
from tocsin.resolution.weights import Weights

Make = Callable[..., pa.Table]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"zip": "27822", "city": "Elm City"}, {"zip": "27822", "city": "Wilson"}, levels.PLACE_EQUAL),
        ({"zip": "27822", "city": "Elm City"}, {"zip": "27893", "city": "ELM CITY"}, levels.PLACE_CITY),
        ({"zip": "27822", "city": "Elm City"}, {"city": "Elm City"}, levels.PLACE_KNOWN_CITY),
        ({"zip": "27822", "city": "Elm City"}, {"city": "Wilson"}, levels.PLACE_DIFFERENT),
        ({"zip": "27822"}, {"city": "Wilson"}, 0),
    ],
    ids=["one ZIP code", "two ZIP codes of a city", "a ZIP code unknown", "two cities", "nothing that both have"],
)
def test_places_compare(table: Make, one: dict[str, Any], other: dict[str, Any], level: int) -> None:
    named = {"first_name": "Ann", "last_name": "Ek", "mrns": ["A1"]}
    records = records_of(table(named | one, named | other))
    scorer, left, right = Scorer(records, Weights()), np.array([0], np.int32), np.array([1], np.int32)
    assert scorer.levels(left, right)["place"].tolist() == [level]
    groups = Groups(scorer, np.array([0, 1], np.int32), np.arange(2))
    scores = groups.scores(np.array([0]), np.array([1]))
    assert scores.tolist() == scorer.scored(left, right, NO_LEAST).scores.tolist()
    assert len(scorer.scored(left, right, int(scorer.scored(left, right, NO_LEAST).scores[0]))) == 1
