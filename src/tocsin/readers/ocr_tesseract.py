"""The engine Tesseract through tesserocr, where both it and its English data are installed.

Source: tesserocr 2.13 (MIT); Tesseract 5 (Apache-2.0), data in the places where its packages put them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tocsin.readers.ocr import Engine, Found

_PLACES = tuple(
    Path("/usr/share") / place for place in ("tesseract-ocr/5/tessdata", "tessdata", "tesseract-ocr/4.00/tessdata")
)
_LANGUAGE = "eng"
_MOST_RUNS = 100_000


class Tesseract:
    """Tesseract's line finder and recogniser."""

    name = "tesseract"

    def read(self, image: Any) -> list[Found]:
        """Return the lines of the page, each word a run of its own."""
        from tesserocr import RIL, iterate_level

        api = _loaded()
        api.SetImage(image.convert("L"))
        if not api.Recognize():
            return []
        found: list[Found] = []
        for one in iterate_level(api.GetIterator(), RIL.WORD):
            box = one.BoundingBox(RIL.WORD)
            if box and len(found) < _MOST_RUNS:
                x0, top, x1, bottom = map(float, box)
                found.append(Found(one.GetUTF8Text(RIL.WORD), x0, top, x1, bottom, one.Confidence(RIL.WORD) / 100))
        return found


def engines() -> tuple[Engine, ...]:
    """Return the engine, or nothing where it or its data are missing."""
    return (Tesseract(),) if find_spec("tesserocr") and _data() else ()


def _data() -> str:
    return next((str(place) for place in _PLACES if (place / f"{_LANGUAGE}.traineddata").is_file()), "")


@lru_cache(maxsize=1)
def _loaded() -> Any:
    from tesserocr import PSM, PyTessBaseAPI

    return PyTessBaseAPI(path=_data(), lang=_LANGUAGE, psm=PSM.AUTO)
