"""Segments: what readers give out. A run of text, a piece of a table, or fields of a coded format.

A segment carries its place (``page 3``, ``Sheet1``, ``body``, ``header``); rows and fields add theirs,
so that a mention can name ``Sheet1!B14`` or ``PID-5``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId, SegmentId


class SegmentKind(StrEnum):
    """The three shapes of a segment."""

    TEXT = "text"
    GRID = "grid"
    FIELDS = "fields"


class TextLayout(StrEnum):
    """How white space of a text is to be taken."""

    FLOWING = "flowing"
    """Line ends are accidental (mail, word processing): a paragraph is one run."""
    FIXED = "fixed"
    """Columns are aligned by blanks (print images, PDF pages)."""


@dataclass(frozen=True, slots=True)
class TextBody:
    """A run of text; offsets of mentions are code points into ``text``."""

    text: str
    layout: TextLayout = TextLayout.FLOWING


@dataclass(frozen=True, slots=True)
class GridBody:
    """Some rows of one table, sheet or CSV file.

    ``rows`` are this segment's; ``head`` are the first rows of the whole grid (so that a later segment can
    still be understood) and may overlap ``rows``. ``first_row`` is the 1-based number of ``rows[0]`` in the grid.
    Every row is a tuple of cell texts; rows may differ in length; an empty cell is ``""``.
    """

    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1
    head: tuple[tuple[str, ...], ...] = ()
    is_sheet: bool = False
    """Cells are named ``Sheet1!B14`` instead of ``row 14``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a coded or labelled source.

    ``path`` is the machine name of the value in its format (``PID-5``, ``NM1*IL``, ``mail.from``,
    ``Patient.name``); ``label`` what a person would read; ``group`` numbers the record the value belongs to:
    fields of one group speak of one thing (one NM1 loop, one PID, one message header).
    """

    path: str
    value: str
    label: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class FieldsBody:
    """Fields in their order."""

    fields: tuple[Field, ...]


Body = TextBody | GridBody | FieldsBody


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of an item."""

    segment_id: SegmentId
    item_id: ItemId
    ordinal: int
    """Number in the item, from 0, in reading order."""
    place: str
    body: Body = field(repr=False)

    @property
    def kind(self) -> SegmentKind:
        """Return which of the three shapes it is."""
        if isinstance(self.body, TextBody):
            return SegmentKind.TEXT
        return SegmentKind.GRID if isinstance(self.body, GridBody) else SegmentKind.FIELDS


SEGMENTS = pa.schema(
    [
        pa.field("segment_id", pa.string(), nullable=False),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("ordinal", pa.int32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("body", pa.large_binary(), nullable=False),
    ]
)
"""Rows of the segments table; ``body`` is what :func:`pack_body` makes."""


def pack_body(body: Body) -> bytes:
    """Return the body as JSON bytes.

    Example:
        >>> pack_body(TextBody("hello"))
        b'["text","hello","flowing"]'
    """
    if isinstance(body, TextBody):
        return orjson.dumps(["text", body.text, body.layout])
    if isinstance(body, GridBody):
        return orjson.dumps(["grid", body.rows, body.first_row, body.head, body.is_sheet])
    return orjson.dumps(["fields", [(f.path, f.value, f.label, f.group) for f in body.fields]])


def unpack_body(packed: bytes) -> Body:
    """Return the body that :func:`pack_body` packed; raises ValueError if it has another shape."""
    shape, *rest = orjson.loads(packed)
    if shape == "text":
        text, layout = rest
        return TextBody(text, TextLayout(layout))
    if shape == "grid":
        rows, first_row, head, is_sheet = rest
        return GridBody(_rows(rows), first_row, _rows(head), is_sheet)
    if shape == "fields":
        return FieldsBody(tuple(Field(path, value, label, group) for path, value, label, group in rest[0]))
    raise ValueError("unknown shape of a segment")


def segments_table(segments: Sequence[Segment]) -> pa.Table:
    """Return the segments as a table of schema ``SEGMENTS``, in the given order."""
    return pa.table(
        {
            "segment_id": [s.segment_id for s in segments],
            "item_id": [s.item_id for s in segments],
            "ordinal": pa.array([s.ordinal for s in segments], pa.int32()),
            "kind": [s.kind.value for s in segments],
            "place": [s.place for s in segments],
            "body": pa.array([pack_body(s.body) for s in segments], pa.large_binary()),
        },
        schema=SEGMENTS,
    )


def segments_of(table: pa.Table) -> list[Segment]:
    """Return the segments of a table of schema ``SEGMENTS``."""
    return [
        Segment(r["segment_id"], r["item_id"], r["ordinal"], r["place"], unpack_body(r["body"]))
        for r in table.to_pylist()
    ]


BATCH_BYTES = 1 << 20


def segment_batches(table: pa.Table) -> Iterator[pa.Table]:
    """Yield a table of segments in its order, about ``BATCH_BYTES`` of bodies at a time, to keep memory flat."""
    sizes = pc.binary_length(table["body"]).to_pylist()
    start = held = 0
    for number, size in enumerate(sizes, 1):
        held += size
        if held >= BATCH_BYTES or number == len(sizes):
            yield table.slice(start, number - start)
            start, held = number, 0


def column_letters(index: int) -> str:
    """Return a spreadsheet's letters for the column with that 0-based index.

    Example:
        >>> column_letters(0), column_letters(27)
        ('A', 'AB')
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_place(place: str, body: GridBody, row: int, column: int) -> str:
    """Return the readable place of a cell; ``row`` counts from 0 in ``body.rows``.

    Example:
        >>> cell_place("Sheet1", GridBody((), first_row=14, is_sheet=True), 0, 1)
        'Sheet1!B14'
        >>> cell_place("", GridBody((), first_row=14), 2, 1)
        'row 16, column 2'
    """
    number = body.first_row + row
    if body.is_sheet:
        return f"{place}!{column_letters(column)}{number}"
    return (f"{place}, " if place else "") + f"row {number}, column {column + 1}"


_PIECE = re.compile(r",? ?(?:from byte|records from|row groups from) \d+$")


def table_of(place: str) -> str:
    """Return the name of the table a segment is of: its place without which piece of it.

    Example:
        >>> table_of("patients, from byte 16777216"), table_of("row groups from 3")
        ('patients', '')
    """
    return _PIECE.sub("", place)


def _rows(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)
