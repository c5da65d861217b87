"""Letters, notes and chats: whom they are about, who is only named in them, and whose a value is."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, read_text
from tocsin.model.elements import Element, Role

REFERRAL = """
Lakeside Hematology
100 Lake Rd, Tampa, FL 33602

May 6, 2024

Daniel Okafor, MD
55 Bay Street
Tampa, FL 33601

RE: Khadija Haddad
DOB: 03/16/1957
MRN: MR448210

Dear Dr. Okafor,

Thank you for referring Mrs. Haddad. She has stage II breast cancer. I will see her again in June.

Sincerely,

Clara Winters, MD
"""


def test_a_letter_between_physicians_is_about_the_patient_of_its_subject_line() -> None:
    found = read_text(REFERRAL)
    assert found.listed == {"Khadija Haddad"}
    khadija = found["Khadija Haddad"]
    assert (khadija.role, khadija.date_of_birth, khadija.mrns) == (Role.PATIENT, "1957-03-16", ("MR448210",))
    assert has(khadija, Element.DIAGNOSIS, Element.PROVIDER) and khadija.address_1 == ""
    assert found["Daniel Okafor"].role is found["Clara Winters"].role is Role.PROVIDER


def test_a_letter_to_a_patient_gives_the_address_to_the_patient() -> None:
    found = read_text(
        """
May 6, 2024

Khadija Haddad
12 Oak St
Tampa, FL 33602

Dear Ms. Haddad,

Your mammogram of 03/02/2024 was normal.

Sincerely,

Clara Winters, MD
Lakeside Hematology
"""
    )
    khadija = found["Khadija Haddad"]
    assert (khadija.role, khadija.address_1, khadija.zip) == (Role.PATIENT, "12 Oak St", "33602")
    assert has(khadija, Element.PROCEDURE) and found.listed == {"Khadija Haddad"}


def test_a_letter_to_the_parents_is_about_the_child() -> None:
    found = read_text(
        """
May 6, 2024

Parent/Guardian of Mia Lee
12 Oak St
Tampa, FL 33602

RE: Mia Lee, DOB 1/2/2015

Mia was seen for asthma.
"""
    )
    mia = found["Mia Lee"]
    assert (mia.role, mia.date_of_birth, mia.zip) == (Role.PATIENT, "2015-01-02", "33602")
    assert found.owners("asthma") == {"Mia Lee"}


def test_who_is_written_to_in_care_of_somebody_keeps_the_account() -> None:
    found = read_text(
        """
Khadija Haddad
c/o Omar Haddad
12 Oak St
Tampa, FL 33602

Dear Ms. Haddad,

Your account number 9531104 shows a balance of $120.00 for your visit of 03/02/2024.
"""
    )
    assert found["Omar Haddad"].role is Role.RELATIVE and found.is_related("Omar Haddad", "Khadija Haddad")
    assert found.owners("9531104") == {"Khadija Haddad"}


def test_an_estate_is_of_a_patient_who_has_died() -> None:
    found = read_text(
        "Estate of Peter Brandt\n9 Elm Ave\nOcala, FL 34470\n\nRE: Account 9531104, DOB 04/06/1931\n\nWe are sorry for your loss.\n"
    )
    peter = found["Peter Brandt"]
    assert peter.is_deceased and (peter.role, peter.date_of_birth) == (Role.PATIENT, "1931-04-06")
    assert (peter.address_1, peter.city) == ("9 Elm Ave", "Ocala")


@pytest.mark.parametrize(
    "written",
    [
        "Please close the chart of the late Peter Brandt, MRN 4471932.",
        "Peter Brandt (deceased), MRN 4471932.",
        "Peter Brandt passed away on 03/02/2024. MRN 4471932.",
    ],
)
def test_words_beside_a_name_say_that_somebody_has_died(written: str) -> None:
    found = read_text(written)
    assert found["Peter Brandt"].is_deceased and found["Peter Brandt"].mrns == ("4471932",)


def test_the_widow_of_a_patient_is_alive() -> None:
    found = read_text(
        "Peter Brandt, DOB 04/06/1931, passed away on 03/02/2024 from pancreatic cancer. His wife Susan Brandt can be reached at 813-555-0101.\n"
    )
    peter, susan = found["Peter Brandt"], found["Susan Brandt"]
    assert (peter.is_deceased, peter.died_on, susan.is_deceased) == (True, "2024-03-02", False)
    assert (susan.role, susan.relation, susan.phones) == (Role.RELATIVE, "spouse", ("+18135550101",))
    assert found.owners("pancreatic cancer") == {"Peter Brandt"}


def test_a_daughter_has_her_telephone_and_not_her_mothers_illness() -> None:
    found = read_text(
        "Khadija Haddad (DOB 03/16/1957) came today. Her daughter Leila Haddad (813-555-0101) will drive her. She has breast cancer.\n"
    )
    leila = found["Leila Haddad"]
    assert (leila.role, leila.relation, leila.phones) == (Role.RELATIVE, "child", ("+18135550101",))
    assert found.owners("breast cancer") == {"Khadija Haddad"} and leila.date_of_birth == ""


def test_a_mother_beside_her_child_has_a_birth_date_of_her_own() -> None:
    found = read_text("Mia Lee, DOB 1/2/2015, was seen for asthma with her mother Carla Lee, DOB 3/4/1985.")
    assert (found["Mia Lee"].date_of_birth, found["Carla Lee"].date_of_birth) == ("2015-01-02", "1985-03-04")
    assert found["Carla Lee"].relation == "parent" and found.is_related("Carla Lee", "Mia Lee")
    assert found.owners("asthma") == {"Mia Lee"}


def test_a_guarantor_in_prose_has_the_number_beside_the_name() -> None:
    found = read_text("Mia Lee, DOB 1/2/2015. Guarantor: Carla Lee, SSN 223-45-6788, DOB 3/4/1985.")
    assert found["Carla Lee"].role is Role.GUARANTOR and found["Carla Lee"].ssn == "223456788"
    assert found["Mia Lee"].ssn == "" and found["Mia Lee"].date_of_birth == "2015-01-02"


def test_her_number_is_of_the_woman_named_before() -> None:
    found = read_text("I spoke with Susan Brandt about her claim. Her SSN is 223-45-6788.")
    assert found["Susan Brandt"].ssn == "223456788" and found.listed == {"Susan Brandt"}


def test_a_colleague_met_in_passing_takes_nothing_of_the_patients() -> None:
    found = read_text(
        "Peter Brandt, DOB 04/06/1961, was seen today. I met with Greg from billing to go over his coverage. His member ID is W123456789.\n"
    )
    assert found.owners("W123456789") == {"Peter Brandt"} and found.listed == {"Peter Brandt"}


def test_a_discharge_summary_is_about_one_person() -> None:
    found = read_text(
        """
DISCHARGE SUMMARY

Patient: Khadija Haddad
MRN: MR448210
DOB: 03/16/1957
Attending: Clara Winters, MD

Khadija Haddad is a 67 year old woman with breast cancer. She was given paclitaxel 80 mg. Her husband Omar Haddad was at the bedside.

Electronically signed by Clara Winters, MD on 05/06/2024
"""
    )
    assert found.listed == {"Khadija Haddad"}
    assert has(found["Khadija Haddad"], Element.DIAGNOSIS, Element.MEDICATION, Element.PROVIDER, Element.RELATIVE)
    assert found["Omar Haddad"].relation == "spouse" and found["Clara Winters"].role is Role.PROVIDER


def test_a_chat_in_lower_case_names_people_too() -> None:
    found = read_text(
        "hey can u check on jose ortiz dob 11/30/1949\nhe needs his results\nalso susan brandt 4/6/1961 called about her refill\n"
    )
    assert found.listed == {"Jose Ortiz", "Susan Brandt"}
    assert found["Jose Ortiz"].date_of_birth == "1949-11-30" and found["Susan Brandt"].date_of_birth == "1961-04-06"


def test_a_chat_goes_on_to_the_next_patient() -> None:
    found = read_text(
        "[9:01] gina: can you call khadija haddad, mrn 4471932\n[9:02] tina: ok\n[9:05] gina: and peter brandt dob 4/6/1961\n"
    )
    assert found.owners("4471932") == {"Khadija Haddad"} and found["Peter Brandt"].date_of_birth == "1961-04-06"


def test_press_and_literature_list_nobody() -> None:
    found = read_text(
        """
FOR IMMEDIATE RELEASE

Lakeside welcomes Clara Winters. "Our patients deserve this", said Tom Brandt, who was treated for lymphoma in 2019.

The annual gala is on June 5. Save the date.
"""
    )
    assert found.listed == set() and "Tom Brandt" in found.roles


def test_forms_of_one_name_are_one_person() -> None:
    found = read_text(
        """
HADDAD, KHADIJA R
DOB: 03/16/1957
MRN: MR448210

Mrs. Haddad reports fatigue. Khadija was seen again. K. Haddad will return in June. Her SSN is 223-45-6788.
"""
    )
    khadija = found["Khadija Haddad"]
    assert len(found.subjects) == 1
    assert (khadija.middle_name, khadija.date_of_birth, khadija.ssn) == ("R", "1957-03-16", "223456788")
    assert khadija.mrns == ("MR448210",)


def test_two_people_of_one_name_stay_two_when_their_numbers_differ() -> None:
    found = read_text(
        "John Smith, DOB 03/16/1957, MRN 448210, has colon cancer.\n\nJohn Smith, DOB 11/30/1981, MRN 448999, was seen for anemia.\n"
    )
    told = {one.date_of_birth: one.mrns for one in found.named("John Smith")}
    assert told == {"1957-03-16": ("448210",), "1981-11-30": ("448999",)}


def test_senior_and_junior_are_two() -> None:
    found = read_text(
        "John Smith Sr., DOB 03/16/1937, has colon cancer.\n\nJohn Smith Jr., DOB 11/30/1961, has anemia.\n"
    )
    assert {one.suffix: one.date_of_birth for one in found.named("John Smith")} == {
        "Sr": "1937-03-16",
        "Jr": "1961-11-30",
    }


def test_a_suffix_alone_keeps_two_of_one_name_apart() -> None:
    found = read_text("John Smith Sr., MRN 448210, has colon cancer.\n\nJohn Smith Jr. has anemia.\n")
    assert {one.suffix for one in found.named("John Smith")} == {"Sr", "Jr"}


def test_what_stands_before_several_patients_is_none_of_theirs() -> None:
    found = read_text("MRN 4471932 lacks a report.\n\nAnn Lee, DOB 1/2/1965.\n\nJose Ortiz, DOB 2/5/1961.\n")
    assert found["Ann Lee"].mrns == found["Jose Ortiz"].mrns == ()


def test_what_stands_before_the_only_patient_is_theirs() -> None:
    found = read_text("MRN 4471932 lacks a report.\n\nAnn Lee, DOB 1/2/1965.\n")
    assert found.owners("4471932") == {"Ann Lee"}


def test_what_stands_right_behind_a_second_name_of_an_entry_is_that_persons() -> None:
    found = read_text(
        """
Kids whose numbers changed:
1) Junie Peters, dob 04/16/2016, lead 9.2, mom **Sasha Peters**, 585-555-0117
2) Marisol Cruz, dob 02/17/2017, A1c 8.2, father Hector Cruz (814) 555-0162
"""
    )
    assert found["Sasha Peters"].role is Role.RELATIVE and len(found["Sasha Peters"].phones) == 1
    assert found["Junie Peters"].phones == () and found["Junie Peters"].date_of_birth == "2016-04-16"
    assert len(found["Hector Cruz"].phones) == 1 and found["Marisol Cruz"].phones == ()
