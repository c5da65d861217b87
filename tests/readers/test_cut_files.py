"""Files cut off on their way: what is left is read, and that it is not the whole is said."""

from __future__ import annotations

import io
import sqlite3
import struct

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.readers.outlook import msg
from tests.readers.test_dicom import PATIENT
from tests.readers.test_dicom import _file as dicom_file
from tests.readers.test_more_archives import _record
from tests.readers.test_old_office import biff8, cell
from tocsin.model.evidence import ItemCode
from tocsin.readers import dicom, onenote, pdf, rtf, warc, xlsx
from tocsin.readers import msg as outlook
from tocsin.readers.sqlite import READER as SQLITE


def _database():
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE people (name TEXT, note TEXT)")
    base.executemany("INSERT INTO people VALUES (?, ?)", [(f"Ann {n}", "x" * 500) for n in range(100)])
    base.commit()
    return base.serialize()


def _paper():
    out = io.BytesIO()
    page = Canvas(out)
    for number in range(5):
        page.drawString(72, 700, f"page {number} of Ann Lee")
        page.showPage()
    page.save()
    return out.getvalue()


def _section():
    texts = "".join(f"note {n} of Ann Lee, long enough to be one" for n in range(9)).encode("utf-16-le")
    body = bytes(196) + bytes(8) + bytes(200) + struct.pack("<I", len(texts)) + texts + bytes(50)
    return body[:196] + struct.pack("<Q", len(body)) + body[204:]


_CELLS = [cell(0x204, row, 0, struct.pack("<H", 7), b"Ann Lee") for row in range(900)]
FILES = {
    "sqlite": (SQLITE, _database(), ""),
    "pdf": (pdf.READER, _paper(), ""),
    "rtf": (rtf.READER, rb"{\rtf1\ansi {\b Ann Lee}\par {\i is well} and so on}", ""),
    "onenote": (onenote.READER, _section(), ""),
    "warc": (warc.READER, _record("response", b"Ann Lee", "a.txt") + _record("response", b"x" * 500, "b.txt"), ""),
    "dicom": (dicom.READER, dicom_file(**{**PATIENT, "PatientComments": "x" * 400}), ""),
    "msg": (outlook.READER, msg({0x0037: "Ann Lee", 0x1000: "body " * 4_000}), ""),
    "xls": (xlsx.READER, biff8(*_CELLS), "application/vnd.ms-excel"),
}


@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_whole_file_has_no_code(read, kind):
    reader, data, media_type = FILES[kind]
    recorded = read(reader, data, media_type)
    assert recorded.cannot is None and recorded.codes == []


@pytest.mark.parametrize("share", [0.6, 0.75, 0.9])
@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_cut_file_says_so(read, kind, share):
    reader, data, media_type = FILES[kind]
    recorded = read(reader, data[: int(len(data) * share)], media_type)
    assert recorded.cannot is ItemCode.CORRUPT or ItemCode.PARTLY_CORRUPT in recorded.codes
