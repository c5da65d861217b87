"""X12 files of health insurance: claims (837), payments (835), enrolment (834), eligibility and status (270-278).

Acknowledgements (997, 999, TA1) name nobody and give nothing. Counts that an interchange, group or transaction
declares are held against what was read; a difference is said, and what is there is read all the same.

Source: ASC X12.5 and X12.6 (ISA/IEA, GS/GE, ST/SE and their counts); implementation guides as in ``x12_loops``.
"""

from __future__ import annotations

import re

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.slicing import blocks, is_wide, units_before
from tocsin.readers.x12_loops import Loops
from tocsin.readers.x12_segments import PIECE, EdiSegment, Separators, separators_of, split

_USUAL = Separators("*", ":", "^", "~")
"""What separates where a piece was cut out of its interchange, so that no ISA says it."""
_ISA = re.compile(r"ISA[^A-Za-z0-9 \t\r\n]")


class X12Reader:
    """The reader of X12 interchanges."""

    name = "x12"
    media_types = frozenset({"application/edi-x12"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that begin with a transaction (ST)."""
        encoding, known = _look(source)
        if known is None or is_wide(encoding):
            return []
        begin = re.escape(known.terminator.encode()) + rb"\s{0,4}(?=ST" + re.escape(known.element.encode()) + rb")"
        return list(units_before(source.stream, source.size_bytes, limits.unit_bytes, re.compile(begin)))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the people and claims of the transactions as fields."""
        encoding, known = _look(source)
        if known is None:
            raise CannotRead(ItemCode.CORRUPT)
        start, end = (unit.start, unit.end) if unit else (0, source.size_bytes)
        loops, counts = Loops(sink), _Counts()
        is_known = known is _USUAL or bool(unit and unit.start)
        for segment in split(blocks(source.stream, start, end, encoding), known if is_known else None):
            counts.take(segment)
            loops.take(segment)
        loops.end()
        if counts.differ:
            sink.partly(ItemCode.COUNT_DIFFERS)
        if end >= source.size_bytes and not counts.is_closed and known is not _USUAL:
            sink.partly(ItemCode.PARTLY_CORRUPT)


READER = X12Reader()


class _Counts:
    """Holds the counts that trailers declare against what came before them."""

    def __init__(self) -> None:
        self.differ = False
        self.is_closed = False
        self._segments = self._transactions = self._groups = 0
        self._has_group = self._has_interchange = False

    def take(self, segment: EdiSegment) -> None:
        """Take note of one segment."""
        kind = segment.get(0)
        self._segments += 1
        self.is_closed = kind in {"IEA", "TA1"} or (self.is_closed and kind not in {"ISA", "GS", "ST"})
        if kind == "ST":
            self._segments = 1
            self._transactions += 1
        elif kind == "SE":
            self._compare(segment.get(1), self._segments)
        elif kind == "GS":
            self._transactions, self._has_group = 0, True
            self._groups += 1
        elif kind == "GE" and self._has_group:
            self._compare(segment.get(1), self._transactions)
        elif kind == "ISA":
            self._groups, self._has_interchange = 0, True
        elif kind == "IEA" and self._has_interchange:
            self._compare(segment.get(1), self._groups)

    def _compare(self, declared: str, counted: int) -> None:
        self.differ = self.differ or not (declared.isascii() and declared.isdigit()) or int(declared[:12]) != counted


def _look(source: Source) -> tuple[str, Separators | None]:
    """Return the charset and the separators of the first interchange, if there is one."""
    source.stream.seek(0)
    sample = source.stream.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    text = sample.decode(encoding, "replace")
    start = _ISA.search(text)
    if start is None and PIECE.match(text):
        return encoding, _USUAL
    return encoding, separators_of(text[start.start() :]) if start else None
