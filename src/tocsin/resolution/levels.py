"""How the values of a field compare: a small number of levels, found for whole arrays of pairs at once.

Level 0 means that one of the two is empty, 1 that they are equal. A comparer is made over the texts of a field and
asked with codes that are both filled and not equal in its ``canon``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from tocsin.model.lexicon import nicknames
from tocsin.resolution.fields import LISTS, Codes, Mask
from tocsin.resolution.normal_many import date_parts
from tocsin.resolution.spellings import Spellings, Words, near, similar

Level = npt.NDArray[np.int8]
FIRST_INITIAL, FIRST_NICKNAME, FIRST_SIMILAR, FIRST_DIFFERENT = 2, 3, 4, 5
LAST_SHARED, LAST_SIMILAR, LAST_DIFFERENT = 2, 3, 4
MIDDLE_INITIAL, MIDDLE_DIFFERENT = 2, 3
DOB_SWAPPED, DOB_TYPO, DOB_CLOSE, DOB_YEAR, DOB_DIFFERENT, DOB_GENERATION = 2, 3, 4, 5, 6, 7
SSN_CLOSE, SSN_DIFFERENT = 2, 3
PLACE_EQUAL, PLACE_CITY, PLACE_DIFFERENT, PLACE_KNOWN_CITY = 1, 2, 3, 4
SIMILAR, DIFFERENT = 2, 3
PLAIN_DIFFERENT = 2
WORDS = {
    "first": ("equal", "initial", "nickname", "close", "different"),
    "middle": ("equal", "initial", "different"),
    "last": ("equal", "one part equal", "close", "different"),
    "dob": (
        "equal",
        "day and month swapped",
        "one digit off",
        "one part off",
        "same year",
        "different",
        "a generation apart",
    ),
    "ssn": ("equal", "one digit off", "different"),
    "place": ("equal", "same city", "different", "city equal, ZIP code unknown"),
}
"""What the levels of a field mean, from level 1."""
_GENERATION = (16, 45)
"""Years between a parent and a child."""
_THREE = ("equal", "close", "different")
_TWO = ("equal", "different")


def word_of(name: str, level: int) -> str:
    """Return what a level of a field means."""
    plain = _TWO if name in {"suffix", "sex", *LISTS} else _THREE
    return WORDS.get(name, plain)[level - 1]


class Comparer(ABC):
    """Compares the values of one field."""

    canon: Codes | None = None
    """For each code, that of the form by which values are equal; None where the codes themselves tell."""

    @abstractmethod
    def __init__(self, texts: pa.StringArray) -> None:
        """Take the texts of the field, by code."""

    @abstractmethod
    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels of pairs of codes, both filled and not equal."""


def comparer_of(name: str, texts: pa.StringArray) -> Comparer:
    """Return the comparer of a field with one value a record."""
    made: dict[str, type[Comparer]] = {
        "first": FirstNames,
        "middle": MiddleNames,
        "last": LastNames,
        "dob": BirthDates,
        "ssn": Numbers,
        "street": Streets,
        "suffix": Plain,
        "sex": Plain,
    }
    return made.get(name, Texts)(texts)


class Plain(Comparer):
    """Values that are equal or are not."""

    def __init__(self, texts: pa.StringArray) -> None:
        del texts

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return "different" for all."""
        return np.full(len(left), PLAIN_DIFFERENT, np.int8)


class FirstNames(Comparer):
    """Given names: initials, nicknames, second given names, slips of the pen."""

    def __init__(self, texts: pa.StringArray) -> None:
        every: list[str] = texts.to_pylist()
        words = [text.split() for text in every]
        self._heads = np.array([w[0] if w else "" for w in words], object)
        self._head = _codes_of(self._heads)
        self.canon = self._head
        self._initial = np.array([len(w) > 0 and len(w[0]) == 1 for w in words], bool)
        self._letter = np.array([ord(text[0]) if text else 0 for text in every], np.int32)
        self._several = np.array([len(w) > 1 for w in words], bool)
        self._nicknames = self._known_pairs()
        size = len(self._heads)
        self._has_nickname = np.zeros(size, bool)
        self._has_nickname[np.concatenate([self._nicknames // size, self._nicknames % size])] = True
        self._words = Words(every)
        self._of_heads = Spellings(self._heads.tolist())
        self._whole = Spellings([text.replace(" ", "") for text in every])

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        found = np.full(len(left), FIRST_DIFFERENT, np.int8)
        found[self._are_nicknames(left, right)] = FIRST_NICKNAME
        initial = self._initial[left] | self._initial[right]
        found[initial & (self._letter[left] == self._letter[right])] = FIRST_INITIAL
        several = np.flatnonzero((self._several[left] | self._several[right]) & ~initial)
        a, b = left[several], right[several]
        found[several[self._words.are_shared(a, b) | self._whole.similar(a, b)]] = FIRST_SIMILAR
        rest = np.flatnonzero((found == FIRST_DIFFERENT) & ~initial)
        found[rest[self._of_heads.similar(left[rest], right[rest])]] = FIRST_SIMILAR
        return found

    def _are_nicknames(self, left: Codes, right: Codes) -> npt.NDArray[np.int64]:
        """Return which pairs are of names that are known to be short for each other."""
        a, b = self._head[left], self._head[right]
        at = np.flatnonzero(self._has_nickname[a] & self._has_nickname[b])
        low, high = np.minimum(a[at], b[at]).astype(np.int64), np.maximum(a[at], b[at])
        return at[_among(low * len(self._heads) + high, self._nicknames)]

    def _known_pairs(self) -> npt.NDArray[np.int64]:
        code = dict(zip(self._heads.tolist(), self._head.tolist(), strict=True))
        size = len(self._heads)
        found = [
            min(one, code[other]) * size + max(one, code[other])
            for name, one in code.items()
            for other in nicknames().get(name, ())
            if other in code
        ]
        return np.unique(np.array(found, np.int64))


class MiddleNames(Comparer):
    """Middle names and initials."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._letter = np.array([ord(text[0]) if text else 0 for text in texts.to_pylist()], np.int32)
        self._is_initial = np.array([len(text) == 1 for text in texts.to_pylist()], bool)

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        initial = self._is_initial[left] | self._is_initial[right]
        fits = initial & (self._letter[left] == self._letter[right])
        return np.where(fits, MIDDLE_INITIAL, MIDDLE_DIFFERENT).astype(np.int8)


class LastNames(Comparer):
    """Surnames: double names, spelling with and without a blank, slips of the pen."""

    def __init__(self, texts: pa.StringArray) -> None:
        every: list[str] = texts.to_pylist()
        joined = [text.replace(" ", "") for text in every]
        self.canon = _codes_of(np.array(joined, object))
        self._several = np.array([" " in text for text in every], bool)
        self._words = Words(every)
        self._whole = Spellings(joined)

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        found = np.full(len(left), LAST_DIFFERENT, np.int8)
        found[self._whole.similar(left, right)] = LAST_SIMILAR
        several = np.flatnonzero(self._several[left] | self._several[right])
        found[several[self._words.are_shared(left[several], right[several])]] = LAST_SHARED
        return found


class BirthDates(Comparer):
    """Birth dates as ISO text, or only year, or year and month."""

    def __init__(self, texts: pa.StringArray) -> None:
        parts, is_whole = date_parts(texts)
        for at in np.flatnonzero(~is_whole).tolist():
            pieces = str(texts[at]).split("-")
            if len(pieces) <= 3 and all(piece.isdecimal() for piece in pieces):
                parts[at, : len(pieces)] = [int(piece) for piece in pieces]
        self._year, self._month, self._day = np.ascontiguousarray(parts.T)

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        year, month, day = ((of[left], of[right]) for of in (self._year, self._month, self._day))
        same_year, same_month, same_day = (one == other for one, other in (year, month, day))
        equal = same_year.view(np.int8) + same_month.view(np.int8) + same_day.view(np.int8)
        both, whole = same_year & (year[0] > 0), (day[0] > 0) & (day[1] > 0)
        gap = np.abs(year[0] - year[1])
        is_generation = (gap >= _GENERATION[0]) & (gap <= _GENERATION[1])
        found = np.where(is_generation, np.int8(DOB_GENERATION), np.int8(DOB_DIFFERENT))
        found[both] = DOB_YEAR
        found[both & ~whole & ~same_month & (month[0] > 0) & (month[1] > 0)] = DOB_DIFFERENT
        rows = np.flatnonzero(whole & (equal == 2))
        found[rows] = DOB_CLOSE
        for same, (one, other) in ((same_year, year), (same_month, month), (same_day, day)):
            off = rows[~same[rows]]
            found[off[_one_digit_off(one[off], other[off])]] = DOB_TYPO
        found[whole & both & (month[0] == day[1]) & (day[0] == month[1])] = DOB_SWAPPED
        return found


class Numbers(Comparer):
    """Social security numbers."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._texts = texts

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        is_near = near(_taken(self._texts, left), _taken(self._texts, right))
        return np.where(is_near, SSN_CLOSE, SSN_DIFFERENT).astype(np.int8)


class Streets(Comparer):
    """Streets in the form of :func:`tocsin.resolution.normal.street_key`: the number must be equal."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._texts = texts
        numbers = pc.list_element(pc.split_pattern(texts, " ", max_splits=1), 0)
        self._number: Codes = numbers.dictionary_encode().indices.to_numpy()

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        found = np.full(len(left), DIFFERENT, np.int8)
        rest = np.flatnonzero(self._number[left] == self._number[right])
        one, other = _taken(self._texts, left[rest]), _taken(self._texts, right[rest])
        alike = cpdist(one, other, scorer=JaroWinkler.similarity, dtype=np.float32) > 0.93
        for at in np.flatnonzero(~alike).tolist():
            alike[at] = _covers(one[at], other[at])
        found[rest[alike]] = SIMILAR
        return found


class Texts(Comparer):
    """Any other column."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._texts = texts

    def compare(self, left: Codes, right: Codes) -> Level:
        """Return the levels."""
        alike = similar(_taken(self._texts, left), _taken(self._texts, right))
        return np.where(alike, SIMILAR, DIFFERENT).astype(np.int8)


def _one_digit_off(one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> Mask:
    """Tell which numbers below 10,000 differ in one digit, or by two neighbours in each other's place."""
    a = np.stack([one // 10**n % 10 for n in range(4)], axis=1)
    b = np.stack([other // 10**n % 10 for n in range(4)], axis=1)
    differ = a != b
    turned = np.zeros(len(one), bool)
    for n in range(3):
        turned |= (a[:, n] == b[:, n + 1]) & (a[:, n + 1] == b[:, n]) & (differ.sum(axis=1) == 2) & differ[:, n]
    found: Mask = (differ.sum(axis=1) == 1) | turned
    return found


def _among(values: npt.NDArray[np.int64], ordered: npt.NDArray[np.int64]) -> Mask:
    """Tell which values stand in an ordered array."""
    if not len(ordered):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: Mask = ordered[at] == values
    return found


def _covers(one: str, other: str) -> bool:
    left, right = set(one.split()), set(other.split())
    return len(left & right) >= 0.75 * max(2, min(len(left), len(right)))


def _taken(texts: pa.StringArray, codes: Codes) -> list[str]:
    found: list[str] = texts.take(pa.array(codes)).to_pylist()
    return found


def _codes_of(texts: npt.NDArray[np.object_]) -> Codes:
    index: dict[str, int] = {}
    return np.fromiter((index.setdefault(text, len(index)) for text in texts.tolist()), np.int32, len(texts))
