"""Plain tables column by column: each different value of a column is asked for once, whatever rows it stands in.

Invariant: gives the mentions that asking cell by cell gives, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.detection.columns import Block, GridType
from tocsin.detection.columns_types import UNTYPED
from tocsin.detection.placed import Ask, cell_asks
from tocsin.detection.spans import Span
from tocsin.ids import MentionId, mention_id
from tocsin.model.mentions import MENTIONS, Mention, mentions_table
from tocsin.model.segments import GridBody, Segment, cell_place

Indices = npt.NDArray[np.int64]
FEWEST_ROWS = 8
"""Shorter tables gain nothing."""


def is_plain(grid: GridType, body: GridBody) -> bool:
    """Tell whether the grid is rows under columns and nothing else, and long enough to gain."""
    plain = not grid.is_banded and not grid.bands
    return plain and len(body.rows) >= FEWEST_ROWS and all(b.cells is None and not b.is_transposed for b in grid.blocks)


class GridColumns:
    """What the cells of one plain table ask, and their mentions once it is answered."""

    def __init__(self, segment: Segment, body: GridBody, grid: GridType) -> None:
        self._segment, self._body = segment, body
        self.asks: list[Ask] = []
        """Of every different value of a column; rows are those of no cell in particular."""
        self._rows: list[Indices] = []
        self._starts: list[Indices] = []
        self._ends: list[Indices] = []
        for block in grid.blocks:
            self._take(block, grid.skipped)

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
            bounds = [len(self.asks)]
            for text in known:
                if text.strip():
                    ask = Ask(text, "", 0, index, -1, kind.party, kind.party_number, kind.label)
                    self.asks.extend(cell_asks(text, ask, kind))
                bounds.append(len(self.asks))
            limits, chosen = np.array(bounds, np.int64), np.array(which, np.int64)
            self._rows.append(where)
            self._starts.append(limits[chosen])
            self._ends.append(limits[chosen + 1])

    def mentions(self, spans: Sequence[Sequence[Span]], mention: Callable[[Segment, Ask, Span], Mention]) -> pa.Table:
        """Return the mentions, of schema ``MENTIONS``.

        Args:
            spans: what each of ``asks`` gives.
            mention: makes a mention; its id, place and row are set here.
        """
        made = [
            mention(self._segment, ask, span) for ask, found in zip(self.asks, spans, strict=True) for span in found
        ]
        if not made:
            return MENTIONS.empty_table()
        held = np.concatenate([[0], np.cumsum([len(found) for found in spans])]).astype(np.int64)
        rows, flat = _spread(
            np.concatenate(self._rows), held[np.concatenate(self._starts)], held[np.concatenate(self._ends)]
        )
        values = mentions_table(made)
        table = values.take(pa.array(flat))
        places, ids = self._named(rows, flat, made)
        for name, column in (("mention_id", ids), ("place", places), ("row", rows)):
            at = MENTIONS.get_field_index(name)
            table = table.set_column(at, MENTIONS.field(at), pa.array(column, MENTIONS.field(at).type))
        return table

    def _named(self, rows: Indices, flat: Indices, made: Sequence[Mention]) -> tuple[list[str], list[MentionId]]:
        """Return place and id of each mention."""
        told = [(m.column, m.start, f"{m.element.value if m.element else m.part.value}/{m.part}") for m in made]
        segment, place, body = self._segment.segment_id, self._segment.place, self._body
        places, ids = [], []
        for row, value in zip(rows.tolist(), flat.tolist(), strict=True):
            column, start, kind = told[value]
            cell = cell_place(place, body, row, column)
            places.append(cell)
            ids.append(mention_id(segment, f"{cell}/{row}/{column}", start, kind))
        return places, ids


def _spread(rows: Indices, starts: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """Return the row and the number of each mention: of each cell those from its start to its end, row by row."""
    counts = ends - starts
    cells = np.repeat(np.arange(len(rows)), counts)
    within = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(rows[cells], kind="stable")
    return rows[cells][order], (starts[cells] + within)[order]
