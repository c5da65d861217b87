"""What each column of a table holds and whom it speaks of, from header, values, neighbours and the table as a whole.

Both the header and the values are weighed: a header that its values deny does not type them, and values of a strong
shape type a column whose header is silent. Typing looks at the grid's head, so every chunk of a grid is typed alike.

Invariant: pure and deterministic; every row of ``body.rows`` is a data row of exactly one block or of none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tocsin.detection.columns_across import across, transposed
from tocsin.detection.columns_attributes import attribute_column, cells_by_label
from tocsin.detection.columns_bands import Band, band_of, goes_on, least_band, tells_values
from tocsin.detection.columns_cards import label_cells, report_cells
from tocsin.detection.columns_claims import settle_claims, settle_days
from tocsin.detection.columns_decks import deck_cells
from tocsin.detection.columns_grid import LABEL_CELL, Block, GridType
from tocsin.detection.columns_header import (
    LEAST_SHARE,
    Row,
    find_header,
    is_blank,
    is_header,
    is_next_header,
    is_total,
    labels_of,
)
from tocsin.detection.columns_master import master_of, person_columns
from tocsin.detection.columns_pairs import Cells, card_cells, pair_cells, stands_over_values
from tocsin.detection.columns_policy import settle_medicaid
from tocsin.detection.columns_role import role_of, with_role
from tocsin.detection.columns_said import settle_said
from tocsin.detection.columns_settle import settle, settle_form
from tocsin.detection.columns_stacked import beside, stacked
from tocsin.detection.columns_tagged import detail_width, only_details
from tocsin.detection.columns_tests import settle_tests
from tocsin.detection.columns_types import UNTYPED, ColumnType, type_column
from tocsin.detection.columns_unroll import Unrolled, unrolled
from tocsin.detection.columns_values import look_at
from tocsin.detection.group_heads import is_group_head, leftmost, said_of_rows, usual_width
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.segments import GridBody
from tocsin.patterns import compiled

__all__ = ["Block", "ColumnType", "GridType", "type_grid", "type_rows"]
_HEAD_ENOUGH = 8
_KEY_VALUE_SHARE = 0.6


def type_grid(body: GridBody) -> GridType:
    """Return the types of a grid's columns, found from ``body.head`` and, if that is short, its rows."""
    head = _head(body)
    width = detail_width(head)
    if not width:
        return _grid(body, head)
    plain = replace(body, rows=only_details(body.rows, width), head=only_details(body.head, width))
    details = _head(plain)
    return _table(plain, details, -1, _typed(details, -1))


def _grid(body: GridBody, head: Sequence[Row]) -> GridType:
    cards = tuple(_cards(body))
    carded = (
        _form(body, label_cells(body) or report_cells(body))
        or _first_told(body, _stacks(body))
        or _form(body, deck_cells(body))
        or _first_told(body, (way for way in cards if way.is_labelled))
    )
    if carded is not None:
        return carded
    banded = _mastered(body, head) or _banded(body, head)
    if banded is not None:
        return banded
    header = find_header(head)
    typed = _typed(head, header)
    is_table = stands_over_values(head, header) or _has_attributes(head, header, typed[0])
    if is_table:
        return _table(body, head, header, typed)
    flipped = (
        across(body)
        or _first_told(body, cards if header < 0 else ())
        or _form(body, pair_cells(body))
        or transposed(body)
        or _form(body, card_cells(body))
    )
    return flipped or _table(body, head, header, typed)


def _table(body: GridBody, head: Sequence[Row], header: int, typed: _Typed) -> GridType:
    """Return the types of a table whose labels, if it has any, stand in row ``header`` of its head."""
    columns, role, used = typed
    attribute = attribute_column(head, header, columns)
    starts = [i for i in _starts(body, head, header) if attribute < 0 or _same(body.rows[i], head[header])]
    blocks, skipped = _blocks(body, columns, role, starts, used)
    if attribute >= 0 and len(blocks) == 1:
        blocks = [replace(blocks[0], cells=_labelled_cells(body, blocks[0], attribute, skipped))]
    above = range(min(max(used[0] - (body.first_row - 1), 0), len(body.rows)))
    titles = frozenset(
        i for i in above if i in skipped and (band_of(body.rows[i]) is Band.TOLD or tells_values(body.rows[i]))
    )
    heads = _heads(body, head, header, above, skipped) - titles if attribute < 0 else frozenset()
    return GridType(tuple(blocks), frozenset(skipped), titles=titles, heads=heads)


def _heads(body: GridBody, head: Sequence[Row], header: int, above: range, skipped: set[int]) -> frozenset[int]:
    """Return the rows that say what those below them have in common, above the labels or between the rows."""
    told = {i for i in above if i in skipped and any(said_of_rows(cell) for cell in body.rows[i])}
    data = head[max(header, -1) + 1 :]
    width, left = usual_width(data), leftmost(data)
    shown = sum(is_group_head(row, width, left) for row in data)
    if shown * 3 > 2 * sum(not is_blank(row) for row in data):
        return frozenset(told)
    rows = (i for i, row in enumerate(body.rows) if i not in skipped and is_group_head(row, width, left))
    return frozenset({*told, *rows})


def _has_attributes(head: Sequence[Row], header: int, columns: Sequence[ColumnType]) -> bool:
    """Tell whether the rows name people in one column, and in another what the next ones hold."""
    return any(c.element in NAME_ELEMENTS for c in columns) and attribute_column(head, header, columns) >= 0


def _labelled_cells(body: GridBody, block: Block, attribute: int, skipped: set[int]) -> Cells:
    """Return the types of the cells of a table that names in one column what the next ones hold."""
    return {
        (index, at): (kind, -1)
        for index, row in enumerate(body.rows)
        if index not in skipped
        for at, kind in cells_by_label(row, block.columns, attribute, block.role)
    }


def _mastered(body: GridBody, head: Sequence[Row]) -> GridType | None:
    """Return the types of a table whose rows of people stand over rows of their visits, None if it is none."""
    master = master_of(head)
    if master is None:
        return None
    is_label = _same_row(head, master.labels)

    def visits(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
        return tuple(() if master.is_person(row) or is_label(row) else tuple(row) for row in rows)

    people = [row for row in head if master.is_person(row)]
    labelled = [head[master.labels], *people] if master.labels >= 0 else people
    own = person_columns(_typed(labelled, 0 if master.labels >= 0 else -1)[0], people)
    plain = replace(body, rows=visits(body.rows), head=visits(body.head))
    first = _head(plain)
    begin = find_header(first)
    table = _table(plain, first, begin, _typed(first, begin))
    bands = frozenset(i for i, row in enumerate(body.rows) if master.is_person(row))
    return replace(table, bands=bands, band_columns=own, is_banded=True, titles=frozenset())


def _same_row(rows: Sequence[Row], number: int) -> Callable[[Row], bool]:
    wanted = tuple(rows[number]) if number >= 0 else None
    return lambda row: tuple(row) == wanted


def _banded(body: GridBody, head: Sequence[Row]) -> GridType | None:
    """Return the types of a table in which lines with a person's name head that person's rows, None if it is none."""
    if max(map(band_of, head), default=Band.NONE) is Band.NONE:
        return None
    bare = _without_bands(head, Band.BARE)
    header = find_header(bare)
    if header < 0:
        return None
    least = least_band(head, header, _typed(bare, header)[0])
    if least is Band.NONE:
        return None
    rows = _without_bands(body.rows, least)
    plain = replace(body, rows=rows, head=_without_bands(body.head, least))
    bands = frozenset(i for i, row in enumerate(body.rows) if row and not rows[i])
    first = _head(plain)
    begin = find_header(first)
    table = _table(plain, first, begin, _typed(first, begin))
    above = range(min(bands, default=0), max(header - body.first_row + 1, 0))
    kept = frozenset(i for i in above if i not in bands and not is_blank(body.rows[i]))
    return replace(table, bands=bands | kept, skipped=table.skipped - kept, is_banded=True, titles=frozenset())


def _without_bands(rows: Sequence[Row], least: Band) -> tuple[tuple[str, ...], ...]:
    """Return the rows with nothing in the place of those that head others."""
    return tuple(() if band_of(row) >= least or goes_on(row) else tuple(row) for row in rows)


def _form(body: GridBody, cells: Cells | None) -> GridType | None:
    """Return the type of a grid that is a form, by its cells."""
    if cells is None:
        return None
    kinds = settle_form([kind for kind, _ in cells.values()])
    labels = [kind.label for kind in kinds]
    role = role_of(labels, [cell for row in body.rows[:2] for cell in row if cell.strip()], kinds)
    told = with_role(kinds, role)
    by_place = {place: (kind, record) for (place, (_, record)), kind in zip(cells.items(), told, strict=True)}
    return GridType((Block(0, len(body.rows), (), role, cells=by_place),), frozenset())


def _stacks(body: GridBody) -> Iterable[Unrolled]:
    ways = (stacked(body.rows), beside(body.rows)) if body.first_row <= 1 else ()
    return (one for one in ways if one is not None)


def _cards(body: GridBody) -> Iterable[Unrolled]:
    return unrolled(body.rows) if body.first_row <= 1 else ()


def _first_told(body: GridBody, ways: Iterable[Unrolled]) -> GridType | None:
    """Return the type of a grid whose people take several rows, by the first way in which they have names and facts."""
    for way in ways:
        has_labels = any(way.labels)
        columns, role, _ = _typed([way.labels, *way.rows] if has_labels else way.rows, 0 if has_labels else -1)
        named = [c for c in columns if c.element is Element.NAME and c.party not in {Role.PROVIDER, Role.SENDER}]
        told = [c.index for c in columns if c.element is not None and c.element not in NAME_ELEMENTS]
        if not named or len({*told, *_numbered(way.rows, columns)}) < _LEAST_TOLD:
            continue
        cells = {
            place: (replace(_read_if_open(columns[index]), is_inside=place in way.inside), record)
            for record, places in enumerate(way.places)
            for index, place in enumerate(places)
            if place is not None
        }
        first = min(row for row, _ in cells)
        cells |= {(r, c): (UNTYPED, -1) for r, row in enumerate(body.rows[:first]) for c in range(len(row))}
        cells |= dict.fromkeys(way.label_cells, (LABEL_CELL, -1))
        return GridType((Block(0, len(body.rows), (), role, cells=cells),), frozenset())
    return None


def _read_if_open(column: ColumnType) -> ColumnType:
    return replace(column, is_free_text=True) if column.is_open else column


def _numbered(rows: Sequence[Row], columns: Sequence[ColumnType]) -> Iterator[int]:
    """Give the open columns most of whose cells have numbers: facts in them are found as in text."""
    for column in columns:
        cells = [row[column.index] for row in rows if row[column.index]] if column.is_open else []
        if sum(any(map(str.isdigit, cell)) for cell in cells) > len(rows) * LEAST_SHARE:
            yield column.index


_LEAST_TOLD = 2


def type_rows(rows: Sequence[Row], header: int, titles: Sequence[str] = ()) -> tuple[ColumnType, ...]:
    """Return the types of the columns of rows whose labels stand in row ``header`` (-1: none).

    What is above the header are titles; ``titles`` are further ones.
    """
    return _typed(rows, header, titles)[0]


def _head(body: GridBody) -> list[Row]:
    if len(body.head) >= _HEAD_ENOUGH or (body.head and not body.rows):
        return list(body.head)
    behind = max(0, len(body.head) - (body.first_row - 1))
    return [*body.head, *body.rows[behind : behind + 60]]


_NAMELESS = compiled(r"(?i)(?:f|c|x|col|columna?|field|campo|var|expr|unnamed)[ _:]*\d{1,4}")
"""What programs call columns that have no name (``F1``, ``Field 2``): values alone tell what these hold."""
_Typed = tuple[tuple[ColumnType, ...], Role, tuple[int, int]]
"""The columns, the role of their people, the first and last row that made up the header."""


def _typed(rows: Sequence[Row], header: int, more_titles: Sequence[str] = ()) -> _Typed:
    labels, first, last = labels_of(rows, header) if header >= 0 else ([], 0, -1)
    data = _sample(rows, header, last)
    width = max([len(labels), *(len(row) for row in data)], default=0)
    cells = [[row[i] for row in data if i < len(row)] for i in range(width)]
    looks = [look_at(column) for column in cells]
    labels = ["" if _NAMELESS.fullmatch(label) else label for label in labels] + [""] * (width - len(labels))
    columns = [type_column(i, labels[i], looks[i], header >= 0) for i in range(width)]
    columns = settle_said(settle_tests(settle(settle_days(columns, looks, cells), looks), cells), cells)
    columns = settle_claims(columns, looks)
    above = [cell for row in rows[: max(first, 0)] for cell in row if cell.strip()]
    titles = [*more_titles, *above][:12]
    columns = settle_medicaid(columns, titles)
    role = role_of(labels, titles, columns)
    return tuple(with_role(columns, role)), role, (first, last)


def _sample(rows: Sequence[Row], header: int, last: int) -> list[Row]:
    """Return data rows up to the next header, without blanks and totals."""
    data: list[Row] = []
    for row in rows[last + 1 :]:
        if is_blank(row) or is_total(row, len(row)):
            continue
        if header >= 0 and _same(row, rows[header]):
            continue
        if header >= 0 and data and is_next_header(row):
            break
        data.append(row)
    broad = [row for row in data if sum(bool(cell.strip()) for cell in row) > 1]
    return broad if len(broad) >= _LEAST_BROAD and _is_wide(broad) else data


_LEAST_BROAD = 2


def _is_wide(rows: Sequence[Row]) -> bool:
    """Tell whether most rows have several cells: then one alone heads or closes a group and is no value."""
    return sum(sum(bool(cell.strip()) for cell in row) > _WIDE for row in rows) * 2 > len(rows)


_WIDE = 2


def _same(one: Row, other: Row) -> bool:
    if one and other and one[0].strip().lower() != other[0].strip().lower():
        return False
    strip = [c.strip().lower() for c in one]
    return strip == [c.strip().lower() for c in other][: len(strip)] and any(strip)


def _starts(body: GridBody, head: Sequence[Row], header: int) -> list[int]:
    """Return the rows of the body that are headers, the grid's own or those of further tables."""
    reads = is_header if header < 0 else is_next_header
    return [i for i, row in enumerate(body.rows) if reads(row) or (header >= 0 and _same(row, head[header]))]


def _blocks(
    body: GridBody, columns: tuple[ColumnType, ...], role: Role, starts: list[int], used: tuple[int, int]
) -> tuple[list[Block], set[int]]:
    skipped = {i for i, row in enumerate(body.rows) if is_blank(row) or is_total(row, len(columns))}
    own = used[1] - (body.first_row - 1)
    skipped.update(range(min(own + 1, len(body.rows))))
    blocks: list[Block] = []
    first = 0
    current, current_role = columns, role
    for start in starts:
        skipped.add(start)
        if start <= own or _same(body.rows[start], [c.label for c in current]):
            continue
        fresh, fresh_role, (_, last) = _typed(body.rows[start:], find_header(body.rows[start:], 2))
        if not fresh or start < first:
            continue
        if start > first:
            blocks.append(Block(first, start, current, current_role))
        skipped.update(range(start, start + last + 1))
        first, current, current_role = start, fresh, fresh_role
    blocks.append(Block(first, len(body.rows), current, current_role))
    return blocks, skipped
