"""A part of a stream as a stream of its own, without copying it."""

from __future__ import annotations

import io
from typing import BinaryIO, cast


class Window(io.RawIOBase):
    """Bytes ``start`` to ``start + size`` of a seekable stream; moves the underlying stream's position."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream, self._start, self._size, self._at = stream, start, size, 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be sought."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move the position; never before the start."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill the buffer from the position."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        wanted = min(len(view), max(0, self._size - self._at))
        if wanted == 0:
            return 0
        self._stream.seek(self._start + self._at)
        data = self._stream.read(wanted)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def window(stream: BinaryIO, start: int, size: int, in_memory: int = 1 << 26) -> BinaryIO:
    """Return those bytes as a stream; up to ``in_memory`` bytes are copied, more are read where they stand."""
    if size <= in_memory:
        stream.seek(start)
        return io.BytesIO(stream.read(size))
    return cast("BinaryIO", io.BufferedReader(Window(stream, start, size)))
