"""X12 interchanges as segments: separators from each ISA, any line ends between segments, nothing held but a block.

An interchange that begins with other separators than the one before is split by its own.

Invariant: every character but separators and white space around segments is given once.
Source: ASC X12.5 Interchange Control Structures (ISA, positions 4 and 106; ISA11 repetition, ISA16 component).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_SEGMENT = 1 << 20
"""Code points; what goes on longer without a terminator is no segment."""
_ISA_ELEMENTS = 16
_WIDTH_OF_ISA = 106
PIECE = re.compile(r"\s{0,8}(?:GS|ST|BHT|HL|NM1|CLM|CLP|INS|SBR|EB|LX)\*[A-Z0-9]{1,38}\*")
"""How a piece cut out of its interchange begins: no ISA, but a segment of a claim, a payment or an enrolment."""
_START = re.compile(r"ISA[^A-Za-z0-9 \t\r\n]")


@dataclass(frozen=True, slots=True)
class Separators:
    """What separates elements, components and repetitions, and what ends a segment."""

    element: str
    component: str
    repetition: str
    terminator: str


@dataclass(frozen=True, slots=True)
class EdiSegment:
    """One segment; ``elements[0]`` is its id."""

    elements: list[str]
    separators: Separators

    def get(self, index: int) -> str:
        """Return an element without outer blanks, empty if the segment has none there."""
        return self.elements[index].strip() if index < len(self.elements) else ""

    def parts(self, index: int) -> list[str]:
        """Return the components of an element."""
        return [part.strip() for part in self.get(index).split(self.separators.component)]


def separators_of(isa: str) -> Separators | None:
    """Return the separators an ISA segment declares, by position, or by counting elements if its widths are wrong.

    Example:
        >>> isa = "ISA*00*" + " " * 10 + "*00*" + " " * 10 + "*ZZ*" + "A" * 15 + "*ZZ*" + "B" * 15
        >>> separators_of(isa + "*240101*0900*^*00501*000000001*0*P*:~")
        Separators(element='*', component=':', repetition='^', terminator='~')
    """
    if not _START.match(isa):
        return None
    element = isa[3]
    if len(isa) >= _WIDTH_OF_ISA and isa[103] == element and isa[:_WIDTH_OF_ISA].count(element) == _ISA_ELEMENTS:
        component, terminator = isa[104], isa[105]
    else:
        pieces = isa[:400].split(element, _ISA_ELEMENTS)
        if len(pieces) <= _ISA_ELEMENTS or len(pieces[-1]) < 2:
            return None
        component, terminator = pieces[-1][0], pieces[-1][1]
    repetition = isa.split(element, 12)[11]
    return Separators(element, component, repetition if not repetition.isalnum() else "", terminator)


def split(blocks: Iterable[str], known: Separators | None = None) -> Iterator[EdiSegment]:
    """Yield the segments of text that comes in blocks; ``known`` separators hold until an ISA says otherwise.

    Text before the first ISA is left out if no separators are known; a piece without a terminator is given as a
    segment with one element only if it is longer than any segment.
    """
    held = ""
    for block in blocks:
        held += block
        held, known, found = _cut(held, known, is_end=False)
        yield from found
        if len(held) > LONGEST_SEGMENT:
            if known is not None:
                yield EdiSegment([held], known)
            held = ""
    held, known, found = _cut(held, known, is_end=True)
    yield from found
    if held.strip() and known is not None:
        yield EdiSegment(held.strip().split(known.element), known)


def _cut(held: str, known: Separators | None, *, is_end: bool) -> tuple[str, Separators | None, list[EdiSegment]]:
    """Return what is left of the text, the separators that hold now and the segments found."""
    found: list[EdiSegment] = []
    while True:
        held = held.lstrip(" \t\r\n\x00\ufeff\x1a")
        start = _START.match(held)
        if start and not is_end and len(held) < 400:
            return held, known, found
        if start:
            known = separators_of(held) or known
        elif known is None:
            at = _START.search(held)
            if at is None:
                return held[-4:], known, found
            held = held[at.start() :]
            continue
        if known is None:
            return "", known, found
        pieces = held.split(known.terminator)
        held = pieces.pop()
        for number, piece in enumerate(pieces):
            text = piece.strip(" \t\r\n\x00\x1a")
            if number and _START.match(text) and text[3:4] != known.element:
                held = known.terminator.join([text, *pieces[number + 1 :], held])
                break
            if text:
                found.append(EdiSegment(text.split(known.element), known))
        else:
            return held, known, found
