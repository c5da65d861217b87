"""Looks for texts that must stand nowhere, in every form bytes can give them.

Forms: UTF-8, UTF-16 (both orders), base64 of UTF-8 and UTF-16LE at each of its three alignments, line breaks within
base64 left out; and all of these inside whatever unpacks: base64, deflate (zlib, gzip, zip), zstd, bzip2, xz, and the
pages of plain Parquet.

Source: RFC 4648 (base64), RFC 1950-1952 (zlib, deflate, gzip), PKWARE APPNOTE (zip), RFC 8878 (zstd).
"""

from __future__ import annotations

import base64
import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import hyperscan
import pyarrow as pa
import pyarrow.parquet as pq

_UNPACKED_BYTES = 64 << 20
_DEPTH = 4
_LINE_BREAKS = b"\r\n"
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04|\x28\xb5\x2f\xfd|BZh[1-9]1AY|\xfd7zXZ\x00")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}[\r\n]*){12,}")
_ZIP_HEADER, _ZIP_NAME, _ZIP_EXTRA = 30, 26, 28
_RAW_DEFLATE, _ZLIB, _GZIP = -15, 15, 31


@dataclass(frozen=True, slots=True)
class Leak:
    """A text that was found."""

    needle: str
    """What kind it is and its number; never the text itself."""
    form: str


class Needles:
    """Texts that must stand nowhere, by what they are called."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._leaks: list[Leak] = []
        patterns: list[bytes] = []
        for name, text in sorted(texts.items()):
            for form, data in _forms(text):
                self._leaks.append(Leak(name, form))
                patterns.append(b"".join(b"\\x%02x" % byte for byte in data))
        self._database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        ids = list(range(len(patterns)))
        self._database.compile(expressions=patterns, ids=ids, flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(patterns))

    def found(self, data: bytes) -> set[Leak]:
        """Return which of them stand in these bytes, packed or not."""
        return self._found(data, _DEPTH)

    def _found(self, data: bytes, depth: int) -> set[Leak]:
        found = self._plain(data) | self._plain(data.translate(None, _LINE_BREAKS))
        if depth:
            for inner in _unpacked(data):
                found |= self._found(inner, depth - 1)
        return found

    def _plain(self, data: bytes) -> set[Leak]:
        hits: set[int] = set()
        if data:
            self._database.scan(data, match_event_handler=lambda number, *_: hits.add(number))
        return {self._leaks[number] for number in hits}


def _forms(text: str) -> Iterator[tuple[str, bytes]]:
    yield "utf-8", text.encode()
    yield "utf-16le", text.encode("utf-16-le")
    yield "utf-16be", text.encode("utf-16-be")
    for encoding in ("utf-8", "utf-16-le"):
        for offset in range(3):
            yield f"base64 of {encoding} at {offset}", _base64_inside(text.encode(encoding), offset)


def _base64_inside(data: bytes, offset: int) -> bytes:
    """Return the letters that base64 gives to these bytes wherever they begin at ``offset`` of three."""
    encoded = base64.b64encode(bytes(offset) + data)
    first = (0, 2, 3)[offset]
    last = (offset + len(data)) * 8 // 6
    return encoded[first:last]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Give the content of every packed stream that begins somewhere in these bytes."""
    for match in _PACKED.finditer(data):
        head, start = match[0], match.start()
        unpack = _UNPACKERS[head[:1]]
        inner = unpack(data, start)
        if inner:
            yield inner
    for match in _BASE64.finditer(data):
        yield base64.b64decode(match[0])
    if data[:4] == b"PAR1":
        yield _parquet(data)


def _inflated(data: bytes, start: int, bits: int) -> bytes:
    """Return what inflates from there until it ends or breaks; a few bytes inflate out of any noise."""
    engine, inner = zlib.decompressobj(bits), b""
    try:
        inner = engine.decompress(memoryview(data)[start : start + 4096], _UNPACKED_BYTES)
        if not engine.eof:
            inner += engine.decompress(engine.unconsumed_tail + data[start + 4096 :], _UNPACKED_BYTES)
    except zlib.error:
        pass
    return inner


def _zip_member(data: bytes, start: int) -> bytes:
    sizes = [int.from_bytes(data[start + at : start + at + 2], "little") for at in (_ZIP_NAME, _ZIP_EXTRA)]
    return _inflated(data, start + _ZIP_HEADER + sum(sizes), _RAW_DEFLATE)


def _zstd(data: bytes, start: int) -> bytes:
    inner = b""
    try:
        with pa.CompressedInputStream(pa.BufferReader(data[start:]), "zstd") as stream:
            while len(inner) < _UNPACKED_BYTES and (piece := stream.read(1 << 16)):
                inner += piece
    except (OSError, pa.ArrowException):
        pass
    return inner


def _stream(make: Callable[[], Any]) -> Callable[[bytes, int], bytes]:
    def unpack(data: bytes, start: int) -> bytes:
        try:
            return bytes(make().decompress(data[start:], _UNPACKED_BYTES))
        except (OSError, EOFError, lzma.LZMAError):
            return b""

    return unpack


def _parquet(data: bytes) -> bytes:
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (OSError, pa.ArrowException):
        return b""
    return "\n".join("\0".join(map(str, row.values())) for row in table.to_pylist()).encode()


_UNPACKERS: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"\x78": lambda data, start: _inflated(data, start, _ZLIB),
    b"\x1f": lambda data, start: _inflated(data, start, _GZIP),
    b"P": _zip_member,
    b"\x28": _zstd,
    b"B": _stream(bz2.BZ2Decompressor),
    b"\xfd": _stream(lzma.LZMADecompressor),
}
