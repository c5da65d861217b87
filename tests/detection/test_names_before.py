"""What stands before a name, which is matched turned round."""

from __future__ import annotations

import re

import pytest

from tocsin.detection import names_words as words
from tocsin.detection.names_before import before, follows_place_word, has_title
from tocsin.detection.names_score import WEIGHTS
from tocsin.model.elements import Element


@pytest.mark.parametrize(
    ("said", "weight", "element"),
    [
        ("Saw Dr. ", "title", Element.PROVIDER),
        ("MRS  ", "title", Element.NAME),
        ("her daughter's name is ", "relative_cue", Element.RELATIVE),
        ("Spouse: ", "relative_cue", Element.RELATIVE),
        ("my fianc\u00e9e ", "relative_cue", Element.RELATIVE),
        ("emergency contact, **", "relative_cue", Element.RELATIVE),
        ("seen by ", "provider_cue", Element.PROVIDER),
        ("Attending physician was, by ", "provider_cue", Element.PROVIDER),
        ("spoke with ", "cue", Element.NAME),
        ("Patient \u2014 ", "cue", Element.NAME),
    ],
)
def test_cue(said: str, weight: str, element: Element) -> None:
    found = before(said, len(said))
    assert (found.weight, found.element) == (WEIGHTS[weight], element)


@pytest.mark.parametrize("said", ["grandmotherx ", "xdr. ", "impatient", "spoke with\n", "named.", "reason ", ""])
def test_no_cue(said: str) -> None:
    assert before(said, len(said)).weight == 0


@pytest.mark.parametrize(("name", "alternatives"), [("cue", words.CUES), ("provider_cue", words.PROVIDER_CUES)])
def test_every_phrase_speaks_as_it_would_read_forwards(name: str, alternatives: str) -> None:
    forwards = re.compile(rf"(?:\A|[^\w])(?:{alternatives})[ ]\Z", re.IGNORECASE)
    for phrase in alternatives.split("|"):
        for said in (f"x, {phrase} ", f"{phrase.upper()} "):
            assert forwards.search(said)
            assert before(said, len(said)).weight >= WEIGHTS[name]


def test_articles_speak_against_a_name() -> None:
    assert before("on the ", 7).weight == WEIGHTS["the"]


@pytest.mark.parametrize(
    ("said", "is_title"), [("ask srta. ", True), ("adr. ", False), ("dr.", False), ("Sra  ", True)]
)
def test_title(said: str, is_title: bool) -> None:
    assert has_title(said, len(said)) is is_title


@pytest.mark.parametrize(
    ("said", "is_place"),
    [("lives in ", True), ("CITY OF ", True), ("within ", False), ("in  ", False), ("visited ", True), ("of ", False)],
)
def test_word_before_a_place(said: str, is_place: bool) -> None:
    assert follows_place_word(said, len(said)) is is_place


def test_entry_and_blank() -> None:
    assert before("> - ", 4).is_entry and not before("> - ", 4).is_blank
    assert before("text\n >  ", 9).is_blank
    assert before("12) ", 4).is_entry
