"""Rows of two kinds under one another: a person's row with its facts, then that person's visits in other columns.

``LEE, ANN | 3/3/1961 | 00123`` stands over ``3/4/2024 | 96413 | C50.911 | Hastings | 905.26``; the labels, if there
are any, are those of the visits, or both kinds have a line of labels.

Invariant: pure; a row is told to be a person's by itself, so every chunk of a grid gives the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.detection.columns_header import is_header, is_total
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import shape_of
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_PEOPLE = frozenset({"names", "last_first", "name_beside"})
_FACTS = frozenset({"date", "ssn", "phone", "nine", "ten", "zip", "number", "code", "email"})
_RECORDS = frozenset({"number", "zip", "nine", "code"})
_LEAST_PEOPLE, _LEAST_VISITS = 2, 2
_LEAST_CELLS = 2
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Master:
    """The rows of people: where their name stands, the columns that only their visits fill, and their labels' row."""

    name: int
    visits: frozenset[int]
    labels: int = -1

    def is_person(self, row: Sequence[str]) -> bool:
        """Tell whether a row is one of a person."""
        filled = _filled(row)
        return (
            len(filled) >= _LEAST_CELLS
            and self.name in filled
            and not filled & self.visits
            and shape_of(row[self.name]) in _PEOPLE
            and any(shape_of(row[i]) in _FACTS for i in filled - {self.name})
        )


def master_of(rows: Sequence[Sequence[str]]) -> Master | None:
    """Return how the first rows of a grid tell people from their visits, None if they do not."""
    data = [row for row in rows if not _sums_up(row) and not is_header(row)]
    data = [row for row in data if len(_filled(row)) >= _LEAST_CELLS]
    name = _name_column(data)
    people = [row for row in data if name in _filled(row) and shape_of(row[name]) in _PEOPLE] if name >= 0 else []
    visits = [row for row in data if row not in people]
    if len(people) < _LEAST_PEOPLE or len(visits) < max(_LEAST_VISITS, len(people) // 2) or data[0] is not people[0]:
        return None
    if sum(map(_is_dated, visits)) < _MOSTLY * len(visits) or _name_others(visits, name):
        return None
    theirs, own = _usual(visits), _usual(people)
    only = theirs - frozenset(i for row in people for i in _filled(row))
    found = Master(name, only, _labels(rows, own, theirs))
    is_mixed = bool(only) and bool(theirs & (own - {name}) or name in theirs)
    return found if is_mixed and all(map(found.is_person, people)) else None


def _name_others(rows: Sequence[Sequence[str]], name: int) -> bool:
    """Tell whether the rows have surnames where the others have whole names: ``Mroz`` beside ``Arriaga Sr``."""
    return sum(shape_of(row[name]) == "one_name" for row in rows if name < len(row)) * 2 > len(rows)


def person_columns(columns: Sequence[ColumnType], rows: Sequence[Sequence[str]]) -> tuple[ColumnType, ...]:
    """Return the types of the cells of people's rows: a day beside the name is of birth, a number the record's."""
    done: list[ColumnType] = []
    taken = {c.element for c in columns}
    for column in columns:
        kind = column
        shapes = Counter(shape_of(row[column.index]) for row in rows if column.index < len(row) and row[column.index])
        shape = shapes.most_common(1)[0][0] if shapes else ""
        if kind.element is Element.DATE and not kind.label and Element.DATE_OF_BIRTH not in taken:
            kind = replace(kind, element=Element.DATE_OF_BIRTH)
        elif kind.is_open and not kind.label and shape in _RECORDS and Element.MRN not in taken:
            kind = replace(kind, element=Element.MRN, part=Part.FULL, score=_RECORD_SCORE, is_free_text=False)
        taken.add(kind.element)
        done.append(replace(kind, party=Role.PATIENT) if kind.party is Role.UNKNOWN else kind)
    return tuple(done)


_RECORD_SCORE = 0.75


def _sums_up(row: Sequence[str]) -> bool:
    return is_total(row, len(row)) or any(_TOTAL.search(cell) for cell in row[:_HIGHEST])


_TOTAL = compiled(r"(?i)\b(?:sub)?total\b")


def _is_dated(row: Sequence[str]) -> bool:
    """Tell whether a row has a day or the code of an illness, as visits have."""
    return any(shape_of(cell) in {"date", "icd"} for cell in row)


def _filled(row: Sequence[str]) -> frozenset[int]:
    return frozenset(index for index, cell in enumerate(row) if cell.strip())


def _name_column(rows: Sequence[Sequence[str]]) -> int:
    """Return the first column in which some rows have people and others have not."""
    width = max(map(len, rows), default=0)
    for index in range(min(width, _FIRST)):
        shapes = [shape_of(row[index]) for row in rows if index < len(row)]
        if sum(shape in _PEOPLE for shape in shapes) >= _LEAST_PEOPLE:
            return index
    return -1


_FIRST = 3


def _usual(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    counts = Counter(index for row in rows for index in _filled(row))
    return frozenset(index for index, count in counts.items() if count >= _MOSTLY * len(rows))


def _labels(rows: Sequence[Sequence[str]], own: frozenset[int], theirs: frozenset[int]) -> int:
    """Return the row of labels of the people, -1 if there is none beside that of the visits."""
    for number, row in enumerate(rows[:_HIGHEST]):
        if len(_filled(row) & own) * 2 > len(own) and is_header(row) and not _filled(row) & (theirs - own):
            return number
    return -1


_HIGHEST = 12
