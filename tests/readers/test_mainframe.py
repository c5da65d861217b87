"""Texts of mainframes: EBCDIC in lines, of one length or behind descriptors; records without line ends."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.readers.mainframe import EBCDIC, READER, UNLINED, is_ebcdic, is_unlined
from tocsin.readers.sniff import sniff

NAMES = ("LEE", "ORTIZ", "NOVAK", "CHEN", "HADDAD", "OKOYE", "BERG", "SILVA")
RECORDS = [f"{name:<20}ANN{n:<12}19{70 + n}0102{900_000_000 + n * 1_117:09d}{'':<28}" for n, name in enumerate(NAMES)]
LINES = [f"PATIENT: ANN {name}  BORN: 1970-01-02  SSN: 900-12-{1_000 + n}" for n, name in enumerate(NAMES)]


@pytest.mark.parametrize("end", ["\x85", "\n", "\r\n"])
def test_lines_in_ebcdic_are_text(read: Callable[..., Any], end: str) -> None:
    data = "".join(line + end for line in LINES).encode("cp037")
    assert sniff(data, "x.txt", len(data)) == EBCDIC
    found = read(READER, data, EBCDIC)
    assert all(line in found.all_text() for line in LINES)


def test_records_in_ebcdic_are_rows(read: Callable[..., Any]) -> None:
    data = "".join(RECORDS).encode("cp037")
    assert sniff(data, "x.dat", len(data)) == EBCDIC
    rows = [row for _, _, rows, _ in read(READER, data, EBCDIC).grids for row in rows]
    assert [row[0] for row in rows] == list(NAMES)


def test_described_records_are_lines_and_packed_numbers_blanks(read: Callable[..., Any]) -> None:
    records = [line.encode("cp037") + b"\x01\x23\x4c" + "END".encode("cp037") for line in LINES]
    data = b"".join(struct.pack(">HH", len(one) + 4, 0) + one for one in records)
    assert sniff(data, "x.dat", len(data)) == EBCDIC
    assert f"{LINES[2]}  <END" in read(READER, data, EBCDIC).all_text()


def test_a_table_in_ebcdic_is_a_table(read: Callable[..., Any]) -> None:
    table = "name,born,number\n" + "".join(f"{name},1970-01-02,{n}\n" for n, name in enumerate(NAMES))
    data = table.replace("\n", "\x85").encode("cp037")
    assert sniff(data, "x.csv", len(data)) == EBCDIC
    assert read(READER, data, EBCDIC, name="x.csv").grids[0][2][1] == ["LEE", "1970-01-02", "0"]


def test_records_without_line_ends_are_rows(read: Callable[..., Any]) -> None:
    data = "".join(RECORDS).encode()
    assert sniff(data, "x.txt", len(data)) == UNLINED
    rows = [row for _, _, rows, _ in read(READER, data, UNLINED).grids for row in rows]
    assert [row[0] for row in rows] == list(NAMES)


def test_prose_and_other_charsets_are_left() -> None:
    luck = random.Random(3)
    prose = " ".join(luck.choice(["the", "patient", "was", "seen", "on", "Monday", "12"]) for _ in range(2_000))
    letters = "".join(luck.choice("ACGTacgt") for _ in range(9_600))
    assert not any(is_unlined(text, len(text)) for text in (prose[:9_600], letters, "A" * 9_600))
    cyrillic = "\u041f\u0430\u0446\u0438\u0435\u043d\u0442 \u0438 \u0432\u0440\u0430\u0447 " * 40
    others = [cyrillic.encode("cp1251"), cyrillic.encode("koi8-r"), ("\u60a3\u8005" * 80).encode("gb18030")]
    assert not any(map(is_ebcdic, [*others, luck.randbytes(4_000), b"caf\xe9 " * 100, b"a@b.example " * 40 + b"\xe9"]))


@given(st.binary(max_size=3_000), st.sampled_from([EBCDIC, UNLINED]))
def test_anything_ends(data: bytes, kind: str) -> None:
    outcome(READER, data, kind)


@given(st.binary(max_size=40), st.integers(0, 10_000))
def test_spoiled_records_end(junk: bytes, at: int) -> None:
    outcome(READER, spoiled("".join(RECORDS).encode("cp037"), junk, at), EBCDIC)
