"""Dates that are births because of what stands between them and a person, names that charts shorten."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector
from tocsin.model.elements import Element


def _found(detector: Detector, text: str, element: Element) -> list[str]:
    return [text[s.start : s.end] for s in detector.find_spans(text) if s.element is element]


@pytest.mark.parametrize(
    ("text", "births"),
    [
        ("pt Geneva Larkins (7/10/48) got charged twice", ["7/10/48"]),
        ("He is 11/28/61, she is 8/9/55.", ["11/28/61", "8/9/55"]),
        ("Delmar Stokes Jr is 6/14/77 and his is Humira", ["6/14/77"]),
        ("el viernes. (Maria Nunez 7/15/80) gracias", ["7/15/80"]),
        ("Blanche Marsh (9/21/29, deceased 9/2), final claim is paid", ["9/21/29"]),
        ("Hello, Isabel du Pont here (9-13-1977). I moved", ["9-13-1977"]),
        ("peer to peer on Dunmore, Percy, 6/3/1948, by noon", ["6/3/1948"]),
        ("- Mori, Tadashi 12/14/1968 card says no", ["12/14/1968"]),
        (
            "0800  LEE, ANN        122511  WCC\n0820  DAY, BO M       060814  ASTHMA\n0900  ROE, CARL      032203  COUGH\n",
            ["122511", "060814", "032203"],
        ),
        ("LEE, ANN   140299\nDAY, BO   139901\nROE, CARL   882203\n", []),
        (
            "Ibrance   Leatrice Good      b.05/16/1948   PFIZER case# PF-22\nTy Poe (b.1961-03-08)",
            ["05/16/1948", "1961-03-08"],
        ),
        ("b.05/16/1948", ["05/16/1948"]),
        ("S26-00458 LEE,LORETTA JUNE      F 11021938 COLON\nROE,BO T   M 03151950", ["11021938", "03151950"]),
        ("take vitamin F 20260304 and sub.05/16/1948", []),
        ("seen by Ann Lee (4/2/2024) today", []),
        ("Ann Lee (paid 3/4/1999) called", []),
        ("the visit is 3/4/2024", []),
    ],
)
def test_dates_told_of_a_person(detector: Detector, text: str, births: list[str]) -> None:
    assert _found(detector, text, Element.DATE_OF_BIRTH) == births


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HUGHES, THOS 8-18-49  tx 2019", "HUGHES, THOS"),
        ("Wm. Hartley called about his bill", "Wm. Hartley"),
        ("Hello, Isabel du Plessis here", "Isabel du Plessis"),
        ("NAME ST. CLAIR, VERNA    MID 6R05U64AJ51 ACNT 8717817", "ST. CLAIR, VERNA"),
        ("hold letrozole for A. Nakamura until Monday", "A. Nakamura"),
        ("I am Pa Nhia Yang, date of birth November 21, 1990.", "Pa Nhia Yang"),
        ("KASPAR VOGTMANN\n85 DEPOT ST APT 2B\nELMIRA NY 14901\n", "KASPAR VOGTMANN"),
    ],
)
def test_names_that_charts_and_envelopes_hold(detector: Detector, text: str, name: str) -> None:
    assert name in _found(detector, text, Element.NAME)


@pytest.mark.parametrize(
    "text",
    ["Part A. Benefits were paid.", "LEE, ANN   Dari   DOB 11/26/80", "KEYSTONE MUTUAL\n12 S MAIN ST\nERIE PA 16501\n"],
)
def test_what_is_no_name(detector: Detector, text: str) -> None:
    assert not {"A. Benefits", "Dari", "KEYSTONE MUTUAL"} & set(_found(detector, text, Element.NAME))


def test_nobody_is_born_after_this_release(detector: Detector) -> None:
    (born,) = [s for s in detector.find_spans("Patient Ann Lee dob 9/21/29") if s.element is Element.DATE_OF_BIRTH]
    assert born.norm == "1929-09-21"
