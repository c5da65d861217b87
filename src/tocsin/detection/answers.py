"""What a message answers: a date or a number at its head, where one before it asks for a birth date or record number.

    [10:02 AM] Shauna R: whats tomas ybarra's dob?
    [10:03 AM] Denise: 6/22/71

Invariant: pure; linear in the text; dates keep their place, and no number given here overlaps what was found otherwise.
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

_WORDS = {
    Element.DATE_OF_BIRTH: compiled(
        r"(?i)\b(?:d\.?o\.?b|date of birth|birth ?date|b-?day)\b[^\n\d.;]{0,40}$", re.MULTILINE
    ),
    Element.MRN: compiled(r"(?i)\b(?:mrn|med rec(?:ord)?|chart)\b[^\n\d.;]{0,40}$", re.MULTILINE),
    Element.ACCOUNT_NUMBER: compiled(r"(?i)\b(?:acct|account)\b[^\n\d.;]{0,40}$", re.MULTILINE),
}
"""What is asked for at the end of a line."""
_ASKED = ("dob", "d.o.b", "d.ob", "do.b", "birth", "b-day", "bday", "mrn", "med rec", "chart", "acct", "account")
"""Letters without which none of these words is there."""
_HEAD = compiled(
    r"[ \t>]*(?:[\[(]?(?:\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?[ T]{1,2})?\d{1,2}:\d{2}(?::\d{2})?"
    r"[ ]?(?:[AaPp]\.?[Mm]\.?)?[\])]?[ \t,|-]{0,4})?(?:[A-Z][\w.' -]{0,30}?[:>][ \t]{0,3})?"
    r"(?:(?:its|it's|dob|is|mrn|yes|sure)[ :,-]{1,3}){0,2}"
)
"""When a message was written, whose it is, and a word before the answer."""
_NUMBER = compiled(r"\d{5,10}(?=[ \t]*(?:[,.;]?[ \t]*$|[ \t]*(?:and|thx|thanks)\b))")
_FIRST_YEAR, _REACH, _LONGEST = 1900, 3, 200
_SCORE = 0.8


def with_answers(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with dates told as births, and numbers as those of records, that answer a line before them.

    Args:
        spans: what was found in the text, sorted, not overlapping.
    """
    lower = text.lower()
    if not any(word in lower for word in _ASKED) or not any(words.search(text) for words in _WORDS.values()):
        return spans
    starts = [span.start for span in spans]
    done, fresh = list(spans), []
    for asked, low, high in _answering(text):
        head = _HEAD.match(text, low, high)
        at = low if head is None else head.end()
        number = bisect_left(starts, at)
        found = spans[number] if number < len(spans) else None
        if found is not None and found.start == at:
            if Element.DATE_OF_BIRTH in asked and found.element is Element.DATE and _is_birth(found.norm):
                done[number] = replace(found, element=Element.DATE_OF_BIRTH, detector="birth-date")
            continue
        told = _NUMBER.match(text, at, high)
        elements = asked - {Element.DATE_OF_BIRTH}
        if told is not None and len(elements) == 1 and (found is None or found.start >= told.end()):
            fresh.append(Span(*told.span(), min(elements), Part.FULL, _SCORE, "answers", told[0]))
    return sorted([*done, *fresh], key=lambda span: span.start) if fresh else done


def _is_birth(norm: str) -> bool:
    return len(norm) == 10 and _FIRST_YEAR <= int(norm[:4]) < LATEST_BIRTH_YEAR


def _answering(text: str) -> Iterator[tuple[set[Element], int, int]]:
    """Give what a line before asks for, and where the line that may answer it stands: one of the next few."""
    asking = _asking(text)
    begins = sorted(asking, reverse=True)
    asked: dict[Element, int] = {}
    low = 0
    while begins and low < len(text):
        low = low if asked else begins[-1]
        high = text.find("\n", low)
        high = len(text) if high < 0 else high
        if high - low <= _LONGEST and text[low:high].strip():
            if asked:
                yield set(asked), low, high
            asked = {element: left - 1 for element, left in asked.items() if left > 1}
            asked |= dict.fromkeys(asking.get(low, ()), _REACH)
        low = high + 1
        while begins and begins[-1] < low and not asked:
            begins.pop()


def _asking(text: str) -> dict[int, set[Element]]:
    """Return where lines begin that ask for something, and for what."""
    asking: dict[int, set[Element]] = {}
    for element, words in _WORDS.items():
        for found in words.finditer(text):
            floor = max(0, found.start() - _LONGEST)
            begin = text.rfind("\n", floor, found.start()) + 1
            if begin or not floor:
                asking.setdefault(begin, set()).add(element)
    return asking
