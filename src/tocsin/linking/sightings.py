"""From the frames of items: who was seen in office and who as a patient.

Invariant: pure; one item counts a person once for each sight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from tocsin.ids import ItemId
from tocsin.linking.frames import CLINICAL, Frame, Shape
from tocsin.linking.roles import OWN_DATA
from tocsin.linking.staff import Sight, StaffEvidence
from tocsin.model.elements import Element, Role

PATIENTS = CLINICAL | {Element.MRN, Element.MEMBER_ID, Element.DATE_OF_BIRTH}
_LISTED = frozenset({Role.PATIENT, Role.SUBSCRIBER, Role.GUARANTOR})


def sightings(
    items: Iterable[tuple[ItemId, Sequence[Frame]]], seen: Mapping[ItemId, AbstractSet[str]] | None = None
) -> StaffEvidence:
    """Return the sightings of all items; ``seen`` are folded names of further patients of each."""
    patients = dict(seen or {})
    names: Counter[tuple[str, Sight]] = Counter()
    emails: Counter[tuple[str, str]] = Counter()
    for item, frames in items:
        more = {(name, Sight.PATIENT) for name in patients.pop(item, ())}
        names.update(more | {key for frame in frames for key in _sights(frame)})
        emails.update({key for frame in frames for key in _sent(frame)})
    for others in patients.values():
        names.update((name, Sight.PATIENT) for name in others)
    return StaffEvidence.merged([StaffEvidence(dict(names), dict(emails))])


def _sights(frame: Frame) -> list[tuple[str, Sight]]:
    name = frame.key.full
    if not name or frame.is_sample:
        return []
    if frame.role is Role.PROVIDER:
        return [(name, Sight.ROSTER if frame.shape is Shape.RECORD else Sight.PROVIDER)]
    if frame.role is Role.SENDER:
        return [(name, Sight.SENDER if frame.shape is Shape.HEADER else Sight.SIGNATURE)]
    is_patient = frame.has(PATIENTS) or (frame.role in _LISTED and (frame.has(OWN_DATA) or bool(frame.births)))
    return [(name, Sight.PATIENT)] if is_patient else []


def _sent(frame: Frame) -> list[tuple[str, str]]:
    if frame.shape is not Shape.HEADER:
        return []
    return [(email, frame.key.full) for email in frame.values(Element.EMAIL)[:1]]
