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
        self._in, self._at = b"", 0
        self._late: list[bytes] = []
        """What was received since, not yet put behind the rest: a long frame comes in many pieces."""
        self._late_bytes, self._wanted_bytes = 0, HEADER.size
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
        end = time.monotonic() + seconds
        while (frame := self.ready()) is None:
            self._wait(end, seconds, control)
        return frame

    def ready(self) -> tuple[int, bytes] | None:
        """Return the next frame if all of it is here; raises WallError if it is too long."""
        if self._late and len(self._in) - self._at + self._late_bytes >= self._wanted_bytes:
            self._in, self._at = b"".join((memoryview(self._in)[self._at :], *self._late)), 0
            self._late.clear()
            self._late_bytes = 0
        start = self._at + HEADER.size
        if len(self._in) < start:
            self._wanted_bytes = HEADER.size
            return None
        untrusted_frame, length = HEADER.unpack_from(self._in, self._at)
        if length > self._most_bytes:
            raise WallError("malformed")
        if len(self._in) < start + length:
            self._wanted_bytes = HEADER.size + length
            return None
        self._at = start + length
        return untrusted_frame, self._in[start : self._at]

    def put_back(self, frame: int, body: bytes) -> None:
        """Put a frame back, to be received next."""
        self._in, self._at = HEADER.pack(frame, len(body)) + body + self._in[self._at :], 0

    @property
    def is_holding(self) -> bool:
        """Tell whether something was received and not returned yet."""
        return len(self._in) > self._at or bool(self._late)

    def drop(self) -> None:
        """Drop all that was sent until now."""
        while select.select([self], [], [], 0.0)[0]:
            self._take()
            self._late.clear()
        self._in, self._at, self._late_bytes = b"", 0, 0
        self._late.clear()

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

    def _wait(self, end: float, seconds: float, control: Line | None) -> None:
        """Take more of what the other side sends, until ``end`` by the clock."""
        is_gone = control is not None and control.is_holding
        left = 0.0 if is_gone else end - time.monotonic()
        ready = select.select([self] if control is None else [self, control], [], [], max(0.0, left))[0]
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
        self._late.append(data)
        self._late_bytes += len(data)
