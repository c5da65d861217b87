"""Tables whose people stand beside each other: a person a column, with what is said of them below.

Labels run down the first column; names stand in the first rows or among the labelled ones.

Invariant: pure; such a table has few rows and is read whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_grid import Block, GridType
from tocsin.detection.columns_header import LEAST_SHARE, Row, is_blank, is_header, is_known_label
from tocsin.detection.columns_pairs import fits
from tocsin.detection.columns_policy import settle_insurance
from tocsin.detection.columns_role import role_of, with_role
from tocsin.detection.columns_types import UNTYPED, type_column
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.detection.labels_meaning import meaning_of
from tocsin.model.elements import Element
from tocsin.model.segments import GridBody

_LEAST_KNOWN, _LEAST_FITTED = 0.6, 0.3
"""Shares of labels that are known; the smaller one where names and values show that they are labels."""
_LEAST_TOLD = 2


def across(body: GridBody) -> GridType | None:
    """Return the type of a grid whose people stand beside each other in its first row, what is said of them below."""
    rows = body.rows[:_ACROSS_ROWS]
    lead = min((i for row in body.rows[1:] for i, cell in enumerate(row) if cell.strip()), default=0)
    at, first = next(((i, f) for i, row in enumerate(rows) if (f := _first_across(row, lead)) > 0), (-1, 0))
    if at < 0 or body.first_row > 1 or len(body.rows) > 200:
        return None
    below = [i for i in range(at + 1, len(body.rows)) if len(body.rows[i]) > lead and body.rows[i][lead].strip()]
    below += [i for i in range(at) if _says_of_each(body.rows[i], lead, first)]
    if len(below) < _LEAST_TOLD or not _say_of_each(body.rows, below, first):
        return None
    columns = []
    for index, row in enumerate(body.rows):
        label = row[lead].strip().rstrip(":") if len(row) > lead and index in below else ""
        kind = type_column(index, label, look_at(row[lead + 1 :]), True) if label else replace(UNTYPED, index=index)
        columns.append(replace(kind, element=Element.NAME, score=0.8, is_free_text=False) if index == at else kind)
    if any(kind.element is Element.NAME for kind in columns if kind.index != at):
        return None
    role = role_of([c.label for c in columns], [cell for row in rows[:at] for cell in row], columns)
    skipped = frozenset(
        i for i, row in enumerate(body.rows) if (i < at and i not in below) or is_blank(row[lead + 1 :])
    )
    block = Block(0, len(body.rows), tuple(with_role(columns, role)), role, True, label_column=lead)
    return GridType((block,), skipped)


def _says_of_each(row: Row, lead: int, first: int) -> bool:
    """Tell whether a row over the names says something of each of them (``Chart | 8812 | 8813 | 8814``)."""
    return len(row) > lead and is_known_label(row[lead]) and sum(bool(cell.strip()) for cell in row[first:]) > 1


_ACROSS_ROWS = 4


def _first_across(row: Row, lead: int) -> int:
    """Return the column of the first of several people who stand beside each other in a row, 0 if they do not."""
    shapes = [(i, shape_of(cell.strip())) for i, cell in enumerate(row) if i > lead and cell.strip()]
    first = next((i for i, shape in shapes if shape in _PEOPLE), 0)
    behind = [shape in _PEOPLE for i, shape in shapes if i >= first]
    is_open = lead >= len(row) or not row[lead].strip()
    return first if first and sum(behind) >= (2 if is_open else 3) and sum(behind) * 4 >= len(behind) * 3 else 0


_PEOPLE = frozenset({"names", "last_first"})


def _say_of_each(rows: Sequence[Row], below: Sequence[int], first: int) -> bool:
    """Tell whether the rows below say their things of the people's columns, one label known at least."""
    told = sum(sum(bool(cell.strip()) for cell in rows[i][first:]) > 1 for i in below)
    return told >= _LEAST_TOLD and any(_is_label_at(rows[i], first) for i in below)


def _is_label_at(row: Row, first: int) -> bool:
    return any(is_known_label(cell) for cell in row[:first] if cell.strip())


def _is_of_people(rows: Sequence[Row]) -> bool:
    """Tell whether one row's label means a name, and values beside other rows' labels have the form these ask for."""
    fitted = 0
    is_named = False
    for row in rows:
        label, cells = row[0].strip().rstrip(":"), [cell.strip() for cell in row[1:] if cell.strip()]
        meaning = meaning_of(label)
        is_named |= meaning is not None and meaning.element is Element.NAME and not any(map(_has_digit, cells))
        fitted += fits(label, cells) * min(len(cells), 2)
    return is_named and fitted > 1


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def transposed(body: GridBody) -> GridType | None:
    """Return the type of a grid whose labels run down its first column, None if it is not one."""
    rows = body.head if len(body.head) > len(body.rows) else body.rows
    filled = [row for row in rows[:80] if row and row[0].strip() and not is_blank(row[1:])]
    if len(filled) < 3 or body.first_row > 1 or len(rows) > 200:
        return None
    known = [m for m in (meaning_of(row[0].strip().rstrip(":")) for row in filled) if m and m.share >= LEAST_SHARE]
    kinds = {(m.element, m.part, m.party, m.party_number) for m in known}
    least = _LEAST_FITTED if _is_of_people(filled) else _LEAST_KNOWN
    if len(known) < least * len(filled) or len(kinds) < max(2, 0.6 * len(known)):
        return None
    if is_header(rows[0]) and len(rows[0]) > 2:
        return None
    columns = []
    for index, row in enumerate(body.rows):
        label = row[0].strip().rstrip(":") if row else ""
        columns.append(type_column(index, label, look_at(row[1:]), True))
    columns = settle_insurance(columns)
    role = role_of([c.label for c in columns], [], columns)
    skipped = frozenset(i for i, row in enumerate(body.rows) if is_blank(row[1:]))
    return GridType((Block(0, len(body.rows), tuple(with_role(columns, role)), role, True),), skipped)
