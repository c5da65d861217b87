"""SQLite, Parquet and dBase: rows under their columns, documents as children, lies counted, nothing too broken."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import struct
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers import dbase, dbase_memo, parquet, sqlite
from tocsin.readers.interface import Source
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.streams import Window

PDF = b"%PDF-1.4" + b"\x00\xff" * 300


def _table(recorded, name):
    return [row for place, _, rows, _ in recorded.grids if place == name for row in rows]


def _sqlite(*statements, **pragmas):
    connection = sqlite3.connect(":memory:")
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name} = {value}")
    for statement in statements:
        connection.execute(*statement) if isinstance(statement, tuple) else connection.executescript(statement)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


PATIENTS = (
    'CREATE TABLE "pat ient" (id INTEGER PRIMARY KEY, last TEXT, born DATE, doc BLOB, amount REAL)',
    ('INSERT INTO "pat ient" VALUES (1, ?, ?, ?, 2.5)', ("Lee", "1970-01-02", PDF)),
    ('INSERT INTO "pat ient" VALUES (2, ?, NULL, ?, NULL)', ("Ro\u00e9", b"short")),
    "CREATE TABLE keyed (k TEXT PRIMARY KEY, v) WITHOUT ROWID", "INSERT INTO keyed VALUES ('a', 1)",
    "CREATE TABLE none (x)", "CREATE VIEW everybody AS SELECT randomblob(1000000000)",
    "CREATE TRIGGER t AFTER INSERT ON none BEGIN SELECT load_extension('x'); END",
)  # fmt: skip


@pytest.mark.parametrize("pragmas", [{}, {"encoding": "'UTF-16le'"}, {"page_size": 512}])
def test_sqlite(read, pragmas):
    recorded = read(sqlite.READER, _sqlite(*PATIENTS, **pragmas))
    assert _table(recorded, "pat ient") == [
        ["id", "last", "born", "doc", "amount"], ["1", "Lee", "1970-01-02", "", "2.5"], ["2", "Ro\u00e9", "", "short", ""],
    ]  # fmt: skip
    assert _table(recorded, "keyed") == [["k", "v"], ["a", "1"]]
    assert [data for _, _, data in recorded.children] == [PDF] and recorded.codes == []
    assert {place for place, *_ in recorded.grids} == {"pat ient", "keyed"}


def test_sqlite_that_left_its_log_behind(read):
    data = bytearray(_sqlite(*PATIENTS))
    data[18:20] = b"\x02\x02"
    assert len(_table(read(sqlite.READER, bytes(data)), "pat ient")) == 3


def test_a_broken_page_costs_its_table_only(read):
    many = [("INSERT INTO big VALUES (?)", (f"row {n} " + "x" * 300,)) for n in range(200)]
    data = bytearray(
        _sqlite("CREATE TABLE first (x)", "INSERT INTO first VALUES ('kept')", "CREATE TABLE big (x)", *many)
    )
    data[8192 + 4096 * 5 : 8192 + 4096 * 6] = b"\xff" * 4096
    recorded = read(sqlite.READER, bytes(data))
    assert _table(recorded, "first") == [["x"], ["kept"]] and ItemCode.PARTLY_CORRUPT in recorded.codes
    assert 1 < len(_table(recorded, "big")) < 201


def _parquet(**options):
    rows = {
        "last": ["Lee", None], "born": [date(1970, 1, 2), None], "seen": [datetime(2024, 1, 2, 3, 4), None],
        "paid": [Decimal("1.50"), None], "codes": [["E11", "I10"], []], "doc": [PDF, b"short"],
    }  # fmt: skip
    out = io.BytesIO()
    pq.write_table(pa.table(rows), out, **options)
    return out.getvalue()


def test_parquet(read):
    recorded = read(parquet.READER, _parquet())
    assert _table(recorded, "") == [
        ["last", "born", "seen", "paid", "codes", "doc"],
        ["Lee", "1970-01-02", "2024-01-02 03:04:00", "1.50", '["E11","I10"]', ""],
        ["", "", "", "", "[]", "short"],
    ]
    assert [data for _, _, data in recorded.children] == [PDF] and recorded.codes == []


def test_parquet_is_sliced_by_row_groups(read):
    out = io.BytesIO()
    pq.write_table(pa.table({"n": [str(n) for n in range(1_000)]}), out, row_group_size=100)
    source = Source(out, len(out.getvalue()), "x", "application/vnd.apache.parquet")
    units = parquet.READER.plan(source, type(READ)(unit_bytes=1_500))
    pieces = read(parquet.READER, b"")
    for unit in units:
        parquet.READER.read(source, pieces, READ, unit)
    rows = [row for _, _, rows, _ in pieces.grids for row in rows if row != ["n"]]
    assert len(units) > 2 and rows == [[str(n)] for n in range(1_000)] and pieces.codes == []


def test_parquet_cut_short_is_corrupt(read):
    assert read(parquet.READER, _parquet()[:-20]).cannot is ItemCode.CORRUPT
    whole = bytearray(_parquet(compression="none"))
    whole[4:60] = b"\xff" * 56
    assert read(parquet.READER, bytes(whole)).codes


def _dbf(*rows, kind=0x03, records=None, language=0x03):
    fields = [("LAST", "C", 10), ("BORN", "D", 8), ("PAID", "N", 8), ("NOTE", "M", 10)]
    described = b"".join(
        struct.pack("<11sc4xBB14x", name.encode(), type_.encode(), length, 0) for name, type_, length in fields
    )
    body = b"".join(
        flag + b"".join(text.encode("cp1252").ljust(length) for text, (_, _, length) in zip(row, fields, strict=True))
        for flag, *row in rows
    )
    head = struct.pack(
        "<BBBBIHH17xBxx",
        kind,
        124,
        1,
        2,
        len(rows) if records is None else records,
        32 + len(described) + 1,
        37,
        language,
    )
    return head + described + b"\r" + body + b"\x1a"


ROWS = ((b" ", "Lee", "19700102", "1.5", "12"), (b"*", "Ro\u00e9", "", "", ""))


def test_dbase(read):
    recorded = read(dbase.READER, _dbf(*ROWS))
    assert _table(recorded, "") == [
        ["LAST", "BORN", "PAID", "NOTE", "deleted"], ["Lee", "1970-01-02", "1.5", "", ""], ["Ro\u00e9", "", "", "", "yes"],
    ]  # fmt: skip
    assert recorded.codes == []


@pytest.mark.parametrize("records", [1_000_000_000, 3])
def test_records_that_are_not_there_are_said(read, records):
    recorded = read(dbase.READER, _dbf(*ROWS, records=records))
    assert recorded.codes == [ItemCode.COUNT_DIFFERS] and len(_table(recorded, "")) == 3


def _memo_files():
    three = (
        struct.pack("<I", 3).ljust(512, b"\0") + b"Ann Lee".ljust(511, b"\x1a") + b"\0" + b"seen, r\xe9sum\xe9\x1a\x1a"
    )
    four = (struct.pack("<I", 4) + bytes(16) + struct.pack("<H", 256)).ljust(512, b"\0")
    four += (b"\xff\xff\x08\0" + struct.pack("<I", 15) + b"Ann Lee").ljust(256, b"\0")
    four += b"\xff\xff\x08\0" + struct.pack("<I", 8 + 12) + b"seen, r\xe9sum\xe9"
    fox = struct.pack(">IHH", 14, 0, 64).ljust(512, b"\0")
    fox += (struct.pack(">II", 1, 7) + b"Ann Lee").ljust(64, b"\0") + struct.pack(">II", 0, 9).ljust(64, b"\0")
    fox += struct.pack(">II", 1, 12) + b"seen, r\xe9sum\xe9"
    return {"dbt": three, "DBT": four, "fpt": fox}


@pytest.mark.parametrize(("ending", "numbers"), [("dbt", (1, 2)), ("DBT", (2, 3)), ("fpt", (8, 10))])
def test_memo_texts_are_read_under_the_number_that_their_record_gives(read, ending, numbers):
    data = _memo_files()[ending]
    assert sniff(data, f"notes.{ending}", len(data)) == dbase_memo.MEDIA_TYPE
    assert read(dbase_memo.READER, data).texts == [
        (f"memo {numbers[0]}", "Ann Lee"),
        (f"memo {numbers[1]}", "seen, r\xe9sum\xe9"),
    ]


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["dbt", "DBT", "fpt"]), st.integers(0, 700))
def test_memo_files_of_any_kind_end(junk, ending, at):
    assert outcome(dbase_memo.READER, spoiled(_memo_files()[ending], junk, at)) in set(ItemCode) | {None}


def test_dbase_is_sliced_by_records(read):
    data = _dbf(*(ROWS * 100))
    source = Source(io.BytesIO(data), len(data), "x", dbase.MEDIA_TYPE)
    units = dbase.READER.plan(source, type(READ)(unit_bytes=1_000))
    pieces = read(dbase.READER, b"")
    for unit in units:
        dbase.READER.read(source, pieces, READ, unit)
    assert len(units) > 5 and sum(len(rows) - ("LAST" in rows[0]) for _, _, rows, _ in pieces.grids) == 200


@pytest.mark.parametrize("which", range(3))
def test_any_stream_will_do(read, which):
    reader, data = WHOLE[which]
    recorder = read(reader, b"")
    stream = io.BufferedReader(Window(io.BytesIO(data), 0, len(data)))
    reader.read(Source(stream, len(data), "x", min(reader.media_types)), recorder, READ)
    assert recorder.grids == read(reader, data).grids != []


def test_known_by_their_content():
    made = ((sqlite.READER, _sqlite("CREATE TABLE a (x)")), (parquet.READER, _parquet()), (dbase.READER, _dbf(*ROWS)))
    assert all(reader_for(sniff(data, "x.bin", len(data))) is reader for reader, data in made)


WHOLE = ((sqlite.READER, _sqlite(*PATIENTS)), (parquet.READER, _parquet()), (dbase.READER, _dbf(*ROWS)))


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 30_000), st.sampled_from(range(3)))
def test_never_raises_anything_else(junk, at, which):
    reader, whole = WHOLE[which]
    assert outcome(reader, spoiled(whole, junk, at)) in set(ItemCode) | {None}


def test_rows_of_a_sqlite_table_are_held_against_its_index(read, tmp_path):
    path = tmp_path / "t.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("CREATE TABLE visit (name TEXT, born TEXT)")
        made.executemany("INSERT INTO visit VALUES (?, '1970-01-01')", [(f"name {n}",) for n in range(900)])
        made.execute("CREATE INDEX by_born ON visit (born)")
        whole = read(sqlite.READER, path.read_bytes())
        made.execute("PRAGMA writable_schema = ON")
        (root,) = made.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'by_born'").fetchone()
        made.execute("CREATE TABLE other (born TEXT)")
        made.execute("CREATE INDEX by_other ON other (born)")
        (empty,) = made.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'by_other'").fetchone()
        made.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'by_born'", (empty,))
        assert root != empty
    altered = read(sqlite.READER, path.read_bytes())
    assert sum(len(rows) for _, _, rows, _ in whole.grids) == 901 == sum(len(r) for _, _, r, _ in altered.grids)
    assert whole.codes == [] and altered.codes == [ItemCode.COUNT_DIFFERS]
