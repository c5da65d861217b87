"""Accounting: every item ended in one of four ways, and taken is their sum, for each evidence and container."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.evidence import ItemStatus

_ENDS = pa.array([status.value for status in ItemStatus])
_NO_KEYS = np.empty(0, np.int64)


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


def imbalances(parts: Callable[[], Iterable[pa.Table]], files: dict[str, int]) -> list[Imbalance]:
    """Return what does not add up.

    Args:
        parts: gives the items, part by part, as often as it is asked; sixteen bytes of each are held.
        files: files taken at intake, by evidence id; each must stand as a top item of its evidence.
    """
    found: list[Imbalance] = []
    ids, parents, tops = [_NO_KEYS], [_NO_KEYS], Counter[str]()
    for part in parts():
        found += _each("item_without_end", part["item_id"].filter(pc.invert(_has_end(part))))
        is_top = pc.equal(pc.fill_null(part["parent_id"], ""), "")
        tops.update(part["evidence_id"].filter(is_top).to_pylist())
        ids.append(keys_of(part["item_id"]))
        parents.append(keys_of(part["parent_id"].filter(pc.invert(is_top))))
    known, counts = np.unique(np.concatenate(ids), return_counts=True)
    lost = np.setdiff1d(np.concatenate(parents), known)
    twice = known[counts > 1]
    if len(twice) or len(lost):
        found = [*_named(parts, twice, lost), *found]
    found += [Imbalance("files_not_accounted_for", e) for e, n in sorted(files.items()) if tops[e] != n]
    return found


def keys_of(texts: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return a number of 64 bits for each text: equal texts of one run have equal numbers."""
    return np.fromiter(map(hash, texts.to_pylist()), np.int64, len(texts))


def _has_end(part: pa.Table) -> pa.ChunkedArray:
    says_why = pc.or_(pc.equal(part["status"], ItemStatus.DONE.value), pc.not_equal(part["code"], ""))
    return pc.and_(pc.is_in(part["status"], _ENDS), says_why)


def _named(parts: Callable[[], Iterable[pa.Table]], twice: Any, lost: Any) -> Iterable[Imbalance]:
    """Return the ids that stand twice, and those whose parent is missing, from another look at the items."""
    doubled, orphans = set[str](), list[str]()
    for part in parts():
        doubled |= set(part["item_id"].filter(pa.array(np.isin(keys_of(part["item_id"]), twice))).to_pylist())
        orphans += part["item_id"].filter(pa.array(np.isin(keys_of(part["parent_id"]), lost))).to_pylist()
    found = [Imbalance("item_twice", one) for one in sorted(doubled)]
    return found + [Imbalance("parent_missing", one) for one in orphans]


def _each(what: str, ids: pa.ChunkedArray) -> Iterable[Imbalance]:
    return (Imbalance(what, one) for one in ids.to_pylist())
