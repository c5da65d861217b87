"""Columns whose label is a word of several things, settled by what their cells say: ``Site``, ``Rx``, ``UDS / note``.

Invariant: pure; a column is settled otherwise only where most of its cells say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.labels_meaning import plain_words
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_MOST = 0.5
_DISEASE = compiled(
    r"\b(?:malignan\w+|neoplasms?|cancer|ca|carcinoma|adenoca\w*|lymphoma|leukemia|melanoma|myeloma|sarcoma|glioma|blastoma|"
    r"mesothelioma|tumou?r|mets?|metasta\w+|syndrome|disease|anemia|failure|dvt|thrombo\w+|fracture|disorder|dysplas\w+)\b",
    re.IGNORECASE,
)
_RADIATED = compiled(r"\d ?c?gy\b|\b\d+ ?(?:fractions?|fxs?|txs?)\b|\bin \d+ fractions\b", re.IGNORECASE)
_EXAMINED = frozenset({"exam", "study", "modality", "indication", "specimen", "collected", "accession", "radiologist"})
_NOTED = compiled(r"(?:/|&|\band\b|\+)\s*(?:notes?|comments?|remarks?)\s*\Z", re.IGNORECASE)


def settle_said(columns: list[ColumnType], cells: Sequence[Sequence[str]]) -> list[ColumnType]:
    """Return the columns with those settled whose cells say what a doubtful label means.

    Args:
        cells: the filled cells of each column, as looked at.
    """
    said = {word for column in columns for word in plain_words(column.label)}
    done = list(columns)
    for i, column in enumerate(columns):
        if column.element is Element.FACILITY and set(plain_words(column.label)) == {"site"}:
            if _are(cells[i], _DISEASE.search):
                done[i] = replace(column, element=Element.DIAGNOSIS)
        elif column.element is Element.MEDICATION and _are(cells[i], _RADIATED.search):
            done[i] = replace(column, element=Element.TREATMENT)
        elif column.element is Element.ACCOUNT_NUMBER and _ACCESSION.fullmatch(column.label.strip()):
            if said & _EXAMINED:
                done[i] = replace(column, element=Element.OTHER_ID)
        elif column.element is Element.PROVIDER and _DRAWN.fullmatch(column.label.strip()) and said & _OF_CHECKS:
            done[i] = replace(column, element=Element.NAME, party=Role.UNKNOWN)
        elif column.element is Element.LAB_RESULT and _NOTED.search(column.label):
            done[i] = replace(column, element=None, part=Part.FULL, is_free_text=True)
    return done


_DRAWN, _OF_CHECKS = compiled(r"(?i)drawn by|drawer"), frozenset({"check", "amount", "deposit"})
"""Who draws blood, and who draws a check."""
_ACCESSION = compiled(r"acc(?:ession)?[ ]?(?:#|no\.?|num(?:ber)?)?", re.IGNORECASE)


def _are(cells: Sequence[str], says: Callable[[str], object]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(says(cell) is not None for cell in filled) >= _MOST * len(filled)
