"""Outlook items: MSG and TNEF, what they say about people, what hangs on them; broken ones end in a code."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.outlook import msg, packed_rtf, storage
from tocsin.model.evidence import ItemCode
from tocsin.readers import mapi, tnef
from tocsin.readers import msg as msg_reader
from tocsin.readers.cfb_write import compound_file
from tocsin.readers.mapi import MapiAttachment, MapiMessage
from tocsin.readers.rtf_packed import carried, unpacked_rtf
from tocsin.readers.sniff import sniff
from tocsin.readers.tnef_write import PackedItem, tnef_bytes

MSG, TNEF = msg_reader.READER, tnef.READER
SENT = datetime(2024, 3, 5, 12, 30, tzinfo=UTC)
MAIL = {
    0x001A: "IPM.Note", 0x0037: "Labs", 0x0039: SENT, 0x0C1A: "Kim Desk", 0x0C1F: "kim@clinic.example", 0x0C1E: "SMTP",
    0x1000: "Ann Lee, SSN 123-45-6789", 0x1035: "<1@clinic.example>",
}  # fmt: skip
TO = [{0x3001: "Bo Roe", 0x39FE: "bo@roe.example", 0x0C15: 1}, {0x3001: "Cy Poe", 0x3003: "cy@poe.example", 0x0C15: 2}]


def values(recorded, path):
    return [one.value for _, fields in recorded.field_lists for one in fields if one.path == path]


def test_a_message_gives_its_header_body_and_attachments(read):
    recorded = read(MSG, msg(MAIL, TO, [({0x3707: "list.csv", 0x3701: b"a,b\n1,2\n"}, None)]))
    assert values(recorded, "mail.sender") == ["Kim Desk <kim@clinic.example>"]
    assert values(recorded, "mail.to") == ["Bo Roe <bo@roe.example>"]
    assert values(recorded, "mail.cc") == ["Cy Poe <cy@poe.example>"]
    assert values(recorded, "mail.subject") == ["Labs"] and values(recorded, "mail.date")[0].startswith("Tue, 05 Mar")
    assert recorded.texts == [("body", "Ann Lee, SSN 123-45-6789")]
    assert recorded.children == [(1, "list.csv", b"a,b\n1,2\n")]


def test_a_message_inside_a_message_is_a_child_with_its_own_attachments(read):
    deepest = storage({0x0037: "third", 0x1000: "the deepest"}, header=24)
    inner = storage(MAIL, TO, [({0x3001: "deep"}, deepest), ({0x3001: "x.txt", 0x3701: b"xx"}, None)], header=24)
    recorded = read(MSG, msg({0x0037: "outer"}, (), [({0x3001: "inner"}, inner)]))
    (number, name, data) = recorded.children[0]
    assert (number, name) == (1, "inner")
    second = read(TNEF, data)
    assert values(second, "mail.cc") == ["Cy Poe <cy@poe.example>"] and "123-45-6789" in second.all_text()
    assert [child[1] for child in second.children] == ["deep", "x.txt"]
    assert read(TNEF, second.children[0][2]).texts == [("body", "the deepest")]


def test_a_document_embedded_as_a_storage_becomes_a_file(read):
    word = {"WordDocument": b"w" * 5000, "1Table": b"t", "Pool": {"Inner": b"i"}}
    recorded = read(MSG, msg({0x0037: "s"}, (), [({0x3001: "letter.doc"}, word)]))
    with olefile.OleFileIO(io.BytesIO(recorded.children[0][2])) as ole:
        assert ole.openstream("WordDocument").read() == b"w" * 5000
        assert ole.openstream(["Pool", "Inner"]).read() == b"i"


def test_a_contact_gives_labelled_fields_and_its_relatives_apart(read):
    names = [(mapi.ADDRESS, 0x8083), (mapi.PUBLIC_STRINGS, "Member ID"), (mapi.PUBLIC_STRINGS, "x-mailer")]
    person = {0x001A: "IPM.Contact", 0x3A06: "Ann", 0x3A11: "Lee", 0x3A42: datetime(1980, 2, 3, tzinfo=UTC)}
    person |= {0x3A09: "555-0100", 0x3A48: "Bo Lee", 0x3A58: ("Cy Lee", "Di Lee"), 0x3A4D: 1}
    person |= {0x8000: "ann@lee.example", 0x8001: "H123456", 0x8002: "Outlook"}
    recorded = read(MSG, msg(person, names=names))
    first = {f.label: f.value for f in recorded.field_lists[1][1]}
    assert first["First Name"] == "Ann" and first["Date of Birth"] == "1980-02-03" and first["Home Phone"] == "555-0100"
    assert first["E-mail"] == "ann@lee.example"
    assert {f.label: (f.value, f.group) for f in recorded.field_lists[2][1]} == {
        "Spouse": ("Bo Lee", 1), "Children": ("Cy Lee; Di Lee", 2),
    }  # fmt: skip
    assert values(recorded, "item.own") == ["H123456"]


def test_an_appointment_gives_place_times_and_attendees(read):
    names = [(mapi.APPOINTMENT, 0x8208), (mapi.APPOINTMENT, 0x820D)]
    recorded = read(
        MSG, msg({0x001A: "IPM.Appointment", 0x0042: "Dr. Kim", 0x8000: "Room 4", 0x8001: SENT}, TO, names=names)
    )
    assert values(recorded, "item.location") == ["Room 4"] and values(recorded, "item.start") == ["2024-03-05"]
    assert values(recorded, "mail.from") == ["Dr. Kim"] and len(values(recorded, "mail.to")) == 1


def test_members_of_a_list_are_named(read):
    entry = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + b"\0\0\x01\x80"
    entry += "Ann Lee\0SMTP\0ann@lee.example\0".encode("utf-16-le")
    held = storage({0x001A: "IPM.DistList"}, names=[(mapi.ADDRESS, 0x8055)])
    held |= {"__substg1.0_80001102": b"", "__substg1.0_80001102-00000000": entry}
    assert values(read(MSG, compound_file(held)), "mail.to") == ["Ann Lee <ann@lee.example>"]


def test_html_in_its_code_page_and_html_inside_rich_text(read):
    html = "<p>\u0410\u043d\u043d\u0430 &amp; Bo</p>".encode("cp1251")
    assert read(MSG, msg({0x1013: html, 0x3FDE: 1251})).texts == [("body", "\u0410\u043d\u043d\u0430 & Bo")]
    rtf = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Jos\'e9 \u233?{\*\htmltag <br>}Lee\htmlrtf \par}\htmlrtf0}"
    assert read(MSG, msg({0x1009: packed_rtf(rtf)})).texts == [("body", "Jos\u00e9 \u00e9\nLee")]


def test_rich_text_with_a_table_is_read_as_rich_text(read):
    rtf = rb"{\rtf1 before\par\trowd\cellx1\cellx2\intbl Name\cell SSN\cell\row\trowd\intbl Ann\cell 123\cell\row\pard after}"
    recorded = read(MSG, msg({0x1000: "before Name SSN Ann 123 after", 0x1009: packed_rtf(rtf)}))
    assert recorded.grids[0][2] == [["Name", "SSN"], ["Ann", "123"]]


def test_compressed_rich_text_of_the_specification():
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    again = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked_rtf(again) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert carried(b"{\\rtf1 plain}") == ("", "")


def test_a_raw_header_fills_in_what_the_item_lacks(read):
    raw = "From: Kim <kim@clinic.example>\r\nReply-To: desk@clinic.example\r\nSubject: x\r\n\r\n"
    recorded = read(MSG, msg({0x007D: raw, 0x1000: "hi"}, TO))
    assert values(recorded, "mail.from") == ["Kim <kim@clinic.example>"]
    assert values(recorded, "mail.reply_to") == ["desk@clinic.example"] and not values(recorded, "mail.subject")


def test_an_attachment_that_is_not_there_is_counted(read):
    recorded = read(MSG, msg({0x0037: "s"}, (), [({0x3001: "far.doc", 0x3705: 2}, None), ({0x3001: "lost.doc"}, None)]))
    assert recorded.failed == [(1, "far.doc", ItemCode.LINK), (2, "lost.doc", ItemCode.CORRUPT)]


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), compound_file({"x": b"y"})])
def test_no_item_is_corrupt(read, data):
    assert read(MSG, data).cannot is ItemCode.CORRUPT


def _message():
    inner = MapiMessage({0x0037: "in", 0x1000: "inside"})
    held = {
        **MAIL,
        (mapi.ADDRESS, 0x8083): "a@b.example",
        (mapi.PUBLIC_STRINGS, "Own"): ("a", "b"),
        0x67: 1 << 40,
        0x68: True,
    }
    attachments = [MapiAttachment({0x3001: "x"}, b"data"), MapiAttachment({0x3001: "y"}, None, inner)]
    return MapiMessage({**held, 0x69: (b"1", b"22"), 0x6A: 0.5}, list(TO), attachments)


def test_tnef_gives_back_what_was_written():
    back, is_whole = tnef.parse(tnef_bytes(_message()))
    assert is_whole and back == _message()
    assert sniff(tnef_bytes(_message()), "winmail.dat", 999) == "application/ms-tnef"


@given(
    st.dictionaries(
        st.integers(1, 0x7FFF)
        | st.tuples(st.just(mapi.ADDRESS), st.integers(0, 0xFFFF) | st.text("ab\0\u00e9", max_size=4)),
        st.text("ab \0\u00e9\U0001f600", max_size=6)
        | st.binary(max_size=6)
        | st.booleans()
        | st.integers(-(1 << 63), (1 << 63) - 1)
        | st.floats(allow_nan=False)
        | st.datetimes(datetime(1601, 1, 1), datetime(4501, 1, 1), timezones=st.just(UTC))
        | st.lists(st.text("ab\0", max_size=3), max_size=3).map(tuple)
        | st.lists(st.binary(max_size=3), min_size=1, max_size=3).map(tuple),
        max_size=6,
    ),
    st.binary(max_size=8) | st.none(),
)
def test_a_packed_item_is_what_reading_its_bytes_gives(properties, data):
    inner = MapiMessage(dict(properties), [dict(properties)])
    attachments = [MapiAttachment(dict(properties), data), MapiAttachment({}, None, inner)]
    item = PackedItem(MapiMessage(properties, [properties, {}], attachments))
    read, is_whole = tnef.parse(item.getvalue())
    assert (item.message, True) == (read, is_whole)
    assert list(item.message.properties) == list(read.properties)


def test_old_attributes_of_tnef(read):
    def attribute(level, number, data):
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    sender = struct.pack("<4H", 0, 16, 4, 11) + b"Ann\0" + b"SMTP:a@b.c\0"
    data = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00018004, b"Hello\0") + attribute(1, 0x00008000, sender)
    data += attribute(1, 0x0002800C, b"body text\0") + attribute(
        1, 0x00038005, struct.pack("<7H", 2001, 2, 3, 4, 5, 6, 0)
    )
    data += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"a.txt\0") + attribute(2, 0x0006800F, b"aa")
    recorded = read(TNEF, data)
    assert values(recorded, "mail.sender") == ["Ann <a@b.c>"] and recorded.texts == [("body", "body text")]
    assert recorded.children == [(1, "a.txt", b"aa")] and not recorded.codes


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_damaged_tnef_never_breaks(place, patch):
    data = bytearray(tnef_bytes(_message()))
    place %= len(data)
    data[place : place + len(patch)] = patch
    tnef.parse(bytes(data))


def test_cut_tnef_gives_what_is_there_and_says_so(read):
    data = tnef_bytes(_message())
    recorded = read(TNEF, data[: len(data) - 30])
    assert ItemCode.PARTLY_CORRUPT in recorded.codes and recorded.children[0][1] == "x"


def test_items_nested_without_end_stop():
    message = MapiMessage({0x0037: "x"})
    for _ in range(60):
        message = MapiMessage({0x0037: "x"}, [], [MapiAttachment({0x3001: "y"}, None, message)])
    assert not tnef.parse(tnef_bytes(message))[1]


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text("abcXYZ", min_size=1, max_size=20), st.binary(max_size=9000), max_size=40))
def test_compound_files_hold_what_was_put_in(streams):
    folded = {name.lower(): data for name, data in streams.items()}
    with olefile.OleFileIO(io.BytesIO(compound_file({"pad": bytes(1600), "in": folded}))) as ole:
        for name, data in folded.items():
            assert ole.openstream(["in", name]).read() == data


def test_a_large_compound_file():
    body = bytes(range(256)) * 40_000
    with olefile.OleFileIO(io.BytesIO(compound_file({"a": body, "b": b"x"}))) as ole:
        assert ole.openstream("a").read() == body and ole.openstream("b").read() == b"x"


def test_what_a_message_says_it_has_is_held_against_what_is_there(read):
    held = storage({0x0037: "Ann Lee", 0x1000: "body"}, [{0x3001: "Bo"}])
    listed = held["__properties_version1.0"]

    def codes(changed):
        return read(MSG, compound_file({name: data for name, data in (held | changed).items() if data})).codes

    assert codes({}) == []
    assert codes({"__substg1.0_1000001F": b""}) == [ItemCode.PARTLY_CORRUPT]
    for recipients, attachments, told in (
        (1, 0, []),
        (2, 0, [ItemCode.COUNT_DIFFERS]),
        (1, 1, [ItemCode.COUNT_DIFFERS]),
    ):
        counts = struct.pack("<II", recipients, attachments)
        assert codes({"__properties_version1.0": listed[:16] + counts + listed[24:]}) == told
