"""The jailed side of the socket to the supervisor: events go out in batches, ranges of the document come in.

A small item that nothing has broken yet is told in one frame once it has ended. What was not told when a reader breaks
is read again, with care: then each item is told before it is opened.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field

import orjson

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
    Said,
    Told,
    Turned,
    pack_item,
    pack_segment,
)

FLUSH_BYTES = 1 << 16
_HELD_SECONDS = 0.1
"""How long the beginning of a small text may wait to be told."""
_LIGHT = ("message/", "text/", "application/ms-tnef")
"""Types whose readers hardly ever break."""
_DONE_HELD_SECONDS = 0.02
"""How long the end of a document may wait to be told."""


@dataclass(slots=True)
class _Held:
    """A small item that is being read and not told yet."""

    began: Began
    told: Told | None = None
    said: list[Said] = field(default_factory=list)
    bytes: int = 0

    def events(self) -> list[Event]:
        """Return what is to be told of it."""
        told: list[Event] = [] if self.told is None else [self.told]
        return [self.began, *told, *self.said]


class Channel:
    """The socket to the supervisor."""

    def __init__(self, connection: socket.socket, ahead_bytes: int = 0) -> None:
        """Take the socket, and how much may be received before it is asked for: nothing where others wait for it."""
        self._socket, self._ahead_bytes = connection, ahead_bytes
        self._in, self._at = b"", 0
        self._out = bytearray()
        self._told_at = 0.0
        self._held: _Held | None = None
        self.is_careful = True

    def send(self, frame: Frame, body: bytes = b"") -> None:
        """Put a frame into the batch."""
        self._out += HEADER.pack(frame, len(body))
        self._out += body
        if len(self._out) >= FLUSH_BYTES:
            self._flush()

    def flush(self) -> None:
        """Send the batch, and what is held."""
        self._let_go()
        self._flush()

    def done(self) -> None:
        """Say that a document is read: at once if no other waits here, else soon, together with the next."""
        self._let_go()
        self.send(Frame.DONE)
        if self._at == len(self._in) or time.monotonic() - self._told_at >= _DONE_HELD_SECONDS:
            self._flush()

    def receive(self) -> tuple[int, bytes]:
        """Return the next frame from the supervisor; raises EOFError when it is gone."""
        frame, length = HEADER.unpack(self._exactly(HEADER.size))
        return frame, self._exactly(length)

    def range(self, offset: int, length: int, spare: bytearray | None = None) -> bytearray:
        """Ask for bytes of the document, into ``spare`` if that is as long as they are.

        A small item that waits for them is none to be told yet.
        """
        self.send(Frame.READ, RANGE.pack(offset, length))
        self._flush()
        _, size = HEADER.unpack(self._exactly(HEADER.size))
        return self._received(spare if spare is not None and len(spare) == size else bytearray(size))

    def tell(self, event: Event) -> None:
        """Send an event, or hold it until its small item has ended."""
        held = self._held
        if held is not None:
            if type(event) is Said and event.number == held.began.number and held.bytes < FLUSH_BYTES:
                held.said.append(event)
                held.bytes += len(event.body)
                return
            if type(event) is Ended and event.number == held.began.number:
                self._held = None
                self.send(Frame.ITEM, pack_item(held.began, held.told, held.said, event))
                return
            if type(event) is Told and event.number == held.began.number:
                held.told = event
                return
            self._let_go()
        if type(event) is Began and self._may_wait(event):
            self._held = _Held(event)
        else:
            self._tell(event)

    def _let_go(self) -> None:
        """Tell what was held of an item in frames of their own."""
        held, self._held = self._held, None
        for event in () if held is None else held.events():
            self._tell(event)

    def _tell(self, event: Event) -> None:
        if isinstance(event, Said):
            self.send(Frame.SEGMENT, pack_segment(event.number, event.place, event.body))
        elif isinstance(event, Promoted):
            self.send(Frame.PROMOTED, SEGMENT_HEADER.pack(event.number) + event.data)
        else:
            self.send(Frame.EVENT, _packed(event))
            if isinstance(event, Turned) or (isinstance(event, Began) and not self._may_wait(event)):
                self._flush()  # the supervisor must know which item is open, and that slow work goes on

    def _may_wait(self, began: Began) -> bool:
        """Tell whether an item is unlikely to break its reader; if it does, the job is done again with care."""
        is_light = began.size_bytes < FLUSH_BYTES and began.media_type.startswith(_LIGHT)
        return is_light and not self.is_careful and time.monotonic() - self._told_at < _HELD_SECONDS

    def _flush(self) -> None:
        if self._out:
            self._socket.sendall(self._out)
            self._out.clear()
        self._told_at = time.monotonic()

    def _exactly(self, length: int) -> bytes:
        if len(self._in) - self._at < length:
            self._fill(length)
        start = self._at
        self._at += length
        return self._in[start : self._at]

    def _received(self, data: bytearray) -> bytearray:
        """Return the place filled with what comes: a document comes through here whole."""
        held = self._in[self._at : self._at + len(data)]
        self._at += len(held)
        data[: len(held)] = held
        view, at = memoryview(data), len(held)
        while at < len(data):
            count = self._socket.recv_into(view[at:])
            if not count:
                raise EOFError
            at += count
        return data

    def _fill(self, length: int) -> None:
        parts = [self._in[self._at :]]
        missing = length - len(parts[0])
        while missing > 0:
            block = self._socket.recv(max(missing, self._ahead_bytes))
            if not block:
                raise EOFError
            parts.append(block)
            missing -= len(block)
        self._in, self._at = b"".join(parts), 0


def _packed(event: Event) -> bytes:
    return orjson.dumps((_NAMES[type(event)], *event))


_NAMES: dict[type, str] = {Began: "began", Ended: "ended", Told: "told", Turned: "turned", Planned: "planned"}
"""Of events that have no frame of their own."""
