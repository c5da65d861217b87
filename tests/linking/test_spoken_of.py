"""People of whom a text says little: one name for somebody in office, an initial, a bill, a lawyer, an owner's 's."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, item, read, read_grid, read_text
from tocsin.model.elements import Element, Role
from tocsin.model.segments import Field, FieldsBody

MINUTES = """
Present: Sigrid Aaberg MD, Anil Deshmukh MD, Wade Pickrel MD, Corliss Venn RN.

1) Harlan Bridger, 71, presented by Deshmukh. Squamous cell carcinoma of the tongue, T2N1. Weekly cisplatin.
Pickrel to see him Tuesday.

2) R. Armijo, whom many will remember. Triple-negative breast cancer. Then Rogelio asked for a bilateral mastectomy.
"""


def test_one_name_of_somebody_present_is_no_patients() -> None:
    found = read_text(MINUTES)
    assert found.listed == {"Harlan Bridger", "Rogelio Armijo"}
    assert has(found["Harlan Bridger"], Element.DIAGNOSIS, Element.MEDICATION)


def test_an_initial_is_spelt_out_by_the_given_name_that_follows() -> None:
    found = read_text(MINUTES)
    assert has(found["Rogelio Armijo"], Element.DIAGNOSIS, Element.PROCEDURE)


def test_a_relative_by_the_same_initial_spells_nothing_out() -> None:
    for beside in ("Her son Steven drives her to chemotherapy.", "Surgery per Steven on Tuesday."):
        found = read_text(f"S. Armijo has triple-negative breast cancer. {beside}")
        assert "Steven Armijo" not in found.listed


def test_one_name_that_a_patient_bears_too_stays_the_patients() -> None:
    found = read_text(
        "Present: Anil Deshmukh MD.\n\nAsha Deshmukh, 71, has lymphoma.\n\nBo Lindqvist, 66, has gout. Deshmukh takes rituximab."
    )
    assert has(found["Asha Deshmukh"], Element.DIAGNOSIS, Element.MEDICATION)


@pytest.mark.parametrize(
    "text",
    [
        "Re: Opal Reyes\nDOB 03/16/1957. She has breast cancer.\nAttorney for debtors: Trent Maughan, Elko\nacct DR-22817",
        "Opal Reyes, DOB 03/16/1957, has breast cancer.\nAdjuster at Farmers is Trent Maughan, who wants a copy of the file. He knows of the lymphoma.",
        "Opal Reyes, DOB 03/16/1957, has breast cancer.\nFor more information please call Trent Maughan at the front office.\n\nMRN 4417720",
        "La paciente Opal Reyes, nacida el 16 de marzo de 1957, tiene linfoma.\n"
        "De necesitar más información puede llamar a Trent Maughan de la oficina.\n\nExp. HC-20933",
        "Opal Reyes, DOB 03/16/1957.\nReturn date October 1.      Trent Maughan, Clerk\n\nIncludes postpartum depression 2012.",
        "Opal Reyes, DOB 03/16/1957.\nSworn before Trent Maughan, Notary Public\n\nShe has breast cancer.",
        "Opal Reyes, DOB 03/16/1957, fell at noon. Trent Maughan was paged for the hip fracture.",
        "Re: Opal Reyes\nDOB 03/16/1957\n\nDear Mr. Maughan:\n\nShe has adenocarcinoma. A CT of the chest was done.",
    ],
)
def test_lawyers_adjusters_and_those_to_call_are_no_patients(text: str) -> None:
    assert read_text(text).listed == {"Opal Reyes"}


def test_a_record_number_lines_below_a_relative_is_the_patients() -> None:
    text = "OPAL REYES     DOB 03/16/1957\nNEXT OF KIN  HECTOR (HUSBAND)\nEMPLOYER NONE\nMED REC 5647052   BILL NO 822851\n"
    found = read_text(text)
    assert has(found["Opal Reyes"], Element.MRN)
    assert found.listed == {"Opal Reyes"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Can we write off Chester Goodluck's account? He passed in April.", "Chester Goodluck"),
        ("In Hilo, Hiroshi Takaki's claim was denied again.", "Hiroshi Takaki"),
        ("The refund to Rosa Cajigas went to the old house.", "Rosa Cajigas"),
    ],
)
def test_whose_account_or_claim_it_is_is_a_patient(text: str, name: str) -> None:
    found = read_text(text)
    assert found[name].role is Role.PATIENT
    assert found.listed == {name}


def test_whose_birthday_it_is_is_nobodys_patient() -> None:
    assert not read_text("Is Hiroshi Takaki's birthday on Friday? We need a cake.").listed


def test_the_patient_whose_husband_called_is_no_relative() -> None:
    found = read_text(
        "five left over from the phone:\n\n- Chuy Carrasco, crash one, new lawyer, won't say who\n"
        "- Lorraine Hepworth's husband. I told him I can't. She has to sign. She is having the lumpectomy the 28th\n"
        "- Lupe Rincon needs somebody who speaks Spanish"
    )
    assert found["Lorraine Hepworth"].role is Role.PATIENT


def test_who_writes_in_a_portal_with_a_chart_is_the_patient_and_who_answers_with_a_degree_is_not() -> None:
    told = (
        ("threads.from", "Lupe Sapolu"),
        ("threads.mrn", "KL-4502"),
        ("threads.msgs.body", "the molar pregnancy is bleeding more today"),
        ("threads.msgs.who", "Napua Keliihoomalu MA"),
        ("threads.msgs.body", "Emergency room now please."),
    )
    found = read(item(FieldsBody(tuple(Field(path, value, path.rpartition(".")[2], 1) for path, value in told))))
    assert found.listed == {"Lupe Sapolu"}
    assert has(found["Lupe Sapolu"], Element.MRN, Element.DIAGNOSIS)


def test_a_log_whose_notes_name_others_too_is_a_list() -> None:
    found = read_grid(
        "4/1|talked to Roscoe Bartak about the results|biopsy was benign, he is relieved",
        "4/1|Phyllis Kuzela needs a refill before the weekend|letrozole, asked Ginny Moran to call it in",
        "4/3|Brooke Osnes left a message, nose bleeding again|plts 19, sent to the ER",
        "4/6|Delphine Fries is scared of what the letter said|BIRADS 4 on the mammogram",
    )
    assert has(found["Roscoe Bartak"], Element.PROCEDURE)
    assert has(found["Phyllis Kuzela"], Element.MEDICATION)
    assert has(found["Brooke Osnes"], Element.LAB_RESULT)
    assert "Ginny Moran" not in found.listed


@pytest.mark.parametrize("letterhead", ["TULSA FAMILY MEDICINE", "Guardian Dental", "Riverbend Family Practice"])
def test_a_practice_whose_name_says_family_heads_no_relatives(letterhead: str) -> None:
    found = read_text(f"{letterhead}\n\nRE:   Ingrid Solheim\n      DOB: 05/17/1949\n\nShe has adenocarcinoma.")
    assert found.roles == {"Ingrid Solheim": Role.PATIENT}


def test_where_a_sentence_comes_back_to_the_patient_an_address_is_hers() -> None:
    found = read_text(
        "Re: Ingrid Solheim\nDOB 05/17/1949\n\nMs. Solheim has adenocarcinoma. Her brother Nils farms."
        " She lives alone at 815 Quail Creek Dr, Tulsa OK 74103. Her daughter Kari lives at 12 Oak St, Tulsa OK 74105."
    )
    assert found.owners("815 Quail Creek Dr, Tulsa OK 74103") == {"Ingrid Solheim"}
    assert found.owners("12 Oak St, Tulsa OK 74105") == {"Kari"}


@pytest.mark.parametrize("header", ["author|text", "Taken by|Message", "time|author|text", "ts|user|message"])
def test_what_a_log_of_messages_says_is_of_whom_it_names_not_of_who_wrote(header: str) -> None:
    lead = "10/14/2024 8:02|" if header.count("|") == 2 else ""
    found = read_grid(
        header,
        f"{lead}Priya Menon|can someone call Arlo Whitfield back, his potassium was 6.1",
        f"{lead}Jess Tran|on it. MRN is 0088121 right?",
        f"{lead}Priya Menon|Beatriz Quintanilla needs Xeloda",
        f"{lead}Sam Okoro|the lymphoma clinic moved to Tuesday",
    )
    assert found.listed - {""} == {"Arlo Whitfield", "Beatriz Quintanilla"}
    assert found.owners("potassium was 6.1") == {"Arlo Whitfield"}
    assert found.owners("Xeloda") == {"Beatriz Quintanilla"}
    assert found.owners("0088121") == {""}


def test_the_notes_of_a_patients_row_are_the_patients_though_somebody_else_is_named() -> None:
    found = read_grid(
        "name|dob|notes",
        "Arlo Whitfield|3/3/1955|talked to Priya Menon, his potassium was 6.1",
        "Beatriz Quintanilla|11/2/1971|needs Xeloda",
    )
    assert found.owners("potassium was 6.1") == {"Arlo Whitfield"}


def test_a_newsletter_of_the_office_makes_nobody_a_patient() -> None:
    found = read_text(
        "Welcome to Yuki Stromberg (HR). Congratulations to Jamal Etheridge, 10 years!\n\nDid you know?\n\n"
        "Breast cancer awareness month starts October 1. Screening mammograms are covered at 100% by our plan.\n\nUnsubscribe\n"
    )
    assert found.listed == set()


def test_where_somebody_cannot_drive_to_is_no_person() -> None:
    found = read_text("Chue Thao, MRN 4471020, cannot drive to Madison. Call 920-508-2423.\n")
    assert found.owners("920-508-2423") == {"Chue Thao"}


def test_a_patient_who_paged_or_was_told_stays_one() -> None:
    for said in ("paged about her fever", "was notified by RN of breast cancer", "is aware of her breast cancer"):
        assert read_text(f"Opal Reyes {said}. DOB 03/16/1957.").listed == {"Opal Reyes"}
