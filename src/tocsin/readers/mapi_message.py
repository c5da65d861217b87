"""An Outlook item into the sink: header, fields of contacts and appointments, the body, attachments as children.

Senders, organizers and attendees get the paths of a mail header; a contact's values get labels and no role.

Source: MS-OXOMSG (messages), MS-OXCMAIL 2.1 (what of an item is which header), MS-OXOCNTC, MS-OXOCAL.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field, TextLayout
from tocsin.model.item_ends import ItemCode
from tocsin.readers import eml, rtf
from tocsin.readers.bodies import bodies_to_read
from tocsin.readers.decoding import decode
from tocsin.readers.html import html_text
from tocsin.readers.interface import Sink, Source
from tocsin.readers.mapi import (
    ADDRESS,
    PUBLIC_STRINGS,
    Key,
    MapiAttachment,
    MapiMessage,
    Properties,
    Value,
    charset_of,
    number_of,
    text_of,
)
from tocsin.readers.mapi_labels import CONTACT, MACHINE_NAMES, OTHERS, OWN_NAMES, REST
from tocsin.readers.mapi_members import members
from tocsin.readers.plain import layout_of
from tocsin.readers.rtf_packed import carried, unpacked_rtf
from tocsin.readers.tnef_write import PackedItem

_PLAIN, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_PATHS = {0: "mail.from", 1: "mail.to", 2: "mail.cc", 3: "mail.bcc"}
_LABELS = {"mail.from": "From", "mail.sender": "Sender", "mail.to": "To", "mail.cc": "Cc", "mail.bcc": "Bcc"}
_PEOPLE = ("ipm.contact", "ipm.abchperson", "ipm.distlist")
_LINKED = frozenset({2, 3, 4, 7})
"""Ways of attaching that only point at a file elsewhere."""


def give_message(message: MapiMessage, sink: Sink, limits: ReadLimits) -> None:
    """Give everything an item says, then its attachments as children."""
    properties = message.properties
    sink.message(text_of(properties, 0x1035).strip("<>")[:500], _stamp(properties))
    fields = list(_header(message))
    sink.fields(fields, "header")
    _give_form(properties, sink)
    _give_body(properties, sink, limits)
    for ordinal, attachment in enumerate(message.attachments, 1):
        _give_attachment(ordinal, attachment, sink)


def _stamp(properties: Properties) -> str:
    for key in (0x0039, 0x0E06):
        value = properties.get(key)
        if isinstance(value, datetime) and value.year > 1970:
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""


def _header(message: MapiMessage) -> Iterator[Field]:
    """Give who sent it, who received it, its subject and date; what the item lacks is taken from the raw header."""
    properties = message.properties
    group = 0
    people = [("mail.from", _address(properties, (0x5D02, 0x0065), (0x0042,), 0x0064))]
    people.append(("mail.sender", _address(properties, (0x5D01, 0x0C1F), (0x0C1A,), 0x0C1E)))
    people += list(_recipients(message))
    raw = _raw_header(properties)
    seen: set[str] = set()
    said = {path for path, text in people if text and path != "mail.sender"}
    people += [(one.path, one.value) for one in raw if one.path not in said]
    for path, text in people:
        if text and not (text in seen and path == "mail.sender"):
            yield Field(path, text, _LABELS.get(path, ""), group)
            group += 1
            seen.add(text)
    subject = text_of(properties, 0x0037, 0x0E1D, 0x0070)
    if subject:
        yield Field("mail.subject", _without_mark(subject), "Subject", group)
    date = properties.get(0x0039, properties.get(0x0E06))
    if isinstance(date, datetime):
        yield Field("mail.date", format_datetime(date), "Date", group + 1)
    if text_of(properties, 0x1035):
        yield Field("mail.message_id", text_of(properties, 0x1035), "Message-ID", group + 2)


def _without_mark(subject: str) -> str:
    """Return a subject without the two characters that say how long its prefix is. Source: MS-PST 2.5.3.1.1.1."""
    return subject[2:] if subject[:1] == "\x01" else subject


def _address(properties: Properties, addresses: tuple[Key, ...], names: tuple[Key, ...], kind: Key) -> str:
    """Return name and address as one text; a directory's own addresses (X.500) are left out."""
    name = text_of(properties, *names)
    address = next((text for key in addresses if (text := text_of(properties, key)) and "@" in text), "")
    if not address and text_of(properties, kind).upper() not in {"EX", ""}:
        address = text_of(properties, *addresses)
    if name and address and name.strip("'\"").lower() != address.lower():
        return f"{name} <{address}>"
    return address or name


def _recipients(message: MapiMessage) -> Iterator[tuple[str, str]]:
    kinds = set()
    for one in message.recipients:
        path = _PATHS.get(number_of(one, 0x0C15, 1) & 0x0F, "mail.to")
        text = _address(one, (0x39FE, 0x3003), (0x3001, 0x5FF6, 0x3A20), 0x3002)
        if text:
            kinds.add(path)
            yield path, text
    for path, key in (("mail.to", 0x0E04), ("mail.cc", 0x0E03), ("mail.bcc", 0x0E02)):
        if path not in kinds:
            yield from ((path, name) for one in text_of(message.properties, key).split(";") if (name := one.strip()))


def _raw_header(properties: Properties) -> list[Field]:
    raw = properties.get(0x007D)
    if not isinstance(raw, str) or not raw.strip():
        return []
    return [one for one in eml.header_of(raw) if one.path not in {"mail.subject", "mail.date", "mail.message_id"}]


def _give_form(properties: Properties, sink: Sink) -> None:
    """Give the fields of contacts, appointments and tasks, and those that people added themselves."""
    kind = text_of(properties, 0x001A).lower()
    if kind.startswith(("ipm.contact", "ipm.abchperson", "ipm.distlist")) or any(
        k in properties for k in (0x3A06, 0x3A11)
    ):
        sink.fields(list(_labelled(properties, CONTACT, 0)), "contact")
        others = [Field(f.path, f.value, f.label, n) for n, f in enumerate(_labelled(properties, OTHERS, 0), 1)]
        sink.fields(others, "contact")
    for number, text in enumerate(members(properties.get((ADDRESS, 0x8054)), properties.get((ADDRESS, 0x8055))), 1):
        sink.fields([Field("mail.to", text, "Member", number)], "members")
    rest = [*_labelled(properties, REST, 0), *_own(properties)]
    sink.fields(rest, "item")


def _labelled(properties: Properties, table: tuple[tuple[Key, str, str], ...], group: int) -> Iterator[Field]:
    for key, path, label in table:
        if key in properties and (text := _words(properties[key], path)):
            yield Field(path, text, label, group)


def _own(properties: Properties) -> Iterator[Field]:
    """Give what people or programs added under names of their own; names that are headers speak of servers."""
    for key, value in properties.items():
        if not isinstance(key, tuple) or key[0] != PUBLIC_STRINGS or not isinstance(key[1], str):
            continue
        text = _words(value, "") if isinstance(value, str | tuple | datetime) else ""
        if text and key[1] not in OWN_NAMES and not key[1].lower().startswith(MACHINE_NAMES):
            yield Field("item.own", text, key[1][:100], 0)


def _words(value: Value | None, path: str) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime):
        return "" if value.year in {1601, 4501} else value.strftime("%Y-%m-%d")
    if isinstance(value, tuple):
        return "; ".join(one.strip() for one in value if isinstance(one, str) and one.strip())
    if path == "contact.gender":
        return {1: "female", 2: "male"}.get(value, "") if isinstance(value, int) else ""
    return ""


def _give_body(properties: Properties, sink: Sink, limits: ReadLimits) -> None:
    plain = _text(properties.get(_PLAIN))
    html = _html(properties)
    packed = properties.get(_RTF)
    rich = unpacked_rtf(packed) if isinstance(packed, bytes) else b""
    if rich:
        kind, text = carried(rich)
        html = html or (text if kind == "html" else "")
        plain = plain or (text if kind == "text" else "")
        if not kind and not html and (not plain.strip() or b"\\trowd" in rich or b"\\objdata" in rich):
            rtf.READER.read(Source(io.BytesIO(rich), len(rich), "", "application/rtf"), sink, limits)
            return
    for kind, text in bodies_to_read(plain, html):
        if kind == "text/html":
            html_text(text, sink, "body")
        else:
            layout = layout_of(text)
            sink.text(text, "body", layout if layout is TextLayout.FIXED else TextLayout.FLOWING)


def _text(value: Value | None) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""


def _html(properties: Properties) -> str:
    value = properties.get(_HTML)
    if isinstance(value, bytes):
        return decode(value.rstrip(b"\0"), charset_of(properties, 0x3FDE, 0x3FFD))
    return value if isinstance(value, str) else ""


def _give_attachment(ordinal: int, attachment: MapiAttachment, sink: Sink) -> None:
    properties = attachment.properties
    name = text_of(properties, 0x3707, 0x3704, 0x3001)
    if attachment.message is not None:
        item = PackedItem(attachment.message)
        sink.child(ordinal, name or text_of(attachment.message.properties, 0x0037), item, item.size_bytes)
    elif attachment.data is not None:
        hint = text_of(properties, 0x370E)
        sink.child(ordinal, name, io.BytesIO(attachment.data), len(attachment.data), hint)
    else:
        code = ItemCode.LINK if number_of(properties, 0x3705) in _LINKED else ItemCode.CORRUPT
        sink.failed_child(ordinal, name, number_of(properties, 0x0E20), code)
