"""Cards laid out on a sheet, below and beside each other, one person each: the same labels come again for each card.

    NAME | Ann Lee      |  | NAME | Roe, Carl
    BORN | Aug 27, 1954 |  | BORN | Jun 26, 1953
    ADDR | 12 Oak St    |  | ADDR | 3 Elm St
         | Joplin, MO   |  |      | Sarcoxie, MO

Invariant: pure; a value belongs to one card only, and a card ends where its first label comes again in its column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tocsin.detection.columns_pairs import Cells, is_label
from tocsin.detection.columns_types import ColumnType, type_column
from tocsin.detection.columns_values import look_at
from tocsin.detection.labels_meaning import meaning_of
from tocsin.model.elements import NAME_ELEMENTS
from tocsin.model.segments import GridBody

_MOST_ROWS = 2000
_LEAST_CARDS, _LEAST_PAIRS = 2, 3
_LEAST_ALIKE = 0.6
Row = Sequence[str]
Card = tuple[int, int, int, int]
"""First row, row behind the last, the column of its labels, the column behind its values."""


def deck_cells(body: GridBody) -> Cells | None:
    """Return the values of cards by row and column, each with the number of its card; None if the grid is no deck."""
    rows = body.rows
    if body.first_row > 1 or len(rows) > _MOST_ROWS:
        return None
    cards = list(_cards(rows))
    read = [_pairs(rows, card) for card in cards]
    if len(cards) < _LEAST_CARDS or any(len(pairs) < _LEAST_PAIRS for pairs in read) or not _are_alike(read):
        return None
    found: dict[tuple[int, int], tuple[ColumnType, int]] = {}
    for number, pairs in enumerate(read):
        for label, row, column in pairs:
            kind = type_column(column, label, look_at([rows[row][column]]), True)
            found[row, column] = (kind, number)
    return found


def _cards(rows: Sequence[Row]) -> Iterator[Card]:
    """Give the cards: they begin where the same label of a name stands, at least twice in the grid."""
    heads: dict[str, list[tuple[int, int]]] = {}
    seen = Counter(cell for row in rows for cell in row[:-1] if cell)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row[:-1]):
            if seen[cell] > 1 and cell.strip() and row[c + 1].strip() and _names_somebody(cell):
                heads.setdefault(cell.strip().lower(), []).append((r, c))
    starts = max(heads.values(), key=len, default=[])
    columns = sorted({c for _, c in starts})
    for r, c in starts:
        end = min((row for row, column in starts if column == c and row > r), default=len(rows))
        behind = next((column for column in columns if column > c), max(map(len, rows)))
        yield r, end, c, behind


def _names_somebody(cell: str) -> bool:
    meaning = meaning_of(cell.strip().rstrip(":")) if is_label(cell) else None
    return meaning is not None and meaning.element in NAME_ELEMENTS


def _pairs(rows: Sequence[Row], card: Card) -> list[tuple[str, int, int]]:
    """Return label, row and column of each value; a value without a label goes on with the one above."""
    first, end, column, behind = card
    pairs: list[tuple[str, int, int]] = []
    label = ""
    for r in range(first, end):
        row = rows[r]
        if not any(cell.strip() for cell in row[column:behind]):
            break
        own = row[column].strip() if column < len(row) else ""
        label = own.rstrip(":").strip() or label
        at = next((c for c in range(column + 1, min(behind, len(row))) if row[c].strip()), -1)
        if at >= 0 and label:
            pairs.append((label, r, at))
    return pairs


def _are_alike(read: Sequence[Sequence[tuple[str, int, int]]]) -> bool:
    """Tell whether the cards have mostly the same labels, some of which we know beside the name's."""
    counts = Counter(label.lower() for pairs in read for label in {label for label, _, _ in pairs})
    shared = [label for label, count in counts.items() if count >= _LEAST_ALIKE * len(read)]
    return len(shared) >= _LEAST_PAIRS and sum(map(is_label, shared)) >= _LEAST_PAIRS
