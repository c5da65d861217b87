"""FHIR in XML, turned into the shape of FHIR in JSON.

Source: HL7 FHIR R4, 2.6.1 (XML representation).
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead
from tocsin.readers.package import Element, local

NAMESPACE = "http://hl7.org/fhir"
_DEPTH = 60
_HOLDERS = frozenset({"resource", "contained"})


def is_fhir_xml(root: Element) -> bool:
    """Return whether the document is a FHIR resource."""
    return str(root.tag).startswith("{" + NAMESPACE + "}")


def resource_of(element: Element, depth: int = 0) -> dict[str, Any]:
    """Return a resource element as the JSON form has it (lists of one are left single)."""
    return {"resourceType": local(element), **_members(element, depth)}


def _members(element: Element, depth: int) -> dict[str, Any]:
    if depth > _DEPTH:
        raise CannotRead(ItemCode.TOO_DEEP)
    members: dict[str, Any] = {}
    if element.get("url"):
        members["url"] = element.get("url")
    for child in element:
        name = local(child)
        if not name:
            continue
        value = _value(child, depth + 1)
        if value is None:
            continue
        known = members.get(name)
        if known is None:
            members[name] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            members[name] = [known, value]
    return members


def _value(element: Element, depth: int) -> Any:
    if local(element) == "div":
        return etree.tostring(element, encoding="unicode", method="html")
    if local(element) in _HOLDERS:
        inner = next((one for one in element if local(one)), None)
        return None if inner is None else resource_of(inner, depth)
    if not len(element):
        return element.get("value")
    return _members(element, depth)
