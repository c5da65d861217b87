"""Presentations before 2007: the text of slides, notes, masters and comments, tables by position, embedded files.

The stream is read record by record, so text of slides that an unfinished save left behind is read too.

Source: MS-PPT 2.3 (records), 2.4 to 2.9 (document, slides, text); MS-ODRAW 2.2 (shapes).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.office_art import give_pictures
from tocsin.readers.ole_children import give_embedded
from tocsin.readers.unlocking import opened

_MOST_BYTES = 256 << 20
_MOST_DEPTH = 24
_STREAM, _USER, _PICTURES = "PowerPoint Document", "Current User", "Pictures"
_LOCKED = 0xF3D1C4DF
_SLIDE, _NOTES, _MASTER, _LIST = 1006, 1008, 1016, 4080
_CHARS, _BYTES, _STRING, _OBJECT = 4000, 4008, 4026, 4113
_GROUP, _SHAPE, _ANCHOR = 0xF003, 0xF004, 0xF00F
_PLACES = {
    1000: "document", _LIST: "outline", _MASTER: "master", 12000: "comments", 4057: "headers and footers",
    4055: "links",
}  # fmt: skip
_SILENT = ("___PPT", "_PPT")
"""Beginnings of names that the program writes for itself."""
_BROKEN = (OSError, ValueError, OverflowError, struct.error)


@dataclass
class _Shape:
    """Text of one shape with its place in a group."""

    top: int = 0
    left: int = 0
    lines: list[str] = field(default_factory=list)


class Ppt:
    """The reader of binary presentations."""

    name = "ppt"
    media_types = frozenset({"application/vnd.ms-powerpoint"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a presentation is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the text, then pictures and embedded files."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        try:
            stream = _streams(data).get(_STREAM, b"")
            if _is_locked(data):
                data = opened(source)
                stream = _streams(data).get(_STREAM, b"")
        except _BROKEN as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        if not stream:
            raise CannotRead(ItemCode.CORRUPT)
        slides = _Slides(sink)
        slides.take(stream)
        slides.end()
        _give_files(data, slides.objects, sink)


READER = Ppt()


def _streams(data: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        wanted = [name for name in (_STREAM, _USER, _PICTURES) if ole.exists(name)]
        return {name: ole.openstream(name).read() for name in wanted}


def _is_locked(data: bytes) -> bool:
    user = _streams(data).get(_USER, b"")
    return len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _LOCKED


def _give_files(data: bytes, objects: list[bytes], sink: Sink) -> None:
    ordinal = 1
    for number, body in enumerate(objects, 1):
        sink.child(ordinal, f"object {number}", io.BytesIO(body), len(body))
        ordinal += 1
    ordinal += give_pictures(_streams(data).get(_PICTURES, b""), sink, ordinal)
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        give_embedded(ole, sink, ordinal)


class _Slides:
    """Walks the records of the stream."""

    def __init__(self, sink: Sink) -> None:
        self.objects: list[bytes] = []
        self._sink = sink
        self._slides = self._notes = 0
        self._said: dict[str, list[str]] = {}
        self._seen: set[tuple[str, str]] = set()

    def take(self, data: bytes) -> None:
        """Take the whole stream."""
        is_whole = self._walk(data, "document", 0, None)
        if not is_whole:
            self._sink.partly(ItemCode.PARTLY_CORRUPT)

    def end(self) -> None:
        """Give the text by its places."""
        for place, lines in self._said.items():
            self._sink.text("\n".join(lines), place)

    def _walk(self, data: bytes, place: str, depth: int, shape: _Shape | None) -> bool:
        is_whole = True
        for head, kind, body in _records(data):
            if head & 0x0F == 0x0F:
                if depth >= _MOST_DEPTH:
                    return False
                is_whole &= self._container(kind, body, place, depth, shape)
            else:
                self._atom(head >> 4, kind, body, place, shape)
        return is_whole

    def _container(self, kind: int, body: bytes, place: str, depth: int, shape: _Shape | None) -> bool:
        if kind == _SLIDE:
            self._slides += 1
            place = f"slide {self._slides}"
        elif kind == _NOTES:
            self._notes += 1
            place = f"notes {self._notes}"
        place = _PLACES.get(kind, place)
        if kind == _GROUP and depth < _MOST_DEPTH:
            return self._group(body, place, depth)
        return self._walk(body, place, depth + 1, shape)

    def _group(self, body: bytes, place: str, depth: int) -> bool:
        """Read a group of shapes: a table where they stand in rows and columns, else one after the other."""
        shapes: list[_Shape] = []
        is_whole = True
        for head, kind, inner in _records(body):
            if head & 0x0F != 0x0F:
                continue
            if kind == _SHAPE:
                shape = _Shape()
                is_whole &= self._walk(inner, place, depth + 1, shape)
                shapes.append(shape)
            else:
                is_whole &= self._container(kind, inner, place, depth + 1, None)
        rows = _rows([shape for shape in shapes if shape.lines])
        if rows:
            self._sink.grid(rows, f"{place}, table")
        else:
            self._say(place, [line for shape in shapes for line in shape.lines])
        return is_whole

    def _atom(self, instance: int, kind: int, body: bytes, place: str, shape: _Shape | None) -> None:
        if kind == _OBJECT:
            self.objects.append(_unpacked(body) if instance == 1 else body)
        elif kind == _ANCHOR and shape is not None and len(body) >= 16:
            shape.left, shape.top = struct.unpack_from("<ii", body)
        elif kind in {_CHARS, _STRING, _BYTES}:
            text = body.decode("cp1252" if kind == _BYTES else "utf-16-le", "replace")
            lines = [line for line in _plain(text).split("\n") if line.strip() and not line.startswith(_SILENT)]
            if shape is not None:
                shape.lines += lines
            else:
                self._say(place, lines)

    def _say(self, place: str, lines: list[str]) -> None:
        for line in lines:
            if (place, line) not in self._seen or not place.startswith(("master", "document")):
                self._seen.add((place, line))
                self._said.setdefault(place, []).append(line)


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield version and instance, type and body of records one behind the other."""
    at = 0
    while at + 8 <= len(data):
        head, kind, length = struct.unpack_from("<HHI", data, at)
        yield head, kind, data[at + 8 : at + 8 + length]
        at += 8 + length


def _plain(text: str) -> str:
    """Return text with its line ends; a lone asterisk stands for a number or date that is filled in when shown."""
    return "" if text == "*" else text.replace("\r", "\n").replace("\x0b", "\n").replace("\0", "")


def _rows(shapes: list[_Shape]) -> list[list[str]]:
    """Return shapes as rows of a table if they stand in at least two rows and two columns that most of them fill."""
    tops = sorted({shape.top for shape in shapes})
    lefts = sorted({shape.left for shape in shapes})
    if len(tops) < 2 or len(lefts) < 2 or len(shapes) * 2 < len(tops) * len(lefts) or len(shapes) < 4:
        return []
    rows = [[""] * len(lefts) for _ in tops]
    for shape in shapes:
        cell = rows[tops.index(shape.top)]
        column = lefts.index(shape.left)
        cell[column] = "\n".join(filter(None, (cell[column], *shape.lines)))
    return rows


def _unpacked(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body[4:], _MOST_BYTES)
    except zlib.error:
        return body
