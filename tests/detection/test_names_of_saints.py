"""Surnames of saints (``St. John``) are names behind a given name; alone they are hospitals, parishes and towns."""

from __future__ import annotations

import pytest

from tests.linking.small_items import detector, item, text
from tocsin.model.elements import NAME_ELEMENTS


def _names(line: str) -> list[str]:
    return [m.text for m in detector().find(item(text(line + "\n"))) if m.element in NAME_ELEMENTS]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Name Jennifer L St. John     Date of birth 11/18/1990", "Jennifer L St. John"),
        ("Patient: Jennifer St Pierre", "Jennifer St Pierre"),
        ("JENNIFER ST. PIERRE called", "JENNIFER ST. PIERRE"),
        ("Mr. Paul St. Amour's MRI was read", "Paul St. Amour"),
        ("Ms. St. Pierre called", "St. Pierre"),
        ("Pt St. Clair is here", "St. Clair"),
    ],
)
def test_a_saint_behind_a_given_name_or_title_is_a_surname(line: str, name: str) -> None:
    assert _names(line) == [name]


@pytest.mark.parametrize(
    "line",
    ["the ER at St. James was full", "She lives at 12 Main St. Clair County pays", "transferred to St. Mary at noon"],
)
def test_a_saint_alone_is_nobody(line: str) -> None:
    assert _names(line) == []
