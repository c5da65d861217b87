"""JSON and JSON lines: arrays of like records as tables, all else as fields, FHIR resources by their own rules.

Invariant: every scalar of the document is given once, as a cell or as a field.
Source: RFC 8259; ndjson.org.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import decode
from tocsin.readers.fhir import FhirOut, is_fhir
from tocsin.readers.html import plain_html
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.json_pieces import pieces_of

Json = Any
_MOST_BYTES = 192 << 20
_LINE_BYTES = 32 << 20
_BATCH = 1_000
_TABLE_RECORDS = 2
_DEPTH = 60
_LIKE = 0.8


class JsonReader:
    """The reader of JSON and JSON lines."""

    name = "json"
    media_types = frozenset({"application/json", "application/x-ndjson", "application/fhir+json"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of JSON lines that end at line ends; a JSON document is read whole."""
        if source.media_type != "application/x-ndjson":
            return []
        return list(line_slices(source, limits.unit_bytes))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the document or one slice of its lines."""
        out = Records(sink, limits, unit.start if unit else 0)
        if source.media_type == "application/x-ndjson":
            _read_lines(source, out, sink, unit)
            return
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        value = _parsed(data)
        if value is _BROKEN:
            _read_broken(data, out, sink)
        else:
            out.give(value)


READER = JsonReader()
_BROKEN = object()


def _parsed(data: bytes) -> Json:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        try:
            return orjson.loads(decode(data).lstrip("\ufeff").encode("utf-8", "replace"))
        except orjson.JSONDecodeError:
            return _BROKEN


def _read_broken(data: bytes, out: Records, sink: Sink) -> None:
    """Read what is no JSON document: several documents in a row, else as text."""
    text = decode(data).lstrip("\ufeff")
    values = [_parsed(line.encode()) for line in text.splitlines()[:_BATCH] if line.strip()]
    if values and sum(value is not _BROKEN for value in values) * 2 > len(values):
        out.lines(_lines(text.encode("utf-8", "replace").splitlines(), sink), 1)
        return
    pieces = pieces_of(text)
    if pieces is None:
        sink.partly(ItemCode.PARTLY_CORRUPT)
        sink.text(text, "body")
        return
    out.lines(pieces.values, 1)
    for rest, place in ((pieces.before, "before the records"), (pieces.after, "after the records")):
        if rest:
            sink.partly(ItemCode.PARTLY_CORRUPT)
            sink.text(rest, place)


def _read_lines(source: Source, out: Records, sink: Sink, unit: Unit | None) -> None:
    start, end = (unit.start, unit.end) if unit else (0, source.size_bytes)
    source.stream.seek(start)
    out.lines(_lines(_raw_lines(source, end), sink), unit.first_ordinal if unit else 1)


def _raw_lines(source: Source, end: int) -> Iterator[bytes]:
    while source.stream.tell() < end and (line := source.stream.readline(_LINE_BYTES)):
        yield line


def _lines(lines: Iterable[bytes], sink: Sink) -> Iterator[Json]:
    for line in lines:
        stripped = line.strip().strip(b"\x1e").rstrip(b",")
        if not stripped or stripped in {b"[", b"]"}:
            continue
        value = _parsed(stripped)
        if value is _BROKEN:
            sink.partly(ItemCode.PARTLY_CORRUPT)
            sink.text(decode(stripped), "lines that are no JSON")
        else:
            yield value


def line_slices(source: Source, unit_bytes: int) -> Iterator[Unit]:
    """Yield slices of about ``unit_bytes`` that end at line ends."""
    start, first, number = 0, 1, 1
    source.stream.seek(0)
    while source.stream.readline(_LINE_BYTES):
        number += 1
        place = source.stream.tell()
        if place - start >= unit_bytes:
            yield Unit(start, place, first)
            start, first = place, number
    if start < source.size_bytes:
        yield Unit(start, source.size_bytes, first)


class Records:
    """Gives JSON values to the sink."""

    def __init__(self, sink: Sink, limits: ReadLimits, before: int = 0) -> None:
        self._sink, self._limits = sink, limits
        self._fhir = FhirOut(sink, before)

    def give(self, value: Json) -> None:
        """Give a whole document."""
        if is_fhir(value):
            self._fhir.give(value)
            self._fhir.end()
        elif isinstance(value, list) and value and all(is_fhir(one) for one in value):
            for one in value:
                self._fhir.give(one)
            self._fhir.end()
        else:
            self._value(value, "")

    def lines(self, values: Iterable[Json], first: int) -> None:
        """Give the records of JSON lines."""
        batch: list[Json] = []
        columns: dict[str, None] = {}
        number = first
        for value in values:
            if is_fhir(value):
                self._fhir.give(value)
                continue
            batch.append(value)
            if len(batch) >= _BATCH:
                self._batch(batch, columns, number, "records")
                number += len(batch)
                batch = []
        self._batch(batch, columns, number, "records")
        self._fhir.end()

    def _batch(self, batch: list[Json], columns: dict[str, None], number: int, place: str) -> None:
        if not batch:
            return
        if _is_table(batch):
            self._table(batch, columns, number, place)
        else:
            self._each(batch, place, number)

    def _value(self, value: Json, path: str, depth: int = 0) -> None:
        if depth > _DEPTH:
            raise CannotRead(ItemCode.TOO_DEEP)
        if isinstance(value, list):
            self._list(value, path, depth)
        elif isinstance(value, dict):
            inner = {key: one for key, one in value.items() if _has_records(one)}
            plain = {key: one for key, one in value.items() if key not in inner}
            fields = list(_fields(plain, path, 0))
            if fields:
                self._sink.fields(fields, path or "body")
            for key, one in inner.items():
                self._value(one, f"{path}.{key}" if path else str(key), depth + 1)
        elif value is not None and value != "":
            self._sink.fields([Field(path or "value", _scalar(value))], path or "body")

    def _list(self, values: list[Json], path: str, depth: int) -> None:
        place = path or "records"
        columns: dict[str, None] = {}
        if values and all(isinstance(one, list) and not _has_records(one) for one in values):
            rows = [[_scalar(cell) for cell in row] for row in values]
            self._sink.grid(rows, place, 1, rows)
            return
        if not any(isinstance(one, dict | list) for one in values):
            self._sink.text("\n".join(_scalar(one) for one in values), place)
            return
        for start in range(0, len(values), _BATCH):
            self._batch(values[start : start + _BATCH], columns, start + 1, place)

    def _table(self, batch: list[Json], columns: dict[str, None], number: int, place: str) -> None:
        """Give like records as rows; the names of their values are the header."""
        flat = [dict(_flat(one, "")) for one in batch]
        for one in flat:
            columns.update(dict.fromkeys(one))
        header = list(columns)
        rows = [[one.get(name, "") for name in header] for one in flat]
        if number == 1:
            self._sink.grid([header, *rows], place, 1, [header, *rows])
        else:
            self._sink.grid(rows, place, number + 1, [header, *rows[:8]])

    def _each(self, batch: list[Json], place: str, number: int) -> None:
        """Give records that differ as fields, one group a record."""
        pending: list[Field] = []
        for offset, one in enumerate(batch):
            pending += _fields(one, place, number + offset)
            if len(pending) > self._limits.fields:
                self._sink.fields(pending, place)
                pending = []
        if pending:
            self._sink.fields(pending, place)


def _is_table(batch: list[Json]) -> bool:
    """Tell whether the records are like enough for a table."""
    if len(batch) < _TABLE_RECORDS or not all(isinstance(one, dict) for one in batch):
        return False
    if any(_has_records(value) for one in batch for value in one.values()):
        return False
    names: dict[str, int] = {}
    for one in batch:
        for name in one:
            names[name] = names.get(name, 0) + 1
    common = sum(1 for count in names.values() if count * 2 >= len(batch))
    return common > 0 and common >= min(_LIKE * len(names), 3)


def _has_records(value: Json, depth: int = 0) -> bool:
    """Tell whether there are lists of objects (or tables) inside a value."""
    if depth > _DEPTH:
        raise CannotRead(ItemCode.TOO_DEEP)
    if isinstance(value, list):
        return any(isinstance(one, dict | list) for one in value)
    if isinstance(value, dict):
        return any(_has_records(one, depth + 1) for one in value.values())
    return False


def _flat(value: Json, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (dotted name, text) of the scalars of a record without lists of objects."""
    if isinstance(value, dict) and depth <= _DEPTH:
        for key, one in value.items():
            yield from _flat(one, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list):
        yield path, "; ".join(_scalar(one) for one in value)
    else:
        yield path, _scalar(value)


def _fields(value: Json, path: str, group: int, depth: int = 0) -> Iterator[Field]:
    """Yield the scalars below a value as fields of one group."""
    if depth > _DEPTH:
        raise CannotRead(ItemCode.TOO_DEEP)
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _fields(one, f"{path}.{key}" if path else str(key), group, depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one, path, group, depth + 1)
    elif value is not None and value != "":
        yield Field(path or "value", _scalar(value), path.rsplit(".", 1)[-1], group)


def _scalar(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return plain_html(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value).removesuffix(".0")
    return orjson.dumps(value).decode()
