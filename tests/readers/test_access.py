"""Access databases: rows of both page formats, long values, pointers, deleted rows, lies, and nothing too broken."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers.access import READER
from tocsin.readers.interface import Source
from tocsin.readers.jet_pages import _HEADER_KEY, JET3, JET4, Pages, _rc4
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff

CATALOG = (("Id", 4, 4), ("Type", 3, 2), ("Name", 10, 0))
PATIENTS = (
    ("Id", 4, 4),
    ("Born", 8, 8),
    ("Paid", 5, 8),
    ("Ok", 1, 0),
    ("Last", 10, 0),
    ("Note", 12, 0),
    ("Doc", 11, 0),
)
FILES = (("Id", 4, 4), ("FileData", 11, 0))
BORN = struct.pack("<d", 25570.0)  # 1970-01-02
PDF = b"%PDF-1.4" + b"\xff" * 200


def _number(layout, value):
    return value.to_bytes(2 if layout.is_unicode else 1, "little")


def _row(layout, columns, values):
    """Return a row; values are bytes, None, or a bool."""
    fixed = [n for n, (_, kind, size) in enumerate(columns) if size and kind != 1]
    variable = [n for n, (_, kind, size) in enumerate(columns) if not size and kind != 1]
    head = _number(layout, len(columns)) + b"".join((values[n] or b"").ljust(columns[n][2], b"\0") for n in fixed)
    offsets, body = [], b""
    for n in variable:
        offsets.append(len(head) + len(body))
        body += values[n] or b""
    ends = [*offsets, len(head) + len(body)]
    mask = sum(1 << n for n, value in enumerate(values) if value not in {None, False})
    masked = mask.to_bytes((len(columns) + 7) // 8, "little")
    if layout.is_unicode:
        table = b"".join(_number(layout, end) for end in reversed(ends)) + _number(layout, len(variable))
        return head + body + table + masked
    jumps = [next(n for n, end in enumerate(ends) if end >= 256 * k) for k in range(1, ends[-1] // 256 + 1)]
    length = len(head + body + masked) + len(ends) + len(jumps) + 1
    jumps += [255] * ((length - 1) // 256 - len(jumps))
    return head + body + bytes([end & 255 for end in reversed(ends)] + jumps[::-1] + [len(variable)]) + masked


def _data(layout, owner, rows):
    """Return a data page; rows are bytes or (bytes, flags)."""
    page = bytearray(layout.page_bytes)
    page[0:2] = b"\x01\x01"
    page[4:8] = struct.pack("<I", owner)
    struct.pack_into("<H", page, layout.row_count, len(rows))
    end = layout.page_bytes
    for n, row in enumerate(rows):
        data, flags = row if isinstance(row, tuple) else (row, 0)
        end -= len(data)
        page[end : end + len(data)] = data
        struct.pack_into("<H", page, layout.row_count + 2 + 2 * n, end | flags)
    return bytes(page)


def _definition(layout, columns, declared):
    page = bytearray(layout.page_bytes)
    page[0] = 0x02
    struct.pack_into("<I", page, layout.rows_declared, declared)
    struct.pack_into("<H", page, layout.column_count, len(columns))
    place, variable, at = 0, 0, layout.columns
    for n, (_, kind, size) in enumerate(columns):
        entry = bytearray(layout.column_bytes)
        entry[0] = kind
        struct.pack_into("<H", entry, layout.column_number, n)
        is_fixed = bool(size) or kind == 1
        entry[layout.column_flags] = is_fixed
        struct.pack_into(
            "<H", entry, layout.column_fixed if is_fixed else layout.column_variable, place if is_fixed else variable
        )
        place, variable = place + size, variable + (not is_fixed)
        struct.pack_into("<H", entry, layout.column_size, size)
        page[at : at + len(entry)] = entry
        at += len(entry)
    for name, _, _ in columns:
        raw = name.encode("utf-16-le" if layout.is_unicode else "cp1252")
        piece = _number(layout, len(raw)) + raw
        page[at : at + len(piece)] = piece
        at += len(piece)
    return bytes(page)


def _long(told, pointer, inline=b""):
    return struct.pack("<III", told, pointer, 0) + inline


def _database(layout=JET4, declared=3, key=0):
    """Return a database: catalogue, patients with every kind of long value, and a table of attachments."""
    text = (lambda value: value.encode("utf-16-le")) if layout.is_unicode else (lambda value: value.encode("cp1252"))
    packed = b"\xff\xfe" + b"Lee" if layout.is_unicode else b"Lee"
    head = bytearray(layout.page_bytes)
    head[0:20] = b"\x00\x01\x00\x00Standard Jet DB\x00"
    head[0x14] = layout.is_unicode
    plain = bytearray(126)
    struct.pack_into("<HI", plain, 0x3C - 0x18, 1252, key)
    head[0x18 : 0x18 + 126] = _rc4(_HEADER_KEY, bytes(plain))

    def entry(number, kind, name):
        return _row(layout, CATALOG, [struct.pack("<I", number), struct.pack("<h", kind), text(name)])

    long_note, chained = text("a note on a page of its own"), text("first part") + text(", second part")
    half = len(text("first part"))
    first = _row(
        layout,
        PATIENTS,
        [
            struct.pack("<i", 1),
            BORN,
            struct.pack("<q", 15000),
            True,
            packed,
            _long(0x80000000 | 4, 0, text("hi")),
            None,
        ],
    )
    second = _row(
        layout,
        PATIENTS,
        [
            struct.pack("<i", 2),
            None,
            None,
            False,
            text("Ro\u00e9"),
            _long(0x40000000 | len(long_note), 6 << 8),
            _long(0x80000000 | len(PDF), 0, PDF),
        ],
    )
    third = _row(
        layout,
        PATIENTS,
        [struct.pack("<i", 3), None, None, False, text("Kim"), _long(len(chained), (6 << 8) | 1), None],
    )
    inner = struct.pack("<IIII", 20, 1, 4, 0) + b"p\0\0\0" + PDF
    file = struct.pack("<II", 1, len(inner)) + zlib.compress(inner)
    attached = _row(layout, FILES, [struct.pack("<i", 1), _long(0x80000000 | len(file), 0, file)])
    return b"".join(
        (
            bytes(head), bytes(layout.page_bytes), _definition(layout, CATALOG, 4),
            _data(layout, 2, [entry(4, 1, "patients"), entry(2, 1, "MSysObjects"), entry(9, 5, "a query"), entry(8, 1, "f_1_Data")]),
            _definition(layout, PATIENTS, declared),
            _data(layout, 4, [first, (struct.pack("<I", (7 << 8)), 0x4000), (third, 0x8000), third]),
            _data(layout, 0x4C41564C, [long_note, struct.pack("<I", (6 << 8) | 2) + chained[:half], struct.pack("<I", 0) + chained[half:]]),
            _data(layout, 4, [(second, 0x8000)]),
            _definition(layout, FILES, 1), _data(layout, 8, [attached]),
        )
    )  # fmt: skip


def _table(recorded, name):
    return [row for place, _, rows, _ in recorded.grids if place == name for row in rows]


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_rows_of_both_formats(read, layout):
    recorded = read(READER, _database(layout))
    assert _table(recorded, "patients") == [
        ["Id", "Born", "Paid", "Ok", "Last", "Note", "Doc"],
        ["1", "1970-01-02", "1.5", "yes", "Lee", "hi", ""],
        ["2", "", "", "no", "Ro\u00e9", "a note on a page of its own", ""],
        ["3", "", "", "no", "Kim", "first part, second part", ""],
    ]
    assert {place for place, *_ in recorded.grids} == {"patients", "f_1_Data"}
    assert [data for _, _, data in recorded.children] == [PDF, PDF] and recorded.codes == []


def test_slices_give_what_the_whole_gives(read, monkeypatch):
    monkeypatch.setattr("tocsin.readers.access._UNIT_BYTES", 3 * JET4.page_bytes)
    data = _database()
    source = Source(io.BytesIO(data), len(data), "x", "application/x-msaccess")
    units = READER.plan(source, READ)
    pieces = read(READER, b"")
    for unit in units:
        READER.read(source, pieces, READ, unit)
    rows = [row[0] for place, _, part, _ in pieces.grids if place.startswith("patients") for row in part]
    assert len(units) == 4 and [one for one in rows if one != "Id"] == ["1", "2", "3"] and pieces.codes == []
    assert len({number for number, _, _ in pieces.children}) == 2


def test_a_usage_map_finds_the_catalogue():
    for bits in (b"\0" + struct.pack("<I", 0) + bytes([0b1000]), b"\1" + struct.pack("<I", 1)):
        data = bytearray(_database())
        struct.pack_into("<I", data, 2 * 4096 + JET4.usage_map, 6 << 8)
        data[6 * 4096 : 7 * 4096] = _data(JET4, 0, [bits])
        data[4096 + 4] = 0b1000
        pages = Pages(io.BytesIO(data), len(data))
        assert list(pages._mapped(pages.row_at(6 << 8))) == pages.pages_of(2) == [3]


def test_rows_that_a_table_declares_are_counted(read):
    assert read(READER, _database(declared=900)).codes == [ItemCode.COUNT_DIFFERS]


def test_databases_under_a_key_are_encrypted(read):
    assert read(READER, _database(key=0x1234)).cannot is ItemCode.ENCRYPTED


def test_chains_that_run_in_circles_end(read):
    data = _database().replace(
        struct.pack("<I", 0) + ", second".encode("utf-16-le"),
        struct.pack("<I", (6 << 8) | 1) + ", second".encode("utf-16-le"),
    )
    assert len(_table(read(READER, data), "patients")) == 4


@pytest.mark.parametrize("cut", [100, 5_000, 8_192, 20_000, 30_000])
def test_cut_files_end_in_a_code(read, cut):
    recorded = read(READER, _database()[:cut])
    assert recorded.cannot or recorded.codes


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 40_000), st.sampled_from([JET3, JET4]))
def test_never_raises_anything_else(junk, at, layout):
    assert outcome(READER, spoiled(_database(layout), junk, at)) in set(ItemCode) | {None}


def test_known_by_its_content():
    assert reader_for(sniff(_database(), "x.dat", 40_000)) is READER
