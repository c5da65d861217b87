"""Columns of texts as fields of records: every value in its plain form and coded as a number, the texts held by Arrow.

Shapes: every array has one entry a record unless said otherwise; codes count from 1, 0 means empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.resolution import normal
from tocsin.resolution.arrays import order_of
from tocsin.resolution.normal_many import MANY, with_rest
from tocsin.resolution.texts import is_numbered, numbered_texts
from tocsin.resolution.threads import in_order

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Clean = Callable[[str], str]
Source = Callable[[], pa.ChunkedArray]
"""Gives a column once it is needed."""
Order = Callable[[], Places]
SINGLE = ("first", "middle", "last", "suffix", "dob", "sex", "ssn", "zip", "city", "street")
"""Fields with one value a record."""
MULTIPLE = ("phones", "emails", "mrns", "members", "others")
"""Fields with any number of values a record."""
HOUSES = "houses"
"""The covered entities in whose papers a record stands: never a reason to compare, only how likely one person is."""
INSURERS = "insurers"
"""Who pays for a record's care: as little a reason to compare as the entities are."""
LISTS = (*MULTIPLE, HOUSES, INSURERS)
"""Fields of which records agree if they share any value."""
CLEAN: Mapping[str, Clean] = {
    "first": normal.name_key, "middle": normal.name_key, "last": normal.name_key, "suffix": normal.name_key,
    "dob": str.strip, "sex": normal.sex_key, "ssn": normal.ssn_key, "zip": normal.zip_key, "city": normal.place_key,
    "street": normal.street_key, "phones": normal.phone_key, "emails": normal.value_key, "mrns": normal.value_key,
    "members": normal.value_key, "others": normal.value_key,
}  # fmt: skip
_WORDS_AT_ONCE = 100_000
_MOST_BYTES = 1 << 30
"""Of texts that one array of Arrow holds, with some to spare."""


@dataclass(frozen=True)
class Field:
    """One field of all records: the texts by code, and each record's code of its (first) text."""

    texts: pa.StringArray
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

    def text(self, code: int) -> str:
        """Return the text of a code."""
        return str(self.texts[code].as_py())

    def texts_of(self, codes: Codes) -> list[str]:
        """Return the text of each code."""
        found: list[str] = self.texts.take(pa.array(codes)).to_pylist()
        return found

    def rows(self) -> tuple[Codes, Codes]:
        """Return every (record, code), records ascending, empty ones left out."""
        records = [np.flatnonzero(self.codes)]
        codes = [self.codes[records[0]]]
        if not self.more:
            return records[0].astype(np.int32), codes[0]
        for record, several in self.more.items():
            rest = sorted(several - {int(self.codes[record])})
            records.append(np.full(len(rest), record))
            codes.append(np.array(rest, np.int32))
        all_records = np.concatenate(records)
        order = order_of(all_records)
        return all_records[order].astype(np.int32), np.concatenate(codes)[order].astype(np.int32)


def coded(
    columns: dict[str, Source], extras: dict[str, Source], rows: int, order: Order | None = None, threads: int = 1
) -> dict[str, Field]:
    """Return the fields of columns of that many rows: text ones, also lists of texts for fields with several values.

    Columns are taken out of what is given, as many at a time as there are threads, so that none has to stay once it is
    coded.

    Args:
        columns: by name of the field.
        extras: further columns, of unknown meaning.
        rows: how many there are.
        order: gives that in which the rows become records, once it is needed; as they stand without it.
        threads: how many columns may be worked on at a time.
    """
    none = Field(pa.array([""]), np.zeros(rows, np.int32))

    def field_of(name: str) -> Field:
        if name in columns:
            return (_single if name in SINGLE else _multiple)(columns.pop(name)(), CLEAN[name], order)
        return _single(extras.pop(name)(), normal.place_key, order) if name in extras else none

    names = (*SINGLE, *MULTIPLE, HOUSES, INSURERS, *extras)
    return dict(zip(names, in_order(field_of, names, threads), strict=True))


def _single(column: pa.ChunkedArray, clean: Clean, order: Order | None) -> Field:
    texts, codes = _encoded(column if is_numbered(column) else pc.fill_null(column, ""), clean)
    return Field(texts, codes) if order is None else Field(*_renumbered(texts, codes[order()]))


def _multiple(column: pa.ChunkedArray, clean: Clean, order: Order | None) -> Field:
    if pa.types.is_string(column.type) or is_numbered(column):
        return _single(column, clean, order)
    rows = len(column)
    lists = pa.concat_arrays(column.chunks) if column.num_chunks != 1 else column.chunk(0)
    texts, codes = _encoded(pa.chunked_array([pc.list_flatten(lists)]), clean)
    parents = pc.list_parent_indices(lists).to_numpy()
    del column, lists
    parents, codes = parents[codes > 0], codes[codes > 0]
    if order is not None:
        parents, codes = _reordered(parents, codes, order())
        texts, codes = _renumbered(texts, codes)
    return gathered_field(texts, parents, codes, rows)


def gathered_field(texts: pa.StringArray, records: Places, codes: Codes, size: int) -> Field:
    """Return a field of so many records from the codes that records have: none, one or several, none of them empty.

    Where a record has several, its first is the one that stands first.
    """
    firsts = np.zeros(size, np.int32)
    firsts[records[::-1]] = codes[::-1]
    counts = np.bincount(records, minlength=size)
    several = counts[records] > 1
    groups: dict[int, set[int]] = {}
    for row, code in zip(records[several].tolist(), codes[several].tolist(), strict=True):
        groups.setdefault(row, set()).add(code)
    return Field(texts, firsts, {row: frozenset(group) for row, group in groups.items() if len(group) > 1})


def coded_texts(column: pa.ChunkedArray, clean: Clean = str) -> tuple[pa.StringArray, Codes]:
    """Return the different texts of a column, as they stand or plain, the empty one first, and each entry's code."""
    return _encoded(column, clean)


def _encoded(values: pa.ChunkedArray, clean: Clean) -> tuple[pa.StringArray, Codes]:
    """Return the different plain texts of a column, the empty one first, and each entry's code."""
    is_wide = values.nbytes > _MOST_BYTES and not is_numbered(values)
    words, places = numbered_texts(values.cast(pa.large_string()) if is_wide else values)
    plain = _plain(words, clean)
    codes = plain.indices.to_numpy().astype(np.int32, copy=False)[1:]
    return plain.dictionary, codes[places.to_numpy()] if len(codes) else np.zeros(len(places), np.int32)


def _plain(words: pa.Array, clean: Clean) -> pa.DictionaryArray:
    """Return the plain form of an empty text, then those of some words; as objects only some at a time."""
    starts = range(0, len(words), _WORDS_AT_ONCE)
    plain = [_cleaned(words.slice(start, _WORDS_AT_ONCE).cast(pa.string()), clean) for start in starts]
    return pa.concat_arrays([pa.array([""]), *plain]).dictionary_encode()


def _cleaned(words: pa.StringArray, clean: Clean) -> pa.StringArray:
    """Return the plain form of each word; one by one those that the function of many leaves open."""
    if clean not in MANY:
        return pa.array([clean(word) for word in words.to_pylist()], pa.string())
    return with_rest(MANY[clean](words), words, clean)


def _reordered(parents: Places, codes: Codes, order: Places) -> tuple[Places, Codes]:
    """Return the values of rows, once these stand in another order."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    parents = place[parents]
    sort = order_of(parents)
    return parents[sort], codes[sort]


def _renumbered(texts: pa.StringArray, codes: Codes) -> tuple[pa.StringArray, Codes]:
    """Return texts and codes with the codes counted in the order in which they stand; the empty text stays first."""
    first = np.full(len(texts), len(codes) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes), 0, -1)
    first[0] = 0
    sort = order_of(first)
    number = np.empty(len(texts), np.int32)
    number[sort] = np.arange(len(texts), dtype=np.int32)
    return texts.take(pa.array(sort)), number[codes]


def filled_in_any(fields: Mapping[str, Field], names: Sequence[str]) -> Mask:
    """Tell which records have a value in one of some fields."""
    found = np.zeros(len(next(iter(fields.values())).codes), bool)
    for name in names:
        found |= fields[name].codes > 0
    return found
