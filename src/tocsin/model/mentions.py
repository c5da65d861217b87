"""Mentions: one occurrence of an element at a place, as detection leaves it for linking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum

import pyarrow as pa

from tocsin.ids import ItemId, MentionId, SegmentId
from tocsin.model.elements import Element, Role

HEADS_ROWS = -2
"""Group of mentions on a line over rows of a table that says what all of them have in common."""


class Part(StrEnum):
    """Which part of a name or address a mention holds; FULL where it is whole."""

    FULL = "full"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    SUFFIX = "suffix"
    STREET = "street"
    UNIT = "unit"
    CITY = "city"
    STATE = "state"
    ZIP = "zip"
    COUNTRY = "country"
    SEX = "sex"
    """Not an element: such a mention has ``element`` None; likewise date of death and relation."""
    DEATH_DATE = "death_date"
    RELATION = "relation"


LONE_NAME = "names-lone"
"""The detector of a name of one word that only its sentence makes one: it is told, but nobody follows from it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an element.

    In text, ``start`` and ``end`` are code points of the segment's text. In a grid they are code points of the
    cell's text, ``row`` and ``column`` count from 0 in ``GridBody.rows``. In fields, ``row`` is the index of the
    field and ``group`` its group. Mentions of a line over rows that all have what it says are of
    group ``HEADS_ROWS``. ``party`` is whom the place itself names (a column "Guarantor name", a label
    "Spouse DOB:", ``NM1*QC``), UNKNOWN where it does not; ``party_number`` tells several of one party apart
    (child 1, child 2). ``label`` is the label or header that typed it, if any, as read.
    """

    mention_id: MentionId
    item_id: ItemId
    segment_id: SegmentId
    element: Element | None
    """None for facts that are no element but tell of a person: sex, date of death, relation."""
    part: Part
    start: int
    end: int
    place: str
    text: str = field(repr=False)
    norm: str = field(repr=False)
    """Normalised value: dates ISO, SSN 9 digits, phones +1 and 10 digits, e-mail lower case, names as read."""
    score: float
    """How probably it is right; see :mod:`tocsin.detection.calibration`."""
    detector: str
    row: int = -1
    column: int = -1
    group: int = -1
    party: Role = Role.UNKNOWN
    party_number: int = 0
    label: str = field(default="", repr=False)


MENTIONS = pa.schema(
    [
        pa.field("mention_id", pa.string(), nullable=False),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("segment_id", pa.string(), nullable=False),
        pa.field("element", pa.string()),
        pa.field("part", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("norm", pa.string(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
        pa.field("detector", pa.string(), nullable=False),
        pa.field("row", pa.int32(), nullable=False),
        pa.field("column", pa.int32(), nullable=False),
        pa.field("group", pa.int32(), nullable=False),
        pa.field("party", pa.string(), nullable=False),
        pa.field("party_number", pa.int32(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
    ]
)
"""Rows of the mentions table, fields as in :class:`Mention`."""


def mentions_table(mentions: Sequence[Mention]) -> pa.Table:
    """Return the mentions as a table of schema ``MENTIONS``, in the given order."""
    columns = {
        name: pa.array([getattr(m, name) for m in mentions], MENTIONS.field(name).type) for name in MENTIONS.names
    }
    return pa.table(columns, schema=MENTIONS)


def mentions_of(table: pa.Table) -> list[Mention]:
    """Return the mentions of a table of schema ``MENTIONS``."""
    columns = {name: table[name].to_pylist() for name in MENTIONS.names}
    columns["element"] = [_ELEMENTS[code] for code in columns["element"]]
    columns["part"] = [_PARTS[code] for code in columns["part"]]
    columns["party"] = [_ROLES[code] for code in columns["party"]]
    return [Mention(*values) for values in zip(*(columns[name] for name in _ORDER), strict=True)]


_ORDER = tuple(one.name for one in fields(Mention))
_ELEMENTS: dict[str | None, Element | None] = {None: None, "": None, **{one.value: one for one in Element}}
_PARTS = {one.value: one for one in Part}
_ROLES = {one.value: one for one in Role}
