"""Writer of HTML pages and HTML mail bodies."""

from __future__ import annotations

from html import escape

from simulator.blocks import Block, Fields, Heading, Para


def write_html(blocks: list[Block], title: str = "", style: str = "table") -> str:
    """Return a page; ``style`` says whether fields become a table, a definition list or bold labels."""
    body = "\n".join(_block(block, style) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        "<style>td{padding:2px 8px;font-family:Calibri}</style></head>\n<body>\n" + body + "\n</body></html>\n"
    )


def _block(block: Block, style: str) -> str:
    if isinstance(block, Heading):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Para):
        return "<p>" + escape(block.text).replace("\n", "<br>\n") + "</p>"
    if isinstance(block, Fields):
        return _fields(block, style)
    title = f"<caption>{escape(block.title)}</caption>" if block.title else ""
    rows = [_row(row, "th" if number < block.header_rows else "td") for number, row in enumerate(block.rows)]
    return f"<table border=1>{title}\n" + "\n".join(rows) + "\n</table>"


def _row(cells: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _fields(block: Fields, style: str) -> str:
    pairs = [(escape(label), escape(value)) for label, value in block.pairs]
    if style == "dl":
        return "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in pairs) + "</dl>"
    if style == "bold":
        return "<div>" + "<br>\n".join(f"<b>{a}:</b>&nbsp;{b}" for a, b in pairs) + "</div>"
    return "<table>" + "".join(f"<tr><td><b>{a}</b></td><td>{b}</td></tr>" for a, b in pairs) + "</table>"
