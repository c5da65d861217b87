"""Web archives: what a server answered is a child without its header, everything else a child as it stands.

Source: ISO 28500:2017 (WARC 1.1).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.streams import window

_LENGTH = re.compile(rb"(?im)^content-length:\s*(\d{1,18})\s*$")
_TARGET = re.compile(rb"(?im)^warc-target-uri:\s*<?([^\s>]{1,2000})")
_KIND = re.compile(rb"(?im)^warc-type:\s*(\w+)")
_MOST_HEADER = 1 << 16


class Warc:
    """The reader of web archives."""

    name = "warc"
    media_types = frozenset({"application/warc"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of whole records."""
        units: list[Unit] = []
        start, first = 0, 1
        for number, (place, _, _, _) in enumerate(_records(source.stream, 0, source.size_bytes), 1):
            if place - start >= limits.unit_bytes:
                units.append(Unit(start, place, first))
                start, first = place, number
        return [*units, Unit(start, source.size_bytes, first)] if units else []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Hand over every record."""
        whole = unit or Unit(0, source.size_bytes, 1)
        count = 0
        for _, header, start, size in _records(source.stream, whole.start, whole.end):
            target = _TARGET.search(header)
            name = target.group(1).decode("utf-8", "replace").rstrip("/").rsplit("/", 1)[-1] if target else ""
            stream, body = _body(source.stream, start, size, header)
            sink.child(whole.first_ordinal + count, name, stream, body)
            count += 1
            if _stated(header) > size:
                sink.partly(ItemCode.PARTLY_CORRUPT)
        if not count:
            raise CannotRead(ItemCode.CORRUPT)


READER = Warc()


def _records(stream: BinaryIO, at: int, end: int) -> Iterator[tuple[int, bytes, int, int]]:
    """Yield where each record begins, its header, and where its block begins and how long it is."""
    while at < end:
        stream.seek(at)
        head = stream.read(_MOST_HEADER)
        blank = len(head) - len(head.lstrip(b"\r\n"))
        finish = head.find(b"\r\n\r\n", blank)
        if not head[blank:].startswith(b"WARC/") or finish < 0:
            return
        header = head[blank:finish]
        start = at + finish + 4
        size = min(_stated(header), max(0, end - start))
        yield at, header, start, size
        at = start + size


def _stated(header: bytes) -> int:
    """Return how long a record says its block is."""
    length = _LENGTH.search(header)
    return int(length.group(1)) if length else 0


def _body(stream: BinaryIO, start: int, size: int, header: bytes) -> tuple[BinaryIO, int]:
    """Return the block; of an answer only what follows its own header, unless that is packed."""
    kind = _KIND.search(header)
    if kind and kind.group(1).lower() == b"response":
        stream.seek(start)
        head = stream.read(min(size, _MOST_HEADER))
        finish = head.find(b"\r\n\r\n")
        if head.startswith(b"HTTP/") and finish >= 0:
            start, size = start + finish + 4, size - finish - 4
    if size == 0:
        return io.BytesIO(), 0
    return window(stream, start, size), size
