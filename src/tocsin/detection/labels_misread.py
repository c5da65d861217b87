"""Words of labels as machines that read pictures misread them: ``D0B``, ``Narne``, ``Pt Nane``.

Invariant: pure; a word that labels have as it is stays.
"""

from __future__ import annotations

from functools import cache

from tocsin.detection.labels_words import EXPANSIONS, PARTIES, PHRASES
from tocsin.patterns import compiled

_MISREAD = compiled(r"[A-Za-z][015][A-Za-z]|rn|RN|vv|VV|(?i:nane)")
"""What a machine that reads pictures makes of ``o``, ``l`` or ``i``, ``s``, ``m`` and ``w``: ``D0B``, ``Narne``."""
_FOR_NAME = frozenset({"nane", "narne", "nanne"})
_READ_AS = (
    str.maketrans("015", "ols"), str.maketrans("015", "ois"), None,
)  # fmt: skip


def may_be_misread(word: str) -> bool:
    """Tell whether a word has signs that a machine may have read for others."""
    return _MISREAD.search(word) is not None


def reread(piece: str) -> str:
    """Return the word of labels that a machine misread, else the stretch as it is."""
    low = piece.lower().strip("#.:")
    if low in _FOR_NAME:
        return "name"
    if len(low) < 3 or low in EXPANSIONS or low in vocabulary():
        return piece
    for letters in _READ_AS:
        word = low.replace("rn", "m").replace("vv", "w") if letters is None else low.translate(letters)
        if word != low and (word in EXPANSIONS or word in vocabulary()):
            return word
    return piece


@cache
def vocabulary() -> frozenset[str]:
    """Return all words of labels that are known."""
    known = set(EXPANSIONS)
    for _, _, phrases in PHRASES:
        known.update(phrases.replace("|", " ").split())
    for _, phrases in PARTIES:
        known.update(phrases.replace("|", " ").split())
    return frozenset(known)
