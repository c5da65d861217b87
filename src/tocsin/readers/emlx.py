"""Messages of Apple Mail: a line with the length, the message itself, a property list of flags.

Source: no specification is published; the layout is that of Apple Mail's own files.
"""

from __future__ import annotations

import io

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers import eml
from tocsin.readers.interface import CannotRead, Sink, Source, Unit


class Emlx:
    """The reader of messages of Apple Mail."""

    name = "emlx"
    media_types = frozenset({"message/x-emlx"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a message is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the message; a length that lies is noted and all that follows is read."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        first = source.stream.readline(64)
        rest = source.stream.read()
        if not first.strip().isdigit():
            raise CannotRead(ItemCode.CORRUPT)
        length = int(first)
        if length > len(rest):
            sink.partly(ItemCode.PARTLY_CORRUPT)
        data = rest[:length] if length else rest
        inner = Source(io.BytesIO(data), len(data), source.untrusted_name, "message/rfc822", source.passwords)
        eml.READER.read(inner, sink, limits)


READER = Emlx()
