"""Values that a column, field or label has typed."""

from __future__ import annotations

import pytest

from tocsin.detection.values import normalise
from tocsin.model.elements import Element
from tocsin.model.mentions import Part


@pytest.mark.parametrize(
    ("element", "text", "norm"),
    [
        (Element.SSN, "536221234", "536221234"),
        (Element.SSN, "536-22-1234 ", "536221234"),
        (Element.SSN, "36221234", "036221234"),
        (Element.DATE_OF_BIRTH, "1961-03-03 00:00:00", "1961-03-03"),
        (Element.DATE_OF_BIRTH, "22343", "1961-03-03"),
        (Element.DATE_OF_BIRTH, "19610303", "1961-03-03"),
        (Element.DATE, "Mar 3, 1961", "1961-03-03"),
        (Element.PHONE, "4155550182", "+14155550182"),
        (Element.EMAIL, "Ann <Ann@Example.org>", "ann@example.org"),
        (Element.MRN, "00123456", "00123456"),
        (Element.MRN, "123456.0", "123456"),
        (Element.ZIP, "2139", "02139"),
        (Element.ZIP, "021394307", "02139-4307"),
        (Element.DRIVER_LICENSE, "a123-4567", "A1234567"),
        (Element.ROUTING_NUMBER, "21000021", "021000021"),
        (Element.CARD_NUMBER, "4111 1111 1111 1111", "4111111111111111"),
        (Element.NAME, "O'Brien, Ann", "O'Brien, Ann"),
        (Element.AGE, "67 Y", "67"),
    ],
)
def test_a_good_value_is_normalised(element: Element, text: str, norm: str) -> None:
    found, counts, score = normalise(element, Part.FULL, text)
    assert (found, counts) == (norm, True)
    assert score >= 0.55


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (Element.SSN, "***-**-1234"),
        (Element.SSN, "XXX-XX-1234"),
        (Element.SSN, "1234"),
        (Element.SSN, "000-12-1234"),
        (Element.SSN, "N/A"),
        (Element.DATE_OF_BIRTH, "unknown"),
        (Element.DATE_OF_BIRTH, "13/45/2020"),
        (Element.PHONE, "none"),
        (Element.PHONE, "0000000000"),
        (Element.EMAIL, "declined"),
        (Element.MRN, "see chart"),
        (Element.CARD_NUMBER, "************1111"),
        (Element.NAME, "12345"),
        (Element.DIAGNOSIS, "-"),
    ],
)
def test_nothing_stands_for_no_value(element: Element, text: str) -> None:
    assert normalise(element, Part.FULL, text)[1] is False


def test_facts_that_are_no_element_are_read_too() -> None:
    assert normalise(None, Part.SEX, "Female")[:2] == ("F", True)
    assert normalise(None, Part.SEX, "?")[1] is False
    assert normalise(None, Part.DEATH_DATE, "3/4/2020")[:2] == ("2020-03-04", True)
    assert normalise(Element.ADDRESS, Part.STATE, "ohio")[0] == "OH"


def test_a_number_with_other_signs_is_no_provider_number() -> None:
    assert normalise(Element.NPI, Part.FULL, "1234/67893")[2] < 0.9


@pytest.mark.parametrize("text", ["(3 images)", "authorization[0]", "base64.decodebytes", "Items(range(3))"])
def test_words_of_programs_are_nobodys_numbers(text: str) -> None:
    assert not any(
        normalise(e, Part.FULL, text)[1] for e in (Element.MRN, Element.CLAIM_NUMBER, Element.DRIVER_LICENSE)
    )


@pytest.mark.parametrize("text", ["00412345 (merged)", "MR-4471932"])
def test_a_number_with_a_remark_is_one(text: str) -> None:
    assert normalise(Element.MRN, Part.FULL, text)[1]
