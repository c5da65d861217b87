"""Presentations of Office Open XML: slides, tables, notes, comments, charts; pictures and embedded files as children.

Source: ECMA-376 part 1, 19 (PresentationML), 21.1 (DrawingML).
"""

from __future__ import annotations

import re

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.package import Element, Package, local
from tocsin.readers.package_extras import drawing_text, give_charts, give_properties, linked_addresses, paragraph_text

_NUMBER = re.compile(r"(\d+)\.xml$")


class Slides:
    """The reader of presentations."""

    name = "pptx"
    media_types = frozenset({"application/vnd.openxmlformats-officedocument.presentationml.presentation"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a presentation is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the slides in their order, then what hangs on them."""
        package = Package(source, sink, limits)
        slides = _slides(package)
        if not slides:
            raise CannotRead(ItemCode.CORRUPT)
        for number, part in enumerate(slides, 1):
            place = f"slide {number}"
            _give_slide(package, part, place, sink)
            for notes in package.related(part, "notesSlide"):
                sink.text(drawing_text(package, notes), f"{place} notes")
            for comments in (*package.related(part, "comments"), *package.related(part, "comment")):
                texts = [text for one in package.elements(comments, "cm") if (text := _comment(one))]
                sink.text("\n".join(texts), f"{place} comments")
            sink.text("\n".join(linked_addresses(package, part)), f"{place} links")
        give_charts(package, sink, "ppt/charts/", "ppt/diagrams/data")
        give_properties(package, sink)
        package.give_children("ppt/media/", "ppt/embeddings/")


READER = Slides()


def _slides(package: Package) -> list[str]:
    """Return the slide parts in the order they are shown, hidden and unlisted ones too."""
    part = package.main_part("ppt/presentation.xml")
    relations = package.relations(part)
    root = package.tree(part)
    wanted = [one.get(_relation_key(one), "") for one in ([] if root is None else root.iter("{*}sldId"))]
    found = [relations[one].target for one in wanted if one in relations and package.has(relations[one].target)]
    every = [name for name in package.names("ppt/slides/slide") if name.endswith(".xml")]
    return [*dict.fromkeys(found), *sorted((n for n in every if n not in found), key=_order)]


def _relation_key(element: Element) -> str:
    return next((str(key) for key in element.attrib if str(key).startswith("{") and str(key).endswith("}id")), "id")


def _order(name: str) -> tuple[int, str]:
    found = _NUMBER.search(name)
    return (int(found.group(1)) if found else 0, name)


def _give_slide(package: Package, part: str, place: str, sink: Sink) -> None:
    root = package.tree(part)
    lines: list[str] = []
    tables: list[list[list[str]]] = []
    if root is not None:
        _walk(root, lines, tables)
    sink.text("\n".join(line for line in lines if line.strip()), place)
    for number, rows in enumerate(tables, 1):
        sink.grid(rows, f"{place}, table {number}", 1, rows)


def _walk(element: Element, lines: list[str], tables: list[list[list[str]]]) -> None:
    for child in element:
        kind = local(child)
        if kind == "p":
            lines.append(paragraph_text(child))
        elif kind == "tbl":
            tables.append([_row(row) for row in child.iter("{*}tr")])
        elif kind == "Fallback":
            continue
        elif kind == "cNvPr" and child.get("descr"):
            lines.append(str(child.get("descr")))
            _walk(child, lines, tables)
        elif kind:
            _walk(child, lines, tables)


def _row(row: Element) -> list[str]:
    return ["\n".join(paragraph_text(p) for p in cell.iter("{*}p")).strip() for cell in row if local(cell) == "tc"]


def _comment(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter("{*}text", "{*}t")).strip()
