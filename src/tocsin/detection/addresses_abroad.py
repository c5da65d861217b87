# ruff: noqa: E501 - patterns read better in long rows
"""Addresses as they are written outside the United States, over line ends: street, unit, town, country.

Four things give one away: a word for a kind of street before its name (``rue``, ``calle``, ``ul.``) or at its end
(``-straße``, ``-gatan``, ``utca``) with a house number beside, the number of a flat behind a numbered line, words that
announce an address before one, and a postal code that no other number looks like. Around such an anchor the line is read, then units,
town, country and postal code behind it. What has little of that is no address.

Source: Universal Postal Union, Postal addressing systems; USPS Publication 28, 238 (ships).

Invariant: every window is bounded, so time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.detection import addresses_words as words
from tocsin.detection.names_tokens import UPPER
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import fold_name, is_used, name_odds
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_GAP = (
    r"(?:[ \t]{0,3},?[ \t]{0,3}\r?\n(?:[ \t]{0,12}\r?\n)?[ \t>]{0,12}(?:,[ \t]{0,3})?"
    r"|[ \t]{0,2},[ \t]{0,3}|[ \t]{1,2})"
)
_FREE = r"(?<![\w.,/$#:@+-])"
_HOUSE = r"\d{1,5}[A-Za-z]?(?:[/-]\d{1,4}[A-Za-z]?)?(?:[ ](?:bis|ter)\b)?(?![\w%$:]|[.,-]\d)"
_BEHIND_NAME = _HOUSE.replace("1,5", "1,4")
_NO = r"(?:n[\u00b0\u00ba]\.?[ ]?|n[or]\.?[ ]|#)?"
_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019.\u2206-](?=[^\W\d_]))*\.?"
_CAPITAL_WORD = rf"[{UPPER}](?:[^\W\d_]|['\u2019.\u2206-](?=[^\W\d_]))*"
_CAPITAL = rf"{_CAPITAL_WORD}\.?"
_LITTLE = rf"(?:(?i:{words.LITTLE})[ ]?)"
_LED = rf"{_FREE}(?P<one>{_HOUSE}),?[ ](?:{_HOUSE},?[ ])?"
_KIND_BEFORE = compiled(
    rf"(?:{_LED}|{_FREE})(?P<kind>{words.BEFORE})(?:[ ]|(?<=[./])[ ]?)(?P<name>{_LITTLE}{{0,2}}{_WORD}(?:[ ]{_WORD}){{0,5}}?)"
    rf",?[ ]{_NO}(?P<behind>{_BEHIND_NAME})",
    re.IGNORECASE,
)
_KIND_LED = compiled(
    rf"{_LED}(?P<kind>(?i:{words.BEFORE}))[ ](?P<name>{_LITTLE}{{0,2}}{_CAPITAL}(?:[ ]{_LITTLE}{{0,2}}{_CAPITAL}){{0,3}})"
    rf"(?![\w'\u2019])"
)
_KIND_AFTER = compiled(
    rf"(?:{_LED}|{_FREE})(?P<name>(?:{_WORD}[ ]){{0,4}}?(?:[^\W\d_][\w'\u2019.-]{{1,30}}?(?P<kind>{words.ENDINGS})"
    rf"|[^\W\d_][\w'\u2019.-]{{2,30}}?(?P<weak>{words.WEAK_ENDINGS})|{_WORD}[ ](?P<apart>{words.AFTER})))"
    rf",?[ ]{_NO}(?P<behind>{_BEHIND_NAME})\.?",
    re.IGNORECASE,
)
_BEFORE_UNIT = compiled(
    rf"{_LED}(?P<name>{_WORD}(?:[ ](?:{_WORD}|\d{{1,4}}(?=[ ][^\W\d_]))){{0,5}}?)(?:,?[ ](?P<behind>{_BEHIND_NAME})\.?)?"
    rf"(?={_GAP}(?:{words.STRONG_UNIT})\b\.?[ ]?#?[0-9A-Z]{{1,6}}\b)",
    re.IGNORECASE,
)
_PLAIN = compiled(
    rf"{_LED}(?P<name>{_LITTLE}?{_CAPITAL}(?:[ ]{_LITTLE}{{0,2}}{_CAPITAL}){{0,4}})(?:,?[ ](?P<behind>{_BEHIND_NAME})\.?)?"
)
_SHIP = compiled(
    rf"\b(?:USS|USNS|USCGC|USNV)[ ](?:[{UPPER}][\w'-]{{1,24}}[ ]?){{1,3}},?\s{{1,2}}FPO,?[ ]A[AEP],?[ ]\d{{5}}"
)
_UNIT = compiled(rf"{_GAP}(?:{words.UNIT})\b\.?[ ]?#?\d{{1,5}}[A-Z]?\b", re.IGNORECASE)
_UNIT_FIRST = compiled(
    rf"(?:{words.STRONG_UNIT})\b\.?[ ]?#?\d{{1,5}}[A-Z]?(?:,?[ ]|,?\s{{0,2}}\n)(?=\d)", re.IGNORECASE
)
_PART = rf"(?:(?:[SMF]t|Ste)\.[ ]{_CAPITAL_WORD}|{_CAPITAL_WORD})"
_TOWN = rf"(?:{_LITTLE}{{0,2}}{_PART}(?:[ ]{_LITTLE}{{0,2}}{_PART}){{0,3}}?(?:[ ](?i:pri|nad|pod|u)[ ]{_PART}(?:[ ]{_PART})?)?)"
_COUNTRY = rf"(?:(?i:the[ ])?{words.COUNTRY_FORMS}(?:{words.SPACED}))"
_CODE_FIRST = compiled(rf"{_GAP}(?P<code>{words.POSTAL})[ ]{_TOWN}(?=[ \t]*(?:[,;.\n)]|\Z))(?:{_GAP}{_COUNTRY}\b)?")
_TOWN_FIRST = compiled(
    rf"{_GAP}(?P<town>{_TOWN})(?P<state>{_GAP}(?:[A-Z]{{2,3}}|nan|\d\d)(?![\w.]))?(?:{_GAP}(?P<country>{_COUNTRY})\b)?"
    rf"(?:{_GAP}(?P<code>{words.POSTAL})(?:{_GAP}{_COUNTRY}\b)?)?(?=[ \t]*(?:[,;.\n)?!]|\Z|[ ][a-z]))"
)
_LOWER_TOWN = compiled(
    rf"{_GAP}(?P<town>{_WORD}(?:[ ]{_WORD}){{0,4}}?)(?P<state>{_GAP}[a-z]{{2,3}})?"
    rf"(?:{_GAP}(?P<country>{_COUNTRY})\b)?(?:{_GAP}(?P<code>{words.POSTAL}))",
    re.IGNORECASE,
)
_COUNTRY_ALONE = compiled(rf"{_GAP}(?P<country>{_COUNTRY})\b(?:{_GAP}(?P<code>{words.POSTAL}))?")
_CUE = compiled(rf"\b(?:{words.CUES})[:, ]?\s{{0,3}}\Z", re.IGNORECASE)
_BEFORE, _BEHIND = 90, 110
_MONTH = compiled(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_YEAR = compiled(r"(?:19|20)\d\d")
_ORDINARY = frozenset(words.ORDINARY)
_NO_TOWN = -1.0
"""Log odds of being a given name from which a word behind a comma is rather somebody than a town."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands behind a street's line."""

    end: int
    has_unit: bool = False
    has_town: bool = False
    is_whole: bool = False
    """With a country or a postal code."""


def _tail(text: str, at: int, high: int) -> _Tail:
    """Read units, town, country and postal code behind a line that ends at ``at``."""
    has_unit = False
    for _ in range(2):
        if unit := _UNIT.match(text, at, high):
            at, has_unit = unit.end(), True
    for pattern in (_CODE_FIRST, _COUNTRY_ALONE):
        if found := pattern.match(text, at, high):
            return _Tail(found.end(), has_unit, has_town=True, is_whole=True)
    found = _TOWN_FIRST.match(text, at, high)
    if found is None and text[at:high].islower():
        found = _LOWER_TOWN.match(text, at, high)
    if found is None or _MONTH.match(found["town"]):
        return _Tail(at, has_unit)
    if found["country"] or found["code"] or found["state"]:
        is_whole = bool(found["country"]) or (bool(found["code"]) and _YEAR.fullmatch(found["code"]) is None)
        return _Tail(found.end(), has_unit, has_town=True, is_whole=is_whole)
    gap = text[at : found.start("town")]
    if ("," in gap and not _is_given(found["town"])) or (has_unit and "\n" not in gap):
        return _Tail(found.end(), has_unit, has_town=True)
    return _Tail(at, has_unit)


def _is_given(town: str) -> bool:
    folded = fold_name(town.split()[0])
    return is_used(folded) and name_odds(folded)[0] > _NO_TOWN


def _matches(
    text: str, first: int, end: int, last: int, patterns: tuple[re.Pattern[str], ...]
) -> Iterator[re.Match[str]]:
    """Give for each place where a line may begin what first matches there."""
    begins = _NUMBERS if patterns == _BY_NUMBER else _BEGINS
    for start in begins.finditer(text, first, end):
        for pattern in patterns:
            if found := pattern.match(text, start.start(), last):
                yield found
                break


_BEGINS = compiled(rf"{_FREE}(?:\d|(?<!['\u2019])[^\W\d_])")
_NUMBERS = compiled(rf"{_FREE}\d")
_BY_NUMBER = (_BEFORE_UNIT,)
_STREETS = (_KIND_BEFORE, _KIND_AFTER, _KIND_LED)


def _street(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the address whose line has a word for a kind of street that ends at ``end`` or before."""
    last = min(high, end + _BEHIND)
    for found in _matches(text, max(low, end - _BEFORE), end, last, _STREETS):
        if found.start() < end <= found.end():
            score, tail = _judged(text, found, low, last)
            if score:
                return _span(text, found.start(), tail.end, score)
    return None


_NUMBER_AHEAD = compiled(r"[^\d\n]{0,60}[ ]\d")


def _from_kind(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the address whose kind of street stands first, if a house number follows at all."""
    return _street(text, low, high, end) if _NUMBER_AHEAD.match(text, end, high) else None


def _judged(text: str, found: re.Match[str], low: int, last: int) -> tuple[float, _Tail]:
    groups = found.groupdict()
    tail = _tail(text, found.end(), last)
    said = tail.is_whole or tail.has_unit or _CUE.search(text, max(low, found.start() - 40), found.start()) is not None
    kind = groups.get("kind") or groups.get("apart")
    is_plain = kind is None or kind.lower().rstrip(".") in _ORDINARY
    is_lower = said and text[max(low, found.start() - 20) : tail.end].islower()
    if _MONTH.match(found["name"]) or not _is_named(found["name"], is_lower=is_lower):
        return 0.0, tail
    if said:
        return (0.93 if tail.is_whole else 0.86), tail
    if is_plain:
        return (0.72 if tail.has_town and groups.get("behind") else 0.0), tail
    return (0.82 if groups.get("behind") else 0.72), tail


def _is_named(name: str, *, is_lower: bool) -> bool:
    """Tell whether the words of a street's name have capitals but for articles, or nothing around has any."""
    if _UNITS.fullmatch(name):
        return False
    if name.islower():
        return is_lower
    plain = _LITTLE_WORDS.sub("", f" {name} ")
    return plain.strip(" .") != "" and all(word[0].isupper() or not word[0].isalpha() for word in plain.split())


_UNITS = compiled(rf"(?:{words.UNIT})\.?", re.IGNORECASE)
_LITTLE_WORDS = compiled(
    rf"(?<=[ '\u2019])(?:{words.LITTLE}|{words.AFTER})(?=[ '\u2019])|(?<=[ ])[dl]['\u2019]|(?<=[ ])d[eo][ ]"
)


def _unit(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the address that the number of a flat is a part of: ``20 Maple 4, Apt. 210``."""
    last = min(high, end + _BEHIND)
    for found in _matches(text, max(low, end - _BEFORE), end, last, _BY_NUMBER):
        tail = _tail(text, found.end(), last)
        if not tail.has_unit or tail.end < end or not _is_named(found["name"], is_lower=tail.is_whole):
            continue
        is_sure = (
            tail.has_town or bool(found["behind"]) or _CUE.search(text, max(low, found.start() - 40), found.start())
        )
        if is_sure or not _DIRECTIONS.fullmatch(found["name"]):
            return _span(text, found.start(), tail.end, 0.88 if tail.is_whole else 0.8 if is_sure else 0.6)
    return _behind_unit(text, low, last, end)


def _behind_unit(text: str, low: int, last: int, end: int) -> Span | None:
    """Read the address that begins with the number of a flat: ``Flat 26, 14 Chatsworth Road``."""
    for unit in _UNIT_FIRST.finditer(text, max(low, end - 14), last):
        if unit.start() >= end:
            return None
        for pattern in (*_STREETS, _PLAIN):
            found = pattern.match(text, unit.end(), last)
            if found is not None:
                tail = _tail(text, found.end(), last)
                is_sure = tail.has_town or bool(found.groupdict().get("behind"))
                return _span(text, unit.start(), tail.end, 0.85) if is_sure or pattern is not _PLAIN else None
    return None


_DIRECTIONS = compiled(r"(?:north|south|east|west|main|tower|floor|[nsew])\b.*", re.IGNORECASE)
"""Parts of buildings: ``5 West Suite 300``."""


def _cued(text: str, low: int, high: int, end: int) -> Span | None:
    """Read a numbered line behind words that announce an address."""
    last = min(high, end + _BEHIND)
    at = text.rfind(" ", low, end - 1) + 1
    at = max(at, text.rfind("\n", low, end) + 1)
    found = _PLAIN.match(text, at, last)
    if found is None or _MONTH.match(found["name"]) or len(found["name"]) < 4:
        return None
    tail = _tail(text, found.end(), last)
    if not (tail.has_town or tail.has_unit or found["behind"]):
        return None
    return _span(text, found.start(), tail.end, 0.88 if tail.is_whole else 0.8)


def _coded(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the address that a postal code, a country perhaps behind it, ends."""
    first, last = max(low, end - _BEFORE - 30), min(high, end + 40)
    for found in _matches(text, first, end, last, (*_STREETS, _BEFORE_UNIT, _PLAIN)):
        tail = _tail(text, found.end(), last)
        if tail.is_whole and tail.end >= end and _is_named(found["name"], is_lower=True):
            return _span(text, found.start(), tail.end, 0.88)
    return None


def _ship(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _SHIP.finditer(text, max(low, end - _BEFORE), min(high, end + 1)):
        if found.end() >= end:
            return _span(text, found.start(), found.end(), 0.93)
    return None


def _span(text: str, start: int, end: int, score: float) -> Span:
    value = " ".join(text[start:end].split())
    return Span(start, end, Element.ADDRESS, Part.FULL, score, "address-abroad", value)


def _scannable(kinds: str) -> list[str]:
    """Return the words that the scan can see, which has one byte for each code point."""
    return [kind for kind in kinds.split("|") if max(map(ord, kind)) < 256]


_KINDS = _scannable(words.BEFORE)
_TELLING = [kind for kind in _KINDS if kind.rstrip("\\.?") not in _ORDINARY]
_TELLING_TITLES = [kind.title() for kind in _KINDS if kind in _ORDINARY]
_AT_END = "|".join(_scannable(f"{words.ENDINGS}|{words.WEAK_ENDINGS}"))
_APART = "|".join(_scannable(words.AFTER))
_NUMBERED = r",? (?:n\W? ?|no?\.? ?)?\d"

RULES = (
    Rule(rf"\b\d{{1,5}}[a-z]?,? (?:{'|'.join(_KINDS)}) ?[^\s\d]", _street),
    Rule(rf"\b(?:{'|'.join(_TELLING)}) ?[^\s\d]", _from_kind),
    Rule(rf"\b(?:{'|'.join(_TELLING_TITLES)}) (?:[a-zA-Z]{{1,3}}[ '])?[A-Z\xc0-\xde]", _from_kind, ignore_case=False),
    Rule(rf"[^\s\d](?:{_AT_END}){_NUMBERED}", _street),
    Rule(rf"[^\s\d] (?:{_APART}){_NUMBERED}", _street),
    Rule(rf"\b(?:{words.STRONG_UNIT})\b\.? ?#?\d", _unit),
    Rule(rf"\b(?:{words.CUES})[:, ]?\s{{0,3}}\d{{1,5}}[a-z]? ", _cued),
    Rule(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]\d[A-Z] \d[A-Z]\d\b|\b\d{5}-\d{3}\b", _coded, ignore_case=False),
    Rule(r"\b(?:USS|USNS|USCGC|USNV) [^\n]{2,50}\s{1,2}FPO,? A[AEP],? \d{5}\b", _ship, ignore_case=False),
)
