"""Accounting: every item ended in one of four ways, and taken is their sum, for each evidence and container."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.evidence import ItemStatus

_ENDS = pa.array([status.value for status in ItemStatus])


@dataclass(frozen=True)
class Imbalance:
    """Something that does not add up."""

    what: str
    id: str


def missing_slices(keys: Iterable[str]) -> list[Imbalance]:
    """Return the evidence of every document that was closed although a slice of it is not there.

    Args:
        keys: of all committed units.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    closed = set()
    for key in keys:
        batch, _, last = key.rpartition("/")
        if last == "closed":
            closed.add(batch)
        elif last.isdigit():
            numbers[batch].append(int(last))
    wrong = (batch for batch in closed if sorted(numbers[batch]) != list(range(max(2, len(numbers[batch])))))
    return [Imbalance("slice_missing", batch.split("/")[0]) for batch in sorted(wrong)]


def imbalances(items: pa.Table, files: dict[str, int]) -> list[Imbalance]:
    """Return what does not add up.

    Args:
        items: the items table.
        files: files taken at intake, by evidence id; each must stand as a top item of its evidence.
    """
    ids, parents, status = items["item_id"], items["parent_id"], items["status"]
    counts = pa.table({"id": ids}).group_by("id").aggregate([([], "count_all")])
    has_end = pc.is_in(status, _ENDS)
    says_why = pc.or_(pc.equal(status, ItemStatus.DONE.value), pc.not_equal(items["code"], ""))
    is_known = pc.or_(pc.is_in(parents, ids.unique()), pc.equal(pc.fill_null(parents, ""), ""))
    found = list(_each("item_twice", counts.filter(pc.greater(counts["count_all"], 1))["id"]))
    found += _each("item_without_end", ids.filter(pc.invert(pc.and_(has_end, says_why))))
    found += _each("parent_missing", ids.filter(pc.invert(is_known)))
    is_top = pc.equal(pc.fill_null(parents, ""), "")
    tops = {one["values"]: one["counts"] for one in items["evidence_id"].filter(is_top).value_counts().to_pylist()}
    found += [Imbalance("files_not_accounted_for", e) for e, n in sorted(files.items()) if tops.get(e, 0) != n]
    return found


def _each(what: str, ids: pa.ChunkedArray) -> Iterable[Imbalance]:
    return (Imbalance(what, one) for one in ids.to_pylist())
