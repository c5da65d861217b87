"""Segments of X12 that people paste into mails and logs: ``NM1*QC*1*LEPAGE*FLORENCE*C***MI*139622107~``.

Invariant: pure; at most one segment, which is bounded, is looked at.

Source: ASC X12 005010 segment and code names as published in open maps: NM1 (98, 66), DMG, REF (128), HI (1270),
SV1 (235).
"""

from __future__ import annotations

import re

from tocsin.detection.checks import ssn_ok
from tocsin.detection.dates import date_norm
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

DETECTOR = "edi-segment"
_SCORE = 0.95
_LONGEST = 160
_PEOPLE = "QC|IL|74|03|QD|S1|S3|E1|GP|PW|31"
"""Entity codes of patients, insured, subscribers, responsible persons and family (X12 98)."""
_OFFICE = "82|DN|DK|DQ|71|72|77|P3|SJ|40|45|ZZ"
_OFFICES = frozenset(_OFFICE.split("|"))
_NAME = compiled(
    r"(?P<name>[A-Z][A-Z'. -]{0,34}\*[A-Z][A-Z'. -]{0,24}(?:\*[A-Z][A-Z'. -]{0,24})?)(?=[*~\n]|\Z)", re.IGNORECASE
)
_NUMBER = compiled(r"[A-Z0-9][A-Z0-9-]{3,29}(?=[*~:\s]|\Z)", re.IGNORECASE)
_BORN = compiled(r"(?:19|20)\d{6}(?!\d)")
_IN_NAME = compiled(r"\bNM1\*[A-Z0-9]{2}\*1\*[^~\n]*\Z", re.IGNORECASE)


def _named(text: str, _low: int, high: int, end: int) -> Span | None:
    found = _NAME.match(text, end, min(high, end + _LONGEST))
    if found is None:
        return None
    code = text[max(0, end - 5) : end - 3].upper()
    element = Element.PROVIDER if code in _OFFICES else Element.NAME
    return Span(*found.span(), element, Part.FULL, _SCORE, DETECTOR, found[0])


def _member(text: str, low: int, high: int, end: int) -> Span | None:
    is_named = _IN_NAME.search(text, max(low, end - _LONGEST), end) is not None
    return _number(text, high, end, Element.MEMBER_ID) if is_named else None


def _social(text: str, _low: int, high: int, end: int) -> Span | None:
    found = _number(text, high, end, Element.SSN)
    return found if found is not None and ssn_ok(found.norm) else None


def _claim(text: str, _low: int, high: int, end: int) -> Span | None:
    return _number(text, high, end, Element.CLAIM_NUMBER)


def _account(text: str, _low: int, high: int, end: int) -> Span | None:
    return _number(text, high, end, Element.ACCOUNT_NUMBER)


def _number(text: str, high: int, end: int, element: Element) -> Span | None:
    found = _NUMBER.match(text, end, min(high, end + 34))
    if found is None or not any(char.isdigit() for char in found[0]):
        return None
    return Span(*found.span(), element, Part.FULL, _SCORE, DETECTOR, found[0].upper().replace("-", ""))


def _born(text: str, _low: int, high: int, end: int) -> Span | None:
    found = _BORN.match(text, end, min(high, end + 9))
    norm = date_norm(found[0]) if found else ""
    return Span(*found.span(), Element.DATE_OF_BIRTH, Part.FULL, _SCORE, DETECTOR, norm) if found and norm else None


_DIAGNOSES = r"\*A?(?:B[FJKN]|PR):"
"""Codes of principal and other diagnoses, those at admission, external causes and reasons to come (X12 1270)."""
_CODES = compiled(_DIAGNOSES + r"([A-TV-Z]\d[0-9A-Z]{1,5})(?=[*:~\s]|\Z)", re.IGNORECASE)
_SERVICE = compiled(r"(?:HC|HP|AD|ER):([A-Z0-9]{5})(?=[*:~\s]|\Z)", re.IGNORECASE)


def _diagnosis(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the last code that ends here of a segment of health codes (``HI*ABK:C7951*ABF:D649``)."""
    found = _CODES.match(text, text.rfind("*", low, end), min(high, end + 8))
    return Span(*found.span(1), Element.DIAGNOSIS, Part.FULL, _SCORE, DETECTOR, found[1].upper()) if found else None


def _service(text: str, _low: int, high: int, end: int) -> Span | None:
    found = _SERVICE.match(text, end, min(high, end + 10))
    return Span(*found.span(1), Element.PROCEDURE, Part.FULL, _SCORE, DETECTOR, found[1].upper()) if found else None


RULES = (
    Rule(_DIAGNOSES + r"[A-TV-Z][0-9][0-9A-Z]", _diagnosis),
    Rule(r"\bSV[1-3][* ]", _service),
    Rule(rf"\bNM1\*(?:{_PEOPLE}|{_OFFICE})\*1\*", _named),
    Rule(r"\*(?:MI|MR|II)\*", _member),
    Rule(r"\bREF\*SY\*", _social),
    Rule(r"\bREF\*(?:1K|D9|F8|G1|9F)\*", _claim),
    Rule(r"\bREF\*(?:EJ|6P)\*", _account),
    Rule(r"\bDMG(?:\*D8\*|=)", _born),
)
