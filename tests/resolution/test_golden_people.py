"""The cases people ask about first, each alone and in a crowd of others: who is one person, who is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from tests.resolution.dirty import records
from tocsin.resolution.people import build_people
from tocsin.resolution.resolve import Resolved, resolve

Make = Callable[..., pa.Table]
Row = dict[str, Any]
DAY = date(2024, 12, 16)
HOME: Row = {"last_name": "Lindqvist", "address_1": "12 Oak St", "zip": "37205", "phones": ["6155550123"],
             "member_ids": ["W123456"]}  # fmt: skip
TIM: Row = HOME | {"first_name": "Tim", "date_of_birth": "2011-05-06", "sex": "M"}
MARK: Row = HOME | {"first_name": "Mark", "date_of_birth": "2011-05-06", "sex": "M"}
SENIOR: Row = HOME | {"first_name": "Erik", "date_of_birth": "1941-05-06", "suffix": "Sr"}
JUNIOR: Row = HOME | {"first_name": "Erik", "date_of_birth": "1969-11-20", "suffix": "Jr"}
ANN: Row = HOME | {"first_name": "Ann", "emails": ["lindqvist@mail.example"]}
BO: Row = HOME | {"first_name": "Bo", "emails": ["lindqvist@mail.example"]}
ONE_SMITH: Row = {"first_name": "John", "last_name": "Smith", "ssn": "412339876", "date_of_birth": "1950-01-02"}
OTHER_SMITH: Row = {"first_name": "John", "last_name": "Smith", "ssn": "531228761", "date_of_birth": "1977-08-19"}
EVA: Row = {"first_name": "Eva", "date_of_birth": "1961-03-04", "ssn": "412339876"}
IDA: Row = {"first_name": "Ida", "last_name": "Okonjo", "date_of_birth": "1980-02-03"}
CASES: dict[str, list[tuple[str, Row]]] = {
    "twins": [
        ("tim", TIM | {"ssn": "412339876"}),
        ("tim", TIM | {"mrns": ["GC100"]}),
        ("mark", MARK | {"ssn": "412339877"}),
        ("mark", MARK | {"mrns": ["GC101"]}),
    ],
    "Jr and Sr": [
        ("senior", SENIOR),
        ("senior", SENIOR | {"suffix": "", "mrns": ["GC7"]}),
        ("junior", JUNIOR),
        ("junior", JUNIOR | {"suffix": "", "phones": []}),
    ],
    "spouses who share everything but the given name": [
        ("ann", ANN),
        ("ann", ANN | {"phones": [], "date_of_birth": "1961-03-04"}),
        ("bo", BO),
        ("bo", BO | {"emails": []}),
    ],
    "a mother registered under her child's MRN": [
        ("child", TIM | {"mrns": ["GC100"]}),
        ("child", {"first_name": "Tim", "last_name": "Lindqvist", "mrns": ["GC100"], "sex": "M"}),
        ("mother", ANN | {"date_of_birth": "1981-03-04", "mrns": ["GC55"], "sex": "F"}),
        ("mother", {"first_name": "Ann", "last_name": "Lindqvist", "date_of_birth": "1981-03-04", "mrns": ["GC100"]}),
    ],
    "a slip in the SSN of one of two John Smiths": [
        ("one", ONE_SMITH),
        ("one", ONE_SMITH | {"ssn": "412339867"}),
        ("other", OTHER_SMITH),
        ("other", OTHER_SMITH | {"ssn": "", "mrns": ["GC9"]}),
    ],
    "a married name, and the former one after divorce": [
        ("eva", EVA | {"last_name": "Lindqvist"}),
        ("eva", EVA | {"last_name": "Moreau", "address_1": "9 Elm Rd", "zip": "37210"}),
        ("eva", EVA | {"last_name": "Lindqvist", "ssn": "", "address_1": "4 Bay St", "zip": "33602"}),
    ],
    "one person in three practices": [
        ("ida", IDA | {"mrns": ["GC100"], "phones": ["6155550123"]}),
        ("ida", IDA | {"mrns": ["TB7711"], "address_1": "9 Elm Rd", "zip": "37210"}),
        ("ida", IDA | {"mrns": ["NW-0042"], "middle_name": "C", "ssn": "412339876"}),
    ],
    "a physician who is also a patient": [
        ("patient", IDA | {"mrns": ["GC100"]}),
        ("patient", IDA | {"ssn": "412339876", "mrns": ["GC100"]}),
        ("office", {"first_name": "Ida", "last_name": "Okonjo", "role": "provider", "phones": ["6155550100"]}),
    ],
    "an employee list beside a patient list": [
        ("both", IDA | {"role": "employee", "ssn": "412339876"}),
        ("both", IDA | {"mrns": ["GC100"]}),
        ("employee", OTHER_SMITH | {"role": "employee"}),
        ("patient", ONE_SMITH | {"ssn": "", "mrns": ["GC9"]}),
    ],
    "nothing but names, of which the middle one differs": [
        ("one", {"first_name": "Jael", "middle_name": "J", "last_name": "Quaberg", "phones": ["6155550123"]}),
        ("other", {"first_name": "Jael", "middle_name": "K", "last_name": "Quaberg", "mrns": ["GC9"]}),
    ],
    "names with nothing else": [
        ("first", {"first_name": "Ann", "last_name": "Lindqvist", "elements": ["name"]}),
        ("second", {"first_name": "Ann", "last_name": "Lindqvist", "elements": ["name"]}),
    ],
}  # fmt: skip


STAFF_AND_PATIENT: list[Row] = [
    {"first_name": "Jael", "last_name": "Quaberg", "role": "employee", "ssn": "412339876"},
    {"first_name": "Jael", "last_name": "Quaberg", "date_of_birth": "1997-09-14", "mrns": ["GC9"]},
]


def _crowd(people: int) -> list[Row]:
    rows, _ = records(people, seed=11)
    return [
        {
            **{name: row[name] for name in ("first_name", "middle_name", "last_name", "suffix", "sex", "ssn", "zip")},
            "date_of_birth": row["dob"],
            "address_1": row["address"],
            "phones": [row["phone"]] if row["phone"] else [],
            "mrns": [row["mrn"]] if row["mrn"] else [],
        }
        for row in rows
    ]


def _people(made: Resolved, count: int) -> list[str]:
    """Return the persons of the first rows."""
    return list(made.members["person_id"].to_pylist()[:count])


def _as_said(names: Sequence[str]) -> list[list[int]]:
    """Return who is one, whatever the names are."""
    return [[at for at, other in enumerate(names) if other == name] for name in dict.fromkeys(names)]


@pytest.mark.parametrize("crowd", [0, 150], ids=["alone", "in a crowd"])
@pytest.mark.parametrize("case", CASES)
def test_who_is_one_person(table: Make, case: str, crowd: int) -> None:
    rows = [row for _, row in CASES[case]]
    made = resolve(table(*rows, *_crowd(crowd)), (), None, None)
    assert _as_said(_people(made, len(rows))) == _as_said([who for who, _ in CASES[case]])


def test_a_name_alone_does_not_join_the_staff_s_list_with_patients_where_many_are(table: Make) -> None:
    crowd = _crowd(150)
    apart = _people(resolve(table(*STAFF_AND_PATIENT, *crowd), (), None, None), 2)
    assert apart[0] != apart[1]
    born = [row | {"date_of_birth": "1997-09-14"} for row in STAFF_AND_PATIENT]
    joined = _people(resolve(table(*born, *crowd), (), None, None), 2)
    assert joined[0] == joined[1]


def test_a_physician_who_is_also_a_patient_is_listed_once_and_as_patient(table: Make) -> None:
    subjects = table(*(row for _, row in CASES["a physician who is also a patient"]))
    people = build_people(subjects, resolve(subjects, (), None, None).members, [], DAY).to_pylist()
    assert [(one["roles"], one["subject_count"]) for one in people] == [("patient", 2)]


def test_an_employee_who_is_also_a_patient_is_listed_in_both_roles(table: Make) -> None:
    subjects = table(*(row for _, row in CASES["an employee list beside a patient list"]))
    people = build_people(subjects, resolve(subjects, (), None, None).members, [], DAY).to_pylist()
    assert sorted(one["roles"] for one in people) == ["employee", "employee;patient", "patient"]
