"""Names told by learnt weights, by strokes and by the lists they stand in."""

from __future__ import annotations

import json

import pytest

from scripts.train_names import OUT, Known, learn, odds_of, windows_of
from tocsin.detection.engine import Detector
from tocsin.detection.names_tokens import tokens_of
from tocsin.detection.names_windows import Evidence, is_learnt
from tocsin.model.elements import NAME_ELEMENTS


def _names(detector: Detector, text: str) -> list[str]:
    return [text[s.start : s.end] for s in detector.find_spans(text) if s.element in NAME_ELEMENTS]


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
def test_names_of_common_words_are_found_whole(detector: Detector, text: str, name: str) -> None:
    assert name in _names(detector, text)


@pytest.mark.parametrize(
    "text",
    [
        "The Annual Report is due on Friday Morning.",
        "Click Save As and then choose Print Preview from the Tools Menu.",
        "The Blood Bank is closed on Labor Day.",
        "New Patient Packet and Privacy Notice",
    ],
)
def test_other_capitalised_words_are_no_names(detector, text):
    assert not _names(detector, text)


def test_people_in_a_row_are_not_joined(detector: Detector) -> None:
    assert _names(detector, "Missing: Sigrid Holmquist, Antoine Duquette, Pheng Moua and others")[:2] == [
        "Sigrid Holmquist",
        "Antoine Duquette",
    ]
    assert "Dolly Sayers" in _names(detector, "call these: Ruby Fields, Dolly Sayers, Iva, Dell Coombs")


def test_a_stroke_between_surname_and_given_name(detector: Detector) -> None:
    text = "RM1  JAKES/TYRONE  39M\nRM2  DESHPANDE/ANIL M  63M\nHTN/DM AND/OR COPD/CHF PT/OT"
    assert _names(detector, text) == ["JAKES/TYRONE", "DESHPANDE/ANIL M"]
    assert _names(detector, "09/16  rm1  DESHPANDE/ANIL  #BB896857") == ["DESHPANDE/ANIL"]


def test_weights_have_a_say_of_two_full_words_only() -> None:
    assert is_learnt(tokens_of("Ann Lee", 0, 7))
    assert not is_learnt(tokens_of("A Lee", 0, 5))
    assert not is_learnt(tokens_of("Ann van der Meer", 0, 16))


def test_weights_are_learnt_from_windows_and_tell_others() -> None:
    known = Known.of([("Darius", "Moon"), ("Odessa", "Keys")], [])
    text = "Darius Moon called. Odessa Keys came. Monte Carlo is a method. Grant Rivers are streams."
    windows = [w for group in ("x", "y") for w in windows_of(group, [text], known)]
    weights = learn(windows)
    assert {w.is_name for w in windows} == {True, False}
    assert min(odds_of(weights, w) for w in windows if w.is_name) > max(
        odds_of(weights, w) for w in windows if not w.is_name
    )


def test_the_shipped_weights_are_of_features_that_words_have() -> None:
    shipped = json.loads(OUT.read_text("utf-8"))
    text = "Darius Moon called. ROSE BANKS  4/4/70\n- Ann M Lee (gout)\n"
    seen = {name for w in windows_of("x", [text], Known.of([], [])) for name in w.features}
    assert set(Evidence._fields) | {"bias"} <= set(shipped)
    assert len(seen & set(shipped)) * 2 > len(seen)
