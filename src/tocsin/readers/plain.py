"""Plain text of any charset, streamed; also texts in coded formats that have no reader of their own yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from tocsin.config import ReadLimits
from tocsin.model.bodies import TextLayout
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of, text_blocks
from tocsin.readers.form_columns import unfolded_forms
from tocsin.readers.interface import Sink, Source, Unit
from tocsin.readers.label_columns import unfolded
from tocsin.readers.record_layout import RecordLayout, record_layout

_SCAN_BYTES = 1 << 22
_GAPS = re.compile(r"\S {3,}\S")


class PlainReader:
    """Reads a text as it stands."""

    name = "txt"
    media_types = frozenset({"text/plain"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that end at lines."""
        encoding = encoding_of(_sample(source))
        if encoding.startswith(("utf-16", "utf-32", "utf-7")):
            return []
        return list(_slices(source.stream, source.size_bytes, limits.unit_bytes))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the text in pieces that end at lines, records of fixed width as rows."""
        sample = _sample(source)
        encoding = encoding_of(sample)
        layout = record_layout(_whole_lines(sample, encoding, len(sample) < source.size_bytes))
        start, end, line = (0, source.size_bytes, 1) if unit is None else (unit.start, unit.end, unit.first_ordinal)
        for piece in _pieces(text_blocks(source.stream, start, end, encoding), limits.text_chars):
            if layout is not None:
                give_records(piece.lstrip("\ufeff"), line, layout, sink)
            else:
                whole = unit is None and line == 1 and len(piece) < limits.text_chars
                form = layout_of(piece)
                text = piece.lstrip("\ufeff")
                text = unfolded(unfolded_forms(text)) if form is TextLayout.FIXED else text
                sink.text(text, "body" if whole else f"line {line}", form)
            line += piece.count("\n")


READER = PlainReader()


def layout_of(text: str) -> TextLayout:
    """Return FIXED where many lines are aligned by blanks or tabs."""
    start = text[:60_000]
    if "   " not in start and "\t" not in start:
        return TextLayout.FLOWING
    lines = [line for line in start.split("\n") if line.strip()]
    aligned = sum(1 for line in lines if _GAPS.search(line) or "\t" in line.strip())
    return TextLayout.FIXED if lines and aligned * 5 >= len(lines) else TextLayout.FLOWING


def give_records(text: str, line: int, layout: RecordLayout, sink: Sink) -> None:
    """Give the lines that fit the layout as rows, numbered as the lines, and those between them as text."""
    lines = text.split("\n")
    for is_record, run in groupby(enumerate(lines, line), key=lambda numbered: layout.fits(numbered[1])):
        held = list(run)
        first = held[0][0]
        if is_record:
            rows = [layout.cells(text) for _, text in held]
            sink.grid(rows, "", first, rows[:_HEAD_ROWS])
        elif other := "\n".join(text for _, text in held).strip("\n"):
            sink.text(other, f"line {first}", layout_of(other))


_HEAD_ROWS = 8


def _sample(source: Source) -> bytes:
    source.stream.seek(0)
    return source.stream.read(SAMPLE_BYTES)


def _whole_lines(sample: bytes, encoding: str, is_cut: bool) -> str:
    text = sample.decode(encoding, "replace").lstrip("\ufeff").replace("\r\n", "\n")
    return text[: text.rfind("\n") + 1] if is_cut else text


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
