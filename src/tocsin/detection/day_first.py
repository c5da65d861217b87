"""Dates of figures that give the day first, as Spanish and most of the world write them: ``5/3/61``.

What is above 12 tells a day: ``31/5/51``. Where neither figure is, the other dates of the text tell, and its language:
among Spanish words the day is first unless the text has dates with the month first, as forms of Puerto Rico do.

Invariant: pure; only norms change, and only of dates that may be read both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.dates import birth_norm, iso
from tocsin.detection.spanish import is_spanish
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_FIGURES = compiled(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_MONTHS = 12
_LEAST = 2
"""So many dates of a text with the day first, and none with the month, tell of its others whatever its language."""


def with_days_first(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans, the dates of figures among them read with the day first where the text writes them so."""
    figures = {at: found for at, span in enumerate(spans) if (found := _figures(text, span)) is not None}
    doubtful = [at for at, found in figures.items() if is_doubtful(found[0])]
    if not doubtful:
        return spans
    order = day_first([found[0] for found in figures.values()])
    if order is False:
        return spans
    read = list(spans)
    for at in doubtful:
        span = spans[at]
        if order or is_spanish(text, 0, len(text), span.start, span.end):
            read[at] = replace(span, norm=_turned(span, figures[at]))
    return read


def day_first(values: Sequence[str]) -> bool | None:
    """Tell whether dates of figures give the day first, None if they do not say.

    Example:
        >>> day_first(["31/5/51", "13/2/60", "1/2/03"]), day_first(["3/31/51", "13/2/60"]), day_first(["1/2/03"])
        (True, False, None)
    """
    found = [match for value in values if (match := _FIGURES.fullmatch(value)) is not None]
    if any(int(match[3]) > _MONTHS for match in found):
        return False
    return True if sum(int(match[1]) > _MONTHS for match in found) >= _LEAST else None


def is_doubtful(value: str) -> bool:
    """Tell whether a date of figures may be read both ways."""
    found = _FIGURES.fullmatch(value)
    return found is not None and max(int(found[1]), int(found[3])) <= _MONTHS and int(found[1]) != int(found[3])


def _figures(text: str, span: Span) -> re.Match[str] | None:
    is_date = span.element in {Element.DATE, Element.DATE_OF_BIRTH} or span.part is Part.DEATH_DATE
    return _FIGURES.fullmatch(text, span.start, span.end) if is_date else None


def _turned(span: Span, figures: re.Match[str]) -> str:
    norm = iso(figures[4], int(figures[3]), int(figures[1]))
    if not norm:
        return span.norm
    return birth_norm(norm) if span.element is Element.DATE_OF_BIRTH else norm
