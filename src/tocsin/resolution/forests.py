"""Components of a graph of records, and the strongest edges that hold each together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tocsin.resolution.arrays import distinct, order_of
from tocsin.resolution.fields import Codes
from tocsin.resolution.pairs import Wide
from tocsin.resolution.scoring import Scored

Edges = npt.NDArray[np.int64]
"""Rows of left, right, score."""
_AT_ONCE = 1_000_000


def components(size: int, left: Codes | Wide, right: Codes | Wide) -> Codes:
    """Return the component of each of so many records, counted from 0 in the order of their first ones."""
    label = np.arange(size, dtype=np.int32)
    while len(left):
        a, b = label[left], label[right]
        differ = a != b
        left, right, a, b = left[differ], right[differ], a[differ], b[differ]
        label[np.maximum(a, b)] = np.minimum(a, b)
        _follow(label)
    is_first = label == np.arange(size, dtype=np.int32)
    number = np.cumsum(is_first, dtype=np.int32) - 1
    return number[label]


def _follow(label: Codes) -> None:
    """Replace each label, which is a lower record of the component, by the lowest that it leads to."""
    while True:
        further = label[label]
        if np.array_equal(further, label):
            return
        label[:] = further


def trees(edges: Scored, labels: Codes) -> Edges:
    """Return the strongest edges that hold each component together; of equal ones those that stand first.

    Whole components are worked on, a bounded number of edges at a time.
    """
    found = [np.zeros((0, 3), np.int64)]
    place = np.empty(len(labels), np.int32)
    for some in stretches(labels[edges.left], _AT_ONCE):
        part = np.sort(some)
        part = part[order_of(int(edges.scores.max()) - edges.scores[part].astype(np.int64))]
        left, right = edges.left[part], edges.right[part]
        is_end = np.zeros(len(labels), bool)
        is_end[left] = is_end[right] = True
        records = np.flatnonzero(is_end)
        place[records] = np.arange(len(records), dtype=np.int32)
        kept = _tree(len(records), place[left], place[right])
        found.append(np.stack([left[kept], right[kept], edges.scores[part[kept]]], axis=1).astype(np.int64))
    return np.concatenate(found)


def _tree(size: int, left: Codes, right: Codes) -> Wide:
    """Return the places of the edges of the forest; they are given with the strongest first.

    After Boruvka: every part takes its strongest edge to another, all at once, until none has one.
    """
    kept: list[Wide] = [np.zeros(0, np.int64)]
    at, part = np.arange(len(left)), np.arange(size, dtype=np.int32)
    while True:
        a, b = part[left[at]], part[right[at]]
        differ = a != b
        at, a, b = at[differ], a[differ], b[differ]
        if not len(at):
            return np.sort(np.concatenate(kept))
        first = np.full(size, len(left), np.int64)
        for end in (a, b):
            mine = np.full(size, len(left), np.int64)
            mine[end[::-1]] = at[::-1]
            np.minimum(first, mine, out=first)
        taken = distinct(first[first < len(left)])
        kept.append(taken)
        part = components(size, part[left[taken]], part[right[taken]])[part]


def stretches(label: Codes, most: int) -> Iterator[npt.NDArray[np.int64]]:
    """Give the places of edges, those of whole components together, by component and some at a time."""
    order = order_of(label)
    start = 0
    while start < len(order):
        last = label[order[min(start + most, len(order)) - 1]]
        end = int(np.searchsorted(label, last, side="right", sorter=order))
        yield order[start:end]
        start = end
