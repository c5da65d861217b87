"""Transport-neutral encapsulation (winmail.dat): an Outlook item as a flat stream of attributes.

Checksums are not trusted to reject anything: what is there is read, a wrong one is noted.

Source: MS-OXTNEF 2.1.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import decode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.mapi import (
    FIXED_BYTES,
    MANY,
    OBJECT,
    STRING8,
    UNICODE,
    Key,
    MapiAttachment,
    MapiMessage,
    Properties,
    Value,
    charset,
    guid_text,
    strings_in,
    value_of,
)
from tocsin.readers.mapi_message import give_message
from tocsin.readers.tnef_write import (
    ATTACH_BEGIN,
    ATTACH_DATA,
    ATTACHMENT,
    MESSAGE_PROPERTIES,
    RECIPIENTS,
    SIGNATURE,
    PackedItem,
    checksum,
)

_MOST_DEPTH = 40
_MOST_PROPERTIES = 100_000
_TITLE, _CODE_PAGE = 0x00018010, 0x00069007
_TEXTS = {0x00018004: 0x0037, 0x00018009: 0x1035, 0x0002800C: 0x1000, 0x00078008: 0x001A}
"""Older attributes that are properties by another name: subject, Message-ID, body, class."""
_TIMES = {0x00038005: 0x0039, 0x00038006: 0x0E06}
_FROM = 0x00008000
_DATA_OBJECT = 0x3701


class Tnef:
    """The reader of TNEF streams."""

    name = "tnef"
    media_types = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: an item is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the item and what hangs on it."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        stream = source.stream
        message, is_whole = (stream.message, True) if isinstance(stream, PackedItem) else parse(stream.read())
        if not message.properties and not message.attachments:
            raise CannotRead(ItemCode.CORRUPT)
        if not is_whole:
            sink.partly(ItemCode.PARTLY_CORRUPT)
        give_message(message, sink, limits)


READER = Tnef()


def parse(data: bytes, depth: int = 0) -> tuple[MapiMessage, bool]:
    """Return the item of a TNEF stream, and whether it was whole."""
    message, is_whole = MapiMessage(), True
    declared, at = "", 6
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE or depth > _MOST_DEPTH:
        return message, False
    while at + 9 <= len(data):
        level, number, length = struct.unpack_from("<BII", data, at)
        body = data[at + 9 : at + 9 + length]
        at += 9 + length + 2
        if level not in {1, 2} or len(body) < length:
            return message, False
        if struct.unpack_from("<H", data, at - 2)[0] != checksum(body) if at <= len(data) else True:
            is_whole = False
        if number == _CODE_PAGE and length >= 4:
            declared = charset(struct.unpack_from("<I", body)[0])
        try:
            is_whole &= _attribute(message, level, number, body, declared, depth)
        except (struct.error, ValueError, IndexError):
            is_whole = False
    return message, is_whole and at == len(data)


def _attribute(message: MapiMessage, level: int, number: int, body: bytes, declared: str, depth: int) -> bool:
    if level == 2:
        return _attachment(message, number, body, declared, depth)
    if number == MESSAGE_PROPERTIES:
        found, _, _, is_whole = _properties(body, 0, declared, depth)
        message.properties.update(found)
        return is_whole
    if number == RECIPIENTS:
        return _recipients(message, body, declared, depth)
    if number in _TEXTS:
        message.properties.setdefault(_TEXTS[number], decode(body.rstrip(b"\0"), declared))
    elif number in _TIMES and (stamp := _time(body)) is not None:
        message.properties.setdefault(_TIMES[number], stamp)
    elif number == _FROM:
        _sender(message, body, declared)
    return True


def _attachment(message: MapiMessage, number: int, body: bytes, declared: str, depth: int) -> bool:
    if number == ATTACH_BEGIN or not message.attachments:
        message.attachments.append(MapiAttachment({}))
    attachment = message.attachments[-1]
    if number == ATTACH_DATA:
        attachment.data = body
    elif number == _TITLE:
        attachment.properties.setdefault(0x3001, decode(body.rstrip(b"\0"), declared))
    elif number == ATTACHMENT:
        found, objects, _, is_whole = _properties(body, 0, declared, depth)
        attachment.properties.update(found)
        inner = objects.get(_DATA_OBJECT, b"")
        if len(inner) > 22 and struct.unpack_from("<I", inner, 16)[0] == SIGNATURE:
            attachment.message, is_inner_whole = parse(inner[16:], depth + 1)
            return is_whole and is_inner_whole
        if inner and not attachment.data:
            attachment.data = inner[16:]
        return is_whole
    return True


def _recipients(message: MapiMessage, body: bytes, declared: str, depth: int) -> bool:
    (count,) = struct.unpack_from("<I", body)
    at, is_whole = 4, True
    for _ in range(min(count, len(body) // 4)):
        if not is_whole or at >= len(body):
            return False
        found, _, at, is_whole = _properties(body, at, declared, depth)
        message.recipients.append(found)
    return is_whole


def _properties(body: bytes, at: int, declared: str, depth: int) -> tuple[Properties, dict[int, bytes], int, bool]:
    """Return the properties of a list, objects apart, where it ends, and whether all could be read."""
    found: Properties = {}
    objects: dict[int, bytes] = {}
    (count,) = struct.unpack_from("<I", body, at)
    at += 4
    if count > _MOST_PROPERTIES:
        return found, objects, at, False
    try:
        for _ in range(count):
            kind, key, at = _key(body, at)
            values, at = _values(body, at, kind)
            if kind == OBJECT and isinstance(key, int) and values:
                objects[key] = values[0]
                continue
            value = _value(kind, values, declared)
            if value is not None:
                found[key] = value
    except (struct.error, ValueError):
        return found, objects, at, False
    return found, objects, at, True


def _key(body: bytes, at: int) -> tuple[int, Key, int]:
    kind, number = struct.unpack_from("<HH", body, at)
    at += 4
    if number < 0x8000:
        return kind, number, at
    guid = guid_text(body[at : at + 16])
    is_named, value = struct.unpack_from("<II", body, at + 16)
    at += 24
    if not is_named:
        return kind, (guid, value), at
    name = body[at : at + value].decode("utf-16-le", "replace").rstrip("\0")
    return kind, (guid, name), at + value + (-value % 4)


def _values(body: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """Return the values of one property; raises ValueError where the list breaks."""
    plain = kind & ~MANY
    size = FIXED_BYTES.get(plain)
    count = 1
    if kind & MANY or size is None:
        (count,) = struct.unpack_from("<I", body, at)
        at += 4
    if count > len(body):
        raise ValueError("count")
    values = []
    for _ in range(count):
        length = size
        if length is None:
            (length,) = struct.unpack_from("<I", body, at)
            at += 4
        if at + length > len(body):
            raise ValueError("length")
        values.append(body[at : at + length])
        at += length + (-length % 4)
    return values, at


def _value(kind: int, values: list[bytes], declared: str) -> Value | None:
    plain = kind & ~MANY
    if kind & MANY:
        if plain in {STRING8, UNICODE}:
            return strings_in(values, plain, declared)
        return tuple(values) if FIXED_BYTES.get(plain) is None else None
    return value_of(plain, values[0], declared) if values else None


def _time(body: bytes) -> datetime | None:
    try:
        year, month, day, hour, minute, second = struct.unpack_from("<6H", body)
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, struct.error):
        return None


def _sender(message: MapiMessage, body: bytes, declared: str) -> None:
    """Take the sender of old streams: a structure of four lengths, then name and address."""
    _, _, name_length, address_length = struct.unpack_from("<4H", body)
    name = decode(body[8 : 8 + name_length].rstrip(b"\0"), declared)
    address = decode(body[8 + name_length : 8 + name_length + address_length].rstrip(b"\0"), declared)
    message.properties.setdefault(0x0C1A, name)
    message.properties.setdefault(0x0C1F, address.partition(":")[2] or address)
    message.properties.setdefault(0x0C1E, "SMTP" if "@" in address else "")
