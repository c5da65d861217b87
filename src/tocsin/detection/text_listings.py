"""Listings whose rows blanks do not part: set close, or with a cell that runs over its column and shifts the rest.

    CLAIM     PATIENT          MEMBER     SVC DT   PROC
    C104471   Lee, Ann         W10447100  11/18/24 99213
    C104482   Lee, Bo (dep of Lee, Ann) W10447101 11/19/24 99214

The line of labels says how many columns there are, the rows below what their pieces look like. Each row is laid over
the columns by the shape and order of its pieces, whatever stands under which label.

Invariant: pure; time is linear in the lines looked at; a listing whose blanks tell the same is left to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tocsin.detection.columns_header import is_known_label
from tocsin.detection.text_lines import Cell, Line
from tocsin.detection.text_pieces import Kind, Piece, align, pieces_of
from tocsin.detection.text_report_labels import labels_of_pieces
from tocsin.patterns import compiled

_LEAST_LABELS, _MOST_LABELS, _LEAST_ROWS, _SOON, _MOST_BETWEEN = 5, 24, 3, 4, 12
_LEAST_ALIGNED, _LEAST_FILLED = 0.8, 0.5
_MOST_ROWS = 5000
_LOOKS = 8
"""How often each line is looked at as a row of one listing or another, on average, at most."""
_TELLING = frozenset({Kind.DAY, Kind.ACT, Kind.NUMBER, Kind.ILLNESS, Kind.MONEY})
_LEAST_TELLING = 3
_ASIDE = compiled(
    r"(?i)[\s,;(/-]+(?:dep(?:endent)?|dpnt|spouse|child|son|daughter|wife|husband|sub(?:scriber|scr)?|insured|guar(?:antor)?"
    r"|parent|mother|father|mom|dad|c/o|policy ?holder)\b.*\Z|\s*[/(].*\Z"
)
"""What stands behind a patient's name in its cell and names somebody else, or says how the two are related."""

Row = list[Cell | None]
Under = Callable[[Sequence[Cell], Sequence[Cell]], Sequence[Cell | None] | None]
"""Puts the cells of a line under labels by their blanks; None where they do not stand there."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing: the line of its labels, the last of its lines, its labels, and its rows with their lines' numbers."""

    head: int
    last: int
    labels: Sequence[str]
    rows: Sequence[tuple[int, Row]]


def find_listings(lines: Sequence[Line], numbers: Sequence[int], under: Under) -> Iterator[Listing]:
    """Give the listings that blanks alone do not part, in order.

    Args:
        lines: of the text.
        numbers: of the lines that may be rows.
        under: puts cells under labels.
    """
    known = frozenset(numbers)
    cut: dict[int, list[Piece]] = {}
    ends: dict[str, int] = {}
    left = _LOOKS * len(lines)
    stop = 0
    for at in sorted({above for number in numbers for above in range(max(0, number - _SOON), number)} - known):
        if at < max(stop, ends.get(lines[at].text, 0)) or left <= 0 or not _may_lead(lines[at]):
            continue
        rows, end = _rows_below(lines, at, known, cut)
        left -= end - at
        ends[lines[at].text] = end
        found = _listing(lines, at, rows, under)
        if found is not None:
            yield found
            stop = found.last + 1


def _may_lead(line: Line) -> bool:
    """Tell whether a line has words enough to be labels, and no digits."""
    words = line.text.split()
    if not _LEAST_LABELS <= len(words) <= _MOST_LABELS or _DIGIT.search(line.text):
        return False
    return sum(map(is_known_label, words)) >= _LEAST_LABELS // 2


_DIGIT = compiled(r"\d")


def _rows_below(
    lines: Sequence[Line], at: int, known: frozenset[int], cut: dict[int, list[Piece]]
) -> tuple[dict[int, list[Piece]], int]:
    """Return the rows below a line of labels, cut, and the line behind the last that was looked at.

    Args:
        lines: of the text.
        at: the line of labels.
        known: lines that may be rows.
        cut: what lines were cut into before; new ones are added.
    """
    head = lines[at].text
    rows: dict[int, list[Piece]] = {}
    between = 0
    end = min(len(lines), at + _MOST_ROWS)
    for number in range(at + 1, end):
        line = lines[number]
        if number in known and number not in cut:
            pieces = pieces_of(line.text)
            is_row = sum(piece.kind in _TELLING for piece in pieces) >= _LEAST_TELLING
            cut[number] = pieces if is_row else []
        if pieces := cut.get(number, []):
            rows[number] = pieces
            between = 0
        elif line.text != head:
            between += 1
            if between > _MOST_BETWEEN or (between == 1 and _leads_anew(line)):
                return rows, number
    return rows, end


def _listing(lines: Sequence[Line], at: int, cut: Mapping[int, list[Piece]], under: Under) -> Listing | None:
    """Return the listing whose labels stand in a line over cut rows, None if these do not fit them."""
    if len(cut) < _LEAST_ROWS:
        return None
    form = Counter(tuple(piece.kind for piece in pieces) for pieces in cut.values()).most_common(1)[0][0]
    labels = labels_of_pieces(lines, at + 1, form) if len(form) >= _LEAST_LABELS - 1 else []
    if not labels or Kind.WORDS not in form:
        return None
    rows = {number: row for number, pieces in cut.items() if (row := _row(pieces, form)) is not None}
    if len(rows) < max(_LEAST_ROWS, _LEAST_ALIGNED * len(cut)) or _is_told_by_blanks(lines, at, labels, rows, under):
        return None
    return Listing(at, max(rows), labels, [(number, _shown(row)) for number, row in rows.items()])


def _leads_anew(line: Line) -> bool:
    """Tell whether other labels begin."""
    words = line.text.split()
    return len(words) >= _LEAST_LABELS and sum(map(is_known_label, words)) * 2 > len(words)


def _row(pieces: Sequence[Piece], form: Sequence[Kind]) -> list[Piece | None] | None:
    """Return the pieces by columns; None if they do not fit these, or fill too few."""
    placed = align(pieces, form)
    if placed is None or sum(at >= 0 for at in placed) < _LEAST_FILLED * len(form):
        return None
    row: list[Piece | None] = [None] * len(form)
    for piece, column in zip(pieces, placed, strict=True):
        if column >= 0 and row[column] is None:
            row[column] = piece
    return row


def _is_told_by_blanks(
    lines: Sequence[Line], at: int, labels: Sequence[str], rows: dict[int, list[Piece | None]], under: Under
) -> bool:
    """Tell whether the cells of all rows stand under the same labels by their blanks."""
    header = lines[at].cells
    if [text for _, _, text in header] != list(labels):
        return False
    for number, row in rows.items():
        cells = under(header, lines[number].cells)
        if cells is None:
            return False
        told = [(cell[0], cell[1]) if cell is not None else None for cell in cells]
        if any(piece is not None and not _holds(one, piece) for one, piece in zip(told, row, strict=False)):
            return False
    return True


def _holds(cell: tuple[int, int] | None, piece: Piece) -> bool:
    return cell is not None and cell[0] <= piece.start and piece.end <= cell[1]


def _shown(row: Sequence[Piece | None]) -> Row:
    """Return the pieces as cells; of words that name somebody and somebody else the first name."""
    cells: Row = []
    for piece in row:
        if piece is None:
            cells.append(None)
            continue
        aside = _ASIDE.search(piece.text, 2) if piece.kind is Kind.WORDS else None
        text = piece.text[: aside.start()].rstrip(" ,-") if aside is not None else piece.text
        cells.append((piece.start, piece.start + len(text), text))
    return cells
