"""Segments: what readers give out. A run of text, a piece of a table, or fields of a coded format.

A segment carries its place (``page 3``, ``Sheet1``, ``body``, ``header``); rows and fields add theirs,
so that a mention can name ``Sheet1!B14`` or ``PID-5``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId, SegmentId
from tocsin.model.bodies import (
    CELL_END,
    ROW_END,
    Body,
    Field,
    FieldsBody,
    GridBody,
    SegmentKind,
    TextBody,
    TextLayout,
    column_letters,
    pack_body,
    pack_rows,
    unpack_body,
)

__all__ = [
    "BATCH_BYTES",
    "CELL_END",
    "ROW_END",
    "SEGMENTS",
    "Body",
    "Field",
    "FieldsBody",
    "GridBody",
    "Segment",
    "SegmentKind",
    "TextBody",
    "TextLayout",
    "cell_place",
    "column_letters",
    "pack_body",
    "pack_rows",
    "segment_batches",
    "segments_of",
    "segments_table",
    "table_of",
    "unpack_body",
]


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


def cell_places(place: str, body: GridBody, rows: Iterable[int], columns: Iterable[int]) -> list[str]:
    """Return the places of many cells, as :func:`cell_place` gives them."""
    first = body.first_row
    if body.is_sheet:
        return [f"{place}!{column_letters(column)}{first + row}" for row, column in zip(rows, columns, strict=True)]
    lead = f"{place}, row " if place else "row "
    return [f"{lead}{first + row}, column {column + 1}" for row, column in zip(rows, columns, strict=True)]


_PIECE = re.compile(r",? ?(?:from byte|records from|row groups from) \d+$")


def table_of(place: str) -> str:
    """Return the name of the table a segment is of: its place without which piece of it.

    Example:
        >>> table_of("patients, from byte 16777216"), table_of("row groups from 3")
        ('patients', '')
    """
    return _PIECE.sub("", place)
