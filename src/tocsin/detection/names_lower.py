# ruff: noqa: E501 - patterns read better in long rows
"""Names written in lower case, as in chats and hurried mail: behind words that announce one, or as a likely pair.

A pair counts only in a line without capitalised words, where both words are names far more often than words.

Invariant: time is linear in the text; spans overlap neither each other nor those already taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tocsin.detection import names_words as words
from tocsin.detection.chances import Chances, Stretch
from tocsin.detection.names_context import Surroundings
from tocsin.detection.names_score import WEIGHTS
from tocsin.detection.names_tokens import Token, tokens_of
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import LONE_NAME, Part
from tocsin.patterns import compiled

DETECTOR = "names"
_LOWER = r"[a-z\u00df-\u00ff\u0100-\u024f\u1e00-\u1eff]"
CUES = (
    r"my name is|calls? (?:me|him|her)|named (?:him|her)|name[^.\n:]{0,25}:|named|called|patient is|patient:|patient|mr\.?|mrs\.?|ms\.?|miss|dr\.?|pt is|pt:?|this is|i am|i'm|"
    r"daughter|son|wife|husband|mother|father|mom|dad|sister|brother|spouse|caregiver"
)
"""Words before a name in lower case."""
_CUED = compiled(
    rf"\b(?:(?P<cue>{CUES})[ ]{{1,2}})(?P<name>[^\W\d_]['\w-]{{0,20}}\.?(?:[ ](?-i:{_LOWER})['\w-]{{0,20}}\.?){{0,3}})",
    re.IGNORECASE,
)
_SURE_CUES = ("name", "my", "mr", "ms", "miss", "dr", "call")
_KIN = frozenset(
    {"daughter", "son", "wife", "husband", "mother", "father", "mom", "dad", "sister", "brother", "spouse", "caregiver"}
)
_PAIR_CUES = _KIN | {"patient", "pt", "pt:", "patient:"}
"""Behind these, only two likely name words in a row are a name: most often an ordinary word follows."""
_LINE = compiled(r"[^\n]+")
_CAPITALISED = compiled(r"(?<![A-Za-z0-9])[A-Z][a-z]")
_LONGEST_LINE = 2000
LEAST_ONE, _LEAST_PAIR = -3.6, -4.6
"""Log odds (name against word) that each word of a pair, and both together, must reach."""
_LEAST_TITLED = -4.5


def lower_case_names(text: str, taken: Sequence[Span], where: Chances | None = None) -> list[Span]:
    """Return names in lower case as spans labelled name, provider or relative, sorted.

    Args:
        taken: spans already found.
        where: the lines that can hold names; None for all.
    """
    everywhere = ((0, len(text)),)
    cued = _cued(text, everywhere if where is None else where.cued)
    free = _Free(taken)
    found = [span for span in cued if free(span)]
    paired = _pairs(text, everywhere if where is None else where.paired)
    free = _Free([*taken, *found])
    return sorted([*found, *(span for span in paired if free(span))], key=lambda s: s.start)


class _Free:
    """Tells whether a span overlaps none of those given."""

    def __init__(self, spans: Sequence[Span]) -> None:
        ordered = sorted((s.start, s.end) for s in spans)
        self._starts, self._ends = [s for s, _ in ordered], [e for _, e in ordered]

    def __call__(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.end - 1) - 1
        return at < 0 or self._ends[at] <= span.start


def _cued(text: str, where: Iterable[Stretch]) -> Iterator[Span]:
    """Give names behind words that announce a name."""
    for match in (match for start, end in where for match in _CUED.finditer(text, start, end)):
        name = match.group("name")
        if name != name.lower():
            continue
        cue = match.group("cue").lower().rstrip(".")
        tokens = tokens_of(text, match.start("name"), match.end("name"))
        is_title = cue in words.TITLES
        kept = tokens[:2] if cue in _PAIR_CUES and _is_pair(tokens[:2]) else []
        if cue not in _PAIR_CUES:
            kept = _name_words(tokens, is_title)
            if len(kept) == 1 and not cue.startswith(_SURE_CUES) and kept[0].facts.given < -1.5:
                continue
        if kept:
            label = Element.PROVIDER if cue.startswith("dr") else Element.RELATIVE if cue in _KIN else Element.NAME
            yield _span(text, kept, label, 0.85 if is_title or len(kept) > 1 else 0.6)


def _name_words(tokens: list[Token], is_titled: bool) -> list[Token]:
    """Return the leading tokens that can be a name in lower case, none if they are ordinary words."""
    kept: list[Token] = []
    is_pair = sum(t.facts.given > -4.5 or t.facts.surname > -2 for t in tokens) >= 1 and len(tokens) > 1
    for token in tokens:
        facts = token.facts
        is_short = len(facts.folded) == 1 and kept
        if is_pair and facts.is_soft:
            kept.append(token)
            continue
        is_word = facts.is_known and facts.best < -4.5 and not facts.is_particle and not is_short
        if (facts.is_stop and not facts.is_soft) or is_word:
            break
        kept.append(token)
    while kept and (len(kept[-1].facts.folded) == 1 or kept[-1].facts.is_particle):
        kept.pop()
    least = _LEAST_TITLED if is_titled else -2
    if len(kept) == 1 and (kept[0].facts.best < least or not (kept[0].facts.is_known or is_titled)):
        return []
    return kept


def _pairs(text: str, where: Iterable[Stretch]) -> Iterator[Span]:
    """Give two likely name words in a row in lines without capitalised words, with a suffix behind them; some alone."""
    around = Surroundings(text)
    for line in (line for start, end in where for line in _LINE.finditer(text, start, end)):
        start, end = line.start(), min(line.end(), line.start() + _LONGEST_LINE)
        said = text[start:end]
        if not _is_lower(said):
            continue
        tokens = tokens_of(text, start, end)
        at = 0
        while at < len(tokens):
            pair = tokens[at : at + 2]
            if len(pair) > 1 and text[pair[0].end : pair[1].start] == " " and _is_pair(pair):
                behind = tokens[at + 2 : at + 3]
                is_more = bool(behind) and _goes_on(text, pair[1], behind[0])
                yield _span(text, [*pair, *behind] if is_more else pair, Element.NAME, 0.7)
                at += 3 if is_more else 2
                continue
            is_lone = text[pair[0].start].islower() and pair[0].facts.standing == 1
            if is_lone and _is_spoken_of(around, pair[0]):
                yield replace(_span(text, pair[:1], Element.NAME, _LONE), detector=LONE_NAME)
            at += 1


_LONE = 0.62
_LEAST_LONE = 3


def _is_spoken_of(around: Surroundings, token: Token) -> bool:
    """Tell whether a word is a given name and nothing else, and what stands beside it speaks of somebody."""
    return token.end - token.start >= _LEAST_LONE and around.around(token.start, token.end).weight >= (WEIGHTS["verb"])


def _goes_on(text: str, last: Token, token: Token) -> bool:
    """Tell whether a word behind a pair is its suffix or a second surname."""
    facts = token.facts
    if text[last.end : token.start] != " ":
        return False
    return facts.folded in {"jr", "sr", "ii", "iii"} or (facts.is_known and facts.surname > 0 and not facts.is_stop)


def _is_lower(line: str) -> bool:
    """Tell whether a line is written without capitals: it does not begin with one, and hardly any word has one."""
    capitals = len(_CAPITALISED.findall(line))
    return not _CAPITALISED.match(line.lstrip(" \t>*-")) and capitals * 5 <= line.count(" ") + 1


def _is_pair(tokens: Sequence[Token]) -> bool:
    if len(tokens) < 2 or any(t.facts.is_organization or len(t.facts.folded) < 3 for t in tokens):
        return False
    if any(t.facts.is_stop and not t.facts.is_soft for t in tokens):
        return False
    one, other = tokens[0].facts, tokens[1].facts
    return any(
        min(first, last) >= LEAST_ONE and first + last >= _LEAST_PAIR
        for first, last, is_known in (
            (one.given, other.surname, one.is_known or other.is_known),
            (one.surname, other.given - 1.0, one.is_known and other.is_known),
        )
        if is_known
    )


def _span(text: str, tokens: Sequence[Token], label: Element, score: float) -> Span:
    start, end = tokens[0].start, tokens[-1].end
    return Span(start, end, label, Part.FULL, score, DETECTOR, text[start:end])
