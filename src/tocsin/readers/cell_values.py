"""Values of databases as cell texts; documents kept in cells become children.

Invariant: a value is given once: as text, or as a child whose place in the row stays empty.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Any

import orjson

from tocsin.model.bodies import CELL_END, ROW_END
from tocsin.readers.interface import Sink

_LEAST_DOCUMENT_BYTES = 64
_LONGEST_TEXT_BYTES = 32_768
_NOTHING = ""
_WRITTEN = frozenset({str, int, float, bool, Decimal, NoneType})
_DATED = frozenset({date, time, NoneType})


def plain_lines(rows: Sequence[Sequence[object]]) -> list[str] | None:
    r"""Return rows as :meth:`Sink.lines` takes them, column by column; None if one holds what may be no plain text.

    What is given is what :meth:`Cells.text` gives.

    Example:
        >>> plain_lines([("Ann", 1, None), ("Bo", 2.5, None)])
        ['Ann\x1f1\x1f', 'Bo\x1f2.5\x1f']
    """
    lines = _lines(rows)
    if lines is None:
        return None
    whole = ROW_END.join(lines)
    is_whole = whole.count(CELL_END) == len(rows) * (len(rows[0]) - 1) and whole.count(ROW_END) == len(rows) - 1
    return lines if is_whole else None


def _lines(rows: Sequence[Sequence[Any]]) -> list[str] | None:
    if not rows or not rows[0]:
        return None
    with contextlib.suppress(TypeError):
        return list(map(CELL_END.join, rows))  # of texts alone, as most rows are
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    texts = [column for column in columns if column is not None]
    return list(map(CELL_END.join, zip(*texts, strict=True))) if len(texts) == len(columns) else None


def _texts(column: Sequence[Any]) -> Sequence[str] | None:
    kinds = set(map(type, column))
    if kinds == {str}:
        return column
    if kinds <= _WRITTEN:
        return [_NOTHING if value is None else str(value) for value in column]
    if kinds <= _DATED:
        return [_NOTHING if value is None else value.isoformat() for value in column]
    return None


class Cells:
    """Turns values into texts and hands documents to the sink, numbered in reading order from ``before`` + 1.

    A reader of slices gives ``before`` so that no two slices give one number twice.
    """

    def __init__(self, sink: Sink, before: int = 0) -> None:
        self._sink = sink
        self._children = before

    def text(self, value: object, place: str) -> str:
        """Return a value as text; ``place`` names a child made of it."""
        if isinstance(value, str):
            return value
        if value is None:
            return _NOTHING
        if isinstance(value, bytes | bytearray | memoryview):
            return self._bytes(bytes(value), place)
        if isinstance(value, datetime):
            return value.isoformat(" ").removesuffix(" 00:00:00")
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, float | int | Decimal):
            return str(value)
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()

    def _bytes(self, value: bytes, place: str) -> str:
        """Return short bytes as the text they are; longer ones, or such as are no text, go out as a child."""
        with contextlib.suppress(UnicodeDecodeError):
            text = value.decode("utf-8")
            if text.isprintable() and len(value) <= _LONGEST_TEXT_BYTES:
                return text
        if len(value) < _LEAST_DOCUMENT_BYTES:
            return value.hex()
        self._children += 1
        self._sink.child(self._children, place, io.BytesIO(value), len(value))
        return _NOTHING
