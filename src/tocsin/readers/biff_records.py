"""Records of binary workbooks, and strings that may run on from one record into the next.

Source: MS-XLS 2.1.4 (records), 2.5.294 (XLUnicodeRichExtendedString), 2.4.58 (Continue); for BIFF2 to BIFF5 the
OpenOffice.org documentation of the Excel file format, chapters 2 and 3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTINUE, EOF = 0x3C, 0x0A
BOFS = frozenset({0x009, 0x209, 0x409, 0x809})


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number, its bytes, and the bytes of the records that carry it on."""

    kind: int
    data: bytes = field(repr=False)
    more: tuple[bytes, ...] = field(default=(), repr=False)


def records(stream: bytes) -> Iterator[Record]:
    """Yield the records of a stream, each with what continues it; a record cut off at the end is left out."""
    at, pending = 0, None
    more: list[bytes] = []
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if at > len(stream):
            break
        if kind == CONTINUE and pending is not None:
            more.append(data)
            continue
        if pending is not None:
            yield Record(pending.kind, pending.data, tuple(more))
        pending, more = Record(kind, data), []
    if pending is not None:
        yield Record(pending.kind, pending.data, tuple(more))


class Strings:
    """Reads Unicode strings out of a record and its continuations."""

    def __init__(self, record: Record, at: int) -> None:
        self._parts = (record.data, *record.more)
        self._part, self._at = 0, at

    def take(self, count_bytes: int = 2) -> str | None:
        """Return the next string, its formatting left out, or None at the end."""
        head = self._read(count_bytes)
        flags = self._read(1)
        if len(head) < count_bytes or not flags:
            return None
        count = int.from_bytes(head, "little")
        runs = int.from_bytes(self._read(2), "little") if flags[0] & 8 else 0
        extra = int.from_bytes(self._read(4), "little") if flags[0] & 4 else 0
        text = self.characters(count, is_wide=bool(flags[0] & 1))
        self._skip(4 * runs + extra)
        return text

    def characters(self, count: int, is_wide: bool) -> str:
        """Return that many characters; where they run on, the next record says anew how wide they are."""
        out: list[str] = []
        while count > 0:
            here = self._parts[self._part][self._at :]
            width = 2 if is_wide else 1
            taken = min(count, len(here) // width)
            out.append(here[: taken * width].decode("utf-16-le" if is_wide else "latin-1", "replace"))
            self._at += taken * width
            count -= taken
            if count <= 0:
                break
            if self._part + 1 >= len(self._parts):
                break
            self._part, self._at = self._part + 1, 0
            flags = self._read(1)
            is_wide = bool(flags and flags[0] & 1)
        return "".join(out)

    def _read(self, count: int) -> bytes:
        out = b""
        while len(out) < count:
            piece = self._parts[self._part][self._at : self._at + count - len(out)]
            self._at += len(piece)
            out += piece
            if len(out) < count:
                if self._part + 1 >= len(self._parts):
                    return out
                self._part, self._at = self._part + 1, 0
        return out

    def _skip(self, count: int) -> None:
        while count > 0:
            taken = min(count, len(self._parts[self._part]) - self._at)
            self._at += taken
            count -= taken
            if count > 0:
                if self._part + 1 >= len(self._parts):
                    return
                self._part, self._at = self._part + 1, 0


def rk_number(packed: int) -> float:
    """Return the number of an RK value.

    Example:
        >>> rk_number(0x3FF00000), rk_number(12345 << 2 | 2), rk_number(12345 << 2 | 3)
        (1.0, 12345.0, 123.45)
    """
    if packed & 2:
        value = float(packed >> 2 if packed < 1 << 31 else (packed >> 2) - (1 << 30))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))
    return value / 100 if packed & 1 else value
