"""Where in a text names, labels and tables can stand at all: what is left after the cheap look at everything.

Invariant: a stretch or line that is left out gives no find, whatever stands elsewhere in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Stretch = tuple[int, int]
"""Start and end, in code points of the text."""
MARKED, HEADED, CELLED = 1, 2, 4
"""How a line may hold a label: before a mark, as a heading of its own, as a cell."""


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
    def is_none(self) -> bool:
        """Tell whether nothing can stand in the text but what the scan finds."""
        return not (self.runs or self.turned or self.cued or self.paired or self.labels or self.tables or self.is_fixed)
