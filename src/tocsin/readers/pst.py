"""Outlook data files (PST, OST): every item a child with its folder's path, nested items inside it, two counts.

Items are found by the tree of nodes; the folders' own tables are counted beside it, and where they list an item that
the tree does not hold, the item is named as unreadable. An item is handed on as TNEF, which holds all its properties.

Source: MS-PST; see ``pst_blocks``, ``pst_heap`` and ``pst_items``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.pst_blocks import Node, PstError, Store
from tocsin.readers.pst_items import ASSOCIATED, MESSAGE, Folder, Items
from tocsin.readers.tnef_write import PackedItem

_KINDS = frozenset({MESSAGE, ASSOCIATED})
_END = 1 << 32
_LEAST_ITEMS = 50
"""Items of one unit, however large they are."""
_LOST = "lost and found"
"""Stands for the folder of items that no folder leads to."""


class Pst:
    """The reader of Outlook data files."""

    name = "pst"
    media_types = frozenset({"application/vnd.ms-outlook-pst"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of items by their node numbers, of about ``unit_bytes`` each if items are of one size."""
        store = _store(source)
        numbers = [node.nid for node in _item_nodes(store, 0, _END)]
        share = max(_LEAST_ITEMS, len(numbers) * limits.unit_bytes // max(1, source.size_bytes))
        starts = list(range(0, len(numbers), share))
        ends = [numbers[start] for start in starts[1:]] + [_END]
        firsts = [0, *ends[:-1]]
        return [Unit(a, b, n + 1) for a, b, n in zip(firsts, ends, starts, strict=True)] if len(starts) > 1 else []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give each item as a child."""
        whole = unit or Unit(0, _END, 1)
        store = _store(source)
        items = Items(store)
        try:
            folders = items.folders()
        except PstError as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        listed = {nid: folder for folder in folders for nid in items.listed(folder, whole.start, whole.end)}
        sink.declared(len(listed))
        count = _give_items(items, whole, folders, listed, sink)
        for ordinal, (nid, folder) in enumerate(listed.items(), whole.first_ordinal + count):
            sink.failed_child(ordinal, _step(folder.path, nid, ordinal), 0, ItemCode.CORRUPT)
        if store.broken or not items.is_whole:
            sink.partly(ItemCode.PARTLY_CORRUPT)
        if not count and not listed and unit is None and (store.broken or not items.is_whole):
            raise CannotRead(ItemCode.CORRUPT)


READER = Pst()


def _store(source: Source) -> Store:
    try:
        return Store(source.stream)
    except PstError as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken


def _item_nodes(store: Store, start: int, end: int) -> Iterator[Node]:
    return (node for node in store.nodes(start, end) if node.nid & 0x1F in _KINDS)


def _give_items(items: Items, unit: Unit, folders: list[Folder], listed: dict[int, Folder], sink: Sink) -> int:
    """Give the items of a slice, taking them off ``listed``; return how many there were."""
    paths = {folder.nid: folder.path for folder in folders}
    count = 0
    for node in _item_nodes(items.store, unit.start, unit.end):
        folder = listed.pop(node.nid, None)
        path = folder.path if folder else paths.get(node.parent, _LOST)
        _give(items, node, path, unit.first_ordinal + count, sink)
        count += 1
    return count


def _give(items: Items, node: Node, path: str, ordinal: int, sink: Sink) -> None:
    step = _step(path, node.nid, ordinal)
    try:
        item = PackedItem(items.message(node))
    except (PstError, struct.error, OverflowError):
        sink.failed_child(ordinal, step, 0, ItemCode.CORRUPT)
        return
    sink.child(ordinal, step, item, item.size_bytes)


def _step(path: str, nid: int, ordinal: int) -> str:
    """Return the steps from the file to an item: its folders and its number."""
    inner = "settings/" if nid & 0x1F == ASSOCIATED else ""
    return f"{path}/{inner}{ordinal}" if path else f"{inner}{ordinal}"
