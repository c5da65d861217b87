"""Driver's licences and state identification cards as they are typed or read off the card: fields by their numbers.

Cards bear the numbers of the standard before their fields: 1 family name, 2 given names, 3 birth, 4d customer number,
8 address. Lines are read so only near the words that name such a card.

Source: AAMVA DL/ID Card Design Standard (2020), annex B (human-readable data elements and their numbers).
"""

from __future__ import annotations

import re

from tocsin.detection.licences import judge_licence
from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_CARD = compiled(
    r"driver'?s?[ ]?licen[sc]e|\bcommercial driver|identification card|\bDL\b|\bCDL\b|\breal id\b|licencia de conducir",
    re.IGNORECASE,
)
_STATE_CARD = compiled(r"identification card|\bstate id\b", re.IGNORECASE)
_NUMBERED = compiled(r"(?:^|[\s|])(?:4d|4b|4a|15|16|18)[.: ]", re.IGNORECASE | re.MULTILINE)
_NUMBER = compiled(
    r"[.:) \t]{1,3}(?:(?:DLN?|ID|NO|LIC|CUST)[.:# \t]{1,3})?"
    r"(?P<value>[A-Z0-9][A-Z0-9 -]{5,22}?)(?=\s{2}|\n|\Z|[ ]\d{1,2}[a-d]?[ ])"
)
_NAMES = compiled(
    r"(?:(?:LN|FN|FAMILY NAME|GIVEN NAMES?)[.: ]{1,2})?(?P<value>[A-Z][A-Z'. -]{1,34}?)[ \t]*(?=,?\n|\Z|\s{2}\d)"
)
_REACH = 320


def _is_card(text: str, low: int, high: int, at: int) -> bool:
    begin, stop = max(low, at - _REACH), min(high, at + _REACH)
    return _CARD.search(text, begin, stop) is not None and _NUMBERED.search(text, begin, stop) is not None


def _customer(text: str, low: int, high: int, end: int) -> Span | None:
    found = _NUMBER.match(text, end - 1, min(high, end + 32))
    reading = judge_licence(found["value"]) if found and _is_card(text, low, high, end) else None
    if found is None or reading is None:
        return None
    is_licence = not _STATE_CARD.search(text, max(low, end - _REACH), end)
    element = Element.DRIVER_LICENSE if is_licence else Element.STATE_ID
    return Span(*found.span("value"), element, Part.FULL, 0.93, "licence", reading.norm)


def _named(part: Part, label: str) -> Verifier:
    """Return what takes the line of a card that bears one part of the name."""

    def take(text: str, low: int, high: int, end: int) -> Span | None:
        found = _NAMES.match(text, end - 1, min(high, end + 48))
        if found is None or not _is_card(text, low, high, end):
            return None
        value = found["value"].strip()
        stop = found.start("value") + len(value)
        return Span(found.start("value"), stop, Element.NAME, part, 0.85, "licence-card", value, label=label)

    return take


RULES = (
    Rule(r"\b4d[.: ]", _customer),
    Rule(r"\n[ \t]{0,4}1[.:) ][ \t]{0,2}[A-Z]", _named(Part.LAST, "family name"), ignore_case=False),
    Rule(r"\n[ \t]{0,4}2[.:) ][ \t]{0,2}[A-Z]", _named(Part.FIRST, "given names"), ignore_case=False),
)
