"""Fields of groups that have several values: all lists of values in a few arrays, many made or looked up at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.arrays import order_of
from tocsin.resolution.fields import Codes, Mask, Places

_MOST_VALUES = 8
_LEAST_ROOM = 1024


@dataclass(frozen=True)
class Values:
    """The values of some fields of groups, list after list; the codes of each ascending."""

    lengths: Places
    codes: Codes
    counts: Codes
    """How many records hold each value."""


class _Lists:
    """Lists of values by group and field; a list that another took the place of stays in the room it has."""

    def __init__(self, groups: int, fields: int) -> None:
        self.start, self.length = np.zeros((groups, fields), np.int64), np.zeros((groups, fields), np.int64)
        self._codes, self._counts = np.zeros(_LEAST_ROOM, np.int32), np.zeros(_LEAST_ROOM, np.int32)
        self._used = 0

    def put(self, groups: Places, at: Places, lengths: Places, codes: Codes, counts: Codes) -> None:
        """Take one list for each group and field."""
        end = self._used + len(codes)
        if end > len(self._codes):
            more = np.zeros(max(end, 2 * len(self._codes)) - len(self._codes), np.int32)
            self._codes, self._counts = np.append(self._codes, more), np.append(self._counts, more)
        self._codes[self._used : end], self._counts[self._used : end] = codes, counts
        self.start[groups, at] = self._used + np.cumsum(lengths) - lengths
        self.length[groups, at] = lengths
        self._used = end

    def values(self, places: Places) -> tuple[Codes, Codes]:
        """Return codes and counts that stand at places."""
        return self._codes[places], self._counts[places]


class ValueLists:
    """All values of groups in fields of which they have several, and the commonest of them."""

    def __init__(self, groups: int, keeps_all: Sequence[bool]) -> None:
        """Take how many groups there are, and in which fields every value counts as one of the commonest."""
        self._keeps_all = np.array(keeps_all, bool)
        self._all, self._most = (_Lists(groups, len(keeps_all)) for _ in range(2))

    def put(self, groups: Places, at: Places, codes: Places | Codes, counts: Places | Codes) -> None:
        """Take the values of groups in fields, one an entry, in any order; equal ones are counted together."""
        if not len(groups):
            return
        order = order_of((at * len(self._all.start) + groups) * (int(codes.max()) + 1) + codes)
        groups, at, codes, counts = groups[order], at[order], codes[order], counts[order]
        is_first = np.ones(len(groups), bool)
        is_first[1:] = (groups[1:] != groups[:-1]) | (at[1:] != at[:-1])
        is_other = is_first.copy()
        is_other[1:] |= codes[1:] != codes[:-1]
        starts = np.flatnonzero(is_other)
        counts = np.add.reduceat(counts, starts)
        groups, at, codes, is_first = groups[starts], at[starts], codes[starts], is_first[starts]
        heads = np.flatnonzero(is_first)
        lengths = np.diff(np.append(heads, len(groups)))
        codes, counts = codes.astype(np.int32), counts.astype(np.int32)
        self._all.put(groups[heads], at[heads], lengths, codes, counts)
        is_most = self._keeps_all[at] | (counts == np.repeat(np.maximum.reduceat(counts, heads), lengths))
        before = np.cumsum(is_most) - is_most
        is_most &= before - np.repeat(before[heads], lengths) < _MOST_VALUES
        kept = np.add.reduceat(is_most.astype(np.int64), heads)
        self._most.put(groups[heads], at[heads], kept, codes[is_most], counts[is_most])

    def of(self, groups: Places, at: Places, codes: Codes, counts: Codes, is_several: Mask, *, most: bool) -> Values:
        """Return the values, or the commonest, of a field of each group.

        Args:
            groups: whose.
            at: the place of the field.
            codes: the value of those that have one, 0 where there is none.
            counts: how many records hold it.
            is_several: which have several, that are looked up.
            most: only the commonest.
        """
        lists = self._most if most else self._all
        lengths = np.where(is_several, lists.length[groups, at], codes > 0)
        found, held = np.repeat(codes, lengths), np.repeat(counts, lengths)
        several = np.flatnonzero(np.repeat(is_several, lengths))
        within = np.arange(len(found)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        places = (np.repeat(lists.start[groups, at], lengths) + within)[several]
        found[several], held[several] = lists.values(places)
        return Values(lengths, found, held)


def across(left: Values, right: Values) -> tuple[Places, Codes, Codes]:
    """Return each value of each list with each of the list beside it: the place of the lists, and both values."""
    sizes = left.lengths * right.lengths
    row = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    ends = [(np.cumsum(one.lengths) - one.lengths)[row] for one in (left, right)]
    one, other = within // right.lengths[row], within % right.lengths[row]
    found: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]] = left.codes[ends[0] + one], right.codes[ends[1] + other]
    return (row, *found)
