"""Folding keeps offsets; merging keeps the longest, then the most specific."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tocsin.detection.fold import fold, squeeze
from tocsin.detection.merge import merge
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part


def span(start: int, end: int, element: Element, score: float = 0.9) -> Span:
    """Return a span of that element."""
    return Span(start, end, element, Part.FULL, score, "test", "")


@given(st.text())
def test_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="ab1\u200b\u200e\ufeff-"))
def test_squeeze_tells_where_each_character_stood(text: str) -> None:
    kept, offsets = squeeze(text)
    if offsets is None:
        assert kept == text
    else:
        assert [text[offsets[i]] for i in range(len(kept))] == list(kept)
        assert offsets[len(kept)] == len(text)


def test_zero_width_and_look_alikes_do_not_hide() -> None:
    kept, _ = squeeze("5\u200b36-22\u200e-1234")
    assert kept == "536-22-1234"
    assert fold("\u0405\u0405N")[-1] == "N"
    assert fold("\u041f\u0440\u0438\u0432\u0435\u0442") == "\u041f\u0440\u0438\u0432\u0435\u0442"


def test_the_longest_wins_then_the_most_specific() -> None:
    long, inner, other = span(0, 20, Element.ADDRESS), span(5, 10, Element.ZIP), span(30, 35, Element.DATE)
    birth = span(30, 35, Element.DATE_OF_BIRTH)
    assert merge([inner, other, long, birth]) == [long, birth]


def test_a_loser_suppresses_nobody() -> None:
    first, middle, last = span(0, 10, Element.NAME), span(8, 14, Element.NAME), span(13, 18, Element.NAME)
    assert merge([first, middle, last]) == [first, last]


def test_what_is_below_its_threshold_is_left_out() -> None:
    assert merge([span(0, 5, Element.SSN, 0.3)]) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.sampled_from(list(Element)))))
def test_merged_spans_never_overlap(raw: list[tuple[int, int, Element]]) -> None:
    merged = merge([span(start, start + length, element) for start, length, element in raw])
    assert all(a.end <= b.start for a, b in pairwise(merged))
