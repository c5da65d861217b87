"""Pairs that their own document tells apart: two people of one name, or kin, with birth dates that are no slip, or
two of one name with other middle initials, or social security numbers.

A list that has Robin Mills, 9/8/1958, and Robin Mills, 2/1/1958, has two: whoever wrote it saw both. So has a message
that names Adam Mills, 8/18/1988, and as his next of kin Adam Miles, 1/10/1962. Across documents the same dates may be
a slip of the pen, and the score decides.

Invariant: pure; pairs are sorted, each once, the lower record first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.resolution.arrays import order_of
from tocsin.resolution.normal import ssn_key

_WHOLE = 10
"""Length of a date that has year, month and day."""
_SLIP = 2
"""Digits in which two numbers differ that may be one, mistyped."""
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
    middle = subjects["middle_name"].combine_chunks()
    is_named = pc.not_equal(subjects["last_name"], "")
    is_told = pc.and_(pc.equal(pc.utf8_length(born), _WHOLE), is_named)
    rows = np.flatnonzero(is_told.to_numpy(zero_copy_only=False))
    found = set(_kin_pairs(subjects, rows, born, of_subject))
    for group in _of_one_name(subjects, rows):
        found.update(_pairs(group, born, of_subject))
    has_middle = pc.and_(pc.and_(pc.not_equal(middle, ""), pc.not_equal(subjects["first_name"], "")), is_named)
    for group in _of_one_name(subjects, np.flatnonzero(has_middle.to_numpy(zero_copy_only=False))):
        found.update(_of_other_initials(group, middle, of_subject))
    numbers = subjects["ssn"].combine_chunks()
    has_number = pc.and_(pc.not_equal(numbers, ""), is_named)
    for group in _of_one_name(subjects, np.flatnonzero(has_number.to_numpy(zero_copy_only=False))):
        found.update(_of_other_numbers(group, numbers, born, of_subject))
    return sorted(found)


def _of_one_name(subjects: pa.Table, rows: Codes) -> Iterator[Codes]:
    """Give the rows of one name in one item, where they are several but not many."""
    if len(rows) < 2:
        return
    keys = _keys(subjects.select(_NAMED).take(pa.array(rows)))
    order = order_of(keys)
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    sizes = np.diff(np.append(starts, len(keys)))
    few = (sizes > 1) & (sizes <= _MOST)
    for start, size in zip(starts[few].tolist(), sizes[few].tolist(), strict=True):
        yield rows[start : start + size]


def _of_other_initials(rows: Codes, middle: pa.Array, of_subject: Codes) -> Iterator[tuple[int, int]]:
    """Give records whose middle names begin otherwise: ``Baby Boy A`` and ``Baby Boy B`` are twins, not a slip."""
    told = [(str(middle[int(row)])[:1].lower(), int(of_subject[row])) for row in rows]
    for (one, left), (other, right) in combinations(told, 2):
        if left != right and one != other:
            yield min(left, right), max(left, right)


def _of_other_numbers(rows: Codes, numbers: pa.Array, born: pa.Array, of_subject: Codes) -> Iterator[tuple[int, int]]:
    """Give records whose numbers are further apart than a slip; of one birth date, a number rather is wrong."""
    told = [(ssn_key(str(numbers[int(row)])), str(born[int(row)]), int(of_subject[row])) for row in rows]
    for (one, date, left), (other, second, right) in combinations(told, 2):
        differ = sum(a != b for a, b in zip(one, other, strict=True)) if one and other else 0
        if left != right and differ > _SLIP and not (date and date == second):
            yield min(left, right), max(left, right)


def _keys(subjects: pa.Table) -> Codes:
    """Return a number for each subject, equal for those of one item and one name."""
    keys = np.zeros(len(subjects), np.int64)
    for name in _NAMED:
        values = pc.utf8_lower(subjects[name].combine_chunks())
        codes = pc.dictionary_encode(values).indices.to_numpy().astype(np.int64)
        _, keys = np.unique(keys * (codes.max(initial=0) + 1) + codes, return_inverse=True)
    return keys.astype(np.int64)


def _kin_pairs(subjects: pa.Table, rows: Codes, born: pa.Array, of_subject: Codes) -> Iterator[tuple[int, int]]:
    """Give records of kin of one first name: only those are ever alike enough to be taken for one."""
    related = subjects["related_to"].combine_chunks()
    rows = rows[related.is_valid().to_numpy(zero_copy_only=False)[rows]]
    if not len(rows):
        return
    wanted = related.take(pa.array(rows))
    at = pc.index_in(subjects["subject_id"].combine_chunks(), value_set=wanted.unique())
    of_wanted = np.flatnonzero(at.is_valid().to_numpy(zero_copy_only=False))
    place = pc.index_in(wanted, value_set=subjects["subject_id"].combine_chunks().take(pa.array(of_wanted)))
    is_here = place.is_valid().to_numpy(zero_copy_only=False)
    rows, others = rows[is_here], of_wanted[place.drop_null().to_numpy()]
    first = pc.utf8_lower(subjects["first_name"].combine_chunks())
    alike = pc.equal(first.take(pa.array(rows)), first.take(pa.array(others))).to_numpy(zero_copy_only=False)
    for row, other in zip(rows[alike].tolist(), others[alike].tolist(), strict=True):
        yield from _pairs(np.array([row, other], np.int64), born, of_subject)


def _pairs(rows: Codes, born: pa.Array, of_subject: Codes) -> Iterator[tuple[int, int]]:
    told = [(str(born[int(row)]), int(of_subject[row])) for row in rows]
    for (one, left), (other, right) in combinations(told, 2):
        if left != right and _is_no_slip(one, other):
            yield min(left, right), max(left, right)


def _is_no_slip(one: str, other: str) -> bool:
    """Tell whether both are whole, and month and day both differ and are not swapped."""
    if len(other) != _WHOLE:
        return False
    month, day, other_month, other_day = one[5:7], one[8:], other[5:7], other[8:]
    return month != other_month and day != other_day and (month, day) != (other_day, other_month)
