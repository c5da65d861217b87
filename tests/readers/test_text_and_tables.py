"""Plain text, delimited tables, pages, charsets, and telling types apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tocsin.config import READ
from tocsin.jail.protocol import Ended, Event, Said
from tocsin.model.evidence import ItemCode
from tocsin.model.segments import CELL_END, GridBody, unpack_body
from tocsin.readers import delimited, html, plain
from tocsin.readers.decoding import decode
from tocsin.readers.interface import Source
from tocsin.readers.sniff import sniff
from tocsin.readers.walk import Walk


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Müller".encode(), "Müller"),
        ("Müller".encode("utf-16"), "Müller"),
        ("Müller was seen here today".encode("utf-16-le"), "Müller was seen here today"),
        ("José".encode("cp1252"), "José"),
        ("\ufeffLee".encode(), "Lee"),
        (b"", ""),
    ],
)
def test_charsets(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"From a@b.c Mon Jan  1 10:00:00 2024\nFrom: a@b.c\n\nx", "x", "application/mbox"),
        (b"Received: from x\r\nFrom: a@b.c\r\nSubject: x\r\n\r\nx", "x.txt", "message/rfc822"),
        (b"Dear Sir: From here,\nwe go on.\n", "x.txt", "text/plain"),
        (b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "x.txt", "text/csv"),
        (b"a\tb\n1\t2\n4\t5\n7\t8\n", "x.dat", "text/csv"),
        (
            b"Hello, Ann, we spoke, and then,\nyou know, it was fine, really,\nand so on, and on, as ever.\n",
            "x",
            "text/plain",
        ),
        (b"<!DOCTYPE html><html><body>x", "x", "text/html"),
        (b"<?xml version='1.0'?><a/>", "x", "application/xml"),
        (b'{"a": 1}', "x", "application/json"),
        (b'{"a": 1}\n{"a": 2}\n{"a": 3}\n', "x", "application/x-ndjson"),
        (b"%PDF-1.4\n", "x.csv", "application/pdf"),
        (b"MSH|^~\\&|A|B\rPID|1||2\r", "x.txt", "application/hl7-v2"),
        (
            b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *240101*1000*^*00501*000000001*0*P*:~GS*HC",
            "x",
            "application/edi-x12",
        ),
        (bytes(range(256)) * 64, "x", "application/x-high-entropy"),
        (b"", "x", "application/x-empty"),
    ],
)
def test_types_by_content(head: bytes, name: str, media_type: str) -> None:
    assert sniff(head, name, len(head)) == media_type


def test_a_table_keeps_quotes_and_lines(read: Callable[..., Any]) -> None:
    found = read(delimited.READER, b'name,note\r\n"Lee, Ann","two\r\nlines"\r\n', name="x.csv")
    assert found.grids[0][2] == [["name", "note"], ["Lee, Ann", "two\nlines"]]


def test_stray_quotes_do_not_swallow_rows(read: Callable[..., Any]) -> None:
    rows = "".join(f'{n},"5 ft tall,Ann{n}\n' for n in range(60))
    found = read(delimited.READER, ("id,height,name\n" + rows).encode(), name="x.csv")
    assert "Ann59" in found.all_text()
    assert sum(len(rows) for _, _, rows, _ in found.grids) == 61


def test_rows_before_a_fault_are_kept(read: Callable[..., Any]) -> None:
    before = csv.field_size_limit(1_000)
    try:
        found = read(delimited.READER, b'id,note\n1,a\n2,"' + b"x" * 2_000 + b'"\n3,c\n', name="x.csv")
    finally:
        csv.field_size_limit(before)
    assert found.cannot is ItemCode.PARTLY_CORRUPT
    assert [row for _, _, rows, _ in found.grids for row in rows] == [["id", "note"], ["1", "a"]]


def test_columns_left_out_are_told() -> None:
    data = b"a," * 3_000 + b"\n" + b"1," * 3_000 + b"\n"
    events: list[Event] = []
    Walk(events.append, READ, {}, (), len(data)).read_root(io.BytesIO(data), len(data), "x.csv", "text/csv", None, 0)
    (said,) = [event for event in events if isinstance(event, Said)]
    body = unpack_body(said.body)
    assert isinstance(body, GridBody)
    assert {len(row) for row in body.rows} == {READ.grid_columns}
    assert [event.code for event in events if isinstance(event, Ended)] == ["truncated"]


def test_slices_of_a_table_number_rows_as_the_whole_does() -> None:
    data = ("id,note\n" + "".join(f'{n},"line\nbreak {n}"\n' for n in range(400))).encode()
    limits = replace(READ, unit_bytes=1000)
    source = Source(io.BytesIO(data), len(data), "x.csv", "text/csv")
    units = delimited.READER.plan(source, limits)
    assert len(units) > 3
    assert [row for unit in units for row in _rows(data, unit)] == _rows(data, None)


def _rows(data: bytes, unit: Any) -> list[tuple[int, list[str]]]:
    kept: list[tuple[int, list[str]]] = []

    class Sink:
        def grid(self, rows: Any, place: str, first_row: int = 1, head: Any = (), is_sheet: bool = False) -> None:
            assert next(iter(head)) == ["id", "note"]
            kept.extend(enumerate(map(list, rows), first_row))

        def lines(self, lines: Any, place: str, first_row: int = 1, head: Any = ()) -> None:
            self.grid([line.split(CELL_END) for line in lines], place, first_row, [one.split(CELL_END) for one in head])

    delimited.READER.read(Source(io.BytesIO(data), len(data), "x.csv", "text/csv"), Sink(), READ, unit)  # type: ignore[arg-type]  # enough of a sink
    return kept


def test_plain_text_is_whole_whatever_its_line_ends(read: Callable[..., Any]) -> None:
    assert read(plain.READER, b"a\r\nb\rc\n").texts == [("body", "a\nb\nc\n")]


def test_slices_of_a_text_hold_every_line() -> None:
    data = b"".join(b"line %d\n" % n for n in range(200_000))
    source = Source(io.BytesIO(data), len(data), "x.txt", "text/plain")
    units = plain.READER.plan(source, replace(READ, unit_bytes=1 << 20))
    assert [units[0].start, units[-1].end] == [0, len(data)]
    assert all(a.end == b.start for a, b in pairwise(units))
    assert data[: units[1].start].count(b"\n") + 1 == units[1].first_ordinal


def test_pages_leave_scripts_out_and_keep_tables_apart(read: Callable[..., Any]) -> None:
    page = b"""<html><head><title>List</title><style>p{}</style></head><body><script>var ssn=1</script>
      <p>Ann<br>Lee</p><table><tr><td rowspan=2>Bo</td><td>1</td></tr><tr><td>2</td></tr></table>
      <table><tr><td><table><tr><td>inner</td></tr></table></td></tr></table></body></html>"""
    found = read(html.READER, page)
    assert found.grids[0][2] == [["Bo", "1"], ["Bo", "2"]]
    text = found.all_text()
    assert "var ssn" not in text and "inner" in text and "Ann\nLee" in text and "List" in text


def test_what_a_page_does_not_show_is_read_apart(read: Callable[..., Any]) -> None:
    page = b"""<html><head><meta name=description content="List of June"><meta name=viewport content="width=7"></head>
    <body><p title="MRN 4471">Ann Lee</p><input type=hidden name=dob value="1970-01-02">
    <input type=hidden name=__STATE value="abc"><a href="mailto:ann@lee.example?subject=x">write</a>
    <a href="tel:555-0101">555-0101</a><!-- SSN 123-45-6788 --><!-- menu --><!--[if mso 9]>7<![endif]-->
    <table><caption>Patients of Dr. Roe</caption><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
    <script>var x = 7</script><script type="application/json">{"name": "Bo Ray"}</script></body></html>"""
    found = read(html.READER, page)
    assert {place: text for place, text in found.texts if ", " in place} == {
        "body, description": "List of June", "body, tips": "MRN 4471", "body, hidden fields": "dob: 1970-01-02",
        "body, links": "ann@lee.example", "body, comments": "SSN 123-45-6788",
    }  # fmt: skip
    assert "Patients of Dr. Roe" in found.all_text()
    assert found.children == [(1, "", b'{"name": "Bo Ray"}')]


@pytest.mark.parametrize("part", ["<a ", '<a href="', "<input type=hidden value=", "<!--", "<script json>", "title="])
def test_pages_made_to_be_slow_are_looked_through_once(read: Callable[..., Any], part: str) -> None:
    assert read(html.READER, (part * 50_000).encode()).cannot is None


def test_columns_set_with_blanks_in_html_stay_apart(read: Callable[..., Any]) -> None:
    page = b"""<html><body><p>See
      below.<br>Patient    DOB         ID<br>Lee, Ann   3/4/1961    H12345678<br>
      x&nbsp;&nbsp;&nbsp;y   </p></body></html>"""
    lines = read(html.READER, page).all_text().split("\n")
    assert lines == ["See below.", "Patient    DOB         ID", "Lee, Ann   3/4/1961    H12345678", "x   y"]


def test_a_term_and_its_value_stand_on_one_line(read: Callable[..., Any]) -> None:
    page = b"<html><body><dl><dt>Patient Name</dt><dd>Eddie Noble</dd><dt>DOB:</dt><dd>5/20/1956</dd></dl><p>End</p></body></html>"
    lines = [line for line in read(html.READER, page).all_text().split("\n") if line]
    assert lines == ["Patient Name: Eddie Noble", "DOB: 5/20/1956", "End"]


def test_a_page_without_bottom_gives_its_text(read: Callable[..., Any]) -> None:
    page = b"<html><body>" + b"<div>" * 60_000 + b"Ann Lee" + b"</div>" * 60_000 + b"<p>Bo Roe"
    assert "Ann Lee" in read(html.READER, page).all_text() and "Bo Roe" in read(html.READER, page).all_text()
    flat = b"<html><body>" + b"<div>x</div>" * 9_000 + b"<table><tr><td>Name</td><td>SSN</td></tr></table>"
    assert not html._is_bottomless(flat.decode())
