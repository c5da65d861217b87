"""Parts: round trips of every schema, seals over values, and what does not open."""

import contextlib
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tocsin.errors import SealMismatchError
from tocsin.model.evidence import ITEMS
from tocsin.model.mentions import MENTIONS
from tocsin.model.results import DUTIES, EXPOSURES, PEOPLE
from tocsin.model.segments import SEGMENTS
from tocsin.model.subjects import LINKS, MEMBERS, SUBJECTS
from tocsin.tables import parts
from tocsin.tables.duckdb_ import connect

KEY = bytes(range(32))
_VALUES = {
    pa.string(): ["Zoë", "", "x" * 300],
    pa.int64(): [1, -(1 << 60), 3],
    pa.int32(): [1, -7, 3],
    pa.float32(): [0.5, -1.25, 3.0],
    pa.float64(): [0.1, -1.25, 3.0],
    pa.bool_(): [True, False, True],
    pa.large_binary(): [b"\0\1", b"", b"z" * 99],
    pa.date32(): [0, 20000, -5],
    pa.list_(pa.string()): [["a", "b"], [], [""]],
}


def _table(schema: pa.Schema) -> pa.Table:
    columns = []
    for field in schema:
        values = _VALUES[pa.list_(pa.string()) if pa.types.is_list(field.type) else field.type]
        columns.append(pa.array([*values, None] if field.nullable else [*values, values[0]], field.type))
    return pa.Table.from_arrays(columns, schema=schema)


@pytest.mark.parametrize(
    "schema", [ITEMS, SEGMENTS, MENTIONS, SUBJECTS, LINKS, MEMBERS, PEOPLE, EXPOSURES, DUTIES], ids=lambda s: s.names[0]
)
def test_every_schema_comes_back_whole(schema: pa.Schema, tmp_path: Path) -> None:
    path, table = tmp_path / "prt_a.parquet", _table(schema)
    seal = parts.write_part(table, path, KEY)
    read = parts.read_part(path, KEY)
    assert read.equals(table)
    assert read.schema.equals(schema)
    assert seal.plain_sha256 == parts.table_sha256(read) == parts.table_sha256(pa.concat_tables([table[:1], table[1:]]))
    assert seal.rows == 4
    assert seal.bytes == path.stat().st_size


def test_seal_sees_every_value_null_name_and_order() -> None:
    rows = pa.table({"a": ["x", "", None], "b": [1, 0, None], "c": [["x"], [], None]})
    others = [
        rows.rename_columns(["a", "z", "c"]),
        rows.take([1, 0, 2]),
        rows.slice(0, 2),
        rows.set_column(0, "a", pa.array(["x", None, ""])),
        rows.set_column(1, "b", pa.array([1, None, 0])),
        rows.set_column(2, "c", pa.array([["x"], None, []])),
        rows.set_column(2, "c", pa.array([[], ["x"], None])),
    ]
    seals = [parts.table_sha256(t) for t in [rows, *others]]
    assert len(set(seals)) == len(seals)


def test_nothing_of_the_table_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "prt_a.parquet"
    parts.write_part(pa.table({"last_name": ["Featherstonehaugh"] * 50}), path, KEY)
    raw = path.read_bytes()
    assert b"Feather" not in raw
    assert b"last_name" not in raw
    assert raw[:4] == b"PARE"


def test_wrong_key_other_place_and_flips_do_not_open(tmp_path: Path) -> None:
    path, other = tmp_path / "prt_a.parquet", tmp_path / "prt_b.parquet"
    parts.write_part(pa.table({"a": list(range(1000)), "b": ["x"] * 1000}), path, KEY)
    whole = path.read_bytes()
    with pytest.raises(SealMismatchError):
        parts.read_part(path, bytes(32))
    other.write_bytes(whole)
    with pytest.raises(SealMismatchError):
        parts.read_part(other, KEY)
    with pytest.raises(SealMismatchError):
        parts.dataset([other], KEY)
    with pytest.raises(SealMismatchError):
        parts.read_part(tmp_path / "none.parquet", KEY)
    silent = 0
    for place in random.Random(3).sample(range(len(whole)), 150):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with contextlib.suppress(SealMismatchError):
            parts.read_part(path, KEY)
            silent += 1
    assert silent <= 8  # the length fields of the format are not authenticated; the seal over the file is


def test_duckdb_scans_a_dataset_of_parts_on_two_threads(tmp_path: Path) -> None:
    paths = [tmp_path / f"prt_{n}.parquet" for n in range(3)]
    for n, path in enumerate(paths):
        parts.write_part(pa.table({"n": list(range(n * 250_000, (n + 1) * 250_000))}), path, KEY)
    connection = connect(512 << 20, 2)
    connection.register("numbers", parts.dataset(paths, KEY))
    for _ in range(3):
        found = connection.sql("SELECT count(*), sum(n) FROM numbers WHERE n >= 10").fetchall()
        assert found == [(749_990, 750_000 * 749_999 // 2 - 45)]
    connection.close()


def test_groups_that_cannot_hold_the_rows_wanted_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "prt_a.parquet"
    parts.write_part(pa.table({"n": list(range(50))}), path, KEY, group_rows=10)
    (fragment,) = parts.dataset([path], KEY).get_fragments()
    fragment.ensure_complete_metadata()
    assert fragment.num_row_groups == 5
    assert fragment.subset(pc.field("n") == 23).num_row_groups == 1
    assert parts.dataset([path], KEY).to_table(filter=pc.field("n") == 23).to_pylist() == [{"n": 23}]


def test_dataset_of_no_parts_is_an_empty_table() -> None:
    assert parts.dataset([], KEY, ITEMS).to_table().schema.equals(ITEMS)
    assert parts.dataset([], KEY).count_rows() == 0


def test_duckdb_neither_spills_nor_opens_files(tmp_path: Path) -> None:
    connection = connect(64 << 20, 1)
    assert connection.sql("SELECT current_setting('temp_directory'), current_setting('TimeZone')").fetchall() == [
        ("", "UTC")
    ]
    with pytest.raises(Exception, match="disabled"):
        connection.execute(f"SELECT * FROM read_csv('{tmp_path}/a.csv')").fetchall()
    connection.close()


def test_seal_of_bytes_of_one_width_is_that_of_their_values() -> None:
    kinds = [pa.binary(2), pa.binary(2), pa.binary()]
    seals = {parts.table_sha256(pa.table({"a": pa.array([bytes([65, n]) for n in range(3)], kind)})) for kind in kinds}
    assert len(seals) == 2
    assert parts.table_sha256(pa.table({"a": pa.array([b"xx"], pa.binary(2))})) not in seals
