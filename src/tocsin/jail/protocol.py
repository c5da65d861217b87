"""What may cross the wall: frames of a type, a length and a body, all bounded and checked on the trusted side.

A frame is one type byte, a big-endian length of four bytes and the body. Events are JSON in UTF-8, segments packed
bodies (`tocsin.model.bodies`); a small item that has ended is told whole.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

import orjson

from tocsin.model.bodies import CELL_END, ROW_END
from tocsin.untrusted import holds_controls

HEADER = struct.Struct(">BI")
RANGE = struct.Struct(">QI")
"""Body of a READ frame: offset and length."""
SEGMENT_HEADER = struct.Struct(">I")
NANOSECONDS = struct.Struct(">Q")
"""Body of a SPENT frame."""
BLOCK_BYTES = 1 << 18
"""How the fork asks for a document's bytes; the first block goes in with the job."""


class Frame(IntEnum):
    """Types of frames; those below ten go in, the others come out.

    RENEW, QUIT, LOOK, READY, GONE and SPENT go over the control socket, which only the process that forks holds; the
    rest goes over the data socket, which the fork that reads holds.
    """

    JOB = 1
    DATA = 2
    QUIT = 3
    RENEW = 4
    """End the fork, if there is one, and make a new one; answered by READY when the old one is gone.

    The body holds the media types met so far, a line each, whose readers are best imported before the fork is made.
    """
    LOOK = 5
    """How much of the processor did the fork take? Answered by SPENT."""
    READ = 10
    EVENT = 11
    SEGMENT = 12
    PROMOTED = 13
    DONE = 14
    READY = 15
    GONE = 16
    """The fork ended by itself; the body says why."""
    SPENT = 17
    """Processor time of the fork so far, in nanoseconds; 0 if it is gone."""
    ITEM = 18
    """A small item that has ended: what events and segments would say of it, in one."""


class WallError(Exception):
    """The other side did not keep to the protocol, died, or was silent for too long."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class ReadJob:
    """One unit to read; everything the child is told."""

    mode: str
    """``plan``, ``read``, or ``fetch:N`` for the bytes of item N, left to be read on its own."""
    untrusted_name: str = field(repr=False)
    size_bytes: int
    media_type: str = ""
    """Said by an earlier plan, or empty: the child sniffs."""
    unit: tuple[int, int, int] | None = None
    skip: tuple[tuple[int, str], ...] = ()
    """Items (by their number in the unit) not to open, with the code they end with."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    depth: int = 0
    """How deep in containers the document itself lies."""
    is_careful: bool = False
    """Whether each item must be told before it is opened, so that the one that breaks the reader is known."""

    def packed(self) -> bytes:
        """Return the job as JSON."""
        return orjson.dumps(
            [
                self.mode,
                self.untrusted_name,
                self.size_bytes,
                self.media_type,
                self.unit,
                self.skip,
                self.passwords,
                self.depth,
                self.is_careful,
            ]
        )

    @classmethod
    def unpacked(cls, data: bytes) -> ReadJob:
        """Return the job of :meth:`packed`."""
        mode, name, size, media_type, unit, skip, passwords, depth, is_careful = orjson.loads(data)
        kept = tuple((int(index), str(code)) for index, code in skip)
        place = tuple(unit) if unit else None
        return cls(mode, name, size, media_type, place, kept, tuple(passwords), depth, is_careful)


class Began(NamedTuple):
    """An item begins."""

    number: int
    parent: int
    step: str
    """The step below its parent, already cleaned; cleaned again by whoever makes a locator of it."""
    size_bytes: int
    media_type: str
    is_container: bool

    def __repr__(self) -> str:
        return f"Began({self.number})"


class Ended(NamedTuple):
    """An item ended."""

    number: int
    status: str
    code: str
    sha256: str
    size_bytes: int
    children: int
    declared: int


class Told(NamedTuple):
    """An item is a message."""

    number: int
    message_id: str
    sent_at: str

    def __repr__(self) -> str:
        return f"Told({self.number})"


class Turned(NamedTuple):
    """A page of a picture in an item was read; reading pictures is slow, so the item's clock starts anew."""

    number: int


class Said(NamedTuple):
    """A segment of an item; ``body`` is packed, and its shape was checked."""

    number: int
    place: str
    kind: str
    body: bytes

    def __repr__(self) -> str:
        return f"Said({self.number})"


class Promoted(NamedTuple):
    """Bytes of an item that is too large to be read where it lies; comes in pieces."""

    number: int
    data: bytes

    def __repr__(self) -> str:
        return f"Promoted({self.number})"


class Planned(NamedTuple):
    """The slices of a document, and what it is."""

    media_type: str
    units: tuple[tuple[int, int, int], ...]


Event = Began | Ended | Told | Turned | Said | Promoted | Planned
_EVENTS: dict[str, tuple[Callable[..., Event], tuple[type, ...]]] = {
    "began": (Began, (int, int, str, int, str, bool)),
    "ended": (Ended, (int, str, str, str, int, int, int)),
    "told": (Told, (int, str, str)),
    "turned": (Turned, (int,)),
}
_STATUSES = frozenset({"done", "unreadable", "skipped"})
_TEXT_CHARS = 4096
_FIRST_LINE = re.compile(
    rb"text (?:flowing|fixed)\n|grid -?\d{1,18} [01] \d{1,9}\n"
    rb"|fields (?P<fields>\d{1,9})\n"
)
_SEPARATORS = {"text": b"", "grid": (CELL_END + ROW_END).encode(), "fields": (CELL_END + ROW_END).encode()}
"""The control characters that each kind of body may hold."""
_FIELD_COLUMNS = 4
"""Path, value, label and group of fields, each of all of them."""
_GROUPS = re.compile(r"-?[0-9]{1,18}+(?:\x1f-?[0-9]{1,18}+)*+")
_MOST_UNITS = 1_000_000


def events_of(untrusted_frame: int, untrusted_body: bytes) -> Sequence[Event]:
    """Return the events of a frame from the child, checked.

    Raises:
        WallError: it has another shape than the protocol says.
    """
    try:
        if untrusted_frame == Frame.ITEM:
            return _item(untrusted_body)
        if untrusted_frame == Frame.SEGMENT:
            return (_said(untrusted_body),)
        if untrusted_frame == Frame.PROMOTED:
            (index,) = SEGMENT_HEADER.unpack_from(untrusted_body)
            return (Promoted(index, untrusted_body[SEGMENT_HEADER.size :]),)
        if untrusted_frame == Frame.EVENT:
            return (_told(untrusted_body),)
    except (ValueError, TypeError, struct.error, KeyError) as fault:
        raise WallError("malformed") from fault
    raise WallError("unknown frame")


def _told(untrusted_body: bytes) -> Event:
    name, *values = orjson.loads(untrusted_body)
    if name == "planned":
        media_type, units = values
        if not isinstance(media_type, str) or len(units) > _MOST_UNITS:
            raise ValueError("plan")
        return Planned(media_type[:_TEXT_CHARS], tuple((int(a), int(b), int(c)) for a, b, c in units))
    return _event(name, values, len(untrusted_body))


def _event(name: str, values: list[Any], packed_bytes: int) -> Event:
    make, kinds = _EVENTS[name]
    if tuple(map(type, values)) != kinds:
        raise ValueError("values")
    if packed_bytes > _TEXT_CHARS and any(type(v) is str and len(v) > _TEXT_CHARS for v in values):
        raise ValueError("length")
    event = make(*values)
    if isinstance(event, Ended) and event.status not in _STATUSES:
        raise ValueError("status")
    return event


def _said(untrusted_body: bytes) -> Said:
    (length,) = SEGMENT_HEADER.unpack_from(untrusted_body)
    start = SEGMENT_HEADER.size + length
    index, place = orjson.loads(untrusted_body[SEGMENT_HEADER.size : start])
    return _segment(index, place, untrusted_body[start:])


def _segment(index: int, place: str, body: bytes) -> Said:
    if type(index) is not int or type(place) is not str or len(place) > _TEXT_CHARS:
        raise ValueError("segment")
    return Said(index, place, _checked_kind(body), body)


def _item(untrusted_body: bytes) -> list[Event]:
    """Return the events of a whole item, as frames of their own would give them."""
    (length,) = SEGMENT_HEADER.unpack_from(untrusted_body)
    start = SEGMENT_HEADER.size + length
    began, told, ended, places, sizes = orjson.loads(untrusted_body[SEGMENT_HEADER.size : start])
    events = [_event("began", began, length)]
    if told:
        events.append(_event("told", told, length))
    for place, size in zip(places, sizes, strict=True):
        if type(size) is not int or size < 0:
            raise ValueError("size")
        events.append(_segment(began[0], place, untrusted_body[start : start + size]))
        start += size
    events.append(_event("ended", ended, length))
    if start != len(untrusted_body) or ended[0] != began[0] or (told and told[0] != began[0]):
        raise ValueError("item")
    return events


def _checked_kind(untrusted: bytes) -> str:
    """Return the kind of a segment's body if its texts are clean and its shape is right; raises ValueError.

    The separators are all the structure there is, so it is not taken apart to be checked.
    """
    first = _FIRST_LINE.match(untrusted)
    if first is None:
        raise ValueError("body")
    kind = untrusted[: untrusted.index(b" ")].decode("ascii")
    if holds_controls(untrusted, _SEPARATORS[kind]):
        raise ValueError("controls")
    if kind == "fields":
        _check_fields(untrusted[first.end() :].decode(), int(first["fields"]))
    return kind


def _check_fields(untrusted_text: str, count: int) -> None:
    """Raise ValueError if the text is not that of so many fields."""
    columns = untrusted_text.split(ROW_END)
    if not count or len(columns) != _FIELD_COLUMNS or any(one.count(CELL_END) != count - 1 for one in columns):
        raise ValueError("fields")
    if not _GROUPS.fullmatch(columns[-1]):
        raise ValueError("groups")


def pack_item(began: Began, told: Told | None, said: Sequence[Said], ended: Ended) -> bytes:
    """Return the body of an ITEM frame."""
    facts = (
        tuple(began),
        told and tuple(told),
        tuple(ended),
        [one.place for one in said],
        [len(one.body) for one in said],
    )
    head = orjson.dumps(facts)
    return b"".join((SEGMENT_HEADER.pack(len(head)), head, *[one.body for one in said]))


def pack_segment(index: int, place: str, body: bytes) -> bytes:
    """Return the body of a SEGMENT frame."""
    head = orjson.dumps([index, place])
    return SEGMENT_HEADER.pack(len(head)) + head + body
