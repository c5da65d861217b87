"""Tables to subjects: who a row, a column or a cell speaks of, and what of it belongs to whom."""

from __future__ import annotations

import pytest

from tests.linking.small_items import grid, has, item, read, read_grid, text
from tocsin.model.elements import Element, Role


def test_a_guarantor_beside_a_patient_is_a_person_of_their_own() -> None:
    found = read_grid(
        "Patient|DOB|SSN|Guarantor|Guarantor DOB|Guarantor SSN|Diagnosis",
        "Ann Lee|1/2/2015|223-45-6788|Robert Lee|3/4/1980|224-45-6788|E11.9",
        "Jose Ortiz|2/5/1961|225-45-6788|Jose Ortiz|2/5/1961|225-45-6788|C61",
    )
    assert found.roles == {"Ann Lee": Role.PATIENT, "Robert Lee": Role.GUARANTOR, "Jose Ortiz": Role.PATIENT}
    assert (found["Ann Lee"].ssn, found["Ann Lee"].date_of_birth) == ("223456788", "2015-01-02")
    assert (found["Robert Lee"].ssn, found["Robert Lee"].date_of_birth) == ("224456788", "1980-03-04")
    assert found.is_related("Robert Lee", "Ann Lee")
    assert found.owners("E11.9") == {"Ann Lee"}


def test_who_answers_for_the_own_bill_is_one_subject() -> None:
    found = read_grid(
        "Patient|DOB|Guarantor|Guarantor DOB",
        "Ann Lee|1/2/1965|Ann Lee|1/2/1965",
        "Jose Ortiz|2/5/1961|Luz Ortiz|3/4/1962",
    )
    assert found.roles == {"Ann Lee": Role.PATIENT, "Jose Ortiz": Role.PATIENT, "Luz Ortiz": Role.GUARANTOR}


def test_a_father_and_son_of_one_name_in_a_row_are_two() -> None:
    found = read_grid("Patient|DOB|Guarantor|Guarantor DOB", "Jose Ortiz|2/5/2012|Jose Ortiz|3/4/1975")
    assert {one.date_of_birth: one.role for one in found.named("Jose Ortiz")} == {
        "2012-02-05": Role.PATIENT,
        "1975-03-04": Role.GUARANTOR,
    }


def test_a_row_of_labels_over_the_labels_names_the_parties() -> None:
    found = read_grid(
        "Patient|||Guarantor||", "Last|First|DOB|Last|First|DOB", "Lee|Ann|1/2/2015|Lee|Bob|3/4/1980",
        "Ortiz|Luz|2/5/2012|Ortiz|Jose|2/6/1975",
    )  # fmt: skip
    assert found["Ann Lee"].date_of_birth == "2015-01-02" and found["Bob Lee"].date_of_birth == "1980-03-04"
    assert found["Luz Ortiz"].role is Role.PATIENT and found["Jose Ortiz"].role is Role.GUARANTOR
    assert found["Bob Lee"].household == found["Ann Lee"].subject_id


def test_a_spouse_beside_a_patient_is_a_relative_with_own_values() -> None:
    found = read_grid(
        "Patient Name|Patient DOB|Spouse Name|Spouse DOB|Spouse Phone|MRN",
        "Haddad, Khadija|1/2/1965|Haddad, Omar|3/4/1960|617-555-0142|MR448210",
        "Brandt, Peter|2/5/1961|Brandt, Susan|7/8/1963|617-555-0143|MR448211",
    )
    omar = found["Omar Haddad"]
    assert (omar.role, omar.relation, omar.phones) == (Role.RELATIVE, "spouse", ("+16175550142",))
    assert found.is_related("Omar Haddad", "Khadija Haddad") and found.is_related("Susan Brandt", "Peter Brandt")
    assert found["Khadija Haddad"].mrns == ("MR448210",) and omar.mrns == ()
    assert has(found["Peter Brandt"], Element.RELATIVE) and found["Peter Brandt"].phones == ()


def test_an_emergency_contact_keeps_the_telephone_and_what_they_are() -> None:
    found = read_grid(
        "Pt Name|DOB|Emergency Contact Name|Emergency Contact Relationship|Emergency Contact Phone",
        "Ann Lee|1/2/1965|Omar Lee|Husband|617-555-0142", "Jose Ortiz|2/5/1961|Luz Ortiz|Daughter|617-555-0143",
    )  # fmt: skip
    assert (found["Omar Lee"].relation, found["Omar Lee"].phones) == ("spouse", ("+16175550142",))
    assert (found["Luz Ortiz"].relation, found["Luz Ortiz"].phones) == ("child", ("+16175550143",))
    assert found["Ann Lee"].phones == ()


@pytest.mark.parametrize("holder", ["Ann Lee|1/2/1965", "|"], ids=["written", "blank"])
def test_a_subscriber_who_is_the_patient_is_one_subject(holder: str) -> None:
    found = read_grid(
        "Patient|Patient DOB|Relationship to Subscriber|Subscriber Name|Subscriber DOB|Member ID",
        f"Ann Lee|1/2/1965|Self|{holder}|XQH647924119", "Tom Ruiz|2/5/2012|Child|Carla Ruiz|7/8/1983|XQH647924120",
    )  # fmt: skip
    assert found.roles == {"Ann Lee": Role.PATIENT, "Tom Ruiz": Role.PATIENT, "Carla Ruiz": Role.SUBSCRIBER}
    assert found["Ann Lee"].member_ids == ("XQH647924119",)
    assert found.owners("XQH647924120") == {"Tom Ruiz", "Carla Ruiz"}
    assert found["Carla Ruiz"].date_of_birth == "1983-07-08" and found.is_related("Carla Ruiz", "Tom Ruiz")


def test_a_parent_who_answers_for_a_child_shares_the_policy() -> None:
    found = read_grid(
        "Patient|DOB|Member ID|Guarantor|Guarantor Relationship", "Ann Lee|1/2/2015|W123456789|Carla Lee|Mother",
        "Luz Ortiz|2/5/2012|W123456790|Jose Ortiz|Father",
    )  # fmt: skip
    assert found.owners("W123456789") == {"Ann Lee", "Carla Lee"}
    assert found["Carla Lee"].relation == "parent"
    assert found["Carla Lee"].household == found["Ann Lee"].household != found["Luz Ortiz"].household


def test_the_member_of_a_plan_is_its_patient() -> None:
    found = read_grid(
        "Member Name|Member DOB|Member ID|Diagnosis", "Ann Lee|1/2/1965|W123456789|C61",
        "Jose Ortiz|2/5/1961|W123456790|C61",
    )  # fmt: skip
    assert found.roles == {"Ann Lee": Role.PATIENT, "Jose Ortiz": Role.PATIENT}


def test_dependents_of_an_employee_are_relatives_each_with_a_birth_date() -> None:
    found = read_grid(
        "Employee|SSN|Spouse Name|Spouse DOB|Child 1 Name|Child 1 DOB|Child 2 Name|Child 2 DOB",
        "Greg Hollis|223-45-6788|Tina Hollis|1/2/1980|Mia Hollis|3/4/2010|Max Hollis|5/6/2012",
        "Carla Ruiz|224-45-6788||||||",
    )
    assert {name: one.relation for name in ("Tina Hollis", "Mia Hollis", "Max Hollis") for one in [found[name]]} == {
        "Tina Hollis": "spouse",
        "Mia Hollis": "child",
        "Max Hollis": "child",
    }
    assert (found["Mia Hollis"].date_of_birth, found["Max Hollis"].date_of_birth) == ("2010-03-04", "2012-05-06")
    assert found["Greg Hollis"].role is found["Carla Ruiz"].role is Role.EMPLOYEE
    assert found["Greg Hollis"].date_of_birth == ""


def test_blank_name_cells_go_on_with_the_person_above() -> None:
    found = read_grid(
        "Patient|DOB|Date of Service|Diagnosis", "Ann Lee|1/2/1965|3/1/2024|C50.911", "||3/8/2024|D64.9",
        "Jose Ortiz|2/5/1961|3/2/2024|C61", "||3/9/2024|R97.20",
    )  # fmt: skip
    assert found.roles == {"Ann Lee": Role.PATIENT, "Jose Ortiz": Role.PATIENT}
    assert found.owners("D64.9") == {"Ann Lee"} and found.owners("R97.20") == {"Jose Ortiz"}
    assert found["Ann Lee"].seen_on == "2024-03-08"


def test_a_blank_name_with_another_birth_date_is_not_the_person_above() -> None:
    found = read_grid(
        "Patient|DOB|MRN", "Ann Lee|1/2/1965|MR448210", "|7/7/1931|MR448299", "Jose Ortiz|2/5/1961|MR448211"
    )
    assert found["Ann Lee"].mrns == ("MR448210",) and found["Ann Lee"].date_of_birth == "1965-01-02"
    assert found["Jose Ortiz"].mrns == ("MR448211",)


def test_a_name_cell_that_cannot_be_read_does_not_go_on_with_the_person_above() -> None:
    found = read_grid(
        "Patient|Date of Service|Diagnosis", "Ann Lee|3/1/2024|C61", "illegible|3/2/2024|D64.9",
        "Jose Ortiz|3/3/2024|C50.911",
    )  # fmt: skip
    assert found.owners("C61") == {"Ann Lee"} and found.owners("C50.911") == {"Jose Ortiz"}
    assert found.owners("D64.9") == set()


def test_two_lists_side_by_side_do_not_mix() -> None:
    found = read_grid(
        "Patient|DOB|Phone||Patient|DOB|Phone", "Ann Lee|1/2/1965|617-555-0142||Jose Ortiz|2/5/1961|617-555-0143",
        "Khadija Haddad|3/3/1970|617-555-0144||Peter Brandt|4/4/1958|617-555-0145",
    )  # fmt: skip
    assert {name: (found[name].date_of_birth, found[name].phones) for name in found.roles} == {
        "Ann Lee": ("1965-01-02", ("+16175550142",)),
        "Jose Ortiz": ("1961-02-05", ("+16175550143",)),
        "Khadija Haddad": ("1970-03-03", ("+16175550144",)),
        "Peter Brandt": ("1958-04-04", ("+16175550145",)),
    }


def test_people_beside_each_other_with_labels_in_the_first_column() -> None:
    found = read_grid(
        "Patient|Ann Lee|Jose Ortiz|Khadija Haddad", "DOB|1/2/1965|2/5/1961|3/3/1970",
        "SSN|223-45-6788|224-45-6788|225-45-6788", "Diagnosis|C50.911|C61|D64.9",
    )  # fmt: skip
    assert found.listed == set(found.roles) == {"Ann Lee", "Jose Ortiz", "Khadija Haddad"}
    assert found.owners("224-45-6788") == found.owners("C61") == {"Jose Ortiz"}
    assert found["Khadija Haddad"].date_of_birth == "1970-03-03"


@pytest.mark.parametrize(
    "rows",
    [
        ("|Ann Lee|Jose Ortiz", "Born|1/2/1965|2/5/1961", "Problem|asthma|anemia", "Tel|617-555-0142|617-555-0143"),
        ("Question|Ann Lee|Jose Ortiz", "Why here?|asthma|anemia", "Else?|call 617-555-0142|call 617-555-0143"),
    ],
    ids=["no label", "questions"],
)
def test_people_beside_each_other_without_telling_labels(rows: tuple[str, ...]) -> None:
    found = read_grid(*rows)
    assert found.owners("asthma") == found.owners("617-555-0142") == {"Ann Lee"}
    assert found.owners("anemia") == found.owners("617-555-0143") == {"Jose Ortiz"}


def test_a_form_of_labels_and_values_speaks_of_each_party_it_names() -> None:
    found = read_grid(
        "Patient Name|Ann Lee", "Date of Birth|1/2/1965", "SSN|223-45-6788", "Guarantor Name|Robert Lee",
        "Guarantor DOB|3/4/1960", "Guarantor SSN|224-45-6788",
    )  # fmt: skip
    assert found.roles == {"Ann Lee": Role.PATIENT, "Robert Lee": Role.GUARANTOR}
    assert (found["Ann Lee"].ssn, found["Robert Lee"].ssn) == ("223456788", "224456788")
    assert (found["Ann Lee"].date_of_birth, found["Robert Lee"].date_of_birth) == ("1965-01-02", "1960-03-04")


def test_a_form_with_pairs_beside_each_other_is_one_persons() -> None:
    found = read_grid(
        "Last Name|Lee|First Name|Ann", "DOB|1/2/1965|SSN|223-45-6788", "Address|12 Oak St|City|Tampa",
        "Phone|813-555-0101|MRN|MR448210",
    )  # fmt: skip
    ann = found["Ann Lee"]
    assert found.roles == {"Ann Lee": Role.PATIENT}
    assert (ann.date_of_birth, ann.ssn, ann.address_1, ann.city) == ("1965-01-02", "223456788", "12 Oak St", "Tampa")
    assert (ann.phones, ann.mrns) == (("+18135550101",), ("MR448210",))


def test_every_cell_of_a_schedule_is_a_record_of_its_own() -> None:
    found = read_grid(
        "Time|Room 1|Room 2", "9:00|Ann Lee 1/2/1965 chemo|Jose Ortiz 2/5/1961 infusion",
        "9:30|Khadija Haddad 3/3/1970 labs|Peter Brandt 4/4/1958 follow up", "10:00||Susan Meyer 5/6/1949 port flush",
    )  # fmt: skip
    births = {name: found[name].date_of_birth for name in found.roles}
    assert births == {
        "Ann Lee": "1965-01-02",
        "Jose Ortiz": "1961-02-05",
        "Khadija Haddad": "1970-03-03",
        "Peter Brandt": "1958-04-04",
        "Susan Meyer": "1949-05-06",
    }
    assert found.owners("chemo") == {"Ann Lee"}


def test_a_provider_roster_lists_nobody() -> None:
    found = read_grid(
        "Provider Name|NPI|DEA|Specialty|Phone", "Dan Okafor, MD|1234567893|BO1234563|Oncology|617-555-0190",
        "Clara Winters, DO|1245319599|BW1234563|Hematology|617-555-0191",
    )  # fmt: skip
    assert found.listed == set()
    assert set(found.roles.values()) == {Role.PROVIDER}
    assert found.owners("1234567893") == {"Dan Okafor"}


def test_a_providers_personnel_row_is_an_employees() -> None:
    found = read_grid(
        "Provider|NPI|SSN|DOB", "Dan Okafor MD|1234567893|223-45-6788|1/2/1970",
        "Clara Winters DO|1245319599|224-45-6788|3/4/1968",
    )  # fmt: skip
    assert found.listed == {"Dan Okafor", "Clara Winters"}
    assert found["Dan Okafor"].role is Role.EMPLOYEE and found["Dan Okafor"].ssn == "223456788"


@pytest.mark.parametrize(
    "rows",
    [
        (
            "Vendor|Contact|Phone|Email",
            "Acme Medical Supply|Greg Hollis|617-555-0170|greg@acme.example",
            "Best Linen Service|Tina Moss|617-555-0171|tina@linen.example",
        ),
        (
            "Attendee|Title|Organization|Email",
            "Greg Hollis|Manager|Acme Medical|greg@acme.example",
            "Tina Moss|Director|Best Linen|tina@linen.example",
        ),
    ],
    ids=["vendors", "attendees"],
)
def test_vendors_and_attendees_are_not_listed(rows: tuple[str, ...]) -> None:
    found = read_grid(*rows)
    assert found.listed == set()
    assert found.owners("Greg Hollis") == {"Greg Hollis"}


def test_payroll_rows_are_employees() -> None:
    found = read_grid(
        "Employee Name|SSN|Hire Date|Salary|Account Number|Routing Number",
        "Hollis, Greg|223-45-6788|1/2/2015|$52,000.00|000123456789|021000021",
        "Moss, Tina|224-45-6788|3/4/2016|$61,000.00|000123456790|021000021",
    )
    assert found.roles == {"Greg Hollis": Role.EMPLOYEE, "Tina Moss": Role.EMPLOYEE}
    assert found["Greg Hollis"].date_of_birth == "" and found["Tina Moss"].ssn == "224456788"
    assert found["Greg Hollis"].other_ids == ("account_number:000123456789",)


def test_the_title_over_a_table_says_whom_it_is_about() -> None:
    found = read(
        item(
            text("Payroll register of May 2024\n"),
            grid("Name|SSN|Net pay", "Gina Torres|223-45-6788|$1,200.00", "Tina Moss|224-45-6788|$1,300.00"),
        )
    )
    assert found.roles == {"Gina Torres": Role.EMPLOYEE, "Tina Moss": Role.EMPLOYEE}


def test_sheets_of_one_workbook_have_parties_of_their_own() -> None:
    patients = grid("Patient|DOB|MRN", "Ann Lee|1/2/1965|MR448210", "Jose Ortiz|2/5/1961|MR448211", sheet=True)
    payroll = grid("Employee|SSN", "Gina Torres|223-45-6788", "Tina Moss|224-45-6788", sheet=True)
    found = read(item(patients, payroll, places=("Patients", "Payroll")))
    assert found.roles == {
        "Ann Lee": Role.PATIENT,
        "Jose Ortiz": Role.PATIENT,
        "Gina Torres": Role.EMPLOYEE,
        "Tina Moss": Role.EMPLOYEE,
    }


@pytest.mark.parametrize("title", ["TRAINING ENVIRONMENT - NOT REAL PATIENTS", "Sample data only"])
def test_a_table_under_a_title_of_samples_lists_nobody(title: str) -> None:
    found = read_grid(f"{title}|||", "Patient|DOB|SSN|Diagnosis", "Ann Lee|1/2/1965|223-45-6788|C61")
    assert found.listed == set() and found["Ann Lee"].ssn == ""


def test_test_rows_are_nobody_and_people_named_test_are_somebody() -> None:
    found = read_grid(
        "Patient|DOB|SSN|MRN", "ZZTEST, Patient|1/1/1900|123-45-6789|MR000001",
        "Lee, Ann|1/2/1965|223-45-6788|MR448210", "Test, Robert|5/6/1951|226-45-6788|MR448213",
    )  # fmt: skip
    assert found.listed == {"Ann Lee", "Robert Test"}


def test_the_physician_of_a_row_is_told_of_the_patient_and_keeps_the_numbers() -> None:
    found = read_grid(
        "Patient|DOB|MRN|Rendering Provider|NPI", "Ann Lee|1/2/1965|MR448210|Dan Okafor MD|1234567893",
        "Jose Ortiz|2/5/1961|MR448211|Clara Winters DO|1245319599",
    )  # fmt: skip
    assert found.listed == {"Ann Lee", "Jose Ortiz"}
    assert found.owners("1234567893") == {"Dan Okafor"} and found.owners("1245319599") == {"Clara Winters"}
    assert has(found["Ann Lee"], Element.PROVIDER) and not has(found["Ann Lee"], Element.NPI)


def test_a_note_speaks_of_the_rows_person_unless_it_names_another() -> None:
    found = read_grid(
        "Patient|DOB|Notes", "Ann Lee|1/2/1965|spoke with daughter Mia Lee 617-555-0142 re: chemo",
        "Jose Ortiz|2/5/1961|Dr. Okafor wants CBC",
    )  # fmt: skip
    assert found["Mia Lee"].role is Role.RELATIVE and found.is_related("Mia Lee", "Ann Lee")
    assert found.owners("617-555-0142") == {"Mia Lee"} and found.owners("chemo") == {"Ann Lee"}
    assert found.listed == {"Ann Lee", "Jose Ortiz", "Mia Lee"}


def test_a_table_without_labels_is_linked_row_by_row() -> None:
    found = read_grid(
        "Haddad|Khadija|03/16/1957|223-45-6788|12 Oak St|Tampa|FL|33602",
        "Brandt|Peter|04/06/1981|224-45-6788|9 Elm Ave|Ocala|FL|34470",
        "Ortiz|Jose|11/30/1970|225-45-6788|4 Bay Dr|Miami|FL|33101",
        "Meyer|Susan|11/30/1949|226-45-6788|5 Bay Dr|Miami|FL|33101",
        "Lee|Ann|02/02/2002|227-45-6788|6 Bay Dr|Miami|FL|33101",
    )
    assert found.listed == {"Khadija Haddad", "Peter Brandt", "Jose Ortiz", "Susan Meyer", "Ann Lee"}
    peter = found["Peter Brandt"]
    assert (peter.ssn, peter.address_1, peter.city, peter.zip) == ("224456788", "9 Elm Ave", "Ocala", "34470")
