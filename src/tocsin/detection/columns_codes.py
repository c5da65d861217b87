"""Columns of diagnosis and procedure codes under labels that do not say so (``Code``, ``Service``, none at all).

Invariant: pure; a column typed by its label keeps its type, but for a treatment whose values are all codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import meaning_of, plain_words
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

E = Element
_LEAST_SHARE = 0.8
_LEAST_CELLS = 2
_CODE_WORDS = frozenset(
    {
        "code",
        "service",
        "charge",
        "visit",
        "level",
        "line",
        "item",
        "billing",
        "e",
        "m",
        "em",
        "treatment",
        "test",
        "exam",
        "transaction",
        "tran",
        "txn",
        "cdm",
        "serv",
        "px",
        "pxcd",
        "cptcd",
        "hcpc",
        "order",
        "ordered",
        "infusion",
        "injection",
        "inj",
        "done",
        "performed",
        "what",
        "chg",
    }
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
    elements = {c.element for c in done}
    is_priced = E.DATE in elements and any(look.share("money") >= _LEAST_SHARE for look in looks)
    is_service = is_priced or bool(elements & _SERVICE)
    behind_states = {i + 1 for i, column in enumerate(done) if column.part is Part.STATE}
    return [
        column if i in behind_states and column.part is Part.ZIP else _procedures(column, look, is_service)
        for i, (column, look) in enumerate(zip(done, looks, strict=True))
    ]


def _may_be_codes(column: ColumnType) -> bool:
    return column.is_open and not set(plain_words(column.label)) & _OTHER_WORDS


def _diagnoses(column: ColumnType, look: Look) -> ColumnType:
    if look.dental >= _LEAST_SHARE and look.filled >= _LEAST_CELLS and (_may_be_codes(column) or not _means(column)):
        return replace(column, element=E.PROCEDURE, part=Part.FULL, score=0.85, is_free_text=False)
    if (
        not _may_be_codes(column)
        or look.filled < _LEAST_CELLS
        or look.diagnoses < _LEAST_SHARE
        or look.procedures >= _LEAST_SHARE
    ):
        return column
    return replace(column, element=E.DIAGNOSIS, score=0.85, is_free_text=False)


def _procedures(column: ColumnType, look: Look, is_service: bool) -> ColumnType:
    says = bool(set(plain_words(column.label)) & _CODE_WORDS)
    is_bare, is_told = look.procedures >= _LEAST_SHARE, look.described >= _LEAST_SHARE
    if not (is_bare or is_told) or look.filled < (1 if says and is_service else _LEAST_CELLS):
        return column
    is_by_value = column.element in _TAKEN_FOR and not _means(column)
    is_free = _may_be_codes(column) or is_by_value
    repeats = look.distinct <= _MOST_DISTINCT and not set(plain_words(column.label)) & _NUMBERING
    tells = says or not column.label or is_told or repeats
    if column.element is E.TREATMENT or (is_free and is_service and tells):
        return replace(column, element=E.PROCEDURE, part=Part.FULL, score=0.8, is_free_text=False)
    return column


_MOST_DISTINCT = 0.8
_TAKEN_FOR = frozenset({E.ZIP, E.DATE, E.ADDRESS})
"""What codes are taken for where a label is silent."""
_NUMBERING = frozenset(
    {"number", "id", "invoice", "account", "batch", "reference", "ticket", "check", "encounter", "case", "sequence"}
)


def _means(column: ColumnType) -> bool:
    """Tell whether the label itself says what the column is typed as."""
    meaning = meaning_of(column.label) if column.label else None
    return meaning is not None and meaning.element is column.element
