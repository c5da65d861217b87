"""Outlook files made from nothing: items as compound files, packed rich text."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from tocsin.readers.cfb_write import compound_file
from tocsin.readers.mapi import guid_bytes

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def storage(properties, recipients=(), attachments=(), names=(), header=32):
    """Return the storage of an item; properties are {number: value}, names are (guid, number or name)."""
    held, listed = {}, b""
    for number, value in properties.items():
        listed_one, streams = _property(number, value)
        listed += listed_one
        held |= streams
    held["__properties_version1.0"] = bytes(header) + listed
    for index, row in enumerate(recipients):
        held[f"__recip_version1.0_#{index:08X}"] = storage(row, header=8)
    for index, (row, inner) in enumerate(attachments):
        inside = storage(row, header=8)
        if inner is not None:
            inside["__substg1.0_3701000D"] = inner
        held[f"__attach_version1.0_#{index:08X}"] = inside
    if names:
        held["__nameid_version1.0"] = _names(names)
    return held


def msg(*args, **kwargs):
    """Return an item as a file."""
    return compound_file(storage(*args, **kwargs))


def _property(number, value):
    if isinstance(value, bool):
        return struct.pack("<HHI?7x", 0x0B, number, 6, value), {}
    if isinstance(value, int):
        return struct.pack("<HHIi4x", 0x03, number, 6, value), {}
    if isinstance(value, datetime):
        ticks = int((value - _EPOCH).total_seconds()) * 10_000_000
        return struct.pack("<HHIq", 0x40, number, 6, ticks), {}
    if isinstance(value, tuple):
        streams = {
            f"__substg1.0_{number:04X}101F-{n:08X}": (one + "\0").encode("utf-16-le") for n, one in enumerate(value)
        }
        return b"", {f"__substg1.0_{number:04X}101F": b"length", **streams}
    kind, data = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
    return struct.pack("<HHIII", kind, number, 6, len(data), 0), {f"__substg1.0_{number:04X}{kind:04X}": data}


def _names(names):
    guids, entries, strings = b"", b"", b""
    for index, (guid, name) in enumerate(names):
        which = (len(guids) // 16 + 3) << 1
        guids += guid_bytes(guid)
        if isinstance(name, str):
            entries += struct.pack("<II", len(strings), which | 1 | index << 16)
            coded = name.encode("utf-16-le")
            strings += struct.pack("<I", len(coded)) + coded + bytes(-len(coded) % 4)
        else:
            entries += struct.pack("<II", name, which | index << 16)
    return {f"__substg1.0_000{n}0102": data for n, data in ((2, guids), (3, entries), (4, strings))}


def packed_rtf(rtf):
    """Return rich text in the uncompressed form of a message."""
    return struct.pack("<4I", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
