"""A given name and the surname's first letter go to the one patient of the practice who fits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.resolution.in_practices import Make, people_of

_PATIENT = {"first_name": "Imani", "last_name": "Fairweather", "date_of_birth": "1961-03-03", "mrns": ["PH19"]}
_SHORT = {"first_name": "Imani", "last_name": "F", "phones": ["2622681194"], "elements": ["name", "phone", "procedure"]}


@pytest.mark.parametrize(
    ("short", "house", "is_one"),
    [
        (_SHORT, "north", True),
        (_SHORT, "south", False),
        (_SHORT | {"last_name": "G"}, "north", False),
        (_SHORT | {"first_name": "Wes"}, "north", False),
        (_SHORT | {"date_of_birth": "1990-01-01"}, "north", False),
        (_SHORT | {"role": "provider"}, "north", False),
    ],
    ids=["fits", "another practice", "another letter", "another name", "another birth date", "in office"],
)
def test_who_has_a_letter_goes_to_the_one_who_fits(
    table: Make, short: dict[str, Any], house: str, is_one: bool
) -> None:
    one, other = people_of(table, [_PATIENT, short], ["north", house])
    assert (one == other) is is_one


def test_of_two_who_fit_nobody_is_chosen(table: Make) -> None:
    other = {"first_name": "Imani", "last_name": "Foster", "date_of_birth": "1990-01-01", "mrns": ["PH20"]}
    assert len(set(people_of(table, [_PATIENT, other, _SHORT], ["north"] * 3))) == 3


def test_a_frequent_given_name_is_not_enough(table: Make) -> None:
    name = {"first_name": "Maria"}
    assert len(set(people_of(table, [_PATIENT | name, _SHORT | name], ["north"] * 2))) == 2
