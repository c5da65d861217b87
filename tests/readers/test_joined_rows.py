"""Rows that come joined: the same segments as rows of cells give, cut and cleaned alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.conftest import Recorder
from tocsin.config import READ, ReadLimits
from tocsin.jail.protocol import Event
from tocsin.model.bodies import CELL_END
from tocsin.readers import sqldump, sqlite
from tocsin.readers.cell_values import Cells, plain_lines
from tocsin.readers.table_out import TableOut
from tocsin.readers.walk import Item, Walk

LIMITS = replace(READ, grid_rows=4, grid_columns=3, cell_chars=8, grid_head_rows=2)
WIDE = replace(READ, grid_rows=4, grid_columns=50, cell_chars=50, grid_head_rows=2)
CELLS = st.text(st.sampled_from("ab \x07\u00e9\u200b\t"), max_size=10)
VALUES = st.one_of(st.none(), st.integers(), st.floats(), st.booleans(), st.decimals(), st.text(max_size=3), st.dates())


def _said(rows: Sequence[Sequence[str]], limits: ReadLimits, *, joined: bool) -> tuple[list[Event], str]:
    events: list[Event] = []
    item = Item(Walk(events.append, limits, {}, (), 0), 0, 0)
    if joined:
        item.lines([CELL_END.join(row) for row in rows], "t", 1, [CELL_END.join(row) for row in rows[:1]])
    else:
        item.grid(rows, "t", 1, rows[:1])
    return events, item.part_codes()


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12), st.sampled_from([LIMITS, WIDE]))
def test_a_sink_says_the_same_of_both(rows: list[list[str]], limits: ReadLimits) -> None:
    assert _said(rows, limits, joined=True) == _said(rows, limits, joined=False)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9)), max_size=8), st.sampled_from(["a", "b\x1fc"]))
def test_a_table_may_come_in_both_ways(parts: list[tuple[bool, int]], title: str) -> None:
    found, wanted = Recorder(), Recorder()
    out, plain = (TableOut(sink, "t", [title, "n"], LIMITS) for sink in (found, wanted))
    for is_joined, count in parts:
        rows = [["x", str(n)] for n in range(count)]
        if is_joined:
            out.lines([CELL_END.join(row) for row in rows])
        for row in rows:
            plain.row(row)
            if not is_joined:
                out.row(row)
    out.end()
    plain.end()
    assert found.grids == wanted.grids


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[VALUES] * width), min_size=1, max_size=6)))
def test_values_in_columns_are_told_as_one_by_one(rows: list[tuple[object, ...]]) -> None:
    lines, cells = plain_lines(rows), Cells(Recorder())
    assert lines is None or [line.split(CELL_END) for line in lines] == [
        [cells.text(v, "") for v in row] for row in rows
    ]


@pytest.mark.parametrize("odd", [b"x", datetime(2024, 1, 2), ["a"], "a\x1fb", "a\x1eb"])
def test_what_may_be_no_plain_text_is_left(odd: object) -> None:
    assert plain_lines([("Ann", odd), ("Bo", "x")]) is None
    assert plain_lines([("Ann", Decimal("1.50")), ("Bo", None)]) == ["Ann\x1f1.50", "Bo\x1f"]
    assert plain_lines([(date(2024, 1, 2),)]) == ["2024-01-02"]


def test_a_text_that_is_none_stops_no_table(read: Callable[..., Any]) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE t (n, name)")
    base.executemany("INSERT INTO t VALUES (?, ?)", [(n, "Ann") for n in range(2_500)])
    base.execute("UPDATE t SET name = CAST(x'4cff' AS TEXT) WHERE n = 1700")
    found = read(sqlite.READER, base.serialize())
    base.close()
    rows = [row for _, _, rows, _ in found.grids for row in rows]
    assert (len(rows), rows[1_701], rows[2_500], found.codes) == (2_501, ["1700", "L\ufffd"], ["2499", "Ann"], [])


def test_copied_rows_hold_nulls_escapes_and_documents(read: Callable[..., Any]) -> None:
    lines = ["1\tAnn\\tLee\t\\N", "2\t\\\\N\t\x1fx", "3\t\\x1e\t\\\\x" + "41" * 300, "\\N\t\\N\ty\\N", "4\tBo\tz"]
    dump = "CREATE TABLE p (id int, name text, doc text);\nCOPY p (id, name, doc) FROM stdin;\n" + "\n".join(lines)
    found = read(sqldump.READER, f"{dump}\n\\.\nCOPY p (doc, id) FROM stdin;\nq\t5\n\\.\n".encode())
    assert [row for _, _, rows, _ in found.grids for row in rows] == [
        ["id", "name", "doc"], ["1", "Ann\tLee", ""], ["2", "\\N", "x"], ["3", "", ""], ["", "", "yN"],
        ["4", "Bo", "z"], ["5", "", "q"],
    ]  # fmt: skip
    assert [data for _, _, data in found.children] == [b"A" * 300]
