"""Files are what they claim to be: they open, hold their text, and the locked ones open with their password only."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime

import openpyxl
import pikepdf
import pypdfium2
import pytest

from simulator.blocks import Document, Fields, Heading, Para, Table
from simulator.ink import Ink, spell, transposed
from simulator.locked import locked_pdf, locked_zip
from simulator.mail import mbox_lines
from simulator.organizations import make_practices
from simulator.population import Population
from simulator.randomness import card_number, npi, routing_number
from simulator.render import folder_zip, render
from simulator.writers.pdf import write_scan
from simulator.writers.text import fixed_width
from tocsin.model.elements import Element

BLOCKS = [
    Heading("Northern Practice"),
    Fields([("Patient", "Peña, Ana"), ("DOB", "01/02/1950")]),
    Table([["Name", "Paid", "Born"], ["Ana Peña", "12.50", "01/02/1950"]]),
    Para("A note\non two lines."),
]


def made(suffix: str, state: str = "readable") -> bytes:
    return render(Document(f"x.{suffix}", "t", "form", blocks=list(BLOCKS), state=state), random.Random(4)).data


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def test_pdf_has_a_text_layer_and_a_scan_has_none() -> None:
    assert "Ana Peña" in pdf_text(made("pdf"))
    assert pdf_text(write_scan(["Ana Peña 01/02/1950"])).strip() == ""
    assert pdf_text(made("pdf", "needs_ocr")).strip() == ""


def test_docx_holds_its_text() -> None:
    with zipfile.ZipFile(io.BytesIO(made("docx"))) as archive:
        assert "Ana Peña" in archive.read("word/document.xml").decode()
        assert archive.testzip() is None


def test_workbook_holds_numbers_and_days() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")), read_only=True)
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    book.close()
    assert 12.5 in values
    assert "01/02/1950" in values or datetime(1950, 1, 2) in values


@pytest.mark.parametrize("suffix", ["csv", "tsv", "psv", "txt", "html"])
def test_plain_formats_hold_their_text(suffix: str) -> None:
    data = made(suffix)
    assert b"Ana Pe" in data
    assert made(suffix) == data


def test_locked_zip_opens_with_its_password_only() -> None:
    data = locked_zip("a.txt", b"secret text " * 50, "Winter2024!", random.Random(1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("a.txt", pwd=b"Winter2024!") == b"secret text " * 50
        with pytest.raises(RuntimeError):
            archive.read("a.txt")


def test_locked_pdf_asks_for_its_password() -> None:
    data = locked_pdf(["some line"], "Winter2024!")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password="Winter2024!") as document:
        assert len(document.pages) == 1


def test_a_spoiled_file_is_not_a_zip_any_more() -> None:
    with pytest.raises((zipfile.BadZipFile, ValueError)):
        zipfile.ZipFile(io.BytesIO(made("docx", "corrupt"))).testzip()


def test_archives_hold_their_children() -> None:
    inner = Document("in.txt", "t", "form", data=b"hello")
    outer = folder_zip("out.zip", [folder_zip("mid.zip", [inner])])
    with zipfile.ZipFile(io.BytesIO(outer.data)) as archive:
        assert archive.namelist() == ["mid.zip"]


def test_from_lines_are_quoted_in_an_mbox() -> None:
    entry = mbox_lines(b"Subject: x\r\n\r\nFrom here on\r\n>From there", "a@b.example", datetime(2024, 1, 2, 3, 4))
    assert entry.startswith(b"From a@b.example Tue Jan 02 03:04:00 2024\n")
    assert b"\n>From here on\n>>From there" in entry


def test_fixed_width_keeps_every_cell_whole() -> None:
    assert fixed_width([["a", "bb"], ["ccc", "d"]]) == "a    bb\nccc  d"


def test_a_pen_records_what_it_writes() -> None:
    population = Population(1, "tuning", make_practices(1, "tuning", 1))
    human = population.grow(3)[0]
    ink = Ink()
    pen = ink.about(human)
    assert pen.masked_ssn() == f"***-**-{human.ssn[-4:]}"
    assert ink.claims == []
    assert pen.ssn("bare") == human.ssn.replace("-", "")
    assert [claim.element for claim in ink] == [Element.SSN]
    assert spell(human, "Last, First").startswith(human.last)


def test_a_hasty_clerk_writes_another_day() -> None:
    assert transposed(date(1950, 3, 4)) == date(1950, 4, 3)
    for day in range(1, 32):
        assert transposed(date(1950, 1, day)) != date(1950, 1, day) or day in (7, 11, 22)


def test_numbers_pass_their_checks() -> None:
    rng = random.Random(3)
    for _ in range(50):
        assert luhn(card_number(rng))
        assert luhn("80840" + npi(rng))
        digits = [int(digit) for digit in routing_number(rng)]
        assert sum(d * w for d, w in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0


def luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
