"""Columns of birth dates that no header tells: beside the sex, or by the spread of their years.

Invariant: pure; a table in which one column is of births already keeps the others as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import meaning_of
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

E = Element
_SPREAD_YEARS = _GROWN_YEARS = 15
OLDEST_EVIDENCE = 2015
"""A table whose only dates lie a generation before this year was not written then: they are births."""


def settle_births(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Tell birth dates by their spread of years where the header does not say and no other column has them."""
    if any(c.element is E.DATE_OF_BIRTH for c in columns):
        return columns
    latest = max((OLDEST_EVIDENCE, *(y for look in looks for y in look.years)))
    done = list(columns)
    for i, column in enumerate(done):
        is_bare = column.element is E.DATE and not column.label
        is_beside = any(done[j].part is Part.SEX for j in (i - 1, i + 1) if 0 <= j < len(done))
        if is_bare and is_beside and min(looks[i].years, default=latest) < latest:
            done[i] = replace(column, element=E.DATE_OF_BIRTH, score=0.75)
            return done
    for i, column in enumerate(done):
        years = sorted(looks[i].years)
        if column.element is not E.DATE or len(years) < 2 or (column.label and meaning_of(column.label) is not None):
            continue
        if (len(years) > 2 and spread_as_births(years, latest)) or latest - years[-1] >= _GROWN_YEARS:
            done[i] = replace(column, element=E.DATE_OF_BIRTH, score=0.75)
            break
    return done


def spread_as_births(years: Sequence[int], latest: int) -> bool:
    """Tell whether years, in order, lie as far apart and as long before the latest one as those of births do."""
    return years[-1] - years[0] >= _SPREAD_YEARS and latest - years[len(years) // 2] >= _GROWN_YEARS
