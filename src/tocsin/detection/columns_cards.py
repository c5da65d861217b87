"""Sheets on which each person has a block of cells: mailing labels, and reports with a card for each person.

A card begins with a line that holds a name; below it stand labels with their values beside them. A mailing label is
name, street and city under each other, several beside each other. Both repeat what a form has once.

Invariant: pure; a grid is such a sheet only if most of its lines take part.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.detection.columns_pairs import Cells, is_label, value_at
from tocsin.detection.columns_types import ColumnType, type_column
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import GridBody

_LEAST_CARDS, _LEAST_LABELS = 2, 2
_LEAST_SHARE = 0.6
_NAMES = frozenset({"names", "last_first", "name_beside"})
_MOST_ROWS = 2_000
_MOST_BESIDE = 3

Row = Sequence[str]


def report_cells(body: GridBody) -> Cells | None:
    """Return the values of a report with a card for each person, None if the grid is none."""
    rows = body.rows
    if body.first_row > 1 or len(rows) > _MOST_ROWS:
        return None
    heads = [index for index, row in enumerate(rows) if _heads_card(row)]
    if len(heads) < _LEAST_CARDS:
        return None
    pairs = {index: _pairs(row) for index, row in enumerate(rows) if index not in heads}
    below = [index for index, found in pairs.items() if found and index > heads[0]]
    others = sum(any(c.strip() for c in rows[i]) for i in pairs if i > heads[0] and not pairs[i])
    carded = sum(bool(pairs.get(index + 1)) for index in heads)
    if len(below) < len(heads) or others > len(below) or carded * 2 < len(heads):
        return None
    found: dict[tuple[int, int], tuple[ColumnType, int]] = {}
    record = -1
    for index, row in enumerate(rows):
        if index in heads:
            record += 1
            found.update({(index, at): (kind, record) for at, kind in _head_cells(row)})
        elif record >= 0:
            found.update({(index, at): (kind, record) for at, kind in pairs[index]})
    return found


def label_cells(body: GridBody) -> Cells | None:
    """Return the values of a sheet of mailing labels, None if the grid is none."""
    rows = body.rows
    if body.first_row > 1 or len(rows) > _MOST_ROWS:
        return None
    found: dict[tuple[int, int], tuple[ColumnType, int]] = {}
    labels = filled = 0
    for index, row in enumerate(rows):
        filled += sum(bool(cell.strip()) for cell in row)
        for column, cell in enumerate(row):
            block = _label_block(rows, index, column) if shape_of(cell) in _NAMES else []
            found.update({(at, column): (kind, labels) for at, kind in block})
            labels += bool(block)
    return found if labels >= _LEAST_CARDS and len(found) >= _LEAST_SHARE * filled else None


def _label_block(rows: Sequence[Row], index: int, column: int) -> list[tuple[int, ColumnType]]:
    """Return the rows of a label whose name stands at ``index``: name, street, perhaps a unit, city."""
    below = [
        rows[at][column].strip() if column < len(rows[at]) else "" for at in range(index + 1, min(index + 4, len(rows)))
    ]
    city = next((at for at, cell in enumerate(below) if shape_of(cell) == "place"), -1)
    if city < 1 or shape_of(below[0]) != "street" or not all(below[:city]):
        return []
    name = _typed(Element.NAME, Part.FULL, Role.PATIENT)
    lines = [
        (index + 1 + at, _typed(Element.ADDRESS, Part.STREET if at < city else Part.FULL)) for at in range(city + 1)
    ]
    return [(index, name), *lines]


def _typed(element: Element, part: Part, party: Role = Role.UNKNOWN) -> ColumnType:
    return ColumnType(0, element, part, party, 0, "", 0.9)


def _heads_card(row: Row) -> bool:
    """Tell whether a row is a name, perhaps with a number or a date beside it, and no label."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or len(filled) > _MOST_BESIDE or any(map(is_label, filled)):
        return False
    return shape_of(filled[0]) in {"last_first", "name_beside"} and all(
        shape_of(c) in {"code", "date", "number", "phone", "ssn", ""} for c in filled[1:]
    )


def _head_cells(row: Row) -> list[tuple[int, ColumnType]]:
    cells = [(at, cell.strip()) for at, cell in enumerate(row) if cell.strip()]
    is_beside = shape_of(cells[0][1]) == "name_beside"
    kinds = [(cells[0][0], ColumnType(0, Element.NAME, Part.FULL, Role.PATIENT, 0, "", 0.9, is_compound=is_beside))]
    for at, cell in cells[1:]:
        if shape_of(cell) == "code":
            kinds.append((at, _typed(Element.OTHER_ID, Part.FULL)))
        elif shape_of(cell) == "date":
            kinds.append((at, _typed(Element.DATE, Part.FULL)))
    return kinds


def _pairs(row: Row) -> list[tuple[int, ColumnType]]:
    """Return the values of a row that stand beside labels with a colon."""
    found = []
    for column, cell in enumerate(row):
        text = cell.strip()
        at = value_at(row, column) if text.endswith(":") and is_label(text.rstrip(":").rstrip("0123456789 ")) else None
        if at is not None:
            found.append((at, type_column(at, text.rstrip(":").rstrip("0123456789 "), look_at([row[at]]), True)))
    return found
