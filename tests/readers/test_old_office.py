"""Binary workbooks and presentations, OneNote sections, and compound files of an unknown kind."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.readers.conftest import Recorder
from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import ole, onenote, ppt, xlsx
from tocsin.readers.cfb_write import compound_file
from tocsin.readers.interface import CannotRead, Source
from tocsin.readers.sniff import sniff

XLS = "application/vnd.ms-excel"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"


def rec(kind, *parts):
    data = b"".join(parts)
    return struct.pack("<HH", kind, len(data)) + data


def wide(text, count="<H"):
    return struct.pack(count, len(text)) + b"\1" + text.encode("utf-16-le")


def bof(kind, version=0x0600):
    return rec(0x809, struct.pack("<HH4x8x", version, kind))


def cell(kind, row, column, *value, style=0):
    return rec(kind, struct.pack("<HHH", row, column, style), *value)


def biff8(*sheet, tail=b""):
    formats = rec(0x41E, struct.pack("<H", 164), wide("000-00-0000")) + rec(
        0x41E, struct.pack("<H", 165), wide("00000")
    )
    styles = b"".join(rec(0xE0, struct.pack("<HH", 0, number)) for number in (0, 164, 165, 14))
    text = "José " * 10
    first, second = text[:20], text[20:]
    shared = rec(
        0xFC, struct.pack("<II", 2, 2), wide("Ann Lee"), struct.pack("<H", 50), b"\1", first.encode("utf-16-le")
    )
    shared += rec(0x3C, b"\0", second.encode("latin-1"))
    globals_ = bof(5) + formats + styles + shared
    names = [
        rec(0x85, struct.pack("<IBB", 0, state, 0), wide(name, "<B")) for name, state in (("Main", 0), ("Secret", 2))
    ]
    stream = globals_ + b"".join(names) + rec(0x0A) + bof(0x10) + b"".join(sheet) + rec(0x0A)
    return compound_file({"Workbook": stream + bof(0x10) + cell(0xFD, 0, 0, struct.pack("<I", 0)) + rec(0x0A) + tail})


def test_cells_of_a_binary_workbook_come_as_they_were_shown(read):
    data = biff8(
        cell(0xFD, 0, 0, struct.pack("<I", 0)), cell(0xFD, 0, 1, struct.pack("<I", 1)),
        cell(0x203, 1, 0, struct.pack("<d", 12345678), style=1), cell(0x27E, 1, 1, struct.pack("<I", 2139 << 2 | 2), style=2),
        cell(0x203, 1, 2, struct.pack("<d", 29254), style=3), rec(0xBD, struct.pack("<HHHIHIH", 2, 1, 0, 1 << 2 | 2, 0, 5 << 2 | 2, 2)),
        cell(0x06, 3, 0, b"\0\0\0\0\0\0\xff\xff", bytes(6)), rec(0x207, wide("made")), cell(0x205, 3, 1, b"\1\0"),
    )  # fmt: skip
    recorded = read(xlsx.READER, data, XLS)
    assert recorded.grids[0][:3] == (
        "Main", 1, [["Ann Lee", "José " * 10], ["012-34-5678", "02139", "1980-02-03"], ["", "1", "5"], ["made", "TRUE"]],
    )  # fmt: skip
    assert recorded.grids[1][:3] == ("Secret", 1, [["Ann Lee"]])


def test_what_stands_around_the_cells(read):
    note = rec(0x1B6, bytes(10), struct.pack("<HH", 7, 0), bytes(4)) + rec(0x3C, b"\0", b"ask Ann")
    chart = bof(0x20) + cell(0x203, 0, 0, struct.pack("<d", 9)) + rec(0x100D, b"\0\0", wide("Deaths", "<B")) + rec(0x0A)
    data = biff8(cell(0x203, 0, 0, struct.pack("<d", 1)), note, rec(0x14, wide('&L&"Arial"Ward 7')), chart)
    recorded = read(xlsx.READER, data, XLS)
    assert recorded.grids[0][2] == [["1"]]
    assert recorded.texts == [("Main comments", "ask Ann"), ("Main header", "Ward 7"), ("Main chart", "Deaths")]


@pytest.mark.parametrize(
    ("first", "label", "number"),
    [
        (rec(0x009, struct.pack("<HH", 2, 0x10)), rec(0x04, struct.pack("<HH3xB", 0, 0, 3), b"Ann"), rec(0x02, struct.pack("<HH3xH", 0, 1, 7))),
        (rec(0x209, struct.pack("<HH2x", 3, 0x10)), cell(0x204, 0, 0, struct.pack("<H", 3), b"Ann"), cell(0x203, 0, 1, struct.pack("<d", 7))),
        (rec(0x409, struct.pack("<HH2x", 4, 0x10)), cell(0x204, 0, 0, struct.pack("<H", 3), b"Ann"), cell(0x203, 0, 1, struct.pack("<d", 7))),
    ],
)  # fmt: skip
def test_generations_without_a_container(read, first, label, number):
    data = first + label + number + rec(0x0A)
    assert sniff(data, "a", len(data)) == XLS
    assert read(xlsx.READER, data, XLS).grids[0][2] == [["Ann", "7"]]


DATA = biff8(cell(0x203, 0, 0, struct.pack("<d", 1)), cell(0xFD, 0, 1, struct.pack("<I", 1)))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(DATA) - 5), st.binary(min_size=1, max_size=4))
@example(33, b"\1")  # small sectors larger than any number olefile can read
def test_damaged_workbooks_end_in_a_code(place, patch):
    data = bytearray(DATA)
    data[place : place + len(patch)] = patch
    with contextlib.suppress(CannotRead, struct.error, ValueError, IndexError):
        xlsx.READER.read(Source(io.BytesIO(bytes(data)), len(data), "", XLS), Recorder(), ReadLimits())


def _bin(kind, *parts):
    data = b"".join(parts)
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    return number + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + data


def _text(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(*rows):
    inner = "".join(f'<Relationship Id="{a}" Type="x/{kind}" Target="{target}"/>' for a, kind, target in rows)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def test_a_binary_workbook_in_a_package(read):
    styles = (
        _bin(44, struct.pack("<H", 164), _text("00000"))
        + _bin(617, bytes(4))
        + _bin(47, struct.pack("<HH", 0, 0))
        + _bin(47, struct.pack("<HH", 0, 164))
    )
    sheet = (
        _bin(0, struct.pack("<I", 4))
        + _bin(7, struct.pack("<III", 1, 0, 0))
        + _bin(2, struct.pack("<III", 2, 1, 2139 << 2 | 2))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", _relations(("r1", "officeDocument", "xl/workbook.bin")))
        archive.writestr("xl/workbook.bin", _bin(156, struct.pack("<II", 2, 1), _text("r1"), _text("Secret")))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            _relations(
                ("r1", "worksheet", "worksheets/sheet1.bin"),
                ("r2", "sharedStrings", "s.bin"),
                ("r3", "styles", "t.bin"),
            ),
        )
        archive.writestr("xl/s.bin", _bin(19, b"\0", _text("Ann")))
        archive.writestr("xl/t.bin", styles)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/worksheets/_rels/sheet1.bin.rels", _relations(("r1", "comments", "../c.bin")))
        archive.writestr("xl/c.bin", _bin(637, b"\0", _text("ask her")))
        archive.writestr("xl/media/a.png", b"\x89PNG")
    recorded = read(xlsx.READER, out.getvalue(), XLSB)
    assert recorded.grids[0][:3] == ("Secret", 5, [["", "Ann", "02139"]])
    assert recorded.texts == [("Secret comments", "ask her")] and recorded.children == [(1, "a.png", b"\x89PNG")]


def _atom(kind, data, instance=0):
    return struct.pack("<HHI", instance << 4, kind, len(data)) + data


def _box(kind, *parts):
    data = b"".join(parts)
    return struct.pack("<HHI", 0x0F, kind, len(data)) + data


def _shape(text, left=0, top=0):
    return _box(
        0xF004,
        _atom(0xF00F, struct.pack("<iiii", left, top, 9, 9)),
        _box(0xF00D, _atom(4000, text.encode("utf-16-le"))),
    )


def _ppt(*parts, **streams):
    return compound_file({"PowerPoint Document": b"".join(parts), "Current User": bytes(40), **streams})


def test_slides_notes_tables_and_files(read):
    table = _box(0xF003, *(_shape(text, n % 2, n // 2) for n, text in enumerate(["Name", "SSN", "Ann", "123"])))
    slide = _box(1006, _box(0xF003, _shape("Hello"), _shape("Ann\rLee")), table)
    notes = _box(1008, _atom(4008, b"tell her"))
    embedded = _atom(4113, struct.pack("<I", 3) + zlib.compress(b"xyz"), 1)
    blip = struct.pack("<HHI", 0x6E0 << 4, 0xF01E, 25) + bytes(17) + b"\x89PNG\r\n\x1a\n"
    recorded = read(ppt.READER, _ppt(slide, notes, embedded, Pictures=blip))
    assert recorded.texts == [("slide 1", "Hello\nAnn\nLee"), ("notes 1", "tell her")]
    assert recorded.grids[0][:3] == ("slide 1, table", 1, [["Name", "SSN"], ["Ann", "123"]])
    assert [(name, data) for _, name, data in recorded.children] == [
        ("object 1", b"xyz"),
        ("picture 2.png", b"\x89PNG\r\n\x1a\n"),
    ]


def test_records_inside_records_without_end_stop(read):
    data = b""
    for _ in range(200):
        data = _box(1006, data)
    assert ItemCode.PARTLY_CORRUPT in read(ppt.READER, _ppt(data)).codes
    assert read(ppt.READER, compound_file({"x": b"y"})).cannot is ItemCode.CORRUPT


def test_a_document_in_a_storage_of_another_is_a_child(read):
    inner = {"Workbook": bof(5) + rec(0x0A), "Pool": {"CONTENTS": b"not its own"}}
    recorded = read(ole.READER, compound_file({"MBD1": inner, "MBD2": {"CONTENTS": b"%PDF-1.4"}, "pad": bytes(5000)}))
    assert [name for _, name, _ in recorded.children] == ["MBD1", "MBD2"]
    assert recorded.codes == [ItemCode.NO_READER]
    assert sniff(recorded.children[0][2], "", 9999) == XLS


def test_a_compound_file_is_known_by_its_streams(read):
    data = biff8(cell(0x203, 0, 0, struct.pack("<d", 1)))
    assert read(ole.READER, data).grids
    assert read(ole.READER, compound_file({"Unknown": b"x" * 100})).cannot is ItemCode.NO_READER


def test_texts_and_files_of_a_section(read):
    def prefixed(data):
        return struct.pack("<I", len(data)) + data

    wide_text = "Patient: José Lee\0".encode("utf-16-le")
    file = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac") + struct.pack("<QIQ", 9, 0, 0) + b"%PDF-1.4!"
    data = (
        bytes.fromhex("e4525c7b8cd8a74d")
        + bytes(40)
        + prefixed(wide_text)
        + b"\xff\xfe\0\0"
        + prefixed(b"SSN 123-45-6789")
    )
    data += bytes(9) + prefixed(b"Calibri") + bytes(9) + b"no length before this" + bytes(9) + file
    recorded = read(onenote.READER, data)
    assert recorded.texts == [("section", "Patient: José Lee\nSSN 123-45-6789")]
    assert recorded.children == [(1, "", b"%PDF-1.4!")]
    assert read(onenote.READER, data[:8] + bytes(99)).cannot is ItemCode.NO_TEXT
