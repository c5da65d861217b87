"""Mailboxes in mbox form: messages one behind the other, parted by lines that begin with ``From `` and hold a time.

A line counts as a separator only if a header line follows, so that prose beginning with "From" does not part a
message. Messages keep their numbers whatever the slicing. Source: RFC 4155 and the mboxrd quoting (``>From ``).
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

_SEPARATOR = re.compile(rb"\n?From [^\r\n]{0,300}\d\d:\d\d[^\r\n]{0,60}\r?\n(?=>?[\x21-\x39\x3b-\x7e]{1,100}:|From )")
_QUOTED = re.compile(rb"(?m)^>(>*From )")
_SCAN_BYTES = 1 << 22
_OVERLAP = 1024


class MboxReader:
    """Reads an mbox file: a child for each message."""

    name = "mbox"
    media_types = frozenset({"application/mbox"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of whole messages."""
        units: list[Unit] = []
        start, first = 0, 1
        for number, place in enumerate(_separators(source.stream, 0, source.size_bytes), 1):
            if place - start >= limits.unit_bytes or number - first >= limits.unit_children:
                units.append(Unit(start, place, first))
                start, first = place, number
        return [*units, Unit(start, source.size_bytes, first)] if units else []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give each message as a child, the separator line taken off."""
        whole = unit or Unit(0, source.size_bytes, 1)
        places = [*_separators(source.stream, whole.start, whole.end), whole.end]
        if len(places) == 1:
            raise CannotRead(ItemCode.CORRUPT)
        if places[0] > whole.start and window(source.stream, whole.start, places[0] - whole.start).read().strip():
            sink.partly(ItemCode.PARTLY_CORRUPT)
        for index in range(len(places) - 1):
            stream, size = _message(source.stream, places[index], places[index + 1], limits)
            sink.child(whole.first_ordinal + index, "", stream, size, "message/rfc822")


READER = MboxReader()


def _separators(stream: BinaryIO, start: int, end: int) -> Iterator[int]:
    """Give the positions of the separator lines from ``start`` to ``end``; the line end of one begins no other."""
    position, behind = start, start
    while position < end:
        stream.seek(position)
        block = stream.read(min(_SCAN_BYTES + _OVERLAP, end - position))
        for at in _candidates(block, is_first=position == start):
            match = _SEPARATOR.match(block, at) if position + at >= behind else None
            if match is not None:
                behind = position + match.end()
                yield position + match.start() + block.startswith(b"\n", at)
        if len(block) <= _SCAN_BYTES:
            return
        position += _SCAN_BYTES


def _candidates(block: bytes, *, is_first: bool) -> Iterator[int]:
    """Give where a separator may begin, most of them with the line end before it."""
    if is_first and block.startswith(b"From "):
        yield 0
    at = block.find(b"\nFrom ")
    while at >= 0:
        yield at
        at = block.find(b"\nFrom ", at + 1)


def _message(stream: BinaryIO, start: int, end: int, limits: ReadLimits) -> tuple[BinaryIO, int]:
    """Return the message's bytes without its separator line and with quoted From lines as they were sent."""
    stream.seek(start)
    line = stream.readline(1024)
    begin = start + len(line)
    size = max(0, end - begin)
    if size > limits.child_in_memory_bytes:
        return window(stream, begin, size, 0), size
    data = stream.read(size)
    if b"From " in data:
        data = _QUOTED.sub(rb"\1", data)
    return io.BytesIO(data), len(data)
