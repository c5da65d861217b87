"""Who is named by a given name alone right before somebody of one surname: ``Cecil & Nell Loveall``.

Invariant: pure; linear in the names; only the words right before a whole name are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tocsin.detection.names_tokens import UPPER, facts_of
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS
from tocsin.model.lexicon import fold_name, usage
from tocsin.model.mentions import LONE_NAME, Part
from tocsin.patterns import compiled

DETECTOR = "names-couple"
_REACH = 40
_ONE = compiled(rf"(?<![\w'\u2019.&+/-])(?P<one>[{UPPER}][^\W\d_]{{1,20}})(?:[ ]?[&+/][ ]?|[ ](?:and|y|e)[ ])\Z")
_BOTH = compiled(rf"[ ]*(?P<one>[{UPPER}][^\W\d_]{{1,20}})(?:[ ]?[&+/][ ]?|[ ](?:and|y|e)[ ])")
_TWO = compiled(r"(?P<one>[^/+&;]{4,40}?)[ ]*(?:[/+&;]|[ ]and[ ])[ ]*(?P<other>[^/+&;]{4,40})")
_SCORE, _LEAST_BEARERS, _MOST_WORDS = 0.72, 300.0, 4


def with_couples(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with those by a given name whose surname stands behind the name that follows.

    Args:
        text: that was read.
        found: names, sorted.
        free: tells whether a stretch belongs to no span of another kind.
    """
    added: list[Span] = []
    kept = list(found)
    for at, span in enumerate(found):
        if span.element not in NAME_ELEMENTS or not _is_given_first(text[span.start : span.end]):
            continue
        low = max(0, span.start - _REACH)
        match = _ONE.search(text, low, span.start)
        if match is None or not _is_given(match["one"]):
            continue
        start, end = match.span("one")
        before = kept[at - 1] if at else None
        if before is not None and before.end > start:
            if (before.start, before.end) == (start, end):
                score = max(before.score, _SCORE)
                kept[at - 1] = (
                    replace(before, detector=DETECTOR, score=score) if before.detector == LONE_NAME else before
                )
        elif free(start, end):
            added.append(Span(start, end, span.element, Part.FULL, _SCORE, DETECTOR, text[start:end]))
    return sorted([*kept, *added], key=lambda s: s.start)


def couple_in(name: str) -> tuple[int, int] | None:
    """Return where the first name ends and the second begins of two people who fill a cell; None if it is of one.

    Example:
        >>> couple_in("Hank & June Sample"), couple_in("June Sample")
        ((4, 7), None)
        >>> couple_in("Lee, Ann / Boyd, Bob")
        (8, 11)
    """
    match = _BOTH.match(name)
    if match is not None and _is_given(match["one"]) and _is_given_first(name[match.end() :]):
        return match.end("one"), match.end()
    whole = _TWO.fullmatch(name)
    if whole is None or not all(_is_persons(whole[side]) for side in ("one", "other")):
        return None
    return whole.end("one"), whole.start("other")


def _is_persons(name: str) -> bool:
    """Tell whether words of a cell of names are a whole one: two or three, one of them a given name."""
    words = name.replace(",", " ").split()
    return 2 <= len(words) <= _MOST_WORDS and any(map(_is_given, words))


def _is_given_first(name: str) -> bool:
    """Tell whether a name is a given name and a surname."""
    words = name.split()
    return len(words) > 1 and "," not in name and _is_given(words[0])


def _is_given(word: str) -> bool:
    facts, known = facts_of(word), usage(fold_name(word))
    return known.given >= max(_LEAST_BEARERS, known.surname) and not (facts.is_stop and not facts.is_soft)
