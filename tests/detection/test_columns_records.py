"""Columns told by the table they stand in: record numbers under a practice's letters, places of the body, spans."""

from __future__ import annotations

import pytest

from tests.detection.test_columns import grid, kinds
from tocsin.detection.columns import type_grid
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

E, P = Element, Part


def test_a_practice_s_letters_and_a_number_sign_are_record_numbers() -> None:
    body = grid("Patient|CT#|Tech", "LEE, ANN|20412|VMAT", "ORTIZ, JOSE|20413|3D", "POE, DI|20690|VMAT")
    assert kinds(type_grid(body))[1] == (E.MRN, P.FULL)


@pytest.mark.parametrize(
    "column",
    [
        ("PO#", "20412", "20413", "20690"),
        ("EE #", "20412", "20413", "20690"),
        ("CT#", "20412", "20412", "20690"),
        ("CT#", "1", "2", "3"),
    ],
    ids=["an order", "an employee", "one number twice", "a count"],
)
def test_other_numbers_are_no_record_numbers(column: tuple[str, ...]) -> None:
    label, *values = column
    names = ["LEE, ANN", "ORTIZ, JOSE", "POE, DI"]
    body = grid(f"Patient|{label}|Tech", *(f"{name}|{value}|VMAT" for name, value in zip(names, values, strict=True)))
    assert kinds(type_grid(body))[1][0] is not E.MRN


def test_numbers_beside_names_nobody_calls_patients_are_no_record_numbers() -> None:
    body = grid("Name|CT#|Shirt", "LEE, ANN|20412|L", "ORTIZ, JOSE|20413|M", "POE, DI|20690|XL")
    assert kinds(type_grid(body))[1][0] is not E.MRN


def test_a_told_record_number_is_the_only_one() -> None:
    body = grid("Patient|MRN|CT#", "LEE, ANN|AA771|20412", "ORTIZ, JOSE|AA772|20413", "POE, DI|AA773|20690")
    assert [kind for kind, _ in kinds(type_grid(body))].count(E.MRN) == 1


def test_a_site_of_the_body_is_a_diagnosis_and_a_house_none() -> None:
    sites = grid("Patient|Site", "LEE, ANN|L lung SBRT", "ORTIZ, JOSE|prostate bed", "POE, DI|R tonsil + neck")
    houses = grid("Patient|Site", "LEE, ANN|Heart Hospital", "ORTIZ, JOSE|Breast Center", "POE, DI|Kidney Care")
    assert kinds(type_grid(sites))[1][0] is E.DIAGNOSIS
    assert kinds(type_grid(houses))[1][0] is E.FACILITY


def test_accession_numbers_of_a_registry_are_no_accounts() -> None:
    body = grid("Acc No|Name|DOB", "202300118|Lee, Ann|1/19/1944", "202100471|Poe, Di|6/30/1969")
    assert kinds(type_grid(body))[0][0] is E.OTHER_ID


def test_a_plan_of_payers_is_an_insurer_and_one_of_care_none() -> None:
    names = ("Lee, Ann", "Poe, Di", "Moe, Bo")
    payers = ("Aetna PPO", "Medicare", "BCBS Gold")
    deeds = ("recheck 2 wks", "start Monday", "call back")
    for values, kind in ((payers, E.INSURER), (deeds, None)):
        body = grid("Name|DOB|Plan", *(f"{n}|6/30/1969|{v}" for n, v in zip(names, values, strict=True)))
        assert kinds(type_grid(body))[2][0] is kind


def test_labels_that_span_others_are_no_first_line_of_each_person() -> None:
    body = grid(
        "Rider||Pick-up||Trip||Gas card #", "Last|First|Street|Town|Date|For|",
        "Rose|Young D.|2204 Prairie St|Emporia|2/3|FOLFOX|", "Villareal|Lupe|612 Mechanic St Apt 2|Emporia|2/3|Taxol|",
        "Villareal|Lupe|612 Mechanic St Apt 2|Emporia|2/10|Taxol|", "Case|Delbert|RR 2 Box 118|Olpe|2/12|shot|GC-004417",
        "Xiong|Mai Yer|1930 Industrial Rd #11|Emporia|2/19|consult|", "Stuckey|Ray|401 Chestnut|Strong City|2/24||GC-004421",
    )  # fmt: skip
    typed = type_grid(body)
    assert typed.data_rows(body) == [2, 3, 4, 5, 6, 7]
    assert kinds(typed)[:2] == [(E.NAME, P.LAST), (E.NAME, P.FIRST)]
    assert typed.role is Role.PATIENT


def test_fractions_of_a_dose_are_no_street() -> None:
    body = grid("Name|Course", "LEE, ANN|212 x 33", "ORTIZ, JOSE|267 x 15", "POE, DI|180 x 28")
    assert kinds(type_grid(body))[1][0] is not E.ADDRESS
