"""Text burned into medical pictures: a few frames of each, drawn dark on light, for an engine that reads pictures.

Source: DICOM PS3.3 C.7.6.3 (image pixel); PS3.5 A.4 (packed pixels; those that nothing here unpacks stay unread).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image
from pydicom.pixels.utils import pixel_array

from tocsin.model.item_ends import ItemCode
from tocsin.readers.image import give_page
from tocsin.readers.interface import Sink
from tocsin.readers.ocr import engines
from tocsin.readers.page_out import PageOut

_MOST_PIXELS = 64_000_000
_FRAMES = 3
"""Frames of a film that are read: the first, the middle and the last. What is burned in stands on all of them."""
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, RuntimeError, OSError, MemoryError,
           ArithmeticError)  # fmt: skip


def can_read() -> bool:
    """Tell whether there is an engine for pictures."""
    return bool(engines())


def give_burned_in(dataset: Any, sink: Sink) -> bool:
    """Give what stands in the pixels of a data set; return whether they could be drawn."""
    try:
        count = max(1, int(dataset.get("NumberOfFrames") or 1))
        if int(dataset.Rows) * int(dataset.Columns) > _MOST_PIXELS:
            return False
        pages = [(at, _drawn(dataset, at)) for at in sorted({0, count // 2, count - 1})]
    except _FAULTS:
        return False
    out = PageOut(sink)
    for at, page in pages:
        give_page(page, at + 1, out)
        sink.turn()
    if count > _FRAMES:
        sink.partly(ItemCode.PAGES_WITHOUT_TEXT)
    return True


def _drawn(dataset: Any, frame: int) -> Any:
    """Return a frame as a grey picture with dark writing on light: marks stand at one end of its values."""
    values = pixel_array(dataset, index=frame).astype(np.float32)
    if values.ndim > 2:
        values = values.mean(axis=-1)
    low, high = float(values.min()), float(values.max())
    grey = ((values - low) * (255.0 / max(high - low, 1e-6))).astype(np.uint8)
    return Image.fromarray(255 - grey if grey.mean() < 128 else grey)
