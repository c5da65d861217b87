"""Gathering: rows that speak of one person under one key, and rows that only share the key."""

from __future__ import annotations

from tests.linking.databases import Tables, gathered
from tocsin.linking.gathered import is_same_person
from tocsin.model.elements import Element, Role

_PEOPLE = [
    (11, "Maria", "Garcia", "1960-04-05", "123-45-6701"), (12, "James", "Smith", "1971-08-19", "123-45-6702"),
    (13, "Zztest", "Patient", "1980-01-01", "123-45-6703"), (14, "Linda", "Okafor", "1955-12-30", "123-45-6704"),
    (15, "Robert", "Brown", "1990-06-14", "123-45-6705"), (16, "Susan", "Patel", "1984-02-28", "123-45-6706"),
    (17, "Daniel", "Rivera", "1948-09-09", "123-45-6707"),
]  # fmt: skip
_COLUMNS = ["patient_id", "first_name", "last_name", "dob", "ssn"]


def _with(name: str, columns: list[str], rows: list[tuple[object, ...]]) -> Tables:
    return {"patients": (_COLUMNS, _PEOPLE), name: (columns, rows)}


def test_gives_values_of_other_tables_to_the_person() -> None:
    phones = [(n, 11 + n % 7, f"(813) 555-01{n:02d}") for n in range(14)]
    found = gathered(_with("patient_phones", ["id", "patient_id", "phone"], phones))
    assert found.person("Garcia").phones == ("+18135550100", "+18135550107")
    assert found.person("Smith").ssn == "123456702"


def test_drops_what_rows_say_of_a_test() -> None:
    notes = [(n, 11 + n % 7, "Diagnosis: breast cancer") for n in range(14)]
    found = gathered(_with("notes", ["id", "patient_id", "note"], notes))
    assert "diagnosis" in found.elements("Brown")
    (test,) = [s for s in found.subjects if s.first_name == "Zztest"]
    assert set(test.elements) <= {Element.NAME}


def test_follows_a_surname_that_changed_and_keeps_another_person_apart() -> None:
    rows = [
        (1, 11, "Maria", "Kowalski", "1960-04-05"), (2, 12, "James", "Smith", "1971-08-19"),
        (3, 14, "Hector", "Villanueva", "1933-01-01"), (4, 15, "Robert", "Brown", "1990-06-14"),
        (5, 16, "Susan", "Patel", "1984-02-28"), (6, 17, "Daniel", "Rivera", "1948-09-09"),
    ]  # fmt: skip
    found = gathered(_with("registrations", ["reg_no", "patient_id", "first_name", "last_name", "dob"], rows))
    assert [s.last_name for s in found.subjects if s.first_name == "Maria"] == ["Garcia"]
    assert found.person("Villanueva").date_of_birth == "1933-01-01"
    assert found.person("Villanueva").related_to is None


def test_makes_contacts_relatives_of_their_patient() -> None:
    rows = [
        (n, 11 + n, name, "mother", "(813) 555-0199") for n, name in enumerate(("Rosa Lima", "Ann Smith", "Eva Ng"))
    ]
    columns = ["id", "patient_id", "contact_name", "relationship", "phone"]
    found = gathered(_with("emergency_contacts", columns, list(rows)))
    rosa = found.person("Lima")
    assert rosa.role is Role.RELATIVE
    assert rosa.related_to == found.person("Garcia").subject_id
    assert not found.person("Garcia").phones


def test_keeps_rows_of_a_person_who_is_gone_if_they_name_somebody() -> None:
    rows = [(n, 11 + n % 7, f"W10000000{n}", "Aetna") for n in range(14)] + [(90, 99, "W999999999", "Humana")]
    found = gathered(_with("coverage", ["id", "patient_id", "member_id", "insurer"], rows))
    (gone,) = [s for s in found.subjects if "W999999999" in s.member_ids]
    assert not gone.last_name
    visits = [(n, 11 + n % 7, "2023-01-01") for n in range(14)] + [(90, 99, "2023-02-02")]
    assert len(gathered(_with("visits", ["id", "patient_id", "seen"], visits)).subjects) == len(_PEOPLE)


def test_keeps_account_of_whom_each_file_speaks_of() -> None:
    rows = [(n, 11 + n % 7, "Diagnosis: asthma") for n in range(14)]
    tables = _with("visits.csv", ["id", "patient_id", "note"], rows)
    files = {"patients.csv" if name == "patients" else name: table for name, table in tables.items()}
    found = gathered(files, files=True)
    garcia = found.person("Garcia")
    (told,) = [s for s in found.subjects if found.same.get(s.subject_id) == garcia.subject_id]
    assert told.item_id != garcia.item_id
    assert Element.DIAGNOSIS in told.elements
    assert Element.DIAGNOSIS not in garcia.elements


def test_takes_addresses_and_plans_that_rows_refer_to() -> None:
    people = [(*row, 500 + row[0]) for row in _PEOPLE]
    homes = [(511 + n, f"{n + 12} Oak St", "Tampa", "FL", "33602") for n in range(7)]
    found = gathered(
        {
            "patients": ([*_COLUMNS, "address_id"], people),
            "visits": (["id", "patient_id"], [(n, 11 + n % 7) for n in range(21)]),
            "addresses": (["address_id", "street", "city", "state", "zip"], homes),
        }
    )
    garcia = found.person("Garcia")
    assert (garcia.address_1, garcia.zip) == ("12 Oak St", "33602")


def test_tells_one_person_by_birth_date_under_another_surname() -> None:
    one = {"first_name": "Maria", "last_name": "Garcia", "date_of_birth": "1960-04-05"}
    assert is_same_person(one, {**one, "last_name": "Kowalski"})
    assert not is_same_person(one, {"first_name": "Maria", "last_name": "Kowalski", "date_of_birth": "1970-01-01"})
    assert is_same_person(one, {"first_name": "", "last_name": ""})
