"""Ways of packing a member of an archive that Python's own library does not undo: Deflate64, PPMd, Zstandard, xz.

Every unpacker here has ``eof``, ``needs_input`` and ``decompress(data, most)``, as those of the library have, so that
one stream class serves all of them; what comes out at once is bounded.

Source: PKWARE APPNOTE 6.3.10, 4.4.5 and 5.10; Methods.txt of the LZMA SDK.
"""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Callable
from typing import IO, Any, Protocol, cast

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead

_BLOCK = 1 << 18
_PIECE = 256
"""Bytes of Deflate64 that are unpacked at once; they may become seven million."""
_MOST_MODEL = 768 << 20
_MOST_PACKED = 256 << 20
"""PPMd is unpacked from memory: its library loses its place where input comes in pieces."""
_XZ_MEMORY = 512 << 20


class Unpacker(Protocol):
    """Undoes one way of packing, piece by piece."""

    @property
    def eof(self) -> bool:
        """Return whether the packed data said that it is over."""

    @property
    def needs_input(self) -> bool:
        """Return whether nothing more can come without more input."""

    def decompress(self, data: bytes, most: int, /) -> bytes:
        """Return some of what comes out."""


class Unpacked(io.RawIOBase):
    """A stream through an unpacker, about so many bytes at a time."""

    def __init__(self, packed: IO[bytes], unpacker: Unpacker) -> None:
        self._packed, self._unpacker = packed, unpacker

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes; at most so many where the unpacker can be told."""
        wanted = size if size and size > 0 else _BLOCK
        while not self._unpacker.eof:
            data = self._packed.read(_BLOCK) if self._unpacker.needs_input else b""
            is_over = not data and self._unpacker.needs_input
            out = self._unpacker.decompress(data, wanted)
            if out:
                return bytes(out)
            if is_over:
                return b""
        return b""


class Checked(io.RawIOBase):
    """A stream whose checksum must be right at its end; raises ValueError there if it is not."""

    def __init__(self, stream: IO[bytes], crc: int) -> None:
        self._stream, self._wanted, self._crc = stream, crc, 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes."""
        data = bytes(self._stream.read(size if size and size > 0 else _BLOCK))
        self._crc = zlib.crc32(data, self._crc)
        if not data and self._crc != self._wanted:
            raise ValueError("checksum")
        return data


class Inflate:
    """Raw deflate behind the interface of the other unpackers."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(-15)
        self._rest = b""

    @property
    def eof(self) -> bool:
        """Return whether the last block is over."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Return whether all input is used."""
        return not self._rest

    def decompress(self, data: bytes, most: int) -> bytes:
        """Return at most so many bytes."""
        out = self._inner.decompress(self._rest + data, most)
        self._rest = self._inner.unconsumed_tail
        return out


class Inflate64:
    """Deflate with a window of 64 KiB, as Windows packs what is larger than 2 GiB."""

    def __init__(self) -> None:
        import inflate64  # little evidence has it

        self._inner: Any = inflate64.Inflater()
        self._packed, self._at = b"", 0
        self._out = b""

    @property
    def eof(self) -> bool:
        """Return whether all is given out."""
        return bool(self._inner.eof) and not self._out

    @property
    def needs_input(self) -> bool:
        """Return whether all input is used and all output given."""
        return not self._out and self._at >= len(self._packed)

    def decompress(self, data: bytes, most: int) -> bytes:
        """Return at most so many bytes."""
        if data:
            self._packed, self._at = data, 0
        while not self._out and self._at < len(self._packed) and not self._inner.eof:
            self._out = bytes(self._inner.inflate(self._packed[self._at : self._at + _PIECE]))
            self._at += _PIECE
        given, self._out = self._out[:most], self._out[most:]
        return given


class Ppmd:
    """PPMd, of which must be known how many bytes come out."""

    def __init__(self, decoder: Any, size: int) -> None:
        self._decoder, self._left = decoder, size
        self._is_begun = False

    @property
    def eof(self) -> bool:
        """Return whether all is given out."""
        return self._left <= 0

    @property
    def needs_input(self) -> bool:
        """Return whether nothing was given yet; all is given at once."""
        return not self._is_begun

    def decompress(self, data: bytes, most: int) -> bytes:
        """Return at most so many bytes; raises ValueError where the data is damaged."""
        self._is_begun = True
        try:
            out = bytes(self._decoder.decode(data, min(most, self._left)))
        except MemoryError as fault:  # what its library says of damaged data too
            raise ValueError("damaged") from fault
        if not out:
            raise ValueError("cut short")
        self._left -= len(out)
        return out


def ppmd_of_7z(packed: IO[bytes], properties: bytes, size: int) -> IO[bytes]:
    """Return what PPMd variant H unfolds to; raises ValueError where its properties are wrong."""
    if len(properties) != 5:
        raise ValueError("properties")
    order, memory = struct.unpack("<BI", properties)

    def decoder() -> Any:
        import pyppmd  # little evidence has it

        return pyppmd.Ppmd7Decoder(order, memory)

    return _ppmd(packed, decoder, order, memory, size)


def ppmd_of_zip(packed: IO[bytes], size: int) -> IO[bytes]:
    """Return what PPMd variant I, revision 1, unfolds to; raises ValueError where its header is wrong."""
    head = packed.read(2)
    if len(head) < 2:
        raise ValueError("cut short")
    (said,) = struct.unpack("<H", head)
    order, memory, method = (said & 15) + 1, ((said >> 4 & 255) + 1) << 20, said >> 12
    if method > 1:
        raise ValueError("restoring the model by freezing was never defined")

    def decoder() -> Any:
        import pyppmd  # little evidence has it

        return pyppmd.Ppmd8Decoder(order, memory, method)

    return _ppmd(packed, decoder, order, memory, size)


def _ppmd(packed: IO[bytes], decoder: Callable[[], Any], order: int, memory: int, size: int) -> IO[bytes]:
    if not 2 <= order <= 64 or memory < 1 << 11:
        raise ValueError("properties")
    if memory > _MOST_MODEL:
        raise CannotRead(ItemCode.OUT_OF_MEMORY)
    whole = packed.read(_MOST_PACKED + 1)
    if len(whole) > _MOST_PACKED:
        raise CannotRead(ItemCode.TOO_LARGE)
    return cast("IO[bytes]", Unpacked(_Whole(whole), Ppmd(decoder(), size)))


class _Whole(io.BytesIO):
    """Bytes that are read at once, whatever is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return all that is left."""
        return super().read()


def zstandard(packed: IO[bytes]) -> IO[bytes]:
    """Return what Zstandard unfolds to."""
    import pyarrow as pa  # takes long to import, and little evidence has it

    return cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd"))


ZIP_METHODS: dict[int, Callable[[IO[bytes], int], IO[bytes]]] = {
    9: lambda packed, size: cast("IO[bytes]", Unpacked(packed, Inflate64())),
    93: lambda packed, size: zstandard(packed),
    95: lambda packed, size: cast("IO[bytes]", Unpacked(packed, lzma.LZMADecompressor(memlimit=_XZ_MEMORY))),
    98: ppmd_of_zip,
}
"""By the number of a zip's method: from packed bytes and unpacked size to the stream that unfolds."""
