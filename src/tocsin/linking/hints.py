"""Whom a document lists, by its own name and its first lines: ``CPAP clinic waitlist``, ``PATIENT A/R AGING``.

Invariant: pure; only a document that stands for itself or is attached says so, never the body of a message.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.linking.cues import list_role
from tocsin.model.elements import Role
from tocsin.model.evidence import Item
from tocsin.model.segments import FieldsBody, GridBody, Segment, TextBody
from tocsin.patterns import compiled

_FIRST_LINES, _LONGEST_TITLE, _MOST_WORDS = 3, 90, 9
_NUMBER = compiled(r"\d{3}[-. ]\d{4}|\d{7}")
"""A telephone or record number: such a line is one of the list, not its title."""
_SEPARATORS = compiled(r"[_.\-\s]+")


def hint_of(item: Item, pieces: Sequence[Segment]) -> Role:
    """Return whom an item is a list of, UNKNOWN where neither its name nor its first lines say."""
    if any(isinstance(piece.body, FieldsBody) for piece in pieces):
        return Role.UNKNOWN
    name = _SEPARATORS.sub(" ", item.locator.rpartition("/")[2])
    for text in (name, *_titles(pieces)):
        role = list_role(text)
        if role is not None:
            return role
    return Role.UNKNOWN


def _titles(pieces: Sequence[Segment]) -> list[str]:
    """Return the first lines that may be titles: of a text its few short ones, of a sheet its rows of one cell."""
    body = pieces[0].body
    lines: list[str] = []
    if isinstance(body, GridBody):
        rows = [[cell for cell in row if cell.strip()] for row in (body.head or body.rows)[:_FIRST_LINES]]
        lines = [pieces[0].place, *(" ".join(row) for row in rows if 0 < len(row) <= 2)]
    elif isinstance(body, TextBody):
        lines = [line.strip() for line in body.text[: _FIRST_LINES * 200].split("\n") if line.strip()][:_FIRST_LINES]
    return [
        line
        for line in lines
        if len(line) <= _LONGEST_TITLE and len(line.split()) <= _MOST_WORDS and not _NUMBER.search(line)
    ]
