"""Profiles of tables: samples that can be laid over each other, whatever way the rows are cut."""

from __future__ import annotations

from tests.linking.databases import segments_of_tables
from tests.linking.small_items import detector
from tocsin.linking.row_columns import runs_by_segment
from tocsin.linking.table_profiles import (
    SAMPLE,
    ColumnProfile,
    TableProfile,
    header_of,
    profile_segments,
    profiles_of,
    profiles_table,
)
from tocsin.model.segments import GridBody


def _column(cells: list[str], pieces: int = 1) -> ColumnProfile:
    whole = ColumnProfile("c")
    for number in range(pieces):
        part = ColumnProfile("c")
        part.take(cells[number::pieces], is_key=True)
        whole.add(part)
    return whole


def test_samples_the_same_keys_however_rows_are_cut() -> None:
    cells = [str(n % 3000) for n in range(9000)]
    one, many = _column(cells), _column(cells, pieces=7)
    assert one.sample == many.sample
    assert (one.low, one.high, one.filled) == (many.low, many.high, many.filled)


def test_estimates_how_many_keys_there_are_and_whether_each_is_one_rows() -> None:
    unique, thrice = _column([str(n) for n in range(20_000)]), _column([str(n // 3) for n in range(20_000)])
    assert abs(unique.distinct - 20_000) < 3_000
    assert unique.unique == 1.0
    assert thrice.unique == 0.0
    assert len(unique.sample) == SAMPLE


def test_keeps_profiles_in_a_table() -> None:
    tables = {"people": (["id", "last_name", "ssn"], [(n, "Lee", f"123-45-{6000 + n}") for n in range(30)])}
    segments = segments_of_tables(tables)
    profiles = profile_segments(segments, runs_by_segment(detector().find_table(segments)))
    (kept,) = profiles_of(profiles_table(profiles.values()))
    assert kept == next(iter(profiles.values()))
    assert kept.rows == 30


def test_adds_up_the_rows_of_pieces() -> None:
    tables = {"people": (["id", "name"], [(n, f"Ann Lee{n}") for n in range(1, 91)])}
    pieces = segments_of_tables(tables, rows_a_piece=40)
    assert len(pieces) == 3
    (whole,) = profile_segments(pieces, {}).values()
    assert whole.rows == 90
    assert whole.columns[0].distinct == 90


def test_finds_the_names_of_columns_and_none_over_bare_data() -> None:
    assert header_of(GridBody((("id", "fname"), ("1", "Ann")))) == (1, ("id", "fname"))
    assert header_of(GridBody((("1", "Ann"), ("2", "Bob")))) == (0, ("column 1", "column 2"))


def test_takes_further_rows_with_more_columns() -> None:
    whole = TableProfile("itm_1", "t", 2, [ColumnProfile("a")])
    whole.add(TableProfile("itm_1", "t", 3, [ColumnProfile("a"), ColumnProfile("b")]))
    assert (whole.rows, whole.header) == (5, ("a", "b"))
