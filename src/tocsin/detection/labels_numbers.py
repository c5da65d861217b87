"""Numbers behind labels: whose label names somebody but a number follows, and a policy's number behind its insurer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tocsin.detection import values
from tocsin.detection.labels_meaning import Meaning, meaning_of
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

LEAST_SHARE = 0.7
"""How much of a label's words must be understood."""
_POLICY = compiled(
    r"(?P<name>[^#\n]{1,60}[^#\n ,;:-])[ ,;:-]{1,4}#[ ]?"
    r"(?P<id>(?=(?:[^#\n\d]*\d){4})[A-Za-z]{0,4}[ ]?\d?[\dA-Za-z]{2,}(?:[ -][\dA-Za-z]{2,}){0,4})\Z"
)
_NUMBER_AHEAD = compiled(r"[ _.:]*[^\s|\d](?:[^\n\t|\d ]|[ ](?![ ])){0,12}\d|[ _.:]*\d")
"""A digit in the first words of a value."""


def numbered(found: tuple[int, str, Meaning], behind: str) -> tuple[int, str, Meaning] | None:
    """Return the label of somebody's number where a number follows (``Member #: NPX 88120``), else that of a name."""
    if _NUMBER_AHEAD.match(behind) is None:
        return found
    meaning = meaning_of(f"{found[1]} #")
    return None if meaning is None or meaning.share < LEAST_SHARE else (found[0], found[1], meaning)


def insured(text: str, span: Span) -> Iterator[Span]:
    """Give a labelled value, taken apart where the number of a policy stands behind an insurer: ``BCBS  #YXL 4471``."""
    found = _POLICY.match(text, span.start, span.end) if span.element is Element.INSURER else None
    if found is None:
        yield span
        return
    yield replace(span, end=found.end("name"), norm=found["name"])
    number = values.normalise(Element.MEMBER_ID, Part.FULL, found["id"])
    if number[1]:
        yield replace(span, start=found.start("id"), element=Element.MEMBER_ID, norm=number[0])
