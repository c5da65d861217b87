"""Tables to frames: one record a row or, where labels run down the first column, a column.

A blank name cell under a filled one goes on with the person above (merged cells); two lists side by side are two
records a row.

Invariant: time is linear in the mentions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tocsin.linking.cues import heading_role, list_role
from tocsin.linking.frames import OF_SIDE, STRONG_IDS, Frame
from tocsin.linking.group_heads import GroupHeads, is_lone, shared_by_rows
from tocsin.linking.lists import are_births
from tocsin.linking.records import Linked, Where, link_record
from tocsin.linking.samples import is_sample_heading
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import HEADS_ROWS, Mention, Part
from tocsin.model.segments import GridBody, Segment

_FEW_ROWS_ABOVE = 12
_BEHIND = 4
_LEAST_ROWS, _OF_ROWS = 4, 0.75
"""Rows that make a list, and the share of those with names that have one in its column."""
_OWN = STRONG_IDS | {Element.DATE_OF_BIRTH, Element.PHONE, Element.ACCOUNT_NUMBER}
"""Columns of these make a row one person's."""
_TIMELESS = ("birth", "dob", "exp", "due", "hire", "next")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a table is taken: whom it speaks of, where further lists begin, and whether its rows are no records."""

    hint: Role
    starts: tuple[int, ...]
    is_turned: bool
    is_scattered: bool


def judge(mentions: Sequence[Mention], body: GridBody, lead: str) -> Judgement:
    """Return how a table is taken by its mentions and the text right before it."""
    starts = tuple(_list_starts(mentions, body))
    return Judgement(_hint(mentions, body, lead), starts, _is_turned(mentions), _is_scattered(mentions))


class GridLinker:
    """Links the segments of one table after another; remembers the last person of each list for cells left blank."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[Frame, tuple[int, ...]]] = {}
        self._place = ""
        self._is_turned = False
        self._hint = Role.UNKNOWN
        self._heads = GroupHeads()
        self._said: dict[int, list[Mention]] = {}
        """What the lines over rows say, by their row; those not yet met."""
        self._row = -1

    def link(
        self,
        segment: Segment,
        mentions: Sequence[Mention],
        lead: str = "",
        judged: Judgement | None = None,
        over: Sequence[Mention] = (),
    ) -> list[Linked]:
        """Return what each record of the segment gave.

        Args:
            segment: of a table.
            mentions: of the segment, or of some of its rows.
            lead: the text right before the table.
            judged: how the table is taken, if it was told by more mentions than these.
            over: what the line right before the table says of all its rows.
        """
        body = segment.body
        if not isinstance(body, GridBody):
            raise TypeError("not a table")
        if segment.place != self._place or body.first_row == 1:
            self._place, self._last = segment.place, {}
            self._heads = GroupHeads()
            if over:
                self._heads.begin(over, -1)
        is_sample = is_sample_table(body)
        how = judged or judge(mentions, body, lead)
        self._hint, self._is_turned = how.hint, how.is_turned
        self._said, self._row = _said(mentions, body), -1
        if self._is_turned:
            return self._turned(segment, body, mentions, is_sample)
        if how.is_scattered:
            linked = [self._record(segment, body, *cell, is_sample) for cell in _cells(mentions)]
            _settle_births(linked)
            return linked
        records = _records(mentions, how.starts)
        return [self._record(segment, body, row, side, found, is_sample) for row, side, found in records]

    def _turned(self, segment: Segment, body: GridBody, mentions: Sequence[Mention], is_sample: bool) -> list[Linked]:
        """Link a table whose people stand beside each other: a record a column, labels in the first one."""
        columns: dict[int, list[Mention]] = {}
        for mention in mentions:
            columns.setdefault(mention.column, []).append(_labelled(mention, body))
        rows = [(found[0].row, column, found) for column, found in sorted(columns.items())]
        return [self._record(segment, body, row, column, found, is_sample) for row, column, found in rows]

    def _record(
        self, segment: Segment, body: GridBody, row: int, side: int, found: list[Mention], is_sample: bool
    ) -> Linked:
        linked = link_record([m for m in found if not _is_label(m)], Where(segment.item_id, segment.segment_id, row))
        is_head = row in self._said and found[0].group == HEADS_ROWS
        date = _seen_on(found)
        main = linked.main
        if main is not None and main.role is Role.UNKNOWN and self._hint is not Role.UNKNOWN:
            main.role, main.is_told = self._hint, True
        for frame in linked.frames:
            frame.number += OF_SIDE * side + 10_000 * max(found[0].group, 0)
            frame.seen_on = date
            frame.is_sample = is_sample
        if is_head:
            self._last.pop(side, None)
        elif found[0].group < 0 and not self._is_turned:
            self._fill_down(linked, body, row, side, found)
        elif found[0].group >= 0:
            self._go_on(linked, found[0].group)
        if not is_head:
            self._meet_heads(body, row)
            self._heads.tell(linked.main)
        return linked

    def _meet_heads(self, body: GridBody, row: int) -> None:
        """Open the heads between the row before and this one; a lone text that says nothing known ends them."""
        for index in range(self._row + 1, row):
            depth = next((i for i, cell in enumerate(body.rows[index]) if cell.strip()), -1)
            if index in self._said:
                self._heads.begin(self._said[index], depth)
            elif depth >= 0 and is_lone(body.rows[index]):
                self._heads.end(depth)
        self._row = max(self._row, row)

    def _go_on(self, linked: Linked, group: int) -> None:
        """Join the first rows of a segment, that no line in it heads, to the person of the segment before."""
        main = linked.main
        if main is not None and main.is_named:
            self._last[0] = (main, ())
        elif main is not None and group == 0 and 0 in self._last:
            self._take(self._last[0][0], linked, main)

    def _take(self, above: Frame, linked: Linked, main: Frame) -> None:
        for mention in main.mentions:
            above.add(mention)
        above.others.extend(main.others)
        above.seen_on = max(above.seen_on, main.seen_on)
        for frame in linked.frames:
            frame.related = above if frame.related is main else frame.related
            frame.household = above if frame.household is main else frame.household
        linked.frames.remove(main)
        linked.main = None

    def _fill_down(self, linked: Linked, body: GridBody, row: int, side: int, found: list[Mention]) -> None:
        """Join a record without a name to the one above if its name cells are blank; else remember its person."""
        main = linked.main
        if main is not None and main.is_named:
            columns = tuple(m.column for m in found if m.element in NAME_ELEMENTS and m.party is main.role)
            self._last[side] = (main, columns or tuple(m.column for m in main.mentions if m.element in NAME_ELEMENTS))
            return
        if main is None or side not in self._last:
            return
        above, columns = self._last[side]
        cells = body.rows[row]
        is_blank = all(c >= len(cells) or not cells[c].strip() for c in columns)
        if not columns or not is_blank or _conflicts(above, main):
            self._last.pop(side)
            return
        self._take(above, linked, main)


def _said(mentions: Sequence[Mention], body: GridBody) -> dict[int, list[Mention]]:
    """Return what lines over rows say of these, by their row."""
    held: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.group == HEADS_ROWS:
            held.setdefault(mention.row, []).append(mention)
    said = {row: shared_by_rows(" ".join(body.rows[row]), found) for row, found in held.items()}
    return {row: found for row, found in said.items() if found}


def _conflicts(above: Frame, frame: Frame) -> bool:
    for element in (Element.DATE_OF_BIRTH, Element.SSN, Element.MRN):
        one, other = above.values(element), frame.values(element)
        if one and other and not set(one) & set(other):
            return True
    return False


def _records(mentions: Sequence[Mention], starts: Sequence[int]) -> Iterator[tuple[int, int, list[Mention]]]:
    """Give the records in order: row (or column, in a table on its side), number of the list, mentions."""
    held: dict[tuple[int, int, int], list[Mention]] = {}
    for mention in mentions:
        if mention.group >= 0:
            held.setdefault((1, mention.group, 0), []).append(mention)
        elif mention.group == HEADS_ROWS:
            held.setdefault((0, mention.row, 0), []).append(mention)
        else:
            side = sum(mention.column >= start for start in starts) if starts else 0
            held.setdefault((0, mention.row, side), []).append(mention)
    for (_, record, side), found in held.items():
        row = found[0].row if found[0].group >= 0 else record
        yield row, side, found


def _is_scattered(mentions: Sequence[Mention]) -> bool:
    """Tell whether no column or row names people and their names stand in cells of several columns: a schedule.

    Where nearly every row with a name has one in one and the same column, the others are named in remarks.
    """
    names = [m for m in mentions if m.element in NAME_ELEMENTS]
    if any(m.detector == "place" or m.group >= 0 for m in names):
        return False
    if any(m.detector == "place" and m.element in _OWN for m in mentions):
        return False
    rows_of: dict[int, set[int]] = {}
    for name in names:
        rows_of.setdefault(name.column, set()).add(name.row)
    if len(rows_of) < 2:
        return False
    most, second = sorted(map(len, rows_of.values()), reverse=True)[:2]
    is_list = most >= _LEAST_ROWS and most >= _OF_ROWS * len({m.row for m in names}) and second <= most / 2
    return not is_list


def _cells(mentions: Sequence[Mention]) -> Iterator[tuple[int, int, list[Mention]]]:
    """Give each cell as a record of its own."""
    held: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        held.setdefault((mention.row, mention.column), []).append(mention)
    for (row, column), found in held.items():
        yield row, column, found


def _settle_births(linked: Sequence[Linked]) -> None:
    """Take the dates right behind the names of cells as birth dates if their years look so."""
    beside = [
        (record.main, mention)
        for record in linked
        if record.main is not None and not record.main.births
        for mention in record.main.mentions
        if mention.element is Element.DATE and _is_right_behind(record.main, mention)
    ]
    if are_births([mention.norm for _, mention in beside], ""):
        for frame, mention in beside:
            frame.births.append(mention)


def _is_right_behind(frame: Frame, mention: Mention) -> bool:
    name = next((m for m in frame.mentions if m.element is Element.NAME), None)
    return name is not None and 0 <= mention.start - name.end <= _BEHIND and len(mention.norm) == 10


def _is_turned(mentions: Sequence[Mention]) -> bool:
    """Tell whether names stand in one row only, several beside each other, with values below and above them."""
    if not mentions or len(mentions) > 2000 or any(m.group >= 0 or m.detector == "place" for m in mentions):
        return False
    names = [m for m in mentions if m.element is Element.NAME]
    columns = {m.column for m in names}
    if len({m.row for m in names}) != 1 or len(columns) < 2 or len(columns) != len(names):
        return False
    others = [m for m in mentions if m.row != names[0].row and m.column > 0]
    return len(others) >= len(names) and all(m.column in columns for m in others) and 0 not in columns


def _is_label(mention: Mention) -> bool:
    """Tell whether a header cell was taken for a name (``Patient``)."""
    return mention.element in NAME_ELEMENTS and list_role(mention.text) is not None and " " not in mention.text.strip()


def _hint(mentions: Sequence[Mention], body: GridBody, lead: str) -> Role:
    """Return whom the table speaks of by the cell over its names, its title rows or the text before it."""
    column = next((m.column for m in mentions if m.element is Element.NAME and m.party is Role.UNKNOWN), -1)
    top = (body.head or body.rows)[:_FEW_ROWS_ABOVE]
    above = [row[column] for row in top if 0 <= column < len(row) and len(row[column]) < 40]
    titles = [" ".join(row) for row in top if 0 < sum(bool(c.strip()) for c in row) <= 2]
    names = {m.text.strip() for m in mentions[:200] if m.element in NAME_ELEMENTS and not _is_label(m)}
    for text in [*(cell for cell in above if cell.strip() not in names), *titles, lead]:
        role = list_role(text) if text else None
        if role is not None:
            return role
    above_it = heading_role(lead) if lead else None
    return above_it or Role.UNKNOWN


def _labelled(mention: Mention, body: GridBody) -> Mention:
    row = body.rows[mention.row]
    return replace(mention, label=row[0].strip()[:60]) if row and not mention.label else mention


def _list_starts(mentions: Sequence[Mention], body: GridBody) -> list[int]:
    """Return the columns at which a second, third, ... list beside the first begins; empty for one list."""
    kinds: dict[int, tuple[object, ...]] = {}
    for mention in mentions[:2000]:
        if mention.detector == "place" and mention.group < 0:
            label = mention.label.strip().lower()
            kinds.setdefault(
                mention.column, (mention.element, mention.part, mention.party, mention.party_number, label)
            )
    names = [c for c in sorted(kinds) if kinds[c][0] in NAME_ELEMENTS and kinds[c][1] in {Part.FULL, Part.LAST}]
    apart = [_gap_end(body, one, other) for one, other in pairwise(names) if _may_list(kinds[one], kinds[other])]
    if any(apart):
        return [start for start in apart if start]
    twice = [c for c in names[1:] if kinds[c] == kinds[names[0]]]
    if not twice or kinds[names[0]][2] in {Role.PROVIDER, Role.SENDER}:
        return []
    return [_list_start(kinds, body, names[0], column) for column in twice]


def _may_list(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether two columns of names may head lists of their own: both of persons, neither of somebody's kin."""
    own = {Role.UNKNOWN, Role.PATIENT, Role.EMPLOYEE}
    return one[0] is Element.NAME and other[0] is Element.NAME and one[2] in own and other[2] in own


def _gap_end(body: GridBody, first: int, second: int) -> int:
    """Return the column behind the last one that is blank in every row between two columns, 0 if none is."""
    rows = [*body.head[:40], *body.rows[:200]]
    blank = [c for c in range(first + 1, second) if all(c >= len(row) or not row[c].strip() for row in rows)]
    return blank[-1] + 1 if blank else 0


def _list_start(kinds: dict[int, tuple[object, ...]], body: GridBody, first: int, second: int) -> int:
    """Return where the list with its name at ``second`` begins: behind a blank column, or where the labels repeat."""
    for column in range(second - 1, first, -1):
        if column not in kinds and all(column >= len(row) or not row[column].strip() for row in body.rows[:200]):
            return column + 1
    begin = min(kinds)
    start = second - (first - begin)
    return start if start > first and kinds.get(start) == kinds[begin] else second


def _seen_on(found: Sequence[Mention]) -> str:
    dates = [
        m.norm
        for m in found
        if m.element is Element.DATE and len(m.norm) == 10 and not any(w in m.label.lower() for w in _TIMELESS)
    ]
    return max(dates, default="")


def is_sample_table(body: GridBody) -> bool:
    """Tell whether one of the rows above the table says that it is a sample."""
    rows = (body.head or body.rows)[:_FEW_ROWS_ABOVE]
    titles = [" ".join(row) for row in rows if 0 < sum(bool(c.strip()) for c in row) <= 2]
    return any(is_sample_heading(title) for title in titles)
