"""Patients seen in the rows of tables, many rows at once; what is left is to be read record by record.

Invariant: with what is left, the same people are seen as if every row had been read as a record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId
from tocsin.linking.cues import list_role
from tocsin.linking.grids import is_sample_table
from tocsin.linking.person import key_of
from tocsin.linking.roles import OWN_DATA
from tocsin.linking.row_columns import Flags, RowColumns, mask_of, row_columns
from tocsin.linking.sightings import PATIENTS
from tocsin.linking.table_named import NamedRows, named_rows
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.model.person_names import NameParts
from tocsin.model.segments import GridBody, Segment

_SHOWS = mask_of(PATIENTS)
_OWN = mask_of(OWN_DATA)
_NAMES = pa.array(sorted(element.value for element in NAME_ELEMENTS))


@dataclass(frozen=True)
class Seen:
    """Folded names of patients by item, and the mentions of each segment that are still to be read."""

    patients: dict[ItemId, set[str]] = field(default_factory=dict, repr=False)
    left: dict[str, pa.Table] = field(default_factory=dict, repr=False)


def seen_in_rows(segments: Sequence[Segment], found: Mapping[str, pa.Table]) -> Seen:
    """Return the patients that rows of tables name; ``found`` are the mentions of each segment."""
    seen = Seen(left=dict(found))
    tables: dict[tuple[ItemId, str], list[Segment]] = {}
    for segment in segments:
        if isinstance(segment.body, GridBody) and segment.segment_id in found:
            tables.setdefault((segment.item_id, segment.place), []).append(segment)
    for (item, _), pieces in tables.items():
        if not any(_names_somebody(found[piece.segment_id]) for piece in pieces):
            for piece in pieces:
                del seen.left[piece.segment_id]
            continue
        rows = [row_columns(found[piece.segment_id]) for piece in pieces]
        if all(one is not None and _is_list(piece, one) for piece, one in zip(pieces, rows, strict=True)):
            for piece, one in zip(pieces, rows, strict=True):
                if one is not None:
                    seen.left[piece.segment_id] = _take(one, seen.patients.setdefault(item, set()))
    return seen


def _names_somebody(mentions: pa.Table) -> bool:
    return bool(pc.any(pc.is_in(mentions["element"], _NAMES)).as_py())


def _is_list(segment: Segment, columns: RowColumns) -> bool:
    """Tell whether the rows of a table are records of one list, and the first goes on with none above."""
    if isinstance(segment.body, GridBody) and is_sample_table(segment.body):
        return False
    whole = {k.column for k in columns.kinds if k.element in NAME_ELEMENTS and k.part in {Part.FULL, Part.LAST}}
    is_alone = len(whole) == 1 and not pc.any(pc.greater_equal(columns.mentions["group"], 0)).as_py()
    return is_alone and bool(_are_named(columns)[0])


def _are_named(columns: RowColumns) -> Flags:
    return columns.any(columns.flags(lambda kind: kind.element is Element.NAME))


def _take(columns: RowColumns, patients: set[str]) -> pa.Table:
    """Note the patients of rows that speak of one person each; return the mentions of the others.

    A row that names nobody goes on with the one above, so both are left.
    """
    named, _ = named_rows(columns, Role.UNKNOWN)
    if named is None:
        return columns.mentions
    goes_on = set(columns.rows[:-1][~_are_named(columns)[1:]].tolist())
    told = named.columns.any(named.columns.flags(lambda kind: kind.party is Role.PATIENT))
    elements = named.columns.elements()
    shows = ((elements & _SHOWS) > 0) | (told & ((elements & _OWN) > 0))
    clear = [
        one and not _has_label(name) and row not in goes_on
        for one, name, row in zip(shows.tolist(), named.names, named.columns.rows.tolist(), strict=True)
    ]
    patients.update(_full(name) for name, is_clear in zip(named.names, clear, strict=True) if is_clear)
    patients.discard("")
    return columns.mentions.filter(pc.invert(pc.is_in(columns.mentions["row"], _rows(named, clear))))


def _rows(named: NamedRows, clear: Sequence[bool]) -> pa.Array:
    rows = named.columns.rows.tolist()
    return pa.array([row for row, is_clear in zip(rows, clear, strict=True) if is_clear], pa.int32())


def _full(name: NameParts) -> str:
    return key_of(name.first, name.middle, name.last, name.suffix).full


@lru_cache(maxsize=65536)
def _has_label(name: NameParts) -> bool:
    """Tell whether a part of the name may be a header cell that was taken for a name (``Patient``)."""
    return any(part and list_role(part) is not None for part in (name.first, name.last))
