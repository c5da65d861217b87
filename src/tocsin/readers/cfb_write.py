"""Compound files: storages and streams as one file, so that a document embedded as a storage can be read as its own.

Source: MS-CFB 2.2 (header), 2.3 (FAT), 2.6 (directory entries), version 3 with 512-byte sectors.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Storage = Mapping[str, "bytes | Storage"]
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_IN_HEADER = 109


@dataclass
class _Entry:
    """One entry of the directory."""

    name: str
    kind: int
    data: bytes = field(default=b"", repr=False)
    children: list[int] = field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END


def compound_file(root: Storage) -> bytes:
    """Return the file that holds those storages (dictionaries) and streams (bytes)."""
    entries = [_Entry("Root Entry", 5)]
    _add(root, 0, entries)
    for entry in entries:
        entry.child = _balanced(sorted(entry.children, key=lambda n: _rank(entries[n].name)), entries)
    mini, mini_fat = _mini_stream(entries)
    entries[0].data = mini
    chains: list[int] = []
    sectors: list[bytes] = []
    for entry in entries:
        if (entry.kind == 5 and entry.data) or len(entry.data) >= _CUTOFF:
            entry.start = _lay(entry.data, sectors, chains)
    mini_start = _lay(b"".join(struct.pack("<I", one) for one in mini_fat), sectors, chains)
    directory = b"".join(_packed(entry) for entry in entries)
    directory += b"".join(_packed(_Entry("", 0)) for _ in range(-len(entries) % 4))
    directory_start = _lay(directory, sectors, chains)
    return _finished(sectors, chains, directory_start, mini_start, -(-len(mini_fat) * 4 // _SECTOR))


def _add(storage: Storage, parent: int, entries: list[_Entry]) -> None:
    for name, value in storage.items():
        number = len(entries)
        entries[parent].children.append(number)
        if isinstance(value, bytes):
            entries.append(_Entry(name[:31], 2, value))
        else:
            entries.append(_Entry(name[:31], 1))
            _add(value, number, entries)


def _rank(name: str) -> tuple[int, str]:
    return len(name.encode("utf-16-le")), name.upper()


def _balanced(numbers: Sequence[int], entries: list[_Entry]) -> int:
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balanced(numbers[:middle], entries)
    entry.right = _balanced(numbers[middle + 1 :], entries)
    return numbers[middle]


def _mini_stream(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    out, fat = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == 2 and 0 < len(entry.data) < _CUTOFF:
            entry.start = len(fat)
            count = -(-len(entry.data) // _MINI)
            fat += [*range(len(fat) + 1, len(fat) + count), _END]
            out += entry.data + bytes(-len(entry.data) % _MINI)
    fat += [_FREE] * (-len(fat) % (_SECTOR // 4))
    return bytes(out), fat


def _lay(data: bytes, sectors: list[bytes], chains: list[int]) -> int:
    """Put data into sectors of its own; return the first, or the mark of none."""
    if not data:
        return _END
    start, count = len(sectors), -(-len(data) // _SECTOR)
    data += bytes(-len(data) % _SECTOR)
    sectors += [data[n * _SECTOR : (n + 1) * _SECTOR] for n in range(count)]
    chains += [*range(start + 1, start + count), _END]
    return start


def _packed(entry: _Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le") if entry.kind else b""
    links = struct.pack("<III", entry.left, entry.right, entry.child)
    size = len(entry.data) if entry.kind != 1 else 0
    start = entry.start if entry.kind != 1 else 0
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), entry.kind, 1) + links
    return head + bytes(36) + struct.pack("<IQ", start, size)


def _finished(sectors: list[bytes], chains: list[int], directory: int, mini: int, mini_count: int) -> bytes:
    per = _SECTOR // 4
    fats = difats = 0
    while fats * per < len(sectors) + fats + difats:
        fats += 1
        difats = max(0, -(-(fats - _IN_HEADER) // (per - 1)))
    places = list(range(len(sectors), len(sectors) + fats))
    difat_start = len(sectors) + fats
    table = [*chains, *[_FAT] * fats, *[_DIFAT] * difats]
    table += [_FREE] * (fats * per - len(table))
    blocks = [struct.pack(f"<{per}I", *table[n * per : (n + 1) * per]) for n in range(fats)]
    rest = places[_IN_HEADER:]
    for number in range(difats):
        piece = rest[number * (per - 1) : (number + 1) * (per - 1)]
        following = difat_start + number + 1 if number + 1 < difats else _END
        blocks.append(struct.pack(f"<{per}I", *piece, *[_FREE] * (per - 1 - len(piece)), following))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIII", 0, fats, directory, 0, _CUTOFF)
    head += struct.pack("<IIII", mini, mini_count if mini != _END else 0, difat_start if difats else _END, difats)
    head += struct.pack(f"<{_IN_HEADER}I", *(places + [_FREE] * _IN_HEADER)[:_IN_HEADER])
    return head + b"".join(sectors) + b"".join(blocks)
