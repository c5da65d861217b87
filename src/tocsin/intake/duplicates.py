"""Duplicates: items of equal content count where they lie, but speak once.

The first of a content, in the order of evidence and locator, speaks; the others point to it. The choice depends on
the items alone, so it is the same in every run. The items pass by in parts, three times: an incident may have many
millions, and what is held of each that has no copy are eight bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.config import STORE
from tocsin.ids import EvidenceId
from tocsin.intake.accounting import keys_of
from tocsin.model.evidence import ITEMS, ItemCode, ItemStatus

Parts = Callable[[], Iterable[pa.Table]]
"""Gives the items, part by part, from the first on, as often as it is asked."""


def mark_duplicates(parts: Parts, evidence_order: Mapping[EvidenceId, int], logs: set[str]) -> Iterator[pa.Table]:
    """Yield the items (schema ``ITEMS``, in their order) with every later copy of a content marked as duplicate.

    They come in tables of about ``STORE.part_rows``.

    Args:
        parts: the items as read.
        evidence_order: number of each evidence's addition.
        logs: evidence that is an access log; its items are never copies of other evidence's.
    """
    twins = _twins(_with_copies(parts, logs), evidence_order, logs)
    held, rows = [ITEMS.empty_table()], 0
    for part in parts():
        held.append(_marked(part, twins))
        rows += part.num_rows
        if rows >= STORE.part_rows:
            yield pa.concat_tables(held)
            held, rows = [], 0
    if held:
        yield pa.concat_tables(held)


def _marked(table: pa.Table, twins: pa.Table) -> pa.Table:
    rows = pc.index_in(table["item_id"], twins["item_id"])
    twin = pc.coalesce(twins["twin"].take(rows), table["duplicate_of"])
    is_twin = pc.is_valid(twin)
    made = {
        "duplicate_of": twin,
        "status": pc.if_else(is_twin, ItemStatus.DUPLICATE.value, table["status"]),
        "code": pc.if_else(is_twin, ItemCode.SAME_CONTENT.value, table["code"]),
    }
    for name, column in made.items():
        table = table.set_column(ITEMS.get_field_index(name), ITEMS.field(name), column)
    return table


def _speaking(table: pa.Table, logs: set[str]) -> pa.Table:
    """Return place, id and content of the items that say something."""
    speaks = pc.and_(pc.equal(table["status"], ItemStatus.DONE.value), pc.greater(table["size_bytes"], 0))
    chosen = table.select(["evidence_id", "locator", "item_id", "sha256"]).filter(
        pc.and_(speaks, pc.not_equal(table["sha256"], ""))
    )
    is_log = pc.is_in(chosen["evidence_id"], pa.array(sorted(logs), pa.string()))
    content = pc.binary_join_element_wise(chosen["sha256"], pc.if_else(is_log, "log", ""), "/")
    return chosen.set_column(3, "content", content)


def _with_copies(parts: Parts, logs: set[str]) -> pa.Table:
    """Return the items whose content stands more than once (or seems to, by its key)."""
    keys = [keys_of(_speaking(part, logs)["content"]) for part in parts()]
    values, counts = np.unique(np.concatenate([*keys, np.empty(0, np.int64)]), return_counts=True)
    repeated = values[counts > 1]
    found = [_speaking(ITEMS.empty_table(), logs)]
    for part in parts() if len(repeated) else ():
        speaking = _speaking(part, logs)
        found.append(speaking.filter(pa.array(np.isin(keys_of(speaking["content"]), repeated))))
    return pa.concat_tables(found)


def _twins(items: pa.Table, evidence_order: Mapping[EvidenceId, int], logs: set[str]) -> pa.Table:
    """Return the ids of the items that do not speak, each with the id of the one that speaks for it."""
    known = items["evidence_id"].unique()
    numbers = pa.array([evidence_order[EvidenceId(one)] for one in known.to_pylist()], pa.int64())
    order = numbers.take(pc.index_in(items["evidence_id"], known))
    keyed = pa.table({"order": order, "locator": items["locator"]})
    items = items.take(pc.sort_indices(keyed, [("order", "ascending"), ("locator", "ascending")]))
    codes = pc.dictionary_encode(items["content"]).combine_chunks().indices.to_numpy()
    first = np.unique(codes, return_index=True)[1][codes] if len(codes) else codes
    is_later = pa.array(first != np.arange(len(codes)))
    twin = items["item_id"].take(pa.array(first))
    return pa.table({"item_id": items["item_id"], "twin": twin}).filter(is_later)
