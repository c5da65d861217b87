"""Columns of a table set in text that a single blank parts: ``Acct   Patient Name DOB        Member #``.

Wide blanks show most columns by themselves. Where a report is set close, what shows them are rivers: places that are
blank in the line of labels and in the rows below it, one above the other. A river parts two columns if labels stand on
both sides of it; blanks inside values that line up too (``(615) 555-0110``) stand under one label.

Invariant: pure but for the lines it cuts anew; a bounded number of lines is looked at for one line of labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.detection.columns_header import is_header, is_known_label, is_total
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.text_between import is_drawn
from tocsin.detection.text_lines import Cell, Line
from tocsin.patterns import compiled

_LOOKED_AT, _LEAST_ROWS, _MOST_BETWEEN = 80, 3, 12
_LEAST_SHARE = 0.5
"""Share of the width of the labels that a row takes at least."""
_OVERFULL = 0.04
"""Share of rows in which a cell may run over a river."""
_DIGIT = compiled(r"\d")


@dataclass(frozen=True, slots=True)
class _Column:
    """A stretch of characters that a river ends: is there a label in it, and what do the rows have?"""

    start: int
    end: int
    is_labelled: bool
    is_filled: bool


def part_by_rivers(lines: Sequence[Line], at: int) -> bool:
    """Cut the labels in line ``at`` and the rows below by the rivers that run through them; tell whether any does."""
    head = lines[at].text
    if "\t" in head or "|" in head or not _may_lead(lines, at):
        return False
    columns = _parting(lines, at)
    if not columns:
        return False
    lines[at].cut(_cut(lines[at], columns))
    for line in _below(lines, at):
        if line.text == head or (_is_row(line, head) and _fits(line.text, columns)):
            line.cut(_cut(line, columns))
    return True


def _parting(lines: Sequence[Line], at: int) -> list[_Column]:
    """Return the columns that rivers part more finely than wide blanks do; none if nothing is gained.

    Where lines of two kinds take turns (a claim's, and those of its services), those that begin with a digit are tried.
    """
    head, rows = lines[at].text, _rows(lines, at)
    for some in (rows, [line for line in rows if line.text.lstrip()[:1].isdigit()]):
        if len(some) < _LEAST_ROWS:
            continue
        columns = _columns(head, [line.text for line in some])
        labels = _cut(lines[at], columns)
        if len(labels) > len(lines[at].cells) and is_header([text for _, _, text in labels]):
            return columns
    return []


def _may_lead(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line holds labels that are cut too coarsely, or stands above a drawn line."""
    return is_header([text for _, _, text in lines[at].cells]) or (at + 1 < len(lines) and is_drawn(lines[at + 1]))


def _rows(lines: Sequence[Line], at: int) -> list[Line]:
    """Return the first lines below that have the form of rows, up to the next labels."""
    head = lines[at].text
    found: list[Line] = []
    for line in lines[at + 1 : at + _LOOKED_AT]:
        if line.text == head:
            continue
        if is_header([text for _, _, text in line.cells]):
            break
        if _is_row(line, head):
            found.append(line)
    return found


def _is_row(line: Line, head: str) -> bool:
    cells = line.cells
    begin = len(head) - len(head.lstrip())
    is_wide = len(cells) > 1 and len(line.text) - begin >= _LEAST_SHARE * (len(head) - begin)
    return is_wide and _DIGIT.search(line.text) is not None and not is_total([text for _, _, text in cells], len(cells))


def _below(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """Give the lines of a table: until too many in a row are none of its rows."""
    head, between = lines[at].text, 0
    for number in range(at + 1, len(lines)):
        line = lines[number]
        yield line
        between = 0 if _is_row(line, head) else between + 1
        if between > _MOST_BETWEEN:
            return


def _columns(head: str, rows: Sequence[str]) -> list[_Column]:
    """Return the columns of labels and rows, from left to right."""
    width = max(len(head), *map(len, rows))
    taken = [0] * width
    for row in rows:
        for place, sign in enumerate(row):
            taken[place] += sign != " "
    most = int(_OVERFULL * len(rows))
    is_dry = [taken[place] > most or head[place : place + 1].strip() != "" for place in range(width)]
    columns: list[_Column] = []
    for start, end in _stretches(is_dry):
        filled = any(taken[place] > most for place in range(start, end))
        columns.append(_Column(start, end, bool(head[start:end].strip()), filled))
    return _joined(head, columns)


def _stretches(is_dry: Sequence[bool]) -> Iterator[tuple[int, int]]:
    edges = [place for place, (one, other) in enumerate(pairwise([False, *is_dry, False])) if one is not other]
    return zip(edges[::2], edges[1::2], strict=True)


def _joined(head: str, columns: Sequence[_Column]) -> list[_Column]:
    """Return the columns, stretches joined that are one: without a label, or two words of one label."""
    done: list[_Column] = []
    for column in columns:
        if done and _belong_together(head, done[-1], column):
            last = done.pop()
            column = _Column(
                last.start, column.end, last.is_labelled or column.is_labelled, last.is_filled or column.is_filled
            )
        done.append(column)
    return done


def _belong_together(head: str, one: _Column, other: _Column) -> bool:
    if not (one.is_labelled and other.is_labelled):
        is_near = other.start - one.end == 1
        return is_near or (one.is_labelled and not one.is_filled) or (other.is_labelled and not other.is_filled)
    if not (one.is_filled and other.is_filled):
        return other.start - one.end == 1
    return other.start - one.end == 1 and _is_one_label(head[one.start : one.end], head[other.start : other.end])


def _is_one_label(left: str, right: str) -> bool:
    """Tell whether two words that a river parts say more together: ``Serv Date``, ``Phone No``."""
    both = meaning_of(f"{left.strip()} {right.strip()}")
    if both is None or both.share < 1:
        return False
    return right.strip().lower().strip(".:") in _GENERIC or not (is_known_label(left) and is_known_label(right))


_GENERIC = frozenset(
    {
        "no",
        "nbr",
        "num",
        "number",
        "#",
        "id",
        "date",
        "dt",
        "name",
        "nm",
        "code",
        "cd",
        "desc",
        "type",
        "amt",
        "dr",
        "md",
    }
)
"""Words that end labels of several words."""


def _fits(text: str, columns: Sequence[_Column]) -> bool:
    """Tell whether a line leaves the rivers open, but for one."""
    return sum(text[one.end : other.start].strip() != "" for one, other in pairwise(columns)) <= 1


def _cut(line: Line, columns: Sequence[_Column]) -> list[Cell]:
    """Return the cells of a line, those over a river cut there where they are blank."""
    cells: list[Cell] = []
    rivers = [(one.end, other.start) for one, other in pairwise(columns)]
    for start, end, text in line.cells:
        begin = start
        for low, high in rivers:
            if begin < low and high < end and line.text[low:high].isspace():
                cells.append(_cell(line.text, begin, low))
                begin = high
        cells.append(_cell(line.text, begin, end) if begin > start else (start, end, text))
    return cells


def _cell(text: str, start: int, end: int) -> Cell:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    bare = piece.strip()
    return begin, begin + len(bare), bare
