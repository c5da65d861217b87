# ruff: noqa: E501 - word lists read better in long rows
"""Columns whose label names a test, and whose cells are its readings: ``Kt/V``, ``HPV``, ``PHQ-9``, ``Hep B titer``.

The label alone is too short to say it (K, Ca, BP); numbers or words of findings below it do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.labels_tests import DOUBTFUL_TESTS, named_test
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_READING = compiled(
    r"[<>]?=?[ ]?-?\d{1,6}(?:[.,]\d{1,3})?(?:[ ]?/[ ]?\d{1,3})?[ ]?(?:%|[a-zA-Z/]{1,8}(?:/[a-zA-Z]{1,4})?)?(?:[ ]?[HL*+!]{1,2})?"
    r"|(?:non-?|not |weakly )?(?:pos(?:itive)?|neg(?:ative)?|reactive|immune|detected|abnormal|normal|nl|wnl|equivocal|indeterminate|pending|high|low|elevated|trace|nr|react|pass(?:ed)?|fail(?:ed)?|refer(?:red)?)\b.{0,24}"
    r"|(?:nilm|asc-?us|asc-?h|l-?sil|h-?sil|lgsil|hgsil|agc|cin ?\d|unsat(?:isfactory)?)\b.{0,24}|(?:a|b|ab|o)[ ]?(?:\+|-|pos|neg).{0,8}|[1-4]\+|20/\d{2,3}.{0,10}|\d{1,3} ?mm.{0,20}",
    re.IGNORECASE,
)
_MONEY = compiled(
    r"(?i)\b(?:bal(?:ance)?|amt|amount|due|chg|charges?|paid|pmts?|payments?|credits?|refunds?|fees?|\$)(?!\w)"
)
_LEAST_READINGS = 0.5


def settle_tests(columns: list[ColumnType], cells: Sequence[Sequence[str]]) -> list[ColumnType]:
    """Return the columns with those of tests typed as laboratory results.

    Args:
        cells: the filled cells of each column, as looked at.
    """
    named = [None if _MONEY.search(column.label) else named_test(column.label) for column in columns]
    several = sum(name is not None for name in named) > 1
    done = list(columns)
    for i, (column, name) in enumerate(zip(columns, named, strict=True)):
        is_free = (
            column.element in {None, Element.DATE, Element.ZIP, Element.INSURER, Element.PROVIDER}
            and column.part is Part.FULL
        )
        if name is None or not is_free or (name in DOUBTFUL_TESTS and not several):
            continue
        filled = [cell.strip() for cell in cells[i] if cell.strip()]
        readings = sum(_READING.fullmatch(cell) is not None for cell in filled)
        if name == "k" and _are_keys(filled):
            continue
        if filled and readings >= _LEAST_READINGS * len(filled):
            done[i] = replace(
                column, element=Element.LAB_RESULT, part=Part.FULL, party=Role.UNKNOWN, score=0.85, is_free_text=False
            )
    return done


_MOST_POTASSIUM, _MANY = 12, 8


def _are_keys(filled: Sequence[str]) -> bool:
    """Tell whether the cells under a ``k`` are a database's keys: potassium (mmol/L) is told in tenths and is small."""
    is_whole = all(cell.isascii() and cell.isdigit() for cell in filled)
    return is_whole and (len(filled) >= _MANY or any(len(c) > 2 or int(c) > _MOST_POTASSIUM for c in filled))
