"""Two clusters of one name that can only be each other's: merged in one practice, and only where nobody else fits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from tocsin.model.decisions import Decision, Judgement
from tocsin.resolution.normal import payer_key
from tocsin.resolution.resolve import Resolved, resolve
from tocsin.resolution.weights import Hypothesis, Weights

Make = Callable[..., pa.Table]
_NAME = {"first_name": "Mary", "last_name": "Johnson"}
_PATIENT = _NAME | {"date_of_birth": "1981-12-18", "mrns": ["PH19"]}
_BALANCE = _NAME | {"other_ids": ["account_number:412793"]}
_NAMESAKE = _NAME | {"date_of_birth": "1944-02-07", "mrns": ["PH77"]}
_WEIGHTS = Weights(same={"insurers": {1: -100, 2: -4000}}, priors={Hypothesis.SAME: -2500})
"""As counted where people keep their insurer and most stand in one paper only: a name and practice are not enough."""


def _crowd() -> list[dict[str, Any]]:
    """Return 900 people: every tenth has a namesake of another birth date, every tenth no birth date."""
    return [
        {"first_name": f"F{n - 1 if n % 10 == 2 else n}x", "last_name": f"L{n - 1 if n % 10 == 2 else n}y"}
        | ({"mrns": [f"M{n}"]} if n % 10 == 5 else {"date_of_birth": f"{1930 + n % 60}-{1 + n % 12:02d}-{1 + n % 27:02d}"})
        for n in range(900)
    ]  # fmt: skip


def _resolved(
    table: Make, rows: list[dict[str, Any]], houses: list[str], decisions: tuple[Decision, ...] = ()
) -> Resolved:
    every = [*houses, *(("north", "south")[n % 2] for n in range(900))]
    entities = pa.table({"subject_id": [f"sub_{n:016x}" for n in range(len(every))], "covered_entity": every})
    return resolve(table(*rows, *_crowd()), decisions, None, _WEIGHTS, entities=entities)


def _people(made: Resolved, rows: int) -> list[str]:
    people: list[str] = made.members["person_id"].to_pylist()[:rows]
    return people


def _are_one(made: Resolved) -> bool:
    people = _people(made, 2)
    return people[0] == people[1]


def test_the_only_one_of_a_name_in_a_practice_takes_what_holds_nothing_else(table: Make) -> None:
    made = _resolved(table, [_PATIENT, _BALANCE], ["north", "north"])
    assert _are_one(made)
    assert len(set(made.members["notice_id"].to_pylist()[:2])) == 2
    assert [row["reasons"] for row in made.merges.to_pylist() if row["right_subject"] == f"sub_{1:016x}"] == [
        "first name equal, last name equal, covered entity equal, nobody else of the name fits"
    ]
    assert not _are_one(_resolved(table, [_PATIENT, _BALANCE], ["north", "south"]))


def test_who_may_be_two_people_is_neither(table: Make) -> None:
    made = _resolved(table, [_PATIENT, _BALANCE, _NAMESAKE], ["north"] * 3)
    assert len(set(_people(made, 3))) == 3


@pytest.mark.parametrize(
    ("insurer", "one", "other"), [("BCBS of TN", 0, 2), ("Cigna", 2, 0)], ids=["the patient's", "the namesake's"]
)
def test_an_insurer_tells_which_of_two(table: Make, insurer: str, one: int, other: int) -> None:
    rows = [
        _PATIENT | {"insurers": ["Blue Cross Blue Shield"]},
        _BALANCE | {"insurers": [insurer]},
        _NAMESAKE | {"insurers": ["CIGNA PPO"]},
    ]
    people = _people(_resolved(table, rows, ["north"] * 3), 3)
    assert people[1] == people[one] != people[other]


def test_a_suffix_on_one_side_says_that_there_is_a_namesake(table: Make) -> None:
    assert not _are_one(_resolved(table, [_PATIENT, _BALANCE | {"suffix": "Sr"}], ["north", "north"]))


@pytest.mark.parametrize("judgement", [Judgement.DIFFERENT, Judgement.UNSURE])
def test_what_people_said_stays(table: Make, judgement: Judgement) -> None:
    ids = ("sub_" + "0" * 16,), ("sub_" + "0" * 15 + "1",)
    said = Decision(judgement, "per_1", "per_2", "A. Reviewer", datetime(2026, 1, 5, tzinfo=UTC), *ids)
    assert not _are_one(_resolved(table, [_PATIENT, _BALANCE], ["north", "north"], (said,)))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("BCBSTN", "blue"), ("Blue Cross", "blue"), ("UHC Choice Plus", "united"), ("UnitedHealthcare", "united"),
        ("Medicare Part B", "medicare"), ("MCR", "medicare"), ("The Health Plan", ""), ("SELF PAY", ""), ("N/A", ""),
        ("Aetna Better Health", "aetna"),
    ],
)  # fmt: skip
def test_insurers_are_known_by_the_word_that_names_them(written: str, plain: str) -> None:
    assert payer_key(written) == plain
