"""Bytes to text: byte order mark, strict UTF-8, the declared charset, a guess, Windows-1252; never an error.

Bytes that no charset explains become U+FFFD, which the sink notes on the item.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import cchardet

SAMPLE_BYTES = 1 << 18
_BLOCK = 1 << 20
_SHORT_SAMPLE = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FALLBACK = "cp1252"
_ALIASES = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "ansi_x3.4-1968": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""Charsets whose senders mean another one, as browsers treat them (WHATWG Encoding Standard)."""
_WESTERN = frozenset(
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u2122\xa0\xa7\xa9\xae\xb0\xb7\xb1\xb5\xbd\xbc\xbf\xa1"
)
_WHOLE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"}


def encoding_of(sample: bytes, declared: str = "") -> str:
    """Return the name of the codec to read bytes with that begin with ``sample``; always one that exists."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    wide = _wide(sample)
    if wide:
        return wide
    if _is_utf8(sample):
        return "utf-8"
    known = known_codec(declared)
    if known and known != "utf-8" and _fits(sample, known):
        return known
    if _is_western(sample):
        return _FALLBACK
    guess = cchardet.detect(sample)
    name = known_codec(str(guess.get("encoding") or ""))
    sure = float(guess.get("confidence") or 0.0)
    if name and name not in _WHOLE and sure >= 0.6 and _fits(sample, name):
        return name
    return _FALLBACK


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of ``data``; what cannot be read becomes U+FFFD."""
    if data.isascii() and b"\x00" not in data:  # by far the most; the rest would say the same
        return data.decode("ascii")
    return data.decode(encoding_of(data[:SAMPLE_BYTES] if _is_utf8(data) else data, declared), "replace")


def text_blocks(stream: BinaryIO, start: int, end: int, encoding: str) -> Iterator[str]:
    """Give the text of the bytes from ``start`` to ``end`` in blocks that end at line ends.

    Where a block of a UTF-8 file is not UTF-8 it is read as Windows-1252, alone.
    """
    stream.seek(start)
    if encoding in _WHOLE:
        yield from _wide_blocks(stream, end - start, encoding)
        return
    rest = b""
    left = end - start
    while left > 0 and (block := stream.read(min(_BLOCK, left))):
        left -= len(block)
        block = rest + block
        cut = block.rfind(b"\n") + 1
        if left > 0 and not cut and len(block) < 8 * _BLOCK:
            rest = block
            continue
        cut = len(block) if left <= 0 or not cut else cut
        rest = block[cut:]
        yield _block_text(memoryview(block)[:cut], encoding)
    if rest:
        yield _block_text(rest, encoding)


def known_codec(name: str) -> str:
    """Return the codec for a charset's name, empty if it has none or it is no charset of text."""
    plain = name.strip().strip("\"'").lower()
    plain = _ALIASES.get(plain, plain)
    try:
        info = codecs.lookup(plain)
    except (LookupError, ValueError, TypeError):
        return ""
    return info.name if getattr(info, "_is_text_encoding", True) else ""


def _block_text(block: bytes | memoryview, encoding: str) -> str:
    try:
        return str(block, encoding)
    except UnicodeDecodeError:
        fallback = _FALLBACK if encoding in {"utf-8", "utf-8-sig"} else encoding
        return str(block, fallback, "replace")


def _wide_blocks(stream: BinaryIO, size: int, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    while size > 0 and (block := stream.read(min(_BLOCK, size))):
        size -= len(block)
        text = rest + decoder.decode(block, size <= 0)
        cut = text.rfind("\n") + 1 or len(text)
        rest = text[cut:]
        yield text[:cut]
    if rest:
        yield rest


def _is_utf8(sample: bytes) -> bool:
    """Tell whether the bytes are UTF-8; a longer sample may end inside a character."""
    if sample.isascii():
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, len(sample) < _SHORT_SAMPLE)
    except UnicodeDecodeError:
        return False
    return True


def _fits(sample: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except (UnicodeDecodeError, LookupError):
        return False
    odd = sum(1 for c in text if c < " " and c not in "\t\n\r\f\v\x1a")
    return odd * 50 <= len(text)


def _is_western(sample: bytes) -> bool:
    """Tell whether the bytes above ASCII are few and read well as Windows-1252, where a guess would be a lottery."""
    high = bytes(b for b in sample if b > 127)
    if len(high) > 40 and len(high) * 20 > len(sample):
        return False
    text = high.decode(_FALLBACK, "replace")
    return all(c.isalpha() or c in _WESTERN for c in text)


def _wide(sample: bytes) -> str:
    """Return the UTF-16 or UTF-32 codec that the zero bytes of a text without mark betray."""
    if len(sample) < 16 or b"\x00" not in sample:
        return ""
    sample = sample[: len(sample) // 4 * 4]
    zeros = [sample[i::4].count(0) * 4 / len(sample) for i in range(4)]
    if zeros[0] < 0.1 and min(zeros[2:]) > 0.9 and zeros[1] > 0.5:
        return "utf-32-le"
    if zeros[3] < 0.1 and min(zeros[:2]) > 0.9 and zeros[2] > 0.5:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""
