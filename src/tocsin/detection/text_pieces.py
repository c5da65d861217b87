"""The pieces of a printed line by their shape, whatever parts them: a day, a number, a code, an amount, words.

Wide blanks show cells where a report is set in columns. Where it was set closer (one blank between cells, a
proportional font, a cell that runs over its column), a day, a code or a number is still one by its shape, and what
stands between two of them is words.

Invariant: pure; time is linear in the line, which ``LONGEST_LINE`` bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tocsin.detection.dates import date_norm
from tocsin.detection.health_codes import is_icd10
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.text_lines import LONGEST_LINE
from tocsin.patterns import compiled


class Kind(Enum):
    """What a piece looks like."""

    DAY = "day"
    PHONE = "phone"
    SSN = "ssn"
    ILLNESS = "illness"
    ACT = "act"
    """A procedure code, or another number of its form."""
    MONEY = "money"
    NUMBER = "number"
    """With letters, perhaps."""
    COUNT = "count"
    """One to three digits."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: where it stands in its line, what it looks like, and the label right before it."""

    start: int
    end: int
    kind: Kind
    text: str
    label: str = ""


_PHONE = r"(?:\+?1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ ./-]{1,2})\d{3}[ .-]\d{4}"
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/-]\d{2}[/-]\d{2}"
_VALUE = compiled(
    rf"(?<![\w/.$-])(?:(?P<day>{_DATE})|(?P<phone>{_PHONE})"
    r"|(?P<ssn>\d{3}-\d{2}-\d{4})|(?P<money>-?\$? ?\d[\d,]*\.\d{2}-?)"
    r"|(?P<act>(?:\d{5}|\d{4}[FTU]|[A-CEGHJ-MP-V]\d{4})(?:-(?:\d\d|[A-Z]{2}))?)"
    r"|(?P<illness>[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)"
    r"|(?P<number>#?(?=[A-Z-]{0,5}\d)(?:[A-Z]{1,5}-?)?\d(?:[\dA-Z]|-(?=[\dA-Z])){2,19})(?![.,]\d)"
    r"|(?P<count>\d{1,3}))(?![\w/$@]|[.-]\w)",
    re.IGNORECASE,
)
_LABEL_MARK = compiled(r"[ ]?[:#=][ ]*\Z|[ ]+\Z")
_GAP = compiled(r"[ ]{2,}|\t|[ ]*\|[ ]*")
_LONGEST_LABEL, _MOST_LABEL_WORDS = 24, 3
_MARKS = " ,;:|#=*()[]\t-\u2013/"
_MOST_PIECES = 24
_LEAST_NUMBER = 4


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of a line, from left to right; none of a line that is too long or has too many.

    Example:
        >>> [(p.kind.value, p.text) for p in pieces_of("Dela Cruz, Joy MRN 104471 03/14/1961 (615) 555-0104")]
        [('words', 'Dela Cruz, Joy'), ('number', '104471'), ('day', '03/14/1961'), ('phone', '(615) 555-0104')]
        >>> [(p.kind.value, p.text) for p in pieces_of("11/18/2024 96413 C90.00 Dr. Hastings")]
        [('day', '11/18/2024'), ('act', '96413'), ('illness', 'C90.00'), ('words', 'Dr. Hastings')]
    """
    if len(text) > LONGEST_LINE:
        return []
    found: list[Piece] = []
    begin = 0
    for match in _VALUE.finditer(text):
        kind = _kind(match)
        if kind is None:
            continue
        label = _label_at_end(text, begin, match.start())
        found += _words(text, begin, match.start() - len(label))
        found.append(Piece(match.start(), match.end(), kind, match.group(), label.strip(_MARKS)))
        begin = match.end()
        if len(found) > _MOST_PIECES:
            return []
    return [*found, *_words(text, begin, len(text))]


def _kind(match: re.Match[str]) -> Kind | None:
    """Return what a stretch of the form of a value is, None where it goes with the words around it."""
    text = match.group()
    name = match.lastgroup or ""
    if name == "day":
        return Kind.DAY if date_norm(text) else None
    if name == "illness":
        return Kind.ILLNESS if text[0].isupper() and is_icd10(text) else Kind.COUNT if text[1:].isdigit() else None
    if name == "number":
        if text[0].isupper() and len(text) <= _LONGEST_BARE_CODE and is_icd10(text):
            return Kind.ILLNESS
        return Kind.DAY if _is_plain_day(text) else Kind.COUNT if len(text) < _LEAST_NUMBER else Kind.NUMBER
    return Kind(name)


def _is_plain_day(text: str) -> bool:
    return text.isdigit() and len(text) == _DAY_DIGITS and len(date_norm(text)) == _WHOLE_DAY


_DAY_DIGITS, _WHOLE_DAY = 8, 10
_LONGEST_BARE_CODE = 5
"""Of an illness, without its dot."""


def _label_at_end(text: str, begin: int, end: int) -> str:
    """Return the label that stands right before a value, with all up to the value; empty if there is none."""
    gap = max((m.end() for m in _GAP.finditer(text, begin, end) if m.end() < end), default=begin)
    near = text[max(gap, end - _LONGEST_LABEL) : end]
    mark = _LABEL_MARK.search(near)
    if mark is None:
        return ""
    words = list(re.finditer(r"[^\s,;()]+", near[: mark.start()]))[-_MOST_LABEL_WORDS:]
    for word in words:
        meaning = meaning_of(near[word.start() : mark.start()].strip(_MARKS))
        if meaning is not None and meaning.share >= 1:
            return near[word.start() :]
    return ""


def _words(text: str, start: int, end: int) -> Iterator[Piece]:
    """Give the words of a stretch, wide blanks apart."""
    begin = start
    for low, high in [*((m.start(), m.end()) for m in _GAP.finditer(text, start, end)), (end, end)]:
        piece = text[begin:low]
        bare = piece.strip(_MARKS)
        if any(map(str.isalpha, bare)):
            at = begin + piece.index(bare)
            stop = at + len(bare)
            stop += stop < low and text[stop] == ")" and "(" in bare
            yield Piece(at, stop, Kind.WORDS, text[at:stop])
        begin = high


_LIKE = {
    Kind.ACT: frozenset({Kind.ACT, Kind.NUMBER}),
    Kind.NUMBER: frozenset({Kind.NUMBER, Kind.ACT, Kind.SSN}),
    Kind.ILLNESS: frozenset({Kind.ILLNESS, Kind.NUMBER, Kind.ACT}),
    Kind.SSN: frozenset({Kind.SSN, Kind.NUMBER}),
    Kind.COUNT: frozenset({Kind.COUNT, Kind.MONEY}),
    Kind.MONEY: frozenset({Kind.MONEY, Kind.COUNT}),
}
"""Which pieces may stand in a column of a kind: a code of five digits is a number too."""


def fits(piece: Kind, column: Kind) -> bool:
    """Tell whether a piece of one kind may stand in a column of another."""
    return piece is column or piece in _LIKE.get(column, ())


def align(pieces: Sequence[Piece], columns: Sequence[Kind]) -> list[int] | None:
    """Return the column of each piece, in order; -1 for words of which no column is left. None if values do not fit.

    As few columns as can be are left empty; words stand apart from a column, and two values in one (the codes of two
    illnesses), only where there are too many.
    """
    most = 1 << 20
    costs = [[most] * (len(columns) + 1) for _ in range(len(pieces) + 1)]
    costs[len(pieces)] = [_EMPTY * (len(columns) - at) for at in range(len(columns) + 1)]
    for at in range(len(pieces) - 1, -1, -1):
        for column in range(len(columns), -1, -1):
            costs[at][column] = min(cost for cost, _ in _steps(pieces, columns, costs, at, column, most))
    if costs[0][0] >= most:
        return None
    found: list[int] = []
    column = 0
    while len(found) < len(pieces):
        _, step = min(_steps(pieces, columns, costs, len(found), column, most), key=lambda one: one[0])
        if step == "skip":
            column += 1
        else:
            found.append({"take": column, "again": column - 1}.get(step, -1))
            column += step == "take"
    return found


_EMPTY, _APART, _AGAIN = 2, 3, 1
_LOOSE = frozenset({Kind.WORDS, Kind.COUNT, Kind.MONEY})
_SEVERAL = frozenset({Kind.ILLNESS, Kind.ACT})


def _steps(
    pieces: Sequence[Piece], columns: Sequence[Kind], costs: list[list[int]], at: int, column: int, most: int
) -> Iterator[tuple[int, str]]:
    """Give what can be done with a piece, each with what it costs: take it, leave the column empty, leave it apart."""
    yield most, "apart"
    if column < len(columns):
        if fits(pieces[at].kind, columns[column]):
            yield costs[at + 1][column + 1], "take"
        yield costs[at][column + 1] + _EMPTY, "skip"
    is_more = column > 0 and at > 0 and pieces[at].kind in _SEVERAL
    if is_more and pieces[at - 1].kind is pieces[at].kind is columns[column - 1]:
        yield costs[at + 1][column] + _AGAIN, "again"
    if pieces[at].kind in _LOOSE:
        yield costs[at + 1][column] + _APART, "apart"
