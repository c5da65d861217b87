"""Forms, print images and lists in plain text: sections, columns of blanks, several lines a record."""

from __future__ import annotations

from tests.linking.small_items import has, read_text
from tocsin.model.elements import Element, Role

REGISTRATION = """
PATIENT REGISTRATION FORM

Patient Information
Name: Khadija Haddad
Date of Birth: 03/16/2010
SSN: 223-45-6788
Address: 12 Oak St, Tampa, FL 33602

Responsible Party
Name: Omar Haddad
Relationship: Father
Date of Birth: 05/02/1975
SSN: 224-45-6788
Phone: (813) 555-0101

Emergency Contact
Name: Leila Nasser
Relationship to patient: Aunt
Phone: (813) 555-0177

Insurance
Carrier: Aetna
Member ID: W123456789
"""


def test_sections_of_a_form_say_whose_its_lines_are() -> None:
    found = read_text(REGISTRATION)
    assert found.roles == {
        "Khadija Haddad": Role.PATIENT,
        "Omar Haddad": Role.GUARANTOR,
        "Leila Nasser": Role.RELATIVE,
    }
    assert (found["Khadija Haddad"].ssn, found["Omar Haddad"].ssn) == ("223456788", "224456788")
    assert found["Khadija Haddad"].date_of_birth == "2010-03-16" and found["Omar Haddad"].date_of_birth == "1975-05-02"
    assert found.owners("(813) 555-0101") == {"Omar Haddad"} and found.owners("(813) 555-0177") == {"Leila Nasser"}
    assert found["Khadija Haddad"].city == "Tampa" and found["Omar Haddad"].relation == "parent"


def test_what_follows_the_section_of_another_is_the_patients_again() -> None:
    found = read_text(REGISTRATION)
    assert "W123456789" in found["Khadija Haddad"].member_ids
    assert found["Leila Nasser"].member_ids == ()


def test_two_people_beside_each_other_keep_their_columns() -> None:
    found = read_text(
        """
Patient Name:  Khadija Haddad          Guarantor Name:  Omar Haddad
DOB:           03/16/2010              DOB:             05/02/1975
SSN:           223-45-6788             SSN:             224-45-6788
""",
        fixed=True,
    )
    assert (found["Khadija Haddad"].ssn, found["Khadija Haddad"].date_of_birth) == ("223456788", "2010-03-16")
    assert (found["Omar Haddad"].ssn, found["Omar Haddad"].date_of_birth) == ("224456788", "1975-05-02")
    assert found["Omar Haddad"].role is Role.GUARANTOR and found.is_related("Omar Haddad", "Khadija Haddad")


def test_labels_over_their_values_are_read() -> None:
    found = read_text("Patient Name\nKhadija Haddad\nDate of Birth\n03/16/1957\nSocial Security Number\n223-45-6788\n")
    khadija = found["Khadija Haddad"]
    assert (khadija.role, khadija.date_of_birth, khadija.ssn) == (Role.PATIENT, "1957-03-16", "223456788")


def test_each_block_of_a_stack_of_forms_is_another_patients() -> None:
    found = read_text(
        "Patient: Khadija Haddad\nDOB: 03/16/1957\nSSN: 223-45-6788\n\nPatient: Peter Brandt\nDOB: 04/06/1961\nSSN: 224-45-6788\n"
    )
    assert found.owners("223-45-6788") == {"Khadija Haddad"} and found.owners("224-45-6788") == {"Peter Brandt"}


def test_the_subscriber_of_a_form_shares_the_policy_and_nothing_clinical() -> None:
    found = read_text(
        "Patient: Mia Lee\nDOB: 1/2/2015\nSubscriber: Carla Lee\nSubscriber DOB: 3/4/1985\nMember ID: W123456789\nDiagnosis: asthma\n"
    )
    assert found["Carla Lee"].role is Role.SUBSCRIBER and found["Carla Lee"].date_of_birth == "1985-03-04"
    assert found.owners("W123456789") == {"Mia Lee", "Carla Lee"}
    assert found.owners("asthma") == {"Mia Lee"}


def test_a_subscriber_who_is_the_patient_is_one_subject() -> None:
    found = read_text(
        "Patient: Carla Lee\nDOB: 3/4/1985\nRelationship to subscriber: Self\nSubscriber: Carla Lee\nMember ID: W123456789\n"
    )
    assert found.roles == {"Carla Lee": Role.PATIENT} and found["Carla Lee"].member_ids == ("W123456789",)


def test_a_spouse_on_an_employees_form_has_own_numbers() -> None:
    found = read_text(
        "Employee: Greg Hollis\nSSN: 223-45-6788\nSpouse: Tina Hollis\nSpouse SSN: 224-45-6788\nSpouse DOB: 1/2/1980\n"
    )
    assert found.roles == {"Greg Hollis": Role.EMPLOYEE, "Tina Hollis": Role.RELATIVE}
    assert (found["Greg Hollis"].ssn, found["Tina Hollis"].ssn) == ("223456788", "224456788")
    assert found["Tina Hollis"].relation == "spouse"


def test_next_of_kin_keep_their_telephone_and_the_record_number_stays_the_patients() -> None:
    found = read_text(
        "Patient: Ann Lee\nDOB: 1/2/1965\nNext of kin: Omar Lee (husband)\nPhone: 617-555-0142\nMRN: MR448210\n"
    )
    assert found.owners("617-555-0142") == {"Omar Lee"} and found.owners("MR448210") == {"Ann Lee"}
    assert found["Omar Lee"].role is Role.RELATIVE


def test_physicians_of_a_form_are_not_listed() -> None:
    found = read_text("Patient Name: Ann Lee\nDOB: 1/2/1965\nPCP: Dan Okafor\nReferring Physician: Clara Winters\n")
    assert found.listed == {"Ann Lee"} and has(found["Ann Lee"], Element.PROVIDER)
    assert found["Dan Okafor"].role is found["Clara Winters"].role is Role.PROVIDER


def test_numbers_of_professionals_are_never_a_patients() -> None:
    found = read_text(
        "Patient: Khadija Haddad\nDOB: 03/16/1957\nNPI: 1234567893\nDEA: BO1234563\nDiagnosis: breast cancer\n"
    )
    assert found.owners("1234567893") == found.owners("BO1234563") == set()
    assert not {Element.NPI, Element.DEA_NUMBER} & set(found["Khadija Haddad"].elements)


def test_a_form_marked_as_a_sample_lists_nobody() -> None:
    found = read_text("SAMPLE FORM - NOT A REAL PATIENT\n\nPatient Name: Ann Lee\nDOB: 1/2/1965\nSSN: 223-45-6788\n")
    assert found.listed == set()


def test_a_doe_is_somebody_only_with_numbers_that_can_be_somebodys() -> None:
    dummy = read_text("Patient Name: John Doe\nDOB: 1/2/1965\nSSN: 123-45-6789\n")
    real = read_text("Patient Name: John Doe\nDOB: 1/2/1965\nSSN: 223-45-6788\nMRN: MR448210\n")
    assert dummy.listed == set() and real.listed == {"John Doe"}


PRINT_IMAGE = """
LAKESIDE HEMATOLOGY
PATIENT LISTING BY LAST VISIT      RUN DATE 05/18/24   PAGE 1

Acct    Patient                 DOB         Phone
------------------------------------------------------------------
953110  HADDAD,KHADIJA R        03/16/1957  813-555-0101
706437  BRANDT,PETER            04/06/1961  813-555-0102
706999  ORTIZ,JOSE              11/30/1949  813-555-0103
"""


def test_lines_under_a_header_of_a_print_image_are_records() -> None:
    found = read_text(PRINT_IMAGE, fixed=True)
    assert found.roles == {"Khadija Haddad": Role.PATIENT, "Peter Brandt": Role.PATIENT, "Jose Ortiz": Role.PATIENT}
    peter = found["Peter Brandt"]
    assert (peter.date_of_birth, peter.phones) == ("1961-04-06", ("+18135550102",))
    assert peter.other_ids == ("account_number:706437",)


def test_records_of_several_lines_in_a_print_image_do_not_run_together() -> None:
    found = read_text(
        """
PATIENT DEMOGRAPHIC REPORT                       PAGE 1
NAME: HADDAD, KHADIJA R     DOB: 03/16/1957   SSN: 223-45-6788
ADDR: 12 OAK ST, TAMPA FL 33602    PHONE: (813) 555-0101
INS: AETNA   ID: W123456789

NAME: BRANDT, PETER         DOB: 04/06/1961   SSN: 224-45-6788
ADDR: 9 ELM AVE, OCALA FL 34470    PHONE: (813) 555-0102
INS: CIGNA   ID: U123456790
""",
        fixed=True,
    )
    assert found.listed == {"Khadija Haddad", "Peter Brandt"}
    assert (found["Khadija Haddad"].zip, found["Peter Brandt"].zip) == ("33602", "34470")
    assert found.owners("(813) 555-0101") == {"Khadija Haddad"} and found.owners("224-45-6788") == {"Peter Brandt"}
    assert found["Khadija Haddad"].member_ids == ("W123456789",)


def test_a_list_without_a_header_is_read_line_by_line() -> None:
    found = read_text(
        "Khadija Haddad, 3/16/1957, 617-555-0101\nPeter Brandt, 4/6/1961, 617-555-0102\nJose Ortiz, 11/30/1949, 617-555-0103\n"
    )
    assert {name: found[name].phones[0][-4:] for name in found.roles} == {
        "Khadija Haddad": "0101",
        "Peter Brandt": "0102",
        "Jose Ortiz": "0103",
    }
    assert [found[name].date_of_birth for name in ("Khadija Haddad", "Peter Brandt")] == ["1957-03-16", "1961-04-06"]


def test_bullets_are_records_and_the_line_above_says_of_whom() -> None:
    found = read_text(
        "Patients to call back:\n- Khadija Haddad 3/16/1957 needs a refill\n- Peter Brandt 4/6/1961 MRN 4471932\n- Jose Ortiz 11/30/1949\n"
    )
    assert set(found.roles.values()) == {Role.PATIENT} and len(found.roles) == 3
    assert found.owners("4471932") == {"Peter Brandt"}


def test_a_list_of_physicians_on_call_lists_nobody() -> None:
    found = read_text(
        "ON-CALL PHYSICIAN SCHEDULE\n\nDan Okafor, MD    813-555-0101\nClara Winters, MD    813-555-0102\nPriya Nair, DO    813-555-0103\n"
    )
    assert found.listed == set() and set(found.roles.values()) == {Role.PROVIDER}


def test_a_number_without_a_name_is_somebody_still() -> None:
    found = read_text("SSN 223-45-6788\n")
    assert [(one.ssn, one.first_name) for one in found.subjects] == [("223456788", "")]


def test_an_indented_line_with_a_label_goes_on_with_the_record_above() -> None:
    found = read_text(
        "PATIENT                 AGE/SX  MRN         EXAM\n"
        "ORTIZ, FERNANDO J       71/M    TR140882    CT CHEST W 71260\n"
        "      HX: LUNG NODULE   REF: FARROW L\n"
        "HADDAD, GERALDINE T     58/F    TR140913    CT ABD 74177\n"
        "      HX: DIVERTICULITIS   EGFR 41      REF: FARROW L\n",
        fixed=True,
    )
    assert found.owners("LUNG NODULE") == {"Fernando Ortiz"}
    assert found.owners("DIVERTICULITIS") == found.owners("EGFR 41") == {"Geraldine Haddad"}


def test_a_press_release_has_no_patients() -> None:
    found = read_text(
        "FOR IMMEDIATE RELEASE - Columbia, KY\nBrightledger names Lorna Featherstone to its advisory board. Featherstone "
        '"brings years of diabetes and cancer reporting," said the founder.\nMedia contact: Percy Alcott, 502-555-0199\n'
    )
    assert not found.listed


def test_members_of_an_eligibility_print_have_their_numbers() -> None:
    found = read_text(
        "271 ELIG BATCH 0925\nSUB: RUCKER,PAIGE E   ID 0032631943  DOB 03/07/1997   ACTIVE  MCO WELLCARE\n"
        "SUB: CRAVENS,LONNIE R   ID 0079001750  DOB 11/30/1975   ACTIVE  MCO HUMANA HHS\n",
        fixed=True,
    )
    assert found.owners("0032631943") == {"Paige Rucker"} and found.owners("0079001750") == {"Lonnie Cravens"}


def test_surnames_alone_with_numbers_are_people_of_their_own_below_a_title() -> None:
    found = read_text(
        "DEPOSIT 8/31   bag 221\nck 1044  Hoeksema 572661   30.00\nck 7719  Slagh 431080   61.15\n"
        "ck 3002  Kowalski Thad 479610   18.00\nck 881   Tuinstra 904583   22.40\n"
    )
    assert found.owners("572661") == {"Hoeksema"} and found.owners("479610") == {"Thad Kowalski"}
    assert len(found.subjects) == 4


def test_indented_lines_of_a_list_go_on_with_the_entry_above() -> None:
    found = read_text(
        "Rx# 771204  SKIBA, ROGER  02/10/55\n   METFORMIN 500 MG  #180    Priority 80819011506\n"
        "Rx# 771205  LALONDE, EVELYN  06/19/40\n   DONEPEZIL 10 MG  #90\n"
        "Rx# 771213  BIELECKA, JOLANTA  07/12/70\n   LETROZOLE 2.5  #90\n"
        "Rx# 771214  PEMBERTON, DOROTHEA  10/06/41\n   CARVEDILOL 6.25  #180  mail to Petoskey\n"
    )
    assert found.owners("80819011506") == {"Roger Skiba"}
    assert found.owners("CARVEDILOL") == {"Dorothea Pemberton"}
