"""A minimal writer of Word documents: paragraphs, headings, tables, header and footer.

Source: ECMA-376 Part 1, WordprocessingML; only what Word needs to open the file.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from simulator.blocks import Block, Fields, Heading, Para

_EPOCH = (2024, 12, 1, 9, 0, 0)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/'
    '2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override '
    'PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header'
    '+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """Return a zip archive with these files and a fixed time, so that equal input gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def write_docx(blocks: list[Block], header: str = "") -> bytes:
    """Return a Word document; ``header`` stands in the page header."""
    body = "".join(_block(block) for block in blocks)
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_W} {_R}><w:body>{body}<w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:body></w:document>'
    )
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr {_W}>{_paragraph(header)}</w:hdr>'
    return zipped(
        [
            ("[Content_Types].xml", _TYPES.encode()),
            ("_rels/.rels", _RELS.format(kind="officeDocument", target="word/document.xml").encode()),
            ("word/_rels/document.xml.rels", _RELS.format(kind="header", target="header1.xml").encode()),
            ("word/document.xml", document.encode()),
            ("word/header1.xml", head.encode()),
        ]
    )


def _paragraph(text: str, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{style}{lines}</w:r></w:p>"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return _paragraph(block.text, bold=True)
    if isinstance(block, Para):
        return _paragraph(block.text)
    if isinstance(block, Fields):
        if block.columns > 1:
            return _table([[label, value] for label, value in block.pairs])
        return "".join(_paragraph(f"{label}: {value}" if label else value) for label, value in block.pairs)
    title = _paragraph(block.title, bold=True) if block.title else ""
    return title + _table(block.rows)


def _table(rows: list[list[str]]) -> str:
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1800"/>' * max(map(len, rows), default=1) + "</w:tblGrid>"
    cells = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl><w:tblPr/>" + grid + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>" + _paragraph("")
