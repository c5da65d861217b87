"""Numbers that governments give to people: Social Security, taxpayer, passport, military, immigration.

Source: SSA, "Social Security Number Randomization" and 20 CFR 422.103 (form and numbers never assigned); IRS
Publication 4757 (ITIN) and Publication 1635 (EIN); 22 CFR 51 and ICAO Doc 9303 (passport); DoD Instruction 1000.30
and 1341.02 (EDIPI, ten digits); 8 CFR 1.2 (alien registration number, A and 7-9 digits).
"""

from __future__ import annotations

import re

from tocsin.detection.checks import itin_ok, ssn_ok
from tocsin.detection.context import before
from tocsin.detection.keyed import Key, Reading, digits_of, id_judge
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_NAMED = compiled(
    r"\bss[nu]?s?\b|\bss ?[#n]|s\.s\.|soc(?:ial)?\.?[ _-]?sec|\bsocial\b|taxpayer|\bitin\b|\btin\b", re.IGNORECASE
)
_OTHER_NUMBER = compiled(
    r"(?:invoice|order|part|item|model|serial|ticket|case|issue|isbn|issn|phone|fax|tel|ext|zip|tracking|sku|version|"
    r"build|ref|check|po|lot|bug|patent|grant|room)[ .:#]{0,3}(?:no\.?|number|num|#|id)?[ .:#]{0,3}$",
    re.IGNORECASE,
)
_SSN_VALUE = compiled(r"\d{3}[- .]{0,3}\d{2}[- .]{0,3}\d{4}(?![\dA-Za-z]|[-.]\d)")
_TAX_VALUE = compiled(r"\d{3}[- ]\d{2}[- ]\d{4}(?!\d)|\d{2}-\d{7}(?!\d)|\d{9}(?!\d)")
_PASSPORT_VALUE = compiled(r"(?:[A-Za-z]{0,2}\d{6,9}|\d{2} \d{6,7})(?![A-Za-z0-9])")
_A_NUMBER_VALUE = compiled(r"A?[ -]?\d{3}[ -]?\d{3}[ -]?\d{2,3}(?!\d)|A\d{7}(?!\d)", re.IGNORECASE)


def judge_ssn(value: str) -> Reading | None:
    """Return the reading of a value behind words that name a Social Security number."""
    digits = digits_of(value)
    if ssn_ok(digits):
        return Reading(digits, 0.99)
    if itin_ok(digits):
        return Reading(digits, 0.95, Element.TAX_ID)
    return None


def judge_tax(value: str) -> Reading | None:
    """Return the reading of a value behind words that name a taxpayer's number."""
    digits = digits_of(value)
    if re.fullmatch(r"\d{3}[- ]\d{2}[- ]\d{4}", value) and ssn_ok(digits):
        return Reading(digits, 0.9, Element.SSN)
    if len(digits) != 9 or len(set(digits)) == 1:
        return None
    return Reading(digits, 0.95)


def _shaped(text: str, low: int, _high: int, end: int) -> Span | None:
    """Judge ddd-dd-dddd (or with blanks or dots) that no key has named yet."""
    start = end - 11
    if start < low or (start > low and text[start - 1] in "-.0123456789/_\\=#xX*") or _goes_on(text, end):
        return None
    digits, joint = digits_of(text[start:end]), text[start + 3]
    context = before(text, low, start, 60)
    named = _NAMED.search(context) is not None
    if itin_ok(digits) and (named or joint == "-"):
        return Span(start, end, Element.TAX_ID, Part.FULL, 0.9 if named else 0.7, "itin", digits)
    if not ssn_ok(digits):
        return None
    score = _shape_score(named, joint, context)
    return Span(start, end, Element.SSN, Part.FULL, score, "ssn", digits)


def _shape_score(named: bool, joint: str, context: str) -> float:
    if named:
        return 0.99
    if _OTHER_NUMBER.search(context):
        return 0.2
    return {"-": 0.87, ".": 0.3}.get(joint, 0.35)


def _goes_on(text: str, end: int) -> bool:
    return text[end : end + 1].isalnum() or (text[end : end + 1] in "-./" and text[end + 1 : end + 2].isdigit())


def _military_judge(value: str) -> Reading | None:
    digits = digits_of(value)
    return Reading(digits, 0.93) if len(digits) in {8, 9, 10, 11} else None


def _judge_a_number(value: str) -> Reading | None:
    digits = digits_of(value)
    return Reading("A" + digits.zfill(9), 0.94) if 7 <= len(digits) <= 9 else None


KEYS = (
    Key(
        r"\b(?:ssns?\b|ss ?#|ss (?:no|number)|s\.s\.n?\.?|soc(?:ial)?\.?[ _-]?sec(?:urity)?\.?"
        r"|socials?\b(?: (?:no|number|#|is))?)",
        Element.SSN,
        "ssn",
        judge_ssn,
        _SSN_VALUE,
    ),
    Key(
        r"\b(?:tax[ -]?(?:payer)?[ -]?id(?:entification)?(?:ent)?|itin|f?ein|tin|employer identification)\b",
        Element.TAX_ID,
        "tax",
        judge_tax,
        _TAX_VALUE,
    ),
    Key(r"\bpassports?\b", Element.PASSPORT, "passport", id_judge(0.94, 6, 10), _PASSPORT_VALUE),
    Key(
        r"\b(?:edipi|dod[ -]?id|military[ -]?id|service[ -](?:number|no)|veteran'?s? id|va (?:file|claim))\b",
        Element.MILITARY_ID,
        "military",
        _military_judge,
        compiled(r"[Cc]?\d{2,3}[- ]?\d{2,3}[- ]?\d{3,5}(?!\d)|\d{8,11}(?!\d)"),
    ),
    Key(
        r"\b(?:alien(?: registration)?|a-?number|uscis|green card|permanent resident(?: card)?|visa (?:number|no))\b",
        Element.IMMIGRATION_ID,
        "a-number",
        _judge_a_number,
        _A_NUMBER_VALUE,
    ),
    Key(r"\b(?:i-?94|sevis)\b", Element.IMMIGRATION_ID, "i-94", id_judge(0.85, 9, 12), needs_sign=True),
    Key(r"\bstudent[ -]?(?:id|number|no|#)", Element.STUDENT_ID, "student", id_judge(0.92, 4, 14)),
)

RULES = (
    Rule(r"\b\d{3}-\d{2}-\d{4}\b", _shaped),
    Rule(r"\b\d{3} \d{2} \d{4}\b", _shaped),
    Rule(r"\b\d{3}\.\d{2}\.\d{4}\b", _shaped),
    *(key.rule() for key in KEYS),
)
