"""OpenDocument: texts, sheets, presentations, drawings; headers, notes, comments, changes, embedded objects.

Source: OASIS OpenDocument 1.3 part 2 (packages), part 3 (schema).
"""

from __future__ import annotations

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.odf_lock import is_locked, opened
from tocsin.readers.odf_sheet import give_sheets
from tocsin.readers.odf_text import OdfText, plain_text
from tocsin.readers.package import Element, Package, attribute, local

_BASE = "application/vnd.oasis.opendocument."
_SUN = "application/vnd.sun.xml."
_KINDS = (
    "text", "spreadsheet", "presentation", "graphics", "chart", "formula", "database", "image", "text-template",
    "text-master", "text-web", "spreadsheet-template", "presentation-template", "graphics-template",
)  # fmt: skip
_OLD_KINDS = ("writer", "calc", "impress", "draw", "writer.template", "calc.template")
_TYPES = frozenset([*(_BASE + kind for kind in _KINDS), *(_SUN + kind for kind in _OLD_KINDS)])
_SHEETS = frozenset({"spreadsheet", "spreadsheet-template"})
_HEADERS = frozenset({"header", "footer", "header-left", "footer-left", "header-first", "footer-first"})
_PROPERTIES = {"title": "Title", "subject": "Subject", "description": "Description", "keyword": "Keywords"}
_MEDIA = ("pictures/", "media/")
_PAGE = "page"


class OpenDocument:
    """The reader of OpenDocument files."""

    name = "odf"
    media_types = _TYPES
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the content, then what stands around it, then embedded objects."""
        package = Package(source, sink, limits)
        if is_locked(package):
            package = Package(opened(package, source), sink, limits)
        if not package.has("content.xml"):
            raise CannotRead(ItemCode.CORRUPT)
        if source.media_type.removeprefix(_BASE) in _SHEETS or source.media_type.startswith(f"{_SUN}calc"):
            give_sheets(package, "content.xml", sink, limits)
        else:
            _give_content(package, sink)
        _give_styles(package, sink)
        _give_properties(package, sink)
        _give_objects(package, sink)
        package.give_children(*_MEDIA, *_loose_objects(package))


READER = OpenDocument()


def _give_content(package: Package, sink: Sink) -> None:
    root = package.tree("content.xml")
    if root is None:
        raise CannotRead(ItemCode.CORRUPT)
    tables = [0]
    body = OdfText(sink, "body", tables)
    pages = 0
    for kind in root.iter("{*}body"):
        for content in kind:
            for child in content:
                if local(child) == _PAGE:
                    pages += 1
                    _give_page(child, f"slide {pages}", tables, sink)
                else:
                    body.take(child)
    body.end()


def _give_page(page: Element, place: str, tables: list[int], sink: Sink) -> None:
    slide, notes = OdfText(sink, place, tables), OdfText(sink, f"{place} notes", tables)
    for child in page:
        (notes if local(child) == "notes" else slide).take(child)
    slide.end()
    notes.end()


def _give_styles(package: Package, sink: Sink) -> None:
    """Give headers and footers; master pages repeat them, so equal ones are given once."""
    root = package.tree("styles.xml") if package.has("styles.xml") else None
    if root is None:
        return
    said: set[str] = set()
    tables = [0]
    for page in root.iter("{*}master-page"):
        for part in page:
            kind = local(part)
            text = plain_text(part)
            if text and text not in said:
                said.add(text)
                out = OdfText(sink, kind.partition("-")[0] if kind in _HEADERS else "master page", tables)
                out.take(part)
                out.end()


def _give_properties(package: Package, sink: Sink) -> None:
    root = package.tree("meta.xml") if package.has("meta.xml") else None
    lines = []
    for one in () if root is None else root.iter():
        value = (one.text or "").strip()
        if value and local(one) in _PROPERTIES:
            lines.append(f"{_PROPERTIES[local(one)]}: {value}")
        elif value and local(one) == "user-defined":
            lines.append(f"{attribute(one, 'name')}: {value}")
    sink.text("\n".join(lines), "properties")


def _give_objects(package: Package, sink: Sink) -> None:
    """Give the text of documents that lie in folders of the package: charts, formulas, embedded texts and sheets."""
    for name in package.names():
        if name.endswith("/content.xml"):
            root = package.tree(name)
            if root is not None:
                out = OdfText(sink, "object", [0])
                out.take(root)
                out.end()


def _loose_objects(package: Package) -> tuple[str, ...]:
    """Return embedded files of other programs, which lie beside the content without an ending."""
    return tuple(name for name in package.names("object ") if "/" not in name)
