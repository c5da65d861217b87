"""Dates in words."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector
from tocsin.model.elements import Element


@pytest.mark.parametrize(
    ("said", "norm", "element"),
    [
        ("my birthday is March seventh nineteen forty seven okay", "1947-03-07", Element.DATE_OF_BIRTH),
        ("born June the twenty-first, two thousand and three", "2003-06-21", Element.DATE_OF_BIRTH),
        ("date of birth October 3rd nineteen oh nine", "1909-10-03", Element.DATE_OF_BIRTH),
        ("seen on July thirty first twenty twelve", "2012-07-31", Element.DATE),
        ("seen on May thirtieth nineteen hundred", "1900-05-30", Element.DATE),
    ],
)
def test_dates_in_words_are_read(detector: Detector, said: str, norm: str, element: Element) -> None:
    assert [(s.norm, s.element) for s in detector.find_spans(said)] == [(norm, element)]


@pytest.mark.parametrize(
    "said", ["May be seen twenty nineteen times", "June second in line", "April thirty second two thousand"]
)
def test_other_words_are_none(detector: Detector, said: str) -> None:
    assert not [s for s in detector.find_spans(said) if s.element in {Element.DATE, Element.DATE_OF_BIRTH}]
