"""Profiles: a group of records taken as one, by the commonest values of each field."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tocsin.resolution.fields import MULTIPLE
from tocsin.resolution.levels import FIRST_DIFFERENT, LAST_DIFFERENT, MIDDLE_DIFFERENT, PLAIN_DIFFERENT
from tocsin.resolution.records import NAME, PATIENTS, STAFF
from tocsin.resolution.scoring import LIST_MARGIN, NAME_MARGIN, VETO, Scorer, Totals
from tocsin.resolution.weights import RIVALS, Hypothesis, is_by_value

_MOST_VALUES = 8
_ALL = frozenset({"street", "last"})
"""Fields of which every value of a group counts, not only the commonest: people move and marry."""


@dataclass(frozen=True)
class Part:
    """A group of records, and for each field how many of them hold each value."""

    records: tuple[int, ...]
    values: dict[str, dict[int, int]]
    lift: int = 0
    """The largest of its records' (:attr:`Scorer.lift`)."""
    lists: int = 0
    """The lists that its records stand on."""
    commonest: dict[str, list[int]] = field(default_factory=dict)


class Profiles:
    """Scores groups of records against each other."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[tuple[str, int, int], int] = {}
        self._fields = [(name, one) for name, one in scorer.records.fields.items() if one.codes.any()]
        self._codes = {name: one.codes for name, one in self._fields}
        self._by_value = {
            name: np.array([0, *(is_by_value(name, 1, h) for h in RIVALS)], np.int32) for name in scorer.names
        }

    def part(self, record: int) -> Part:
        """Return one record as a part."""
        values: dict[str, dict[int, int]] = {}
        for name, one in self._fields:
            several = one.more.get(record)
            code = self._codes[name][record]
            if several is not None:
                values[name] = dict.fromkeys(several, 1)
            elif code:
                values[name] = {int(code): 1}
        return Part((record,), values, int(self._scorer.lift[record]), int(self._scorer.records.lists[record]))

    def joined(self, left: Part, right: Part) -> Part:
        """Return two parts as one."""
        values = {name: dict(counts) for name, counts in left.values.items()}
        for name, counts in right.values.items():
            mine = values.setdefault(name, {})
            for code, count in counts.items():
                mine[code] = mine.get(code, 0) + count
        records = tuple(sorted((*left.records, *right.records)))
        return Part(records, values, max(left.lift, right.lift), left.lists | right.lists)

    def score(self, left: Part, right: Part) -> int:
        """Return the score of two groups in millibits."""
        totals = self._scorer.priors.copy()
        levels = {name: self._level(name, left, right) for name in self._scorer.filled}
        first, last = (levels.get(name, (0, 0))[0] for name in ("first", "last"))
        if first == FIRST_DIFFERENT and last == LAST_DIFFERENT:
            levels |= self._turned(left, right)
        for name, (level, code) in levels.items():
            if level:
                totals += self._contribution(name, level, code)
        if first == last == 1:
            totals[Hypothesis.STRANGERS] += max(left.lift, right.lift)
        if not any(level for name, (level, _) in levels.items() if name not in NAME):
            totals[Hypothesis.STRANGERS] += NAME_MARGIN
            if (
                levels.get("middle", (0, 0))[0] == MIDDLE_DIFFERENT
                or levels.get("suffix", (0, 0))[0] == PLAIN_DIFFERENT
            ):
                totals[Hypothesis.NAMESAKE] += VETO
            if left.lists | right.lists == STAFF | PATIENTS and not left.lists & right.lists:
                totals[Hypothesis.SAME] -= LIST_MARGIN
        return int(totals[Hypothesis.SAME] - totals[1:].max())

    def _contribution(self, name: str, level: int, code: int) -> Totals:
        """Return what a field adds, as :meth:`Scorer.contribution` does."""
        added: Totals = self._scorer.tables[name][:, level]
        if level != 1:
            return added
        frequency = self._scorer.frequency[name][code]
        added = added + self._by_value[name] * frequency
        if name in self._scorer.crowds:
            added[Hypothesis.HOUSEHOLD] += self._scorer.crowds[name][code]
        if name == "first":
            added[Hypothesis.HOUSEHOLD] = max(added[Hypothesis.HOUSEHOLD], frequency)
        return added

    def _level(self, name: str, left: Part, right: Part) -> tuple[int, int]:
        if name in MULTIPLE:
            return self._shared(name, left, right)
        if name == "place":
            return self._place(left, right)
        one, other = self._commonest(name, left), self._commonest(name, right)
        if not one or not other:
            return 0, 0
        if len(one) == len(other) == 1:
            return (1, one[0]) if one == other else (self._compared(name, one[0], other[0]), one[0])
        return min((self._compared(name, a, b), a) for a in one for b in other)

    def _shared(self, name: str, left: Part, right: Part) -> tuple[int, int]:
        a, b = left.values.get(name), right.values.get(name)
        if not a or not b:
            return 0, 0
        both = a.keys() & b.keys()
        return (1, min(both)) if both else (2, 0)

    def _place(self, left: Part, right: Part) -> tuple[int, int]:
        """Compare all ZIP codes, for people move; and cities where none is equal."""
        zips, city = self._shared("zip", left, right), self._shared("city", left, right)
        if zips[0] == 1:
            return zips
        if city[0] == 1:
            return 2, 0
        return (3, 0) if zips[0] or city[0] else (0, 0)

    def _turned(self, left: Part, right: Part) -> dict[str, tuple[int, int]]:
        """Return equal names if first and last name stand in each other's place, else nothing."""
        fields = self._scorer.records.fields
        for one, other in ((left, right), (right, left)):
            texts = [
                {fields[name].text(code) for code in part.values.get(name, ())}
                for part in (one, other)
                for name in ("first", "last")
            ]
            if texts[0] & texts[3] and texts[1] & texts[2]:
                codes = [min(self._commonest(name, one), default=0) for name in ("first", "last")]
                return {"first": (1, codes[0]), "last": (1, codes[1])}
        return {}

    def _commonest(self, name: str, part: Part) -> list[int]:
        """Return the commonest values; several where they are equally common."""
        found = part.commonest.get(name)
        if found is None:
            counts = part.values.get(name, {})
            most = max(counts.values()) if len(counts) > 1 and name not in _ALL else 0
            found = part.commonest[name] = sorted(code for code, count in counts.items() if count >= most)[
                :_MOST_VALUES
            ]
        return found

    def _compared(self, name: str, one: int, other: int) -> int:
        key = (name, min(one, other), max(one, other))
        level = self._known.get(key)
        if level is None:
            level = self._known[key] = self._scorer.level_of(name, one, other)
        return level
