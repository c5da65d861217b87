"""Which pairs may reach a score at all, found out fast: by what speaks for one person against strangers alone.

The score of a pair is never above this bound: other stories, chance namesakes and missing fields only lower it, values
that take long to compare count as if they were alike, and names that may stand in each other's place are let through.
Most pairs that share a key are of strangers and go here. Equal values are told first, for all fields at once; what
takes longer is asked of those pairs only that may still reach the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.fields import Codes, Mask
from tocsin.resolution.levels import PLACE_CITY, PLACE_DIFFERENT, PLACE_KNOWN_CITY, Comparer
from tocsin.resolution.rows import Evidence, Rows, blocks
from tocsin.resolution.weights import Hypothesis, is_by_value

Bits = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
_AT_ONCE = 131_072
"""Pairs that are looked at together: many small arrays take longer to begin than to work on."""


@dataclass(frozen=True)
class Compared:
    """One field as the bound needs it: what equal values add, and at most other ones."""

    codes: Codes
    equal: Bits
    """By code."""
    other: int
    """The most that values can add that are not equal, or that it takes a further look to tell."""
    comparer: Comparer | None
    """Where values that differ are compared at once, for that takes hardly longer."""
    of_level: Bits

    def lower(self, bound: Evidence, at: Places, left: Codes, right: Codes) -> None:
        """Replace, for pairs at some places whose values differ, the most that they can add by what they do."""
        if self.comparer is not None and len(at):
            level = self.comparer.compare(self.codes[left[at]], self.codes[right[at]])
            bound[at] += (self.of_level - self.other).astype(np.float32)[level]


@dataclass(frozen=True)
class Several:
    """A field of which records may hold several values: all that both have are looked at, and only at the end."""

    level: Callable[[Codes, Codes], npt.NDArray[np.int8]]
    of_level: Bits
    most: int
    """The most that equal values add."""

    @property
    def other(self) -> int:
        """The most that the field can add."""
        return max(self.most, int(self.of_level[2]))

    def lower(self, bound: Evidence, at: Places, left: Codes, right: Codes) -> None:
        """Replace, for pairs at some places that both have values, the most that they can add by what they do."""
        if len(at):
            level = self.level(left[at], right[at])
            bound[at] += np.where(level == 1, self.most - self.other, self.of_level[2] - self.other).astype(np.float32)


@dataclass(frozen=True)
class Place:
    """ZIP code and city, which are one field: equal ZIP codes, else equal cities, else neither."""

    codes: Codes
    equal: Bits
    """By code of the ZIP code."""
    of_level: Bits


class Hopes:
    """Tells which pairs may reach a score."""

    def __init__(
        self,
        prior: int,
        rows: Rows,
        fields: Mapping[str, Compared | Several],
        place: Place,
        crossed: Callable[[Codes, Codes], Mask],
    ) -> None:
        """Take what records hold and what it says.

        Args:
            prior: for one person against strangers.
            rows: the values; they begin with ZIP code and city, and end with the fields, in their order.
            fields: but the place; those that are compared at once in the order in which they are.
            place: of the records.
            crossed: tells names in each other's place.
        """
        self._rows, self._fields, self._place = rows, fields, place
        self._are_crossed = crossed
        self._others = rows.sums(self._of_others)
        self._prior = np.float32(prior)

    def _of_others(self, held: Mapping[str, Bits]) -> Bits:
        """Return the most that fields add where both records have them (1, else 0) and they are not equal."""
        none = np.zeros(1, np.int32)
        is_placed = held.get("zip", none) | held.get("city", none)
        told: Bits = is_placed * self._place.of_level[PLACE_DIFFERENT]
        for name, one in self._fields.items():
            if name in held:
                told = told + held[name] * np.int32(one.other)
        return told

    def may_reach(self, least: int, left: Codes, right: Codes) -> Mask:
        """Tell which pairs may score at least ``least`` millibits."""
        found = np.empty(len(left), bool)
        for part in blocks(len(left), _AT_ONCE):
            found[part] = self._may_reach(least, left[part], right[part])
        rest = np.flatnonzero(~found)
        found[rest] = self._are_crossed(left[rest], right[rest])
        return found

    def _may_reach(self, least: int, left: Codes, right: Codes) -> Mask:
        equal = self._rows.are_equal(left, right)
        equal[:, 1] &= ~equal[:, 0]
        bound = np.einsum("ij->i", equal * self._by_value(left))
        bound += self._others.of(left, right)
        bound += self._prior
        at = np.flatnonzero(bound >= least)
        for column, (name, one) in enumerate(self._fields.items(), 2):
            if isinstance(one, Several) or one.comparer is not None:
                is_open = self._rows.are_filled(name, left[at], right[at])
                if isinstance(one, Compared):
                    is_open &= ~equal[at, column]
                one.lower(bound, at[is_open], left, right)
                at = at[bound[at] >= least]
        found = np.zeros(len(left), bool)
        found[at] = True
        return found

    def _by_value(self, left: Codes) -> Evidence:
        """Return by how much more each value of a left record adds than another would, if the right one's is equal.

        Of the place, the city counts where the ZIP codes are not equal.
        """
        is_first = np.ones(len(left), bool)
        np.not_equal(left[1:], left[:-1], out=is_first[1:])
        starts = np.flatnonzero(is_first)
        records = left[starts]
        told = np.zeros((len(starts), len(self._rows.place)), np.float32)
        for column, one in enumerate(self._fields.values(), 2):
            if isinstance(one, Compared):
                told[:, column] = one.equal[one.codes[records]] - np.int32(one.other)
        place = self._place
        told[:, 0] = place.equal[place.codes[records]] - place.of_level[PLACE_DIFFERENT]
        told[:, 1] = max(place.of_level[PLACE_CITY], place.of_level[PLACE_KNOWN_CITY]) - place.of_level[PLACE_DIFFERENT]
        return np.repeat(told, np.diff(np.append(starts, len(left))), axis=0)


def against_strangers(name: str, tables: Mapping[str, Bits], frequency: Bits) -> tuple[Bits, Bits]:
    """Return what each level of a field says for one person against strangers, and what equal values say by code."""
    table = tables[name][Hypothesis.SAME] - tables[name][Hypothesis.STRANGERS]
    equal = -frequency if is_by_value(name, 1, Hypothesis.STRANGERS) else np.zeros_like(frequency)
    return table, equal
