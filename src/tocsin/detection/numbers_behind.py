"""Numbers without a label that are of somebody on the line: what the other lines of the text show they are.

``Burt Lapeer 9145240  gleason 3+3`` among lines that each begin with a name and a number as long: the practice's record
numbers, or accounts where the text speaks of payments.
``712391 ESCOBAR MARISOL`` among lines that each begin so.
``kangas turp 3459005`` below ``hollyfield turbt mrn 4068130``: what the labelled one is.

Invariant: pure; linear in the text; no span given here overlaps one that was found otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tocsin.detection.members import OF_ANOTHER
from tocsin.detection.spans import Span, is_free
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_NUMBER = compiled(r"\d(?<![\w.,:/#$+-]\d)(?<![#$][ ]\d)\d{4,7}(?![\w/:%+-]|[.,]\d|[ ]?(?:mg|mcg|ml|units?|cells)\b)")
_BEHIND = compiled(r"(?:[ \t]?\([ ]?(?:\#[ ]?)?|[ \t]{1,40}|[ \t]?[,;:-][ \t]?|[ \t]?\u2013[ \t]?)")
_LABELS = frozenset({Element.MRN, Element.ACCOUNT_NUMBER})
_OTHERS = frozenset(
    {
        Element.ZIP, Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.OTHER_ID, Element.ROUTING_NUMBER,
        Element.DRIVER_LICENSE, Element.NPI, Element.DATE, Element.DATE_OF_BIRTH,
    }
)  # fmt: skip
"""Numbers of other kinds: where one of so many digits is labelled in the text, nothing is told by the length."""
_PEOPLE = frozenset({Element.NAME, Element.RELATIVE})
_OF_MONEY = compiled(
    r"(?i)\b(?:deposits?|checks?|payments?|pmts?|balances?|bal|refunds?|statements?|collections?)\b|\$ ?\d"
)
"""Words of lists whose numbers are those of accounts."""
_LEAST_LINES, _MOSTLY = 3, 0.6
_SCORE = 0.75
_LONGEST_LINE, _WORDS = 240, 24
_ZIP = 5


def with_numbers(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with the numbers that stand beside names as others of the text do.

    Args:
        spans: what was found in the text, sorted, not overlapping.
    """
    names = [span for span in spans if span.element in _PEOPLE]
    if not names:
        return spans
    return _with_bare(text, _with_hashed(text, spans, names), names)


def _with_hashed(text: str, spans: list[Span], names: Sequence[Span]) -> list[Span]:
    """Return the spans with the numbers behind ``#`` that most names have: ``RUCKER, SHAWNTEL D   #22533``."""
    if text.count("#") < _LEAST_LINES:
        return spans
    firsts = list(_first_of_lines(text, names))
    ends = [span.end for span in spans]
    found = [number for name in firsts if (number := _HASHED.match(text, name.end)) is not None]
    found = [number for number in found if is_free(spans, ends, *number.span("number"))]
    if len(found) < max(_LEAST_LINES, _MOSTLY * len(firsts)) or len({number["number"] for number in found}) < len(
        found
    ):
        return spans
    fresh = [
        Span(*one.span("number"), Element.MRN, Part.FULL, _SCORE, "numbers-behind", one["number"]) for one in found
    ]
    return sorted([*spans, *fresh], key=lambda span: span.start)


_HASHED = compiled(r"[ \t]{1,40}\#(?P<number>\d{4,8})(?![\w/-]|[.,]\d)")


def _with_bare(text: str, spans: list[Span], names: Sequence[Span]) -> list[Span]:
    """Return the spans with the bare numbers beside names."""
    if _NUMBER.search(text) is None:
        return spans
    ends = [span.end for span in spans]
    free = [found for found in _NUMBER.finditer(text) if is_free(spans, ends, found.start(), found.end())]
    if not free:
        return spans
    told = dict(_labelled(text, spans))
    behind = _behind_names(text, names)
    places = {found.start(): len(found[0]) for found in free}
    counts = Counter(places[at] for at in behind if at in places)
    ahead = _ahead_of_names(text, names, free, len(behind))
    starts = [span.start for span in names]
    usual = Element.ACCOUNT_NUMBER if _OF_MONEY.search(text) else Element.MRN
    fresh = []
    for found in free:
        length = len(found[0])
        element = told.get(length)
        is_listed = counts[length] >= max(_LEAST_LINES, _MOSTLY * len(behind)) and length > _ZIP
        is_ahead = found.start() in ahead and length not in told
        if element is None and not is_ahead and (not is_listed or length in told or found.start() not in behind):
            continue
        if element is not None and not _has_name(text, names, starts, found.start()):
            continue
        if OF_ANOTHER.search(text, max(0, found.start() - _WORDS), found.start()):
            continue
        fresh.append(Span(*found.span(), element or usual, Part.FULL, _SCORE, "numbers-behind", found[0]))
    return sorted([*spans, *fresh], key=lambda span: span.start) if fresh else spans


def _labelled(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, Element | None]]:
    """Give what labelled numbers of each length are in the text, None where they are of several kinds."""
    kinds: dict[int, set[Element]] = defaultdict(set)
    for span in spans:
        value = text[span.start : span.end]
        if value.isdigit() and span.element in _LABELS | _OTHERS:
            kinds[len(value)].add(span.element)
    for length, elements in kinds.items():
        only = next(iter(elements)) if len(elements) == 1 else None
        yield length, only if only in _LABELS else None


def _behind_names(text: str, names: Sequence[Span]) -> set[int]:
    """Return where a number, or something else, may stand right behind each line's first name."""
    gaps = (_BEHIND.match(text, span.end) for span in _first_of_lines(text, names))
    return {gap.end() for gap in gaps if gap is not None}


def _first_of_lines(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Give the first name of each line that has one."""
    line_end = -1
    for span in names:
        if span.start >= line_end:
            line_end = text.find("\n", span.end)
            line_end = len(text) if line_end < 0 else line_end
            yield span


def _ahead_of_names(text: str, names: Sequence[Span], free: Sequence[re.Match[str]], lines: int) -> set[int]:
    """Return where numbers of one length stand that most lines with names begin with, right before the name.

    Days written in six or eight digits are none, nor what the line over the first one calls otherwise.
    """
    starts = [span.start for span in names]
    found: dict[int, list[re.Match[str]]] = defaultdict(list)
    for number in free:
        gap = _AHEAD.match(text, number.end())
        at = bisect_left(starts, gap.end()) if gap else len(starts)
        begin = text.rfind("\n", max(0, number.start() - _INDENT), number.start()) + 1
        is_first = (begin > 0 or number.start() <= _INDENT) and not text[begin : number.start()].strip()
        if is_first and at < len(starts) and gap is not None and starts[at] == gap.end():
            found[len(number[0])].append(number)
    told: set[int] = set()
    for length, numbers in found.items():
        if length <= _ZIP or len(numbers) < max(_LEAST_LINES, _MOSTLY * lines) or _are_days([n[0] for n in numbers]):
            continue
        above = text[max(0, numbers[0].start() - _LONGEST_LINE) : numbers[0].start()]
        if _CALLED.search(above) is None:
            told |= {number.start() for number in numbers}
    return told


_AHEAD = compiled(r"[ \t]{1,8}")
_INDENT = 12
_CALLED = compiled(
    r"(?i)\b(?:tickets?|invoices?|inv|orders?|po|badge|emp(?:loyee)?|claims?|cases?|jobs?|accession|check|chk|ck|auth|ref)\b"
)
"""What numbers of lists are called that are none of records or accounts."""


def _are_days(numbers: Sequence[str]) -> bool:
    return all(_DAY.fullmatch(number) for number in numbers)


_DAY = compiled(
    r"(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:(?:19|20)?\d{2})|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
)


def _has_name(text: str, names: Sequence[Span], starts: Sequence[int], place: int) -> bool:
    """Tell whether somebody is named before a place on its line."""
    low = max(0, place - _LONGEST_LINE)
    begin = text.rfind("\n", low, place) + 1 or low
    at = bisect_left(starts, place) - 1
    return at >= 0 and names[at].start >= begin
