"""Lines between bars that say whose a page is, names before sex and birth, the child that a page begins with."""

from __future__ import annotations

import pytest

from tests.detection.growth import grows_linearly
from tests.linking.small_items import detector
from tocsin.detection.values import normalise
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part


def told(text: str) -> list[tuple[str, str]]:
    spans = detector().find_spans(text)
    return [(str(s.element), text[s.start : s.end]) for s in spans if s.element not in {None, Element.INSURER}]


def test_a_strip_holds_record_number_and_birth() -> None:
    text = "Pt: Ebony L. Crudup | 803700 | 02/28/82 | CareFirst XWV803474964\nDate: 24-AUG-26\n"
    assert told(text)[:4] == [
        ("name", "Ebony L. Crudup"), ("mrn", "803700"), ("date_of_birth", "02/28/82"), ("member_id", "XWV803474964"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Lee | 551288 | 9/1/2026 | follow up\n", [("name", "Ann Lee"), ("mrn", "551288"), ("date", "9/1/2026")]),
        ("Ann Lee | MRN 4471 | 551288 | 3/4/1960\n", [("mrn", "4471"), ("date_of_birth", "3/4/1960")]),
        ("Ann Lee | 551288 | x\nBob Boyd | 551289 | y\n", [("name", "Ann Lee"), ("name", "Bob Boyd")]),
        ("Suite 4 | 80370 | Tampa\n", []),
        ("Menu | 803700 | 02/28/82\n", [("date", "02/28/82")]),
    ],
    ids=["visit", "labelled", "table", "nobody", "no name"],
)
def test_other_lines_with_bars_are_not(text: str, found: list[tuple[str, str]]) -> None:
    numbers = {Element.NAME, Element.MRN, Element.DATE, Element.DATE_OF_BIRTH}
    assert [one for one in told(text) if one[0] in numbers and one != ("name", "Ann Lee")] == [
        one for one in found if one != ("name", "Ann Lee")
    ]


def test_a_name_before_sex_and_birth_is_one_whatever_the_lexicons_say() -> None:
    text = "Vangyi , Nkauj   F   02/24/83  Acc S26-11873  Coll 8/19\n"
    assert told(text)[:3] == [
        ("name", "Vangyi , Nkauj"), ("date_of_birth", "02/24/83"), ("other_id", "S26-11873"),
    ]  # fmt: skip
    assert told("Acct: PA26-10442, balance due") == [("account_number", "PA26-10442")]
    assert ("name", "Phone , Notes") not in told("Phone , Notes   F   02/24/83\n")
    assert ("date", "3/4/2026") in told("seen with Ann M 3/4/2026\n")


def test_the_child_that_a_page_begins_with_is_its_patient() -> None:
    text = "Child: Diego Escobar   DOB 2/17/2018   #41991      With: mother, Marisol Escobar\nWt 31.2 kg\n"
    spans = {text[s.start : s.end]: s for s in detector().find_spans(text)}
    assert spans["Diego Escobar"].party is Role.PATIENT
    assert spans["Marisol Escobar"].element is Element.RELATIVE
    other = "Patient: Ann Lee  DOB 3/4/1960\nChild: Diego Lee  DOB 2/17/2018\n"
    spans = {other[s.start : s.end]: s for s in detector().find_spans(other)}
    assert spans["Diego Lee"].element is Element.RELATIVE


def test_values_behind_labels_of_a_form_are_found_though_rows_below_are_typed() -> None:
    text = (
        "Student     Jonah Luke Stormont        Gr 9        DOB  3/19/2011\n"
        "Parent 1    Rebekah Stormont      cell 406-267-9934     email rs25@q-post.example\n"
        "Condition   severe hemophilia A\nMedicine    emicizumab every 2 wks (home)\n"
    )
    assert {("name", "Jonah Luke Stormont"), ("relative", "Rebekah Stormont")} <= set(told(text))


@pytest.mark.parametrize(
    "value", ["VOID", "Mon 9/14", "UNKNOWN MALE #3", "Maryland license 49018621", "Hold", "** bad addr - returned"]
)
def test_what_stands_where_a_name_would_is_nobody(value: str) -> None:
    assert not normalise(Element.NAME, Part.FULL, value)[1]
    assert normalise(Element.NAME, Part.FULL, "Ann Void")[1]


@pytest.mark.parametrize("value", ["dup of 00118", "` 6 digits", "DX ALL N18.6.", "[X] BRCA1/2 + PALB2"])
def test_what_is_said_of_numbers_is_none(value: str) -> None:
    assert not normalise(Element.MRN, Part.FULL, value)[1]
    assert all(normalise(Element.MRN, Part.FULL, number)[1] for number in ("GC 104411", "gc 104411", "*104411"))


@pytest.mark.parametrize("piece", ["Ann Lee | 551288 | 3/4/1960\n\n", "| ", "A , B   F   02/24/83 ", "PT LEE, ANN "])
def test_takes_time_in_proportion(piece: str) -> None:
    assert grows_linearly(detector().find_spans, piece)
