"""Spreadsheets: every cell under its own name, numbers as they were shown, what hangs around the cells."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers.xlsx import READER

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_part(data, part, change):
    """Return the package with one part changed by a function of its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return out.getvalue()


def test_numbers_come_out_as_they_were_shown(read):
    book = openpyxl.Workbook()
    sheet = book.active
    shown = [
        (123456789, "000-00-0000", "123-45-6789"),
        (2139, "00000", "02139"),
        (6175550143, "[<=9999999]###-####;\\(###\\)\\ ###-####", "(617) 555-0143"),
        (datetime.datetime(1951, 4, 3), "m/d/yyyy", "1951-04-03"),
        (datetime.datetime(1951, 4, 3, 14, 30), "m/d/yy h:mm", "1951-04-03 14:30"),
        (4111.0, "General", "4111"),
        (12.5, "0.00", "12.5"),
        (True, "General", "TRUE"),
        ("00123", "@", "00123"),
    ]
    for row, (value, code, _) in enumerate(shown, 1):
        sheet.cell(row, 1, value).number_format = code
    recorded = read(READER, _saved(book), XLSX)
    assert [row[0] for row in recorded.grids[0][2]] == [text for _, _, text in shown]


def test_hidden_sheets_rows_and_columns_are_read(read):
    book = openpyxl.Workbook()
    book.active["A1"] = "seen"
    hidden = book.create_sheet("Old patients")
    hidden.sheet_state = "veryHidden"
    hidden["B2"] = "unseen"
    hidden.row_dimensions[2].hidden = True
    hidden.column_dimensions["B"].hidden = True
    recorded = read(READER, _saved(book), XLSX)
    assert recorded.grids[1][:3] == ("Old patients", 2, [["", "unseen"]])


def test_every_chunk_has_the_head_and_its_own_row_number(read):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Roster")
    sheet.append(["Name", "SSN"])
    for number in range(2500):
        sheet.append([f"Person {number}", f"{number:09}"])
    recorded = read(READER, _saved(book), XLSX)
    assert [first for _, first, _, _ in recorded.grids] == [1, 1001, 2001]
    assert all(head[0] == ["Name", "SSN"] for _, _, _, head in recorded.grids)
    assert sum(len(rows) for _, _, rows, _ in recorded.grids) == 2501


def test_a_wrong_dimension_loses_no_cell(read):
    book = openpyxl.Workbook()
    for row in range(1, 20):
        book.active.cell(row, 3, f"cell {row}")
    data = _with_part(
        _saved(book), "xl/worksheets/sheet1.xml", lambda text: re.sub(r'ref="[^"]*"', 'ref="A1"', text, count=1)
    )
    assert sum("cell" in row[-1] for row in read(READER, data, XLSX).grids[0][2]) == 19


def test_a_lone_cell_in_the_far_corner_costs_nothing(read):
    book = openpyxl.Workbook()
    book.active["A1"] = "near"
    book.active.cell(1_048_576, 16_384, "far")
    recorded = read(READER, _saved(book), XLSX)
    assert recorded.grids[0][2] == [["near"]]
    assert [(f.path, f.value) for f in recorded.field_lists[0][1]] == [("Sheet!XFD1048576", "far")]


def test_comments_boxes_headers_and_pictures(read):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Q3")
    sheet.write("A1", "value")
    sheet.write_comment("A1", "call Ann Lee")
    sheet.insert_textbox("C3", "see Bob Ray")
    sheet.set_header("&LWard 7&RConfidential")
    book.close()
    recorded = read(READER, out.getvalue(), XLSX)
    said = dict(recorded.texts)
    assert "A1: call Ann Lee" in said["Q3 comments"]
    assert said["Q3 drawing"] == "see Bob Ray"
    assert said["Q3 header"].split() == ["Ward", "7", "Confidential"]


def test_addresses_behind_cells_are_read(read):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List")
        sheet.write_url("A1", "mailto:ann@lee.example?subject=x", string="Ann Lee", tip="MRN 4471")
        sheet.write_url("A2", "mailto:bo@ray.example", string="Bo@ray.example")
        sheet.write_url("A3", "https://x.example/", string="site")
    assert ("List links", "A1: ann@lee.example\nA1: MRN 4471") in read(READER, out.getvalue(), XLSX).texts


def test_rows_without_references_are_counted(read):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["c", "d"])
    data = _with_part(_saved(book), "xl/worksheets/sheet1.xml", lambda text: re.sub(r' r="[A-Z]?\d+"', "", text))
    assert read(READER, data, XLSX).grids[0][2] == [["a", "b"], ["c", "d"]]


def test_a_cut_sheet_gives_what_is_there_and_says_so(read):
    book = openpyxl.Workbook()
    for row in range(50):
        book.active.append([f"person {row}"])
    book.active["A1"].comment = Comment("note", "x")
    data = _with_part(_saved(book), "xl/worksheets/sheet1.xml", lambda text: text[: len(text) // 2])
    recorded = read(READER, data, XLSX)
    assert len(recorded.grids[0][2]) > 15
    assert ItemCode.PARTLY_CORRUPT in recorded.codes


def test_a_broken_package_is_corrupt(read):
    assert read(READER, b"PK\x03\x04" + b"\0" * 100, XLSX).cannot is ItemCode.CORRUPT


def test_entities_are_not_resolved(read):
    book = openpyxl.Workbook()
    book.active["A1"] = "seen"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = _with_part(_saved(book), "xl/worksheets/sheet1.xml", lambda text: bomb + text.replace("seen", "&b;"))
    assert "aaaa" not in read(READER, data, XLSX).all_text()


def test_a_bomb_is_named(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='a' id='r1'/></sheets></workbook>")
        rows = b"<worksheet><sheetData>" + b"<row><c t='inlineStr'><is><t>x</t></is></c></row>" * 20_000
        package.writestr("xl/worksheets/sheet1.xml", rows)
    limits = ReadLimits(expansion_free_bytes=1000)
    assert read(READER, out.getvalue(), XLSX, limits=limits).cannot is ItemCode.BOMB


@pytest.mark.parametrize(
    ("ref", "codes"), [("A1:B2", []), ("A1", []), ("A1:B1", []), ("A1:B9", [ItemCode.COUNT_DIFFERS]), ("x:y", [])]
)
def test_rows_are_held_against_the_range_that_the_sheet_says(read, ref, codes):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = 7, 8
    said = _with_part(
        _saved(book), "xl/worksheets/sheet1.xml", lambda text: re.sub(r'ref="[^"]*"', f'ref="{ref}"', text, count=1)
    )
    recorded = read(READER, said, XLSX)
    assert recorded.grids[0][2] == [["7"], ["", "8"]]
    assert recorded.codes == codes
