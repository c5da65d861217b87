"""Words and lines of a page from the places of its characters.

Invariant: every character with a place ends in exactly one word, every word in exactly one line; nothing depends on the
order in which a program happened to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

_JOIN = 0.16
"""Words closer than this share of their height are one word."""
_SPLIT = 0.9
"""Words farther apart than this share of their height belong to different phrases."""
_SPACED = 0.04
"""A blank that was drawn counts if it leaves this much room."""
_JUMP = 0.3
_MOST_BLANKS = 8


@dataclass(slots=True)
class Word:
    """Characters without a blank; y grows downwards."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    is_spaced: bool = False
    """Whether a blank was drawn, or found by pdfium, before it."""

    @property
    def height(self) -> float:
        """Return the height of the type, never nothing."""
        return max(self.bottom - self.top, 0.5)


@dataclass(frozen=True, slots=True)
class Char:
    """One drawn character; a blank has ``text`` ``" "``."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    begins: bool = False
    """Whether something begins to be drawn with it."""


@dataclass(slots=True)
class Phrase:
    """Words that stand together: what a reader takes for one cell."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """Return the left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return the right end."""
        return max(word.x1 for word in self.words[-3:])

    @property
    def text(self) -> str:
        """Return the words with one blank between them, none where they touch."""
        return joined(self.words)


@dataclass(slots=True)
class Line:
    """One visual line, left to right."""

    words: list[Word]
    top: float
    bottom: float
    phrases: list[Phrase] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Return the height of the line's type."""
        return max(self.bottom - self.top, 0.5)


@dataclass(frozen=True, slots=True)
class Rules:
    """Drawn lines: (x, top, bottom) of upright ones, (y, x0, x1) of level ones."""

    upright: Sequence[tuple[float, float, float]] = ()
    level: Sequence[tuple[float, float, float]] = ()

    def parts(self, x0: float, x1: float, y: float) -> bool:
        """Return whether an upright line stands between ``x0`` and ``x1`` at the height ``y``."""
        return any(x0 - 1 <= x <= x1 + 1 and top <= y <= bottom for x, top, bottom in self.upright)


def words_of(chars: Iterable[Char]) -> list[Word]:
    """Return the words, in the order drawn; a character drawn twice at one place (bold) counts once."""
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    current: Word | None = None
    is_spaced = False
    last = ("", 0, 0)
    for char in chars:
        if char.text.isspace():
            current, is_spaced = None, True
            continue
        key = (char.text, round(char.x0), round(char.bottom))
        if key in seen and not (key == last and char.text == "f"):  # the ffi ligature comes as f, f, i at one place
            continue
        last = key
        seen.add(key)
        if current is not None and _follows(current, char):
            current.text += char.text
            current.x1 = max(current.x1, char.x1)
            current.top, current.bottom = min(current.top, char.top), max(current.bottom, char.bottom)
        else:
            current = Word(char.x0, char.x1, char.top, char.bottom, char.text, is_spaced)
            words.append(current)
        is_spaced = False
    return words


def _follows(word: Word, char: Char) -> bool:
    height = word.height
    gap = char.x0 - word.x1
    is_level = abs(char.bottom - word.bottom) < _JUMP * height and abs(char.top - word.top) < _JUMP * height
    return is_level and -_JUMP * height < gap < _JOIN * height


def lines_of(words: Sequence[Word], rules: Rules) -> list[Line]:
    """Return the lines from top to bottom, each with its phrases."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda one: (one.top + one.bottom) / 2):
        line = next((one for one in reversed(lines[-4:]) if _is_level(one, word)), None)
        if line is None:
            lines.append(Line([word], word.top, word.bottom))
        else:
            line.words.append(word)
    for line in lines:
        line.words.sort(key=attrgetter("x0"))
        line.phrases = _phrases(line, rules)
    lines.sort(key=lambda one: (one.top + one.bottom) / 2)
    return lines


def _is_level(line: Line, word: Word) -> bool:
    """Tell whether a word stands on a line: their middles or their feet are about level."""
    low = min(line.height, word.height)
    middle = abs((line.top + line.bottom) - (word.top + word.bottom)) / 2
    return middle < 0.45 * low or abs(line.bottom - word.bottom) < 0.2 * low


def _phrases(line: Line, rules: Rules) -> list[Phrase]:
    phrases: list[Phrase] = []
    right = 0.0
    upright = [one for one in rules.upright if one[1] <= (line.top + line.bottom) / 2 <= one[2]]
    here = Rules(upright)
    for word in line.words:
        gap = word.x0 - right
        height = min(line.height, word.height)
        is_apart = gap > _SPLIT * height or (
            bool(upright) and gap > -0.1 * height and here.parts(right, word.x0, (line.top + line.bottom) / 2)
        )
        if phrases and not is_apart:
            phrases[-1].words.append(word)
            right = max(right, word.x1)
        else:
            phrases.append(Phrase([word]))
            right = word.x1
    return phrases


def joined(words: Sequence[Word]) -> str:
    """Return words as text, with a blank where there is room for one."""
    out: list[str] = []
    previous: Word | None = None
    for word in words:
        share = _SPACED if word.is_spaced else _JOIN
        if previous is not None and word.x0 - previous.x1 > share * min(word.height, previous.height):
            out.append(" ")
        out.append(word.text)
        previous = word
    return "".join(out)


def lines_text(lines: Sequence[Line]) -> str:
    """Return lines as text: phrases apart by two blanks or more, an empty line where the page leaves one."""
    out: list[str] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and line.top - previous.bottom > 0.9 * min(line.height, previous.height):
            out.append("")
        out.append(_line_text(line))
        previous = line
    return "\n".join(out)


def _line_text(line: Line) -> str:
    out: list[str] = []
    right = 0.0
    for number, phrase in enumerate(line.phrases):
        if number:
            blanks = round((phrase.x0 - right) / (0.5 * line.height))
            out.append(" " * min(max(blanks, 2), _MOST_BLANKS))
        out.append(phrase.text)
        right = phrase.x1
    return "".join(out)
