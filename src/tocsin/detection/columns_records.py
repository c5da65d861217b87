# ruff: noqa: E501 - word lists read better in long rows
"""Columns of the numbers under which patients are kept, told by the table they stand in.

Invariant: pure; a table has one column of record numbers at most that was not called so, or one for each of two records
that are said to be of one patient.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import plain_words
from tocsin.model.elements import Element, Role
from tocsin.patterns import compiled

E = Element


def settle_records(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make a bare ``ID`` of a table of patients the record number: the first column, or one with a number a row."""
    if any(c.element is E.MRN for c in columns):
        return columns
    columns = _settle_charts(_settle_twins(columns), looks)
    if any(c.element is E.MRN for c in columns) or not any(c.element in _CLINICAL for c in columns):
        return columns
    for i, column in enumerate(columns):
        is_bare = column.element is E.OTHER_ID and not set(plain_words(column.label)) - {"id", "number", "patient"}
        is_members = i > 0 and columns[i - 1].element is E.INSURER
        if is_bare and not is_members and looks[i].distinct >= 1 and looks[i].filled >= _FEWEST_RECORDS:
            return [*columns[:i], replace(column, element=E.MRN), *columns[i + 1 :]]
    return columns


def _settle_twins(columns: list[ColumnType]) -> list[ColumnType]:
    """Make the numbers beside two records of one patient record numbers: ``keep_id, keep_name, drop_id, drop_name``."""
    named = {stem for c in columns if c.element is E.NAME and (stem := _stem(c, "name"))}
    numbered = {stem: c for c in columns if c.element is E.OTHER_ID or c.is_open if (stem := _stem(c, "id", "number"))}
    both = named & set(numbered)
    if len(both) < _TWINS:
        return columns
    twins = [numbered[stem] for stem in both]
    return [replace(c, element=E.MRN, score=0.7, is_free_text=False) if c in twins else c for c in columns]


_TWINS = 2


def _stem(column: ColumnType, *ends: str) -> str:
    words = plain_words(column.label)
    return words[0] if len(words) == _TWINS and words[0] in _RECORDS and words[1] in ends else ""


_RECORDS = frozenset(
    {"keep", "drop", "survivor", "surviving", "retain", "retained", "retire", "retired", "merge", "merged", "duplicate", "dup", "dupe", "old", "new", "winner", "loser", "correct", "wrong", "existing", "incoming", "original", "orig", "final", "master", "candidate", "match"}
)  # fmt: skip
"""Which of two records one is."""


def _settle_charts(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make a practice's letters and ``#`` beside its patients' names (``CT#``, ``SHU #``) their record number.

    So are numbers under ``client``, as counsellors call patients, if each has its own.
    """
    is_of_patients = any(c.element is E.NAME and c.party is Role.PATIENT for c in columns)
    is_of_care = any(c.element is E.NAME for c in columns) and any(c.element in _OF_CARE for c in columns)
    if not (is_of_patients or is_of_care):
        return columns
    for column, look in zip(columns, looks, strict=True):
        found = _CHART.fullmatch(column.label.strip())
        is_chart = found is not None and found[1].lower() not in _NOT_CHARTS
        if not (is_chart or column.label.strip().lower() == "client") or not column.is_open:
            continue
        is_one_each = look.filled >= _FEWEST_RECORDS and look.distinct >= 1
        forms = _NUMBERED if is_chart else (*_NUMBERED, "number")
        if is_one_each and look.share(*forms) >= _ALL_BUT_SLIPS:
            made = replace(column, element=E.MRN, score=0.7, is_free_text=False)
            return [made if c is column else c for c in columns]
    return columns


_CHART = compiled(r"([A-Z]{2,5})[ ]?#")
_NOT_CHARTS = frozenset(
    {"acct", "apt", "asset", "badge", "bag", "batch", "bed", "bill", "box", "cage", "case", "cert", "check", "chk", "ck", "claim", "clm", "cms", "doc", "ee", "emp", "er", "ext", "fax", "file", "form", "group", "grp", "icd", "id", "inv", "item", "line", "ln", "loc", "lot", "mbr", "mem", "model", "npi", "ph", "po", "pol", "rack", "ref", "reg", "req", "rm", "route", "rx", "scr", "seq", "ser", "sn", "so", "sr", "ssn", "sub", "tag", "tax", "tel", "tin", "tkt", "trk", "truck", "tx", "unit", "vin", "wo"}
)  # fmt: skip
_OF_CARE = frozenset({E.DIAGNOSIS, E.LAB_RESULT, E.PROCEDURE, E.MEDICATION, E.TREATMENT})
_ALL_BUT_SLIPS = 0.9
_NUMBERED = ("code", "zip", "nine", "ten")
_CLINICAL = frozenset({E.INSURER, E.MEMBER_ID, E.DIAGNOSIS, E.LAB_RESULT, E.PROCEDURE})
_FEWEST_RECORDS = 3


_ACCESSION = compiled(r"\W*acc(?:ession)?\W*(?:no|num(?:ber)?|#|id)?\W*", re.IGNORECASE)


def settle_accessions(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make ``Acc`` over numbers of a year and five digits a registry's accession numbers (NAACCR item 550)."""
    return [
        replace(c, element=E.OTHER_ID)
        if c.element is E.ACCOUNT_NUMBER and _ACCESSION.fullmatch(c.label) and look.accessions >= _ACCESSIONS
        else c
        for c, look in zip(columns, looks, strict=True)
    ]


_ACCESSIONS = 0.8
