"""Sorting and numbering of whole numbers, faster than numpy's own ways for these: values sort faster than places do."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_BITS = 63
"""Of a number that is not negative."""
Places = npt.NDArray[np.int64]
Whole = npt.NDArray[np.integer[Any]]


def order_of(keys: Whole) -> Places:
    """Return the places of keys, none of them negative, in ascending order; of equal ones as they stand.

    Key and place are sorted as one number where it has room for both: five times as fast as ``argsort``.

    Example:
        >>> order_of(np.array([7, 0, 7, 3])).tolist()
        [1, 3, 0, 2]
    """
    bits = len(keys).bit_length()
    if int(keys.max(initial=0)) >> _BITS - bits:
        return np.argsort(keys, kind="stable")
    both = keys.astype(np.int64) << bits
    both |= np.arange(len(keys))
    both.sort()
    both &= (1 << bits) - 1
    return both


def sorted_with(keys: Places, others: npt.NDArray[np.int32]) -> tuple[Places, npt.NDArray[np.int32]]:
    """Return keys in ascending order and, for each, what stands beside it; neither is ever negative.

    Equal keys stand in ascending order of what is beside them where one number has room for both, else in any.

    Example:
        >>> [one.tolist() for one in sorted_with(np.array([7, 0, 7]), np.array([5, 6, 4], np.int32))]
        [[0, 7, 7], [6, 4, 5]]
    """
    bits = int(others.max(initial=0)).bit_length()
    if int(keys.max(initial=0)) >> _BITS - bits:
        sort = np.argsort(keys)
        return keys[sort], others[sort]
    both = keys << bits
    both |= others
    both.sort()
    return both >> bits, (both & ((1 << bits) - 1)).astype(np.int32)


def numbered(values: Places) -> Places:
    """Return a number for each value, from 0 on in the order in which they stand: by hashing, far faster than sorting.

    Example:
        >>> numbered(np.array([7, -1, 7, 3])).tolist()
        [0, 1, 0, 2]
    """
    numbers: Places = pa.array(values).dictionary_encode().indices.to_numpy().astype(np.int64)
    return numbers


def distinct(values: Places) -> Places:
    """Return the values sorted, each once; by sorting, which is faster than numpy's hashing for these."""
    return firsts(np.sort(values))


def firsts(ordered: Places) -> Places:
    """Return each of sorted values once."""
    is_first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    kept: Places = ordered[is_first]
    return kept
