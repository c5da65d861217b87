"""Word-processing documents of Office Open XML: body, tables, text boxes, headers, notes, comments, tracked changes.

Embedded files and pictures become children. Nothing is left out because it is hidden.

Source: ECMA-376 part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.docx_text import Blocks
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.package import Package, attribute
from tocsin.readers.package_extras import give_charts, give_custom_data, give_properties, linked_addresses

_BLOCK_TAGS = (
    "p", "tbl", "sdt", "customXml", "smartTag", "ins", "del", "moveFrom", "moveTo", "AlternateContent",
)  # fmt: skip
_AROUND = ("header", "footer")
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))


class Document:
    """The reader of word-processing documents."""

    name = "docx"
    media_types = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the body, then what stands around it."""
        package = Package(source, sink, limits)
        part = package.main_part("word/document.xml")
        if not package.has(part):
            raise CannotRead(ItemCode.CORRUPT)
        tables = [0]
        body = Blocks(sink, "body", tables)
        try:
            for element in package.elements(part, *_BLOCK_TAGS, parent="body"):
                body.take(element)
        finally:
            body.end()
        _give_around(package, part, sink, tables)
        _give_notes(package, part, sink, tables)
        give_charts(package, sink, "word/charts/", "word/diagrams/data")
        _give_variables(package, part, sink)
        give_custom_data(package, sink)
        give_properties(package, sink)
        sink.text("\n".join(linked_addresses(package, part)), "links")
        chunks = tuple(package.related(part, "aFChunk"))
        package.give_children("word/media/", "word/embeddings/", *chunks)


READER = Document()


def _give_around(package: Package, part: str, sink: Sink, tables: list[int]) -> None:
    """Give headers and footers; sections repeat them, so equal ones are given once."""
    for kind in _AROUND:
        seen: set[str] = set()
        for name in package.related(part, kind):
            root = package.tree(name)
            text = "" if root is None else "".join(root.itertext())
            if root is None or text in seen:
                continue
            seen.add(text)
            blocks = Blocks(sink, kind, tables)
            blocks.take_all(root)
            blocks.end()


def _give_variables(package: Package, part: str, sink: Sink) -> None:
    """Give the variables that macros and merged letters keep in a document's settings."""
    lines = [
        f"{attribute(one, 'name')}: {attribute(one, 'val')}"
        for name in package.related(part, "settings")
        for one in package.elements(name, "docVar")
    ]
    sink.text("\n".join(lines), "variables")


def _give_notes(package: Package, part: str, sink: Sink, tables: list[int]) -> None:
    for kind, tag in _NOTES:
        for name in package.related(part, kind):
            blocks = Blocks(sink, kind, tables)
            for note in package.elements(name, tag):
                blocks.take_all(note)
            blocks.end()
    for name in package.related(part, "glossaryDocument"):
        blocks = Blocks(sink, "building blocks", tables)
        for element in package.elements(name, "docPartBody"):
            blocks.take_all(element)
        blocks.end()
