"""Runs of lines that share gutters: what may be a table.

Two ways, because pages differ. *Steady*: the same narrow gaps between words line up over many lines (print images,
dense listings). *Loose*: wide gaps line up over a few lines.
Invariant: runs do not overlap and keep the order of the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.readers.pdf_lines import Line, Phrase, Rules

LEAST_GUTTER = 0.45
WIDE = 0.9
FAR = 3.2
"""A line farther below the last one than this many heights begins something else."""
_STEADY_LINES = 6
_STEADY_GUTTERS = 2
_STEADY_SHARE = 0.7
_LEADING = 3
_HEADINGS = 2
_BETWEEN = 4
INFINITE = 1e9

Interval = tuple[float, float]


@dataclass(slots=True)
class Run:
    """Lines ``start`` to ``end`` that leave the same places free; ``kept`` are those that stand in the columns."""

    start: int
    end: int
    lines: list[Line]
    free: list[Interval] = field(default_factory=list)

    def gutters(self) -> list[Interval]:
        """Return the gutters that have text on both sides."""
        left = min(line.phrases[0].x0 for line in self.lines)
        right = max(line.phrases[-1].x1 for line in self.lines)
        return [(a, b) for a, b in self.free if a >= left and b <= right]


def find_runs(lines: Sequence[Line], rules: Rules) -> list[Run]:
    """Return the runs of at least two lines, in order."""
    steady = _steady_runs(lines)
    found: list[Run] = []
    at = 0
    for run in [*steady, Run(len(lines), len(lines), [])]:
        found += [_trimmed(one) for one in _loose_runs(lines, at, run.start, rules)]
        if run.lines:
            found.append(run)
        at = run.end
    return _merged(found, lines)


def _steady_runs(lines: Sequence[Line]) -> list[Run]:
    found: list[Run] = []
    at = 0
    while at < len(lines):
        best: Run | None = None
        for start in range(at, min(at + _LEADING, len(lines))):
            run = _steady_run(lines, start)
            if run is not None and (best is None or len(run.gutters()) > len(best.gutters())):
                best = run
        if best is None:
            at += 1
        else:
            found.append(best)
            at = best.end
    return found


def _steady_run(lines: Sequence[Line], start: int) -> Run | None:
    """Return the longest run from ``start`` in which narrow gaps stay in place, or None."""
    if len(lines[start].words) <= _STEADY_GUTTERS or len(lines[start].phrases) < 2:
        return None
    run = Run(start, start + 1, [lines[start]], word_gaps(lines[start]))
    at = run.end
    while at < len(lines) and at - run.end <= _HEADINGS and not is_far(lines[at - 1], lines[at]):
        line = lines[at]
        at += 1
        both = Run(start, at, [*run.lines, line], _common(run.free, word_gaps(line), 0.25 * line.height))
        count, before = len(both.gutters()), len(run.gutters())
        if count < before and _is_heading(line, run):
            continue
        if count < _STEADY_GUTTERS or (len(run.lines) >= _STEADY_LINES and count * 3 < before * 2):
            break
        run = both
    if len(run.lines) < _STEADY_LINES:
        return None
    run = _relaxed(run, lines)
    run.free = [run.free[0], *[one for one in run.gutters() if _is_edge(one, run.lines)], run.free[-1]]
    return run if len(run.gutters()) >= _STEADY_GUTTERS else None


def _relaxed(run: Run, lines: Sequence[Line]) -> Run:
    """Leave out the few lines (an overlong cell, a title) but for which there would be more gutters."""
    kept = list(run.lines)
    for _ in range(min(len(kept) // 8, 6)):
        frees = [word_gaps(line) for line in kept]
        before, after = _running(frees), _running(frees[::-1])[::-1]
        without = [
            len(_inner(_slits(before[n], after[n + 1], kept[n]), [*kept[:n], *kept[n + 1 :]])) for n in range(len(kept))
        ]
        best = max(range(len(kept)), key=without.__getitem__)
        rest = [*kept[:best], *kept[best + 1 :]]
        gained = _inner(_slits(before[best], after[best + 1], kept[best]), rest)
        had = _inner(before[-1], kept)
        if len(gained) <= len(had) or _count_wide(gained, rest) <= _count_wide(had, kept):
            break
        kept = rest
    if len(kept) == len(run.lines):
        return run
    start = next(n for n in range(run.start, run.end) if lines[n] is kept[0])
    end = next(n for n in range(run.end, run.start, -1) if lines[n - 1] is kept[-1])
    return Run(start, end, kept, _running([word_gaps(line) for line in kept])[-1])


def _running(frees: Sequence[list[Interval]]) -> list[list[Interval]]:
    """Return what is free in none, the first, the first two ... of the lines."""
    out: list[list[Interval]] = [[(-INFINITE, INFINITE)]]
    for free in frees:
        out.append(_common(out[-1], free, 0.0))
    return out


def _slits(one: Sequence[Interval], other: Sequence[Interval], line: Line) -> list[Interval]:
    return _common(one, other, 0.25 * line.height)


def _is_heading(line: Line, run: Run) -> bool:
    """Tell whether a line stands across the columns without going on to their end: a heading inside the table."""
    left = min(one.phrases[0].x0 for one in run.lines)
    right = max(one.phrases[-1].x1 for one in run.lines)
    return len(line.phrases) == 1 and line.phrases[0].x1 - line.phrases[0].x0 < 0.75 * (right - left)


def _count_wide(gutters: Sequence[Interval], lines: Sequence[Line]) -> int:
    return sum(1 for gutter in gutters if _look_at(gutter, lines)[0] * 2 >= len(lines))


def _is_edge(gutter: Interval, lines: Sequence[Line]) -> bool:
    """Tell whether words line up at one side of a gutter, or the gutter is wide in most lines."""
    wide, lefts, rights = _look_at(gutter, lines)
    return wide * 2 >= len(lines) or any(
        sum(sides[key + step] for step in (0, 1)) >= _STEADY_SHARE * len(lines)
        for sides in (lefts, rights)
        for key in sides
    )


def _look_at(gutter: Interval, lines: Sequence[Line]) -> tuple[int, Counter[int], Counter[int]]:
    """Return in how many lines a gutter is wide, and where the words right and left of it begin and end."""
    rights = Counter[int]()
    lefts = Counter[int]()
    wide = 0
    for line in lines:
        before = [word.x1 for word in line.words if word.x1 <= gutter[0] + 0.6]
        after = next((word.x0 for word in line.words if word.x0 >= gutter[1] - 0.6), None)
        if before:
            rights[round(before[-1] / 2)] += 1
        if after is not None:
            lefts[round(after / 2)] += 1
        if before and after is not None and after - before[-1] > WIDE * line.height:
            wide += 1
    return wide, lefts, rights


def _loose_runs(lines: Sequence[Line], at: int, stop: int, rules: Rules) -> list[Run]:
    found: list[Run] = []
    while at < stop:
        if len(lines[at].phrases) < 2:
            at += 1
            continue
        run = Run(at, at + 1, [lines[at]], phrase_gaps(lines[at].phrases))
        while run.end < stop and (verdict := _extend(run, lines[run.end], rules)) != "end":
            if verdict == "restart":
                run = Run(run.end, run.end + 1, [lines[run.end]], phrase_gaps(lines[run.end].phrases))
        at = run.end
        if len(run.lines) > 1:
            found.append(run)
    return found


def _extend(run: Run, line: Line, rules: Rules) -> str:
    """Take the line into the run if the gutters hold; say ``taken``, ``restart`` or ``end``."""
    if is_far(run.lines[-1], line):
        return "end"
    before = run.gutters()
    free = _common(run.free, phrase_gaps(line.phrases), LEAST_GUTTER * line.height, rules, line)
    after = _inner(free, [*run.lines, line])
    if len(before) >= 2 and len(after) < len(before) and len(line.phrases) >= max(2, (len(before) + 1) // 2):
        free = _common(run.free, word_gaps(line), 0.0, rules, line)
        after = _inner(free, [*run.lines, line])
    is_young = len(run.lines) <= 2
    if len(after) < len(before) or not after:
        return "restart" if is_young and len(line.phrases) >= 2 and len(line.phrases) > len(after) + 1 else "end"
    if is_young and len(line.phrases) - 1 > len(after):
        return "restart"
    run.lines.append(line)
    run.free = free
    run.end += 1
    return "taken"


def is_far(above: Line, below: Line) -> bool:
    """Tell whether a line stands too far below another to go on with it."""
    return below.top - above.bottom > FAR * max(below.height, above.height)


def _inner(free: Sequence[Interval], lines: Sequence[Line]) -> list[Interval]:
    return Run(0, 0, list(lines), list(free)).gutters()


def phrase_gaps(phrases: Sequence[Phrase]) -> list[Interval]:
    """Return what the phrases leave free, from far left to far right."""
    gaps: list[Interval] = []
    right = -INFINITE
    for phrase in phrases:
        if phrase.x0 > right:
            gaps.append((right, phrase.x0))
        right = max(right, phrase.x1)
    return [*gaps, (right, INFINITE)]


def word_gaps(line: Line) -> list[Interval]:
    """Return what the words of a line leave free, from far left to far right."""
    return phrase_gaps([Phrase([word]) for word in line.words])


def _common(
    one: Sequence[Interval],
    other: Sequence[Interval],
    least: float,
    rules: Rules | None = None,
    line: Line | None = None,
) -> list[Interval]:
    """Return what is free in both, leaving out slits too narrow to part columns unless a drawn line stands there."""
    out: list[Interval] = []
    for a0, a1 in one:
        for b0, b1 in other:
            start, end = max(a0, b0), min(a1, b1)
            if end - start >= max(least, 0.8) or (
                end >= start and abs(end) < INFINITE and _is_ruled(start, end, rules, line)
            ):
                out.append((start, end))
    return out


def _is_ruled(start: float, end: float, rules: Rules | None, line: Line | None) -> bool:
    return rules is not None and line is not None and rules.parts(start, end, (line.top + line.bottom) / 2)


def _trimmed(run: Run) -> Run:
    """Leave out leading lines (a title with a page number) that alone fill some column of the run."""
    while len(run.lines) >= 3 and len(run.lines[0].phrases) <= 2:
        rest = Run(run.start + 1, run.end, run.lines[1:], run.free)
        if len(rest.gutters()) == len(run.gutters()):
            break
        run = rest
    return run


def _merged(runs: Sequence[Run], lines: Sequence[Line]) -> list[Run]:
    """Join runs of like columns that only a few lines (a heading inside the table) keep apart."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last is not None and run.start - last.end <= _BETWEEN and _is_near(lines, last.end, run.start):
            pairs = [(max(a0, b0), min(a1, b1)) for a0, a1 in last.free for b0, b1 in run.free]
            both = Run(last.start, run.end, [*last.lines, *run.lines], [one for one in pairs if one[1] > one[0]])
            count = len(both.gutters())
            if count and count == len(run.gutters()) == len(last.gutters()):
                out[-1] = both
                continue
        out.append(run)
    return out


def _is_near(lines: Sequence[Line], end: int, start: int) -> bool:
    return not any(is_far(lines[n - 1], lines[n]) for n in range(end, start + 1))
