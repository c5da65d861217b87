"""Mailing labels and cards printed beside each other in a text: given one below the other, so that each is whole.

Invariant: pure; only blocks are turned in which every column has a state and a ZIP, or whose columns begin alike in
several lines (``ACC 17  SEQ 00 ... ACC 18  SEQ 01``); no sign but blanks is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_BEGINS = re.compile(r"(?:(?<=[ ]{3})|^)\S")
_ZIP = r"[A-Za-z]{2}\.?[ ]{1,4}\d{5}"
_ZIP_ANYWHERE = re.compile(rf"[ ]{_ZIP}")
"""Begins with what is rare, so that no run of blanks makes it try again and again."""
_ZIP_LINE = re.compile(rf"[^\d\n]{{2,30}},?[ ]{{1,4}}{_ZIP}(?:-\d{{4}})?")
_ALIKE = re.compile(r"(?m)^[ ]{0,8}([A-Za-z][A-Za-z#.]{1,11}:?)[ ][^\n]{3,70}?[ ]{3}\1[ ]")
"""A line whose two halves begin with the same word."""
_FIRST_WORD, _FIGURE = re.compile(r"[ ]*([^\W\d_][^\s\d]*)"), re.compile(r"\d+")
_LEAST_ALIKE = 2
_LEAST_LINES, _MOST_LINES = 2, 8
_MOST_COLUMNS = 4


def unfolded(text: str) -> str:
    """Return the text with labels that stand beside each other set below each other.

    Example:
        >>> print(unfolded("ANN LEE           BO ROE\\n1 ELM ST          22 OAK DR\\nUTICA NY 13501    ROME NY 13440"))
        ANN LEE
        1 ELM ST
        UTICA NY 13501
        <BLANKLINE>
        BO ROE
        22 OAK DR
        ROME NY 13440
    """
    if not _ZIP_ANYWHERE.search(text) and not _ALIKE.search(text):
        return text
    blocks = re.split(r"(\n(?:[ \t]*\n)+)", text)
    return "".join(_turned(block) if at % 2 == 0 else block for at, block in enumerate(blocks))


def _turned(block: str) -> str:
    lines = [line.rstrip() for line in block.split("\n")]
    if not _LEAST_LINES <= len(lines) <= _MOST_LINES:
        return block
    for starts, are_whole in ((_columns(lines), _are_labels), (_card_columns(lines), _are_cards)):
        columns = [[line[low:high].rstrip() for line in lines] for low, high in pairwise((*starts, None))]
        if 1 < len(starts) <= _MOST_COLUMNS and are_whole(columns):
            return "\n\n".join("\n".join(line for line in column if line.strip()) for column in columns)
    return block


def _are_labels(columns: Sequence[Sequence[str]]) -> bool:
    return all(any(_ZIP_LINE.fullmatch(line.strip()) for line in column) for column in columns)


def _card_columns(lines: Sequence[str]) -> list[int]:
    """Return where the first line begins anew with its first word, if no line has a text across."""
    word = _FIRST_WORD.match(lines[0])
    if word is None:
        return []
    again = re.finditer(rf"(?<=[ ]{{3}}){re.escape(word[1])}(?![^\W\d_])", lines[0])
    starts = [0, *(found.start() for found in again)]
    return [] if any(_is_cut(line, at) for line in lines for at in starts) else starts


def _are_cards(columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether columns are cards: first lines that differ in figures only, and more that begin with one word."""
    if len({_FIGURE.sub("9", column[0].strip()) for column in columns}) > 1 or not _FIGURE.search(columns[0][0]):
        return False
    firsts = [[found[1].lower() if (found := _FIRST_WORD.match(line)) else "" for line in column] for column in columns]
    alike = sum(bool(words[0]) and len(set(words)) == 1 for words in zip(*firsts, strict=True))
    return alike >= _LEAST_ALIKE and len(columns[0]) > _LEAST_LINES


def _columns(lines: Sequence[str]) -> list[int]:
    """Return where columns begin: places at which lines begin a text behind blanks, and that cut no text."""
    begins = sorted({found.start() for line in lines for found in _BEGINS.finditer(line)})
    return [at for at in begins if sum(_is_cut(line, at) for line in lines) == 0 and _count(lines, at) >= _LEAST_LINES]


def _is_cut(line: str, at: int) -> bool:
    return at > 0 and line[at - 1 : at + 1].strip() != "" and not line[at - 1 : at].isspace()


def _count(lines: Sequence[str], at: int) -> int:
    return sum(1 for line in lines if line[at : at + 1].strip() and not line[max(0, at - 3) : at].strip())
