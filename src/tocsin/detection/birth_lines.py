"""Birth dates that stand by themselves on the lines of a list of people: the one whole date of nearly every line.

    Cha, Bao, Medica 905247708597, ok. 09/30/1985
    Ngozi Okwuosa, UHC 9188034360, ok but needs referral, 03/15/1981
    Rx# 771204  SKIBA, ROGER  02/10/55

One such date may be any day. Where line after line has one, marked off by a sign or wide blank so that no word before
it says what it is, and they spread over years as births do, they are births.

Invariant: pure; linear in the text; dates keep their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.detection.columns_births import OLDEST_EVIDENCE, spread_as_births
from tocsin.detection.dates import birth_norm
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.patterns import compiled

_LEAST_LINES, _MOSTLY = 4, 0.6
_MARKED_OFF = compiled(r"(?:[.,;|(\u2013-]|[ ]{2}|\t)[ ]?\Z")
_WHOLE = len("1978-06-06")
_FARTHEST = 60
"""Letters before the name that a line of a list may begin with."""
_SCORE = 0.75


@dataclass(frozen=True, slots=True)
class _Row:
    dates: tuple[int, ...]
    """Where among the spans whole dates of the line are."""
    has_birth: bool


def with_line_births(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with those dates told as births that the lines of a list show to be.

    Args:
        spans: what was found in the text, sorted, not overlapping.
    """
    rows = list(_rows(text, spans))
    found = [row.dates[0] for row in rows if not row.has_birth and len(row.dates) == 1]
    found = [at for at in found if _MARKED_OFF.search(text, max(0, spans[at].start - 4), spans[at].start)]
    told = sum(row.has_birth for row in rows)
    if len(found) < _LEAST_LINES or len(found) + told < _MOSTLY * len(rows):
        return spans
    years = sorted(int(norm[:4]) for at in found if (norm := birth_norm(spans[at].norm)))
    if len(years) < _LEAST_LINES or not spread_as_births(years, max(OLDEST_EVIDENCE, years[-1])):
        return spans
    done = list(spans)
    for at in found:
        norm = birth_norm(spans[at].norm)
        if norm:
            done[at] = replace(
                spans[at], element=Element.DATE_OF_BIRTH, score=_SCORE, detector="birth-lines", norm=norm
            )
    return done


def _rows(text: str, spans: Sequence[Span]) -> Iterator[_Row]:
    """Give the lines that name somebody near their beginning."""
    at = 0
    while at < len(spans):
        end = text.find("\n", spans[at].start)
        end = len(text) if end < 0 else end
        last = at
        while last < len(spans) and spans[last].start < end:
            last += 1
        name = next((one for one in spans[at:last] if one.element is Element.NAME), None)
        if name is not None and (
            text.rfind("\n", max(0, name.start - _FARTHEST), name.start) >= 0 or name.start <= _FARTHEST
        ):
            yield _Row(
                tuple(n for n in range(at, last) if _is_whole(spans[n])),
                any(one.element is Element.DATE_OF_BIRTH for one in spans[at:last]),
            )
        at = last


def _is_whole(span: Span) -> bool:
    return span.element is Element.DATE and span.detector == "date" and len(span.norm) == _WHOLE
