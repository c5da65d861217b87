"""What found names make together: one person in two finds, several in a list, and those that are told only.

``Michael smokes`` says that somebody is meant, and no more: such a name of one word is told, but nobody follows from it
in an incident (``LONE_NAME``). What named people before (a title, a label, the odds of a capital) is firm.

Invariant: pure; linear in the names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from tocsin.detection.names_order import ends_list, is_bracketed_first, is_last_first
from tocsin.detection.names_score import LEAST_SCORE
from tocsin.detection.names_tokens import UPPER, facts_of
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import LONE_NAME, Part
from tocsin.patterns import compiled

DETECTOR = "names"
_LIST_GAP = compiled(r",?[ ](?:and|or|&)[ ]|,[ ]")


def name_span(text: str, start: int, end: int, label: Element, score: float) -> Span:
    return Span(start, end, label, Part.FULL, round(score, 4), DETECTOR, text[start:end])


def with_lists(text: str, found: list[Span]) -> list[Span]:
    """Raise names that stand in one list with others: ``Angelo, Melissa and Robin``."""
    raised = list(found)
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        if other.start - one.end <= 6 and _LIST_GAP.fullmatch(text[one.end : other.start]):
            for position in (at, at + 1):
                span = raised[position]
                raised[position] = replace(span, score=_listed(span.score))
    return raised


_LISTED_BEFORE = compiled(rf"(?<![\w'\u2019-])([{UPPER}][^\W\d_]{{1,20}}),[ ]\Z")
_LISTED_BEHIND = compiled(rf",[ ](?:and[ ])?([{UPPER}][^\W\d_]{{1,20}})(?=,[ ]|[ ](?:and|or)[ ]|[.!?\n]|\Z)")
_LEAST_LISTED = 3
_LISTED = 0.6


def with_companions(text: str, found: list[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Add capitalised words between, before and behind at least three names of one list: they are names too.

    Args:
        free: tells whether a stretch belongs to no span of another kind.
    """
    if len(found) < _LEAST_LISTED:
        return found
    added = []
    for run in _lists_of(text, found):
        if len(run) < _LEAST_LISTED:
            continue
        low = max(0, run[0].start - 24)
        places = [(low + m.start(1), low + m.end(1)) for m in [_LISTED_BEFORE.search(text[low : run[0].start])] if m]
        places += [m.span(1) for m in [_LISTED_BEHIND.match(text, run[-1].end)] if m]
        places += [(a.end + 2, b.start - 2) for a, b in pairwise(run) if b.start - a.end > _FARTHEST_GAP]
        added += [
            Span(start, end, Element.NAME, Part.FULL, _LISTED, LONE_NAME, text[start:end])
            for start, end in places
            if free(start, end) and _may_be_listed(text[start:end])
        ]
    return sorted([*found, *added], key=lambda s: s.start) if added else found


_FARTHEST_GAP = 6
_ONE_BETWEEN = compiled(rf",[ ][{UPPER}][^\W\d_]{{1,20}},[ ]")


def _lists_of(text: str, found: list[Span]) -> list[list[Span]]:
    """Return the names that stand in one list, one word between two of them at most."""
    runs: list[list[Span]] = [[]]
    for span in found:
        last = runs[-1][-1] if runs[-1] else None
        gap = text[last.end : span.start] if last is not None and span.start - last.end <= _LONGEST_GAP else ""
        if last is not None and not (gap and (_LIST_GAP.fullmatch(gap) or _ONE_BETWEEN.fullmatch(gap))):
            runs.append([])
        runs[-1].append(span)
    return runs


_LONGEST_GAP = 26


def _may_be_listed(word: str) -> bool:
    facts = facts_of(word)
    return not (facts.is_stop or facts.is_title or facts.is_organization) and (
        not facts.is_known or facts.best > _LEAST_ODDS
    )


_LEAST_ODDS = -6.0


def _listed(score: float) -> float:
    return round(min(0.97, 0.35 + 0.65 * score), 4)


def lone_marked(doubts: Mapping[int, tuple[float, float]], found: list[Span]) -> list[Span]:
    """Return the names, with those of one word marked that nothing firm makes names, lists they stand in included.

    Args:
        doubts: of names of one word by their place: the score, and what it would be by what is firm.
    """
    if not doubts:
        return found
    marked = []
    for span in found:
        score, firm = doubts.get(span.start, (1.0, 1.0))
        if firm < LEAST_SCORE <= span.score and " " not in span.norm:
            firm = _listed(firm) if score < span.score else firm
            span = replace(span, detector=LONE_NAME) if firm < LEAST_SCORE else span
        marked.append(span)
    return marked


def join_last_first(text: str, found: list[Span]) -> list[Span]:
    """Join ``Last, First M`` where the lexicons say that the order is turned and no list goes on."""
    joined: list[Span] = []
    position = 0
    while position < len(found):
        one = found[position]
        other = found[position + 1] if position + 1 < len(found) else None
        if other is not None and is_last_first(text, one, other):
            third = text[other.end : other.end + 2]
            if not third.startswith(", ") or ends_list(text, other.end):
                label = other.element if other.element is not Element.NAME else one.element
                joined.append(
                    name_span(text, one.start, other.end, label or Element.NAME, max(one.score, other.score, 0.75))
                )
                position += 2
                continue
        joined.append(one)
        position += 1
    return joined


def join_bracketed(text: str, found: list[Span]) -> list[Span]:
    """Join a surname and the given name in brackets behind it: ``Mrs. LaFontaine (Genevieve)``."""
    joined: list[Span] = []
    for span in found:
        last = joined[-1] if joined else None
        if last is not None and is_bracketed_first(text, last, span):
            score = max(last.score, span.score)
            end = span.end + (text[span.end] == ")")
            joined[-1] = name_span(text, last.start, end, last.element or Element.NAME, score)
        else:
            joined.append(span)
    return joined
