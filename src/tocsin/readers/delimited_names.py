"""Rows in which a comma inside a value was not quoted: ``Boylan, Deirdre,08/03/1985,F`` under ``ee,dob,sex``.

Whoever writes such a file by hand puts a blank behind the comma of a name and none behind one that parts values.

Invariant: pure; no character but the comma's place in the row changes.
"""

from __future__ import annotations

from collections.abc import Sequence

_LEAST_ROWS = 2
_MOST_EXTRA = 3


def broken_width(head: Sequence[Sequence[str]]) -> int:
    """Return how many values a row has if names break rows of this table, 0 if they do not.

    Args:
        head: the first rows; the first one is the header.

    Example:
        >>> broken_width([["ee", "dob"], ["Lee", " Ann", "1/2/1970"], ["Roe", " Jo", "3/4/1980"]])
        2
    """
    if len(head) <= _LEAST_ROWS:
        return 0
    width = len(head[0])
    if width < _LEAST_ROWS or not all(cell.strip() and cell == cell.lstrip() for cell in head[0]):
        return 0
    longer = [row for row in head[1:] if len(row) > width]
    mended = [row for row in longer if len(rejoined(list(row), width)) == width]
    return width if len(longer) >= _LEAST_ROWS and len(mended) * 10 >= len(longer) * 9 else 0


def rejoined(row: list[str], width: int) -> list[str]:
    """Return a row that has too many values with those joined that begin with a blank behind a word.

    Example:
        >>> rejoined(["Lee", " Ann", "1/2/1970"], 2)
        ['Lee, Ann', '1/2/1970']
    """
    extra = len(row) - width
    if not 0 < extra <= _MOST_EXTRA:
        return row
    done = [row[0]]
    for cell in row[1:]:
        if extra and cell[:1] == " " and cell[1:2].isalpha() and done[-1][-1:].isalpha():
            done[-1] = f"{done[-1]},{cell}"
            extra -= 1
        else:
            done.append(cell)
    return done
