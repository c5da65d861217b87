"""Drafts: subjects of rows that are not yet put to their person, and what keys of rows lead to.

Invariant: the drafts of a segment stand in the order of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.model.subjects import SUBJECTS, Subject, subjects_table

MAIN, ASIDE, LOOKUP = 0, 1, 2
"""What a draft is: of the row's person, of somebody else the row names, or of values others refer to."""
_MOST_COLUMNS = 4096
_FACTS = ("group", "table", "base", "use", "column", "is_sample")

DRAFTS = pa.schema(
    [
        *SUBJECTS,
        pa.field("group", pa.string(), nullable=False),
        pa.field("table", pa.int32(), nullable=False),
        pa.field("base", pa.uint64(), nullable=False),
        pa.field("use", pa.int8(), nullable=False),
        pa.field("column", pa.int32(), nullable=False),
        pa.field("is_sample", pa.bool_(), nullable=False),
        pa.field("mentions", pa.list_(pa.string()), nullable=False),
    ]
)
"""Drafts: of people ``base`` is their own key, of rows about people the key that leads on, of lookups their key."""
HOPS = pa.schema(
    [
        pa.field("group", pa.string(), nullable=False),
        pa.field("ref", pa.int32(), nullable=False),
        pa.field("a", pa.uint64(), nullable=False),
        pa.field("b", pa.uint64(), nullable=False),
    ]
)
"""Key ``a`` of a column that is led to (:func:`ref_of`), and the key ``b`` it goes on with."""
PAIRS = HOPS
"""Key ``a`` of a row's person (as ``base``), and the key ``b`` that its column ``ref`` looks up."""
_Numbers = TypeVar("_Numbers", int, npt.NDArray[np.int32])


def ref_of(table: _Numbers, column: _Numbers) -> _Numbers:
    """Return the number of a column among all of a model; of arrays, those of each pair."""
    return table * _MOST_COLUMNS + column


@dataclass(slots=True)
class Drafts:
    """What the rows of a part gave."""

    subjects: list[Subject] = field(default_factory=list, repr=False)
    facts: list[tuple[str, int, int, int, int, bool]] = field(default_factory=list, repr=False)
    mentions: list[list[str]] = field(default_factory=list, repr=False)
    columns: list[pa.Table] = field(default_factory=list, repr=False)
    """Drafts that were made many at once."""
    hops: list[pa.Table] = field(default_factory=list, repr=False)
    pairs: list[pa.Table] = field(default_factory=list, repr=False)
    _open: list[pa.Table] = field(default_factory=list, repr=False)

    def end_segment(self) -> None:
        """Put the drafts of a segment in the order of its rows."""
        fresh = pa.concat_tables([*self._open, self._listed()])
        self._open.clear()
        if fresh.num_rows:
            self.columns.append(fresh.take(pa.array(np.argsort(fresh["row"].to_numpy(), kind="stable"))))

    def add_columns(self, columns: Mapping[str, pa.Array]) -> None:
        """Add drafts of rows of the segment that go before all others of their rows."""
        self._open.append(pa.Table.from_arrays([columns[name] for name in DRAFTS.names], schema=DRAFTS))

    def _listed(self) -> pa.Table:
        columns = list(subjects_table(self.subjects).columns)
        for number, name in enumerate(_FACTS):
            columns.append(pa.array([fact[number] for fact in self.facts], DRAFTS.field(name).type))
        columns.append(pa.array(self.mentions, DRAFTS.field("mentions").type))
        for held in (self.subjects, self.facts, self.mentions):
            held.clear()
        return pa.Table.from_arrays(columns, schema=DRAFTS)

    def tables(self) -> dict[str, pa.Table]:
        """Return the drafts, hops and pairs as tables."""
        return {
            "drafts": pa.concat_tables([DRAFTS.empty_table(), *self.columns]),
            "hops": pa.concat_tables([HOPS.empty_table(), *self.hops]),
            "pairs": pa.concat_tables([PAIRS.empty_table(), *self.pairs]),
        }
