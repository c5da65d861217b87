"""Reading pictures of text: engines behind one interface, the quick one first, a careful one for what it doubts.

A page is turned upright by what the engine makes of it: a wrong direction shows in its own certainty. Without an engine
(the extra ``ocr``) there is none, and pictures are named as needing one.

Measured on pages drawn by ``benchmarks/ocr``: right readings are certain by 0.98, readings of a turned page by 0.6.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from tocsin.readers.pdf_lines import Word

_SURE = 0.96
"""Mean certainty below which another engine is asked."""
_READABLE = 0.85
"""Mean certainty below which a page is tried in other directions."""
_LEAST = 0.4
"""Certainty below which a run is taken for no text at all."""
_TALL = 1.5
_POINTS = 792.0
"""Height of a page in the units that layout is judged in."""
_LEAST_SIDE = 12
_MOST_SIDE = 3_600
_FEW = 3
_FEW_CHARS = 9
"""A picture with less text than this is a drawing; it is not turned about in search of more."""


@dataclass(frozen=True, slots=True)
class Found:
    """A run of text on a picture: its corners in pixels, how certain the engine is (0 to 1)."""

    text: str = field(repr=False)
    x0: float
    top: float
    x1: float
    bottom: float
    certainty: float


class Engine(Protocol):
    """Something that reads text off a picture."""

    name: str

    def read(self, image: Any) -> list[Found]:
        """Return the runs of text on a picture in grey or colour, in any order."""


@dataclass(frozen=True)
class Reading:
    """What a picture says."""

    found: tuple[Found, ...] = ()
    side: int = 1
    """The picture's longer side in pixels."""

    @property
    def certainty(self) -> float:
        """Return the mean certainty, weighed by length."""
        weight = sum(len(one.text) for one in self.found)
        return sum(one.certainty * len(one.text) for one in self.found) / weight if weight else 0.0

    def words(self) -> list[Word]:
        """Return words with their places on a page of usual size."""
        scale = _POINTS / self.side
        return [word for one in self.found for word in _split(one, scale)]


@lru_cache(maxsize=1)
def engines() -> tuple[Engine, ...]:
    """Return the engines of this machine, the quick one first; empty without the extra ``ocr``."""
    from tocsin.readers import ocr_paddle, ocr_tesseract

    return (*ocr_paddle.engines(), *ocr_tesseract.engines())


def read_picture(image: Any, is_hard: bool = False) -> Reading:
    """Return what a picture says, by the first engine, by others if that is in doubt or ``is_hard``."""
    known = engines()
    if not known or min(image.size) < _LEAST_SIDE:
        return Reading()
    from tocsin.readers.ocr_level import levelled  # brings NumPy, which takes long to import

    upright, best = _upright(levelled(_bounded(image)), known[0])
    for engine in known[1:]:
        if len(best.found) < _FEW or (best.certainty >= _SURE and not is_hard):
            break
        best = max(best, _read(upright, engine), key=_weight)
    return best


def _upright(image: Any, engine: Engine) -> tuple[Any, Reading]:
    """Return the picture and its reading in the direction in which it reads best."""
    tried = [(image, _read(image, engine))]
    if _is_upright(tried[0][1]):
        return tried[0]
    for turns in (90, 270, 180):
        turned = image.rotate(turns, expand=True)
        tried.append((turned, _read(turned, engine)))
        if _is_upright(tried[-1][1]) and len(tried[-1][1].found) >= _FEW:
            break
    return max(tried, key=lambda pair: _weight(pair[1]) * (0.5 if _is_on_its_side(pair[1].found) else 1.0))


def _is_upright(reading: Reading) -> bool:
    if sum(len(one.text) for one in reading.found) < _FEW_CHARS:
        return True
    return reading.certainty >= _READABLE and not _is_on_its_side(reading.found)


def _is_on_its_side(found: Sequence[Found]) -> bool:
    long = [one for one in found if len(one.text) > 2]
    tall = sum(one.bottom - one.top > _TALL * (one.x1 - one.x0) for one in long)
    return tall * 2 > len(long) > 0


def _weight(reading: Reading) -> float:
    """Return how much a reading is worth: what is surely read counts, doubtful characters hardly."""
    return sum(len(one.text) * max(0.0, one.certainty - 0.5) for one in reading.found)


def _read(image: Any, engine: Engine) -> Reading:
    return Reading(
        tuple(one for one in engine.read(image) if one.text.strip() and one.certainty >= _LEAST), max(image.size)
    )


def _bounded(image: Any) -> Any:
    longest = max(image.size)
    if longest <= _MOST_SIDE:
        return image
    return image.resize(max(1, size * _MOST_SIDE // longest) for size in image.size)


def _split(one: Found, scale: float) -> list[Word]:
    """Return the words of a run, each with its share of the run's width."""
    width = (one.x1 - one.x0) / max(1, len(one.text))
    words: list[Word] = []
    at = 0
    for piece in one.text.split(" "):
        if piece:
            x0 = one.x0 + at * width
            x1 = x0 + len(piece) * width
            words.append(Word(x0 * scale, x1 * scale, one.top * scale, one.bottom * scale, piece, bool(words)))
        at += len(piece) + 1
    return words


def bitmap(image: Any) -> bytes:
    """Return a picture as an uncompressed file, the quickest to hand over."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "BMP")
    return out.getvalue()
