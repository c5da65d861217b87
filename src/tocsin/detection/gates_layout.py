"""Lines, cells and marks of a buffer of joined texts, as arrays.

Invariant: a line never goes over the end of its text; counts of cells are never too low.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tocsin.detection.chances import Found
from tocsin.detection.fixed_width import LEAST_LENGTH, LEAST_LINES
from tocsin.detection.wordbook import Bytes, Flags, Places, marked, table_of

_NEWLINE, _BLANK, _TAB, _BAR = 10, 32, 9, 124
_LETTERS, _CAPITALS, _DIGITS = table_of("[A-Za-z]"), table_of("[A-Z]"), table_of("[0-9]")
_CUTS, _CUTS_BEFORE = table_of(r"[\t|;]"), table_of(r"[)\],.]")
"""Signs that no label goes over, and those that are such before a blank or a letter."""


class Layout:
    """Where the lines of a buffer begin and end, and what they are set in."""

    def __init__(self, buffer: Bytes, starts: Places, ends: Places) -> None:
        """Look at Latin-1 bytes that hold the texts from ``starts`` to ``ends``, joined by NUL."""
        self._buffer = buffer
        self.starts, self.ends = starts, ends
        is_end = (buffer == _NEWLINE) | (buffer == 0)
        self._newlines = np.flatnonzero(is_end)
        self.line_starts = np.concatenate([[0], self._newlines + 1])
        self.line_ends = np.concatenate([self._newlines, [len(buffer)]])
        blank = buffer == _BLANK
        double = np.zeros(len(buffer), np.bool_)
        double[:-1] = blank[:-1] & blank[1:]
        wide = np.flatnonzero(double | (buffer == _TAB))
        double[1:] |= double[:-1].copy()
        breaks = double | (buffer == _TAB) | (buffer == _BAR) | is_end
        begins = ~breaks
        begins[1:] &= breaks[:-1]
        self._break_places = np.flatnonzero(breaks)
        digit = marked(buffer, _DIGITS)
        single = digit.copy()
        single[1:] &= ~digit[:-1]
        single[:-1] &= ~digit[1:]
        self.counts = np.flatnonzero(single | (buffer == ord("#")))
        """Where single digits and number signs stand: words of labels too."""
        self.is_wide: Flags = self._count(wide) > 0
        self.has_slash: Flags = self._count(np.flatnonzero(buffer == ord("/"))) > 0
        self.cells = self._count(np.flatnonzero(begins))
        """How many cells each line has at most."""

    def _count(self, places: Places) -> Places:
        return np.searchsorted(places, self.line_ends) - np.searchsorted(places, self.line_starts)

    def is_digit(self, places: Places) -> Flags:
        """Tell at which places a digit stands."""
        found: Flags = _DIGITS[char(self._buffer, places)]
        return found

    def line_of(self, places: Places) -> Places:
        """Return the number of the line of each place."""
        return np.searchsorted(self._newlines, places)

    def start_of_line(self, places: Places) -> Places:
        """Return where the line of each place begins."""
        return self.line_starts[self.line_of(places)]

    def text_of(self, places: Places) -> Places:
        """Return the number of the text of each place."""
        return np.searchsorted(self.starts, places, "right") - 1

    def cell_of(self, places: Places) -> tuple[Places, int]:
        """Return a number for the cell of each place, the same only within one cell, and how many there are."""
        return np.searchsorted(self._break_places, places), len(self._break_places) + 1

    def marks(self) -> Places:
        """Return where marks behind labels may begin, a blank before them included."""
        buffer = self._buffer
        behind = np.zeros(len(buffer) + 2, np.uint8)
        behind[: len(buffer)] = buffer
        one, two = behind[1:-1], behind[2:]
        blank = np.zeros(len(buffer), np.bool_)
        blank[1:] = buffer[:-1] == _BLANK
        is_mark = (buffer == ord(":")) | ((buffer == ord("#")) & ((one == _BLANK) | (one == ord(":"))))
        is_mark |= (buffer == ord("=")) & blank & (one == _BLANK)
        is_mark |= (buffer == ord(".")) & (one == ord(".")) & (two == ord("."))
        is_mark |= (buffer == ord("_")) & (one == ord("_")) & (two == ord("_"))
        places = np.flatnonzero(is_mark)
        return places - blank[places]

    def cut_before(self, marks: Places) -> Places:
        """Return where the last sign before each mark ends that no label goes over, 0 where none is."""
        buffer = self._buffer
        behind = np.zeros(len(buffer) + 2, np.uint8)
        behind[: len(buffer)] = buffer
        cuts = np.zeros(len(buffer) + 3, np.bool_)
        cuts[1:-2] = marked(buffer, _CUTS)
        at = np.flatnonzero(marked(buffer, _CUTS_BEFORE))
        sign, one, two = buffer[at], behind[at + 1], behind[at + 2]
        closed = (sign == ord(")")) | (sign == ord("]"))
        cuts[at[closed & _LETTERS[one]] + 1] = True
        is_wide = (sign == ord(",")) | (closed & _LETTERS[two]) | ((sign == ord(".")) & _CAPITALS[two])
        cuts[at[is_wide & (one == _BLANK)] + 2] = True
        blank = behind == _BLANK
        cuts[3:] |= blank[:-2] & blank[1:-1] & blank[2:]
        places = np.concatenate([[0], np.flatnonzero(cuts)])
        found: Places = places[np.searchsorted(places, marks, "right") - 1]
        return found

    def counts_between(self, lows: Places, highs: Places) -> Places:
        """Return how many counts stand in each stretch."""
        return np.searchsorted(self.counts, highs) - np.searchsorted(self.counts, lows)

    def texts_of_fixed_width(self) -> list[int]:
        """Return the texts in which enough long lines of one length follow each other."""
        sizes = self.line_ends - self.line_starts
        if len(sizes) < LEAST_LINES:
            return []
        last = len(sizes) - LEAST_LINES + 1
        is_like = sizes[:last] >= LEAST_LENGTH
        for step in range(1, LEAST_LINES):
            is_like &= sizes[step : last + step] == sizes[:last]
        at = np.flatnonzero(is_like)
        texts = self.text_of(self.line_starts[at])
        same = texts == self.text_of(self.line_starts[at + LEAST_LINES - 1])
        return [int(text) for text in np.unique(texts[same])]

    def foreign_lines(self, joined: str) -> Places:
        """Return the numbers of the lines with letters or digits that have no Latin-1 code."""
        if joined.isascii():
            return np.zeros(0, np.int64)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        places = np.flatnonzero(codes > 0xFF)
        kinds, which = np.unique(codes[places], return_inverse=True)
        is_word = np.array([chr(code).isalnum() for code in kinds.tolist()], np.bool_)
        return np.unique(self.line_of(places[is_word[which]]))


def char(buffer: Bytes, places: Places) -> Bytes:
    """Return the byte at each place, 0 outside the buffer."""
    inside = np.clip(places, 0, len(buffer) - 1)
    return np.where(places == inside, buffer[inside], 0).astype(np.uint8)


def spread(layout: Layout, lows: Places, highs: Places, found: Found, kind: str) -> None:
    """Add stretches in order, which lie in one text each, to the lists of this kind of their texts, as offsets."""
    text = layout.text_of(lows)
    base = layout.starts[text]
    stretches = list(zip((lows - base).tolist(), (highs - base).tolist(), strict=True))
    for at, first, behind in runs_of(text):
        getattr(found.of(at), kind).extend(stretches[first:behind])


def runs_of(texts: Places) -> Iterator[tuple[int, int, int]]:
    """Give each number of a text of many in order, with where its run begins and ends."""
    firsts = np.flatnonzero(np.diff(texts, prepend=-1))
    behind = np.append(firsts[1:], len(texts))[: len(firsts)]
    yield from zip(texts[firsts].tolist(), firsts.tolist(), behind.tolist(), strict=True)
