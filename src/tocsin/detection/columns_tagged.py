"""Tables whose rows begin with their kind: a header, details, a trailer, as agencies and clearing houses write them.

    H|LAKE ALLERGY|PLACEMENT|20250905|0002
    D|LEE|ANN|M|219099999|19840719|12 OAK ST|JOPLIN|MO|64801
    T|0002|00161635

Invariant: pure; only rows of the commonest kind are data, and a table whose rows are of one width has no kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tocsin.model.row_kinds import are_kinds

Row = Sequence[str]
_LEAST_WIDTH, _LEAST_DETAILS = 6, 2


def detail_width(head: Sequence[Row]) -> int:
    """Return how many cells the rows of details have, 0 if the rows are not of kinds that their first cells name."""
    filled = [row for row in head if any(cell.strip() for cell in row)]
    counts = Counter(map(len, filled))
    if len(counts) < 2 or not are_kinds(filled):
        return 0
    width, times = counts.most_common(1)[0]
    is_one_kind = len({row[0].strip() for row in filled if len(row) == width}) == 1
    return width if width >= _LEAST_WIDTH and times >= _LEAST_DETAILS and is_one_kind else 0


def only_details(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows with nothing in the place of those that are no details."""
    return tuple(tuple(row) if len(row) == width else () for row in rows)
