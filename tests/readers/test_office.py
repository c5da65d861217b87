"""Presentations, locked documents, pictures."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tocsin.model.evidence import ItemCode
from tocsin.readers.locked import READER as LOCKED
from tocsin.readers.pptx import READER as PPTX

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _locked(password):
    book = openpyxl.Workbook()
    book.active["A1"] = "inside"
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    OOXMLFile(plain).encrypt(password, out)
    return out.getvalue()


@pytest.mark.parametrize("passwords", [(), ("wrong",), ("wrong", "right")])
def test_a_locked_workbook_needs_the_password(read, passwords):
    recorded = read(LOCKED, _locked("right"), passwords=passwords)
    assert recorded.cannot is (None if "right" in passwords else ItemCode.ENCRYPTED)
    assert bool(recorded.grids) is ("right" in passwords)


def test_the_password_excel_writes_by_itself_is_tried(read):
    assert read(LOCKED, _locked("VelvetSweatshop")).grids[0][2] == [["inside"]]


def test_a_damaged_lock_is_told(read):
    assert read(LOCKED, _locked("right")[:3000], passwords=("right",)).cannot is ItemCode.ENCRYPTED
    assert read(LOCKED, b"nothing of the kind").cannot is ItemCode.CORRUPT


def _relations(*pairs):
    lines = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in pairs)
    return f'<Relationships xmlns="{RELS}">{lines}</Relationships>'


def _slide(inner):
    return f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>'


def _said(text):
    return f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def test_slides_come_in_the_order_shown_with_tables_and_notes(read):
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    table = (
        f"<p:graphicFrame><a:tbl><a:tr>{cell.format('Name')}{cell.format('Ann Lee')}</a:tr></a:tbl></p:graphicFrame>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "ppt/presentation.xml",
            f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst><p:sldId id="257" r:id="r2"/>'
            '<p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
        )
        package.writestr(
            "ppt/_rels/presentation.xml.rels",
            _relations(("r1", "slide", "slides/slide1.xml"), ("r2", "slide", "slides/slide2.xml")),
        )
        package.writestr("ppt/slides/slide1.xml", _slide(_said("second") + table))
        package.writestr("ppt/slides/slide2.xml", _slide(_said("first")))
        package.writestr("ppt/slides/slide9.xml", _slide(_said("unlisted")))
        package.writestr("ppt/slides/_rels/slide1.xml.rels", _relations(("n", "notesSlide", "../notesSlides/n1.xml")))
        package.writestr("ppt/notesSlides/n1.xml", _slide(_said("call Bob")))
        package.writestr("ppt/media/image1.png", b"picture")
    recorded = read(PPTX, out.getvalue())
    assert recorded.texts == [
        ("slide 1", "first"),
        ("slide 2", "second"),
        ("slide 2 notes", "call Bob"),
        ("slide 3", "unlisted"),
    ]
    assert recorded.grids[0][:3] == ("slide 2, table 1", 1, [["Name", "Ann Lee"]])
    assert recorded.children == [(1, "image1.png", b"picture")]
