"""Workbooks older than Office Open XML, or binary inside its package: each kind to its own records.

Locked ones are opened first. Source: MS-XLS 2.2.10 (FILEPASS), MS-XLSB 2.1.2 (package).
"""

from __future__ import annotations

import io

import olefile

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.biff import read_biff
from tocsin.readers.interface import CannotRead, Sink, Source
from tocsin.readers.package import Package
from tocsin.readers.unlocking import opened
from tocsin.readers.xlsb import read_xlsb

_MOST_BYTES = 256 << 20


def read_legacy(source: Source, sink: Sink, limits: ReadLimits) -> None:
    """Give all sheets of a binary workbook."""
    if source.size_bytes > _MOST_BYTES:
        raise CannotRead(ItemCode.TOO_LARGE)
    data = source.stream.read()
    if _is_locked(data):
        data = opened(source)
    if not data.startswith(b"PK"):
        read_biff(data, sink, limits)
        return
    inner = Source(io.BytesIO(data), len(data), source.untrusted_name, source.media_type, source.passwords)
    package = Package(inner, sink, limits)
    read_xlsb(package, package.main_part("xl/workbook.bin"), sink, limits)


def _is_locked(data: bytes) -> bool:
    """Return whether a BIFF stream has a FILEPASS record among its first records."""
    if not data.startswith(olefile.MAGIC):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next((n for n in ("Workbook", "Book") if ole.exists(n)), "")
            head = ole.openstream(name).read(4096) if name else b""
    except (OSError, ValueError, OverflowError):
        return False
    at = 0
    while at + 4 <= len(head):
        if head[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(head[at + 2 : at + 4], "little")
    return False
