"""Members of a distribution list: names and addresses out of entry ids.

Source: MS-OXCDATA 2.2.5.1 (one-off entry ids), MS-OXOCNTC 2.2.2.2 (members of a list).
"""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.readers.decoding import decode
from tocsin.readers.mapi import Value

_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
_UNICODE = 0x8000


def members(one_offs: Value | None, wrapped: Value | None) -> list[str]:
    """Return each member once as ``name <address>``; those that only point at other items give nothing.

    Example:
        >>> entry = bytes(4) + _ONE_OFF + bytes(2) + bytes([1, 128]) + "Ann\\0SMTP\\0a@b.example\\0".encode("utf-16-le")
        >>> members((entry,), None)
        ['Ann <a@b.example>']
    """
    found = [text for value in (one_offs, wrapped) for entry in _entries(value) if (text := _member(entry))]
    return list(dict.fromkeys(found))


def _entries(value: Value | None) -> Iterator[bytes]:
    if isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, bytes))
    elif isinstance(value, bytes):
        yield value


def _member(entry: bytes) -> str:
    place = entry.find(_ONE_OFF)
    if place < 0 or place + 20 > len(entry):
        return ""
    flags = int.from_bytes(entry[place + 18 : place + 20], "little")
    rest = entry[place + 20 :]
    if flags & _UNICODE:
        parts = rest[: len(rest) // 2 * 2].decode("utf-16-le", "replace").split("\0")
    else:
        parts = [decode(part) for part in rest.split(b"\0")]
    name, _, address = (part.strip() for part in (*parts, "", "", "")[:3])
    if name and address and name.lower() != address.lower():
        return f"{name} <{address}>"
    return address or name
