"""Subjects of rows that speak of one person each, made for many rows at once.

Invariant: gives the subjects that finishing each row by itself gives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import digest_id
from tocsin.linking.addresses import split_address
from tocsin.linking.finish import ADDRESS_PARTS, MOST, OF_ADDRESS, OTHER_IDS
from tocsin.linking.row_columns import ELEMENTS, Flags, Indices, Kind, Masks, RowColumns
from tocsin.linking.samples import is_dummy_ssn
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.model.person_names import NameParts
from tocsin.model.segments import Segment
from tocsin.model.subjects import SUBJECTS

_NOBODY = NameParts()
_TIMELESS = ("birth", "dob", "exp", "due", "hire", "next")
_LISTS = {
    "emails": Element.EMAIL,
    "phones": Element.PHONE,
    "mrns": Element.MRN,
    "member_ids": Element.MEMBER_ID,
    "insurers": Element.INSURER,
}


def subjects_of_rows(
    segment: Segment, columns: RowColumns, roles: Sequence[str], names: Sequence[NameParts] | None = None
) -> dict[str, pa.Array]:
    """Return the columns of ``SUBJECTS``, a subject a row, with the person's mentions as ``mentions``."""
    count = len(columns.rows)
    empty = pa.repeat(pa.scalar("", pa.string()), count)
    died = _value(columns, lambda kind: kind.part is Part.DEATH_DATE)
    called = names or [_NOBODY] * count
    made: dict[str, pa.Array] = dict.fromkeys(SUBJECTS.names, empty)
    made |= {
        "subject_id": pa.array([digest_id("sub", segment.segment_id, f"{row}/-1/0") for row in columns.rows.tolist()]),
        "item_id": pa.repeat(pa.scalar(segment.item_id, pa.string()), count),
        "segment_id": pa.repeat(pa.scalar(segment.segment_id, pa.string()), count),
        "row": pa.array(columns.rows.astype(np.int32)),
        "start": pa.array(np.full(count, -1, np.int32)),
        "role": pa.array(roles, pa.string()),
        "elements": _elements(columns),
        "date_of_birth": _born(columns),
        "sex": _value(columns, lambda kind: kind.part is Part.SEX),
        "ssn": _ssn(columns),
        "is_deceased": pc.not_equal(died, ""),
        "died_on": died,
        "related_to": pa.nulls(count, pa.string()),
        "seen_on": columns.latest(_days(columns)),
        "mention_count": pa.array(columns.counts.astype(np.int32)),
        "mentions": pa.ListArray.from_arrays(
            pa.array(columns.starts.astype(np.int32)), columns.mentions["mention_id"].combine_chunks()
        ),
    }
    for name in ("first", "middle", "last"):
        made[f"{name}_name"] = pa.array([getattr(one, name) for one in called], pa.string())
    made["suffix"] = pa.array([one.suffix for one in called], pa.string())
    made |= _address(columns) | _numbers(columns)
    return made


def is_day(element: Element | None, label: str) -> bool:
    """Tell whether a date under that label says when a row was true."""
    return element is Element.DATE and not any(word in label.lower() for word in _TIMELESS)


def _value(columns: RowColumns, holds: Callable[[Kind], bool]) -> pa.Array:
    return columns.text("norm", columns.first(columns.flags(holds)))


def _elements(columns: RowColumns) -> pa.Array:
    masks: Masks = columns.elements()
    died = columns.any(columns.flags(lambda kind: kind.part is Part.DEATH_DATE))
    masks = np.where(died, masks | np.uint64(1 << ELEMENTS.index(Element.DATE)), masks)
    known, which = np.unique(masks, return_inverse=True)
    told = [sorted(e.value for n, e in enumerate(ELEMENTS) if mask >> n & 1) for mask in known.tolist()]
    return pa.array(told, SUBJECTS.field("elements").type).take(pa.array(which))


def _long(columns: RowColumns, flags: Flags) -> Flags:
    """Return the flags of those values alone that are whole dates."""
    places = np.flatnonzero(flags)
    kept = np.zeros(len(flags), bool)
    if len(places):
        lengths = pc.utf8_length(columns.text("norm", places)).to_numpy(zero_copy_only=False)
        kept[places[lengths == len("2000-01-01")]] = True
    return kept


def _born(columns: RowColumns) -> pa.Array:
    return columns.text(
        "norm", columns.first(_long(columns, columns.flags(lambda kind: kind.element is Element.DATE_OF_BIRTH)))
    )


def _days(columns: RowColumns) -> Flags:
    return _long(columns, columns.flags(lambda kind: is_day(kind.element, kind.label)))


def _ssn(columns: RowColumns) -> pa.Array:
    flags = columns.flags(lambda kind: kind.element is Element.SSN)
    places: Indices = np.flatnonzero(flags)
    dummies = [is_dummy_ssn(norm) for norm in columns.text("norm", places).to_pylist()]
    flags[places[np.array(dummies, bool)]] = False
    return columns.text("norm", columns.first(flags))


def _address(columns: RowColumns) -> dict[str, pa.Array]:
    """Return the parts of each address: of the whole one, what it leaves open of cells with parts."""
    parts = [
        pc.utf8_trim_whitespace(
            columns.text(
                "text",
                columns.first(columns.flags(lambda k, part=part: k.element in OF_ADDRESS and k.part is part)),  # type: ignore[misc]  # mypy cannot infer the default
            )
        )
        for part in ADDRESS_PARTS
    ]
    names = ("address_1", "address_2", "city", "state", "zip", "country")
    whole = columns.first(columns.flags(lambda kind: kind.element is Element.ADDRESS and kind.part is Part.FULL))
    if np.all(whole < 0):
        return dict(zip(names, parts, strict=True))
    split = [split_address(text) if text else None for text in columns.text("text", whole).to_pylist()]
    made = {}
    for number, (name, part) in enumerate(zip(names, parts, strict=True)):
        cells = part.to_pylist()
        is_first = number == 0
        made[name] = pa.array(
            [
                cell if one is None else one[number] if is_first else one[number] or cell
                for one, cell in zip(split, cells, strict=True)
            ],
            pa.string(),
        )
    return made


def _numbers(columns: RowColumns) -> dict[str, pa.Array]:
    made = {
        name: columns.listed(columns.flags(lambda kind, e=element: kind.element is e), MOST)  # type: ignore[misc]  # mypy cannot infer the default
        for name, element in _LISTS.items()
    }
    flags = columns.flags(lambda kind: kind.element in OTHER_IDS)
    told = pc.binary_join_element_wise(
        pc.fill_null(columns.mentions["element"].combine_chunks(), ""), columns.mentions["norm"].combine_chunks(), ":"
    )
    made["other_ids"] = columns.listed(flags, MOST, told)
    return made
