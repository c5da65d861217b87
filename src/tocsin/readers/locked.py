"""Encrypted Office documents: opened with the password Excel itself uses, then with those given, and read in place.

Source: MS-OFFCRYPTO.
"""

from __future__ import annotations

import io

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers import docx, pptx, xlsx
from tocsin.readers.interface import CannotRead, Reader, Sink, Source, Unit
from tocsin.readers.unlocking import opened

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_BY_PART: tuple[tuple[bytes, str, Reader], ...] = (
    (b"xl/workbook.bin", _XLSB, xlsx.READER),
    (b"xl/", _XLSX, xlsx.READER),
    (b"word/", min(docx.READER.media_types), docx.READER),
    (b"ppt/", min(pptx.READER.media_types), pptx.READER),
)


class Locked:
    """The reader of encrypted Office documents."""

    name = "locked"
    media_types = frozenset({"application/x-ole-storage-encrypted"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a locked document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Open the document and let the reader of what is inside read it."""
        data = opened(source)
        for part, media_type, reader in _BY_PART:
            if part in data:
                inner = Source(io.BytesIO(data), len(data), source.untrusted_name, media_type, source.passwords)
                reader.read(inner, sink, limits)
                return
        raise CannotRead(ItemCode.NO_READER)


READER = Locked()
