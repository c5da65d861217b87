"""7z archives: members of every common method, with filters, and AES by the passwords given.

The four-stream filter for programs is named as members without a reader.

Source: 7zFormat.txt and Methods.txt of the LZMA SDK; 7zAES as in 7-Zip's source (SHA-256 key derivation).
"""

from __future__ import annotations

import bz2
import hashlib
import io
import lzma
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any, BinaryIO, cast

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.archive import FAULTS, Budget, is_system, unfold_into
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.packings import Inflate, Inflate64, Unpacked, ppmd_of_7z, zstandard
from tocsin.readers.sevenzip_header import (
    ENCODED_HEADER,
    MAGIC,
    Coder,
    Fields,
    Folder,
    Member,
    SevenZipError,
    header,
    streams,
)
from tocsin.readers.streams import window

_MOST_HEADER = 256 << 20
_MOST_DICTIONARY = 768 << 20
_MOST_ROUNDS = 24
_MOST_PACKINGS = 4
_BLOCK = 1 << 18
_COPY, _LZMA, _LZMA2, _BZIP2, _DEFLATE = b"\x00", b"\x03\x01\x01", b"\x21", b"\x04\x02\x02", b"\x04\x01\x08"
_DEFLATE64, _PPMD, _ZSTANDARD = b"\x04\x01\x09", b"\x03\x04\x01", b"\x04\xf7\x11\x01"
_AES, _DELTA = b"\x06\xf1\x07\x01", b"\x03"
_FILTERS = {
    b"\x03\x03\x01\x03": lzma.FILTER_X86, b"\x04": lzma.FILTER_X86, b"\x03\x03\x02\x05": lzma.FILTER_POWERPC,
    b"\x05": lzma.FILTER_POWERPC, b"\x03\x03\x05\x01": lzma.FILTER_ARM, b"\x07": lzma.FILTER_ARM,
    b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB, b"\x08": lzma.FILTER_ARMTHUMB, b"\x03\x03\x08\x05": lzma.FILTER_SPARC,
    b"\x09": lzma.FILTER_SPARC, b"\x03\x03\x04\x01": lzma.FILTER_IA64, b"\x06": lzma.FILTER_IA64,
}  # fmt: skip


class _UnknownMethodError(Exception):
    """A coder that is not known here."""


class SevenZip:
    """The reader of 7z archives."""

    name = "7z"
    media_types = frozenset({"application/x-7z-compressed"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices; large members are read on their own anyway."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Hand over every member."""
        folders, members, password = _opened(source)
        files = [member for member in members if not member.is_folder]
        sink.declared(len(files))
        _Members(source, sink, limits, password).give(folders, files)


READER = SevenZip()


def _opened(source: Source) -> tuple[list[Folder], list[Member], str]:
    """Return folders, members and the password that opened the header; a header may be packed more than once."""
    raw, password = _raw_header(source.stream, source.size_bytes), ""
    for _ in range(_MOST_PACKINGS):
        if raw[:1] != bytes([ENCODED_HEADER]):
            return *_parsed(raw), password
        raw, password = _unpacked_header(raw[1:], source, password)
    raise CannotRead(ItemCode.CORRUPT)


def _unpacked_header(raw: bytes, source: Source, known: str) -> tuple[bytes, str]:
    try:
        folder = streams(Fields(raw))[0]
        is_locked = _is_locked(folder)
        for password in dict.fromkeys((known, *source.passwords)):
            if is_locked and not password:
                continue
            try:
                data = _exactly(_decoder(source.stream, folder, password), min(folder.size, _MOST_HEADER))
            except FAULTS:
                continue
            if zlib.crc32(data) == folder.crc or (folder.crc is None and _is_header(data)):
                return data, password
    except (SevenZipError, IndexError, struct.error, StopIteration, ValueError) as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken
    except _UnknownMethodError as unknown:
        raise CannotRead(ItemCode.NO_READER) from unknown
    raise CannotRead(ItemCode.ENCRYPTED if is_locked else ItemCode.CORRUPT)


def _raw_header(stream: BinaryIO, size: int) -> bytes:
    stream.seek(0)
    start = stream.read(32)
    if len(start) < 32 or not start.startswith(MAGIC):
        raise CannotRead(ItemCode.CORRUPT)
    offset, length = struct.unpack_from("<QQ", start, 12)
    if not 0 < length <= _MOST_HEADER or 32 + offset + length > size:
        raise CannotRead(ItemCode.CORRUPT)
    stream.seek(32 + offset)
    return stream.read(length)


def _parsed(data: bytes) -> tuple[list[Folder], list[Member]]:
    try:
        return header(data)
    except (SevenZipError, struct.error, StopIteration, ValueError) as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken


def _is_header(data: bytes) -> bool:
    try:
        return data[:1] == bytes([ENCODED_HEADER]) or bool(header(data))
    except (SevenZipError, struct.error, StopIteration, ValueError):
        return False


def _is_locked(folder: Folder) -> bool:
    return any(coder.method == _AES for coder in folder.coders)


class _Members:
    """Gives members folder by folder; small ones from one pass, large ones unfolded again on demand."""

    def __init__(self, source: Source, sink: Sink, limits: ReadLimits, password: str) -> None:
        self._source, self._sink, self._password = source, sink, password
        self._budget = Budget(source, limits)
        self._ordinal = 0

    def give(self, folders: list[Folder], files: list[Member]) -> None:
        """Give all members in the order of the header."""
        waiting = iter([(folder, index) for folder in folders for index in range(len(folder.parts))])
        passing: tuple[Folder | None, IO[bytes] | None, int] = (None, None, 0)
        for member in files:
            self._ordinal += 1
            if not member.has_stream:
                self._sink.child(self._ordinal, member.name, io.BytesIO(), 0)
                continue
            folder, index = next(waiting, (None, 0))
            if folder is None:
                self._sink.failed_child(self._ordinal, member.name, 0, ItemCode.CORRUPT)
                continue
            passing = self._member(member, folder, index, passing)

    def _member(
        self, member: Member, folder: Folder, index: int, passing: tuple[Folder | None, IO[bytes] | None, int]
    ) -> tuple[Folder | None, IO[bytes] | None, int]:
        size, crc = folder.parts[index]
        start = sum(length for length, _ in folder.parts[:index])
        if member.is_link or is_system(member.name):
            code = ItemCode.LINK if member.is_link else ItemCode.SYSTEM_FILE
            self._sink.failed_child(self._ordinal, member.name, size, code)
            return passing
        if size > self._budget.left:
            self._sink.failed_child(self._ordinal, member.name, size, ItemCode.BOMB)
            raise CannotRead(ItemCode.BOMB)
        try:
            opener = self._opener(folder, start, size)
            if size > self._budget.in_memory:
                unfold_into(self._sink, self._ordinal, member.name, size, opener, self._budget)
                return passing
            _, stream, at = passing if passing[0] is folder and passing[2] <= start else (None, None, 0)
            stream = stream or self._decoder(folder)
            _skip(stream, start - at)
            data = _exactly(stream, size)
        except _UnknownMethodError:
            self._sink.failed_child(self._ordinal, member.name, size, ItemCode.NO_READER)
            return None, None, 0
        except (*FAULTS, SevenZipError):
            self._fail(member, folder, size)
            return None, None, 0
        self._hand_over(member, folder, data, size, crc)
        return folder, stream, start + size

    def _hand_over(self, member: Member, folder: Folder, data: bytes, size: int, crc: int | None) -> None:
        is_whole = len(data) == size and (crc is None or zlib.crc32(data) == crc)
        if not is_whole and (_is_locked(folder) or not data):
            self._fail(member, folder, size)
            return
        self._budget.spend(len(data))
        self._sink.child(self._ordinal, member.name, io.BytesIO(data), len(data))
        if not is_whole:
            self._sink.partly(ItemCode.PARTLY_CORRUPT)

    def _fail(self, member: Member, folder: Folder, size: int) -> None:
        code = ItemCode.ENCRYPTED if _is_locked(folder) else ItemCode.CORRUPT
        self._sink.failed_child(self._ordinal, member.name, size, code)

    def _decoder(self, folder: Folder) -> IO[bytes]:
        """Return the folder's stream, its password found by the checksum of what comes out first."""
        if not _is_locked(folder) or self._password:
            return _decoder(self._source.stream, folder, self._password)
        for password in self._source.passwords:
            size, crc = folder.parts[0]
            try:
                data = _exactly(_decoder(self._source.stream, folder, password), min(size, self._budget.in_memory))
            except FAULTS:
                continue
            if crc is None or zlib.crc32(data) == crc:
                self._password = password
                return _decoder(self._source.stream, folder, password)
        raise EOFError

    def _opener(self, folder: Folder, start: int, size: int) -> Callable[[], IO[bytes]]:
        def opened() -> IO[bytes]:
            stream = self._decoder(folder)
            _skip(stream, start)
            return cast("IO[bytes]", _Limited(stream, size))

        return opened


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0:
        piece = stream.read(min(count, _BLOCK))
        if not piece:
            raise EOFError
        count -= len(piece)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    out = bytearray()
    while len(out) < size and (piece := stream.read(min(size - len(out), _BLOCK))):
        out += piece
    return bytes(out)


class _Limited(io.RawIOBase):
    """The first bytes of a stream."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data = self._stream.read(wanted) if wanted else b""
        self._left -= len(data)
        return data


def _decoder(stream: BinaryIO, folder: Folder, password: str) -> IO[bytes]:
    """Return what the folder unfolds to, as a stream read once from its start."""
    start, size = folder.packed[0]
    current: IO[bytes] = window(stream, start, size, 0)
    filters: list[dict[str, Any]] = []
    for coder in reversed(folder.chain()):
        kind = _FILTERS.get(coder.method)
        if coder.method == _DELTA:
            filters.append({"id": lzma.FILTER_DELTA, "dist": (coder.properties or b"\0")[0] + 1})
        elif kind is not None:
            filters.append({"id": kind})
        elif filters:
            raise _UnknownMethodError
        elif coder.method == _AES:
            current = cast("IO[bytes]", _Decrypted(current, coder.properties, password))
        elif coder.method in {_LZMA, _LZMA2}:
            filters.append(_lzma_filter(coder))
        elif coder.method == _BZIP2:
            current = cast("IO[bytes]", Unpacked(current, bz2.BZ2Decompressor()))
        elif coder.method == _DEFLATE:
            current = cast("IO[bytes]", Unpacked(current, Inflate()))
        elif coder.method == _DEFLATE64:
            current = cast("IO[bytes]", Unpacked(current, Inflate64()))
        elif coder.method == _PPMD:
            current = ppmd_of_7z(current, coder.properties, folder.size)
        elif coder.method == _ZSTANDARD:
            current = zstandard(current)
        elif coder.method != _COPY:
            raise _UnknownMethodError
    if filters:
        if filters[0]["id"] not in {lzma.FILTER_LZMA1, lzma.FILTER_LZMA2}:
            raise _UnknownMethodError
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=list(reversed(filters)))
        current = cast("IO[bytes]", Unpacked(current, unpacker))
    return current


def _lzma_filter(coder: Coder) -> dict[str, Any]:
    if coder.method == _LZMA2:
        bits = (coder.properties or b"\0")[0]
        size = (2 | bits & 1) << (bits // 2 + 11) if bits < 40 else 0xFFFFFFFF
        return {"id": lzma.FILTER_LZMA2, "dict_size": _bounded(size)}
    if len(coder.properties) < 5 or coder.properties[0] >= 225:
        raise SevenZipError
    first, size = struct.unpack_from("<BI", coder.properties)
    literal = {"lc": first % 9, "lp": first // 9 % 5, "pb": first // 45}
    return {"id": lzma.FILTER_LZMA1, "dict_size": _bounded(max(size, 4096)), **literal}


def _bounded(size: int) -> int:
    if size > _MOST_DICTIONARY:
        raise CannotRead(ItemCode.OUT_OF_MEMORY)
    return size


class _Decrypted(io.RawIOBase):
    """A stream without its AES."""

    def __init__(self, packed: IO[bytes], properties: bytes, password: str) -> None:
        first = properties[0] if properties else 0
        second = properties[1] if len(properties) > 1 else 0
        salt_bytes, vector_bytes = (first >> 7 & 1) + (second >> 4), (first >> 6 & 1) + (second & 15)
        salt = properties[2 : 2 + salt_bytes] if first & 0xC0 else b""
        vector = properties[2 + salt_bytes : 2 + salt_bytes + vector_bytes].ljust(16, b"\0")
        key = _key(password, salt, first & 0x3F)
        self._packed, self._rest = packed, b""
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = size if size and size > 0 else _BLOCK
        if not self._rest:
            self._rest = self._cipher.update(self._packed.read(_BLOCK))
        out, self._rest = self._rest[:wanted], self._rest[wanted:]
        return out


@lru_cache(maxsize=64)
def _key(password: str, salt: bytes, power: int) -> bytes:
    word = password.encode("utf-16-le")
    if power == 0x3F:
        return (salt + word).ljust(32, b"\0")[:32]
    if power > _MOST_ROUNDS:
        raise CannotRead(ItemCode.TOO_LARGE)
    digest = hashlib.sha256()
    for start in range(0, 1 << power, 4096):
        rounds = range(start, min(start + 4096, 1 << power))
        digest.update(b"".join(salt + word + number.to_bytes(8, "little") for number in rounds))
    return digest.digest()
