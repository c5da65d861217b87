"""A part's segments with their mentions, some at a time: a large table need not be in memory as objects at once."""

from __future__ import annotations

from collections.abc import Iterator

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
    pieces = [whole] if whole.num_rows else []
    for batch in (*pieces, *segment_batches(segments.filter(is_large))):
        mine = pc.is_in(mentions["segment_id"], batch["segment_id"].combine_chunks())
        yield batch, mentions.filter(mine)
