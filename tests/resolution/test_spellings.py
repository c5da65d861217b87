"""Spellings: what is ruled out fast is what comparing the texts would have ruled out."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tocsin.resolution.spellings import Spellings, Words, are_alike, similar


def _near_misses(seed: int, size: int) -> tuple[list[str], list[str]]:
    """Return pairs of texts, most of them a few slips apart."""
    draw = random.Random(seed)
    left = ["".join(draw.choices("aeinrstölm", k=draw.randint(1, 12))) for _ in range(size)]
    right = []
    for text in left:
        letters = list(text)
        for _ in range(draw.randint(0, 4)):
            at = draw.randrange(len(letters))
            letters[at : at + 1] = draw.choice([[], ["x"], [letters[at], "a"], letters[at : at + 2][::-1]])
            letters = letters or ["e"]
        right.append("".join(letters))
    return left, right


@pytest.mark.parametrize("seed", range(5))
def test_what_is_ruled_out_fast_is_not_alike(seed: int) -> None:
    left, right = _near_misses(seed, 4000)
    wanted = similar(left, right)
    spellings = Spellings(["", *left, *right])
    at = np.arange(1, len(left) + 1, dtype=np.int32)
    assert 0.1 < wanted.mean() < 0.9
    assert spellings.similar(at, at + len(left)).tolist() == wanted.tolist()


def test_nothing_is_like_an_empty_text() -> None:
    spellings = Spellings(["", "ann"])
    assert spellings.similar(np.array([0, 0], np.int32), np.array([0, 1], np.int32)).tolist() == [False, False]


def test_longer_words_are_shared() -> None:
    words = Words(["", "de la cruz", "cruz", "de la rosa", "ek"])
    left, right = np.array([1, 1, 1, 4], np.int32), np.array([2, 3, 0, 4], np.int32)
    assert words.are_shared(left, right).tolist() == [True, False, False, False]


def test_names_are_alike_with_a_slip_a_blank_or_a_word_in_common() -> None:
    left, right = ["smith", "de la cruz", "smith jones", "smith"], ["smyth", "delacruz", "jones", "jones"]
    assert are_alike(left, right).tolist() == [True, True, True, False]
