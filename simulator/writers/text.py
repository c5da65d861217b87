"""Writers of plain text and delimited tables."""

from __future__ import annotations

import csv
import io
import textwrap

from simulator.blocks import Block, Fields, Heading, Para, Table


def write_text(blocks: list[Block], width: int = 78) -> str:
    """Return the blocks as plain text; tables stand in fixed columns."""
    parts = [_block(block, width) for block in blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, width: int) -> str:
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, Para):
        lines = block.text.split("\n")
        return "\n".join(textwrap.fill(line, width, break_on_hyphens=False, break_long_words=False) for line in lines)
    if isinstance(block, Fields):
        return "\n".join(_fields(block))
    return "\n".join([block.title, fixed_width(block.rows)] if block.title else [fixed_width(block.rows)])


def _fields(block: Fields) -> list[str]:
    cells = [f"{label}: {value}" if label else value for label, value in block.pairs]
    if block.columns == 1:
        return cells
    wide = max(map(len, cells)) + 4
    rows = [cells[start : start + block.columns] for start in range(0, len(cells), block.columns)]
    return ["".join(cell.ljust(wide) for cell in row).rstrip() for row in rows]


def fixed_width(rows: list[list[str]], gap: int = 2) -> str:
    """Return the rows in columns as wide as their widest cell."""
    if not rows:
        return ""
    count = max(map(len, rows))
    table = [row for row in rows if len(row) == count] or rows
    wide = [max((len(row[i]) for row in table if i < len(row)), default=0) + gap for i in range(count)]
    return "\n".join("".join(cell.ljust(w) for cell, w in zip(row, wide, strict=False)).rstrip() for row in rows)


def write_delimited(blocks: list[Block], separator: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    """Return the blocks as a delimited file, titles and paragraphs as lines of one cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]
    for number, block in enumerate(blocks):
        if number:
            writer.writerow([])
        writer.writerows(_delimited_rows(block))
    return out.getvalue()


def _delimited_rows(block: Block) -> list[list[str]]:
    if isinstance(block, Table):
        return [[block.title], *block.rows] if block.title else block.rows
    if isinstance(block, Fields):
        return [list(pair) for pair in block.pairs]
    return [[line] for line in block.text.split("\n")]
