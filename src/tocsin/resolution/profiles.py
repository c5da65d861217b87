"""Profiles: a group of records taken as one, by the commonest values of each field."""

from __future__ import annotations

from dataclasses import dataclass, field

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
Levels = dict[str, tuple[int, int]]
"""For each field that both groups have, its level and, where they share a value, that value's code."""


@dataclass(slots=True, eq=False)
class Part:
    """A group of records that grows, and for each field how many of them hold each value."""

    records: list[int]
    values: dict[str, dict[int, int]]
    lift: int = 0
    """The largest of its records' (:attr:`Scorer.lift`)."""
    unseen_lift: int = 0
    """The same of :attr:`Scorer.unseen_lift`."""
    lists: int = 0
    """The lists that its records stand on."""
    commonest: dict[str, list[int]] = field(default_factory=dict)

    def take(self, other: Part) -> None:
        """Take in another part, which is no more."""
        self.commonest.clear()
        for name, counts in other.values.items():
            mine = self.values.get(name)
            if mine is None:
                self.values[name] = counts
                continue
            for code, count in counts.items():
                mine[code] = mine.get(code, 0) + count
        self.records += other.records
        self.lift = max(self.lift, other.lift)
        self.unseen_lift = max(self.unseen_lift, other.unseen_lift)
        self.lists |= other.lists


class Profiles:
    """Scores groups of some records against each other."""

    def __init__(self, scorer: Scorer, records: Codes, left: Codes, right: Codes) -> None:
        """Take the records, and pairs of them whose values are compared at once, for one by one is slow."""
        self._scorer = scorer
        self._filled = frozenset(scorer.filled)
        self._place = "place" in self._filled
        self._single = frozenset(scorer.single) & self._filled
        self._multiple = frozenset(LISTS) & self._filled
        self._tables: dict[str, list[list[int]]] = {name: scorer.tables[name].T.tolist() for name in scorer.filled}
        self._by_value = {name: [h for h in RIVALS if is_by_value(name, 1, h)] for name in scorer.filled}
        self._known = {name: scorer.levels_between(name, left, right) for name in self._single}
        self._added: dict[str, dict[int, list[int]]] = {name: {} for name in scorer.filled}
        self._priors: list[int] = scorer.priors.tolist()
        self._parts = self._of(records)

    def _of(self, records: Codes) -> dict[int, Part]:
        """Return each record as a part."""
        every = records.tolist()
        values: list[dict[str, dict[int, int]]] = [{} for _ in every]
        for name, one in self._scorer.records.fields.items():
            for mine, code in zip(values, one.codes[records].tolist(), strict=True):
                if code:
                    mine[name] = {code: 1}
            if one.more:
                for mine, record in zip(values, every, strict=True):
                    if record in one.more:
                        mine[name] = dict.fromkeys(one.more[record], 1)
        scorer = self._scorer
        told = (scorer.lift, scorer.unseen_lift, scorer.records.lists)
        rows = zip(every, values, *(one[records].tolist() for one in told), strict=True)
        return {record: Part([record], mine, lift, unseen, bits) for record, mine, lift, unseen, bits in rows}

    def part(self, record: int) -> Part:
        """Return one record as a part; it is given once, for it may grow."""
        return self._parts[record]

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
        levels = self._levels(left, right)
        first, last = (levels.get(name, _NONE)[0] for name in ("first", "last"))
        if first == FIRST_DIFFERENT and last == LAST_DIFFERENT:
            levels |= self._turned(left, right)
        same, strangers, household, twins, namesake = self._priors
        tables, known = self._tables, self._added
        for name, found in levels.items():
            level = found[0]
            if level == 1:
                told = known[name].get(found[1])
                a, b, c, d, e = self._of_equal(name, found[1]) if told is None else told
            else:
                a, b, c, d, e = tables[name][level]
            same += a
            strangers += b
            household += c
            twins += d
            namesake += e
        if first == last == 1:
            strangers += max(left.lift, right.lift)
        is_named = all(name in NAME or (name in LISTS and level != 1) for name, (level, _) in levels.items())
        if is_named:
            strangers += NAME_MARGIN
            if levels.get("middle", _NONE)[0] == MIDDLE_DIFFERENT or levels.get("suffix", _NONE)[0] == PLAIN_DIFFERENT:
                namesake += VETO
            if left.lists | right.lists == STAFF | PATIENTS and not left.lists & right.lists:
                same -= LIST_MARGIN
        return int(same), (int(strangers), int(household), int(twins), int(namesake)), is_named

    def _of_equal(self, name: str, code: int) -> list[int]:
        """Return what equal values of a field add, as :meth:`Scorer.contribution` does."""
        added = self._tables[name][1].copy()
        frequency = int(self._scorer.frequency[name][code])
        for hypothesis in self._by_value[name]:
            added[hypothesis] += frequency
        if name in self._scorer.crowds:
            added[Hypothesis.HOUSEHOLD] += int(self._scorer.crowds[name][code])
        if name == "first":
            added[Hypothesis.HOUSEHOLD] = max(added[Hypothesis.HOUSEHOLD], frequency)
        self._added[name][code] = added
        return added

    def _levels(self, left: Part, right: Part) -> Levels:
        """Return how the fields that both have compare."""
        found: Levels = {}
        a, b = left.values, right.values
        for name in a.keys() & b.keys():
            one, other = a[name], b[name]
            if name in self._single:
                if len(one) == len(other) == 1:
                    (code,), (second,) = one, other
                    found[name] = (1 if code == second else self._compared(name, code, second)), code
                else:
                    found[name] = self._level(name, left, right)
            elif name in self._multiple:
                found[name] = _shared(one, other)
        if self._place and (level := self._of_place(left, right))[0]:
            found["place"] = level
        return found

    def _level(self, name: str, left: Part, right: Part) -> tuple[int, int]:
        one, other = _commonest(name, left), _commonest(name, right)
        if len(one) == len(other) == 1:
            return self._compared(name, one[0], other[0]), one[0]
        return min((self._compared(name, a, b), a) for a in one for b in other)

    def _of_place(self, left: Part, right: Part) -> tuple[int, int]:
        """Compare all ZIP codes, for people move; and cities where none is equal."""
        a, b = left.values, right.values
        zips, city = _shared(a.get("zip"), b.get("zip")), _shared(a.get("city"), b.get("city"))
        if zips[0] == 1:
            return zips
        if city[0] == 1:
            return (PLACE_CITY if zips[0] else PLACE_KNOWN_CITY), 0
        return (PLACE_DIFFERENT, 0) if zips[0] or city[0] else _NONE

    def _turned(self, left: Part, right: Part) -> Levels:
        """Return equal names if first and last name stand in each other's place, else nothing."""
        fields = self._scorer.records.fields
        for one, other in ((left, right), (right, left)):
            texts = [
                {fields[name].text(code) for code in part.values.get(name, ())}
                for part in (one, other)
                for name in ("first", "last")
            ]
            if texts[0] & texts[3] and texts[1] & texts[2]:
                codes = [min(_commonest(name, one), default=0) for name in ("first", "last")]
                return {"first": (1, codes[0]), "last": (1, codes[1])}
        return {}

    def _compared(self, name: str, one: int, other: int) -> int:
        if one == other:
            return 1
        key = (one, other) if one < other else (other, one)
        level = self._known[name].get(key)
        if level is None:
            level = self._known[name][key] = self._scorer.level_of(name, one, other)
        return level


def _shared(one: dict[int, int] | None, other: dict[int, int] | None) -> tuple[int, int]:
    """Return how the values of a field compare of which any may be shared."""
    if not one or not other:
        return _NONE
    if len(one) == len(other) == 1:
        (code,) = one
        return (1, code) if code in other else (2, 0)
    both = one.keys() & other.keys()
    return (1, min(both)) if both else (2, 0)


def _commonest(name: str, part: Part) -> list[int]:
    """Return the commonest values; several where they are equally common."""
    found = part.commonest.get(name)
    if found is None:
        counts = part.values.get(name, {})
        if len(counts) < 2:
            found = list(counts)
        else:
            most = 0 if name in _ALL else max(counts.values())
            found = sorted(code for code, count in counts.items() if count >= most)[:_MOST_VALUES]
        part.commonest[name] = found
    return found
