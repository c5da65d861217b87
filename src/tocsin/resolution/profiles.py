"""Profiles: a group of records taken as one, by the commonest values of each field."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from tocsin.resolution.fields import LISTS, Codes
from tocsin.resolution.levels import (
    FIRST_DIFFERENT,
    LAST_DIFFERENT,
    MIDDLE_DIFFERENT,
    PLACE_CITY,
    PLACE_DIFFERENT,
    PLACE_KNOWN_CITY,
    PLAIN_DIFFERENT,
)
from tocsin.resolution.records import NAME, PATIENTS, STAFF
from tocsin.resolution.scoring import LIST_MARGIN, NAME_MARGIN, SOLE_MARGIN, VETO, Scorer
from tocsin.resolution.weights import RIVALS, Hypothesis, is_by_value

_MOST_VALUES = 8
_ALL = frozenset({"street", "last"})
"""Fields of which every value of a group counts, not only the commonest: people move and marry."""
_NONE = (0, 0)
SEVERAL = -1
"""Stands for the value of a field of which a group has several."""
Weighed = list[int]
"""What something adds to each hypothesis."""


@dataclass(slots=True, eq=False)
class Part:
    """A group of records that grows, and how many of them hold each value; fields go by their place in a row.

    Most groups have one value in most fields: so these are told by two rows of numbers, and the others by themselves.
    """

    records: list[int]
    codes: list[int]
    """Of each field the value, 0 where there is none, ``SEVERAL`` where there are more."""
    counts: list[int]
    """Of each field how many records hold its one value."""
    several: dict[int, dict[int, int]]
    """Of the other fields how many records hold each value."""
    lift: int = 0
    """The largest of its records' (:attr:`Scorer.lift`)."""
    unseen_lift: int = 0
    """The same of :attr:`Scorer.unseen_lift`."""
    lists: int = 0
    """The lists that its records stand on."""
    commonest: dict[int, list[int]] = field(default_factory=dict)

    def take(self, other: Part) -> None:
        """Take in another part, which is no more."""
        self.commonest.clear()
        mine, counts = self.codes, self.counts
        for at, code in enumerate(other.codes):
            if not code:
                continue
            if mine[at] == code > 0:
                counts[at] += other.counts[at]
            elif not mine[at]:
                mine[at], counts[at] = code, other.counts[at]
                if code == SEVERAL:
                    self.several[at] = other.several[at]
            else:
                self._count(at, other)
        self.records += other.records
        self.lift = max(self.lift, other.lift)
        self.unseen_lift = max(self.unseen_lift, other.unseen_lift)
        self.lists |= other.lists

    def _count(self, at: int, other: Part) -> None:
        """Count the values of another part in a field of which there are several then."""
        mine = self.several.setdefault(at, {self.codes[at]: self.counts[at]})
        self.codes[at] = SEVERAL
        theirs = other.several[at] if other.codes[at] == SEVERAL else {other.codes[at]: other.counts[at]}
        for code, count in theirs.items():
            mine[code] = mine.get(code, 0) + count

    def held(self, at: int) -> Collection[int]:
        """Return the values of a field."""
        code = self.codes[at]
        return self.several[at].keys() if code == SEVERAL else (code,) if code else ()


class _Compared(NamedTuple):
    """A field as groups are compared by it."""

    at: int
    name: str
    tells: bool
    """Whether it is more than a name."""
    by_level: list[Weighed]
    equal: dict[int, Weighed]
    """What equal values add, by value, as far as it was asked for."""
    known: dict[tuple[int, int], int]
    """The levels of pairs of values, the lower first; empty for fields of which any value may be shared."""


class Profiles:
    """Scores groups of some records against each other."""

    def __init__(self, scorer: Scorer, records: Codes, left: Codes, right: Codes) -> None:
        """Take the records, and pairs of them whose values are compared at once, for one by one is slow."""
        self._scorer = scorer
        self._priors: Weighed = scorer.priors.tolist()
        self._at = {name: at for at, name in enumerate(scorer.records.fields)}
        filled = frozenset(scorer.filled)
        singles = [name for name in ("first", "last", *scorer.single[3:], "middle") if name in filled]
        self._singles = [self._field(name, scorer.levels_between(name, left, right)) for name in singles]
        self._lists = [self._field(name, {}) for name in LISTS if name in filled]
        self._place = self._field("place", {}) if "place" in filled else None
        self._parts = self._of(records)

    def _field(self, name: str, known: dict[tuple[int, int], int]) -> _Compared:
        tables: list[Weighed] = self._scorer.tables[name].T.tolist()
        return _Compared(self._at.get(name, -1), name, name not in NAME, tables, {}, known)

    def _of(self, records: Codes) -> dict[int, Part]:
        """Return each record as a part."""
        scorer, fields = self._scorer, self._scorer.records.fields
        codes = np.stack([one.codes[records] for one in fields.values()], axis=1).tolist()
        told = (scorer.lift, scorer.unseen_lift, scorer.records.lists)
        rows = zip(records.tolist(), codes, *(one[records].tolist() for one in told), strict=True)
        ones = [1] * len(fields)
        parts = {record: Part([record], mine, ones.copy(), {}, *rest) for record, mine, *rest in rows}
        for at, one in enumerate(fields.values()):
            for record in one.more.keys() & parts.keys() if one.more else ():
                parts[record].codes[at] = SEVERAL
                parts[record].several[at] = dict.fromkeys(one.more[record], 1)
        return parts

    def part(self, record: int) -> Part:
        """Return one record as a part; it is given once, for it may grow."""
        return self._parts[record]

    def values(self, part: Part, name: str) -> Collection[int]:
        """Return the values of a group in a field."""
        return part.held(self._at[name])

    def score(self, left: Part, right: Part) -> int:
        """Return the score of two groups in millibits."""
        same, rivals, _ = self._weighed(left, right)
        return same - max(rivals)

    def sole_score(self, left: Part, right: Part) -> int | None:
        """Return the score of two groups of one whole name, if every other bearer of it in the case is ruled out.

        None where they can be compared in anything but names: then the score itself says it.
        """
        same, (strangers, *rivals), is_named = self._weighed(left, right)
        if not is_named:
            return None
        known = max(left.lift, right.lift) - max(left.unseen_lift, right.unseen_lift) + NAME_MARGIN - SOLE_MARGIN
        return same - max(strangers - known, *rivals)

    def _weighed(self, left: Part, right: Part) -> tuple[int, tuple[int, int, int, int], bool]:
        """Return what speaks for one person, for each other story, and whether there is nothing but names."""
        added, names = self._of_singles(left, right)
        is_named = len(added) == len(names)
        for one in self._lists:
            if left.codes[one.at] and right.codes[one.at]:
                level, code = _shared(left, right, one.at)
                added.append(self._of_level(one, level, code))
                is_named = is_named and not (one.tells and level == 1)
        if self._place and (place := self._of_place(left, right))[0]:
            added.append(self._of_level(self._place, *place))
            is_named = False
        same, strangers, household, twins, namesake = map(sum, zip(self._priors, *added, strict=True))
        if names.get("first") == names.get("last") == 1:
            strangers += max(left.lift, right.lift)
        if is_named:
            strangers += NAME_MARGIN
            if names.get("middle") == MIDDLE_DIFFERENT or names.get("suffix") == PLAIN_DIFFERENT:
                namesake += VETO
            if left.lists | right.lists == STAFF | PATIENTS and not left.lists & right.lists:
                same -= LIST_MARGIN
        return same, (strangers, household, twins, namesake), is_named

    def _of_singles(self, left: Part, right: Part) -> tuple[list[Weighed], dict[str, int]]:
        """Return what fields with one value a record add, and the levels of those that are no more than a name."""
        added: list[Weighed] = []
        names: dict[str, int] = {}
        mine, theirs = left.codes, right.codes
        for one in self._singles:
            at, name, tells, by_level, equal, known = one
            code, other = mine[at], theirs[at]
            if not code or not other:
                continue
            if code == other > 0:
                level = 1
            elif code > 0 < other:
                level = known.get((code, other) if code < other else (other, code)) or self._compared(one, code, other)
            else:
                level, code = self._level(one, left, right)
            added.append((equal.get(code) or self._of_equal(one, code)) if level == 1 else by_level[level])
            if not tells:
                names[name] = level
        if names.get("first") == FIRST_DIFFERENT and names.get("last") == LAST_DIFFERENT:
            for at, code in enumerate(self._turned(left, right)):
                added[at] = self._of_level(self._singles[at], 1, code)
        return added, names

    def _of_level(self, one: _Compared, level: int, code: int) -> Weighed:
        """Return what a level of a field adds; of equal values, as :meth:`Scorer.contribution` does."""
        return (one.equal.get(code) or self._of_equal(one, code)) if level == 1 else one.by_level[level]

    def _of_equal(self, one: _Compared, code: int) -> Weighed:
        added = one.by_level[1].copy()
        frequency = int(self._scorer.frequency[one.name][code])
        for hypothesis in RIVALS:
            if is_by_value(one.name, 1, hypothesis):
                added[hypothesis] += frequency
        if one.name in self._scorer.crowds:
            added[Hypothesis.HOUSEHOLD] += int(self._scorer.crowds[one.name][code])
        if one.name == "first":
            added[Hypothesis.HOUSEHOLD] = max(added[Hypothesis.HOUSEHOLD], frequency)
        one.equal[code] = added
        return added

    def _level(self, one: _Compared, left: Part, right: Part) -> tuple[int, int]:
        """Return the level of a field that both have, and if it is the first, the value."""
        mine, theirs = _commonest(one, left), _commonest(one, right)
        if len(mine) == len(theirs) == 1:
            return self._compared(one, mine[0], theirs[0]), mine[0]
        return min((self._compared(one, a, b), a) for a in mine for b in theirs)

    def _of_place(self, left: Part, right: Part) -> tuple[int, int]:
        """Compare all ZIP codes, for people move; and cities where none is equal."""
        zips, city = (_shared(left, right, self._at[name]) for name in ("zip", "city"))
        if zips[0] == 1:
            return zips
        if city[0] == 1:
            return (PLACE_CITY if zips[0] else PLACE_KNOWN_CITY), 0
        return (PLACE_DIFFERENT, 0) if zips[0] or city[0] else _NONE

    def _turned(self, left: Part, right: Part) -> list[int]:
        """Return a given and a family name if these stand in each other's place, else nothing."""
        fields = self._scorer.records.fields
        for one, other in ((left, right), (right, left)):
            texts = [
                {fields[name].text(code) for code in self.values(part, name)}
                for part in (one, other)
                for name in ("first", "last")
            ]
            if texts[0] & texts[3] and texts[1] & texts[2]:
                return [min(_commonest(name, one), default=0) for name in self._singles[:2]]
        return []

    def _compared(self, one: _Compared, left: int, right: int) -> int:
        if left == right:
            return 1
        key = (left, right) if left < right else (right, left)
        level = one.known.get(key)
        if level is None:
            level = one.known[key] = self._scorer.level_of(one.name, left, right)
        return level


def _shared(left: Part, right: Part, at: int) -> tuple[int, int]:
    """Return how the values of a field compare of which any may be shared."""
    a, b = left.codes[at], right.codes[at]
    if not a or not b:
        return _NONE
    if a > 0 < b:
        return (1, a) if a == b else (2, 0)
    both = set(left.held(at)).intersection(right.held(at))
    return (1, min(both)) if both else (2, 0)


def _commonest(one: _Compared, part: Part) -> list[int]:
    """Return the commonest values; several where they are equally common."""
    code = part.codes[one.at]
    if code != SEVERAL:
        return [code] if code else []
    found = part.commonest.get(one.at)
    if found is None:
        counts = part.several[one.at]
        most = 0 if one.name in _ALL else max(counts.values())
        found = part.commonest[one.at] = sorted(code for code, count in counts.items() if count >= most)[:_MOST_VALUES]
    return found
