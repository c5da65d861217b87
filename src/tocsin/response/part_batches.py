"""A part's segments with their mentions, some at a time: a large table need not be in memory as objects at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.segments import segment_batches

WHOLE_BYTES = 4 << 20
"""Items up to this size are given whole."""


def part_batches(
    segments: pa.Table, mentions: pa.Table, whole_bytes: int = WHOLE_BYTES
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield segments and their mentions: all items that are small first, then pieces of each large one.

    Args:
        segments: of schema ``SEGMENTS``.
        mentions: of schema ``MENTIONS``.
        whole_bytes: items whose segments' bodies are larger than this come in pieces.
    """
    if not segments.num_rows:
        return
    sized = pa.table({"item_id": segments["item_id"], "size": pc.binary_length(segments["body"])})
    totals = sized.group_by("item_id", use_threads=False).aggregate([("size", "sum")])
    large = totals.filter(pc.greater(totals["size_sum"], whole_bytes))["item_id"].combine_chunks()
    is_large = pc.is_in(segments["item_id"], large)
    whole = segments.filter(pc.invert(is_large))
    pieces = [*([whole] if whole.num_rows else []), *segment_batches(segments.filter(is_large))]
    batches = np.repeat(np.arange(len(pieces)), [piece.num_rows for piece in pieces])
    ids = pa.concat_tables([piece.select(["segment_id"]) for piece in pieces])["segment_id"].combine_chunks()
    yield from zip(pieces, _parted(mentions, ids, batches, len(pieces)), strict=True)


def _parted(mentions: pa.Table, ids: pa.Array, batches: npt.NDArray[np.int64], count: int) -> Iterator[pa.Table]:
    """Give the mentions of each batch, in their order; ``ids`` are the segments and ``batches`` theirs."""
    place = pc.fill_null(pc.index_in(mentions["segment_id"], value_set=ids), -1).to_numpy()
    number = np.where(place < 0, -1, batches[place])
    if np.any(np.diff(number) < 0):
        order = np.argsort(number, kind="stable")
        mentions, number = mentions.take(pa.array(order)), number[order]
    bounds = np.searchsorted(number, np.arange(count + 1)).tolist()
    for start, end in pairwise(bounds):
        yield mentions.slice(start, end - start)
