"""Driver's-licence numbers of the 51 jurisdictions: their forms, taken as such only where the words say so.

A form alone is no evidence (nine digits are a licence in 20 states), so a licence is found only behind words that
name one; the state, where it stands beside, decides which forms count.

Source: AAMVA DL/ID Card Design Standard (data element DAQ) and the state agencies' published number formats.
"""

from __future__ import annotations

import re

from tocsin.detection.keyed import Key, Reading
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.model.regions import STATE_CODES, STATES
from tocsin.patterns import compiled

FORMS: dict[str, str] = {
    "AL": r"\d{7,8}", "AK": r"\d{6,7}", "AZ": r"[A-Z]\d{8}|\d{9}", "AR": r"\d{8,9}", "CA": r"[A-Z]\d{7}",
    "CO": r"\d{9}|[A-Z]\d{3,6}|[A-Z]{2}\d{2,5}", "CT": r"\d{9}", "DE": r"\d{6,7}", "DC": r"\d{7}|\d{9}",
    "FL": r"[A-Z]\d{12}", "GA": r"\d{7,9}", "HI": r"H\d{8}|\d{9}", "ID": r"[A-Z]{2}\d{6}[A-Z]|\d{9}",
    "IL": r"[A-Z]\d{11,12}", "IN": r"[A-Z]\d{9}|\d{9,10}", "IA": r"\d{9}|\d{3}[A-Z]{2}\d{4}",
    "KS": r"[A-Z]\d[A-Z]\d[A-Z]|[A-Z]\d{8}|\d{9}", "KY": r"[A-Z]\d{8,9}|\d{9}", "LA": r"\d{8,9}",
    "ME": r"\d{7}[A-Z]?|\d{8}", "MD": r"[A-Z]\d{12}|MD\d{11}", "MA": r"[A-Z]\d{8}|S[A-Z]\d{7}|\d{9}",
    "MI": r"[A-Z]\d{10}|[A-Z]\d{12}", "MN": r"[A-Z]\d{12}", "MS": r"\d{9}",
    "MO": r"[A-Z]\d{5,9}|[A-Z]\d{6}R|\d{3}[A-Z]\d{6}|\d{8}[A-Z]{2}|\d{9}[A-Z]?", "MT": r"[A-Z]\d{8}|\d{9}|\d{13,14}",
    "NE": r"[A-Z]\d{6,8}", "NV": r"\d{9,10}|\d{12}|X\d{8}", "NH": r"\d{2}[A-Z]{3}\d{5}|NH[A-Z]\d{8}",
    "NJ": r"[A-Z]\d{14}", "NM": r"\d{8,9}", "NY": r"\d{8,9}|[A-Z]\d{7}|[A-Z]\d{18}|\d{16}", "NC": r"\d{6,12}",
    "ND": r"[A-Z]{3}\d{6}|\d{9}", "OH": r"[A-Z]{2}\d{6}|[A-Z]\d{4,8}|\d{8}", "OK": r"[A-Z]\d{9}|\d{9}",
    "OR": r"\d{7,9}|[A-Z]\d{6}|[A-Z]{2}\d{5}", "PA": r"\d{8}", "RI": r"\d{7,8}|[A-Z]\d{6}", "SC": r"\d{6,11}",
    "SD": r"\d{6,10}|\d{12}", "TN": r"\d{7,9}", "TX": r"\d{7,8}", "UT": r"\d{6,10}", "VT": r"\d{8}|\d{7}[A-Z]",
    "VA": r"[A-Z]\d{8,11}|\d{9}", "WA": r"WDL[A-Z0-9]{9}|[A-Z*]{5}[A-Z0-9*]{7}", "WV": r"[A-Z]{1,2}\d{5,6}|\d{7}",
    "WI": r"[A-Z]\d{13}", "WY": r"\d{9,10}",
}  # fmt: skip
"""Number forms by jurisdiction, without blanks and dashes."""

_FORM = {state: compiled(form) for state, form in FORMS.items()}
_ANY = compiled("|".join(f"(?:{form})" for form in FORMS.values()))
_RUN = compiled(r"[A-Za-z]{0,3}[- ]?(?:\d[A-Za-z]{0,2}[- ]?){4,20}[A-Za-z]{0,3}(?![A-Za-z0-9])|WDL[A-Z0-9*]{9}")
_STATE_LEAD = compiled(
    r"(?:issued (?:by|in) )?(?:\(?(?P<state>"
    + "|".join(sorted(STATE_CODES))
    + r")\)?[ \t]*[-:#,]?[ \t]*(?:DL[ \t]*[#:]?[ \t]*)?)(?=[A-Z0-9])"
)


def licence_score(number: str, state: str = "") -> float:
    """Return how well a licence number fits that state's forms, or any state's if none is named; 0 is not at all.

    Example:
        >>> licence_score("A1234567", "CA"), licence_score("A1234567", "TX"), licence_score("--")
        (0.97, 0.5, 0.0)
    """
    plain = re.sub(r"[ -]", "", number.upper())
    if not any(c.isdigit() for c in plain):
        return 0.0
    if state in _FORM and _FORM[state].fullmatch(plain):
        return 0.97
    if _ANY.fullmatch(plain):
        return 0.5 if state in _FORM else 0.93
    return 0.0


def judge_licence(value: str) -> Reading | None:
    """Return the reading of a value that stands behind words naming a driver's licence."""
    plain = re.sub(r"[ -]", "", value.upper())
    score = licence_score(plain)
    return Reading(plain, score) if score and sum(c.isdigit() for c in plain) >= 4 else None


KEYS = (
    Key(
        r"\b(?:driver|drivers|driver's|drivers'|driving|operator|operator's|operators)[ _-]{0,2}(?:licen[sc]e|lic\b)",
        Element.DRIVER_LICENSE,
        "licence",
        judge_licence,
        _RUN,
        lead=_STATE_LEAD,
    ),
    Key(
        r"\b(?:DL|D\.L\.|OLN|DLN)(?:[ _]?(?:no|num|number|#|id)\b)?",
        Element.DRIVER_LICENSE,
        "licence",
        judge_licence,
        _RUN,
        needs_sign=True,
        lead=_STATE_LEAD,
    ),
    Key(
        r"\b(?:state|non-?driver)[ -]?(?:issued )?id(?:entification)?(?: card)?\b",
        Element.STATE_ID,
        "licence",
        judge_licence,
        _RUN,
        needs_sign=True,
        lead=_STATE_LEAD,
    ),
)
"""Words that name a licence or a state's identification card."""

_STATES = "|".join(sorted(STATE_CODES))
_STATE_CARD = compiled(rf"\b(?P<state>{'|'.join(sorted(STATE_CODES))})[ ](?P<kind>DL|ID|Lic)[ ]?[#:]?[ ]?(?=[A-Z0-9])")


_WORDS_TOO = frozenset({"AL", "CO", "DE", "ID", "IN", "MA", "MD", "ME", "MS", "OR", "PA"})
"""Codes of states that stand for something else before ``ID``: a prior authorization's, a medical assistance's."""


def _state_card(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge what stands behind a state's code and ``DL`` or ``ID`` (``WI DL L201-1387``)."""
    lead = next(
        (m for m in _STATE_CARD.finditer(text, max(low, end - 12), min(high, end + 4)) if m.end() >= end - 1), None
    )
    value = _RUN.match(text, lead.end(), min(high, end + 40)) if lead else None
    if lead is None or value is None:
        return None
    reading = judge_licence(value[0])
    if reading is None or len(reading.norm) < _SHORTEST_ON_CARD:
        return None
    is_own, is_card = licence_score(reading.norm, lead["state"]) >= _OWN_FORM, lead["kind"] == "ID"
    if is_card and (not is_own or lead["state"] in _WORDS_TOO):
        return None
    element = Element.STATE_ID if is_card else Element.DRIVER_LICENSE
    stop = value.start() + len(value[0].rstrip(" -"))
    return Span(value.start(), stop, element, Part.FULL, 0.9 if is_own else 0.75, "licence", reading.norm)


def _said_licence(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge a number in the form of the state named right behind ``licence is``."""
    state = text[end - 2 : end].upper()
    value = _RUN.match(text, end + 1, min(high, end + 40)) if text[end : end + 1] in {" ", "-"} else None
    reading = judge_licence(value[0]) if value else None
    if value is None or reading is None or licence_score(reading.norm, state) < _OWN_FORM:
        return None
    return Span(*value.span(), Element.DRIVER_LICENSE, Part.FULL, 0.9, "licence", reading.norm)


_STATE_NUMBER = compiled(rf"(?P<state>{_STATES})[ -]?(?P<value>[A-Z]{{0,2}}\d{{6,13}})\b")
_SAID = compiled(r"(?i)\blicen[sc]e\b[^.\n]{0,40}\Z")


def _state_number(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge a number in the form of the state before it, shortly behind the word licence (``it is TN 066714402``)."""
    for found in _STATE_NUMBER.finditer(text, max(low, end - 20), min(high, end + 1)):
        fits = found.end() == end and licence_score(found["value"], found["state"]) >= _OWN_FORM
        if fits and _SAID.search(text, max(low, found.start() - 60), found.start()):
            start = found.start("value")
            return Span(start, end, Element.DRIVER_LICENSE, Part.FULL, 0.88, "licence", found["value"])
    return None


_SHORTENED = (
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mont|Neb|Nev|Okla|Ore|Penna|Tenn|Tex"
    "|Va|Vt|Wash|Wis|Wyo"
)
"""How people shorten states' names, with a point behind."""
_NAMED_STATES = "|".join(sorted((re.escape(name) for name in STATES.values()), key=len, reverse=True))
_OF_STATE = compiled(
    rf"\b(?:{_NAMED_STATES}|(?:{_STATES})\b\.?|(?:{_SHORTENED})\.)"
    r"(?:['\u2019]s)?[ ](?:driver['\u2019]?s?[ ]|dr\.?[ ])?[Ll]ic(?:en[sc]e)?\b\.?"
    r"(?:[ ](?:no|num|number|id)\b\.?|[ ]?#|[ ]is)?[ :]{0,3}(?=[A-Z\d])"
)
_OF_PROFESSION = compiled(
    r"(?i)\b(?:medical|nurs\w+|pharmac\w+|board|physicians?|facility|hospital|business|professional|practice|therap\w+|dea|npi"
    r"|rn|lpn|md|do|pa|np|crna|expires?|contractor|insurance|producer)\b"
)
"""Words of the other licences that states give."""


def _of_state(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge what stands behind a state's name and ``license``: ``Va. license 31611834``."""
    found = next((m for m in _OF_STATE.finditer(text, max(low, end - 40), min(high, end + 24)) if m.end() >= end), None)
    value = _RUN.match(text, found.end(), min(high, found.end() + 24)) if found else None
    reading = judge_licence(value[0]) if value else None
    if found is None or value is None or reading is None or len(reading.norm) < _SHORTEST_ON_CARD:
        return None
    if _OF_PROFESSION.search(text, max(low, found.start() - 30), found.start()):
        return None
    stop = value.start() + len(value[0].rstrip(" -"))
    return Span(value.start(), stop, Element.DRIVER_LICENSE, Part.FULL, 0.85, "licence", reading.norm)


_SHORTEST_ON_CARD = 7
_OWN_FORM = 0.9
"""Score of a number in the form of the very state that is named."""
RULES = (
    *(key.rule() for key in KEYS),
    Rule(rf"\b(?:{_STATES})[ -]?[A-Z]{{0,2}}\d{{6,13}}\b", _state_number, ignore_case=False),
    Rule(rf"\blicen[sc]e (?:is|no\.?|number|#):? ?(?:{_STATES})\b", _said_licence),
    Rule(
        rf"\b(?:{_NAMED_STATES}|(?:{_STATES}|{_SHORTENED})\.?) (?:driver.?s? |dr\.? )?[Ll]ic(?:ense|ence)?\b",
        _of_state,
        ignore_case=False,
    ),
    Rule(rf"\b(?:{_STATES}) (?:DL|ID|Lic) ?[#:]? ?[A-Z0-9]", _state_card, ignore_case=False),
)
