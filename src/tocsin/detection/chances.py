"""Where in a text names, labels and tables can stand at all: what is left after the cheap look at everything.

Invariant: a stretch or line that is left out gives no find, whatever stands elsewhere in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Stretch = tuple[int, int]
"""Start and end, in code points of the text."""
MARKED, HEADED, CELLED, SPACED = 1, 2, 4, 8
"""How a line may hold a label: before a mark, as a heading of its own, as a cell, before its value in cells."""


@dataclass(slots=True)
class Chances:
    """Stretches and numbers of lines (from 0), each in order."""

    runs: list[Stretch] = field(default_factory=list)
    """Capitalised words in a row, with what may join them."""
    lone: list[Stretch] = field(default_factory=list)
    """Words that can be a name only where they repeat a part of one that is sure."""
    turned: list[Stretch] = field(default_factory=list)
    """Lines that may hold ``Last, First``."""
    cued: list[Stretch] = field(default_factory=list)
    """Lines with a word that announces a name in lower case."""
    paired: list[Stretch] = field(default_factory=list)
    """Lines in which two words that are names stand beside each other."""
    foreign: list[Stretch] = field(default_factory=list)
    """Lines with letters that have no Latin-1 code; they are in all other lists too."""
    labels: list[tuple[int, int]] = field(default_factory=list)
    """Numbers of lines, each with the ways in which it may hold a label."""
    tables: list[int] = field(default_factory=list)
    """Lines of three cells or more."""
    is_fixed: bool = False
    """Three long lines in a row have one length."""

    @property
    def has_names(self) -> bool:
        """Tell whether a name can stand in the text."""
        return bool(self.runs or self.turned or self.cued or self.paired or self.foreign)

    @property
    def is_none(self) -> bool:
        """Tell whether nothing can stand in the text but what the scan finds."""
        return not (self.runs or self.turned or self.cued or self.paired or self.labels or self.tables or self.is_fixed)


class Found:
    """The chances of many texts, of which most have none: they are made when something is found."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._made: dict[int, Chances] = {}

    def of(self, text: int) -> Chances:
        """Return the chances of a text, to be added to."""
        made = self._made.get(text)
        if made is None:
            made = self._made[text] = Chances()
        return made

    def all(self) -> list[Chances]:
        """Return the chances of all texts, the same empty ones for those without; nothing is added from now on."""
        nothing = Chances()
        return [self._made.get(text, nothing) for text in range(self._count)]
