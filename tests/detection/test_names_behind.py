"""What stands behind a name: most often its first word shows that it says nothing, and nothing else is looked at."""

from __future__ import annotations

import re

import pytest

from tocsin.detection import names_context
from tocsin.detection import names_words as words
from tocsin.detection.names_context import Surroundings

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
