"""Pages with a known text, drawn by script and then spoilt: a clean print, a skewed noisy scan, a fax, a photograph.

Everything is synthetic; the same seed draws the same page.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

_FONTS = Path(__file__).resolve().parents[2] / "src/tocsin/notices/fonts"
_DPI = 200
_SIZE = (8 * _DPI + _DPI // 2, 11 * _DPI)
_GIVEN = ("Ann", "Bo", "Carla", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jamal", "Katya", "Liam")
_FAMILY = ("Lee", "Roe", "Okafor", "Petrov", "Garcia", "Haddad", "Kim", "Tanaka", "Costa", "Brown", "Novak", "Chen")
_STREETS = ("Elm", "Oak", "Maple", "Cedar", "Birch", "Walnut")
_ILLS = ("Type 2 diabetes", "Essential hypertension", "Acute bronchitis", "Low back pain", "Asthma, unspecified")


@dataclass(frozen=True)
class Page:
    """A drawn page and the words on it in reading order."""

    image: Image.Image
    text: str


def letter(seed: int) -> Page:
    """Return a letter about one patient."""
    luck = random.Random(seed)
    name = f"{luck.choice(_GIVEN)} {luck.choice(_FAMILY)}"
    address = f"{luck.randint(10, 999)} {luck.choice(_STREETS)} Street, Ames, IA 500{luck.randint(10, 99)}"
    lines = [
        "RIVERBEND FAMILY PRACTICE", address, "", f"Patient: {name}", f"Date of birth: {_day(luck)}",
        f"SSN: {_ssn(luck)}", f"MRN: {luck.randint(100000, 999999)}", f"Phone: (515) 555-01{luck.randint(10, 99)}", "",
        f"Diagnosis: {luck.choice(_ILLS)}", f"Medication: lisinopril {luck.choice([5, 10, 20])} mg once daily", "",
        "The patient was seen in clinic today for a follow-up visit and reports",
        "feeling well. Blood pressure was 128/82. Continue current medication.",
        f"Member ID: H{luck.randint(10_000_000, 99_999_999)}", f"Next visit: {_day(luck)}", "", "Signed, K. Desk, MD",
    ]  # fmt: skip
    return _drawn([[line] for line in lines], [0], 34)


def table(seed: int) -> Page:
    """Return a page with a table of patients."""
    luck = random.Random(seed)
    rows = [["Name", "DOB", "SSN", "MRN", "Balance"]]
    for _ in range(24):
        name = f"{luck.choice(_FAMILY)}, {luck.choice(_GIVEN)}"
        rows.append([name, _day(luck), _ssn(luck), str(luck.randint(100000, 999999)), f"${luck.randint(5, 999)}.00"])
    return _drawn(rows, [0, 420, 700, 1000, 1240], 30)


def clean(page: Page, seed: int) -> bytes:
    """Return the page as it left the printer driver."""
    return _saved(page.image, "PNG")


def scan(page: Page, seed: int) -> bytes:
    """Return the page as a scanner saw it: turned a little, grey, noisy, soft."""
    luck = random.Random(seed)
    turned = page.image.rotate(luck.uniform(-2.2, 2.2), Image.Resampling.BICUBIC, fillcolor=235)
    noisy = Image.blend(turned, Image.effect_noise(turned.size, 60), 0.16).filter(ImageFilter.GaussianBlur(0.9))
    return _saved(ImageEnhance.Contrast(noisy).enhance(0.8), "JPEG", quality=60)


def fax(page: Page, seed: int) -> bytes:
    """Return the page as a fax machine sent it: black and white, half the lines, specks."""
    luck = random.Random(seed)
    low = page.image.resize(
        (1728 * page.image.width // 1700, page.image.height * 98 // _DPI), Image.Resampling.BILINEAR
    )
    speckled = Image.blend(low, Image.effect_noise(low.size, 90), 0.12).rotate(luck.uniform(-0.6, 0.6), fillcolor=255)
    black = speckled.point(lambda value: 255 if value > 150 else 0).convert("1")
    return _saved(black.resize((black.width, black.height * 2)), "TIFF", compression="group4", dpi=(204, 196))


def photograph(page: Page, seed: int) -> bytes:
    """Return the page as a phone saw it: aslant, unevenly lit, compressed."""
    luck = random.Random(seed)
    width, height = page.image.size
    lean = [luck.randint(20, 70) for _ in range(8)]
    corners = (
        -lean[0],
        -lean[1],
        -lean[2],
        height + lean[3],
        width + lean[4],
        height + lean[5],
        width + lean[6],
        -lean[7],
    )
    seen = page.image.transform((width, height), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=120)
    light = Image.linear_gradient("L").resize(seen.size).rotate(30, fillcolor=140).point(lambda value: 110 + value // 2)
    lit = Image.composite(seen, Image.new("L", seen.size, 40), light).filter(ImageFilter.GaussianBlur(0.8))
    return _saved(lit.convert("RGB"), "JPEG", quality=45)


SPOILERS: tuple[tuple[str, Callable[[Page, int], bytes]], ...] = (
    ("rendered at 200 dpi", clean), ("skewed noisy scan", scan), ("1-bit fax", fax), ("phone photograph", photograph),
)  # fmt: skip


def _drawn(rows: list[list[str]], stops: list[int], size: int) -> Page:
    image = Image.new("L", _SIZE, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(_FONTS / "AtkinsonHyperlegibleNext_400Regular.ttf"), size)
    for number, row in enumerate(rows):
        for stop, cell in zip(stops, row, strict=False):
            draw.text((140 + stop, 150 + number * size * 2), cell, font=font, fill=10)
    return Page(image, "\n".join(" ".join(row) for row in rows if any(row)))


def _day(luck: random.Random) -> str:
    return f"{luck.randint(1, 12):02}/{luck.randint(1, 28):02}/{luck.randint(1930, 2019)}"


def _ssn(luck: random.Random) -> str:
    return f"{luck.randint(900, 999)}-{luck.randint(10, 65)}-{luck.randint(1000, 9999)}"


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
