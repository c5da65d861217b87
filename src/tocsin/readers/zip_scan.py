"""Members of a zip found by the header before each of them, for archives cut off before their directory.

Source: PKWARE APPNOTE 6.3.10, 4.3.7 (local file header).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

from tocsin.readers.packings import ZIP_METHODS
from tocsin.readers.streams import window

HEADER = struct.Struct("<4s5H3I2H")
_MAGIC = b"PK\x03\x04"
_BLOCK = 1 << 20
_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_DESCRIBED, _DESCRIPTOR_BYTES = 0x8, 24
"""Sizes and checksum behind a member instead of before it, at most so long."""
_MOST_MEMBERS = 1_000_000


@dataclass(frozen=True, slots=True)
class LooseMember:
    """One member: where its packed bytes begin and at most end."""

    name: str
    start: int
    end: int
    method: int
    size: int
    is_encrypted: bool

    def opener(self, stream: BinaryIO) -> Callable[[], IO[bytes]]:
        """Return what opens the member's bytes."""

        def opened() -> IO[bytes]:
            packed = window(stream, self.start, self.end - self.start)
            if self.method == _STORED:
                return packed
            if self.method == _DEFLATED:
                return cast("IO[bytes]", _Inflated(packed))
            if self.method in ZIP_METHODS:
                return ZIP_METHODS[self.method](packed, self.size)
            raise ValueError("unknown method")

        return opened


class _Inflated(io.RawIOBase):
    """A raw deflate stream; what follows its end is ignored."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._unpacker = zlib.decompressobj(-15)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = size if size and size > 0 else _BLOCK
        while not self._unpacker.eof:
            packed = self._rest or self._packed.read(1 << 16)
            if not packed:
                raise EOFError
            data = self._unpacker.decompress(packed, wanted)
            self._rest = self._unpacker.unconsumed_tail
            if data:
                return data
        return b""


def loose_members(stream: BinaryIO, size: int) -> Iterator[LooseMember]:
    """Yield the members by their own headers, in order."""
    starts = list(_starts(stream, size))
    for number, start in enumerate(starts):
        stream.seek(start)
        head = stream.read(HEADER.size)
        if len(head) < HEADER.size:
            return
        _, _, flags, method, _, _, _, packed, unpacked, name_bytes, extra_bytes = HEADER.unpack(head)
        raw = stream.read(name_bytes)
        data = start + HEADER.size + name_bytes + extra_bytes
        following = starts[number + 1] if number + 1 < len(starts) else size
        end = data + packed if packed and packed != 0xFFFFFFFF and data + packed <= size else following
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        yield LooseMember(name, data, min(end, size), method, unpacked, bool(flags & 1))


def gaps(entries: Sequence[Any], directory: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches before the directory that no entry of it claims, where another member may stand."""
    at = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset - at > HEADER.size:
            yield at, entry.header_offset
        described = _DESCRIPTOR_BYTES if entry.flag_bits & _DESCRIBED else 0
        claimed = HEADER.size + len(entry.orig_filename) + len(entry.extra) + entry.compress_size + described
        at = max(at, entry.header_offset + claimed)
    if directory - at > HEADER.size:
        yield at, directory


def _starts(stream: BinaryIO, size: int) -> Iterator[int]:
    """Yield where headers begin; those inside the stated bytes of a member are its own content."""
    at, skip_to, count = 0, 0, 0
    while at < size and count < _MOST_MEMBERS:
        stream.seek(at)
        block = stream.read(_BLOCK + HEADER.size)
        found = block.find(_MAGIC)
        while 0 <= found < _BLOCK:
            place = at + found
            if place >= skip_to and _is_header(block[found : found + HEADER.size]):
                yield place
                count += 1
                packed, name_bytes, extra_bytes = _lengths(block[found : found + HEADER.size])
                skip_to = place + HEADER.size + name_bytes + extra_bytes + packed
            found = block.find(_MAGIC, found + 4)
        at += _BLOCK


def _is_header(head: bytes) -> bool:
    if len(head) < HEADER.size:
        return False
    _, version, _, method, _, _, _, _, _, name_bytes, _ = HEADER.unpack(head)
    return bool((version & 0xFF) <= 63 and method <= 99 and 0 < name_bytes < 4096)


def _lengths(head: bytes) -> tuple[int, int, int]:
    values = HEADER.unpack(head)
    packed = values[7]
    return (0 if packed == 0xFFFFFFFF else packed), values[9], values[10]
