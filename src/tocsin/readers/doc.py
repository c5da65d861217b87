"""Word documents before 2007: the text of all pieces, tables as rows, embedded files as children.

Source: MS-DOC 2.4 (document content), 2.5 (the file information block), 2.8.35 (PlcPcd).
"""

from __future__ import annotations

import io
import re
import struct

import olefile

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.field_codes import addresses_in
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.ole_children import give_embedded
from tocsin.readers.unlocking import opened

_MOST_BYTES = 256 << 20
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_WORD_97 = 0x00C1
_CLX = 0x01A2
_COUNTS = 0x4C
_CODE_PAGES = {
    0x19: "cp1251", 0x22: "cp1251", 0x05: "cp1250", 0x0E: "cp1250", 0x15: "cp1250", 0x08: "cp1253", 0x1F: "cp1254",
    0x0D: "cp1255", 0x01: "cp1256", 0x11: "cp932", 0x12: "cp949", 0x04: "gb18030",
}  # fmt: skip
"""By the language of a document older than Word 97."""
_PARTS = ("body", "footnotes", "header", "macros", "comments", "endnotes", "text boxes", "header text boxes")
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x15]*))?\x15")
_MARKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\x0d": "\n", "\xad": ""})
_UNSEEN = re.compile(r"[\x00-\x06\x08\x10-\x1d]")
_BROKEN = (struct.error, OSError, ValueError, OverflowError, IndexError)


class OldWord:
    """The reader of binary Word documents."""

    name = "doc"
    media_types = frozenset({"application/msword"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the text by its parts, then embedded files."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        try:
            head = _stream(data, "WordDocument")
            if struct.unpack_from("<H", head, 0x0A)[0] & _ENCRYPTED:
                data = opened(source)
                head = _stream(data, "WordDocument")
            text = _text(data, head)
        except _BROKEN as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        tables = [0]
        for place, part in _parts(text, head):
            _give(part, place, sink, tables)
        sink.text("\n".join(addresses_in(text)), "links")
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            give_embedded(ole, sink)


READER = OldWord()


def _stream(data: bytes, name: str) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        found: bytes = ole.openstream(name).read()
    return found


def _text(data: bytes, head: bytes) -> str:
    """Return all text in the order of the document."""
    (version,) = struct.unpack_from("<H", head, 2)
    if version < _WORD_97:
        start, end = struct.unpack_from("<II", head, 0x18)
        (language,) = struct.unpack_from("<H", head, 6)
        return head[start:end].decode(_CODE_PAGES.get(language & 0xFF, "cp1252"), "replace")
    table = _stream(data, "1Table" if struct.unpack_from("<H", head, 0x0A)[0] & _TABLE_1 else "0Table")
    start, size = struct.unpack_from("<II", head, _CLX)
    return "".join(_pieces(table[start : start + size], head))


def _pieces(clx: bytes, head: bytes) -> list[str]:
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if at >= len(clx) or clx[at] != 2:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    out = []
    for number in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        chars = ends[number + 1] - ends[number]
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            out.append(head[start : start + chars].decode("cp1252", "replace"))
        else:
            out.append(head[place : place + 2 * chars].decode("utf-16-le", "replace"))
    return out


def _parts(text: str, head: bytes) -> list[tuple[str, str]]:
    """Return the text cut into body, notes, headers and so on, by the counts in the file's head."""
    (version,) = struct.unpack_from("<H", head, 2)
    if version < _WORD_97:
        return [("body", text)]
    out: list[tuple[str, str]] = []
    at = 0
    for place, count in zip(_PARTS, struct.unpack_from("<8I", head, _COUNTS), strict=True):
        out.append((place, text[at : at + count]))
        at += count
    return out


def _give(text: str, place: str, sink: Sink, tables: list[int]) -> None:
    """Give a part: runs of cells as tables, the rest as text."""
    text = _without_codes(text)
    at = 0
    for start, end in _cell_runs(text):
        _say(text[at:start], place, sink)
        rows = rows_of(text[start:end].split("\x07")[:-1])
        cleaned = [[_plain(cell).strip() for cell in row] for row in rows]
        if max(map(len, cleaned), default=0) > 1:
            tables[0] += 1
            sink.grid(cleaned, f"table {tables[0]}" if place == "body" else f"{place}, table {tables[0]}", 1, cleaned)
        else:
            _say("\r".join(cell for row in rows for cell in row), place, sink)
        at = end
    _say(text[at:], place, sink)


def _cell_runs(text: str) -> list[tuple[int, int]]:
    """Return where tables stand: from the paragraph of the first cell to the last mark, prose between parts them."""
    runs: list[tuple[int, int]] = []
    at = 0
    while (mark := text.find("\x07", at)) >= 0:
        start = max(text.rfind("\r", at, mark) + 1, at)
        end = mark + 1
        while (following := text.find("\x07", end)) >= 0 and (
            (text.count("\r", end, following) <= 3 and text[end - 2 : end] != "\x07\x07")
            or "\r" not in text[end:following]
        ):
            end = following + 1
        runs.append((start, end))
        at = end
    return runs


def rows_of(pieces: list[str]) -> list[list[str]]:
    """Return rows from cells; every row ends with a mark of its own, which looks like an empty cell.

    Example:
        >>> rows_of(["a", "b", "", "c", "", ""])
        [['a', 'b'], ['c', '']]
        >>> rows_of(["a", "b", "c"])
        [['a', 'b', 'c']]
    """
    for width in range(1, 64):
        if len(pieces) % (width + 1) == 0 and not any(pieces[width :: width + 1]):
            rows = [pieces[n : n + width] for n in range(0, len(pieces), width + 1)]
            if any(any(row) for row in rows):
                return rows
    rows, row = [], []
    for piece in pieces:
        if piece:
            row.append(piece)
        elif row:
            rows.append(row)
            row = []
    return [*rows, row] if row else rows


def _without_codes(text: str) -> str:
    """Drop field codes and keep their results."""
    for _ in range(10):
        shorter = _FIELD.sub(lambda found: found.group(1) or "", text)
        if shorter == text:
            break
        text = shorter
    return _UNSEEN.sub("", text)


def _plain(text: str) -> str:
    return text.translate(_MARKS)


def _say(text: str, place: str, sink: Sink) -> None:
    plain = _plain(text)
    if plain.strip():
        sink.text(plain.strip("\n"), place)
