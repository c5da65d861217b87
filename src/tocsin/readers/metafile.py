"""Windows metafiles (EMF, WMF): the texts that a drawing writes, line by line.

Tables pasted from a sheet into a letter lie in it as such drawings. One that draws no text stays unread, since it may
show letters as shapes; one that holds a picture too is said to need OCR.

Source: MS-EMF 2.3 (records), 2.2.5 (EmrText); MS-WMF 2.3.3 (META_EXTTEXTOUT, META_TEXTOUT).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.config import ReadLimits
from tocsin.model.bodies import TextLayout
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_EMF = frozenset({"image/x-emf", "image/emf"})
_MOST_BYTES = 64 << 20
_MOST_RUNS = 100_000
_LINES = 200
"""Texts whose heights differ by less than this part of the drawing stand on one line."""
_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_RECORD = struct.Struct("<II")
_TEXT = struct.Struct("<iiIII")
"""Where, how many characters, where they stand in the record, options."""
_SMALL = struct.Struct("<iiII")
_TEXT_BYTES = 40
_EXT_A, _EXT_W, _POLY_A, _POLY_W, _SMALL_TEXT = 83, 84, 96, 97, 108
_NO_BOUNDS, _NARROW = 0x100, 0x200
_PICTURES = frozenset({76, 77, 78, 79, 80, 81, 114, 116})
_PICTURE_BYTES = 1_000
_WMF_RECORD = struct.Struct("<IH")
_WMF_TEXT, _WMF_EXT_TEXT = 0x0521, 0x0A32
_WMF_PICTURES = frozenset({0x0940, 0x0B41, 0x0D33, 0x0F43, 0x0922, 0x0B23})
_WMF_RECTANGLE = 6


@dataclass(frozen=True, slots=True)
class _Run:
    """A text and where it begins, in the drawing's own units."""

    top: int
    left: int
    text: str = field(repr=False)


class Metafile:
    """The reader of Windows metafiles."""

    name = "metafile"
    media_types = frozenset({*_EMF, "image/x-wmf", "image/wmf"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the drawing's texts as lines."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        source.stream.seek(0)
        data = source.stream.read()
        runs: list[_Run] = []
        pictures = 0
        for found in _emf(data) if source.media_type in _EMF else _wmf(data):
            if isinstance(found, _Run):
                runs.append(found)
            elif found is None:
                sink.partly(ItemCode.PARTLY_CORRUPT)
            else:
                pictures += found
            if len(runs) >= _MOST_RUNS:
                sink.partly(ItemCode.TRUNCATED)
                break
        text = "\n".join(_lines([run for run in runs if run.text.strip("\0 ")]))
        if not text:
            raise CannotRead(ItemCode.NEEDS_OCR if pictures else ItemCode.NO_READER)
        sink.text(text, "drawing", TextLayout.FIXED)
        if pictures:
            sink.partly(ItemCode.NEEDS_OCR)


READER = Metafile()


def _lines(runs: list[_Run]) -> Iterator[str]:
    """Yield lines from top to bottom, each from left to right; texts that stand apart are parted by two blanks."""
    if not runs:
        return
    tops = [run.top for run in runs]
    near = max(1, (max(tops) - min(tops)) // _LINES)
    line: list[_Run] = []
    for run in sorted(runs, key=lambda one: (one.top, one.left)):
        if line and run.top - line[0].top > near:
            yield _joined(line)
            line = []
        line.append(run)
    yield _joined(line)


def _joined(line: list[_Run]) -> str:
    return "  ".join(run.text.strip("\0 ") for run in sorted(line, key=lambda one: one.left))


def _emf(data: bytes) -> Iterator[_Run | int | None]:
    """Yield the texts of an EMF, a 1 for each picture, None for what is broken; stops at a record that is none."""
    at = 0
    while at + _RECORD.size <= len(data):
        kind, size = _RECORD.unpack_from(data, at)
        record = data[at : at + size]
        if len(record) < size:
            yield None
        if size < _RECORD.size or len(record) < size:
            return
        if kind in _PICTURES and size > _PICTURE_BYTES:
            yield 1
        else:
            yield from _emf_texts(kind, record)
        at += size


def _emf_texts(kind: int, record: bytes) -> Iterator[_Run | None]:
    try:
        if kind in {_EXT_A, _EXT_W}:
            yield _text(record, 36, is_wide=kind == _EXT_W)
        elif kind in {_POLY_A, _POLY_W}:
            (count,) = struct.unpack_from("<I", record, 36)
            for number in range(min(count, len(record) // _TEXT_BYTES)):
                yield _text(record, 40 + _TEXT_BYTES * number, is_wide=kind == _POLY_W)
        elif kind == _SMALL_TEXT:
            left, top, count, options = _SMALL.unpack_from(record, 8)
            start = 36 if options & _NO_BOUNDS else 52
            yield _Run(top, left, _decoded(record, start, count, is_wide=not options & _NARROW))
    except struct.error:
        yield None


def _text(record: bytes, at: int, *, is_wide: bool) -> _Run:
    left, top, count, start, _ = _TEXT.unpack_from(record, at)
    return _Run(top, left, _decoded(record, start, count, is_wide=is_wide))


def _decoded(record: bytes, start: int, count: int, *, is_wide: bool) -> str:
    raw = record[start : start + count * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "cp1252", "replace")


def _wmf(data: bytes) -> Iterator[_Run | int | None]:
    """Yield the texts of a WMF, a 1 for each picture, None for what is broken."""
    at = 40 if data.startswith(_PLACEABLE) else 18
    while at + _WMF_RECORD.size <= len(data):
        words, kind = _WMF_RECORD.unpack_from(data, at)
        record = data[at : at + 2 * words]
        if len(record) < 2 * words:
            yield None
        if words < _WMF_RECORD.size // 2 or len(record) < 2 * words:
            return
        if kind in _WMF_PICTURES and 2 * words > _PICTURE_BYTES:
            yield 1
        elif kind in {_WMF_TEXT, _WMF_EXT_TEXT}:
            try:
                yield _wmf_text(kind, record)
            except struct.error:
                yield None
        at += 2 * words


def _wmf_text(kind: int, record: bytes) -> _Run:
    if kind == _WMF_EXT_TEXT:
        top, left, count, options = struct.unpack_from("<hhhH", record, 6)
        start = 22 if options & _WMF_RECTANGLE else 14
        return _Run(top, left, _decoded(record, start, max(0, count), is_wide=False))
    (count,) = struct.unpack_from("<h", record, 6)
    end = 8 + max(0, count) + (count & 1)
    top, left = struct.unpack_from("<hh", record, end)
    return _Run(top, left, _decoded(record, 8, max(0, count), is_wide=False))
