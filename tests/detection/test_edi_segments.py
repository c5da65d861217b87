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


def test_codes_of_pasted_claims() -> None:
    text = "REF*1K*E26100448830~ HI*ABK:C7951*ABF:D649*BP:J9271~\nSV1*HC:77427*1240~ SV2 HC:36415\nHI there AB: C7951, call HC:12345"
    found = [(s.element, text[s.start : s.end]) for s in Detector().find_spans(text) if s.detector == "edi-segment"]
    assert found[1:] == [
        (Element.DIAGNOSIS, "C7951"),
        (Element.DIAGNOSIS, "D649"),
        (Element.PROCEDURE, "77427"),
        (Element.PROCEDURE, "36415"),
    ]


def test_names_with_stars_or_carets_of_any_surname_and_nothing_else() -> None:
    text = "INSURED: ZUBIZARRETA*EULALIA*P  HIC 7DA4\n||LANTERN^QUENTIN||\nKB*MB*GB and READ^WRITE^EXEC or 5*JOHN*3"
    found = [text[s.start : s.end] for s in Detector().find_spans(text) if s.detector == "names-slashed"]
    assert found == ["ZUBIZARRETA*EULALIA*P", "LANTERN^QUENTIN"]
