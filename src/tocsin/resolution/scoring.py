"""Scoring pairs of records: levels of every field, then the evidence for "same person" against the best other story.

All arithmetic on scores is in whole millibits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from tocsin.resolution.fields import HOUSES, LISTS, SINGLE, Codes, Field, Mask, Places
from tocsin.resolution.frequency import crowds, frequencies
from tocsin.resolution.hopes import Compared, Hopes, Place, Several, against_strangers
from tocsin.resolution.levels import (
    FIRST_DIFFERENT,
    FIRST_SIMILAR,
    LAST_DIFFERENT,
    LAST_SIMILAR,
    MIDDLE_DIFFERENT,
    PLACE_CITY,
    PLACE_DIFFERENT,
    PLACE_EQUAL,
    PLACE_KNOWN_CITY,
    PLAIN_DIFFERENT,
    Level,
    comparer_of,
)
from tocsin.resolution.records import NAME, PATIENTS, STAFF, Records
from tocsin.resolution.rows import EQUAL, OPEN, Rows
from tocsin.resolution.several import SeveralValues, shared_codes
from tocsin.resolution.spellings import are_alike
from tocsin.resolution.threads import in_order
from tocsin.resolution.weights import (
    BIT,
    PRIORS,
    RIVALS,
    Hypothesis,
    Weights,
    is_by_value,
    levels_of,
)
from tocsin.resolution.whole_names import name_lifts

Levels = dict[str, Level]
Scores = npt.NDArray[np.int32]
Totals = npt.NDArray[np.int32]
Lists = npt.NDArray[np.int8]
_CHUNK = 500_000
_WIDTH = OPEN + 1
AT_ONCE = ("dob", "first", "last", "middle")
"""Fields whose values are compared nearly as fast as looked up: what rules out most pairs stands first."""
NO_LEAST = -(1 << 30)
"""Below every score."""
KIN_MARGIN = BIT // 2
NAME_MARGIN = 2 * BIT
"""By how much more a chance namesake must be ruled out where no other field is there to speak against it."""
SOLE_MARGIN = BIT
"""The same, where nobody else of the name in the case can be meant."""
ELSEWHERE_MARGIN = 2 * BIT
"""Against one person, where names are all there is and they stand in the papers of different entities."""
VETO = 64 * BIT
"""For a relative of the same name, where names are all there is and a middle name or suffix differs."""
LIST_MARGIN = 2 * BIT
"""Against one person, where one stands on the staff's list, one among patients, and names are all there is."""
DOUBT = -2 * BIT
_CLASH = -4 * BIT


@dataclass(frozen=True)
class Scored:
    """Pairs with their scores; ``clash`` tells pairs that are hardly one person."""

    left: Codes
    right: Codes
    scores: Scores
    clash: Mask

    def __len__(self) -> int:
        return len(self.left)

    def where(self, mask: Mask) -> Scored:
        """Return the pairs of a mask."""
        return Scored(self.left[mask], self.right[mask], self.scores[mask], self.clash[mask])


def gathered(parts: Iterable[Scored]) -> Scored:
    """Return scored pairs as one."""
    kept = list(parts)
    none = np.zeros(0, np.int32)
    return Scored(
        np.concatenate([none, *(one.left for one in kept)]),
        np.concatenate([none, *(one.right for one in kept)]),
        np.concatenate([none, *(one.scores for one in kept)]),
        np.concatenate([none.astype(bool), *(one.clash for one in kept)]),
    )


class Scorer:
    """Compares records of one case."""

    def __init__(self, records: Records, weights: Weights, threads: int = 1) -> None:
        """Take the records, their weights, and how many threads may compare pairs."""
        self.records = records
        self.threads = threads
        self.compared = int(np.count_nonzero(records.is_compared))
        self.single = tuple(name for name in (*SINGLE, *records.extras) if name not in {"zip", "city"})
        self.names = (*self.single, "place", *LISTS)
        self.filled = tuple(name for name in self.names if self._is_filled(name))
        self.frequency = frequencies(records)
        self.crowds = crowds(records)
        self.frequency["place"] = self.frequency["zip"]
        self._comparers = {name: comparer_of(name, records.fields[name].texts) for name in self.single}
        self._several = {name: SeveralValues(records.fields[name]) for name in LISTS if records.fields[name].more}
        self._rows = self._side_by_side()
        self.last_of_first = _matching(records.fields["first"], records.fields["last"])
        self._letters = _letters(records.fields["first"]), _letters(records.fields["last"])
        lifts = name_lifts(records, self.canonical("first"), self.canonical("last"), self._by_parts())
        self.lift, self.unseen_lift = lifts.all, lifts.unseen
        self.set_weights(weights)

    def _is_filled(self, name: str) -> bool:
        """Tell whether any record has a value in a field; in others no pair has anything to add."""
        parts = ("zip", "city") if name == "place" else (name,)
        return any(self.records.fields[part].codes.any() for part in parts)

    def _side_by_side(self) -> Rows:
        """Return the values of records: places, what is compared at once, several values last."""
        filled = [name for name in self.filled if name != "place"]
        rank = {name: at - len(AT_ONCE) for at, name in enumerate(AT_ONCE)}
        filled.sort(key=lambda name: 1 if name in self._several else rank.get(name, 0))
        columns = {name: self.records.fields[name].codes for name in ("zip", "city")}
        columns |= {name: self.canonical(name) for name in filled}
        return Rows.of(columns, len(self.records))

    def canonical(self, name: str) -> Codes:
        """Return each record's code of the form by which values of a field are equal."""
        codes = self.records.fields[name].codes
        canon = self._comparers[name].canon if name in self._comparers else None
        return codes if canon is None else canon[codes]

    def _by_parts(self) -> Scores:
        """Return for each record the weight of its given and family name among strangers."""
        fields = self.records.fields
        first, last = (self.frequency[name][fields[name].codes] for name in ("first", "last"))
        parts: Scores = first + last
        return parts

    def set_weights(self, weights: Weights) -> None:
        """Take other weights."""
        self.weights = weights
        self.tables = {name: _table(name, weights) for name in self.names}
        self._against = {name: np.where(np.arange(_WIDTH) > 1, t[0] - t[1], 0) for name, t in self.tables.items()}
        self.priors = np.array([weights.prior(h, self.compared) for h in Hypothesis], np.int32)
        prior = int(self.priors[Hypothesis.SAME] - self.priors[Hypothesis.STRANGERS])
        fields = {name: self._hope(name) for name in self._rows.place if name in self.filled}
        self._hopes = Hopes(prior, self._rows, fields, self._hope_of_place(), self._are_crossed)

    def _hope(self, name: str) -> Compared | Several:
        """Return a field as the bound of scores needs it."""
        table, equal = against_strangers(name, self.tables, self.frequency[name])
        equal = (table[1] + equal).astype(np.int32)
        if name in self._several:
            return Several(self._several[name].levels, table, int(equal.max(initial=0)))
        other = table[2] if name in LISTS else table[OPEN]
        comparer = self._comparers[name] if name in AT_ONCE else None
        return Compared(self.records.fields[name].codes, equal, int(other), comparer, table)

    def _hope_of_place(self) -> Place:
        table, equal = against_strangers("place", self.tables, self.frequency["place"])
        return Place(self.records.fields["zip"].codes, (table[1] + equal).astype(np.int32), table)

    def field(self, name: str) -> Field:
        """Return the field whose values carry the frequency of ``name``."""
        return self.records.fields["zip" if name == "place" else name]

    def scored(self, left: Codes, right: Codes, least: int) -> Scored:
        """Return the pairs that score at least ``least`` millibits, in the order given."""
        return self.scored_parts([(left, right)], least)

    def scored_parts(self, parts: Iterable[tuple[Codes, Codes]], least: int) -> Scored:
        """Return the pairs of all parts that score at least ``least`` millibits, in the order given."""
        made = in_order(lambda part: list(self._scored(*part, least)), parts, self.threads)
        return gathered(one for several in made for one in several)

    def _scored(self, left: Codes, right: Codes, least: int) -> Iterator[Scored]:
        if least > NO_LEAST:
            hopeful = self._hopes.may_reach(least, left, right)
            left, right = left[hopeful], right[hopeful]
        for start in range(0, len(left), _CHUNK):
            a, b = left[start : start + _CHUNK], right[start : start + _CHUNK]
            levels = self.levels(a, b)
            totals = self.totals(levels, a, b)
            scores = score_of(totals)
            kept = scores >= least
            yield Scored(a[kept], b[kept], scores[kept], self._clashes(levels, totals)[kept])

    def _clashes(self, levels: Levels, totals: Totals) -> Mask:
        """Tell which pairs are rather kin than one person, or differ in what a person has one of."""
        against = np.min(np.stack([self._against[name][levels[name]] for name in self.filled]), axis=0)
        found: Mask = self.are_kin(totals) | ((score_of(totals) < DOUBT) & (against < _CLASH))
        return found

    def are_kin(self, totals: Totals) -> Mask:
        """Tell which pairs are rather kin than one person."""
        lift = max(0, PRIORS[Hypothesis.SAME] - int(self.priors[Hypothesis.SAME])) + KIN_MARGIN
        found: Mask = np.max(totals[Hypothesis.HOUSEHOLD :], axis=0) > totals[Hypothesis.SAME] + lift
        return found

    def levels(self, left: Codes, right: Codes) -> Levels:
        """Return the levels of every field for pairs of records."""
        return self._settled(self._quick_levels(left, right), left, right)

    def totals(self, levels: Levels, left: Codes, right: Codes, added: Mapping[str, Totals] | None = None) -> Totals:
        """Return the evidence for each hypothesis (rows) of each pair (columns); ``added`` is what fields add."""
        totals = np.repeat(self.priors[:, None], len(left), axis=1)
        for name in self.filled:
            totals += self.contribution(name, levels[name], left, right) if added is None else added[name]
        lift = np.maximum(self.lift[left], self.lift[right])
        lists = self.records.lists
        add_names(totals, levels, self._are_of_names_only(levels, len(left)), lift, lists[left], lists[right])
        return totals

    def _are_of_names_only(self, levels: Levels, size: int) -> Mask:
        """Tell which pairs have nothing to compare but names; other numbers of one kind do not make them alike."""
        compared = np.zeros(size, bool)
        for name in self.filled:
            if name not in NAME:
                compared |= levels[name] == 1 if name in LISTS else levels[name] > 0
        return ~compared

    def contribution(self, name: str, level: Level, left: Codes, right: Codes) -> Totals:
        """Return what one field adds."""
        equal = np.flatnonzero(level == 1)
        return self.added(name, level, equal, shared_codes(self.field(name), left[equal], right[equal]))

    def added(self, name: str, level: Level, equal: Codes | Places, codes: Codes | Places) -> Totals:
        """Return what levels of a field add, given the codes of those that are equal."""
        added: Totals = np.take(self.tables[name], level.astype(np.intp), axis=1, mode="clip")
        if len(equal):
            for hypothesis in RIVALS:
                if is_by_value(name, 1, hypothesis):
                    added[hypothesis, equal] += self.frequency[name][codes]
            if name in self.crowds:
                added[Hypothesis.HOUSEHOLD, equal] += self.crowds[name][codes]
            if name == "first":
                chance = np.maximum(added[Hypothesis.HOUSEHOLD, equal], self.frequency[name][codes])
                added[Hypothesis.HOUSEHOLD, equal] = chance
        return added

    def _quick_levels(self, left: Codes, right: Codes) -> Levels:
        """Return the levels that codes alone tell; values yet to be compared have level ``OPEN``."""
        told = self._rows.levels(left, right)
        zips, city, none = told.pop("zip"), told.pop("city"), np.zeros(len(left), np.int8)
        found: Levels = {name: told.get(name, none) for name in self.names}
        found["place"] = _place(zips, city)
        for name in LISTS:
            several = self._several.get(name)
            found[name] = several.levels(left, right) if several else np.minimum(found[name], np.int8(2))
        turned = self._are_turned(left, right) & (found["first"] == OPEN) & (found["last"] == OPEN)
        found["first"][turned] = found["last"][turned] = 1
        return found

    def _settled(self, levels: Levels, left: Codes, right: Codes) -> Levels:
        """Return the levels with every open one compared, each two values once."""
        settled = dict(levels)
        for name in self.single:
            open_ = np.flatnonzero(levels[name] == OPEN)
            if len(open_):
                codes = self.records.fields[name].codes
                settled[name] = levels[name].copy()
                settled[name][open_] = self._compared(name, codes[left[open_]], codes[right[open_]])
        self._turn_alike(settled, left, right)
        return settled

    def _compared(self, name: str, left: Codes, right: Codes) -> Level:
        if name in AT_ONCE:
            return self._comparers[name].compare(left, right)
        size = len(self.records.fields[name].texts)
        pairs, back = np.unique(left.astype(np.int64) * size + right, return_inverse=True)
        found = self._comparers[name].compare((pairs // size).astype(np.int32), (pairs % size).astype(np.int32))
        levels: Level = found[back]
        return levels

    def _turn_alike(self, levels: Levels, left: Codes, right: Codes) -> None:
        """Take names that stand in each other's place and are alike there for what they are."""
        at = np.flatnonzero((levels["first"] == FIRST_DIFFERENT) & (levels["last"] == LAST_DIFFERENT))
        at = at[self._are_crossed(left[at], right[at])]
        if not len(at):
            return
        one, other = (self._names_of(records[at]) for records in (left, right))
        rest = np.flatnonzero(are_alike(one[0], other[1]))
        rest = rest[are_alike([one[1][row] for row in rest], [other[0][row] for row in rest])]
        levels["first"][at[rest]] = FIRST_SIMILAR
        levels["last"][at[rest]] = LAST_SIMILAR

    def _names_of(self, records: Codes) -> tuple[list[str], list[str]]:
        """Return given and family names of records."""
        first, last = self.records.fields["first"], self.records.fields["last"]
        return first.texts_of(first.codes[records]), last.texts_of(last.codes[records])

    def levels_of(self, name: str, one: Codes, other: Codes) -> Level:
        """Return the levels of pairs of codes, both filled and not the same, of a field with one value a record."""
        found = self._compared(name, np.minimum(one, other), np.maximum(one, other))
        canon = self._comparers[name].canon
        if canon is not None:
            found[canon[one] == canon[other]] = 1
        return found

    def _are_crossed(self, left: Codes, right: Codes) -> Mask:
        """Tell which pairs may have names in each other's place, by how they begin."""
        first, last = self._letters
        crossed: Mask = (first[left] == last[right]) & (last[left] == first[right])
        return crossed

    def _are_turned(self, left: Codes, right: Codes) -> Mask:
        """Tell which pairs have first and last name in each other's place."""
        first, last = self.records.fields["first"].codes, self.records.fields["last"].codes
        a, b = self.last_of_first[first[left]], self.last_of_first[first[right]]
        turned: Mask = (a > 0) & (b > 0) & (a == last[right]) & (b == last[left])
        return turned


def add_names(totals: Totals, levels: Levels, named: Mask, lift: Scores, left: Lists, right: Lists) -> None:
    """Add what names say beyond their fields.

    Args:
        totals: of pairs, changed.
        levels: of first, middle, last, suffix and the entities in whose papers they stand.
        named: which pairs can be compared in nothing but names.
        lift: by how much more a whole name of each pair is borne by strangers.
        left: the lists on which the left ones stand.
        right: the same of the right ones.
    """
    whole = np.flatnonzero((levels["first"] == 1) & (levels["last"] == 1))
    totals[Hypothesis.STRANGERS, whole] += lift[whole]
    totals[Hypothesis.STRANGERS, named] += NAME_MARGIN
    elsewhere = named & (levels[HOUSES] == PLAIN_DIFFERENT)
    totals[Hypothesis.STRANGERS :, elsewhere] += ELSEWHERE_MARGIN
    differ = (levels["middle"] == MIDDLE_DIFFERENT) | (levels["suffix"] == PLAIN_DIFFERENT)
    totals[Hypothesis.NAMESAKE, named & differ] += VETO
    apart = (left | right == STAFF | PATIENTS) & (left & right == 0)
    totals[Hypothesis.SAME, apart & named] -= LIST_MARGIN


def score_of(totals: Totals) -> Scores:
    """Return how much more likely "same person" is than the best rival, in millibits."""
    score: Scores = totals[Hypothesis.SAME] - np.max(totals[1:], axis=0)
    return score


def _table(name: str, weights: Weights) -> Totals:
    """Return weights by hypothesis and level; the column of open levels bounds every score from above."""
    table = np.zeros((len(Hypothesis), _WIDTH), np.int32)
    for level in levels_of(name):
        for hypothesis in Hypothesis:
            if not is_by_value(name, level, hypothesis):
                table[hypothesis, level] = weights.of(name, level, hypothesis)
    for rival in RIVALS:
        table[rival, OPEN] = -max(table[0, level] - table[rival, level] for level in levels_of(name) if level > 1)
    return table


def _letters(one: Field) -> Codes:
    """Return a number for the first letter of each record's text; 0 where it has none."""
    return np.array([ord(text[0]) if text else 0 for text in one.texts.to_pylist()], np.int32)[one.codes]


def _place(zips: Level, city: Level) -> Level:
    """Return the level of places from those of ZIP code and city; where one ZIP code is unknown, the city tells."""
    rest = np.where((zips > 0) | (city > 0), np.int8(PLACE_DIFFERENT), np.int8(0))
    by_city = np.where(zips > 0, np.int8(PLACE_CITY), np.int8(PLACE_KNOWN_CITY))
    return np.where(zips == EQUAL, np.int8(PLACE_EQUAL), np.where(city == EQUAL, by_city, rest))


def _matching(one: Field, other: Field) -> Codes:
    """Return, for each code of one field, the code of the same text in the other, or 0."""
    found: Codes = pc.fill_null(pc.index_in(one.texts, other.texts), 0).to_numpy().astype(np.int32, copy=False)
    return found
