"""The child inside the jail: a zygote that imports readers as they come to be wanted, and forks whoever reads.

Started as ``python -m tocsin.readers.child DATA CONTROL TIER``. It knows no key and no path of evidence: the document
is a stream whose bytes a fork asks for over the data socket. The supervisor says over the control socket, which no
fork holds, when a fork must go; so one that a document took over cannot stay to read the next.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import select
import signal
import socket
import sys
import time
from typing import BinaryIO, cast

from tocsin.config import JAIL, KIB, READ
from tocsin.jail import confine
from tocsin.jail.protocol import (
    BLOCK_BYTES,
    NANOSECONDS,
    Event,
    Frame,
    Planned,
    Promoted,
    ReadJob,
)
from tocsin.readers.channel import FLUSH_BYTES, Channel
from tocsin.readers.interface import CannotRead, Source, Unit
from tocsin.readers.probe import attempt
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.walk import HEAD_BYTES, Walk

_BUFFER_BYTES = 1 << 16
"""What is copied at a time out of the blocks: readers that jump about want little of each."""
_CACHE_BLOCKS = 16
_COLLECT = 100_000, 50, 50
"""Objects made before Python looks for rings among them: a reader makes many, few of them rings, and ends soon."""
_PROCESS_CLOCK = 2
"""The clock of another process's processor time. Source: Linux, include/linux/posix-timers_types.h."""
_NEARLY_FULL = 0.7
"""A reader that breaks with this share of its memory in use broke for want of memory: native libraries then abort."""


class Remote(io.RawIOBase):
    """The document as a seekable stream, read from the supervisor in blocks that are kept for a while."""

    def __init__(self, channel: Channel, size: int, first: bytes) -> None:
        self._channel, self._size, self._at = channel, size, 0
        self._blocks: dict[int, bytes | bytearray] = {0: first}

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
        done = 0
        while done < wanted:
            number, start = divmod(self._at, BLOCK_BYTES)
            piece = memoryview(self._block(number))[start : start + wanted - done]
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._at += len(piece)
        return done

    def _block(self, number: int) -> bytes | bytearray:
        found = self._blocks.pop(number, None)
        if found is None:
            oldest = self._blocks.pop(next(iter(self._blocks))) if len(self._blocks) >= _CACHE_BLOCKS else b""
            spare = oldest if isinstance(oldest, bytearray) else None
            found = self._channel.range(number * BLOCK_BYTES, BLOCK_BYTES, spare)
        self._blocks[number] = found
        return found


def main() -> None:
    """Fork when told to, until told to quit or the supervisor is gone."""
    data, control = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    tier = int(sys.argv[3])
    if tier != 1:
        confine.end_with_parent()
    if tier == 2 and not confine.landlock(_readable()):
        return
    confine.filter_program()  # once, for all forks
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT)
    zygote = Zygote(data, control, tier)
    with contextlib.suppress(EOFError, ConnectionError):
        zygote.serve()
    zygote.end_fork()


class Zygote:
    """Forks readers, one at a time, and ends them; it never reads a byte of evidence."""

    def __init__(self, data: socket.socket, control: socket.socket, tier: int) -> None:
        self._data, self._control, self._tier = data, control, tier
        self._out = Channel(control)
        self._fork = 0
        self._imported: set[str] = set()
        self._life = -1
        """The end of a pipe whose other end only the fork holds: it closes when the fork is gone."""

    def serve(self) -> None:
        """Do what the supervisor says; tell when a fork ended by itself."""
        self._tell(Frame.READY)
        while True:
            waiting = [self._control.fileno(), *([self._life] if self._fork else [])]
            ready = select.select(waiting, [], [])[0]
            if self._control.fileno() in ready:
                frame, body = self._out.receive()
                if frame == Frame.LOOK:
                    self._tell(Frame.SPENT, NANOSECONDS.pack(self._spent()))
                    continue
                if frame != Frame.RENEW:
                    return
                self.end_fork()
                self._drain()
                self._import_readers(body)
                self._begin_fork()
                self._tell(Frame.READY)
            elif ready:
                self._tell(Frame.GONE, self.end_fork())

    def _spent(self) -> int:
        """Return the processor nanoseconds of the fork, all its threads together."""
        if not self._fork:
            return 0
        try:
            return time.clock_gettime_ns(~self._fork << 3 | _PROCESS_CLOCK)
        except OSError:  # it has just ended
            return 0

    def end_fork(self) -> bytes:
        """Kill the fork, if there is one, and whatever it left behind; return how it had ended."""
        if not self._fork:
            return b""
        os.kill(self._fork, signal.SIGKILL)  # one that has ended already keeps its end
        _, status, usage = os.wait4(self._fork, 0)
        os.close(self._life)
        self._fork, self._life = 0, -1
        if self._tier == 1:
            _end_everybody_else()
        is_full = usage.ru_maxrss * KIB > JAIL.memory_bytes * _NEARLY_FULL
        is_full |= os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        return b"out_of_memory" if os.WIFSIGNALED(status) and is_full else b"crashed"

    def _import_readers(self, untrusted_types: bytes) -> None:
        """Import the readers of these types, so that no fork need do it; a type that is not known has none."""
        wanted = set(untrusted_types.decode("ascii", "ignore").split("\n")) - self._imported
        if wanted:
            self._imported |= wanted
            for media_type in wanted:
                reader_for(media_type)
            gc.freeze()

    def _begin_fork(self) -> None:
        self._life, theirs = os.pipe()
        self._fork = os.fork()
        if self._fork == 0:
            os.setpgid(0, 0)
            os.close(self._life)
            self._control.close()
            _work(Channel(self._data, FLUSH_BYTES))
        os.close(theirs)

    def _drain(self) -> None:
        """Drop what the supervisor sent to the fork that is gone."""
        with contextlib.suppress(BlockingIOError):
            while self._data.recv(FLUSH_BYTES, socket.MSG_DONTWAIT):
                pass

    def _tell(self, frame: Frame, body: bytes = b"") -> None:
        self._out.send(frame, body)
        self._out.flush()


def _readable() -> tuple[str, ...]:
    from tocsin.jail.tiers import readable_paths

    return readable_paths()


def _end_everybody_else() -> None:
    """As first process of our own namespace, end whatever the job left behind."""
    if os.getpid() == 1:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _work(channel: Channel) -> None:
    """Read jobs in this fork until it is ended; one that breaks ends it."""
    try:
        confine.limit(JAIL)
        if not confine.filter_calls():
            os._exit(3)
        while True:
            frame, body = channel.receive()
            if frame != Frame.JOB:
                return
            _, first = channel.receive()
            _one(channel, ReadJob.unpacked(body), first)
            channel.done()
    finally:
        os._exit(1)


def _one(channel: Channel, job: ReadJob, first: bytes) -> None:
    """Read one job, of whose document the first block is here already."""
    channel.is_careful = job.is_careful
    stream = cast("BinaryIO", io.BytesIO(first) if len(first) == job.size_bytes else _remote(channel, job, first))
    if job.mode == "plan":
        channel.tell(_plan(stream, job))
    elif job.mode.startswith("probe:"):
        attempt(job.mode.partition(":")[2], dict(job.skip), channel.tell)
    else:
        _read(channel, stream, job)


def _remote(channel: Channel, job: ReadJob, first: bytes) -> io.BufferedReader:
    return io.BufferedReader(Remote(channel, job.size_bytes, first), _BUFFER_BYTES)


def _plan(stream: BinaryIO, job: ReadJob) -> Planned:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    media_type = job.media_type or sniff(head, job.untrusted_name, job.size_bytes)
    reader = reader_for(media_type)
    units: list[Unit] = []
    if reader is not None and job.size_bytes > READ.unit_bytes:
        source = Source(stream, job.size_bytes, job.untrusted_name, media_type, job.passwords)
        with contextlib.suppress(CannotRead):
            units = reader.plan(source, READ)
    return Planned(media_type, tuple((unit.start, unit.end, unit.first_ordinal) for unit in units))


def _read(channel: Channel, stream: BinaryIO, job: ReadJob) -> None:
    is_fetch = job.mode.startswith("fetch:")
    wanted = int(job.mode.partition(":")[2]) if is_fetch else -1

    def send(event: Event) -> None:
        if not is_fetch or isinstance(event, Promoted):
            channel.tell(event)

    walk = Walk(send, READ, dict(job.skip), job.passwords, job.size_bytes, wanted)
    unit = Unit(*job.unit) if job.unit else None
    walk.read_root(stream, job.size_bytes, job.untrusted_name, job.media_type, unit, job.depth)


if __name__ == "__main__":
    main()
