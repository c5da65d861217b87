"""Large streams of records in pieces: units of work that begin at a record, and text in blocks for splitters.

Invariant: units follow each other without gap from 0 to the end; blocks give every byte once.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.readers.interface import Unit

_BLOCK = 1 << 20
_OVERLAP = 64
_WIDE = ("utf-16", "utf-32", "utf-7")


def is_wide(encoding: str) -> bool:
    """Tell whether bytes of ASCII do not stand for themselves in a charset, so that bytes cannot be cut."""
    return encoding.startswith(_WIDE)


def units_before(stream: BinaryIO, size: int, unit_bytes: int, begin: re.Pattern[bytes]) -> Iterator[Unit]:
    """Yield slices of about ``unit_bytes`` that end where a match of ``begin`` ends; matches are under 64 bytes."""
    stream.seek(0)
    start, position, number, rest = 0, 0, 1, b""
    while block := stream.read(_BLOCK):
        block = rest + block
        for found in begin.finditer(block):
            place = position + found.end()
            if place - start >= unit_bytes and place < size:
                yield Unit(start, place, number)
                start, number = place, number + 1
        keep = min(len(block), _OVERLAP)
        position += len(block) - keep
        rest = block[-keep:]
    if 0 < start < size:
        yield Unit(start, size, number)


def blocks(stream: BinaryIO, start: int, end: int, encoding: str) -> Iterator[str]:
    """Give the text of some bytes in blocks that end anywhere between two characters.

    A block that is not what the charset says is read as Windows-1252, alone.
    """
    stream.seek(start)
    left, rest = end - start, b""
    if is_wide(encoding):
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        while left > 0 and (block := stream.read(min(_BLOCK, left))):
            left -= len(block)
            yield decoder.decode(block, left <= 0)
        return
    while left > 0 and (block := stream.read(min(_BLOCK, left))):
        left -= len(block)
        block = rest + block
        cut = _ascii_end(block) if left > 0 else len(block)
        rest = block[cut:]
        yield _decoded(block[:cut], encoding)
    if rest:
        yield _decoded(rest, encoding)


def _ascii_end(block: bytes) -> int:
    at = len(block)
    while at > max(0, len(block) - 8) and block[at - 1] > 127:
        at -= 1
    return at or len(block)


def _decoded(block: bytes, encoding: str) -> str:
    try:
        return block.decode(encoding)
    except UnicodeDecodeError:
        return block.decode("cp1252" if encoding.startswith("utf-8") else encoding, "replace")
