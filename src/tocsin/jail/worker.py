"""One worker: a child in its jail, the socket to it, and how it is started and ended.

Ending is designed: ask, wait, kill the group, wait.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

from tocsin.config import JailLimits
from tocsin.errors import StageFailedError, Word
from tocsin.jail.protocol import HEADER, RANGE, Event, Frame, Planned, Promoted, ReadJob, Said, WallError, event_of
from tocsin.jail.tiers import CHILD, Tier, command

_START_SECONDS = 60.0
_QUIT_SECONDS = 2.0
_CHUNK = 1 << 18


class Bytes(Protocol):
    """Random access to the decrypted bytes of one document."""

    size_bytes: int

    def pread(self, offset: int, length: int, /) -> bytes:
        """Return up to ``length`` bytes from ``offset``."""


class Worker:
    """A jailed child that reads one job after the other; each job in a process of its own inside."""

    def __init__(self, tier: Tier, limits: JailLimits, module: str = CHILD) -> None:
        self._limits = limits
        self._tier, self._module = tier, module
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._buffer = bytearray()
        self._guard = threading.Lock()
        self._is_closed = False

    def run(self, job: ReadJob, source: Bytes) -> Iterator[Event]:
        """Yield the events of one job.

        Raises:
            WallError: the child died, was silent or slow for too long, sent too much, or broke the protocol; the
                worker is ended and starts anew with the next job.
        """
        try:
            yield from self._talk(job, source)
        except BaseException:
            self.end(kill=True)
            raise

    def _talk(self, job: ReadJob, source: Bytes) -> Iterator[Event]:
        self._start()
        self._send(Frame.JOB, job.packed())
        sent_bytes = 0
        item_began = time.monotonic()
        while True:
            untrusted_frame, untrusted_body = self._receive(self._limits.silent_seconds)
            if untrusted_frame == Frame.READ:
                self._serve(source, untrusted_body)
            elif untrusted_frame == Frame.DONE:
                if untrusted_body != b"ok":
                    raise WallError(untrusted_body.decode("ascii", "replace")[:40])
                return
            else:
                event = event_of(untrusted_frame, untrusted_body)
                if not isinstance(event, (Said, Promoted, Planned)):
                    item_began = time.monotonic()
                if not isinstance(event, Promoted):
                    sent_bytes += len(untrusted_body)
                yield event
            if sent_bytes > self._limits.output_bytes:
                raise WallError("too_much_output")
            if time.monotonic() - item_began > self._limits.wall_seconds:
                raise WallError("timed_out")

    def _serve(self, source: Bytes, untrusted_range: bytes) -> None:
        if len(untrusted_range) != RANGE.size:
            raise WallError("malformed")
        offset, length = RANGE.unpack(untrusted_range)
        if length > self._limits.frame_bytes:
            raise WallError("malformed")
        self._send(Frame.DATA, source.pread(offset, length) if offset < source.size_bytes else b"")

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.end(kill=True)
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._buffer.clear()
        with theirs, self._guard:
            if self._is_closed:
                raise WallError("closed")
            self._process = subprocess.Popen(
                command(self._tier, theirs.fileno(), self._limits, self._module),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/tmp"},
                start_new_session=True,
            )
        try:
            frame, _ = self._receive(_START_SECONDS)
        except WallError as fault:
            raise StageFailedError(jail=Word("did_not_start"), why=Word(fault.why)) from fault
        if frame != Frame.READY:
            raise StageFailedError(jail=Word("did_not_start"), why=Word("malformed"))

    def close(self) -> None:
        """Kill the child for good, from any thread; whoever talks to it hears its end and calls :meth:`end`."""
        with self._guard:
            self._is_closed = True
            if self._process is not None and self._process.poll() is None:
                _kill_group(self._process)
            if self._socket is not None:
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)  # bubblewrap, killed as it starts, may leave its child

    def end(self, *, kill: bool = False) -> None:
        """End the worker: ask, wait, kill the group, wait."""
        with self._guard:
            process, self._process = self._process, None
        if self._socket is not None:
            if not kill:
                try:
                    self._socket.sendall(HEADER.pack(Frame.QUIT, 0))
                except OSError:
                    kill = True
            self._socket.close()
            self._socket = None
        if process is None:
            return
        if not kill:
            try:
                process.wait(_QUIT_SECONDS)
                return
            except subprocess.TimeoutExpired:
                pass
        _kill_group(process)
        process.wait()

    def _send(self, frame: Frame, body: bytes) -> None:
        if self._socket is None:
            raise WallError("crashed")
        self._socket.settimeout(self._limits.silent_seconds)
        try:
            self._socket.sendall(HEADER.pack(frame, len(body)) + body)
        except TimeoutError as fault:
            raise WallError("timed_out") from fault
        except OSError as fault:
            raise WallError("crashed") from fault

    def _receive(self, seconds: float) -> tuple[int, bytes]:
        self._fill(HEADER.size, seconds)
        frame, length = HEADER.unpack_from(self._buffer)
        if length > self._limits.frame_bytes:
            raise WallError("malformed")
        self._fill(HEADER.size + length, seconds)
        body = bytes(self._buffer[HEADER.size : HEADER.size + length])
        del self._buffer[: HEADER.size + length]
        return frame, body

    def _fill(self, wanted: int, seconds: float) -> None:
        if self._socket is None:
            raise WallError("crashed")
        end = time.monotonic() + seconds
        while len(self._buffer) < wanted:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._socket], [], [], left)[0]:
                raise WallError("timed_out")
            try:
                data = self._socket.recv(_CHUNK)
            except OSError as fault:
                raise WallError("crashed") from fault
            if not data:
                raise WallError("crashed")
            self._buffer += data


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
