"""What the name of a table, and what a person said of its columns, make of a table's types.

Invariant: pure; a person's word outranks what header and values say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tocsin.detection.columns import Block, GridType
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.labels_meaning import meaning_of
from tocsin.ids import ItemId
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Part
from tocsin.model.segments import GridBody, table_of
from tocsin.patterns import compiled

Retyped = Mapping[tuple[ItemId, str], Mapping[str, Element | None]]
"""By item and table the columns, named in lower case, that a person typed; None for one that holds nothing."""
_CODED = frozenset({Element.PROCEDURE, Element.DIAGNOSIS, Element.MEDICATION, Element.LAB_RESULT, Element.TREATMENT})
_WORDS = compiled(r"(?i)(?:.*[_ ])?(?:descript?(?:ion)?|descripcion|desc|name|nombre|text|texto|title|label|long)\W*")
_MOST_COLUMNS = 6
_SURE = 0.8


def with_place(grid: GridType, body: GridBody, item_id: ItemId, place: str, retyped: Retyped) -> GridType:
    """Return the types of a grid that stands at that place."""
    name = table_of(place)
    said = retyped.get((item_id, name), {})
    first = body.head[0] if body.head else (body.rows[0] if body.rows else ())
    blocks = tuple(_told(_coded(block, name), said, first) for block in grid.blocks)
    return replace(grid, blocks=blocks)


def _coded(block: Block, name: str) -> Block:
    """Type the words of a table of codes by its name: ``procedurecode (code, descript)``."""
    meaning = meaning_of(name) if 0 < len(block.columns) <= _MOST_COLUMNS else None
    if meaning is None or meaning.element not in _CODED or any(c.element in NAME_ELEMENTS for c in block.columns):
        return block
    columns = tuple(_worded(column, meaning.element) for column in block.columns)
    return replace(block, columns=columns)


def _worded(column: ColumnType, element: Element) -> ColumnType:
    if not column.is_open or not _WORDS.fullmatch(column.label):
        return column
    return replace(column, element=element, score=_SURE, is_free_text=False)


def _told(block: Block, said: Mapping[str, Element | None], header: tuple[str, ...]) -> Block:
    if not said:
        return block
    columns = []
    for column in block.columns:
        names = {column.label.lower(), f"column {column.index + 1}"}
        if column.index < len(header):
            names.add(header[column.index].strip().lower())
        name = next((n for n in sorted(names) if n in said), None)
        columns.append(column if name is None else _as_told(column, said[name]))
    return replace(block, columns=tuple(columns))


def _as_told(column: ColumnType, element: Element | None) -> ColumnType:
    part = column.part if column.element is element else Part.FULL
    return replace(column, element=element, part=part, score=1.0, is_free_text=False, is_compound=False)
