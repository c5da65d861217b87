"""What looks like a name or a part of one: firms that bear their partners', degrees in front, abbreviations behind.

``Brannock & Lusk, LLP`` and ``Law Offices of Ann Lee`` name nobody; ``MD  Anes`` is a degree and the next label, and
``Lamar Sprague LOA`` is on leave.

Invariant: pure; only lines that hold a name and a word that joins or announces partners are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.names_words import CREDENTIALS, SUFFIXES
from tocsin.detection.spans import Span
from tocsin.model.lexicon import usage
from tocsin.patterns import compiled

_WORD = r"[A-Z\u00c0-\u00de][\w'\u2019.-]{1,24}"
_FIRM = compiled(
    rf"{_WORD}(?:,? (?:[A-Z]\. )?{_WORD}){{0,5}}?,? (?:&|and|AND) {_WORD}(?: {_WORD}){{0,2}}?,? ?"
    r"(?:\bL\.?L\.?[PC]\b|\bP\.?L\.?L\.?[CP]\b|\bP\.C\.|\bPC\b|\bL\.?P\.?A\b|\bInc\b|\bINC\b|\bAttorneys?\b|\bATTORNEYS?\b|\bLaw\b|\bLAW\b|"
    r"\bAssoc(?:iates|\.)?|\bASSOC(?:IATES)?\b|\bCPAs?\b|\bSolicitors\b|\bAbogados\b)"
    rf"|\b(?i:law (?:offices?|firm|group|practice) of) {_WORD}(?: [A-Z]\.)?(?:,? (?:&|and|AND|{_WORD})){{0,5}}"
)
_JOINED = compiled(r" (?:&|and|AND) |(?i:law) (?i:offices?|firm|group|practice) (?:of|OF) ")
_LONGEST_LINE = 400


_DEGREE_FIRST = compiled(r"(?:MD|DO|RN|NP|PA|PA-C|CRNA|LPN|DPM|DDS|APRN)[ ]{2,}")
_ABBREVIATED = compiled(r"\S[ ][^\n]*[a-z][ ](?P<short>[A-Z]{3,4})\Z")
"""Capitals behind a name of two words at least; a surname may be set so: ``Kofi ANSA``."""
_OF_LEAVE = frozenset({"loa", "fmla", "pto", "std", "ltd"})
"""What personnel is noted to be on; Loa is a surname in small letters."""
_SHORTEST_CUT = 500.0
"""Bearers of a surname in capitals from which on it may stand behind a name in small letters."""


def without_tails(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the names without those that begin with a degree before a gap, abbreviations behind them cut off."""
    kept: list[Span] = []
    for span in spans:
        tail = _ABBREVIATED.search(text, span.start, span.end)
        if tail is not None and _is_none_of_it(tail["short"]):
            kept.append(replace(span, end=tail.start("short") - 1, norm=text[span.start : tail.start("short") - 1]))
        elif _DEGREE_FIRST.match(text, span.start, span.end) is None:
            kept.append(span)
    return kept


def _is_none_of_it(short: str) -> bool:
    """Tell whether capitals behind a name are neither its suffix nor a surname that people have."""
    folded = short.lower()
    is_of_name = folded in SUFFIXES or folded in CREDENTIALS
    return folded in _OF_LEAVE or (not is_of_name and usage(folded).surname < _SHORTEST_CUT)


def without_firms(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the names that are no part of a firm's; spans are in order."""
    kept: list[Span] = []
    line, firms = (0, 0), list[tuple[int, int]]()
    for span in spans:
        if span.start >= line[1]:
            line = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end) % (len(text) + 1)
            firms = _firms_in(text, *line)
        if not any(start <= span.start and span.end <= end for start, end in firms):
            kept.append(span)
    return kept


def _firms_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start > _LONGEST_LINE or _JOINED.search(text, start, end) is None:
        return []
    return [found.span() for found in _FIRM.finditer(text, start, end)]
