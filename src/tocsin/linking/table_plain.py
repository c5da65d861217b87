"""Rows that name nobody and say plain things under a key: a diagnosis, a charge, a plan. Most rows of databases do.

Invariant: gives the subject that linking a record gives, only without looking for people in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.ids import SubjectId, digest_id
from tocsin.linking.frames import CLINICAL
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.model.segments import Segment
from tocsin.model.subjects import Subject

_VALUES = frozenset({Element.MRN, Element.MEMBER_ID, Element.PHONE, Element.EMAIL})
_PLAIN = CLINICAL | _VALUES | {
    Element.DATE, Element.CLAIM_NUMBER, Element.INSURER, Element.FACILITY, Element.EMPLOYER, Element.CARD_EXPIRY,
    Element.AGE, Element.OTHER_ID, Element.ROUTING_NUMBER, Element.URL, Element.IP_ADDRESS,
}  # fmt: skip
_OWN = frozenset({Role.UNKNOWN, Role.PATIENT})
_OF_PLAN = frozenset({Element.MEMBER_ID, Element.INSURER})
_SHOWS_PATIENT = CLINICAL | {Element.MRN, Element.MEMBER_ID, Element.CLAIM_NUMBER}
_MOST = 50


def plain_subject(segment: Segment, row: int, found: Sequence[Mention], seen_on: str) -> Subject | None:
    """Return the subject of a row that is plain, None if the row must be read as a record."""
    elements: set[Element] = set()
    is_told = False
    for mention in found:
        is_own = mention.party in _OWN or (mention.party is Role.SUBSCRIBER and mention.element in _OF_PLAN)
        if mention.element not in _PLAIN or not is_own or mention.part is not Part.FULL:
            return None
        if mention.detector != "place" and mention.element not in CLINICAL:
            return None
        elements.add(mention.element)
        is_told = is_told or mention.party is Role.PATIENT
    is_paid = Element.ROUTING_NUMBER in elements
    is_patient = is_told or (bool(elements & _SHOWS_PATIENT) and not is_paid)
    return Subject(
        subject_id=SubjectId(digest_id("sub", segment.segment_id, f"{row}/-1/0")),
        item_id=segment.item_id,
        segment_id=segment.segment_id,
        row=row,
        start=-1,
        role=Role.PATIENT if is_patient else Role.EMPLOYEE if is_paid else Role.UNKNOWN,
        elements=tuple(sorted(elements)),
        mrns=_values(found, elements, Element.MRN),
        member_ids=_values(found, elements, Element.MEMBER_ID),
        phones=_values(found, elements, Element.PHONE),
        emails=_values(found, elements, Element.EMAIL),
        seen_on=seen_on,
        mention_count=len(found),
    )


def _values(found: Sequence[Mention], elements: set[Element], element: Element) -> tuple[str, ...]:
    if element not in elements:
        return ()
    return tuple(dict.fromkeys(m.norm for m in found if m.element is element))[:_MOST]
