"""Pages of a PDF that are pictures, and pictures on pages of text, read by an engine for pictures.

Where there is text, only what the picture says beyond it is given, so that nothing is said twice.
"""

from __future__ import annotations

import re
from typing import Any

import pypdfium2

from tocsin.readers.image import give_page
from tocsin.readers.interface import Sink
from tocsin.readers.ocr import engines, read_picture
from tocsin.readers.page_out import PageOut
from tocsin.readers.pdf_lines import Rules, lines_of, lines_text

_DPI = 200
_MOST_SIDE = 3_600
_LEAST_SHARE = 0.15
"""Share of a page of text that a picture must cover to be read too."""
_WORD = re.compile(r"[^\W_]+")


def can_read() -> bool:
    """Tell whether there is an engine for pictures."""
    return bool(engines())


def is_worth_reading(picture_share: float) -> bool:
    """Tell whether a picture on a page of text is large enough to be read."""
    return picture_share >= _LEAST_SHARE


def give_scanned(document: Any, index: int, out: PageOut, sink: Sink) -> int:
    """Give the text of a page that is a picture; return how many words it has."""
    image = _drawn(document, index)
    words = give_page(image, index + 1, out) if image is not None else 0
    sink.turn()
    return words


def give_beyond(document: Any, index: int, known: str, sink: Sink) -> None:
    """Give the lines that pictures on a page say beyond its text (``known``, without blanks)."""
    image = _drawn(document, index)
    if image is None:
        return
    lines = lines_of(read_picture(image).words(), Rules())
    said = known.casefold()
    fresh = [line for line in lines if not _is_known("".join(word.text for word in line.words), said)]
    sink.text(lines_text(fresh), f"page {index + 1} picture")
    sink.turn()


def _is_known(text: str, said: str) -> bool:
    words = _WORD.findall(text.casefold())
    fresh = sum(len(word) for word in words if word not in said)
    return fresh * 5 <= sum(map(len, words))


def _drawn(document: Any, index: int) -> Any | None:
    """Return a page as a grey picture, or None where it cannot be drawn."""
    try:
        page = document[index]
        try:
            width, height = page.get_size()
            scale = min(_DPI / 72, _MOST_SIDE / max(1.0, width, height))
            return page.render(scale=scale, grayscale=True).to_pil().convert("L")
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        return None
