"""Content lines of calendars and address cards: folded lines, names with parameters, escaped values.

Source: RFC 5545 3.1 and 3.3.11 (iCalendar), RFC 6350 3.3 and 3.4 (vCard 4); vCard 2.1 for quoted-printable values.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.readers.decoding import decode

_HEAD = re.compile(r"([A-Za-z0-9.-]{1,80})((?:;(?:[^\":;]|\"[^\"]*\")*)*):")
_PARAMETER = re.compile(r";([^=;:]{1,40})(?:=((?:\"[^\"]*\"|[^\";:])*))?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPLIT = {separator: re.compile(rf"(?<!\\){separator}") for separator in ";,"}
_MOST_CHARS = 64 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name in capitals (a group before a dot taken off), its parameters, its raw value."""

    name: str
    value: str = field(repr=False)
    parameters: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """Return the value with its escapes undone."""
        return unescaped(self.value).strip()

    def parts(self, separator: str = ";") -> list[str]:
        """Return the parts of a value with structure."""
        return [unescaped(part).strip() for part in _SPLIT[separator].split(self.value)]

    def bytes(self) -> bytes | None:
        """Return an embedded file, or None if the value is none."""
        encoding = self.parameters.get("ENCODING", "").upper()
        packed = self.value
        if encoding not in {"B", "BASE64"}:
            head, _, packed = packed.partition("base64,")
            if not head.lower().startswith("data:"):
                return None
        try:
            return base64.b64decode("".join(packed.split()), validate=False)
        except binascii.Error:
            return None


def content_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text, unfolded; what is no content line is given with an empty name."""
    for raw in _unfolded(text):
        match = _HEAD.match(raw)
        if match is None:
            if raw.strip():
                yield Line("", raw.strip())
            continue
        found = _PARAMETER.finditer(match.group(2))
        parameters = {one.group(1).upper(): (one.group(2) or "").strip('"') for one in found}
        _bare(parameters)
        value = raw[match.end() :]
        if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            value = decode(quopri.decodestring(value.encode("utf-8", "replace")), parameters.get("CHARSET", ""))
        yield Line(match.group(1).rsplit(".", 1)[-1].upper(), value, parameters)


def unescaped(value: str) -> str:
    r"""Return a text value without its escapes.

    Example:
        >>> unescaped("Lee\\, Ann\\nWard 7")
        'Lee, Ann\nWard 7'
    """
    return _ESCAPED.sub(lambda m: "\n" if m.group(1) in "nN" else m.group(1), value)


def _bare(parameters: dict[str, str]) -> None:
    """Name the parameters of vCard 2.1 that come without a name."""
    for name in [name for name, value in parameters.items() if not value]:
        if name in {"QUOTED-PRINTABLE", "BASE64"}:
            parameters["ENCODING"] = name
        else:
            parameters["TYPE"] = ",".join(filter(None, (parameters.get("TYPE", ""), name)))


def _unfolded(text: str) -> Iterator[str]:
    """Yield logical lines: one that begins with a blank goes on, so does quoted-printable that ends in ``=``."""
    open_line: list[str] = []
    size, is_soft = 0, False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if open_line and size < _MOST_CHARS and (is_soft or line[:1] in {" ", "\t"}):
            piece = line if is_soft else line[1:]
        else:
            if open_line:
                yield "".join(open_line)
            open_line, size, piece = [], 0, line
        is_soft = line.endswith("=") and (is_soft or "QUOTED-PRINTABLE" in line[:200].upper())
        open_line.append(piece[:-1] if is_soft else piece)
        size += len(piece)
    if open_line:
        yield "".join(open_line)
