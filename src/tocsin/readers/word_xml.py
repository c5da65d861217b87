"""Documents that Word saved as one XML file: of 2003, and packages of today laid flat.

Invariant: entities are never resolved and nothing is fetched; files kept inside become children.
Source: Microsoft, WordprocessingML of Office 2003; ECMA-376 part 2 (parts of a package), laid flat by Word.
"""

from __future__ import annotations

import binascii
import io

from lxml import etree

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.docx_text import Blocks
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.package import Element, attribute, local

MEDIA_TYPE = "application/x-wordml"
_MOST_BYTES = 128 << 20
_PLACES = (("body", "body"), ("header", "hdr"), ("footer", "ftr"), ("notes", "footnotes"), ("notes", "endnotes"),
           ("comments", "comments"))  # fmt: skip
_KEPT = ("binData", "binaryData")


class WordXmlReader:
    """The reader of documents in one XML file."""

    name = "word_xml"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the body, what stands around it, properties and files inside."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
        source.stream.seek(0)
        try:
            root = etree.fromstring(source.stream.read(), parser)
        except (etree.XMLSyntaxError, ValueError) as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        if root is None:
            raise CannotRead(ItemCode.CORRUPT)
        if any(entry.level_name == "FATAL" for entry in parser.error_log):
            sink.partly(ItemCode.PARTLY_CORRUPT)
        tables = [0]
        for place, tag in _PLACES:
            for element in root.iter(f"{{*}}{tag}"):
                blocks = Blocks(sink, place, tables)
                blocks.take_all(element)
                blocks.end()
        for properties in root.iter("{*}DocumentProperties", "{*}CustomDocumentProperties"):
            sink.text("\n".join(f"{local(one)}: {one.text}" for one in properties if one.text), "properties")
        _give_files(root, sink)


READER = WordXmlReader()


def _give_files(root: Element, sink: Sink) -> None:
    files = (element for tag in _KEPT for element in root.iter(f"{{*}}{tag}"))
    for number, element in enumerate(files, 1):
        above = element.getparent()
        name = attribute(element, "name") or ("" if above is None else attribute(above, "name"))
        try:
            data = binascii.a2b_base64("".join((element.text or "").split()).encode("ascii", "ignore"))
        except binascii.Error:
            sink.failed_child(number, name, 0, ItemCode.CORRUPT)
            continue
        sink.child(number, name.rsplit("/", 1)[-1], io.BytesIO(data), len(data))
