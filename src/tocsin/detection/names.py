"""People's names in text, by evidence: lexicon odds, capitals, shape and the words around.

Runs of capitalised words are cut at words that are no names; the best windows of what is left are scored. A name
that is sure lends its parts to later, shorter mentions of the same text. Names in lower case: ``names_lower.py``.

Invariant: time is linear in the text; spans never overlap each other or the spans already taken.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tocsin.detection.chances import Chances, Stretch
from tocsin.detection.names_before import TITLED
from tocsin.detection.names_context import Around, Surroundings, is_place
from tocsin.detection.names_couples import with_couples
from tocsin.detection.names_entries import with_entries
from tocsin.detection.names_firms import without_firms, without_tails
from tocsin.detection.names_foreign import foreign_names
from tocsin.detection.names_joined import (
    join_bracketed,
    join_last_first,
    lone_marked,
    name_span,
    with_companions,
    with_lists,
)
from tocsin.detection.names_lower import lower_case_names
from tocsin.detection.names_nicked import with_nicked
from tocsin.detection.names_odds import firmly, odds_of
from tocsin.detection.names_order import (
    is_greeting,
    may_be_turned,
)
from tocsin.detection.names_score import LEAST_SCORE, WEIGHTS, Setting, log_odds, probability
from tocsin.detection.names_settled import among_spanish
from tocsin.detection.names_slots import with_slots
from tocsin.detection.names_small import with_small
from tocsin.detection.names_tokens import RUN, TURNED, UPPER, Token, facts_of, tokens_of
from tocsin.detection.names_words import SHORTENED, UNITS
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.patterns import compiled

LONGEST_WINDOW = 5
LONGEST_PIECE = 7
_LONGEST_TURNED = 40
_CAPITAL_WORD = compiled(rf"(?<![\w])[{UPPER}][^\W\d_]+(?!\w)")
_INFLECTED = compiled(r"[a-z]{4}(?:ed|ing|ings|tion|tions)\Z")
"""How words end that say what was done: by itself one that no lexicon has is no name (``Accessioned 4/2/26``)."""
_SURE = 0.8
_CUT = -4.5
"""Log odds from which a capitalised neighbour rather belongs to the name than not."""
_LEAST_WINDOW = LEAST_SCORE - 0.25
_LONE_ODDS = -1.15
"""A little below the log odds of that score: what a word alone must reach."""


def find_names(text: str, taken: Sequence[Span] = (), where: Chances | None = None) -> list[Span]:
    """Return the names of people in the text as spans labelled name, provider or relative, sorted.

    Args:
        taken: spans already found; a name never overlaps one of them.
        where: the stretches that can hold names; None for everywhere.
    """
    free = _Free(taken)
    if where is not None and not where.has_names:
        return with_small(text, (), free)
    said = Surroundings(text)
    runs = _EVERYWHERE if where is None else where.runs
    repeated = runs if where is None else (*where.runs, *where.lone)
    found: list[Span] = []
    for match in _matches(RUN, text, runs):
        run = match.group()
        if _is_dull(run) or (is_weak(run) and said.around(*match.span()).weight <= 0):
            continue
        found.extend(_names_of_run(said, match.start(), match.end(), free))
    found = with_nicked(text, join_bracketed(text, join_last_first(text, found)), free)
    found = _with_turned(said, found, free, _EVERYWHERE if where is None else where.turned)
    found = lone_marked(said.doubts, with_lists(text, found))
    found = with_companions(text, found, free)
    found.extend(lower_case_names(text, [*taken, *found], where))
    found.extend(foreign_names(said, free, _EVERYWHERE if where is None else where.foreign))
    found.extend(_echoes(said, found, free, repeated))
    kept = among_spanish(text, (s for s in found if s.score >= LEAST_SCORE))
    named = with_slots(text, with_entries(text, sorted(kept, key=lambda s: s.start), free), free)
    named = with_small(text, named, free)
    return with_couples(text, without_tails(text, without_firms(text, named)), free)


_EVERYWHERE: Sequence[Stretch] = ((0, sys.maxsize - 1),)


def _matches(pattern: re.Pattern[str], text: str, stretches: Iterable[Stretch]) -> Iterator[re.Match[str]]:
    """Give the matches in the stretches; the pattern sees the sign behind each too."""
    for start, end in stretches:
        yield from pattern.finditer(text, start, end + 1)


class _Free:
    """Tells whether a stretch is not taken."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((s.start, s.end) for s in spans)
        self._starts = [s for s, _ in ordered]
        self._ends = [e for _, e in ordered]

    def __call__(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, end - 1) - 1
        return at < 0 or self._ends[at] <= start


_DULL: dict[str, bool] = {}


def _is_dull(run: str) -> bool:
    """Tell whether a run is a single word that is a name under no circumstances; remembered, bounded."""
    known = _DULL.get(run)
    if known is None:
        if " " in run or "." in run:
            return False
        facts = facts_of(run)
        known = facts.is_stop and not facts.is_soft
        if len(_DULL) < 100_000:
            _DULL[run] = known
    return known


@lru_cache(maxsize=65536)
def is_weak(run: str) -> bool:
    """Tell whether a run is a single word that is far from a name wherever it stands if nothing speaks for it."""
    if " " in run or "." in run or run[-2:] in {"'s", "'S"}:
        return False
    facts = facts_of(run)
    window = [Token(0, len(run), facts)]
    is_upper = facts.is_upper or facts.is_initial
    places = (False, True) if facts.is_known else (False,)
    return all(log_odds(window, Setting(is_start, is_upper)) < _LONE_ODDS for is_start in places)


def _names_of_run(said: Surroundings, start: int, end: int, free: _Free) -> Iterator[Span]:
    for piece in _pieces(said.text, tokens_of(said.text, start, end)):
        piece = [t for t in piece if free(t.start, t.end)]
        if piece and len(piece) <= LONGEST_PIECE:
            yield from _names_of_piece(said, piece)


def _pieces(text: str, tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut a run at words that are no names and drop pieces that name organizations."""
    piece: list[Token] = []
    for token in tokens:
        if piece and "." in text[piece[-1].end : token.start] and not _may_be_dotted(piece[-1]):
            yield from _keep(text, piece)
            piece = []
        facts = token.facts
        is_stop = facts.is_stop and not facts.is_soft and not _is_dotted_initial(text, token)
        is_stop = is_stop or (facts.folded in UNITS and bool(piece))
        if (facts.is_title and not facts.is_soft and not facts.is_particle) or is_stop:
            yield from _keep(text, piece)
            piece = []
        else:
            piece.append(token)
    yield from _keep(text, piece)


def _is_dotted_initial(text: str, token: Token) -> bool:
    """Tell whether a word that is none of a name else is an initial: ``A. Nakamura``, ``I. Fenwick``."""
    return token.facts.is_initial and text[token.end : token.end + 2] == ". "


def _may_be_dotted(token: Token) -> bool:
    facts = token.facts
    return facts.is_initial or facts.is_suffix or facts.is_particle or facts.folded in SHORTENED


def _keep(text: str, piece: list[Token]) -> Iterator[list[Token]]:
    while piece and (piece[-1].facts.is_credential and len(piece) > 1):
        piece = piece[:-1]
    while len(piece) > 2 and piece[0].facts.is_credential and not piece[0].facts.is_initial:
        piece = piece[1:]
    if not piece or any(t.facts.is_organization and not t.facts.is_suffix for t in piece):
        return
    if len(piece) == 1 and _SAINT.match(text, piece[0].start) and not _is_called(text, piece[0].start):
        return
    begin = 0
    for at, token in enumerate(piece[:-1], 1):
        if text.startswith(_OWNS, token.end):  # ``Ann Lee's MRI``: the name ends here
            yield piece[begin:at]
            begin = at
    yield piece[begin:]


_SAINT = compiled(r"S[tT]\.?[ ]")
"""Alone a hospital, a parish or a town: ``transferred to St. Mary``."""
_PATIENT = compiled(r"(?i)\b(?:pt|patient)\.?:?[ ]\Z")
_LONGEST_CALL = 12


def _is_called(text: str, at: int) -> bool:
    before = text[max(0, at - _LONGEST_CALL) : at]
    return (TITLED.search(before) or _PATIENT.search(before)) is not None


_OWNS = ("'s ", "\u2019s ", "'S ", "\u2019S ")


def _names_of_piece(said: Surroundings, piece: list[Token]) -> Iterator[Span]:
    best = _best_window(said, piece)
    if best is None:
        return
    low, high, score, label = best
    yield name_span(said.text, piece[low].start, _end_with_suffix(said.text, piece[high - 1].end), label, score)
    if high + 1 < len(piece):
        yield from _names_of_piece(said, piece[high:])


def _best_window(said: Surroundings, piece: list[Token]) -> tuple[int, int, float, Element] | None:
    size = len(piece)
    if size == 1:
        return _lone_window(said, piece)
    best: dict[bool, tuple[float, int, int, Around]] = {}
    is_cut = [t.facts.best > _CUT or t.facts.is_initial or t.facts.is_particle for t in piece]
    breaks_off = [_breaks_off(said.text, token) for token in piece[:-1]]
    for low in range(size):
        if piece[low].facts.is_suffix and not piece[low].facts.is_initial:
            continue
        longest = LONGEST_WINDOW + sum(t.facts.is_particle for t in piece[low : low + LONGEST_WINDOW])
        for high in range(low + 1, min(size, low + longest) + 1):
            if high < size and breaks_off[high - 1]:
                continue
            odds, context = odds_of(said, piece, low, high)
            cuts_name = (low > 0 and is_cut[low - 1]) or (high < size and is_cut[high])
            odds += 0.6 * (high - low) - (1.5 if cuts_name else 0.0)
            is_lone = high - low == 1
            if is_lone not in best or odds > best[is_lone][0]:
                best[is_lone] = odds, low, high, context
    whole, lone = best.get(False), best.get(True)
    is_whole = whole is not None and whole[0] - 0.6 * (whole[2] - whole[1]) >= 0
    chosen = whole if is_whole or lone is None or (whole is not None and whole[0] >= lone[0]) else lone
    if chosen is None:
        return None
    odds, low, high, context = chosen
    score = probability(odds - 0.6 * (high - low))
    return (low, high, score, context.element) if score >= _LEAST_WINDOW else None


def _breaks_off(text: str, last: Token) -> bool:
    """Tell whether a name would end with a small particle that goes on: ``Isabeau du`` of ``Isabeau du Plessis``."""
    return last.facts.is_particle and text[last.start].islower()


def _lone_window(said: Surroundings, piece: list[Token]) -> tuple[int, int, float, Element] | None:
    """Return the only window of a piece of one word, as the search among several would."""
    facts = piece[0].facts
    if facts.is_suffix and not facts.is_initial:
        return None
    if not facts.is_known and _INFLECTED.search(facts.folded):
        return None
    odds, context = odds_of(said, piece, 0, 1)
    score = probability(odds + 0.6 - 0.6)
    if score < _LEAST_WINDOW:
        return None
    if facts.standing or facts.is_rare or context.weight != context.firm:
        said.doubts[piece[0].start] = round(score, 4), firmly(said, piece[0], context)
    return 0, 1, score, context.element


def pieces_of(text: str) -> Iterator[list[Token]]:
    """Give the runs of words of a text that names are looked for in."""
    for match in RUN.finditer(text):
        for piece in _pieces(text, tokens_of(text, *match.span())):
            if 1 < len(piece) <= LONGEST_PIECE:
                yield piece


def _with_turned(said: Surroundings, found: list[Span], free: _Free, where: Iterable[Stretch]) -> list[Span]:
    """Add names written ``LAST, FIRST M`` that their words make likely, over the pieces found of them."""
    matches = _matches(TURNED, said.text, where)
    whole = {s.end: s.start for s in found if " " in said.text[s.start : s.end]}
    turned = [
        s
        for m in matches
        if whole.get(m.end("last"), m.start()) >= m.start()  # not ``Sayers, Iva`` of ``Dolly Sayers, Iva, Dell Combs``
        and (s := _turned(said, m)) is not None
        and free(s.start, s.end)
    ]
    if not turned:
        return found
    covered = _Free(turned)
    kept = [s for s in found if covered(s.start, s.end) or s.length > _LONGEST_TURNED]
    clear = _Free(kept)
    return sorted([*kept, *(t for t in turned if clear(t.start, t.end))], key=lambda s: s.start)


def _turned(said: Surroundings, match: re.Match[str]) -> Span | None:
    text = said.text
    last = tokens_of(text, *match.span("last"))
    last = last[1:] if len(last) > 1 and last[0].facts.is_credential else last
    first = tokens_of(text, *match.span("first"))
    start = last[0].start
    last = last[1:] if len(last) > 1 and last[0].facts.folded in _SAINTS else last
    parts = [*last, *first]
    if not first or not may_be_turned(last, first, _IN_RECORD.match(text, match.end()) is not None):
        return None
    if is_place(text, match.end("last")) and first[0].facts.given < -1:
        return None
    if is_greeting(text, start, [t.facts for t in last], [t.facts for t in first]):
        return None
    context = said.around(match.start(), match.end())
    upper = all(t.facts.is_upper or t.facts.is_initial for t in parts)
    setting = Setting(False, upper, context.weight + (0.8 if len(first) > 1 and first[-1].facts.is_initial else 0.0))
    score = probability(log_odds([first[0], last[-1]], setting) + (0.9 if upper else -0.4))
    if score < LEAST_SCORE:
        return None
    return name_span(text, start, _end_with_suffix(text, first[-1].end), context.element, score)


_SAINTS = frozenset({"st", "ste"})
_IN_RECORD = compiled(
    r"[ ]{2}|[ ]*[|\t\n(]|,?[ ]+(?:dob\b|\d{1,2}[/-]\d|\(?\d{3}\)?[-. ]{1,2}\d{3}[-.]\d{4})|\Z", re.IGNORECASE
)
"""What stands behind a name in a list or table, where a comma turns it."""


_SUFFIX_AFTER = compiled(r",?[ ](?:Jr|Sr|JR|SR|II|III|IV|2nd|3rd)\b\.?")


def _end_with_suffix(text: str, end: int) -> int:
    match = _SUFFIX_AFTER.match(text, end)
    if match:
        return match.end()
    is_dotted = text[end : end + 1] == "." and text[end - 3 : end] in {" Jr", " Sr", " JR", " SR"}
    return end + is_dotted


def _echoes(said: Surroundings, found: list[Span], free: _Free, where: Iterable[Stretch]) -> Iterator[Span]:
    """Give single words that repeat a part of a sure name of this text."""
    text = said.text
    parts = {
        text[t.start : t.end]: span.element
        for span in found
        if span.score >= _SURE
        for t in tokens_of(text, span.start, span.end)
        if t.end - t.start > 2 and t.facts.best > -4 and not t.facts.is_particle and text[t.start : t.end] != span.norm
    }
    if not parts:
        return
    others = _Free(s for s in found if s.score >= LEAST_SCORE)
    for match in _matches(_CAPITAL_WORD, text, where):
        start, end = match.span()
        if match.group() in parts and free(start, end) and others(start, end):
            odds, context = odds_of(said, tokens_of(text, start, end)[:1], 0, 1)
            label = context.element if context.element is not Element.NAME else parts[match.group()]
            yield name_span(text, start, end, label or Element.NAME, probability(odds + WEIGHTS["known"]))
