"""Blocking: who is compared, and that large blocks stay bounded and are counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from tests.resolution.spread_contract import dirty_subjects
from tocsin.resolution import blocking, blocking_keys
from tocsin.resolution.blocking import PRECISE_CAP, all_pairs, pairs_of
from tocsin.resolution.blocking_keys import keys_of
from tocsin.resolution.pairs import Wide
from tocsin.resolution.records import Records, records_of

Make = Callable[..., pa.Table]


def test_pairs_stand_once_left_below_right_and_sorted(table: Make) -> None:
    rows = [
        {"first_name": "Ann", "last_name": "Ek", "date_of_birth": "1961-03-04", "ssn": f"41233987{n}"} for n in range(5)
    ]
    joined = _joined(records_of(table(*rows)))
    assert joined == sorted(set(joined))
    assert all(a < b for a, b in joined)
    assert len(joined) == 10


def test_a_number_that_everybody_has_makes_no_quadratic_block_and_is_counted(table: Make) -> None:
    size = PRECISE_CAP * 3
    rows = [
        {"first_name": f"F{n}x", "last_name": f"L{n}y", "phones": ["6155550100"], "ssn": f"{412000000 + n * 7919}"}
        for n in range(size)
    ]
    pairs = pairs_of(records_of(table(*rows)))
    assert pairs.capped["phones"] == 1
    assert len(pairs) < size * 20


def test_who_took_a_second_surname_is_compared_by_its_end(table: Make) -> None:
    born = {"date_of_birth": "1961-03-04"}
    maid, wife, other = ({"first_name": first, "last_name": last} for first, last in _WIVES)
    records = records_of(table(maid | born, wife | born, other | born))
    keys = {name: key.tolist() for name, _, key in keys_of(records)}
    assert keys["last end+dob"][0] == keys["last end+dob"][1] > 0
    assert keys["last end+dob"][2] == 0, "a name of one word that no longer name ends in has its first word as a key"
    assert "last end+dob" not in {name for name, *_ in keys_of(records_of(table(maid | born, other | born)))}


_WIVES = (("Berta", "Silva"), ("Xenia", "Prado Silva"), ("Ann", "Ek"))


def test_identical_records_collapse_but_bare_names_do_not(table: Make) -> None:
    ann = {"first_name": "Ann", "last_name": "Ek"}
    records = records_of(table(ann | {"ssn": "412339876"}, ann | {"ssn": "412-33-9876"}, ann, ann))
    assert len(records) == 3
    assert records.of_subject.tolist() == [0, 0, 1, 2]
    assert records.is_compared.tolist() == [True, False, False]
    assert not len(pairs_of(records))


def test_what_earlier_keys_found_is_left_out_and_no_pair_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    records = records_of(dirty_subjects(400, 7))
    made: list[int] = []
    within = blocking._pairs_within
    monkeypatch.setattr(blocking, "_pairs_within", lambda *a, **k: _counted(within(*a, **k), made))
    found = _joined(records)
    few = sum(made)
    made.clear()
    monkeypatch.setattr(blocking, "REMEMBERED", ())
    assert _joined(records) == found
    assert few < sum(made) / 2, "most pairs share many keys"


def test_pairs_of_a_block_above_the_cap_are_not_taken_for_seen(table: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "PRECISE_CAP", 20)
    rows = [
        {"first_name": f"A{n:02}", "last_name": "Ek", "date_of_birth": f"1961-{1 + n % 12:02}-{1 + n // 12:02}"}
        for n in range(60)
    ]
    for n in (0, 59):
        rows[n]["ssn"] = "412339876"
    records = records_of(table(*rows))
    pairs = pairs_of(records)
    assert pairs.capped["last+initial+year"] == 1
    ends = [np.flatnonzero(records.of_subject == n)[0] for n in (0, 59)]
    assert tuple(sorted(map(int, ends))) in _joined(records)


def test_one_birth_date_brings_together_within_an_initial_or_where_a_name_is_missing(table: Make) -> None:
    born = {"date_of_birth": "1961-03-04"}
    names = (("Ann", "Ek"), ("Abe", "Roe"), ("Bo", "Day"), ("", ""))
    rows = [
        {"first_name": first, "last_name": last, "ssn": f"41233987{n}"} | born for n, (first, last) in enumerate(names)
    ]
    assert _joined(records_of(table(*rows))) == [(0, 1), (0, 3), (1, 3), (2, 3)]


def test_where_many_are_born_on_each_day_neighbours_by_name_are_compared(
    table: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking_keys, "_MOST_OF_A_DAY", 3)
    rows = [{"first_name": f"F{n}x", "last_name": f"L{n}y", "date_of_birth": "1961-03-04"} for n in range(4)]
    assert [name for name, *_ in keys_of(records_of(table(*rows))) if "dob" in name and "broad" in name] == [
        "broad dob of many"
    ]
    few = [name for name, *_ in keys_of(records_of(table(*rows[:3]))) if "dob" in name and "broad" in name]
    assert few == ["broad dob+initial", "broad dob+last initial", "broad dob"]


def _counted(pairs: Wide, made: list[int]) -> Wide:
    made.append(len(pairs))
    return pairs


def _joined(records: Records) -> list[tuple[int, int]]:
    parts = pairs_of(records).parts()
    return [pair for left, right in parts for pair in zip(left.tolist(), right.tolist(), strict=True)]


def test_all_pairs_leaves_out_groups_that_are_too_large() -> None:
    groups = np.array([0, 0, 1, 1, 1, 2], np.int64)
    assert all_pairs(groups, 3).tolist() == [1, 2 * 6 + 3, 2 * 6 + 4, 3 * 6 + 4]
    assert all_pairs(groups, 2).tolist() == [1]
