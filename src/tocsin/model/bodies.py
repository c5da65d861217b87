"""The bodies of segments: text, rows, fields, and the packed form they cross the wall in.

They stand apart from the tables of segments, so that a reader need not import the table engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class SegmentKind(StrEnum):
    """The three shapes of a segment."""

    TEXT = "text"
    GRID = "grid"
    FIELDS = "fields"


class TextLayout(StrEnum):
    """How white space of a text is to be taken."""

    FLOWING = "flowing"
    """Line ends are accidental (mail, word processing): a paragraph is one run."""
    FIXED = "fixed"
    """Columns are aligned by blanks (print images, PDF pages)."""


@dataclass(frozen=True, slots=True)
class TextBody:
    """A run of text; offsets of mentions are code points into ``text``."""

    text: str
    layout: TextLayout = TextLayout.FLOWING


@dataclass(frozen=True, slots=True)
class GridBody:
    """Some rows of one table, sheet or CSV file.

    ``rows`` are this segment's; ``head`` are the first rows of the whole grid (so that a later segment can
    still be understood) and may overlap ``rows``. ``first_row`` is the 1-based number of ``rows[0]`` in the grid.
    Every row is a tuple of cell texts; rows may differ in length; an empty cell is ``""``.
    """

    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1
    head: tuple[tuple[str, ...], ...] = ()
    is_sheet: bool = False
    """Cells are named ``Sheet1!B14`` instead of ``row 14``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a coded or labelled source.

    ``path`` is the machine name of the value in its format (``PID-5``, ``NM1*IL``, ``mail.from``,
    ``Patient.name``); ``label`` what a person would read; ``group`` numbers the record the value belongs to:
    fields of one group speak of one thing (one NM1 loop, one PID, one message header).
    """

    path: str
    value: str
    label: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class FieldsBody:
    """Fields in their order."""

    fields: tuple[Field, ...]


Body = TextBody | GridBody | FieldsBody
CELL_END, ROW_END = "\x1f", "\x1e"
"""What parts cells, and rows (or the columns of fields), in a packed body."""


def pack_body(body: Body) -> bytes:
    """Return the body as bytes: a line that says what it is, then its texts in UTF-8, parted by control characters.

    No text in a body holds those (readers clean them away), so whoever is handed one knows its shape without taking
    it apart. A row of one empty cell comes back as a row of none.

    Example:
        >>> pack_body(TextBody("hello"))
        b'text flowing\\nhello'
        >>> pack_body(GridBody((("Ann", "Lee"), ("Bo", "Ray")), head=(("Ann", "Lee"),)))
        b'grid 1 0 1\\nAnn\\x1fLee\\x1eAnn\\x1fLee\\x1eBo\\x1fRay'
    """
    if isinstance(body, TextBody):
        return f"text {body.layout}\n{body.text}".encode()
    if isinstance(body, GridBody):
        head, rows = ([CELL_END.join(row) for row in part] for part in (body.head, body.rows))
        return pack_rows(rows, body.first_row, head, is_sheet=body.is_sheet)
    return pack_columns(*columns_of(body.fields))


def columns_of(fields: Sequence[Field]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the paths, values, labels and groups of fields, each of all of them."""
    return (
        [f.path for f in fields],
        [f.value for f in fields],
        [f.label for f in fields],
        [str(f.group) for f in fields],
    )


def pack_columns(*columns: Sequence[str]) -> bytes:
    """Return what :func:`pack_body` makes of fields whose :func:`columns_of` these are."""
    return f"fields {len(columns[0])}\n{ROW_END.join(map(CELL_END.join, columns))}".encode()


def pack_rows(rows: Sequence[str], first_row: int, head: Sequence[str], *, is_sheet: bool) -> bytes:
    """Return what :func:`pack_body` makes of a grid whose rows are joined by ``CELL_END`` already."""
    return f"grid {first_row} {is_sheet:d} {len(head)}\n{ROW_END.join((*head, *rows))}".encode()


def pack_whole(rows: str, first_row: int, head: Sequence[str]) -> bytes:
    """Return the same of rows of no sheet, one at least, that are joined by ``ROW_END`` too."""
    return f"grid {first_row} 0 {len(head)}\n{ROW_END.join((*head, rows))}".encode()


def unpack_body(packed: bytes) -> Body:
    """Return the body that :func:`pack_body` packed; raises ValueError if it has another shape."""
    first, _, rest = packed.partition(b"\n")
    kind, *facts = first.decode("ascii").split(" ")
    text = rest.decode()
    if kind == "text":
        return TextBody(text, TextLayout(facts[0]))
    if kind == "grid":
        first_row, is_sheet, head = map(int, facts)
        rows = tuple(tuple(row.split(CELL_END)) if row else () for row in text.split(ROW_END)) if text else ()
        return GridBody(rows[head:], first_row, rows[:head], bool(is_sheet))
    if kind == "fields":
        if facts == ["0"]:
            return FieldsBody(())
        paths, values, labels, groups = (column.split(CELL_END) for column in text.split(ROW_END))
        return FieldsBody(tuple(map(Field, paths, values, labels, map(int, groups))))
    raise ValueError("unknown shape of a segment")


def column_letters(index: int) -> str:
    """Return a spreadsheet's letters for the column with that 0-based index.

    Example:
        >>> column_letters(0), column_letters(27)
        ('A', 'AB')
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
