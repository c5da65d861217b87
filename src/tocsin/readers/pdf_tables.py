"""Tables on a page: lines whose gaps stay in place, ruled or not.

A run of lines is a table if the same gutters run through all of it. Forms whose cells are ``label: value`` stay text.
Invariant: every line goes either into a table or into text, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.readers.pdf_headed import find_tables_of
from tocsin.readers.pdf_lines import Line, Rules, Word, joined
from tocsin.readers.pdf_runs import Run

_LEAST_ROWS = 3
_FORM_SHARE = 0.34


@dataclass(slots=True)
class Table:
    """Rows of cells, and where the columns are parted."""

    rows: list[list[str]]
    cuts: list[float]
    x0: float
    x1: float


def parts_of(lines: Sequence[Line], rules: Rules) -> list[list[Line] | Table]:
    """Return the lines of a region as text parts and tables, in order."""
    parts: list[list[Line] | Table] = []
    at = 0
    for run in find_tables_of(lines, rules):
        run = _without_trailer(_without_title(run, lines), lines)
        table = _table(run, lines[run.start : run.end], rules)
        if table is None:
            continue
        if run.start > at:
            parts.append(list(lines[at : run.start]))
        parts.append(table)
        at = run.end
    rest = list(lines[at:])
    return [*parts, rest] if rest else parts


def _table(run: Run, lines: Sequence[Line], rules: Rules) -> Table | None:
    cuts = sorted((a + b) / 2 for a, b in run.gutters())
    x0 = min(line.phrases[0].x0 for line in run.lines)
    x1 = max(line.phrases[-1].x1 for line in run.lines)
    kept = {id(line) for line in run.lines if not _runs_on(line, cuts, lines)}
    rows = [_cells(line, cuts) if _stands_in_columns(line, cuts, kept) else [joined(line.words)] for line in lines]
    full = [row for row in rows if sum(1 for cell in row if cell) >= 2]
    if len(full) < (2 if len(cuts) >= 3 else _LEAST_ROWS) or _is_form(full):
        return None
    return Table(_unwrapped(rows, lines, cuts, x0, x1, rules), cuts, x0, x1)


def _stands_in_columns(line: Line, cuts: Sequence[float], kept: set[int]) -> bool:
    """Tell whether a line's words belong to columns; a heading inside the table crosses them."""
    if id(line) in kept or len(line.phrases) > 1:
        return True
    phrase = line.phrases[0]
    return not any(phrase.x0 < cut < phrase.x1 for cut in cuts)


def _runs_on(line: Line, cuts: Sequence[float], lines: Sequence[Line]) -> bool:
    """Tell whether a line is one phrase that goes over where columns part, among lines that leave these open."""
    if len(line.phrases) > 1 or not any(line.phrases[0].x0 < cut < line.phrases[0].x1 for cut in cuts):
        return False
    open_ = sum(len(other.phrases) * 2 > len(cuts) + 1 for other in lines)
    return open_ * 2 > len(lines)


def _without_trailer(run: Run, lines: Sequence[Line]) -> Run:
    """Leave out a line of running text at the end: it heads what comes next."""
    cuts = [(a + b) / 2 for a, b in run.gutters()]
    while run.end - run.start >= _LEAST_ROWS and _runs_on(lines[run.end - 1], cuts, lines[run.start : run.end]):
        last = lines[run.end - 1]
        run = Run(run.start, run.end - 1, [line for line in run.lines if line is not last], run.free)
    return run


def _without_title(run: Run, lines: Sequence[Line]) -> Run:
    """Leave out what stands above a table: prose, a title, a page number; the upper part of a header stays."""
    while run.end - run.start >= _LEAST_ROWS:
        first, second = lines[run.start], lines[run.start + 1]
        crosses = any(p.x0 < a and p.x1 > b for p in first.phrases for a, b in run.gutters())
        if not crosses:
            is_header_part = second.top - first.bottom < 0.5 * first.height and len(second.phrases) >= 3
            if len(first.phrases) > 2 or is_header_part or len(run.gutters()) < 3:
                break
        elif len(first.phrases) >= 3:
            break
        run = Run(run.start + 1, run.end, [line for line in run.lines if line is not first], run.free)
    return run


def _cells(line: Line, cuts: Sequence[float]) -> list[str]:
    columns: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        columns[sum(1 for cut in cuts if cut < middle)].append(word)
    return [joined(words) for words in columns]


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the cells are ``label:`` or ``label: value``, which reads better as text."""
    cells = [cell for row in rows for cell in row if cell]
    return sum(1 for cell in cells if _is_label(cell)) > _FORM_SHARE * len(cells)


def _is_label(cell: str) -> bool:
    head, colon, _ = cell.partition(":")
    return (bool(colon) and len(head) <= 40 and head[-1:].isalpha()) or cell.endswith(":")


def _unwrapped(
    rows: list[list[str]], lines: Sequence[Line], cuts: Sequence[float], x0: float, x1: float, rules: Rules
) -> list[list[str]]:
    """Join lines that are one row: those between two drawn lines, or cells that go on in the next line."""
    middles = [(line.top + line.bottom) / 2 for line in lines]
    level = _row_rules(rules, x0, x1)
    bands = [sum(1 for y in level if y < middle) for middle in middles]
    if len(set(bands)) >= max(3, len(rows) / 5) and not _are_rows(rows, bands):
        return _grouped(rows, bands)
    pitches = [later - earlier for earlier, later in pairwise(middles)]
    numbers = _by_pitch(rows, pitches)
    return _grouped(rows, numbers or _wraps(rows, pitches, len(cuts) + 1, lines))


def _are_rows(rows: Sequence[Sequence[str]], bands: Sequence[int]) -> bool:
    """Tell whether lines between two drawn lines are rows of their own: each fills the columns from the first on.

    Many tables are ruled above and below their header and at their end only.
    """
    later = whole = 0
    for band in set(bands):
        filled = [
            (bool(row[0]), sum(1 for cell in row if cell)) for row, at in zip(rows, bands, strict=True) if at == band
        ]
        most = max(count for _, count in filled)
        later += len(filled) - 1
        whole += sum(begins and count >= max(2, _WHOLE_ROW * most) for begins, count in filled[1:])
    return later > 0 and whole > _MOSTLY_ROWS * later


_WHOLE_ROW, _MOSTLY_ROWS = 0.75, 0.6


def _row_rules(rules: Rules, x0: float, x1: float) -> list[float]:
    """Return the heights at which drawn lines, put together, part rows over most of the width."""
    covered: dict[int, float] = {}
    for y, a, b in rules.level:
        covered[round(y)] = covered.get(round(y), 0.0) + max(0.0, min(b, x1) - max(a, x0))
    return sorted(float(y) for y, length in covered.items() if length > 0.6 * (x1 - x0))


def _by_pitch(rows: Sequence[Sequence[str]], pitches: Sequence[float]) -> list[int]:
    """Return row numbers where lines of one cell stand closer than rows do; empty where they do not."""
    least = min(pitches)
    is_tight = [pitch < 1.15 * least for pitch in pitches]
    wide = [pitch for pitch, tight in zip(pitches, is_tight, strict=True) if not tight]
    if not wide or min(wide) < 1.25 * least:
        return []
    filled = [sum(1 for cell in row if cell) for row in rows]
    first = [count for count, tight in zip(filled[1:], is_tight, strict=True) if not tight]
    later = [count for count, tight in zip(filled[1:], is_tight, strict=True) if tight]
    if sum(later) / len(later) > 0.75 * sum(first) / len(first):
        return []
    numbers = [0]
    for tight in is_tight:
        numbers.append(numbers[-1] + (not tight))
    return numbers


def _wraps(rows: Sequence[Sequence[str]], pitches: Sequence[float], width: int, lines: Sequence[Line]) -> list[int]:
    """Return the number of the row each line belongs to, by what its cells leave empty."""
    numbers = [0]
    for at in range(1, len(rows)):
        row, above = rows[at], rows[at - 1]
        filled = sum(1 for cell in row if cell)
        is_tight = pitches[at - 1] < 1.5 * lines[at].height
        goes_on = is_tight and len(row) == width and not row[0] and filled * 2 <= width and width > 2
        if not goes_on and at == 1 and is_tight and len(above) == width:
            goes_on = not above[0] and sum(1 for cell in above if cell) * 2 <= width and filled > width / 2
        numbers.append(numbers[-1] if goes_on else numbers[-1] + 1)
    return numbers


def _grouped(rows: Sequence[list[str]], numbers: Sequence[int]) -> list[list[str]]:
    out: list[list[str]] = []
    last = -1
    for row, number in zip(rows, numbers, strict=True):
        if out and number == last:
            width = max(len(out[-1]), len(row))
            upper, lower = (one + [""] * (width - len(one)) for one in (out[-1], row))
            out[-1] = [f"{a} {b}".strip() for a, b in zip(upper, lower, strict=True)]
        else:
            out.append(list(row))
        last = number
    return out
