"""The lines of a text, and the cells that wide blanks, tabs and bars part in them, each made when it is asked for.

Invariant: offsets are into the text; a line longer than ``LONGEST_LINE`` has no cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import overload

from tocsin.patterns import compiled

LONGEST_LINE = 1000
QUOTE = compiled(r"[ ]?(?:>[ ]?)+")
_CELL = compiled(r"[^ \t|](?:[^\t| \n]|[ ](?![ ]))*")

Cell = tuple[int, int, str]


class Line:
    """A line, cut into cells when these are asked for."""

    __slots__ = ("_known", "start", "text")

    def __init__(self, start: int, text: str) -> None:
        self.start, self.text = start, text
        self._known: list[Cell] | None = None

    @property
    def cells(self) -> list[Cell]:
        if self._known is None:
            self._known = _cells(self.text)
        return self._known

    def cut(self, cells: list[Cell]) -> None:
        """Let the line have these cells: what it stands among shows more than its blanks."""
        self._known = cells


class Lines(Sequence[Line]):
    """The lines of a text, made when they are asked for; each is made once."""

    def __init__(self, text: str) -> None:
        self._texts = text.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self._texts), initial=0))
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def texts(self) -> Sequence[str]:
        """Return what stands on each line, without its end."""
        return self._texts

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self._line(number) for number in range(*at.indices(len(self._texts)))]
        return self._line(range(len(self._texts))[at])

    def _line(self, at: int) -> Line:
        line = self._made.get(at)
        if line is None:
            line = self._made[at] = Line(self._starts[at], self._texts[at])
        return line


def _cells(line: str) -> list[Cell]:
    if len(line) > LONGEST_LINE or ("  " not in line and "\t" not in line):
        return []
    quote = QUOTE.match(line)
    return [(m.start(), m.end(), m.group()) for m in _CELL.finditer(line, quote.end() if quote else 0)]
