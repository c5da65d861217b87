"""7z, RAR and web archives: members, passwords, bombs, lies about size, damage."""

from __future__ import annotations

import contextlib
import hashlib
import io
import lzma
import struct
import zlib

import inflate64
import pyarrow as pa
import pyppmd
import pytest
import rars
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.conftest import Recorder
from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import archive, rar, sevenzip, warc
from tocsin.readers.interface import CannotRead, Source

FILES = [("a/one.txt", b"Ann Lee\n" * 50), ("two.csv", b"a,b\n1,2\n" * 3000), ("last", b"x")]
SMALL = ReadLimits(expansion_free_bytes=10_000, expansion_ratio=2)


def number(value):
    return bytes([value]) if value < 0x80 else b"\xff" + struct.pack("<Q", value)


def seven_zip(files, pack, coders, password="", claim=None):
    """Return an archive with one folder; ``pack`` makes its packed bytes, ``coders`` its description."""
    body = b"".join(data for _, data in files)
    packed = pack(body)
    size = len(body) if claim is None else claim
    count = coders[0]
    streams = b"\x04\x06" + number(0) + number(1) + b"\x09" + number(len(packed)) + b"\x00"
    streams += b"\x07\x0b" + number(1) + b"\0" + coders + b"\x0c" + number(size)
    streams += (number(len(packed)) if count == 2 else b"") + b"\x00"
    streams += b"\x08\x0d" + number(len(files)) + b"\x09" + b"".join(number(len(data)) for _, data in files[:-1])
    streams += b"\x0a\x01" + b"".join(struct.pack("<I", zlib.crc32(data)) for _, data in files) + b"\x00\x00"
    names = b"\0" + "".join(f"{name}\0" for name, _ in files).encode("utf-16-le")
    header = b"\x01" + streams + b"\x05" + number(len(files)) + b"\x11" + number(len(names)) + names + b"\x00\x00"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def lzma2(body):
    return lzma.compress(body, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])


def deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def deflate64(body):
    packer = inflate64.Deflater()
    return packer.deflate(body) + packer.flush()


def ppmd_h(body):
    packer = pyppmd.Ppmd7Encoder(6, 1 << 20)
    return packer.encode(body) + packer.flush()


def ppmd_i(body):
    packer = pyppmd.Ppmd8Encoder(8, 2 << 20, 0)
    return struct.pack("<H", 8 - 1 | (2 - 1) << 4) + packer.encode(body) + packer.flush()


def zstandard(body):
    return pa.compress(body, "zstd", asbytes=True)


PLAIN = {
    "copy": (bytes, b"\x01\x01\x00"),
    "lzma2": (lzma2, b"\x01\x21\x21\x01\x08"),
    "deflate": (deflate, b"\x01\x03\x04\x01\x08"),
    "deflate64": (deflate64, b"\x01\x03\x04\x01\x09"),
    "ppmd": (ppmd_h, b"\x01\x23\x03\x04\x01\x05" + struct.pack("<BI", 6, 1 << 20)),
    "zstandard": (zstandard, b"\x01\x04\x04\xf7\x11\x01"),
}
ZIPPED = {"deflate64": (deflate64, 9), "zstandard": (zstandard, 93), "xz": (lzma.compress, 95), "ppmd": (ppmd_i, 98)}


def zipped(files, pack, method):
    """Return a zip whose members are packed by a method that Python's library does not write."""
    out, directory = b"", b""
    for name, data in files:
        packed, coded = pack(data), name.encode()
        sizes = struct.pack("<3I2H", zlib.crc32(data), len(packed), len(data), len(coded), 0)
        said = struct.pack("<4H", 0, method, 0, 0) + sizes
        directory += b"PK\x01\x02\x3f\0\x3f\0" + said + struct.pack("<3H2I", 0, 0, 0, 0, len(out)) + coded
        out += b"PK\x03\x04\x3f\0" + said + coded + packed
    count, end = len(files), struct.pack("<2I", len(directory), len(out))
    return out + directory + b"PK\x05\x06" + struct.pack("<4H", 0, 0, count, count) + end + b"\0\0"


@pytest.mark.parametrize("method", ZIPPED)
def test_members_that_other_programs_zip(read, method):
    data = zipped(FILES, *ZIPPED[method])
    recorded = read(archive.READER, data)
    assert [(name, data) for _, name, data in recorded.children] == FILES
    assert recorded.claimed == 3 and not recorded.codes
    without_directory = read(archive.READER, data[: data.index(b"PK\x01\x02")])
    assert [(name, data) for _, name, data in without_directory.children] == FILES


@pytest.mark.parametrize("method", ZIPPED)
def test_bombs_and_damage_in_them_end(read, method):
    bomb = zipped([("zeros", bytes(5_000_000))], *ZIPPED[method])
    assert read(archive.READER, bomb, limits=SMALL).cannot is ItemCode.BOMB
    sound = zipped(FILES, *ZIPPED[method])
    start = 30 + len(FILES[0][0])
    for at in range(start, start + len(ZIPPED[method][0](FILES[0][1]))):
        recorded = read(archive.READER, sound[:at] + bytes([sound[at] ^ 0x55]) + sound[at + 1 :])
        assert recorded.cannot or len(recorded.children) + len(recorded.failed) == 3


def test_a_model_larger_than_memory_is_refused(read):
    huge = b"\x01\x23\x03\x04\x01\x05" + struct.pack("<BI", 6, 0xFFFFFFFF)
    assert read(sevenzip.READER, seven_zip(FILES, ppmd_h, huge)).cannot is ItemCode.OUT_OF_MEMORY


@pytest.mark.parametrize("method", PLAIN)
def test_members_of_every_method(read, method):
    recorded = read(sevenzip.READER, seven_zip(FILES, *PLAIN[method]))
    assert [(name, data) for _, name, data in recorded.children] == FILES
    assert recorded.claimed == 3 and not recorded.codes


def test_large_members_are_unfolded_again(read):
    recorded = read(sevenzip.READER, seven_zip(FILES, *PLAIN["lzma2"]), limits=ReadLimits(child_in_memory_bytes=1000))
    assert [data for _, _, data in recorded.children] == [data for _, data in FILES]


def _aes(body, password="right"):
    word = password.encode("utf-16-le")
    key = hashlib.sha256(b"".join(word + n.to_bytes(8, "little") for n in range(1 << 4))).digest()
    cipher = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    return cipher.update(body + bytes(-len(body) % 16)) + cipher.finalize()


@pytest.mark.parametrize("passwords", [(), ("wrong",), ("wrong", "right")])
def test_a_lock_opens_with_its_password_only(read, passwords):
    recorded = read(sevenzip.READER, seven_zip(FILES, _aes, b"\x01\x24\x06\xf1\x07\x01\x01\x04"), passwords=passwords)
    if "right" in passwords:
        assert [(name, data) for _, name, data in recorded.children] == FILES
    else:
        assert [code for _, _, code in recorded.failed] == [ItemCode.ENCRYPTED] * 3


def test_an_unknown_method_is_named(read):
    recorded = read(sevenzip.READER, seven_zip(FILES, bytes, b"\x01\x03\x7f\x04\x01"))
    assert [code for _, _, code in recorded.failed] == [ItemCode.NO_READER] * 3


def test_bombs_and_lies_about_size_end(read):
    data = seven_zip([("zeros", bytes(5_000_000)), ("after", b"x")], *PLAIN["lzma2"])
    assert read(sevenzip.READER, data, limits=SMALL).cannot is ItemCode.BOMB
    lie = seven_zip(FILES, *PLAIN["lzma2"], claim=1 << 40)
    assert read(sevenzip.READER, lie).cannot is ItemCode.BOMB


DATA = seven_zip(FILES, *PLAIN["lzma2"])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(DATA) - 5), st.binary(min_size=1, max_size=4))
def test_damaged_archives_end_in_a_code(place, patch):
    data = bytearray(DATA)
    data[place : place + len(patch)] = patch
    with contextlib.suppress(CannotRead):
        sevenzip.READER.read(Source(io.BytesIO(bytes(data)), len(data), "", ""), Recorder(), ReadLimits())


@pytest.mark.parametrize("data", [b"", b"7z\xbc\xaf\x27\x1c", DATA[:40], b"x" * 100])
def test_no_archive_is_corrupt(read, data):
    assert read(sevenzip.READER, data).cannot is ItemCode.CORRUPT


def _rar(files, **options):
    builder = rars.RarBuilder(**options)
    for name, data in files:
        builder.add_bytes(data, name)
    return builder.to_bytes()


@pytest.mark.parametrize("kind", ["rar29", "rar50"])
def test_members_of_rar(read, kind):
    recorded = read(rar.READER, _rar(FILES, format=kind))
    assert [data for _, _, data in recorded.children] == [data for _, data in FILES] and recorded.claimed == 3


@pytest.mark.parametrize("hides_names", [False, True])
@pytest.mark.parametrize("passwords", [(), ("wrong",), ("wrong", "right")])
def test_a_locked_rar(read, hides_names, passwords):
    recorded = read(rar.READER, _rar(FILES, password="right", encrypt_headers=hides_names), passwords=passwords)
    if "right" in passwords:
        assert len(recorded.children) == 3
    else:
        assert recorded.cannot is ItemCode.ENCRYPTED or {code for _, _, code in recorded.failed} == {ItemCode.ENCRYPTED}


def test_a_rar_bomb_ends(read):
    assert read(rar.READER, _rar([("zeros", bytes(5_000_000))]), limits=SMALL).cannot is ItemCode.BOMB


def test_one_part_of_a_set_says_what_is_missing(read, tmp_path):
    builder = rars.RarBuilder(store=True, volume_size=4000)
    builder.add_bytes(bytes(range(256)) * 40, "big")
    builder.write_volumes(str(tmp_path / "a.part1.rar"))
    first = sorted(tmp_path.iterdir())[0].read_bytes()
    assert {code for _, _, code in read(rar.READER, first).failed} == {ItemCode.VOLUME_MISSING}


RAR = _rar(FILES)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(RAR) - 5), st.binary(min_size=1, max_size=4))
def test_damaged_rar_ends_in_a_code(place, patch):
    data = bytearray(RAR)
    data[place : place + len(patch)] = patch
    with contextlib.suppress(CannotRead):
        rar.READER.read(Source(io.BytesIO(bytes(data)), len(data), "", ""), Recorder(), ReadLimits())


def _record(kind, body, target=""):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    head += f"WARC-Target-URI: http://clinic.example/{target}\r\n" if target else ""
    return head.encode() + b"\r\n" + body + b"\r\n\r\n"


def test_answers_of_a_web_archive_come_without_their_header(read):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ann</p>"
    data = _record("warcinfo", b"software: x") + _record("response", answer, "list.html")
    recorded = read(warc.READER, data)
    assert recorded.children == [(1, "", b"software: x"), (2, "list.html", b"<p>Ann</p>")]
    assert read(warc.READER, b"WARC/1.0\r\nno end").cannot is ItemCode.CORRUPT


def test_slices_of_a_web_archive_give_what_the_whole_gives(read):
    data = b"".join(_record("resource", f"page {n}".encode(), f"{n}.txt") for n in range(30))
    source = Source(io.BytesIO(data), len(data), "", "application/warc")
    children = []
    for unit in warc.READER.plan(source, ReadLimits(unit_bytes=500)):
        recorder = Recorder()
        warc.READER.read(source, recorder, ReadLimits(), unit)
        children += recorder.children
    assert children == read(warc.READER, data).children and len(children) == 30


def test_a_record_longer_than_the_file_is_cut(read):
    data = _record("resource", b"x").replace(b"Content-Length: 1", b"Content-Length: 999999999999")
    assert len(read(warc.READER, data).children) == 1
