"""Writer of PDF files: text pages, ruled and unruled tables, and pages that are only a picture."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from simulator.blocks import Block, Fields, Heading, Para, Table


@cache
def _font(bold: bool = False) -> str:
    name = "VeraBd" if bold else "Vera"
    pdfmetrics.registerFont(TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / f"{name}.ttf")))
    return name


def write_pdf(blocks: list[Block], *, ruled: bool = True, wide: bool = False) -> bytes:
    """Return a PDF with a text layer; tables with or without rules."""
    out = io.BytesIO()
    page = landscape(letter) if wide else letter
    template = SimpleDocTemplate(
        out, pagesize=page, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40, invariant=1
    )
    width = page[0] - 80
    template.build([part for block in blocks for part in _flow(block, width, ruled)] or [Spacer(1, 1)])
    return out.getvalue()


def _style(size: float, bold: bool = False) -> ParagraphStyle:
    return ParagraphStyle("s", fontName=_font(bold), fontSize=size, leading=size * 1.3, spaceAfter=size * 0.6)


def _text(text: str, size: float = 9.5, bold: bool = False) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), _style(size, bold))


def _flow(block: Block, width: float, ruled: bool) -> list[Flowable]:
    if isinstance(block, Heading):
        return [_text(block.text, 13, True)]
    if isinstance(block, Para):
        return [_text(block.text)]
    if isinstance(block, Fields):
        return _fields(block, width)
    title = [_text(block.title, 11, True)] if block.title else []
    return [*title, _grid(block, width, ruled), Spacer(1, 8)]


def _fields(block: Fields, width: float) -> list[Flowable]:
    if block.columns == 1:
        return [_text(f"{label}: {value}" if label else value) for label, value in block.pairs]
    cells = [_text(f"{label}: {value}", 8.5) for label, value in block.pairs]
    cells += [_text("")] * (-len(cells) % block.columns)
    rows = [cells[start : start + block.columns] for start in range(0, len(cells), block.columns)]
    return [Grid(rows, colWidths=[width / block.columns] * block.columns), Spacer(1, 6)]


def _grid(block: Table, width: float, ruled: bool) -> Grid:
    count = max(map(len, block.rows))
    rows = [row + [""] * (count - len(row)) for row in block.rows]
    wide = [max(4, *(len(row[i]) for row in rows)) for i in range(count)]
    size = min(8.5, width / sum(wide) * 1.55)
    columns = [width * share / sum(wide) for share in wide]
    style: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), _font(), size),
        ("LEADING", (0, 0), (-1, -1), size * 1.2),
    ]
    style += [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.4, "black"))
    return Grid(rows, colWidths=columns, style=style, repeatRows=block.header_rows)


def write_scan(lines: list[str]) -> bytes:
    """Return a PDF whose pages are pictures of the lines, without a text layer."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1)
    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 26)
    for start in range(0, len(lines), 40):
        picture = Image.new("L", (1275, 1650), 255)
        pen = ImageDraw.Draw(picture)
        for number, line in enumerate(lines[start : start + 40]):
            pen.text((90, 80 + 38 * number), line, font=font, fill=20)
        canvas.drawImage(ImageReader(picture), 0, 0, letter[0], letter[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()
