"""Columns of tables of services whose labels say little: days in six digits, numbers of claims called something else.

Invariant: pure; a column that its label explains keeps its type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import plain_words
from tocsin.detection.values import is_six_digit_day
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

E = Element
_DAYS = frozenset(
    {"from", "thru", "through", "to", "begin", "beg", "start", "end", "stop", "visit", "service", "seen", "day", "last"}
)
"""Words over days of service that are no words of days by themselves."""
_SURE_DAYS = frozenset({"from", "thru", "through"})
_REFERENCES = frozenset({"reference", "referring", "ticket", "voucher", "control", "tracking", "transaction", "case"})
_BESIDE = frozenset({"number", "id", "payer", "insurance"})
_MOSTLY, _LEAST_CELLS, _EACH_ITS_OWN = 0.9, 3, 0.7
_NO_NUMBERS = ("names", "last_first", "one_name", "city", "money", "phone", "email", "flag")


def settle_days(columns: list[ColumnType], looks: Sequence[Look], cells: Sequence[Sequence[str]]) -> list[ColumnType]:
    """Make columns of days what they are: ``From``, ``Thru``, ``Visit`` over dates, or six digits that all are days."""
    return [_day(*one) for one in zip(columns, looks, cells, strict=True)]


def _day(column: ColumnType, look: Look, below: Sequence[str]) -> ColumnType:
    words = set(plain_words(column.label))
    is_free = column.element in {None, E.DATE} or column.party is Role.SENDER
    if column.part is not Part.FULL or not is_free or not words & _DAYS or look.filled == 0:
        return column
    filled = [cell.strip() for cell in below if cell.strip()]
    are_digits = sum(map(is_six_digit_day, filled)) >= _MOSTLY * len(filled)
    if look.share("date") < _MOSTLY and not (are_digits and (len(filled) >= _LEAST_CELLS or words & _SURE_DAYS)):
        return column
    return replace(column, element=E.DATE, party=Role.UNKNOWN, score=0.8, is_free_text=False)


def settle_claims(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make the one number that is called a reference, a ticket or a voucher the claim's, if each row has its own.

    Only where payer or member, and what was done or charged for, stand in the table: then its rows are claims.
    """
    columns = [_called(column, look) for column, look in zip(_settle_prescriptions(columns, looks), looks, strict=True)]
    elements = {c.element for c in columns}
    if E.CLAIM_NUMBER in elements or not elements & {E.INSURER, E.MEMBER_ID, E.PROCEDURE} or E.DATE not in elements:
        return columns
    found = [
        i
        for i, (column, look) in enumerate(zip(columns, looks, strict=True))
        if _is_reference(column) and look.distinct >= _EACH_ITS_OWN and look.share(*_NO_NUMBERS) == 0
    ]
    if len(found) != 1:
        return columns
    at = found[0]
    claim = replace(columns[at], element=E.CLAIM_NUMBER, party=Role.UNKNOWN, score=0.8, is_free_text=False)
    return [*columns[:at], claim, *columns[at + 1 :]]


def _settle_prescriptions(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make ``rx`` over codes, beside a column of drugs, the numbers of the prescriptions."""
    are_drugs = [c.element is E.MEDICATION for c in columns]
    if sum(are_drugs) < _RX_AND_DRUG:
        return columns
    return [
        replace(c, element=E.CLAIM_NUMBER, party=Role.UNKNOWN)
        if is_drug and c.label.strip(" #:").lower() in {"rx", "script"} and look.share(*_CODES) >= _MOSTLY
        else c
        for c, look, is_drug in zip(columns, looks, are_drugs, strict=True)
    ]


_RX_AND_DRUG = 2
_CODES = ("code", "zip", "nine", "ten", "number")


def _called(column: ColumnType, look: Look) -> ColumnType:
    """Make ten digits under ``Contact``, ``Home`` or ``Best`` telephone numbers."""
    is_told = column.is_open and bool(set(plain_words(column.label)) & _CALLED)
    if not is_told or look.share("ten") < _MOSTLY:
        return column
    return replace(column, element=E.PHONE, score=0.75, is_free_text=False)


_CALLED = frozenset({"contact", "home", "call", "work", "day", "evening", "best", "primary"})


def _is_reference(column: ColumnType) -> bool:
    words = set(plain_words(column.label))
    is_free = column.element is None or column.element is E.OTHER_ID
    return is_free and bool(words & _REFERENCES) and words <= _REFERENCES | _BESIDE
