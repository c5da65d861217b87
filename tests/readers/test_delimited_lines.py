"""Rows that are not taken apart are the rows that ``csv`` gives, whatever stands in them and wherever blocks end."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model.bodies import CELL_END
from tocsin.readers import delimited
from tocsin.readers.delimited_dialect import Dialect
from tocsin.readers.delimited_lines import Rest, plain_pieces

CELLS = st.text(st.sampled_from('ab "\n,;\u00e9'), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=30)


def _blocks(text: str, size: int) -> Iterator[str]:
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if len(held) >= size:
            yield held
            held = ""
    if held:
        yield held


def _rows(text: str, dialect: Dialect, block: int = 20, size: int = 3) -> list[list[str]]:
    rows: list[list[str]] = []
    for piece in plain_pieces(_blocks(text, block), dialect, size):
        if isinstance(piece, Rest):
            rest = "".join(piece.blocks)
            return [*rows, *piece.rows, *(row or [""] for row in dialect.rows(io.StringIO(rest, newline="")))]
        rows += [line.split(CELL_END) for line in piece]
    return rows


@given(ROWS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.integers(1, 200), st.booleans())
def test_what_was_written_is_read(rows: list[list[str]], quoting: Any, block: int, has_end: bool) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    text = out.getvalue() if has_end else out.getvalue().removesuffix("\n")
    assert _rows(text, Dialect(","), block) == [row or [""] for row in csv.reader(io.StringIO(text, newline=""))]


@given(st.text(st.sampled_from('ab"\n,'), max_size=80), st.integers(1, 60), st.sampled_from(['"', ""]))
def test_broken_quoting_is_read_as_csv_reads_it(text: str, block: int, quote: str) -> None:
    dialect = Dialect(",", quote)
    assert _rows(text, dialect, block) == [row or [""] for row in dialect.rows(io.StringIO(text, newline=""))]


def test_rows_come_in_pieces_of_one_size() -> None:
    text = "".join(f'{n},"x\ny"\n' for n in range(10))
    assert [len(piece) for piece in plain_pieces(_blocks(text, 1), Dialect(","), 4)] == [4, 4, 2]  # type: ignore[arg-type]  # no rest


@pytest.mark.parametrize("odd", ["\x1f", "\x1e", "\r"])
def test_odd_blocks_are_left_with_the_rows_before(odd: str) -> None:
    pieces = list(plain_pieces(iter(["a,b\nc,d\n", f"e{odd},f\n", "g,h\n"]), Dialect(","), 3))
    assert len(pieces) == 1
    assert isinstance(pieces[0], Rest)
    assert (pieces[0].rows, "".join(pieces[0].blocks)) == ([["a", "b"], ["c", "d"]], f"e{odd},f\ng,h\n")


def test_rows_behind_an_odd_place_go_on_where_the_others_end(read: Callable[..., Any]) -> None:
    data = b"id,name\n" + b"".join(b"%d,Ann\n" % n for n in range(1_500)) + b"1500,L\x1fee\n" + b"1501,Bo\n" * 3
    found = read(delimited.READER, data, name="x.csv")
    assert [(first, len(rows)) for _, first, rows, _ in found.grids] == [(1, 1_000), (1_001, 505)]


def test_a_great_block_gives_each_line_once_however_long() -> None:
    lines = ["a,b", "c," + "d" * 200_000, "", *(f"{n},x" for n in range(30_000)), "e,f" * 40_000]
    pieces = list(plain_pieces(iter(["\n".join(lines)]), Dialect(","), 1_000))
    assert [row for piece in pieces for row in piece] == [line.replace(",", CELL_END) for line in lines]  # type: ignore[union-attr]  # no rest
