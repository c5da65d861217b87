"""The lower layer of an Outlook data file: two B-trees of nodes and blocks, and the bytes they lead to.

Nothing is held but a few pages, so a file of any size is read in the same memory. Every descent is bounded.

Source: MS-PST 2.2 (header, pages, blocks), 5.1 and 5.2 (encodings); for pages of 4,096 bytes (OST of 2013 on), which
MS-PST leaves out, the Personal Folder File format notes of libpff, "64-bit index b-tree node (4k page)".
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"!BDN"
_MOST_LEVELS = 12
_MOST_BYTES = 512 << 20
"""Bytes of one value or attachment."""
_PAGES_HELD = 512
_ENCODE = bytes.fromhex(
    "41361362a8216ebbf416cc047f64e85d1ef2cb2a74c55e35d295479e962d9a884c7d843fdbac31b6485ff6c4d8398be7233b388ec8c1df25"
    "b120a546604e9cfbaad35651457c550007c92b9d859b09a08fadb30f63ab894bd7a7155a716642bf264a6b98faea7753b270052cfd593a86"
    "7ece06eb827857c78d43afb41cd45bcde2e9274fc3087280cfb0eff5286dbe304d3492d50e3c2232e5e4f99fc2d10a8112e1ee918376e397"
    "e6618a1779a4b7dc907a5c8c02a6ca69de501a1193b9528758fced1d37491b6ae0293399bd6cd994f340546ff0c673b8d63e6518441fdd67"
    "10f10c19ecae03a1147ba90bfff8a3c0a201f72ebc2468750dfeba2fb5d0da3d"
)
"""mpbbR. Source: MS-PST 5.1."""
_MIDDLE = bytes.fromhex(
    "14530f56b3c87a9ceb65481716159f02cc547c83000d0c0ba262a876dbd9edc7c5a4dcac8574d6d0a79bae9a967166c36399b8dd73928e84"
    "7da55ed15d93b1575150808952944f4e0a6bbc8d7f6e47464140440111cb033ff7f4e1a98f3c3af9fbf0193082092ec99da08649ee6f4d6d"
    "c42d813425871b88aafc06a11238fd4c4272641337246a757743ffe6b44b365ce4d8353d45b92cecb7312b290768a30e697b189e2139be28"
    "1a5b78f523ca2ab0af3efe048ce7e5983295d3f64ae8a6eae9f3d52f7020f21f0567ad5510cecde3273bdabad7c226d4911dd21c2233f8fa"
    "f15aefcf90b68bb5bdc0bf08971e6ce261e0c6c159abbb58de5fdf60797eb28a"
)
"""mpbbS."""
_DECODE = bytes(_ENCODE.index(value) for value in range(256))
"""mpbbI undoes mpbbR."""


class PstError(Exception):
    """The file breaks the format where it is needed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one of the three generations of the format lays out its pages."""

    page: int
    entries: int
    """Bytes of a page that hold entries; the count of entries follows them."""
    count: str
    """How count, capacity, size of an entry and level are packed behind the entries."""
    word: str
    """``<I`` or ``<Q``: identifiers and positions."""
    is_inflated: bool


ANSI = Shape(512, 496, "<BBBB", "<I", False)
UNICODE = Shape(512, 488, "<BBBB", "<Q", False)
LARGE = Shape(4096, 4056, "<HHBB", "<Q", True)


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its number, where its data and its sub-nodes are, and the node above it."""

    nid: int
    data: int
    sub: int
    parent: int = 0


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a tree: its entries, of one size, and the key of each."""

    level: int
    size: int
    entries: bytes
    keys: list[int]


class Store:
    """One open file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        head = self._read(0, 564)
        if len(head) < 512 or head[:4] != MAGIC:
            raise PstError
        (version,) = struct.unpack_from("<H", head, 10)
        self.shape = ANSI if version < 20 else LARGE if version >= 36 else UNICODE
        self._word = struct.calcsize(self.shape.word)
        roots = 184 if self.shape is ANSI else 216
        self._nodes, self._blocks = (self._number(head, roots + n * self._word) for n in (1, 3))
        self._crypt = head[461 if self.shape is ANSI else 513]
        self._pages: OrderedDict[int, _Page] = OrderedDict()
        self._leaves: dict[int, _Page] = {}
        """Of each tree, by its root: the page of entries that was asked last."""
        self.broken = 0
        """Pages that could not be read while many nodes were walked."""

    def node(self, nid: int) -> Node | None:
        """Return a node, or None."""
        entry = self._find(self._nodes, nid)
        return self._as_node(entry) if entry is not None else None

    def nodes(self, start: int = 0, end: int = 1 << 32) -> Iterator[Node]:
        """Yield the nodes from number ``start`` to before ``end``; what a broken page held is left out and counted."""
        for entry in self._walk(self._nodes, start, end, _MOST_LEVELS + 1):
            yield self._as_node(entry)

    def data(self, bid: int) -> bytes:
        """Return all bytes that a block leads to."""
        return b"".join(self.pieces(bid))

    def pieces(self, bid: int) -> list[bytes]:
        """Return the data blocks below a block, in order; raises PstError where one is missing."""
        pieces: list[bytes] = []
        self._gather(bid, 3, pieces, [0])
        return pieces

    def children(self, bid: int) -> dict[int, Node]:
        """Return the sub-nodes below a block by their number."""
        found: dict[int, Node] = {}
        if bid:
            self._sub_nodes(bid, 2, found)
        return found

    def _gather(self, bid: int, levels: int, pieces: list[bytes], taken: list[int]) -> None:
        if not bid & ~1:
            return
        block = self._block(bid)
        if not bid & 2:
            taken[0] += len(block)
            if taken[0] > _MOST_BYTES:
                raise PstError
            pieces.append(block)
            return
        if levels == 0 or len(block) < 8 or block[0] != 1:
            raise PstError
        (count,) = struct.unpack_from("<H", block, 2)
        for index in range(count):
            self._gather(self._number(block, 8 + index * self._word), levels - 1, pieces, taken)

    def _sub_nodes(self, bid: int, levels: int, found: dict[int, Node]) -> None:
        block = self._block(bid)
        if levels == 0 or len(block) < 4 or block[0] != 2:
            raise PstError
        level, count = struct.unpack_from("<xBH", block)
        start = 4 if self.shape is ANSI else 8
        width = self._word * (2 if level else 3)
        for at in range(start, start + count * width, width):
            nid = self._number(block, at) & 0xFFFFFFFF
            first = self._number(block, at + self._word)
            if level:
                self._sub_nodes(first, levels - 1, found)
            else:
                found[nid] = Node(nid, first, self._number(block, at + 2 * self._word))

    def _block(self, bid: int) -> bytes:
        entry = self._find(self._blocks, bid & ~1)
        if entry is None:
            raise PstError
        place = self._number(entry, self._word)
        (stored,) = struct.unpack_from("<H", entry, 2 * self._word)
        data = self._read(place, stored)
        if len(data) < stored:
            raise PstError
        if self.shape.is_inflated:
            (full,) = struct.unpack_from("<H", entry, 2 * self._word + 2)
            if full > stored:
                data = _inflated(data, full)
        return data if bid & 2 else _decoded(data, self._crypt, bid & 0xFFFFFFFF)

    def _find(self, place: int, key: int) -> bytes | None:
        """Return the entry of a key; raises PstError where a page on the way is broken.

        What is asked for mostly lies where the last key lay.
        """
        root, last = place, self._leaves.get(place)
        if last is not None and last.keys[0] <= key <= last.keys[-1]:
            return _entry_of(last, key)
        for _ in range(_MOST_LEVELS):
            page = self._page(place)
            low = bisect_right(page.keys, key)
            if low == 0:
                return None
            if page.level == 0:
                self._leaves[root] = page
                return _entry_of(page, key)
            place = self._number(page.entries, (low - 1) * page.size + 2 * self._word)
        raise PstError

    def _walk(self, place: int, start: int, end: int, levels: int) -> Iterator[bytes]:
        """Yield entries below a page; a page leads to pages of lower levels only, so every walk ends."""
        page = self._page_or_none(place)
        if page is None or page.level >= levels:
            self.broken += 1
            return
        for index, key in enumerate(page.keys):
            if key >= end:
                return
            entry = page.entries[index * page.size : (index + 1) * page.size]
            if page.level == 0:
                if key >= start:
                    yield entry
            elif index + 1 == len(page.keys) or page.keys[index + 1] > start:
                yield from self._walk(self._number(entry, 2 * self._word), start, end, page.level)

    def _page_or_none(self, place: int) -> _Page | None:
        try:
            return self._page(place)
        except PstError:
            return None

    def _page(self, place: int) -> _Page:
        held = self._pages.get(place)
        if held is not None:
            self._pages.move_to_end(place)
            return held
        shape = self.shape
        page = self._read(place, shape.page)
        if len(page) < shape.page:
            raise PstError
        count, _, size, level = struct.unpack_from(shape.count, page, shape.entries)
        least = 3 * self._word if level else 2 * self._word + 4
        if size < least or count * size > shape.entries or level > _MOST_LEVELS:
            raise PstError
        entries = page[: count * size]
        keys = struct.iter_unpack(f"{shape.word}{size - self._word}x", entries)
        found = _Page(level, size, entries, [key for (key,) in keys])
        self._pages[place] = found
        if len(self._pages) > _PAGES_HELD:
            self._pages.popitem(last=False)
        return found

    def _as_node(self, entry: bytes) -> Node:
        word = self._word
        (parent,) = struct.unpack_from("<I", entry, 3 * word) if len(entry) >= 3 * word + 4 else (0,)
        return Node(
            self._number(entry, 0) & 0xFFFFFFFF, self._number(entry, word), self._number(entry, 2 * word), parent
        )

    def _number(self, data: bytes, at: int) -> int:
        try:
            number: int = struct.unpack_from(self.shape.word, data, at)[0]
        except struct.error as short:
            raise PstError from short
        return number

    def _read(self, place: int, size: int) -> bytes:
        if place >= 1 << 60:
            raise PstError
        self._stream.seek(place)
        return self._stream.read(size)


def _entry_of(page: _Page, key: int) -> bytes | None:
    low = bisect_right(page.keys, key)
    return page.entries[(low - 1) * page.size : low * page.size] if page.keys[low - 1] == key else None


def _inflated(data: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, size)
    except zlib.error as broken:
        raise PstError from broken


def _decoded(data: bytes, method: int, key: int) -> bytes:
    """Return a block's bytes without their encoding: 1 permutes, 2 is the older cyclic one, anything else is none."""
    if method == 1:
        return data.translate(_DECODE)
    return cyclic(data, key) if method == 2 else data


def cyclic(data: bytes, key: int) -> bytes:
    """Encode or decode bytes with the cyclic encoding, which is its own inverse. Source: MS-PST 5.2.

    Example:
        >>> cyclic(cyclic(b"Ann Lee", 77), 77)
        b'Ann Lee'
    """
    import numpy as np  # takes long to import, and few files have it

    words = ((key ^ key >> 16) + np.arange(len(data), dtype=np.int64)) & 0xFFFF
    low, high = (words & 0xFF).astype(np.uint8), (words >> 8).astype(np.uint8)
    encode, middle, decode = (np.frombuffer(one, np.uint8) for one in (_ENCODE, _MIDDLE, _DECODE))
    value = encode[np.frombuffer(data, np.uint8) + low]
    value = middle[value + high] - high
    return bytes((decode[value] - low).tobytes())
