"""Columns of prose on a page: the left one is read to its end before the right one.

A gutter parts prose only if both sides are full of long lines; tables and forms are left to the other module.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.readers.pdf_lines import Line, Rules, Word, lines_of

_LONG_CHARS = 22
_LEAST_LINES = 5
_STEP = 3.0
_DEPTH = 3


def regions_of(words: Sequence[Word], rules: Rules, depth: int = 0) -> list[list[Line]]:
    """Return the page in reading order as regions of lines; most pages are one region."""
    lines = lines_of(words, rules)
    gutter = _gutter(lines) if depth < _DEPTH else None
    if gutter is None:
        return [lines] if lines else []
    regions: list[list[Line]] = []
    band: list[Word] = []
    for line in lines:
        crossing = [phrase for phrase in line.phrases if phrase.x0 < gutter < phrase.x1]
        if crossing:
            regions += _sides(band, gutter, rules, depth)
            band = []
            _append_line(regions, line)
        else:
            band += line.words
    return regions + _sides(band, gutter, rules, depth)


def _append_line(regions: list[list[Line]], line: Line) -> None:
    """Add a line across the page to the region of such lines that went before, or begin one."""
    if regions and regions[-1] and regions[-1][-1].bottom <= line.top and len(regions[-1]) < 3:
        regions[-1].append(line)
    else:
        regions.append([line])


def _sides(band: list[Word], gutter: float, rules: Rules, depth: int) -> list[list[Line]]:
    left = [word for word in band if (word.x0 + word.x1) / 2 < gutter]
    right = [word for word in band if (word.x0 + word.x1) / 2 >= gutter]
    return regions_of(left, rules, depth + 1) + regions_of(right, rules, depth + 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the x of the best gutter between two columns of prose, or None."""
    spans = [(p.x0, p.x1, len(p.text)) for line in lines for p in line.phrases]
    if len(spans) < 2 * _LEAST_LINES:
        return None
    start, end = min(x0 for x0, _, _ in spans), max(x1 for _, x1, _ in spans)
    best: tuple[int, float] | None = None
    x = start + (end - start) * 0.2
    while x < start + (end - start) * 0.8:
        crossing = _crossing(spans, x)
        if crossing is not None and (best is None or crossing < best[0]):
            best = (crossing, x)
        x += _STEP
    return best[1] if best else None


def _crossing(spans: Sequence[tuple[float, float, int]], x: float) -> int | None:
    """Return how many phrases cross ``x``, or None if this is no gutter between columns of prose."""
    left = [chars for _, x1, chars in spans if x1 <= x]
    right = [chars for x0, _, chars in spans if x0 >= x]
    crossing = len(spans) - len(left) - len(right)
    if crossing * 3 > len(left) + len(right):
        return None
    return crossing if _is_prose(left) and _is_prose(right) else None


def _is_prose(chars: Sequence[int]) -> bool:
    long = sum(1 for count in chars if count >= _LONG_CHARS)
    return long >= _LEAST_LINES and long * 10 >= len(chars) * 6
