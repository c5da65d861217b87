"""What a reader is: bytes in, bounded segments and children out. Runs inside the jail only.

A reader never opens a path, a process or a connection. It is given a seekable stream and a sink. A container
reader hands each child to the sink, which decides (by content, depth and size) who reads it, or that nobody can.
The same reader serves a file of its own and a child deep inside others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field, TextLayout
from tocsin.model.item_ends import ItemCode


class CannotRead(Exception):
    """The document cannot be read; the code says why. Never carries content."""

    def __init__(self, code: ItemCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """One document to read.

    ``stream`` is seekable and positioned at 0; ``untrusted_name`` is the name it goes by (may be empty);
    ``media_type`` is what sniffing said of its content; ``passwords`` are tried on locked documents.
    """

    stream: BinaryIO
    size_bytes: int
    untrusted_name: str
    media_type: str
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A slice of a large document that can be read on its own: children or rows from ``start`` to ``end``.

    What the numbers count (bytes, members) is the reader's own business; ``first_ordinal`` is the ordinal of the
    slice's first child or row, so that locators do not depend on the slicing.
    """

    start: int
    end: int
    first_ordinal: int


class Sink(Protocol):
    """Takes what a reader finds, in reading order, and stops it (CannotRead) when a limit is passed."""

    def text(self, text: str, place: str, layout: TextLayout = TextLayout.FLOWING) -> None:
        """Take a run of text; longer than the limit is cut at line ends into several segments."""

    def grid(
        self,
        rows: Sequence[Sequence[str]],
        place: str,
        first_row: int = 1,
        head: Sequence[Sequence[str]] = (),
        is_sheet: bool = False,
    ) -> None:
        """Take rows of one table; cut into segments of at most ``grid_rows``, each with the head."""

    def lines(self, lines: Sequence[str], place: str, first_row: int = 1, head: Sequence[str] = ()) -> None:
        """Take what :meth:`grid` takes, each row one text: its cells joined by ``CELL_END``.

        No cell holds ``CELL_END`` or ``ROW_END``. Whoever need not take rows apart to read them gives them like this.
        """

    def fields(self, fields: Sequence[Field], place: str) -> None:
        """Take fields of a coded or labelled source."""

    def child(self, ordinal: int, untrusted_name: str, stream: BinaryIO, size_bytes: int, media_hint: str = "") -> None:
        """Take a child (member, message, attachment), read it to its end before returning.

        ``ordinal`` counts from 1 inside this parent and does not depend on slicing. ``untrusted_name`` may be empty
        or a path (archives). The stream is used until ``child`` returns and not after.
        """

    def failed_child(self, ordinal: int, untrusted_name: str, size_bytes: int, code: ItemCode) -> None:
        """Take note of a child that is there but cannot be given (encrypted member, broken offset)."""

    def message(self, message_id: str, sent_at: str) -> None:
        """Say that this item is a message, with its Message-ID and the time it was sent (RFC 3339 UTC or empty)."""

    def partly(self, code: ItemCode) -> None:
        """Say that something of this item was not read; the item stays done."""

    def turn(self) -> None:
        """Say that a page of a picture was read: slow work, so that the clock of the item starts anew."""

    def declared(self, children: int) -> None:
        """Say how many children the container's own directory claims, to be held against the count walked."""


class Reader(Protocol):
    """One format."""

    name: str
    """Lower case, also the detector's hint of the origin: ``mbox``, ``eml``, ``pdf``."""
    media_types: frozenset[str]
    is_container: bool
    """Whether the document itself counts as a container (its own text may be empty)."""

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of about ``limits.unit_bytes``, or an empty list if it is read whole."""

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the document, or one slice of it, into the sink; raises CannotRead."""
