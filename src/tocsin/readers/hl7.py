"""HL7 version 2 messages: one, many in a row, batches with counts, captures with MLLP frames.

Source: HL7 v2.5.1 chapter 2 (2.10.3 batch protocol: BTS-1, FTS-1); segments as in ``hl7_layout``.
"""

from __future__ import annotations

import re

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of
from tocsin.readers.hl7_out import Messages
from tocsin.readers.hl7_segments import Hl7Segment, segments
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.slicing import blocks, is_wide, units_before

_BEGIN = re.compile(rb"[\r\n\x0b>][\x0b\r\n \t]{0,8}(?=MSH[^\w\s])")


class Hl7Reader:
    """The reader of HL7 version 2."""

    name = "hl7v2"
    media_types = frozenset({"application/hl7-v2"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that begin with a message."""
        if is_wide(_encoding(source)):
            return []
        return list(units_before(source.stream, source.size_bytes, limits.unit_bytes, _BEGIN))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the people and what is said of them as fields, documents as children."""
        encoding = _encoding(source)
        start, end = (unit.start, unit.end) if unit else (0, source.size_bytes)
        messages, counts = Messages(sink, start), _Counts()
        for segment in segments(blocks(source.stream, start, end, encoding)):
            counts.take(segment)
            messages.take(segment)
        messages.end()
        if not counts.segments:
            raise CannotRead(ItemCode.CORRUPT)
        if counts.differ and unit is None:
            sink.partly(ItemCode.COUNT_DIFFERS)


READER = Hl7Reader()


class _Counts:
    """Holds the counts of batch trailers against the messages and batches before them."""

    def __init__(self) -> None:
        self.segments = 0
        self.differ = False
        self._messages = self._batches = 0

    def take(self, segment: Hl7Segment) -> None:
        """Take note of one segment."""
        self.segments += bool(segment.name)
        if segment.name == "BHS":
            self._messages = 0
            self._batches += 1
        elif segment.name == "MSH":
            self._messages += 1
        elif segment.name == "BTS":
            self._compare(segment.get(1), self._messages)
        elif segment.name == "FTS":
            self._compare(segment.get(1), self._batches)

    def _compare(self, declared: str, counted: int) -> None:
        declared = declared.strip()[:12]
        self.differ = self.differ or (declared.isascii() and declared.isdigit() and int(declared) != counted)


def _encoding(source: Source) -> str:
    source.stream.seek(0)
    return encoding_of(source.stream.read(SAMPLE_BYTES))
