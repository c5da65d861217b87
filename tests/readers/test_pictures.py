"""Pictures: their own notes, pages read by an engine, turned and crooked pages; without an engine they are named."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from benchmarks.ocr.pages import SPOILERS, letter
from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import image, ocr, ocr_paddle, ocr_tesseract, pdf
from tocsin.readers.ocr import Found, Reading, read_picture
from tocsin.readers.ocr_level import levelled


class Engine:
    """Reads what it is told to, if the picture is as it wants it."""

    name = "told"

    def __init__(self, found, wants=lambda image: True, doubt=0.5):
        self.found, self.wants, self.doubt, self.count = found, wants, doubt, 0

    def read(self, image):
        self.count += 1
        if self.wants(image):
            return self.found
        return [Found("garbled reading", 0, 0, 90, 10, self.doubt)]


def row(text, top, x0=100, certainty=0.99):
    return Found(text, x0, top, x0 + 12 * len(text), top + 20, certainty)


@pytest.fixture
def engine(monkeypatch):
    def use(*engines):
        monkeypatch.setattr(ocr, "engines", lambda: engines)
        monkeypatch.setattr(image, "engines", lambda: engines)
        from tocsin.readers import pdf_pictures

        monkeypatch.setattr(pdf_pictures, "engines", lambda: engines)
        return engines

    return use


def png(size=(600, 800), mode="L", colour=255, **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG", **options)
    return out.getvalue()


def test_without_an_engine_a_picture_is_named(read, engine):
    engine()
    assert read(image.READER, png(), "image/png").cannot is ItemCode.NEEDS_OCR
    assert read(image.READER, b"AT&TFORM", "image/vnd.djvu").cannot is ItemCode.NO_READER


def test_text_and_tables_of_a_picture(read, engine):
    rows = [["Name", "SSN", "Born"], *([f"Patient{n}", f"900-12-000{n}", f"02/03/198{n}"] for n in range(8))]
    places = [(50, 160), (250, 390), (450, 560)]
    cells = [
        Found(text, x0, 100 + 40 * y, x1, 118 + 40 * y, 0.99)
        for y, line in enumerate(rows)
        for text, (x0, x1) in zip(line, places, strict=True)
    ]
    engine(Engine([row("Ward 7 list", 20), *cells]))
    recorded = read(image.READER, png(), "image/png")
    assert "Ward 7 list" in recorded.texts[0][1]
    assert recorded.grids[0][2] == rows and recorded.turned == 1


def test_every_page_of_a_tiff_is_read(read, engine):
    engine(Engine([row("Ann Lee", 20)]))
    pages = [Image.new("1", (300, 300), 1) for _ in range(3)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    recorded = read(image.READER, out.getvalue(), "image/tiff")
    assert [place for place, _ in recorded.texts] == ["page 1", "page 2", "page 3"] and recorded.turned == 3
    few = read(image.READER, out.getvalue(), "image/tiff", limits=ReadLimits(pages=2))
    assert len(few.texts) == 2 and few.codes == [ItemCode.TRUNCATED]


def test_a_page_on_its_side_is_turned():
    page = Image.new("L", (400, 200), 255)
    told = Engine([row(f"line {n}", 20 * n) for n in range(5)], lambda one: one.width < one.height)
    assert len(ocr._upright(page, told)[1].found) == 5 and told.count == 2


def test_a_doubtful_page_is_given_to_the_careful_engine(engine):
    lines = [row(f"line {n} of text", 20 * n, certainty=0.9) for n in range(5)]
    quick, careful = engine(Engine(lines), Engine([row("right reading", 20 * n) for n in range(9)]))
    assert len(read_picture(Image.new("L", (300, 300), 255)).found) == 9
    sure, other = engine(Engine([row("sure", 20 * n) for n in range(5)]), Engine([]))
    read_picture(Image.new("L", (300, 300), 255))
    assert careful.count == 1 and other.count == 0 and sure.count == 1
    read_picture(Image.new("L", (300, 300), 255), is_hard=True)
    assert other.count == 1 and quick.count == 1


def test_words_share_the_width_of_their_run():
    words = Reading((Found("Ann Lee", 0, 0, 70, 10, 1.0),), 792).words()
    assert [(word.text, round(word.x0), round(word.x1)) for word in words] == [("Ann", 0, 30), ("Lee", 40, 70)]


@pytest.mark.parametrize("angle", [-9.0, -1.3, 0.0, 2.2, 12.0])
def test_crooked_pages_are_made_level(angle):
    page = Image.new("L", (700, 900), 255)
    draw = ImageDraw.Draw(page)
    for line in range(20):
        draw.text(
            (60, 60 + 38 * line),
            "Patient Ann Lee was seen today and feels well",
            fill=0,
            font=ImageFont.load_default(22),
        )
    level = levelled(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    rows = np.asarray(level, dtype=float).mean(axis=1)
    straight = np.asarray(page, dtype=float).mean(axis=1)
    assert np.square(np.diff(rows)).sum() > 0.35 * np.square(np.diff(straight)).sum()


def test_notes_of_a_picture_are_read(read, engine):
    engine()
    exif = Image.Exif()
    exif[270] = "Card of Ann Lee"
    exif[40092] = "SSN on back\0".encode("utf-16-le")
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0taken at ward 7"
    out = io.BytesIO()
    Image.new("RGB", (50, 50)).save(out, "JPEG", exif=exif, comment=b"Bo Roe")
    recorded = read(image.READER, out.getvalue(), "image/jpeg")
    assert [f.value for f in recorded.field_lists[0][1]] == [
        "Card of Ann Lee",
        "SSN on back",
        "taken at ward 7",
        "Bo Roe",
    ]
    assert recorded.codes == [ItemCode.NEEDS_OCR]
    note = PngImagePlugin.PngInfo()
    note.add_text("Description", "Ann Lee")
    assert "Ann Lee" in read(image.READER, png(pnginfo=note), "image/png").all_text()


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", png()[:60], b"\xff\xd8\xff\xe0garbage" * 9])
def test_broken_pictures_are_corrupt(read, engine, data):
    engine(Engine([]))
    assert read(image.READER, data, "image/png").cannot is ItemCode.CORRUPT


def test_a_picture_larger_than_memory_is_a_bomb(read, engine):
    engine(Engine([]))
    data = bytearray(png((10, 10)))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    assert read(image.READER, bytes(data), "image/png").cannot in {ItemCode.BOMB, ItemCode.CORRUPT}
    assert read(image.READER, png((20_000, 20_000), "1", 1), "image/png").cannot is ItemCode.BOMB


def _pdf(draw):
    out = io.BytesIO()
    page = canvas.Canvas(out)
    draw(page)
    page.showPage()
    page.save()
    return out.getvalue()


def _scan(page, size=(595, 842)):
    page.drawImage(ImageReader(io.BytesIO(png((300, 400), colour=200))), 0, 0, *size)


def test_pages_of_a_pdf_that_are_pictures(read, engine):
    engine()
    assert read(pdf.READER, _pdf(_scan)).cannot is ItemCode.NEEDS_OCR
    engine(Engine([row("Ann Lee", 20)]))
    recorded = read(pdf.READER, _pdf(_scan))
    assert recorded.texts == [("page 1", "Ann Lee")] and recorded.turned == 1 and not recorded.codes


def test_a_picture_on_a_page_of_text_says_only_what_is_new(read, engine):
    def draw(page):
        _scan(page, (400, 400))
        for line in range(8):
            page.drawString(50, 800 - 20 * line, f"line {line}: Patient Ann Lee was seen")

    engine(Engine([row("Patient Ann Lee was seen", 20), row("SSN 123-45-6789", 60)]))
    recorded = read(pdf.READER, _pdf(draw))
    assert recorded.texts[-1] == ("page 1 picture", "SSN 123-45-6789")


def test_engines_are_there_only_with_what_they_need(monkeypatch):
    monkeypatch.setattr(ocr_paddle, "find_spec", lambda name: None)
    monkeypatch.setattr(ocr_tesseract, "_data", lambda: "")
    assert ocr_paddle.engines() == () and ocr_tesseract.engines() == ()
    monkeypatch.setattr(ocr_paddle, "find_spec", lambda name: object())
    assert [engine.name for engine in ocr_paddle.engines()] == ["paddle-tiny", "paddle-small"]


@pytest.mark.parametrize(("name", "spoil"), SPOILERS)
def test_benchmark_pages_are_pictures_of_their_text(name, spoil):
    page = letter(1)
    assert spoil(page, 1) == spoil(page, 1) or "noise" in name or name in {"skewed noisy scan", "1-bit fax"}
    assert Image.open(io.BytesIO(spoil(page, 1))).width > 1000 and "Patient:" in page.text
