"""Lines over rows of a table set in text: what all of these share, or whose they are.

Invariant: such a line is no row, whatever of it stands under the labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.detection.group_heads import said_of_rows
from tocsin.detection.placed import typed
from tocsin.detection.spans import Span
from tocsin.detection.text_between import Under
from tocsin.detection.text_lines import Cell, Line
from tocsin.detection.text_visits import heads_visits, name_led
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

_SAID_SCORE, _NAME_SCORE = 0.8, 0.9
_SOON = 4
"""Lines in which the rows must follow."""
_DRAWN = " \t-=_"


class Groups:
    """What stands over the rows of the table with this header."""

    def __init__(self, lines: Sequence[Line], header: Sequence[Cell], under: Under, *, names_people: bool) -> None:
        """Look at a table; ``names_people`` tells that its own rows say whose they are."""
        self._lines, self._header, self._under = lines, header, under
        self._names_people = names_people
        self.spans: list[Span] = []
        self.open: list[tuple[int, int]] = []
        """Lines that name somebody, to be read as text."""

    def look_above(self, at: int) -> None:
        """Take what the lines right above the labels in line ``at`` say of all rows."""
        for line in reversed(self._lines[max(0, at - _SOON) : at]):
            if line.text.strip(_DRAWN):
                said = said_spans(line)
                if not said:
                    return
                self.spans += said

    def take(self, at: int) -> bool:
        """Take a line that stands over rows; tell whether it is one."""
        line = self._lines[at]
        said = said_spans(line)
        if said and self._leads(at):
            self.spans += said
            return True
        if not line.text.strip(_DRAWN) and self._is_headed(at):
            return True
        if self._names_people:
            return False
        if heads_visits(line.cells, line.text) and self._leads(at):
            self.open.append((line.start, line.start + len(line.text)))
            self.spans += _named(line)
            return True
        return not line.text.strip(_DRAWN) and self._is_followed(at)

    def _leads(self, at: int) -> bool:
        """Tell whether rows of the table, or their labels once more, come soon below a line."""
        for line in self._lines[at + 1 : at + 1 + _SOON]:
            if line.text.strip(_DRAWN) and len(line.cells) > 1 and not said_spans(line):
                return self._under(self._header, line.cells) is not None
        return False

    def _is_headed(self, at: int) -> bool:
        """Tell whether the next line that says anything stands over rows."""
        for number in range(at + 1, min(at + _SOON, len(self._lines))):
            line = self._lines[number]
            if line.text.strip(_DRAWN):
                return bool(said_spans(line)) and self._leads(number)
        return False

    def _is_followed(self, at: int) -> bool:
        """Tell whether the next line that says anything names somebody whose rows follow."""
        for number in range(at + 1, min(at + _SOON, len(self._lines))):
            line = self._lines[number]
            if line.text.strip(_DRAWN):
                return heads_visits(line.cells, line.text) and self._leads(number)
        return False


def said_spans(line: Line) -> list[Span]:
    """Return what a line says of the rows below it."""
    found = []
    for one in said_of_rows(line.text):
        party = Role.PROVIDER if one.element is Element.PROVIDER else Role.UNKNOWN
        span = typed(line.text[one.start : one.end], one.element, Part.FULL, _SAID_SCORE, party, 0, one.label)
        if span is not None:
            found.append(span.moved(line.start + one.start + span.start, line.start + one.start + span.end))
    return found


def _named(line: Line) -> Iterator[Span]:
    """Give the name to which a line's first words lead: ``PATIENT SANDOVAL, FLORA``."""
    at = name_led(line.cells, line.text)
    name = typed(line.text[at[0] : at[1]], Element.NAME, Part.FULL, _NAME_SCORE, Role.PATIENT, 0, "") if at else None
    if at is not None and name is not None:
        yield name.moved(line.start + at[0] + name.start, line.start + at[0] + name.end)
