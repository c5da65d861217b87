"""Firms that bear their partners' names: ``Brannock & Lusk, LLP``, ``Law Offices of Ann Lee``; they name nobody.

Invariant: pure; only lines that hold a name and a word that joins or announces partners are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.detection.spans import Span

_WORD = r"[A-Z\u00c0-\u00de][\w'\u2019.-]{1,24}"
_FIRM = re.compile(
    rf"{_WORD}(?:,? (?:[A-Z]\. )?{_WORD}){{0,5}}?,? (?:&|and|AND) {_WORD}(?: {_WORD}){{0,2}}?,? ?"
    r"(?:\bL\.?L\.?[PC]\b|\bP\.?L\.?L\.?[CP]\b|\bP\.C\.|\bPC\b|\bL\.?P\.?A\b|\bInc\b|\bINC\b|\bAttorneys?\b|\bATTORNEYS?\b|\bLaw\b|\bLAW\b|"
    r"\bAssoc(?:iates|\.)?|\bASSOC(?:IATES)?\b|\bCPAs?\b|\bSolicitors\b|\bAbogados\b)"
    rf"|\b(?i:law (?:offices?|firm|group|practice) of) {_WORD}(?: [A-Z]\.)?(?:,? (?:&|and|AND|{_WORD})){{0,5}}"
)
_JOINED = re.compile(r" (?:&|and|AND) |(?i:law) (?i:offices?|firm|group|practice) (?:of|OF) ")
_LONGEST_LINE = 400


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
