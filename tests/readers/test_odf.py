"""OpenDocument: text in its order, what stands apart, sheets with their repeats, locks."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
import zlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers.odf import READER
from tocsin.readers.sniff import sniff

BASE = "application/vnd.oasis.opendocument."
NAMES = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for one, full in [("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
                      ("presentation", "presentation"), ("meta", "meta"), ("manifest", "manifest")]
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def package(kind, body, styles="", parts=(), meta=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", BASE + kind)
        wrapped = {"presentation": "presentation", "spreadsheet": "spreadsheet"}.get(kind, "text")
        content = f"<office:document-content {NAMES}><office:body><office:{wrapped}>{body}</office:{wrapped}></office:body></office:document-content>"
        archive.writestr("content.xml", content)
        if styles:
            archive.writestr("styles.xml", f"<office:document-styles {NAMES}>{styles}</office:document-styles>")
        if meta:
            archive.writestr(
                "meta.xml", f"<office:document-meta {NAMES}><office:meta>{meta}</office:meta></office:document-meta>"
            )
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def test_what_is_said_of_a_picture_is_read(read):
    body = (
        '<text:p>See<draw:frame xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
        "<draw:image/><svg:title>Card</svg:title><svg:desc>card of Ann Lee</svg:desc></draw:frame></text:p>"
    )
    assert [text.split("\n") for _, text in read(READER, package("text", body)).texts] == [
        ["Card", "card of Ann Lee", "See"]
    ]


def test_text_tables_notes_comments_and_changes(read):
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>was Bo</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>Dear<text:s text:c="2"/>Ann<text:tab/>Lee<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>see chart</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>Kim</dc:creator><text:p>ask her</text:p></office:annotation></text:p>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>"
        "<table:table-cell><text:p>SSN</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell><text:p>Ann</text:p></table:table-cell>"
        "<table:table-cell><text:p>123</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>bye<draw:frame><draw:text-box><text:p>in a box</text:p></draw:text-box></draw:frame></text:p>"
        '<text:p><text:a xlink:href="mailto:ann@lee.example">write</text:a></text:p>'
    )
    styles = "<style:master-page><style:header><text:p>Ward 7</text:p></style:header></style:master-page>" * 2
    recorded = read(READER, package("text", body, styles, [("Pictures/a.png", b"\x89PNG")], "<dc:title>T</dc:title>"))
    assert recorded.texts == [
        ("body", "Dear  Ann\tLee"), ("body", "in a box\nbye\nwrite <ann@lee.example>"),
        ("tracked changes", "was Bo"), ("footnotes", "see chart"), ("comments", "Kim: ask her"), ("header", "Ward 7"),
        ("properties", "Title: T"),
    ]  # fmt: skip
    assert recorded.grids[0][:3] == ("table 1", 1, [["Name", "SSN"], ["Ann", "123"]])
    assert recorded.children == [(1, "a.png", b"\x89PNG")]


def _sheet(rows, name="S1"):
    return f'<table:table table:name="{name}">{rows}</table:table>'


def test_sheets_keep_their_places_and_comments(read):
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="2139"><text:p>02139</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="1980-02-03T00:00:00"><text:p>3/2/80</text:p>'
        "<office:annotation><dc:creator>Kim</dc:creator><text:p>birth</text:p></office:annotation></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="7"><text:p>###</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    recorded = read(READER, package("spreadsheet", _sheet(rows) + _sheet(rows, "Hidden")), f"{BASE}spreadsheet")
    assert [(place, first, rows) for place, first, rows, _ in recorded.grids] == [
        (name, 4, [["", "", "02139", "1980-02-03", "7", "x", "x"]]) for name in ("S1", "Hidden")
    ]
    assert recorded.texts == [("S1 comments", "Kim: birth"), ("Hidden comments", "Kim: birth")]


def test_repeats_without_end_are_bounded_and_noted(read):
    rows = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    recorded = read(
        READER, package("spreadsheet", _sheet(rows)), f"{BASE}spreadsheet", limits=ReadLimits(grid_columns=50)
    )
    assert sum(len(rows) for _, _, rows, _ in recorded.grids) == 1000 and ItemCode.TRUNCATED in recorded.codes


def test_slides_and_their_notes(read):
    body = "<draw:page><draw:frame><draw:text-box><text:p>Ann Lee</text:p></draw:text-box></draw:frame><presentation:notes><text:p>tell her</text:p></presentation:notes></draw:page>"
    recorded = read(READER, package("presentation", body), f"{BASE}presentation")
    assert recorded.texts == [("slide 1", "Ann Lee"), ("slide 1 notes", "tell her")]


def test_embedded_objects_are_read_or_handed_on(read):
    inner = f"<office:document-content {NAMES}><office:body><office:text><text:p>inside</text:p></office:text></office:body></office:document-content>"
    recorded = read(
        READER,
        package("text", "<text:p>a</text:p>", parts=[("Object 1/content.xml", inner), ("Object 2", b"\xd0\xcf")]),
    )
    assert ("object", "inside") in recorded.texts and recorded.children == [(1, "Object 2", b"\xd0\xcf")]


def test_the_type_is_known_wherever_it_stands():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<x/>")
        archive.writestr("mimetype", BASE + "presentation")
    assert sniff(out.getvalue(), "a", 999) == BASE + "presentation"
    assert sniff(package("text", ""), "a", 999) == BASE + "text"


def _locked(password, body):
    plain = zlib.compressobj(wbits=-15)
    packed = plain.compress(body) + plain.flush()
    digest = hashlib.sha256(packed[:1024]).digest()
    packed += bytes([pad := 16 - len(packed) % 16]) * pad
    salt, vector = b"s" * 16, b"v" * 16
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password).digest(), salt, 1000, 32)
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    coded = {
        name: base64.b64encode(one).decode() for name, one in [("sum", digest), ("salt", salt), ("vector", vector)]
    }
    manifest = (
        f'<manifest:manifest {NAMES}><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data '
        f'manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="{coded["sum"]}">'
        f'<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="{coded["vector"]}"/>'
        f'<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="1000" manifest:salt="{coded["salt"]}"/>'
        '<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/>'
        "</manifest:encryption-data></manifest:file-entry></manifest:manifest>"
    )  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", BASE + "text")
        archive.writestr("content.xml", cipher.update(packed) + cipher.finalize())
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


@pytest.mark.parametrize("passwords", [(), ("wrong",), ("wrong", "right")])
def test_a_lock_opens_with_its_password_only(read, passwords):
    body = f"<office:document-content {NAMES}><office:body><office:text><text:p>Ann</text:p></office:text></office:body></office:document-content>"
    recorded = read(READER, _locked(b"right", body.encode()), passwords=passwords)
    assert recorded.texts == [("body", "Ann")] if "right" in passwords else recorded.cannot is ItemCode.ENCRYPTED


@pytest.mark.parametrize("data", [b"PK\x03\x04garbage", package("text", "")[:60]], ids=["garbage", "cut"])
def test_broken_packages_are_corrupt(read, data):
    assert read(READER, data).cannot is ItemCode.CORRUPT


def test_deep_nesting_ends(read):
    body = "<text:section>" * 3000 + "<text:p>x</text:p>" + "</text:section>" * 3000
    recorded = read(READER, package("text", body))
    assert recorded.cannot in {None, ItemCode.CORRUPT}
    body = "<text:section>" * 200 + "<text:p>x</text:p>" + "</text:section>" * 200
    assert read(READER, package("text", body)).codes == [ItemCode.TOO_DEEP]
