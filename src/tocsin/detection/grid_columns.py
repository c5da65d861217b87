"""Plain tables column by column: each different value of a column is asked for once, whatever rows it stands in.

Invariant: gives the mentions that asking cell by cell gives, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.detection.calibration import probability
from tocsin.detection.column_asks import VALUE, Value, column_asks, value_of
from tocsin.detection.columns import Block, GridType
from tocsin.detection.columns_types import UNTYPED
from tocsin.detection.placed import Ask, kind_of
from tocsin.detection.spans import Span
from tocsin.ids import MentionId, mention_ids
from tocsin.model.elements import Element
from tocsin.model.mentions import MENTIONS
from tocsin.model.segments import GridBody, Segment, cell_places

Indices = npt.NDArray[np.int64]
FEWEST_ROWS = 8
"""Shorter tables gain nothing."""


def is_plain(grid: GridType, body: GridBody) -> bool:
    """Tell whether the grid is rows under columns and nothing else, and long enough to gain."""
    plain = not grid.is_banded and not grid.bands and not grid.titles and not grid.heads
    return plain and len(body.rows) >= FEWEST_ROWS and all(b.cells is None and not b.is_transposed for b in grid.blocks)


class GridColumns:
    """What the cells of one plain table ask, and their mentions once it is answered."""

    def __init__(self, segment: Segment, body: GridBody, grid: GridType, slow: frozenset[Element]) -> None:
        self._segment, self._body, self._slow = segment, body, slow
        self.asks: Sequence[Ask]
        """Of every different value of a column that is not answered at once; of no row in particular."""
        self._held: list[Ask | Value] = []
        self._rows: list[Indices] = []
        self._starts: list[Indices] = []
        self._ends: list[Indices] = []
        for block in grid.blocks:
            self._take(block, grid.skipped)
        self.asks = [one for one in self._held if isinstance(one, Ask)]
        typed = (one.span.element if isinstance(one, Ask) and one.span else None for one in self._held)
        values = (one[0] for one in self._held if not isinstance(one, Ask))
        self.has_births = Element.DATE_OF_BIRTH in {*typed, *values}
        """Its columns or cells tell births by themselves."""

    def _take(self, block: Block, skipped: frozenset[int]) -> None:
        end = min(block.end, len(self._body.rows))
        numbers = [row for row in range(block.first, end) if row not in skipped]
        rows = [self._body.rows[number] for number in numbers]
        kinds = {column.index: column for column in block.columns}
        where = np.array(numbers, np.int64)
        for index in range(max(map(len, rows), default=0)):
            kind = kinds.get(index, UNTYPED)
            known: dict[str, int] = {"": 0}
            which = [known.setdefault(row[index], len(known)) if index < len(row) else 0 for row in rows]
            bounds = [len(self._held)]
            for asked in column_asks(known, index, kind, self._slow):
                self._held.extend(asked)
                bounds.append(len(self._held))
            limits, chosen = np.array(bounds, np.int64), np.array(which, np.int64)
            self._rows.append(where)
            self._starts.append(limits[chosen])
            self._ends.append(limits[chosen + 1])

    def mentions(self, spans: Sequence[Sequence[Span]]) -> pa.Table:
        """Return the mentions, of schema ``MENTIONS``; ``spans`` are what each of ``asks`` gives."""
        answers = iter(spans)
        found: list[Value] = []
        counts = [0]
        for one in self._held:
            if isinstance(one, Ask):
                found.extend(value_of(one, span) for span in next(answers))
            else:
                found.append(one)
            counts.append(len(found))
        if not found:
            return MENTIONS.empty_table()
        held = np.array(counts, np.int64)
        rows, flat = _spread(
            np.concatenate(self._rows), held[np.concatenate(self._starts)], held[np.concatenate(self._ends)]
        )
        told = dict(zip(VALUE, zip(*found, strict=True), strict=True))
        told["score"] = tuple(map(probability, told["element"], told["detector"], told["score"]))
        made = {name: pa.array(told[name], MENTIONS.field(name).type).take(pa.array(flat)) for name in VALUE}
        places, ids = self._named(rows.tolist(), made["column"].to_pylist(), flat, found)
        count, segment = len(flat), self._segment
        made |= {
            "mention_id": pa.array(ids, pa.string()),
            "item_id": pa.repeat(pa.scalar(segment.item_id, pa.string()), count),
            "segment_id": pa.repeat(pa.scalar(segment.segment_id, pa.string()), count),
            "place": pa.array(places, pa.string()),
            "row": pa.array(rows.astype(np.int32)),
            "group": pa.array(np.full(count, -1, np.int32)),
        }
        return pa.Table.from_arrays([made[name] for name in MENTIONS.names], schema=MENTIONS)

    def _named(
        self, rows: Sequence[int], columns: Sequence[int], flat: Indices, found: Sequence[Value]
    ) -> tuple[list[str], list[MentionId]]:
        """Return place and id of each mention."""
        cells = cell_places(self._segment.place, self._body, rows, columns)
        told = [f"{start}\0{kind_of(element, part)}" for element, part, start, *_ in found]
        where = (f"{cell}/{row}/{column}" for cell, row, column in zip(cells, rows, columns, strict=True))
        return cells, mention_ids(self._segment.segment_id, where, (told[number] for number in flat.tolist()))


def _spread(rows: Indices, starts: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """Return the row and the number of each mention: of each cell those from its start to its end, row by row."""
    counts = ends - starts
    cells = np.repeat(np.arange(len(rows)), counts)
    within = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(rows[cells], kind="stable")
    return rows[cells][order], (starts[cells] + within)[order]
