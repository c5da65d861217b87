"""Documents that Word saved as one XML file: paragraphs whole, tables, headers, files inside."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.model.evidence import ItemCode
from tocsin.readers.sniff import sniff
from tocsin.readers.word_xml import MEDIA_TYPE, READER

PICTURE = b"\x89PNG" * 9
OLD = f"""<?xml version="1.0"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:o="urn:schemas-microsoft-com:office:office">
<o:DocumentProperties><o:Title>Letter to Roe</o:Title></o:DocumentProperties>
<w:body><w:p><w:r><w:t>Patient: Ann Quen</w:t></w:r><w:r><w:t>neville</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Born</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1970-01-02</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:pict><w:binData w:name="wordml://01000001.png">{base64.b64encode(PICTURE).decode()}</w:binData></w:pict></w:r></w:p>
<w:sectPr><w:hdr><w:p><w:r><w:t>Roe Clinic</w:t></w:r></w:p></w:hdr></w:sectPr></w:body></w:wordDocument>""".encode()
FLAT = b"""<?xml version="1.0"?><?mso-application progid="Word.Document"?>
<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Ann </w:t></w:r>
<w:r><w:t>Lee</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"""


def test_paragraphs_tables_headers_and_files(read: Callable[..., Any]) -> None:
    assert sniff(OLD, "x.xml", len(OLD)) == MEDIA_TYPE
    found = read(READER, OLD)
    assert [(place, text.strip()) for place, text in found.texts] == [
        ("body", "Patient: Ann Quenneville"), ("header", "Roe Clinic"), ("properties", "Title: Letter to Roe"),
    ]  # fmt: skip
    assert [rows for _, _, rows, _ in found.grids] == [[["Born", "1970-01-02"]]]
    assert found.children == [(1, "01000001.png", PICTURE)] and found.codes == []


def test_a_package_laid_flat_is_a_document(read: Callable[..., Any]) -> None:
    assert sniff(FLAT, "x.xml", len(FLAT)) == MEDIA_TYPE
    assert read(READER, FLAT).texts == [("body", "Ann Lee")]


def test_one_that_is_cut_off_is_read_in_part(read: Callable[..., Any]) -> None:
    found = read(READER, OLD[: OLD.index(b"<w:sectPr>")])
    assert "Quenneville" in found.all_text()
    assert found.codes == [ItemCode.PARTLY_CORRUPT]


@given(st.binary(max_size=40), st.integers(0, 10_000))
def test_spoiled_documents_end(junk: bytes, at: int) -> None:
    outcome(READER, spoiled(OLD, junk, at))
