"""Printed reports of people and their visits: lines whose places say that they name somebody, lines of visits below.

Such a line is told by its mentions alone: its name and facts are typed by their place as a patient's, those of visits
by theirs as nobody's in particular.

Invariant: pure; a visit's line is only told as one below (or a page after) a person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Mention, Part

_OF_VISITS = frozenset({Element.DATE, Element.PROCEDURE, Element.DIAGNOSIS})
_LEAST = 2
_READ = frozenset({Zone.PLAIN, Zone.DISCLAIMER})
"""Where lines of a report stand: below the foot of a page (``CONFIDENTIAL``) they go on."""


class Reported(Enum):
    """What a line of a report is."""

    PERSON = "person"
    ROW = "row"
    """Of a person, without visits below."""
    VISIT = "visit"


def reported_lines(lines: Sequence[Line]) -> dict[int, Reported]:
    """Return the lines (by index) that places say to name a person, and those of visits below such lines."""
    told = {n: kind for n, line in enumerate(lines) if line.zone in _READ and (kind := _kind(line)) is not None}
    order = list(told)
    headed = sum(told[one] is Reported.PERSON and told[other] is Reported.VISIT for one, other in pairwise(order))
    people = [n for n, kind in told.items() if kind is Reported.PERSON]
    return told if headed * 2 >= len(people) > 0 else dict.fromkeys(people, Reported.ROW)


def reported_name(line: Line) -> Mention | None:
    """Return the name by which a line's place says whose it is."""
    placed = [m for m in line.mentions if m.detector == "place" and m.party is Role.PATIENT]
    names = [m for m in placed if m.element is Element.NAME and m.part is Part.FULL]
    return names[0] if len(names) == 1 and len(placed) >= _LEAST else None


def _kind(line: Line) -> Reported | None:
    if reported_name(line) is not None:
        return Reported.PERSON
    placed = [m for m in line.mentions if m.detector == "place"]
    if len(placed) < _LEAST or not any(m.element in _OF_VISITS for m in placed):
        return None
    is_open = all(m.party in {Role.UNKNOWN, Role.PROVIDER} for m in placed)
    others = (m for m in line.mentions if m.element in NAME_ELEMENTS and m.element is not Element.PROVIDER)
    return Reported.VISIT if is_open and not any(others) else None
