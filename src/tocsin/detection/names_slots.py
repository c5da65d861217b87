"""Names written ``LAST,FIRST`` at one place of every record: in dumps, print images and lists of old systems.

``PEAK,CHANCE`` by itself may be anything. Where the same signs stand before and behind it in record after record
(``^PAT(4513,0)="PEAK,CHANCE^M``), and most of what stands there are names by the lexicons, all of it is.

Invariant: linear in the text; only what has the form of a surname, a comma and given names is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from tocsin.detection.names_tokens import UPPER, Token, tokens_of
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import usage
from tocsin.model.mentions import LONE_NAME, Part
from tocsin.patterns import compiled

_WORD = rf"[{UPPER}][^\W\d_]*(?:['\u2019-][{UPPER}]?[^\W\d_]+)*"
_TURNED = compiled(
    rf"(?<![\w'\u2019,-])(?P<last>{_WORD}(?:[ ]{_WORD}){{0,2}}),[ ]?"
    rf"(?P<first>{_WORD}(?:[ ](?:[{UPPER}]\b\.?|{_WORD})){{0,2}})(?![\w'\u2019-])"
)
_CELL = compiled(
    rf"^[ ]{{0,4}}(?P<lead>[A-Z#][A-Z#.:]{{1,11}}[ ]{{1,3}}[\dA-Z-]{{3,14}})[ ]{{2,12}}"
    rf"(?P<cell>[{UPPER}]{{2,}}(?:['-][{UPPER}]+)*(?:[ ][{UPPER}]+(?:['-][{UPPER}]+)*){{1,3}})[ ]{{2,60}}"
    r"(?P<next>[A-Z#]{2,12})\b",
    re.MULTILINE,
)
"""``ACCT 5520817   HUGHART DELORIS M    BAL``: a line that begins with a label and its number, the name in a cell."""
_LEFT = compiled(r"(?:\A|\n)[ \t]*\Z|(?:\A|\n)[ \t]*\d[\d:./-]*[ \t]+\Z|[ ]{2}\Z|[^\w\s]{1,3}\Z|\t\Z")
_RIGHT = compiled(r"[ \t]*(?:\r?\n|\Z)|[ ]{2}|\t|[^\w\s,.;]|[ ]\d")
_BEFORE = 12
_LEAST, _NAMED = 3, 0.5
_SCORE = 0.75
_LEAST_BEARERS = 300.0


def with_slots(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with those that stand where other records of the text have theirs.

    Args:
        free: tells whether a stretch belongs to no span of another kind.
    """
    slots: dict[tuple[str, str], list[re.Match[str]]] = {}
    for match in _TURNED.finditer(text) if text.count(",") >= _LEAST else ():
        if (slot := _slot(text, match)) is not None:
            slots.setdefault(slot, []).append(match)
    for match in _CELL.finditer(text) if text.count("  ") >= _LEAST else ():
        slots.setdefault((_digits(match["lead"].strip()), _digits(match["next"])), []).append(match)
    added: list[Span] = []
    known = {s.start for s in found if s.element in NAME_ELEMENTS and s.detector != LONE_NAME}
    held = sorted((s.start, s.end) for s in found)
    for matches in slots.values():
        if len({m[0] for m in matches}) < _LEAST:
            continue
        named = sum(_begin(m) in known or _is_likely(text, m) for m in matches)
        if named < _NAMED * len(matches):
            continue
        for match in matches:
            start, end = _begin(match), match.end("cell") if match.re is _CELL else match.end()
            if start not in known and free(start, end) and not _is_held(held, start, end) and _may_be(text, match):
                added.append(Span(start, end, Element.NAME, Part.FULL, _SCORE, "names-slot", text[start:end]))
    return sorted([*found, *added], key=lambda s: s.start) if added else list(found)


def _slot(text: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Return the signs before and behind a match, None where it is part of a sentence."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    left, right = _LEFT.search(before), _RIGHT.match(text, match.end())
    if left is None or right is None:
        return None
    return re.sub(r"\d+", "9", left[0].strip(" ")), right[0].strip(" \r")[:1]


def _digits(text: str) -> str:
    """Return a text with all its numbers made one."""
    return re.sub(r"\d[\d-]*", "9", text)


def _begin(match: re.Match[str]) -> int:
    return match.start("cell") if match.re is _CELL else match.start()


def _is_held(held: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(held, (end, 0)) - 1
    return at >= 0 and held[at][1] > start


def _is_likely(text: str, match: re.Match[str]) -> bool:
    """Tell whether the given name is one, or the surname, more than the words are words."""
    if match.re is _CELL:
        return False
    first, last = (tokens_of(text, *match.span(part)) for part in ("first", "last"))
    if not first or not last or not _may_be(text, match):
        return False
    given, surname = usage(first[0].facts.folded), usage(last[-1].facts.folded)
    is_given = given.given >= _LEAST_BEARERS and given.given * 20 >= given.words
    is_surname = surname.surname >= _LEAST_BEARERS and surname.surname * 40 >= surname.words
    return is_given and is_surname


def _may_be(text: str, match: re.Match[str]) -> bool:
    place = match.span("cell") if match.re is _CELL else match.span()
    return not any(map(_is_barred, tokens_of(text, *place)))


def _is_barred(token: Token) -> bool:
    facts = token.facts
    return not facts.is_minor and (
        facts.is_organization or facts.is_credential or (facts.is_stop and not facts.is_soft)
    )
