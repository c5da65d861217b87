"""Which words can take part in a label that means something, as bits of a spelling.

Invariant: bits depend on the spelling only; a label none of whose words has ``SAYS`` means nothing.
"""

from __future__ import annotations

from tocsin.detection.labels import RE_WORDS
from tocsin.detection.labels_meaning import phrase_words, plain_words, relative_words
from tocsin.detection.labels_words import SCRAP

_MANY = 3
SAYS = 1
"""A word of a phrase or a party."""
KIN = 2
"""A word of a relative's."""
MANY = 8
"""Stands for several plain words (``PtLastFirstName``)."""
STRANGE = 4
"""No word that labels have: one that is a whole cell with it is no label."""


def label_bits(word: str) -> int:
    """Return the bits of a word as written."""
    plain = plain_words(word)
    says, kin = phrase_words(), relative_words()
    is_said = not word.isascii() or RE_WORDS.match(word) is not None
    bits = SAYS * (is_said or any(w in says for w in plain))
    bits |= KIN * any(w in kin for w in plain)
    bits |= MANY * (len(plain) >= _MANY)
    if len(word) > 1 and not bits & (SAYS | KIN) and not any(w in SCRAP for w in plain):
        bits |= STRANGE
    return bits
