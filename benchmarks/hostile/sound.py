"""Small sound files of many formats, to be damaged: made by the writers that the tests use."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile

import rars
from PIL import Image
from reportlab.pdfgen import canvas

from tests.readers.outlook import msg
from tests.readers.pst_file import PstFile
from tests.readers.test_cards_and_chats import CARD, INVITE
from tests.readers.test_more_archives import FILES, lzma2, seven_zip
from tests.readers.test_odf import package
from tests.readers.test_old_office import biff8, cell
from tocsin.readers.mapi import MapiAttachment, MapiMessage
from tocsin.readers.tnef_write import tnef_bytes


def sound_files() -> dict[str, bytes]:
    """Return file names and bytes."""
    mail = b"From: Kim <kim@clinic.example>\nTo: a@b.example\nSubject: Ann\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAnn Lee\n--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\na,b\n1,2\n--b--\n"
    item = MapiMessage({0x0037: "x", 0x1000: "Ann"}, [{0x3001: "Bo"}], [MapiAttachment({0x3001: "y"}, b"a,b\n1,2\n")])
    return {
        "mail.eml": mail,
        "box.mbox": (b"From a Mon Jan  1 00:00:00 2024\n" + mail + b"\n") * 5,
        "item.msg": msg(
            {0x0037: "x", 0x1000: "Ann"}, [{0x3001: "Bo", 0x0C15: 1}], [({0x3001: "a.csv", 0x3701: b"a,b\n"}, None)]
        ),
        "winmail.dat": tnef_bytes(item),
        "box.pst": _pst(),
        "cards.vcf": CARD.encode(),
        "plan.ics": INVITE.encode(),
        "letter.odt": package("text", "<text:p>Ann Lee</text:p>"),
        "list.xls": biff8(cell(0xFD, 0, 0, struct.pack("<I", 0)), cell(0x203, 1, 0, struct.pack("<d", 12345678))),
        "page.pdf": _pdf(),
        "page.png": _picture("PNG"),
        "page.tiff": _picture("TIFF"),
        "page.jpg": _picture("JPEG"),
        "files.zip": _zip(),
        "files.7z": seven_zip(FILES, lzma2, b"\x01\x21\x21\x01\x08"),
        "files.rar": _rar(),
        "text.xz": lzma.compress(b"Ann Lee\n" * 500),
        "text.rtf": b"{\\rtf1\\ansi Ann \\b Lee\\b0\\par{\\pict\\pngblip 89504e47}}" * 5,
        "page.html": b"<html><body><table><tr><td>Name</td><td>SSN</td></tr></table>Ann</body></html>" * 5,
        "data.json": b'{"resourceType": "Patient", "name": [{"family": "Lee"}]}',
    }


def _pst() -> bytes:
    file = PstFile()
    file.folder("Inbox", 0x8082)
    for number in range(5):
        file.item(0x200004 + number * 0x20, 0x8082, {0x0037: f"mail {number}", 0x1000: "Ann Lee"})
    return bytes(file.data())


def _pdf() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=1)
    for row in range(10):
        page.drawString(50, 700 - 20 * row, f"Ann Lee {row}")
        page.drawString(250, 700 - 20 * row, f"900-12-000{row}")
    page.save()
    return out.getvalue()


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((120, 90), 50).save(out, kind)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES:
            archive.writestr(name, data)
    return out.getvalue()


def _rar() -> bytes:
    builder = rars.RarBuilder()
    for name, data in FILES:
        builder.add_bytes(data, name)
    return bytes(builder.to_bytes())
