"""Pieces of printed lines by their shape, and rows laid over columns."""

from __future__ import annotations

import pytest

from tests.detection.growth import grows_linearly
from tocsin.detection.engine import Detector
from tocsin.detection.text_lines import Lines
from tocsin.detection.text_pieces import Kind, align, pieces_of
from tocsin.detection.text_report_labels import labels_of_pieces

ROW = [Kind.NUMBER, Kind.WORDS, Kind.DAY, Kind.ACT]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("MRN: 104471 Lee, Ann DOB 3/14/1961 Ph (615) 555-0104", ["MRN", "", "DOB", "Ph"]),
        ("Rose, Jewel DOB 3/14/1961", ["", "DOB"]),
    ],
)
def test_a_label_goes_with_the_value_behind_it(line, labels):
    assert [piece.label for piece in pieces_of(line)] == labels


def test_pieces_stand_where_they_are():
    line = "  Lee, Ann (dep of Lee, Bo)   20240105 99213-25 2 E119 120.00"
    pieces = pieces_of(line)
    assert all(line[piece.start : piece.end] == piece.text for piece in pieces)
    kinds = [Kind.WORDS, Kind.DAY, Kind.ACT, Kind.COUNT, Kind.ILLNESS, Kind.MONEY]
    assert [piece.kind for piece in pieces] == kinds


def test_a_number_of_an_act_may_be_a_records():
    assert align(pieces_of("10447 Lee, Ann 3/4/2024 99213"), ROW) == [0, 1, 2, 3]


def test_a_row_without_a_cell_leaves_its_column_empty():
    assert align(pieces_of("Lee, Ann 3/4/2024 99213"), ROW) == [1, 2, 3]


def test_a_second_name_stands_apart():
    assert align(pieces_of("10447 Lee, Ann   Lee, Bo 3/4/2024 99213"), ROW) == [0, 1, -1, 2, 3]


def test_codes_of_two_illnesses_are_of_one_column():
    columns = [Kind.DAY, Kind.ILLNESS, Kind.WORDS]
    assert align(pieces_of("3/4/2024 C50.911, Z51.11 Orlov"), columns) == [0, 1, 1, 2]


def test_values_of_other_kinds_fit_no_columns():
    assert align(pieces_of("10447 Lee, Ann C50.911 (615) 555-0104"), ROW) is None


def test_labels_that_one_blank_parts_are_told_by_what_stands_below():
    lines = Lines("CHART PT NAME SVC DT PROC CD\n10447 Lee, Ann 3/4/2024 99213")
    assert labels_of_pieces(lines, 1, ROW) == ["CHART", "PT NAME", "SVC DT", "PROC CD"]


def test_labels_of_other_things_are_not_these():
    lines = Lines("DOCTOR SVC DT PROC DX\nLee, Ann 104471 3/4/1961 (615) 555-0104")
    assert labels_of_pieces(lines, 1, [Kind.WORDS, Kind.NUMBER, Kind.DAY, Kind.PHONE]) == []


@pytest.mark.parametrize(
    "piece",
    [
        "CLAIM PATIENT MEMBER DOB PROC\n12/01/24 99213 C50.911 12345 Lee\n",
        "CLAIM PATIENT MEMBER DOB PROC\nLee, Ann 12/01/24 99213 C50.911\n99214 12/02/24 Roe, Carl 77123456\n",
        "Lee, Ann 104471 03/14/1961 (615) 555-0104\n11/18/2024 96413 C90.00 Hastings\n",
    ],
)
def test_labels_over_rows_that_do_not_fit_them_cost_linear_time(detector: Detector, piece: str) -> None:
    assert grows_linearly(detector.find_spans, piece, 25_000)
