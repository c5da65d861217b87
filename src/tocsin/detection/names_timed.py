"""Surnames in small letters behind the hours of a schedule: ``730 hollyfield turbt``, ``9:30 dao, hieu stone``.

Who types a day's cases writes no capitals. A surname that is hardly a word counts where most lines with an hour have
one at that place.

Invariant: linear in the text; only lines that begin with an hour are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import fold_name, usage
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_HOUR = r"(?:0?[6-9]|1[0-9])(?::?[0-5]\d)?|[1-6]:?[0-5]\d"
_ENTRY = compiled(
    rf"^[ \t>]*(?:{_HOUR})[ ]?(?:[ap]m?)?[ \t:-]{{1,4}}"
    r"(?P<name>(?P<last>[a-z][a-z'\u2019-]{2,20})(?:,[ ]?(?P<first>[a-z]{2,15}))?)(?![\w'\u2019-])",
    re.MULTILINE,
)
_LEAST_LINES, _MOSTLY = 3, 0.6
_LEAST_BEARERS, _LEAST_GIVEN = 300.0, 1000.0
_SCORE = 0.7


def with_timed(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with the surnames in small letters that stand behind the hours of a schedule.

    Args:
        free: tells whether a stretch belongs to no span of another kind.
    """
    entries = list(_ENTRY.finditer(text)) if text else []
    told = [entry for entry in entries if _is_name(entry)]
    if len(told) < _LEAST_LINES or len(told) < _MOSTLY * len(entries):
        return list(found)
    fresh = [
        Span(*entry.span("name"), Element.NAME, Part.FULL, _SCORE, "names-timed", entry["name"])
        for entry in told
        if free(*entry.span("name"))
    ]
    ends = [one.end for one in fresh]
    kept = [s for s in found if s.element not in NAME_ELEMENTS or not _is_met(s, fresh, ends)]
    return sorted([*kept, *fresh], key=lambda s: s.start)


def _is_met(span: Span, others: Sequence[Span], ends: Sequence[int]) -> bool:
    at = bisect_right(ends, span.start)
    return at < len(others) and span.overlaps(others[at])


def _is_name(entry: re.Match[str]) -> bool:
    known = usage(fold_name(entry["last"]))
    if entry["first"] and usage(fold_name(entry["first"])).given < _LEAST_GIVEN and known.words > 0:
        return False
    return known.surname >= _LEAST_BEARERS and known.words <= known.surname
