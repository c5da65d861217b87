"""Reports with several lines a person under as many lines of labels, and tables below each other whose people stand
beside each other: put together to one row a person.

    Name     | DOB     | Phone           Client  | Lee, Ann  | Roe, Carl
    Chart no | Dx      | Street          Born on | 8/27/1954 | 6/26/1953
    Lee, Ann | 8/27/54 | 555-0143
    GC44812  | C50.912 | 12 Oak St       Client  | Moe, Bo   | Poe, Di
    Roe, Carl| 6/26/53 | 555-0171        Born on | 3/2/1961  | 5/9/1947

Invariant: pure; each cell is in one row of the unrolled table at most, time is linear in the cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tocsin.detection.columns_header import is_blank, is_known_label
from tocsin.detection.columns_unroll import NAMES, Unrolled, may_be_label, plain_text
from tocsin.detection.columns_values import shape_of

Row = Sequence[str]
_MOST_ROWS, _MOST_ROWS_BESIDE = 2_000, 120
_LEAST_LABELS, _LEAST_ALIKE = 3, 0.6


def beside(rows: Sequence[Row]) -> Unrolled | None:
    """Return the people of several tables below each other, each with its people beside each other; None if none is.

    Their labels run down the first column, the same in each.
    """
    if len(rows) > _MOST_ROWS_BESIDE:
        return None
    lead = [plain_text(row[0]) if row else "" for row in rows]
    again = Counter(text for text in lead if text and may_be_label(text))
    first = next((text for text in lead if again[text] > 1), "")
    starts = [r for r, text in enumerate(lead) if first and text == first]
    if len(starts) < 2:
        return None
    if any(plain_text(cell) in again for r in starts for cell in rows[r][1:]):
        return None  # cards with labels of their own
    blocks = [range(r, end) for r, end in pairwise([*starts, len(rows)])]
    told = [{lead[r] for r in block if lead[r]} for block in blocks]
    labels = [text for text in dict.fromkeys(lead[starts[0] :]) if text and sum(text in one for one in told) > 1]
    known = sum(is_known_label(label) for label in labels)
    are_alike = known >= _LEAST_ALIKE * len(labels) and all(
        len(one & set(labels)) >= _LEAST_ALIKE * len(one) for one in told
    )
    people = [
        {lead[r]: (r, c) for r in block if lead[r] and _at(rows, r, c).strip()}
        for block in blocks
        for c in range(1, len(rows[block[0]]))
        if _at(rows, block[0], c).strip()
    ]
    if len(labels) < _LEAST_LABELS or not are_alike or len(people) <= len(blocks):
        return None
    places = tuple(tuple(one.get(label) for label in labels) for one in people)
    table = tuple(tuple(_at(rows, *place) if place else "" for place in one) for one in places)
    shown = {plain_text(text): text.strip().rstrip(":") for row in rows for text in row[:1]}
    own = frozenset((r, 0) for block in blocks for r in block)
    return Unrolled(tuple(shown[label] for label in labels), table, places, frozenset(), own)


def stacked(rows: Sequence[Row]) -> Unrolled | None:
    """Return the rows of a report with several lines a person under as many lines of labels, None if it is none."""
    first, lines = _label_lines(rows)
    if lines < 2 or len(rows) > _MOST_ROWS:
        return None
    heads = [[cell.strip() for cell in row] for row in rows[first : first + lines]]
    repeated = {tuple(head) for head in heads}
    data = [
        r
        for r in range(first + lines, len(rows))
        if not is_blank(rows[r]) and tuple(cell.strip() for cell in rows[r]) not in repeated
    ]
    people = [data[at : at + lines] for at in range(0, len(data) - lines + 1, lines)]
    if len(people) < 2 or _is_spanned(rows, heads, people) or not _fit_their_lines(rows, heads, people):
        return None
    spots = [(line, c) for line, head in enumerate(heads) for c in range(max(len(head), _widest(rows, people, line)))]
    labels = tuple(heads[line][c] if c < len(heads[line]) else "" for line, c in spots)
    table = tuple(tuple(_at(rows, one[line], c) for line, c in spots) for one in people)
    places = tuple(
        tuple((one[line], c) if _at(rows, one[line], c).strip() else None for line, c in spots) for one in people
    )
    taken = {r for one in people for r in one}
    others = frozenset((r, c) for r in range(first + lines) if r not in taken for c in range(len(rows[r])))
    return Unrolled(labels, table, places, frozenset(), others)


def _label_lines(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the first of several rows of labels in a row, and how many they are."""
    for first in range(min(len(rows), _FIRST_ROWS)):
        lines = 0
        while first + lines < len(rows) and lines < _MOST_LINES and _is_all_labels(rows[first + lines]):
            lines += 1
        if lines:
            return first, lines
    return 0, 0


_FIRST_ROWS, _MOST_LINES = 8, 4


def _is_all_labels(row: Row) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    known = sum(map(is_known_label, filled))
    return len(filled) > 1 and known * 2 >= len(filled) and all(map(may_be_label, filled))


def _is_spanned(rows: Sequence[Row], heads: Sequence[Row], people: Sequence[Sequence[int]]) -> bool:
    """Tell whether values stand where their line of labels is blank: the line above spans those of the line below."""
    filled = [(line, c) for one in people for line in range(len(heads)) for c in _filled(rows[one[line]])]
    blank = sum(not _at(heads, line, c).strip() for line, c in filled)
    return blank > _MOST_UNLABELLED * len(filled)


def _filled(row: Row) -> list[int]:
    return [c for c, cell in enumerate(row) if cell.strip()]


_MOST_UNLABELLED = 0.2


def _fit_their_lines(rows: Sequence[Row], heads: Sequence[Row], people: Sequence[Sequence[int]]) -> bool:
    """Tell whether the lines of each person differ by the shapes of their values, and each has its own under a label.

    Under a header of two lines over people of one line, all lines of "people" look the same.
    """
    apart = 0
    for c in range(max(map(len, heads))):
        shapes = [Counter(shape_of(_at(rows, one[line], c)) for one in people) for line in range(len(heads))]
        top = [count.most_common(1)[0] for count in shapes]
        is_steady = all(share >= _STEADY * len(people) for _, share in top)
        apart += is_steady and len({NAMES.get(shape, shape) for shape, _ in top}) > 1
    return apart >= 2


_STEADY = 0.6


def _widest(rows: Sequence[Row], people: Sequence[Sequence[int]], line: int) -> int:
    return max(len(rows[one[line]]) for one in people)


def _at(rows: Sequence[Row], r: int, c: int) -> str:
    return rows[r][c] if c < len(rows[r]) else ""
