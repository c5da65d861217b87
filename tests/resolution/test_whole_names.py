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
    records = records_of_columns(sources, {}, len(rows), np.zeros(len(rows), bool), lambda: np.arange(len(rows)))
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


def _unseen_lift(undated: list[tuple[str, str]]) -> int:
    """Return the lift by unseen bearers of a name that one of 260 people bears, beside records without a birth date."""
    once = [(f"F{n:03d}x", f"L{n:03d}y", f"{1930 + n % 60}-{n % 12 + 1:02d}-{n % 27 + 1:02d}") for n in range(180)]
    twice = [
        (f"G{n:02d}x", f"M{n:02d}y", f"{year + n}-0{month}-{10 + month}")
        for n in range(40)
        for year, month in ((1930, 1), (1965, 7))
    ]
    rows = [*once, *twice, *((given, family, "") for given, family in undated)]
    columns = {name: pa.array([row[at] for row in rows]) for at, name in enumerate(("first", "last", "dob"))}
    columns["mrns"] = pa.array([f"M{n}" for n in range(len(rows))])
    sources: dict[str, Source] = {name: partial(pa.chunked_array, [column]) for name, column in columns.items()}
    records = records_of_columns(sources, {}, len(rows), np.zeros(len(rows), bool), lambda: np.arange(len(rows)))
    return int(Scorer(records, Weights()).unseen_lift[0])


def test_people_without_a_birth_date_are_counted_by_names_that_nobody_else_bears() -> None:
    known = [(f"F{n:03d}x", f"L{n:03d}y") for n in range(100, 160)]
    few, many = ([(f"H{n:03d}x", f"N{n:03d}y") for n in range(count)] for count in (10, 60))
    nobody = _unseen_lift(known)
    assert nobody == _unseen_lift([*known, *known]) == 0
    assert nobody < _unseen_lift([*known, *few]) < _unseen_lift([*known, *many])
