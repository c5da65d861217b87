"""What is peculiar to clinical documents (C-CDA): values in attributes, narrative, embedded documents.

Source: HL7 CDA R2; C-CDA R2.1.
"""

from __future__ import annotations

import base64
import binascii
import re
from copy import deepcopy

from lxml import etree

from tocsin.model.bodies import Field
from tocsin.readers.package import Element, local

NAMESPACE = "urn:hl7-org:v3"
PARTIES = frozenset(
    {
        "recordTarget", "author", "dataEnterer", "informant", "custodian", "legalAuthenticator", "authenticator",
        "documentationOf", "performer", "participant", "componentOf", "guardian", "relatedSubject", "subject",
        "providerOrganization", "representedOrganization", "informationRecipient", "participantRole", "entry",
        "serviceProviderOrganization", "responsibleParty", "encounterParticipant", "healthCareFacility", "component",
    }
)  # fmt: skip
"""Elements that begin to speak of somebody or something else."""
_SECTIONS = {
    "11450-4": "problems", "46240-8": "problems", "10154-3": "problems", "46241-6": "problems", "11535-2": "problems",
    "29545-1": "problems", "11348-0": "problems", "48765-2": "allergies", "10160-0": "medications",
    "11369-6": "medications", "10183-2": "medications", "42346-7": "medications", "29549-3": "medications",
    "47519-4": "procedures", "30954-2": "results", "8716-3": "vitals",
}  # fmt: skip
"""Sections by their LOINC code (C-CDA R2.1 section templates)."""
_OBSERVED = frozenset({("observation", "value"), ("observation", "code")})
_ENTRIES = {
    "problems": frozenset({("observation", "value")}),
    "allergies": frozenset({("observation", "value"), ("playingEntity", "code")}),
    "medications": frozenset({("manufacturedMaterial", "code")}),
    "procedures": frozenset({("procedure", "code"), ("act", "code"), ("observation", "code")}),
    "results": _OBSERVED,
    "vitals": _OBSERVED,
}
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?\d*(?:\.\d+)?(?:[+-]\d{4})?")
_HTML_TAGS = {
    "paragraph": "p", "list": "ul", "item": "li", "content": "span", "linkHtml": "a", "renderMultiMedia": "span",
    "footnote": "p", "footnoteRef": "span",
}  # fmt: skip


def is_cda(root: Element) -> bool:
    """Return whether the document is of HL7 version 3."""
    return str(root.tag).startswith("{" + NAMESPACE + "}") or local(root) in {"ClinicalDocument", "recordTarget"}


def section_of(section: Element) -> str:
    """Return what a section is about, by its LOINC code; empty if it is none of those that entries are typed by."""
    codes = [one.get("code", "") for one in section if local(one) == "code"]
    return _SECTIONS.get(codes[0], "") if codes else ""


def _entry_path(element: Element, path: str, section: str) -> str:
    """Return the path of a coded value inside a section whose entries say what they are."""
    above = element.getparent()
    wanted = _ENTRIES.get(section, frozenset())
    if above is None or "/entry" not in path or (local(above), local(element)) not in wanted:
        return path
    return f"{section}/{local(element)}"


def cda_field(element: Element, path: str, group: int, section: str = "") -> Field | None:
    """Return the value an element carries in its attributes, or None."""
    kind = local(element)
    path = _entry_path(element, path, section)
    if kind in {"templateId", "typeId", "realmCode", "confidentialityCode", "statusCode", "languageCode", "setId"}:
        return None
    if kind == "id":
        value = element.get("extension", "")
        return Field(path, value, element.get("assigningAuthorityName", "") or "id", group) if value else None
    if element.get("displayName") or (element.get("code") and element.get("codeSystem")):
        text, code = element.get("displayName", ""), element.get("code", "")
        value = f"{text} ({code})" if text and code else text or code
        return Field(path, value, kind, group)
    value = element.get("value", "")
    if not value or value.startswith("#"):
        return None
    if element.get("unit") and element.get("unit") != "1":
        value = f"{value} {element.get('unit')}"
    return Field(path, time_text(value), kind, group)


def time_text(value: str) -> str:
    """Return an HL7 time stamp as ISO text; other values as they are.

    Example:
        >>> time_text("19501219"), time_text("201410031030-0500"), time_text("72")
        ('1950-12-19', '2014-10-03 10:30', '72')
    """
    found = _TIME.fullmatch(value)
    if not found:
        return value
    year, month, day, hour, minute = found.groups()
    if not ("1850" <= year <= "2100" and "01" <= month <= "12" and "01" <= day <= "31"):
        return value
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour and (hour, minute) != ("00", "00") else "")


def narrative_html(element: Element) -> str:
    """Return the narrative of a section as HTML."""
    copy = deepcopy(element)
    copy.tail = None
    for one in copy.iter():
        if isinstance(one.tag, str):
            one.tag = _HTML_TAGS.get(local(one), local(one))
            one.attrib.clear()
    copy.tag = "div"
    return str(etree.tostring(copy, encoding="unicode", method="html"))


def embedded(element: Element) -> bytes | None:
    """Return the document an element carries as base64, or None; raises ValueError if it is broken."""
    if element.get("representation", "").upper() != "B64":
        return None
    text = "".join(element.itertext()).strip()
    if not text:
        return None
    try:
        return base64.b64decode(text, validate=False)
    except binascii.Error as broken:
        raise ValueError("broken base64") from broken
