"""Columns that show only in how a page was drawn: cells so close that no gap parts them, each drawn by itself.

A program that writes a table draws cell by cell, so a column is where line after line something begins to be drawn.
Invariant: what does not begin at one place on nearly all lines between its first and its last is no column; in prose
whose words are drawn one by one they begin anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from tocsin.readers.pdf_lines import Char, Rules

_SLACK = 0.8
"""Points by which the beginnings of one column differ."""
_NEAR = 0.9
"""A gap below this share of the height of the type parts nothing by itself."""
_ROOM = 1.2
"""The gap that is made, as a share of that height."""
_BESIDE_RULE = 6.0
"""Points in which the drawn line before a column stands."""
_LEAST_LINES = 5
_LEAST_SHARE = 0.8
"""Of the lines beside a column that begin anew there."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where something begins to be drawn in a line, and whether what was drawn before it there touches it nearly."""

    char: Char
    is_near: bool


def drawn_columns(chars: Sequence[Char], rules: Rules) -> list[tuple[float, float, float]]:
    """Return where columns begin of which some cells touch the one before: x, top and bottom of each, from the left.

    Args:
        chars: in the order drawn.
        rules: drawn lines; where one stands before a column, all of its cells may touch the one before.
    """
    starts = sorted(_starts(chars), key=lambda one: one.char.x0)
    if not any(one.is_near for one in starts):
        return []
    feet, reaches = _lines(chars)
    at = np.array([one.char.x0 for one in starts])
    found = []
    for group in np.split(np.arange(len(starts)), np.flatnonzero(np.diff(at) > _SLACK) + 1):
        some = [starts[place] for place in group.tolist()]
        lines = len({round(one.char.bottom) for one in some})
        top, bottom = min(one.char.top for one in some), max(one.char.bottom for one in some)
        x = some[0].char.x0
        is_ruled = rules.parts(x - _BESIDE_RULE, x - 1, (top + bottom) / 2)
        if (
            lines < _LEAST_LINES
            or not any(one.is_near for one in some)
            or (all(one.is_near for one in some) and not is_ruled)
        ):
            continue
        beside = np.count_nonzero((feet >= round(top)) & (feet <= round(bottom)) & (reaches > x + _SLACK))
        if lines >= _LEAST_SHARE * beside:
            found.append((x, top, bottom))
    return found


def _starts(chars: Sequence[Char]) -> list[Start]:
    """Return where something begins to be drawn."""
    found = []
    before: Char | None = None
    for char in chars:
        if char.text.isspace():
            continue
        if char.begins:
            height = max(char.bottom - char.top, 0.5)
            is_level = before is not None and abs(before.bottom - char.bottom) < height / 2
            found.append(Start(char, bool(before and is_level and abs(char.x0 - before.x1) < _NEAR * height)))
        before = char
    return found


def _lines(chars: Sequence[Char]) -> tuple[np.ndarray, np.ndarray]:
    """Return the foot of each line and how far to the right it reaches."""
    reach: dict[int, float] = {}
    for char in chars:
        if not char.text.isspace():
            foot = round(char.bottom)
            reach[foot] = max(reach.get(foot, char.x1), char.x1)
    return np.array(list(reach)), np.array(list(reach.values()))


def moved_apart(chars: Sequence[Char], columns: Sequence[tuple[float, float, float]]) -> list[Char]:
    """Return the characters with what stands from the beginning of each column on moved to the right by a gap.

    A heading that goes on over the beginning of a column is not torn.
    """
    moved = {id(char): 0.0 for char in chars}
    room = _room(chars)
    lines: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        if not char.text.isspace():
            lines[round(char.bottom)].append(char)
    for line in lines.values():
        line.sort(key=attrgetter("x0"))
        here = [x for x, top, bottom in columns if top <= line[0].bottom and line[0].top <= bottom]
        passed = 0
        for char in line:
            while passed < len(here) and char.x0 >= here[passed] - _SLACK:
                if not char.begins:
                    here = here[:passed]
                    break
                passed += 1
            moved[id(char)] = passed * room
    return [replace(char, x0=char.x0 + moved[id(char)], x1=char.x1 + moved[id(char)]) for char in chars]


def rules_apart(rules: Rules, chars: Sequence[Char], columns: Sequence[tuple[float, float, float]]) -> Rules:
    """Return drawn lines as they stand once the characters are moved apart: before a column, not through it."""
    room = _room(chars)

    def moved(x: float) -> float:
        return x + room * sum(start < x for start, _, _ in columns)

    upright = [(moved(x), top, bottom) for x, top, bottom in rules.upright]
    return Rules(upright, [(y, moved(x0), moved(x1)) for y, x0, x1 in rules.level])


def _room(chars: Sequence[Char]) -> float:
    """Return how wide a gap is made: by the height of the type."""
    return _ROOM * float(np.median([char.bottom - char.top for char in chars if not char.text.isspace()]))
