"""HTML: what a person would read, block by block; tables of data as grids, tables that only lay out as text.

Hidden text is read too: a person's data leak whether or not a browser shows them. Scripts and styles are not text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.cell_lines import with_lines
from tocsin.readers.decoding import decode
from tocsin.readers.html_hidden import data_scripts, hidden_texts
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "object", "iframe"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
     "header", "footer", "blockquote", "pre", "dl", "dt", "dd", "hr", "form", "fieldset", "legend", "address", "title",
     "tbody", "thead", "caption", "main", "aside", "nav", "figure", "figcaption", "option", "center"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_META = re.compile(rb"(?i)<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w-]{2,40})")
_XML = re.compile(rb"(?i)\A\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w-]{2,40})")
_WORD = re.compile(r"[^\W_]{2,}")
_ANY_TAG = re.compile(r"<[^<>]*>")
_NESTING = re.compile(
    r"(?i)<(/?)(?:div|span|table|b|i|u|font|a|em|strong|blockquote|ul|ol|section|center|form)\b[^<>]*>"
)
_MOST_DEPTH = 3_000
_MOST_SPAN = 50
_LONGEST_CELL = 1_500
_MOST_NODES = 5_000_000


class HtmlReader:
    """Reads a page."""

    name = "html"
    media_types = frozenset({"text/html", "application/xhtml+xml"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return nothing: a page is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the text and the tables of the page."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        declared = _META.search(data, 0, 8192) or _XML.search(data, 0, 1024)
        page = decode(data, declared.group(1).decode("ascii") if declared else "")
        html_text(page, sink, "body")
        for ordinal, script in enumerate(data_scripts(page), 1):
            packed = script.encode("utf-8", "replace")
            sink.child(ordinal, "", io.BytesIO(packed), len(packed), "application/json")


READER = HtmlReader()


def html_text(html: str, sink: Sink, place: str) -> None:
    """Give the text of HTML to the sink at ``place``, tables of data as ``place, table N``, what is hidden apart."""
    tables = 0
    shown: list[str] = []
    for piece in _pieces(html):
        if isinstance(piece, str):
            sink.text(piece, place)
            shown.append(piece)
        else:
            tables += 1
            sink.grid(piece, f"{place}, table {tables}")
            shown += map(" ".join, piece)
    hidden: dict[str, dict[str, None]] = {}
    for where, text in hidden_texts(html):
        hidden.setdefault(where, {})[" ".join(text.split())] = None
    seen = " ".join("\n".join(shown).split()) if hidden else ""
    for where, texts in hidden.items():
        if unseen := "\n".join(text for text in texts if text not in seen):
            sink.text(unseen, f"{place}, {where}")


def plain_html(text: str) -> str:
    """Return what a person would read of a value that is HTML, any other value as it is.

    Example:
        >>> plain_html("<p>pt <b>Ann Lee</b></p>"), plain_html("BP <120")
        ('pt Ann Lee', 'BP <120')
    """
    if "</" not in text or _MARKED.search(text) is None:
        return text
    return "\n".join(one if isinstance(one, str) else _as_lines(one) for one in _pieces(text)).strip()


_MARKED = re.compile(r"(?i)<(?:p|div|span|b|i|u|a|em|strong|h[1-6]|table|li|ul|ol|font|html|body)(?:\s[^<>]*)?>")


def _as_lines(table: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in table)


def html_words(html: str) -> tuple[set[str], bool]:
    """Return the words of HTML and whether it holds a table of data."""
    words: set[str] = set()
    has_table = False
    for piece in _pieces(html):
        if isinstance(piece, str):
            words.update(_WORD.findall(piece))
        else:
            has_table = True
            for row in piece:
                for cell in row:
                    words.update(_WORD.findall(cell))
    return words, has_table


_GAP = re.compile(r"(?<=\S)[ \t\xa0]{2,200}(?=\S)")
_BLANK = "\ue0ff"
"""Stands for a blank of a gap until the text is folded: a private character, which no reader gives."""


def _kept(gap: re.Match[str]) -> str:
    return _BLANK * len(gap[0].expandtabs())


@dataclass
class _Writer:
    """Text as it grows: blocks stand on lines of their own, white space is folded as a browser does.

    Blanks that part columns inside one line of the source stay: mail programs put print images into HTML.
    """

    parts: list[str] = field(default_factory=list)
    is_at_start: bool = True
    is_behind_term: bool = False

    def add(self, text: str, is_pre: bool) -> None:
        """Add a run of text."""
        if is_pre:
            self.parts.append(text)
            self.is_at_start = text.endswith("\n")
            return
        words = " ".join(_GAP.sub(_kept, text.replace(_BLANK, " ")).split())
        if not words:
            if text and not self.is_at_start:
                self.parts.append(" ")
            return
        lead = " " if text[0].isspace() and not self.is_at_start else ""
        tail = " " if text[-1].isspace() else ""
        self.parts.append(lead + words + tail)
        self.is_at_start = False

    def term(self) -> None:
        """End a term of a list of terms: its value goes on behind it, as behind a form's label."""
        if not self.is_at_start:
            text = self.parts[-1].rstrip()
            self.parts[-1] = text + (" " if text.endswith((":", "?", ".")) else ": ")
            self.is_behind_term = True

    def end_line(self) -> None:
        """End the line if something stands on it."""
        if self.is_behind_term:
            self.is_behind_term = False
        elif not self.is_at_start:
            self.parts.append("\n")
            self.is_at_start = True

    def gap(self) -> None:
        """Leave an empty line between paragraphs."""
        self.end_line()
        if self.parts and self.parts[-1] != "\n\n":
            self.parts.append("\n")

    def taken(self) -> str:
        """Return what was written and begin anew."""
        text = re.sub(r" +\n", "\n", re.sub(r" {2,}", " ", "".join(self.parts)))
        text = re.sub(r"\n{3,}", "\n\n", text).strip("\n ").replace(_BLANK, " ")
        self.parts, self.is_at_start = [], True
        return text


def _pieces(html: str) -> Iterator[str | list[list[str]]]:
    """Give runs of text and tables of data in reading order."""
    if _is_bottomless(html):
        yield from (line for line in _ANY_TAG.sub("\n", html).split("\n\n") if line.strip())
        return
    tree = LexborHTMLParser(html)
    root = tree.root
    if root is None:
        return
    writer = _Writer()
    title = tree.css_first("head > title")
    if title is not None:
        writer.add(title.text(deep=True), False)
        writer.gap()
    for event in _events(root):
        if isinstance(event, list):
            text = writer.taken()
            if text:
                yield text
            yield event
        else:
            _write(writer, *event)
    text = writer.taken()
    if text:
        yield text


def _is_bottomless(html: str) -> bool:
    """Tell whether elements lie in elements so deep that building their tree takes time without end.

    Only elements that a writer must close are counted; all text of such a page is read, without its layout.
    """
    if html.count("<") < _MOST_DEPTH:
        return False
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match.group(1) else 1
        if depth > _MOST_DEPTH:
            return True
    return False


def _write(writer: _Writer, kind: str, text: str, is_pre: bool) -> None:
    if kind == "text":
        writer.add(text, is_pre)
    elif kind == "term":
        writer.term()
    elif kind == "cell":
        writer.parts.append("  ")
    elif kind == "gap":
        writer.gap()
    else:
        writer.end_line()


def _events(root: LexborNode) -> Iterator[tuple[str, str, bool] | list[list[str]]]:
    """Walk the tree without recursion: text, ends of blocks, tables of data."""
    stack: list[tuple[LexborNode | None, str, bool]] = [(root, "", False)]
    count = 0
    while stack:
        node, closing, is_pre = stack.pop()
        count += 1
        if count > _MOST_NODES:
            raise CannotRead(ItemCode.TOO_MUCH_OUTPUT)
        if node is None:
            yield closing, "", False
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield "text", node.text(deep=False) or "", is_pre
            continue
        if tag in _SILENT or tag.startswith(("-", "!")):
            continue
        if tag == "table":
            rows = _table(node)
            if rows is not None:
                yield from _caption(node)
                yield rows
                continue
        spoken = _spoken(node, tag)
        if spoken:
            yield "text", f" {spoken} ", False
        closing = _closing(tag)
        if tag in _BLOCKS:
            yield "line" if tag == "dt" else closing, "", False
        if closing:
            stack.append((None, closing, False))
        inner = is_pre or tag in {"pre", "textarea"}
        children = list(node.iter(include_text=True))
        stack.extend((child, "", inner) for child in reversed(children))


def _caption(table: LexborNode) -> Iterator[tuple[str, str, bool]]:
    caption = table.css_first("caption")
    if caption is not None:
        yield "gap", "", False
        yield "text", caption.text(deep=True), False
        yield "gap", "", False


def _closing(tag: str) -> str:
    if tag in {"p", "table", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "dl"}:
        return "gap"
    if tag in _CELLS:
        return "cell"
    if tag == "dt":
        return "term"
    return "line" if tag in _BLOCKS else ""


def _spoken(node: LexborNode, tag: str) -> str:
    """Return the text that stands in attributes: alternative texts, values of form fields."""
    if tag not in {"img", "input", "option", "area"}:
        return ""
    attributes = node.attributes
    if tag == "input" and attributes.get("type") in {"hidden", "submit", "button", "password", "checkbox", "radio"}:
        return ""
    return (attributes.get("value" if tag == "input" else "alt") or "").strip()


def _table(table: LexborNode) -> list[list[str]] | None:
    """Return the rows of a table of data; None if the table only lays out, or holds another table."""
    if table.css_first("table table") is not None or len(table.css("table")) > 1:
        return None
    read = [_row(row) for row in table.css("tr")]
    rows = with_lines(_filled_down([cells for cells in read if cells]))
    wide = [row for row in rows if sum(1 for cell in row if cell) > 1]
    if len(rows) < 2 or len(wide) * 2 < len(rows):
        return None
    if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return None
    return rows


@dataclass
class _Cell:
    text: str
    columns: int
    rows: int


def _row(row: LexborNode) -> list[_Cell]:
    return [
        _Cell(_cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
        for cell in row.iter()
        if cell.tag in _CELLS
    ]


def _cell_text(cell: LexborNode) -> str:
    values = [_spoken(node, node.tag or "") for node in cell.css("img, input")]
    text = _lined(cell) if cell.css_first("br") is not None else " ".join(cell.text(deep=True, separator=" ").split())
    return " ".join([*([text] if text else []), *(value for value in values if value)])


def _lined(cell: LexborNode) -> str:
    """Return the text of a cell with its lines."""
    lines = [""]
    for node in cell.traverse(include_text=True):
        if node.tag == "br":
            lines.append("")
        elif node.tag == "-text":
            lines[-1] += f" {node.text(deep=False)}"
    return "\n".join(bare for line in lines if (bare := " ".join(line.split())))


def _span(cell: LexborNode, name: str) -> int:
    text = cell.attributes.get(name) or "1"
    return min(max(1, int(text)), _MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _filled_down(rows: list[list[_Cell]]) -> list[list[str]]:
    """Return plain rows: a cell over several rows stands in each, one over several columns in the first."""
    result: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    for row in rows:
        cells: list[str] = []
        left = iter(row)
        cell = next(left, None)
        while cell is not None or len(cells) in hanging:
            at = len(cells)
            if at in hanging:
                text, count = hanging.pop(at)
                cells.append(text)
                if count > 1:
                    hanging[at] = (text, count - 1)
                continue
            assert cell is not None
            if cell.rows > 1:
                hanging[at] = (cell.text, cell.rows - 1)
            cells.extend([cell.text, *[""] * (cell.columns - 1)])
            cell = next(left, None)
        result.append(cells)
    return result
