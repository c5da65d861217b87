"""Subjects as comparable records: normalised, coded as numbers, identical ones collapsed into one.

Shapes: every array has one entry a record unless said otherwise; codes count from 1, 0 means empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.elements import LISTED_ROLES, OFFICE_ROLES, Role
from tocsin.resolution import normal

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Clean = Callable[[str], str]
SINGLE = ("first", "middle", "last", "suffix", "dob", "sex", "ssn", "zip", "city", "street")
"""Fields with one value a record."""
MULTIPLE = ("phones", "emails", "mrns", "members", "others")
"""Fields with any number of values a record."""
CLEAN: Mapping[str, Clean] = {
    "first": normal.name_key, "middle": normal.name_key, "last": normal.name_key, "suffix": normal.name_key,
    "dob": str.strip, "sex": normal.sex_key, "ssn": normal.ssn_key, "zip": normal.zip_key, "city": normal.place_key,
    "street": normal.street_key, "phones": normal.phone_key, "emails": normal.value_key, "mrns": normal.value_key,
    "members": normal.value_key, "others": normal.value_key,
}  # fmt: skip
_SAYING = ("dob", "ssn", "street", *MULTIPLE)
"""Fields one of which a name needs beside it to be merged across items."""
NAME = frozenset({"first", "middle", "last", "suffix", "sex"})
"""Fields that, without any other, leave a row of a table a bare name."""
STAFF, PATIENTS = 1, 2
_STRONG = ("dob", "ssn", "mrns", "members", "others")
"""Fields one of which somebody known by office needs to be compared with others at all."""
_COLUMNS = {
    "first": "first_name", "middle": "middle_name", "last": "last_name", "suffix": "suffix", "dob": "date_of_birth",
    "sex": "sex", "ssn": "ssn", "zip": "zip", "city": "city", "phones": "phones", "emails": "emails", "mrns": "mrns",
    "members": "member_ids", "others": "other_ids",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field of all records: the texts, and each record's code of its (first) text."""

    texts: list[str]
    codes: Codes
    more: dict[int, frozenset[int]] = field(default_factory=dict)
    """Codes of the records that have several."""

    def all_codes(self, record: int) -> frozenset[int]:
        """Return the codes of a record."""
        found = self.more.get(record)
        if found is not None:
            return found
        code = int(self.codes[record])
        return frozenset((code,)) if code else frozenset()

    def rows(self) -> tuple[Codes, Codes]:
        """Return every (record, code), records ascending, empty ones left out."""
        records = [np.flatnonzero(self.codes)]
        codes = [self.codes[records[0]]]
        for record, several in self.more.items():
            rest = sorted(several - {int(self.codes[record])})
            records.append(np.full(len(rest), record))
            codes.append(np.array(rest, np.int32))
        all_records = np.concatenate(records)
        order = np.argsort(all_records, kind="stable")
        return all_records[order].astype(np.int32), np.concatenate(codes)[order].astype(np.int32)


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


def records_of(subjects: pa.Table) -> Records:
    """Return the records of subjects (schema ``SUBJECTS``, sorted by id), identical ones collapsed.

    Records that hold a name and nothing to tell it apart stay alone: they are never one with another item's.
    """
    street = pc.binary_join_element_wise(subjects["address_1"], subjects["address_2"], " ")
    columns = {name: subjects[column] for name, column in _COLUMNS.items()}
    office = pc.is_in(subjects["role"], pa.array([role.value for role in OFFICE_ROLES]))
    fields = coded({**columns, "street": street}, {}, subjects.num_rows)
    is_office = office.to_numpy(zero_copy_only=False)
    is_compared = np.where(is_office, _any_of(fields, _STRONG), _any_of(fields, _SAYING))
    made = collapsed(fields, (), is_compared, is_compared)
    np.bitwise_or.at(made.lists, made.of_subject, _lists(subjects["role"]))
    return made


def _lists(roles: pa.ChunkedArray) -> npt.NDArray[np.int8]:
    """Return on which list each subject stands, by its role."""
    bits = np.zeros(len(roles), np.int8)
    for bit, kinds in ((STAFF, (Role.EMPLOYEE,)), (PATIENTS, LISTED_ROLES - {Role.EMPLOYEE})):
        bits[pc.is_in(roles, pa.array([role.value for role in kinds])).to_numpy()] = bit
    return bits


def records_of_columns(
    columns: Mapping[str, pa.ChunkedArray], extras: Mapping[str, pa.ChunkedArray], rows: int, alone: Mask
) -> Records:
    """Return the records of the columns of a table, one row a subject; anything beside a name is enough to compare.

    Rows that are to stay ``alone`` become no record with equal ones, though they are compared.
    """
    fields = coded(columns, extras, rows)
    telling = _any_of(fields, (*_SAYING, *extras)) & ~alone
    return collapsed(fields, tuple(sorted(extras)), _any_of(fields, [n for n in fields if n not in NAME]), telling)


def coded(columns: Mapping[str, pa.ChunkedArray], extras: Mapping[str, pa.ChunkedArray], rows: int) -> dict[str, Field]:
    """Return the fields of columns of that many rows: text ones, or lists of texts for fields with several values."""
    none = Field([""], np.zeros(rows, np.int32))
    fields = {name: _single(columns[name], CLEAN[name]) if name in columns else none for name in SINGLE}
    fields |= {name: _multiple(columns[name], CLEAN[name]) if name in columns else none for name in MULTIPLE}
    return fields | {name: _single(column, normal.place_key) for name, column in extras.items()}


def collapsed(fields: Mapping[str, Field], extras: tuple[str, ...], is_compared: Mask, is_telling: Mask) -> Records:
    """Return records from rows: telling rows that are equal in every field become one."""
    size = len(is_compared)
    key = np.zeros(size, np.int64)
    for one in fields.values():
        codes = _set_codes(one)
        if codes.any():
            key = np.unique(key * (int(codes.max()) + 1) + codes, return_inverse=True)[1].astype(np.int64)
    key = np.where(is_telling, key, size + np.arange(size))
    _, firsts, inverse = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(firsts, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    kept = firsts[order]
    place = dict(zip(kept.tolist(), range(len(kept)), strict=True)) if any(f.more for f in fields.values()) else {}
    return Records(
        {name: _kept(one, kept, place) for name, one in fields.items()},
        extras,
        kept,
        rank[inverse],
        is_compared[kept],
        np.zeros(len(kept), np.int8),
    )


def distinct(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the values sorted, each once; by sorting, which is faster than numpy's hashing for these."""
    return firsts(np.sort(values))


def firsts(ordered: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return each of sorted values once."""
    is_first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    kept: npt.NDArray[np.int64] = ordered[is_first]
    return kept


def _kept(one: Field, kept: npt.NDArray[np.int64], place: Mapping[int, int]) -> Field:
    more = {place[row]: several for row, several in one.more.items() if row in place}
    return Field(one.texts, one.codes[kept], more)


def _set_codes(one: Field) -> npt.NDArray[np.int64]:
    """Return a code for all values of each row together."""
    codes = one.codes.astype(np.int64)
    index: dict[frozenset[int], int] = {}
    for row, several in one.more.items():
        codes[row] = len(one.texts) + index.setdefault(several, len(index))
    return codes


def _any_of(fields: Mapping[str, Field], names: Sequence[str]) -> Mask:
    found: Mask = np.any(np.stack([fields[name].codes > 0 for name in names]), axis=0)
    return found


def _encoded(values: pa.Array, clean: Clean) -> tuple[list[str], Codes]:
    """Return the different plain texts of an array, the empty one first, and each entry's code."""
    words = pc.dictionary_encode(values)
    index: dict[str, int] = {"": 0}
    plain = (index.setdefault(clean(word), len(index)) for word in words.dictionary.to_pylist())
    back = np.fromiter(plain, np.int32, len(words.dictionary))
    return list(index), back[words.indices.to_numpy()] if len(back) else np.zeros(len(values), np.int32)


def _single(column: pa.ChunkedArray, clean: Clean) -> Field:
    return Field(*_encoded(pc.fill_null(column, "").combine_chunks(), clean))


def _multiple(column: pa.ChunkedArray, clean: Clean) -> Field:
    rows = len(column)
    lists = pa.concat_arrays(column.chunks) if column.num_chunks != 1 else column.chunk(0)
    texts, codes = _encoded(pc.list_flatten(lists), clean)
    parents = pc.list_parent_indices(lists).to_numpy()
    parents, codes = parents[codes > 0], codes[codes > 0]
    firsts = np.zeros(rows, np.int32)
    firsts[parents[::-1]] = codes[::-1]
    counts = np.bincount(parents, minlength=rows)
    several = counts[parents] > 1
    groups: dict[int, set[int]] = {}
    for row, code in zip(parents[several].tolist(), codes[several].tolist(), strict=True):
        groups.setdefault(row, set()).add(code)
    return Field(texts, firsts, {row: frozenset(group) for row, group in groups.items() if len(group) > 1})
