"""What keeps letters back, and what does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.notices.incident import incident
from tocsin.response.letter_holds import blocks_of, why_kept

RECORD = {"state": "MD", "covered_entity": "gulf"}


def _hold(form: str, until: str = "") -> str:
    return f'[[hold]]\nagency="FBI"\nform="{form}"\nreceived_on=2024-12-20\n{until}\n'


@pytest.mark.parametrize(
    ("facts", "on", "is_kept"),
    [
        (_hold("written", "until_on=2025-01-31"), date(2025, 1, 31), True),
        (_hold("written", "until_on=2025-01-31"), date(2025, 2, 1), False),
        (_hold("written"), date(2026, 1, 1), True),
        (_hold("oral"), date(2025, 1, 19), True),
        (_hold("oral"), date(2025, 1, 20), False),
        (_hold("oral", "until_on=2025-03-01"), date(2025, 1, 20), False),
        (_hold("written"), date(2024, 12, 19), False),
        ("", date(2025, 1, 1), False),
    ],
)
def test_a_law_enforcement_hold_keeps_letters_back_as_long_as_it_lasts(facts: str, on: date, is_kept: bool) -> None:
    assert bool(why_kept(RECORD, blocks_of(incident(facts), [], on))) is is_kept


@pytest.mark.parametrize(
    ("duty", "record", "is_kept"),
    [
        ({}, {}, True),
        ({"status": "met"}, {}, False),
        ({"status": "suppressed"}, {}, False),
        ({}, {"state": "VA"}, False),
        ({}, {"covered_entity": "blue"}, False),
        ({}, {"covered_entity": "blue;gulf"}, True),
        ({"covered_entity": "*"}, {"covered_entity": "blue"}, True),
        ({"rule_id": "us-md-individuals"}, {}, False),
    ],
)
def test_who_must_be_told_first_keeps_the_letters_of_its_state_back(
    duty: dict[str, Any], record: dict[str, Any], is_kept: bool
) -> None:
    first = {"rule_id": "us-md-regulator", "covered_entity": "gulf", "status": "due", "citation": "Md. Code 14-3504(h)"}
    why = why_kept({**RECORD, **record}, blocks_of(incident(), [{**first, **duty}], date(2025, 2, 1)))
    assert bool(why) is is_kept
    assert not is_kept or "Md. Code 14-3504(h)" in why
