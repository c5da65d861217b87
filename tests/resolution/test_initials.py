"""An initial and a surname go to the one patient of the practice who fits, and to nobody where several may."""

from __future__ import annotations

from typing import Any

import pytest

from tests.resolution.in_practices import Make, people_of

_PATIENT = {"first_name": "Clint", "last_name": "Mazurowski", "date_of_birth": "1961-03-03", "mrns": ["PH19"]}
_SHORT = {"first_name": "C.", "last_name": "Mazurowski", "elements": ["name", "diagnosis"]}


@pytest.mark.parametrize(
    ("short", "house", "is_one"),
    [
        (_SHORT, "north", True),
        (_SHORT | {"first_name": ""}, "north", True),
        (_SHORT, "south", False),
        (_SHORT | {"first_name": "D"}, "north", False),
        (_SHORT | {"date_of_birth": "1990-01-01"}, "north", False),
        (_SHORT | {"role": "provider"}, "north", False),
    ],
    ids=["initial", "surname", "another practice", "another initial", "another birth date", "in office"],
)
def test_who_has_an_initial_goes_to_the_one_who_fits(
    table: Make, short: dict[str, Any], house: str, is_one: bool
) -> None:
    one, other = people_of(table, [_PATIENT, short], ["north", house])
    assert (one == other) is is_one


def test_of_two_who_fit_nobody_is_chosen(table: Make) -> None:
    other = {"first_name": "Carla", "last_name": "Mazurowski", "date_of_birth": "1990-01-01"}
    assert len(set(people_of(table, [_PATIENT, other, _SHORT], ["north"] * 3))) == 3


def test_a_frequent_surname_is_not_enough(table: Make) -> None:
    name = {"last_name": "Smith"}
    assert len(set(people_of(table, [_PATIENT | name, _SHORT | name], ["north"] * 2))) == 2
