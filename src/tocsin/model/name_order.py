"""In which order a column or list writes its people's names, by all of them together: one may be read both ways.

Invariant: pure; only cells of two or three words without a comma speak, and few or undecided ones say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.model.lexicon import fold_name, given_odds, surname_odds
from tocsin.model.person_names import is_particle

_LEAST_CELLS, _SURELY, _MOST = 2, 3.0, 0.6
_MOST_SHARE, _LEAST_LEAN = 4.0, 0.3
"""How much one cell may say, and what it must say to be counted for an order (natural logarithm of odds)."""
_SHORTEST = 2


def are_turned(cells: Sequence[str]) -> bool:
    """Tell whether a column of whole names writes the surname first, without a comma.

    Example:
        >>> are_turned(["Amos Irwin", "Bell Joy", "Pike Mona"]), are_turned(["Irwin Amos", "Joy Bell", "Mona Pike"])
        (True, False)
    """
    leans = [lean for cell in cells if (lean := _lean(cell)) is not None]
    told = [lean for lean in leans if abs(lean) >= _LEAST_LEAN]
    if len(told) < _LEAST_CELLS or sum(leans) < _SURELY:
        return False
    return sum(lean > 0 for lean in told) >= _MOST * len(told)


def _lean(cell: str) -> float | None:
    """Return how much likelier the words stand surname first, None if they say nothing."""
    words = cell.split()
    if "," in cell or not 2 <= len(words) <= 3 or len(words[0].strip(".")) < _SHORTEST:
        return None
    if len(words[1].strip(".")) < _SHORTEST or is_particle(words[0]):
        return None
    head, tail = fold_name(words[0]), fold_name(words[1] if len(words[-1].strip(".")) == 1 else words[-1])
    if not head or not tail:
        return None
    turned = surname_odds(head) + given_odds(tail)
    straight = given_odds(head) + surname_odds(tail)
    return max(-_MOST_SHARE, min(_MOST_SHARE, turned - straight))


def turned_parts(cell: str) -> Iterator[tuple[int, int, bool]]:
    """Give where the surname and the given names of a cell stand, and which is the surname.

    Example:
        >>> list(turned_parts("Nail Monty R")), list(turned_parts("de la Cruz Ana"))
        ([(0, 4, True), (5, 12, False)], [(0, 10, True), (11, 14, False)])
    """
    words = list(re.finditer(r"\S+", cell))
    at = 0
    while at < len(words) - 2 and is_particle(words[at].group()):
        at += 1
    yield words[0].start(), words[at].end(), True
    if at + 1 < len(words):
        yield words[at + 1].start(), words[-1].end(), False
