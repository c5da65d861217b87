"""Parquet: rows by row group, nested values as JSON, documents in cells as children.

The rows that the footer declares are held against those that came.

Source: Apache Parquet format (file metadata: num_rows, row groups; modular encryption: PARE, PAR1 footers).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.cell_values import Cells, plain_lines
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.table_out import TableOut

_BROKEN = (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, KeyError)
_BATCH_ROWS = 500


class ParquetReader:
    """The reader of Parquet."""

    name = "parquet"
    media_types = frozenset({"application/vnd.apache.parquet"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of row groups; ``start`` and ``end`` count row groups."""
        return list(_slices(_opened(source), limits.unit_bytes))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the rows under the names of their columns."""
        file = _opened(source)
        groups = range(unit.start, unit.end) if unit else range(file.metadata.num_row_groups)
        declared = sum(file.metadata.row_group(group).num_rows for group in groups)
        columns = list(file.schema_arrow.names)
        out = TableOut(sink, f"row groups from {unit.start + 1}" if unit and unit.start else "", columns, limits)
        first = unit.first_ordinal if unit else 1
        cells, counted = Cells(sink, (first - 1) * len(columns)), 0
        try:
            for rows in _rows(file, groups):
                lines = plain_lines(rows)
                if lines is not None:
                    out.lines(lines)
                    counted += len(rows)
                    continue
                for row in rows:
                    places = [f"row {first + counted} {column}" for column in columns]
                    out.row([cells.text(value, place) for value, place in zip(row, places, strict=False)])
                    counted += 1
        except _BROKEN:
            sink.partly(ItemCode.PARTLY_CORRUPT)
        out.end()
        if counted != declared:
            sink.partly(ItemCode.COUNT_DIFFERS)


READER = ParquetReader()


def _opened(source: Source) -> pq.ParquetFile:
    source.stream.seek(0)
    try:
        return pq.ParquetFile(source.stream, pre_buffer=False, memory_map=False)
    except _BROKEN as broken:
        is_locked = "encrypt" in str(broken).lower() or "decrypt" in str(broken).lower()
        raise CannotRead(ItemCode.ENCRYPTED if is_locked else ItemCode.CORRUPT) from broken


def _slices(file: pq.ParquetFile, unit_bytes: int) -> Iterator[Unit]:
    start, size, first, row = 0, 0, 1, 1
    count = file.metadata.num_row_groups
    for number in range(count):
        group = file.metadata.row_group(number)
        size += group.total_byte_size
        row += group.num_rows
        if size >= unit_bytes and number + 1 < count:
            yield Unit(start, number + 1, first)
            start, size, first = number + 1, 0, row
    if start:
        yield Unit(start, count, first)


def _rows(file: pq.ParquetFile, groups: range) -> Iterator[list[tuple[object, ...]]]:
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, row_groups=list(groups), use_threads=False):
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        yield list(islice(rows, batch.num_rows))
