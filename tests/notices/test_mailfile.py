"""The mail file: who gets a letter, to whom it is addressed, what never stands there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.notices.incident import incident, made, person
from tocsin.model.incident import MailBarcode
from tocsin.notices.barcode import give_barcodes
from tocsin.notices.mailfile import COLUMNS, mail_by_entity


def test_the_mail_file_holds_no_secret_and_the_contracts_columns() -> None:
    row = made(person()).rows[0]
    assert not any("123456789" in str(value) or "1960" in str(value) for value in row.values())
    assert set(COLUMNS) <= set(row)
    assert (row["zip5"], row["zip4"], row["mail_by_on"]) == ("33602", "1234", date(2025, 2, 14))


def test_the_untouched_get_no_letter_and_the_addressless_are_listed() -> None:
    found = made(person(1, exposure="untouched"), person(2, address_1=""), person(3, first_name="Bo"))
    assert [row["notice_id"] for row in found.rows] == ["per_000000000003"]
    assert found.no_address == ["per_000000000002"]


@pytest.mark.parametrize(
    ("change", "letters"),
    [
        ({}, 1),
        ({"address_1": "12 OAK ST."}, 1),
        ({"date_of_birth": None, "ssn": ""}, 1),
        ({"date_of_birth": date(1961, 1, 2)}, 2),
        ({"sex": "M"}, 2),
        ({"ssn": "987654321"}, 2),
        ({"suffix": "Jr"}, 2),
        ({"address_1": "13 Oak St"}, 2),
        ({"merge_reasons": "twin"}, 2),
    ],
)
def test_equal_name_and_address_are_mailed_once_unless_they_conflict(change: dict[str, Any], letters: int) -> None:
    assert len(made(person(1), person(2, **change)).rows) == letters


def test_a_joined_letter_remembers_every_notice_it_is_for() -> None:
    assert made(person(1), person(2)).rows[0]["notice_ids"] == "per_000000000001;per_000000000002"


def test_one_letter_names_every_entity_or_there_is_one_for_each() -> None:
    both = person(covered_entities="gulf;blue")
    assert [row["covered_entity"] for row in made(both).rows] == ["gulf;blue"]
    each = made(both, extra='[notices]\nletter_per="covered_entity"\n').rows
    assert sorted(str(row["covered_entity"]) for row in each) == ["blue", "gulf"]


def test_codes_are_given_out_once_each_to_those_who_are_offered_something() -> None:
    rows = made(person(1), person(2, first_name="Bo", is_deceased=True), codes=("C-1", "C-2")).rows
    assert {row["subject_name"]: row["enrollment_code"] for row in rows} == {"Ann Lee": "C-1", "Bo Lee": ""}


@pytest.mark.parametrize(
    ("change", "version", "line_1", "line_2"),
    [
        ({}, "adult", "Ann Lee", ""),
        ({"is_minor": True}, "minor", "Parent or Guardian of Ann Lee", ""),
        ({"is_minor": True, "addressee_name": "Bea Lee"}, "minor", "Bea Lee", ""),
        ({"is_deceased": True}, "deceased", "Next of Kin of Ann Lee", ""),
        ({"is_deceased": True, "is_minor": True}, "deceased", "Next of Kin of Ann Lee", ""),
        ({"roles": "employee"}, "employee", "Ann Lee", ""),
        ({"roles": "employee;patient"}, "adult", "Ann Lee", ""),
        ({"address_1": "C/O Bea Moss", "address_2": "12 Oak St"}, "care_of", "Ann Lee", "c/o Bea Moss"),
        ({"address_1": "c/o Bea Moss, 12 Oak St"}, "care_of", "Ann Lee", "c/o Bea Moss"),
        ({"address_2": "In Care Of Oak Home"}, "care_of", "Ann Lee", "c/o Oak Home"),
    ],
)
def test_who_is_written_to(change: dict[str, Any], version: str, line_1: str, line_2: str) -> None:
    row = made(person(**change)).rows[0]
    assert (row["letter_version"], row["addressee_1"], row["addressee_2"]) == (version, line_1, line_2)
    assert row["address_1"] == "12 Oak St"


def test_a_parent_who_lives_elsewhere_is_not_named_at_the_childs_door() -> None:
    child = person(1, is_minor=True, addressee_name="Carl Lee")
    father = person(2, first_name="Carl", sex="M", ssn="", address_1="9 Elm Ave", zip="33609")
    rows = {row["subject_name"]: row for row in made(child, father).rows}
    assert rows["Ann Lee"]["addressee_1"] == "Parent or Guardian of Ann Lee"
    assert rows["Ann Lee"]["address_1"] == "12 Oak St"


def test_a_known_representative_of_the_dead_is_written_to_at_home() -> None:
    dead = person(1, is_deceased=True, addressee_name="Carl Lee", address_1="")
    son = person(2, first_name="Carl", sex="M", ssn="", address_1="9 Elm Ave", zip="33609")
    row = next(row for row in made(dead, son).rows if row["subject_name"] == "Ann Lee")
    assert (row["addressee_1"], row["address_1"], row["address_source"]) == ("Carl Lee", "9 Elm Ave", "representative")


@pytest.mark.parametrize(
    ("change", "months"),
    [
        ({}, 12),
        ({"state": "CT"}, 24),
        ({"state": "Connecticut"}, 24),
        ({"state": "CT", "elements": "diagnosis"}, 12),
        ({"state": "MA"}, 18),
        ({"state": "MA", "elements": "driver_license"}, 12),
        ({"state": "DC"}, 18),
        ({"state": "PA"}, 12),
    ],
)
def test_protection_lasts_as_long_as_the_law_of_the_state_asks_for_these_data(
    change: dict[str, Any], months: int
) -> None:
    assert made(person(**change)).rows[0]["term_months"] == months


def test_a_child_is_offered_a_childs_product_and_the_dead_none() -> None:
    products = [made(person(**{key: True})).rows[0]["monitoring_product"] for key in ("is_minor", "is_deceased")]
    assert products == ["minor identity monitoring", ""]


def test_who_is_owed_protection_that_nobody_offers_is_told() -> None:
    bare = (
        'product="credit monitoring"\nminor_product="minor identity monitoring"\nmonths=12\nprovider="ExampleGuard"\n'
    )
    from tests.notices.incident import FACTS, law
    from tocsin.model.incident_file import parse_incident
    from tocsin.notices.mailfile import MailFacts, mail_file

    facts = MailFacts(parse_incident(FACTS.replace(bare, "").encode()), {}, law())
    found = mail_file([person(1, state="CT"), person(2, first_name="Bo")], facts, ())
    assert [row["record_id"] for row in found.rows if row["state"] == "CT"] == found.unprotected


def test_the_language_is_the_persons_else_that_of_the_state() -> None:
    assert made(person(), languages={"per_000000000001": "es"}).rows[0]["language"] == "es"
    assert made(person(state="PR")).rows[0]["language"] == "es"
    assert made(person(state="PR"), languages={"per_000000000001": "en"}).rows[0]["language"] == "en"


def test_the_earliest_duty_to_individuals_says_by_when_to_mail() -> None:
    rows = [
        {"recipient": "individuals", "covered_entity": "gulf", "due_on": date(2025, 4, 1), "status": "due"},
        {"recipient": "individuals", "covered_entity": "gulf", "due_on": date(2025, 2, 14), "status": "late"},
        {"recipient": "individuals", "covered_entity": "gulf", "due_on": date(2025, 1, 3), "status": "suppressed"},
        {"recipient": "media", "covered_entity": "blue", "due_on": date(2025, 1, 1), "status": "due"},
    ]
    assert mail_by_entity(incident(), rows) == {"gulf": date(2025, 2, 14), "blue": None}


def test_barcodes_have_serial_numbers_that_go_on() -> None:
    post = MailBarcode("300", "123456")
    rows: list[dict[str, Any]] = [dict(row) for row in made(person(1), person(2, first_name="Bo")).rows]
    rows[0]["barcode"] = "0030012345600000000733602"
    give_barcodes(rows, post)
    assert [row["barcode"] for row in rows] == ["0030012345600000000733602", "00300123456000000008336021234"]
    give_barcodes(rows, post)
    assert rows[1]["barcode"] == "00300123456000000008336021234"
    give_barcodes(rows, None)
