"""Spans: what a detector finds in one text, before it becomes a mention of a place.

Invariant: ``0 <= start < end <= len(text)``; offsets are code points of the text that was searched.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

CUSTOM = "custom:"
"""How detectors that users added are named, before their own name."""
RECOGNIZER = "recognizer:"
"""Likewise recognizers written for Presidio."""


@dataclass(frozen=True, slots=True)
class Span:
    """One element found in a text.

    ``element`` is None for facts about a person that are no element (sex, date of death, relation): ``part`` then
    says which. ``norm`` is the normalised value as :class:`tocsin.model.mentions.Mention` defines it. ``label`` is
    the label or header that typed the span, as read, empty where none did. ``score`` is a strength until the span
    leaves detection (:mod:`tocsin.detection.calibration`).
    """

    start: int
    end: int
    element: Element | None
    part: Part
    score: float
    detector: str
    norm: str = field(repr=False)
    party: Role = Role.UNKNOWN
    party_number: int = 0
    label: str = field(default="", repr=False)

    @property
    def length(self) -> int:
        """Return the number of code points covered."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def moved(self, start: int, end: int) -> Span:
        """Return the same find at another place."""
        return Span(
            start, end, self.element, self.part, self.score, self.detector, self.norm, self.party, self.party_number,
            self.label,
        )  # fmt: skip

    def scored(self, score: float) -> Span:
        """Return the same find with another score."""
        return Span(
            self.start, self.end, self.element, self.part, score, self.detector, self.norm, self.party,
            self.party_number, self.label,
        )  # fmt: skip


def restored(spans: list[Span], offsets: array[int] | None) -> list[Span]:
    """Return spans of a text without its zero-width characters at their places in the text as it was."""
    if offsets is None:
        return spans
    return [span.moved(offsets[span.start], offsets[span.end - 1] + 1) for span in spans]


def is_free(spans: Sequence[Span], ends: Sequence[int], start: int, end: int) -> bool:
    """Tell whether a stretch overlaps none of the spans, which are sorted and overlap nowhere.

    Args:
        spans: of one text.
        ends: where each of them ends.
        start: of the stretch.
        end: behind it.
    """
    at = bisect_right(ends, start)
    return at == len(spans) or spans[at].start >= end
