"""Sealed streams: bytes in AES-256-GCM blocks that can be read at any offset.

Layout: 8 bytes magic, 16 bytes file id, then blocks of 1 MiB of plaintext, each followed by its 16-byte tag; the last
block may be short (or empty). Every stream has its own key (HKDF of the given key over the file id), so the nonce may
be counted: 3 zero bytes, 1 byte last-block flag, 8 bytes block index. A block that was altered, moved, dropped or
taken from another stream does not open. Streams may stand one after another in one file (a pack).

Source: Hoang, Reyhanitabar, Rogaway, Vizar, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance" (STREAM), CRYPTO 2015; NIST SP 800-38D.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tocsin.config import MIB, STORE
from tocsin.errors import SealMismatchError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"TOCSEAL1"
FILE_ID_BYTES = 16
TAG_BYTES = 16
_HEAD_BYTES = len(MAGIC) + FILE_ID_BYTES
_CACHED_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Seal:
    """What was sealed."""

    sha256: str
    """Of the plaintext."""
    cipher_sha256: str
    size_bytes: int
    """Of the plaintext."""
    cipher_bytes: int
    file_id: str
    """Hexadecimal; a reader that is given it refuses every other stream."""


def sealed_bytes(size_bytes: int) -> int:
    """Return how long a stream of that many bytes is once sealed."""
    blocks = max(1, -(-size_bytes // STORE.block_bytes))
    return _HEAD_BYTES + size_bytes + blocks * TAG_BYTES


def seal_into(stream: BinaryIO, out: BinaryIO, key: bytes, heard: Callable[[bytes], object] | None = None) -> Seal:
    """Seal ``stream`` to its end onto ``out``.

    Where ``heard`` is given, it gets every ciphertext chunk (a pack hashes itself) and ``cipher_sha256`` stays empty.
    """
    file_id = os.urandom(FILE_ID_BYTES)
    head, cipher = MAGIC + file_id, _stream_cipher(key, file_id)
    plain, sealed = hashlib.sha256(), hashlib.sha256()
    take = heard or sealed.update
    size, length, index = 0, 0, 0

    def put(chunk: bytes) -> None:
        nonlocal length
        out.write(chunk)
        length += len(chunk)
        take(chunk)

    put(head)
    block = _read_block(stream)
    while True:
        following = _read_block(stream) if len(block) == STORE.block_bytes else b""
        plain.update(block)
        size += len(block)
        put(cipher.encrypt(_nonce(index, is_last=not following), block, head))
        if not following:
            cipher_sha256 = "" if heard else sealed.hexdigest()
            return Seal(plain.hexdigest(), cipher_sha256, size, length, file_id.hex())
        block, index = following, index + 1


def seal_stream(stream: BinaryIO, path: Path, key: bytes) -> Seal:
    """Seal ``stream`` into the file ``path``, which appears whole and on the disk, or not at all."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as out:
        seal = seal_into(stream, out, key)
        out.flush()
        os.fsync(out.fileno())
    temporary.rename(path)
    sync_folder(path.parent)
    return seal


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last over a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class SealedReader(io.RawIOBase):
    """Reads a sealed stream at any offset; ``pread`` may be called from many threads at once.

    Raises:
        SealMismatchError: at once if the stream is cut short or not the one wanted, else where a block does not open.
    """

    def __init__(
        self, path: Path, key: bytes, offset: int = 0, length: int | None = None, file_id: str | None = None
    ) -> None:
        super().__init__()
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._lock = threading.Lock()
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._position = 0
        self._offset = offset
        try:
            present = os.fstat(self._descriptor).st_size - offset
            self._open_stream(key, present if length is None else length, present, file_id)
        except BaseException:
            self.close()
            raise

    def _open_stream(self, key: bytes, length: int, present: int, file_id: str | None) -> None:
        self._head = os.pread(self._descriptor, _HEAD_BYTES, self._offset)
        body, wanted = length - _HEAD_BYTES, self._head[len(MAGIC) :]
        if present < length or body < TAG_BYTES or not self._head.startswith(MAGIC):
            raise SealMismatchError()
        if file_id is not None and wanted.hex() != file_id:
            raise SealMismatchError()
        step = STORE.block_bytes + TAG_BYTES
        self._count = -(-body // step)
        self._last_bytes = body - (self._count - 1) * step
        self.size_bytes = body - self._count * TAG_BYTES
        if self._last_bytes < TAG_BYTES or (self._last_bytes == TAG_BYTES and self._count > 1):
            raise SealMismatchError()
        self._cipher = _stream_cipher(key, wanted)
        self._block(self._count - 1)

    def _block(self, index: int) -> bytes:
        with self._lock:
            if index in self._blocks:
                self._blocks.move_to_end(index)
                return self._blocks[index]
        block = self._decrypt(index)
        with self._lock:
            self._blocks[index] = block
            while len(self._blocks) > _CACHED_BLOCKS:
                self._blocks.popitem(last=False)
        return block

    def _decrypt(self, index: int) -> bytes:
        is_last = index == self._count - 1
        length = self._last_bytes if is_last else STORE.block_bytes + TAG_BYTES
        start = self._offset + _HEAD_BYTES + index * (STORE.block_bytes + TAG_BYTES)
        try:
            return self._cipher.decrypt(
                _nonce(index, is_last=is_last), os.pread(self._descriptor, length, start), self._head
            )
        except (InvalidTag, ValueError):
            raise SealMismatchError(block=index) from None

    def pread(self, offset: int, count: int) -> bytes:
        """Return up to ``count`` bytes from ``offset`` of the plaintext; fewer only at the end."""
        end = min(offset + count, self.size_bytes)
        pieces = []
        while offset < end:
            index, start = divmod(offset, STORE.block_bytes)
            piece = self._block(index)[start : start + end - offset]
            pieces.append(piece)
            offset += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` from the current place."""
        view = memoryview(buffer).cast("B")
        data = self.pread(self._position, len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place of the plaintext."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size_bytes}[whence]
        if start + offset < 0:
            raise ValueError("negative seek")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the current place."""
        return self._position

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def close(self) -> None:
        """Close the file and forget its blocks."""
        if not self.closed:
            os.close(self._descriptor)
            self._blocks.clear()
        super().close()


class ShortStream:
    """A sealed stream of one block, opened whole: a third of the work where there are very many."""

    def __init__(self, data: bytes) -> None:
        self._data, self.size_bytes = data, len(data)

    def pread(self, offset: int, count: int) -> bytes:
        """Return up to ``count`` bytes from ``offset``."""
        return self._data[offset : offset + count]


def is_short(length: int) -> bool:
    """Tell whether a sealed stream of that length is one block."""
    return length <= _HEAD_BYTES + STORE.block_bytes + TAG_BYTES


def open_short(path: str, key: bytes, offset: int, length: int, file_id: str) -> ShortStream:
    """Return a stream of one block.

    Raises:
        SealMismatchError: it is cut short, altered, or not the one wanted.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        sealed = os.pread(descriptor, length, offset)
    finally:
        os.close(descriptor)
    head = sealed[:_HEAD_BYTES]
    if len(sealed) != length or head != MAGIC + bytes.fromhex(file_id):
        raise SealMismatchError()
    try:
        cipher = _stream_cipher(key, head[len(MAGIC) :])
        return ShortStream(cipher.decrypt(_nonce(0, is_last=True), sealed[_HEAD_BYTES:], head))
    except (InvalidTag, ValueError):
        raise SealMismatchError(block=0) from None


def check_stream(reader: SealedReader) -> str:
    """Return the SHA-256 of all plaintext, hexadecimal; raises SealMismatchError where a block does not open."""
    digest = hashlib.sha256()
    for offset in range(0, reader.size_bytes, MIB):
        digest.update(reader.pread(offset, MIB))
    return digest.hexdigest()


def _read_block(stream: BinaryIO) -> bytes:
    block = stream.read(STORE.block_bytes) or b""
    while 0 < len(block) < STORE.block_bytes:
        more = stream.read(STORE.block_bytes - len(block))
        if not more:
            break
        block += more
    return block


def _stream_cipher(key: bytes, file_id: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, file_id, b"tocsin sealed stream").derive(key))


def _nonce(index: int, *, is_last: bool) -> bytes:
    return bytes((0, 0, 0, is_last)) + index.to_bytes(8, "big")
