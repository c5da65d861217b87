"""Digests of all that people's rows are made of: whose is the same as in the run before has the same rows.

An addition to a finished incident then costs what it brought, not what was there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MADE_OF = pa.schema(
    [pa.field("person_id", pa.string(), nullable=False), pa.field("made_of", pa.binary(), nullable=False)]
)
"""Of each person who may be listed, a digest (16 bytes) of what the rows were made of; sorted by person."""
_FIELD, _VALUE, _ROW = "\x1f", "\x1e", "\x1d"
"""Control characters that part fields, values of a list, and rows."""
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Rows in the order of the persons whose they are, known by number."""

    table: pa.Table = field(repr=False)
    codes: Codes = field(repr=False)

    @classmethod
    def of(cls, table: pa.Table, codes: Codes) -> Part:
        """Sort a table by the persons of its rows; rows of nobody (-1) are left out."""
        order = np.argsort(codes, kind="stable")
        order = order[np.searchsorted(codes[order], 0) :]
        return cls(table.take(pa.array(order)).combine_chunks(), codes[order])

    def slice(self, first: int, end: int) -> Part:
        """Return the rows of these persons."""
        low, high = np.searchsorted(self.codes, [first, end])
        return Part(self.table.slice(low, high - low), self.codes[low:high])

    def where(self, is_wanted: npt.NDArray[np.bool_]) -> Part:
        """Return some of the rows."""
        return Part(self.table.filter(pa.array(is_wanted)), self.codes[is_wanted])


def digests_of(parts: Sequence[Part], first: int, end: int, base: str) -> list[bytes]:
    """Return a digest of 16 bytes for each person from ``first`` to before ``end``.

    Args:
        parts: of these persons; each in an order that is the same in the next run, if nothing changed.
        first: number of the first person.
        end: number behind the last one.
        base: what else rows depend on: the version, the day.
    """
    numbers = np.arange(first, end + 1)
    texts = [(_texts(part.table), np.searchsorted(part.codes, numbers).tolist()) for part in parts]
    start = hashlib.sha256(base.encode())
    made = []
    for place in range(end - first):
        digest = start.copy()
        for (text, ends), rows in texts:
            low, high = rows[place], rows[place + 1]
            digest.update((high - low).to_bytes(4, "big"))
            digest.update(text[ends[low] : ends[high]])
        made.append(digest.digest()[:16])
    return made


def same_as_before(persons: pa.Array, digests: Sequence[bytes], former: Mapping[str, bytes]) -> npt.NDArray[np.bool_]:
    """Tell of each person whether the digest is that of the run before."""
    pairs = zip(persons.to_pylist(), digests, strict=True)
    return np.fromiter((former.get(person) == digest for person, digest in pairs), bool, len(digests))


def _texts(table: pa.Table) -> tuple[memoryview, list[int]]:
    """Return the rows as one text in UTF-8, and where each begins; the last number is where the last ends."""
    if not table.num_rows or not table.num_columns:
        return memoryview(b""), [0] * (table.num_rows + 1)
    columns = [_as_text(column) for column in table.itercolumns()]
    parting = [pa.scalar(mark, pa.large_string()) for mark in (_ROW, _FIELD)]
    joined = pc.binary_join_element_wise(*columns, *parting, null_handling="replace", null_replacement="\x00")
    whole = pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined
    _, offsets, data = whole.buffers()
    ends = np.frombuffer(offsets, np.int64)[whole.offset : whole.offset + len(whole) + 1]
    return memoryview(data or b""), ends.tolist()


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, _VALUE)
    return column.cast(pa.large_string())
