"""Subjects as comparable records: normalised, coded as numbers, identical ones collapsed into one.

Shapes: every array has one entry a record unless said otherwise; codes count from 1, 0 means empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.elements import LISTED_ROLES, OFFICE_ROLES, Role
from tocsin.resolution.arrays import numbered
from tocsin.resolution.fields import (
    HOUSES,
    INSURERS,
    MULTIPLE,
    Field,
    Mask,
    Order,
    Places,
    Source,
    coded,
    coded_texts,
    filled_in_any,
    gathered_field,
)
from tocsin.resolution.normal import payer_key

_SAYING = ("dob", "ssn", "street", *MULTIPLE)
"""Fields one of which a name needs beside it to be merged across items."""
NAME = frozenset({"first", "middle", "last", "suffix", "sex", HOUSES, INSURERS})
"""Fields that, without any other, leave a record a bare name."""
STAFF, PATIENTS = 1, 2
_STRONG = ("dob", "ssn", "mrns", "members", "others")
"""Fields one of which somebody known by office needs to be compared with others at all."""
_MULTIPLIER = np.uint64(0xFF51AFD7ED558CCD)
_COLUMNS = {
    "first": "first_name", "middle": "middle_name", "last": "last_name", "suffix": "suffix", "dob": "date_of_birth",
    "sex": "sex", "ssn": "ssn", "zip": "zip", "city": "city", "phones": "phones", "emails": "emails", "mrns": "mrns",
    "members": "member_ids", "others": "other_ids",
}  # fmt: skip


@dataclass(frozen=True)
class Records:
    """Records, and the subjects each stands for."""

    fields: dict[str, Field]
    extras: tuple[str, ...]
    """Further fields of a table whose meaning is not known."""
    first_subject: npt.NDArray[np.int64]
    """The lowest subject of each record, ascending."""
    of_subject: npt.NDArray[np.int64]
    """The record of each subject."""
    is_compared: Mask
    """False for a bare name and for somebody known by office only: they are never merged by score."""
    lists: npt.NDArray[np.int8]
    """Bits for the lists that a record stands on: ``STAFF``, ``PATIENTS``, both, or none that is known."""

    def __len__(self) -> int:
        return len(self.first_subject)


def records_of(subjects: pa.Table, entities: pa.Table | None = None) -> Records:
    """Return the records of subjects (schema ``SUBJECTS``, sorted by id), identical ones collapsed.

    Records that hold a name and nothing to tell it apart stay alone: they are never one with another item's.

    Args:
        subjects: of schema ``SUBJECTS``, sorted by id.
        entities: ``subject_id`` and ``covered_entity`` in whose papers it stands; several rows where there are several.
    """
    street = pc.binary_join_element_wise(subjects["address_1"], subjects["address_2"], " ")
    columns: dict[str, Source] = {name: partial(subjects.column, column) for name, column in _COLUMNS.items()}
    office = pc.is_in(subjects["role"], pa.array([role.value for role in OFFICE_ROLES]))
    fields = coded(columns | {"street": lambda: street}, {}, subjects.num_rows)
    is_office = office.to_numpy(zero_copy_only=False)
    is_compared = np.where(is_office, filled_in_any(fields, _STRONG), filled_in_any(fields, _SAYING))
    made = collapsed(fields, (), is_compared, is_compared)
    np.bitwise_or.at(made.lists, made.of_subject, _lists(subjects["role"]))
    made.fields[INSURERS] = _insurers(subjects["insurers"], made.of_subject, len(made))
    if entities is not None:
        made.fields[HOUSES] = _houses(subjects["subject_id"], entities, made.of_subject, len(made))
    return made


def _houses(ids: pa.ChunkedArray, entities: pa.Table, of_subject: Places, size: int) -> Field:
    """Return the covered entities of each record: those of all its subjects."""
    place = pc.index_in(entities["subject_id"], ids.combine_chunks())
    known = entities.filter(pc.is_valid(place))
    texts, codes = coded_texts(known["covered_entity"])
    record = of_subject[pc.drop_null(place).to_numpy()]
    return gathered_field(texts, record, codes, size)


def _insurers(insurers: pa.ChunkedArray, of_subject: Places, size: int) -> Field:
    """Return who pays for each record's care, by all its subjects."""
    lists = insurers.combine_chunks()
    texts, codes = coded_texts(pa.chunked_array([pc.list_flatten(lists)]), payer_key)
    record = of_subject[pc.list_parent_indices(lists).to_numpy()]
    return gathered_field(texts, record[codes > 0], codes[codes > 0], size)


def _lists(roles: pa.ChunkedArray) -> npt.NDArray[np.int8]:
    """Return on which list each subject stands, by its role."""
    bits = np.zeros(len(roles), np.int8)
    for bit, kinds in ((STAFF, (Role.EMPLOYEE,)), (PATIENTS, LISTED_ROLES - {Role.EMPLOYEE})):
        bits[pc.is_in(roles, pa.array([role.value for role in kinds])).to_numpy()] = bit
    return bits


def records_of_columns(
    columns: dict[str, Source], extras: dict[str, Source], rows: int, alone: Mask, order: Order, threads: int = 1
) -> Records:
    """Return the records of the columns of a table, one row a subject; anything beside a name is enough to compare.

    Rows that are to stay ``alone`` become no record with equal ones, though they are compared.

    Args:
        columns: by name of the field; they are taken out.
        extras: columns of unknown meaning; they are taken out.
        rows: how many there are.
        alone: of each row, in order.
        order: gives that of the rows, once it is needed.
        threads: how many columns may be worked on at a time.
    """
    names = tuple(sorted(extras))
    fields = coded(columns, extras, rows, order, threads)
    telling = filled_in_any(fields, (*_SAYING, *names)) & ~alone
    return collapsed(fields, names, filled_in_any(fields, [n for n in fields if n not in NAME]), telling)


def collapsed(fields: dict[str, Field], extras: tuple[str, ...], is_compared: Mask, is_telling: Mask) -> Records:
    """Return records from rows, whose fields are taken out: telling rows that are equal in every field become one."""
    first = _first_equal([_set_codes(one) for one in fields.values()], is_telling)
    is_kept = first == np.arange(len(first))
    kept = np.flatnonzero(is_kept)
    place = dict(zip(kept.tolist(), range(len(kept)), strict=True)) if any(f.more for f in fields.values()) else {}
    return Records(
        {name: _kept(fields.pop(name), kept, place) for name in list(fields)},
        extras,
        kept,
        (np.cumsum(is_kept) - 1)[first],
        is_compared[kept],
        np.zeros(len(kept), np.int8),
    )


def _first_equal(columns: Sequence[npt.NDArray[np.integer[Any]]], is_telling: Mask) -> Places:
    """Return, for each telling row, the first such row that is equal in every column; for others themselves."""
    first = np.arange(len(is_telling))
    rows = np.flatnonzero(is_telling)
    told = [column if len(rows) == len(first) else column[rows] for column in columns if column.any()]
    seed = 0
    while True:
        found = _first_rows(numbered(_hashed(told, len(rows), seed)))
        if all(np.array_equal(column[found], column) for column in told):
            first[rows] = rows[found]
            return first
        seed += 1


def _hashed(columns: Iterable[npt.NDArray[np.integer[Any]]], size: int, seed: int) -> npt.NDArray[np.int64]:
    """Return a hash of each row, after FNV and the finish of MurmurHash3; another seed gives others."""
    found = np.full(size, seed, np.uint64)
    for column in columns:
        found ^= column.view(np.uint32) if column.dtype == np.int32 else column.astype(np.uint64)
        found *= _MULTIPLIER
        found ^= found >> np.uint64(33)
    return found.view(np.int64)


def _first_rows(number: Places) -> Places:
    """Return, for each row, the first one that has its number."""
    first = np.empty(len(number), np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    rows: Places = first[number]
    return rows


def _kept(one: Field, kept: npt.NDArray[np.int64], place: Mapping[int, int]) -> Field:
    more = {place[row]: several for row, several in one.more.items() if row in place}
    return Field(one.texts, one.codes[kept], more)


def _set_codes(one: Field) -> npt.NDArray[np.integer[Any]]:
    """Return a code for all values of each row together."""
    if not one.more:
        return one.codes
    codes = one.codes.astype(np.int64)
    index: dict[frozenset[int], int] = {}
    for row, several in one.more.items():
        codes[row] = len(one.texts) + index.setdefault(several, len(index))
    return codes
