"""What the different values of one column ask: of a typed column, most are answered at once.

Invariant: gives what :func:`tocsin.detection.placed.cell_asks` gives for each text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tocsin.detection import values
from tocsin.detection.columns_pairs import two_labels
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.placed import LONGEST_TYPED, Ask, cell_asks
from tocsin.detection.spans import Span
from tocsin.detection.thresholds import threshold
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

Value = tuple[Element | None, Part, int, int, str, str, float, str, int, Role, int, str]
"""What of a mention follows from its cell's text and column, in the order of ``VALUE``."""
VALUE = (
    "element", "part", "start", "end", "text", "norm", "score", "detector", "column", "party", "party_number", "label",
)  # fmt: skip
_MIXED = frozenset({Element.LAB_RESULT, Element.TAX_ID, Element.ACCOUNT_NUMBER, Element.MEDICATION, Element.INSURER})
"""Elements whose cells may hold another one or two: each is looked at by itself."""
_DATES = frozenset({Element.DATE, Element.DATE_OF_BIRTH})
_NAMED_MORE = compiled(r"[\d\n:&+/]|[a-z]{2} [a-z]{2}|w/ | (?:and|y|e) ")
_AGED = compiled(r"[yY]")
_PARTED = compiled(r"[ ,:#-]")


def value_of(ask: Ask, span: Span) -> Value:
    """Return what a span that was found in a cell says of its mention."""
    party = span.party if span.party is not Role.UNKNOWN else ask.party
    number, label = span.party_number or ask.party_number, span.label or ask.label
    text = ask.text[span.start : span.end]
    found = (span.element, span.part, span.start, span.end, text, span.norm, span.score, span.detector)
    return (*found, ask.column, party, number, label)


def column_asks(
    texts: Iterable[str], index: int, kind: ColumnType, slow: frozenset[Element]
) -> Iterator[Sequence[Ask | Value]]:
    """Give what each text of a column asks or answers, nothing if it is blank; asks are of no row in particular.

    ``slow`` are elements whose values the detector has something more to say of.
    """
    quick = None if _is_read(kind) or kind.element in slow else _Quick(index, kind)
    for text in texts:
        if not text.strip():
            yield ()
        elif quick is not None and quick.knows(text):
            yield quick.values(text)
        else:
            ask = Ask(text, "", 0, index, -1, kind.party, kind.party_number, kind.label)
            yield tuple(cell_asks(text, ask, kind))


def _is_read(kind: ColumnType) -> bool:
    """Tell whether the cells of a column are read or taken apart rather than typed whole."""
    if kind.is_compound or kind.is_turned or kind.is_free_text or kind.is_open or kind.element in _MIXED:
        return True
    return bool(kind.label and two_labels(kind.label))


def _sign_of_more(element: Element | None) -> re.Pattern[str] | None:
    """Return what a cell of that element shows if it may hold more than its value."""
    if element in NAME_ELEMENTS:
        return _NAMED_MORE
    if element in _DATES:
        return _AGED
    return _PARTED if element is Element.MEMBER_ID else None


class _Quick:
    """A column whose cells are values and nothing else."""

    def __init__(self, index: int, kind: ColumnType) -> None:
        self._index, self._kind = index, kind
        self._more = _sign_of_more(kind.element)
        self._is_number = values.is_number(kind.element) and kind.part is Part.FULL
        self._least = threshold(kind.element)
        self._known: dict[float, float] = {}

    def knows(self, text: str) -> bool:
        """Tell whether a cell can hold nothing but one value."""
        return len(text) <= LONGEST_TYPED and (self._more is None or self._more.search(text) is None)

    def values(self, text: str) -> Sequence[Value]:
        """Return the cell's value, if it is one."""
        kind = self._kind
        plain = values.plain_number(text) if self._is_number else None
        norm, counts, score = plain or values.normalise(kind.element, kind.part, text)
        sure = self._sure(score)
        if not counts or sure < self._least:
            return ()
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        found = (kind.element, kind.part, start, end, text[start:end], norm, round(sure, 4), "place", self._index)
        return ((*found, kind.party, kind.party_number, kind.label),)

    def _sure(self, score: float) -> float:
        known = self._known.get(score)
        if known is None:
            known = self._known[score] = (
                min(self._kind.score, score) if score < self._kind.score else (self._kind.score + score) / 2
            )
        return known
