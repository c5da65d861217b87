"""The cheap look at a buffer leaves nothing out that a look at everything would find."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.detection import gates
from tocsin.detection.engine import Detector
from tocsin.detection.spans import Span
from tocsin.detection.wordbook import ALL_BITS, Bytes, Wordbook, words_of

PIECES = (
    "Ann", "ann", "LEE", "Lee", "lee", "van der", "O'Brien", "Smith-Jones", "non-Smith", "Dr.", "miss", "Table", "Lamp",
    "the", "MD", "RN", "Jr", "III", "St.", "Mc", "McDonald", "al-Assad", "Hodgkin", "disease", "Hospital", "my name is",
    "this is", "john", "smith", "maria", "garcia", "patient", "Patient Name", "Name", "PtLastName", "D.O.B.", "DOB",
    "a/c", "Guarantor", "EMERGENCY CONTACT", "Spouse", "member id", "ID", "#", "MRN", "Phone", "1/2/1960", "W12345678",
    "536-22-1234", "33602", "Tampa, FL", "(813) 555-0142", "Aetna", "leukemia", "Zorblax", "José", "éé", "王小明",
    "김철수", "Ωμέγα", "\u0131d", "\u200b", "²", "x", "A", "I", "foo_bar", "Sister", "Virginia", "will",
    "said", "has", "his", "wife", "the", "called", "dear", "born", "RN", "member", "next of kin", "and I", "(", "dr.",
)  # fmt: skip
JOINTS = (
    " ",
    " ",
    " ",
    "  ",
    "   ",
    "\t",
    "\n",
    "\n",
    ": ",
    ":",
    ", ",
    ",",
    " | ",
    " = ",
    "....",
    ". ",
    " - ",
    "/",
    "#: ",
    "'s ",
)

TEXT = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINTS)), max_size=60).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)


@cache
def _detector() -> Detector:
    return Detector()


def _spans(texts: list[str], least: int, monkeypatch: pytest.MonkeyPatch) -> list[list[Span]]:
    monkeypatch.setattr("tocsin.detection.engine.LEAST_CHARS", least)
    return _detector().find_many(texts)


@example(texts=["ann/José D.O.B. next of kin "])
@settings(max_examples=150, deadline=None)
@example(texts=["said Lamp MD "])
@given(texts=st.lists(TEXT, min_size=1, max_size=4))
def test_the_gate_changes_no_find(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert _spans(texts, 0, patch) == _spans(texts, 1 << 40, patch)


def test_ordinary_prose_is_left_out() -> None:
    text = "The committee met again. It was decided that the report is to be read by all of them.\nShort.\n" * 50
    (chance,) = gates.Gate().chances(text, text.encode(), [0], [len(text)])
    assert chance.is_none


def test_a_line_with_a_name_is_left_in() -> None:
    text = "the report is to be read\nand then by Ann Lee herself\n"
    (chance,) = gates.Gate().chances(text, text.encode(), [0], [len(text)])
    assert [text[start:end] for start, end in chance.runs] == ["Ann Lee"]


def test_a_word_alone_is_left_in_only_where_something_speaks_for_it() -> None:
    text = "see the Zorblax there\nsee the Zorblax said\nsee the Zorblax, his wife\ncalled Zorblax there\n"
    (chance,) = gates.Gate().chances(text, text.encode(), [0], [len(text)])
    assert [text.count("\n", 0, start) for start, _ in chance.runs] == [1, 2, 3]
    assert [text[start:end] for start, end in chance.lone] == ["Zorblax"]


def _length(word: str) -> int:
    return len(word)


def test_a_full_book_starts_anew_and_still_tells_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.detection.wordbook._FIRST_SLOTS", 64)
    monkeypatch.setattr("tocsin.detection.wordbook._MOST_SLOTS", 256)
    book = Wordbook(_length)
    letters = "abcdefghijklmnopqrstuvwxyz"
    for turn in range(20):
        text = " ".join(letters[: 1 + n % 26] + letters[turn] + letters[n % 24] for n in range(90))
        buffer = _bytes(text)
        assert book.bits(buffer, words_of(buffer)).tolist() == [len(word) for word in text.split()]


def test_a_word_too_long_to_remember_has_all_bits() -> None:
    buffer = _bytes("ab " + "x" * 65 + " " + "y" * 64)
    assert Wordbook(_length).bits(buffer, words_of(buffer)).tolist() == [2, ALL_BITS, 64]


def _bytes(text: str) -> Bytes:
    return np.frombuffer(text.encode("latin-1"), np.uint8)
