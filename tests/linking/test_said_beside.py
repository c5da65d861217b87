"""Whose something is by brackets, a new name or the word patient, and who is in office by what is said of them."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, read_grid, read_text
from tocsin.model.elements import OFFICE_ROLES, Element, Role

E = Element


def test_what_stands_in_brackets_with_a_name_is_of_its_bearer() -> None:
    found = read_text(
        "Monique Treadwell called. The bill of her mother (Hazel Treadwell, acct 7509108, mastectomy, $84) went to "
        "her. She is a patient herself, abnormal pap, acct 7174155."
    )
    assert has(found["Hazel Treadwell"], E.ACCOUNT_NUMBER, E.PROCEDURE)
    assert found.owners("7509108") == {"Hazel Treadwell"} and found.owners("7174155") == {"Monique Treadwell"}


def test_who_is_now_called_otherwise_is_one_person() -> None:
    found = read_text("- Samantha Armijo is now Samantha Ortiz (married 8/15). DOB 07/11/1990. On Eliquis.\n")
    assert set(found.roles) == {"Samantha Ortiz"}
    assert has(found["Samantha Ortiz"], E.DATE_OF_BIRTH, E.MEDICATION)


def test_of_a_points_names_the_one_told_patient_has_its_values() -> None:
    found = read_text(
        "1. Chairs ordered. K. Boone, 555-0142.\n"
        "2. Needlestick 9/3 (D. Yoder) - source patient Walter Hobbs, MRN 440213, hep C pos\n"
        "3. Flu shots, L. Marsh, 555-0143.\n"
    )
    assert found.owners("440213") == {"Walter Hobbs"}


def test_those_who_sell_to_a_practice_are_no_patients() -> None:
    found = read_text(
        "Vendor / rep visits, September\n\n9/2  Jill Tavares (BMS) - lunch for 12, Opdivo\n"
        "9/4  Marcus Whitfield, Genentech  Tecentriq cards\n9/9  Dana Kerrigan  Neulasta demo 11:30\n"
    )
    assert found.listed == set()


def test_who_reports_a_ticket_is_in_office() -> None:
    found = read_grid(
        "Ticket|Reported By|Dept|Summary|Assigned To",
        "88121|Renee Applegate|Infusion|printer prints blank labels|Kyle Boone",
        "88125|Marlene Katz|Front Desk|cannot open Jordan Pell chart, chemo orders missing|Kyle Boone",
        "88130|Angie Pruitt|Billing|remits do not post|Priya Nair",
    )
    assert found.listed == {"Jordan Pell"}


@pytest.mark.parametrize(
    "said",
    [
        "Beth Ostrowski sent the olanzapine to Walgreens.",
        "RSVP to Beth Ostrowski, Taxol talk at noon.",
        "Beth Ostrowski prescribed the olanzapine.",
        "Beth Ostrowski, Amgen rep, brought Neulasta.",
    ],
)
def test_who_does_the_offices_work_is_in_office(said: str) -> None:
    assert read_text(said).roles["Beth Ostrowski"] in OFFICE_ROLES


@pytest.mark.parametrize(
    "said",
    [
        "Payment posted to Ann Lee, acct 5520817.",
        "Faxed to Ann Lee, MRN 440213, her labs.",
        "Ann Lee told the rep her SSN is 525-92-3917.",
        "Ann Lee called the BCBS rep about her claim, DOB 4/5/1960.",
        "Ann Lee ordered a wheelchair, has MS.",
        "Ann Lee put in a complaint about her chemo.",
        "Bed 4 assigned to Ann Lee, chemo.",
        "She is covered by Ann Lee, Aetna W12345678.",
        "Nausea reported by Ann Lee, on Taxol.",
    ],
)
def test_what_patients_do_too_makes_nobody_one_of_the_office(said: str) -> None:
    assert read_text(said).listed == {"Ann Lee"}


def test_a_boy_of_somebody_is_a_relative() -> None:
    found = read_text("Alvin Nakai, SSN 525-92-3917. His boy Kyle Nakai is well. Her dog too.")
    assert found.roles["Kyle Nakai"] is Role.RELATIVE


def test_professionals_with_licences_and_births_stay_professionals() -> None:
    found = read_grid(
        "Last|First|Cred|NPI|DEA|DOB",
        "Thibault|Marcelle|MD|1846010811|AT2830470|7/6/1961",
        "Fairweather|Clyde|DO|1846029977|YF4281493|9/9/1956",
        "Raghunathan|Usha|MD|1846038366|GR2972034|1/14/1985",
    )
    assert found.listed == set()


def test_the_children_whom_alone_a_list_of_records_names_are_its_patients() -> None:
    found = read_grid(
        "mrn|kid|age|last ht / wt", "GH91877|Lucia Arriaga|8y|118 cm / 20.1 kg", "GH96098|Anh Le|5y|101 cm / 14.9 kg"
    )
    assert {found.roles[name] for name in ("Lucia Arriaga", "Anh Le")} == {Role.PATIENT}


@pytest.mark.parametrize(
    "chat",
    [
        "[9/29/2026 9:02 AM] Nam Kieu\nmorning. Bao Ly needs a redraw\n[9/29/2026 9:03 AM] Bich Vandenberg\n"
        "again? his chart BG-652209\n[9/29/2026 9:05 AM] Nam Kieu\ntell him refill dasatinib\n"
        "[9/29/2026 9:11 AM] Bich Vandenberg\nok\n",
        "Nam Kieu  9:02 AM\nmorning. Bao Ly needs a redraw\nBich Vandenberg  9:03 AM\nagain? his chart BG-652209\n"
        "Nam Kieu  9:05 AM\ntell him refill dasatinib\nBich Vandenberg  9:11 AM\nok\n",
    ],
)
def test_a_chat_whose_speakers_stand_over_what_they_say(chat: str) -> None:
    found = read_text(chat)
    assert found.listed == {"Bao Ly"} and has(found["Bao Ly"], E.MRN, E.MEDICATION)


def test_a_childs_number_is_of_whom_the_row_names() -> None:
    found = read_grid(
        "CHILD_ID|LAST|FIRST|DOB|VAX", "UW-17460|Almond|Emma|20160411|Flu", "UW-18396|Kendall|Zion|20140902|Tdap"
    )
    assert found.owners("UW-17460") == {"Emma Almond"} and len(found.subjects) == 2


def test_what_stands_behind_a_former_surname_is_of_whom_it_was() -> None:
    found = read_text(
        "Shanice Reid (chart still says Okonkwo) UHC 9140519893  - Kisqali\nDuc Trinh  8/21/1963 - hepatocellular ca\n"
    )
    assert found.owners("9140519893") == found.owners("Kisqali") == {"Shanice Reid"}


def test_a_relative_in_brackets_is_not_a_former_name() -> None:
    found = read_text("Shanice Reid (daughter Ann Okonkwo) 931-555-0141\n")
    assert "Ann Okonkwo" in found.roles


def test_who_drew_a_check_is_its_payer() -> None:
    found = read_grid(
        "Item|Check no|Drawn by|Acct credited|Amount",
        "1|7244|Bill Payne|465260|155.00",
        "2|1220|Ernestine Boykin|624175|117.00",
    )
    assert found.owners("465260") == {"Bill Payne"}


def test_who_drew_blood_is_in_office() -> None:
    found = read_grid("Patient|MRN|Drawn by", "Ann Lee|4471020|Kim Novak", "Bob Boyd|4471021|Kim Novak")
    assert found.listed == {"Ann Lee", "Bob Boyd"}
    assert {one.role for one in found.named("Kim Novak")} == {Role.PROVIDER}
