"""The middle layer of an Outlook data file: heaps in nodes, property lists and tables in heaps.

Source: MS-PST 2.3 (heap-on-node, BTH, property context, table context).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from tocsin.readers.mapi import (
    BINARY,
    BOOLEAN,
    FIXED_BYTES,
    MANY,
    OBJECT,
    SHORT,
    STRING8,
    UNICODE,
    Key,
    Named,
    Properties,
    Value,
    strings_in,
    value_of,
)
from tocsin.readers.pst_blocks import LARGE, Node, PstError, Store

_MOST_VALUES = 100_000
_MOST_ROWS = 1_000_000
_END = 1 << 64
_ALL = (0, _END)
_KEYS = {2: "H", 4: "I", 8: "Q"}
_TREE, _PROPERTIES, _TABLE = 0xB5, 0xBC, 0x7C


class Heap:
    """The heap of one node, with the node's own sub-nodes."""

    def __init__(self, store: Store, node: Node) -> None:
        self.store = store
        self.subs = store.children(node.sub) if node.sub else {}
        self._blocks = store.pieces(node.data)
        if not self._blocks or len(self._blocks[0]) < 12 or self._blocks[0][2] != 0xEC:
            raise PstError
        self.kind = self._blocks[0][3]
        (self.root,) = struct.unpack_from("<I", self._blocks[0], 4)
        self._bits = 14 if store.shape is LARGE else 11
        self._places: dict[int, tuple[int, ...]] = {}
        """Where the items of each block begin and end."""

    def item(self, hid: int) -> bytes:
        """Return what lies at a heap id."""
        if not hid:
            return b""
        index, number = (hid >> 5) & ((1 << self._bits) - 1), hid >> (5 + self._bits)
        if number >= len(self._blocks) or not index:
            raise PstError
        block, places = self._blocks[number], self._places.get(number)
        if places is None:
            places = self._places[number] = _places(block)
        if index >= len(places):
            raise PstError
        start, end = places[index - 1], places[index]
        if not start <= end <= len(block):
            raise PstError
        return block[start:end]

    def value(self, hnid: int) -> bytes:
        """Return what lies at a heap id, or in a sub-node where the id is a node's."""
        if hnid & 0x1F:
            node = self.subs.get(hnid)
            if node is None:
                raise PstError
            return self.store.data(node.data)
        return self.item(hnid)

    def rows(self, hnid: int, width: int) -> Iterator[bytes]:
        """Yield rows of ``width`` bytes; a row never crosses from one block into the next."""
        blocks = [self.item(hnid)]
        if hnid & 0x1F:
            node = self.subs.get(hnid)
            if node is None:
                raise PstError
            blocks = self.store.pieces(node.data)
        for block in blocks:
            for at in range(0, len(block) - width + 1, width):
                yield block[at : at + width]

    def tree(self, hid: int, start: int = 0, end: int = _END) -> Iterator[tuple[int, bytes]]:
        """Yield keys from ``start`` to before ``end`` and their records of a tree in the heap."""
        head = self.item(hid)
        if len(head) < 8 or head[0] != _TREE:
            raise PstError
        key_size, size, levels = head[1], head[2], head[3]
        (root,) = struct.unpack_from("<I", head, 4)
        if key_size not in {2, 4, 8, 16} or levels > 8:
            raise PstError
        yield from self._branch(root, (key_size, size), levels, (start, end))

    def _branch(
        self, hid: int, sizes: tuple[int, int], levels: int, span: tuple[int, int]
    ) -> Iterator[tuple[int, bytes]]:
        key_size, size = sizes
        data = self.item(hid)
        if not levels and key_size in _KEYS and span == _ALL:
            whole = len(data) // (key_size + size) * (key_size + size)
            yield from struct.iter_unpack(f"<{_KEYS[key_size]}{size}s", data[:whole])
            return
        width = key_size + (4 if levels else size)
        for at in range(0, len(data) - width + 1, width):
            key = int.from_bytes(data[at : at + key_size], "little")
            if key >= span[1]:
                return
            if levels:
                following = data[at + width : at + width + key_size]
                if not following or int.from_bytes(following, "little") > span[0]:
                    (below,) = struct.unpack_from("<I", data, at + key_size)
                    yield from self._branch(below, sizes, levels - 1, span)
            elif key >= span[0]:
                yield key, data[at + key_size : at + width]


def _places(block: bytes) -> tuple[int, ...]:
    """Return where the items of a block begin, and the last one ends, as far as its map goes."""
    try:
        (map_at,) = struct.unpack_from("<H", block)
        (count,) = struct.unpack_from("<H", block, map_at)
    except struct.error as short:
        raise PstError from short
    places: tuple[int, ...] = struct.unpack_from(
        f"<{max(0, min(count + 1, (len(block) - map_at - 4) // 2))}H", block, map_at + 4
    )
    return places


class Names:
    """What numbers from 0x8000 on mean in this file, and the charset of its old texts."""

    def __init__(self, named: dict[int, Named], declared: str = "") -> None:
        self.named, self.declared = named, declared

    def key(self, number: int) -> Key | None:
        """Return the key of a property's number."""
        return number if number < 0x8000 else self.named.get(number)


def properties(heap: Heap, names: Names) -> tuple[Properties, dict[int, tuple[int, int]], bool]:
    """Return the properties of a property list, its objects as (node, size), and whether all could be read."""
    if heap.kind != _PROPERTIES:
        raise PstError
    found: Properties = {}
    objects: dict[int, tuple[int, int]] = {}
    is_whole = True
    for number, record in heap.tree(heap.root):
        kind, value = struct.unpack_from("<HI", record)
        try:
            if kind == OBJECT:
                nid, size = struct.unpack_from("<II", heap.item(value))
                objects[number] = (nid, size)
                continue
            read = _property(heap, kind, value, names.declared)
        except (PstError, struct.error):
            is_whole = False
            continue
        key = names.key(number)
        if read is not None and key is not None:
            found[key] = read
    return found, objects, is_whole


def _property(heap: Heap, kind: int, value: int, declared: str) -> Value | None:
    fixed = FIXED_BYTES.get(kind)
    if fixed is not None and fixed <= 4:
        return value_of(kind, struct.pack("<I", value))
    data = heap.value(value) if value else b""
    if kind & MANY:
        return _many(kind & ~MANY, data, declared)
    return value_of(kind, data, declared) if data or kind in {UNICODE, STRING8} else None


def _many(kind: int, data: bytes, declared: str) -> Value | None:
    """Return a property of many values; those of a fixed size say nothing here. Source: MS-PST 2.3.3.4.2."""
    if kind not in {STRING8, UNICODE, BINARY} or len(data) < 4:
        return None
    (count,) = struct.unpack_from("<I", data)
    if count > _MOST_VALUES or 4 + 4 * count > len(data):
        raise PstError
    starts = [*struct.unpack_from(f"<{count}I", data, 4), len(data)]
    parts = [data[start:end] for start, end in pairwise(starts)]
    return tuple(parts) if kind == BINARY else strings_in(parts, kind, declared)


class Table:
    """A table: rows of the same columns, each with a number that is a node's where it stands for one."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self.is_whole = True
        """Whether every cell asked for so far could be read."""
        info = heap.item(heap.root)
        if heap.kind != _TABLE or len(info) < 22 or info[0] != _TABLE:
            raise PstError
        count = info[1]
        self._bits_at, self._width = struct.unpack_from("<HH", info, 6)
        self._index, self._rows = struct.unpack_from("<II", info, 10)
        if len(info) < 22 + 8 * count or not self._width:
            raise PstError
        self._columns = [struct.unpack_from("<IHBB", info, 22 + 8 * n) for n in range(count)]

    def ids(self, start: int = 0, end: int = 1 << 32) -> list[int]:
        """Return the numbers of the rows, by the table's index, from ``start`` to before ``end``."""
        return [key for key, _ in self._heap.tree(self._index, start, end)]

    def rows(self, names: Names) -> Iterator[Properties]:
        """Yield the rows as properties."""
        if not self._rows:
            return
        most = len(self.ids())
        for number, row in enumerate(self._heap.rows(self._rows, self._width)):
            if number >= min(most, _MOST_ROWS):
                return
            yield self._row(row, names)

    def _row(self, row: bytes, names: Names) -> Properties:
        found: Properties = {}
        for tag, place, size, bit in self._columns:
            kind, number = tag & 0xFFFF, tag >> 16
            mask_at = self._bits_at + bit // 8
            if mask_at >= len(row) or not row[mask_at] & (0x80 >> bit % 8):
                continue
            data, key = row[place : place + size], names.key(number)
            if len(data) < size or key is None:
                continue
            try:
                value = self._cell(kind, data, names.declared)
            except (PstError, struct.error):
                self.is_whole = False
                continue
            if value is not None:
                found[key] = value
        return found

    def _cell(self, kind: int, data: bytes, declared: str) -> Value | None:
        fixed = FIXED_BYTES.get(kind)
        if kind == BOOLEAN:
            return bool(data[0])
        if fixed is not None and (fixed <= 8 or kind == SHORT):
            return value_of(kind, data)
        (hnid,) = struct.unpack("<I", data[:4])
        body = self._heap.value(hnid) if hnid else b""
        return _many(kind & ~MANY, body, declared) if kind & MANY else value_of(kind, body, declared)
