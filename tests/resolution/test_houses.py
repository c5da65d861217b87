"""In whose papers somebody stands: it tells namesakes apart and finds nobody, and counts little beside a birth date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.resolution.spread_contract import dirty_subjects, houses_of
from tocsin.resolution import several
from tocsin.resolution.blocking import pairs_of
from tocsin.resolution.records import records_of
from tocsin.resolution.resolve import resolve
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import Weights

Make = Callable[..., pa.Table]
_PRACTICES = ("north", "south", "east", "west")
_NAME = {"first_name": "Jael", "last_name": "Quaberg"}


def _houses(told: list[tuple[str, ...]]) -> pa.Table:
    """Return in whose papers subjects stand, by their numbers."""
    rows = [(f"sub_{at:016x}", house) for at, several_ in enumerate(told) for house in several_]
    return pa.table({"subject_id": [s for s, _ in rows], "covered_entity": [h for _, h in rows]})


def _are_one(table: Make, rows: list[dict[str, Any]], first: str, second: str) -> bool:
    """Tell whether the first two subjects are one person, among 300 people: every tenth has a namesake, every third no birth date."""
    crowd = [
        {
            "first_name": f"F{n - 1 if n % 10 == 2 else n}x",
            "last_name": f"L{n - 1 if n % 10 == 2 else n}y",
        }
        | (
            {"mrns": [f"M{n}"]}
            if n % 3 == 0
            else {"date_of_birth": f"{1930 + n % 60}-{1 + n % 12:02d}-{1 + n % 27:02d}"}
        )
        for n in range(300)
    ]
    told = [(first,), (second,), *((_PRACTICES[n % 4],) for n in range(300))]
    people = resolve(table(*rows, *crowd), (), None, None, entities=_houses(told)).members["person_id"].to_pylist()
    return bool(people[0] == people[1])


def test_a_rare_name_joins_inside_one_practice_only(table: Make) -> None:
    rows = [_NAME | {"mrns": ["GC9"]}, _NAME | {"phones": ["6155550123"]}]
    assert _are_one(table, rows, "north", "north")
    assert not _are_one(table, rows, "north", "south")


def test_a_birth_date_joins_across_practices(table: Make) -> None:
    rows = [_NAME | {"date_of_birth": "1961-03-04", "mrns": ["GC9"]}, _NAME | {"date_of_birth": "1961-03-04"}]
    assert _are_one(table, rows, "north", "south")


def test_it_is_no_reason_to_compare_and_splits_no_record(table: Make) -> None:
    subjects = table(*[_NAME | {"ssn": "412339876"}] * 2, {"first_name": "Ann", "last_name": "Ek", "mrns": ["A1"]})
    records = records_of(subjects, _houses([("north",), ("south",), ("south",)]))
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
