"""The labels of a table set in text, made to stand over its columns: one missing, two under one, two parted by a blank.

Invariant: pure; a fixed number of the lines below is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tocsin.detection.columns_pairs import both_labels
from tocsin.detection.columns_values import shape_of
from tocsin.detection.text_lines import LONGEST_LINE, Cell, Line

LEAST_CELLS = 3
PEOPLE = frozenset({"names", "last_first", "name_beside"})
"""Shapes of cells that name somebody."""


def labels_over(lines: Sequence[Line], at: int) -> Sequence[Cell]:
    """Return the labels of line ``at`` as they stand over the columns of the lines below."""
    return _with_halves(_with_nameless(lines[at].cells, lines, at), lines, at)


def _with_nameless(header: Sequence[Cell], lines: Sequence[Line], at: int) -> Sequence[Cell]:
    """Return the labels with an empty one before them where the lines below begin with people left of the first."""
    below = lines[at + 1].cells if at + 1 < len(lines) else []
    is_left = bool(below) and below[0][0] < header[0][0] - _GAP and below[0][1] < header[0][0]
    if not is_left or len(below) < len(header) or shape_of(below[0][2]) not in PEOPLE:
        return header
    return [(below[0][0], header[0][0] - 1, ""), *header]


_GAP = 3


def _with_halves(header: Sequence[Cell], lines: Sequence[Line], at: int) -> Sequence[Cell]:
    """Return the labels with one over two columns (``ACCT/PATIENT``, ``REF PLAN``) taken apart where those begin."""
    done: list[Cell] = []
    for index, (start, end, label) in enumerate(header):
        sides = both_labels(label) if "/" in label else []
        stop = header[index + 1][0] if index + 1 < len(header) else LONGEST_LINE
        is_parted = " " in label and _has_second(lines, at, start, stop)
        begins = _second_begins(lines, at, start, stop) if sides or is_parted else 0
        if begins and not sides:
            sides = _at_blank(label, begins - start)
            begins = begins if sides else 0
        done += [(start, begins - 1, sides[0]), (begins, stop, sides[1])] if begins else [(start, end, label)]
    return done


def _at_blank(label: str, at: int) -> list[str]:
    """Return two labels that one blank parts where the second column begins, nothing if none does."""
    first, second = label[: max(at - 1, 0)].rstrip(), label[at:]
    return [first, second] if first and second and label[at - 1] == " " else []


def _has_second(lines: Sequence[Line], at: int, start: int, stop: int) -> bool:
    """Tell whether two cells stand under one label in any of the first lines below."""
    below = lines[at + 1 : at + 1 + _FIRST]
    return any(sum(start - 1 <= begin < stop - 1 for begin, _, _ in line.cells) > 1 for line in below)


_FIRST = 6


def _second_begins(lines: Sequence[Line], at: int, start: int, stop: int) -> int:
    """Return where the second of two cells under one label begins in most of the lines below; 0 if there is none."""
    counts: Counter[int] = Counter()
    full = 0
    for line in lines[at + 1 : at + _LOOKED_AT]:
        under = [cell for cell in line.cells if start - 1 <= cell[0] < stop - 1]
        if len(line.cells) >= LEAST_CELLS and under and abs(under[0][0] - start) <= 1:
            full += 1
            counts.update(cell[0] for cell in under[1:2])
    begins, most = counts.most_common(1)[0] if counts else (0, 0)
    return begins if most * 5 >= full * 4 and most > 1 else 0


_LOOKED_AT = 60
