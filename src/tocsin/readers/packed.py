"""Single packed streams: gzip, bzip2, xz, lzma, Zstandard, LZ4. What is inside is one child."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from typing import IO, cast

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.streams import Window
from tocsin.readers.unfolding import TooMuch, unfold

_ENDINGS = {
    "tgz": "tar",
    "tbz": "tar",
    "tbz2": "tar",
    "txz": "tar",
    "tzst": "tar",
    "svgz": "svg",
    "emz": "emf",
    "wmz": "wmf",
}
_SUFFIXES = ("gz", "gzip", "bz2", "bzip2", "xz", "lzma", "z", "zst", "zstd", "lz4")
_CODECS = {"application/zstd": "zstd", "application/x-lz4": "lz4"}
_FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
_XZ_MEMORY = 512 << 20
_BLOCK = 1 << 18


class Packed:
    """The reader of packed streams."""

    name = "packed"
    media_types = frozenset(
        {"application/gzip", "application/x-bzip2", "application/x-xz", "application/x-lzma", *_CODECS}
    )
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a packed stream can only be read from its start."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Unfold the stream and hand it over as the only child."""
        most = min(limits.expanded_bytes, max(limits.expansion_free_bytes, source.size_bytes * limits.expansion_ratio))

        def opener() -> IO[bytes]:
            source.stream.seek(0)
            if source.media_type == "application/x-bzip2":
                return bz2.BZ2File(source.stream)
            if source.media_type in {"application/x-xz", "application/x-lzma"}:
                return cast("IO[bytes]", _Xz(source.stream))
            if source.media_type in _CODECS:
                import pyarrow as pa  # takes long to import, and little evidence has it

                apart = io.BufferedReader(Window(source.stream, 0, source.size_bytes), _BLOCK)
                packed = pa.PythonFile(apart, mode="r")
                return cast("IO[bytes]", pa.CompressedInputStream(packed, _CODECS[source.media_type]))
            return cast("IO[bytes]", gzip.GzipFile(fileobj=source.stream, mode="rb"))

        try:
            out = unfold(opener, limits.child_in_memory_bytes, most, _FAULTS)
        except TooMuch as bomb:
            raise CannotRead(ItemCode.BOMB) from bomb
        if out.is_broken and not out.size:
            raise CannotRead(ItemCode.CORRUPT)
        sink.declared(1)
        sink.child(1, inner_name(source.untrusted_name), out.stream, out.size)
        if out.is_broken:
            sink.partly(ItemCode.PARTLY_CORRUPT)


READER = Packed()


class _Xz(io.RawIOBase):
    """An xz stream whose dictionary may not take more memory than we have."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._unpacker = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = size if size and size > 0 else 1 << 20
        while True:
            if self._unpacker.eof:
                rest = self._unpacker.unused_data.lstrip(b"\0") or self._stream.read(1 << 16).lstrip(b"\0")
                if not rest.startswith(b"\xfd7zXZ"):
                    return b""
                self._unpacker = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
                data = self._unpacker.decompress(rest, wanted)
            else:
                packed = self._stream.read(1 << 16) if self._unpacker.needs_input else b""
                if not packed and self._unpacker.needs_input:
                    raise EOFError
                data = self._unpacker.decompress(packed, wanted)
            if data:
                return data


def inner_name(name: str) -> str:
    """Return the name of what is packed: the outer name without its packing ending.

    Example:
        >>> inner_name("list.csv.gz"), inner_name("backup.tgz"), inner_name("data")
        ('list.csv', 'backup.tar', 'data')
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = base.rpartition(".")
    if not dot or not stem:
        return base
    ending = ending.lower()
    if ending in _SUFFIXES:
        return stem
    return f"{stem}.{_ENDINGS[ending]}" if ending in _ENDINGS else base
