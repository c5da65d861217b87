"""Values of a table set in text, once it is known which cells stand under which label.

Invariant: pure; a value's span lies within its cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.detection.columns import type_rows
from tocsin.detection.columns_compound import compound_spans, parts_of_cell
from tocsin.detection.columns_pairs import both_labels
from tocsin.detection.columns_types import ColumnType, type_column
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.detection.placed import typed
from tocsin.detection.spans import Span
from tocsin.detection.text_labels import PEOPLE
from tocsin.detection.text_lines import Cell, Line
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Part

_LEAST_PEOPLE = 0.4
_SURNAMES = frozenset({"one_name", "city"})
"""Shapes of professionals called by their last names; some towns bear the same."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """One table: where its lines begin and end, and its typed values."""

    start: int
    end: int
    spans: tuple[Span, ...]
    heads: tuple[tuple[int, int], ...] = ()
    """Where its lines of labels begin and end, if a rule below them says so: they name nobody."""
    open: tuple[tuple[int, int], ...] = ()
    """Where lines over some of its rows begin and end, that are read as text: whose the rows are."""


def typed_spans(
    titles: Sequence[Sequence[str]], labels: Sequence[str], rows: Sequence[tuple[Line, list[Cell | None]]]
) -> list[Span]:
    """Return the values of rows whose cells stand under labels; ``titles`` stand above these."""
    if not rows:
        return []
    values = [["" if cell is None else cell[2] for cell in row] for _, row in rows]
    columns = [c for c in type_rows([*titles, labels, *values], len(titles)) if not _is_misnamed(c, values)]
    return list(spans_of(rows, columns))


def _is_misnamed(column: ColumnType, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column ``Name`` holds names of something else: in texts most such tables list things."""
    if column.element not in NAME_ELEMENTS or column.part is not Part.FULL:
        return False
    shapes = [shape_of(row[column.index]) for row in rows if column.index < len(row) and row[column.index]]
    if column.element is Element.PROVIDER and sum(shape in _SURNAMES for shape in shapes) * 2 >= len(shapes):
        return False
    return sum(shape in PEOPLE for shape in shapes) < _LEAST_PEOPLE * len(shapes)


def spans_of(rows: Sequence[tuple[Line, list[Cell | None]]], columns: Sequence[ColumnType]) -> Iterator[Span]:
    """Give the values of rows whose columns are typed."""
    for line, row in rows:
        for column in columns:
            cell = row[column.index] if column.index < len(row) else None
            if cell is not None and not column.is_free_text:
                for span in _of_cell(cell[2], column):
                    yield span.moved(line.start + cell[0] + span.start, line.start + cell[0] + span.end)


def _of_cell(text: str, column: ColumnType) -> Iterator[Span]:
    sides = both_labels(column.label) if "/" in column.label else []
    if sides:
        is_name = shape_of(text) in PEOPLE
        kinds = [type_column(column.index, side, look_at([text]), True) for side in sides]
        kind = next((k for k in kinds if (k.element in NAME_ELEMENTS) == is_name), None)
        if kind is not None:
            yield from _of_cell(text, replace(kind, party=column.party, label=kind.label.replace("/", " ")))
        return
    if column.is_compound:
        yield from compound_spans(text, column)
    elif column.element is not None or column.part is not Part.FULL:
        span = typed(text, column.element, column.part, column.score, column.party, column.party_number, column.label)
        if span is not None:
            yield from parts_of_cell(text, span)
