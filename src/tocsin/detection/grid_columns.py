"""Plain tables column by column: each different value of a column is asked for once, whatever rows it stands in.

Invariant: gives the mentions that asking cell by cell gives, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.detection.columns import Block, GridType
from tocsin.detection.columns_types import UNTYPED
from tocsin.detection.placed import Ask, cell_asks, kind_of
from tocsin.detection.spans import Span
from tocsin.ids import MentionId, mention_id
from tocsin.model.elements import Role
from tocsin.model.mentions import MENTIONS
from tocsin.model.segments import GridBody, Segment, cell_place

Indices = npt.NDArray[np.int64]
_Found = tuple[Ask, Span]
FEWEST_ROWS = 8
"""Shorter tables gain nothing."""


def is_plain(grid: GridType, body: GridBody) -> bool:
    """Tell whether the grid is rows under columns and nothing else, and long enough to gain."""
    plain = not grid.is_banded and not grid.bands and not grid.titles
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

    def mentions(self, spans: Sequence[Sequence[Span]]) -> pa.Table:
        """Return the mentions, of schema ``MENTIONS``; ``spans`` are what each of ``asks`` gives."""
        found = [(ask, span) for ask, some in zip(self.asks, spans, strict=True) for span in some]
        if not found:
            return MENTIONS.empty_table()
        held = np.concatenate([[0], np.cumsum([len(some) for some in spans])]).astype(np.int64)
        rows, flat = _spread(
            np.concatenate(self._rows), held[np.concatenate(self._starts)], held[np.concatenate(self._ends)]
        )
        places, ids = self._named(rows, flat, found)
        made = {name: column.take(pa.array(flat)) for name, column in _values(found).items()}
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

    def _named(self, rows: Indices, flat: Indices, found: Sequence[_Found]) -> tuple[list[str], list[MentionId]]:
        """Return place and id of each mention."""
        told = [(ask.column, span.start, kind_of(span)) for ask, span in found]
        segment, place, body = self._segment.segment_id, self._segment.place, self._body
        places, ids = [], []
        for row, value in zip(rows.tolist(), flat.tolist(), strict=True):
            column, start, kind = told[value]
            cell = cell_place(place, body, row, column)
            places.append(cell)
            ids.append(mention_id(segment, f"{cell}/{row}/{column}", start, kind))
        return places, ids


def _values(found: Sequence[_Found]) -> dict[str, pa.Array]:
    """Return the columns of ``MENTIONS`` that follow from a value alone."""
    told: dict[str, list[object]] = {
        "element": [span.element for _, span in found],
        "part": [span.part for _, span in found],
        "start": [span.start for _, span in found],
        "end": [span.end for _, span in found],
        "text": [ask.text[span.start : span.end] for ask, span in found],
        "norm": [span.norm for _, span in found],
        "score": [span.score for _, span in found],
        "detector": [span.detector for _, span in found],
        "column": [ask.column for ask, _ in found],
        "party": [span.party if span.party is not Role.UNKNOWN else ask.party for ask, span in found],
        "party_number": [span.party_number or ask.party_number for ask, span in found],
        "label": [span.label or ask.label for ask, span in found],
    }
    return {name: pa.array(column, MENTIONS.field(name).type) for name, column in told.items()}


def _spread(rows: Indices, starts: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """Return the row and the number of each mention: of each cell those from its start to its end, row by row."""
    counts = ends - starts
    cells = np.repeat(np.arange(len(rows)), counts)
    within = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(rows[cells], kind="stable")
    return rows[cells][order], (starts[cells] + within)[order]
