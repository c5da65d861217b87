"""Rich text as Outlook packs it, and the HTML that such rich text may only carry.

Source: MS-OXRTFCP 2.1 (compressed RTF), MS-OXRTFEX 2.1 (HTML or text inside RTF).
"""

from __future__ import annotations

import re
import struct

from tocsin.readers.decoding import known_codec

_PRIMED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the window holds before the first byte. Source: MS-OXRTFCP 2.1.3.1.2."""
_WINDOW = 4096
_MOST_BYTES = 64 << 20
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z\r\n])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)"
)
_MARKS = {"par": "\n", "line": "\n", "tab": "\t", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
          "rdblquote": "\u201d", "bullet": "\u2022", "endash": "\u2013", "emdash": "\u2014"}  # fmt: skip
_SILENT = frozenset({"fonttbl", "colortbl", "stylesheet", "pntext", "generator", "info"})


def unpacked_rtf(data: bytes) -> bytes:
    """Return the rich text of a compressed body; as far as it goes where it is cut, empty if it is none."""
    if len(data) < 16:
        return b""
    _, raw_size, magic, _ = struct.unpack_from("<4I", data)
    if magic == 0x414C454D:
        return data[16 : 16 + min(raw_size, _MOST_BYTES)]
    if magic != 0x75465A4C:
        return data if data.lstrip().startswith(b"{\\rtf") else b""
    window = bytearray(_WINDOW)
    window[: len(_PRIMED)] = _PRIMED
    return _unpacked(data, window, min(raw_size, _MOST_BYTES))


def _unpacked(data: bytes, window: bytearray, most: int) -> bytes:
    place, at, out = len(_PRIMED), 16, bytearray()
    while at < len(data) and len(out) < most:
        control = data[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(data):
                    return bytes(out)
                pair = data[at] << 8 | data[at + 1]
                at += 2
                start = pair >> 4
                if start == place:
                    return bytes(out)
                piece = bytes(
                    window[(start + n) % _WINDOW] for n in range(min((pair & 15) + 2, (place - start) % _WINDOW))
                )
                length = (pair & 15) + 2
                piece = (piece * (length // max(1, len(piece)) + 1))[:length]
            else:
                piece = data[at : at + 1]
                at += 1
            out += piece
            for byte in piece:
                window[place] = byte
                place = (place + 1) % _WINDOW
    return bytes(out[:most])


def carried(rtf: bytes) -> tuple[str, str]:
    """Return ``html`` or ``text`` and what the rich text only carries, or two empty texts if it is rich text itself."""
    head = rtf[:2000]
    kind = "html" if b"\\fromhtml" in head else "text" if b"\\fromtext" in head else ""
    return (kind, _Carried(rtf).text()) if kind else ("", "")


class _Carried:
    """Takes the carried document out of rich text."""

    def __init__(self, rtf: bytes) -> None:
        self._rtf = rtf
        self._charset = "cp1252"
        self._out: list[str] = []
        self._bytes = bytearray()
        self._stack: list[tuple[bool, bool, int]] = []
        self._is_hidden = self._is_silent = False
        self._fallback = 1
        self._skip = 0
        self._is_star = False

    def text(self) -> str:
        """Return the carried document."""
        for match in _TOKEN.finditer(self._rtf):
            self._take(match)
        self._flush()
        return "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _take(self, match: re.Match[bytes]) -> None:
        hexed, word, number, symbol, brace, plain, _ = match.groups()
        if brace == b"{":
            self._stack.append((self._is_hidden, self._is_silent, self._fallback))
            self._is_star, self._skip = False, 0
        elif brace == b"}":
            if self._stack:
                self._is_hidden, self._is_silent, self._fallback = self._stack.pop()
            self._skip = 0
        elif word:
            self._word(word.decode("ascii"), int(number) if number else None)
        elif symbol == b"*":
            self._is_star = True
        elif hexed or symbol or plain:
            piece = bytes([int(hexed, 16)]) if hexed else (symbol.replace(b"~", b"\xa0") if symbol else plain)
            self._say(piece)

    def _word(self, name: str, number: int | None) -> None:
        is_star, self._is_star = self._is_star, False
        if name == "htmlrtf":
            self._is_hidden = number != 0
        elif name == "ansicpg" and number:
            self._charset = f"cp{number}" if number != 65001 else "utf-8"
        elif name == "uc":
            self._fallback = max(0, min(number or 0, 8))
        elif name == "u" and number is not None:
            self._flush()
            if not (self._is_hidden or self._is_silent):
                self._out.append(chr(number % 65536))
            self._skip = self._fallback
        elif name == "htmltag":
            self._is_silent = False
        elif name in _SILENT or is_star or name == "mhtmltag":
            self._is_silent = True
        elif name in _MARKS and not (self._is_hidden or self._is_silent):
            self._flush()
            self._out.append(_MARKS[name])

    def _say(self, piece: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(piece))
            self._skip -= taken
            piece = piece[taken:]
        if not (self._is_hidden or self._is_silent):
            self._bytes += piece

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(bytes(self._bytes).decode(known_codec(self._charset) or "cp1252", "replace"))
            self._bytes.clear()
