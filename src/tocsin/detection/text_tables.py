"""Tables set in plain text with blanks or tabs: print images, tables in mail bodies, quoted or not.

A line of cells that reads as a header, and the lines below whose cells stand under its labels, are typed as the
columns of a grid are.

Invariant: time is linear in the text; a table's lines belong to one table only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Mapping, Sequence

from tocsin.detection.columns import type_rows
from tocsin.detection.columns_header import is_header, is_known_label, is_total
from tocsin.detection.columns_pairs import both_labels, is_label
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import shape_of
from tocsin.detection.labels import is_filled_line
from tocsin.detection.spans import Span
from tocsin.detection.text_bars import tables_by_bars
from tocsin.detection.text_between import is_between, is_drawn, is_sum
from tocsin.detection.text_by_pieces import tables_by_pieces
from tocsin.detection.text_groups import Groups
from tocsin.detection.text_labels import LEAST_CELLS, PEOPLE, labels_over
from tocsin.detection.text_lines import Cell, Line, Lines
from tocsin.detection.text_reports import has_days
from tocsin.detection.text_rivers import part_by_rivers
from tocsin.detection.text_ruled import part_by_rule
from tocsin.detection.text_stacked import stacked_heads, stacked_records
from tocsin.detection.text_typed import TextTable, spans_of, typed_spans
from tocsin.detection.text_visits import names_people, visit_types, visits_below

MOST_ROWS = 5000
_MOST_BARE_TRIES = 16
"""Lines with which a table without labels may begin in one run of lines that have cells."""
_TITLES = 3
_LEAST_BARE_ROWS, _LEAST_NAMED = 3, 0.7
_LONGEST_LEAD = 25
_LONGEST_RECORD = 5
"""Lines in which the next row must follow."""


def find_tables(text: str, where: Sequence[int] | None = None) -> list[TextTable]:
    """Return the tables of the text, in order.

    Args:
        where: the numbers of the lines that can have three cells; None for all.
    """
    may_be_celled = where is None or bool(where)
    is_set_wide = may_be_celled and ("  " in text or "\t" in text)
    is_barred = may_be_celled and "|" in text
    may_be_close = has_days(text)
    if not is_set_wide and not may_be_close and not is_barred:
        return []
    lines = Lines(text)
    numbers: Sequence[int] = range(len(lines)) if where is None else where
    tables, passed = tables_by_bars(lines, numbers) if is_barred else ([], [])
    if is_set_wide and "--" in text:
        ruled, more = _ruled_tables(lines, numbers)
        tables, passed = [*tables, *ruled], [*passed, *more]
    taken = {number for first, last in passed for number in range(first, last + 1)}
    if may_be_close:
        close, passed = tables_by_pieces(lines, _row)
        read = {lines[number].start for number in taken}
        tables += [table for table in close if table.start not in read]
        taken |= {number for first, last in passed for number in range(first, last + 1)}
    if not is_set_wide:
        return sorted(tables, key=lambda table: table.start)
    stop = bare_from = bare_tries = 0
    if taken:
        numbers = [number for number in numbers if number not in taken]
    visits = {line.start: cells for line, cells in visits_below(lines, numbers)}
    kinds = visit_types(list(visits.values())) if visits else {}
    for at in numbers:
        if at < stop or len(lines[at].cells) < LEAST_CELLS:
            continue
        if lines[at].start in visits:
            tables.append(_visit(lines[at], visits[lines[at].start], kinds))
            continue
        is_head = part_by_rivers(lines, at) or is_header([cell for _, _, cell in lines[at].cells])
        table = _stacked(lines, at) or _table(lines, at) if is_head else None
        if table is None and (at >= bare_from or bare_tries < _MOST_BARE_TRIES):
            bare_tries = bare_tries + 1 if at < bare_from else 1
            bare_from = _end_of_cells(lines, at, visits)
            table = _bare_table(lines, at, bare_from)
            if table is not None and _is_title(lines, at):
                table = None
        if table is not None and not is_filled_line(lines[at].text):
            tables.append(table[0])
            stop = table[1]
    return sorted(tables, key=lambda table: table.start)


def _ruled_tables(lines: Sequence[Line], numbers: Sequence[int]) -> tuple[list[TextTable], list[tuple[int, int]]]:
    """Return the tables whose columns a drawn line shows, and the first and last line of each."""
    tables, passed, stop = [], [], 0
    for at in numbers:
        if at < stop or len(lines[at].cells) < LEAST_CELLS or not part_by_rule(lines, at):
            continue
        found = _table(lines, at)
        if found is not None:
            tables.append(found[0])
            stop = found[1]
            passed.append((at, stop - 1))
    return tables, passed


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line of cells is a title printed in columns: labels stand right below it."""
    return any(is_header([cell for _, _, cell in line.cells]) for line in lines[at + 1 : at + 3])


def _visit(line: Line, cells: Sequence[Cell], kinds: Mapping[int, ColumnType]) -> TextTable:
    """Return the line of a visit as a table of its own, its cells typed by those of all visits."""
    row: list[Cell | None] = list(cells)
    columns = [kind for index, kind in kinds.items() if index < len(cells)]
    return TextTable(line.start, line.start + len(line.text), tuple(spans_of([(line, row)], columns)))


def _table(lines: Sequence[Line], at: int) -> tuple[TextTable, int] | None:
    """Return the table whose header is line ``at`` and the line behind it, None if it has no rows."""
    header = labels_over(lines, at)
    labels = [cell for _, _, cell in header]
    second = _second_header(lines, at)
    is_sure = 2 * sum(map(is_known_label, labels)) > len(labels)
    rows: list[tuple[Line, list[Cell | None]]] = []
    below: list[tuple[Line, list[Cell | None]]] = []
    groups = Groups(lines, header, _row, names_people=names_people(labels))
    groups.look_above(at)
    stop = at + (2 if second else 1)
    while stop < min(len(lines), at + MOST_ROWS):
        line = lines[stop]
        row = _row(header, line.cells) or (_with_more(header, line.cells) if rows or is_sure else None)
        if groups.take(stop) or is_sum(line, header):
            pass
        elif second and rows and _begins_under(line, second, header) and (under := _row(second, line.cells)):
            below.append((line, under))
        elif len(line.cells) <= 1 and (named := _name_line(lines, stop, header)) is not None:
            rows.append((line, named))
        elif row is not None and not is_header([cell for _, _, cell in line.cells]) and not _is_labelled(line, header):
            rows.append((line, row))
        elif not is_between(lines, stop, header, _row) and not _goes_on(lines, stop, header):
            break
        stop += 1
    if not rows:
        return None
    titles = [[line.text.strip()] for line in lines[max(0, at - _TITLES) : at] if not line.cells]
    spans = [*groups.spans, *typed_spans(titles, labels, rows)]
    spans += typed_spans(titles, [cell for _, _, cell in second], below)
    last = max((rows[-1][0], *(line for line, _ in below[-1:])), key=lambda line: line.start)
    spans.sort(key=lambda s: s.start)
    heads = _drawn_under(lines[at : at + (3 if second else 2)])
    found = TextTable(lines[at].start, last.start + len(last.text), tuple(spans), heads, tuple(groups.open))
    return (found, stop) if spans else None


def _with_more(header: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell | None] | None:
    """Return a row with one cell more than labels, the last one behind that of the last label: it says no more."""
    is_longer = len(cells) == len(header) + 1 and _label_over(header, cells[-2]) == len(header) - 1
    return _row(header, cells[:-1]) if is_longer else None


def _drawn_under(lines: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    """Return where lines of labels begin and end if the last of these lines is drawn."""
    heads = tuple((line.start, line.start + len(line.text)) for line in lines[:-1])
    return heads if is_drawn(lines[-1]) else ()


def _stacked(lines: Sequence[Line], at: int) -> tuple[TextTable, int] | None:
    """Return the table of records of several lines whose first line of labels is ``at``, None if there is none."""

    def line_at(number: int) -> tuple[str, Sequence[Cell]] | None:
        return (lines[number].text, lines[number].cells) if number < len(lines) else None

    count = 0 if _has_details(lines, at) else stacked_heads(line_at, at)
    records, stop = stacked_records(line_at, at, count) if count else ([], at)
    if not records:
        return None
    titles = [[line.text.strip()] for line in lines[max(0, at - _TITLES) : at] if not line.cells]
    spans: list[Span] = []
    for number, head in enumerate(lines[at : at + count]):
        rows = [(lines[record[number]], _under(head.cells, lines[record[number]].cells)) for record in records]
        spans += typed_spans(titles, [cell for _, _, cell in head.cells], rows)
    heads = tuple((line.start, line.start + len(line.text)) for line in lines[at : at + count])
    last = lines[records[-1][-1]]
    found = TextTable(lines[at].start, last.start + len(last.text), tuple(sorted(spans, key=lambda s: s.start)), heads)
    return (found, stop) if spans else None


def _has_details(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the second line of labels is set in: below it stand details, of which a record has one or more."""
    second = _second_header(lines, at)
    return bool(second) and second[0][0] > lines[at].cells[0][0] + 1


def _under(header: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell | None]:
    """Return the cells of a line under the labels they stand under; of two under one the first."""
    row: list[Cell | None] = [None] * len(header)
    for cell in _parted(header, cells):
        index = _label_over(header, cell)
        if index >= 0 and row[index] is None:
            row[index] = cell
    return row


def _name_line(lines: Sequence[Line], at: int, header: Sequence[Cell]) -> list[Cell | None] | None:
    """Return a line that holds but the name of the record that the next line goes on with."""
    line, label = lines[at], header[0]
    text = line.text.strip()
    begin = len(line.text) - len(line.text.lstrip())
    sides = both_labels(label[2])
    if not sides or abs(begin - label[0]) > 1 or shape_of(text) not in PEOPLE or at + 1 >= len(lines):
        return None
    following = _row(header, lines[at + 1].cells)
    return [(begin, begin + len(text), text), *[None] * (len(header) - 1)] if following is not None else None


def _is_labelled(line: Line, header: Sequence[Cell]) -> bool:
    """Tell whether an indented line has a label of its own (``MEMBER ID W123``): it goes on with the row above."""
    if not line.cells or line.cells[0][0] <= header[0][0]:
        return False
    words = line.cells[0][2].split()
    if ":" in line.cells[0][2][:_LONGEST_LEAD]:
        return True
    return any(
        is_label(" ".join(words[:n])) and any(c.isdigit() for c in words[n]) for n in range(1, min(4, len(words)))
    )


def _second_header(lines: Sequence[Line], at: int) -> Sequence[Cell]:
    """Return the labels of the second line of each record where they stand under those of the first, else nothing."""
    cells = lines[at + 1].cells if at + 1 < len(lines) else []
    labels = [cell for _, _, cell in cells]
    is_plain = all(is_known_label(label) or not any(map(str.isdigit, label)) for label in labels)
    return cells if len(cells) > 1 and is_plain and is_header(labels) else ()


def _begins_under(line: Line, second: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Tell whether a line begins under the second line of labels rather than under the first."""
    begin = len(line.text) - len(line.text.lstrip())
    return abs(begin - second[0][0]) < abs(begin - first[0][0])


def _goes_on(lines: Sequence[Line], at: int, header: Sequence[Cell]) -> bool:
    """Tell whether a line goes on with the record above it (its address, say): indented, and rows follow soon."""
    for line in lines[at : at + _LONGEST_RECORD]:
        if len(line.text) - len(line.text.lstrip()) <= header[0][0] or not line.text.strip():
            return _row(header, line.cells) is not None
    return False


def _end_of_cells(lines: Sequence[Line], at: int, visits: Container[int]) -> int:
    """Return the first line from ``at`` on that has few cells, is one of a visit, or is too far away.

    A line of two cells that stand under those of the line above is a row of which the rest is empty.
    """
    stop = at
    last = min(len(lines), at + MOST_ROWS)
    while stop < last and lines[stop].start not in visits:
        if len(lines[stop].cells) < LEAST_CELLS and not (stop > at and _is_short_row(lines, stop)):
            break
        stop += 1
    while stop > at and len(lines[stop - 1].cells) < LEAST_CELLS:
        stop -= 1
    return stop


def _is_short_row(lines: Sequence[Line], at: int) -> bool:
    starts = {start for start, _, _ in lines[at - 1].cells}
    return len(lines[at].cells) == 2 and all(starts & {begin - 1, begin, begin + 1} for begin, _, _ in lines[at].cells)


def _bare_table(lines: Sequence[Line], at: int, stop: int) -> tuple[TextTable, int] | None:
    """Return the table without labels of these lines: people whose cells stand in columns."""
    if stop - at < _LEAST_BARE_ROWS:
        return None
    starts = _column_starts(lines[at:stop])
    rows = [(line, _under_starts(starts, line.cells)) for line in lines[at:stop]]
    values = [["" if cell is None else cell[2] for cell in row] for _, row in rows]
    named = max(sum(shape_of(row[i]) in PEOPLE for row in values) for i in range(len(starts)))
    if named < _LEAST_NAMED * len(rows):
        return None
    spans = tuple(spans_of(rows, type_rows(values, -1, [line.text for line in lines[max(0, at - _TITLES) : at]])))
    last = rows[-1][0]
    return (TextTable(lines[at].start, last.start + len(last.text), spans), stop) if spans else None


def _column_starts(lines: Sequence[Line]) -> list[int]:
    """Return where the columns begin: places at which cells of a fair share of the lines begin."""
    counts = Counter(start for line in lines for start, _, _ in line.cells)
    starts: list[int] = []
    for start in sorted(s for s, n in counts.items() if n * 5 >= len(lines)):
        if not starts or start - starts[-1] > 1:
            starts.append(start)
    return starts or [0]


def _under_starts(starts: Sequence[int], cells: Sequence[Cell]) -> list[Cell | None]:
    row: list[Cell | None] = [None] * len(starts)
    for cell in cells:
        index = max(bisect_right(starts, cell[0] + 1) - 1, 0)
        if row[index] is None:
            row[index] = cell
    return row


def _row(header: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell | None] | None:
    """Return the cells under their labels, None where they do not stand under them."""
    if len(cells) > len(header):
        cells = [cell for cell in cells if any(map(str.isalnum, cell[2]))]
    if not cells or len(cells) > len(header) or is_total([cell for _, _, cell in cells], len(header)):
        return None
    row: list[Cell | None] = [None] * len(header)
    parted = _parted(header, cells)
    for cell in parted:
        index = _label_over(header, cell)
        if index < 0 or row[index] is not None:
            return _in_order(header, parted)
        row[index] = cell
    return row if sum(cell is not None for cell in row) > 1 else None


def _parted(header: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells, those that fill their column so that one blank parts them from the next taken apart there."""
    if len(cells) == len(header):
        return list(cells)
    starts = [start for start, _, _ in header]
    out: list[Cell] = []
    for start, end, text in cells:
        for label in starts[bisect_right(starts, start) : bisect_right(starts, end - 1)]:
            at = next((x for x in (label, label - 1) if start < x - 1 and text[x - start - 1] == " "), 0)
            if at:
                out.append((start, at - 1, text[: at - start - 1]))
                start, text = at, text[at - start :]
        out.append((start, end, text))
    return out


def _in_order(header: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell | None] | None:
    return list(cells) if len(cells) == len(header) else None


def _label_over(header: Sequence[Cell], cell: Cell) -> int:
    """Return the label a cell stands under: the one it overlaps most, else the last one that begins before it."""
    best, most = -1, 0
    for index, (start, end, _) in enumerate(header):
        shared = min(end, cell[1]) - max(start, cell[0])
        if shared > most:
            best, most = index, shared
    if best >= 0:
        return best
    before = [index for index, (start, _, _) in enumerate(header) if start <= cell[0]]
    return before[-1] if before else -1
