"""Duplicates: items of equal content count where they lie, but speak once.

The first of a content, in the order of evidence and locator, speaks; the others point to it. The choice depends on
the items alone, so it is the same in every run.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import EvidenceId
from tocsin.model.evidence import ITEMS, ItemCode, ItemStatus


def mark_duplicates(items: pa.Table, evidence_order: Mapping[EvidenceId, int], logs: set[str]) -> pa.Table:
    """Return the items (schema ``ITEMS``, sorted by id) with every later copy of a content marked as duplicate.

    Args:
        items: as read.
        evidence_order: number of each evidence's addition.
        logs: evidence that is an access log; its items are never copies of other evidence's.
    """
    table = items.sort_by("item_id")
    columns = ("item_id", "evidence_id", "locator", "sha256", "size_bytes", "status", "duplicate_of")
    values = {name: table[name].to_pylist() for name in columns}
    order = sorted(
        range(table.num_rows), key=lambda n: (evidence_order[values["evidence_id"][n]], values["locator"][n])
    )
    first: dict[tuple[str, bool], str] = {}
    twins: list[str | None] = list(values["duplicate_of"])
    for n in order:
        if values["status"][n] != ItemStatus.DONE or not values["sha256"][n] or not values["size_bytes"][n]:
            continue
        content = (values["sha256"][n], values["evidence_id"][n] in logs)
        speaker = first.setdefault(content, values["item_id"][n])
        if speaker != values["item_id"][n]:
            twins[n] = speaker
    is_twin = pa.array([twin is not None for twin in twins])
    made = {
        "duplicate_of": pa.array(twins, pa.string()),
        "status": pc.if_else(is_twin, ItemStatus.DUPLICATE.value, table["status"]),
        "code": pc.if_else(is_twin, ItemCode.SAME_CONTENT.value, table["code"]),
    }
    for name, column in made.items():
        table = table.set_column(ITEMS.get_field_index(name), ITEMS.field(name), column)
    return table
