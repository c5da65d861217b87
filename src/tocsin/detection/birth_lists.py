"""Birth dates that no word announces: the date right behind a name at the head of a line or list entry.

``- Ann Lee, 9/10/1937, leukemia``: in a list the years are spread as those of births are, not of letters or visits.

Invariant: pure; only the element of a date changes, never its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.detection.dates import birth_norm, date_norm
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

LEAST_LIST = 2
LEAST_SPREAD_YEARS = 15
GROWN_YEARS = 18
_SCORE = 0.8
_HEAD = compiled(r"(?:[ \t>]*(?:[-*\u2022\u2013#]|o(?=[ ])|\(?\d{1,3}[.)])?[ \t]*)\Z")
_LONGEST_HEAD = 24
_BETWEEN = compiled(r"[ \t]*(?:\((?P<number>[A-Za-z]{0,4}-?\d{4,10})\)[ \t]*)?[,;(|-]?[ \t]*\Z")
"""What stands between a name and the date: a mark, and the number of a record in brackets."""
_BEHIND = compiled(r"(?P<more>[ \t]*[,;)|-]|[ \t]+(?=\S))|[ \t]*$", re.MULTILINE)
_YEAR = compiled(r"(?:18|19|20)\d{2}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    year: int
    goes_on: bool
    """More of the entry follows behind the date."""
    is_within: bool = False
    """Behind a whole name in the middle of a line: ``peer to peer on Dunaway, Percival, 6/3/1948, H187226701``."""
    is_told: bool = False
    """In brackets right behind the name, or told of it: ``Geneva Larkins (7/10/48)``, ``Del Stokes Jr is 6/14/77``."""


def with_births(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with those dates told as births that follow names the way births do in lists."""
    spans = _with_run_together(text, _with_listed(text, spans))
    found = [one for index in range(1, len(spans)) if (one := _candidate(text, spans, index)) is not None]
    if not found:
        return spans
    years = [one.year for one in found if not one.is_told and not one.is_within]
    is_list = len(years) >= LEAST_LIST and max(years) - min(years) >= LEAST_SPREAD_YEARS
    latest = max((_year(span) for span in spans if span.element is Element.DATE), default=0)
    done = list(spans)
    numbers: list[Span] = []
    for one in found:
        if one.is_told:
            is_birth = one.year < _BEFORE_RECORDS or one.year <= latest - _LONGEST_CASE
        else:
            is_birth = (
                (is_list and not one.is_within)
                or (one.goes_on and one.year <= latest - GROWN_YEARS)
                or one.year < _LONG_AGO
            )
        if is_birth:
            norm = birth_norm(done[one.index].norm)
            numbers += _record_number(text, spans[one.index - 1], spans[one.index])
            done[one.index] = replace(done[one.index], element=Element.DATE_OF_BIRTH, score=_SCORE, norm=norm)
    return sorted([*done, *numbers], key=lambda span: span.start) if numbers else done


def _record_number(text: str, name: Span, date: Span) -> Iterator[Span]:
    """Give the number in brackets between a name and its birth date: ``Ann Lee (GC104411)  4/5/1961``."""
    between = _BETWEEN.fullmatch(text, name.end, date.start)
    if between is not None and between["number"]:
        yield Span(*between.span("number"), Element.MRN, Part.FULL, _SCORE, "lists", between["number"].upper())


def _with_listed(text: str, spans: list[Span]) -> list[Span]:
    """Add the names that only their place in a list tells: ``- Bill Shelton, 4/1/2019`` among other such entries."""
    names = {(s.start, s.end) for s in spans if s.element in NAME_ELEMENTS}
    if "\n" not in text or len(names) < _LEAST_NAMED:
        return spans
    entries = [m.span("name") for m in _LISTED.finditer(text)]
    if sum(entry in names for entry in entries) < _LEAST_NAMED:
        return spans
    fresh = [_listed(text, *entry) for entry in entries if entry not in names]
    kept = [s for s in spans if s.element not in NAME_ELEMENTS or not any(s.overlaps(one) for one in fresh)]
    clear = [one for one in fresh if not any(s.overlaps(one) for s in kept)]
    return sorted([*kept, *clear], key=lambda span: span.start) if clear else spans


_SIX = compiled(r"(?<![\w.,:/#$-])(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d\d(?![\w.:/#%-]|,\d)")
_ANY_SIX = compiled(r"(?<![\w.,:/#$-])\d{6}(?![\w.:/#%-]|,\d)")
_LEAST_SIX = 3
_SIX_SCORE = 0.75


def _with_run_together(text: str, spans: list[Span]) -> list[Span]:
    """Add birth dates of six digits behind the names of a list: ``GOODMAN-SKY, WINONA J   060814  TP-33781``.

    One number of six digits in 28 reads as a date by chance; where all of a list do, and their years are spread as
    births are, they are.
    """
    places = _six_behind_names(text, spans)
    fits = [at for at in places if _SIX.match(text, at)]
    if len(fits) < max(_LEAST_SIX, _MOSTLY * len(places)):
        return spans
    norms = [
        birth_norm(date_norm(f"{text[at : at + 2]}/{text[at + 2 : at + 4]}/{text[at + 4 : at + 6]}")) for at in fits
    ]
    told = [(at, norm) for at, norm in zip(fits, norms, strict=True) if norm]
    years = sorted(int(norm[:4]) for _, norm in told)
    if len(years) < _LEAST_SIX or years[-1] - years[0] < _LEAST_SPREAD_SIX or len(set(years)) < _LEAST_SIX:
        return spans
    born = [Span(at, at + 6, Element.DATE_OF_BIRTH, Part.FULL, _SIX_SCORE, "lists", norm) for at, norm in told]
    ends = [one.end for one in born]
    kept = [s for s in spans if (at := bisect_right(ends, s.start)) == len(born) or not s.overlaps(born[at])]
    return sorted([*kept, *born], key=lambda span: span.start)


_MOSTLY, _LEAST_SPREAD_SIX = 0.9, 5


def _six_behind_names(text: str, spans: Sequence[Span]) -> list[int]:
    """Return where the first number of six digits behind a line's first name stands, for each line that has one."""
    places: list[int] = []
    line_end = -1
    for span in spans:
        if span.start < line_end or span.element not in NAME_ELEMENTS or span.element is Element.PROVIDER:
            continue
        line_end = text.find("\n", span.end)
        line_end = len(text) if line_end < 0 else line_end
        found = _ANY_SIX.search(text, span.end, min(line_end, span.end + _LONGEST_REACH))
        if found is not None:
            places.append(found.start())
    return places


_LONGEST_REACH = 200


def _listed(text: str, start: int, end: int) -> Span:
    return Span(start, end, Element.NAME, Part.FULL, _LISTED_SCORE, "lists", text[start:end])


_LEAST_NAMED = 2
_LISTED_SCORE = 0.75
_WORD = r"[^\W\d_a-z][\w'\u2019.-]{0,24}"
_LISTED = compiled(
    rf"^[ \t>]{{0,16}}(?:[-*\u2022\u2013]|\(?\d{{1,3}}[.)])[ \t]+(?P<name>{_WORD}(?:[ ]{_WORD}){{1,4}})"
    r",?[ \t]{1,2}\(?(?:DOB:? )?\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d\b",
    re.MULTILINE,
)
_BEFORE_RECORDS, _LONGEST_CASE = 2010, 3
"""A date told of a person is a birth's if it is before this, or so many years before the text's latest date."""
_TOLD = compiled(r"(?:[ ]here)?[ \t]{0,2}\([ \t]?\Z|,?[ ](?:is|was)[ ]\Z")
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
    if behind is None:
        return None
    if (line == 0 and name.start > _LONGEST_HEAD) or not _HEAD.fullmatch(text, line, name.start):
        is_whole = len(text[name.start : name.end].split()) > 1 and behind["more"] is not None
        return _Candidate(index, _year(date), goes_on=True, is_within=True) if is_whole else None
    return _Candidate(index, _year(date), behind["more"] is not None)


def _is_told(text: str, name: Span, date: Span) -> bool:
    """Tell whether the date stands in brackets with or behind the name, or is said of it."""
    is_closed = text[date.end : date.end + 1] in {")", ",", ";"}
    told = _TOLD.fullmatch(text, name.end, date.start)
    if told is not None:
        return is_closed or "(" not in told[0]
    return (
        is_closed and text[name.start - 1 : name.start] == "(" and bool(_BETWEEN.fullmatch(text, name.end, date.start))
    )


def _year(span: Span) -> int:
    return int(birth_norm(span.norm)[:4]) if _YEAR.match(span.norm) else 0
