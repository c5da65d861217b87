"""Columns that a drawn line shows, as database clients and old reports print tables: ``----- ---------- ---``.

Each group of dashes below the labels is one column's width, so neither labels of two words nor values that run into the
next column are in doubt.

Invariant: pure but for the lines it cuts anew; linear in the lines of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.detection.columns_header import is_known_label
from tocsin.detection.text_lines import LONGEST_LINE, Cell, Line
from tocsin.patterns import compiled

_RULE = compiled(r"[ >]{0,12}(?:-{2,}|={2,})(?:[ ]{1,4}(?:-+|=+)){2,}[ ]*\r?\Z")
_GROUP = compiled(r"-+|=+")
_LEAST_ROWS, _LEAST_FITTING = 1, 0.9
_MANY_ROWS, _MOST_FITTING = 5, 0.65
"""Of so many rows that fit, more of the others may be totals and footers."""
_MOST_BETWEEN = 3
Columns = Sequence[tuple[int, int]]


def part_by_rule(lines: Sequence[Line], at: int) -> bool:
    """Cut the labels in line ``at`` and the rows below by the line drawn under them; tell whether one is there."""
    columns = _columns(lines, at)
    if not columns:
        return False
    labels = [lines[at].text[start : _stop(columns, i)].strip() for i, (start, _) in enumerate(columns)]
    below = [line for line in _below(lines, at) if line.text.strip() and _RULE.match(line.text) is None]
    wide = [line for line in below if 2 * len(line.text) > columns[-1][1]]
    cut = {id(line): _cells(line.text, columns) for line in below}
    fit = sum(bool(cut[id(line)]) for line in wide)
    share = _MOST_FITTING if fit >= _MANY_ROWS else _LEAST_FITTING
    if not any(map(is_known_label, labels)) or fit < max(_LEAST_ROWS, share * len(wide)):
        return False
    lines[at].cut([(start, end, label) for (start, end), label in zip(columns, labels, strict=True)])
    for line in below:
        if len(cut[id(line)]) > 1:
            line.cut(cut[id(line)])
    return True


def _cells(text: str, columns: Columns) -> list[Cell]:
    """Return the cells of a line by the columns; none if it does not fit them."""
    return _cut(text, columns) if _fits(text, columns) else _snapped(text, columns)


def _snapped(text: str, columns: Columns) -> list[Cell]:
    """Return the cells of a line that stands a place or two beside the columns; none if it is not of the table."""
    pieces = list(_PIECE.finditer(text))
    if len(pieces) == len(columns):
        return [(*piece.span(), piece[0]) for piece in pieces]
    cells: dict[int, Cell] = {}
    for piece in pieces:
        near = [max(start - piece.end(), piece.start() - end) for start, end in columns]
        at = min(range(len(columns)), key=near.__getitem__)
        if near[at] > _BESIDE or at in cells or sum(distance < 0 for distance in near) > 1:
            return []
        cells[at] = (*piece.span(), piece[0])
    return list(cells.values()) if len(cells) * 2 > len(columns) else []


_PIECE = compiled(r"\S+(?:[ ]\S+)*")
_BESIDE = 1
"""Places between a value and the column that it is of."""


def _columns(lines: Sequence[Line], at: int) -> Columns:
    """Return where the columns begin and end; none if no line is drawn below, or labels run over its gaps."""
    if at + 1 >= len(lines) or len(lines[at + 1].text) > LONGEST_LINE or _RULE.match(lines[at + 1].text) is None:
        return ()
    columns = [group.span() for group in _GROUP.finditer(lines[at + 1].text)]
    head = lines[at].text
    return columns if _fits(head, columns) and "\t" not in head and "|" not in head else ()


def _below(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """Give the lines below the rule, until a blank stretch or another rule ends the table."""
    between = 0
    for number in range(at + 2, len(lines)):
        line = lines[number]
        between = between + 1 if not line.text.strip() else 0
        if between > _MOST_BETWEEN or (number > at + 2 and _RULE.match(line.text) and lines[number - 1].text.strip()):
            return
        yield line


def _stop(columns: Columns, index: int) -> int:
    """Return where a column's values end at the latest: where the next begins."""
    return columns[index + 1][0] if index + 1 < len(columns) else LONGEST_LINE


def _fits(text: str, columns: Columns) -> bool:
    """Tell whether a line leaves the gaps between the columns open."""
    return all(not text[end:start].strip() for (_, end), (start, _) in pairwise(columns)) and "\t" not in text


def _cut(text: str, columns: Columns) -> list[Cell]:
    cells = []
    for index, (start, _) in enumerate(columns):
        piece = text[start : _stop(columns, index)]
        bare = piece.strip()
        if bare:
            begin = start + len(piece) - len(piece.lstrip())
            cells.append((begin, begin + len(bare), bare))
    return cells
