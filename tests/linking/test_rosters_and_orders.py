"""Rosters, tables by kinds of rows, columns that write the surname first, and forms beside each other."""

from __future__ import annotations

import pytest

from tests.linking.small_items import item, read, read_grid, read_text, text
from tocsin.model.elements import Element, Role
from tocsin.model.segments import Field, FieldsBody
from tocsin.readers.delimited_dialect import guess_dialect
from tocsin.readers.form_columns import unfolded_forms


def test_rows_of_details_are_told_from_header_and_trailer() -> None:
    found = read_grid(
        "H|LAKE ALLERGY|PLACEMENT|20250905|0003",
        "D|QUILLMARK|TANYA|L|827568724|19840719|9489 S CHEROKEE ST #8|MARANA|AZ|85653|5205550187|549247",
        "D|ZOBRIST|KENJI||826103590|19690902|4767 TUMBLEWEED TRL #22|BENSON|AZ|85602|5205550180|381104",
        "D|PERALTA|LOURDES|E|826603185|19740317|6497 RODEO RD #5|SAHUARITA|AZ|85629|5205550156|415504",
        "T|0003|00161635",
    )
    assert {one.last_name.upper() for one in found.subjects} == {"QUILLMARK", "ZOBRIST", "PERALTA"}
    assert found["Kenji Zobrist"].date_of_birth == "1969-09-02" and found["Kenji Zobrist"].ssn == "826103590"


def test_rows_of_kinds_are_a_table_though_they_differ_in_width() -> None:
    rows = "H|A|B|1|2\nD|1|2|3|4|5|6|7\nD|1|2|3|4|5|6|7\nT|9|9\n"
    told = guess_dialect(rows)
    assert told is not None and told.delimiter == "|"
    assert guess_dialect("H|A|B|1|2\nD|1|2|3|4|5|6|7\nD|1|2|3\nT|9|9\n") is None


@pytest.mark.parametrize("label", ["EE_NAME", "Pt", "Name"])
def test_the_order_of_a_columns_names_is_that_of_most(label: str) -> None:
    found = read_grid(
        f"EEID,{label},TXN_DT,NOTE".replace(",", "|"),
        "AS1|Yanez Gerardo|8/02/25|IVF",
        "AS2|Amos Irwin|8/09/25|asthma",
        "AS3|Bell Joy|8/11/25|eczema",
        "AS4|Dillard Mona|8/19/25|glaucoma",
        "AS5|de la Cruz Ana|8/20/25|migraine",
    )
    names = {(one.first_name, one.last_name) for one in found.subjects}
    assert {("Irwin", "Amos"), ("Joy", "Bell"), ("Mona", "Dillard"), ("Ana", "de la Cruz")} <= names


def test_a_roster_is_of_patients_where_enough_of_it_shows_it() -> None:
    found = read_text(
        "Evening group  wk of 9/8    facil: Renee M., LADAC\n\n"
        "Adrian Quillmark      x x x   UA neg, on Suboxone 8\n"
        "Brooke Zobrist        x - x   back on Suboxone 16\n"
        "Cody Prater           - - -   NCNS x3, letter\n"
        "Ezra Feldman          x x x   naltrexone IM due 9/18\n"
    )
    assert {found.roles[name] for name in ("Adrian Quillmark", "Cody Prater", "Ezra Feldman")} == {Role.PATIENT}


def test_forms_beside_each_other_are_read_one_after_the_other() -> None:
    form = (
        "PRIOR AUTHORIZATION REQUEST\n\n"
        "MEMBER INFORMATION                              PRESCRIBER\n"
        "Last Name: Quillmark                            Name: Nadia Kassab\n"
        "First Name: Farrah     MI: N                NPI: 1562349104\n"
        "Member ID: HD406050755                         Office contact: Ruthie\n"
        "DOB: 02/08/1988    Sex: [ ]M [X]F                 Fax: 520-555-0198\n\n"
        "DX:   L20.9 atopic dermatitis\n"
    )
    found = read_text(unfolded_forms(form))
    assert found.listed == {"Farrah Quillmark"}
    assert found["Farrah Quillmark"].date_of_birth == "1988-02-08"
    assert unfolded_forms("NAME      DOCTOR\nAnn: 1    none\n") == "NAME      DOCTOR\nAnn: 1    none\n"


def test_what_is_said_of_the_patient_goes_past_a_relative_called_by_one_name() -> None:
    found = read_text(
        "pt: Noah Quillmark (13 y) lives w/ mother Stacy, who does hookups.  DOB 06-15-12\nGiven: factor VIII 1750 units."
    )
    assert found["Noah Quillmark"].date_of_birth == "2012-06-15"


def test_who_writes_to_a_portal_is_a_patient() -> None:
    found = read_text(
        "PORTAL MESSAGES - unread > 48h\n\nFrom: Gretchen Quillmark   09/11 10:02 PM\nSubj: bleeding\n"
        "i am 3 weeks after the hysteroscopy and my number now is 520-555-0123\n\n"
        "From: Quinn Zobrist   09/12 7:30 AM\nSubj: work note\nI need a note that does not say miscarriage on it.\n"
    )
    assert found.listed == {"Gretchen Quillmark", "Quinn Zobrist"}


def test_labels_may_stand_a_column_in_where_people_stand_across() -> None:
    found = read_grid(
        "Echo recall||||",
        "||Quillmark, Nanette|Akers, Jimmy|Stiles, Alvin",
        "|chart|LH-30390|LH-67199|LH-78797",
        "|born|1956-08-20|1949-02-15|1962-01-28",
        "|why|HFrEF|aortic stenosis|cardiomyopathy",
    )
    assert found["Jimmy Akers"].date_of_birth == "1949-02-15" and found["Alvin Stiles"].date_of_birth == "1962-01-28"


def test_an_age_behind_speaks_for_a_name_and_the_birth_may_stand_under_it() -> None:
    found = read_text("Thank you for seeing Irene Joe, a 66-year-old woman with decompensated cirrhosis.")
    assert found["Irene Joe"].role is Role.PATIENT
    table = read_grid(
        "Patient / DOB|Bug & source|Labs",
        "Quillmark, Annette\n2/18/60|MSSA, prosthetic knee|CRP 88",
        "Zobrist, Hubert\n1/14/39|diverticular abscess|WBC 7.7",
    )
    assert table["Hubert Zobrist"].date_of_birth == "1939-01-14"


def test_a_list_without_a_label_over_its_names_and_one_a_place_off() -> None:
    found = read_text(
        "                    HepB      TB/QFT    Flu\n"
        "Colton Quillmark    3/3      neg       -\n"
        "Gordon Zobrist      2/3      pos    25/26\n"
        "Hazel Prater        3/3      neg       -\n"
    )
    assert Element.LAB_RESULT in found["Gordon Zobrist"].elements
    board = read_text(
        "TIME    NAME                        HRN     DOB          SSN\n"
        "------------------------------------------------------------\n"
        "0800    MANYGOATS,ALBERTA R        TB36001 OCT 05,1954  805-60-5261\n"
        "0830    TSINNIE,BENSON             TB63613 JAN 25,1961  857-44-1656\n"
    )
    assert board["Benson Tsinnie"].date_of_birth == "1961-01-25"


def test_to_stand_on_a_clinics_list_with_a_remark_is_to_be_under_care() -> None:
    found = read_grid(
        "Rm|Resident|Days|Eves",
        "109|Carl Quillmark|FSBS 98 in am|slept",
        "112|Opal Zobrist|on vancomycin, c diff sent|x1",
        "118|Hazel Prater|hip fracture, ER|bed hold",
        "210|June May|birthday at 3 pm|yelling out",
    )
    assert {"Opal Zobrist", "Hazel Prater", "June May"} <= found.listed
    assert Element.TREATMENT in found["June May"].elements


def test_a_list_of_staff_is_no_list_of_patients() -> None:
    found = read_grid(
        "SSN|LNAME|FNAME|DOB|DOH|COMP|DEFERRAL|BENEFICIARY",
        "601819635|Kruger|Amber|19890928|20170605|41000|1640|Kruger, Todd",
        "445774675|Petersen|Janet|19621023|20170605|41000|1640|",
        "674360685|Moua|Kong|19860905|20170605|41000|1640|Moua, Pang",
        "767889362|Schaefer-Diaz|Lisa|19781009|20170605|41000|1640|Diaz, Miguel",
    )
    assert found["Todd Kruger"].elements == (Element.NAME,)


def test_names_of_common_words_begin_entries_beside_other_names() -> None:
    found = read_text(
        "- [ ] Tammy Quillmark wants itemized for colonoscopy, acct 88119004\n"
        "- [x] Price Young (01/06/58) double billed for sleep study\n"
        "- [ ] Candace Zobrist says EOB shows wrong person, asthma\n"
        "- [ ] Will Marsh (gout) - brother's bill went to his box\n"
    )
    assert {"Price Young", "Will Marsh"} <= set(found.roles)


def test_a_table_below_lines_of_a_form_is_a_table() -> None:
    found = read_grid(
        "Deposit work sheet||||",
        "prepared by: Trina|||week|33",
        "||||",
        "tp|rec fr|for pt|amt|note",
        "CK|Quillmark, Autumn|same|85|ER copay, migraine",
        "CC|Zobrist, Harpreet|Arjun Gill|210.25|strep throat visit 8/1",
        "CK|Prater, Ludmila|Ludmila Prater|1500|cataract balance",
        "CA|Merle Krotz|Vonda Krotz|64.40|for her mammogram",
    )
    assert {"Arjun Gill", "Vonda Krotz"} <= set(found.roles)
    assert "mammogram" in {m.text for m in found.mentions} and found.owners("mammogram") == {"Vonda Krotz"}


def test_a_log_whose_people_are_written_as_they_come() -> None:
    found = read_grid(
        "Arr|Pt / age|C/O|Dispo",
        "1912|Two Bulls, Marvella 42|migraine, 3rd this month|DC 2140",
        "1950|Brecken Quillmark 5y w/ mom Tammy|forearm fracture|splint, ortho",
        "2035|Jesse Zobrist|passed out after giving blood|IVF, DC",
        "0105|Quentin Prater from wound clinic|venous ulcer R leg|packed",
    )
    assert {"Brecken Quillmark", "Jesse Zobrist", "Quentin Prater"} <= found.listed


def test_what_stands_above_a_header_is_read() -> None:
    found = read_grid(
        "TB CI - index|||||",
        "Index:|Somchai Quillmark|DOB|1977-05-06|DOT phone|(307) 555-0147",
        "|||||",
        "#|Contact|Ctx|IGRA1|dt|LTBI tx",
        "1|Malee Zobrist|spouse|POS|7/9|3HP wk 4",
        "2|Quynh Nguyen|coworker|neg|7/14|due 9/10",
        "3|Yusuf Hassan|line 2|indet|7/15|redraw",
    )
    assert found["Somchai Quillmark"].date_of_birth == "1977-05-06"
    assert {"Malee Zobrist", "Yusuf Hassan"} <= set(found.roles)


def test_the_note_of_an_address_card_is_its_persons() -> None:
    card = FieldsBody(
        (
            Field("contact.fn", "Ann Quillmark", "Name", 100),
            Field("contact.tel", "308-555-0123", "TEL", 100),
            Field("contact.fn", "Bo Zobrist", "Name", 200),
        )
    )
    found = read(item(card, text("hyperemesis, zofran"), places=["card", "card 1 note"]))
    assert found.owners("zofran") == {"Ann Quillmark"}


def test_a_pasted_list_says_together_that_it_writes_the_surname_first() -> None:
    found = read_text(
        "Accn Name DOB Dx\n"
        "S26-0930 Pruitt Geraldine 09/25/1949 tubular adenoma\n"
        "S26-0931 Castle Noreen 07/22/1977 chronic gastritis\n"
        "S26-0932 Lindemann Anton 03/14/1992 prostate adenocarcinoma\n"
    )
    assert {(one.first_name, one.last_name) for one in found.subjects} >= {
        ("Geraldine", "Pruitt"), ("Noreen", "Castle"), ("Anton", "Lindemann"),
    }  # fmt: skip


def test_whoever_is_written_to_of_an_appointment_is_a_patient() -> None:
    found = read_text(
        'to=+15075550147 body="Hi Jorunn Bakke, this is Loon Lake Allergy. Your allergy shot appt is Tue 2/17"\n'
    )
    assert found.roles["Jorunn Bakke"] is Role.PATIENT


def test_money_beside_accounts_came_from_patients() -> None:
    found = read_text(
        " SEQ  CK#     FROM                        ACCT        AMT     MEMO\n"
        " 01   3720    LINUS J TOOMEY              5033670      105.55  copay\n"
        " 02   782     MARISOL QUILLMARK           5898940       11.99  balance\n"
        " 03   2870    PRISCILLA N SAUCIER         6768458       98.40  copay\n",
        fixed=True,
    )
    assert set(found.roles.values()) == {Role.PATIENT} and len(found.subjects) == 3


def test_a_remark_is_what_the_others_have_in_its_column() -> None:
    found = read_grid(
        "acc #|pt|d.o.b.|mr|prelim",
        "S24-1|Noelani Kahale|1980-12-12|TR142001|placental site nodule",
        "S24-2|Ingrid Sorrells|1948-04-04|TR142017|Merkel cell carcinoma",
        "S24-3|Tamika Rutledge|1985-10-02|TR142033|sarcoidosis",
    )
    assert Element.DIAGNOSIS in found["Noelani Kahale"].elements


def test_names_alone_on_their_lines_stand_in_one_order() -> None:
    found = read_text(
        "FROEDGE KIMBERLYN\n  DQF979M80417   2024264E775302  090624  73721  900.00  0.00  CO197\n"
        "BONTRAGER AMOS\n  FCH178M76743   2024268BL843526  090924  97140  110.00  55.20\n"
        "PHANTHAVONG SUDA\n  PVF345M40298   2024258339157  091024  64721  1850.00  774.08\n"
    )
    amos = found["Amos Bontrager"]
    assert amos.member_ids == ("FCH178M76743",) and Element.CLAIM_NUMBER in amos.elements


def test_a_letter_speaks_of_whom_it_greets() -> None:
    found = read_text(
        "Dear Benita Houchens,\n4342 Dohoney Trace, Jamestown, KY 42629\n\nYour biopsy showed dysplastic nevus.\n"
    )
    assert Element.DIAGNOSIS in found["Benita Houchens"].elements and "Benita Houchens" in found.listed
    assert not read_text("Dear Benita Houchens,\n\nyour patient had a biopsy that showed dysplastic nevus.\n").listed
