"""One socket to the jail: frames out, bounded frames in, never waiting for longer than it is told."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress

from tocsin.jail.protocol import HEADER, Frame, WallError

_CHUNK = 1 << 18


class Line:
    """Sends and receives frames."""

    def __init__(self, end: socket.socket, most_bytes: int) -> None:
        self._end, self._most_bytes = end, most_bytes
        self._buffer = bytearray()
        self.is_closed = False
        """Whether the other side was found gone."""

    def send(self, frame: Frame, body: bytes, seconds: float) -> None:
        """Send a frame; raises WallError."""
        self.send_all([(frame, body)], seconds)

    def send_all(self, frames: Sequence[tuple[Frame, bytes]], seconds: float) -> None:
        """Send frames at once; raises WallError."""
        self._end.settimeout(seconds)
        try:
            self._end.sendall(b"".join(HEADER.pack(frame, len(body)) + body for frame, body in frames))
        except TimeoutError as fault:
            raise WallError("timed_out") from fault
        except OSError as fault:
            self.is_closed = True
            raise WallError("crashed") from fault

    def receive(self, seconds: float, control: Line | None = None) -> tuple[int, bytes]:
        """Return the next frame.

        Raises:
            WallError: there is none in time, it is too long, the other side is gone, or ``control`` tells that the fork
                at the other end is; what the fork sent before is returned first.
        """
        buffer = self._buffer
        if len(buffer) < HEADER.size:
            self._fill(HEADER.size, seconds, control)
        untrusted_frame, length = HEADER.unpack_from(buffer)
        if length > self._most_bytes:
            raise WallError("malformed")
        end = HEADER.size + length
        if len(buffer) < end:
            self._fill(end, seconds, control)
        with memoryview(buffer) as whole, whole[HEADER.size : end] as part:
            body = part.tobytes()
        del buffer[:end]
        return untrusted_frame, body

    def put_back(self, frame: int, body: bytes) -> None:
        """Put a frame back, to be received next."""
        self._buffer[:0] = HEADER.pack(frame, len(body)) + body

    @property
    def is_holding(self) -> bool:
        """Tell whether something was received and not returned yet."""
        return bool(self._buffer)

    def drop(self) -> None:
        """Drop all that was sent until now."""
        self._buffer.clear()
        while select.select([self], [], [], 0.0)[0]:
            self._take()
            self._buffer.clear()

    def shut(self) -> None:
        """Let whoever waits for a frame hear that none will come; from any thread."""
        with suppress(OSError):
            self._end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the socket."""
        self._end.close()

    def fileno(self) -> int:
        """Return the socket's number."""
        return self._end.fileno()

    def _fill(self, wanted: int, seconds: float, control: Line | None) -> None:
        end = time.monotonic() + seconds
        waiting = [self] if control is None else [self, control]
        while len(self._buffer) < wanted:
            is_gone = control is not None and control.is_holding
            left = 0.0 if is_gone else end - time.monotonic()
            ready = select.select(waiting, [], [], max(0.0, left))[0]
            if not ready and not is_gone:
                raise WallError("timed_out")
            if self in ready:
                self._take()
            elif control is not None:
                _, why = control.receive(seconds)
                raise WallError(why.decode("ascii", "replace")[:40])

    def _take(self) -> None:
        try:
            data = self._end.recv(_CHUNK)
        except OSError as fault:
            self.is_closed = True
            raise WallError("crashed") from fault
        if not data:
            self.is_closed = True
            raise WallError("crashed")
        self._buffer += data
