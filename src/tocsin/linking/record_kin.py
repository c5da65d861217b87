"""Whether the person of a record is somebody's child or spouse, by what the record says."""

from __future__ import annotations

from dataclasses import replace

from tocsin.linking.frames import Frame
from tocsin.linking.relations import relation_in, relation_value
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Mention, Part

Bucket = tuple[Role, int, str]
"""Party, its number, and the relation its label names (relatives) or the place of its name (providers)."""
PARENTAL = frozenset({"parent", "guardian"})
"""Guarantors whose child's policy is taken to be theirs."""


def is_dependant(main: Frame) -> bool:
    """Tell whether the row of a list of employees says that it is of a member of the family."""
    said = {relation_value(m.norm or m.text) for m in main.mentions if m.part is Part.RELATION}
    return bool(said & {"spouse", "child"})


def is_childs(main: Frame, parent: Frame) -> bool:
    """Tell whether the record's person is so much younger that the way to reach them is the other's."""
    years = [_birth_year(frame) for frame in (main, parent)]
    return all(years) and years[0] - years[1] >= _GENERATION


_GENERATION = 14


def is_called_child(main: Frame) -> bool:
    """Tell whether the label of the record's person says that it is a child."""
    return any(m.element in NAME_ELEMENTS and relation_in(m.label) == "child" for m in main.mentions)


def with_child(buckets: dict[Bucket, list[Mention]]) -> dict[Bucket, list[Mention]]:
    """Return the parts of a record; the child of a form that names a parent, and nobody else, is the patient."""
    named = [b for b, ms in buckets.items() if any(m.element in NAME_ELEMENTS for m in ms) and b[0] not in _OFFICES]
    children = [b for b in named if b[0] is Role.RELATIVE and b[2] == "child"]
    raising = [b for b in named if b[0] is Role.GUARANTOR or (b[0] is Role.RELATIVE and b[2] in PARENTAL)]
    if len(children) != 1 or not raising or len(named) > 1 + len(raising):
        return buckets
    own = [
        replace(m, party=Role.PATIENT, element=Element.NAME if m.element in NAME_ELEMENTS else m.element)
        for m in buckets[children[0]]
    ]
    if not any(m.element is Element.NAME and " " in m.text.strip() for m in own):
        return buckets
    rest = {bucket: mentions for bucket, mentions in buckets.items() if bucket not in {children[0], _PATIENT}}
    return {_PATIENT: [*own, *buckets.get(_PATIENT, [])], **rest}


_PATIENT: Bucket = (Role.PATIENT, 0, "")
_OFFICES = frozenset({Role.PROVIDER, Role.SENDER})


def _birth_year(frame: Frame) -> int:
    """Return the year of birth of a frame, 0 where none is told."""
    births = [*frame.values(Element.DATE_OF_BIRTH), *(m.norm for m in frame.births)]
    return next((int(norm[:4]) for norm in births if norm[:4].isdigit()), 0)
