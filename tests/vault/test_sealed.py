"""Sealed streams: round trips, and every way of tampering."""

import io
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.config import MIB, STORE
from tocsin.errors import SealMismatchError
from tocsin.vault.sealed import (
    SealedReader,
    check_stream,
    is_short,
    open_short,
    seal_into,
    seal_stream,
    sealed_bytes,
)
from tocsin.vault.values import blind_index, open_value, seal_value

KEY = bytes(range(32))
SIZES = [0, 1, 100, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 7]


def _data(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_round_trip_at_block_edges(size: int, tmp_path: Path) -> None:
    path, data = tmp_path / "a", _data(size)
    seal = seal_stream(io.BytesIO(data), path, KEY)
    assert path.stat().st_size == seal.cipher_bytes == sealed_bytes(size)
    assert list(tmp_path.iterdir()) == [path]
    with SealedReader(path, KEY, file_id=seal.file_id) as reader:
        assert reader.read() == data
        assert check_stream(reader) == seal.sha256
        assert reader.seek(0, io.SEEK_END) == size
        reader.seek(max(0, size - 3))
        assert reader.read(10) == data[max(0, size - 3) :]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2 * MIB + 20), st.integers(0, MIB + 50)), max_size=6))
def test_any_range_reads_as_the_plain_bytes(ranges: list[tuple[int, int]]) -> None:
    with SealedReader(_shared_file(), KEY) as reader:
        for offset, count in ranges:
            assert reader.pread(offset, count) == _data(2 * MIB + 7)[offset : offset + count]


_made: list[Path] = []


def _shared_file() -> Path:
    if not _made:
        import tempfile

        path = Path(tempfile.mkdtemp()) / "shared"
        seal_stream(io.BytesIO(_data(2 * MIB + 7)), path, KEY)
        _made.append(path)
    return _made[0]


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    data = _data(6 * MIB + 5)
    seal_stream(io.BytesIO(data), tmp_path / "a", KEY)
    places = random.Random(1).sample(range(6 * MIB), 200)
    with SealedReader(tmp_path / "a", KEY) as reader, ThreadPoolExecutor(8) as pool:
        for place, piece in zip(places, pool.map(lambda p: reader.pread(p, 5000), places), strict=True):
            assert piece == data[place : place + 5000]


def _refused(path: Path, file_id: str | None = None) -> bool:
    try:
        with SealedReader(path, KEY, file_id=file_id) as reader:
            check_stream(reader)
    except SealMismatchError:
        return True
    return False


def test_every_flip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    seal_stream(io.BytesIO(_data(MIB + 500)), path, KEY)
    whole = path.read_bytes()
    rng = random.Random(2)
    for place in [*range(24), MIB + 39, MIB + 40, len(whole) - 1, *rng.sample(range(len(whole)), 40)]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << rng.randrange(8))]) + whole[place + 1 :])
        assert _refused(path)


def test_cut_reordered_and_extended_streams_are_refused(tmp_path: Path) -> None:
    path, step = tmp_path / "a", STORE.block_bytes + 16
    seal_stream(io.BytesIO(_data(3 * MIB)), path, KEY)
    whole = path.read_bytes()
    head, blocks = whole[:24], [whole[24 + i * step : 24 + (i + 1) * step] for i in range(3)]
    altered = [
        *(whole[:n] for n in (0, 10, 24, 30, 24 + step, 24 + 2 * step, len(whole) - 1)),
        head + blocks[1] + blocks[0] + blocks[2],
        head + blocks[0] + blocks[2],
        whole + b"x",
        whole + blocks[2],
    ]
    for data in altered:
        path.write_bytes(data)
        assert _refused(path)


def test_a_stream_in_anothers_place_is_refused(tmp_path: Path) -> None:
    one = seal_stream(io.BytesIO(b"one"), tmp_path / "1", KEY)
    seal_stream(io.BytesIO(b"two"), tmp_path / "2", KEY)
    assert not _refused(tmp_path / "1", one.file_id)
    assert _refused(tmp_path / "2", one.file_id)


def test_streams_in_a_pack_read_on_their_own(tmp_path: Path) -> None:
    out, places = io.BytesIO(), []
    for size in (0, 10, MIB + 3, 5):
        start = out.tell()
        places.append((size, start, seal_into(io.BytesIO(_data(size)), out, KEY)))
    (tmp_path / "p").write_bytes(out.getvalue())
    for size, start, seal in places:
        with SealedReader(tmp_path / "p", KEY, start, seal.cipher_bytes, seal.file_id) as reader:
            assert reader.read() == _data(size)
    with pytest.raises(SealMismatchError):
        SealedReader(tmp_path / "p", KEY, places[1][1], places[1][2].cipher_bytes - 1)


def test_values_open_only_in_their_place() -> None:
    sealed = seal_value(KEY, b"Ann", b"row 1")
    assert open_value(KEY, sealed, b"row 1") == b"Ann"
    for wrong in (
        (KEY, sealed, b"row 2"),
        (bytes(32), sealed, b"row 1"),
        (KEY, sealed[:-1], b"row 1"),
        (KEY, b"", b""),
    ):
        with pytest.raises(SealMismatchError):
            open_value(*wrong)
    assert blind_index(KEY, "a") == blind_index(KEY, "a") != blind_index(KEY, "b")


@pytest.mark.parametrize("size", [0, 1, 5_000, MIB])
def test_a_short_stream_is_what_a_reader_of_it_gives(size: int, tmp_path: Path) -> None:
    pack, data = tmp_path / "pack", _data(size)
    with pack.open("wb") as out:
        out.write(b"another stream")
        seal = seal_into(io.BytesIO(data), out, KEY)
    assert is_short(seal.cipher_bytes)
    short = open_short(str(pack), KEY, 14, seal.cipher_bytes, seal.file_id)
    assert (short.size_bytes, short.pread(0, size), short.pread(size - 1, 9)) == (size, data, data[size - 1 :][:9])
    assert not is_short(sealed_bytes(MIB + 1))


@pytest.mark.parametrize("change", ["cut", "flipped", "head", "other", "key"])
def test_a_short_stream_that_is_not_the_one_wanted_does_not_open(change: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    seal = seal_stream(io.BytesIO(b"Ann Lee"), path, KEY)
    data = bytearray(path.read_bytes())
    if change == "cut":
        del data[-1:]
    if change in {"flipped", "head"}:
        data[-20 if change == "flipped" else 0] ^= 1
    path.write_bytes(data)
    file_id = "00" * 16 if change == "other" else seal.file_id
    with pytest.raises(SealMismatchError):
        open_short(str(path), bytes(32) if change == "key" else KEY, 0, seal.cipher_bytes, file_id)
