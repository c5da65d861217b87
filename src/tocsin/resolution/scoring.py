"""Scoring pairs of records: levels of every field, then the evidence for "same person" against the best other story.

All arithmetic on scores is in whole millibits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from tocsin.model.lexicon import PEOPLE, usage
from tocsin.resolution.levels import LEVELS
from tocsin.resolution.records import MULTIPLE, SINGLE, Codes, Field, Records, carriers, name_codes
from tocsin.resolution.weights import Hypothesis, Weights, is_by_frequency, millibits, prior

Levels = dict[str, npt.NDArray[np.int8]]
Scores = npt.NDArray[np.int64]
_ALL = (*SINGLE, *MULTIPLE)
_LEAST_NAME = 2e-6
_LEAST_DOB = 1 / 25_000
_LEAST_PLACE = {"zip": 1e-4, "street": 1e-6}
_LEAST_NUMBER = 1e-7
_RIVALS = (Hypothesis.STRANGERS, Hypothesis.HOUSEHOLD, Hypothesis.TWINS, Hypothesis.NAMESAKE)


class Scorer:
    """Compares records of one case."""

    def __init__(self, records: Records, weights: Weights) -> None:
        self.records = records
        names = name_codes(records)
        self.people = max(2, len(np.unique(names)))
        self.frequency = {name: _frequency(name, records.fields[name], names, self.people) for name in _ALL}
        self.set_weights(weights)

    def set_weights(self, weights: Weights) -> None:
        """Take other weights."""
        self.weights = weights
        self._tables = {name: _table(name, weights) for name in _ALL}
        self._priors = {h: prior(h, self.people) for h in Hypothesis}

    def levels(self, left: Codes, right: Codes) -> Levels:
        """Return the levels of every field for pairs of records."""
        found: Levels = {}
        for name in SINGLE:
            found[name] = _levels(self.records.fields[name], left, right, LEVELS[name])
        for name in MULTIPLE:
            found[name] = _shared(self.records.fields[name], left, right)
        return self._turned(found, left, right)

    def scores(self, levels: Levels, left: Codes, right: Codes) -> Scores:
        """Return how much more likely "same person" is than the best rival, in millibits."""
        totals = {h: np.full(len(left), self._priors[h], np.int64) for h in Hypothesis}
        for name in _ALL:
            level = levels[name]
            for hypothesis in Hypothesis:
                totals[hypothesis] += self._tables[name][hypothesis][level]
            equal = np.flatnonzero(level == 1)
            if len(equal):
                self._add_frequency(totals, name, equal, left[equal], right[equal])
        best = np.max(np.stack([totals[h] for h in _RIVALS]), axis=0)
        score: Scores = totals[Hypothesis.SAME] - best
        return score

    def _add_frequency(
        self, totals: dict[Hypothesis, Scores], name: str, equal: npt.NDArray[np.intp], left: Codes, right: Codes
    ) -> None:
        field, frequency = self.records.fields[name], self.frequency[name]
        codes = _shared_codes(field, left, right)
        for hypothesis in _RIVALS:
            if is_by_frequency(name, 1, hypothesis):
                totals[hypothesis][equal] += frequency[codes]

    def _turned(self, levels: Levels, left: Codes, right: Codes) -> Levels:
        """Count first and last names in each other's place as equal."""
        both = np.flatnonzero((levels["first"] == 5) & (levels["last"] == 4))
        first, last = self.records.fields["first"], self.records.fields["last"]
        for at in both:
            one, other = int(left[at]), int(right[at])
            if first.texts[first.codes[one]] == last.texts[last.codes[other]] and (
                last.texts[last.codes[one]] == first.texts[first.codes[other]]
            ):
                levels["first"][at] = levels["last"][at] = 1
        return levels


def _levels(field: Field, left: Codes, right: Codes, compare: Callable[[str, str], int]) -> npt.NDArray[np.int8]:
    """Return the levels of a single field; each pair of different texts is compared once."""
    a, b = field.codes[left].astype(np.int64), field.codes[right].astype(np.int64)
    found = np.zeros(len(a), np.int8)
    filled = (a > 0) & (b > 0)
    found[filled & (a == b)] = 1
    differ = np.flatnonzero(filled & (a != b))
    if len(differ):
        low, high = np.minimum(a[differ], b[differ]), np.maximum(a[differ], b[differ])
        unique, back = np.unique(low * len(field.texts) + high, return_inverse=True)
        texts = field.texts
        size = len(texts)
        levels = np.fromiter(
            (compare(texts[n // size], texts[n % size]) for n in unique.tolist()), np.int8, len(unique)
        )
        found[differ] = levels[back]
    return found


def _shared(field: Field, left: Codes, right: Codes) -> npt.NDArray[np.int8]:
    """Return 1 where two records share a value, 2 where both have values and share none."""
    a, b = field.codes[left], field.codes[right]
    found = np.where((a > 0) & (b > 0), np.where(a == b, 1, 2), 0).astype(np.int8)
    if field.more:
        several = np.fromiter(field.more, np.int64, len(field.more))
        for at in np.flatnonzero((found == 2) & (np.isin(left, several) | np.isin(right, several))).tolist():
            if field.all_codes(int(left[at])) & field.all_codes(int(right[at])):
                found[at] = 1
    return found


def _shared_codes(field: Field, left: Codes, right: Codes) -> Codes:
    """Return, for pairs that share a value, the code of one they share."""
    codes = field.codes[left].copy()
    if field.more:
        for at in np.flatnonzero(codes != field.codes[right]).tolist():
            shared = field.all_codes(int(left[at])) & field.all_codes(int(right[at]))
            if shared:
                codes[at] = min(shared)
    return codes


def _table(name: str, weights: Weights) -> dict[Hypothesis, Scores]:
    table = {}
    for hypothesis in Hypothesis:
        values = [0] * 8
        for level in weights.same[name]:
            if not is_by_frequency(name, level, hypothesis):
                values[level] = millibits(weights.share(name, level, hypothesis))
        table[hypothesis] = np.array(values, np.int64)
    return table


def _frequency(name: str, field: Field, names: Codes, people: int) -> Scores:
    """Return, for each value of a field, how likely a stranger shares it, in millibits.

    A value is as common as the number of different names that carry it: a clinic's telephone or a placeholder number
    is carried by many and says little. Names also count as often as in the whole country.
    """
    size = len(field.texts)
    if name in {"first", "last", "middle"}:
        count: Counter[int] = Counter(np.unique(np.stack([field.codes, names], 1), axis=0)[:, 0].tolist())
        shares = [_name_share(name, text, count[code] / people) for code, text in enumerate(field.texts)]
        return np.array([millibits(share) for share in shares], np.int64)
    carried = carriers(field.codes, names, size)
    for several in field.more.items():
        for code in several[1]:
            carried[code] = max(carried[code], 1)
    extra = np.maximum(carried - 1, 0) / people
    if name == "dob":
        extra = carried / people / 4
    least = _LEAST_DOB if name == "dob" else _LEAST_PLACE.get(name, _LEAST_NUMBER)
    if name in {"sex", "suffix"}:
        least = 0.5
    return np.round(np.log2(np.clip(extra + least, 1e-9, 1.0)) * 1000).astype(np.int64)


def _name_share(name: str, folded: str, here: float) -> float:
    """Return the share of people with a name: as in this case, but no rarer than the country makes it."""
    words = folded.split()
    if not words:
        return 1.0
    known = usage("".join(words)) if len(words) > 1 else usage(words[0])
    country = (known.surname if name == "last" else known.given) / PEOPLE
    if len(words[0]) == 1 and name != "last":
        country = 0.05
    return min(1.0, max(here * 0.7, country, _LEAST_NAME))
