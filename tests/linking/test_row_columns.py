"""Rows that are drafted many at once give what reading each as a record gives."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linking.databases import segments_of_tables
from tests.linking.small_items import detector
from tocsin.linking import table_rows
from tocsin.linking.row_columns import row_columns, runs_by_segment
from tocsin.linking.staff import StaffIndex
from tocsin.linking.table_drafts import Drafts
from tocsin.linking.table_model import Column, Database, Edge, Table, TableKind, Why
from tocsin.linking.table_rows import RowDrafter
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import MENTIONS, Part
from tocsin.model.segments import Segment, table_of

ABOUT = ("pat_id", "visit date", "icd10", "member id", "payer", "cpt code", "note", "doctor")
VISITS = st.tuples(
    st.sampled_from(("1", "2", "3", "")),
    st.sampled_from(("2023-02-01", "2021-12-31", "")),
    st.sampled_from(("C50.9", "")),
    st.sampled_from(("W123456789", "W000000000", "")),
    st.sampled_from(("Aetna", "")),
    st.sampled_from(("99213", "")),
    st.sampled_from(("", "seen by Dr. Ann Lee", "diabetes mellitus", "call 415-555-0182")),
    st.sampled_from(("", "", "Lee, Ann MD")),
)
PEOPLE = (
    "pat_id",
    "lname",
    "fname",
    "dob",
    "sex",
    "ssn",
    "street",
    "city",
    "state",
    "zip",
    "phone",
    "MRN",
    "died",
    "email",
)
PATIENTS = st.tuples(
    st.sampled_from(("1", "2", "7", "")),
    st.sampled_from(("LEE", "Grant Jr", "Zztest", "Doe", "de la Cruz", "", "Dr Who")),
    st.sampled_from(("ANN", "Jo M", "Patient", "John", "")),
    st.sampled_from(("1961-03-03", "4/4/1962", "")),
    st.sampled_from(("F", "M", "")),
    st.sampled_from(("536-22-1234", "123456789", "078-05-1120", "")),
    st.sampled_from(("12 Oak St", "12 Elm St Apt 3, Nashville, TN 37203", "")),
    st.sampled_from(("Nashville", "")),
    st.sampled_from(("TN", "")),
    st.sampled_from(("37203", "")),
    st.sampled_from(("615-555-0182", "")),
    st.sampled_from(("C0012345", "C0000000", "")),
    st.sampled_from(("", "", "2020-01-02")),
    st.sampled_from(("", "ann@example.org")),
)  # fmt: skip
WHOLE = ("mrn", "patient name", "patient address", "guarantor name", "mother", "payer", "subscriber id", "acct")
WHOLES = st.tuples(
    st.sampled_from(("4471932", "4471933")),
    st.sampled_from(("LEE, ANN", "Dr. Jo Grant MD", "Jo Grant III", "Test, Patient", "")),
    st.sampled_from(("12 Elm St Apt 3, Nashville, TN 37203", "")),
    st.sampled_from(("", "", "Grant, Bo")),
    st.sampled_from(("", "", "Eva Lee")),
    st.sampled_from(("Aetna", "")),
    st.sampled_from(("W123456789", "")),
    st.sampled_from(("123456789012", "")),
)


def _column(name: str, element: Element | None = None, part: Part = Part.FULL) -> Column:
    return Column(name, element, part, Role.UNKNOWN, 1.0, 0.9, 1.0, 9, 1.0)


def _drafter(segment: Segment, header: Sequence[str], kind: TableKind, role: Role) -> RowDrafter:
    parts = {"lname": Part.LAST, "fname": Part.FIRST, "patient name": Part.FULL}
    columns = tuple(_column(n, Element.NAME if n in parts else None, parts.get(n, Part.FULL)) for n in header)
    source = ((segment.item_id, table_of(segment.place)),)
    if kind is TableKind.PEOPLE:
        mine = Table(0, "patients", source, 9, columns, kind, role, key=0, space=0)
        other = Table(1, "visits", (), 9, (_column("pat_id"),), TableKind.ABOUT, up=Edge(0, 0, 0, 1.0, Why.NAME))
    else:
        other = Table(1, "patients", (), 9, (_column("pat_id"),), TableKind.PEOPLE, role, key=0, space=1)
        mine = Table(0, "visits", source, 9, columns, kind, up=Edge(0, 1, 0, 1.0, Why.NAME))
    return RowDrafter([Database("grp", "base.db", (mine, other))], StaffIndex())


def _drafted(header: Sequence[str], rows: Sequence[tuple[str, ...]], kind: TableKind, role: Role) -> pa.Table:
    segments = segments_of_tables({"base": (header, rows)})
    found = runs_by_segment(detector().find_table(segments))
    drafts = Drafts()
    for segment in segments:
        drafter = _drafter(segment, header, kind, role)
        drafter.draft(segment, "base", found.get(segment.segment_id, MENTIONS.empty_table()), drafts)
    return drafts.tables()["drafts"]


def _check(
    header: Sequence[str], rows: Sequence[tuple[str, ...]], kind: TableKind, role: Role, patch: pytest.MonkeyPatch
) -> None:
    many = _drafted(header, rows, kind, role)
    with patch.context() as slow:
        slow.setattr(table_rows, "row_columns", lambda _: None)
        assert _plain(many) == _plain(_drafted(header, rows, kind, role))


def _plain(drafts: pa.Table) -> list[dict[str, object]]:
    """Return the drafts as they are; in which order a person's mentions stand says nothing."""
    return [{**row, "mentions": sorted(row["mentions"])} for row in drafts.to_pylist()]


_SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@given(st.lists(VISITS, min_size=1, max_size=14))
@_SETTINGS
def test_rows_about_people_give_the_same(monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]]) -> None:
    _check(ABOUT, rows, TableKind.ABOUT, Role.PATIENT, monkeypatch)


@given(st.lists(PATIENTS, min_size=1, max_size=14), st.sampled_from((Role.UNKNOWN, Role.PATIENT, Role.SUBSCRIBER)))
@_SETTINGS
def test_rows_of_people_give_the_same(monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]], role: Role) -> None:
    _check(PEOPLE, rows, TableKind.PEOPLE, role, monkeypatch)


@given(st.lists(WHOLES, min_size=1, max_size=14), st.sampled_from((Role.UNKNOWN, Role.PATIENT)))
@_SETTINGS
def test_rows_of_several_people_give_the_same(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]], role: Role
) -> None:
    _check(WHOLE, rows, TableKind.PEOPLE, role, monkeypatch)


def test_most_rows_of_people_are_drafted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("1", "LEE", "ANN", "1961-03-03", "F", "536-22-1234", "12 Oak St", "", "TN", "37203", "", "C0012345", "", "")
    read: list[int] = []
    monkeypatch.setattr(table_rows, "mentions_of", lambda table: read.append(table.num_rows) or [])
    made = _drafted(PEOPLE, [row] * 9 + [(*row[:1], "Zztest", *row[2:])], TableKind.PEOPLE, Role.UNKNOWN)
    assert made.num_rows == 9
    assert 0 < read[0] < 14


def test_rows_that_do_not_follow_each_other_are_read_one_by_one() -> None:
    segments = segments_of_tables({"base": (("mrn", "dob"), [("4471932", "1961-03-03"), ("4471933", "1962-03-03")])})
    found = detector().find_table(segments)
    assert row_columns(found) is not None
    assert row_columns(found.take(pa.array([2, 0]))) is None
    assert row_columns(found.slice(0, 0)) is None
