"""A nickname and a formal name of one rare surname are one person where nobody else fits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.resolution.in_practices import Make, people_of
from tocsin.model.lexicon import nicknames

_FORMAL = {"first_name": "Burton", "last_name": "Mazurowski", "date_of_birth": "1961-03-03", "mrns": ["PH19"]}
_SHORT = {"first_name": "Burt", "last_name": "Mazurowski", "elements": ["name", "diagnosis"]}


@pytest.mark.parametrize(
    ("short", "house", "is_one"),
    [
        (_SHORT, "north", True),
        (_SHORT, "", True),
        (_SHORT, "south", False),
        (_SHORT | {"first_name": "Wes"}, "north", False),
        (_SHORT | {"date_of_birth": "1990-01-01"}, "north", False),
        (_SHORT | {"role": "provider"}, "north", False),
        (_SHORT | {"last_name": "Smith"}, "north", False),
    ],
    ids=["practice", "no practice", "another practice", "another name", "another birth", "in office", "surname"],
)
def test_who_has_a_nickname_is_the_one_it_may_be_short_for(
    table: Make, short: dict[str, Any], house: str, is_one: bool
) -> None:
    one, other = people_of(table, [_FORMAL, short], ["north", house])
    assert (one == other) is is_one


def test_of_two_whom_a_nickname_fits_nobody_is_chosen(table: Make) -> None:
    names = ["Theodore", "Edward", "Ted"]
    rows = [{"first_name": name, "last_name": "Mazurowski", "mrns": [f"P{name}"]} for name in names]
    assert len(set(people_of(table, rows, ["north"] * 3))) == 3


def test_a_frequent_name_is_not_enough(table: Make) -> None:
    rows = [
        _FORMAL | {"first_name": "William", "last_name": "Johnson"},
        _SHORT | {"first_name": "Bill", "last_name": "Johnson"},
    ]
    assert len(set(people_of(table, rows, ["north"] * 2))) == 2


@pytest.mark.parametrize(
    ("formal", "short"), [("thaddeus", "ted"), ("salvatore", "sal"), ("jesus", "chuy"), ("stanley", "stan")]
)
def test_everyday_short_forms_are_known_both_ways(formal: str, short: str) -> None:
    assert short in nicknames()[formal] and formal in nicknames()[short]
