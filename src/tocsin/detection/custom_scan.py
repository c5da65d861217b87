"""Searching for the patterns of custom detectors: one Hyperscan pass that knows where a find begins.

A pattern that Hyperscan cannot search in time linear in the text is refused when it is read, so none can be slow on
hostile text. The longest find from the leftmost start counts; finds of one detector never overlap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import hyperscan

from tocsin.detection.compiled import database
from tocsin.detection.context import after, before
from tocsin.detection.custom import CustomDetector
from tocsin.detection.custom_checks import passes
from tocsin.detection.scan import code
from tocsin.detection.spans import CUSTOM, Span
from tocsin.detection.values import normalise
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

LONGEST_FIND = 2_000
"""A longer find of a custom pattern is no value; it keeps checks and exports bounded."""


class Patterns:
    """Patterns of the user's, compiled apart from our own; not for two threads at once."""

    def __init__(self, patterns: Sequence[str], *, case_sensitive: Sequence[bool]) -> None:
        """Compile them; raises ValueError if one cannot be (:func:`fault_of` says which and why)."""
        self._database: hyperscan.Database | None = None
        if not patterns:
            return
        flags = [hyperscan.HS_FLAG_SOM_LEFTMOST | hyperscan.HS_FLAG_MULTILINE] * len(patterns)
        flags = [
            flag if strict else flag | hyperscan.HS_FLAG_CASELESS
            for flag, strict in zip(flags, case_sensitive, strict=True)
        ]
        try:
            self._database = database([p.encode("latin-1") for p in patterns], flags, is_kept=False)
        except hyperscan.error:
            raise ValueError("a pattern cannot be compiled") from None
        self._scratch = hyperscan.Scratch(self._database)

    def hits(self, coded: bytes) -> list[tuple[int, int, int]]:
        """Return (pattern, start, end) of every hit, by end; of one start there may be several."""
        found: list[tuple[int, int, int]] = []
        if self._database is None:
            return found
        add = found.append

        def take(number: int, start: int, end: int, _flags: int, _context: object) -> None:
            if end - start <= LONGEST_FIND:
                add((number, start, end))

        self._database.scan(coded, match_event_handler=take, scratch=self._scratch)
        return found


def fault_of(pattern: str) -> str:
    """Return why a pattern cannot be searched in bounded time, or nothing if it can; its own words are not told."""
    if not pattern.isascii():
        try:
            pattern.encode("latin-1")
        except UnicodeEncodeError:
            return "may hold letters of Latin-1 only"
    try:
        Patterns([pattern], case_sensitive=[False])
    except ValueError:
        return f"cannot be searched in bounded time: {_reason(pattern)}"
    return ""


def _reason(pattern: str) -> str:
    try:
        hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(
            expressions=[pattern.encode("latin-1")], ids=[0], elements=1, flags=[hyperscan.HS_FLAG_SOM_LEFTMOST]
        )
    except hyperscan.error as error:
        words = str(error)
        if "empty" in words:
            return "it would find the empty text; ask for one character at least"
        if "Zero-width" in words or "Embedded" in words:
            return "look-ahead and look-behind are not supported; name words nearby as context"
        if "ack-reference" in words:
            return "back-references are not supported"
        if "too large" in words:
            return "it repeats too much; make it shorter or its repeats smaller"
    return "it is no such expression, or uses what Hyperscan does not support"


@dataclass(frozen=True, slots=True)
class _Ready:
    detector: CustomDetector
    context: re.Pattern[str] | None
    label: str


class CustomScan:
    """The detectors of one file, ready to search."""

    def __init__(self, detectors: Sequence[CustomDetector]) -> None:
        """Compile the patterns; they were checked when they were read."""
        with_pattern = [one for one in detectors if one.pattern]
        self._ready = [_Ready(one, _any_of(one.context), CUSTOM + one.name) for one in with_pattern]
        self._patterns = Patterns(
            [one.pattern for one in with_pattern], case_sensitive=[one.is_case_sensitive for one in with_pattern]
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to search for."""
        return not self._ready

    def spans(self, text: str, label: str = "") -> list[Span]:
        """Return what the detectors find in a folded text, by place; ``label`` counts as words nearby."""
        if not self._ready or not text:
            return []
        found: list[Span] = []
        last: dict[int, tuple[int, int]] = {}
        for number, start, end in self._patterns.hits(code(text)):
            if not self._ready[number].detector.is_part_of_word and _cuts_word(text, start, end):
                continue
            held = last.get(number)
            if held is not None and start < held[1] and start != held[0]:
                continue
            if held is not None and start != held[0]:
                self._add(found, number, text, held, label)
            last[number] = (start, end)
        for number, held in last.items():
            self._add(found, number, text, held, label)
        return sorted(found, key=lambda span: (span.start, span.end))

    def _add(self, found: list[Span], number: int, text: str, place: tuple[int, int], label: str) -> None:
        start, end = place
        ready, value = self._ready[number], text[start:end]
        one = ready.detector
        if not value.strip() or not passes(one.check, value):
            return
        score = one.score if _is_near(ready.context, text, place, one.context_chars, label) else one.score_alone
        norm = norm_of(one.element, value)
        if score > 0 and norm:
            found.append(Span(start, end, one.element, Part.FULL, score, ready.label, norm))


def norm_of(element: Element, value: str) -> str:
    """Return a value as other stages compare it; nothing if it can be no value of that element."""
    norm, counts, _ = normalise(element, Part.FULL, value)
    if counts and norm:
        return norm
    return "" if element in _EXACT else " ".join(value.upper().split())


_EXACT = frozenset({Element.SSN, Element.DATE, Element.DATE_OF_BIRTH})
"""What later stages calculate with: a value that cannot be one must not pass as one."""


def _is_near(context: re.Pattern[str] | None, text: str, place: tuple[int, int], reach: int, label: str) -> bool:
    if context is None:
        return True
    start, end = place
    return any(context.search(t) for t in (before(text, 0, start, reach), after(text, end, len(text), reach), label))


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Return a pattern of plain words: without repeats, so linear in the few characters it is asked about."""
    if not words:
        return None
    listed = "|".join(re.escape(" ".join(word.split())).replace(r"\ ", r"\s{1,3}") for word in words)
    return compiled(rf"(?<![^\W_])(?:{listed})(?![^\W_])", re.IGNORECASE)


def _cuts_word(text: str, start: int, end: int) -> bool:
    is_cut_before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    return is_cut_before or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
