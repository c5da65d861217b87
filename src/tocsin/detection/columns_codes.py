"""Columns of diagnosis and procedure codes under labels that do not say so (``Code``, ``Service``, none at all).

Invariant: pure; a column typed by its label keeps its type, but for a treatment whose values are all codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import plain_words
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

E = Element
_LEAST_SHARE = 0.8
_LEAST_CELLS = 2
_CODE_WORDS = frozenset(
    {"code", "service", "charge", "visit", "level", "line", "item", "billing", "e", "m", "treatment", "test", "exam"}
)
"""Labels under which a table of services has its procedure codes."""
_OTHER_WORDS = frozenset(
    {"room", "bed", "unit", "seat", "station", "department", "zip", "zone", "building", "bay", "chair", "pos", "reason"}
)
_SERVICE = frozenset({E.DIAGNOSIS, E.PROCEDURE, E.INSURER, E.CLAIM_NUMBER, E.MEMBER_ID, E.MRN})
"""Columns of these make a table one of services to patients."""


def settle_codes(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Return the columns with those of codes typed by their values and their neighbours."""
    done = [_diagnoses(column, look) for column, look in zip(columns, looks, strict=True)]
    is_service = any(c.element in _SERVICE for c in done)
    return [_procedures(column, look, is_service) for column, look in zip(done, looks, strict=True)]


def _is_open(column: ColumnType, look: Look) -> bool:
    silent = column.element is None and column.part is Part.FULL
    return silent and look.filled >= _LEAST_CELLS and not set(plain_words(column.label)) & _OTHER_WORDS


def _diagnoses(column: ColumnType, look: Look) -> ColumnType:
    if not _is_open(column, look) or look.diagnoses < _LEAST_SHARE or look.procedures >= _LEAST_SHARE:
        return column
    return replace(column, element=E.DIAGNOSIS, score=0.85, is_free_text=False)


def _procedures(column: ColumnType, look: Look, is_service: bool) -> ColumnType:
    if look.procedures < _LEAST_SHARE or look.filled < _LEAST_CELLS:
        return column
    says = bool(set(plain_words(column.label)) & _CODE_WORDS)
    is_treatment = column.element is E.TREATMENT
    is_free = _is_open(column, look) or (column.element in {E.ZIP, E.DATE} and not column.label)
    if is_treatment or (is_free and is_service and (says or not column.label)):
        return replace(column, element=E.PROCEDURE, part=Part.FULL, score=0.8, is_free_text=False)
    return column
