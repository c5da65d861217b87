"""Eight hard addressees: what each of them gets, word by word. ``pytest --regenerate`` writes the files anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.notices.incident import made, person, setting, texts
from tocsin.notices.compose import letter_of

GOLDEN = Path(__file__).parent / "golden"
HOME = {"address_1": "41 Larkspur Ln", "city": "Baltimore", "state": "MD", "zip": "21201"}
CASES: dict[str, list[dict[str, Any]]] = {
    "two-practices": [person(1, covered_entities="gulf;blue", elements="member_id;diagnosis;date_of_birth")],
    "twins": [
        person(1, first_name="Mia", date_of_birth=date(1990, 4, 4), ssn="", merge_reasons="twin"),
        person(2, first_name="Mia", date_of_birth=date(1990, 4, 4), ssn="", middle_name="J", merge_reasons="twin"),
    ],
    "junior-and-senior": [
        person(1, first_name="Carl", suffix="Sr", sex="M", date_of_birth=date(1940, 1, 1), ssn=""),
        person(2, first_name="Carl", suffix="Jr", sex="M", date_of_birth=date(1970, 1, 1), ssn=""),
    ],
    "deceased-at-his-sons": [
        person(1, first_name="Otto", sex="M", is_deceased=True, date_of_birth=date(1931, 1, 1), **HOME),
        person(2, first_name="Carl", sex="M", date_of_birth=date(1970, 1, 1), ssn="222334444", **HOME),
    ],
    "child-of-divorced-parents": [
        person(1, first_name="Lily", is_minor=True, addressee_name="Carl Lee", date_of_birth=date(2015, 1, 1), **HOME),
        person(2, first_name="Carl", sex="M", date_of_birth=date(1980, 1, 1), address_1="9 Elm Ave", ssn="222334444"),
        person(3, first_name="Bea", last_name="Moss", date_of_birth=date(1982, 1, 1), ssn="333445555", **HOME),
    ],
    "no-address": [person(1, address_1="", city="", zip="")],
    "spanish-only": [person(1, first_name="María", last_name="Ortiz", state="TX", city="El Paso", zip="79901")],
    "employee-and-patient": [person(1, roles="employee;patient", elements="ssn;account_number;diagnosis", state="NC")],
}


@pytest.mark.parametrize("case", CASES)
def test_what_each_of_them_gets(case: str, golden: Callable[[Path, str], None]) -> None:
    languages = {"per_000000000001": "es"} if case == "spanish-only" else {}
    found = made(*CASES[case], languages=languages, codes=("CODE-1", "CODE-2", "CODE-3"))
    letters = [letter_of(row, setting(MD=3)) for row in sorted(found.rows, key=lambda row: str(row["notice_id"]))]
    missing = [f"No letter to {notice}: no usable address; told by substitute notice." for notice in found.no_address]
    golden(GOLDEN / f"{case}.txt", "\n".join([texts(letters), *missing]).strip() + "\n")
