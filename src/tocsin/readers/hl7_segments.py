"""HL7 version 2 messages as segments: any line end, MLLP frames, batches, text that broke over lines, escapes undone.

Invariant: pure; separators are those of the message's own header (MSH-1 and MSH-2).
Source: HL7 v2.5.1 chapter 2 (2.5 delimiters, 2.7 escape sequences, 2.10 batches); MLLP release 1 (0x0B, 0x1C 0x0D).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_SEGMENT = 48 << 20
"""Code points: a segment may carry a document as base64."""
_ENDS = re.compile(r"[\r\n\x0b\x1c\x85]|<CR>|<cr>")
_START = re.compile(r"(?:MSH|FHS|BHS)([^\w\s])")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_STRAY = "\ufeff\x0b\x1a\x1c\x00 \t"


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The separators of one message."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


@dataclass(frozen=True, slots=True)
class Hl7Segment:
    """One segment; ``fields[0]`` is its name, ``fields[1]`` field 1 (of MSH too)."""

    name: str
    fields: list[str]
    delimiters: Delimiters

    def get(self, index: int) -> str:
        """Return a field as it stands, empty if the segment has none there; ``""`` (delete) is empty too."""
        value = self.fields[index] if index < len(self.fields) else ""
        return "" if value == '""' else value

    def repetitions(self, index: int) -> list[list[str]]:
        """Return the repetitions of a field, each as its components with escapes undone."""
        marks = self.delimiters
        value = self.get(index)
        if not value:
            return []
        return [
            [unescape(part, marks).strip() for part in one.split(marks.component)]
            for one in value.split(marks.repetition)
        ]

    def text(self, index: int) -> str:
        """Return a whole field as text: repetitions as lines, components as words."""
        return "\n".join(" ".join(part for part in one if part) for one in self.repetitions(index))


def unescape(value: str, marks: Delimiters) -> str:
    r"""Return a value with its escape sequences undone.

    Example:
        >>> unescape(r"B\S\cell \T\ more\.br\line \X41\ \Z1\end", Delimiters())
        'B^cell & more\nline A end'
    """
    if marks.escape not in value:
        return value
    mark = re.escape(marks.escape)
    return re.sub(f"{mark}([^{mark}]{{0,40}}){mark}", lambda found: _meaning(found[1], marks), value)


def _meaning(code: str, marks: Delimiters) -> str:
    known = {"F": marks.field, "S": marks.component, "T": marks.subcomponent, "R": marks.repetition, "E": marks.escape}
    if code in known:
        return known[code]
    if code.startswith((".br", ".sp", ".ce")):
        return "\n"
    if code[:1] == "X":
        try:
            return bytes.fromhex(code[1:]).decode("utf-8", "replace")
        except ValueError:
            return ""
    return ""


def segments(blocks: Iterable[str]) -> Iterator[Hl7Segment]:
    """Yield the segments of text that comes in blocks; lines that begin no segment go on the one before.

    Lines before the first segment come as segments without a name, whose field 1 is the line.
    """
    marks = Delimiters()
    held = ""
    for line in _lines(blocks):
        start = _START.match(line)
        if start or (_NAME.match(line) and line[3:4] in {marks.field, ""} and held):
            if held:
                yield _segment(held, marks)
            marks = _delimiters(line) if start else marks
            held = line
        elif not held:
            yield Hl7Segment("", ["", line], marks)
        elif len(held) + len(line) < LONGEST_SEGMENT:
            held += "\n" + line
    if held:
        yield _segment(held, marks)


def _segment(line: str, marks: Delimiters) -> Hl7Segment:
    fields = line.split(marks.field)
    if fields[0] in {"MSH", "FHS", "BHS"}:
        fields.insert(1, marks.field)
    return Hl7Segment(fields[0][:3], fields, marks)


def _delimiters(line: str) -> Delimiters:
    """Return the separators of a header; what it leaves out is as usual."""
    usual = Delimiters(line[3])
    told = line[4:9].split(line[3])[0]
    names = ("component", "repetition", "escape", "subcomponent")
    given = {name: mark for name, mark in zip(names, told, strict=False) if not mark.isalnum() and not mark.isspace()}
    return Delimiters(usual.field, **{**{name: getattr(usual, name) for name in names}, **given})


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    held = ""
    for block in blocks:
        pieces = _ENDS.split(held + block)
        held = pieces.pop()
        if len(held) > LONGEST_SEGMENT:
            pieces.append(held[:LONGEST_SEGMENT])
            held = ""
        for piece in pieces:
            if line := piece.strip(_STRAY):
                yield line
    if line := held.strip(_STRAY):
        yield line
