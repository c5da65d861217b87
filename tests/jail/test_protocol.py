"""What may cross the wall: whole frames of known shape, texts that hold no control characters; nothing else."""

from __future__ import annotations

import orjson
import pytest

from tocsin.jail.protocol import Began, Ended, Frame, Said, Told, WallError, events_of, pack_item, pack_segment
from tocsin.model.segments import Field, FieldsBody, GridBody, TextBody, TextLayout, pack_body

_GOOD = {
    "text": pack_body(TextBody("a\tb\nc \u00e9", TextLayout.FIXED)),
    "grid": pack_body(GridBody((("a", "b"), (), ("c\nd", "\u00e9")), 1, (("a", "b"),))),
    "fields": pack_body(FieldsBody((Field("PID-5", "Lee", "name", 1), Field("PID-7", "", "", -2)))),
}


@pytest.mark.parametrize("kind", sorted(_GOOD))
def test_what_readers_pack_passes(kind: str) -> None:
    (said,) = events_of(Frame.SEGMENT, pack_segment(3, "page 1", _GOOD[kind]))
    assert said == Said(3, "page 1", kind, _GOOD[kind])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"text\nx",
        b"text flowing",
        b"text sideways\nx",
        b"blob\nx",
        b"text flowing\na\x1fb",
        b"text flowing\na\x00b",
        b"text flowing\n\xff",
        "text flowing\na\u202eb".encode(),
        "text flowing\na\u0085b".encode(),
        b"text flowing\na\xed\xa0\x80b",
        b"grid 1 0 1\na\x1fb\x07",
        b"grid 1 2 1\na",
        b"grid x 0 1\na",
        b"grid 1 0 9999999999\na",
        b"fields 0\n",
        b"fields 1\na\x1eb\x1ec",
        b"fields 1\na\x1eb\x1ec\x1ed",
        b"fields 1\na\x1eb\x1ec\x1e" + b"9" * 19,
        b"fields 2\na\x1eb\x1ec\x1e1",
        b"fields 2\na\x1fa\x1eb\x1fb\x1ec\x1fc\x1e1\x1f",
        b"fields 1\na\x1eb\rb\x1ec\x1e1",
    ],
)
def test_a_body_that_no_reader_packs_is_refused(body: bytes) -> None:
    with pytest.raises(WallError, match="malformed"):
        events_of(Frame.SEGMENT, pack_segment(0, "", body))


@pytest.mark.parametrize("head", [[0], ["0", ""], [0, 1], [0, "x" * 5_000], {"0": ""}])
def test_a_segment_without_a_place_is_refused(head: object) -> None:
    packed = orjson.dumps(head)
    with pytest.raises(WallError, match="malformed"):
        events_of(Frame.SEGMENT, len(packed).to_bytes(4, "big") + packed + _GOOD["text"])


@pytest.mark.parametrize(
    "event",
    [
        [],
        ["began"],
        ["lied", 0],
        ["began", 0, -1, "", 1, "text/plain"],
        ["began", 0, -1, "", 1, "text/plain", 1],
        ["began", True, -1, "", 1, "text/plain", False],
        ["began", 0, -1, "x" * 5_000, 1, "text/plain", False],
        ["told", 0, "", 7],
        ["ended", 0, "duplicate", "", "", 1, 0, -1],
        ["ended", 0, "done", "", "", 1.0, 0, -1],
        ["planned", 1, []],
        ["planned", "text/plain", [[1, 2]]],
        {"began": 0},
        7,
    ],
)
def test_an_event_of_another_shape_is_refused(event: object) -> None:
    with pytest.raises(WallError, match="malformed"):
        events_of(Frame.EVENT, orjson.dumps(event))


def test_an_event_of_its_shape_passes() -> None:
    body = orjson.dumps(["began", 1, 0, "a" * 4_096, 1, "text/plain", False])
    assert list(events_of(Frame.EVENT, body)) == [Began(1, 0, "a" * 4_096, 1, "text/plain", False)]
    with pytest.raises(WallError, match="unknown frame"):
        events_of(Frame.JOB, b"")


BEGAN, TOLD = Began(2, 1, "1-note.txt", 9, "text/plain", False), Told(2, "a@b", "")
ENDED = Ended(2, "done", "", "0" * 64, 9, 0, -1)
SAID = tuple(Said(2, f"page {at}", kind, body) for at, (kind, body) in enumerate(_GOOD.items()))


@pytest.mark.parametrize("told", [None, TOLD])
@pytest.mark.parametrize("said", [(), SAID[:1], SAID])
def test_a_whole_item_gives_what_its_frames_would(told: Told | None, said: tuple[Said, ...]) -> None:
    events = events_of(Frame.ITEM, pack_item(BEGAN, told, said, ENDED))
    assert list(events) == [BEGAN, *([told] if told else []), *said, ENDED]


def _packed(facts: object, bodies: bytes) -> bytes:
    head = orjson.dumps(facts)
    return len(head).to_bytes(4, "big") + head + bodies


_BODY = _GOOD["text"]


@pytest.mark.parametrize(
    ("facts", "bodies"),
    [
        ((BEGAN[:], None, ENDED[:], ["a"], [len(_BODY)]), _BODY + b"more"),
        ((BEGAN[:], None, ENDED[:], ["a"], [len(_BODY) - 99]), _BODY),
        ((BEGAN[:], None, ENDED[:], ["a"], [len(_BODY) + 1]), _BODY),
        ((BEGAN[:], None, ENDED[:], ["a", "b"], [len(_BODY)]), _BODY),
        ((BEGAN[:], None, ENDED[:], ["a"], [float(len(_BODY))]), _BODY),
        ((BEGAN[:], None, ENDED[:], [7], [len(_BODY)]), _BODY),
        ((BEGAN[:], None, ENDED[:], ["a"], [len(_BODY) + 1]), _BODY + b"\x00"),
        ((BEGAN[:], None, (3, *ENDED[1:]), [], []), b""),
        ((BEGAN[:], (3, "", ""), ENDED[:], [], []), b""),
        ((BEGAN[:], ("2", "", ""), ENDED[:], [], []), b""),
        ((BEGAN[:5], None, ENDED[:], [], []), b""),
        ((BEGAN[:], None, (2, "duplicate", *ENDED[2:]), [], []), b""),
        (((2, 1, "x" * 5_000, *BEGAN[3:]), None, ENDED[:], [], []), b""),
        ((BEGAN[:], None, ENDED[:]), b""),
        ((None, None, ENDED[:], [], []), b""),
        (7, b""),
    ],
)
def test_an_item_of_another_shape_is_refused(facts: object, bodies: bytes) -> None:
    with pytest.raises(WallError, match="malformed"):
        events_of(Frame.ITEM, _packed(facts, bodies))


def test_an_item_without_its_head_is_refused() -> None:
    with pytest.raises(WallError, match="malformed"):
        events_of(Frame.ITEM, b"\0\0")
