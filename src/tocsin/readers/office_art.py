"""Pictures kept in drawings of old Office files: found by their record headers, whatever stream they lie in.

Source: MS-ODRAW 2.2.23 (OfficeArtBlip and its kinds).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import Sink

_KINDS = {0xF01A: "emf", 0xF01B: "wmf", 0xF01C: "pict", 0xF01D: "jpg", 0xF01E: "png", 0xF01F: "dib", 0xF029: "tif",
          0xF02A: "jpg"}  # fmt: skip
_TWO_SUMS = frozenset({0x3D5, 0x217, 0x543, 0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5})
"""Instances of a record that hold two checksums instead of one."""
_ONE_SUM = frozenset({0x3D4, 0x216, 0x542, 0x46A, 0x6E2, 0x6E0, 0x7A8, 0x6E4})
_METAFILES = frozenset({0xF01A, 0xF01B, 0xF01C})
_HEADER = re.compile(rb"[\x1a-\x1f\x29\x2a]\xf0")
_MOST_PICTURES = 20_000
_MOST_BYTES = 64 << 20


def give_pictures(data: bytes, sink: Sink, first: int) -> int:
    """Hand the pictures of a stream over as children numbered from ``first``; return how many there were."""
    ordinal = first
    for name, picture in pictures(data):
        sink.child(ordinal, f"picture {ordinal}.{name}", io.BytesIO(picture), len(picture))
        ordinal += 1
    if ordinal - first >= _MOST_PICTURES:
        sink.partly(ItemCode.TRUNCATED)
    return ordinal - first


def pictures(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield ending and bytes of every picture."""
    count, at = 0, 2
    while count < _MOST_PICTURES and (match := _HEADER.search(data, at)):
        start = match.start() - 2
        at = match.start() + 1
        found = _picture(data, start)
        if found is not None:
            ending, picture, at = found
            count += 1
            yield ending, picture


def _picture(data: bytes, start: int) -> tuple[str, bytes, int] | None:
    if start < 0 or start + 8 > len(data):
        return None
    head, kind, length = struct.unpack_from("<HHI", data, start)
    instance = head >> 4
    if head & 0x0F or instance not in _ONE_SUM | _TWO_SUMS or not 16 < length <= len(data) - start - 8:
        return None
    body = data[start + 8 : start + 8 + length]
    skip = 32 if instance in _TWO_SUMS else 16
    if kind not in _METAFILES:
        return _KINDS[kind], body[skip + 1 :], start + 8 + length
    packed = body[skip + 34 :]
    is_packed = len(body) > skip + 32 and body[skip + 32] == 0
    return _KINDS[kind], _unpacked(packed) if is_packed else packed, start + 8 + length


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_BYTES)
    except zlib.error:
        return data
