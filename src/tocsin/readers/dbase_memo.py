"""Memo files beside dBase and FoxPro tables (.dbt, .fpt): each text under the number that the table's record gives.

Texts of deleted or changed records are still there and are read too; old pieces between the blocks are not.
Source: dBASE III and IV .DBT (blocks of 512 bytes ended by 1A 1A; FF FF 08 00 and a length); FoxPro .FPT (block size at
6, then kind and length in big-endian order before each text).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import decode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

MEDIA_TYPE = "application/x-dbf-memo"
_ENDINGS = frozenset({"dbt", "fpt", "smt"})
_HEAD_BYTES = 512
_MARK = b"\xff\xff\x08\x00"
_TEXT_KIND = 1
_PIECE_BYTES = 1 << 16


class DbaseMemo:
    """The reader of memo files."""

    name = "dbase_memo"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: where a text begins follows from the one before."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give every text."""
        source.stream.seek(0)
        head = source.stream.read(_HEAD_BYTES + len(_MARK))
        if len(head) < _HEAD_BYTES:
            raise CannotRead(ItemCode.CORRUPT)
        for number, data in _texts(source.stream, head, source.size_bytes, limits.child_in_memory_bytes):
            sink.text(decode(data).replace("\r\n", "\n").replace("\r", "\n"), f"memo {number}")


READER = DbaseMemo()


def is_memo(head: bytes, ending: str, size: int) -> bool:
    """Tell whether a file is a memo file: by its name, for it has no mark, and by a next free block that fits."""
    if ending not in _ENDINGS or size < _HEAD_BYTES or len(head) < _HEAD_BYTES:
        return False
    little, big = struct.unpack("<I", head[:4])[0], struct.unpack(">I", head[:4])[0]
    return bool(min(little, big) <= size // 32 + 1)


def _texts(stream: BinaryIO, head: bytes, size: int, most: int) -> Iterator[tuple[int, bytes]]:
    wide = struct.unpack_from(">H", head, 6)[0]
    if wide and head[:2] == b"\0\0" and not head[16]:
        yield from _counted(stream, size, wide, ">II", b"", most)
    elif head[_HEAD_BYTES:] == _MARK:
        yield from _counted(stream, size, struct.unpack_from("<H", head, 20)[0] or _HEAD_BYTES, "<4sI", _MARK, most)
    else:
        yield from _ended(stream, size, most)


def _counted(
    stream: BinaryIO, size: int, block: int, shape: str, mark: bytes, most: int
) -> Iterator[tuple[int, bytes]]:
    """Give texts that say how long they are; in dBase IV the length counts the eight bytes before the text too."""
    at = -(-_HEAD_BYTES // block) * block
    while at + 8 < size:
        stream.seek(at)
        kind, length = struct.unpack(shape, stream.read(8))
        length -= 8 if mark else 0
        is_text = kind == mark if mark else kind == _TEXT_KIND
        if is_text and 0 < length <= min(most, size - at - 8):
            yield at // block, stream.read(length)
            at += -(-(8 + length) // block) * block
        else:
            at += block


def _ended(stream: BinaryIO, size: int, most: int) -> Iterator[tuple[int, bytes]]:
    """Give texts that end with 1A; the next one begins with the next block."""
    at = _HEAD_BYTES
    while at < size:
        stream.seek(at)
        held = bytearray()
        while b"\x1a" not in held and len(held) < most and (piece := stream.read(_PIECE_BYTES)):
            held += piece
        text = bytes(held).partition(b"\x1a")[0].rstrip(b"\0")
        if text:
            yield at // _HEAD_BYTES, text
        at += -(-(len(text) + 1) // _HEAD_BYTES) * _HEAD_BYTES
