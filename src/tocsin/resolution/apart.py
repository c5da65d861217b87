"""Pairs that their own document tells apart: two people of one name in one item, with birth dates that are no slip.

A list that has Robin Mills, 9/8/1958, and Robin Mills, 2/1/1958, has two: whoever wrote it saw both. Across documents
the same dates may be a slip of the pen, and the score decides.

Invariant: pure; pairs are sorted, each once, the lower record first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_WHOLE = 10
"""Length of a date that has year, month and day."""
_MOST = 6
"""More of one name in one item are a list of a whole town: there the score knows how common the name is."""
_NAMED = ["item_id", "first_name", "last_name"]
Codes = npt.NDArray[np.int64]


def told_apart(subjects: pa.Table, of_subject: Codes) -> list[tuple[int, int]]:
    """Return pairs of records that one item holds as two people.

    Args:
        subjects: of schema ``SUBJECTS``.
        of_subject: the record of each subject.
    """
    born = subjects["date_of_birth"].combine_chunks()
    is_told = pc.and_(pc.equal(pc.utf8_length(born), _WHOLE), pc.not_equal(subjects["last_name"], ""))
    rows = np.flatnonzero(is_told.to_numpy(zero_copy_only=False))
    if len(rows) < 2:
        return []
    keys = _keys(subjects.select(_NAMED).take(pa.array(rows)))
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    sizes = np.diff(np.append(starts, len(keys)))
    few = (sizes > 1) & (sizes <= _MOST)
    found: set[tuple[int, int]] = set()
    for start, size in zip(starts[few].tolist(), sizes[few].tolist(), strict=True):
        found.update(_pairs(rows[start : start + size], born, of_subject))
    return sorted(found)


def _keys(subjects: pa.Table) -> Codes:
    """Return a number for each subject, equal for those of one item and one name."""
    keys = np.zeros(len(subjects), np.int64)
    for name in _NAMED:
        values = pc.utf8_lower(subjects[name].combine_chunks())
        codes = pc.dictionary_encode(values).indices.to_numpy().astype(np.int64)
        _, keys = np.unique(keys * (codes.max(initial=0) + 1) + codes, return_inverse=True)
    return keys.astype(np.int64)


def _pairs(rows: Codes, born: pa.Array, of_subject: Codes) -> Iterator[tuple[int, int]]:
    told = [(str(born[int(row)]), int(of_subject[row])) for row in rows]
    for (one, left), (other, right) in combinations(told, 2):
        if left != right and _is_no_slip(one, other):
            yield min(left, right), max(left, right)


def _is_no_slip(one: str, other: str) -> bool:
    """Tell whether month and day both differ, and are not swapped."""
    month, day, other_month, other_day = one[5:7], one[8:], other[5:7], other[8:]
    return month != other_month and day != other_day and (month, day) != (other_day, other_month)
