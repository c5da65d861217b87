"""Two people of one surname of whom the first is named by a given name alone."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, read_grid, read_text
from tocsin.detection.names_couples import couple_in
from tocsin.model.elements import Element


@pytest.mark.parametrize("both", ["Cecil & Nell Loveall", "Cecil and Nell Loveall", "Cecil + Nell Loveall"])
def test_what_is_said_of_a_pair_is_said_of_both(both: str) -> None:
    found = read_text(f"{both} came in together; both have prostate or breast cancer.")
    assert found.listed == {"Cecil Loveall", "Nell Loveall"}
    assert all(has(found[name], Element.DIAGNOSIS) for name in found.listed)


def test_what_a_later_line_says_is_of_the_one_named_last() -> None:
    found = read_text("Cecil & Nell Loveall have lymphoma.\nShe starts rituximab.")
    assert has(found["Nell Loveall"], Element.MEDICATION)
    assert not has(found["Cecil Loveall"], Element.MEDICATION)


def test_twins_share_their_birth_date_and_others_do_not() -> None:
    twins = read_text("Twins Ava and Mia Szymanski (b. 6/1/2019) had bronchiolitis.")
    assert {twins["Ava Szymanski"].date_of_birth, twins["Mia Szymanski"].date_of_birth} == {"2019-06-01"}
    others = read_text("Ava and Mia Szymanski (b. 6/1/1961) had lymphoma.")
    assert (others["Ava Szymanski"].date_of_birth, others["Mia Szymanski"].date_of_birth) == ("", "1961-06-01")


@pytest.mark.parametrize(
    "text",
    [
        "Bob Ellison and Meredith Cole have lymphoma.",
        "Records and Meredith Cole have lymphoma.",
        "Ellison, Bob and Meredith Cole have lymphoma.",
    ],
)
def test_those_of_two_surnames_are_no_pair(text: str) -> None:
    found = read_text(text)
    assert not found.named("Bob Cole")
    assert not found.named("Records Cole")


def test_physicians_of_one_surname_are_no_patients() -> None:
    assert not read_text("Drs. Amy and Paul Keene will see the patients with lymphoma.").listed


def test_a_cell_of_two_people_is_parted_and_its_row_is_of_both() -> None:
    found = read_grid(
        "name|phone|dx|address",
        "Hank & June Sample|417-555-0142|melanoma|12 Oak St, Tulsa OK 74103",
        "Ruth Villanueva|417-555-0143|CLL|14 Oak St, Tulsa OK 74103",
        "Gus and Thelma Whitcomb|417-555-0144||15 Oak St, Tulsa OK 74103",
    )
    assert found.listed == {"Hank Sample", "June Sample", "Ruth Villanueva", "Gus Whitcomb", "Thelma Whitcomb"}
    for name in ("Hank Sample", "June Sample"):
        assert has(found[name], Element.DIAGNOSIS, Element.PHONE, Element.ADDRESS)
    assert not has(found["Gus Whitcomb"], Element.DIAGNOSIS)
    assert not has(found["Thelma Whitcomb"], Element.DIAGNOSIS)


def test_two_whole_names_in_a_cell_are_two_people() -> None:
    found = read_grid(
        "Pt|Drug|Note",
        "Hazel Woods|Evenity|dob 8/8/1948",
        "Phuong Vo + Nadia Haddad|Entyvio|one application",
        "Rosario, Carmelo / Fashola, Olamide|Herceptin|",
    )
    assert found.listed == {"Hazel Woods", "Phuong Vo", "Nadia Haddad", "Carmelo Rosario", "Olamide Fashola"}
    assert all(has(found[name], Element.MEDICATION) for name in found.listed)


def test_two_streets_or_houses_in_a_cell_are_no_couple() -> None:
    assert couple_in("Oak Street / Elm Street") is None and couple_in("Knights / Columbus") is None


def test_a_cell_with_a_sign_between_parts_of_one_name_is_of_one() -> None:
    found = read_grid("Pt|Drug", "Hazel Woods|Evenity", "Ann Lee/Boyd|Ocrevus", "O'Neill / MacRae, Sean|Stelara")
    assert len(found.listed) == 3


def test_who_is_named_apart_in_a_cell_of_text_gets_the_surname() -> None:
    found = read_grid(
        "(Abraxane wkly)|Cecil & Nell Loveall\n1 Mill Pond Rd\nSmiths Grove KY 42171\n(Cecil: Pluvicto)",
        "(FOLFIRI)|Hae-Won Kim\n450 Old Morgantown Rd\nBowling Green KY 42101",
    )
    assert {"Cecil Loveall", "Nell Loveall", "Hae-Won Kim"} <= found.listed
    assert has(found["Cecil Loveall"], Element.ADDRESS)


def test_a_line_of_a_list_may_name_two() -> None:
    found = read_text(
        "SUPPORT GROUP SIGN IN\n"
        "name                    how we reach you            what brings you (optional)\n"
        "Grace Ofori-Atta        417-555-0191                breast -> bones, 3 yrs!\n"
        "Hal & Jean Tunstall     hjt@showme.example          Jean: melanoma\n"
        "Abdirahman Warsame      abdi.w@showme.example       kidney\n"
    )
    assert {"Hal Tunstall", "Jean Tunstall"} <= found.listed
    assert has(found["Hal Tunstall"], Element.EMAIL)


@pytest.mark.parametrize("greeting", ["Good afternoon", "Hey"])
def test_whom_a_message_greets_and_writes_of_is_the_patient(greeting: str) -> None:
    found = read_text(f"Desk log\n\n{greeting} Rosalie Schad, your biopsy came back benign.")
    assert has(found["Rosalie Schad"], Element.LAB_RESULT)
