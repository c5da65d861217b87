"""Tables led by a line of labels: the labels say how many columns there are, the lines below where they part.

Blanks inside cells line up too (house numbers, area codes), and one long name can close a narrow gutter for a while;
a header knows better. A run found this way counts where the gutters alone gave other columns.
Invariant: runs do not overlap and keep the order of the lines; each line is looked at a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.readers.pdf_lines import Line, Phrase, Rules
from tocsin.readers.pdf_runs import INFINITE, Interval, Run, find_runs, is_far, phrase_gaps, word_gaps

LEAST_LABELS = 4
_LONGEST_LABEL = 30
_LETTERS_SHARE = 0.65
_LEAST_SLIT = 0.8


def find_tables_of(lines: Sequence[Line], rules: Rules) -> list[Run]:
    """Return the runs of the lines, those led by a header first where the gutters alone read them otherwise."""
    plain = find_runs(lines, rules)
    headed = [run for run in _headed_runs(lines) if not _is_read_so(run, plain)]
    found: list[Run] = []
    at = 0
    for run in headed:
        found += _shifted(find_runs(lines[at : run.start], rules), at)
        found.append(run)
        at = run.end
    return [*found, *_shifted(find_runs(lines[at:], rules), at)] if headed else plain


def _shifted(runs: Sequence[Run], by: int) -> list[Run]:
    return [replace(run, start=run.start + by, end=run.end + by) for run in runs]


def _is_read_so(run: Run, plain: Sequence[Run]) -> bool:
    """Tell whether the gutters alone gave the same columns, header and all."""
    wanted = run.gutters()
    return any(
        one.start <= run.start
        and one.end >= run.end
        and any(line is run.lines[0] for line in one.lines)
        and _are_alike(one.gutters(), wanted)
        for one in plain
    )


def _are_alike(some: Sequence[Interval], others: Sequence[Interval]) -> bool:
    return len(some) == len(others) and all(
        a0 < b1 and b0 < a1 for (a0, a1), (b0, b1) in zip(some, others, strict=True)
    )


def _headed_runs(lines: Sequence[Line]) -> list[Run]:
    found: list[Run] = []
    at = 0
    while at < len(lines):
        run = _grown(lines, at) if _leads(lines, at) else None
        if run is None:
            at += 1
        else:
            found.append(run)
            at = run.end
    return found


def _leads(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line reads as labels and stands under no line of as many cells."""
    phrases = lines[at].phrases
    if len(phrases) < LEAST_LABELS or not all(_is_short(phrase) for phrase in phrases):
        return False
    if sum(phrase.text[0].isalpha() and not _has_digit(phrase) for phrase in phrases) < _LETTERS_SHARE * len(phrases):
        return False
    if at == 0 or is_far(lines[at - 1], lines[at]):
        return True
    return len(lines[at - 1].phrases) * 2 <= len(phrases) or any(map(_has_digit, lines[at - 1].phrases))


def _is_short(phrase: Phrase) -> bool:
    return len(phrase.text) <= _LONGEST_LABEL and ":" not in phrase.text


def _has_digit(phrase: Phrase) -> bool:
    return any(c.isdigit() for c in phrase.text)


def _grown(lines: Sequence[Line], at: int) -> Run | None:
    """Return the run of the header at ``at`` and the lines that leave a gutter between each two of its labels."""
    header = lines[at]
    gaps = [[gap] for gap in phrase_gaps(header.phrases)[1:-1]]
    end = at + 1
    while end < len(lines) and not is_far(lines[end - 1], lines[end]):
        free = word_gaps(lines[end])
        left = [_both(slits, free) for slits in gaps]
        if not all(left) or (end > at + 1 and _leads_anew(lines[end], header)):
            break
        gaps = left
        end += 1
    data = lines[at + 1 : end]
    if not any(len(line.phrases) * 2 > len(header.phrases) and any(map(_has_digit, line.phrases)) for line in data):
        return None
    inner = [max(slits, key=lambda one: (round(one[1] - one[0]), one[0])) for slits in gaps]
    free = [(-INFINITE, header.phrases[0].x0), *inner, (header.phrases[-1].x1, INFINITE)]
    return Run(at, end, list(lines[at:end]), free)


def _leads_anew(line: Line, header: Line) -> bool:
    """Tell whether the same labels stand again, with columns of their own perhaps."""
    return [phrase.text for phrase in line.phrases] == [phrase.text for phrase in header.phrases]


def _both(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    pairs = ((max(a0, b0), min(a1, b1)) for a0, a1 in one for b0, b1 in other)
    return [(a, b) for a, b in pairs if b - a >= _LEAST_SLIT]
