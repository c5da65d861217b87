"""Sheets whose people take several rows each, unrolled to one row a person.

Cards under or beside each other, with labels or without:

    Patient | Lee, Ann    |  | Patient | Roe, Carl
    Born    | 08/27/1954  |  | Born    | 06/26/1953
    Social  | 536-22-1234 |  | Social  | 212-09-8871

What stands at the same place of each card, or behind the same label, makes a column, which is then typed like that of
any table. That the same words come again in every card tells labels from values, known or not.

Invariant: pure; each cell is in one row of the unrolled table at most, time is linear in the cells.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tocsin.detection.columns_header import is_blank, is_known_label
from tocsin.detection.columns_types import label_inside
from tocsin.detection.columns_values import shape_of
from tocsin.detection.labels_meaning import LONGEST_LABEL

Row = Sequence[str]
Place = tuple[int, int]
Key = tuple[str, str]
"""A label or, where there is none, the shape of a value."""

_MOST_ROWS, _MOST_CARD, _MOST_BEGINNINGS = 2_000, 24, 6
_LEAST_CARDS, _LEAST_SLOTS = 3, 3
_LEAST_LABELS, _LABELLED = 3, 0.7
_SAMPLE_ROWS = 120
_LEAST_ALIKE, _SHARED = 0.6, 0.6
NAMES = {"names": "name", "last_first": "name", "name_beside": "name", "one_name": "name", "city": "name"}
_WHOLE_NAMES = frozenset({"names", "last_first", "name_beside"})
_VALUES = frozenset(
    {"email", "ssn", "masked", "date", "born", "phone", "nine", "ten", "zip", "money", "icd", "street", "place"}
    | {"last_first", "name_beside", "number", "code"}
)


@dataclass(frozen=True, slots=True)
class Unrolled:
    """People's rows put together."""

    labels: tuple[str, ...]
    """One a column, empty where none stands; all empty where the sheet has none."""
    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[Place | None, ...], ...]
    """Where in the grid each cell of ``rows`` stands."""
    inside: frozenset[Place]
    """Cells that hold their label themselves."""
    label_cells: frozenset[Place]

    @property
    def is_labelled(self) -> bool:
        """Tell whether so many labels come again in every card that the sheet is no table."""
        labelled = [index for index, label in enumerate(self.labels) if label]
        known = sum(is_known_label(self.labels[index]) for index in labelled)
        cells = [sum(bool(row[index]) for row in self.rows) for index in range(len(self.labels))]
        is_told = sum(cells[index] for index in labelled) >= _LABELLED * sum(cells)
        return len(labelled) >= _LEAST_LABELS and known >= _SHARED * len(labelled) and is_told


def unrolled(rows: Sequence[Row]) -> Iterator[Unrolled]:
    """Give the ways in which the rows can be people of several rows each, the most regular first."""
    if len(rows) > _MOST_ROWS:
        return
    if _has_columns(rows) or (len(rows) > _SAMPLE_ROWS and not any(True for _ in unrolled(rows[:_SAMPLE_ROWS]))):
        return
    sheet = _Sheet(rows)
    decks = (sheet.deck(starts) for starts in sheet.beginnings())
    is_full = _are_full(rows)
    fitting = (deck for deck in decks if deck.labels or not is_full or deck.is_even)
    found = [(alike, deck) for deck in fitting if (alike := _alike(deck.cards))]
    for _, deck in sorted(found, key=lambda one: -one[0]):
        if (table := _table(deck)) is not None:
            yield table


@dataclass(frozen=True, slots=True)
class _Cell:
    at: Place
    text: str
    key: Key
    is_inside: bool = False


_Card = list[_Cell]


@dataclass(frozen=True, slots=True)
class _Deck:
    """A sheet cut into cards by one guess of where people begin."""

    cards: list[_Card]
    labels: frozenset[Place]
    """Cells that are nothing but labels of it."""

    @property
    def is_even(self) -> bool:
        """Tell whether all cards have as many rows."""
        return len({len({cell.at[0] for cell in card}) for card in self.cards}) == 1


class _Sheet:
    """The filled cells of a grid, and which texts come again."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._width = max(map(len, rows), default=0)
        self._said: Counter[str] = Counter()
        for row in rows:
            for cell in row:
                if cell.strip():
                    self._said[plain_text(cell)] += 1
                    if (mark := label_inside(cell.strip())) is not None:
                        self._said[f"{mark[1].lower()}:"] += 1

    def beginnings(self) -> Iterator[list[Place]]:
        """Give the places at which people may begin: a text, a label in a cell or a name that comes again."""
        held: dict[Key, list[Place]] = {}
        for r, row in enumerate(self._rows):
            for c, cell in enumerate(row):
                if cell.strip():
                    for key in self._begins(row, c):
                        held.setdefault(key, []).append((r, c))
        tried = 0
        for places in sorted(map(self._behind_blanks, map(_in_full_columns, held.values())), key=lambda p: p[0]):
            if len(places) >= _LEAST_CARDS and _is_apart(places):
                yield self._filled(places)
                tried += 1
                if tried == _MOST_BEGINNINGS:
                    return

    def _begins(self, row: Row, column: int) -> Iterator[Key]:
        text = row[column].strip()
        mark = label_inside(text)
        if mark is not None and self._said[f"{mark[1].lower()}:"] >= _LEAST_CARDS:
            yield "inside", mark[1].lower()
        elif self._said[plain_text(text)] >= _LEAST_CARDS and may_be_label(text):
            yield "label", plain_text(text)
        elif shape_of(text) in _WHOLE_NAMES:
            yield "shape", "name"

    def _behind_blanks(self, places: list[Place]) -> list[Place]:
        """Return those right behind a blank row or at the top, if nearly all are: the others are no beginnings."""
        behind = [(r, c) for r, c in places if r == 0 or is_blank(self._rows[r - 1])]
        return behind if len(behind) >= _BEHIND_BLANKS * len(places) else places

    def _filled(self, places: list[Place]) -> list[Place]:
        """Return the beginnings with those that the step from one to the next tells, and none between two of them."""
        columns: dict[int, list[int]] = {}
        for row, column in places:
            columns.setdefault(column, []).append(row)
        steps = Counter(below - row for rows in columns.values() for row, below in pairwise(rows))
        step, count = steps.most_common(1)[0] if steps else (0, 0)
        if step < 2 or count * 2 < steps.total():
            return places
        regular = {column: _in_step(rows, step) for column, rows in columns.items()}
        between = [
            (at, column)
            for column, rows in regular.items()
            for row, below in pairwise([*rows, len(self._rows) + 1])
            for at in range(row + step, min(below, len(self._rows)), step)
            if column < len(self._rows[at]) and _may_name(self._rows[at][column])
        ]
        return sorted({*((row, column) for column, rows in regular.items() for row in rows), *between})

    def deck(self, starts: Sequence[Place]) -> _Deck:
        """Return the cells of each person: from its beginning to the next below, and to the next beside."""
        columns: dict[int, list[int]] = {}
        for row, column in sorted(starts):
            columns.setdefault(column, []).append(row)
        below = {(r, c): end for c, rows in columns.items() for r, end in pairwise([*rows, len(self._rows)])}
        bands = dict(pairwise([*sorted(columns), self._width]))
        many = max(_LEAST_CARDS, math.ceil(_SHARED * len(starts)))
        labels: set[Place] = set()
        cards = []
        for r, c in starts:
            rows, first = range(r, min(below[r, c], r + _MOST_CARD)), c if c != min(columns) else 0
            cards.append(list(self._cells(rows, range(first, bands[c]), many, labels)))
        return _Deck(cards, frozenset(labels))

    def _cells(self, rows: range, band: range, many: int, labels: set[Place]) -> Iterator[_Cell]:
        """Give the values of a card and note its labels: texts that stand ``many`` times in the sheet, or are known."""
        first, behind = band.start, band.stop
        blanks = 0
        for r in rows:
            row = self._rows[r][first:behind]
            blanks = blanks + 1 if is_blank(row) else 0
            if blanks > 1:
                return
            label = ""
            for c, cell in enumerate(row, first):
                text = cell.strip()
                if not text:
                    continue
                if self._is_label(r, c, behind, many):
                    labels.add((r, c))
                    label = text.rstrip(":").strip()
                    continue
                mark = label_inside(text)
                if mark is not None and self._said[f"{mark[1].lower()}:"] >= many:
                    yield _Cell((r, c), text, ("label", mark[1].strip()), is_inside=True)
                elif label:
                    yield _Cell((r, c), text, ("label", label))
                else:
                    yield _Cell((r, c), text, (NAMES.get(shape_of(text), shape_of(text)), str(c - first)))
                label = ""

    def _is_label(self, r: int, c: int, behind: int, many: int) -> bool:
        """Tell whether a cell comes again, or is a label we know, and has a value to its right that does not."""
        row = self._rows[r]
        text = row[c].strip()
        if not may_be_label(text) or not (self._said[plain_text(text)] >= many or is_known_label(text)):
            return False
        beside = next((row[at].strip() for at in range(c + 1, min(behind, len(row))) if row[at].strip()), "")
        return bool(beside) and not (is_known_label(beside) and self._said[plain_text(beside)] >= many)


def _alike(cards: Sequence[_Card]) -> float:
    """Return how alike the cards are (0..1), 0 where they are too few, too small or too different."""
    is_even = _are_even(cards)
    kinds = [{_key(card, cell, is_even) for cell in card} for card in cards]
    if len(cards) < _LEAST_CARDS or median(len({c.at[0] for c in card}) for card in cards) < 2:
        return 0.0
    counts = Counter(key for kind in kinds for key in kind)
    shared = {key for key, count in counts.items() if count >= _SHARED * len(cards)}
    if len(shared) < _LEAST_SLOTS:
        return 0.0
    share = sum(len(kind & shared) / len(kind | shared) for kind in kinds) / len(kinds)
    return share if share >= _LEAST_ALIKE else 0.0


def _table(deck: _Deck) -> Unrolled | None:
    """Return the cards as rows of one table, None if it had too many columns."""
    slots: dict[tuple[Key, int], int] = {}
    read = []
    is_even = _are_even(deck.cards)
    for card in deck.cards:
        seen: Counter[Key] = Counter()
        own: dict[int, _Cell] = {}
        for cell in card:
            key = _key(card, cell, is_even)
            seen[key] += 1
            own[slots.setdefault((key, seen[key]), len(slots))] = cell
        read.append(own)
    if len(slots) > _MOST_SLOTS:
        return None
    labels = tuple(key[1] if key[0] == "label" else "" for key, _ in slots)
    width = range(len(slots))
    cells = [cell for own in read for cell in own.values()]
    inside = frozenset(cell.at for cell in cells if cell.is_inside)
    return Unrolled(
        labels,
        tuple(tuple(_value(own.get(i)) for i in width) for own in read),
        tuple(tuple(own[i].at if i in own else None for i in width) for own in read),
        inside,
        deck.labels - {cell.at for cell in cells},
    )


_MOST_SLOTS, _BEHIND_BLANKS = 60, 0.7


def _key(card: _Card, cell: _Cell, is_even: bool) -> Key:
    """Return what tells the column of a cell: its label, its place if all cards have the same, else its shape."""
    return cell.key if cell.key[0] == "label" or not is_even else _spot(card, cell)


def _spot(card: _Card, cell: _Cell) -> Key:
    """Return where in its card a cell stands."""
    return "spot", f"{cell.at[0] - card[0].at[0]}/{cell.at[1] - card[0].at[1]}"


def _are_even(cards: Sequence[_Card]) -> bool:
    """Tell whether nearly all cards have their cells at the same places."""
    shapes = Counter(frozenset(_spot(card, cell) for cell in card) for card in cards)
    return shapes.most_common(1)[0][1] >= _EVEN * len(cards)


_EVEN = 0.8


def _value(cell: _Cell | None) -> str:
    if cell is None:
        return ""
    mark = label_inside(cell.text) if cell.is_inside else None
    return cell.text[mark.end() :] if mark is not None else cell.text


def plain_text(text: str) -> str:
    """Return a cell's text as it is counted: without capitals and the colon of a label."""
    return text.strip().rstrip(":").strip().lower()


def may_be_label(text: str) -> bool:
    """Tell whether a text is short, has letters and hardly a number, and is no value by its shape."""
    return (
        len(text) <= LONGEST_LABEL
        and any(map(str.isalpha, text))
        and shape_of(text.rstrip(":")) not in _VALUES
        and sum(map(str.isdigit, text)) <= _MOST_DIGITS
    )


_MOST_DIGITS = 2


def _may_name(text: str) -> bool:
    """Tell whether a text may name somebody whom no lexicon knows."""
    return bool(text.strip()) and len(text.split()) <= _MOST_WORDS and not any(map(str.isdigit, text))


_MOST_WORDS = 5


def _are_full(rows: Sequence[Row]) -> bool:
    """Tell whether nearly all rows have a value in each of several columns: then people with more rows are chance."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows if not is_blank(row)]
    width = max(filled, default=0)
    return width >= _LEAST_SLOTS and sum(count == width for count in filled) >= _EVEN * len(filled)


def _has_columns(rows: Sequence[Row]) -> bool:
    """Tell whether several columns hold values of one shape each, as those of a table do whose rows are people."""
    shapes: list[Counter[str]] = []
    for row in rows[:_SAMPLE_ROWS]:
        shapes += [Counter() for _ in range(len(row) - len(shapes))]
        for count, cell in zip(shapes, row, strict=False):
            if cell.strip():
                shape = shape_of(cell)
                count[NAMES.get(shape, shape)] += 1
    tops = [(count.most_common(1)[0], count.total()) for count in shapes if count.total() > len(rows) / 4]
    steady = [shape for (shape, most), total in tops if shape and most >= _SHARED * total]
    return len(steady) >= _LEAST_STEADY


_LEAST_STEADY = 2


def _in_step(rows: Sequence[int], step: int) -> list[int]:
    """Return the rows without those that stand between two which are one step apart."""
    kept: list[int] = []
    known = set(rows)
    for row in rows:
        if not kept or row >= kept[-1] + step or kept[-1] + step not in known:
            kept.append(row)
    return kept


def _in_full_columns(places: list[Place]) -> list[Place]:
    """Return those in columns that hold about as many of them as the fullest one."""
    counts = Counter(column for _, column in places)
    least = _SHARED * max(counts.values())
    return [(row, column) for row, column in places if counts[column] >= least]


def _is_apart(places: Sequence[Place]) -> bool:
    """Tell whether those below each other mostly have rows between them, or all are beside each other from the left."""
    in_row = Counter(row for row, _ in places).most_common(1)[0][1]
    if places[0][1] > 0 and in_row > 1 and in_row >= _IN_ROW * len(places):
        return False  # people beside each other, of whom the first column's labels speak
    columns: dict[int, list[int]] = {}
    for row, column in places:
        columns.setdefault(column, []).append(row)
    gaps = [below - row for rows in columns.values() for row, below in pairwise(rows)]
    return median(gaps) >= 2 if gaps else places[0][1] == 0


_IN_ROW = 0.8
