"""The walk through one document: who reads it, its children, their children; everything numbered, hashed and bounded.

This is the sink that readers write into. It runs inside the jail and sends events out as they happen, so that the
supervisor knows which item was open when a reader broke.
"""

from __future__ import annotations

import hashlib
import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import BinaryIO

from tocsin.config import ReadLimits
from tocsin.jail.protocol import Began, Ended, Event, Promoted, Said, Told, Turned
from tocsin.model.bodies import (
    CELL_END,
    ROW_END,
    Field,
    TextBody,
    TextLayout,
    columns_of,
    pack_body,
    pack_columns,
    pack_rows,
    pack_whole,
)
from tocsin.model.item_ends import ItemCode, ItemStatus
from tocsin.readers.clean_rows import CleanRows
from tocsin.readers.interface import CannotRead, Source, Unit
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.untrusted import clean_name, clean_path, clean_text, controls_in

Send = Callable[[Event], None]
HEAD_BYTES = 65_536
_BLOCK = 1 << 20
_GRID_CHARS, _HEAD_CHARS = 2_000_000, 250_000
"""Code points of the rows of one segment, and of the head it carries: in any script, a body stays below a frame."""
_PATH_CHARS, _LABEL_CHARS = 300, 200
_EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()


class Walk:
    """Reads one unit: numbers its items, keeps the limits that hold over all of them."""

    def __init__(
        self,
        send: Send,
        limits: ReadLimits,
        skip: dict[int, str],
        passwords: Sequence[str],
        packed_bytes: int,
        fetch: int = -1,
    ) -> None:
        self.send = send
        self.fetch = fetch
        self.limits = limits
        self.skip = skip
        self.passwords = tuple(passwords)
        self.count = 0
        self.expanded_bytes = 0
        self._most_bytes = min(
            limits.expanded_bytes, max(limits.expansion_free_bytes, packed_bytes * limits.expansion_ratio)
        )

    def read_root(self, stream: BinaryIO, size: int, name: str, media_type: str, unit: Unit | None, depth: int) -> None:
        """Read the document of a job; a slice is read without counting the document itself again."""
        kind = media_type or sniff(_head(stream), name, size)
        self._item(_Parent(-1, "", depth - 1), name, stream, size, kind, unit)

    def child(self, sink: Item, ordinal: int, name: str, stream: BinaryIO, size: int, hint: str) -> None:
        """Read a child of an item."""
        if sink.children > self.limits.children:
            raise CannotRead(ItemCode.TOO_MANY_CHILDREN)
        self.take(size)
        kind = sniff(_head(stream), name, size)
        if hint == "message/rfc822" and kind.startswith("text/"):
            kind = hint
        step = sink.step(ordinal, name, is_message=hint == "message/rfc822" and not name)
        self._item(_Parent(sink.index, step, sink.depth), name, stream, size, kind, None)

    def failed_child(self, sink: Item, ordinal: int, name: str, size: int, code: ItemCode) -> None:
        """Number a child that cannot be opened."""
        index = self._begin(
            sink.index, sink.step(ordinal, name, is_message=False), max(0, size), "application/octet-stream", False
        )
        status = ItemStatus.SKIPPED if code in _SKIPPED else ItemStatus.UNREADABLE
        self.send(Ended(index, status.value, code.value, _EMPTY_SHA256, max(0, size), 0, -1))

    def take(self, size: int) -> None:
        """Count unfolded bytes against the bomb limit."""
        self.expanded_bytes += max(0, size)
        if self.expanded_bytes > self._most_bytes:
            raise CannotRead(ItemCode.BOMB)

    def _begin(self, parent: int, step: str, size: int, media_type: str, is_container: bool) -> int:
        index = self.count
        self.count += 1
        self.send(Began(index, parent, step[:1000], size, media_type[:200], is_container))
        return index

    def _item(
        self, parent: _Parent, name: str, stream: BinaryIO, size: int, media_type: str, unit: Unit | None
    ) -> None:
        reader = reader_for(media_type)
        is_container = bool(reader and reader.is_container)
        index = self._begin(parent.index, parent.step, size, media_type, is_container)
        sink = Item(self, index, parent.depth + 1)
        if index in self.skip:
            self._end(sink, ItemStatus.UNREADABLE, self.skip[index], "", size)
            return
        digest = _sha256(stream) if index > 0 else ""  # the document itself was hashed when it was sealed
        status, code = self._outcome(sink, Source(stream, size, name, media_type, self.passwords), unit)
        self._end(sink, status, code, digest, size)

    def _outcome(self, sink: Item, source: Source, unit: Unit | None) -> tuple[ItemStatus, str]:
        """Return how the item ended; a broken document is a result, not an error."""
        reader = reader_for(source.media_type)
        if source.size_bytes == 0:
            return ItemStatus.SKIPPED, ItemCode.EMPTY.value
        if sink.depth > self.limits.depth:
            return ItemStatus.UNREADABLE, ItemCode.TOO_DEEP.value
        if reader is None:
            code = _WITHOUT_READER.get(source.media_type, ItemCode.NO_READER)
            return (ItemStatus.SKIPPED if code in _SKIPPED else ItemStatus.UNREADABLE), code.value
        if sink.index > 0 and source.size_bytes > self.limits.child_in_memory_bytes:
            return self._promoted(sink, source)
        try:
            reader.read(source, sink, self.limits, unit)
        except CannotRead as cannot:
            return self._cut_short(sink, cannot.code)
        except MemoryError:
            return self._cut_short(sink, ItemCode.OUT_OF_MEMORY)
        except RecursionError:
            return self._cut_short(sink, ItemCode.TOO_DEEP)
        except Exception:  # noqa: BLE001 - a worker must survive what a library makes of a hostile document
            return self._cut_short(sink, ItemCode.CORRUPT)
        if not sink.said and not sink.children and unit is None:
            return _nothing_read(sink.part_codes())
        return ItemStatus.DONE, sink.part_codes()

    def _cut_short(self, sink: Item, code: ItemCode) -> tuple[ItemStatus, str]:
        """Return unreadable, or done in part if something was read before the document broke."""
        if code in _SKIPPED:
            return ItemStatus.SKIPPED, code.value
        if sink.said or sink.children:
            sink.partly(code if code in _LIMITS else ItemCode.PARTLY_CORRUPT)
            return ItemStatus.DONE, sink.part_codes()
        return ItemStatus.UNREADABLE, code.value

    def _promoted(self, sink: Item, source: Source) -> tuple[ItemStatus, str]:
        """Leave a large child to be sealed and read on its own; send its bytes out if this job asks for them."""
        if self.fetch == sink.index:
            source.stream.seek(0)
            while block := source.stream.read(_BLOCK):
                self.send(Promoted(sink.index, block))
        return ItemStatus.DONE, "promoted"

    def _end(self, sink: Item, status: ItemStatus, code: str, digest: str, size: int) -> None:
        self.send(Ended(sink.index, status.value, code, digest, size, sink.children, sink.declared_children))


_SKIPPED = frozenset({ItemCode.EMPTY, ItemCode.NO_TEXT, ItemCode.SYSTEM_FILE, ItemCode.SPECIAL_FILE, ItemCode.LINK})
_LIMITS = frozenset(
    {
        ItemCode.BOMB,
        ItemCode.TOO_MANY_CHILDREN,
        ItemCode.TOO_DEEP,
        ItemCode.TOO_LARGE,
        ItemCode.TOO_MUCH_OUTPUT,
        ItemCode.OUT_OF_MEMORY,
        ItemCode.ENCRYPTED,
    }
)
_WITHOUT_READER = {"application/x-high-entropy": ItemCode.HIGH_ENTROPY}


def _nothing_read(part_codes: str) -> tuple[ItemStatus, str]:
    """Return skipped for an item that says nothing, unreadable if what was not read may be why.

    Example:
        >>> _nothing_read("partly_corrupt")[1], _nothing_read("encrypted;truncated")[1], _nothing_read("")[1]
        ('corrupt', 'encrypted', 'no_text')
    """
    codes = part_codes.split(";") if part_codes else []
    if not codes:
        return ItemStatus.SKIPPED, ItemCode.NO_TEXT.value
    if ItemCode.ENCRYPTED in codes:
        return ItemStatus.UNREADABLE, ItemCode.ENCRYPTED.value
    return ItemStatus.UNREADABLE, ItemCode.CORRUPT.value if ItemCode.PARTLY_CORRUPT in codes else codes[0]


class _Parent:
    """Where an item hangs."""

    def __init__(self, index: int, step: str, depth: int) -> None:
        self.index, self.step, self.depth = index, step, depth


class Item:
    """The sink of one item."""

    def __init__(self, walk: Walk, index: int, depth: int) -> None:
        self.index, self.depth = index, depth
        self.children = 0
        self.declared_children = -1
        self.said = 0
        self._walk = walk
        self._codes: set[ItemCode] = set()
        self._clean = CleanRows(walk.limits, self._codes)
        self._steps: dict[str, int] = {}

    def text(self, text: str, place: str, layout: TextLayout = TextLayout.FLOWING) -> None:
        """Take a run of text, cut at line ends where it is too long."""
        if "\ufffd" in text:
            self._codes.add(ItemCode.CHARACTERS_REPLACED)
        cleaned = clean_text(text)
        limit = self._walk.limits.text_chars
        start = 0
        while start < len(cleaned):
            end = _cut(cleaned, start, limit)
            piece = cleaned[start:end]
            if piece.strip():
                self._say(place, pack_body(TextBody(piece, layout)))
            start = end

    def grid(
        self,
        rows: Sequence[Sequence[str]],
        place: str,
        first_row: int = 1,
        head: Sequence[Sequence[str]] = (),
        is_sheet: bool = False,
    ) -> None:
        """Take rows of a table, cut into segments, each with the table's head."""
        top = self._clean.of_cells(head[: self._walk.limits.grid_head_rows])
        self._give(self._clean.of_cells(rows), place, first_row, top, is_sheet=is_sheet)

    def lines(self, lines: Sequence[str], place: str, first_row: int = 1, head: Sequence[str] = ()) -> None:
        """Take rows of a table whose cells are joined already."""
        limits = self._walk.limits
        top = self._clean.of_lines(head[: limits.grid_head_rows])
        whole = self._clean.whole(lines) if top and 0 < len(lines) <= limits.grid_rows else None
        if whole is None or len(whole) > _GRID_CHARS:
            self._give(self._clean.of_lines(lines), place, first_row, top, is_sheet=False)
        elif whole.strip(CELL_END + ROW_END):
            self._say(place, pack_whole(whole, first_row, _within(top, _HEAD_CHARS)))

    def _give(self, joined: list[str], place: str, first_row: int, head: list[str], *, is_sheet: bool) -> None:
        limits = self._walk.limits
        top = _within(head or joined[: limits.grid_head_rows], _HEAD_CHARS)
        start = 0
        while start < len(joined):
            piece = _within(joined[start : start + limits.grid_rows], _GRID_CHARS)
            if any(row.strip(CELL_END) for row in piece):
                self._say(place, pack_rows(piece, first_row + start, top, is_sheet=is_sheet))
            start += len(piece)

    def fields(self, fields: Sequence[Field], place: str) -> None:
        """Take fields, cut into segments at their limit."""
        limit = self._walk.limits.fields
        for start in range(0, len(fields), limit):
            columns = columns_of(fields[start : start + limit])
            if not self._are_plain(*columns[:3]):
                columns = columns_of([self._field(field) for field in fields[start : start + limit]])
            if any(columns[1]):
                self._say(place, pack_columns(*columns))

    def child(self, ordinal: int, untrusted_name: str, stream: BinaryIO, size_bytes: int, media_hint: str = "") -> None:
        """Read a child."""
        self.children += 1
        self._walk.child(self, ordinal, untrusted_name, stream, size_bytes, media_hint)

    def failed_child(self, ordinal: int, untrusted_name: str, size_bytes: int, code: ItemCode) -> None:
        """Take note of a child that cannot be opened."""
        self.children += 1
        self._walk.failed_child(self, ordinal, untrusted_name, size_bytes, code)

    def message(self, message_id: str, sent_at: str) -> None:
        """Say that this is a message."""
        self._walk.send(Told(self.index, clean_name(message_id)[:998] if message_id else "", sent_at[:40]))

    def partly(self, code: ItemCode) -> None:
        """Say that something of it was not read."""
        self._codes.add(code)

    def turn(self) -> None:
        """Say that a page of a picture was read."""
        self._walk.send(Turned(self.index))

    def declared(self, children: int) -> None:
        """Keep the count the container's directory claims."""
        self.declared_children = children

    def part_codes(self) -> str:
        """Return the codes of what was not read, joined, without doubles."""
        if self.declared_children >= 0 and self.declared_children != self.children:
            self._codes.add(ItemCode.COUNT_DIFFERS)
        return ";".join(sorted(code.value for code in self._codes))

    def step(self, ordinal: int, name: str, *, is_message: bool) -> str:
        """Return the locator step of a child: its number for messages, else number and name, or a member's path."""
        if is_message or not name:
            step = str(ordinal)
        elif "/" in name or "\\" in name:
            step = clean_path(name)
        else:
            step = f"{ordinal}-{clean_name(name)}"
        times = self._steps[step] = self._steps.get(step, 0) + 1
        return step if times == 1 else f"{step}~{times}"

    def _say(self, place: str, body: bytes) -> None:
        self.said += 1
        name = place if place.isascii() and place.isprintable() else clean_text(place)
        self._walk.send(Said(self.index, name[:200], "", body))

    def _are_plain(self, paths: list[str], values: list[str], labels: list[str]) -> bool:
        """Tell whether nothing is to be cleaned or cut, which is seen of all at once."""
        whole = CELL_END.join((*paths, *values, *labels))
        is_short = max(map(len, values)) <= self._walk.limits.text_chars
        is_short = is_short and max(map(len, paths)) <= _PATH_CHARS and max(map(len, labels)) <= _LABEL_CHARS
        return is_short and whole.isascii() and controls_in(whole) == 3 * len(paths) - 1

    def _field(self, field: Field) -> Field:
        path, label, limit = field.path, field.label, self._walk.limits.text_chars
        is_plain = _is_plain(field.value, limit) and _is_plain(path, _PATH_CHARS) and _is_plain(label, _LABEL_CHARS)
        if is_plain:
            return field
        value = clean_text(field.value)[:limit]
        return Field(clean_text(path)[:_PATH_CHARS], value, clean_text(label)[:_LABEL_CHARS], field.group)


def _is_plain(text: str, chars: int) -> bool:
    return len(text) <= chars and text.isascii() and text.isprintable()


def _within(rows: list[str], chars: int) -> list[str]:
    """Return the first rows that have no more characters together: one at least."""
    if sum(map(len, rows)) <= chars:
        return rows
    return rows[: max(1, bisect_right(list(accumulate(map(len, rows))), chars))]


def _cut(text: str, start: int, limit: int) -> int:
    """Return where the segment that begins at ``start`` ends: after a line end if there is one."""
    if len(text) - start <= limit:
        return len(text)
    end = text.rfind("\n", start + limit // 2, start + limit)
    return end + 1 if end >= 0 else start + limit


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return head


def _sha256(stream: BinaryIO) -> str:
    if isinstance(stream, io.BytesIO):
        return hashlib.sha256(stream.getbuffer()).hexdigest()
    digest = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(_BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()
