"""Compound files whose kind their first bytes do not tell: given to the reader of what they hold.

Source: MS-CFB; names of streams from MS-DOC, MS-XLS, MS-PPT, MS-OXMSG, MS-OFFCRYPTO.
"""

from __future__ import annotations

import io
from dataclasses import replace

import olefile

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers import doc, locked, msg, ppt, xlsx
from tocsin.readers.interface import CannotRead, Reader, Sink, Source, Unit
from tocsin.readers.office_art import give_pictures
from tocsin.readers.ole_children import give_embedded

_MOST_BYTES = 256 << 20
_BY_STREAM: tuple[tuple[str, Reader, str], ...] = (
    ("EncryptedPackage", locked.READER, "application/x-ole-storage-encrypted"),
    ("__properties_version1.0", msg.READER, "application/vnd.ms-outlook"),
    ("WordDocument", doc.READER, "application/msword"),
    ("Workbook", xlsx.READER, "application/vnd.ms-excel"),
    ("Book", xlsx.READER, "application/vnd.ms-excel"),
    ("PowerPoint Document", ppt.READER, "application/vnd.ms-powerpoint"),
)


class Ole:
    """The reader of compound files of a kind not yet known."""

    name = "ole"
    media_types = frozenset({"application/x-ole-storage"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a compound file is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Let the right reader read it; of an unknown kind give what is embedded and say that the rest was not read."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        try:
            ole = olefile.OleFileIO(io.BytesIO(data))
        except (OSError, ValueError, OverflowError) as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        with ole:
            for stream, reader, media_type in _BY_STREAM:
                if ole.exists(stream):
                    reader.read(replace(source, stream=io.BytesIO(data), media_type=media_type), sink, limits)
                    return
            count = give_embedded(ole, sink)
            count += give_pictures(data, sink, count + 1)
        if not count:
            raise CannotRead(ItemCode.NO_READER)
        sink.partly(ItemCode.NO_READER)


READER = Ole()
