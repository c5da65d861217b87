"""Pages set in a typewriter's letters: reports printed to PDF, whose columns are counted in characters.

Such a page reads best as it was printed: each line as it stands, every character in its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tocsin.readers.pdf_lines import Char, Line

_FEW_CHARS = 120
_EVEN = 0.03
"""Widths that differ by less than this share are one width."""
_LEAST_EVEN = 0.97
_LEAST_KINDS = 4
_NARROW, _WIDE = frozenset("ilI.,:;'1|jtf"), frozenset("mwMWOQGDNHUC@%08")
_WIDEST_LINE = 400


def is_typed(chars: Sequence[Char]) -> bool:
    """Tell whether nearly all characters, narrow letters and wide ones, take the same room."""
    drawn = [char for char in chars if not char.text.isspace() and char.x1 > char.x0]
    kinds = {char.text for char in drawn}
    if len(drawn) < _FEW_CHARS or len(kinds & _NARROW) < _LEAST_KINDS or len(kinds & _WIDE) < _LEAST_KINDS:
        return False
    pitch = median(char.x1 - char.x0 for char in drawn)
    return sum(abs(char.x1 - char.x0 - pitch) <= _EVEN * pitch for char in drawn) >= _LEAST_EVEN * len(drawn)


def typed_text(chars: Sequence[Char], lines: Sequence[Line]) -> str:
    """Return the lines as printed, blanks counted by a character's width; an empty line where the page leaves one."""
    pitch = median(char.x1 - char.x0 for char in chars if not char.text.isspace() and char.x1 > char.x0)
    left = min(line.words[0].x0 for line in lines)
    out: list[str] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and line.top - previous.bottom > 0.9 * min(line.height, previous.height):
            out.append("")
        out.append(_printed(line, left, pitch))
        previous = line
    return "\n".join(out)


def _printed(line: Line, left: float, pitch: float) -> str:
    text = ""
    for word in line.words:
        column = min(round((word.x0 - left) / pitch), _WIDEST_LINE)
        gap = max(column - len(text), 1 if text and word.is_spaced else 0)
        text += " " * gap + word.text
    return text
