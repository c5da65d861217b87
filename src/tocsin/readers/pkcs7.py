"""Signed, sealed and compressed messages (p7m, p7s): what was signed is one child; what is encrypted is named so.

Signatures are not checked: a lie about who signed hides nobody's data.

Source: RFC 5652 (CMS), RFC 3274 (compressed data), RFC 5544 (time-stamped data), ITU-T X.690 (BER).
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_SEQUENCE, _OID, _OCTETS, _CONTEXT_0 = 0x30, 0x06, 0x04, 0xA0
_PKCS7 = bytes.fromhex("2a864886f70d0107")
_SIGNED, _ENVELOPED, _ENCRYPTED = _PKCS7 + b"\x02", _PKCS7 + b"\x03", _PKCS7 + b"\x06"
_COMPRESSED, _AUTHENTICATED, _STAMPED = (bytes.fromhex("2a864886f70d01091001" + last) for last in ("09", "17", "1f"))
_LOCKED = frozenset({_ENVELOPED, _ENCRYPTED, _AUTHENTICATED})
_MOST_DEPTH = 30
_MIME = re.compile(rb"(?:Content-|MIME-Version)", re.IGNORECASE)
_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 ]{1,30}-----(.*?)-----END", re.DOTALL)


class _BerError(Exception):
    """The bytes are no BER."""


@dataclass(frozen=True, slots=True)
class _Value:
    """One element: its tag, where its content begins and ends, where the next element begins."""

    tag: int
    start: int
    end: int
    after: int


class Pkcs7:
    """The reader of cryptographic messages."""

    name = "p7m"
    media_types = frozenset({"application/pkcs7-mime", "application/pkcs7-signature"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a message is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Hand over what was signed or compressed."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = _bare(source.stream.read())
        most = min(limits.child_in_memory_bytes, max(limits.expansion_free_bytes, len(data) * limits.expansion_ratio))
        try:
            content = _content(data, most)
        except (_BerError, IndexError, zlib.error) as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        if not content:
            raise CannotRead(ItemCode.NO_TEXT)
        hint = "message/rfc822" if _MIME.match(content) else ""
        sink.child(
            1, "" if hint else source.untrusted_name.removesuffix(".p7m"), io.BytesIO(content), len(content), hint
        )


READER = Pkcs7()


def is_pkcs7(head: bytes) -> bool:
    """Tell whether bytes begin a cryptographic message.

    Example:
        >>> is_pkcs7(bytes.fromhex("308006092a864886f70d010702a080")), is_pkcs7(b"0\\x80 text")
        (True, False)
    """
    if head[:1] != b"\x30" or len(head) < 15:
        return False
    length = head[1] & 0x7F if head[1] & 0x80 else 0
    at = 2 + length
    return head[at : at + 1] == b"\x06" and head[at + 2 : at + 9] == _PKCS7[:7]


def _bare(data: bytes) -> bytes:
    """Return the message without its armour of base64."""
    found = _ARMOUR.search(data)
    if not found and data[:1] == b"\x30":
        return data
    try:
        return base64.b64decode(b"".join((found.group(1) if found else data).split()), validate=True)
    except binascii.Error:
        return data


def _content(data: bytes, most: int) -> bytes:
    outer = _expect(data, 0, _SEQUENCE)
    kind = _expect(data, outer.start, _OID)
    oid = data[kind.start : kind.end]
    if oid in _LOCKED:
        raise CannotRead(ItemCode.ENCRYPTED)
    inner = _expect(data, _expect(data, kind.after, _CONTEXT_0).start, _SEQUENCE)
    if oid == _STAMPED:
        octets = next((v for v in _inside(data, inner) if v.tag & ~0x20 == _OCTETS), None)
        return _octets(data, octets) if octets else b""
    if oid not in {_SIGNED, _COMPRESSED}:
        raise CannotRead(ItemCode.NO_READER)
    capsule = next((v for v in _inside(data, inner) if v.tag == _SEQUENCE and data[v.start] == _OID), None)
    if oid == _COMPRESSED:
        capsules = [v for v in _inside(data, inner) if v.tag == _SEQUENCE]
        capsule = capsules[-1] if capsules else None
    if capsule is None:
        raise _BerError
    name = _expect(data, capsule.start, _OID)
    if name.after >= capsule.end or data[name.after] != _CONTEXT_0:
        return b""
    wrapped = _at(data, name.after)
    content = _octets(data, _at(data, wrapped.start))
    return _unfolded(content, most) if oid == _COMPRESSED else content


def _unfolded(content: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    out = unpacker.decompress(content, most + 1)
    if len(out) > most:
        raise CannotRead(ItemCode.BOMB)
    return out


def _expect(data: bytes, at: int, tag: int) -> _Value:
    found = _at(data, at)
    if found.tag != tag:
        raise _BerError
    return found


def _inside(data: bytes, value: _Value) -> Iterator[_Value]:
    at = value.start
    while at < value.end:
        inner = _at(data, at)
        yield inner
        at = inner.after


def _octets(data: bytes, value: _Value, depth: int = 0) -> bytes:
    """Return a string of octets, its pieces joined where it is written in pieces."""
    if not value.tag & 0x20:
        return data[value.start : value.end]
    if depth > _MOST_DEPTH:
        raise _BerError
    return b"".join(_octets(data, inner, depth + 1) for inner in _inside(data, value))


def _at(data: bytes, at: int, depth: int = 0) -> _Value:
    """Return the element that begins at ``at``; one without a length ends at its end mark."""
    if at + 2 > len(data) or depth > _MOST_DEPTH or data[at] & 0x1F == 0x1F:
        raise _BerError
    tag, first = data[at], data[at + 1]
    start = at + 2
    if first == 0x80:
        place = start
        while data[place : place + 2] != b"\0\0":
            place = _at(data, place, depth + 1).after
        return _Value(tag, start, place, place + 2)
    if first & 0x80:
        count = first & 0x7F
        first = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + first > len(data):
        raise _BerError
    return _Value(tag, start, start + first, start + first)
