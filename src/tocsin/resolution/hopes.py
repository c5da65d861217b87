"""Which pairs may reach a score at all, found out fast: by what speaks for one person against strangers alone.

The score of a pair is never above this bound: other stories, chance namesakes and missing fields only lower it, values
that take long to compare count as if they were alike, and names that may stand in each other's place are let through.
Most pairs that share a key are of strangers and go here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.fields import Codes, Field, Mask
from tocsin.resolution.levels import Comparer
from tocsin.resolution.weights import Hypothesis, is_by_value

Bits = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
_AT_ONCE = 32_768
"""Pairs whose numbers fit the cache of a core."""


@dataclass(frozen=True)
class Compared:
    """One field as the bound needs it: in what form values are equal, and what equal or other values add."""

    codes: Codes
    canon: Codes
    equal: Bits
    """By code."""
    other: np.int32
    """Where values are compared later: the most that they can add."""
    comparer: Comparer | None
    """Where values are compared at once, for that takes hardly longer."""
    of_level: Bits

    def add(self, bound: Bits, left: Places, right: Places) -> None:
        """Add what the field says of pairs."""
        a, b = self.canon[left], self.canon[right]
        both = (a > 0) & (b > 0)
        same = a == b
        bound += np.where(both & same, self.equal[self.codes[left]], np.int32(0))
        if self.comparer is None:
            bound += np.where(both & ~same, self.other, np.int32(0))
            return
        rest = np.flatnonzero(both & ~same)
        if len(rest):
            bound[rest] += self.of_level[self.comparer.compare(self.codes[left[rest]], self.codes[right[rest]])]


@dataclass(frozen=True)
class Levelled:
    """A field that is compared by levels at once, as lists of numbers and places are."""

    level: Callable[[Places, Places], npt.NDArray[np.int8]]
    of_level: Bits
    field: Field
    equal: Bits

    def add(self, bound: Bits, left: Places, right: Places) -> None:
        """Add what the field says of pairs."""
        level = self.level(left, right)
        bound += self.of_level[level]
        shared = np.flatnonzero(level == 1)
        most = self.equal.max(initial=0) if self.field.more else self.equal[self.field.codes[left[shared]]]
        bound[shared] += most


class Hopes:
    """Tells which pairs may reach a score."""

    def __init__(self, prior: int, fields: list[Compared | Levelled], crossed: Callable[[Codes, Codes], Mask]) -> None:
        """Take the prior for one person against strangers, the fields, and what tells names in each other's place."""
        self._prior, self._fields, self._are_crossed = prior, fields, crossed

    def may_reach(self, least: int, left: Codes, right: Codes) -> Mask:
        """Tell which pairs may score at least ``least`` millibits."""
        found = np.empty(len(left), bool)
        for start in range(0, len(left), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            found[part] = self._bound(left[part].astype(np.intp), right[part].astype(np.intp)) >= least
        rest = np.flatnonzero(~found)
        found[rest] = self._are_crossed(left[rest], right[rest])
        return found

    def _bound(self, left: Places, right: Places) -> Bits:
        bound = np.full(len(left), self._prior, np.int32)
        for one in self._fields:
            one.add(bound, left, right)
        return bound


def against_strangers(name: str, tables: Mapping[str, Bits], frequency: Bits) -> tuple[Bits, Bits]:
    """Return what each level of a field says for one person against strangers, and what equal values say by code."""
    table = tables[name][Hypothesis.SAME] - tables[name][Hypothesis.STRANGERS]
    equal = -frequency if is_by_value(name, 1, Hypothesis.STRANGERS) else np.zeros_like(frequency)
    return table, equal
