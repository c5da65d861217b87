"""RTF as a stream of tokens: groups, control words, text in the right character set.

Source: Microsoft RTF 1.9.1 specification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z0-9'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_MARKS = {
    "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ", "enspace": " ", "tab": "\t", "line": "\n", "_": "-",
    "~": "\u00a0", "-": "", "zwnj": "", "zwj": "",
}  # fmt: skip
_DEPTH = 500
_MOST_BIN = 256 << 20


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is ``open``, ``close``, ``word``, ``text`` or ``bin``."""

    kind: str
    word: str = ""
    number: int | None = None
    text: str = ""


@dataclass(slots=True)
class _State:
    codec: str
    skip: int = 1


@dataclass(slots=True)
class Tokens:
    """Gives the tokens of a document; keeps character sets by font, leaves out the stand-in text after ``\\u``."""

    data: bytes
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    _stack: list[_State] = field(default_factory=list)
    _pending: bytearray = field(default_factory=bytearray)
    _left_out: int = 0
    _font: int = 0
    _high: int = 0

    def __iter__(self) -> Iterator[Token]:
        state = _State(self.codec)
        at, data = 0, self.data
        while at < len(data):
            found = _TOKEN.match(data, at)
            if found is None:
                break
            at = found.end()
            word, number, hexed, symbol, brace, plain = found.groups()
            if hexed is not None:
                self._add(bytes([int(hexed, 16)]))
                continue
            if plain is not None:
                self._add(plain)
                continue
            if word is None and symbol is None and brace is None:
                continue
            yield from self._flushed(state)
            if brace == b"{":
                if len(self._stack) < _DEPTH:
                    self._stack.append(_State(state.codec, state.skip))
                yield Token("open")
            elif brace == b"}":
                state = self._stack.pop() if self._stack else state
                self._left_out = 0
                yield Token("close")
            elif symbol is not None:
                yield self._symbol(symbol.decode("latin-1"))
            else:
                name, value = word.decode("ascii"), int(number) if number else None
                if name == "bin":
                    size = min(max(0, value or 0), _MOST_BIN)
                    at += size
                    continue
                token = self._word(name, value, state)
                if token is not None:
                    yield token
        yield from self._flushed(state)

    def _add(self, data: bytes) -> None:
        if self._left_out:
            cut = min(self._left_out, len(data))
            self._left_out -= cut
            data = data[cut:]
        self._pending += data

    def _flushed(self, state: _State) -> Iterator[Token]:
        if self._pending:
            text = bytes(self._pending).decode(state.codec, "replace")
            self._pending.clear()
            yield Token("text", text=text)

    def _symbol(self, symbol: str) -> Token:
        if symbol in "\\{}":
            return Token("text", text=symbol)
        if symbol in "\r\n":
            return Token("word", "par")
        return Token("text", text=_MARKS[symbol]) if symbol in _MARKS else Token("word", symbol)

    def _word(self, name: str, value: int | None, state: _State) -> Token | None:
        if name == "u" and value is not None:
            self._left_out = state.skip
            return self._unicode(value % 65536)
        if name in _MARKS:
            return Token("text", text=_MARKS[name])
        if name == "uc":
            state.skip = max(0, min(value or 0, 10))
        elif name == "ansicpg" and value:
            state.codec = self.codec = _codec(f"cp{value}")
        elif name in {"mac", "pc", "pca"}:
            state.codec = self.codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
        elif name == "f" and value is not None:
            self._font = value
            state.codec = self.fonts.get(value, self.codec)
        elif name == "fcharset" and value is not None:
            self.fonts[self._font] = self.codec if value in {0, 1} else _codec(_CHARSETS.get(value, self.codec))
        return Token("word", name, value)

    def _unicode(self, code: int) -> Token | None:
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return None
        if 0xDC00 <= code < 0xE000:
            high, self._high = self._high, 0
            return Token("text", text=chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "\ufffd")
        if 0xF000 <= code < 0xF100:
            code -= 0xF000
        return Token("text", text=chr(code))


def _codec(name: str) -> str:
    known = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gb18030", "cp1361": "johab"}.get(name, name)
    try:
        "".encode(known)
    except LookupError:
        return "cp1252"
    return known
