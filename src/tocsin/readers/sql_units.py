"""Slices of large SQL scripts, and what a slice must know of what stands before it.

A slice carries in ``first_ordinal`` the byte offset of the CREATE TABLE or COPY that its first rows belong to.

Invariant: slices begin at a statement, or at a line of a COPY block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.readers.interface import Unit
from tocsin.readers.slicing import blocks
from tocsin.readers.sql_statements import Created, Lines, Outline, Rows
from tocsin.readers.sql_values import Dialect

_BLOCK = 1 << 20
_HEAD_BYTES = 4 << 20
_HEADER_BYTES = 1 << 18
_MARK = re.compile(
    rb"\n(?:(?P<create>CREATE (?:\w+ ){0,3}?TABLE )|(?P<insert>INSERT |REPLACE INTO )"
    rb"|(?P<copy>COPY [^\n]{1,4000}?FROM stdin)|(?P<end>\\\.[\r\n]))",
    re.IGNORECASE,
)


def units_of(stream: BinaryIO, size: int, unit_bytes: int) -> Iterator[Unit]:
    """Yield slices of about ``unit_bytes``."""
    stream.seek(0)
    start = position = context = 0
    begun = -1
    is_copying = False
    rest = b""
    while block := stream.read(_BLOCK):
        block = rest + block
        is_inside = is_copying and b"\n\\." not in block  # nothing but rows, of which none is a mark
        for found in () if is_inside else _MARK.finditer(block):
            place = position + found.start() + 1
            if found["end"] is not None:
                is_copying, begun = False, -1
            elif found["copy"] is not None:
                is_copying, begun = True, place
            elif found["create"] is not None and not is_copying:
                begun = place
            if place - start >= unit_bytes and found["end"] is None:
                yield Unit(start, place, context)
                start, context = place, begun if 0 <= begun < place else place
        line = block.rfind(b"\n") + 1
        if is_copying and line and position + line - start >= unit_bytes:
            yield Unit(start, position + line, context)
            start, context = position + line, begun
        keep = len(block) - line if line and len(block) - line < _BLOCK else 0
        keep = keep + 1 if line else keep
        position += len(block) - keep
        rest = block[len(block) - keep :] if keep else b""
    if 0 < start < size:
        yield Unit(start, size, context)


def begun_before(
    stream: BinaryIO, unit: Unit, encoding: str, dialect: Dialect
) -> tuple[list[Created], tuple[str, tuple[str, ...]] | None]:
    """Return the tables known where a slice begins, and the COPY block in whose middle it begins, if any."""
    head_end = min(unit.start, _HEAD_BYTES)
    created = [e for e in Outline(blocks(stream, 0, head_end, encoding), dialect).events() if isinstance(e, Created)]
    if unit.first_ordinal >= unit.start:
        return created, None
    end = min(unit.start, unit.first_ordinal + _HEADER_BYTES)
    for event in Outline(blocks(stream, unit.first_ordinal, end, encoding), dialect).events():
        if isinstance(event, Created):
            return [*created, event], None
        if isinstance(event, Rows | Lines):
            return created, (event.table, event.columns)
        break
    return created, None
