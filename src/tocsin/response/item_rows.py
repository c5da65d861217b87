"""Small questions about the items table that several stages ask."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId
from tocsin.model.evidence import EvidenceKind, Item, ItemStatus
from tocsin.response.folder import IncidentFolder


def log_evidence(folder: IncidentFolder) -> set[str]:
    """Return the ids of evidence that is an access log."""
    return {e.evidence_id for e in folder.evidence() if e.kind is EvidenceKind.LOG}


def silent_items(folder: IncidentFolder) -> pa.Array:
    """Return the ids of items whose segments speak of nobody: duplicates, and access logs."""
    items = folder.read("items")
    logs = pc.is_in(items["evidence_id"], pa.array(sorted(log_evidence(folder)), pa.string()))
    duplicates = pc.equal(items["status"], ItemStatus.DUPLICATE.value)
    return items.filter(pc.or_(logs, duplicates))["item_id"].combine_chunks()


def items_by_id(table: pa.Table) -> dict[ItemId, Item]:
    """Return the items of a table of schema ``ITEMS`` by id."""
    found = {}
    for row in table.to_pylist():
        row["status"] = ItemStatus(row["status"])
        found[row["item_id"]] = Item(**row)
    return found
