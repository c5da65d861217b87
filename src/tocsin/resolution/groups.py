"""Groups of records taken as one, by the commonest values of each field: joined and scored many at a time.

Most groups have one value in most fields: these are numbers in arrays, and fields with several values stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.resolution.fields import HOUSES, LISTS, Codes, Mask, Places
from tocsin.resolution.levels import (
    FIRST_DIFFERENT,
    LAST_DIFFERENT,
    PLACE_CITY,
    PLACE_DIFFERENT,
    PLACE_KNOWN_CITY,
    Level,
)
from tocsin.resolution.records import NAME
from tocsin.resolution.scoring import DOUBT, NAME_MARGIN, SOLE_MARGIN, Scorer, Scores, Totals, add_names, score_of
from tocsin.resolution.value_lists import ValueLists, Values, across
from tocsin.resolution.weights import PRIORS, Hypothesis

_ALL = frozenset({"street", "last"})
"""Fields of which every value of a group counts, not only the commonest: people move and marry."""
_NAMES = ("first", "last", "middle", "suffix")
SEVERAL = -1
"""Stands for the value of a field of which a group has several."""


@dataclass(frozen=True)
class _Held:
    """A field of pairs of groups: the level by which they compare (0: one of them has none), and an equal value."""

    level: Level
    code: Codes


class Groups:
    """Groups of some records, told by their places; a group that was joined to another is no more."""

    def __init__(self, scorer: Scorer, records: Codes, group: Places) -> None:
        """Take records and the group of each, counted from 0."""
        self._scorer = scorer
        fields, size = scorer.records.fields, int(group.max(initial=-1)) + 1
        self._at = {name: at for at, name in enumerate(fields)}
        self._codes = np.zeros((size, len(fields)), np.int32)
        """Of each group and field the value, 0 where there is none, ``SEVERAL`` where there are more."""
        self._counts = np.zeros((size, len(fields)), np.int32)
        """How many records of each group hold its one value."""
        self._lists_of = ValueLists(size, [name in _ALL for name in fields])
        """The values of those that have several."""
        self.size = np.bincount(group, minlength=size)
        """Records of each group."""
        self._lift, self._unseen_lift = np.zeros(size, np.int32), np.zeros(size, np.int32)
        self._lists = np.zeros(size, np.int8)
        np.maximum.at(self._lift, group, scorer.lift[records])
        np.maximum.at(self._unseen_lift, group, scorer.unseen_lift[records])
        np.bitwise_or.at(self._lists, group, scorer.records.lists[records])
        place = dict(zip(records.tolist(), group.tolist(), strict=True)) if any(f.more for f in fields.values()) else {}
        for at, one in enumerate(fields.values()):
            known = sorted(one.more.keys() & place.keys())
            more = [(place[record], code) for record in known for code in one.more[record] - {int(one.codes[record])}]
            rest = np.array(more, np.int64).reshape(-1, 2)
            self._fill(at, np.append(group, rest[:, 0]), np.append(one.codes[records], rest[:, 1]))
        self._singles = [name for name in scorer.single if name in scorer.filled]
        self._lists_of_values = [name for name in LISTS if name in scorer.filled]

    def _fill(self, at: int, group: Places, codes: Places) -> None:
        """Count the values of a field, empty ones left out."""
        width = int(codes.max(initial=0)) + 1
        filled = codes > 0
        held, counts = np.unique(group[filled] * width + codes[filled], return_counts=True)
        groups, values = np.divmod(held, width)
        self._codes[groups, at], self._counts[groups, at] = values, counts
        is_more = np.zeros(len(groups), bool)
        is_more[1:] = groups[1:] == groups[:-1]
        is_more[:-1] |= is_more[1:]
        some = groups[is_more]
        self._codes[some, at] = SEVERAL
        self._lists_of.put(some, np.full(len(some), at), values[is_more], counts[is_more])

    def join(self, large: Places, small: Places) -> None:
        """Join groups to others; each stands in one pair at most."""
        mine, theirs = self._codes[large], self._codes[small]
        is_new = (mine == 0) & (theirs != 0)
        is_equal = (mine == theirs) & (theirs > 0)
        rows, at = np.nonzero((theirs != 0) & ~is_equal & ~(is_new & (theirs > 0)))
        sides = [self._values(groups[rows], at) for groups in (large, small)]
        lengths = np.concatenate([side.lengths for side in sides])
        codes, counts = (np.concatenate(told) for told in zip(*((one.codes, one.counts) for one in sides), strict=True))
        self._lists_of.put(
            np.repeat(np.tile(large[rows], 2), lengths), np.repeat(np.tile(at, 2), lengths), codes, counts
        )
        self._counts[large] += np.where(is_new | is_equal, self._counts[small], 0)
        self._codes[large] = np.where(is_new, theirs, mine)
        self._codes[large[rows], at] = SEVERAL
        self.size[large] += self.size[small]
        self._lift[large] = np.maximum(self._lift[large], self._lift[small])
        self._unseen_lift[large] = np.maximum(self._unseen_lift[large], self._unseen_lift[small])
        self._lists[large] |= self._lists[small]

    def lack(self, name: str, groups: Places) -> Mask:
        """Tell which of some groups have no value in a field."""
        found: Mask = self._codes[groups, self._at[name]] == 0
        return found

    def values(self, group: int, name: str) -> list[int]:
        """Return the values of a group in a field."""
        found: list[int] = self._values(np.array([group]), np.array([self._at[name]])).codes.tolist()
        return found

    def _values(self, groups: Places, at: Places, *, most: bool = False) -> Values:
        """Return the values, or only the commonest, that groups have in a field each."""
        codes = self._codes[groups, at]
        return self._lists_of.of(groups, at, codes, self._counts[groups, at], codes == SEVERAL, most=most)

    def scores(self, left: Places, right: Places) -> Scores:
        """Return the scores of pairs of groups in millibits."""
        return score_of(self._weighed(left, right)[0])

    def judged(self, left: Places, right: Places) -> tuple[Scores, Mask]:
        """Return the scores of pairs of groups, and which are rather kin, or so unlike, that they are two people."""
        totals, _ = self._weighed(left, right)
        scores = score_of(totals)
        return scores, self._scorer.are_kin(totals) | (scores < DOUBT)

    def are_relatives(self, left: Places, right: Places) -> Mask:
        """Tell which pairs of groups are rather of one family than one person or strangers."""
        totals, _ = self._weighed(left, right)
        rest = np.maximum(totals[Hypothesis.SAME], totals[Hypothesis.STRANGERS])
        found: Mask = np.max(totals[Hypothesis.HOUSEHOLD :], axis=0) > rest
        return found

    def levels(self, name: str, left: Places, right: Places) -> Level:
        """Return the levels by which pairs of groups compare in a field."""
        if name not in self._scorer.filled:
            return np.zeros(len(left), np.int8)
        return (self._shared if name in self._lists_of_values else self._single)(name, left, right).level

    def sole_scores(self, left: Places, right: Places) -> tuple[Scores, Scores, Mask]:
        """Return the scores of pairs of groups, and what they are if every other bearer of their name is ruled out.

        The last tells which pairs that is said of: those that can be compared in nothing but names.
        """
        totals, is_named = self._weighed(left, right)
        plain = score_of(totals)
        totals[Hypothesis.STRANGERS] -= np.maximum(self._lift[left], self._lift[right]) + NAME_MARGIN - SOLE_MARGIN
        totals[Hypothesis.STRANGERS] += np.maximum(self._unseen_lift[left], self._unseen_lift[right])
        known = int(self._scorer.priors[Hypothesis.NAMESAKE]) - PRIORS[Hypothesis.NAMESAKE]
        totals[Hypothesis.NAMESAKE] -= max(0, known)
        return plain, score_of(totals), is_named

    def _weighed(self, left: Places, right: Places) -> tuple[Totals, Mask]:
        """Return what speaks for each hypothesis (rows) about each pair (columns), and where nothing but names does."""
        held = {name: self._single(name, left, right) for name in self._singles}
        none = np.zeros(len(left), np.int8)
        levels = {name: held[name].level.copy() if name in held else none for name in _NAMES}
        if "first" in held and "last" in held:
            self._turned(held, left, right)
        is_named = np.ones(len(left), bool)
        for name in self._lists_of_values:
            held[name] = self._shared(name, left, right)
            if name not in NAME:
                is_named &= held[name].level != 1
        if "place" in self._scorer.filled:
            held["place"] = self._place(left, right)
        for name, one in held.items():
            if name not in NAME and name not in LISTS:
                is_named &= one.level == 0
        totals = np.repeat(self._scorer.priors[:, None], len(left), axis=1)
        for name, one in held.items():
            equal = np.flatnonzero(one.level == 1)
            totals += self._scorer.added(name, one.level, equal, one.code[equal])
        lift = np.maximum(self._lift[left], self._lift[right])
        levels[HOUSES] = held[HOUSES].level if HOUSES in held else none
        add_names(totals, levels, is_named, lift, self._lists[left], self._lists[right])
        return totals, is_named

    def _single(self, name: str, left: Places, right: Places) -> _Held:
        """Compare a field with one value a record."""
        at = self._at[name]
        a, b = self._codes[left, at], self._codes[right, at]
        is_filled = (a != 0) & (b != 0)
        level = (is_filled & (a == b)).astype(np.int8)
        differ = np.flatnonzero(is_filled & (a != b) & (np.minimum(a, b) > 0))
        level[differ] = self._scorer.levels_of(name, a[differ], b[differ])
        several = np.flatnonzero(is_filled & (np.minimum(a, b) == SEVERAL))
        if len(several):
            level[several], a[several] = self._of_several(name, left[several], right[several])
        return _Held(level, a)

    def _of_several(self, name: str, left: Places, right: Places) -> tuple[Level, Codes]:
        """Compare a field of which groups have several values: the commonest of both, and the best level counts."""
        at = np.full(len(left), self._at[name])
        row, one, other = across(self._values(left, at, most=True), self._values(right, at, most=True))
        level = np.ones(len(one), np.int8)
        differ = np.flatnonzero(one != other)
        level[differ] = self._scorer.levels_of(name, one[differ], other[differ])
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        best = np.minimum.reduceat((level.astype(np.int64) << 32) + one, starts)
        return (best >> 32).astype(np.int8), (best & 0xFFFFFFFF).astype(np.int32)

    def _commonest(self, name: str, groups: Places) -> Codes:
        """Return the lowest of the commonest values of each group, that has some."""
        found = self._values(groups, np.full(len(groups), self._at[name]), most=True)
        codes: Codes = found.codes[np.cumsum(found.lengths) - found.lengths]
        return codes

    def _shared(self, name: str, left: Places, right: Places) -> _Held:
        """Compare a field of which any value may be shared."""
        a, b = self._codes[left, self._at[name]], self._codes[right, self._at[name]]
        is_filled = (a != 0) & (b != 0)
        level = np.where(is_filled, np.where(a == b, 1, 2), 0).astype(np.int8)
        several = np.flatnonzero(is_filled & (np.minimum(a, b) == SEVERAL))
        if len(several):
            at = np.full(len(several), self._at[name])
            row, one, other = across(self._values(left[several], at), self._values(right[several], at))
            row, one = row[one == other], one[one == other]
            level[several] = 2
            level[several[row]], a[several[row[::-1]]] = 1, one[::-1]
        return _Held(level, a)

    def _place(self, left: Places, right: Places) -> _Held:
        """Compare all ZIP codes, for people move; and cities where none is equal."""
        zips, city = self._shared("zip", left, right), self._shared("city", left, right)
        rest = np.where((zips.level > 0) | (city.level > 0), PLACE_DIFFERENT, 0)
        rest = np.where(city.level == 1, np.where(zips.level > 0, PLACE_CITY, PLACE_KNOWN_CITY), rest)
        return _Held(np.where(zips.level == 1, 1, rest).astype(np.int8), zips.code)

    def _turned(self, held: dict[str, _Held], left: Places, right: Places) -> None:
        """Take given and family names that stand in each other's place for equal ones."""
        first, last = held["first"], held["last"]
        rows = np.flatnonzero((first.level == FIRST_DIFFERENT) & (last.level == LAST_DIFFERENT))
        rows = rows[self._are_crossed(left[rows], right[rows])]
        for name, told in (("first", first), ("last", last)):
            told.level[rows], told.code[rows] = 1, self._commonest(name, left[rows])

    def _are_crossed(self, left: Places, right: Places) -> Mask:
        """Tell of which pairs each group has a given name that is a family name of the other."""
        first, last = (np.full(len(left), self._at[name]) for name in ("first", "last"))
        found = np.ones(len(left), bool)
        for one, other in ((left, right), (right, left)):
            row, given, family = across(self._values(one, first), self._values(other, last))
            is_met = np.zeros(len(left), bool)
            is_met[row[self._scorer.last_of_first[given] == family]] = True
            found &= is_met
        return found
