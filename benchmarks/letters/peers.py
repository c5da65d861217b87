"""The same letters by WeasyPrint and by ReportLab, in plain layouts with the same font and size."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import letter as us_letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from tocsin.notices.compose import Letter

_FONTS = Path(str(resources.files("tocsin.notices") / "fonts"))
_REGULAR = _FONTS / "AtkinsonHyperlegibleNext_400Regular.ttf"
_CSS = f"""@font-face {{ font-family: A; src: url(file://{_REGULAR}) }}
@page {{ size: letter; margin: 0.75in 1in }} body {{ font: 10.5pt A }} section {{ break-before: page }}
h1 {{ font-size: 15pt }} h2 {{ font-size: 11.5pt }} .box {{ border: 0.8pt solid; padding: 9pt }}"""


def weasyprint_pdf(letters: Sequence[Letter]) -> bytes:
    """Return the letters as PDF/UA-1 by WeasyPrint."""
    import weasyprint

    body = "".join(f"<section>{''.join(_html(one))}</section>" for one in letters)
    head = f"<head><title>{letters[0].title}</title><style>{_CSS}</style></head>"
    page = f"<html lang='{letters[0].language}'>{head}<body>{body}"
    made: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _html(one: Letter) -> Iterator[str]:
    yield f"<p>{'<br>'.join(map(html.escape, [one.letterhead, *one.return_address]))}</p>"
    yield f"<p>{'<br>'.join(map(html.escape, one.addressee))}</p><p>{one.date}</p><h1>{one.title}</h1>"
    yield f"<p>{html.escape(one.about)}</p><p>{html.escape(one.salutation)}</p>"
    for piece in one.pieces:
        if piece.kind == "heading":
            yield f"<h2>{html.escape(piece.text)}</h2>"
        elif piece.kind in {"points", "elements"}:
            yield "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in piece.items) + "</ul>"
        elif piece.kind == "box":
            yield "<div class='box'>" + "".join(f"<p>{html.escape(item)}</p>" for item in piece.items) + "</div>"
        elif piece.kind == "table":
            rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in piece.rows]
            yield "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
        else:
            yield f"<p>{html.escape(piece.text)}</p>"
    yield f"<p>{one.closing}</p><p>{'<br>'.join(map(html.escape, one.signatory))}</p>"
    yield f"<p>{html.escape(one.other_language)}</p>"


def reportlab_pdf(letters: Sequence[Letter]) -> bytes:
    """Return the letters as PDF by ReportLab: without tags, which it does not make."""
    if "A" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("A", str(_REGULAR)))
    out, story = io.BytesIO(), []
    for one in letters:
        story += [*_flowables(one), PageBreak()]
    SimpleDocTemplate(out, pagesize=us_letter, leftMargin=72, rightMargin=72, topMargin=54, bottomMargin=61).build(
        story
    )
    return out.getvalue()


def _flowables(one: Letter) -> Iterator[Any]:
    text = ParagraphStyle("text", fontName="A", fontSize=10.5, leading=14, spaceAfter=6)
    head = ParagraphStyle("head", parent=text, fontSize=11.5, spaceBefore=8)
    yield Paragraph("<br/>".join(map(html.escape, [one.letterhead, *one.return_address])), text)
    yield Paragraph("<br/>".join(map(html.escape, one.addressee)), text)
    yield Spacer(1, 20)
    for line in (one.date, one.title, one.about, one.salutation):
        yield Paragraph(html.escape(line), text)
    for piece in one.pieces:
        if piece.kind == "heading":
            yield Paragraph(html.escape(piece.text), head)
        elif piece.kind == "table":
            yield Table([[Paragraph(html.escape(cell), text) for cell in row] for row in piece.rows])
        else:
            for item in piece.items or [piece.text]:
                yield Paragraph(
                    html.escape(item), text, bulletText="•" if piece.kind in {"points", "elements"} else None
                )
    for line in (one.closing, *one.signatory, one.other_language):
        yield Paragraph(html.escape(line), text)
