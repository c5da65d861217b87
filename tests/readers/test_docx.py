"""Word-processing documents: order, tables, boxes, notes, and what tracked changes removed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers.docx import READER

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _docx(body, relations=(), **parts):
    out = io.BytesIO()
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}" {mode}/>'
        for n, (kind, target, mode) in enumerate(relations)
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        package.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{RELS}">{lines}</Relationships>')
        for name, data in parts.items():
            package.writestr("word/" + name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def _p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(inner, style=""):
    return f"<w:tc><w:tcPr>{style}</w:tcPr>{inner}</w:tc>"


def _part(tag, inner):
    return f'<w:{tag} xmlns:w="{W}">{inner}</w:{tag}>'


def test_text_and_tables_keep_their_order(read):
    table = f"<w:tbl><w:tr>{_tc(_p('Name'))}{_tc(_p('Ann Lee'))}</w:tr></w:tbl>"
    recorded = read(READER, _docx(_p("before") + table + _p("after")))
    assert recorded.order == ["body", "table 1", "body"]
    assert recorded.grids[0][2] == [["Name", "Ann Lee"]]


def test_spans_keep_columns_apart_and_controls_are_read_through(read):
    wide = _tc(_p("Total"), '<w:gridSpan w:val="2"/>')
    first = f"<w:tr>{wide}{_tc(_p('x'))}</w:tr>"
    control = (
        f"<w:sdt><w:sdtContent><w:tr>{_tc(_p('a'))}{_tc(_p('b') + _p('c'))}{_tc(_p('d'))}</w:tr></w:sdtContent></w:sdt>"
    )
    recorded = read(READER, _docx(f"<w:tbl>{first}{control}</w:tbl>"))
    assert recorded.grids[0][2] == [["Total", "", "x"], ["a", "b\nc", "d"]]


def test_a_nested_table_is_a_table_of_its_own(read):
    inner = f"<w:tbl><w:tr>{_tc(_p('MRN'))}{_tc(_p('44'))}</w:tr></w:tbl>"
    recorded = read(READER, _docx(f"<w:tbl><w:tr>{_tc(_p('left'))}{_tc(inner)}</w:tr></w:tbl>"))
    assert [rows for _, _, rows, _ in recorded.grids] == [[["left", ""]], [["MRN", "44"]]]


def test_a_table_of_one_column_is_text(read):
    recorded = read(READER, _docx(f"<w:tbl><w:tr>{_tc(_p('Dear Ann,'))}</w:tr></w:tbl>"))
    assert recorded.grids == [] and recorded.texts == [("body", "Dear Ann,")]


def test_tracked_changes_give_the_new_words_and_the_old_ones(read):
    body = (
        "<w:p><w:r><w:t>Name: </w:t></w:r><w:del><w:r><w:delText>Jon</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>John</w:t></w:r></w:ins><w:r><w:t> Ray</w:t></w:r></w:p>"
    )
    assert read(READER, _docx(body)).texts == [("body", "Name: John Ray"), ("body, deleted", "Name: Jon Ray")]


def test_a_text_box_is_read_once(read):
    box = f"<w:txbxContent>{_p('in the box')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(READER, _docx(body)).all_text().count("in the box") == 1


def test_headers_notes_comments_links_and_children(read):
    relations = [
        ("header", "header1.xml", ""),
        ("header", "header2.xml", ""),
        ("footnotes", "footnotes.xml", ""),
        ("comments", "comments.xml", ""),
        ("hyperlink", "mailto:ann%40x.test?subject=1", 'TargetMode="External"'),
    ]
    data = _docx(
        _p("text"),
        relations,
        header1_dot_xml=_part("hdr", _p("Patient: Ann Lee")),
        header2_dot_xml=_part("hdr", _p("Patient: Ann Lee")),
        footnotes_dot_xml=_part("footnotes", f"<w:footnote>{_p('a note')}</w:footnote>"),
        comments_dot_xml=_part("comments", f"<w:comment>{_p('a comment')}</w:comment>"),
        media__image1_dot_png=b"picture",
        embeddings__list_dot_xlsx=b"sheet",
    )
    recorded = read(READER, data)
    assert recorded.texts == [
        ("body", "text"),
        ("header", "Patient: Ann Lee"),
        ("footnotes", "a note"),
        ("comments", "a comment"),
        ("links", "ann@x.test"),
    ]
    assert [(name, body) for _, name, body in recorded.children] == [
        ("image1.png", b"picture"),
        ("list.xlsx", b"sheet"),
    ]


def test_variables_of_merged_letters_are_text(read):
    held = _part("settings", '<w:docVars><w:docVar w:name="Patient" w:val="Ann Lee"/></w:docVars>')
    data = _docx(_p("text"), [("settings", "settings.xml", "")], settings_dot_xml=held)
    assert read(READER, data).texts == [("body", "text"), ("variables", "Patient: Ann Lee")]


def test_form_fields_say_what_they_are_set_to(read):
    data = (
        '<w:fldChar><w:ffData><w:checkBox><w:checked w:val="1"/></w:checkBox></w:ffData></w:fldChar>',
        '<w:fldChar><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="A"/><w:listEntry w:val="B"/></w:ddList>'
        "</w:ffData></w:fldChar>",
    )
    body = "".join(f"<w:p><w:r><w:t>q: </w:t></w:r><w:r>{one}</w:r></w:p>" for one in data)
    assert read(READER, _docx(body)).texts == [("body", "q: [x]\nq: B")]


def test_a_cut_document_gives_what_is_there(read):
    whole = _docx("".join(_p(f"line {n}") for n in range(100)))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        body = package.read("word/document.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", body[: len(body) // 2])
    recorded = read(READER, out.getvalue())
    assert "line 20" in recorded.all_text() and ItemCode.PARTLY_CORRUPT in recorded.codes


def test_a_package_without_a_body_is_corrupt(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/other.xml", "x")
    assert read(READER, out.getvalue()).cannot is ItemCode.CORRUPT


def test_a_document_of_too_many_paragraphs_ends_with_a_code_and_keeps_what_came_before(read):
    limits = replace(READ, elements=3)
    whole = read(READER, _docx("".join(_p(f"line {n}") for n in range(3))), limits=limits)
    cut = read(READER, _docx("".join(_p(f"line {n}") for n in range(4))), limits=limits)
    assert (whole.cannot, cut.cannot) == (None, ItemCode.TOO_LARGE)
    assert cut.texts == [("body", "line 0\nline 1\nline 2")]
