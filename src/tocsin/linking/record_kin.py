"""Whether the person of a record is somebody's child or spouse, by what the record says."""

from __future__ import annotations

from tocsin.linking.frames import Frame
from tocsin.linking.relations import relation_in, relation_value
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Part


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


def _birth_year(frame: Frame) -> int:
    """Return the year of birth of a frame, 0 where none is told."""
    births = [*frame.values(Element.DATE_OF_BIRTH), *(m.norm for m in frame.births)]
    return next((int(norm[:4]) for norm in births if norm[:4].isdigit()), 0)
