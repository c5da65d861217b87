"""Names in text: shapes, roles, what is no person, and hostile text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.detection.growth import grows_linearly
from tocsin.detection.engine import Detector
from tocsin.detection.names import find_names
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part


def names_in(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spoke with Maria Lopez-Garcia today about her bill.", "Maria Lopez-Garcia"),
        ("Patient John Q. Porter Jr. was seen.", "John Q. Porter Jr."),
        ("We saw LEE, ANN M on Monday", "LEE, ANN M"),
        ("RE: Gonzalez, Maria (DOB 3/4/55)", "Gonzalez, Maria"),
        ("The patient, Ludwig van der Meer, left.", "Ludwig van der Meer"),
        ("PATIENT: JOSE MARTINEZ HERNANDEZ", "JOSE MARTINEZ HERNANDEZ"),
        ("my name is john smith and i want a refill", "john smith"),
        ("Notes for Chukwuemeka Okafor are missing.", "Chukwuemeka Okafor"),
        ("I told Maria that it is late.", "Maria"),
        ("The patient, Maeve O'Neill, prefers tea.", "Maeve O'Neill"),
        ("The card carried the name 张 晓梅 on it.", "张 晓梅"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    assert name in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hodgkin lymphoma, Foley catheter placed, Gleason score 7.",
        "Follow up at Mercy General Hospital in Houston, TX.",
        "Smith & Wesson Ltd. announced; Johnson Controls Inc. too.",
        "Monday Morning Staff Meeting Agenda And Minutes",
        "You will see a mark in May; hope for grace.",
        "Blue Cross Blue Shield denied the claim.",
    ],
)
def test_what_only_looks_like_a_name_is_left(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("text", "name", "element"),
    [
        ("Seen by Dr. Wei Zhang, MD.", "Wei Zhang", Element.PROVIDER),
        ("Best,\nJennifer Walsh, RN\n", "Jennifer Walsh", Element.PROVIDER),
        ("Her daughter Anna Lopez will drive.", "Anna Lopez", Element.RELATIVE),
        ("The patient Anna Lopez will drive.", "Anna Lopez", Element.NAME),
    ],
)
def test_the_context_gives_the_label(text: str, name: str, element: Element) -> None:
    assert (name, element) in [(text[s.start : s.end], s.element) for s in find_names(text)]


def test_a_sure_name_lends_its_parts() -> None:
    text = "Mrs. Anna Wojcik came in. We gave Wojcik the form."
    assert names_in(text) == ["Anna Wojcik", "Wojcik"]


def test_a_place_that_is_taken_stays_free() -> None:
    text = "Maria Lopez came."
    taken = [Span(0, 11, Element.ADDRESS, Part.FULL, 0.9, "x", "")]
    assert find_names(text, taken) == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    spans = find_names(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "piece", ["Ann Lee ", "A", "A. ", "Lee, Ann, ", "Mr. ", "name: ", "Xxxxxx-", "O'", "van der ", "Dr. Lee "]
)
def test_time_grows_linearly_on_long_lines(piece: str) -> None:
    assert grows_linearly(find_names, piece)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Guar# 8603023\tKimbrough, Rudolph I\t\tCurr 96.84", "Kimbrough, Rudolph I"),
        ("NAME ASAMOAH, KWABENA    MID 6X62 ACNT 7722804", "ASAMOAH, KWABENA"),
        ("MEMBER NAME  ST. CLAIR, VERNA   77120", "ST. CLAIR, VERNA"),
    ],
)
def test_a_cell_of_a_printed_line_is_a_name(text: str, name: str) -> None:
    assert [text[s.start : s.end] for s in Detector().find_spans(text) if s.element is Element.NAME] == [name]


@pytest.mark.parametrize("text", ["Vincristine, Dose   2 mg", "Springfield, Missouri   65807", "Breast, Left  C50.912"])
def test_a_cell_of_other_words_is_no_name(text: str) -> None:
    assert [s for s in Detector().find_spans(text) if s.element is Element.NAME] == []
