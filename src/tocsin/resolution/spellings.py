"""Which texts are a slip of the pen apart, for many pairs at once.

Comparing texts takes long, so pairs are first looked at by what costs little: how long the texts are, and which letters
they hold. What that leaves out cannot be alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from tocsin.resolution.fields import Codes, Mask

_CLOSE = 0.92
_SHORTEST_NEAR, _SHORTEST_CLOSE = 3, 5
_LEAST_SHARED, _LEAST_SHARED_LATER = 1.59, 1.75
"""Least sum of both shares of letters in common: 3 * (_CLOSE - 0.4) / 0.6 - 1 with as long a common start as counts,
3 * _CLOSE - 1 with none; a little less, for these are fractions."""
_LEAST_WORD, _MOST_WORDS = 3, 6


class Spellings:
    """Texts by code, with what rules out fast that two are alike."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = np.array(texts, object)
        self._length = np.fromiter(map(len, texts), np.int32, len(texts))
        self._first = np.array([ord(text[0]) if text else 0 for text in texts], np.int32)
        self._letters = _letters(texts, self._length)

    def similar(self, left: Codes, right: Codes) -> Mask:
        """Tell which pairs of codes are a slip of the pen apart, as :func:`similar` does."""
        found = np.zeros(len(left), bool)
        at = np.flatnonzero(self._may_be_similar(left, right))
        found[at] = similar(self._texts[left[at]].tolist(), self._texts[right[at]].tolist())
        return found

    def _may_be_similar(self, left: Codes, right: Codes) -> Mask:
        a, b = self._length[left], self._length[right]
        shortest, both = np.minimum(a, b), a + b
        only_one = np.bitwise_count(self._letters[left] ^ self._letters[right])
        near = (np.abs(a - b) <= 1) & (only_one <= 2) & (shortest >= _SHORTEST_NEAR)
        least = np.where(self._first[left] == self._first[right], _LEAST_SHARED, _LEAST_SHARED_LATER)
        close = ((both - only_one) * both >= 2 * least * a * b) & (shortest >= _SHORTEST_CLOSE)
        found: Mask = near | close
        return found


class Words:
    """The longer words of texts by code; of many only the first."""

    def __init__(self, texts: Sequence[str]) -> None:
        index: dict[str, int] = {}
        words = [[w for w in text.split() if len(w) >= _LEAST_WORD][:_MOST_WORDS] for text in texts]
        self._words = np.zeros((len(texts), max(map(len, words), default=0)), np.int32)
        for at, several in enumerate(words):
            self._words[at, : len(several)] = [index.setdefault(w, len(index) + 1) for w in several]

    def are_shared(self, left: Codes, right: Codes) -> Mask:
        """Tell which pairs of codes have a word in common."""
        found = np.zeros(len(left), bool)
        one, other = self._words[left], self._words[right]
        for at in range(one.shape[1]):
            word = one[:, at]
            for to in range(other.shape[1]):
                found |= (word == other[:, to]) & (word > 0)
        return found


def similar(left: list[str], right: list[str]) -> Mask:
    """Tell which pairs are a slip of the pen apart."""
    if not left:
        return np.zeros(0, bool)
    shortest = np.minimum(*(np.fromiter(map(len, side), np.int32, len(side)) for side in (left, right)))
    close = cpdist(left, right, scorer=JaroWinkler.similarity, score_cutoff=_CLOSE, dtype=np.float32) >= _CLOSE
    found: Mask = (near(left, right) & (shortest >= _SHORTEST_NEAR)) | (close & (shortest >= _SHORTEST_CLOSE))
    return found


def are_alike(left: Sequence[str], right: Sequence[str]) -> Mask:
    """Tell which pairs of names are equal, a slip of the pen apart, or share a word; blanks are left aside."""
    equal = np.array([a == b or _share_words(a, b) for a, b in zip(left, right, strict=True)], bool)
    alike: Mask = similar(*([text.replace(" ", "") for text in side] for side in (left, right)))
    return equal | alike


def near(left: list[str], right: list[str]) -> Mask:
    """Tell which pairs are one letter apart, or two neighbours in each other's place."""
    if not left:
        return np.zeros(0, bool)
    found: Mask = cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1
    return found


def _share_words(one: str, other: str) -> bool:
    left, right = one.split(), other.split()
    return bool({w for w in left if len(w) >= _LEAST_WORD} & {w for w in right if len(w) >= _LEAST_WORD})


def _letters(texts: Sequence[str], lengths: Codes) -> npt.NDArray[np.uint32]:
    """Return the letters that each text holds as bits of a number; letters of other alphabets share bits."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    bits = np.uint32(1) << (np.frombuffer(joined, np.uint32) & np.uint32(31))
    found = np.zeros(len(texts), np.uint32)
    filled = np.flatnonzero(lengths)
    starts = np.cumsum(lengths)[filled] - lengths[filled]
    if len(filled):
        found[filled] = np.bitwise_or.reduceat(bits, starts)
    return found
