"""Tables parted by bars, and entries of lists whose surnames are common words."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector
from tocsin.detection.text_tables import find_tables

BOARD = """# Infusion chairs

| Chair | Patient | DOB | Drug | Notes |
|---|---|---|---|---|
| 1 | Everett Kills Small | 4/2/1951 | Opdivo | wife drives, 605-555-0133 |
| 2 | Mary Lou Hanson | 11/30/1948 | Taxol | |
| 3 | Thomas Runs After | 1/9/1962 | | 605-555-0171 |

Robert Olson is at lunch.
"""
LIST = """INFUSION BOARD   TUE 9/8
CHAIRS OPEN   4
NURSES OUT   2

Everett Kills Small: Opdivo 0900
Mary Hanson: Taxol 0930 605-555-0190
Thomas Runs After: Rituxan 1000
Carl Berg: Keytruda 1100
"""


def found(detector: Detector, text: str, *elements: str) -> set[str]:
    spans = detector.find_spans(text)
    return {text[s.start : s.end] for s in spans if s.element is not None and s.element.value in elements}


def test_bars_part_the_columns_of_a_table(detector: Detector) -> None:
    assert found(detector, BOARD, "date_of_birth") == {"4/2/1951", "11/30/1948", "1/9/1962"}
    assert found(detector, BOARD, "name") >= {"Everett Kills Small", "Mary Lou Hanson", "Thomas Runs After"}
    assert found(detector, BOARD, "medication") == {"Opdivo", "Taxol"}


def test_a_quoted_table_with_bars_is_one(detector: Detector) -> None:
    quoted = "".join(f"> {line}\n" for line in BOARD.splitlines())
    assert found(detector, quoted, "date_of_birth") == {"4/2/1951", "11/30/1948", "1/9/1962"}


def test_without_bars_at_the_ends_and_without_labels(detector: Detector) -> None:
    rows = "Ann Lee | 4/5/1960 | gout\nMarco Diaz | 5/6/1971 | asthma\nRuth Beck | 6/7/1982 | gout\n"
    assert found(detector, rows, "date_of_birth") == {"4/5/1960", "5/6/1971", "6/7/1982"}


@pytest.mark.parametrize(
    "text",
    [
        "PID|1||123^^^A||LEE^ANN\nPV1|1|I|2W\nOBX|1|NM|GLU\n",
        "home | about | contact\nterms | privacy | help\n",
        "a | b\nc | d\n",
    ],
)
def test_other_bars_make_no_table(text: str) -> None:
    assert find_tables(text) == []


def test_a_row_of_another_width_ends_the_table() -> None:
    (table,) = find_tables(BOARD + "\n| a | b |\n")
    assert BOARD[table.start :].startswith("| Chair") and BOARD[: table.end].endswith("605-555-0171 |")


def test_between_entries_that_name_people_words_are_surnames(detector: Detector) -> None:
    assert found(detector, LIST, "name") == {"Everett Kills Small", "Mary Hanson", "Thomas Runs After", "Carl Berg"}


def test_other_entries_are_nobody(detector: Detector) -> None:
    plans = "- Mary Hanson: MRI\n- Claims Pending: two\n- Joy Has Not Called: again\n- Carl Berg: cycle 4\n"
    assert found(detector, plans, "name") == {"Mary Hanson", "Carl Berg"}


def test_many_tables_and_a_printed_report_beside_them_are_all_read() -> None:
    report = (
        "\nPatient             DOB         Acct      Plan\n"
        "Bo Ek               5/6/1971    5520818   Aetna\nMarco Diaz          6/7/1982    5520819   Aetna\n"
    )
    tables = find_tables("\n".join([BOARD] * 3) + report)
    assert len(tables) == 4 and [t.start for t in tables] == sorted(t.start for t in tables)
