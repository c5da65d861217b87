"""What the jailed side tells, and when: small items whole once they have ended, others as they are opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tocsin.config import JAIL
from tocsin.jail.line import Line
from tocsin.jail.protocol import Began, Ended, Event, Frame, Said, Told, Turned, events_of
from tocsin.model.bodies import TextBody, pack_body
from tocsin.readers.channel import FLUSH_BYTES, Channel

NOTE, MAIL = Began(1, 0, "1-note.txt", 9, "text/plain", False), Began(0, -1, "", 90, "message/rfc822", True)
LARGE, PICTURE = NOTE._replace(size_bytes=FLUSH_BYTES), NOTE._replace(media_type="image/png")
SAID, TOLD = Said(1, "body", "text", pack_body(TextBody("hello"))), Told(0, "a@b", "")
END, END_OF_MAIL = Ended(1, "done", "", "", 9, 0, -1), Ended(0, "done", "", "", 90, 1, -1)
LONG = SAID._replace(body=pack_body(TextBody("x" * FLUSH_BYTES)))


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Line]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        channel = Channel(theirs)
        channel.is_careful = False
        channel.flush()
        yield channel, Line(ours, JAIL.frame_bytes)


def _heard(line: Line) -> list[tuple[int, list[Event]]]:
    frames = []
    while (frame := line.receive(5.0))[0] != Frame.DONE:
        frames.append((frame[0], list(events_of(*frame))))
    return frames


@pytest.mark.parametrize(
    ("events", "frames"),
    [
        ([NOTE, SAID, SAID, END], [Frame.ITEM]),
        ([MAIL, TOLD, END_OF_MAIL], [Frame.ITEM]),
        ([NOTE, END], [Frame.ITEM]),
        ([MAIL, TOLD, NOTE, SAID, END, END_OF_MAIL], [Frame.EVENT, Frame.EVENT, Frame.ITEM, Frame.EVENT]),
        ([LARGE, SAID, END], [Frame.EVENT, Frame.SEGMENT, Frame.EVENT]),
        ([PICTURE, Turned(1), END], [Frame.EVENT] * 3),
        ([NOTE, LONG, LONG, END], [Frame.EVENT, Frame.SEGMENT, Frame.SEGMENT, Frame.EVENT]),
        ([NOTE, SAID], [Frame.EVENT, Frame.SEGMENT]),
    ],
)
def test_all_is_told_once_and_in_order(ends: tuple[Channel, Line], events: list[Event], frames: list[Frame]) -> None:
    channel, line = ends
    for event in events:
        channel.tell(event)
    channel.done()
    heard = _heard(line)
    assert [frame for frame, _ in heard] == frames
    assert [event for _, told in heard for event in told] == events


@pytest.mark.parametrize(("event", "is_careful"), [(NOTE, True), (LARGE, False), (PICTURE, False)])
def test_what_may_break_its_reader_is_told_before_it_is_opened(
    ends: tuple[Channel, Line], event: Began, is_careful: bool
) -> None:
    channel, line = ends
    channel.is_careful = is_careful
    channel.tell(event)
    assert list(events_of(*line.receive(5.0))) == [event]


def test_an_item_is_held_over_a_range_that_its_container_asks_for(ends: tuple[Channel, Line]) -> None:
    channel, line = ends
    channel.tell(NOTE)
    line.send(Frame.DATA, b"bytes", 5.0)
    assert channel.range(0, 5) == b"bytes"
    assert line.receive(5.0)[0] == Frame.READ
    channel.tell(END)
    channel.done()
    assert _heard(line) == [(Frame.ITEM, [NOTE, END])]
