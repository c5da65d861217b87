"""Messages and mailboxes: every usual encoding, nesting, alternatives; slices number as the whole does."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tocsin.config import READ, ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import eml, mbox
from tocsin.readers.bodies import bodies_to_read
from tocsin.readers.eml_words import header_text
from tocsin.readers.interface import Source

HEAD = b"From: Ann Lee <ann@one.example>\r\nTo: b@two.example\r\nSubject: Chart\r\nMessage-ID: <7@one.example>\r\n"


def multipart(kind: str, *parts: bytes) -> bytes:
    inner = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts)
    return (
        HEAD
        + f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="x"\r\n\r\n'.encode()
        + inner
        + b"--x--\r\n"
    )


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "base64"), ("iso-8859-1", "quoted-printable"), ("utf-16", "base64"), ("", "8bit")],
)
def test_a_body_is_read_in_its_charset(read: Callable[..., Any], charset: str, encoding: str) -> None:
    import quopri

    data = "José Núñez was seen".encode(charset or "utf-8")
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(data)
    kind = f"Content-Type: text/plain; charset={charset}\r\n".encode() if charset else b"Content-Type: text/plain\r\n"
    message = HEAD + kind + b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + coded
    assert read(eml.READER, message).texts == [
        ("body", "José Núñez was seen" + ("\n" if encoding != "base64" and coded.endswith(b"\n") else ""))
    ]


def test_header_fields_have_a_group_for_each_address(read: Callable[..., Any]) -> None:
    message = HEAD.replace(b"To: b@two.example", b'To: "Diaz, Bo" <b@two.example>, c@three.example') + b"\r\nhello"
    fields = read(eml.READER, message).field_lists[0][1]
    assert [(f.path, f.value) for f in fields][:4] == [
        ("mail.from", "Ann Lee <ann@one.example>"),
        ("mail.to", "Diaz, Bo <b@two.example>"),
        ("mail.to", "c@three.example"),
        ("mail.subject", "Chart"),
    ]
    assert len({f.group for f in fields}) == len(fields)


def test_the_plain_alternative_is_read_alone_if_it_says_as_much(read: Callable[..., Any]) -> None:
    plain = b"Content-Type: text/plain\r\n\r\nMaria Lopez was born 4/5/1960"
    html = b"Content-Type: text/html\r\n\r\n<p>Maria Lopez was <b>born</b> 4/5/1960</p>"
    assert read(eml.READER, multipart("alternative", plain, html)).texts == [("body", "Maria Lopez was born 4/5/1960")]


def test_the_html_alternative_is_read_too_if_it_says_more(read: Callable[..., Any]) -> None:
    plain = b"Content-Type: text/plain\r\n\r\nYour mail program cannot show this."
    html = b"Content-Type: text/html\r\n\r\n<p>Maria Lopez was born 4/5/1960</p>"
    assert "Maria Lopez" in read(eml.READER, multipart("alternative", plain, html)).all_text()


def test_a_table_of_an_html_body_is_a_grid(read: Callable[..., Any]) -> None:
    table = "<table><tr><th>Name</th><th>DOB</th></tr><tr><td>Lee</td><td>1/2/60</td></tr></table>"
    found = read(eml.READER, HEAD + b"Content-Type: text/html\r\n\r\n<p>Hello</p>" + table.encode() + b"<p>Bye</p>")
    assert [rows for _, _, rows, _ in found.grids] == [[["Name", "DOB"], ["Lee", "1/2/60"]]]
    assert [text for _, text in found.texts] == ["Hello", "Bye"]


def test_attachments_and_nested_messages_are_children(read: Callable[..., Any]) -> None:
    inner = b"From: c@three.example\r\nSubject: inner\r\n\r\nSSN below"
    message = multipart(
        "mixed",
        b"Content-Type: text/plain\r\n\r\nsee attached",
        b'Content-Type: text/csv; name="a.csv"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.b64encode(b"a,b\n1,2\n"),
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(inner),
    )
    children = read(eml.READER, message).children
    assert [(n, name) for n, name, _ in children] == [(1, "a.csv"), (2, ""), (3, "")]
    assert children[0][2] == b"a,b\n1,2\n"
    assert b"SSN below" in children[1][2]
    assert children[2][2] == inner


def test_uuencoded_text_is_a_child(read: Callable[..., Any]) -> None:
    import binascii

    body = b"Here:\n\nbegin 644 list.txt\n" + binascii.b2a_uu(b"Ann Lee") + b"`\nend\n"
    found = read(eml.READER, HEAD + b"\r\n" + body)
    assert found.children == [(1, "list.txt", b"Ann Lee")]


@pytest.mark.parametrize("more", [b"", b"X", b"XXXX"])
def test_uuencoded_lines_may_be_longer_than_they_say(read: Callable[..., Any], more: bytes) -> None:
    import binascii

    lines = [binascii.b2a_uu(one).rstrip(b"\n") + more for one in (b"Ann Lee, 45 bytes make a line of 60 signs", b"x")]
    body = b"\nbegin 644 a.txt\n" + b"\n".join(lines) + b"\n`\nend\n"
    found = read(eml.READER, HEAD + b"\r\n" + body)
    assert [data for _, _, data in found.children] == [b"Ann Lee, 45 bytes make a line of 60 signsx"]


@pytest.mark.parametrize(
    ("before", "given"),
    [
        (b"This is a multi-part message in MIME format.\n", []),
        (b"", []),
        (b"Patient Ann Lee, caf\xc3\xa9\n", ["Patient Ann Lee, caf\u00e9"]),
        (b"This is a MIME message.\nMRN 4471\n", ["This is a MIME message.\nMRN 4471"]),
    ],
)
def test_what_stands_around_the_parts_is_text(read: Callable[..., Any], before: bytes, given: list[str]) -> None:
    part = b"--B\nContent-Type: text/plain\n\nhello\n"
    message = HEAD + b"Content-Type: multipart/mixed; boundary=B\n\n" + before + part + b"--B--\nSSN below\n"
    texts = read(eml.READER, message).texts
    assert [text.strip() for place, text in texts if place == "before the parts"] == given
    assert ("after the parts", "SSN below\n") in texts and ("body", "hello") in texts


def test_no_address_of_a_long_list_is_left_out(read: Callable[..., Any]) -> None:
    listed = ", ".join(f"a{n}@b.example" for n in range(5_000)).encode()
    (_, header), *_ = read(eml.READER, b"From: Kim <kim@b.example>\nBcc: " + listed + b"\n\nhello\n").field_lists
    assert sum(one.path == "mail.bcc" for one in header) == 5_000


def test_flowed_lines_are_joined(read: Callable[..., Any]) -> None:
    message = HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\nMaria \r\nLopez\r\n> quoted \r\n> line\r\n"
    assert read(eml.READER, message).texts[0][1] == "Maria Lopez\n> quoted line\n"


def test_what_is_no_message_is_corrupt(read: Callable[..., Any]) -> None:
    assert read(eml.READER, b"\r\nno header at all").cannot in {ItemCode.CORRUPT, None}
    assert read(eml.READER, b"\x00\x01\x02").cannot is ItemCode.CORRUPT


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?q?Jos=C3=A9?= Lee", "José Lee"),
        ("=?utf-8?b?Sm9zw6k=?=", "José"),
        ("=?no-such-charset?q?Jos=E9?=", "José"),
        ("Jos\udce9", "José"),
        ("a\r\n b", "a b"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
    ],
)
def test_words_of_headers(raw: str, text: str) -> None:
    assert header_text(raw) == text


def box(count: int) -> bytes:
    one = "From x@one.example Mon Jan  1 10:00:0{n} 2024\nFrom: x@one.example\nSubject: {n}\n\nFrom here on it is 10:00 text\n>From quoted\n\n"
    return "".join(one.format(n=n) for n in range(count)).encode()


def test_a_mailbox_gives_its_messages(read: Callable[..., Any]) -> None:
    found = read(mbox.READER, box(3))
    assert [ordinal for ordinal, _, _ in found.children] == [1, 2, 3]
    assert all(b"\nFrom quoted" in data and b">From" not in data for _, _, data in found.children)


@pytest.mark.parametrize("limits", [replace(READ, unit_bytes=300), replace(READ, unit_children=2)])
def test_slices_of_a_mailbox_number_as_the_whole_does(limits: ReadLimits) -> None:
    data = box(9)
    source = Source(io.BytesIO(data), len(data), "box", "application/mbox")
    units = mbox.READER.plan(source, limits)
    assert len(units) > 2
    whole, sliced = _children(data, None), [child for unit in units for child in _children(data, unit)]
    assert sliced == whole


def _children(data: bytes, unit: Any) -> list[tuple[int, bytes]]:
    kept: list[tuple[int, bytes]] = []

    class Sink:
        def child(self, ordinal: int, name: str, stream: Any, size: int, hint: str = "") -> None:
            kept.append((ordinal, stream.read()))

        def partly(self, code: ItemCode) -> None:
            raise AssertionError(code)

    mbox.READER.read(Source(io.BytesIO(data), len(data), "box", ""), Sink(), READ, unit)  # type: ignore[arg-type]  # enough of a sink
    return kept


@pytest.mark.parametrize(
    ("plain", "html", "kinds"),
    [
        ("Ann Lee is well", "<p>Ann <b>Lee</b> is well</p>", ["plain"]),
        ("word " * 400, "<p>" + "word " * 400 + "123456789</p>", ["plain", "html"]),
        ("see <https://x.example/12345> Ann", "<p>see <a href=x>Ann</a></p>", ["plain"]),
        ("see 12345 Ann", "<table><tr><td>see</td><td>Ann</td></tr><tr><td>a</td><td>b</td></tr></table>", ["html", "plain"]),
    ],
)  # fmt: skip
def test_no_number_stands_in_a_body_that_is_not_read(plain: str, html: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in bodies_to_read(plain, html)] == [f"text/{kind}" for kind in kinds]
