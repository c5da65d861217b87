"""Names that begin the entries of a list whose other entries begin with names: ``- Will Marsh (gout) ...``.

By itself ``Price Young`` may be anything; between entries that each begin with somebody it is a person. A name cut
short by a word of its surname (``Edith Crow`` of ``Edith Crow Feather``) is made whole where the entry's head shows
its end. So is a surname with an initial (``10/20 Pruitt J. - Keytruda``), if many of the entries begin with somebody.

Invariant: linear in the text; only heads of entries are looked at, and only in texts that have two that are names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from tocsin.detection.names_tokens import UPPER, Token, tokens_of
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import usage
from tocsin.model.mentions import LONE_NAME, Part
from tocsin.patterns import compiled

_WORD = rf"[{UPPER}][^\W\d_]*(?:['\u2019-][{UPPER}]?[^\W\d_]+)*"
_LEAD = r"[ \t>]*(?:(?:[-*\u2022\u25cf\u25a1\u2610-\u2612]|\[[ xX]?\]|#?\(?\d{1,3}[.)#:]?)[ \t]+){0,2}"
_HEAD = compiled(
    rf"^{_LEAD}(?P<name>{_WORD}(?:[ ](?:[A-Z]\.?[ ])?{_WORD}){{1,3}})(?![\w'\u2019-]|[ ][{UPPER}]|\.\w)", re.MULTILINE
)
_DATED = r"(?:(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}:\d\d(?:[ ]?[ap]m?)?)(?:[ \t]*[:,-])?[ \t]+){0,2}"
_ANY_HEAD = compiled(
    rf"^{_LEAD}{_DATED}(?=[{UPPER}])"
    rf"(?:(?P<turned>{_WORD},[ ]{_WORD}(?:[ ][A-Z]\b)?)(?![\w'\u2019-]|[ ][{UPPER}])"
    rf"|(?P<name>(?:{_WORD}[ ][A-Z]\b|[A-Z]\.[ ]?{_WORD})(?![\w'\u2019-]|[ ]?[{UPPER}])))?",
    re.MULTILINE,
)
"""The head of any entry; ``name`` is a surname or given name with an initial, ``turned`` has the surname first."""
_END = compiled(r"[ ]{2}|\t|,|[ ]?[(:;|]|[ ]-|[ ][\u2013\u2014]|[ ]\d|\r?$", re.MULTILINE)
"""What shows that the name of an entry has ended."""
_FARTHEST = 4
"""Lines between two entries of one list at most."""
_LEAST_NAMED, _NAMED = 2, 0.4
_HARDLY_USED = 500.0
"""Uses in a milliard words below which a capital word beside an initial is a surname, whoever bears it."""
_SCORE, _LEAST_BEARERS, _LEAST_GIVEN = 0.72, 500.0, 0.25


def with_entries(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with those that begin entries of lists of people, and those made whole there.

    Args:
        free: tells whether a stretch belongs to no span of another kind.
    """
    people = [s for s in found if s.element in NAME_ELEMENTS and s.detector != LONE_NAME]
    if len(people) < _LEAST_NAMED or not _begin_lines(text, people):
        return list(found)
    places, starts = [s.start for s in people], {s.start: s for s in people}
    done = {id(s): s for s in found}
    added: list[Span] = []
    for run in _runs(text):
        named = [m for m in run if m.start("name") in starts]
        ends = {_end_of(m) for m in named}
        alike = [m for m in run if _end_of(m) in ends]
        if len(named) < _LEAST_NAMED or len(named) < _NAMED * len(alike):
            continue
        for match in alike:
            start, end = match.span("name")
            if not free(start, end) or not _may_be(text, start, end):
                continue
            known = starts.get(start)
            if known is None and not _is_met(people, places, start, end):
                added.append(Span(start, end, Element.NAME, Part.FULL, _SCORE, "names-entry", text[start:end]))
            elif known is not None and known.end < end and bisect_left(places, end) == bisect_left(places, known.end):
                done[id(known)] = replace(known, end=end, norm=text[start:end])
    headed = _heads(text, [*done.values(), *added], free)
    kept = [s for s in (*done.values(), *added) if s.element not in NAME_ELEMENTS or not _is_in(s, headed)]
    return sorted([*kept, *headed], key=lambda s: s.start)


def _is_in(span: Span, heads: Sequence[Span]) -> bool:
    at = bisect_left(heads, span.start + 1, key=lambda one: one.start) - 1
    return at >= 0 and span.end <= heads[at].end


def _heads(text: str, found: Sequence[Span], free: Callable[[int, int], bool]) -> list[Span]:
    """Return the names with an initial, or turned round, that begin entries many of which begin with somebody.

    ``Seneca, Nathaniel`` is a town and a given name elsewhere.
    """
    people = sorted((s for s in found if s.element in NAME_ELEMENTS and s.detector != LONE_NAME), key=lambda s: s.start)
    starts, places = {s.start for s in people}, [s.start for s in people]
    added: list[Span] = []
    for run in _runs(text, _ANY_HEAD):
        named = sum((m.start(m.lastgroup) if m.lastgroup else m.end()) in starts for m in run)
        if named < _LEAST_NAMED or named < _NAMED * len(run):
            continue
        for match in run:
            start, end = match.span(match.lastgroup) if match.lastgroup else (-1, -1)
            if start < 0 or not free(start, end):
                continue
            if match.lastgroup == "name":
                is_new = not _is_met(people, places, start, end) and _may_be_initialed(text, start, end)
            else:
                is_new = start not in starts and _may_be_turned(text, start, end)
            if is_new:
                added.append(Span(start, end, Element.NAME, Part.FULL, _SCORE, "names-entry", text[start:end]))
    return added


def _may_be_turned(text: str, start: int, end: int) -> bool:
    """Tell whether words with a comma between are a surname and a sure given name, and no greeting."""
    tokens = tokens_of(text, start, end)
    return len(tokens) > 1 and _is_given(tokens[1]) and not _is_barred(tokens[0])


def _may_be_initialed(text: str, start: int, end: int) -> bool:
    words = [token for token in tokens_of(text, start, end) if token.end - token.start > 1]
    if len(words) != 1 or _is_barred(words[0]):
        return False
    is_rare = usage(words[0].facts.folded).words < _HARDLY_USED
    return is_rare or _is_surname(words[0]) or (_is_given(words[0]) and words[0].start == start)


def _end_of(head: re.Match[str]) -> tuple[str, bool]:
    """Return what shows that the name of an entry has ended, and whether the name is set in capitals."""
    end = _END.match(head.string, head.end("name"))
    return (end.group().strip()[:1] if end else "", head["name"].isupper())


def _begin_lines(text: str, people: Sequence[Span]) -> bool:
    """Tell whether at least two names stand where entries begin."""
    count = 0
    for span in people:
        floor = max(0, span.start - _LONGEST_LEAD - 1)
        begin = text.rfind("\n", floor, span.start) + 1
        is_near = begin > 0 or floor == 0
        count += is_near and re.fullmatch(_LEAD + _DATED, text[begin : span.start]) is not None
        if count >= _LEAST_NAMED:
            return True
    return False


_LONGEST_LEAD = 24


def _runs(text: str, head: re.Pattern[str] = _HEAD) -> list[list[re.Match[str]]]:
    """Return the heads of entries, those of one list together."""
    runs: list[list[re.Match[str]]] = []
    end = -1
    for match in head.finditer(text):
        if end < 0 or text.count("\n", end, match.end()) > _FARTHEST:
            runs.append([])
        runs[-1].append(match)
        end = match.end()
    return runs


def _may_be(text: str, start: int, end: int) -> bool:
    """Tell whether words can be a person's: a given name first, nothing that names an organization behind."""
    tokens = tokens_of(text, start, end)
    if len(tokens) < 2 or _is_barred(tokens[0]):
        return False
    known = usage(tokens[0].facts.folded)
    is_sure = known.given > known.words and _is_given(tokens[0])
    rest = tokens[1:-1] if is_sure and len(tokens) == _OF_PHRASE and tokens[-1].facts.is_stop else tokens[1:]
    if any(map(_is_barred, rest)):
        return False
    has_surname = _is_surname(tokens[-1])
    if _is_given(tokens[0]):
        return has_surname or _END.match(text, end) is not None
    return has_surname and _may_be_given(tokens[0])


_OF_PHRASE = 3
"""Words of a name whose surname is a phrase (``Thomas Runs After``)."""


def _is_given(token: Token) -> bool:
    known = usage(token.facts.folded)
    total = known.given + known.surname
    return known.given >= _LEAST_BEARERS and known.given >= _LEAST_GIVEN * total and known.given * 8 >= known.words


def _may_be_given(token: Token) -> bool:
    """Tell whether a common word is a given name too (``Will``, ``Price``)."""
    known = usage(token.facts.folded)
    return known.given >= _LEAST_BEARERS and known.given * 100 >= known.words


def _is_surname(token: Token) -> bool:
    known = usage(token.facts.folded)
    return known.surname >= _LEAST_BEARERS and known.surname * 40 >= known.words


def _is_barred(token: Token) -> bool:
    facts = token.facts
    if facts.is_minor:
        return False
    return facts.is_organization or facts.is_credential or facts.is_title or (facts.is_stop and not facts.is_soft)


def _is_met(people: Sequence[Span], places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of the people, none of whom overlaps another, stands in a stretch; ``places``: their starts."""
    before = bisect_left(places, end) - 1
    return before >= 0 and people[before].end > start
