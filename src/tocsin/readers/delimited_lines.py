"""Rows of delimited text, nearly all of them read without being taken apart.

A line without quotes is a row as it stands: only its delimiters become the separators of a segment's body. What is
quoted is parsed, line by line where it is rare; a block in which something is odd is left to the parser of all rows.

Invariant: what is given are the rows that ``csv`` would give, joined.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tocsin.model.bodies import CELL_END, ROW_END
from tocsin.readers.delimited_dialect import Dialect

_PROBE = ROW_END
"""A line behind the last of a block: it comes back as a row of its own unless a quoted cell is open there."""
_LONGEST_OPEN = 4 << 20
"""What is carried of a row that goes on in the next block; where a quote is no quote, that is the rest of the file."""

_PART_CHARS = 1 << 16


@dataclass(frozen=True, slots=True)
class Rest:
    """What is to be read otherwise: rows before it that are no whole piece, and the blocks from there on."""

    rows: list[list[str]]
    blocks: Iterator[str]


def plain_pieces(blocks: Iterator[str], dialect: Dialect, size: int) -> Iterator[list[str] | Rest]:
    """Yield joined rows, ``size`` at a time and fewer at the end; or, where a block is odd, the rest.

    Args:
        blocks: blocks of whole lines.
        dialect: how they are written; its delimiter is not ``CELL_END``.
        size: rows of a piece.
    """
    held: list[str] = []
    carried = ""
    for block in blocks:
        text = carried + block
        found = _rows(text, dialect)
        if found is None or len(found[1]) > _LONGEST_OPEN:
            yield Rest([row.split(CELL_END) for row in held], chain((text,), blocks))
            return
        rows, carried = found
        held = [*held, *rows] if held else rows
        start = 0
        while len(held) - start >= size:
            yield held[start : start + size]
            start += size
        held = held[start:]
    if carried:
        yield Rest([row.split(CELL_END) for row in held], iter((carried,)))
    elif held:
        yield held


def _rows(block: str, dialect: Dialect) -> tuple[list[str], str] | None:
    """Return the rows of a block, joined, and what is open at its end; None if it is to be read otherwise."""
    if CELL_END in block or ROW_END in block:
        return None
    if "\r" in block:
        block = block.replace("\r\n", "\n")  # inside of quotes too, where cleaning would take the return away
        if "\r" in block:
            return None
    if not dialect.quote or dialect.quote not in block:
        return list(
            chain.from_iterable(_lines(part.replace(dialect.delimiter, CELL_END)) for part in _parts(block))
        ), ""
    try:
        return _quoted(block, dialect)
    except csv.Error:
        return None


def _quoted(block: str, dialect: Dialect) -> tuple[list[str], str]:
    lines = _lines(block)
    if block.count(dialect.quote) > len(lines):
        parsed = _parsed(lines, dialect)
        if parsed is not None:
            return parsed, ""
    rows, left = _mixed(lines, dialect)
    return rows, "\n".join(left) + ("\n" if left and block.endswith("\n") else "")


def _parts(block: str) -> Iterator[str]:
    """Give a block in parts that end at line ends: what fits into a processor's cache is done in half the time."""
    start = 0
    while start < len(block):
        end = block.rfind("\n", start, start + _PART_CHARS) + 1 or block.find("\n", start + _PART_CHARS) + 1
        end = end or len(block)
        yield block[start:end]
        start = end


def _lines(block: str) -> list[str]:
    lines = block.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _parsed(lines: list[str], dialect: Dialect) -> list[str] | None:
    """Return the rows of lines of which most are quoted; None if a cell is open at their end."""
    rows = list(dialect.rows(chain((f"{line}\n" for line in lines), (_PROBE,))))
    return list(map(CELL_END.join, rows[:-1])) if rows[-1] == [_PROBE] else None


def _mixed(lines: list[str], dialect: Dialect) -> tuple[list[str], list[str]]:
    """Return the rows of lines of which few are quoted, and the lines of an open one; one may take several."""
    at = 0

    def on() -> Iterator[str]:
        nonlocal at
        while at < len(lines):
            at += 1
            yield f"{lines[at - 1]}\n"
        yield _PROBE

    parser = dialect.rows(on())
    quote, delimiter = dialect.quote, dialect.delimiter
    found: list[str] = []
    while at < len(lines):
        start, line = at, lines[at]
        if quote not in line:
            found.append(line.replace(delimiter, CELL_END))
            at += 1
            continue
        row = next(parser)
        if _PROBE in row[-1]:
            return found, lines[start:]
        found.append(CELL_END.join(row))
    return found, []
