"""What every test of a reader needs: a sink that remembers, and a way to read bytes into it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest

from tocsin.config import READ, ReadLimits
from tocsin.model.bodies import CELL_END
from tocsin.model.evidence import ItemCode
from tocsin.model.segments import Field, TextLayout
from tocsin.readers.interface import CannotRead, Reader, Source


@dataclass
class Recorder:
    """A sink that keeps what it is given."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    grids: list[tuple[str, int, list[list[str]], list[list[str]]]] = field(default_factory=list)
    field_lists: list[tuple[str, list[Field]]] = field(default_factory=list)
    children: list[tuple[int, str, bytes]] = field(default_factory=list)
    failed: list[tuple[int, str, ItemCode]] = field(default_factory=list)
    codes: list[ItemCode] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    claimed: int = -1
    turned: int = 0
    cannot: ItemCode | None = None

    def text(self, text: str, place: str, layout: TextLayout = TextLayout.FLOWING) -> None:
        if text.strip():
            self.texts.append((place, text))
            self.order.append(place)

    def grid(
        self,
        rows: Sequence[Sequence[str]],
        place: str,
        first_row: int = 1,
        head: Sequence[Sequence[str]] = (),
        is_sheet: bool = False,
    ) -> None:
        self.grids.append((place, first_row, [list(row) for row in rows], [list(row) for row in head]))
        self.order.append(place)

    def lines(self, lines: Sequence[str], place: str, first_row: int = 1, head: Sequence[str] = ()) -> None:
        self.grid([row.split(CELL_END) for row in lines], place, first_row, [row.split(CELL_END) for row in head])

    def fields(self, fields: Sequence[Field], place: str) -> None:
        self.field_lists.append((place, list(fields)))

    def child(self, ordinal: int, untrusted_name: str, stream: BinaryIO, size_bytes: int, media_hint: str = "") -> None:
        data = stream.read()
        assert len(data) == size_bytes
        self.children.append((ordinal, untrusted_name, data))

    def failed_child(self, ordinal: int, untrusted_name: str, size_bytes: int, code: ItemCode) -> None:
        self.failed.append((ordinal, untrusted_name, code))

    def message(self, message_id: str, sent_at: str) -> None:
        pass

    def partly(self, code: ItemCode) -> None:
        self.codes.append(code)

    def turn(self) -> None:
        self.turned += 1

    def declared(self, children: int) -> None:
        self.claimed = children

    def all_text(self) -> str:
        """Return everything that was said, as one string."""
        cells = [cell for _, _, rows, _ in self.grids for row in rows for cell in row]
        values = [one.value for _, fields in self.field_lists for one in fields]
        return "\n".join([text for _, text in self.texts] + cells + values)


Read = Callable[..., Recorder]


@pytest.fixture
def read() -> Read:
    """Return a function that reads bytes with a reader and returns what its sink remembers."""

    def run(
        reader: Reader,
        data: bytes,
        media_type: str = "",
        name: str = "document",
        passwords: tuple[str, ...] = (),
        limits: ReadLimits = READ,
    ) -> Recorder:
        recorder = Recorder()
        kind = media_type or min(reader.media_types)
        try:
            reader.read(Source(io.BytesIO(data), len(data), name, kind, passwords), recorder, limits)
        except CannotRead as cannot:
            recorder.cannot = cannot.code
        return recorder

    return run
