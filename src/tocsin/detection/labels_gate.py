"""Which words can take part in a label that means something, as bits of a spelling.

Invariant: bits depend on the spelling only; a label none of whose words has ``SAYS`` means nothing.
"""

from __future__ import annotations

import numpy as np

from tocsin.detection.labels import RE_WORDS
from tocsin.detection.labels_meaning import (
    PLACES,
    expanded,
    lone_phrases,
    phrase_words,
    plain_words,
    relative_words,
)
from tocsin.detection.labels_misread import may_be_misread
from tocsin.detection.labels_words import SCRAP
from tocsin.detection.wordbook import Bits, Places

_MOST = 15
SAYS = 1
"""A word of a phrase or a party."""
KIN = 2
"""A word of a relative's."""
PLACE = 4
"""A word of a place: a label that ends in one may have any words before it."""
ALONE = 8
"""Means something without another word: ``DOB``, and ``PtName``, which is two."""
COUNTS_SHIFT = 8
"""From this bit on: for how many plain words it stands, then how many of them labels have (four bits each)."""


def label_bits(word: str) -> int:
    """Return the bits of a word as written."""
    is_one = word.isascii() and word.isalpha() and (word[1:].islower() or word.isupper() or len(word) == 1)
    plain = expanded(word.lower()) if is_one and not may_be_misread(word) else plain_words(word)
    says, kin = phrase_words(), relative_words()
    is_said = not word.isascii() or RE_WORDS.match(word) is not None
    if not is_said and len(plain) == 1 and plain[0] not in says and plain[0] not in SCRAP:
        return _ANY_WORD
    bits = SAYS * (is_said or any(w in says for w in plain))
    is_alone = is_said or sum(w in says for w in plain) > 1 or any((w,) in lone_phrases() for w in plain)
    bits |= ALONE * is_alone
    bits |= KIN * any(w in kin for w in plain)
    bits |= PLACE * any((w,) in PLACES for w in plain)
    used = len(plain) if is_said else sum(w in says or w in SCRAP for w in plain)
    return bits | counted(min(_MOST, len(plain)), min(_MOST, used))


def counted(words: int, used: int) -> int:
    """Return the bits for so many plain words and so many that labels have."""
    return (words | used << 4) << COUNTS_SHIFT


_ANY_WORD = counted(1, 0)


def weights_of(bits: Bits) -> Places:
    """Return 2 for words that mean something alone, 1 for other words of phrases, 0 for all others."""
    return ((bits & SAYS) + (bits >> 3 & SAYS)).astype(np.int64)


def words_in(bits: Bits) -> Places:
    """Return how many plain words each stands for."""
    return (bits >> COUNTS_SHIFT & _MOST).astype(np.int64)


def used_in(bits: Bits) -> Places:
    """Return how many of them labels have."""
    return (bits >> (COUNTS_SHIFT + 4)).astype(np.int64)
