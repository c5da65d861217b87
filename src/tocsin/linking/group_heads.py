"""What stands over the rows of a grouped report, and so is said of each of them: professional, act, payer, day.

Heads nest: a payer's rows may be parted by acts. A head of a kind that is open ends the one before and all under it.

Invariant: time is linear in rows and heads; a head says nothing of rows above it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from tocsin.linking.frames import Frame
from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element
from tocsin.model.mentions import Mention
from tocsin.patterns import compiled

SHARED = frozenset(
    {
        Element.PROVIDER, Element.PROCEDURE, Element.TREATMENT, Element.MEDICATION, Element.DIAGNOSIS,
        Element.INSURER, Element.DATE,
    }
)  # fmt: skip
_LEAST_COVER = 0.4
_LETTERS = compiled(r"[^\W\d_]")
_COUNTS = compiled(r"(?i)\b(?:patients?|pts|visits?|encounters?|cases?|cont(?:inued|'?d)?|hours?|hrs?|min|mins|n)\b")


@dataclass(slots=True)
class _Head:
    elements: frozenset[Element]
    depth: int
    mentions: list[Mention] = field(repr=False)


class GroupHeads:
    """The heads that are open while rows are read in order."""

    def __init__(self) -> None:
        self._open: list[_Head] = []
        self._is_fresh = False
        """No row has come since the last head."""

    def begin(self, mentions: Sequence[Mention], depth: int) -> None:
        """Open a head; ``depth`` is how far from the left it stands."""
        elements = frozenset(m.element for m in mentions if m.element is not None)
        same = next((n for n, head in enumerate(self._open) if head.elements & elements), -1)
        if same >= 0:
            del self._open[same:]
        elif not self._is_fresh:
            self._open = [head for head in self._open if head.depth < depth]
        self._open.append(_Head(elements, depth, list(mentions)))
        self._is_fresh = True

    def end(self, depth: int) -> None:
        """Close the heads that stand no farther left: another begins of which nothing is known."""
        self._open = [head for head in self._open if head.depth < depth]

    def clear(self) -> None:
        """Close all heads."""
        self._open = []

    def tell(self, frame: Frame | None) -> None:
        """Say of a row's person what is said of all rows here."""
        self._is_fresh = False
        if frame is None or not self._open or frame.role in OFFICE_ROLES or not frame.is_named:
            return
        for head in self._open:
            frame.tell(Element.PROVIDER, (m for m in head.mentions if m.element is Element.PROVIDER))
            frame.mentions.extend(m for m in head.mentions if m.element not in NAME_ELEMENTS)


def heads_of_lines(lines: Sequence[Line], records: Container[int]) -> dict[int, list[Mention]]:
    """Return the lines (by index) over the records of a list, with what they say of these: nothing if that is unknown.

    A line of which nothing is known is one only behind records that a known one heads.
    """
    found: dict[int, list[Mention]] = {}
    nearest, depth = _FAR, 0
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        indent = len(line.text) - len(line.text.lstrip())
        if number in records:
            nearest, depth = number, indent
        if number in records or line.zone is not Zone.PLAIN or nearest - number > _SOON or indent > depth + 1:
            continue
        said = shared_by_rows(line.text, line.mentions)
        if said or (not line.mentions and _is_heading(line.text)):
            found[number] = said
            nearest = min(nearest, number + _SOON)
    first = min((number for number, said in found.items() if said), default=_FAR)
    return {number: said for number, said in found.items() if number >= first}


_FAR, _SOON = 1 << 60, 5
"""Lines in which a record must follow."""


def _is_heading(text: str) -> bool:
    """Tell whether a line is a few words by themselves, neither labels of columns nor a sum."""
    bare = text.strip()
    is_short = 0 < len(bare) <= _LONGEST and len(bare.split()) <= _MOST_WORDS and "  " not in bare
    return is_short and bare[0].isalpha() and bare[-1] not in ".,;?!" and not _SUMS_UP.search(bare)


_LONGEST, _MOST_WORDS = 50, 6


def is_lone(row: Sequence[str]) -> bool:
    """Tell whether one text stands alone in a row and neither sums up nor counts."""
    texts = [cell.strip() for cell in row if cell.strip()]
    return len(texts) == 1 and _LETTERS.search(texts[0]) is not None and not _SUMS_UP.search(texts[0])


_SUMS_UP = compiled(
    r"(?i)\b(?:sub ?)?totals?\b|\bcount\b|\d+ (?:patients?|pts|visits?|encounters?|cases?|rows?|records?)\b"
)


def shared_by_rows(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return what a line says of the rows below it; nothing if it says anything else, or is no more than a remark."""
    mentions = [m for m in mentions if m.element is not Element.NPI]
    if not mentions or any(m.element not in SHARED for m in mentions):
        return []
    if all(m.detector == "place" for m in mentions):
        return list(mentions)
    said = sum(len(_LETTERS.findall(m.text)) + len(m.label) for m in mentions)
    return list(mentions) if said >= _LEAST_COVER * len(_LETTERS.findall(_COUNTS.sub("", text))) else []
