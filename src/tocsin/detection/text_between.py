"""Lines inside a table set in text that are no rows of it: drawn lines, sums, headings, blank lines between groups.

Invariant: pure; a bounded number of lines below is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tocsin.detection.columns_header import is_total
from tocsin.detection.columns_values import shape_of
from tocsin.detection.text_labels import PEOPLE
from tocsin.detection.text_lines import QUOTE, Cell, Line
from tocsin.patterns import compiled

_RULE = compiled(r"[-=_+| \t]{3,}")
_SUM = compiled(r"(?i)\btotals?\b(?=\W*(?:\Z|\d|charges?|amounts?|claims?|due|paid|for\b))")
_LONGEST_HEADING = 40
_SOON = 5
"""Lines from one that parts groups in which the next row must follow."""


class Under(Protocol):
    """Puts the cells of a line under the labels of a table; None where they do not stand there."""

    def __call__(self, header: Sequence[Cell], cells: Sequence[Cell], /) -> Sequence[Cell | None] | None: ...


def is_between(lines: Sequence[Line], at: int, header: Sequence[Cell], under: Under) -> bool:
    """Tell whether a line is drawn, or parts the groups of a table: the next row or the same labels follow soon."""
    return is_drawn(lines[at]) or (
        (not _bare(lines[at]) or _is_heading(lines[at])) and _rows_follow(lines, at, header, under)
    )


def is_drawn(line: Line) -> bool:
    """Tell whether a line holds but dashes and the like."""
    return _RULE.fullmatch(_bare(line)) is not None


def is_sum(line: Line, header: Sequence[Cell]) -> bool:
    """Tell whether a line sums up rows above it."""
    texts = [cell for _, _, cell in line.cells] or [_bare(line)]
    if is_total(texts, len(header)):
        return True
    return any(map(_SUM.search, texts)) and not any(shape_of(text) in PEOPLE for text in texts)


def _rows_follow(lines: Sequence[Line], at: int, header: Sequence[Cell], under: Under) -> bool:
    """Tell whether the next line that is neither blank, drawn nor a heading is a row, or the same labels again."""
    for line in lines[at + 1 : at + _SOON]:
        if under(header, line.cells) is not None:
            return True
        if _bare(line) and not is_drawn(line) and not _is_heading(line):
            return False
    return False


def _is_heading(line: Line) -> bool:
    text = _bare(line)
    return len(line.cells) < 2 and 0 < len(text) <= _LONGEST_HEADING and text[-1] not in ".,:;?!"


def _bare(line: Line) -> str:
    """Return what a line says, without marks of quoting."""
    quote = QUOTE.match(line.text)
    return line.text[quote.end() if quote else 0 :].strip()
