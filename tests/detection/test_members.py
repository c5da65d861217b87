"""Members' numbers that no label names, licences as the card prints them, banks' numbers side by side; all made up."""

from __future__ import annotations

from functools import cache

import pytest

from tocsin.detection.engine import Detector
from tocsin.detection.members import is_member_shaped
from tocsin.detection.values import normalise
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

E = Element


@cache
def detector() -> Detector:
    """Return one detector for all tests."""
    return Detector()


def found(text: str, element: Element) -> list[str]:
    """Return what is found of an element in a text."""
    return [text[s.start : s.end] for s in detector().find_spans(text) if s.element is element]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Pt Ann Lee, ID W278031863, GRP NMK1", "W278031863"),
        ("  Mackenzie Foster   7/2/2009   XNB298463414   (81025)", "XNB298463414"),
        ("Ann Lee dob 1/26/70 still anthem XGP894M10429? claim kicked", "XGP894M10429"),
        ("su tarjeta de Medicaid es TRQ559M75947. Vive en Ohio", "TRQ559M75947"),
        ("I was born in 1975, Kaiser Permanente WA 85783175501.", "85783175501"),
        ("Lee, Ann\nbd 01/27/2009\nid 58535680\nreason: cough", "58535680"),
        ("HEALTH PLAN\n  Member: Ann Lee\n  Identification No. 43077607 01", "43077607"),
        ("Ins1: Show-Me Advantage HMO H944722001", "H944722001"),
        (" MEMBER: ANN LEE            ID: W233525008      DOB: 04/24/1943 ", "W233525008"),
    ],
)
def test_a_member_number_needs_no_label(text: str, number: str) -> None:
    assert found(text, E.MEMBER_ID) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Claim ref XNB298463414 for Ann Lee",
        "Ann Lee, order ORD298463414",
        "part number W278031863 is back in stock",
        "build id 58535680 failed again",
        "call Aetna 8005550122 for Ann Lee",
        "Ann Lee, invoice # XNB298463414",
    ],
)
def test_other_numbers_are_no_members(text: str) -> None:
    assert found(text, E.MEMBER_ID) == []


def test_an_insurer_ends_before_its_member_number() -> None:
    assert found("Ins1: Show-Me Advantage HMO H944722001", E.INSURER) == ["Show-Me Advantage HMO"]


def test_the_form_of_members_numbers() -> None:
    assert [is_member_shaped(x) for x in ("XNB298463414", "H12345678", "1EG4-TE5-MK73", "MRN298463414", "12345")] == [
        True, True, True, False, False,
    ]  # fmt: skip


CARD = """MISSOURI  DRIVER LICENSE   USA
4d K672284125    9 CLASS F
3 DOB 01/18/1990  4b EXP 05/2029
1 RUFFLE
2 DEVONTE A
8 4887 W GRAND ST LOT 10
  HARRISON AR 72601
15 SEX M 16 HGT 5-06
"""


def test_a_licence_is_read_by_the_numbers_of_its_fields() -> None:
    spans = {(s.element, s.part.value): CARD[s.start : s.end] for s in detector().find_spans(CARD)}
    assert spans[E.DRIVER_LICENSE, "full"] == "K672284125"
    assert (spans[E.NAME, "last"], spans[E.NAME, "first"]) == ("RUFFLE", "DEVONTE A")
    assert spans[E.DATE_OF_BIRTH, "full"] == "01/18/1990"


def test_numbered_lines_elsewhere_are_no_licence() -> None:
    text = "Steps to take\n1 RUFFLE\n2 DEVONTE A\n4d K672284125\n"
    assert found(text, E.DRIVER_LICENSE) == []
    assert not any(s.detector == "licence-card" for s in detector().find_spans(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("My license is TN 101229845 and my phone is new", "101229845"),
        ("Ann sent his license, it is TN 066714402, dob 2/6/55.", "066714402"),
    ],
)
def test_a_licence_is_said(text: str, number: str) -> None:
    assert found(text, E.DRIVER_LICENSE) == [number]


def test_a_state_and_digits_alone_are_no_licence() -> None:
    assert found("Shipped to TN 101229845 last week. The license was renewed.", E.DRIVER_LICENSE) == []


@pytest.mark.parametrize("text", ["B,091900999,5027188873,CHK", "Iron Range CU 091900999 63687518371"])
def test_banks_numbers_stand_side_by_side(text: str) -> None:
    assert found(text, E.ROUTING_NUMBER) == ["091900999"]
    assert len(found(text, E.ACCOUNT_NUMBER)) == 1


def test_nine_digits_and_a_number_are_no_bank_without_its_words() -> None:
    assert found("parts 091900999 63687518371 in stock", E.ACCOUNT_NUMBER) == []


def test_an_address_goes_on_behind_a_suffix_that_is_part_of_its_name() -> None:
    assert found("lives at 7476 Mockingbird Hill Rd Apt 2", E.ADDRESS) == ["7476 Mockingbird Hill Rd Apt 2"]


@pytest.mark.parametrize(
    ("text", "date"), [("change chart pls & bd 11/13/67 matches", "11/13/67"), ("o Ann Lee   7/2/2009   x", "")]
)
def test_bd_is_a_birth_date(text: str, date: str) -> None:
    assert found(text, E.DATE_OF_BIRTH) == ([date] if date else [])


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("1. Fenimore, Cletus  WH182161  75M   presenting: A", "75"),
        ("50F with cough since May", "50"),
        ("Foley 16F placed", ""),
        ("budget of 20M for 2024", ""),
    ],
)
def test_an_age_runs_together_with_the_sex(text: str, age: str) -> None:
    assert found(text, E.AGE) == ([age] if age else [])


def test_a_number_right_behind_a_kind_of_coverage_is_the_members() -> None:
    text = "his ins is Show-Me Advantage HMO H014638501, and mcaid 7159932451 before"
    assert found(text, E.MEMBER_ID) == ["H014638501", "7159932451"]
    assert found(text, E.INSURER)[0] == "Show-Me Advantage HMO"
    assert not found("Medicare 2024 premium table, Medicaid (see 800-555-0199)", E.MEMBER_ID)


def test_who_is_named_far_before_in_an_endless_line_does_not_speak_for_a_number() -> None:
    far, near = "Rosa Quill, DOB 1/2/1960" + " and so on" * 300, "Rosa Quill, DOB 1/2/1960"
    assert found(f"{near} XQH776823514", E.MEMBER_ID) == ["XQH776823514"]
    assert found(f"{far} XQH776823514", E.MEMBER_ID) == []


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("asked in person with Va. license 31611834; birth August 9, 1995", ["31611834"]),
        ("ID     Maryland license 49018621", ["49018621"]),
        ("Texas license no. 44718829 expired", ["44718829"]),
        ("her VA license is 31611834, PA license #31611835", ["31611834", "31611835"]),
        ("Maryland medical license 49018621", []),
        ("RN, Ohio license 49018621", []),
        ("Indiana license plate 449XKP", []),
        ("a Texas license for 12 years", []),
    ],
)
def test_a_license_of_a_state_is_a_drivers_unless_a_profession_is_named(text: str, licences: list[str]) -> None:
    assert found(text, E.DRIVER_LICENSE) == licences


@pytest.mark.parametrize(
    ("value", "is_one"), [("251170032", True), ("991170032", False), ("25117003", False), ("021000021", True)]
)
def test_under_a_label_of_banks_a_number_need_not_pass_its_check(value: str, *, is_one: bool) -> None:
    assert normalise(E.ROUTING_NUMBER, Part.FULL, value)[1] is is_one


def test_a_form_pads_its_values_and_parts_a_members_number() -> None:
    text = "Sub name  Harriet Brooks\nID        YBM 771 20 4418 02                grp   0044120-001\nPlan      Anthem PPO\n"
    assert found(text, E.MEMBER_ID) == ["YBM 771 20 4418 02"]
    assert found("ID        YBM 771 20 4418 02\nTicket closed\n", E.MEMBER_ID) == []
