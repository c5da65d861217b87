"""Duplicates: items of equal content count where they lie, but speak once.

The first of a content, in the order of evidence and locator, speaks; the others point to it. The choice depends on
the items alone, so it is the same in every run. Columns are worked on whole: an incident may have many millions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.config import STORE
from tocsin.ids import EvidenceId
from tocsin.model.evidence import ITEMS, ItemCode, ItemStatus


def mark_duplicates(items: pa.Table, evidence_order: Mapping[EvidenceId, int], logs: set[str]) -> Iterator[pa.Table]:
    """Yield the items (schema ``ITEMS``, sorted by id) with every later copy of a content marked as duplicate.

    They come in tables of at most ``STORE.part_rows``, so that no second copy of all of them is held.

    Args:
        items: as read.
        evidence_order: number of each evidence's addition.
        logs: evidence that is an access log; its items are never copies of other evidence's.
    """
    twins = _speakers(items, evidence_order, logs)
    sequence = pc.sort_indices(items.select(["item_id"]), [("item_id", "ascending")])
    for start in range(0, max(1, items.num_rows), STORE.part_rows):
        chosen = sequence.slice(start, STORE.part_rows)
        yield _marked(items.take(chosen), twins.take(chosen))


def _marked(table: pa.Table, twins: pa.Array) -> pa.Table:
    twins = pc.coalesce(twins, table["duplicate_of"])
    is_twin = pc.is_valid(twins)
    made = {
        "duplicate_of": twins,
        "status": pc.if_else(is_twin, ItemStatus.DUPLICATE.value, table["status"]),
        "code": pc.if_else(is_twin, ItemCode.SAME_CONTENT.value, table["code"]),
    }
    for name, column in made.items():
        table = table.set_column(ITEMS.get_field_index(name), ITEMS.field(name), column)
    return table


def _speakers(table: pa.Table, evidence_order: Mapping[EvidenceId, int], logs: set[str]) -> pa.Array:
    """Return for each row the id of the item that speaks for it, or null where it speaks itself."""
    speaks = pc.and_(pc.equal(table["status"], ItemStatus.DONE.value), pc.greater(table["size_bytes"], 0))
    rows = np.flatnonzero(pc.and_(speaks, pc.not_equal(table["sha256"], "")).to_numpy())
    chosen = table.take(rows).select(["evidence_id", "locator", "sha256", "item_id"])
    is_log = pc.is_in(chosen["evidence_id"], pa.array(sorted(logs), pa.string()))
    order = pa.array(
        [evidence_order[EvidenceId(one)] for one in chosen["evidence_id"].unique().to_pylist()], pa.int64()
    )
    numbers = order.take(pc.index_in(chosen["evidence_id"], chosen["evidence_id"].unique()))
    content = pc.binary_join_element_wise(chosen["sha256"], pc.if_else(is_log, "log", ""), "/")
    keyed = pa.table({"order": numbers, "locator": chosen["locator"], "content": content})
    sequence = pc.sort_indices(keyed, [("order", "ascending"), ("locator", "ascending")]).to_numpy()
    codes = pc.dictionary_encode(content.take(pa.array(sequence))).combine_chunks().indices.to_numpy()
    first = sequence[np.unique(codes, return_index=True)[1]][codes] if len(codes) else codes
    twin_rows = first != sequence
    ids = np.full(table.num_rows, -1, np.int64)
    ids[rows[sequence[twin_rows]]] = rows[first[twin_rows]]
    return table["item_id"].take(pa.array(ids, mask=ids < 0))
