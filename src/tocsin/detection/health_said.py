"""Whether a short text says something of care: a procedure, a drug.

Invariant: pure; at most twelve words are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tocsin.detection.health_terms import terms
from tocsin.patterns import compiled

_MOST_WORDS, _LONGEST_TERM = 12, 4
_WORD = compiled(r"[\w/-]+")


def names_act(text: str, *, are_short_told: bool = False) -> bool:
    """Tell whether a text has words of a procedure or treatment in it; ``are_short_told`` counts ``SBRT`` too.

    Example:
        >>> names_act("Bone marrow biopsy"), names_act("Ann Bone")
        (True, False)
    """
    short = ("procedure_short", "treatment_short") if are_short_told else ()
    return not _terms("procedure", "treatment", *short).isdisjoint(_phrases(text))


def names_drug(text: str) -> bool:
    """Tell whether a text names a drug.

    Example:
        >>> names_drug("cisplatin weekly"), names_drug("breast MRI 77049")
        (True, False)
    """
    return not _terms("medication", "medication_drugs", "medication_short").isdisjoint(_phrases(text))


def _phrases(text: str) -> Iterator[str]:
    words = [word.lower() for word in _WORD.findall(text)[:_MOST_WORDS]]
    for first in range(len(words)):
        for behind in range(first + 1, min(first + _LONGEST_TERM, len(words)) + 1):
            yield " ".join(words[first:behind])


@cache
def _terms(*names: str) -> frozenset[str]:
    return frozenset(term.lower() for name in names for term in terms(name))
