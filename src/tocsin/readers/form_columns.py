"""Forms printed beside each other in a text, each under its heading: given one below the other, so that each is whole.

    MEMBER INFORMATION             PRESCRIBER
    Last Name: Siddiqui            Name: Nadia Kassab
    First Name: Farrah             NPI: 1562349104

Invariant: pure; only blocks whose headings and label-value pairs stand in the same two columns are turned, and no sign
but blanks is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(r"[ ]{0,8}(?P<left>[A-Za-z][^:\n\t]{1,40}?)[ ]{4,}(?P<right>[A-Za-z][^:\n\t]{1,40}?)[ ]*")
_INNER_GAP = re.compile(r"\S[ ]{2,}\S")
_PAIR = re.compile(r"[ ]*[A-Za-z#][^:\n]{0,30}:")
_BREAK = re.compile(r"(?<=[ ]{3})\S")
_SLACK = 6
"""Places by which a right half may begin before or behind its heading."""
_LEAST_PAIRED, _MOST_LINES, _LONGEST_HEADING = 2, 30, 240


def unfolded_forms(text: str) -> str:
    """Return the text with forms that stand beside each other set below each other.

    Example:
        >>> print(unfolded_forms("PATIENT          DOCTOR\\nLast: Lee        Name: Bo Roe\\nFirst: Ann       NPI: 5"))
        PATIENT
        Last: Lee
        First: Ann
        <BLANKLINE>
        DOCTOR
        Name: Bo Roe
        NPI: 5
    """
    if "    " not in text or ":" not in text:
        return text
    lines = text.split("\n")
    done: list[str] = []
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        if block is None:
            done.append(lines[at])
            at += 1
            continue
        left, right, at = block
        done.extend((*left, "", *right))
    return "\n".join(done)


def _block(lines: Sequence[str], at: int) -> tuple[list[str], list[str], int] | None:
    """Return the two halves of the forms whose headings stand in a line, and the first line behind them."""
    heading = _HEADING.fullmatch(lines[at]) if len(lines[at]) <= _LONGEST_HEADING else None
    if heading is None or any(_INNER_GAP.search(heading[half]) for half in ("left", "right")):
        return None
    column = heading.start("right")
    left, right, paired, crossing = [heading["left"]], [heading["right"]], 0, 0
    end = at + 1
    while end < min(len(lines), at + 1 + _MOST_LINES) and lines[end].strip():
        one, other = _halves(lines[end], column)
        paired += bool(_PAIR.match(one) and _PAIR.match(other))
        crossing += not other and len(one.rstrip()) > column + _SLACK
        left.append(one)
        right.append(other)
        end += 1
    if paired < max(_LEAST_PAIRED, 2 * crossing):
        return None
    return [line for line in left if line], [line for line in right if line], end


def _halves(line: str, column: int) -> tuple[str, str]:
    """Return what stands left and right of a column's begin, which a line may miss by a few places."""
    begins = [m.start() for m in _BREAK.finditer(line) if abs(m.start() - column) <= _SLACK]
    if not begins:
        whole = line.rstrip()
        return ("", whole.strip()) if whole[: column - _SLACK].strip() == "" else (whole, "")
    begin = min(begins, key=lambda b: abs(b - column))
    return line[:begin].rstrip(), line[begin:].rstrip()
