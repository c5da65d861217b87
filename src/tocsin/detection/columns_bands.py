"""Rows that head the rows below them: a person's line over that person's visits, charges or payments.

A band is a cell with a name and facts (``LEE, ANN  DOB 3/3/1961``), labels with their values (``Patient: | Lee, Ann |
MRN: | 00123``), or a bare name where nothing else in the table tells its rows apart.

Invariant: pure; a row is told to be a band by itself, so every chunk of a grid gives the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from tocsin.detection.columns_header import is_header, is_known_label, is_total
from tocsin.detection.columns_pairs import is_label, value_at
from tocsin.detection.columns_types import ColumnType, type_column
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.detection.group_heads import said_of_rows
from tocsin.detection.health_said import names_act
from tocsin.detection.labels_meaning import meaning_of
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_LEAD = compiled(r"[ ]*(?P<label>[A-Za-z][A-Za-z .'#/]{0,24}?)[ ]*(?::|[ ]-(?=[ ])|#:)[ ]*(?=\w)")
_PERSONS = frozenset({Role.UNKNOWN, Role.PATIENT, Role.EMPLOYEE, Role.SUBSCRIBER, Role.GUARANTOR})
_WHOSE = frozenset({Element.MRN, Element.DATE_OF_BIRTH, Element.SSN, Element.AGE, Element.MEMBER_ID, Element.EMAIL})
"""Columns of these tell by themselves whose a row is: a bare name above it is then somebody else's."""
_LEAST_COLUMNS, _LEAST_ROWS, _LEAST_BARE = 2, 2, 2
_NARROW = 3
_WHOLE_NAMES = frozenset({"last_first", "name_beside"})
"""Shapes of cells that begin with somebody's whole name."""
_LONGEST_CELL = 200


class Band(IntEnum):
    """How surely a row heads those below it."""

    NONE = 0
    BARE = 1
    """A name alone: only if the table has several, and no column that tells whose a row is."""
    TOLD = 2
    """A name with a label or a fact beside it."""


def band_of(row: Sequence[str]) -> Band:
    """Return whether the row heads those below it."""
    filled = [index for index, cell in enumerate(row) if cell.strip()]
    if not filled or is_total(row, len(row)) or is_header(row):
        return Band.NONE
    pairs = {index: value_at(row, index) for index in filled if is_label(row[index]) or is_known_label(row[index])}
    told = [index for index in filled if _is_led(row[index]) or (pairs.get(index) is not None and _names(row[index]))]
    held = {at for at in pairs.values() if at is not None}
    beside = sum(index in pairs or index in held or _LEAD.match(row[index]) is not None for index in filled)
    if told and beside * 4 >= len(filled) * 3:
        return Band.TOLD
    if held and beside == len(filled) - 1 and filled[0] not in pairs and shape_of(row[filled[0]]) in _WHOLE_NAMES:
        return Band.TOLD
    if len(filled) > _NARROW or (len(filled) > 1 and len(filled) * 2 > len(row)):
        return Band.NONE
    shape = shape_of(row[filled[0]]) if len(row[filled[0]]) <= _LONGEST_CELL else ""
    if shape == "name_beside" or _is_numbered(row[filled[0]]):
        return Band.NONE if said_of_rows(row[filled[0]]) else Band.TOLD
    if len(filled) > 1 or shape not in _BARE_NAMES:
        return Band.NONE
    return Band.NONE if said_of_rows(row[filled[0]]) or names_act(row[filled[0]]) else Band.BARE


_BARE_NAMES = frozenset({"last_first", "names"})


def _is_numbered(cell: str) -> bool:
    """Tell whether a cell begins with a number, somebody's name and a fact: ``PH640110 Ann Lee DOB 10/08/64``."""
    found = _NUMBERED.match(cell)
    return found is not None and shape_of(found["name"]) in _BARE_NAMES


_NUMBERED = compiled(
    r"#?[A-Z]{0,4}-?\d{4,10}[ ]+(?:-[ ]+)?(?P<name>[^\d()/:]{4,50}?)[ ,/-]+"
    r"(?:DOB|Born|[(]|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|[ ]-)"
)


def goes_on(row: Sequence[str]) -> bool:
    """Tell whether a row is a personal fact behind its label and nothing else: it goes on with the person above it."""
    filled = [index for index, cell in enumerate(row) if cell.strip()]
    if not filled or len(filled) % 2 or len(filled) > _MOST_PAIRS or not all(is_label(row[i]) for i in filled[::2]):
        return False
    kinds = [meaning_of(row[index].strip().rstrip(":")) for index in filled[::2]]
    return all(value_at(row, i) == j for i, j in zip(filled[::2], filled[1::2], strict=True)) and all(
        kind is not None and (kind.element in _PERSONAL or kind.part is Part.SEX) for kind in kinds
    )


_MOST_PAIRS = 4
_PERSONAL = _WHOSE | {Element.ADDRESS, Element.PHONE, Element.ZIP, Element.ACCOUNT_NUMBER, Element.INSURER}


def tells_values(row: Sequence[str]) -> bool:
    """Tell whether a line over a table has a label with a number, a day or somebody's name beside it."""
    for index, cell in enumerate(row):
        at = value_at(row, index) if cell.strip() and (is_label(cell) or is_known_label(cell)) else None
        if at is not None and (sum(map(str.isdigit, row[at])) >= _LEAST_DIGITS or shape_of(row[at]) in _WHOLE_NAMES):
            return True
    return False


_LEAST_DIGITS = 4


def band_cells(row: Sequence[str]) -> dict[int, ColumnType]:
    """Return the types of the cells of a band that are values of labels beside them; the others hold text."""
    values = {}
    for index, cell in enumerate(row):
        at = value_at(row, index) if cell.strip() and is_label(cell) else None
        if at is not None:
            label = cell.strip().rstrip(":").strip()
            values[at] = type_column(at, label, look_at([row[at]]), True)
    return values


def least_band(rows: Sequence[Sequence[str]], header: int, columns: Sequence[ColumnType]) -> Band:
    """Return what a row must at least be to head others in this table: NONE if its rows name their people themselves.

    ``rows`` are the grid's first ones, ``columns`` the types of what stands under its header without the bands.
    """
    named = any(
        c.element in NAME_ELEMENTS and c.element is not Element.PROVIDER and c.party in _PERSONS for c in columns
    )
    known = sum(c.element is not None for c in columns)
    bands = [band_of(row) for row in rows]
    if named or known < _least_known(bands, header):
        return Band.NONE
    data = sum(
        band is Band.NONE and sum(bool(c.strip()) for c in row) > 1 and not is_header(row)
        for row, band in zip(rows[header + 1 :], bands[header + 1 :], strict=True)
    )
    if data < _LEAST_ROWS:
        return Band.NONE
    if Band.TOLD in bands:
        return Band.TOLD
    tells_whose = any(c.element in _WHOSE for c in columns)
    return Band.BARE if bands.count(Band.BARE) >= _LEAST_BARE and not tells_whose else Band.NONE


def _least_known(bands: Sequence[Band], header: int) -> int:
    """Return how many columns must be known: the surer the rows that head others, the fewer."""
    if bands.count(Band.TOLD) >= _LEAST_TOLD:
        return 0
    return 1 if Band.TOLD in bands[:header] else _LEAST_COLUMNS


_LEAST_TOLD = 2


def name_kind(role: Role) -> ColumnType:
    """Return the type of a band's cell that begins with the name of the person it heads."""
    return ColumnType(0, Element.NAME, Part.FULL, role, 0, "", 0.9, is_compound=True, is_band=True)


def _is_led(cell: str) -> bool:
    """Tell whether the cell begins with a label that names a person, and a value."""
    found = _LEAD.match(cell)
    return found is not None and _names(found["label"])


def _names(label: str) -> bool:
    meaning = meaning_of(label.strip().rstrip(":").strip())
    return meaning is not None and (
        (meaning.element is Element.NAME and meaning.part in {Part.FULL, Part.LAST} and meaning.party in _PERSONS)
        or meaning.element is Element.MRN
    )
