"""Models of databases: which column leads where, what tables are, and what people's corrections make of both."""

from __future__ import annotations

import random

import pytest

from tests.linking.databases import GROUP, Rows, Tables, gathered, model_of, profiles_of_tables
from tocsin.linking.table_model import Correction, Database, Edge, TableKind, Verb, Why, from_json, to_json
from tocsin.model.declared_keys import DeclaredKey
from tocsin.model.elements import Element, Role

LAST = ("Garcia", "Smith", "Nguyen", "Okafor", "Brown", "Patel", "Rivera", "Chen", "Haddad", "Murphy")
FIRST = ("Maria", "James", "Linda", "Robert", "Susan", "Daniel", "Grace", "Peter", "Carlos", "Helen")


def people(start: int = 1, count: int = 30, step: int = 1) -> Rows:
    """Return rows of (key, first, last, born)."""
    return [
        (start + n * step, FIRST[n % 10], LAST[(n // 10 + n) % 10], f"19{50 + n}-03-0{1 + n % 9}") for n in range(count)
    ]


def clinic(**more: tuple[list[str], Rows]) -> Tables:
    """Return a small database of patients and visits, and further tables."""
    visits = [(900 + n, 1 + n % 30, f"2023-0{1 + n % 9}-11") for n in range(60)]
    return {
        "patients": (["id", "first_name", "last_name", "dob"], people()),
        "visits": (["id", "patient_id", "seen"], visits),
        **more,
    }


def test_leads_rows_over_several_tables() -> None:
    found = gathered(
        clinic(
            charges=(["id", "visit_id", "cpt"], [(n + 5000, 900 + n, "99213") for n in range(60)]),
            payments=(["id", "charge_id", "card_number"], [(n, n + 5000, "4111111111111111") for n in range(60)]),
        )
    )
    assert found.leads("visits") == "patient_id -> patients.id"
    assert found.leads("charges") == "visit_id -> visits.id"
    assert found.leads("payments") == "charge_id -> charges.id"
    patients = [s for s in found.subjects if s.date_of_birth]
    assert len(patients) == 30
    assert all({Element.PROCEDURE, Element.CARD_NUMBER} <= set(s.elements) for s in patients)
    assert all(s.role is Role.PATIENT for s in patients)


def test_finds_keys_under_other_names_with_zeros_before_them() -> None:
    rows = [(f"{44000 + n * 17}", f"{last}, {first}", born) for n, first, last, born in people(0)]
    notes = [(f"{44000 + n * 17:012d}", "Started Metformin 500 mg.") for n in range(30)]
    found = gathered({"roster": (["Chart", "Name", "DOB"], rows), "texts": (["K7", "T"], notes)}, files=True)
    assert found.leads("texts") in {"", "K7 -> roster.Chart"}
    named = gathered({"roster.csv": (["Chart", "Name", "DOB"], rows), "texts.csv": (["K7", "T"], notes)}, files=True)
    assert named.leads("texts") == "K7 -> roster.Chart"
    assert named.database.tables[1].up is not None
    assert named.database.tables[1].up.why is Why.VALUES


def test_leads_nowhere_by_small_numbers_without_a_name() -> None:
    ratings = [(n, n % 6) for n in range(1, 40)]
    found = gathered(clinic(ratings=(["code", "stars"], ratings)))
    assert found.table("ratings").kind is TableKind.ALONE


def test_joins_words_for_codes_and_leaves_offices_out() -> None:
    codes = [
        (n, code) for n, code in enumerate(("C50.9 Breast cancer", "E11.9 Type 2 diabetes", "I10 Hypertension"), 17)
    ]
    doctors = [(n, f"Dr. {FIRST[-n]} Whitcomb") for n in range(1, 4)]
    visits = [(900 + n, 1 + n % 30, 17 + n % 3, 1 + n % 3) for n in range(60)]
    found = gathered(
        {
            "patients": (["id", "first_name", "last_name", "dob"], people()),
            "visits": (["id", "patient_id", "dx_id", "provider_id"], visits),
            "dx": (["id", "words"], codes),
            "providers": (["id", "name"], doctors),
        }
    )
    assert found.looks_up("visits") == {"dx", "providers"}
    assert found.table("providers").kind is TableKind.OFFICE
    patients = [s for s in found.subjects if s.role is Role.PATIENT]
    assert len(patients) == 30
    assert all(Element.DIAGNOSIS in s.elements for s in patients)
    assert not [s for s in found.subjects if "whitcomb" in s.last_name.lower() and s.role is not Role.PROVIDER]


def test_takes_no_guarantor_for_the_patient() -> None:
    guarantors = [(n + 70, "Olga", LAST[n % 10], f"19{30 + n}-01-01") for n in range(30)]
    patients = [(*row, 70 + n) for n, row in enumerate(people())]
    found = gathered(
        clinic(
            patients=(["id", "first_name", "last_name", "dob", "guarantor_id"], patients),
            guarantors=(["guarantor_id", "first_name", "last_name", "dob"], guarantors),
        )
    )
    assert found.table("patients").kind is TableKind.PEOPLE
    assert found.leads("visits") == "patient_id -> patients.id"


def test_keeps_people_of_an_archive_under_the_same_keys() -> None:
    found = gathered(clinic(patients=(["id", "first_name", "last_name", "dob"], people(count=20)),
                            patients_deleted=(["id", "first_name", "last_name", "dob"], people(21, 10))))  # fmt: skip
    assert found.table("patients_deleted").kind is TableKind.PEOPLE
    assert found.table("patients_deleted").space == found.table("patients").number
    assert len([s for s in found.subjects if s.date_of_birth and s.seen_on]) == 30


def test_reads_columns_that_have_no_names_by_their_values() -> None:
    rows = [(7000 + n * 3, *row[1:]) for n, row in enumerate(people())]
    visits = [(81000 + n * 2, 7000 + n % 30 * 3) for n in range(60)]
    notes = [(n, 81000 + n * 2, "Breast cancer, on Tamoxifen") for n in range(60)]
    found = gathered(
        {"tA": (["F1", "F2", "F3", "F4"], rows), "tB": (["F1", "F2"], visits), "tC": (["F1", "F2", "F3"], notes)}
    )
    assert found.leads("tC") == "F2 -> tB.F1"
    assert found.leads("tB") == "F2 -> tA.F1"


def _correct(table: str, column: str, verb: Verb, to: str = "") -> Correction:
    return Correction(GROUP, table, column, verb, to)


def test_follows_a_key_that_a_person_names_and_drops_one_that_is_denied() -> None:
    odd = clinic(memo=(["a", "z"], [(n * 1000, "Asthma") for n in range(1, 30)]))
    assert gathered(odd).leads("memo") == ""
    told = gathered(odd, [_correct("memo", "a", Verb.KEY, "visits.id")])
    assert told.leads("memo") == "a -> visits.id"
    denied = gathered(clinic(), [_correct("visits", "patient_id", Verb.KEY)])
    assert denied.leads("visits") == ""


def test_takes_people_for_no_people_if_told_so() -> None:
    told = gathered(clinic(), [_correct("patients", "", Verb.NOT_PEOPLE)])
    assert told.table("patients").kind is TableKind.OFFICE
    assert told.leads("visits") == ""


@pytest.mark.parametrize("seed", range(3))
def test_does_not_depend_on_the_order_of_tables(seed: int) -> None:
    profiles = profiles_of_tables(clinic(dx=(["id", "visit_id", "icd"], [(n, 900 + n, "C50.9") for n in range(60)])))
    first = to_json(model_of(profiles, {}))
    random.Random(seed).shuffle(profiles)
    assert to_json(model_of(profiles, {})) == first


def test_comes_back_from_its_text() -> None:
    database: Database = gathered(clinic()).database
    assert from_json(to_json(database)) == database


def test_takes_pieces_of_one_table_for_one() -> None:
    visits = [(900 + n, 1 + n % 30, "2023-01-01") for n in range(60)]
    found = gathered(
        {
            "patients.csv": (["id", "first_name", "last_name", "dob"], people()),
            "visits_1.csv": (["id", "patient_id", "seen"], visits[:30]),
            "visits_2.csv": (["id", "patient_id", "seen"], visits[30:]),
        },
        files=True,
    )
    assert [t.name for t in found.database.tables] == ["patients", "visits"]
    assert found.table("visits").rows == 60
    assert len(set(found.same.values())) == 30


SILENT = [(900 + n, 1 + n % 7, "C50.9") for n in range(40)]
"""Rows whose second column could lead anywhere: small numbers under no telling name."""


def test_a_declared_key_is_followed_where_nothing_else_tells() -> None:
    profiles = profiles_of_tables(clinic(findings=(["nr", "x", "icd10"], SILENT)))
    told = [DeclaredKey("PATIENTS", "ID"), DeclaredKey("findings", "x", "patients")]
    plain, declared = model_of(profiles, {}), model_of(profiles, {}, declared=told)
    assert _up(plain, "findings") is None
    edge = _up(declared, "findings")
    assert edge is not None
    assert (edge.column, declared.tables[edge.table].name, edge.to, edge.why) == (1, "patients", 0, Why.DECLARED)
    assert _up(declared, "visits") == _up(plain, "visits")


def test_a_persons_word_outranks_a_declared_key() -> None:
    profiles = profiles_of_tables(clinic(findings=(["nr", "x", "icd10"], SILENT)))
    told = [DeclaredKey("findings", "x", "patients", "id")]
    said = [Correction(GROUP, "findings", "x", Verb.KEY, "")]
    assert _up(model_of(profiles, {}, said, told), "findings") is None


@pytest.mark.parametrize(
    "key",
    [("findings", "x", "gone", "id"), ("findings", "gone", "patients", "id"), ("gone", "x", "patients", "id"),
     ("findings", "x", "patients", "gone"), ("findings", "x", "visits"), ("findings", "x", "findings", "nr")],
)  # fmt: skip
def test_a_key_of_what_is_not_there_changes_nothing(key: tuple[str, ...]) -> None:
    profiles = profiles_of_tables(clinic(findings=(["nr", "x", "icd10"], SILENT)))
    assert model_of(profiles, {}, declared=[DeclaredKey(*key)]) == model_of(profiles, {})


def _up(database: Database, name: str) -> Edge | None:
    return next(table.up for table in database.tables if table.name == name)


def test_contacts_of_clients_with_a_title_are_an_office_though_clients_are_patients_elsewhere() -> None:
    rows = [
        (f"CL{n}", f"{first} {last}", "Office manager", f"931-555-01{n:02d}", f"{first.lower()}{n}@clinic.example")
        for n, first, last, _ in people(0, 20)
    ]
    header = ["Client", "Contact", "Title", "Phone", "Email"]
    found = gathered({"client contacts.csv": (header, rows), "patients.csv": clinic()["patients"]}, files=True)
    assert found.table("client contacts").kind is TableKind.OFFICE
