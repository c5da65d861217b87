"""Names with what somebody is called in the middle: ``Roland "Rollie" Thibodeau``, ``Margaret (Peggy) Fitzsimons``.

Invariant: linear in the text; only what stands between quotes or brackets of one word is looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from tocsin.detection.names_joined import name_span
from tocsin.detection.names_tokens import UPPER, facts_of
from tocsin.detection.spans import Span, is_free
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import fold_name, usage
from tocsin.patterns import compiled

_WORD = rf"[{UPPER}][^\W\d_]{{1,20}}(?:['\u2019-][{UPPER}][^\W\d_]{{1,20}})?"
_PARTICLE = r"(?:(?:Van|Von|De|La|Del|Di|Du|St)\b\.?[ ](?:(?:Der|Den|La|Las|Los)[ ])?)?"
_MIDDLE = compiled(
    rf"[ ](?:\([\"\u201c]?|[\"\u201c'\u2018])(?P<nick>{_WORD})(?:[\"\u201d]?\)|[\"\u201d'\u2019])[ ]"
    rf"(?P<last>{_PARTICLE}(?P<surname>{_WORD})(?:[ ](?:{_WORD}(?=[ ]*[,;|(\n]|[ ]*\Z)|Jr\b\.?|Sr\b\.?|I{{2,3}}\b))?)"
    r"(?![\w'\u2019-])"
)
_FIRST = compiled(rf"(?<![\w.'\u2019-])(?P<first>{_WORD})(?:[ ][{UPPER}]\.?)?\Z")
_REACH = 46
_LEAST_GIVEN, _HARDLY = 500.0, 500.0
_LEAST_CALLED = 100.0
_SCORE = 0.85


def with_nicked(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with those that have a short form in the middle, whole.

    Args:
        free: tells whether a stretch belongs to no span of another kind.
    """
    if not any(sign in text for sign in ('"', "(", "\u201c", "'", "\u2018")):
        return list(found)
    starts, ends = [one.start for one in found], [one.end for one in found]
    whole: list[Span] = []
    for match in _MIDDLE.finditer(text):
        first = _FIRST.search(text, max(0, match.start() - _REACH), match.start())
        if first is None or not _is_name(first["first"], match["nick"], match["surname"]):
            continue
        opening = text[match.start() : match.start("nick")]
        if opening == " (" and not _is_called(match["nick"]):
            continue
        start, end = first.start("first"), match.end("last")
        if free(start, end):
            there = found[bisect_right(ends, start) : bisect_left(starts, end)]
            told = {one.element for one in there} & NAME_ELEMENTS
            element = next((one for one in (Element.PROVIDER, Element.RELATIVE) if one in told), Element.NAME)
            whole.append(name_span(text, start, end, element, _SCORE))
    if not whole:
        return list(found)
    borders = [one.end for one in whole]
    kept = [one for one in found if is_free(whole, borders, one.start, one.end)]
    return sorted([*kept, *whole], key=lambda span: span.start)


def _is_called(word: str) -> bool:
    """Tell whether people are called by a word rather than that it says something: ``(Peggy)``, not ``(East)``."""
    known = usage(fold_name(word))
    return known.given >= _LEAST_CALLED and known.given >= known.words


def _is_name(first: str, nick: str, last: str) -> bool:
    given, called, surname = (usage(fold_name(word)) for word in (first, nick, last))
    if facts_of(first).is_stop or facts_of(last).is_organization or facts_of(last).is_stop:
        return False
    if given.given < _LEAST_GIVEN or given.given * 8 < given.words:
        return False
    is_called = called.given > 0 or called.words < _HARDLY
    return is_called and (surname.surname * 4 >= surname.words or surname.words < _HARDLY)
