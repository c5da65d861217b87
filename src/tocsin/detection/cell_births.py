"""Birth dates in cells that hold more: under ``note`` or ``stats`` of a list, the one date of nearly every row.

    client          | note                             pt          | stats
    Reese Holloway  | THC, court ordered / 03-05-2003  Ebba Lind   | HP-2523  19780606  BMI 38.8

A column of notes in which row after row has one date, and these spread over years as births do, tells births, if
nothing else in the table does. Eight digits are such a date if nearly all rows have them.

Invariant: pure; what is asked of cells that read alike is answered alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.detection.columns_births import OLDEST_EVIDENCE, spread_as_births
from tocsin.detection.dates import birth_norm, date_norm
from tocsin.detection.placed import Ask
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_LEAST_ROWS, _LEAST_SHARE = 4, 0.6
_SCORE = 0.75
_EIGHT = compiled(r"(?<![\w.-])(?:19|20)\d{6}(?![\w-]|\.\d)")
_LONGEST = 300

Answers = Sequence[list[Span]]


def with_cell_births(asked: Sequence[Ask], answers: Answers) -> Answers:
    """Return the spans of each ask of a grid, those dates told as births that the rows of a column show to be."""
    if any(_holds_birth(ask, spans) for ask, spans in zip(asked, answers, strict=True)):
        return answers
    columns: dict[int, dict[str, list[Span]]] = {}
    for ask, spans in zip(asked, answers, strict=True):
        if ask.span is None and ask.column >= 0:
            columns.setdefault(ask.column, {}).setdefault(ask.text, spans)
    births: dict[tuple[int, str], Span] = {}
    for column, cells in columns.items():
        dates = {text: date for text, spans in cells.items() if (date := _only_date(text, spans)) is not None}
        if len(dates) >= max(_LEAST_ROWS, _LEAST_SHARE * len(cells)) and _are_births(dates.values()):
            births.update({(column, text): date for text, date in dates.items()})
    if not births:
        return answers
    return [_with(spans, births.get((ask.column, ask.text))) for ask, spans in zip(asked, answers, strict=True)]


def _holds_birth(ask: Ask, spans: Sequence[Span]) -> bool:
    typed = ask.span is not None and ask.span.element is Element.DATE_OF_BIRTH
    return typed or any(span.element is Element.DATE_OF_BIRTH for span in spans)


def _only_date(text: str, spans: Sequence[Span]) -> Span | None:
    """Return the one date of a cell that nothing calls something else, eight digits among them."""
    if len(text) > _LONGEST:
        return None
    dates = [span for span in spans if span.element is Element.DATE and span.detector == "date"]
    if not dates:
        dates = [
            Span(*found.span(), Element.DATE, Part.FULL, _SCORE, "date", norm)
            for found in _EIGHT.finditer(text)
            if (norm := date_norm(found[0])) and not any(s.start < found.end() and found.start() < s.end for s in spans)
        ]
    return dates[0] if len(dates) == 1 and len(dates[0].norm) == _WHOLE else None


_WHOLE = len("1978-06-06")


def _are_births(dates: Iterable[Span]) -> bool:
    years = sorted(int(date.norm[:4]) for date in dates)
    return spread_as_births(years, max(OLDEST_EVIDENCE, years[-1]))


def _with(spans: list[Span], birth: Span | None) -> list[Span]:
    if birth is None:
        return spans
    told = replace(birth, element=Element.DATE_OF_BIRTH, score=_SCORE, norm=birth_norm(birth.norm) or birth.norm)
    others = [span for span in spans if span.start >= birth.end or span.end <= birth.start]
    return sorted([*others, told], key=lambda span: span.start)
