"""Unfolding of packed streams within bounds: into memory while small, else as a stream that unfolds again when sought.

Invariant: no size that a header states is trusted; what really came out counts.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

_BLOCK = 1 << 18

Open = Callable[[], IO[bytes]]


class Broken(Exception):
    """The packed data ended or broke; ``size`` bytes came out before."""

    def __init__(self, size: int) -> None:
        super().__init__("broken")
        self.size = size


class TooMuch(Exception):
    """More came out than may."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What came out: a seekable stream of ``size`` bytes, and whether it broke off."""

    stream: BinaryIO
    size: int
    is_broken: bool


def unfold(opener: Open, in_memory: int, most: int, faults: tuple[type[Exception], ...]) -> Unfolded:
    """Return the unpacked bytes; above ``in_memory`` they are not kept but unfolded again on demand.

    Raises:
        TooMuch: more than ``most`` bytes come out.
    """
    held = io.BytesIO()
    size, is_broken = 0, False
    try:
        with opener() as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > most:
                    raise TooMuch
                if size <= in_memory:
                    held.write(block)
                elif held.tell():
                    held = io.BytesIO()
    except faults:
        is_broken = True
    if size <= in_memory:
        held.seek(0)
        return Unfolded(held, size, is_broken)
    reader = io.BufferedReader(Again(opener, size, faults), _BLOCK)
    return Unfolded(cast("BinaryIO", reader), size, is_broken)


class Again(io.RawIOBase):
    """A seekable view of a packed stream: going back opens it again from its start."""

    def __init__(self, opener: Open, size: int, faults: tuple[type[Exception], ...]) -> None:
        self._opener, self._size, self._faults = opener, size, faults
        self._inner: IO[bytes] | None = None
        self._inner_at = 0
        self._at = 0

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
        try:
            data = self._reached().read(wanted)
        except self._faults:
            data = b""
        view[: len(data)] = data
        self._at += len(data)
        self._inner_at += len(data)
        return len(data)

    def close(self) -> None:
        """Close the packed stream."""
        if self._inner is not None:
            self._inner.close()
        super().close()

    def _reached(self) -> IO[bytes]:
        """Return the packed stream, unfolded up to the position."""
        if self._inner is None or self._inner_at > self._at:
            if self._inner is not None:
                self._inner.close()
            self._inner, self._inner_at = self._opener(), 0
        while self._inner_at < self._at:
            block = self._inner.read(min(_BLOCK, self._at - self._inner_at))
            if not block:
                break
            self._inner_at += len(block)
        return self._inner
