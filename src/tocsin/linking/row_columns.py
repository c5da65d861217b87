"""The mentions of a table's rows as columns: what rows hold is picked and counted for all of them at once.

Invariant: rows keep their order, and the mentions of a row theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
ELEMENTS = tuple(Element)
"""Bit ``n`` of a mask stands for the element of that number."""
_BITS = {element: np.uint64(1 << number) for number, element in enumerate(ELEMENTS)}
_TOLD = ("column", "element", "part", "party", "party_number", "label", "detector")


def mask_of(elements: frozenset[Element]) -> np.uint64:
    """Return the mask of some elements."""
    return np.uint64(sum(int(_BITS[element]) for element in elements))


@dataclass(frozen=True, slots=True)
class Kind:
    """What mentions of one column have in common."""

    column: int
    element: Element | None
    part: Part
    party: Role
    party_number: int
    label: str = field(repr=False)
    is_placed: bool


@dataclass(frozen=True)
class RowColumns:
    """Mentions (schema ``MENTIONS``) by row; ``which`` is the kind of each, ``starts`` where each row begins."""

    mentions: pa.Table = field(repr=False)
    kinds: tuple[Kind, ...] = field(repr=False)
    which: Indices = field(repr=False)
    rows: Indices = field(repr=False)
    """Their numbers, ascending."""
    starts: Indices = field(repr=False)
    """One more than there are rows."""

    def flags(self, holds: Callable[[Kind], bool]) -> Flags:
        """Tell of each mention whether its kind is one of those."""
        return np.array([holds(kind) for kind in self.kinds], bool)[self.which]

    @property
    def counts(self) -> Indices:
        """Return how many mentions each row has."""
        return np.diff(self.starts)

    @property
    def row_of(self) -> Indices:
        """Return the index of each mention's row."""
        return np.repeat(np.arange(len(self.rows)), self.counts)

    def any(self, flags: Flags) -> Flags:
        """Tell of each row whether the flag of one of its mentions is set."""
        found: Flags = np.logical_or.reduceat(flags, self.starts[:-1])
        return found

    def elements(self) -> Masks:
        """Return the elements of each row."""
        bits = np.array([_BITS[kind.element] if kind.element else np.uint64(0) for kind in self.kinds], np.uint64)
        found: Masks = np.bitwise_or.reduceat(bits[self.which], self.starts[:-1])
        return found

    def first(self, flags: Flags) -> Indices:
        """Return of each row the first mention with the flag set, -1 if there is none."""
        found = np.full(len(self.rows), -1, np.int64)
        places = np.flatnonzero(flags)[::-1]
        found[self.row_of[places]] = places
        return found

    def text(self, name: str, chosen: Indices) -> pa.Array:
        """Return a column of the chosen mentions, empty where none (-1) is."""
        column = self.mentions[name].combine_chunks().take(pa.array(chosen, mask=chosen < 0))
        return pc.fill_null(column, "")

    def latest(self, flags: Flags) -> pa.Array:
        """Return of each row the last in order of the flagged values, empty where there is none."""
        places = np.flatnonzero(flags)
        if not len(places):
            return pa.repeat(pa.scalar("", pa.string()), len(self.rows))
        known, ranks = np.unique(
            self.mentions["norm"].take(pa.array(places)).to_numpy().astype(str), return_inverse=True
        )
        best = np.full(len(self.rows), -1, np.int64)
        np.maximum.at(best, self.row_of[places], ranks)
        return pa.array(np.concatenate([known, [""]])[best].tolist(), pa.string())

    def listed(self, flags: Flags, most: int, values: pa.Array | None = None) -> pa.Array:
        """Return of each row the different values with the flag set, in order, at most so many.

        ``values`` are those of all mentions; without them, their norms.
        """
        places = np.flatnonzero(flags)
        chosen = (self.mentions["norm"].combine_chunks() if values is None else values).take(pa.array(places))
        codes = chosen.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
        rows = self.row_of[places]
        kept = np.sort(np.unique(rows * (len(codes) + 1) + codes, return_index=True)[1])
        counts = np.bincount(rows[kept], minlength=len(self.rows))
        within = np.arange(len(kept)) - np.repeat(np.cumsum(counts) - counts, counts)
        kept, counts = kept[within < most], np.minimum(counts, most)
        offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
        return pa.ListArray.from_arrays(offsets, chosen.take(pa.array(kept)))

    def where(self, rows: Flags) -> RowColumns:
        """Return the rows that are flagged."""
        if rows.all():
            return self
        held = np.repeat(rows, self.counts)
        starts = np.concatenate([[0], np.cumsum(self.counts[rows])]).astype(np.int64)
        return RowColumns(self.mentions.filter(pa.array(held)), self.kinds, self.which[held], self.rows[rows], starts)

    def ordered(self, ranks: Indices) -> RowColumns:
        """Return the mentions of each row by rank; those of one rank keep their order."""
        rows = self.row_of
        if not np.any((np.diff(ranks) < 0) & (np.diff(rows) == 0)):
            return self
        order = np.lexsort((ranks, rows))
        return RowColumns(self.mentions.take(pa.array(order)), self.kinds, self.which[order], self.rows, self.starts)


def row_columns(mentions: pa.Table) -> RowColumns | None:
    """Return mentions (of schema ``MENTIONS``) by row, None if there are none or if rows do not follow each other."""
    rows = mentions["row"].to_numpy().astype(np.int64)
    if not len(rows) or np.any(np.diff(rows) < 0):
        return None
    kinds, which = _kinds(mentions)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(rows)) + 1, [len(rows)]]).astype(np.int64)
    return RowColumns(mentions.combine_chunks(), kinds, which, rows[starts[:-1]], starts)


def _kinds(mentions: pa.Table) -> tuple[tuple[Kind, ...], Indices]:
    key = np.zeros(mentions.num_rows, np.int64)
    for name in _TOLD:
        codes = mentions[name].combine_chunks().dictionary_encode(null_encoding="encode")
        numbers = codes.indices.to_numpy(zero_copy_only=False)
        key = np.unique(key * len(codes.dictionary) + numbers, return_inverse=True)[1].astype(np.int64)
    _, firsts, which = np.unique(key, return_index=True, return_inverse=True)
    told = mentions.select(_TOLD).take(pa.array(firsts)).to_pylist()
    return tuple(_kind(row) for row in told), which.astype(np.int64)


def _kind(row: dict[str, object]) -> Kind:
    return Kind(
        column=int(str(row["column"])),
        element=Element(str(row["element"])) if row["element"] else None,
        part=Part(str(row["part"])),
        party=Role(str(row["party"])),
        party_number=int(str(row["party_number"])),
        label=str(row["label"]),
        is_placed=row["detector"] == "place",
    )


def runs_by_segment(mentions: pa.Table) -> dict[str, pa.Table]:
    """Return the mentions of each segment, in their order."""
    if not mentions.num_rows:
        return {}
    ids = mentions["segment_id"].combine_chunks().dictionary_encode()
    codes = ids.indices.to_numpy(zero_copy_only=False)
    if np.any(np.diff(codes) < 0):
        order = np.argsort(codes, kind="stable")
        mentions, codes = mentions.take(pa.array(order)), codes[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(codes)) + 1])
    ends = np.concatenate([starts[1:], [len(codes)]])
    return {
        ids.dictionary[int(codes[start])].as_py(): mentions.slice(start, end - start)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    }
