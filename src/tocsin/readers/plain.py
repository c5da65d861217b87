"""Plain text of any charset, streamed; also texts in coded formats that have no reader of their own yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.config import ReadLimits
from tocsin.model.bodies import TextLayout
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of, text_blocks
from tocsin.readers.interface import Sink, Source, Unit

_SCAN_BYTES = 1 << 22
_GAPS = re.compile(r"\S {3,}\S")


class PlainReader:
    """Reads a text as it stands."""

    name = "txt"
    media_types = frozenset({"text/plain"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that end at lines."""
        encoding = _encoding(source)
        if encoding.startswith(("utf-16", "utf-32", "utf-7")):
            return []
        return list(_slices(source.stream, source.size_bytes, limits.unit_bytes))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the text in pieces that end at lines."""
        encoding = _encoding(source)
        start, end, line = (0, source.size_bytes, 1) if unit is None else (unit.start, unit.end, unit.first_ordinal)
        for piece in _pieces(text_blocks(source.stream, start, end, encoding), limits.text_chars):
            whole = unit is None and line == 1 and len(piece) < limits.text_chars
            sink.text(piece.lstrip("\ufeff"), "body" if whole else f"line {line}", layout_of(piece))
            line += piece.count("\n")


READER = PlainReader()


def layout_of(text: str) -> TextLayout:
    """Return FIXED where many lines are aligned by blanks or tabs."""
    lines = [line for line in text[:60_000].split("\n") if line.strip()]
    aligned = sum(1 for line in lines if _GAPS.search(line) or "\t" in line.strip())
    return TextLayout.FIXED if lines and aligned * 5 >= len(lines) else TextLayout.FLOWING


def _encoding(source: Source) -> str:
    source.stream.seek(0)
    return encoding_of(source.stream.read(SAMPLE_BYTES))


def _pieces(blocks: Iterator[str], limit: int) -> Iterator[str]:
    """Give the text in pieces of at most ``limit`` code points, cut at a line end where there is one."""
    held = ""
    for block in blocks:
        held += block.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
        while len(held) > limit:
            cut = held.rfind("\n\n", limit // 2, limit)
            cut = cut + 2 if cut >= 0 else held.rfind("\n", 0, limit) + 1
            cut = cut or limit
            yield held[:cut]
            held = held[cut:]
    if held:
        yield held


def _slices(stream: BinaryIO, size: int, unit_bytes: int) -> Iterator[Unit]:
    stream.seek(0)
    start, position, lines, first = 0, 0, 0, 1
    while block := stream.read(min(_SCAN_BYTES, unit_bytes)):
        if position + len(block) - start >= unit_bytes:
            cut = block.rfind(b"\n") + 1
            end = position + cut
            if cut and end < size:
                yield Unit(start, end, first)
                start, first = end, lines + block.count(b"\n", 0, cut) + 1
        lines += block.count(b"\n")
        position += len(block)
    if 0 < start < size:
        yield Unit(start, size, first)
