"""In whose papers somebody stands: it tells namesakes apart and finds nobody, and counts little beside a birth date."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from tests.resolution.in_practices import are_one, houses_told
from tests.resolution.spread_contract import dirty_subjects, houses_of
from tocsin.resolution import several
from tocsin.resolution.blocking import pairs_of
from tocsin.resolution.records import records_of
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import Weights

Make = Callable[..., pa.Table]
_NAME = {"first_name": "Jael", "last_name": "Quaberg"}


def test_a_name_with_numbers_of_two_kinds_joins_inside_one_practice_only(table: Make) -> None:
    rows = [_NAME | {"mrns": ["GC9"]}, _NAME | {"member_ids": ["W1234567"]}]
    assert are_one(table, rows, "north", "north")
    assert not are_one(table, rows, "north", "south")


def test_a_birth_date_joins_across_practices(table: Make) -> None:
    rows = [_NAME | {"date_of_birth": "1961-03-04", "mrns": ["GC9"]}, _NAME | {"date_of_birth": "1961-03-04"}]
    assert are_one(table, rows, "north", "south")


def test_it_is_no_reason_to_compare_and_splits_no_record(table: Make) -> None:
    subjects = table(*[_NAME | {"ssn": "412339876"}] * 2, {"first_name": "Ann", "last_name": "Ek", "mrns": ["A1"]})
    records = records_of(subjects, houses_told([("north",), ("south",), ("south",)]))
    assert records.of_subject.tolist() == [0, 0, 1]
    assert len(pairs_of(records)) == 0
    texts = records.fields["houses"].texts.to_pylist()
    assert [sorted(texts[code] for code in records.fields["houses"].all_codes(at)) for at in (0, 1)] == [
        ["north", "south"],
        ["south"],
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_sets_of_few_values_compare_as_sets_of_many_do(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    subjects = dirty_subjects(200, seed)
    records = records_of(subjects, houses_of(subjects))
    assert records.fields["houses"].more
    pairs = [(a, b) for a in range(0, len(records), 3) for b in range(a + 1, len(records), 5)]
    left, right = (np.array(side, np.int32) for side in zip(*pairs, strict=True))
    few = Scorer(records, Weights()).levels(left, right)["houses"]
    monkeypatch.setattr(several, "_MOST_IN_SET", 0)
    assert np.array_equal(few, Scorer(records, Weights()).levels(left, right)["houses"])
    assert set(few.tolist()) == {0, 1, 2}
