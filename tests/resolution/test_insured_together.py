"""Rows that hold a name and a policy's number: neither father's nor son's, though only one's papers show the number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.resolution.conftest import subjects_table
from tocsin.model.decisions import Decision, Judgement
from tocsin.resolution.resolve import Resolved, resolve
from tocsin.resolution.weights import Weights

_NAME = {"first_name": "Yusuf", "last_name": "Kerrova"}
_FATHER = _NAME | {"date_of_birth": "1951-03-02", "member_ids": ["KX7781204"], "mrns": ["A1"]}
_SON = _NAME | {"date_of_birth": "1979-11-20", "mrns": ["A2"]}
_CLAIM = _NAME | {"member_ids": ["KX7781204"], "other_ids": ["claim_number:88120"]}


_CROWD = [
    {
        "first_name": f"F{n}x",
        "last_name": f"L{n}y",
        "date_of_birth": f"{1930 + n % 60}-{1 + n % 12:02d}-{1 + n % 27:02d}",
    }
    for n in range(900)
]
"""The more people there are, the less likely two strangers have one name that nobody else has."""


def _resolved(*rows: dict[str, Any], decisions: tuple[Decision, ...] = ()) -> Resolved:
    return resolve(subjects_table(*rows, *_CROWD), decisions, None, Weights())


def _people(*rows: dict[str, Any], decisions: tuple[Decision, ...] = ()) -> list[str]:
    found: list[str] = _resolved(*rows, decisions=decisions).members["person_id"].to_pylist()
    return found[: len(rows)]


def test_a_policy_s_number_does_not_choose_between_relatives_of_one_name() -> None:
    assert len(set(_people(_FATHER, _CLAIM))) == 1
    assert len(set(_people(_FATHER, _CLAIM, _SON))) == len(set(_people(_SON, _CLAIM, _FATHER))) == 3
    asked = _resolved(_FATHER, _CLAIM, _SON).review.to_pylist()
    pairs = {(int(row["left_subject"][4:], 16), int(row["right_subject"][4:], 16)) for row in asked}
    assert pairs == {(0, 1), (1, 2)}


@pytest.mark.parametrize(
    ("father", "claim", "son"),
    [
        ({}, {}, {"member_ids": ["PR2200931"]}),
        ({}, {"middle_name": "Omar"}, {"middle_name": "Said"}),
        ({"middle_name": "Omar"}, {"middle_name": "Omar"}, {}),
        ({}, {}, {"first_name": "Tariq"}),
        ({}, {"phones": ["6145550142"]}, {}),
    ],
    ids=[
        "a policy of his own",
        "another middle name",
        "the father's middle name",
        "another name",
        "the father's telephone",
    ],
)
def test_what_tells_that_it_is_the_father_s_is_enough(
    father: dict[str, Any], claim: dict[str, Any], son: dict[str, Any]
) -> None:
    phone = {"phones": claim["phones"]} if "phones" in claim else {}
    people = _people(_FATHER | father | phone, _CLAIM | claim, _SON | son)
    assert people[0] == people[1] != people[2]


def test_what_people_decided_stays() -> None:
    subjects = [f"sub_{n:016x}" for n in range(3)]
    before = _people(_FATHER, _CLAIM, _SON)
    day = datetime(2026, 11, 28, tzinfo=UTC)
    same = Decision(Judgement.SAME, before[0], before[1], "A. Reviewer", day, (subjects[0],), (subjects[1],))
    people = _people(_FATHER, _CLAIM, _SON, decisions=(same,))
    assert people[0] == people[1] != people[2]


def test_who_shares_a_common_name_is_no_relative() -> None:
    """Of many of one name each has the number that his papers show."""
    common = {"first_name": "Mary", "last_name": "Johnson"}
    others = [
        common | {"date_of_birth": f"{1921 + 7 * n % 80}-{1 + 5 * n % 12:02d}-{1 + 11 * n % 28:02d}", "mrns": [f"B{n}"]}
        for n in range(12)
    ]
    people = _people(_FATHER | common, _CLAIM | common, *others)
    assert people[0] == people[1]
    assert len(set(people)) == 13
