"""What stands behind a name: most often its first word shows that it says nothing, and nothing else is looked at."""

from __future__ import annotations

import re

import pytest

from tests.linking.small_items import detector
from tocsin.detection import names_context
from tocsin.detection import names_words as words
from tocsin.detection.names_context import Surroundings
from tocsin.model.elements import Element

_SOURCE = re.compile(r"[A-Za-z]{1,15}")
_TAILS = (
    "",
    " x",
    " 66-year-old",
    " a 7 month",
    " of birth",
    " id 7",
    " wife",
    " I went",
    "'t",
    ". y",
    ", z",
    " 1/2/1960 ",
)


def _spellings() -> list[str]:
    patterns = [value.pattern for value in vars(names_context).values() if isinstance(value, re.Pattern)]
    found = {word for pattern in patterns for word in _SOURCE.findall(pattern.replace("[ ]", " "))}
    found |= set(words.CREDENTIALS) | {"his", "her", "table", "went", "a", "an", "and", "canon", "hasty"}
    return sorted({spelt for word in found for spelt in (word.lower(), word.upper(), word.title(), word)})


def test_the_short_cut_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [f"Ann Lee {word}{tail}" for word in _spellings() for tail in _TAILS]
    short = [Surroundings(text).around(0, 7) for text in said]
    monkeypatch.setattr(names_context, "_PLAIN_WORD", re.compile(r"(?!)"))
    assert [Surroundings(text).around(0, 7) for text in said] == short
    assert sum(one.weight > 0 for one in short) > len(words.CREDENTIALS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lamar Sprague LOA knee replacement 9/14-11/9", "Lamar Sprague"),
        ("Maria Lopez EOB attached", "Maria Lopez"),
        ("Minh Anh NGO called about the bill", "Minh Anh NGO"),
        ("Kofi ANSA called about the bill", "Kofi ANSA"),
        ("Sean O'Neill III called about the bill", "Sean O'Neill III"),
    ],
)
def test_abbreviations_in_capitals_are_no_part_of_a_name_in_small_letters(text: str, name: str) -> None:
    found = [text[s.start : s.end] for s in detector().find_spans(text) if s.element is Element.NAME]
    assert found == [name]


def test_a_degree_before_a_gap_begins_no_name() -> None:
    text = "Surgeon: H. Kowalczyk-Baird MD  Anes: spinal"
    assert not [s for s in detector().find_spans(text) if s.element is Element.NAME]


def test_what_a_message_is_about_is_no_given_name() -> None:
    for text in ("Re: Thibodeau cabo", "Re: capecitabine Stannard"):
        found = {text[s.start : s.end] for s in detector().find_spans(text) if s.element is Element.NAME}
        assert found <= {"Thibodeau", "Stannard"}
    assert [s for s in detector().find_spans("Re: Roland Thibodeau") if s.element is Element.NAME]
