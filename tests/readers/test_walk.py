"""How an item ends whose reader gave nothing: skipped if there is nothing, unreadable if it could not be read."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from tocsin.config import READ, ReadLimits
from tocsin.jail.protocol import Ended, Event
from tocsin.model.evidence import ItemCode
from tocsin.readers import walk
from tocsin.readers.interface import Sink, Source, Unit


@dataclass(frozen=True)
class Silent:
    """A reader that gives nothing but codes."""

    codes: tuple[ItemCode, ...]
    name: str = "silent"
    media_types: frozenset[str] = frozenset({"text/plain"})
    is_container: bool = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        for code in self.codes:
            sink.partly(code)


@pytest.mark.parametrize(
    ("codes", "status", "code"),
    [
        ((), "skipped", "no_text"),
        ((ItemCode.PARTLY_CORRUPT, ItemCode.TRUNCATED), "unreadable", "corrupt"),
        ((ItemCode.ENCRYPTED, ItemCode.PARTLY_CORRUPT), "unreadable", "encrypted"),
        ((ItemCode.TRUNCATED,), "unreadable", "truncated"),
    ],
)
def test_nothing_read_is_told_from_nothing_there(
    monkeypatch: pytest.MonkeyPatch, codes: tuple[ItemCode, ...], status: str, code: str
) -> None:
    monkeypatch.setattr(walk, "reader_for", lambda media_type: Silent(codes))
    events: list[Event] = []
    walk.Walk(events.append, READ, {}, (), 5).read_root(io.BytesIO(b"words"), 5, "a.txt", "text/plain", None, 0)
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert (ended.status, ended.code) == (status, code)
