"""An Outlook item as TNEF: the form in which items inside a PST or another item become documents of their own.

The same item gives the same bytes, so that copies are known by their hash.

Source: MS-OXTNEF 2.1 (attributes), 2.1.3.4 (properties).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tocsin.readers.mapi import (
    BINARY,
    BOOLEAN,
    DOUBLE,
    LONG,
    LONG64,
    MANY,
    OBJECT,
    TIME,
    UNICODE,
    Key,
    MapiAttachment,
    MapiMessage,
    Properties,
    Value,
    guid_bytes,
)

SIGNATURE = 0x223E9F78
MESSAGE_PROPERTIES, RECIPIENTS, ATTACHMENT = 0x00069003, 0x00069004, 0x00069005
ATTACH_BEGIN, ATTACH_DATA = 0x00069002, 0x0006800F
OBJECT_ID = bytes.fromhex("0703020000000000c000000000000046")
"""IID_IMessage, before an item inside a property."""
_DATA_OBJECT = 0x3701
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class PackedItem(io.BytesIO):
    """An item as a TNEF stream, and what reading that stream would give, which need not be done."""

    def __init__(self, message: MapiMessage) -> None:
        data = tnef_bytes(message)
        super().__init__(data)
        self.size_bytes = len(data)
        self.message = _as_read(message)


def _as_read(message: MapiMessage) -> MapiMessage:
    return MapiMessage(
        _read_back(message.properties),
        [_read_back(row) for row in message.recipients],
        [
            MapiAttachment(_read_back(one.properties), one.data, None if one.message is None else _as_read(one.message))
            for one in message.attachments
        ],
    )


def _read_back(properties: Properties) -> Properties:
    return {
        (key if type(key) is int else _ended(key)): (
            value.rstrip("\0") if type(value) is str else _ended(value) if type(value) is tuple else value
        )
        for key, value in _in_order(properties)
    }


def _ended(value: Any) -> Any:
    """Return a value of several, or a name, as it is read back: texts end before zeros."""
    return tuple(one.rstrip("\0") if isinstance(one, str) else one for one in value)


def _in_order(properties: Properties) -> list[tuple[Key, Value]]:
    return sorted(properties.items(), key=_order)


def tnef_bytes(message: MapiMessage) -> bytes:
    """Return the item as a TNEF stream."""
    out = [struct.pack("<IH", SIGNATURE, 0), _attribute(1, MESSAGE_PROPERTIES, _list(message.properties))]
    if message.recipients:
        rows = b"".join(_list(row) for row in message.recipients)
        out.append(_attribute(1, RECIPIENTS, struct.pack("<I", len(message.recipients)) + rows))
    for attachment in message.attachments:
        out += _attachment(attachment)
    return b"".join(out)


def _attachment(attachment: MapiAttachment) -> Iterable[bytes]:
    yield _attribute(2, ATTACH_BEGIN, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
    if attachment.data is not None:
        yield _attribute(2, ATTACH_DATA, attachment.data)
    extra = b""
    if attachment.message is not None:
        inner = OBJECT_ID + tnef_bytes(attachment.message)
        extra = struct.pack("<HHII", OBJECT, _DATA_OBJECT, 1, len(inner)) + _padded(inner)
    yield _attribute(2, ATTACHMENT, _list(attachment.properties, extra))


def checksum(data: bytes) -> int:
    """Return the sum of all bytes, of 16 bits.

    Adler-32 has the sum of few bytes in its lower half and is twenty times as fast as adding them here.

    Example:
        >>> data = bytes(range(256)) * 9
        >>> checksum(data) == sum(data) & 0xFFFF
        True
    """
    added, view = _ADDED[data.isascii()], memoryview(data)
    return sum([(zlib.adler32(view[at : at + added]) & 0xFFFF) - 1 for at in range(0, len(data), added)]) & 0xFFFF


_ADDED = (256, 512)
"""Bytes, and of ASCII, whose sum, and one, stays below the 65,521 by which Adler-32 divides."""


def _attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", checksum(data))


def _list(properties: Properties, extra: bytes = b"") -> bytes:
    packed = [_property(key, value) for key, value in _in_order(properties)]
    count = len(packed) + (1 if extra else 0)
    return struct.pack("<I", count) + b"".join(packed) + extra


def _order(one: tuple[Key, Value]) -> tuple[int, str, str]:
    key = one[0]
    return (key, "", "") if isinstance(key, int) else (0x10000, key[0], str(key[1]))


def _property(key: Key, value: Value) -> bytes:
    kind, body = _value(value)
    if isinstance(key, int):
        return struct.pack("<HH", kind, key) + body
    guid, name = key
    head = struct.pack("<HH", kind, 0x8000) + guid_bytes(guid)
    if isinstance(name, int):
        return head + struct.pack("<II", 0, name) + body
    coded = (name + "\0").encode("utf-16-le")
    return head + struct.pack("<II", 1, len(coded)) + _padded(coded) + body


def _value(value: Value) -> tuple[int, bytes]:
    """Return the type and the bytes of a value; every whole number is written as the size it needs."""
    if isinstance(value, str):
        return UNICODE, _single(_coded(value))
    if isinstance(value, bytes):
        return BINARY, _single(value)
    if isinstance(value, bool):
        return BOOLEAN, struct.pack("<HH", value, 0)
    if isinstance(value, int):
        is_long = -(1 << 31) <= value < 1 << 31
        return (LONG, struct.pack("<i", value)) if is_long else (LONG64, struct.pack("<Q", value & (1 << 64) - 1))
    if isinstance(value, float):
        return DOUBLE, struct.pack("<d", value)
    if isinstance(value, datetime):
        since = value - _EPOCH
        return TIME, struct.pack("<q", (since.days * 86_400 + since.seconds) * 10_000_000 + since.microseconds * 10)
    kind = BINARY if value and isinstance(value[0], bytes) else UNICODE
    return kind | MANY, _several([_coded(one) for one in value])


def _coded(value: str | bytes) -> bytes:
    return (value + "\0").encode("utf-16-le", "replace") if isinstance(value, str) else value


def _several(values: list[bytes]) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(struct.pack("<I", len(one)) + _padded(one) for one in values)


def _single(value: bytes) -> bytes:
    return struct.pack("<II", 1, len(value)) + _padded(value)


def _padded(data: bytes) -> bytes:
    return data + _PADDING[len(data) % 4]


_PADDING = b"", bytes(3), bytes(2), bytes(1)
