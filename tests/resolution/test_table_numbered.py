"""Tables whose texts are numbered, as Parquet files hold them, give what the same texts give as they stand."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from tests.resolution.dirty import records
from tocsin.resolution.fields import coded_texts
from tocsin.resolution.table import people_of_table, resolved_table
from tocsin.resolution.texts import is_numbered, numbered_texts
from tocsin.response.people_file import read_people_file


def _table(ids: list[str], seed: int = 6) -> pa.Table:
    rows, _ = records(len(ids), seed=seed)
    columns = {name: pa.array([row[name] for row in rows[: len(ids)]], pa.string()) for name in rows[0]}
    return pa.table({"record_id": ids, **columns})


def _numbered(table: pa.Table) -> pa.Table:
    return pa.table({name: one if name == "record_id" else one.dictionary_encode() for name, one in _columns(table)})


def _columns(table: pa.Table) -> list[tuple[str, pa.ChunkedArray]]:
    return list(zip(table.column_names, table.columns, strict=True))


@pytest.mark.parametrize("ids", [[f"r{n:04d}" for n in range(300)], [f"r{n // 3:04d}" for n in range(300)]])
def test_numbered_texts_give_the_same_people(ids: list[str]) -> None:
    table = _table(ids)
    assert people_of_table(_numbered(table)) == people_of_table(table)


def test_a_slice_that_leaves_texts_unused_gives_the_same_people() -> None:
    table = _table([f"r{n:04d}" for n in range(300)])
    assert people_of_table(_numbered(table).slice(40, 90)) == people_of_table(table.slice(40, 90))


def test_missing_values_are_empty_ones() -> None:
    table = _table([f"r{n:04d}" for n in range(300)])
    holed = {name: pa.array([t.as_py() or None for t in one], pa.string()) for name, one in _columns(table)}
    assert people_of_table(_numbered(pa.table(holed))) == people_of_table(table)


def test_a_parquet_file_gives_what_its_csv_gives(tmp_path: Path) -> None:
    table = _table([f"r{n:04d}" for n in range(300)])
    pq.write_table(table, tmp_path / "people.parquet", row_group_size=70)
    pacsv.write_csv(table, tmp_path / "people.csv")
    stored, typed = (read_people_file(tmp_path / f"people.{ending}") for ending in ("parquet", "csv"))
    assert sum(is_numbered(one) for one in stored.columns) == stored.num_columns - 1
    assert people_of_table(stored) == people_of_table(typed)


def test_texts_that_no_row_has_are_left_out() -> None:
    column = pa.chunked_array([pa.array(["a", "b", "a", "c"]).dictionary_encode()]).slice(2)
    words, places = numbered_texts(column)
    assert words.take(places).to_pylist() == ["a", "c"]
    assert len(words) == 2
    assert coded_texts(column)[0].to_pylist() == ["", "a", "c"]


def test_the_order_of_rows_does_not_matter_where_ids_repeat() -> None:
    table = _table([f"r{n // 5:04d}" for n in range(300)])
    turned = table.take(pa.array(range(299, -1, -1)))
    one, other = (_people_by_row(some) for some in (table, turned))
    assert one == other


def test_what_columns_hold_is_told_by_the_same_rows_where_ids_repeat() -> None:
    values = ["Brzezinski"] * 700 + [f"19{n % 80 + 10}-0{n % 9 + 1}-1{n % 10}" for n in range(1400)]
    table = pa.table({"record_id": ["x"] * len(values), "c": values, "name": ["Ann Holm"] * len(values)})
    turned = table.take(pa.array(range(len(values) - 1, -1, -1)))
    assert resolved_table(table).uses == resolved_table(turned).uses


def _people_by_row(table: pa.Table) -> list[tuple[str, ...]]:
    columns = [one.to_pylist() for one in (*table.columns, people_of_table(table)["person_id"])]
    return sorted(zip(*columns, strict=True))
