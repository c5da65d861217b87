"""Lines of grouped reports: what they say of the rows below, and lines that say nothing of them."""

from __future__ import annotations

import pytest

from tocsin.detection.group_heads import is_group_head, said_of_rows
from tocsin.detection.text_lines import Line
from tocsin.detection.text_visits import heads_visits, visit_cells


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("PROVIDER: 1040  HASTINGS, MARGUERITE MD (CONT.)", [("provider", "HASTINGS, MARGUERITE MD")]),
        ("Dr. Beth Carlisle - Infusion (4)", [("provider", "Beth Carlisle")]),
        ("Provider Carlisle, Beth", [("provider", "Carlisle, Beth")]),
        ("PROC 38221   BONE MARROW BIOPSY", [("procedure", "38221   BONE MARROW BIOPSY")]),
        ("   Procedure 96413 - Chemo admin", [("procedure", "96413 - Chemo admin")]),
        ("Service: PET/CT skull base to mid-thigh (78815)", [("procedure", "PET/CT skull base to mid-thigh")]),
        ("FINANCIAL CLASS: BCB  BCBS OF TENNESSEE", [("insurer", "BCB  BCBS OF TENNESSEE")]),
        ("SCHEDULE FOR 03/04/2024          RESOURCE: DR KEMP", [("date", "03/04/2024"), ("provider", "KEMP")]),
        ("Provider: Ann Rao, MD    Service: 96413 Chemo    Date: 3/4/2024",
         [("provider", "Ann Rao, MD"), ("procedure", "96413 Chemo"), ("date", "3/4/2024")]),
    ],
)  # fmt: skip
def test_a_line_says_something_of_the_rows_below(line: str, said: list[tuple[str, str]]) -> None:
    assert [(one.element.value, line[one.start : one.end]) for one in said_of_rows(line)] == said


@pytest.mark.parametrize(
    "line",
    [
        "",
        "LEE, ANN   DOB 3/3/1961",
        "Patient: Ann Lee",
        "12345 SMITH, JOHN",
        "35601 Decatur",
        "Date: 3/4/2024",
        "  DATE        CPT      DX         PROVIDER               CHARGE",
        "PROVIDER TOTAL 1040",
        "Please call Dr. Hastings",
        "Did Dr. Hastings call?",
        "RUN 03/12/24 06:10",
    ],
)
def test_other_lines_say_nothing_of_rows(line: str) -> None:
    assert said_of_rows(line) == []


def test_a_head_stands_no_farther_right_than_rows_begin() -> None:
    assert is_group_head(["Port flush", "", "", ""], 4) and not is_group_head(["", "", "3/8/2024", "D64.9"], 4)
    assert not is_group_head(["Lee, Ann", "", "", ""], 4) and not is_group_head(["Total", "", "", "9"], 4)


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("LEE, ANN  01/02/65  Aetna PPO", True),
        ("PATIENT SANDOVAL, FLORA      MRN 732885", True),
        ("Account 8501535  LEE, ANN", True),
        ("03/06/24    99214   C34.11    Hastings", False),
        ("Provider: Hastings, Marguerite", False),
        ("See the list below", False),
    ],
)
def test_lines_that_name_whose_visits_follow(line: str, heads: bool) -> None:
    made = Line(0, line)
    assert heads_visits(made.cells, line) is heads


def test_a_visit_has_a_day_and_a_code() -> None:
    assert len(visit_cells(Line(0, "03/06/24    99214   C34.11    Hastings"))) == 4
    assert not visit_cells(Line(0, "03/06/24    called   left word    Hastings"))
    assert not visit_cells(Line(0, "Hastings    03/06/24    99214   C34.11"))
