"""Text of OpenDocument: paragraphs, lists and tables in reading order; notes, comments and changes beside them.

Source: OASIS OpenDocument 1.3 part 3, 5 (paragraphs and lists), 9 (tables), 6.3 (notes), 14.1 (annotations).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import Sink
from tocsin.readers.package import Element, attribute, local

_PARAGRAPHS = frozenset({"p", "h"})
_APART = {"note": "footnotes", "annotation": "comments", "tracked-changes": "tracked changes"}
_SILENT = frozenset(
    {"sequence-decls", "variable-decls", "user-field-decls", "forms", "event-listeners", "shapes-decl", "script",
     "annotation-end", "note-citation", "date-decl", "footer-decl", "header-decl"}
)  # fmt: skip
_SAID_OF_PICTURES = frozenset({"title", "desc"})
_MOST_BLANKS = 1_000
_MOST_DEPTH = 120
_MOST_CELLS = 200_000
_MOST_SPAN = 200


@dataclass
class OdfText:
    """Gathers the text of one place and gives it out; tables go out where they stand."""

    sink: Sink
    place: str
    tables: list[int]
    """How many tables were given so far, in the whole document."""
    _lines: list[str] = field(default_factory=list)
    _apart: dict[str, list[str]] = field(default_factory=dict)

    def take(self, element: Element, depth: int = 0) -> None:
        """Take an element and what it holds."""
        kind = local(element)
        if not kind or kind in _SILENT:
            return
        if depth > _MOST_DEPTH:
            self.sink.partly(ItemCode.TOO_DEEP)
            return
        if kind in _APART:
            self._aside(element, _APART[kind])
        elif kind in _PARAGRAPHS:
            self._lines.append(self._paragraph(element))
        elif kind == "table":
            self._table(element)
        elif kind in _SAID_OF_PICTURES:
            self._lines.append((element.text or "").strip())
        else:
            for child in element:
                self.take(child, depth + 1)
            hidden = attribute(element, "string-value") if kind in {"hidden-text", "hidden-paragraph"} else ""
            if hidden:
                self._lines.append(hidden)

    def end(self) -> None:
        """Give out what is left, then what stands apart."""
        self._flush()
        for place, lines in self._apart.items():
            self.sink.text("\n".join(lines), place if self.place == "body" else f"{self.place} {place}")
        self._apart = {}

    def _flush(self) -> None:
        self.sink.text("\n".join(self._lines), self.place)
        self._lines = []

    def _aside(self, element: Element, place: str) -> None:
        inner = OdfText(self.sink, self.place, self.tables)
        for child in element:
            inner.take(child)
        lines = [line for line in inner._lines if line.strip()]
        author = "".join(one.text or "" for one in element.iter("{*}creator")).strip() if place == "comments" else ""
        if lines:
            said = "\n".join(lines)
            self._apart.setdefault(place, []).append(f"{author}: {said}" if author else said)

    def _paragraph(self, element: Element) -> str:
        """Return a paragraph's text; frames and notes anchored in it are taken on their own."""
        parts: list[str] = []
        self._inline(element, parts, 0)
        return "".join(parts)

    def _inline(self, element: Element, parts: list[str], depth: int) -> None:
        parts.append(element.text or "")
        for child in element:
            kind = local(child)
            if kind == "s":
                parts.append(" " * min(_MOST_BLANKS, _number(attribute(child, "c"), 1)))
            elif kind == "tab":
                parts.append("\t")
            elif kind == "line-break":
                parts.append("\n")
            elif kind in _APART:
                self._aside(child, _APART[kind])
            elif kind in {"frame", "custom-shape", "rect", "g", "ellipse", "path", "table"}:
                self.take(child)
            elif kind and depth < _MOST_DEPTH and kind not in _SILENT:
                self._inline(child, parts, depth + 1)
                if kind == "a":
                    parts.append(_address(child))
            parts.append(child.tail or "")

    def _table(self, table: Element) -> None:
        self._flush()
        self.tables[0] += 1
        rows = [self._row(row) for row in _own(table, "table-row")]
        self.sink.grid(
            rows, f"{self.place}, table {self.tables[0]}" if self.place != "body" else f"table {self.tables[0]}"
        )

    def _row(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if local(cell) not in {"table-cell", "covered-table-cell"}:
                continue
            inner = OdfText(self.sink, self.place, self.tables)
            for child in cell:
                inner.take(child)
            for place, lines in inner._apart.items():
                self._apart.setdefault(place, []).extend(lines)
            text = "\n".join(line for line in inner._lines if line.strip())
            repeat = min(_MOST_SPAN, _number(attribute(cell, "number-columns-repeated"), 1))
            cells += [text] * repeat
            if len(cells) > _MOST_CELLS:
                break
        return cells


def plain_text(element: Element) -> str:
    """Return all paragraphs below an element, a line each, without structure."""
    return "\n".join(
        line for one in element.iter("{*}p", "{*}h") if (line := _flat(one)).strip() and not _is_inner(one, element)
    )


def _flat(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "s":
            parts.append(" " * min(_MOST_BLANKS, _number(attribute(child, "c"), 1)))
        elif kind in {"tab", "line-break"}:
            parts.append("\t" if kind == "tab" else "\n")
        elif kind and kind not in _APART:
            parts.append(_flat(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_inner(one: Element, top: Element) -> bool:
    """Tell whether a paragraph lies inside another one below ``top`` (a frame in a paragraph), where it was said."""
    above = one.getparent()
    while above is not None and above is not top:
        if local(above) in _PARAGRAPHS:
            return True
        above = above.getparent()
    return False


def _own(table: Element, kind: str) -> list[Element]:
    """Return rows of a table, grouped ones too, but none of tables inside its cells."""
    found = []
    for child in table:
        if local(child) == kind:
            found.append(child)
        elif local(child) in {"table-header-rows", "table-row-group", "table-rows"}:
            found += _own(child, kind)
    return found


def _address(link: Element) -> str:
    target = attribute(link, "href")
    if target.lower().startswith(("mailto:", "tel:")):
        address = target.partition(":")[2].partition("?")[0]
        return f" <{address}>" if address and address not in "".join(link.itertext()) else ""
    return ""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else otherwise
