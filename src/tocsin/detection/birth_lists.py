"""Birth dates that no word announces: the date right behind a name at the head of a line or list entry.

``- Ann Lee, 9/10/1937, leukemia``: in a list the years are spread as those of births are, not of letters or visits.

Invariant: pure; only the element of a date changes, never its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Part

LEAST_LIST = 2
LEAST_SPREAD_YEARS = 15
GROWN_YEARS = 18
_SCORE = 0.8
_HEAD = re.compile(r"(?:[ \t>]*(?:[-*\u2022\u2013#]|o(?=[ ])|\(?\d{1,3}[.)])?[ \t]*)\Z")
_LONGEST_HEAD = 24
_BETWEEN = re.compile(r"[ \t]*[,;(|-]?[ \t]*\Z")
_BEHIND = re.compile(r"(?P<more>[ \t]*[,;)|-]|[ \t]{2,}(?=[^\s]))|[ \t]*$", re.MULTILINE)
_YEAR = re.compile(r"(?:18|19|20)\d{2}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    year: int
    goes_on: bool
    """More of the entry follows behind the date."""
    is_told: bool = False
    """In brackets right behind the name, or told of it: ``Geneva Larkins (7/10/48)``, ``Del Stokes Jr is 6/14/77``."""


def with_births(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with those dates told as births that follow names the way births do in lists."""
    spans = _with_listed(text, spans)
    found = [one for index in range(1, len(spans)) if (one := _candidate(text, spans, index)) is not None]
    if not found:
        return spans
    years = [one.year for one in found if not one.is_told]
    is_list = len(years) >= LEAST_LIST and max(years) - min(years) >= LEAST_SPREAD_YEARS
    latest = max((_year(span) for span in spans if span.element is Element.DATE), default=0)
    done = list(spans)
    for one in found:
        if one.is_told:
            is_birth = one.year < _BEFORE_RECORDS or one.year <= latest - _LONGEST_CASE
        else:
            is_birth = is_list or (one.goes_on and one.year <= latest - GROWN_YEARS) or one.year < _LONG_AGO
        if is_birth:
            done[one.index] = replace(done[one.index], element=Element.DATE_OF_BIRTH, score=_SCORE)
    return done


def _with_listed(text: str, spans: list[Span]) -> list[Span]:
    """Add the names that only their place in a list tells: ``- Bill Shelton, 4/1/2019`` among other such entries."""
    if "\n" not in text:
        return spans
    entries = [m.span("name") for m in _LISTED.finditer(text)]
    names = {(s.start, s.end) for s in spans if s.element in NAME_ELEMENTS}
    if sum(entry in names for entry in entries) < _LEAST_NAMED:
        return spans
    fresh = [_listed(text, *entry) for entry in entries if entry not in names]
    kept = [s for s in spans if s.element not in NAME_ELEMENTS or not any(s.overlaps(one) for one in fresh)]
    clear = [one for one in fresh if not any(s.overlaps(one) for s in kept)]
    return sorted([*kept, *clear], key=lambda span: span.start) if clear else spans


def _listed(text: str, start: int, end: int) -> Span:
    return Span(start, end, Element.NAME, Part.FULL, _LISTED_SCORE, "lists", text[start:end])


_LEAST_NAMED = 2
_LISTED_SCORE = 0.75
_WORD = r"[^\W\d_a-z][\w'\u2019.-]{0,24}"
_LISTED = re.compile(
    rf"^[ \t>]{{0,16}}(?:[-*\u2022\u2013]|\(?\d{{1,3}}[.)])[ \t]+(?P<name>{_WORD}(?:[ ]{_WORD}){{1,4}})"
    r",?[ \t]{1,2}\(?(?:DOB:? )?\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d\b",
    re.MULTILINE,
)
_BEFORE_RECORDS, _LONGEST_CASE = 2010, 3
"""A date told of a person is a birth's if it is before this, or so many years before the text's latest date."""
_TOLD = re.compile(r"[ \t]{0,2}\([ \t]?\Z|,?[ ](?:is|was)[ ]\Z")
_LONG_AGO = 1990
"""A date before this behind a name is hardly ever that of a record on a computer."""


def _candidate(text: str, spans: Sequence[Span], index: int) -> _Candidate | None:
    name, date = spans[index - 1], spans[index]
    if date.element is not Element.DATE or name.element not in NAME_ELEMENTS or not _year(date):
        return None
    if name.element is Element.PROVIDER:
        return None
    if _is_told(text, name, date):
        return _Candidate(index, _year(date), goes_on=True, is_told=True)
    if not _BETWEEN.fullmatch(text, name.end, date.start):
        return None
    line = text.rfind("\n", max(0, name.start - _LONGEST_HEAD), name.start) + 1
    behind = _BEHIND.match(text, date.end)
    if behind is None or (line == 0 and name.start > _LONGEST_HEAD) or not _HEAD.fullmatch(text, line, name.start):
        return None
    return _Candidate(index, _year(date), behind["more"] is not None)


def _is_told(text: str, name: Span, date: Span) -> bool:
    """Tell whether the date stands in brackets with or behind the name, or is said of it."""
    is_closed = text[date.end : date.end + 1] == ")"
    told = _TOLD.fullmatch(text, name.end, date.start)
    if told is not None:
        return is_closed or "(" not in told[0]
    return (
        is_closed and text[name.start - 1 : name.start] == "(" and bool(_BETWEEN.fullmatch(text, name.end, date.start))
    )


def _year(span: Span) -> int:
    return int(span.norm[:4]) if _YEAR.match(span.norm) else 0
