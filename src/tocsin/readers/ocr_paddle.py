"""The engine faster-paddle (PP-OCR models in its wheel, ONNX Runtime): nothing is fetched, nothing leaves the machine.

Source: documentation of faster-paddle 1.0 (MIT); models PP-OCRv6 (Apache-2.0).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from tocsin.readers.ocr import Engine, Found, bitmap


class Paddle:
    """One size of model; it is loaded when first used, in the process that reads."""

    def __init__(self, size: str) -> None:
        self.name = f"paddle-{size}"
        self._size = size

    def read(self, image: Any) -> list[Found]:
        """Return the runs of text."""
        answer = _loaded(self._size).ocr(bitmap(image))
        bounds = answer.get("bounds", {})
        return [_found(one) for one in (bounds.values() if isinstance(bounds, dict) else bounds)]


def engines() -> tuple[Engine, ...]:
    """Return the tiny and the small model, or nothing if the package is not installed."""
    return (Paddle("tiny"), Paddle("small")) if find_spec("faster_paddle") else ()


@lru_cache(maxsize=2)
def _loaded(size: str) -> Any:
    from faster_paddle import OcrEngine

    return OcrEngine(size, threads=1)


def _found(one: dict[str, Any]) -> Found:
    (x0, top), (x1, bottom) = one["topLeftCoord"], one["bottomRightCoord"]
    return Found(str(one["text"]), float(x0), float(top), float(x1), float(bottom), float(one["confidence"]))
