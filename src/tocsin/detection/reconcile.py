"""Settling what a label says of a value against what the scan found in it.

A label knows whose value it is and of which kind; the scan knows where the value ends. So a labelled value in which
the scan found the same kind takes the scan's bounds and keeps the label's party; and a labelled run of words ("Plan:
...") in which the scan found dates, numbers or telephones is prose, not one value.

Invariant: no span is invented; each given one is of ``labelled`` or ``scanned``, at most with the other's particulars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.dates import birth_norm
from tocsin.detection.spans import Span
from tocsin.detection.thresholds import OURS, Limits, counts
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.model.regions import state_code

_WORDS = frozenset(
    {
        Element.DIAGNOSIS, Element.PROCEDURE, Element.MEDICATION, Element.TREATMENT, Element.LAB_RESULT,
        Element.SUBSTANCE_USE, Element.GENETIC, Element.FACILITY, Element.INSURER, Element.EMPLOYER, Element.ADDRESS,
        Element.BIOMETRIC, Element.HEIGHT_WEIGHT,
    }
)  # fmt: skip
"""Elements whose values are words, several of which one label may head."""

_DATES = frozenset({Element.DATE, Element.DATE_OF_BIRTH})
_PARTS_OF_WORDS = frozenset({Element.ZIP, Element.NPI})
_SURE = 0.75


def reconcile(labelled: Sequence[Span], scanned: Sequence[Span], limits: Limits = OURS) -> list[Span]:
    """Return the spans to merge: the scan's, and what of the labelled ones still says more."""
    finds = sorted((s for s in scanned if counts(s, limits)), key=lambda s: s.start)
    settled = list(finds)
    index = 0
    for span in sorted(labelled, key=lambda s: s.start):
        while index < len(finds) and finds[index].end <= span.start:
            index += 1
        inside = _overlapping(finds, index, span)
        settled.extend(_settle(span, inside))
    return settled


def without_births(finds: Sequence[Span], placed: Sequence[Span]) -> list[Span]:
    """Return the finds without birth dates where a table's column says that the date is another one."""
    dates = {span.start for span in placed if span.element is Element.DATE}
    return [span for span in finds if span.element is not Element.DATE_OF_BIRTH or span.start not in dates]


def _overlapping(finds: Sequence[Span], index: int, span: Span) -> list[Span]:
    found = []
    while index < len(finds) and finds[index].start < span.end:
        if finds[index].end > span.start:
            found.append(finds[index])
        index += 1
    return found


def _settle(span: Span, inside: Sequence[Span]) -> list[Span]:
    same = [found for found in inside if _same_kind(span, found)]
    if span.element is Element.ADDRESS and span.part is Part.FULL and not _is_address(span.norm):
        return []
    if span.element in _WORDS:
        return [] if any(_denies(found) for found in inside) else [span]
    if span.element is None or span.element in NAME_ELEMENTS or not same:
        return [span]
    return [_told(found, span) for found in same]


def _is_address(value: str) -> bool:
    """Tell whether a labelled value can be a postal address: some words, a number or a state, no code."""
    if any(c in "[]{}=`_<>@" for c in value) or not any(c.isalpha() for c in value):
        return False
    return any(c.isdigit() for c in value) or any(state_code(word) for word in value.split(","))


def _same_kind(span: Span, found: Span) -> bool:
    return found.element is span.element or (span.element in _DATES and found.element in _DATES)


def _denies(found: Span) -> bool:
    """Tell whether a find inside labelled words shows that they are not one value."""
    if found.element is None or found.element in _WORDS or found.element in _PARTS_OF_WORDS:
        return False
    return found.score >= _SURE


def _told(found: Span, span: Span) -> Span:
    """Return the find with what the label says of it; more exact bounds are never wider than the label's."""
    birth = Element.DATE_OF_BIRTH in {found.element, span.element}
    element = Element.DATE_OF_BIRTH if birth else found.element
    party = span.party if span.party is not Role.UNKNOWN else found.party
    return replace(
        found,
        element=element,
        norm=birth_norm(found.norm) if birth else found.norm,
        score=max(found.score, span.score),
        party=party,
        party_number=span.party_number or found.party_number,
        label=span.label,
        detector="label+" + found.detector,
    )
