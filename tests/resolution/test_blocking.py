"""Blocking: who is compared, and that large blocks stay bounded and are counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from tocsin.resolution.blocking import PRECISE_CAP, all_pairs, pairs_of
from tocsin.resolution.blocking_keys import keys_of
from tocsin.resolution.records import records_of

Make = Callable[..., pa.Table]


def test_pairs_stand_once_left_below_right_and_sorted(table: Make) -> None:
    rows = [
        {"first_name": "Ann", "last_name": "Ek", "date_of_birth": "1961-03-04", "ssn": f"41233987{n}"} for n in range(5)
    ]
    joined = [
        pair
        for left, right in pairs_of(records_of(table(*rows))).parts()
        for pair in zip(left.tolist(), right.tolist(), strict=True)
    ]
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


def test_all_pairs_leaves_out_groups_that_are_too_large() -> None:
    groups = np.array([0, 0, 1, 1, 1, 2], np.int64)
    assert all_pairs(groups, 3).tolist() == [1, 2 * 6 + 3, 2 * 6 + 4, 3 * 6 + 4]
    assert all_pairs(groups, 2).tolist() == [1]
