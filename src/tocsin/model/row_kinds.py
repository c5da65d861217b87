"""Rows that begin with their kind (header, detail, trailer), as agencies and clearing houses write tables.

Invariant: pure; imports nothing, so that readers start without it costing anything.
"""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_TAG = 4


def are_kinds(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first cell of each row is a short word or number, and rows with the same one are of one width.

    Example:
        >>> are_kinds([["H", "20250905"], ["D", "LEE", "ANN"], ["D", "ROE", "BO"]]), are_kinds([["D", "1"], ["D"]])
        (True, False)
    """
    widths: dict[str, set[int]] = {}
    for row in rows:
        widths.setdefault(row[0].strip(), set()).add(len(row))
    return all(0 < len(tag) <= _LONGEST_TAG and tag.isalnum() and len(w) == 1 for tag, w in widths.items())
