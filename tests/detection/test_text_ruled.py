"""Tables whose columns are shown by the line drawn under their labels."""

from __future__ import annotations

from tests.linking.small_items import detector
from tocsin.detection.text_lines import Lines
from tocsin.detection.text_ruled import part_by_rule
from tocsin.model.elements import Element

SCHEDULE = """LAKE SHORE HEM ONC              INFUSION SCHEDULE           10/21/2026        PAGE   1
CHAIR TIME  PATIENT                 MRN       REGIMEN            DUR  RN    NOTE
----- ----- ----------------------- --------- ------------------ ---- ----- ------------------
  1   0800  KNOLL, MARGUERITE J     00441209  PEMBRO 200 Q3W      60  JT    STUDY PT - BRIGHT3
  2   0815  DINH, THUY-AN           00438812  VENOFER 200 #3      45  JT
  3   0830  *** HOLD ***
  4   0830  BELL, OCTAVIA           00440071  TAXOL/CARBO C4      240 MS    PORT / FAMILY W/ PT
  5   0900  FINN, PATRICK L         00399180  PRBC 2U             210 MS    TYPE O NEG
        TOTAL CHAIRS: 4
"""


def test_groups_of_dashes_are_the_columns() -> None:
    lines = Lines(SCHEDULE)
    assert part_by_rule(lines, 1)
    assert [text for _, _, text in lines[1].cells] == [
        "CHAIR",
        "TIME",
        "PATIENT",
        "MRN",
        "REGIMEN",
        "DUR",
        "RN",
        "NOTE",
    ]
    assert [text for _, _, text in lines[6].cells][-3:] == ["240", "MS", "PORT / FAMILY W/ PT"]


def test_what_a_column_of_nurses_holds_is_no_illness() -> None:
    found = [
        (span.element.value, SCHEDULE[span.start : span.end])
        for span in detector().find_spans(SCHEDULE)
        if span.element
    ]
    assert ("provider", "MS") in found
    assert not any(element == "diagnosis" for element, _ in found)


def test_rows_that_run_over_the_gaps_are_in_no_such_table() -> None:
    text = "Patient  Acct  Note\n-------  ----  ----\nMarguerite Knoll-Dinh 00441209 calls back\n" * 2
    assert not part_by_rule(Lines(text), 0)


def test_a_drawn_line_without_known_labels_above_says_nothing() -> None:
    assert not part_by_rule(Lines("abc    def    ghi\n-----  -----  -----\none    two    three\n"), 0)


def test_one_row_is_enough_where_the_columns_are_drawn() -> None:
    text = (
        "SUBJ   INIT NAME                     SCREENED  RESULT\n"
        "------ ---- ------------------------ --------- --------------------\n"
        "    12 ABQ  Little Elk Whirlwind Rae 04-AUG-26 enrolled\n"
    )
    names = [text[s.start : s.end] for s in detector().find_spans(text) if s.element and s.element.value == "name"]
    assert names == ["Little Elk Whirlwind Rae"]


STANDS_BESIDE = """ ARR   NAME                      AGE SX  MED REC   COMPLAINT / DX         MD   DISP
 ----  ------------------------  --- --  -------   ---------------------  ---  ------
 0012  UMANA ROSALINDA            38  F  5882506   THREATENED AB         FN   HOME
 0147  RHINEHART THADDEUS         74  M  7724734   FOOT WOUND            FN   ADM
 0320  MOGHADDAM SHIRIN           43  F  1799027   MIGRAINE              FN   HOME
 0902  CANTRELL DREAMA            67  F  8656577   COPD EXAC / TOB       WA   OBS
 1015  ANKRAH PATIENCE            59  F  4836144   HYPERTENSIVE URGENCY  FN   HOME
 ----                                              TOTAL 5   ADM 1
"""


def test_values_that_stand_a_place_beside_their_column_are_of_it() -> None:
    spans = detector().find_spans(STANDS_BESIDE)
    told = [STANDS_BESIDE[s.start : s.end] for s in spans if s.element is Element.MRN]
    assert told == ["5882506", "7724734", "1799027", "8656577", "4836144"]
