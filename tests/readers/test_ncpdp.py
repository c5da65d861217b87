"""NCPDP pharmacy claims: one transmission and batches of them, nothing too broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.model.evidence import ItemCode
from tocsin.readers.ncpdp import READER
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff


def _claim(last="LEE", first="BOB"):
    segments = (
        ("AM01", "C420150304", "C51", f"CA{first}", f"CB{last}", "CM2 ELM ST", "CNMIAMI", "COFL", "CP33101", "CQ3055550100"),
        ("AM04", "C2W12345", "CCANN", "CDLEE", "C1GRP1", "C63"), ("AM07", "D27712345", "D700093742401"),
        ("AM03", "DB1234567893", "DRDOCTOR", "2JDAN"), ("AM13", "DOE119"),
    )  # fmt: skip
    header = "610066D0B1PCN0000000101" + "1234567893".ljust(15) + "20240101" + "V".ljust(10)
    return header + "".join("\x1e" + "".join("\x1c" + one for one in segment) for segment in segments)


def _said(recorded):
    return [(one.path.split("/")[-1], one.value) for _, fields in recorded.field_lists for one in fields]


def _groups(recorded):
    return {one.value: one.group for _, fields in recorded.field_lists for one in fields}


def test_a_claim(read):
    recorded = read(READER, _claim().encode())
    assert {("C4", "2015-03-04"), ("C5", "male"), ("C6", "child"), ("D7", "00093742401"), ("DO", "E119")} <= set(
        _said(recorded)
    )
    groups = _groups(recorded)
    assert (
        groups["BOB"] == groups["W12345"] == groups["E119"]
        and len({groups["BOB"], groups["ANN"], groups["DOCTOR"]}) == 3
    )


@pytest.mark.parametrize("frame", ["\x02{}\x03\r\n", "{}\r\n", "{}\x1e"])
def test_claims_in_a_row(read, frame):
    data = "".join(frame.format(_claim(first=f"BOB{n}")) for n in range(3)).encode()
    if frame == "{}\r\n":
        data = data.replace(b"\r\n", b"\x1e\r\n")
    groups = _groups(read(READER, data))
    assert len({groups[f"BOB{n}"] for n in range(3)}) == 3
    assert reader_for(sniff(data, "claims.txt", len(data))) is READER


@pytest.mark.parametrize("data", [b"", b"\x1e" * 5_000, b"610066D0B1", b"\x1c" * 100_000, b"x" * 3_000_000])
def test_broken_files_end(read, data):
    assert read(READER, data).cannot in {None, ItemCode.CORRUPT}


@given(st.binary(max_size=200), st.integers(0, 500))
def test_never_raises_anything_else(junk, at):
    assert outcome(READER, spoiled(_claim().encode(), junk, at)) in {None, ItemCode.CORRUPT}
