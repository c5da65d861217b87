"""JSON values out of a text that is no JSON document: several in a row, or the elements of an array that was cut off.

Invariant: ``before``, the values and ``after`` are the whole text, but for blanks and commas between values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = Any
_DECODER = json.JSONDecoder()
_GAP = re.compile(r"[\s,\x1e]*+")
_BEGIN_CHARS = 10_000
"""How far in the array may begin whose elements are looked for."""
_MOST_BEGINNINGS = 20


@dataclass(frozen=True, slots=True)
class Pieces:
    """Objects found in a text, and what stands before and after them."""

    before: str
    values: list[Json]
    after: str


def pieces_of(text: str) -> Pieces | None:
    """Return the objects that stand one behind the other in a text, or in an array; None if there are none.

    Example:
        >>> pieces_of('{"a": 1}\\n{"a": 2}').values, pieces_of('[{"a": 1}, {"a": 2}, {"a').after
        ([{'a': 1}, {'a': 2}], '{"a')
        >>> pieces_of("no JSON") is None
        True
    """
    for start in _beginnings(text):
        values: list[Json] = []
        at = start
        for value, end in _values(text, start):
            values.append(value)
            at = end
        if values and (start == 0 or len(values) > 1):
            return Pieces(text[:start].strip("[ \t\r\n"), values, text[at:].strip("], \t\r\n\x1e"))
    return None


def _beginnings(text: str) -> Iterator[int]:
    """Yield where values may begin: at the start, and behind brackets near it."""
    yield 0
    at = -1
    for _ in range(_MOST_BEGINNINGS):
        at = text.find("[", at + 1, _BEGIN_CHARS)
        if at < 0:
            return
        yield at + 1


def _values(text: str, start: int) -> Iterator[tuple[Json, int]]:
    gap = _GAP.match(text, start)
    at = gap.end() if gap else start
    while text.startswith("{", at):
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value, end
        gap = _GAP.match(text, end)
        at = gap.end() if gap else end
