"""Texts of mainframes: in EBCDIC, and records of one length without line ends; made lines and read as what they are.

Billing, claims and pharmacy systems write such extracts. Packed numbers (COMP-3) are not unpacked: their places are
blank, so that the columns beside them stay where they are.

Source: IBM code page 037; z/OS DFSMS Using Data Sets (record formats F and V: the record descriptor word).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import decode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

EBCDIC, UNLINED = "text/x-ebcdic", "text/x-fixed-records"
_CODEC = "cp037"
_HEAD_BYTES = 65_536
_DESCRIPTOR_BYTES = 4
_MOST_BYTES = 128 << 20
"""What is read whole; a longer text without line ends is read as text, as it streams."""
_TEXT = frozenset(
    byte for byte in range(256) if (sign := bytes([byte]).decode(_CODEC)).isascii() and sign.isprintable()
) | {0x0C, 0x0D, 0x15, 0x25}
_NO_TEXT = bytes(sorted(set(range(256)) - _TEXT))
_LETTERS = "AENSaens01".encode(_CODEC)
_LEAST_BYTES, _LEAST_SHARE, _SURE_SHARE, _LEAST_BLANKS, _MOST_ASCII_BLANKS = 64, 0.9, 0.98, 0.03, 0.01
_LEAST_RECORDS, _LEAST_CHARS, _MOST_CHARS = 4, 20, 4_000
_LOOKED_AT = 400
"""Records that are held against each other to find their length."""
_ALIKE, _LEAST_ALIKE, _SLACK = 0.95, 0.6, 0.03
_LEAST_SHARPER = 0.2
"""How much better the length of the records does than one beside it: in a text of letters all do well."""
_CLASSES = {**dict.fromkeys(range(0x30, 0x3A), "9"), 0x20: " "}
_CONTROLS = dict.fromkeys([*range(9), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0)], " ")


class MainframeReader:
    """The reader of texts without the line ends or the letters that others have."""

    name = "mainframe"
    media_types = frozenset({EBCDIC, UNLINED})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return nothing: how long records are is seen of the whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the lines to the reader of what they are."""
        from tocsin.readers.registry import reader_for
        from tocsin.readers.sniff import sniff  # both know this module

        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        source.stream.seek(0)
        data = source.stream.read()
        text = _lines(data) if source.media_type == EBCDIC else _cut(decode(data))
        lines = text.encode("utf-8", "replace")
        kind = sniff(lines[:_HEAD_BYTES], source.untrusted_name, len(lines))
        reader = reader_for("text/plain" if kind in self.media_types else kind) or reader_for("text/plain")
        if reader is not None:
            inner = Source(io.BytesIO(lines), len(lines), source.untrusted_name, kind, source.passwords)
            reader.read(inner, sink, limits)


READER = MainframeReader()


def is_ebcdic(head: bytes) -> bool:
    """Tell whether bytes are a text in EBCDIC: blanks and letters where no other charset has them.

    Example:
        >>> is_ebcdic(("PATIENT ANN LEE  BORN 1970-01-02 " * 3).encode("cp037"))
        True
        >>> is_ebcdic(b"patient@clinic.example " * 4)
        False
    """
    if len(head) < _LEAST_BYTES or head.isascii():
        return False
    if head.count(0x20) > _MOST_ASCII_BLANKS * len(head) or sum(map(head.count, _LETTERS)) < _LEAST_BLANKS * len(head):
        return False
    share = 1 - sum(map(head.count, _NO_TEXT)) / len(head)
    return share >= (_LEAST_SHARE if head.count(0x40) >= _LEAST_BLANKS * len(head) else _SURE_SHARE)


def is_unlined(text: str, size: int) -> bool:
    """Tell whether a text is records of one length without line ends; ``size`` is that of the whole."""
    is_one_line = text.isascii() and "\n" not in text and "\r" not in text
    return is_one_line and size <= _MOST_BYTES and _record_chars(text, size) > 0


def _lines(data: bytes) -> str:
    """Return EBCDIC as lines."""
    records = list(_described(data))
    if records:
        return "\n".join(record.decode(_CODEC).translate(_CONTROLS) for record in records)
    return _cut(data.decode(_CODEC).replace("\x85", "\n")).translate(_CONTROLS)


def _described(data: bytes) -> Iterator[bytes]:
    """Yield records that each begin with their length; nothing if not all of the bytes are such."""
    at, places = 0, []
    while at + _DESCRIPTOR_BYTES <= len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        if length <= _DESCRIPTOR_BYTES or data[at + 2 : at + 4] != b"\x00\x00":
            return
        places.append((at + _DESCRIPTOR_BYTES, at + length))
        at += length
    if at == len(data):
        yield from (data[start:end] for start, end in places)


def _cut(text: str) -> str:
    """Return the text with each record on a line."""
    chars = _record_chars(text, len(text)) if "\n" not in text else 0
    return "\n".join(text[at : at + chars] for at in range(0, len(text), chars)) if chars else text


def _record_chars(text: str, size: int) -> int:
    """Return the length of the records; 0 if none makes most columns alike in all of them."""
    shape = "".join(_CLASSES.get(ord(sign), "A") for sign in text[: _LOOKED_AT * 200])
    scores = {
        chars: _alike(shape, chars)
        for chars in range(_LEAST_CHARS, min(_MOST_CHARS, len(shape) // _LEAST_RECORDS) + 1)
        if size % chars == 0
    }
    best = max(scores.values(), default=0.0)
    if best < _LEAST_ALIKE:
        return 0
    chars = min(chars for chars, score in scores.items() if score >= best - _SLACK)
    beside = max(_alike(shape, chars - 1), _alike(shape, chars + 1))
    return chars if best - beside >= _LEAST_SHARPER else 0


def _alike(shape: str, chars: int) -> float:
    """Return the share of columns that hold signs of one kind in nearly all records."""
    count = min(len(shape) // chars, _LOOKED_AT)
    columns = (shape[column : count * chars : chars] for column in range(chars))
    return sum(max(map(column.count, " 9A")) >= _ALIKE * count for column in columns) / chars
