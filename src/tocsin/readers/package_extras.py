"""What Office documents of all kinds carry beside their pages: properties, charts, bound data, linked addresses."""

from __future__ import annotations

from urllib.parse import unquote

from tocsin.readers.interface import Sink
from tocsin.readers.package import Element, Package, Relation, local

_PROPERTIES = ("title", "subject", "keywords", "description")
_OWN_DATA = frozenset(
    {
        "Sources", "FormTemplates", "contentTypeSchema", "Receivers", "mappings", "customXsn", "PolicyDirtyBag",
        "SharedContentType", "LongProperties",
    }
)  # fmt: skip
"""Roots of custom data parts that the program itself writes."""


def drawing_text(package: Package, part: str) -> str:
    """Return the paragraphs of a drawing part, and the cached values of a chart, line by line."""
    lines = []
    for element in package.elements(part, "p", "v"):
        if any(local(above) == "Fallback" for above in element.iterancestors()):
            continue
        if local(element) == "v":
            lines.append((element.text or "").strip())
        else:
            lines.append(paragraph_text(element))
    return "\n".join(line for line in lines if line.strip())


def paragraph_text(element: Element) -> str:
    """Return the text of a DrawingML paragraph."""
    return "".join("\n" if local(one) == "br" else one.text or "" for one in element.iter("{*}t", "{*}br"))


def give_charts(package: Package, sink: Sink, *prefixes: str) -> None:
    """Give the text and cached values of charts and diagrams."""
    for prefix in prefixes:
        for name in package.names(prefix):
            if name.endswith(".xml") and "/style" not in name and "/colors" not in name:
                sink.text(drawing_text(package, name), "chart" if "chart" in prefix else "diagram")


def give_properties(package: Package, sink: Sink) -> None:
    """Give the title, subject, keywords and own properties of a document."""
    lines = []
    root = package.tree("docProps/core.xml") if package.has("docProps/core.xml") else None
    for one in () if root is None else root:
        if local(one) in _PROPERTIES and (one.text or "").strip():
            lines.append(f"{local(one).capitalize()}: {one.text.strip()}")
    root = package.tree("docProps/custom.xml") if package.has("docProps/custom.xml") else None
    for one in () if root is None else root.iter("{*}property"):
        value = "".join(one.itertext()).strip()
        if value and one.get("name") and not str(one.get("name")).startswith(("_", "MSIP_Label", "ContentTypeId")):
            lines.append(f"{one.get('name')}: {value}")
    sink.text("\n".join(lines), "properties")


def give_custom_data(package: Package, sink: Sink) -> None:
    """Give the data that content controls are bound to."""
    for name in package.names("customxml/item"):
        if not name.endswith(".xml") or "props" in name:
            continue
        root = package.tree(name)
        if root is None or local(root) in _OWN_DATA:
            continue
        leaves = [one for one in root.iter() if not len(one) and local(one) and (one.text or "").strip()]
        sink.text("\n".join(f"{local(one)}: {one.text.strip()}" for one in leaves), "custom data")


def linked_addresses(package: Package, part: str) -> list[str]:
    """Return the mail addresses and phone numbers that links of a part point to."""
    found = map(linked_address, package.relations(part).values())
    return list(dict.fromkeys(one for one in found if one))


def linked_address(relation: Relation) -> str:
    """Return the mail address or phone number that a link points to, or nothing."""
    kind, _, rest = relation.target.partition(":")
    is_address = relation.is_outer and kind.lower() in {"mailto", "tel"}
    return unquote(rest.partition("?")[0]).strip() if is_address else ""
