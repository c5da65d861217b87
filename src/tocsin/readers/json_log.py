"""Logs whose lines hold a JSON object each: a record of the object's values, and of what the line says before it.

Invariant: every line is given once, as a record or as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tocsin.config import ReadLimits
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of, text_blocks
from tocsin.readers.interface import Sink, Source, Unit
from tocsin.readers.jsonfile import Records, line_slices
from tocsin.readers.slicing import is_wide

MEDIA_TYPE = "text/x-json-log"
_DECODER = json.JSONDecoder()
_LONGEST_LINE = 1 << 20


class JsonLogReader:
    """The reader of logs that hold objects."""

    name = "json_log"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that end at line ends."""
        return [] if is_wide(_encoding(source)) else list(line_slices(source, limits.unit_bytes))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the objects as records and all else as text."""
        start, end, first = (unit.start, unit.end, unit.first_ordinal) if unit else (0, source.size_bytes, 1)
        blocks = text_blocks(source.stream, start, end, _encoding(source))
        Records(sink, limits, start).lines(_records(blocks, sink, first), first)


READER = JsonLogReader()


def _encoding(source: Source) -> str:
    source.stream.seek(0)
    return encoding_of(source.stream.read(SAMPLE_BYTES))


def _records(blocks: Iterator[str], sink: Sink, first: int) -> Iterator[dict[str, Any]]:
    """Yield a record for each line that holds an object; give the other lines to the sink, some together."""
    number = first
    for block in blocks:
        others: list[str] = []
        begun = number
        for line in block.splitlines():
            record = _record(line)
            if record is None:
                others.append(line)
            else:
                yield record
            number += 1
        if text := "\n".join(others).strip("\n"):
            sink.text(text, f"lines from {begun}")


def _record(line: str) -> dict[str, Any] | None:
    at = line.find('{"')
    if at < 0 or len(line) > _LONGEST_LINE:
        return None
    try:
        value, end = _DECODER.raw_decode(line, at)
    except (ValueError, RecursionError):
        return None
    around = {"log": line[:at].strip("\ufeff \t"), "log end": line[end:].strip()}
    told = {_free(name, value): text for name, text in around.items() if text}
    return {**told, **value}


def _free(name: str, value: dict[str, Any]) -> str:
    while name in value:
        name += "_"
    return name
