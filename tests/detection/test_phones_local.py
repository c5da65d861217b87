"""Telephone numbers of seven digits count by a name or words right beside them."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector
from tocsin.model.elements import Element


def phones(detector: Detector, text: str) -> list[str]:
    return [text[span.start : span.end] for span in detector.find_spans(text) if span.element is Element.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez - 555-0142",
        "Maria Lopez (555-0142), wants to reschedule",
        "Lopez, Maria 04/03/1961 555-0142 mammo",
        "555-0142 (daughter)",
        "son Bob, 555-0142",
        "dtr Ann 555-0142",
        "her new number is 555-0142",
        "h: 555-0142",
        "c/b 555-0142",
        "leave msg @ 555-0142",
    ],
)
def test_a_name_or_words_beside_tell_a_local_number(detector: Detector, text: str) -> None:
    assert phones(detector, text) == ["555-0142"]


def test_two_numbers_of_one_person(detector: Detector) -> None:
    assert phones(detector, "home 555-0142 / work 555-0143") == ["555-0142", "555-0143"]


@pytest.mark.parametrize(
    "text",
    [
        "Bob Smith 200-4500 units",
        "Maria Lopez 300-1200 mg",
        "Maria Lopez policy 555-0142",
        "invoice 555-0142",
        "policy 555-0142 (daughter)",
        "pages 300-1200 of the chart",
        "score 3: 250-1000",
        "300-1200 patient days a year",
        "500-1000 home visits",
        "Maria Lopez 555-0142-77",
        "range 200-1500, see Maria Lopez",
    ],
)
def test_the_form_alone_is_no_telephone(detector: Detector, text: str) -> None:
    assert phones(detector, text) == []
