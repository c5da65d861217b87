"""Who a page is of, in one line between bars: ``Pt: Ebony L. Crudup | 803700 | 02/28/82 | CareFirst XWV803474964``.

Such a strip stands alone; lines of as many bars below each other are a table and are read as one.

Invariant: pure; linear in the text; no span given here overlaps one that was found otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from tocsin.detection.dates import LATEST_BIRTH_YEAR
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_STRIP = compiled(r"^[^\n|]{3,80}\|[^\n|]{1,60}\|[^\n]{0,160}$", re.MULTILINE)
_RECORD = compiled(r"(?:\#[ ]?)?(?P<number>[A-Z]{0,3}-?\d{5,8})")
_LEAST_BARS = 2
_CASE, _WHOLE = 2, 10
"""Years that papers of a case go back, at least; letters of a whole date."""
_SCORE = 0.8


def with_strips(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with the record number and birth date of strips that begin with a name.

    Args:
        spans: what was found in the text, sorted, not overlapping.
    """
    if text.count("|") < _LEAST_BARS:
        return spans
    starts = [span.start for span in spans]
    done, fresh = list(spans), []
    for strip in _lone(text):
        first, last = bisect_left(starts, strip.start()), bisect_left(starts, strip.end())
        bar = text.index("|", strip.start())
        if not any(span.element is Element.NAME and span.start < bar for span in spans[first:last]):
            continue
        dates = [at for at in range(first, last) if spans[at].element in {Element.DATE, Element.DATE_OF_BIRTH}]
        cells = list(_cells(text, strip))
        only = spans[dates[0]] if len(dates) == 1 else None
        if only is not None and _is_birth(only) and (only.start, only.end) in cells:
            done[dates[0]] = replace(only, element=Element.DATE_OF_BIRTH, detector="birth-date")
        if any(span.element is Element.MRN for span in spans[first:last]):
            continue
        for start, end in cells:
            number = _RECORD.fullmatch(text, start, end)
            if number is not None and not any(s.start < end and start < s.end for s in spans[first:last]):
                fresh.append(Span(*number.span("number"), Element.MRN, Part.FULL, _SCORE, "strip", number["number"]))
                break
    return sorted([*done, *fresh], key=lambda span: span.start) if fresh else done


def _lone(text: str) -> Iterator[re.Match[str]]:
    """Give the lines with bars that have none like them right above or below."""
    found = list(_STRIP.finditer(text))
    ends = {strip.end(): strip[0].count("|") for strip in found}
    begins = {strip.start(): strip[0].count("|") for strip in found}
    for strip in found:
        bars = strip[0].count("|")
        if ends.get(strip.start() - 1) != bars != begins.get(strip.end() + 1):
            yield strip


def _cells(text: str, strip: re.Match[str]) -> Iterator[tuple[int, int]]:
    at = strip.start()
    for cell in strip[0].split("|"):
        lead = len(cell) - len(cell.lstrip())
        yield at + lead, at + lead + len(cell.strip())
        at += len(cell) + 1


def _is_birth(span: Span) -> bool:
    """Tell whether a date is older than what a page of today speaks of."""
    return span.element is Element.DATE and len(span.norm) == _WHOLE and int(span.norm[:4]) < LATEST_BIRTH_YEAR - _CASE
