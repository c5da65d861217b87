"""Forms set as tables: labels and values beside each other, several pairs a row (``SSN | 536.. | Birth | 9/9/90``),
or a label and its value on two lines of one cell.

Invariant: pure; a cell is a label, a value of the label to its left, or free text, never two of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from tocsin.detection.columns_header import LEAST_SHARE, are_people, find_header, is_known_label, says_people
from tocsin.detection.columns_types import ColumnType, type_column
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.detection.labels_meaning import LONGEST_LABEL, meaning_of, plain_words
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import GridBody
from tocsin.patterns import compiled

Cells = Mapping[tuple[int, int], tuple[ColumnType, int]]
"""By row and column: what the cell holds, and the number of the record it belongs to."""
_LEAST_PAIRS = 4
_LEAST_CARD, _MOST_CARD, _MOST_CARD_ROWS = 4, 40, 15
_LEAST_PAIRED = 0.7
_MOST_ROWS = 200
_BETWEEN_LABELS = compiled(r"/|[ ]+[-|&+;][ ]+|[ ]and[ ]")
_BETWEEN_VALUES = compiled(r"[ ]+[-/|;][ ]+|[ ]{2,}|\n")
_VALUES = frozenset({"date", "ssn", "phone", "email", "money", "number", "nine", "ten", "zip", "last_first", "icd"})
_NUMBER = compiled(r"\d{4}")
_MOST_DIGITS = 3
_NO_LABELS = frozenset({"relation", "sex", "state", "same"})


def pair_cells(body: GridBody) -> Cells | None:
    """Return the values of a form set as a table, None if the grid is none."""
    rows = body.rows
    if body.first_row > 1 or len(rows) > _MOST_ROWS:
        return None
    if _is_two_columns(rows):
        return _typed(rows, [(r, 0) for r, row in enumerate(rows) if row and row[0].strip()])
    labels = _labels_in(rows)
    pairs = [(r, c) for r, c in labels if value_at(rows[r], c) is not None]
    if _is_labelled_inside(rows):
        return {}
    if stacked := _stacked(rows):
        return _typed(rows, [], stacked)
    if _is_mixed(rows):
        return _typed(rows, pairs, _under(rows))
    columns = {c for _, c in pairs}
    if _has_header(rows):
        return None
    if len(pairs) < _LEAST_PAIRS or len(pairs) < _LEAST_PAIRED * len(labels) or len(columns) < 2:
        return None
    return None if _repeats(rows, pairs) else _typed(rows, pairs)


def card_cells(body: GridBody) -> Cells | None:
    """Return the values of a small sheet filled in about one or two people, None if the grid is none."""
    if body.first_row > 1 or not _is_card(body.rows):
        return None
    return _typed(body.rows, [(r, c) for r, c in _labels_in(body.rows) if value_at(body.rows[r], c) is not None])


def _labels_in(rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the places of labels; who somebody is (``Patient``, ``Mother``) labels the name beside it."""
    return [(r, c) for r, row in enumerate(rows) for c in range(len(row)) if is_label(row[c]) or _leads_name(row, c)]


def _leads_name(row: Sequence[str], column: int) -> bool:
    if shape_of(row[column].strip()) not in _WHO:
        return False
    beside = row[column + 1].strip() if column + 1 < len(row) else ""
    return shape_of(beside) in {"names", "last_first"} and meaning_of(row[column].strip()) is not None


_WHO = frozenset({"relation", "same"})


def _is_card(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a small grid without a header is about one or two people: a sheet filled in, not a list."""
    filled = [cell.strip() for row in rows for cell in row if cell.strip()]
    if not _LEAST_CARD <= len(filled) <= _MOST_CARD or len(rows) > _MOST_CARD_ROWS or find_header(rows) >= 0:
        return False
    names = sum(shape_of(cell) in {"names", "last_first"} for cell in filled)
    return names <= 2 and sum(is_label(cell) for cell in filled) >= 2


def _is_two_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first column holds labels, each once, some of which we know, and the second their values."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) > 1 and not any(cell.strip() for cell in filled[0][1:]):
        filled = filled[1:]
    noted = sum(any(c.strip() for c in row[2:]) for row in filled)
    if len(filled) < _LEAST_PAIRS or any(len(row) < 2 for row in filled) or noted * 3 > len(filled):
        return False
    texts = [row[0].strip().lower() for row in filled]
    known = sum(is_label(row[0]) or bool(both_labels(row[0])) for row in filled)
    is_plain = all(len(t) <= LONGEST_LABEL and shape_of(t) not in _VALUES for t in texts)
    return is_plain and len(set(texts)) == len(texts) and known >= 3 and not is_header_pair(filled[0])


def is_header_pair(row: Sequence[str]) -> bool:
    """Tell whether both cells of a row are labels: the header of a table of two columns."""
    return is_label(row[0]) and is_label(row[1])


def both_labels(label: str) -> list[str]:
    """Return the two labels of ``DOB / SSN``, nothing if it is one."""
    sides = [side.strip().rstrip(":") for side in _BETWEEN_LABELS.split(label)]
    return sides if len(sides) == 2 and all(is_label(f"{side}:") for side in sides) else []


@lru_cache(maxsize=4096)
def two_labels(label: str) -> tuple[str, ...]:
    """Return the labels of the two values that a cell under a label holds, nothing where it holds one."""
    words = set(plain_words(label))
    if words & _BANK and words <= _BANK | _OF_BANKS:
        return "routing number", "account number"
    sides = both_labels(label) or _two_lines(label)
    first = meaning_of(sides[0]) if sides else None
    if first is not None and first.element is Element.INSURER and set(plain_words(sides[1])) <= {"id", "number"}:
        return sides[0], "member id"
    return tuple(sides)


_BANK = frozenset({"ach", "bank", "eft", "deposit", "wire", "banking"})
_OF_BANKS = frozenset({"direct", "info", "details", "refund", "to"})
"""Words of labels under which the numbers of bank and account stand together."""
_LINE_END = compiled(r"[ ]*\n[ ]*")


def _two_lines(label: str) -> list[str]:
    """Return the labels of two lines of a cell, under which cells have two lines too."""
    lines = [line.strip() for line in label.split("\n")]
    return lines if len(lines) == _TWO and all(map(is_known_label, lines)) else []


_TWO = 2


def two_values(label: str, text: str) -> list[tuple[str, int, int]]:
    """Return label, start and end of each of two values under two labels, nothing if there are not two.

    Example:
        >>> two_values("DOB / SSN", "3/4/1951  /  283-22-0387")
        [('DOB', 0, 8), ('SSN', 13, 24)]
    """
    sides = two_labels(label)
    marks = list((_LINE_END if "\n" in label else _BETWEEN_VALUES).finditer(text)) if sides else ()
    if len(marks) != 1:
        return []
    return [(sides[0], 0, marks[0].start()), (sides[1], marks[0].end(), len(text))]


def stands_over_values(rows: Sequence[Sequence[str]], header: int) -> bool:
    """Tell whether the labels of row ``header`` have values of their kind below in several columns: no form."""
    if header < 0:
        return False
    below = rows[header + 1 :]
    fitting = 0
    for index, label in enumerate(rows[header]):
        wanted = _STRICT.get(meaning.element) if (meaning := meaning_of(label.strip())) is not None else None
        cells = [row[index] for row in below if index < len(row) and row[index].strip()]
        if wanted and len(cells) >= _LEAST_CELLS:
            fitting += sum(shape_of(cell) in wanted for cell in cells) >= _LEAST_FITTING * len(cells)
    return fitting >= _LEAST_COLUMNS or _stands_over_people(rows[header], below)


def _stands_over_people(labels: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether one of several labels stands over a column of people, in rows that say more of each."""
    broad = [row for row in below if sum(bool(cell.strip()) for cell in row) > _LEAST_COLUMNS]
    if len(broad) <= _LEAST_COLUMNS or sum(bool(label.strip()) for label in labels) <= _LEAST_COLUMNS:
        return False
    columns = ([row[i] for row in broad if i < len(row) and row[i].strip()] for i in range(len(labels)))
    return any(
        len(cells) * 2 > len(broad) and are_people(cells, is_told=says_people(label))
        for label, cells in zip(labels, columns, strict=True)
    )


def fits(label: str, cells: Sequence[str]) -> bool:
    """Tell whether a label means something of a strict form and all cells have it."""
    meaning = meaning_of(label)
    wanted = _STRICT.get(meaning.element) if meaning is not None else None
    return bool(wanted and cells) and all(shape_of(cell) in wanted for cell in cells if wanted)


_STRICT: dict[Element | None, frozenset[str]] = {
    Element.DATE_OF_BIRTH: frozenset({"date", "name_beside"}),
    Element.DATE: frozenset({"date"}),
    Element.SSN: frozenset({"ssn", "nine", "masked"}),
    Element.PHONE: frozenset({"phone", "ten"}),
    Element.EMAIL: frozenset({"email"}),
    Element.NAME: frozenset({"last_first", "names", "name_beside"}),
    Element.PROVIDER: frozenset({"last_first", "names"}),
}
"""Elements whose values tell by their form that they stand under the right label."""
_LEAST_CELLS, _LEAST_COLUMNS, _LEAST_FITTING = 2, 2, 0.6


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row is mostly labels with rows of values below it: the grid is a table."""
    header = find_header(rows)
    if header < 0 or len(rows) - header <= 2:
        return False
    filled = [cell for cell in rows[header] if cell.strip()]
    return _is_regular(rows, header) or sum(is_label(cell) for cell in filled) * 5 >= len(filled) * 3


def _is_regular(rows: Sequence[Sequence[str]], header: int) -> bool:
    """Tell whether a header without gaps stands over rows of about its width, as in an export."""
    width, below = len(rows[header]), rows[header + 1 :]
    if width < _LEAST_WIDTH or len(below) < _LEAST_EXPORTED or not all(cell.strip() for cell in rows[header]):
        return False
    filled = sum(bool(cell.strip()) for row in below for cell in row[:width])
    return filled >= _LEAST_FILLED * width * len(below)


_LEAST_WIDTH, _LEAST_EXPORTED, _LEAST_FILLED = 5, 3, 0.7


def _is_labelled_inside(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether most cells hold their own label over their value."""
    filled = [cell for row in rows for cell in row if cell.strip()]
    own = sum(own_label(cell) is not None for cell in filled)
    return own >= _LEAST_PAIRS and own * 2 >= len(filled)


def is_label(cell: str) -> bool:
    """Tell whether a cell is nothing but a label that means something."""
    text = cell.strip().rstrip(":").strip()
    if not text or len(text) > LONGEST_LABEL or _NUMBER.search(text) or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return False
    if shape_of(text) in _NO_LABELS and not cell.rstrip().endswith(":"):
        return False
    first, mark, rest = text.partition("\n")
    if mark and is_label(first) and not is_label(rest):
        return False
    meaning = meaning_of(text)
    return meaning is not None and meaning.share >= LEAST_SHARE


def value_at(row: Sequence[str], column: int) -> int | None:
    """Return the column of the value that belongs to the label at ``column``: the next filled cell, if no label."""
    for at in range(column + 1, min(column + 3, len(row))):
        if row[at].strip():
            return None if is_label(row[at]) else at
    return None


def _is_mixed(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether most rows are labels with values beside them, some perhaps labels with values below: a form."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    paired = sum(_begins_pair(row) for row in filled)
    labels = [row[_first(row)].strip().lower() for row in filled if _begins_pair(row)]
    if sum(map(_is_of_many, filled)) * 2 >= paired:
        return False
    return paired >= _LEAST_PAIRED_ROWS and paired * 2 >= len(filled) and len(set(labels)) == len(labels)


_LEAST_PAIRED_ROWS = 3


def _is_of_many(row: Sequence[str]) -> bool:
    """Tell whether a row has one label and several values: of people beside each other."""
    cells = [cell for cell in row if cell.strip()]
    return len(cells) > 2 and is_label(cells[0]) and not any(map(is_label, cells[1:]))


def _first(row: Sequence[str]) -> int:
    return next(index for index, cell in enumerate(row) if cell.strip())


def _begins_pair(row: Sequence[str]) -> bool:
    first = _first(row)
    return is_label(row[first]) and value_at(row, first) is not None


def _under(rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the cells of rows that hold nothing but labels, where the row below holds their values."""
    found: list[tuple[int, int]] = []
    for at, row in enumerate(rows[:-1]):
        cells = [index for index, cell in enumerate(row) if cell.strip()]
        below = [cell for cell in rows[at + 1] if cell.strip()]
        if len(cells) > 1 and all(is_label(row[i]) for i in cells) and below and not any(map(is_label, below)):
            found.extend((at, index) for index in cells)
    return found


def _stacked(rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the labels of a form whose rows of labels and rows of values take turns, nothing if it is none."""
    found: list[tuple[int, int]] = []
    told = 0
    filled = [index for index, row in enumerate(rows) if any(cell.strip() for cell in row)]
    for at, below in pairwise(filled):
        if _names_boxes(rows[at]) and not _names_boxes(rows[below]) and below == at + 1:
            told += 1
            found.extend((at, c) for c, cell in enumerate(rows[at]) if cell.strip() and rows[below][c : c + 1] != [""])
    labels = [rows[r][c].strip().lower() for r, c in found]
    is_form = told >= _LEAST_STACKED and told * 3 >= len(filled) and len(set(labels)) == len(labels)
    return found if is_form else []


_LEAST_STACKED = 3


def _names_boxes(row: Sequence[str]) -> bool:
    """Tell whether all that stands in a row are names of boxes in capitals, labels we know among them."""
    cells = [cell.strip() for cell in row if cell.strip()]
    are_capitals = all(_CAPITALS.fullmatch(cell) and not any(map(str.isdigit, cell)) for cell in cells)
    return are_capitals and any(map(is_label, cells))


def _repeats(rows: Sequence[Sequence[str]], pairs: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one column holds the same label again and again: rows of a table, not a form."""
    texts = [(c, rows[r][c].strip().lower()) for r, c in pairs]
    return len(set(texts)) * 2 < len(texts)


def own_label(text: str) -> tuple[ColumnType, int] | None:
    """Return the type of a cell whose first line is the label of the rest, and where the rest begins."""
    first, mark, rest = text.partition("\n")
    if not mark:
        return _led(text)
    if not rest.strip() or not is_label(first) or is_label(rest):
        return None
    label = first.strip().rstrip(":").strip()
    return type_column(0, label, look_at([rest]), True), len(first) + 1


_CAPITALS = compiled(r"[A-Z][A-Z0-9/.#' -]{0,30}")
_MOST_LED = 3


def _led(text: str) -> tuple[ColumnType, int] | None:
    """Return the type of a cell that begins with its label in capitals, as forms are printed: ``DOB 03/27/1939``."""
    words = text.split(" ", _MOST_LED)
    for count in range(min(_MOST_LED, len(words) - 1), 0, -1):
        label = " ".join(words[:count])
        rest = text[len(label) :].strip()
        if rest and _CAPITALS.fullmatch(label) and is_label(label) and not is_label(rest) and not _goes_on(rest):
            return type_column(0, label, look_at([rest]), True), len(text) - len(text[len(label) :].lstrip())
    return None


def _goes_on(text: str) -> bool:
    """Tell whether a further label with its value stands in a value (``03/04/1950  SSN 536-22-1234``)."""
    return any(
        (word.isupper() or word.endswith(":")) and any(map(str.isdigit, value)) and is_label(word)
        for word, value in pairwise(text.split())
    )


_EMPTY = compiled(r"n/?a|none|null|nil|-+|unknown|same", re.IGNORECASE)


_BESIDE = frozenset({Role.GUARANTOR, Role.SUBSCRIBER, Role.RELATIVE})
_THEIRS = frozenset({Element.PHONE, Element.EMAIL, Element.DATE_OF_BIRTH, Element.SSN})
"""What stands in a form's row behind somebody else's name (``Mother | Ann Lee | Phone | ...``) is theirs."""


def _typed(
    rows: Sequence[Sequence[str]], pairs: Sequence[tuple[int, int]], under: Sequence[tuple[int, int]] = ()
) -> Cells:
    """Return the values of labels beside them (``pairs``) or above them (``under``)."""
    found: dict[tuple[int, int], tuple[ColumnType, int]] = {}
    record = 0
    seen: set[tuple[Element | None, Part, Role]] = set()
    above = set(under)
    beside: ColumnType | None = None
    named = -1
    for row, column in sorted({*pairs, *under}):
        is_above = (row, column) in above
        at = column if is_above else value_at(rows[row], column)
        place = row + is_above
        if at is None or at >= len(rows[place]) or not rows[place][at].strip():
            continue
        label = rows[row][column].strip().rstrip(":").strip()
        kind = type_column(at, label, look_at([rows[place][at]]), True)
        key = (kind.element, kind.part, kind.party)
        if _EMPTY.fullmatch(rows[place][at].strip()):
            continue
        if kind.element is Element.NAME and kind.part in {Part.FULL, Part.LAST} and key in seen:
            record, seen = record + 1, set()
        seen.add(key)
        if kind.element in NAME_ELEMENTS and kind.part is Part.FULL:
            beside = kind if kind.party in _BESIDE else None
            named = row
        elif row == named and beside is not None and kind.party is Role.UNKNOWN and kind.element in _THEIRS:
            kind = replace(kind, party=beside.party, party_number=beside.party_number)
        found[place, at] = (kind, record)
    return found
