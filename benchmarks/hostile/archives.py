"""Archives made to do harm: bombs of every container, names that climb, members inside members, lies about size."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

import rars

Made = Iterator[tuple[str, str, bytes]]
_ZEROS = bytes(1 << 20)


def archives(marker: str) -> Made:
    """Yield label, file name and bytes; climbing names carry ``marker``, so that a written file would be found."""
    yield "zip bomb, 2 GB", "bomb.zip", _zip([("zeros", _ZEROS * 64)] * 32)
    yield "zip of zips of bombs", "nested.zip", _nested(_zip([("zeros", _ZEROS * 256)]), 4)
    yield "zip whose members overlap", "overlap.zip", _overlapping()
    yield "zip inside zip, 200 deep", "deep.zip", _nested(b"the end", 200)
    yield "zip that lies about sizes", "lies.zip", _lying_zip()
    yield "zip with climbing names", "slip.zip", _zip([(f"{up}{marker}", b"x") for up in _ways_up()])
    yield "zip of 200,000 empty members", "many.zip", _zip([(f"{n}", b"") for n in range(200_000)])
    yield "gzip bomb, 4 GB", "bomb.gz", _gzip_bomb(4096)
    yield "gzip of 50,000 streams", "streams.gz", gzip.compress(b"x") * 50_000
    yield "bzip2 bomb, 1 GB", "bomb.bz2", bz2.compress(_ZEROS * 1024)
    yield "xz bomb, 1 GB", "bomb.xz", lzma.compress(_ZEROS * 1024, preset=1)
    yield "xz that asks for 4 GB of memory", "memory.xz", _greedy_xz()
    yield "tar with climbing names and links", "slip.tar", _tar(marker)
    yield "tar that lies about a size", "lies.tar", _lying_tar()
    yield (
        "7z bomb",
        "bomb.7z",
        _seven_zip(lzma.compress(_ZEROS * 512, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2}])),
    )
    yield "7z that claims 2^60 files", "claims.7z", _seven_zip(b"", number=b"\xff" + struct.pack("<Q", 1 << 60))
    yield "rar bomb", "bomb.rar", _rar([("zeros", _ZEROS * 512)])
    yield "rar", "plain.rar", _rar([(f"{marker}.txt", b"x")])


def _ways_up() -> list[str]:
    return ["../", "../../../../../../tmp/", "/tmp/", "C:\\", "..\\..\\", "a/../../../tmp/", "/root/", "~/", "./../"]


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, (name, data) in enumerate(members):
            archive.writestr(
                zipfile.ZipInfo(name if number == 0 or name != members[0][0] else f"{name}{number}"), data, 8, 1
            )
    return out.getvalue()


def _nested(data: bytes, times: int) -> bytes:
    for level in range(times):
        data = _zip([(f"{level}.zip", data)])
    return data


def _overlapping() -> bytes:
    """Return a zip whose 5,000 directory entries all point at one packed member. Source: Fifield, WOOT 2019."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(_ZEROS * 32) + body.flush()
    size, crc = 32 << 20, zlib.crc32(_ZEROS * 32)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0) + b"a" + packed
    entry = (
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0, 0, 0, 0, 0, 0) + b"a"
    )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 5000, 5000, 5000 * len(entry), len(local), 0)
    return local + entry * 5000 + end


def _lying_zip() -> bytes:
    data = bytearray(_zip([("a", b"x" * 1000), ("b", b"y" * 1000)]))
    at = data.index(b"PK\1\2")
    data[at + 20 : at + 28] = struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0)
    return bytes(data)


def _gzip_bomb(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(_ZEROS) for _ in range(mebibytes)) + packer.flush()


def _greedy_xz() -> bytes:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(b"x" * 1000, lzma.FORMAT_XZ, filters=filters))
    at = data.index(b"\x21\x01") + 2
    data[at] = 40
    data[20:24] = struct.pack("<I", zlib.crc32(bytes(data[12:20])))
    return bytes(data)


def _tar(marker: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for way in _ways_up():
            entry = tarfile.TarInfo(way + marker)
            entry.size = 1
            archive.addfile(entry, io.BytesIO(b"x"))
        for name, kind, target in [
            ("link", tarfile.SYMTYPE, "/etc"),
            ("hard", tarfile.LNKTYPE, "/etc/passwd"),
            ("dev", tarfile.CHRTYPE, ""),
        ]:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
        entry = tarfile.TarInfo(f"link/{marker}")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    return out.getvalue()


def _lying_tar() -> bytes:
    entry = tarfile.TarInfo("big")
    entry.size = 8 << 30
    return entry.tobuf(tarfile.GNU_FORMAT) + b"x" * 1024


def _seven_zip(packed: bytes, number: bytes = b"\1") -> bytes:
    size = b"\xff" + struct.pack("<Q", 512 << 20)
    count = b"\xff" + struct.pack("<Q", len(packed))
    streams = b"\x04\x06\x00\x01\x09" + count + b"\x00\x07\x0b\x01\x00\x01\x21\x21\x01\x18\x0c" + size + b"\x00\x00"
    header = b"\x01" + streams + b"\x05" + number + b"\x11\x05\0a\0\0\0\x00\x00"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def _rar(members: list[tuple[str, bytes]]) -> bytes:
    builder = rars.RarBuilder()
    for name, data in members:
        builder.add_bytes(data, name)
    return bytes(builder.to_bytes())
