"""Segments of X12 pasted into a text."""

from __future__ import annotations

from tocsin.detection.engine import Detector
from tocsin.model.elements import Element
from tocsin.model.person_names import parse_name

REJECT = (
    "277CA reject, see below\n"
    "NM1*QC*1*LEROUX*FLORA*C***MI*1396221074~REF*1K*22509020033871~DMG*D8*19500512*F~\n"
    "NM1*82*1*BARNETT*OLGA****XX*1234567893~\n"
)


def test_people_and_numbers_of_pasted_segments() -> None:
    found = {(s.element, REJECT[s.start : s.end]) for s in Detector().find_spans(REJECT)}
    assert found >= {
        (Element.NAME, "LEROUX*FLORA*C"),
        (Element.MEMBER_ID, "1396221074"),
        (Element.CLAIM_NUMBER, "22509020033871"),
        (Element.DATE_OF_BIRTH, "19500512"),
        (Element.PROVIDER, "BARNETT*OLGA"),
    }
    assert parse_name("LEROUX*FLORA*C").first == "FLORA"


def test_stars_of_other_texts_are_no_segments() -> None:
    text = "a*MI*b and *MI* 12345678 stars REF*see*below"
    assert not [s for s in Detector().find_spans(text) if s.detector == "edi-segment"]
