"""The scanner finds each form it claims to know: without this, finding nothing would show nothing."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.e2e.secrets_scan import Needles

NEEDLE = "Quintana Okonjo-Äberg"
NEEDLES = Needles({"name 1": NEEDLE, "ssn 2": "123-45-6789"})
AROUND = bytes(range(256)) * 9


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.txt", "nothing here " * 50)
        archive.writestr("second.txt", data)
    return out.getvalue()


def zipped_name(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(data.decode(), "nothing")
    return out.getvalue()


def parquet(data: bytes) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"n": [1, 2], "t": ["x", data.decode()]}), out, compression="zstd")
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    return bytes(pa.compress(data, "zstd", asbytes=True))


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress,
    "fast zlib": lambda data: zlib.compress(data, 1),
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
    "zip": zipped,
    "zip in gzip": lambda data: gzip.compress(zipped(data)),
    "zip in lines of base64": lambda data: b"\n\n" + base64.encodebytes(zipped(data)),
    "zstd in zlib in zip": lambda data: zipped(zlib.compress(zstd(data))),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_plain_text_is_found_anywhere(encoding: str) -> None:
    for offset in range(7):
        assert NEEDLES.found(AROUND[: 100 + offset] + NEEDLE.encode(encoding) + AROUND)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("offset", range(3))
@pytest.mark.parametrize("encode", [base64.b64encode, base64.encodebytes])
def test_base64_is_found_at_every_alignment_and_across_lines(
    encoding: str, offset: int, encode: Callable[[bytes], bytes]
) -> None:
    for before in range(offset, 90, 3):
        found = NEEDLES.found(encode(b"x" * before + NEEDLE.encode(encoding) + b"yz"))
        assert f"base64 of {encoding} at {offset}" in {leak.form for leak in found}


@pytest.mark.parametrize("name", PACKED)
def test_packed_text_is_found(name: str) -> None:
    packed = PACKED[name](f"words before {NEEDLE} and after".encode() * 3)
    assert {leak.needle for leak in NEEDLES.found(AROUND + packed + AROUND)} == {"name 1"}


def test_pages_of_parquet_and_names_in_archives_are_found() -> None:
    assert NEEDLES.found(parquet(NEEDLE.encode()))
    assert NEEDLES.found(zipped_name(NEEDLE.encode()))


def test_a_stream_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert NEEDLES.found(zlib.compress(NEEDLE.encode() + AROUND)[:-40])


def test_nothing_is_found_in_noise_and_in_other_numbers() -> None:
    noise = b"".join(zlib.compress(bytes([n]) * 50) for n in range(256)) + AROUND * 20
    assert NEEDLES.found(noise + b"123-45-678 123456789 Quintana  Okonjo") == set()


def test_what_tocsin_itself_packs_is_found_without_a_key(tmp_path: Path) -> None:
    place = tmp_path / "plain.parquet"
    pq.write_table(pa.table({"t": [f"row of {NEEDLE}"] * 1000}), place, compression="zstd", compression_level=1)
    assert NEEDLES.found(place.read_bytes())
