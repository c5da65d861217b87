"""Whether a text is a table of delimited values, and how: by how evenly a delimiter cuts its lines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import contains

from tocsin.model.row_kinds import are_kinds

_DELIMITERS = ",\t;|^~\x1f"
_LINES = 80
_TAGGED_WIDTH = 6
_SWALLOWED = 20
"""Line ends in a cell: with more, a quote that is none was taken for one."""
_NAMED = {"csv", "tsv", "tab", "psv"}
csv.field_size_limit(1 << 26)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table of delimited values is written; ``quote`` is empty where quotes are ordinary characters."""

    delimiter: str
    quote: str = '"'

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Return a reader of rows over lines."""
        if self.quote:
            return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=False)
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


def guess_dialect(text: str, ending: str = "", is_whole: bool = True) -> Dialect | None:
    """Return how the table is written that ``text`` begins, or None if it is no table.

    A file that calls itself a table is believed more easily; a single column only if it does.
    """
    is_named = ending in _NAMED
    sample = text[:65_536]
    lines = sample.splitlines()
    if not is_whole or len(text) > len(sample):
        lines = lines[:-1]
    lines = lines[: _LINES * 4]
    if not lines:
        return None
    best = _best(tuple(lines), is_named)
    if best is None and is_named:
        return Dialect("\t" if ending in {"tsv", "tab"} else ",")
    return best


@lru_cache(maxsize=1)
def _best(lines: tuple[str, ...], is_named: bool) -> Dialect | None:
    """Return what cuts the lines best, if anything does; a document is asked for its type first, then for this."""
    best: tuple[float, Dialect] | None = None
    quotes = ('"', "") if any(map(contains, lines, repeat('"'))) else ('"',)
    for delimiter in _DELIMITERS:
        for quote in quotes:
            dialect = Dialect(delimiter, quote)
            score = _evenness(dialect, lines, is_named)
            if score > 0 and (best is None or score > best[0] + 1e-9):
                best = (score, dialect)
    return best[1] if best is not None else None


def holds_objects(lines: list[str]) -> bool:
    """Tell whether most lines hold an object behind something else: in a cell, its quotes would stand twice.

    Example:
        >>> holds_objects(['12:01 saved {"name": "Ann"}']), holds_objects(['1,"{""name"": ""Ann""}"'])
        (True, False)
    """
    holding = sum(1 for line in lines[:_LINES] if '{"' in line and '{""' not in line and '":' in line)
    return 2 * holding > len(lines[:_LINES])


def _evenness(dialect: Dialect, lines: Sequence[str], is_named: bool) -> float:
    """Return how well the delimiter cuts the lines into rows of one width; 0 if it does not."""
    if not any(map(contains, lines, repeat(dialect.delimiter))):
        return 0.0
    rows = _rows(dialect, lines)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    wide = [row for row in filled if len(row) > 1]
    if not wide or len(filled) < (1 if is_named else 3):
        return 0.0
    width, count = Counter(len(row) for row in wide).most_common(1)[0]
    share = count / len(filled)
    cells = [len(cell) for row in wide for cell in row]
    if not is_named:
        least = 3 if dialect.delimiter in ",;" else 2
        is_even = share >= (0.9 if dialect.delimiter in ",;" else 0.7)
        if width < least or not (is_even or _is_tagged(dialect, filled)):
            return 0.0
        if sum(cells) / len(cells) > 60 or _is_prose(dialect, wide):
            return 0.0
    elif share < 0.3:
        return 0.0
    rare = 0.05 if dialect.delimiter in "\t|^~\x1f" else 0.0
    if dialect.quote and len(rows) < 0.8 * len(lines) and not _is_strict(dialect, lines):
        return share / 2
    swallowed = 0
    if len(rows) <= len(lines) - _SWALLOWED:
        swallowed = sum(1 for row in filled if any(cell.count("\n") > _SWALLOWED for cell in row))
    return share + rare + min(width, 20) / 1000 + (0.01 if dialect.quote else 0.0) - swallowed / len(filled)


def _rows(dialect: Dialect, lines: Sequence[str]) -> list[list[str]]:
    try:
        return list(dialect.rows([line + "\n" for line in lines]))
    except csv.Error:
        return []


def _is_strict(dialect: Dialect, lines: Sequence[str]) -> bool:
    """Tell whether every quote in the lines is used as the format wants it."""
    text = [line + "\n" for line in lines]
    try:
        for _ in csv.reader(text, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True):
            pass
    except csv.Error as fault:
        return "unexpected end" in str(fault)
    return True


def _is_tagged(dialect: Dialect, rows: list[list[str]]) -> bool:
    """Tell whether each row begins with its kind (header, detail, trailer), and rows of a kind are of one width."""
    is_wide = max(map(len, rows)) >= _TAGGED_WIDTH and len({row[0].strip() for row in rows}) < len(rows)
    return dialect.delimiter in "|^~\t" and is_wide and are_kinds(rows)


def _is_prose(dialect: Dialect, rows: list[list[str]]) -> bool:
    """Tell whether commas look like those of sentences: followed by a blank, with small words around."""
    if dialect.delimiter not in ",;":
        return False
    inner = [cell for row in rows for cell in row[1:]]
    spaced = sum(1 for cell in inner if cell[:1] == " ")
    wordy = sum(1 for cell in inner if cell.count(" ") >= 4)
    return (spaced > 0.9 * len(inner) and wordy > 0.2 * len(inner)) or wordy > 0.5 * len(inner)
