"""Papers of one rare whole name that hold nothing to compare are of one person, unless they contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.resolution.in_practices import Make, are_one

_NAME = {"first_name": "Jael", "last_name": "Quaberg"}
_NOTE = _NAME | {"date_of_birth": "1944-04-09", "mrns": ["PH19"], "sex": "M", "middle_name": "Ferris"}
_MAIL = _NAME | {"elements": ["name", "diagnosis"]}
_ENVELOPE = _NAME | {"address_1": "6448 Larch St", "city": "Ivins", "state": "UT", "zip": "84738"}


@pytest.mark.parametrize("other", [_MAIL, _ENVELOPE, _NAME | {"phones": ["6155550123"]}])
def test_papers_of_a_rare_name_are_of_one_person_in_whichever_practice(table: Make, other: dict[str, Any]) -> None:
    assert are_one(table, [_NOTE, other], "north", "south")


@pytest.mark.parametrize(
    "other",
    [
        {"suffix": "Jr", "date_of_birth": "1971-01-02"},
        {"date_of_birth": "1990-01-01"},
        {"sex": "F"},
        {"middle_name": "Quentin"},
        {"mrns": ["SO77"]},
        {"member_ids": ["W123456"]},
        {"last_name": "F3x"},
        {"first_name": "J"},
        {"role": "sender"},
    ],
    ids=[
        "suffix",
        "birth",
        "sex",
        "middle name",
        "record number",
        "member number",
        "another name",
        "initial",
        "office",
    ],
)
def test_papers_that_contradict_each_other_are_not(table: Make, other: dict[str, Any]) -> None:
    assert not are_one(table, [_NOTE, _ENVELOPE | other], "north", "south")


def test_where_two_of_a_name_are_told_apart_nobody_of_it_is_joined(table: Make) -> None:
    rows = [_NOTE, _ENVELOPE, _NAME | {"date_of_birth": "1990-01-01"}]
    assert not are_one(table, rows, "north", "south")


def test_a_frequent_name_is_not_enough(table: Make) -> None:
    common = {"first_name": "Maria", "last_name": "Garcia"}
    assert not are_one(table, [_NOTE | common, _ENVELOPE | common], "north", "south")
