"""Sections of OneNote: text by the length that stands before it, embedded files by their own headers.

The revision store is not replayed: every text of every revision is read once, in the order of the file.

Source: MS-ONESTORE 2.6.13 (FileDataStoreObject), 2.6.9 (PropertySet: a length before each value of variable size);
MS-ONE 2.3.40 (RichEditTextUnicode), 2.3.53 (TextExtendedAscii).
"""

from __future__ import annotations

import io
import re
import struct

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_FILE = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
"""{BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC}"""
_WIDE = re.compile(
    rb"(?:[\x09\x0a\x0b\x0d\x20-\x7e\xa0-\xff]\x00|[^\x00]\x01"
    rb"|[\x01-\xff][\x02-\x06\x1e-\x27\x30\x4e-\x9f\xac-\xd7]){2,}"
)
_NARROW = re.compile(rb"[\x09\x0a\x0b\x0d\x20-\x7e\xa0-\xff]{4,}")
_ASCII = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]+")
_MOST_BYTES = 256 << 20
_MOST_FILES = 20_000
_STATED_BYTES = slice(196, 204)
"""Where the header says how long the file is. Source: MS-ONESTORE 2.3.1, cbExpectedFileLength."""
_LETTER = re.compile(r"[^\W\d_]{2,}|\d{3,}")
_FONTS = "Calibri|Arial|Segoe|Times New Roman|Verdana|Tahoma|Cambria|Courier New"
_OWN = re.compile(rf"(?:https?://schemas\.|<resolutionId)|\A(?:{_FONTS}|Page\w+|blockquote|code|cite|h[1-6]|p)\Z")
"""What the program itself writes: fonts, styles, schemas."""


class OneNote:
    """The reader of OneNote sections."""

    name = "onenote"
    media_types = frozenset({"application/onenote"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a section is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the texts, then the embedded files."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        files = _files(data)
        if len(files) >= _MOST_FILES:
            sink.partly(ItemCode.TRUNCATED)
        if len(data) < int.from_bytes(data[_STATED_BYTES], "little"):
            sink.partly(ItemCode.PARTLY_CORRUPT)
        texts = _texts(data, files)
        sink.text("\n".join(texts), "section")
        for ordinal, (start, end) in enumerate(files, 1):
            sink.child(ordinal, "", io.BytesIO(data[start:end]), end - start)
        if not files and not texts:
            raise CannotRead(ItemCode.NO_TEXT)


READER = OneNote()


def _files(data: bytes) -> list[tuple[int, int]]:
    """Return where embedded files begin and end."""
    found: list[tuple[int, int]] = []
    at = data.find(_FILE)
    while at >= 0 and len(found) < _MOST_FILES:
        start = at + 36
        (length,) = struct.unpack_from("<Q", data, at + 16) if start <= len(data) else (0,)
        if 0 < length <= len(data) - start:
            found.append((start, start + length))
            at = start + length
        at = data.find(_FILE, at + 16)
    return found


def _texts(data: bytes, files: list[tuple[int, int]]) -> list[str]:
    """Return the texts in their order, each once."""
    found: dict[str, int] = {}
    for pattern, codec in ((_WIDE, "utf-16-le"), (_NARROW, "cp1252")):
        for match in pattern.finditer(data):
            start, raw = _prefixed(data, match.start(), match.end())
            if not raw or any(a <= start < b for a, b in files):
                continue
            is_narrow = bool(_ASCII.fullmatch(raw))
            if codec == "cp1252" and len(b"".join(_ASCII.findall(raw))) * 10 < len(raw) * 8:
                continue
            text = raw.decode("cp1252" if is_narrow else codec, "replace").rstrip("\0")
            text = text.replace("\r", "\n").replace("\x0b", "\n").strip()
            if _LETTER.search(text) and not _OWN.search(text) and "\ufffd" not in text:
                found.setdefault(text, start)
    return sorted(found, key=lambda text: found[text])


def _prefixed(data: bytes, start: int, end: int) -> tuple[int, bytes]:
    """Return place and bytes of a run that its own length stands before; nothing if none does.

    The run may begin a few bytes early, where the length itself looks like text.
    """
    for first in range(max(4, start), min(start + 8, end)):
        (length,) = struct.unpack_from("<I", data, first - 4)
        if 2 <= length <= end - first + 2 and first + length >= end - 1:
            return first, data[first : first + length]
    return start, b""
