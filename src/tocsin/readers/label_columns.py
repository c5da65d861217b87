"""Mailing labels printed beside each other in a text: given one below the other, so that each is whole.

Invariant: pure; only texts in which every column of a block ends with a state and a ZIP are turned, and no sign but
blanks is lost.
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
    if not _ZIP_ANYWHERE.search(text):
        return text
    blocks = re.split(r"(\n(?:[ \t]*\n)+)", text)
    return "".join(_turned(block) if at % 2 == 0 else block for at, block in enumerate(blocks))


def _turned(block: str) -> str:
    lines = [line.rstrip() for line in block.split("\n")]
    if not _LEAST_LINES <= len(lines) <= _MOST_LINES:
        return block
    starts = _columns(lines)
    if not 1 < len(starts) <= _MOST_COLUMNS:
        return block
    columns = [[line[low:high].rstrip() for line in lines] for low, high in pairwise((*starts, None))]
    labels = [[line for line in column if line.strip()] for column in columns]
    if not all(label and any(_ZIP_LINE.fullmatch(line.strip()) for line in label) for label in labels):
        return block
    return "\n\n".join("\n".join(label) for label in labels)


def _columns(lines: Sequence[str]) -> list[int]:
    """Return where columns begin: places at which lines begin a text behind blanks, and that cut no text."""
    begins = sorted({found.start() for line in lines for found in _BEGINS.finditer(line)})
    return [at for at in begins if sum(_is_cut(line, at) for line in lines) == 0 and _count(lines, at) >= _LEAST_LINES]


def _is_cut(line: str, at: int) -> bool:
    return at > 0 and line[at - 1 : at + 1].strip() != "" and not line[at - 1 : at].isspace()


def _count(lines: Sequence[str], at: int) -> int:
    return sum(1 for line in lines if line[at : at + 1].strip() and not line[max(0, at - 3) : at].strip())
