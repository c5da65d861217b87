"""The child inside the jail: a zygote that imports the readers once and forks for each job.

Started as ``python -m tocsin.readers.child CHANNEL TIER``. It knows no key and no path of evidence: the document is a
stream whose bytes it asks for over the one socket it was born with.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import socket
import sys
from typing import BinaryIO, cast

import orjson

from tocsin.config import JAIL, KIB, READ
from tocsin.jail import confine
from tocsin.jail.protocol import (
    HEADER,
    RANGE,
    SEGMENT_HEADER,
    Began,
    Ended,
    Event,
    Frame,
    Planned,
    Promoted,
    ReadJob,
    Said,
    Told,
    Turned,
    pack_segment,
)
from tocsin.readers.interface import CannotRead, Source, Unit
from tocsin.readers.probe import attempt
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.walk import HEAD_BYTES, Walk

_FLUSH_BYTES = 1 << 16
_CACHE_BYTES = 1 << 18
_CACHE_BLOCKS = 16
_NEARLY_FULL = 0.7
"""A reader that breaks with this share of its memory in use broke for want of memory: native libraries then abort."""


class Channel:
    """The socket to the supervisor: events go out in batches, ranges come in."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._out = bytearray()

    def send(self, frame: Frame, body: bytes = b"") -> None:
        """Put a frame into the batch."""
        self._out += HEADER.pack(frame, len(body)) + body
        if len(self._out) >= _FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send the batch."""
        if self._out:
            self._socket.sendall(self._out)
            self._out.clear()

    def receive(self) -> tuple[int, bytes]:
        """Return the next frame from the supervisor; raises EOFError when it is gone."""
        frame, length = HEADER.unpack(self._exactly(HEADER.size))
        return frame, self._exactly(length)

    def range(self, offset: int, length: int) -> bytes:
        """Ask for bytes of the document."""
        self.send(Frame.READ, RANGE.pack(offset, length))
        self.flush()
        _, data = self.receive()
        return data

    def tell(self, event: Event) -> None:
        """Send an event."""
        if isinstance(event, Said):
            self.send(Frame.SEGMENT, pack_segment(event.index, event.place, event.body))
        elif isinstance(event, Promoted):
            self.send(Frame.PROMOTED, SEGMENT_HEADER.pack(event.index) + event.data)
        else:
            self.send(Frame.EVENT, _packed(event))
            if isinstance(event, (Began, Turned)):
                self.flush()  # the supervisor must know which item is open, and that slow work goes on

    def _exactly(self, length: int) -> bytes:
        data = bytearray()
        while len(data) < length:
            block = self._socket.recv(length - len(data))
            if not block:
                raise EOFError
            data += block
        return bytes(data)


def _packed(event: Event) -> bytes:
    if isinstance(event, Began):
        values = [
            "began",
            event.index,
            event.parent,
            event.step,
            event.size_bytes,
            event.media_type,
            event.is_container,
        ]
    elif isinstance(event, Ended):
        counts = [event.size_bytes, event.children, event.declared]
        values = ["ended", event.index, event.status, event.code, event.sha256, *counts]
    elif isinstance(event, Told):
        values = ["told", event.index, event.message_id, event.sent_at]
    elif isinstance(event, Turned):
        values = ["turned", event.index]
    elif isinstance(event, Planned):
        values = ["planned", event.media_type, event.units]
    else:
        raise TypeError("this event has a frame of its own")
    return orjson.dumps(values)


class Remote(io.RawIOBase):
    """The document as a seekable stream, read from the supervisor in blocks that are kept for a while."""

    def __init__(self, channel: Channel, size: int) -> None:
        self._channel, self._size, self._at = channel, size, 0
        self._blocks: dict[int, bytes] = {}

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
            number, start = divmod(self._at, _CACHE_BYTES)
            piece = self._block(number)[start : start + wanted - done]
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._at += len(piece)
        return done

    def _block(self, number: int) -> bytes:
        found = self._blocks.pop(number, None)
        if found is None:
            found = self._channel.range(number * _CACHE_BYTES, _CACHE_BYTES)
            while len(self._blocks) >= _CACHE_BLOCKS:
                self._blocks.pop(next(iter(self._blocks)))
        self._blocks[number] = found
        return found


def main() -> None:
    """Serve jobs until told to quit or the supervisor is gone."""
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    tier = int(sys.argv[2])
    if tier != 1:
        confine.end_with_parent()
    if tier == 2 and not confine.landlock(_readable()):
        return
    gc.collect()
    gc.freeze()
    channel.send(Frame.READY)
    channel.flush()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            frame, body = channel.receive()
            if frame != Frame.JOB:
                return
            _serve(channel, ReadJob.unpacked(body), tier)


def _readable() -> tuple[str, ...]:
    from tocsin.jail.tiers import readable_paths

    return readable_paths()


def _serve(channel: Channel, job: ReadJob, tier: int) -> None:
    """Fork, let the fork read the job, and tell the supervisor how it ended."""
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        _read_and_leave(channel, job)
    _, status, usage = os.wait4(pid, 0)
    if tier == 1:
        _end_everybody_else()
    if os.WIFSIGNALED(status):
        is_full = usage.ru_maxrss * KIB > JAIL.memory_bytes * _NEARLY_FULL
        is_full |= os.WTERMSIG(status) == signal.SIGKILL
        channel.send(Frame.DONE, b"out_of_memory" if is_full else b"crashed")
    else:
        channel.send(Frame.DONE, b"ok" if os.WEXITSTATUS(status) == 0 else b"crashed")
    channel.flush()


def _end_everybody_else() -> None:
    """As first process of our own namespace, end whatever the job left behind."""
    if os.getpid() == 1:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _read_and_leave(channel: Channel, job: ReadJob) -> None:
    """Read one job in this fork and end the process, whatever happens."""
    code = 1
    try:
        confine.limit(JAIL)
        if not confine.filter_calls():
            os._exit(3)
        stream = cast("BinaryIO", io.BufferedReader(Remote(channel, job.size_bytes), _CACHE_BYTES))
        if job.mode == "plan":
            channel.tell(_plan(stream, job))
        elif job.mode.startswith("probe:"):
            attempt(job.mode.partition(":")[2], dict(job.skip), channel.tell)
        else:
            _read(channel, stream, job)
        channel.flush()
        code = 0
    finally:
        os._exit(code)


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
