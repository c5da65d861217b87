"""Tables that name in one column what the next one holds: ``Patient | Field | Value``, ``Acc | Item | Old | New``.

Invariant: pure; the column is found in the grid's head, so every chunk of a grid is read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.detection.columns_header import is_header
from tocsin.detection.columns_pairs import is_label
from tocsin.detection.columns_types import UNTYPED, ColumnType, type_column
from tocsin.detection.columns_values import look_at
from tocsin.model.elements import Role

_LEAST_CELLS, _LEAST_LABELS, _LEAST_SHARE = 3, 2, 0.6
_LABEL = replace(UNTYPED, is_free_text=False, is_label=True)


def attribute_column(rows: Sequence[Sequence[str]], header: int, columns: Sequence[ColumnType]) -> int:
    """Return the column whose cells are labels of what stands to their right, -1 if there is none."""
    if header < 0:
        return -1
    data = [row for row in rows[header + 1 :] if not is_header(row)]
    for column in columns[:-1]:
        cells = [row[column.index].strip() for row in data if column.index < len(row) and row[column.index].strip()]
        if not column.is_open or len(cells) < _LEAST_CELLS:
            continue
        labels = [cell for cell in cells if is_label(cell)]
        if len(labels) >= _LEAST_SHARE * len(cells) and len({x.lower() for x in labels}) >= _LEAST_LABELS:
            return column.index if any(_is_open(c) and c.index > column.index for c in columns) else -1
    return -1


def cells_by_label(
    row: Sequence[str], columns: Sequence[ColumnType], attribute: int, role: Role
) -> Iterator[tuple[int, ColumnType]]:
    """Give each cell of a row with its type: what its column says or, right of the label, what the label says."""
    label = row[attribute].strip().rstrip(":").strip() if attribute < len(row) else ""
    for index, text in enumerate(row):
        column = columns[index] if index < len(columns) else UNTYPED
        if index == attribute and is_label(text):
            yield index, _LABEL
        elif index > attribute and label and text.strip() and _is_open(column):
            told = type_column(index, label, look_at([text]), True)
            yield index, column if told.is_open else _of_role(told, role)
        else:
            yield index, column


def _is_open(column: ColumnType) -> bool:
    return column.is_open and not column.is_compound


def _of_role(told: ColumnType, role: Role) -> ColumnType:
    return replace(told, party=role) if told.party is Role.UNKNOWN else told
