"""The strength from which a span of an element counts, in one table.

A low threshold is for elements that only ever come with strong evidence; a high one for elements whose shape is
common in ordinary text. What a user sets in place of ours is a probability, as scores are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tocsin.detection.calibration import probability
from tocsin.detection.spans import Span
from tocsin.model.elements import Element

Limits = Mapping[Element, float]
"""Thresholds that a user set for some elements, as probabilities."""
OURS: Limits = MappingProxyType({})
"""Nobody set any."""
DEFAULT_THRESHOLD = 0.5

THRESHOLDS: dict[Element, float] = {
    Element.SSN: 0.55,
    Element.DRIVER_LICENSE: 0.6,
    Element.MRN: 0.6,
}


def threshold(element: Element | None) -> float:
    """Return the strength from which a span of that element counts."""
    return DEFAULT_THRESHOLD if element is None else THRESHOLDS.get(element, DEFAULT_THRESHOLD)


def counts(span: Span, limits: Limits = OURS) -> bool:
    """Tell whether a span counts: by its probability where a user set a limit, by its strength elsewhere."""
    if span.element is not None and span.element in limits:
        return probability(span.element, span.detector, span.score) >= limits[span.element]
    return span.score >= threshold(span.element)


_SPECIFIC = (
    Element.SSN, Element.TAX_ID, Element.CARD_NUMBER, Element.ROUTING_NUMBER, Element.NPI, Element.DEA_NUMBER,
    Element.EMAIL, Element.DATE_OF_BIRTH, Element.MRN, Element.MEMBER_ID, Element.DRIVER_LICENSE, Element.PASSPORT,
    Element.STATE_ID, Element.MILITARY_ID, Element.IMMIGRATION_ID, Element.STUDENT_ID, Element.CLAIM_NUMBER,
    Element.ACCOUNT_NUMBER, Element.VEHICLE_ID, Element.DEVICE_ID, Element.PIN_OR_PASSWORD, Element.USERNAME,
    Element.CARD_EXPIRY, Element.PHONE, Element.IP_ADDRESS, Element.SUBSTANCE_USE, Element.GENETIC,
    Element.LAB_RESULT, Element.HEIGHT_WEIGHT, Element.MEDICATION, Element.TREATMENT, Element.PROCEDURE,
    Element.DIAGNOSIS, Element.ADDRESS, Element.INSURER, Element.FACILITY, Element.RELATIVE, Element.PROVIDER,
    Element.NAME, Element.EMPLOYER, Element.AGE, Element.DATE, Element.URL, Element.OTHER_ID, Element.ZIP,
)  # fmt: skip
_RANK = {element: len(_SPECIFIC) - rank for rank, element in enumerate(_SPECIFIC)}


def specificity(element: Element | None) -> int:
    """Return a rank: of two elements on the same span the higher one is the more specific."""
    return _RANK.get(element, 0) if element else 0
