"""Lines that are records of fixed width without a heading: where their fields begin, learnt from the lines themselves.

``019757685     LITTLEJOHN  CHARITY  A093600600196802288029 CAPE FAIR DR``: what is blank in every line parts fields;
where fields abut, dates, SSNs, telephone numbers, states with ZIPs and letters for a sex are looked for that fit at one
place in all lines, so that a chance fit is next to impossible. What is left between them are fields too.

Invariant: pure; time is linear in the sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import digits

LEAST_LINES = 4
_LEAST_LENGTH, _LONGEST = 32, 4000
_MOST_LINES, _MOST_CHARS = 200, 60_000
_LEAST_FIELDS = 4
_LEAST_BITS = 12.0
"""What all lines together must say for a value to be cut out of what abuts it."""
_FILLED, _BLANK = 0.75, 0.97
"""Shares of lines: filled where a field begins, blank before it."""
_ONE_WRONG_IN = 20
"""Of so many lines that are not blank at a place, one may hold something else there."""
_STATE_AND_ZIP = re.compile(
    r"(?:A[KLRSZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOPST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT"
    r"|V[AIT]|W[AIVY])\d{5}",
    re.IGNORECASE,
)
"""USPS Publication 28, appendix B."""


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """Where the fields of a record begin, in code points; the last one ends with the line."""

    starts: tuple[int, ...]
    gaps: tuple[int, ...]
    """Places that are blank in records."""
    least_length: int

    def cells(self, line: str) -> list[str]:
        """Return the fields of a record without the blanks around them."""
        return [line[low:high].strip() for low, high in pairwise((*self.starts, len(line) + self.starts[-1] + 1))]

    def fits(self, line: str) -> bool:
        """Tell whether a line can be such a record: long enough, and blank where records are."""
        gaps = [at for at in self.gaps if at < len(line)]
        wrong = sum(1 for at in gaps if line[at] != " ")
        return len(line.rstrip()) >= self.least_length and wrong <= len(gaps) * _WRONG_GAPS


_WRONG_GAPS = 0.2


@dataclass(frozen=True, slots=True)
class _Kind:
    width: int
    bits: float
    """How much it says that a stretch of the right class is one: minus the binary logarithm of the share that are."""
    fits: Callable[[str], bool]


def record_layout(sample: str) -> RecordLayout | None:
    """Return how the lines of a text are cut into fields, or None if they are no records of fixed width.

    Args:
        sample: whole lines from the beginning of the text; a first line (header record) and a last one may differ.
    """
    lines = [line.rstrip() for line in sample[:_MOST_CHARS].split("\n") if line.strip()][: _MOST_LINES + 2]
    if len(sample) > _MOST_CHARS and len(lines) <= _MOST_LINES:
        lines = lines[:-1]  # the cut may have gone through it
    if len(lines) < LEAST_LINES or any("\t" in line for line in lines):
        return None
    bodies = (lines, lines[1:], lines[:-1], lines[1:-1])
    found = [layout for body in bodies if (layout := _layout(body)) is not None]
    return max(found, key=lambda layout: len(layout.starts), default=None)


def _layout(lines: list[str]) -> RecordLayout | None:
    """Return the layout of lines that are all records, if they are."""
    if len(lines) < LEAST_LINES:
        return None
    middle = sorted(map(len, lines))[len(lines) // 2]
    if not (_LEAST_LENGTH <= middle <= _LONGEST and all(_is_like(line, middle) for line in lines)):
        return None
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    zones = _zones(padded, width)
    starts = _without_houses(padded, [start for low, high in zones for start in _cut(padded, low, high)])
    if len(starts) < _LEAST_FIELDS or _is_labelled(padded, starts) or not _has_values(padded, starts):
        return None
    gaps = tuple(low - 1 for low, _ in zones if low)
    return RecordLayout((0, *starts[1:]), gaps, min(map(len, lines)))


_EVEN = 0.55


def _is_like(line: str, middle: int) -> bool:
    return middle * _EVEN <= len(line) <= middle / _EVEN


def _zones(lines: Sequence[str], width: int) -> list[tuple[int, int]]:
    """Return the stretches between places that are blank in (nearly) all lines and followed by a value.

    A single blank in all lines may be chance: it parts only what is filled in most of them.
    """
    count = len(lines)
    whole = "".join(lines)
    blank = [whole[at::width].count(" ") / count for at in range(width)]
    starts = [next((at for at in range(width) if blank[at] < 1), 0)]
    for at in range(starts[0] + 1, width):
        is_filled = 1 - blank[at] >= _FILLED
        begins = blank[at - 1] == 1 and blank[at] < 1 and (blank[at - 2] == 1 or is_filled)
        begins = begins or (blank[at - 1] >= _BLANK and is_filled)
        if begins:
            starts.append(at)
    return list(pairwise((*starts, width)))


def _without_houses(lines: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Return the starts but for those of streets behind a house number and a single blank."""
    kept = [starts[0]]
    for low, at in pairwise(starts):
        if not all(_HOUSE.fullmatch(line, low, at) and line[at].isalnum() for line in lines):
            kept.append(at)
    return kept


_HOUSE = re.compile(r"\d{1,5}[A-Za-z]? ")


def _cut(lines: Sequence[str], low: int, high: int) -> list[int]:
    """Return where the fields of one zone begin: the zone itself, the values found in it, what stands between."""
    values = [line[low:high] for line in lines]
    if high - low < _LEAST_ABUTTING or not _is_joined(values):
        return [low]
    cuts = {0}
    for at, kind in _pieces(values):
        cuts.update((at, at + kind.width) if kind is not _STATE_ZIP else (at, at + _STATE, at + kind.width))
    lead = _record_type(values) if low == 0 else 0
    if lead and not any(cut <= lead for cut in cuts if cut):
        cuts.add(lead)
    filled = max(len(value.rstrip()) for value in values)
    return [low + cut for cut in sorted(cuts) if cut < filled]


_LEAST_ABUTTING = 7
_LEAST_HELD = 0.1
"""Share of lines that must hold a value at a place for it to be looked at."""


def _is_joined(values: Sequence[str]) -> bool:
    """Tell whether digits stand at the same places in (nearly) all lines, some of them as values of their own."""
    least, whole = _FILLED * len(values), "".join(values)
    if whole.isascii() and sum(map(whole.count, digits)) < least:  # prose, most of the time
        return False
    width = len(values[0])
    return any(sum(map(str.isdigit, whole[at::width])) >= least for at in range(width))


def _record_type(values: Sequence[str]) -> int:
    """Return the length of a code of one to three signs that begins every record and is the same in all."""
    shared = 0
    while shared < len(values[0]) and len({value[shared] for value in values}) == 1:
        shared += 1
    follows = len(values[0].rstrip()) - shared
    return shared if 1 <= shared <= _LONGEST_TYPE and follows >= _LEAST_BEHIND else 0


_LONGEST_TYPE, _LEAST_BEHIND = 3, 5


def _is_ssn(text: str) -> bool:
    is_area = text[:3] not in {"000", "666"} and text[0] != "9"
    return text.isdecimal() and is_area and text[3:5] != "00" and text[5:] != "0000"


def _is_phone(text: str) -> bool:
    return text.isdecimal() and text[0] in "23456789" and text[3] in "23456789" and text[1:3] != "11"


def _is_date(text: str) -> bool:
    return text.isdecimal() and (_is_day(text[:4], text[4:6], text[6:]) or _is_day(text[4:], text[:2], text[2:4]))


def _is_day(year: str, month: str, day: str) -> bool:
    return 1900 <= int(year) <= 2045 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _is_state_zip(text: str) -> bool:
    return _STATE_AND_ZIP.fullmatch(text) is not None


def _is_mbi(text: str) -> bool:
    return _MBI.fullmatch(text) is not None


_LETTER = "AC-HJKMNP-RT-Y"
_MBI = re.compile(rf"[1-9][{_LETTER}][{_LETTER}\d]\d[{_LETTER}][{_LETTER}\d]\d[{_LETTER}]{{2}}\d\d")
"""CMS, Medicare beneficiary identifier: position by position."""
_DATE = _Kind(8, 7.0, _is_date)
_SSN = _Kind(9, 0.2, _is_ssn)
_SEX = _Kind(1, 3.0, lambda text: text in "MFUXmf")
_KINDS = (_DATE, _SSN, _Kind(10, 0.7, _is_phone), _Kind(7, 8.0, _is_state_zip), _Kind(11, 12.0, _is_mbi), _SEX)
_STATE_ZIP, _PHONE = _KINDS[3], _KINDS[2]
_STATE = 2
_Found = tuple[float, tuple[tuple[int, _Kind], ...]]
"""Bits, and the values with their offsets."""


def _pieces(values: Sequence[str]) -> list[tuple[int, _Kind]]:
    """Return offset and kind of the values that fit in all lines, those that say the most together."""
    width = len(values[0])
    kinds = [[(kind, bits) for kind in _KINDS if (bits := _said(values, at, kind)) > 0] for at in range(width)]
    if not any(kinds):
        return []
    befores: list[_Kind | None] = [None, *_KINDS]
    closed = [at == width or not any(value[at].isdigit() for value in values) for at in range(width + 1)]
    best: dict[tuple[int, _Kind | None], _Found] = {(width, before): (0.0, ()) for before in befores}
    for at in range(width - 1, -1, -1):
        for before in befores:
            options = [best[at + 1, None]]
            for kind, said in kinds[at]:
                bits, rest = best[at + kind.width, kind]
                behind = rest[0][1] if rest and rest[0][0] == at + kind.width else None
                is_alone = at == 0 and closed[kind.width]
                if is_alone or _is_anchored(kind, before, behind):
                    options.append((bits + said, ((at, kind), *rest)))
            best[at, before] = max(options, key=lambda option: option[0])
    return list(best[0, None][1])


def _is_anchored(kind: _Kind, before: _Kind | None, behind: _Kind | None) -> bool:
    """Tell whether a value stands beside one that speaks for it: digits alone fit too often to stand anywhere."""
    beside = {before, behind}
    if kind is _SEX:
        return bool(beside & {_DATE, _SSN})
    if kind is _SSN:
        return bool(beside & {_DATE, _SEX})
    return kind is not _PHONE or beside != {None}


def _said(values: Sequence[str], at: int, kind: _Kind) -> float:
    """Return the bits by which the lines say that a kind stands at a place, 0 if they do not."""
    end = at + kind.width
    if end > len(values[0]):
        return 0.0
    texts = [text for value in values if (text := value[at:end]).strip()]
    if len(texts) < max(LEAST_LINES - 1, len(values) * _LEAST_HELD):
        return 0.0
    fitting = sum(1 for text in texts if len(text.strip()) == kind.width and kind.fits(text))
    is_told = fitting >= len(texts) - len(texts) // _ONE_WRONG_IN
    return kind.bits * fitting if is_told and (kind.bits < 1 or kind.bits * fitting >= _LEAST_BITS) else 0.0


def _is_labelled(lines: Sequence[str], starts: Sequence[int]) -> bool:
    """Tell whether a heading says what the fields are, or a word in every line: such lines are read as they stand."""
    if not all(any(char.isdigit() for char in line) for line in lines):
        return True
    for low, high in pairwise(starts[1:]):
        filled = [line for line in lines if line[low:high].strip()]
        if len({line[low:high] for line in filled}) != 1 or len(filled) < _FILLED * len(lines):
            continue
        is_before_number = sum(line[high].isdigit() for line in filled) >= _FILLED * len(filled)
        if is_before_number and _LABEL.fullmatch(filled[0], low, high):
            return True
    return False


_LABEL = re.compile(r"(?:\S* )*[A-Za-z]{2,}[:.#]? ")


def _has_values(lines: Sequence[str], starts: Sequence[int]) -> bool:
    """Tell whether a field holds numbers of five signs and more that differ, and another one words: records do."""
    numbers = words = 0
    for low, high in pairwise((*starts, len(lines[0]))):
        texts = [line[low:high].strip() for line in lines]
        filled = [text for text in texts if text]
        if len(filled) * 2 < len(lines):
            continue
        is_number = sum(bool(_NUMBER.fullmatch(text)) for text in filled) >= _NUMERIC * len(filled)
        numbers += is_number and len(set(filled)) * 2 > len(filled)
        words += sum(bool(_WORDS.fullmatch(text)) for text in filled) >= _FILLED * len(filled)
    return numbers >= 1 and words >= 1


_NUMERIC = 0.9
_NUMBER = re.compile(r"(?=(?:[^\d]*\d){5})[A-Z0-9][A-Z0-9/.-]{4,}", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_][^\d]*")
