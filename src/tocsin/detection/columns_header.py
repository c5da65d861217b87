# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""Where a table's header is, and what its labels say; also titles, totals and group headers.

Invariant: pure; works on the first rows of a grid and treats each row by itself, so any chunk gives the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tocsin.detection.columns_values import shape_of
from tocsin.detection.labels_meaning import LONGEST_LABEL, meaning_of, plain_words
from tocsin.detection.labels_tests import DOUBTFUL_TESTS, named_test
from tocsin.model.elements import NAME_ELEMENTS
from tocsin.patterns import compiled

Row = Sequence[str]
LEAST_SHARE = 0.55
_VALUE_SHAPES = frozenset(
    {
        "email",
        "ssn",
        "masked",
        "date",
        "phone",
        "nine",
        "ten",
        "zip",
        "money",
        "icd",
        "street",
        "last_first",
        "name_beside",
        "code",
    }
)
_SUMS = frozenset({"money", "number", "nine", "zip", ""})
_TOTAL = compiled(
    r"\W*(?:grand |sub ?|report |page )?(?:total|count|sum|average|mean|page \d|end of|printed|generated|run date|confidential|records?:|n ?=)",
    re.IGNORECASE,
)
_HEADERISH = frozenset(
    """amount balance notes comments comment remarks status type salary rate hours title position charge charges paid copay
    reason category priority department specialty flag active race ethnicity language marital religion quantity units
    provider description code modifier payment adjustment due seq line total rank method degree credentials""".split()
)


_NUMBER = compiled(r"\d{5}")
_LETTER = compiled(r"[A-Za-z#]|[^\x00-\x7f]")
_DENIED = compiled(r"(?:no|not|without)[ ](?=[a-z]+[ ][a-z]+)")
"""Begins what is said in a cell, and no label: ``no name on cup``."""
_READING = compiled(r"\d\.\d")
"""A result behind the name of its test: ``WBC 7.7``."""
_LONG_NUMBER = compiled(r"\d{4}")
_VALUED = compiled(
    r"[A-Za-z][ :]{1,3}(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{1,3} ?(?:lbs?|kg|cm|mg|yrs?|y/?o)\b)", re.IGNORECASE
)
"""A label with its value behind it in one cell: ``born 6/1/2019``, ``wt 44 lb``."""
_BUCKET = compiled(
    r"(?:[<>]=?|over|under)? ?\d{1,3}(?: ?(?:-|to) ?\d{1,3}|\+)?(?: ?(?:days?|yrs?|years?|months?))?\+?", re.IGNORECASE
)
"""A span of days or years as a column's label: ``31-60``, ``91+``, ``> 120 days``."""
_RANGE = compiled(r"\d{1,3} ?(?:(?:-|to) ?\d{1,3}|\+)(?: days?)?", re.IGNORECASE)
"""Such a span that no lone number of a row of values looks like."""

_TIMED = compiled(r"\d{1,2}[/:]\d{1,2}(?!\w)")
"""Begins with a day or an hour, as values do."""


def known_labels(row: Row) -> int:
    """Return how many cells of the row are labels that mean something."""
    return sum(is_known_label(cell) for cell in row)


def is_known_label(cell: str) -> bool:
    """Tell whether a cell is a label that means something, if only to a table of accounts or tests."""
    text = cell.strip()
    return _may_be_label(text) and _is_known(text)


def _may_be_label(text: str) -> bool:
    """Tell whether a text is short, has letters and no long number: what no label is without."""
    return len(text) <= LONGEST_LABEL and _NUMBER.search(text) is None and _LETTER.search(text) is not None


@lru_cache(maxsize=65536)
def _is_known(text: str) -> bool:
    if _READING.search(text):
        return False
    _, colon, value = text.partition(": ")
    if colon and value.strip() and value.lstrip()[0].isalnum() and not is_known_label(value):
        return False
    first, mark, rest = text.partition("\n")
    if mark and is_known_label(first) and not is_known_label(rest):
        return False
    meaning = None if _DENIED.match(text) else meaning_of(text)
    if meaning is not None and meaning.share >= LEAST_SHARE:
        return shape_of(text) not in {"relation", "sex", "state"} or text.lower() in {"sex", "st"}
    if (test := named_test(text)) is not None and test not in DOUBTFUL_TESTS:
        return True
    return bool(set(plain_words(text)) & _HEADERISH)


def is_header(row: Row) -> bool:
    """Tell whether the row reads as a header: labels, no values.

    Example:
        >>> is_header(["Last Name", "First Name", "DOB"]), is_header(["Lee", "Ann", "4/5/1960"])
        (True, False)
    """
    filled = [text for cell in row if (text := cell.strip())]
    if _is_of_messages(filled):
        return True
    labels = _labels_if_enough(filled)
    if labels < _LEAST_OF_HEADER or _are_pairs(filled):
        return False
    if any(_VALUED.search(cell) for cell in filled):
        return False
    values = sum(
        (shape_of(cell) in _VALUE_SHAPES or _LONG_NUMBER.search(cell) is not None)
        and not is_known_label(cell)
        and not _BUCKET.fullmatch(cell)
        for cell in filled
    )
    told = [cell for cell in filled if not _RANGE.fullmatch(cell)]
    is_plain = labels >= _LEAST_LABELS and values == 0 and not any(c.isdigit() for cell in told for c in cell)
    are_enough = labels * 4 >= len(told) if is_plain else labels * 5 >= len(told) * 2
    return are_enough and values * 4 <= len(filled)


def is_next_header(row: Row) -> bool:
    """Tell whether a row below a table's labels reads as those of a further table: a day or time alone is a value.

    Example:
        >>> is_next_header(["Patient", "DOB", "Phone"]), is_next_header(["Ann L.", "10/23", "fin couns", "phone line"])
        (True, False)
    """
    is_timed = any(_TIMED.match(cell.strip()) and not _BUCKET.fullmatch(cell.strip()) for cell in row)
    return not is_timed and is_header(row)


def _is_of_messages(filled: Sequence[str]) -> bool:
    """Tell whether a row is the labels of a log of messages: ``author`` and ``text``."""
    if len(filled) != _LEAST_OF_HEADER or not (filled[1].lower() in _SAID_THERE and is_known_label(filled[0])):
        return False
    meaning = meaning_of(filled[0])
    return meaning is not None and meaning.element in NAME_ELEMENTS


_SAID_THERE = frozenset("text message messages msg body content note notes comment comments remark remarks".split())
_LEAST_OF_HEADER = 2


def _labels_if_enough(filled: Sequence[str]) -> int:
    """Return how many texts are known labels, 0 where too few are for a header: most rows of data show it early."""
    open_ = [text for text in filled if _may_be_label(text)]
    least = max(_LEAST_OF_HEADER, -(-len(filled) // 4))
    labels = 0
    for left, text in zip(range(len(open_), 0, -1), open_, strict=True):
        if labels + left < least:
            return 0
        labels += _is_known(text)
    return labels if labels >= least else 0


def _are_pairs(filled: Sequence[str]) -> bool:
    """Tell whether labels and values take turns: a line of a form."""
    if (
        len(filled) < 4
        or len(filled) % 2
        or not all(map(is_known_label, filled[::2]))
        or any(map(is_known_label, filled[1::2]))
    ):
        return False
    return any(shape_of(cell) in _PAIRED for cell in filled[1::2])


_PAIRED = _VALUE_SHAPES | {"names", "number"}


def is_blank(row: Row) -> bool:
    """Tell whether nothing stands in the row."""
    return not any(cell.strip() for cell in row)


def is_total(row: Row, width: int) -> bool:
    """Tell whether the row sums up or closes the table."""
    filled = [cell for cell in row if cell.strip()]
    if not filled or _TOTAL.match(filled[0]) is None:
        return False
    return len(filled) * 2 <= max(width, 2) or len(filled) <= 2 or all(shape_of(c) in _SUMS for c in filled[1:])


def find_header(rows: Sequence[Row], limit: int = 40) -> int:
    """Return the index of the row that holds the labels, -1 if there is none."""
    for index, row in enumerate(rows[:limit]):
        if is_header(row) and not _recurs(row, rows[:limit]):
            nxt = rows[index + 1] if index + 1 < len(rows) else ()
            is_group = is_header(nxt) and _filled(nxt) > _filled(row) and known_labels(nxt) > known_labels(row)
            before = _first_over(rows[:index])
            return before if before >= 0 else index + 1 if is_group else index
    begin = _first_over(rows[:limit])
    return 0 if begin < 0 and rows and _names_columns(rows[0], rows[1:limit]) else begin


def _first_over(rows: Sequence[Row]) -> int:
    """Return the first row that stands over columns of values though hardly a label of it is known, -1 if none does."""
    return next((i for i, row in enumerate(rows[:_FIRST_ROWS]) if _stands_over(row, rows[i + 1 :])), -1)


def _recurs(row: Row, rows: Sequence[Row]) -> bool:
    """Tell whether most of a row's labels stand in other rows too, beside other words: they are values there."""
    labels = [(i, cell.strip()) for i, cell in enumerate(row) if is_known_label(cell)]
    others = [other for other in rows if list(other) != list(row)]
    again = [sum(i < len(other) and other[i].strip() == cell for other in others) for i, cell in labels]
    return sum(count >= _AGAIN for count in again) * 2 > len(labels)


_AGAIN = 2
_IDENTIFIER = compiled(r"[A-Za-z_][A-Za-z_]*\d{0,3}")


def _names_columns(row: Row, below: Sequence[Row]) -> bool:
    """Tell whether a first row names columns as databases do, of whose names we know few: ``F1``, ``enc_no``."""
    filled = [i for i, cell in enumerate(row) if cell.strip()]
    names = [row[i].strip() for i in filled]
    if len(names) < 2 or len({n.lower() for n in names}) < len(names) or not all(map(_IDENTIFIER.fullmatch, names)):
        return False
    is_plain = all(n.islower() or n.isupper() or "_" in n for n in names)
    data = [r for r in below if sum(bool(c.strip()) for c in r) * 2 > len(filled)]
    columns = [[r[i] for r in data if i < len(r) and r[i].strip()] for i in filled]
    return is_plain and any(len(c) > 1 and all(shape_of(x) in _HELD for x in c) for c in columns)


_FIRST_ROWS, _LEAST_LABELS = 8, 3
_HELD = frozenset({"date", "ssn", "phone", "nine", "ten", "number", "money", "code", "icd", "email"})


def _stands_over(row: Row, below: Sequence[Row]) -> bool:
    """Tell whether a row of words, of which we know but one, stands over columns of values as labels do."""
    filled = [i for i, cell in enumerate(row) if cell.strip()]
    is_numbered = any(_SAID_NUMBER.search(cell.strip()) and not _DAY.fullmatch(cell.strip()) for cell in row)
    known = known_labels(row)
    if len(filled) < _LEAST_LABELS or known < 1 or is_numbered:
        return False
    if any(len(row[i]) > LONGEST_LABEL or shape_of(row[i]) in {"last_first", "email", "name_beside"} for i in filled):
        return False
    data = [r for r in below if sum(bool(c.strip()) for c in r) * 2 > len(filled)]
    if len(data) < 2:
        return False
    columns = [[r[i] for r in data if i < len(r) and r[i].strip()] for i in filled]
    for i, cells in zip(filled, columns, strict=True):
        if (known > 1 or is_known_label(row[i])) and are_people(cells, is_told=says_people(row[i])):
            return True
    if any(c.isdigit() for cell in row for c in cell):
        return False
    return sum(len(c) > 1 and sum(shape_of(x) in _HELD for x in c) * 2 > len(c) for c in columns) >= 2


_SAID_NUMBER = compiled(r"\d{3}|^\d|\d[./:-]\d|\d$(?<![A-Za-z]\d)(?<![A-Za-z]\d\d)")
"""A number that is no part of a short label (``IGRA1``, ``ck/last4``)."""
_DAY = compiled(r"\d{1,2}/\d{1,2}")
"""A day as the label of a column in which those who came are ticked."""
_PERSON_FIRST = compiled(
    r"\W?[A-Z\u00c0-\u00de][\w'\u2019.-]+(?:,[ ]?|[ ](?:[A-Z]\.?[ ])?)[A-Z\u00c0-\u00de][\w'\u2019.-]+"
)
_MOST_PEOPLE = 0.6


def says_people(label: str) -> bool:
    """Tell whether a label, or the first of two, is of names."""
    meaning = meaning_of(re.split(r"[/(]", label)[0].strip())
    return meaning is not None and meaning.element in NAME_ELEMENTS and meaning.share >= LEAST_SHARE


def are_people(cells: Sequence[str], *, is_told: bool = False) -> bool:
    """Tell whether cells name people as lists do: all last name first or with a fact behind, or most of them begin so.

    Two words with capitals begin things of many kinds: they count where the lexicons know one, or a label tells.
    """
    if len(cells) < 2:
        return False
    shapes = [shape_of(cell) for cell in cells]
    if all(shape in {"last_first", "name_beside"} for shape in shapes):
        return True
    likely = sum(shape in {"names", "last_first", "name_beside"} for shape in shapes)
    begun = sum(_PERSON_FIRST.match(cell.strip()) is not None for cell in cells)
    return len(cells) > 2 and (likely > 0 or is_told) and begun >= _MOST_PEOPLE * len(cells)


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def labels_of(rows: Sequence[Row], header: int) -> tuple[list[str], int, int]:
    """Return the labels of the columns and the first and last row that gave them.

    Joins a group row above (``Patient | | Guarantor``) and a second line below (``Date of`` / ``Birth``).
    """
    labels = [cell.strip() for cell in rows[header]]
    first = last = header
    above = rows[header - 1] if header else ()
    if _is_group_row(above, labels):
        labels = _with_groups(above, labels)
        first = header - 1
    below = rows[header + 1] if header + 1 < len(rows) else ()
    joined = _with_second_line(labels, below)
    if joined is not None:
        labels, last = joined, header + 1
    return labels, first, last


def _is_group_row(above: Row, labels: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in above if cell.strip()]
    if not filled or len(filled) >= len([x for x in labels if x]):
        return False
    speaks = [m for m in map(meaning_of, filled) if m is not None and m.party.value != "unknown"]
    repeats = len({x.lower() for x in labels if x}) < len([x for x in labels if x])
    return bool(speaks) and (len(filled) > 1 or repeats)


def _with_groups(above: Row, labels: Sequence[str]) -> list[str]:
    group = ""
    joined = []
    for index, label in enumerate(labels):
        if index < len(above) and above[index].strip():
            group = above[index].strip()
        meaning = meaning_of(label)
        own_party = meaning is not None and meaning.party.value != "unknown"
        joined.append(label if not group or not label or own_party else f"{_party_words(group)} {label}")
    return joined


def _party_words(group: str) -> str:
    return re.sub(r"\b(?:information|info|data|details|demographics)\b", "", group, flags=re.IGNORECASE).strip()


def _with_second_line(labels: Sequence[str], below: Row) -> list[str] | None:
    filled = [cell.strip() for cell in below if cell.strip()]
    if not filled or any(any(c.isdigit() for c in cell) for cell in filled) or len(filled) > len(labels):
        return None
    joined = [f"{label} {below[i].strip()}".strip() if i < len(below) else label for i, label in enumerate(labels)]
    gain = known_labels(joined) - known_labels(labels)
    whole = sum(_whole(j) for j in joined) - sum(_whole(x) for x in labels)
    return (
        joined
        if gain >= 0
        and whole >= 1
        and not any(
            shape_of(c) in {"one_name", "names", "city"} and not is_known_label(c) and not _is_word(c) for c in filled
        )
        else None
    )


def _whole(label: str) -> bool:
    meaning = meaning_of(label)
    return meaning is not None and meaning.share > 0.95


def _is_word(cell: str) -> bool:
    return all(len(w) > 1 for w in plain_words(cell)) and bool(
        set(plain_words(cell))
        & {"name", "birth", "number", "date", "code", "id", "first", "last", "security", "phone", "address"}
    )
