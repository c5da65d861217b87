"""Outlook data files made from nothing, in the three generations of the format (MS-PST)."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime

from tocsin.readers.pst_blocks import _ENCODE, ANSI, LARGE, UNICODE, cyclic

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ROOT, _SUB_DATA = 0x122, 0x1F
_HIERARCHY_COLUMNS = [(0x67F20003, 4), (0x67F30003, 4), (0x3001001F, 4)]


class PstFile:
    """Builds one file; give it folders and items, then take its bytes."""

    def __init__(self, shape=UNICODE, crypt=1):
        self.shape, self.crypt = shape, crypt
        self.word = struct.calcsize(shape.word)
        self.most = 65000 if shape is LARGE else 8180 if shape is ANSI else 8176
        self.blocks, self.nodes = [], {}
        self._sub_nid = 0x8000
        self._folders = {_ROOT: []}
        self._listed = {}
        self.folder("", _ROOT, _ROOT)

    def folder(self, name, nid, parent=_ROOT):
        """Add a folder; its tables are written at the end."""
        if nid != _ROOT:
            self._folders.setdefault(parent, []).append((nid, name))
        self._folders.setdefault(nid, [])
        self._listed.setdefault(nid, [])
        self.put(nid, self.context({0x3001: name}), parent)

    def item(self, nid, folder, properties, recipients=(), attachments=(), is_listed=True, is_there=True):
        """Add an item to a folder; it may be missing from the folder's table, or be there in the table only."""
        if is_listed:
            self._listed[folder].append(nid)
        if is_there:
            self.put(nid, self.message(properties, recipients, attachments), folder)

    def message(self, properties, recipients=(), attachments=()):
        """Return data and sub-nodes of an item."""
        data, subs = self.context(properties)
        if recipients:
            subs[0x692] = self.table([(0x3001001F, 4), (0x39FE001F, 4), (0x0C150003, 4)], recipients)
        rows = []
        for number, (row, inner) in enumerate(attachments, 1):
            nid = number << 5 | 0x05
            rows.append((nid, {}))
            subs[nid] = self.attachment(row, inner)
        if rows:
            subs[0x671] = self.table([(0x37050003, 4)], rows)
        return data, subs

    def attachment(self, row, inner):
        """Return data and sub-nodes of an attachment; ``inner`` is what :meth:`message` gave, or None."""
        if inner is None:
            return self.context(row)
        return self.context(row, {0x3701: inner})

    def put(self, nid, made, parent=0):
        """Add a node."""
        data, subs = made
        self.nodes[nid] = (self.stored(data), self.sub_block(subs), parent)

    def sub_block(self, subs):
        """Write a block of sub-nodes; return its id, 0 if there are none."""
        if not subs:
            return 0
        entries = b""
        for nid, (data, inner) in sorted(subs.items()):
            numbers = (nid, self.stored(data), self.sub_block(inner))
            entries += b"".join(struct.pack(self.shape.word, one) for one in numbers)
        head = struct.pack("<BBH", 2, 0, len(subs)) + (b"" if self.shape is ANSI else bytes(4))
        return self.block(head + entries, is_internal=True)

    def stored(self, data):
        """Write data, in several blocks if it is long; return the block that leads to it."""
        pieces = (
            data
            if isinstance(data, list)
            else [data[n : n + self.most] for n in range(0, len(data), self.most)] or [b""]
        )
        bids = [self.block(piece) for piece in pieces]
        if len(bids) == 1:
            return bids[0]
        entries = b"".join(struct.pack(self.shape.word, bid) for bid in bids)
        return self.block(struct.pack("<BBHI", 1, 1, len(bids), sum(map(len, pieces))) + entries, is_internal=True)

    def block(self, data, is_internal=False):
        """Add a block; return its id."""
        bid = (len(self.blocks) + 1) * 4 | (2 if is_internal else 0)
        self.blocks.append((bid, data))
        return bid

    def context(self, properties, objects=None):
        """Return data and sub-nodes of a property list."""
        items, subs, records = [], {}, {}
        for number, value in properties.items():
            kind, data = _coded(value)
            if kind in {3, 11}:
                records[number] = struct.pack("<H", kind) + data
            elif len(data) > 3000:
                self._sub_nid += 0x20
                subs[self._sub_nid | _SUB_DATA] = (data, {})
                records[number] = struct.pack("<HI", kind, self._sub_nid | _SUB_DATA)
            else:
                items.append(data)
                records[number] = struct.pack("<HI", kind, self._hid(len(items) + 2) if data else 0)
        for number, inner in (objects or {}).items():
            self._sub_nid += 0x20
            subs[self._sub_nid | 4] = inner
            items.append(struct.pack("<II", self._sub_nid | 4, 1))
            records[number] = struct.pack("<HI", 0x0D, self._hid(len(items) + 2))
        leaf = b"".join(struct.pack("<H", number) + record for number, record in sorted(records.items()))
        return self._heap(0xBC, [struct.pack("<BBBBI", 0xB5, 2, 6, 0, self._hid(2) if leaf else 0), leaf, *items]), subs

    def table(self, columns, rows):
        """Return data and sub-nodes of a table; rows are (row id, {number: value}) or {number: value}."""
        columns = [(0x67F20003, 4), *[one for one in columns if one[0] != 0x67F20003]]
        width = 4 * len(columns) + (len(columns) + 7) // 8
        items, packed, ids = [], b"", []
        for number, row in enumerate(rows):
            row_id, values = row if isinstance(row, tuple) else (number + 1, row)
            ids.append(row_id)
            cells, mask = b"", bytearray((len(columns) + 7) // 8)
            for index, (tag, _) in enumerate(columns):
                value = row_id if tag == 0x67F20003 else values.get(tag >> 16)
                if value is not None:
                    mask[index // 8] |= 0x80 >> index % 8
                if isinstance(value, str):
                    items.append(_coded(value)[1])
                    value = self._hid(len(items) + 4)
                cells += struct.pack("<I", value or 0)
            packed += cells + bytes(mask)
        described = b"".join(struct.pack("<IHBB", tag, 4 * n, 4, n) for n, (tag, _) in enumerate(columns))
        info = struct.pack("<BBHHHH", 0x7C, len(columns), 4 * len(columns), 4 * len(columns), 4 * len(columns), width)
        info += struct.pack("<III", self._hid(2), self._hid(4) if packed else 0, 0) + described
        index = b"".join(struct.pack("<II", row_id, n) for row_id, n in sorted((r, n) for n, r in enumerate(ids)))
        tree = struct.pack("<BBBBI", 0xB5, 4, 4, 0, self._hid(3) if index else 0)
        return self._heap(0x7C, [info, tree, index, packed, *items]), {}

    def _hid(self, number):
        return number << 5

    def _heap(self, kind, items):
        body, starts = b"", []
        for item in items:
            starts.append(12 + len(body))
            body += item
        starts.append(12 + len(body))
        body += bytes(len(body) % 2)
        table = struct.pack("<HH", len(items), 0) + b"".join(struct.pack("<H", one) for one in starts)
        return struct.pack("<HBBI4x", 12 + len(body), 0xEC, kind, self._hid(1)) + body + table

    def data(self):
        """Return the file's bytes."""
        for nid in self._listed:
            below = [(one, {0x3001: name}) for one, name in self._folders[nid]]
            self.put(nid & ~0x1F | 0x0D, self.table(_HIERARCHY_COLUMNS, below))
            self.put(nid & ~0x1F | 0x0E, self.table(_HIERARCHY_COLUMNS, [(one, {}) for one in self._listed[nid]]))
        out = bytearray(0x4600)
        entries = []
        for bid, raw in self.blocks:
            stored, full = self._encoded(raw, bid), len(raw)
            entries.append((bid, len(out), len(stored), full))
            unit, trailer = (512, 24) if self.shape is LARGE else (64, 12 if self.shape is ANSI else 16)
            size = -(-(len(stored) + trailer) // unit) * unit
            tail = struct.pack("<HH", len(stored), 0) + self._sealed(stored, bid)
            tail += struct.pack("<HH", 0, len(raw)) if self.shape is LARGE else b""
            out += stored + bytes(size - trailer - len(stored)) + tail.ljust(trailer, b"\0")
        out += bytes(-len(out) % self.shape.page)
        block_rows = [(bid, self._block_entry(*entry)) for bid, *entry in [(e[0], *e) for e in entries]]
        block_root = self._tree(out, 0x80, block_rows)
        node_rows = [
            (nid, self._words(nid, *made[:2]) + struct.pack("<I", made[2]).ljust(self.word, b"\0"))
            for nid, made in sorted(self.nodes.items())
        ]
        node_root = self._tree(out, 0x81, node_rows)
        out[:564] = self._head(node_root, block_root, len(out))
        return bytes(out)

    def _encoded(self, raw, bid):
        if bid & 2:
            return raw
        data = raw.translate(_ENCODE) if self.crypt == 1 else cyclic(raw, bid) if self.crypt == 2 else raw
        packed = zlib.compress(data) if self.shape is LARGE else data
        return packed if len(packed) < len(data) else data

    def _block_entry(self, bid, place, stored, full):
        tail = struct.pack("<HHHH", stored, full, 2, 0) if self.shape is LARGE else struct.pack("<HH", stored, 2)
        return self._words(bid, place) + tail.ljust(4 if self.shape is ANSI else 8, b"\0")

    def _words(self, *numbers):
        return b"".join(struct.pack(self.shape.word, one) for one in numbers)

    def _sealed(self, data, number):
        """Return sum and own number, in the order of the generation (MS-PST 2.2.2.7.1, 2.2.2.8.1)."""
        parts = struct.pack("<I", _sum(data)), self._words(number)
        return b"".join(reversed(parts) if self.shape is ANSI else parts)

    def _tree(self, out, kind, rows, level=0):
        size = len(rows[0][1])
        per = self.shape.entries // size
        above = []
        for at in range(0, len(rows), per):
            group = rows[at : at + per]
            place = len(out)
            page = b"".join(row for _, row in group).ljust(self.shape.entries, b"\0")
            page += struct.pack(self.shape.count, len(group), per, size, level)
            page = page.ljust(
                self.shape.page - (24 if self.shape is LARGE else 12 if self.shape is ANSI else 16), b"\0"
            )
            page += (bytes([kind, kind]) + bytes(2) + self._sealed(page, place)).ljust(
                self.shape.page - len(page), b"\0"
            )
            out += page
            above.append((group[0][0], self._words(group[0][0], place, place)))
        return (
            above[0][1] and self.number(above[0][1], 2 * self.word)
            if len(above) == 1
            else self._tree(out, kind, above, level + 1)
        )

    def number(self, data, at):
        return struct.unpack_from(self.shape.word, data, at)[0]

    def _head(self, node_root, block_root, size):
        head = bytearray(564)
        version = 14 if self.shape is ANSI else 36 if self.shape is LARGE else 23
        struct.pack_into("<4sI2sHH", head, 0, b"!BDN", 0, b"SM", version, 19)
        at = 164 if self.shape is ANSI else 180
        struct.pack_into(self.shape.word, head, at + 4, size)
        roots = 184 if self.shape is ANSI else 216
        head[roots : roots + 4 * self.word] = self._words(node_root, node_root, block_root, block_root)
        sentinel = 460 if self.shape is ANSI else 512
        head[sentinel : sentinel + 2] = bytes([0x80, self.crypt])
        struct.pack_into("<I", head, 4, _sum(head[8 : 8 + 471]))
        if self.shape is not ANSI:
            struct.pack_into("<I", head, 524, _sum(head[8 : 8 + 516]))
        return bytes(head)


def _sum(data):
    """Return the format's own sum: CRC-32 without its two inversions (MS-PST 5.3)."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _coded(value):
    if isinstance(value, bool):
        return 11, struct.pack("<I", value)
    if isinstance(value, int):
        return 3, struct.pack("<i", value)
    if isinstance(value, datetime):
        return 0x40, struct.pack("<q", int((value - _EPOCH).total_seconds()) * 10_000_000)
    return (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
