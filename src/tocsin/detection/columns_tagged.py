"""Tables whose rows begin with their kind: a header, details, a trailer, as agencies and clearing houses write them.

    H|LAKE ALLERGY|PLACEMENT|20250905|0002
    D|LEE|ANN|M|219099999|19840719|12 OAK ST|JOPLIN|MO|64801
    T|0002|00161635

Invariant: pure; only rows of the commonest kind are data, and a table whose rows are of one width has no kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Row = Sequence[str]
_LONGEST_TAG, _LEAST_WIDTH, _LEAST_DETAILS = 4, 6, 2


def detail_width(head: Sequence[Row]) -> int:
    """Return how many cells the rows of details have, 0 if the rows are not of kinds that their first cells name."""
    filled = [row for row in head if any(cell.strip() for cell in row)]
    counts = Counter(map(len, filled))
    if len(counts) < 2 or not _are_kinds(filled):
        return 0
    width, times = counts.most_common(1)[0]
    is_one_kind = len({row[0].strip() for row in filled if len(row) == width}) == 1
    return width if width >= _LEAST_WIDTH and times >= _LEAST_DETAILS and is_one_kind else 0


def _are_kinds(rows: Sequence[Row]) -> bool:
    """Tell whether the first cell is a short word or number, and rows with the same one are of one width."""
    widths: dict[str, set[int]] = {}
    for row in rows:
        widths.setdefault(row[0].strip(), set()).add(len(row))
    return all(0 < len(tag) <= _LONGEST_TAG and tag.isalnum() and len(w) == 1 for tag, w in widths.items())


def only_details(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows with nothing in the place of those that are no details."""
    return tuple(tuple(row) if len(row) == width else () for row in rows)
