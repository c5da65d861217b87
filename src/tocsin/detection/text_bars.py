"""Tables whose columns are parted by bars, in notes and mails: ``| Chair | Patient | Drug |``.

What stands between two bars is a cell, an empty one too, so that the count of bars and not the place in the line tells
the column.

Invariant: time is linear in the text; each line belongs to one table only.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.detection.columns import type_rows
from tocsin.detection.columns_header import is_header, is_known_label
from tocsin.detection.columns_values import shape_of
from tocsin.detection.text_between import is_drawn
from tocsin.detection.text_labels import PEOPLE
from tocsin.detection.text_lines import LONGEST_LINE, QUOTE, Cell, Line
from tocsin.detection.text_typed import TextTable, spans_of, typed_spans

_LEAST_CELLS = 3
_LEAST_BARE_ROWS, _LEAST_NAMED = 3, 0.7
_MOST_ROWS = 5000
_TITLES = 3

_Row = tuple[Line, list[Cell | None]]


def tables_by_bars(lines: Sequence[Line], numbers: Sequence[int]) -> tuple[list[TextTable], list[tuple[int, int]]]:
    """Return the tables whose columns bars part, and their first and last lines.

    Args:
        numbers: the lines that can have three cells, in order.
    """
    tables: list[TextTable] = []
    passed: list[tuple[int, int]] = []
    stop = 0
    for number in numbers:
        if number < stop or "|" not in lines[number].text:
            continue
        rows, behind = _block(lines, number)
        stop = max(behind, number + 1)
        table = _table(lines, number, rows) if len(rows) > 1 else None
        if table is not None:
            tables.append(table)
            passed.append((number, stop - 1))
    return tables, passed


def _block(lines: Sequence[Line], at: int) -> tuple[list[_Row], int]:
    """Return the rows of as many cells from line ``at`` on, and the first line behind them."""
    rows: list[_Row] = []
    width = 0
    last = min(len(lines), at + _MOST_ROWS)
    for number in range(at, last):
        line = lines[number]
        if rows and is_drawn(line) and line.text.strip():
            continue
        cells = _cells(line.text)
        if len(cells) < _LEAST_CELLS or (width and len(cells) != width):
            return rows, number
        width = len(cells)
        rows.append((line, cells))
    return rows, last


def _cells(text: str) -> list[Cell | None]:
    """Return what stands between the bars of a line, None for what is empty."""
    if len(text) > LONGEST_LINE or text.count("|") < _LEAST_CELLS - 1:
        return []
    quote = QUOTE.match(text)
    begin = quote.end() if quote else 0
    end = len(text.rstrip())
    begin += len(text[begin:end]) - len(text[begin:end].lstrip())
    begin += text.startswith("|", begin)
    end -= text.endswith("|", begin, end)
    cells: list[Cell | None] = []
    for part in text[begin:end].split("|"):
        said = part.strip()
        start = begin + len(part) - len(part.lstrip())
        cells.append((start, start + len(said), said) if said else None)
        begin += len(part) + 1
    return cells


def _table(lines: Sequence[Line], at: int, rows: Sequence[_Row]) -> TextTable | None:
    """Return the table of these rows, the first of which may be its labels."""
    values = [["" if cell is None else cell[2] for cell in row] for _, row in rows]
    titles = [line.text.strip() for line in lines[max(0, at - _TITLES) : at] if "|" not in line.text]
    is_ruled = is_drawn(lines[at + 1]) and lines[at + 1].text.strip() != ""
    line = rows[0][0]
    has_labels = is_header(values[0]) or (is_ruled and any(map(is_known_label, values[0])))
    heads = ((line.start, line.start + len(line.text)),) if is_ruled or has_labels else ()
    if has_labels:
        spans = typed_spans([[title] for title in titles], values[0], rows[1:])
    elif _are_people(values):
        spans = list(spans_of(rows, type_rows(values, -1, titles)))
    else:
        return None
    last = rows[-1][0]
    spans.sort(key=lambda span: span.start)
    return TextTable(line.start, last.start + len(last.text), tuple(spans), heads) if spans else None


def _are_people(values: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column without a label names people in most rows."""
    if len(values) < _LEAST_BARE_ROWS:
        return False
    named = max(sum(shape_of(row[index]) in PEOPLE for row in values) for index in range(len(values[0])))
    return named >= _LEAST_NAMED * len(values)
