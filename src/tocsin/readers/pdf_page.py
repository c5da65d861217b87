"""One page as pdfium sees it: characters with their places, drawn lines, how much of it is picture.

Characters are turned upright by their own angle, so that a page turned on its side reads like any other.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from tocsin.readers.pdf_lines import Char, Rules

_MOST_CHARS = 400_000
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 4_000
_THIN = 2.0
_LONG = 5.0
_HYPHENS = {0x02: "-", 0xAD: "", 0xFFFE: "-", 0xFFFF: ""}
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class PageText:
    """The characters of a page by their direction (quarter turns), the fullest direction first."""

    turns: list[tuple[int, list[Char]]] = field(default_factory=list)
    slanted: str = ""
    """Text at other angles (stamps, watermarks), as drawn."""
    chars: int = 0
    unmapped: int = 0
    is_cut: bool = False


def page_text(page: Any) -> PageText:
    """Return the characters of a page."""
    handle = pdfium.FPDFText_LoadPage(page)
    out = PageText()
    if not handle:
        return out
    turns: dict[int, list[Char]] = {}
    slanted: list[str] = []
    try:
        count = pdfium.FPDFText_CountChars(handle)
        out.is_cut = count > _MOST_CHARS
        for turn, char in _chars(handle, min(count, _MOST_CHARS), out):
            if turn < 0:
                slanted.append(char.text)
            else:
                turns.setdefault(turn, []).append(char)
    finally:
        pdfium.FPDFText_ClosePage(handle)
    out.slanted = "".join(slanted)
    out.turns = sorted(turns.items(), key=lambda item: -len(item[1]))
    return out


def _chars(handle: Any, count: int, out: PageText) -> Iterator[tuple[int, Char]]:
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    turn = high = drawn = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:  # the second half of a character beyond U+FFFF has the same box as the first
            code, high = (0x10000 + (high - 0xD800 << 10) + code - 0xDC00 if high else 0xFFFD), 0
        text = _HYPHENS.get(code)
        if text is None:
            text = chr(code) if 0 < code < 0x110000 else ""
        if code == 0 or code in _PRIVATE:
            out.unmapped += 1
        if not text:
            continue
        if text.isspace() or (pdfium.FPDFText_IsGenerated(handle, index) == 1 and text != "-"):
            yield turn, Char(0, 0, 0, 0, " ")
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, place):
            continue
        out.chars += 1
        turn = _turn(pdfium.FPDFText_GetCharAngle(handle, index))
        last, drawn = drawn, _address(pdfium.FPDFText_GetTextObject(handle, index))
        yield turn, _upright(turn, box.left, box.right, -box.top, -box.bottom, text, begins=drawn != last)


def _address(drawn: Any) -> int:
    """Return a number for something drawn on the page."""
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0


def _turn(angle: float) -> int:
    """Return quarter turns of a character, or -1 at another angle."""
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.12 else -1


def _upright(turn: int, x0: float, x1: float, top: float, bottom: float, text: str, *, begins: bool = False) -> Char:
    """Return the character as if its text ran to the right; y grows downwards."""
    if turn == 1:
        x0, x1, top, bottom = top, bottom, -x1, -x0
    elif turn == 2:
        x0, x1, top, bottom = -x1, -x0, -bottom, -top
    elif turn == 3:
        x0, x1, top, bottom = -bottom, -top, x0, x1
    return Char(min(x0, x1), max(x0, x1), min(top, bottom), max(top, bottom), text, begins)


@dataclass(slots=True)
class PageShapes:
    """What is drawn beside text."""

    upright: list[tuple[float, float, float]] = field(default_factory=list)
    level: list[tuple[float, float, float]] = field(default_factory=list)
    picture_share: float = 0.0
    kinds: Counter[int] = field(default_factory=Counter)

    def rules(self, turn: int) -> Rules:
        """Return the drawn lines as they lie under text of that direction."""
        if turn == 0:
            return Rules(self.upright, self.level)
        upright: list[tuple[float, float, float]] = []
        level: list[tuple[float, float, float]] = []
        for x, top, bottom in self.upright:
            self._turned(turn, x, x, top, bottom, upright, level)
        for y, x0, x1 in self.level:
            self._turned(turn, x0, x1, y, y, upright, level)
        return Rules(upright, level)

    def _turned(
        self,
        turn: int,
        x0: float,
        x1: float,
        top: float,
        bottom: float,
        upright: list[tuple[float, float, float]],
        level: list[tuple[float, float, float]],
    ) -> None:
        box = _upright(turn, x0, x1, top, bottom, "")
        if box.x1 - box.x0 < box.bottom - box.top:
            upright.append((box.x0, box.top, box.bottom))
        else:
            level.append((box.top, box.x0, box.x1))


def page_shapes(page: Any) -> PageShapes:
    """Return drawn lines and the share of the page that its largest picture covers."""
    shapes = PageShapes()
    area = max(1.0, pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page))
    for number, handle in enumerate(_objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 0)):
        if number > _MOST_OBJECTS:
            break
        kind = pdfium.FPDFPageObj_GetType(handle)
        shapes.kinds[kind] += 1
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(handle)
            shapes.picture_share = max(shapes.picture_share, (right - left) * (top - bottom) / area)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(handle, shapes)
    return shapes


def _objects(holder: Any, count: Any, get: Any, depth: int) -> Iterator[Any]:
    for index in range(count(holder)):
        handle = get(holder, index)
        if not handle:
            continue
        yield handle
        if depth < 4 and pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)


def _bounds(handle: Any) -> tuple[float, float, float, float]:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *(ctypes.byref(side) for side in sides))
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _add_path(handle: Any, shapes: PageShapes) -> None:
    left, bottom, right, top = _bounds(handle)
    if right - left < _THIN or top - bottom < _THIN:
        _add_rule(shapes, left, right, -top, -bottom)
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            -(matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            _add_segment(shapes, last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            _add_segment(shapes, point, start)
        last = point


def _add_segment(shapes: PageShapes, one: tuple[float, float], other: tuple[float, float]) -> None:
    _add_rule(shapes, min(one[0], other[0]), max(one[0], other[0]), min(one[1], other[1]), max(one[1], other[1]))


def _add_rule(shapes: PageShapes, x0: float, x1: float, top: float, bottom: float) -> None:
    """Keep a level or upright line; ``top`` and ``bottom`` grow downwards."""
    if x1 - x0 < _THIN and bottom - top > _LONG:
        shapes.upright.append(((x0 + x1) / 2, top, bottom))
    elif bottom - top < _THIN and x1 - x0 > _LONG:
        shapes.level.append(((top + bottom) / 2, x0, x1))
