"""Files embedded in an OLE document: packages, native objects, whole documents kept as storages.

Source: MS-OLEDS 2.3 (Ole10Native), MS-CFB.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Any

import olefile

from tocsin.model.item_ends import ItemCode
from tocsin.readers.cfb_write import compound_file
from tocsin.readers.interface import Sink

_WHOLE = frozenset({"package", "contents", "embeddedodf"})
_NATIVE = "\x01ole10native"
_DOCUMENTS = frozenset({"worddocument", "workbook", "book", "powerpoint document"})
_MOST_BYTES = 256 << 20


def give_embedded(ole: Any, sink: Sink, first: int = 1) -> int:
    """Hand embedded files over as children; return how many there were. A file that is torn is said to be.

    A document embedded as a storage becomes a compound file of its own; what lies inside it is that file's business.
    """
    if is_torn(ole):
        sink.partly(ItemCode.PARTLY_CORRUPT)
    ordinal = first
    whole: list[list[str]] = []
    paths = ole.listdir(streams=True, storages=False)
    for path in sorted(paths, key=len):
        leaf = path[-1].lower()
        if any(path[: len(one)] == one for one in whole):
            continue
        if len(path) > 1 and leaf in _DOCUMENTS:
            whole.append(path[:-1])
            _give_storage(ole, path[:-1], paths, ordinal, sink)
            ordinal += 1
        elif _is_file(leaf):
            ordinal += _give(ole, path, leaf, ordinal, sink)
    return ordinal - first


def _is_file(leaf: str) -> bool:
    return leaf == _NATIVE or leaf in _WHOLE


def _give_storage(ole: Any, top: list[str], paths: list[list[str]], ordinal: int, sink: Sink) -> None:
    inner = [path for path in paths if path[: len(top)] == top]
    size = sum(ole.get_size(path) for path in inner)
    if size > _MOST_BYTES:
        sink.failed_child(ordinal, top[-1], size, ItemCode.TOO_LARGE)
        return
    storage: dict[str, Any] = {}
    try:
        for path in inner:
            place = storage
            for step in path[len(top) : -1]:
                place = place.setdefault(step, {})
            place[path[-1]] = ole.openstream(path).read()
    except (OSError, ValueError, OverflowError, AttributeError, TypeError):
        sink.failed_child(ordinal, top[-1], size, ItemCode.CORRUPT)
        return
    data = compound_file(storage)
    sink.child(ordinal, top[-1], io.BytesIO(data), len(data))


def _give(ole: Any, path: list[str], leaf: str, ordinal: int, sink: Sink) -> int:
    name = path[-2] if len(path) > 1 else path[-1]
    if ole.get_size(path) > _MOST_BYTES:
        sink.failed_child(ordinal, name, ole.get_size(path), ItemCode.TOO_LARGE)
        return 1
    try:
        data = ole.openstream(path).read()
    except (OSError, ValueError, OverflowError):
        sink.failed_child(ordinal, name, 0, ItemCode.CORRUPT)
        return 1
    if leaf == _NATIVE:
        name, data = native_file(data, name)
    if data:
        sink.child(ordinal, name, io.BytesIO(data), len(data))
        return 1
    return 0


def native_file(data: bytes, otherwise: str) -> tuple[str, bytes]:
    """Return the name and bytes of an Ole10Native stream; without its header the stream as it stands.

    Example:
        >>> body = struct.pack("<IH", 0, 2) + b"a.txt" + bytes(1) + b"C:" + bytes(1) + struct.pack("<II", 3, 2) + b"C:"
        >>> native_file(body + struct.pack("<I", 2) + b"hi", "x")
        ('a.txt', b'hi')
    """
    try:
        at = 6
        label, at = _string(data, at)
        path, at = _string(data, at)
        at += 4
        (length,) = struct.unpack_from("<I", data, at)
        at += 4 + length
        (size,) = struct.unpack_from("<I", data, at)
        if size <= len(data) - at - 4:
            return label or path or otherwise, data[at + 4 : at + 4 + size]
    except (struct.error, ValueError):
        pass
    return otherwise, data[4:]


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at, at + 1000)
    return data[at:end].decode("cp1252", "replace"), end + 1


def is_torn(ole: Any) -> bool:
    """Tell whether a stream's sectors do not all lie in the file: it is cut off, or its table of sectors is damaged.

    olefile gives such a stream as far as it goes. Source: MS-CFB 2.3, 2.4 (chains of sectors).
    """
    streams = [entry for entry in ole.direntries if entry is not None and entry.entry_type == olefile.STGTY_STREAM]
    small = [entry for entry in streams if entry.size < ole.minisectorcutoff]
    large = [ole.root, *(entry for entry in streams if entry.size >= ole.minisectorcutoff)]
    if _has_torn_directory(ole) or any(_is_short(entry, ole.fat, ole.sectorsize) for entry in large):
        return True
    if small and not ole.minifat:
        try:
            ole.loadminifat()
        except (OSError, ValueError, OverflowError):  # the table of small sectors is damaged itself
            return True
    return any(_is_short(entry, ole.minifat, ole.minisectorsize) for entry in small)


def _has_torn_directory(ole: Any) -> bool:
    sector = ole.first_dir_sector
    for _ in ole.fat:
        if sector >= len(ole.fat):
            break
        sector = ole.fat[sector]
    return bool(sector != olefile.ENDOFCHAIN)


def _is_short(entry: Any, table: Sequence[int], sector_bytes: int) -> bool:
    """Tell whether a chain of sectors leads out of the table before the entry's size is reached."""
    wanted, sector = -(-entry.size // sector_bytes), entry.isectStart
    if wanted > len(table):
        return True
    for _ in range(wanted):
        if sector >= len(table):
            return True
        sector = table[sector]
    return False
