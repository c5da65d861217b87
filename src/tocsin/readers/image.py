"""Pictures: counted as not read until an engine that reads pictures takes them over."""

from __future__ import annotations

from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_TYPES = (
    "jpeg", "png", "gif", "tiff", "bmp", "x-ms-bmp", "webp", "heic", "heif", "jp2", "x-emf", "x-wmf", "emf", "wmf",
    "svg+xml", "x-portable-anymap", "vnd.djvu",
)  # fmt: skip


class Image:
    """Says of every picture that it needs a reader of pictures."""

    name = "image"
    media_types = frozenset(f"image/{kind}" for kind in _TYPES)
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read nothing and say so."""
        raise CannotRead(ItemCode.NEEDS_OCR)


READER = Image()
