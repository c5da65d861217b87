"""One worker: a child in its jail, the sockets to it, how it is started, renewed and ended.

The child forks whoever reads. A fork reads a few small documents or one that takes longer; then the child ends it and
makes a new one, and what the old one may have left in the data socket is dropped.
Ending is designed: ask, wait, kill the group, wait.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from tocsin.config import JailLimits
from tocsin.errors import StageFailedError, Word
from tocsin.jail.line import Line
from tocsin.jail.patience import Patience
from tocsin.jail.protocol import (
    BLOCK_BYTES,
    NANOSECONDS,
    RANGE,
    Began,
    Event,
    Frame,
    Planned,
    Promoted,
    ReadJob,
    WallError,
    events_of,
)
from tocsin.jail.tiers import CHILD, Tier, command

_START_SECONDS = 60.0
_QUIT_SECONDS = 2.0
_MOST_TYPES, _TYPE_CHARS = 100, 120
"""Media types that are kept in mind; a reader that makes some up gains nothing by it."""
_EVENT_BYTES = 256
"""What an event takes here beside what it says."""


class Bytes(Protocol):
    """Random access to the decrypted bytes of one document."""

    size_bytes: int

    def pread(self, offset: int, length: int, /) -> bytes:
        """Return up to ``length`` bytes from ``offset``."""


class Worker:
    """A jailed child that reads one job after the other."""

    def __init__(self, tier: Tier, limits: JailLimits, module: str = CHILD, met: set[str] | None = None) -> None:
        self._limits = limits
        self._met = set() if met is None else met
        """Media types that documents turned out to be of; workers of one jail tell each other."""
        self._tier, self._module = tier, module
        self._process: subprocess.Popen[bytes] | None = None
        self._data: Line | None = None
        self._control: Line | None = None
        self._is_spent = True
        """Whether the fork may read no other document."""
        self._documents = 0
        self._seconds = self._look_again_at = 0.0
        """How long the fork has read, by the clock, and from when on it may have worked too long."""
        self._guard = threading.Lock()
        self._is_closed = False

    @property
    def has_read(self) -> bool:
        """Tell whether the fork read another document before this one, or before it broke."""
        return self._documents > 1

    def run(self, job: ReadJob, source: Bytes) -> Iterator[Event]:
        """Yield the events of one job.

        Raises:
            WallError: the fork died, was silent or slow for too long, sent too much, or broke the protocol; the next
                job gets a new one.
        """
        with self._ended_by_faults():
            self._ready_fork(job.size_bytes)
            began = time.monotonic()
            self._send([(job, source)])
            yield from self._hear(source)
            self._read_one(began)

    def run_some(self, work: Sequence[tuple[ReadJob, Callable[[], Bytes]]]) -> Iterator[list[Event]]:
        """Yield the events of the first of these jobs, of each; of as many as one fork may read, which are opened.

        All are small and are sent at once, so that the fork does not wait for each.

        Raises:
            WallError: as :meth:`run` does; the jobs after the last that was yielded count as not read.
        """
        with self._ended_by_faults():
            self._ready_fork(work[0][0].size_bytes)
            chosen = [(job, source()) for job, source in work[: self._limits.shared_documents - self._documents + 1]]
            self._documents += len(chosen) - 1
            began = time.monotonic()
            self._send(chosen)
            for _ in chosen:
                events = list(self._hear(None))
                self._read_one(began)
                began = time.monotonic()
                yield events

    @contextmanager
    def _ended_by_faults(self) -> Iterator[None]:
        try:
            yield
        except WallError:
            self._is_spent = True
            if self._control is None or self._control.is_closed:
                self.end(kill=True)
            raise
        except BaseException:
            self.end(kill=True)
            raise

    def _read_one(self, began: float) -> None:
        self._seconds += time.monotonic() - began
        self._is_spent = self._documents >= self._limits.shared_documents or self._took_long()

    def _took_long(self) -> bool:
        """Tell whether the fork worked as long as one may; it is asked only when that can be."""
        limits = self._limits
        if self._seconds <= self._look_again_at:
            return False
        if self._seconds > limits.shared_seconds * limits.busy_factor:
            return True
        left = limits.shared_seconds - self._spent()
        self._look_again_at = self._seconds + left
        return left <= 0

    def _ready_fork(self, size_bytes: int) -> None:
        """See to it that there is a fork that may read the next document; a large one gets a fork of its own."""
        self._start()
        if self._is_spent or (self._documents and size_bytes > self._limits.shared_bytes):
            try:
                self._renew()
            except WallError:
                self.end(kill=True)
                self._start()
                self._renew()
        self._documents += 1

    def _renew(self) -> None:
        data, control = self._lines()
        control.send(Frame.RENEW, "\n".join(sorted(self._met)).encode("ascii"), _START_SECONDS)
        while True:
            frame, _ = control.receive(_START_SECONDS)
            if frame == Frame.READY:
                break
            if frame != Frame.GONE:  # the old one may have ended by itself meanwhile
                raise WallError("malformed")
        data.drop()
        self._is_spent, self._documents, self._seconds = False, 0, 0.0
        self._look_again_at = self._limits.shared_seconds

    def _lines(self) -> tuple[Line, Line]:
        if self._data is None or self._control is None:
            raise WallError("crashed")
        return self._data, self._control

    def _send(self, work: Sequence[tuple[ReadJob, Bytes]]) -> None:
        """Send jobs, each with the first block of its document."""
        frames: list[tuple[Frame, bytes]] = []
        for job, source in work:
            first = source.pread(0, BLOCK_BYTES) if source.size_bytes else b""
            frames += [(Frame.JOB, job.packed()), (Frame.DATA, first)]
        self._lines()[0].send_all(frames, self._limits.silent_seconds)

    def _hear(self, source: Bytes | None) -> Iterator[Event]:
        """Yield the events of a job that was sent; without a source no more of its document is given."""
        limits = self._limits
        data, _ = self._lines()
        sent_bytes, is_turn = 0, False
        patience = Patience(limits, self._spent)
        while True:
            found = data.ready()
            if found is None:
                patience.heard(is_turn=is_turn)
                found, is_turn = self._next_frame(patience), False
            untrusted_frame, untrusted_body = found
            if untrusted_frame == Frame.READ:
                if source is None:
                    raise WallError("malformed")
                data.send(Frame.DATA, self._range(source, untrusted_body), limits.silent_seconds)
            elif untrusted_frame == Frame.DONE:
                return
            else:
                events = events_of(untrusted_frame, untrusted_body)
                if untrusted_frame != Frame.PROMOTED:
                    sent_bytes += len(untrusted_body) + _EVENT_BYTES * len(events)
                if untrusted_frame != Frame.SEGMENT:
                    is_turn |= self._is_turn(events[0])
                yield from events
            if sent_bytes > limits.output_bytes:
                raise WallError("too_much_output")

    def _is_turn(self, event: Event) -> bool:
        """Tell whether an item began or ended or a page was read, and keep in mind which types are met."""
        if isinstance(event, Began) and event.media_type not in self._met:
            self._meet(event.media_type)
        return not isinstance(event, (Promoted, Planned))

    def _meet(self, untrusted_type: str) -> None:
        if len(self._met) < _MOST_TYPES and untrusted_type.isascii() and untrusted_type.isprintable():
            self._met.add(untrusted_type[:_TYPE_CHARS])

    def _next_frame(self, patience: Patience) -> tuple[int, bytes]:
        """Return the fork's next frame; while there is none, look whether it works."""
        data, control = self._lines()
        while True:
            try:
                return data.receive(patience.look_seconds, control)
            except WallError as fault:
                if fault.why != "timed_out":
                    raise
            patience.look()

    def _spent(self) -> float:
        """Return the processor seconds of the fork, as the process that made it sees them."""
        _, control = self._lines()
        control.send(Frame.LOOK, b"", _START_SECONDS)
        frame, body = control.receive(_START_SECONDS)
        gone = body if frame == Frame.GONE else None
        if gone is not None:  # said before the question was heard; what the fork sent before it is heard first
            frame, body = control.receive(_START_SECONDS)
            control.put_back(Frame.GONE, gone)
        if frame != Frame.SPENT or len(body) != NANOSECONDS.size:
            raise WallError("malformed")
        return float(NANOSECONDS.unpack(body)[0]) / 1e9

    def _range(self, source: Bytes, untrusted_range: bytes) -> bytes:
        if len(untrusted_range) != RANGE.size:
            raise WallError("malformed")
        offset, length = RANGE.unpack(untrusted_range)
        if length > self._limits.frame_bytes:
            raise WallError("malformed")
        return source.pread(offset, length) if offset < source.size_bytes else b""

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.end(kill=True)
        ours, theirs = zip(socket.socketpair(), socket.socketpair(), strict=True)
        self._data, self._control = (Line(end, self._limits.frame_bytes) for end in ours)
        numbers = [end.fileno() for end in theirs]
        try:
            with self._guard:
                if self._is_closed:
                    raise WallError("closed")
                self._process = subprocess.Popen(
                    command(self._tier, numbers[0], numbers[1], self._limits, self._module),
                    pass_fds=numbers,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={"LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/tmp"},
                    start_new_session=True,
                )
        finally:
            for end in theirs:
                end.close()
        try:
            frame, _ = self._control.receive(_START_SECONDS)
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
            for line in (self._data, self._control):
                if line is not None:
                    line.shut()  # bubblewrap, killed as it starts, may leave its child

    def end(self, *, kill: bool = False) -> None:
        """End the worker: ask, wait, kill the group, wait."""
        with self._guard:
            process, self._process = self._process, None
        self._is_spent, self._documents = True, 0
        data, control = self._data, self._control
        self._data = self._control = None
        if control is not None and not kill:
            try:
                control.send(Frame.QUIT, b"", _QUIT_SECONDS)
            except WallError:
                kill = True
        for line in (data, control):
            if line is not None:
                line.close()
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


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
