"""Tables on a page: lines whose gaps stay in place, ruled or not.

A run of lines is a table if the same gutters run through all of it. Forms whose cells are ``label: value`` stay text.
Invariant: every line goes either into a table or into text, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tocsin.readers.pdf_lines import Line, Phrase, Rules, joined

_LEAST_GUTTER = 0.45
_LEAST_ROWS = 3
_FAR = 3.2
"""A line farther below the last one than this many heights begins something else."""
_INFINITE = 1e9

Interval = tuple[float, float]


@dataclass(slots=True)
class Table:
    """Rows of cells, and where the columns are parted."""

    rows: list[list[str]]
    cuts: list[float]
    x0: float
    x1: float


@dataclass(slots=True)
class _Run:
    """Lines that share gutters."""

    lines: list[Line]
    free: list[Interval] = field(default_factory=list)

    def gutters(self) -> list[Interval]:
        """Return the gutters that have text on both sides."""
        left = min(line.phrases[0].x0 for line in self.lines)
        right = max(line.phrases[-1].x1 for line in self.lines)
        return [(a, b) for a, b in self.free if a >= left and b <= right]


def parts_of(lines: Sequence[Line], rules: Rules) -> list[list[Line] | Table]:
    """Return the lines of a region as text parts and tables, in order."""
    parts: list[list[Line] | Table] = []
    text: list[Line] = []
    at = 0
    for start, end, run in _merged(_runs(lines, rules), lines):
        table = _table(run, lines[start:end], rules)
        if table is None:
            continue
        text = list(lines[at:start])
        if text:
            parts.append(text)
        parts.append(table)
        at = end
    rest = list(lines[at:])
    return [*parts, rest] if rest else parts


def _runs(lines: Sequence[Line], rules: Rules) -> list[tuple[int, int, _Run]]:
    """Return (start, end, run) of runs of at least two lines, in order, without overlap."""
    found: list[tuple[int, int, _Run]] = []
    at = 0
    while at < len(lines):
        if len(lines[at].phrases) < 2:
            at += 1
            continue
        start = at
        run = _Run([lines[at]], _gaps(lines[at].phrases))
        at += 1
        while at < len(lines) and (verdict := _extend(run, lines[at], rules)) != "end":
            if verdict == "restart":
                start = at
                run = _Run([lines[at]], _gaps(lines[at].phrases))
            at += 1
        if len(run.lines) > 1:
            found.append((start, at, run))
    return found


def _extend(run: _Run, line: Line, rules: Rules) -> str:
    """Take the line into the run if the gutters hold; say ``taken``, ``restart`` or ``end``."""
    last = run.lines[-1]
    if line.top - last.bottom > _FAR * max(line.height, last.height):
        return "end"
    before = run.gutters()
    free = _common(run.free, _gaps(line.phrases), line.height, rules, line)
    after = _inner(free, [*run.lines, line])
    if len(before) >= 2 and len(after) < len(before) and len(line.phrases) >= max(2, (len(before) + 1) // 2):
        free = _common(run.free, _word_gaps(line), 0.0, rules, line)
        after = _inner(free, [*run.lines, line])
    is_young = len(run.lines) <= 2
    if len(after) < len(before) or not after:
        return "restart" if is_young and len(line.phrases) >= 2 and len(line.phrases) > len(after) + 1 else "end"
    if is_young and len(line.phrases) - 1 > len(after):
        return "restart"
    run.lines.append(line)
    run.free = free
    return "taken"


def _inner(free: Sequence[Interval], lines: Sequence[Line]) -> list[Interval]:
    return _Run(list(lines), list(free)).gutters()


def _gaps(phrases: Sequence[Phrase]) -> list[Interval]:
    """Return what the phrases leave free, from far left to far right."""
    gaps: list[Interval] = []
    right = -_INFINITE
    for phrase in phrases:
        if phrase.x0 > right:
            gaps.append((right, phrase.x0))
        right = max(right, phrase.x1)
    return [*gaps, (right, _INFINITE)]


def _word_gaps(line: Line) -> list[Interval]:
    return _gaps([Phrase([word]) for word in line.words])


def _common(
    one: Sequence[Interval], other: Sequence[Interval], height: float, rules: Rules, line: Line
) -> list[Interval]:
    """Return what is free in both, leaving out slits too narrow to part columns unless a drawn line stands there."""
    out: list[Interval] = []
    middle = (line.top + line.bottom) / 2
    for a0, a1 in one:
        for b0, b1 in other:
            start, end = max(a0, b0), min(a1, b1)
            if end - start >= max(_LEAST_GUTTER * height, 0.8) or (
                end >= start and abs(end) < _INFINITE and rules.parts(start, end, middle)
            ):
                out.append((start, end))
    return out


def _merged(runs: Sequence[tuple[int, int, _Run]], lines: Sequence[Line]) -> list[tuple[int, int, _Run]]:
    """Join runs of like columns that only a line or two (a heading inside the table) keeps apart."""
    out: list[tuple[int, int, _Run]] = []
    for start, end, run in runs:
        if out and start - out[-1][1] <= 2 and _is_near(lines, out[-1][1], start):
            free = _plain_common(out[-1][2].free, run.free)
            both = _Run([*out[-1][2].lines, *run.lines], free)
            count = len(both.gutters())
            if count and count == len(run.gutters()) == len(out[-1][2].gutters()):
                out[-1] = (out[-1][0], end, both)
                continue
        out.append((start, end, run))
    return out


def _is_near(lines: Sequence[Line], end: int, start: int) -> bool:
    return all(
        (lines[n].top - lines[n - 1].bottom <= _FAR * lines[n].height and len(lines[n].phrases) == 1) or n == start
        for n in range(end, start + 1)
    )


def _plain_common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    pairs = [(max(a0, b0), min(a1, b1)) for a0, a1 in one for b0, b1 in other]
    return [(start, end) for start, end in pairs if end > start]


def _table(run: _Run, lines: Sequence[Line], rules: Rules) -> Table | None:
    gutters = sorted(run.gutters())
    cuts = [(a + b) / 2 for a, b in gutters]
    x0 = min(line.phrases[0].x0 for line in run.lines)
    x1 = max(line.phrases[-1].x1 for line in run.lines)
    kept = {id(line) for line in run.lines}
    rows = [_cells(line, cuts) if id(line) in kept else [joined(line.words)] for line in lines]
    full = [row for row in rows if sum(1 for cell in row if cell) >= 2]
    if len(full) < (2 if len(cuts) >= 3 else _LEAST_ROWS) or _is_form(full):
        return None
    return Table(_unwrapped(rows, lines, cuts, x0, x1, rules), cuts, x0, x1)


def _cells(line: Line, cuts: Sequence[float]) -> list[str]:
    columns: list[list[object]] = [[] for _ in range(len(cuts) + 1)]
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        columns[sum(1 for cut in cuts if cut < middle)].append(word)
    return [joined(words) for words in columns]  # type: ignore[arg-type]


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the cells are ``label:`` or ``label: value``, which reads better as text."""
    labelled = sum(1 for row in rows if any(_is_label(cell) for cell in row))
    return labelled * 2 > len(rows)


def _is_label(cell: str) -> bool:
    head, colon, _ = cell.partition(":")
    return (bool(colon) and len(head) <= 40 and head[-1:].isalpha()) or cell.endswith(":")


def _unwrapped(
    rows: list[list[str]], lines: Sequence[Line], cuts: Sequence[float], x0: float, x1: float, rules: Rules
) -> list[list[str]]:
    """Join lines that are one row: those between two drawn lines, or cells that go on in the next line."""
    middles = [(line.top + line.bottom) / 2 for line in lines]
    level = sorted({round(y, 1) for y, a, b in rules.level if min(b, x1) - max(a, x0) > 0.6 * (x1 - x0)})
    bands = [sum(1 for y in level if y < middle) for middle in middles]
    if len(set(bands)) >= max(3, len(rows) / 5):
        return _grouped(rows, bands)
    pitches = [later - earlier for earlier, later in pairwise(middles)]
    numbers = _by_pitch(rows, pitches)
    return _grouped(rows, numbers or _wraps(rows, pitches, len(cuts) + 1, lines))


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
