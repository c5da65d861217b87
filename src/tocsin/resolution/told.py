"""Subjects that a key of their tables says are one person: they are resolved as one, each keeps its place.

Invariant: every subject given is in the members returned, with the person of its head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.decisions import Decision
from tocsin.model.subjects import MEMBERS

_GROUPS = (
    ("last_name", ("first_name", "middle_name", "last_name")),
    ("address_1", ("address_1", "address_2", "city", "state", "zip", "country")),
    *((name, (name,)) for name in ("suffix", "date_of_birth", "sex", "ssn")),
)
"""Columns that are taken together, by the one that tells whether they are there."""
_LISTS = ("emails", "phones", "mrns", "member_ids", "other_ids", "insurers")
Indices = npt.NDArray[np.int64]


def heads_of(subjects: pa.Table, same: pa.Table) -> pa.Table:
    """Return the subjects that stand for themselves, what they leave open filled from those told to be the same.

    Args:
        subjects: of schema ``SUBJECTS``, sorted by id.
        same: ``subject_id`` and its ``head_id``.
    """
    if not same.num_rows:
        return subjects
    is_told = pc.is_in(subjects["subject_id"], same["subject_id"].combine_chunks())
    heads, others = subjects.filter(pc.invert(is_told)), subjects.filter(is_told)
    whose = same["head_id"].take(pc.index_in(others["subject_id"], same["subject_id"].combine_chunks()))
    place = pc.fill_null(pc.index_in(whose, heads["subject_id"].combine_chunks()), -1).to_numpy().astype(np.int64)
    for sign, names in _GROUPS:
        has = pc.not_equal(others[sign], "").to_numpy()
        is_open = pc.equal(heads[sign], "")
        first = _firsts(place, has, heads.num_rows)
        for name in names:
            heads = _filled(heads, name, is_open, others[name].take(first))
    for name in _LISTS:
        has = pc.greater(pc.list_value_length(others[name]), 0).to_numpy()
        is_open = pc.equal(pc.list_value_length(heads[name]), 0)
        heads = _filled(heads, name, is_open, others[name].take(_firsts(place, has, heads.num_rows)))
    return heads


def _firsts(place: Indices, has: npt.NDArray[np.bool_], size: int) -> pa.Array:
    """Return for each head the first of the others that has a value for it, null where none has."""
    found = np.full(size, -1, np.int64)
    rows = np.flatnonzero(has & (place >= 0))[::-1]
    found[place[rows]] = rows
    return pa.array(found, mask=found < 0)


def _filled(heads: pa.Table, name: str, is_open: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.Table:
    fits = pc.and_(is_open, pc.is_valid(values))
    column = pc.if_else(fits, values, heads[name])
    return heads.set_column(heads.schema.get_field_index(name), heads.schema.field(name), column)


def with_told(members: pa.Table, same: pa.Table) -> pa.Table:
    """Return the members with the subjects that were told to be the same, sorted by subject."""
    if not same.num_rows:
        return members
    place = pc.index_in(same["head_id"], members["subject_id"].combine_chunks())
    told = pa.table(
        [same["subject_id"], members["person_id"].take(place), members["notice_id"].take(place)], schema=MEMBERS
    )
    return pa.concat_tables([members, told]).sort_by("subject_id")


def of_heads(decisions: Sequence[Decision], same: pa.Table) -> list[Decision]:
    """Return the decisions as about heads."""
    if not same.num_rows or not decisions:
        return list(decisions)
    named = pa.array(sorted({s for d in decisions for s in (*d.left_subjects, *d.right_subjects)}), pa.string())
    here = same.filter(pc.is_in(same["subject_id"], named))
    head = dict(zip(here["subject_id"].to_pylist(), here["head_id"].to_pylist(), strict=True))
    return [
        replace(
            d,
            left_subjects=tuple(dict.fromkeys(head.get(s, s) for s in d.left_subjects)),
            right_subjects=tuple(dict.fromkeys(head.get(s, s) for s in d.right_subjects)),
        )
        for d in decisions
    ]
