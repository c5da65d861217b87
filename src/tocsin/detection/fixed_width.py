"""Records of fixed width without blanks between fields: ``CHAVEZ,MARIA   60029100619741119..NM879379155550134``.

Where several lines of one length have digits at the same places, the run of digits is split into the numbers it is
made of: every split must hold in all the lines, so a chance fit is next to impossible.

Invariant: pure; time is linear in the text (the split of a run is looked for once a block, over bounded samples).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.detection.checks import ssn_ok
from tocsin.detection.dates import birth_norm, date_norm
from tocsin.detection.health_codes import is_icd10
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.model.regions import STATE_CODES
from tocsin.patterns import compiled

DETECTOR = "fixed-width"
LEAST_LINES, LEAST_LENGTH, _LEAST_RUN = 3, 60, 17
_LEAST_PLACED = 15
"""Digits of a ZIP and a telephone behind a state."""
_MOST_SAMPLED = 40
_LONGEST_RUN = 64
_SCORE = 0.9

Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Kind:
    element: Element
    part: Part
    width: int
    bits: float
    """How much it says that a stretch of random digits is one: minus the logarithm of the share of those that fit."""
    fits: Fits


Pieces = tuple[tuple[_Kind, int], ...]
"""Kinds with their offsets in the run, in order."""


def _is_date(text: str) -> bool:
    norm = date_norm(text)
    return len(norm) == 10 and 1900 <= int(norm[:4]) <= 2035


def _is_phone(text: str) -> bool:
    return text[0] in "23456789" and text[3] in "23456789" and text[1:3] != "11"


_KINDS = (
    _Kind(Element.SSN, Part.FULL, 9, 0.2, ssn_ok),
    _Kind(Element.DATE, Part.FULL, 8, 7.0, _is_date),
    _Kind(Element.PHONE, Part.FULL, 10, 0.7, _is_phone),
)
_ZIP = _Kind(Element.ZIP, Part.ZIP, 5, 1.0, str.isdigit)


def find_fixed(text: str) -> list[Span]:
    """Return the numbers in runs of digits that lines of one length have at the same places."""
    if len(text) < LEAST_LENGTH * LEAST_LINES:
        return []
    found: list[Span] = []
    for block in _blocks(text):
        found.extend(_of_block([line for _, line in block], [start for start, _ in block]))
    return sorted(found, key=lambda span: span.start)


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Give runs of lines of about one length."""
    block: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        is_like = bool(block) and len(line) == len(block[0][1])
        if block and not is_like:
            if len(block) >= LEAST_LINES:
                yield block
            block = []
        if len(line) >= LEAST_LENGTH:
            block.append((position, line))
        position += len(line) + 1
    if len(block) >= LEAST_LINES:
        yield block


def _of_block(lines: Sequence[str], starts: Sequence[int]) -> Iterator[Span]:
    sample = lines[:: max(1, len(lines) // _MOST_SAMPLED)]
    behind = 0
    for low, high in _runs(sample):
        is_zip_first = low >= 2 and all(line[low - 2 : low] in STATE_CODES for line in sample)
        pieces = _split(tuple(line[low:high] for line in sample), is_zip_first)
        births = _birth(pieces, sample, low)
        if is_zip_first and behind:
            yield from _addresses(lines, starts, behind, low + _ZIP.width)
        behind = low + pieces[-1][1] + pieces[-1][0].width if pieces else behind
        if pieces and behind == low + pieces[-1][1] + pieces[-1][0].width and low == _first_digit(sample):
            yield from _names(lines, starts, low)
        yield from _codes(lines, starts, high)
        for kind, offset in pieces:
            element = Element.DATE_OF_BIRTH if (kind, offset) == births else kind.element
            for line, start in zip(lines, starts, strict=True):
                value = line[low + offset : low + offset + kind.width]
                if kind.fits(value):
                    at = start + low + offset
                    norm = date_norm(value) if kind.element is Element.DATE else value
                    norm = birth_norm(norm) if element is Element.DATE_OF_BIRTH else norm
                    yield Span(at, at + kind.width, element, kind.part, _SCORE, DETECTOR, norm)


def _first_digit(sample: Sequence[str]) -> int:
    """Return the first place at which a line has a digit."""
    return min(next((at for at, char in enumerate(line) if char.isdigit()), len(line)) for line in sample)


def _names(lines: Sequence[str], starts: Sequence[int], high: int) -> Iterator[Span]:
    """Give last and first names in front of the first digits, where every line has two texts there, apart by blanks."""
    cut = [list(_TEXTS.finditer(line[:high])) for line in lines]
    if any(len(found) != 2 for found in cut) or len({found[1].start() for found in cut}) != 1:
        return
    for found, start in zip(cut, starts, strict=True):
        for match, part in zip(found, (Part.LAST, Part.FIRST), strict=True):
            norm = match.group().strip()
            yield Span(
                start + match.start(), start + match.start() + len(norm), Element.NAME, part, 0.85, DETECTOR, norm
            )


def _codes(lines: Sequence[str], starts: Sequence[int], low: int) -> Iterator[Span]:
    """Give the diagnosis codes that stand right behind a run of digits in every line."""
    found = [_CODE.match(line, low) for line in lines]
    if not all(match is not None and is_icd10(match.group()) for match in found):
        return
    for match, start in zip(found, starts, strict=True):
        if match is not None:
            norm = match.group()
            yield Span(start + low, start + match.end(), Element.DIAGNOSIS, Part.FULL, _SCORE, DETECTOR, norm)


_TEXTS = compiled(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z.'-]+)*")
_CODE = compiled(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")


def _addresses(lines: Sequence[str], starts: Sequence[int], low: int, high: int) -> Iterator[Span]:
    """Give what stands between two runs of digits, up to the ZIP, where it begins with a house or box and a city."""
    for line, start in zip(lines, starts, strict=True):
        text = line[low:high]
        if _ADDRESS.fullmatch(text.strip()):
            lead = len(text) - len(text.lstrip())
            norm = " ".join(text.split())
            yield Span(start + low + lead, start + high, Element.ADDRESS, Part.FULL, _SCORE, DETECTOR, norm)


_ADDRESS = compiled(r"(?:\d+|P\.?O\.? BOX|RR|HC)\b.{4,60}? {2,}[A-Z][A-Z .'-]+ *[A-Z]{2}\d{5}", re.IGNORECASE)


def _birth(pieces: Sequence[tuple[_Kind, int]], sample: Sequence[str], low: int) -> tuple[_Kind, int] | None:
    """Return the date whose years spread as those of births do."""
    for kind, offset in pieces:
        if kind.element is Element.DATE:
            years = sorted(int(date_norm(line[low + offset : low + offset + 8])[:4] or 0) for line in sample)
            if years[-1] - years[0] >= 15 and years[len(years) // 2] <= 2005:
                return kind, offset
    return None


def _runs(sample: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the stretches of places at which every line has a digit."""
    width = len(sample[0])
    is_digit = [all(line[at].isdigit() for line in sample) for at in range(width)]
    at = 0
    while at < width:
        stop = at
        while stop < width and is_digit[stop]:
            stop += 1
        least = _LEAST_PLACED if at >= 2 and all(line[at - 2 : at] in STATE_CODES for line in sample) else _LEAST_RUN
        is_fraction = any(_POINT.search(line, max(0, at - 2), at) for line in sample)
        if least <= stop - at <= _LONGEST_RUN and not is_fraction:
            yield at, stop
        at = max(stop, at + 1)


_POINT = compiled(r"\d\.\Z")
"""Before the digits of a fraction: tables of measurements have lines of one length too."""


@lru_cache(maxsize=256)
def _split(values: tuple[str, ...], is_zip_first: bool) -> Pieces:
    """Return the numbers that make up the run with the least help of chance, each holding in all values.

    An SSN fits too often to stand anywhere: it begins the run or stands before a date.
    """
    width = len(values[0])
    best: list[tuple[float, Pieces]] = [(0.0, ())] * (width + 1)
    for at in range(width - 1, -1, -1):
        options: list[tuple[float, Pieces]] = []
        for kind in (_ZIP,) if is_zip_first and at == 0 else _KINDS:
            end = at + kind.width
            if end > width or not all(kind.fits(value[at:end]) for value in values):
                continue
            bits, rest = best[end]
            is_before_date = bool(rest) and rest[0][1] == end and rest[0][0].element is Element.DATE
            if kind.element is not Element.SSN or at == 0 or is_before_date:
                options.append((bits + kind.bits * len(values), ((kind, at), *rest)))
        best[at] = max([*options, best[at + 1]], key=lambda option: option[0])
    return _with_number(best[0][1], values)


def _with_number(pieces: Pieces, values: Sequence[str]) -> Pieces:
    """Return the pieces with an SSN right behind a lone date, where nothing else was found in what follows it."""
    if len(pieces) != 1 or pieces[0][0].element is not Element.DATE:
        return pieces
    kind, at = pieces[0]
    low = at + kind.width
    number = _KINDS[0]
    fits = all(len(v) >= low + number.width and number.fits(v[low : low + number.width]) for v in values)
    return (*pieces, (number, low)) if fits and len({v[low : low + number.width] for v in values}) > 1 else pieces
