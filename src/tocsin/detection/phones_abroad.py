# ruff: noqa: E501 - patterns read better in long rows
"""Telephone numbers as other countries write them, and short ones, where the words beside them say what they are.

Groups of digits by themselves may be anything, and any six to eleven digits are somebody's valid number somewhere
(docs/decisions/0049-no-phone-metadata.md). So words of telephoning must stand before or behind, or the number must
have a form that nothing else has: an area code in brackets, a trunk zero before pairs, ``00`` and a country code.

Source: ITU-T E.123 (notation of national and international numbers), E.164 (at most 15 digits), country codes of the
E.164 assignment list.
"""

from __future__ import annotations

import re

from tocsin.detection.contact import phone_span
from tocsin.detection.context import after, before
from tocsin.detection.keyed import digits_of
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.patterns import compiled

_LEAST, _MOST = 6, 13
_FREE = r"(?<![\w.,/$#:+=])(?<![\w)][-.])"
_END = r"(?![\w@%]|[-./:]\d|,\d{3})"
_GROUPS = compiled(
    rf"{_FREE}(?:\(0?\d{{1,4}}\)|\d{{2,5}})(?:[ .\u00a0-]\d{{2,4}}(?=[ .\u00a0-]\d|{_END})){{1,5}}{_END}"
    rf"|{_FREE}\(?\d{{2,4}}\)?[ -]\d{{5,8}}{_END}|{_FREE}0\d{{2,4}}[ ]?/[ ]?\d{{4,8}}{_END}"
)
"""An area code and groups of digits, or an area code and the rest in one."""
_CUE = (
    r"call|calls|called|calling|dial|ring|rang|reach|reached|answering|answered|picking up|phone|telephone|tel|mobile"
    r"|cell|fax|whatsapp|text|texted|sms|contact|handy|telefon|telefono|tel\xe9fono|portable|m\xf3vil|movil|celular"
)
_CUE_AT = compiled(rf"\b(?:{_CUE})\b[^\d\n]{{0,24}}\Z", re.IGNORECASE)
_BEHIND = compiled(
    r"[ \t]{0,2}[-,(/|]?[ \t]{0,2}(?:office|fax|mobile|cell|cellular|home|work|phone|tel|telephone|direct|landline)\b"
    r"(?![ \t]*(?:runs?|hours?|days?|visits?|orders?|items?|pages?|theat\w+))",
    re.IGNORECASE,
)
_STREET_BEHIND = compiled(r"[ ][A-Z][a-z]")
"""What follows two house numbers: ``call a taxi to 03 2657 Koontz Lane``."""
_OTHER = compiled(
    r"\b(?:mrn|npi|ssn|dob|isbn|issn|doi|invoice|order|claim|account|acct|policy|case|ref|reference|ticket|po|cpt|icd"
    r"|member|group|chart|lot|serial|version|id)\b[^\n]{0,16}\Z",
    re.IGNORECASE,
)
_DATE = compiled(
    r"(?:19|20)\d\d[-. ](?:0?[1-9]|1[0-2])[-. ][0-3]?\d|[0-3]?\d[-. ][0-3]?\d[-. ](?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d[- ](?:19|20)\d\d|\d{3}-\d{2}-\d{4}"
)
_DRUG = compiled(r"\d{4,5}-\d{3,4}-\d{1,2}")
"""A drug's number (NDC, 21 CFR 207.33)."""
_EXIT = compiled(
    r"(?<!\d[ ])(?<![\w.,/$#:+-])00[ ]?[1-9]\d{0,2}[ ./-]?(?:\(0?\d{0,4}\)[ ./-]?)?\d{1,5}(?:[ ./-]?\d{2,8}){1,5}(?![\w@]|[-.]\d)"
)
_BRACKETED = compiled(
    rf"(?<![\w)+])\((?:0\d{{1,4}}\)[ -]?\d{{2,4}}(?:[ -]?\d{{2,4}}){{1,3}}|[1-9]\d\)[ ]?\d{{4,5}}-\d{{4}}){_END}"
)
_TRUNK = compiled(
    rf"{_FREE}(?<![0-9a-f] )0[1-9](?:(?:[ .]\d\d){{4}}|\d{{1,3}}[ -]\d{{3}}[ -]\d{{2}}[ -]\d{{2}}|\d{{2,3}}[ ]\d{{3}}[ ]\d{{3,4}})"
    rf"(?![ ][0-9a-f]{{2}}\b){_END}"
)
_WINDOW = 34


def _around(pattern: re.Pattern[str], text: str, low: int, high: int, end: int) -> re.Match[str] | None:
    """Return the match that covers the sign before ``end``."""
    for found in pattern.finditer(text, max(low, end - _WINDOW), min(high, end + _WINDOW)):
        if found.start() < end <= found.end():
            return found
        if found.start() >= end:
            return None
    return None


def _is_number(value: str) -> bool:
    digits = digits_of(value)
    return _LEAST <= len(digits) <= _MOST and len(set(digits)) > 1 and _DATE.fullmatch(value) is None


def _said_before(text: str, low: int, high: int, end: int) -> Span | None:
    """Read groups of digits behind words of telephoning."""
    found = _around(_GROUPS, text, low, high, end)
    if found is None or not _is_number(found[0]):
        return None
    if len(digits_of(found[0])) == _LEAST and _STREET_BEHIND.match(text, found.end(), high):
        return None
    said = before(text, low, found.start(), 40)
    said = said[said.rfind("\n") + 1 :]
    if _CUE_AT.search(said) is None or _OTHER.search(said):
        return None
    return phone_span(text, found.start(), found.end(), high, 0.82)


def _said_behind(text: str, low: int, high: int, end: int) -> Span | None:
    """Read groups of digits before a word that says which telephone they are."""
    for found in _GROUPS.finditer(text, max(low, end - _WINDOW), end):
        if _is_number(found[0]) and (said := _BEHIND.match(text, found.end(), high)) and said.end() >= end:
            if _OTHER.search(before(text, low, found.start(), 24)):
                return None
            return phone_span(text, found.start(), found.end(), high, 0.8)
    return None


def _shaped(pattern: re.Pattern[str], text: str, low: int, high: int, end: int, score: float) -> Span | None:
    found = _around(pattern, text, low, high, end)
    if found is None or not _LEAST + 2 <= len(digits_of(found[0])) <= 15 or _DRUG.fullmatch(found[0]):
        return None
    said = before(text, low, found.start(), 24)
    if _OTHER.search(said[said.rfind("\n") + 1 :]):
        return None
    is_said = _CUE_AT.search(said) or _BEHIND.match(after(text, found.end(), high, 16))
    return phone_span(text, found.start(), found.end(), high, 0.92 if is_said else score)


def _with_exit(text: str, low: int, high: int, end: int) -> Span | None:
    return _shaped(_EXIT, text, low, high, end, 0.8)


def _bracketed(text: str, low: int, high: int, end: int) -> Span | None:
    return _shaped(_BRACKETED, text, low, high, end, 0.78)


def _trunk(text: str, low: int, high: int, end: int) -> Span | None:
    return _shaped(_TRUNK, text, low, high, end, 0.7)


RULES = (
    Rule(rf"\b(?:{_CUE})\b[^\d\n]{{0,24}}\d{{2,5}}\)?[ .\xa0/-]{{1,2}}\d\d", _said_before),
    Rule(
        r"\d\d[ \t]{0,2}[-,(/|]?[ \t]{0,2}(?:office|fax|mobile|cell|home|work|phone|tel|direct|landline)", _said_behind
    ),
    Rule(r"\b00 ?[1-9]\d{0,2}[ ./(-]{1,2}\d{1,5}[ ./)-]{1,2}\d\d", _with_exit),
    Rule(r"\(0\d{1,4}\)[ -]?\d\d", _bracketed),
    Rule(r"\([1-9]\d\) ?\d{4,5}-\d{4}\b", _bracketed),
    Rule(r"\b0[1-9](?:[ .]\d\d){4}\b", _trunk),
    Rule(r"\b0[1-9]\d{1,3}[ -]\d{3}[ -]\d\d", _trunk),
)
