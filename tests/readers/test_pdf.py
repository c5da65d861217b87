"""PDF: words in their order, columns apart, tables as rows, form values, passwords, pictures."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tocsin.model.evidence import ItemCode
from tocsin.readers.pdf import READER

HEADER = ["Patient", "DOB", "SSN", "Dx", "Address"]
STREETS = ["Oak", "Elm", "Great Plain", "Main"]
PROSE = (
    "The practice received the report on Monday and opened an inquiry at once because several of the records had been "
    "seen by persons without a right to see them. "
)


def _rows(count):
    return [
        [
            f"Person{number}, Ann" + " Louise" * (number % 2),
            f"{number % 12 + 1:02}/{number % 28 + 1:02}/19{number % 90 + 10}",
            f"{100 + number}-{number % 89 + 10}-{1000 + number * 7}",
            "" if number % 4 == 0 else "I10",
            f"{number * 37 % 9000} {STREETS[number % 4]} St, Boston, MA 02139",
        ]
        for number in range(count)
    ]


def _document(*parts):
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=letter).build(list(parts))
    return out.getvalue()


def _drawn(draw, font="Helvetica", size=10):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter)
    page.setFont(font, size)
    draw(page)
    page.save()
    return out.getvalue()


def _table(rows, ruled, **options):
    table = Table([HEADER, *rows], **options)
    lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    table.setStyle(TableStyle([("FONTSIZE", (0, 0), (-1, -1), 8), *lines]))
    return table


@pytest.mark.parametrize("ruled", [True, False])
def test_every_row_of_a_table_comes_out_whole(read, ruled):
    rows = _rows(60)
    style = getSampleStyleSheet()["Normal"]
    recorded = read(READER, _document(Paragraph(PROSE, style), _table(rows, ruled), Paragraph(PROSE, style)))
    got = [row for _, _, rows, _ in recorded.grids for row in rows]
    assert got == [HEADER, *rows]
    assert recorded.grids[1][1] == len(recorded.grids[0][2]) + 1
    assert recorded.grids[1][3][0] == HEADER
    said = " ".join(text for _, text in recorded.texts)
    assert said.split() == (PROSE * 2).split()


def test_rows_between_a_rule_below_the_header_and_one_at_the_end_stay_rows(read):
    rows = [*_rows(3), ["checked by", "A. Clerk", "RN", "", ""]]
    table = Table([HEADER, *rows])
    places = ((0, "LINEABOVE"), (0, "LINEBELOW"), (3, "LINEBELOW"))
    table.setStyle(TableStyle([(kind, (0, row), (-1, row), 0.5, colors.black) for row, kind in places]))
    assert read(READER, _document(table)).grids[0][2][:4] == [HEADER, *rows[:3]]


def test_a_page_of_typewriter_letters_keeps_its_columns(read):
    rows = _rows(30)

    lines = [f"{row[0]:<23} {row[1]:<10} {row[2]:<12}{row[3]:<5}{row[4]}" for row in [HEADER, *rows]]

    def draw(page):
        for number, line in enumerate(lines):
            page.drawString(40, 750 - 11 * number, line)

    recorded = read(READER, _drawn(draw, "Courier", 8))
    assert not recorded.grids
    assert recorded.texts[0][1].split("\n") == lines


def test_wrapped_cells_are_one_cell(read):
    style = getSampleStyleSheet()["Normal"]
    rows = [[Paragraph(cell, style) for cell in row] for row in _rows(8)]
    for ruled in (True, False):
        table = Table([HEADER, *rows], colWidths=[80, 70, 80, 40, 90])
        lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *lines]))
        assert read(READER, _document(table)).grids[0][2][1:] == _rows(8)


def test_a_heading_inside_a_table_and_a_split_header(read):
    rows = _rows(12)
    places = [60, 190, 260, 340, 380]

    def draw(page):
        page.drawString(60, 780, "St. Anna Clinic")
        page.drawRightString(560, 780, "Page 1 of 2")
        page.drawString(190, 761, "Date of")
        for x, word in zip(places, ["Name", "Birth", "SSN", "Dx", "Address"], strict=True):
            page.drawString(x, 750, word)
        y = 736
        for number, row in enumerate(rows):
            if number in (0, 6):
                page.drawString(60, y, f"Ward {number} - for internal medicine and rest")
                y -= 13
            for x, cell in zip(places, row, strict=True):
                page.drawString(x, y, cell)
            y -= 13

    (_, _, got, _), *others = read(READER, _drawn(draw, size=8)).grids
    assert not others
    assert got[0] == ["Name", "Date of Birth", "SSN", "Dx", "Address"]
    assert [row for row in got[1:] if len(row) == 5] == rows


@pytest.mark.parametrize("is_ruled", [False, True])
def test_cells_that_touch_are_parted_where_line_after_line_begins_anew(read, is_ruled):
    labels = ["MRN", "Name", "DOB", "Zip", "Phone"]
    rows = [
        [f"GC10{n:04}", f"Person{n}, Ann", f"0{n % 9 + 1}/12/1960", f"0213{n % 10}", f"(615) 555-01{n:02}"]
        for n in range(12)
    ]

    def draw(page):
        for number, row in enumerate([labels, *rows]):
            for x, cell in zip((40, 79.5, 140, 200, 222.8), row, strict=True):
                page.drawString(x, 740 - 13 * number, cell)
                if is_ruled:
                    page.line(x - 1, 736 - 13 * number, x - 1, 749 - 13 * number)

    ((_, _, got, _),) = read(READER, _drawn(draw, size=8)).grids
    assert got == [labels, *rows]


def test_prose_whose_words_are_drawn_one_by_one_has_no_columns(read):
    words = (PROSE * 8).split()

    def draw(page):
        x, y = 72.0, 720.0
        for word in words:
            if x + page.stringWidth(word, "Helvetica", 10) > 520:
                x, y = 72.0, y - 13
            page.drawString(x, y, word)
            x += page.stringWidth(f"{word} ", "Helvetica", 10)

    recorded = read(READER, _drawn(draw))
    assert not recorded.grids
    assert " ".join(text for _, text in recorded.texts).split() == words


def test_labels_say_how_many_columns_there_are(read):
    """House numbers and area codes line up, and one table follows another: only the labels know the columns."""
    labels = ["Time", "Patient", "Address", "Phone", "MRN"]
    first = [
        [f"{h}:00", f"Person{h}, Ann", f"{1000 + h} Oak St", f"(215) 555-01{h}", f"GC10{h}"] for h in range(10, 14)
    ]
    second = [
        [f"{h}:30", f"\u00d3 C{h}, Alma", f"{2000 + h} N Elm Rd", f"(201) 555-02{h}", f"GC20{h}"] for h in range(10, 13)
    ]

    def draw(page):
        y = 740
        for title, places, rows in (
            ("Provider: Ann Lee, MD", [42, 75, 198, 290, 400], first),
            ("Provider: Muireann Mac Lee, MD", [42, 72, 234, 310, 420], second),
        ):
            page.drawString(46, y, title)
            for row in [labels, *rows]:
                y -= 16
                for x, cell in zip(places, row, strict=True):
                    page.drawString(x, y, cell)
            y -= 26

    got = [rows for _, _, rows, _ in read(READER, _drawn(draw, size=8)).grids]
    assert got == [[labels, *first], [labels, *second]]


def test_two_columns_of_prose_are_not_torn(read):
    words = (PROSE * 5).split()

    def draw(page):
        for x, y in ((72, 720), (320, 717)):
            line = ""
            for word in words:
                if page.stringWidth(f"{line} {word}", "Helvetica", 10) > 220:
                    page.drawString(x, y, line)
                    y, line = y - 13, word
                else:
                    line = f"{line} {word}".strip()
            page.drawString(x, y, line)

    recorded = read(READER, _drawn(draw))
    assert not recorded.grids
    assert " ".join(text for _, text in recorded.texts).split() == words + words


def test_a_form_of_labels_stays_text(read):
    lines = [
        ("Patient Name: Ann Lee", "Date of Birth: 04/03/1951"),
        ("Address: 12 Oak St, Boston MA", "Phone: (617) 555-0143"),
        ("MRN: 449122", "SSN: 123-45-6789"),
        ("Insurance: Blue Cross", "Member ID: XQR129930012"),
    ]

    def draw(page):
        for number, (left, right) in enumerate(lines):
            page.drawString(72, 740 - 16 * number, left)
            page.drawString(330, 740 - 16 * number, right)

    recorded = read(READER, _drawn(draw))
    assert not recorded.grids
    for line, (left, right) in zip(recorded.texts[0][1].split("\n"), lines, strict=True):
        assert line.startswith(left + "  ") and line.endswith("  " + right)


def test_form_values_are_read_once(read):
    def draw(page):
        page.drawString(72, 700, "Name")
        page.acroForm.textfield(name="pname", x=150, y=690, width=200, height=20, value="Ann Lee")
        page.acroForm.checkbox(name="smoker", x=150, y=600, checked=True)

    recorded = read(READER, _drawn(draw))
    assert recorded.all_text().count("Ann Lee") == 1
    assert [(f.path, f.value) for f in recorded.field_lists[0][1]] == [("form.smoker", "Yes")]


def test_bold_by_double_drawing_counts_once(read):
    def draw(page):
        for shift in (0, 0.3):
            page.drawString(72 + shift, 700, "Balloon office")

    assert read(READER, _drawn(draw)).texts == [("page 1", "Balloon office")]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_like_others(read, turn):
    def draw(page):
        page.translate(300, 400)
        page.rotate(turn)
        page.drawString(0, 20, "first line here")
        page.drawString(0, 0, "second line")

    assert read(READER, _drawn(draw)).texts == [("page 1", "first line here\nsecond line")]


@pytest.mark.parametrize(("passwords", "is_read"), [((), False), (("wrong",), False), (("wrong", "open"), True)])
def test_locked_documents_need_the_password(read, passwords, is_read):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_drawn(lambda page: page.drawString(72, 700, "inside")))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="open"))
    recorded = read(READER, out.getvalue(), passwords=passwords)
    assert (recorded.texts == [("page 1", "inside")]) is is_read
    assert recorded.cannot is (None if is_read else ItemCode.ENCRYPTED)


def test_attachments_are_children_and_notes_are_text(read):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_drawn(lambda page: page.drawString(72, 700, "inside")))) as document:
        document.attachments["list.csv"] = b"Name,SSN\n"
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[1, 1, 9, 9], Contents=pikepdf.String("call Ann")
        )
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))
        document.save(out)
    recorded = read(READER, out.getvalue())
    assert recorded.children == [(1, "list.csv", b"Name,SSN\n")]
    assert recorded.texts[-1] == ("notes", "page 1: call Ann")


def test_bookmarks_that_no_page_shows_are_text(read):
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(72, 700, "Lab report")
    for level, title in ((0, "LEE, ANN 4471"), (1, "Lab report"), (1, "Notes"), (0, "RAY, BO 4472")):
        page.bookmarkPage(title)
        page.addOutlineEntry(title, title, level)
    page.save()
    assert read(READER, out.getvalue()).texts[1:] == [("bookmarks", "LEE, ANN 4471\nNotes\nRAY, BO 4472")]


def test_properties_that_no_page_shows_are_text(read):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_drawn(lambda page: page.drawString(72, 700, "Lab report")))) as document:
        document.docinfo.update(
            {"/Title": "Ann Lee 1970-01-02", "/Subject": "Lab report", "/Author": "Dan", "/MRN": "M7"}
        )
        document.save(out)
    assert read(READER, out.getvalue()).texts[1:] == [("properties", "MRN: M7\nTitle: Ann Lee 1970-01-02")]
    scan = io.BytesIO()
    with pikepdf.open(io.BytesIO(_drawn(lambda page: page.drawInlineImage(_grey(), 0, 0, 600, 780)))) as document:
        document.docinfo["/Title"] = "Scan 1"
        document.save(scan)
    assert read(READER, scan.getvalue()).cannot is ItemCode.NEEDS_OCR


def test_pictures_of_pages_need_ocr(read):
    def picture(page):
        page.drawInlineImage(_grey(), 0, 0, 600, 780)

    assert read(READER, _drawn(picture)).cannot is ItemCode.NEEDS_OCR

    def both(page):
        page.drawString(72, 700, "first page")
        page.showPage()
        picture(page)

    recorded = read(READER, _drawn(both))
    assert recorded.texts == [("page 1", "first page")]
    assert recorded.codes == [ItemCode.PAGES_WITHOUT_TEXT]


def _grey():
    from PIL import Image

    return Image.new("L", (60, 78), 128)


def test_characters_beyond_u_ffff_are_read(read):
    names = "beginbfchar <41> <D803DC80> endbfchar"
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 {names} endcmap".encode()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(300, 200))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            ToUnicode=made.make_stream(cmap),
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.contents_add(b"BT /F1 12 Tf 50 100 Td (A Lee) Tj ET")
        out = io.BytesIO()
        made.save(out)
    assert read(READER, out.getvalue()).texts == [("page 1", "\U00010c80 Lee")]


def test_broken_documents(read):
    assert read(READER, b"%PDF-1.4\nnothing").cannot is ItemCode.CORRUPT
    whole = _drawn(lambda page: page.drawString(72, 700, "still here"))
    assert read(READER, whole[: whole.rindex(b"xref")]).texts == [("page 1", "still here")]


@pytest.mark.parametrize(("said", "codes"), [(1, []), (2, [ItemCode.COUNT_DIFFERS])])
def test_pages_that_a_document_says_it_has_are_held_against_its_tree(read, said, codes):
    whole = _drawn(lambda page: page.drawString(72, 700, "Ann Lee has one page"))
    recorded = read(READER, re.sub(rb"/Count 1\b", f"/Count {said}".encode(), whole))
    assert recorded.texts == [("page 1", "Ann Lee has one page")]
    assert [code for code in recorded.codes if code is ItemCode.COUNT_DIFFERS] == codes


def _packed_page():
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter, pageCompression=1)
    for row in range(30):
        page.drawString(50, 700 - 20 * row, f"Ann Lee {row * 7919}")
    page.save()
    return out.getvalue()


@pytest.mark.parametrize("filler", [b"", b"\0" * 40, b"\xff" * 40])
def test_a_page_that_does_not_unpack_is_told(read, filler):
    with pikepdf.open(io.BytesIO(_packed_page())) as document:
        stream = document.pages[0].Contents
        raw = zlib.compress(stream.read_bytes())
        stream.write(
            raw[: len(raw) // 2] + filler + raw[len(raw) // 2 + 40 :] if filler else raw,
            filter=pikepdf.Name.FlateDecode,
        )
        out = io.BytesIO()
        document.save(out)
    recorded = read(READER, out.getvalue())
    assert (ItemCode.PARTLY_CORRUPT in recorded.codes) is bool(filler)


def test_a_document_that_had_to_be_mended_is_told(read):
    data = _packed_page()
    assert ItemCode.PARTLY_CORRUPT in read(READER, data.replace(b"\nxref", b"\n????")).codes
    assert read(READER, data).codes == []


@pytest.mark.parametrize("ruled", [True, False])
def test_lines_of_people_between_lines_of_visits_stay_lines(read, ruled):
    rows = [
        cells
        for number in range(4)
        for cells in (
            [
                f"{STREETS[number]}er, Ann",
                f"{104471 + number}",
                f"03/1{number}/19{number + 5}1",
                f"(615) 555-010{number}",
            ],
            [f"11/1{number}/2024", "96413", "C90.00", "Hastings MD"],
            [f"12/1{number}/2024", "J9271", "C50.912", "Orlov NP"],
        )
    ]
    table = Table(rows)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []))
    got = read(READER, _document(table))
    assert not got.grids
    said = [" ".join(line.split()) for _, text in got.texts for line in text.split("\n") if line.strip()]
    assert said == [" ".join(row) for row in rows]


def test_a_page_with_a_gutter_too_narrow_to_see_is_read_by_lines(read):
    def draw(page):
        for number in range(8):
            at = 700 - 12 * number
            for x, text in (
                (60, f"Person{number}, Ann"),
                (160, f"0{number + 1}/03/1961 W1044710{number}"),
                (300, "99213"),
            ):
                page.drawString(x, at, text)

    got = read(READER, _drawn(draw, size=8))
    assert not got.grids
    assert len([line for _, text in got.texts for line in text.split("\n") if "W1044710" in line]) == 8
