"""Accounting: every item ended in one of four ways, and taken is their sum, for each evidence and container."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from tocsin.model.evidence import ItemStatus

_ENDS = frozenset(status.value for status in ItemStatus)


@dataclass(frozen=True)
class Imbalance:
    """Something that does not add up."""

    what: str
    id: str


def imbalances(items: pa.Table, files: dict[str, int]) -> list[Imbalance]:
    """Return what does not add up.

    Args:
        items: the items table.
        files: files taken at intake, by evidence id; each must stand as a top item of its evidence.
    """
    ids = items["item_id"].to_pylist()
    parents = items["parent_id"].to_pylist()
    evidence = items["evidence_id"].to_pylist()
    known = set(ids)
    found = [Imbalance("item_twice", i) for i, n in Counter(ids).items() if n > 1]
    found += [
        Imbalance("item_without_end", i)
        for i, status, code in zip(ids, items["status"].to_pylist(), items["code"].to_pylist(), strict=True)
        if status not in _ENDS or (status != ItemStatus.DONE.value and not code)
    ]
    found += [Imbalance("parent_missing", i) for i, p in zip(ids, parents, strict=True) if p and p not in known]
    tops = Counter(e for e, p in zip(evidence, parents, strict=True) if not p)
    found += [Imbalance("files_not_accounted_for", e) for e, n in sorted(files.items()) if tops[e] != n]
    return found
