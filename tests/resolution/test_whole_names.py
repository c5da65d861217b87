"""Whole names: other bearers are counted by birth dates that differ in the year and in the day."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyarrow as pa
import pytest

from tocsin.resolution.fields import Source
from tocsin.resolution.records import records_of_columns
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import Weights


def _lifts(dates: list[str]) -> list[int]:
    """Return the lift of each record of one name with those birth dates, in a crowd of other names."""
    crowd = [(f"F{n:03d}x", f"L{n:03d}y", f"{1930 + n % 60}-{n % 12 + 1:02d}-{n % 27 + 1:02d}") for n in range(300)]
    rows = [("Khadija", "Alhashimi", date) for date in dates] + crowd
    columns = {name: pa.array([row[at] for row in rows]) for at, name in enumerate(("first", "last", "dob"))}
    sources: dict[str, Source] = {name: partial(pa.chunked_array, [column]) for name, column in columns.items()}
    records = records_of_columns(sources, {}, len(rows), np.zeros(len(rows), bool), np.arange(len(rows)))
    assert len(records) == len(rows)
    lifts: list[int] = Scorer(records, Weights()).lift[: len(dates)].tolist()
    return lifts


@pytest.mark.parametrize(
    "dates",
    [["1961-03-04"], ["1961-03-04", "1961-03-05"], ["1961-03-04", "1967-03-04"], ["1961-03-04", "1961"]],
    ids=["one", "a day off", "a year off", "a year only"],
)
def test_one_bearer_with_slips_in_the_date_lifts_nothing(dates: list[str]) -> None:
    assert set(_lifts(dates)) == {0}


def test_the_more_bearers_the_less_the_name_says() -> None:
    few, many = (_lifts([f"{1930 + 7 * n}-{n + 1:02d}-{10 + n}" for n in range(count)]) for count in (3, 9))
    assert len(set(few)) == len(set(many)) == 1
    assert 0 < few[0] < many[0]


def test_a_birth_date_in_another_shape_tells_nothing() -> None:
    assert _lifts(["1961-03-04", "03/04/1961"]) == _lifts(["1961-03-04", ""])
