"""Names that begin the lines of a list and are written small or short: who keeps the list knows whom is meant.

    730 hollyfield turbt          ck 1044  hoeksema 572661     2 thunderhawk 3175 Meadowlark Ln
    9:30 dao, hieu stone          ck 7719  slagh 431080        4 fitzpatrick larry 8276 Elm Grove Ave
    hang, blia - 715-431-6300     Boateng 7/19/1966 / W480305460

Who types such lists writes no capitals, or the surname alone. By itself such a word may be anything; it counts where
most lines that begin alike have somebody at that place. Of those lines the others count too whose word hardly is one.

Invariant: linear in the text; only what lines begin with is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.detection.names_tokens import Token, tokens_of
from tocsin.detection.spans import Span, is_free
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import usage
from tocsin.model.mentions import LONE_NAME, Part
from tocsin.patterns import compiled

_HOUR = r"(?:0?[6-9]|1[0-9])(?::?[0-5]\d)?|[1-6]:?[0-5]\d"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_LEAD = (
    rf"(?:(?:(?i:{_DAY})[ ])?(?:{_HOUR})[ ]?(?i:[ap]m?)?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|[-*\u2022\u2013]|\[[ xX]?\]"
    r"|\#?\(?\d{1,3}[.)#:]?"
    r"|(?i:ck|chk|check|room|rm|bed|chair|slot|cb|no|item)[ ]?\#?\d{1,6})[ \t:.-]{1,4}"
)
_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019-](?=[^\W\d_]))*"
_ENDED = r"\.?(?:[ ]{2}|\t|,|[ ]?[(:;|/#]|[ ][-\u2013\u2014\"]|[ ][#$]?\d|[ ]*\r?$)"
"""What shows that a name has ended."""
_NAME = rf"{_WORD}(?:,[ ]?{_WORD}|[ ]{_WORD}){{0,2}}"
_ENTRY = compiled(
    rf"^(?:(?P<lead>[ \t>]*{_LEAD}(?:{_LEAD})?)(?:(?i:mrs?|ms|miss)\b\.?[ ])?(?P<name>{_NAME})(?![\w'\u2019@])"
    rf"|[ \t>]*(?P<bare>{_WORD},[ ]?{_WORD}(?![\w'\u2019@])|{_NAME}(?![\w'\u2019@])(?={_ENDED})))",
    re.MULTILINE,
)
_END = compiled(_ENDED, re.MULTILINE)
_END_OF_ONE = compiled(r"\.?(?:[ ]{2}(?=\S)|\t|[ ]?[(:|/#]|[ ][-\u2013\u2014\"]|[ ][#$]?\d)")
"""The same behind one word with nothing before it: ``Glenn,`` is spoken to, and who signs stands alone."""
_NUMBERED = compiled(r"[ ,:#(-]{1,4}\d")
_FARTHEST = 2
"""Lines from one entry to the next of the same list, at most."""
_LEAST_LINES, _MOSTLY = 3, 0.6
_LEAST_BEARERS, _LEAST_GIVEN, _HARDLY = 300.0, 1000.0, 50.0
_SCORE = 0.7


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    end: int
    """Of the name that stands there, or may; equal if none can."""
    is_told: bool
    """Words say that it is one."""
    is_sure: bool
    is_known: bool
    """It was found before."""


def with_small(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with those that begin the lines of lists of people.

    Args:
        found: names found so far, sorted.
        free: tells whether a stretch belongs to no span of another kind.
    """
    known = {s.start: s for s in found if s.element in NAME_ELEMENTS}
    fresh: list[Span] = []
    for lead, lines in _lists(text):
        entries = [_entry(text, match, known) for match in lines]
        if not _is_list(lead, entries):
            continue
        fresh += [
            Span(one.start, one.end, Element.NAME, Part.FULL, _SCORE, "names-small", text[one.start : one.end])
            for one in entries
            if one.start < one.end and not one.is_known and free(one.start, one.end)
        ]
    fresh.sort(key=lambda span: span.start)
    if not fresh:
        return list(found)
    ends = [one.end for one in fresh]
    kept = [s for s in found if s.element not in NAME_ELEMENTS or is_free(fresh, ends, s.start, s.end)]
    return sorted([*kept, *fresh], key=lambda s: s.start)


def _is_list(lead: str, entries: Sequence[_Entry]) -> bool:
    told = sum(one.is_told for one in entries)
    if told < max(_LEAST_LINES, _MOSTLY * len(entries)):
        return False
    return lead == _OF_HOURS or any(one.is_sure for one in entries)


def _lists(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Give the lines that begin alike, one below the other, with how they begin."""
    opened: dict[str, tuple[int, int, list[re.Match[str]]]] = {}
    number, counted = 0, 0
    for match in _ENTRY.finditer(text):
        number += text.count("\n", counted, match.start())
        counted = match.start()
        lead = _lead_of(match)
        first, last, lines = opened.get(lead, (number, number, []))
        if number - last > _FARTHEST:
            if _is_dense(first, last, lines):
                yield lead, lines
            first, lines = number, []
        lines.append(match)
        opened[lead] = (first, number, lines)
    for lead, (first, last, lines) in opened.items():
        if _is_dense(first, last, lines):
            yield lead, lines


def _is_dense(first: int, last: int, lines: Sequence[re.Match[str]]) -> bool:
    return len(lines) >= _LEAST_LINES and len(lines) * _FARTHEST > last - first


_OF_HOURS = "hour"
_HOURLY = compiled(rf"(?i:{_DAY}[ ])?(?:\d{{1,2}}:\d\d|\d{{3,4}}(?i:[ap]m?)?\b)")


def _lead_of(match: re.Match[str]) -> str:
    """Return how a line begins, digits as nines."""
    lead = (match["lead"] or "").strip(" \t>")
    return _OF_HOURS if _HOURLY.match(lead) else re.sub(r"\d+", "9", lead)


def _entry(text: str, match: re.Match[str], known: dict[int, Span]) -> _Entry:
    place = "name" if match["name"] else "bare"
    tokens = tokens_of(text, match.start(place), match.end(place))
    start = match.start(place)
    there = known.get(start)
    if there is not None and there.element is Element.PROVIDER:
        return _Entry(start, start, is_told=False, is_sure=False, is_known=True)
    is_whole = there is not None and not (len(tokens) > 1 and there.end == tokens[0].end)
    if there is not None and there.detector != LONE_NAME and is_whole:
        return _Entry(start, there.end, is_told=True, is_sure=True, is_known=True)
    end, is_told, is_sure = _read(text, tokens, place == "name", is_timed=_lead_of(match) == _OF_HOURS)
    if _CREDENTIALED.match(text, end):
        return _Entry(start, start, is_told=False, is_sure=False, is_known=False)
    if there is not None and there.detector != LONE_NAME and end <= there.end:
        return _Entry(start, there.end, is_told=True, is_sure=True, is_known=True)
    return _Entry(start, max(start, end), is_told, is_sure, is_known=False)


_CREDENTIALED = compiled(r",?[ ](?:MD|DO|NP|PA|PA-C|RN|DPM|DDS|DMD|OD|PT|DPT|CRNA|APRN|FNP|LCSW|PhD|PharmD)\b")
_TAKEN_WHOLE = ("'s", "\u2019s")
"""How a word ends that says whose something is: ``Layla's bell``."""


def _read(text: str, tokens: Sequence[Token], has_lead: bool, is_timed: bool) -> tuple[int, bool, bool]:
    """Return where the name ends that an entry begins with, whether its words tell so, and surely; 0 if none can be."""
    while len(tokens) > 1 and tokens[0].facts.is_particle:
        tokens = tokens[1:]
    if not tokens or tokens[0].facts.is_stop or tokens[0].facts.is_organization:
        return 0, False, False
    if text.endswith(_TAKEN_WHOLE, tokens[0].start, tokens[0].end):
        return 0, False, False
    if len(tokens) > 1 and (pair := _pair(text, tokens[0], tokens[1], has_lead)) is not None:
        goes_on = len(tokens) > _WITH_MIDDLE and not _END.match(text, tokens[1].end)
        is_longer = goes_on and _is_surname(tokens[2])
        if goes_on and not is_longer and text[tokens[2].start].isupper() and not tokens[1].facts.is_upper:
            return 0, False, False
        return tokens[2 if is_longer and _is_hardly(tokens[2]) else 1].end, True, pair
    if (
        len(tokens) > _WITH_MIDDLE
        and _is_given(tokens[0])
        and _is_surname(tokens[2])
        and _END.match(text, tokens[2].end)
    ):
        return tokens[2].end, True, True
    first = tokens[0]
    has_end = (_END if has_lead else _END_OF_ONE).match(text, first.end) is not None
    if (has_end or is_timed) and _is_surname(first) and not first.facts.is_title:
        return first.end, True, _NUMBERED.match(text, first.end) is not None and _is_hardly(first)
    if len(tokens) > 1 and _END.match(text, tokens[1].end) and all(map(_is_hardly, tokens[:2])):
        return tokens[1].end, False, False
    if len(tokens) > _WITH_MIDDLE and _END.match(text, tokens[2].end) and _is_surname(first) and _are_open(tokens[1:]):
        return tokens[2].end, False, False
    return (first.end if _is_hardly(first) and has_end else 0), False, False


def _pair(text: str, one: Token, other: Token, has_lead: bool) -> bool | None:
    """Tell whether two words are a whole name for sure, or likely; None if they are none."""
    is_whole = (_is_given(other) and _is_surname(one)) or (_is_given(one) and _is_surname(other))
    between = text[one.end : other.start]
    if other.end - other.start == 1 and "," not in between:
        has_end = text[other.end : other.end + 1] == "." or _END.match(text, other.end) is not None
        return False if has_end and (_is_given(one) or _is_surname(one)) else None
    is_turned = "," in between
    is_capital = is_turned and text[one.start].isupper() and text[other.start].isupper()
    if is_capital and _is_hardly(one) and _is_hardly(other) and not other.facts.is_credential:
        return True
    if is_turned and _is_given(other) and (_is_hardly(one) or _END.match(text, other.end)):
        return _is_hardly(one)
    if (
        (_END.match(text, other.end) is None and not (has_lead and is_whole))
        or other.facts.is_stop
        or other.facts.is_organization
    ):
        return None
    if is_turned:
        return False if _is_hardly(other) else None
    has_given = (_is_given(one) and _is_hardly(other)) or (_is_given(other) and _is_hardly(one))
    return True if is_whole else False if has_given else None


def _are_open(tokens: Sequence[Token]) -> bool:
    """Tell whether words may be of a name: none is a word of sentences or of organizations."""
    return not any(token.facts.is_stop or token.facts.is_organization for token in tokens)


def _is_given(token: Token) -> bool:
    known = usage(token.facts.folded)
    return known.given >= _LEAST_GIVEN and known.given >= known.words / 8


def _is_surname(token: Token) -> bool:
    known = usage(token.facts.folded)
    return known.surname >= _LEAST_BEARERS and known.words <= known.surname


def _is_hardly(token: Token) -> bool:
    """Tell whether a spelling hardly is a word of the language."""
    known = usage(token.facts.folded)
    return token.end - token.start > _INITIALS and known.words <= max(_HARDLY, known.surname / 4, known.given / 2)


_INITIALS = 2
_WITH_MIDDLE = 2
