"""Pictures: what their own notes say, and what an engine reads off every page of them.

Source: Exif 3.0 (CIPA DC-008) 4.6; PNG 3rd edition, 11.3.3 (textual data); TIFF 6.0 (pages).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.image_notes import notes_of
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.ocr import engines, read_picture
from tocsin.readers.page_out import PageOut
from tocsin.readers.pdf_columns import regions_of
from tocsin.readers.pdf_lines import Rules

_TYPES = (
    "jpeg", "png", "gif", "tiff", "bmp", "x-ms-bmp", "webp", "heic", "heif", "avif", "jp2", "svg+xml",
    "x-portable-anymap", "vnd.djvu",
)  # fmt: skip
_DRAWINGS = frozenset({"image/svg+xml", "image/vnd.djvu"})
"""Kinds that nothing here can draw."""
_MOST_PIXELS = 200_000_000
_BROKEN = (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, EOFError, ArithmeticError, AttributeError)


class Picture:
    """The reader of pictures."""

    name = "image"
    media_types = frozenset(f"image/{kind}" for kind in _TYPES)
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the notes of the file, then the text of its pages."""
        if source.media_type in _DRAWINGS:
            raise CannotRead(ItemCode.NO_READER)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _give(source, sink, limits)


READER = Picture()


def _give(source: Source, sink: Sink, limits: ReadLimits) -> None:
    image = _opened(source)
    try:
        notes = notes_of(image)
    except _BROKEN:
        notes = []
        sink.partly(ItemCode.PARTLY_CORRUPT)
    sink.fields([Field(f"picture.{path}", text, label, 0) for path, label, text in notes], "notes")
    if not engines():
        if not notes:
            raise CannotRead(ItemCode.NEEDS_OCR)
        sink.partly(ItemCode.NEEDS_OCR)
        return
    out = PageOut(sink)
    for number, (page, is_hard) in enumerate(_pages(image, sink, limits), 1):
        give_page(page, number, out, is_hard)
        sink.turn()


def give_page(page: Any, number: int, out: PageOut, is_hard: bool = False) -> int:
    """Give what a picture of a page says, text and tables; return how many words that were."""
    words = read_picture(page, is_hard).words()
    out.begin_page(number)
    out.give(regions_of(words, Rules()), Rules())
    return len(words)


def _opened(source: Source) -> Any:
    if source.media_type in {"image/heic", "image/heif", "image/avif"}:
        _register_heif()
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        return Image.open(source.stream)
    except Image.DecompressionBombError as bomb:
        raise CannotRead(ItemCode.BOMB) from bomb
    except UnidentifiedImageError as unknown:
        code = ItemCode.NEEDS_OCR if source.media_type in {"image/heic", "image/heif"} else ItemCode.CORRUPT
        raise CannotRead(code) from unknown
    except _BROKEN as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken


def _register_heif() -> None:
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        return
    register_heif_opener()


def _pages(image: Any, sink: Sink, limits: ReadLimits) -> Iterator[tuple[Any, bool]]:
    """Yield the pages as upright grey pictures, and whether each is black and white (a fax)."""
    for number in range(limits.pages + 1):
        try:
            image.seek(number)
        except EOFError:
            return
        except _BROKEN:
            sink.partly(ItemCode.PARTLY_CORRUPT)
            return
        if number == limits.pages:
            sink.partly(ItemCode.TRUNCATED)
            return
        page = _loaded(image, number, sink)
        if page is not None:
            yield page
        if not getattr(image, "is_animated", False):
            return


def _loaded(image: Any, number: int, sink: Sink) -> tuple[Any, bool] | None:
    if image.width * image.height > _MOST_PIXELS:
        raise CannotRead(ItemCode.BOMB)
    is_fax = image.mode == "1"
    try:
        page = ImageOps.exif_transpose(image)
        if page.mode in {"RGBA", "LA", "PA", "P"}:
            page = page.convert("RGBA")
            page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)
        return page.convert("L"), is_fax
    except Image.DecompressionBombError as bomb:
        raise CannotRead(ItemCode.BOMB) from bomb
    except _BROKEN as broken:
        if number == 0:
            raise CannotRead(ItemCode.CORRUPT) from broken
        sink.partly(ItemCode.PARTLY_CORRUPT)
        return None
