"""People: who is listed, which value stands, and who is written to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from tocsin.model.decisions import Decision, Judgement
from tocsin.model.results import PEOPLE
from tocsin.model.subjects import MEMBERS
from tocsin.resolution.people import build_people

Make = Callable[..., pa.Table]
DAY = date(2024, 12, 16)


def _members(subjects: pa.Table, *person: str) -> pa.Table:
    ids = subjects["subject_id"].to_pylist()
    people = [f"per_{name}" for name in (person or ("a",) * len(ids))]
    return pa.table([ids, people, [f"ntc_{p[4:]}" for p in people]], schema=MEMBERS)


def _only(subjects: pa.Table, *person: str) -> dict[str, Any]:
    people = build_people(subjects, _members(subjects, *person), [], DAY)
    assert people.schema == PEOPLE
    rows = people.to_pylist()
    assert len(rows) == 1
    row: dict[str, Any] = rows[0]
    return row


@pytest.mark.parametrize(
    ("role", "elements", "is_listed"),
    [
        ("patient", ["name", "phone"], True),
        ("patient", ["name"], False),
        ("relative", ["name", "address"], True),
        ("employee", ["name", "ssn"], True),
        ("unknown", ["name", "phone", "address", "age"], False),
        ("unknown", ["name", "diagnosis"], True),
        ("unknown", ["date_of_birth", "name"], True),
        ("provider", ["name", "npi", "ssn"], False),
        ("sender", ["email", "name", "diagnosis"], False),
    ],
)
def test_who_is_listed(table: Make, role: str, elements: list[str], is_listed: bool) -> None:
    subjects = table({"first_name": "Ann", "last_name": "Ek", "role": role, "elements": elements})
    assert build_people(subjects, _members(subjects), [], DAY).num_rows == int(is_listed)


def test_a_provider_who_is_also_a_patient_is_listed_as_patient_with_what_stands_there(table: Make) -> None:
    row = _only(
        table({"role": "provider", "elements": ["name", "npi"]}, {"role": "patient", "elements": ["mrn", "name"]})
    )
    assert (row["roles"], row["elements"]) == ("patient", "mrn")


def test_the_best_values_stand(table: Make) -> None:
    rows: list[dict[str, Any]] = [
        {"first_name": "A", "last_name": "EK", "date_of_birth": "1961", "address_1": "1 Old Rd", "zip": "37201",
         "seen_on": "2019-01-01", "mrns": ["GC2"], "role": "unknown"},
        {"first_name": "Ann", "last_name": "Ek", "date_of_birth": "1961-03-04", "address_1": "2 New Rd", "zip": "37205",
         "seen_on": "2024-01-01", "mrns": ["GC1"]},
        {"first_name": "ANN", "middle_name": "B", "last_name": "EK", "date_of_birth": "1961-03-04", "mrns": ["GC1"]},
    ]  # fmt: skip
    row = _only(table(*rows))
    assert (row["first_name"], row["middle_name"], row["last_name"]) == ("Ann", "B", "Ek")
    assert row["date_of_birth"] == date(1961, 3, 4)
    assert (row["address_1"], row["address_on"]) == ("2 New Rd", date(2024, 1, 1))
    assert row["address_source"] == "itm_0000000000000001"
    assert (row["mrns"], row["roles"], row["subject_count"]) == ("GC1;GC2", "patient", 3)


@pytest.mark.parametrize(
    ("born", "is_minor"),
    [("2006-12-16", False), ("2006-12-17", True), ("1960", False), ("2020", True), ("2006", None), ("", None)],
)
def test_minors_by_age_on_the_day(table: Make, born: str, is_minor: bool | None) -> None:
    assert _only(table({"date_of_birth": born}))["is_minor"] is is_minor


def test_the_letter_of_a_child_goes_to_its_parent_and_of_the_dead_to_the_representative(table: Make) -> None:
    child = {"first_name": "Tim", "last_name": "Ek", "date_of_birth": "2015-01-01"}
    kin = [
        {"first_name": "Ann", "last_name": "Ek", "related_to": "sub_0000000000000000", "relation": relation,
         "role": "relative", "elements": ["name"]}
        for relation in ("parent",)
    ]  # fmt: skip
    row = _only(table(child, *kin), "a", "b")
    assert (row["addressee_name"], row["addressee_relation"]) == ("Ann Ek", "parent")
    dead = child | {"date_of_birth": "1931-01-01", "is_deceased": True}
    row = _only(table(dead, kin[0] | {"relation": "child"}, kin[0] | {"relation": "representative"}), "a", "b", "c")
    assert (row["is_deceased"], row["addressee_relation"]) == (True, "representative")


def test_not_a_person_holds_by_the_subjects_it_named(table: Make) -> None:
    subjects = table({"first_name": "Test", "last_name": "Patient"}, {"first_name": "Ann", "last_name": "Ek"})
    named = (subjects["subject_id"][0].as_py(),)
    gone = Decision(Judgement.NOT_A_PERSON, "per_old", "", "A. Reviewer", datetime(2025, 1, 1, tzinfo=UTC), named)
    people = build_people(subjects, _members(subjects, "a", "b"), [gone], DAY)
    assert people["person_id"].to_pylist() == ["per_b"]


def test_lists_are_joined_without_stray_separators(table: Make) -> None:
    row = _only(table({"mrns": ["A;1"], "emails": ["b@x.example", "a@x.example"], "elements": ["ssn", "name", "mrn"]}))
    assert (row["mrns"], row["email"], row["elements"]) == ("A,1", "a@x.example;b@x.example", "mrn;ssn")
