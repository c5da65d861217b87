"""Letters and the mail file: who is written to, what is said, what never stands there."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf
import pytest

from tocsin.model.elements import Element
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident
from tocsin.notices.content import HEADINGS, TITLE, Letter, has_contact, letter_of
from tocsin.notices.letters import letters_pdf
from tocsin.notices.mailfile import COLUMNS, MailFile, mail_by_entity, mail_file
from tocsin.notices.words import element_words

FACTS = """
[incident]
id="x"
title="X"
organization="Example Oncology Network"
role="business_associate"
kind="email"
state="TN"
[timeline]
intrusion_start_on=2024-12-13
intrusion_end_on=2024-12-16
discovered_on=2024-12-16
[[covered_entity]]
key="gulf"
name="Gulf Coast Oncology Associates"
address={line_1="1 Bay St",city="Tampa",state="FL",zip="33602"}
[[covered_entity]]
key="blue"
name="Blue Ridge Cancer Specialists"
[protection]
product="credit monitoring"
months=12
provider="ExampleGuard"
phone="800-555-0100"
"""


def incident(extra: str = "") -> Incident:
    return parse_incident((FACTS + extra).encode())


def person(number: int = 1, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "person_id": f"per_{number:012x}", "first_name": "Ann", "middle_name": "", "last_name": "Lee", "suffix": "",
        "date_of_birth": date(1960, 1, 2), "sex": "F", "ssn": "123456789", "address_1": "12 Oak St", "address_2": "",
        "city": "Tampa", "state": "FL", "zip": "33602-1234", "country": "", "email": "", "phone": "", "roles": "patient",
        "covered_entities": "gulf", "elements": "ssn;date_of_birth;diagnosis", "exposure": "touched", "is_minor": False,
        "is_deceased": False, "addressee_name": "", "addressee_relation": "", "merge_reasons": "", "address_source": "",
        "address_on": None,
    }  # fmt: skip
    return {**row, **changes}


def made(*people: dict[str, Any], extra: str = "", codes: tuple[str, ...] = ()) -> MailFile:
    return mail_file(people, incident(extra), {"gulf": date(2025, 2, 14)}, codes)


def all_text(letter: Letter) -> str:
    parts = [letter.salutation, *letter.addressee]
    for section in letter.sections:
        parts += [section.heading, *section.paragraphs, *section.points, *section.after]
    return "\n".join(parts)


def letter(**changes: Any) -> Letter:
    row = made(person(**changes)).rows[0]
    return letter_of(row, str(row["elements"]).split(";"), incident(), date(2025, 2, 20))


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


def test_one_letter_names_every_entity_or_there_is_one_for_each() -> None:
    both = person(covered_entities="gulf;blue")
    assert [row["covered_entity"] for row in made(both).rows] == ["gulf;blue"]
    each = made(both, extra='[notices]\nletter_per="covered_entity"\n').rows
    assert sorted(str(row["covered_entity"]) for row in each) == ["blue", "gulf"]


def test_codes_are_given_out_once_each_as_far_as_they_reach() -> None:
    rows = made(person(1), person(2, first_name="Bo"), codes=("C-1",)).rows
    assert sorted(str(row["enrollment_code"]) for row in rows) == ["", "C-1"]


def test_a_letter_has_the_five_parts_and_kinds_of_data_but_no_value() -> None:
    text = all_text(letter())
    assert [s.heading for s in letter().sections] == list(HEADINGS)
    for words in (
        "December 13, 2024",
        "discovered on December 16, 2024",
        "Social Security number",
        "800-555-0100",
        "Gulf Coast",
    ):
        assert words in text
    assert "123456789" not in text


def test_a_parent_and_next_of_kin_are_written_to_about_the_person() -> None:
    minor = letter(is_minor=True, addressee_name="Parent or guardian of Ann Lee")
    assert minor.salutation == "Dear Parent or guardian of Ann Lee:"
    assert minor.about == "Ann Lee"
    assert "Ann Lee's" in all_text(minor)
    dead = letter(is_deceased=True, addressee_name="Next of kin of Ann Lee")
    assert "ExampleGuard" not in all_text(dead)


def test_a_letter_needs_a_way_to_ask() -> None:
    bare = parse_incident(FACTS.split("[[covered_entity]]")[0].encode())
    assert not has_contact(bare, ())
    assert has_contact(incident(), ())


def test_the_pdf_is_tagged_titled_and_the_same_twice() -> None:
    pdf = letters_pdf([letter(), letter()])
    assert pdf == letters_pdf([letter(), letter()])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("en")
        assert "/StructTreeRoot" in document.Root
        assert TITLE in str(document.open_metadata().get("dc:title"))


def test_text_that_looks_like_markup_is_only_text() -> None:
    assert letters_pdf([letter(first_name="#panic()", last_name='*a* $x$ "\\')])


def test_the_earliest_duty_to_individuals_says_by_when_to_mail() -> None:
    rows = [
        {"recipient": "individuals", "covered_entity": "gulf", "due_on": date(2025, 4, 1), "status": "due"},
        {"recipient": "individuals", "covered_entity": "gulf", "due_on": date(2025, 2, 14), "status": "late"},
        {"recipient": "individuals", "covered_entity": "gulf", "due_on": date(2025, 1, 3), "status": "suppressed"},
        {"recipient": "media", "covered_entity": "blue", "due_on": date(2025, 1, 1), "status": "due"},
    ]
    assert mail_by_entity(incident(), rows) == {"gulf": date(2025, 2, 14), "blue": None}


def test_every_element_has_words_or_is_left_out_knowingly() -> None:
    silent = {e for e in Element if len(element_words([e.value])) == 1 and e is not Element.NAME}
    assert silent == {Element.NPI, Element.DEA_NUMBER}
