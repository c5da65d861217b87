"""Sheets whose labels run down, of which half are known, and what stands beside a name or in a column by its letters."""

from __future__ import annotations

import pytest

from tests.linking.small_items import read_grid
from tocsin.detection.engine import Detector
from tocsin.linking.table_words import telling_words
from tocsin.model.elements import Element

E = Element


def found(detector: Detector, text: str) -> set[tuple[str, str]]:
    return {(s.element.value, text[s.start : s.end]) for s in detector.find_spans(text) if s.element is not None}


def test_a_sheet_on_its_side_has_labels_that_nobody_knows_too() -> None:
    read = read_grid(
        "Case|1|2|3", "Name|Susan Haverford|Leticia Arvizu|Nguyet Dinh", "DOB|1957-09-16|1974-06-20|1962-11-05",
        "KGO #|KY641523|KY195966|KY372157", "Procedure|sentinel nodes|cold knife cone|exploratory laparotomy",
        "Interpreter|no|Spanish|Vietnamese", "H&P < 30 d|yes|yes|NO!!", "Ride home|husband|sister|daughter",
    )  # fmt: skip
    assert read.owners("1957-09-16") == {"Susan Haverford"} and read.owners("1962-11-05") == {"Nguyet Dinh"}


def test_a_form_of_two_columns_is_read_by_its_labels() -> None:
    read = read_grid(
        "CHECK REQUEST|", "|", "Payee|Harold Wines", "Street|9864 Sycamore Dr", "City|Elko, NV 89801", "Amount|212.4",
        "Account|4909782", "Why|paid twice", "DOS|2026-08-20", "Asked by|T. Lindqvist",
    )  # fmt: skip
    assert read.owners("4909782") == {"Harold Wines"}
    assert not {s for s in read.subjects if s.last_name in {"Street", "DOS"}}


@pytest.mark.parametrize(
    ("cell", "number"), [("Yolanda Figueroa, MR 726708", "726708"), ("Jasvir Johal (531123)", "531123")]
)
def test_a_number_beside_a_patients_name_is_the_records(cell: str, number: str) -> None:
    read = read_grid("#|Patient|Age|Diagnosis", f"1|{cell}|56|gout", "2|Ann Lee (631124)|61|asthma", "3|Bo Ek|52|gout")
    owners = [s for s in read.subjects if number in s.mrns]
    assert len(owners) == 1


@pytest.mark.parametrize(
    ("said", "number"), [("our chart 811196", "811196"), ("her chart is 785928;", "785928"), ("MR 703957", "703957")]
)
def test_charts_are_records(detector: Detector, said: str, number: str) -> None:
    assert ("mrn", number) in found(detector, said)


@pytest.mark.parametrize("said", ["our # 602-555-0143", "MR 3T scan 12345", "her chart is due"])
def test_other_numbers_are_none(detector: Detector, said: str) -> None:
    assert "mrn" not in {e for e, _ in found(detector, said)}


def test_family_and_given_names_by_letters_and_tax_numbers_beside_births() -> None:
    read = read_grid(
        "ext_no|nm_f|nm_g|nm_m|brth|tin", "9018870|Niemeyer|Kathleen|B|1954-03-04|497776574",
        "2534891|Dickerson|Roberta|S|1949-08-22|", "4904109|Muhammad|Aisha|N|1971-11-09|487332740",
        "1827804|Palazzolo|Teresa|G|1962-05-17|", "7634705|Brinkmann|Colleen|M|1966-10-01|498857180",
    )  # fmt: skip
    assert read["Kathleen Niemeyer"].ssn == "497776574"


def test_the_tax_number_of_who_bills_is_nobodys_ssn() -> None:
    read = read_grid(
        "Patient|DOB|Member ID|TIN|Charge", "Ann Lee|4/5/1960|W12345678|621234567|120.00",
        "Bo Ek|5/6/1971|W22345678|621234567|80.00", "Marco Diaz|6/7/1982|W32345678|621234567|95.00",
    )  # fmt: skip
    assert {s.ssn for s in read.subjects} == {""}


def test_two_columns_of_given_names_hold_no_family_names() -> None:
    read = read_grid(
        "nm_f|pref|brth", "William|Bill|4/5/1960", "Robert|Bobby|5/6/1971", "Elizabeth|Betty|6/7/1982",
        "Margaret|Peggy|6/7/1972",
    )  # fmt: skip
    assert not {s.last_name for s in read.subjects} & {"William", "Robert", "Elizabeth", "Margaret"}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("* Gilda Primavera  HealthWell 4410-77, mantle cell lymphoma", {"Gilda Primavera"}),
        ("CarolAnn DiNardo and MaryBeth LeRoy had labs", {"CarolAnn DiNardo", "MaryBeth LeRoy"}),
        ("Eau Claire infusion full Thursday", set()),
        ("Charge capture for SBRT - question", set()),
        ("RE: Kitchell estate", {"Kitchell"}),
    ],
)
def test_what_is_no_part_of_a_name(detector: Detector, said: str, names: set[str]) -> None:
    assert {v for e, v in found(detector, said) if e == "name"} == names


def test_a_labelled_value_ends_with_its_sentence(detector: Detector) -> None:
    said = "Ins: True Health NM, 156721302. On Eliquis for the factor V Leiden."
    assert {("insurer", "True Health NM"), ("member_id", "156721302"), ("medication", "Eliquis")} <= found(
        detector, said
    )
    assert ("date_of_birth", "05/16/2011") in found(detector, "Relationship: [X] child, date of birth 05/16/2011")


def test_a_card_is_no_telephone_abroad(detector: Detector) -> None:
    assert "phone" not in {e for e, _ in found(detector, "Visa 4000 0035 6600 1284, exp 11/28")}


def test_cells_of_an_export_that_names_them_by_letters() -> None:
    read = read_grid(
        "no|N|B|A@l|A@c|A@s|A@z|Dx|Dx@v", "576493|Tidwell, Roosevelt A|10/05/1967|1942 W 9th St|White Hall|AR|71602|F20.9|10",
        "181247|Stovall, Brittney L|03/16/1995|4441 Duck Pond Rd|Dumas|AR|71639|F60.3|10",
        "203705|Peebles, Janelle K|12/14/1987|598 Rosedown Dr|Stuttgart|AR|72160|F10.20|10",
        "412329|Bearden, Scotty R|05/22/1972|6849 E Walnut Lawn|White Hall|AR|71602|F11.20|10",
    )  # fmt: skip
    assert read["Roosevelt Tidwell"].zip == "71602"
    assert not [m for m in read.mentions if m.text == "10" or (m.element is E.PROCEDURE and m.text.startswith("7"))]


def test_tables_of_persons_are_no_offices() -> None:
    assert "person" in telling_words("prsn_loc")
