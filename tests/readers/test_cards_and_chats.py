"""Address cards, calendars, messages of Apple Mail, signed messages and exports of chats."""

from __future__ import annotations

import base64
import zlib

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.conftest import Recorder
from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import chat, emlx, ics, pkcs7, vcard
from tocsin.readers.content_lines import content_lines
from tocsin.readers.sniff import sniff

CARD = """BEGIN:VCARD
VERSION:3.0
N:Lee;Ann;Marie;Dr.;Jr.
FN:Ann Marie Lee
BDAY:19800203
TEL;TYPE=CELL:(555) 010-0199
item1.EMAIL;TYPE=INTERNET:ann@lee.example
ADR;TYPE=HOME:;Apt 2;12 Elm St;Ames;IA;50010;USA
NOTE:Allergic to penicillin\\, see
 chart\\nMRN 778899
RELATED;TYPE=spouse;VALUE=text:Bo Lee
X-SSN:123-45-6789
PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9 =
Roe
TEL;HOME;VOICE:555-0101
END:VCARD
"""
INVITE = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:X
BEGIN:STANDARD
DTSTART:20001029T020000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Follow-up Ann Lee
ORGANIZER;CN="Kim, Dr.":mailto:kim@clinic.example
ATTENDEE;CN=Ann Lee;PARTSTAT=ACCEPTED:mailto:ann@lee.example
DTSTART;TZID=X:20240305T090000
LOCATION:Ward 7
DESCRIPTION:Bring labs\\; DOB 02/03/1980
ATTACH;ENCODING=BASE64;VALUE=BINARY;FILENAME=labs.txt:bGFicw==
BEGIN:VALARM
DESCRIPTION:Remind Ann
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def labels(recorded, group):
    return {f.label: f.value for _, fields in recorded.field_lists for f in fields if f.group == group}


def test_a_card_is_a_group_of_labelled_fields(read):
    recorded = read(vcard.READER, CARD.encode())
    first = labels(recorded, 100)
    assert (first["Last Name"], first["First Name"], first["Full Name"]) == ("Lee", "Ann", "Ann Marie Lee")
    assert first["Date of Birth"] == "1980-02-03" and first["SSN"] == "123-45-6789"
    assert (first["Street"], first["Zip"], first["Mobile Phone"]) == ("12 Elm St", "50010", "(555) 010-0199")
    assert labels(recorded, 101) == {"Spouse": "Bo Lee"}
    assert labels(recorded, 200) == {"Full Name": "Jos\u00e9 Roe", "Home Phone": "555-0101"}
    assert recorded.texts == [("card 1 note", "Allergic to penicillin, seechart\nMRN 778899")]
    assert recorded.children == [(1, "photo of card 1", b"\x89PNG\r\n\x1a\n")]


def test_own_properties_of_a_system_that_exports_appointments(read):
    event = "BEGIN:VEVENT\nX-PATIENT-MRN:4471\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nURL:https://x.example/7\nEND:VEVENT\n"
    recorded = read(ics.READER, f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode())
    assert [(one.label, one.value) for _, fields in recorded.field_lists for one in fields] == [
        ("Patient mrn", "4471"),
        ("Link", "https://x.example/7"),
    ]


def test_organizers_and_attendees_stand_in_a_header(read):
    recorded = read(ics.READER, INVITE.encode())
    people = [(f.path, f.value) for f in recorded.field_lists[1][1]] if recorded.field_lists[0][1] == [] else None
    people = people or [
        (f.path, f.value) for _, fields in recorded.field_lists for f in fields if f.path[:5] == "mail."
    ]
    assert people == [("mail.from", "Kim, Dr. <kim@clinic.example>"), ("mail.to", "Ann Lee <ann@lee.example>")]
    assert ("vevent 1", "Follow-up Ann Lee\nBring labs; DOB 02/03/1980") in recorded.texts
    assert ("valarm 2", "Remind Ann") in recorded.texts
    assert "2024-03-05" in recorded.all_text() and "2000-10-29" not in recorded.all_text()
    assert recorded.children == [(1, "labs.txt", b"labs")]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_lines(text):
    assert all(line.name == line.name.upper() for line in content_lines(text))


def test_components_without_end_are_bounded(read):
    recorded = read(ics.READER, b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 5000 + b"SUMMARY:Ann\n")
    assert "Ann" in recorded.all_text()


def test_a_message_of_apple_mail(read):
    mail = b"From: Kim <kim@clinic.example>\nTo: a@b.example\nSubject: Ann\n\nAnn Lee\n"
    data = str(len(mail)).encode() + b"   \n" + mail + b"<?xml version='1.0'?><plist>flags</plist>"
    assert sniff(data, "1.emlx", len(data)) == "message/x-emlx"
    assert read(emlx.READER, data).texts == [("body", "Ann Lee\n")]
    lying = read(emlx.READER, b"99999\n" + mail)
    assert lying.codes == [ItemCode.PARTLY_CORRUPT] and lying.texts
    assert read(emlx.READER, b"no length\n" + mail).cannot is ItemCode.CORRUPT


def _der(tag, *parts):
    body = b"".join(parts)
    size = bytes([len(body)]) if len(body) < 128 else b"\x84" + len(body).to_bytes(4, "big")
    return bytes([tag]) + size + body


def _oid(last, smime=False):
    return _der(
        6,
        bytes.fromhex("2a864886f70d01091001") + bytes([last])
        if smime
        else bytes.fromhex("2a864886f70d0107") + bytes([last]),
    )


def _signed(content):
    capsule = _der(0x30, _oid(1), _der(0xA0, content)) if content else _der(0x30, _oid(1))
    return _der(0x30, _oid(2), _der(0xA0, _der(0x30, _der(2, b"\1"), _der(0x31), capsule, _der(0x31))))


def test_what_was_signed_is_a_child(read):
    data = _signed(_der(4, b"Content-Type: text/plain\n\nAnn Lee"))
    assert sniff(data, "smime.p7m", len(data)) == "application/pkcs7-mime"
    recorded = read(pkcs7.READER, data, name="smime.p7m")
    assert recorded.children == [(1, "", b"Content-Type: text/plain\n\nAnn Lee")]
    pieces = b"\x24\x80" + _der(4, b"Ann ") + _der(4, b"Lee") + b"\0\0"
    assert read(pkcs7.READER, _signed(pieces), name="a.txt.p7m").children == [(1, "a.txt", b"Ann Lee")]
    armoured = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(data) + b"-----END PKCS7-----\n"
    assert sniff(armoured, "x", len(armoured)) == "application/pkcs7-mime"
    assert read(pkcs7.READER, armoured).children == recorded.children
    assert read(pkcs7.READER, _signed(b"")).cannot is ItemCode.NO_TEXT


def test_encrypted_and_compressed_messages(read):
    assert read(pkcs7.READER, _der(0x30, _oid(3), _der(0xA0, _der(0x30)))).cannot is ItemCode.ENCRYPTED

    def compressed(body):
        capsule = _der(0x30, _oid(1), _der(0xA0, _der(4, zlib.compress(body))))
        return _der(
            0x30, _oid(9, smime=True), _der(0xA0, _der(0x30, _der(2, b"\0"), _der(0x30, _oid(8, smime=True)), capsule))
        )

    assert read(pkcs7.READER, compressed(b"Ann")).children[0][2] == b"Ann"
    small = ReadLimits(expansion_free_bytes=1000, expansion_ratio=2)
    assert read(pkcs7.READER, compressed(bytes(100_000)), limits=small).cannot is ItemCode.BOMB


@pytest.mark.parametrize("data", [b"0", b"0\x80" * 500, b"0\x84\xff\xff\xff\xff\x06\x01", _signed(_der(4, b"x"))[:40]])
def test_broken_messages_are_corrupt(read, data):
    assert read(pkcs7.READER, data).cannot is ItemCode.CORRUPT


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=4), st.integers(0, 90))
def test_damaged_messages_end_in_a_code(patch, place):
    data = bytearray(_signed(_der(4, b"Ann Lee")))
    data[place : place + len(patch)] = patch
    import contextlib
    import io

    from tocsin.readers.interface import CannotRead, Source

    with contextlib.suppress(CannotRead):
        pkcs7.READER.read(Source(io.BytesIO(bytes(data)), len(data), "", ""), Recorder(), ReadLimits())


SLACK = [
    {"type": "message", "user": "U1", "text": "Call <tel:5550100|555-0100> &amp; Ann", "ts": "1700000000.000200",
     "user_profile": {"real_name": "Kim Desk"}, "files": [{"title": "list.xlsx"}]},
    {"type": "message", "subtype": "bot_message", "username": "robot", "text": "x", "ts": "1700000001.0"},
]  # fmt: skip
UNTYPED = [{key: value for key, value in one.items() if key != "type"} for one in SLACK]
GRAPH = {
    "value": [
        {"messageType": "message", "createdDateTime": "2024-03-05T12:00:00Z", "from": {"user": {"displayName": "Kim"}},
         "body": {"contentType": "html", "content": "<p>Ann <b>Lee</b></p>"}, "attachments": [{"name": "a.pdf"}]}
    ]
}  # fmt: skip
PERSONAL = {
    "userId": "x",
    "conversations": [
        {
            "id": "1",
            "MessageList": [
                {"displayName": "Kim", "originalarrivaltime": "2024-03-05T12:00:00Z", "content": "Ann Lee"}
            ],
        }
    ],
}


PLAIN = {
    "chat": "dev clinic",
    "messages": [
        {"from": "Kim", "ts": "2026-04-10T14:02Z", "text": "Ann Lee", "read_by": "Bo"},
        {"from": "Bo", "ts": "2026-04-10T14:03Z", "text": "thanks"},
    ],
    "disposition": "closed",
}


def test_what_a_chat_says_around_its_messages_is_given_too(read):
    recorded = read(chat.READER, orjson.dumps(PLAIN))
    said = "\n".join(text for _, text in recorded.texts)
    assert "read_by: Bo" in said and "disposition: closed" in said and "chat: dev clinic" in said


@pytest.mark.parametrize(
    ("export", "sender", "text"),
    [
        (PLAIN, "Kim", "Ann Lee"),
        (SLACK, "Kim Desk", "Call 555-0100 & Ann"),
        (UNTYPED, "Kim Desk", "Call 555-0100 & Ann"),
        (GRAPH, "Kim", "Ann Lee"),
        (PERSONAL, "Kim", "Ann Lee"),
    ],
)
def test_messages_come_with_who_wrote_them(read, export, sender, text):
    data = orjson.dumps(export)
    assert sniff(data, "x.json", len(data)) == chat.MEDIA_TYPE
    recorded = read(chat.READER, data)
    first = recorded.field_lists[0][1]
    assert first[0].path == "mail.from" and first[0].value == sender
    assert recorded.texts[0] == ("message 1", text)
    assert any(f.path == "mail.date" for f in first)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers(0, 9) | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "messages",
                        "value",
                        "from",
                        "body",
                        "messageType",
                        "MessageList",
                        "conversations",
                        "text",
                        "files",
                    ]
                ),
                x,
            )
        ),
    )
)
def test_any_json_is_read_as_a_chat(value):
    import io

    from tocsin.readers.interface import Source

    data = orjson.dumps(value)
    chat.READER.read(Source(io.BytesIO(data), len(data), "", ""), Recorder(), ReadLimits())
