"""What a segment asks of the detector: values its places have typed already, and texts still to be read.

Invariant: a header or total row gives nothing; a typed cell or field gives its value or nothing, never both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tocsin.detection import columns, fields, values
from tocsin.detection.spans import Span
from tocsin.detection.thresholds import threshold
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import Field, FieldsBody, GridBody, Segment, TextBody, cell_place

_SHORTEST_TEXT = 4
_LONGEST_TYPED = 400
_SENDER_PATHS = frozenset({"mail.from", "mail.reply_to", "mail.sender", "mail.reply-to"})
_MAIL_TEXTS = frozenset({"mail.subject"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One text at one place of a segment; ``span`` is set if the place has typed its value."""

    text: str = field(repr=False)
    place: str
    row: int = -1
    column: int = -1
    group: int = -1
    party: Role = Role.UNKNOWN
    party_number: int = 0
    label: str = field(default="", repr=False)
    span: Span | None = None


def asks(segment: Segment) -> Iterator[Ask]:
    """Give what is to be found or read in the segment, in order."""
    body = segment.body
    if isinstance(body, TextBody):
        yield Ask(body.text, segment.place)
    elif isinstance(body, GridBody):
        yield from _grid(segment.place, body)
    else:
        yield from _fields(segment.place, body)


def typed(
    text: str, element: Element | None, part: Part, score: float, party: Role, number: int, label: str
) -> Span | None:
    """Return the whole of a value as a span of the element its place names, if it holds one."""
    if len(text) > _LONGEST_TYPED:
        return None
    norm, counts, value_score = values.normalise(element, part, text)
    sure = min(score, value_score) if value_score < score else (score + value_score) / 2
    if not counts or sure < threshold(element):
        return None
    start = len(text) - len(text.lstrip())
    return Span(start, len(text.rstrip()), element, part, round(sure, 4), "place", norm, party, number, label)


def _grid(place: str, body: GridBody) -> Iterator[Ask]:
    grid = columns.type_grid(body)
    types = {column.index: column for column in grid.columns}
    for row in grid.data_rows(body):
        for index, text in enumerate(body.rows[row]):
            if not text.strip():
                continue
            where = cell_place(place, body, row, index)
            column = types.get(index)
            ask = Ask(text, where, row, index)
            if column is not None:
                ask = replace(ask, party=column.party, party_number=column.party_number, label=column.label)
            if column is None or column.is_free_text or (column.element is None and column.part is Part.FULL):
                if len(text) >= _SHORTEST_TEXT:
                    yield ask
                continue
            span = typed(
                text, column.element, column.part, column.score, column.party, column.party_number, column.label
            )
            if span is not None:
                yield replace(ask, span=span)
            elif len(text) > _LONGEST_TYPED:
                yield ask


def _fields(place: str, body: FieldsBody) -> Iterator[Ask]:
    for index, one in enumerate(body.fields):
        if one.value.strip():
            yield from _field(place, index, one)


def _field(place: str, index: int, one: Field) -> Iterator[Ask]:
    kind = fields.type_field(one)
    where = one.path or place
    label = one.label or (one.path if one.path.startswith("mail.") else "")
    party = Role.SENDER if one.path in _SENDER_PATHS else kind.party
    ask = Ask(one.value, where, index, -1, one.group, party, kind.party_number, label)
    open_text = kind.is_free_text or (kind.element is None and kind.part is Part.FULL)
    if open_text or one.path.startswith("mail."):
        yield ask
        return
    span = typed(one.value, kind.element, kind.part, 0.97, party, kind.party_number, label)
    if span is not None:
        yield replace(ask, span=span)
