"""Alternatives of patterns put together by how they begin.

Python's ``re`` tries the alternatives of ``(?:ankle|arm|back|...)`` one after the other at each place. Put together by
their letters (``a(?:nkle|rm)|back|...``) few are tried, and what matches stays the same: alternatives that begin with
unlike letters exclude each other, and those that begin alike keep their order.

Invariant: pure; a pattern and what is made of it match the same, with the same groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LETTER = re.compile(r"[A-Za-z](?![?*+{])")
"""A letter that must stand there."""
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|[aiLmsux]*(?:-[imsx]+)?:|>|<?[=!]))?")
"""What a group begins with, but those that compare with another group, flags alone and comments."""
_LEAST = 2


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern whose alternatives, at any depth, are tried letter by letter.

    Args:
        pattern: not written for ``re.VERBOSE``.
        flags: as for :func:`re.compile`.

    Raises:
        ValueError: the brackets do not match, or a group is of a kind that is not known here.
    """
    return re.compile(by_letters(pattern), flags)


def by_letters(pattern: str) -> str:
    """Return a pattern that matches what ``pattern`` does, its alternatives tried letter by letter.

    Raises:
        ValueError: as for :func:`compiled`.

    Example:
        >>> by_letters(r"the (?:ankle|arm|back|b/l|[ct]\\d)")
        'the (?:a(?:nkle|rm)|b(?:ack|/l)|[ct]\\\\d)'
    """
    leading = re.match(r"\(\?[aiLmsux]+\)", pattern)
    start = leading.end() if leading else 0
    made, at = _level(pattern, start)
    if at != len(pattern):
        raise ValueError("the brackets of the pattern do not match")
    return pattern[:start] + made


def _level(pattern: str, at: int) -> tuple[str, int]:
    """Return the alternatives from ``at`` on, to the end of their group, and where that is."""
    parts = [""]
    while at < len(pattern) and pattern[at] != ")":
        piece, at = _piece(pattern, at)
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece
    return _together(parts), at


def _piece(pattern: str, at: int) -> tuple[str, int]:
    """Return the next sign, set or group, and where it ends."""
    sign = pattern[at]
    if sign == "\\":
        return pattern[at : at + 2], at + 2
    if sign == "[":
        end = _end_of_set(pattern, at)
        return pattern[at:end], end
    if sign != "(":
        return sign, at + 1
    opening = _OPENING.match(pattern, at)
    if opening is None or pattern.startswith("?", opening.end()):
        raise ValueError("the pattern has a group of a kind that is not known here")
    inner, end = _level(pattern, opening.end())
    if end >= len(pattern):
        raise ValueError("the brackets of the pattern do not match")
    return f"{opening[0]}{inner})", end + 1


def _end_of_set(pattern: str, at: int) -> int:
    end = at + 1
    end += pattern.startswith("^", end)
    end += pattern.startswith("]", end)
    while not pattern.startswith("]", end):
        if end >= len(pattern):
            raise ValueError("the brackets of the pattern do not match")
        end += 2 if pattern[end] == "\\" else 1
    return end + 1


def _together(parts: list[str]) -> str:
    runs: list[str | dict[str, list[str]]] = []
    for part in parts:
        if _LETTER.match(part) is None:
            runs.append(part)
            continue
        if not runs or isinstance(runs[-1], str):
            runs.append({})
        run = runs[-1]
        if isinstance(run, dict):
            run.setdefault(part[0], []).append(part[1:])
    return "|".join(_alternatives(runs))


def _alternatives(runs: list[str | dict[str, list[str]]]) -> Iterator[str]:
    for run in runs:
        if isinstance(run, str):
            yield run
            continue
        for letter, rests in run.items():
            yield letter + rests[0] if len(rests) < _LEAST else f"{letter}(?:{_together(rests)})"
