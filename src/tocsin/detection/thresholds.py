"""The score from which a span of an element counts, in one table.

Scores are meant as probabilities. A low threshold is for elements that only ever come with strong evidence; a
high one for elements whose shape is common in ordinary text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tocsin.model.elements import Element

Limits = Mapping[Element, float]
"""Thresholds that a user set for some elements."""
OURS: Limits = MappingProxyType({})
"""Nobody set any."""
DEFAULT_THRESHOLD = 0.5

THRESHOLDS: dict[Element, float] = {
    Element.SSN: 0.55,
    Element.DRIVER_LICENSE: 0.6,
    Element.MRN: 0.6,
}


def threshold(element: Element | None, limits: Limits = OURS) -> float:
    """Return the score from which a span of that element counts; a limit in place of ours where there is one."""
    if element is None:
        return DEFAULT_THRESHOLD
    return limits[element] if element in limits else THRESHOLDS.get(element, DEFAULT_THRESHOLD)


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
