"""Outlook items as properties, whichever file they stood in: MSG, TNEF or PST.

A property is known by its number, or by its property set and a number or name (``Named``). Values are Python values;
texts are decoded once, here.

Source: MS-OXPROPS (property numbers and sets), MS-OXCDATA 2.11 (types of values), MS-OXPROPS 1.3.2 (property sets).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tocsin.readers.decoding import decode

Named = tuple[str, int | str]
"""A property set's GUID (lower case) and a number or a name in it."""
Key = int | Named
Value = str | bytes | int | float | bool | datetime | tuple[str, ...] | tuple[bytes, ...]
Properties = dict[Key, Value]

PUBLIC_STRINGS = "00020329-0000-0000-c000-000000000046"
COMMON = "00062008-0000-0000-c000-000000000046"
ADDRESS = "00062004-0000-0000-c000-000000000046"
APPOINTMENT = "00062002-0000-0000-c000-000000000046"
TASK = "00062003-0000-0000-c000-000000000046"
LOG = "0006200a-0000-0000-c000-000000000046"
MAPI = "00020328-0000-0000-c000-000000000046"

SHORT, LONG, FLOAT, DOUBLE, CURRENCY, APPTIME = 0x02, 0x03, 0x04, 0x05, 0x06, 0x07
BOOLEAN, OBJECT, LONG64, STRING8, UNICODE, TIME, GUID, BINARY = 0x0B, 0x0D, 0x14, 0x1E, 0x1F, 0x40, 0x48, 0x102
MANY = 0x1000
FIXED_BYTES = {SHORT: 2, LONG: 4, FLOAT: 4, DOUBLE: 8, CURRENCY: 8, APPTIME: 8, 0x0A: 4, BOOLEAN: 2, LONG64: 8, TIME: 8,
               GUID: 16}  # fmt: skip
_FORMATS = {SHORT: "<h", LONG: "<i", FLOAT: "<f", DOUBLE: "<d", CURRENCY: "<q", APPTIME: "<d", LONG64: "<q"}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODE_PAGES = {
    65001: "utf-8", 20127: "us-ascii", 28591: "iso-8859-1", 28592: "iso-8859-2", 28595: "iso-8859-5",
    28605: "iso-8859-15", 20866: "koi8-r", 21866: "koi8-u", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5",
    50220: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr", 54936: "gb18030", 1200: "utf-16-le", 52936: "hz",
    38598: "iso-8859-8", 28597: "iso-8859-7", 28599: "iso-8859-9",
}  # fmt: skip
_LANGUAGES = {
    0x19: 1251, 0x22: 1251, 0x23: 1251, 0x02: 1251, 0x05: 1250, 0x0E: 1250, 0x15: 1250, 0x18: 1250, 0x1B: 1250,
    0x08: 1253, 0x1F: 1254, 0x0D: 1255, 0x01: 1256, 0x11: 932, 0x12: 949, 0x04: 936,
}  # fmt: skip
"""Primary language to Windows code page. Source: MS-LCID."""


@dataclass
class MapiAttachment:
    """An attachment: its own properties, and either bytes or a whole item."""

    properties: Properties
    data: bytes | None = field(default=None, repr=False)
    message: MapiMessage | None = None


@dataclass
class MapiMessage:
    """An item: its properties, its recipients (or attendees), its attachments."""

    properties: Properties = field(default_factory=dict, repr=False)
    recipients: list[Properties] = field(default_factory=list, repr=False)
    attachments: list[MapiAttachment] = field(default_factory=list, repr=False)


def text_of(properties: Properties, *keys: Key) -> str:
    """Return the first of those properties that holds text, its blanks trimmed."""
    for key in keys:
        value = properties.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def number_of(properties: Properties, key: Key, otherwise: int = 0) -> int:
    """Return a whole number, or ``otherwise``."""
    value = properties.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def charset_of(properties: Properties, *keys: Key) -> str:
    """Return the charset that texts of the item are in: by its code page, else by its language; may be empty."""
    for key in keys:
        page = number_of(properties, key)
        if page:
            return charset(page)
    language = number_of(properties, 0x3FF1) & 0x3FF
    return charset(_LANGUAGES.get(language, 0))


def charset(code_page: int) -> str:
    """Return the charset of a Windows code page.

    Example:
        >>> charset(1251), charset(65001), charset(0)
        ('cp1251', 'utf-8', '')
    """
    known = _CODE_PAGES.get(code_page)
    if known:
        return known
    return f"cp{code_page}" if 0 < code_page < 2000 else ""


def value_of(kind: int, data: bytes, declared: str = "") -> Value | None:
    """Return the value that bytes of a type stand for, or None if they are too short or of no use."""
    if kind == UNICODE:
        return data[: len(data) // 2 * 2].decode("utf-16-le", "replace").rstrip("\0")
    if kind == STRING8:
        return decode(data.rstrip(b"\0"), declared)
    if kind in {BINARY, OBJECT, GUID}:
        return bytes(data)
    if kind == BOOLEAN:
        return bool(data[:1].strip(b"\0"))
    if kind == TIME and len(data) >= 8:
        return moment(struct.unpack_from("<q", data)[0])
    layout = _FORMATS.get(kind)
    if layout is None or len(data) < struct.calcsize(layout):
        return None
    number: int | float = struct.unpack_from(layout, data)[0]
    return number


def moment(ticks: int) -> datetime | None:
    """Return the time of a FILETIME (100 ns since 1601), or None outside of what years can be written."""
    try:
        return _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None


def named_keys(guids: bytes, entries: bytes, strings: bytes) -> dict[int, Named]:
    """Return what the numbers from 0x8000 on mean in one file.

    Source: MS-OXMSG 2.2.3; MS-PST 2.4.7 lays the same three streams out alike.
    """
    found: dict[int, Named] = {}
    for at in range(0, len(entries) - 7, 8):
        first, second = struct.unpack_from("<II", entries, at)
        which, index = (second & 0xFFFF) >> 1, second >> 16
        if which == 1:
            guid = MAPI
        elif which == 2:
            guid = PUBLIC_STRINGS
        else:
            guid = guid_text(guids[(which - 3) * 16 : (which - 3) * 16 + 16])
        if second & 1:
            (length,) = struct.unpack_from("<I", strings, first) if first + 4 <= len(strings) else (0,)
            found[0x8000 + index] = (guid, strings[first + 4 : first + 4 + length].decode("utf-16-le", "replace"))
        else:
            found[0x8000 + index] = (guid, first)
    return found


def guid_text(data: bytes) -> str:
    """Return a GUID as text, lower case; empty where bytes are missing."""
    if len(data) < 16:
        return ""
    first, second, third = struct.unpack_from("<IHH", data)
    return f"{first:08x}-{second:04x}-{third:04x}-{data[8:10].hex()}-{data[10:16].hex()}"


def guid_bytes(text: str) -> bytes:
    """Return the bytes of :func:`guid_text`.

    Example:
        >>> guid_text(guid_bytes(ADDRESS)) == ADDRESS
        True
    """
    parts = text.split("-")
    return struct.pack("<IHH", *(int(p, 16) for p in parts[:3])) + bytes.fromhex(parts[3] + parts[4])


def strings_in(values: Sequence[bytes], kind: int, declared: str) -> tuple[str, ...]:
    """Return texts of a property with many values."""
    texts = (value_of(kind, one, declared) for one in values)
    return tuple(text for text in texts if isinstance(text, str))
