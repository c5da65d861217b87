"""Names told by learnt weights, by strokes and by the lists they stand in."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector
from tocsin.detection.names_tokens import tokens_of
from tocsin.detection.names_windows import is_learnt
from tocsin.model.elements import NAME_ELEMENTS

DETECTOR = Detector()


def _names(text):
    return [text[s.start : s.end] for s in DETECTOR.find_spans(text) if s.element in NAME_ELEMENTS]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("4. Darius Moon cancels 2/24, back in detox", "Darius Moon"),
        ("Please refund Sterling Sharp his deposit, he changed his mind", "Sterling Sharp"),
        ("Did Odessa Keys ever get biopsied?", "Odessa Keys"),
        ("GUARANTOR ......... MARCUS HOYT", "MARCUS HOYT"),
        ("Also attending: spouse Darlene Cash, Medicare no. 1EG4TE5MK73", "Darlene Cash"),
    ],
)
def test_names_of_common_words_are_found_whole(text, name):
    assert name in _names(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Annual Report is due on Friday Morning.",
        "Click Save As and then choose Print Preview from the Tools Menu.",
        "The Blood Bank is closed on Labor Day.",
        "New Patient Packet and Privacy Notice",
    ],
)
def test_other_capitalised_words_are_no_names(text):
    assert not _names(text)


def test_people_in_a_row_are_not_joined():
    assert _names("Missing: Sigrid Holmquist, Antoine Duquette, Pheng Moua and others")[:2] == [
        "Sigrid Holmquist",
        "Antoine Duquette",
    ]
    assert "Dolly Sayers" in _names("call these: Ruby Fields, Dolly Sayers, Iva, Dell Coombs")


def test_a_stroke_between_surname_and_given_name():
    text = "RM1  JAKES/TYRONE  39M\nRM2  DESHPANDE/ANIL M  63M\nHTN/DM AND/OR COPD/CHF PT/OT"
    assert _names(text) == ["JAKES/TYRONE", "DESHPANDE/ANIL M"]
    assert _names("09/16  rm1  DESHPANDE/ANIL  #BB896857") == ["DESHPANDE/ANIL"]


def test_weights_have_a_say_of_two_full_words_only():
    assert is_learnt(tokens_of("Ann Lee", 0, 7))
    assert not is_learnt(tokens_of("A Lee", 0, 5))
    assert not is_learnt(tokens_of("Ann van der Meer", 0, 16))
