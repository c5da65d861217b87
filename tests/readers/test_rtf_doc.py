"""Rich text and old Word documents."""

from __future__ import annotations

import struct
from types import SimpleNamespace

from tocsin.model.evidence import ItemCode
from tocsin.readers import doc
from tocsin.readers.registry import reader_for
from tocsin.readers.rtf import READER as RTF


def _rtf(body):
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Cyr;}}" + body + "}").encode("ascii")


def test_text_in_its_character_sets(read):
    recorded = read(RTF, _rtf(r"M\'fcller \u1055?\u1088?{\f1 \'cf\'f0} \{x\} \emdash a\line b\par"))
    assert recorded.texts == [("body", "M\u00fcller \u041f\u0440\u041f\u0440 {x} \u2014a\nb\n")]


def test_addresses_behind_links_are_read(read):
    body = r'write {\field{\*\fldinst{HYPERLINK "mailto:ann@lee.example?subject=x"}}{\fldrslt to Ann}} now'
    assert read(RTF, _rtf(body)).texts == [("body", "write to Ann now"), ("links", "ann@lee.example")]


def test_fields_give_their_result_and_destinations_stay_silent(read):
    body = r"see {\field{\*\fldinst HYPERLINK x}{\fldrslt this}}{\*\unknown secret}{\stylesheet{\s0 Normal;}} end"
    assert read(RTF, _rtf(body)).texts == [("body", "see this end")]


def test_tables_headers_and_properties(read):
    body = (
        r"{\info{\title Report on Ann}{\author X}}{\header Ward 7\par}before\par "
        r"\trowd\cellx1\cellx2\intbl Name\cell SSN\cell\row\trowd\intbl Ann\par Lee\cell 123\cell\row\pard after"
    )
    recorded = read(RTF, _rtf(body))
    assert recorded.grids[0][:3] == ("table 1", 1, [["Name", "SSN"], ["Ann\nLee", "123"]])
    said = dict(recorded.texts)
    assert said["header"].strip() == "Ward 7" and "Report on Ann" in said["properties"]
    assert recorded.order[:3] == ["body", "table 1", "body"]


def test_pictures_and_objects_are_children(read):
    body = r"{\pict{\*\blipuid ffff}\pngblip 89504e47}{\object{\*\objdata 0105000002000000255044462d}}"
    assert [data for _, _, data in read(RTF, _rtf(body)).children] == [b"\x89PNG", b"%PDF-"]


def test_deep_groups_end(read):
    assert read(RTF, b"{\\rtf1 " + b"{" * 20_000 + b"x").cannot is None


def _word(pieces, counts, monkeypatch):
    """Lay out the two streams of a Word document with pieces of (text, is_compressed)."""
    head = bytearray(0x400)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<8I", head, 0x4C, *counts)
    ends, places = [0], []
    for text, is_compressed in pieces:
        ends.append(ends[-1] + len(text))
        places.append(len(head) * 2 | 0x40000000 if is_compressed else len(head))
        head += text.encode("cp1252" if is_compressed else "utf-16-le")
    plc = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00ab\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", head, 0x01A2, 0, len(clx))
    streams = {"WordDocument": bytes(head), "0Table": clx}
    monkeypatch.setattr(doc, "_stream", lambda data, name: streams[name])
    monkeypatch.setattr(doc.olefile, "OleFileIO", _NoFiles)


class _NoFiles:
    direntries, fat, root, minifat = (), (), SimpleNamespace(size=0, isectStart=0), ()
    sectorsize, minisectorsize, minisectorcutoff, first_dir_sector = 512, 64, 4_096, doc.olefile.ENDOFCHAIN

    def __init__(self, stream):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def listdir(self, streams, storages):
        return []


def test_pieces_parts_and_tables_of_an_old_word_document(read, monkeypatch):
    body = "Dear \x13 MERGE x \x14Ann\x15,\rName\x07SSN\x07\x07Ann\x07123\x07\x07bye\r"
    _word([(body[:20], True), (body[20:], False), ("Ward 7\r", True)], (len(body), 0, 7, 0, 0, 0, 0, 0), monkeypatch)
    recorded = read(doc.READER, b"any")
    assert recorded.texts == [("body", "Dear Ann,"), ("body", "bye"), ("header", "Ward 7")]
    assert recorded.grids[0][:3] == ("table 1", 1, [["Name", "SSN"], ["Ann", "123"]])


def test_a_damaged_old_word_document_is_corrupt(read):
    assert read(doc.READER, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).cannot is ItemCode.CORRUPT


def test_both_are_registered():
    assert reader_for("application/rtf") is RTF and reader_for("application/msword") is doc.READER
