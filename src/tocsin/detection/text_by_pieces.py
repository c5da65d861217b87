"""Tables set in text that the shapes of their pieces show where blanks do not: reports and listings.

Invariant: the lines of a report or listing belong to nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.detection.text_groups import said_spans
from tocsin.detection.text_lines import Line, Lines
from tocsin.detection.text_listings import Listing, Under, find_listings
from tocsin.detection.text_reports import ReportLine, find_report
from tocsin.detection.text_typed import TextTable, typed_spans
from tocsin.patterns import compiled

_TITLES = 3
_LABELS_ABOVE = 4
"""Lines over the first of a report that may be its labels."""


def tables_by_pieces(lines: Lines, under: Under) -> tuple[list[TextTable], list[tuple[int, int]]]:
    """Return the tables that the shapes of their pieces show where blanks do not, and their first and last lines."""
    numbers = [number for number, text in enumerate(lines.texts) if _may_be_row(text)]
    if len(numbers) < _LEAST_ROWS:
        return [], []
    report = find_report(lines, numbers)
    if report:
        tables = [_of_report(lines[one.number], one) for one in report]
        return tables, [(report[0].number - _LABELS_ABOVE, report[-1].number)]
    listings = list(find_listings(lines, numbers, under))
    tables = [table for one in listings if (table := _of_listing(lines, one)) is not None]
    return tables, [(one.head, one.last) for one in listings]


def _may_be_row(text: str) -> bool:
    """Tell whether a line has digits enough and is short enough for a row: hardly a line of prose is."""
    return len(text) <= _LONGEST and _DIGITS.match(text) is not None and len(text.split()) <= _MOST_WORDS


_DIGITS = compiled(r"(?:[^\d\n]*\d){8}")
_LEAST_ROWS, _LONGEST, _MOST_WORDS = 2, 300, 26


def _of_listing(lines: Sequence[Line], listing: Listing) -> TextTable | None:
    titles = [[line.text.strip()] for line in lines[max(0, listing.head - _TITLES) : listing.head]]
    rows = [(lines[number], row) for number, row in listing.rows]
    typed_there = typed_spans(titles, listing.labels, rows)
    between = {*range(max(0, listing.head - _LABELS_ABOVE), listing.last)} - {number for number, _ in listing.rows}
    said = [span for number in sorted(between) for span in said_spans(lines[number])]
    spans = tuple(sorted([*typed_there, *said], key=lambda span: span.start)) if typed_there else ()
    last = lines[listing.last]
    head = (lines[listing.head].start, lines[listing.head].start + len(lines[listing.head].text))
    return TextTable(head[0], last.start + len(last.text), spans, (head,)) if spans else None


def _of_report(line: Line, told: ReportLine) -> TextTable:
    """Return a line of a report as a table of its own; that of a person is read as text too."""
    end = line.start + len(line.text)
    spans = tuple(sorted(told.spans, key=lambda span: span.start))
    return TextTable(line.start, end, spans, open=((line.start, end),) if told.is_person else ())
