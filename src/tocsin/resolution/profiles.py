"""Profiles: a group of records taken as one, by the commonest values of each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tocsin.resolution.levels import FIRST_DIFFERENT, LAST_DIFFERENT
from tocsin.resolution.records import MULTIPLE
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import RIVALS, Hypothesis, is_by_value


class Profiles:
    """Scores groups of records against each other."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[tuple[str, int, int], int] = {}
        self._by_value = {
            name: np.array([0, *(is_by_value(name, 1, h) for h in RIVALS)], np.int32) for name in scorer.names
        }

    def score(self, left: Sequence[int], right: Sequence[int]) -> int:
        """Return the score of two groups in millibits."""
        totals = self._scorer.priors.copy()
        levels = {name: self._level(name, left, right) for name in self._scorer.names}
        if levels["first"][0] == FIRST_DIFFERENT and levels["last"][0] == LAST_DIFFERENT:
            levels |= self._turned(left, right)
        for name, (level, code) in levels.items():
            if level:
                totals += self._scorer.tables[name][:, level]
                if level == 1:
                    totals += self._by_value[name] * self._scorer.frequency[name][code]
        return int(totals[Hypothesis.SAME] - totals[1:].max())

    def _level(self, name: str, left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
        if name in MULTIPLE:
            return self._shared(name, left, right)
        if name == "place":
            return self._place(left, right)
        return min(
            (
                (self._compared(name, a, b), a)
                for a in self._commonest(name, left)
                for b in self._commonest(name, right)
            ),
            default=(0, 0),
        )

    def _shared(self, name: str, left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
        one = self._scorer.records.fields[name]
        a = frozenset().union(*(one.all_codes(r) for r in left))
        b = frozenset().union(*(one.all_codes(r) for r in right))
        if not a or not b:
            return 0, 0
        return (1, min(a & b)) if a & b else (2, 0)

    def _place(self, left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
        """Compare all ZIP codes, for people move; and cities where none is equal."""
        one, other = ({n: self._values(n, part) for n in ("zip", "city")} for part in (left, right))
        shared = one["zip"] & other["zip"]
        if shared:
            return 1, min(shared)
        if one["city"] & other["city"]:
            return 2, 0
        known = (one["zip"] and other["zip"]) or (one["city"] and other["city"])
        return (3, 0) if known else (0, 0)

    def _turned(self, left: Sequence[int], right: Sequence[int]) -> dict[str, tuple[int, int]]:
        """Return equal names if first and last name stand in each other's place, else nothing."""
        fields = self._scorer.records.fields
        for one, other in ((left, right), (right, left)):
            texts = [
                {fields[name].texts[code] for code in self._values(name, part)}
                for part in (one, other)
                for name in ("first", "last")
            ]
            if texts[0] & texts[3] and texts[1] & texts[2]:
                codes = [min(self._commonest(name, one), default=0) for name in ("first", "last")]
                return {"first": (1, codes[0]), "last": (1, codes[1])}
        return {}

    def _values(self, name: str, part: Sequence[int]) -> set[int]:
        codes = self._scorer.records.fields[name].codes
        return {int(codes[r]) for r in part} - {0}

    def _commonest(self, name: str, part: Sequence[int]) -> list[int]:
        """Return the commonest values; several where they are equally common.

        All streets and surnames: people move and marry.
        """
        codes = self._scorer.records.fields[name].codes
        counts = Counter(int(codes[r]) for r in part if codes[r])
        most = max(counts.values(), default=0)
        return sorted(code for code, count in counts.items() if count == most or name in {"street", "last"})[:8]

    def _compared(self, name: str, one: int, other: int) -> int:
        key = (name, min(one, other), max(one, other))
        level = self._known.get(key)
        if level is None:
            level = self._known[key] = self._scorer.level_of(name, one, other)
        return level
