"""Tables of delimited values (CSV, TSV, pipes), streamed, sliced at rows, with the head in every piece."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import BinaryIO

from tocsin.config import ReadLimits
from tocsin.model.bodies import CELL_END, ROW_END
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of, text_blocks
from tocsin.readers.delimited_dialect import Dialect, guess_dialect
from tocsin.readers.delimited_lines import Rest, plain_pieces
from tocsin.readers.delimited_names import broken_width, rejoined
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_SCAN_BYTES = 1 << 22
_HEAD_BYTES = 1 << 18


class DelimitedReader:
    """Reads a table of delimited values as one grid."""

    name = "csv"
    media_types = frozenset({"text/csv", "text/tab-separated-values"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that end at rows; none where rows cannot be told from bytes."""
        encoding, dialect, sample = _look(source)
        if encoding.startswith(("utf-16", "utf-32", "utf-7")) or b"\n" not in sample:
            return []
        return list(_slices(source.stream, source.size_bytes, limits.unit_bytes, bool(dialect.quote)))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the rows as pieces of one grid; a line that breaks the quoting is read without it."""
        encoding, dialect, _ = _look(source)
        head = _head_rows(source, encoding, dialect, limits)
        width = broken_width(head) if dialect.delimiter == "," else 0
        head = [rejoined(row, width) for row in head] if width else head
        start, end, number = (0, source.size_bytes, 1) if unit is None else (unit.start, unit.end, unit.first_ordinal)
        blocks = _blocks(text_blocks(source.stream, start, end, encoding))
        before: list[list[str]] = []
        if not width and dialect.delimiter != CELL_END and not any(map(_has_separators, chain.from_iterable(head))):
            top = list(map(CELL_END.join, head))
            for rows in plain_pieces(blocks, dialect, limits.grid_rows):
                if isinstance(rows, Rest):
                    before, blocks = rows.rows, rows.blocks
                    break
                sink.lines(rows, "", number, top)
                number += len(rows)
        for piece in _pieces(blocks, dialect, limits.grid_columns, limits.grid_rows, before):
            sink.grid([rejoined(row, width) for row in piece] if width else piece, "", number, head)
            number += len(piece)


READER = DelimitedReader()


def _look(source: Source) -> tuple[str, Dialect, bytes]:
    source.stream.seek(0)
    sample = source.stream.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    text = sample.decode(encoding, "replace").lstrip("\ufeff")
    name = source.untrusted_name
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    dialect = guess_dialect(text, ending, is_whole=len(sample) >= source.size_bytes)
    return encoding, dialect or Dialect("\t" if source.media_type.endswith("separated-values") else ","), sample


def _head_rows(source: Source, encoding: str, dialect: Dialect, limits: ReadLimits) -> list[list[str]]:
    blocks = _blocks(text_blocks(source.stream, 0, min(source.size_bytes, _HEAD_BYTES), encoding))
    return next(_pieces(blocks, dialect, limits.grid_columns, limits.grid_head_rows), [])


def _pieces(
    blocks: Iterable[str], dialect: Dialect, columns: int, size: int, before: Sequence[list[str]] = ()
) -> Iterator[list[list[str]]]:
    """Give the rows, so many at once that Python is not asked for each; what stands before a fault is given too."""
    cut = itemgetter(slice(columns + 1))  # one more than may be, so that the sink says what is left out
    reader = map(cut, dialect.rows(chain.from_iterable(_lines(blocks))))
    piece = list(before)
    while True:
        fault: csv.Error | None = None
        try:
            piece.extend(islice(reader, size - len(piece)))
        except csv.Error as found:
            fault = found
        if piece:
            yield piece
        if fault is not None:
            raise CannotRead(ItemCode.PARTLY_CORRUPT) from fault
        if len(piece) < size:
            return
        piece = []


def _blocks(blocks: Iterable[str]) -> Iterator[str]:
    """Give the blocks without what is no character of a table."""
    for number, block in enumerate(blocks):
        text = block if number else block.lstrip("\ufeff")
        yield text.replace("\x00", "") if "\x00" in text else text


def _lines(blocks: Iterable[str]) -> Iterator[Iterable[str]]:
    """Give the lines of each block."""
    for block in blocks:
        yield io.StringIO(block, newline=None if "\r" in block and "\n" not in block else "")


def _has_separators(cell: str) -> bool:
    return CELL_END in cell or ROW_END in cell


def _slices(stream: BinaryIO, size: int, unit_bytes: int, is_quoted: bool) -> Iterator[Unit]:
    """Give slices of about ``unit_bytes`` that end behind a line end outside quotes."""
    import numpy as np  # takes long to import, and only large files are cut

    stream.seek(0)
    start, position, rows, first, inside = 0, 0, 0, 1, 0
    while block := stream.read(_SCAN_BYTES):
        data = np.frombuffer(block, np.uint8)
        ends = data == 10
        if is_quoted:
            parity = (np.cumsum(data == 34) + inside) & 1
            ends &= parity == 0
            inside = int(parity[-1])
        places = np.flatnonzero(ends)
        while (at := int(np.searchsorted(places, start + unit_bytes - position - 1))) < len(places):
            end = position + int(places[at]) + 1
            if end >= size:
                break
            yield Unit(start, end, first)
            start, first = end, rows + at + 2
        rows += len(places)
        position += len(block)
    if start < size and start > 0:
        yield Unit(start, size, first)
