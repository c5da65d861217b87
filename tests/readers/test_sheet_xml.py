"""Workbooks of Excel 2003 in XML: rows where they stand, days, comments; broken ones as far as they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.model.evidence import ItemCode
from tocsin.readers.sheet_xml import MEDIA_TYPE, READER
from tocsin.readers.sniff import sniff

BOOK = b"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Pts"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Patients</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">Lee, <B xmlns="http://www.w3.org/TR/REC-html40">Ann</B></Data>
<Comment><ss:Data>call <B>sister</B></ss:Data></Comment></Cell>
<Cell ss:Index="3"><Data ss:Type="DateTime">1970-01-02T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">1970-01-02T08:30:00.000</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="Two"><Table><Row><Cell><Data ss:Type="Number">7</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_rows_stand_where_they_are(read: Callable[..., Any]) -> None:
    assert sniff(BOOK, "x.xml", len(BOOK)) == sniff(BOOK, "x.xls", len(BOOK)) == MEDIA_TYPE
    found = read(READER, BOOK)
    assert [(place, first, rows) for place, first, rows, _ in found.grids] == [
        ("Pts", 1, [["Patients", "", "x"], [], [], ["Lee, Ann", "", "1970-01-02", "1970-01-02T08:30:00.000"]]),
        ("Two", 1, [["7"]]),
    ]
    assert [(place, [(one.path, one.value) for one in fields]) for place, fields in found.field_lists] == [
        ("Pts comments", [("Pts!A4", "call sister")])
    ]
    assert found.codes == []


def test_a_workbook_that_is_cut_off_is_read_in_part(read: Callable[..., Any]) -> None:
    found = read(READER, BOOK[: BOOK.index(b'<Worksheet ss:Name="Two"')])
    assert "Lee, Ann" in found.all_text()
    assert ItemCode.PARTLY_CORRUPT in {*found.codes, found.cannot}


def test_entities_are_not_resolved(read: Callable[..., Any]) -> None:
    head = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY f "many">]>\n'
    data = head + BOOK[BOOK.index(b"<Workbook") :].replace(b">7<", b">&e;&f;<")
    assert "many" not in read(READER, data).all_text()


@given(st.binary(max_size=40), st.integers(0, 10_000))
def test_spoiled_books_end(junk: bytes, at: int) -> None:
    outcome(READER, spoiled(BOOK, junk, at))
