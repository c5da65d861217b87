"""FHIR resources as fields with paths such as ``Patient.name.family``; a person's resources follow the person.

Codes come with their display text, quantities with their unit, identifiers with their kind in the path. Embedded
documents (base64) become children. Narrative that a server generated from the same values is left out.

Invariant: fields of one group speak of one person or thing; contacts of a patient are groups of their own.
Source: HL7 FHIR R4 (data types 2.24, Bundle, Patient, DocumentReference).
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from typing import Any

from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.html import html_text
from tocsin.readers.interface import CannotRead, Sink

Json = Any
_DEPTH = 60
_MOST_PENDING = 200_000
_SILENT = frozenset(
    {
        "resourceType", "meta", "system", "url", "versionId", "fullUrl", "implicitRules", "language", "use",
        "userSelected", "contentType", "status", "intent", "rank", "mode", "linkId", "profile", "reference", "request",
        "search", "link", "id", "definition", "hash", "size",
    }
)  # fmt: skip
_WITHOUT_ID = frozenset({"Patient", "Person", "RelatedPerson", "Practitioner", "Coverage"})
_KINDS = {
    "SS": "ss",
    "MR": "mr",
    "DL": "dl",
    "PPN": "ppn",
    "NPI": "npi",
    "MB": "member",
    "MC": "medicare",
    "MA": "medicaid",
}
_SYSTEMS = (
    ("us-ssn", "ss"), ("2.16.840.1.113883.4.1", "ss"), ("us-npi", "npi"), ("us-medicare", "medicare"),
    ("us-mbi", "medicare"), ("2.16.840.1.113883.4.6", "npi"),
)  # fmt: skip
_LABELS = {
    "ss": "SSN", "mr": "MRN", "dl": "Driver license", "ppn": "Passport", "npi": "NPI", "member": "Member ID",
    "medicare": "Medicare ID", "medicaid": "Medicaid ID", "birthDate": "Date of birth",
    "deceasedDateTime": "Date of death",
}  # fmt: skip
_PERSONS = ("subject", "patient", "beneficiary", "for", "individual", "subscriber")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_TAG = re.compile(r"<[^>]*>")


def is_fhir(value: Json) -> bool:
    """Return whether a JSON value is a FHIR resource."""
    return isinstance(value, dict) and isinstance(value.get("resourceType"), str)


class FhirOut:
    """Gives resources to the sink; resources of a bundle are put behind the patient they speak of.

    Children are numbered from ``before`` + 1, so that no two slices give one number twice.
    """

    def __init__(self, sink: Sink, before: int = 0) -> None:
        self._sink = sink
        self._group = 0
        self._children = before
        self._pending: list[Field] = []

    def give(self, resource: Json) -> None:
        """Give one resource, or all of a bundle."""
        is_alone = isinstance(resource, dict) and resource.get("resourceType") != "Bundle"
        for one in _ordered(list(_unbundled(resource, 0))):
            self._resource(one)
            if is_alone:
                self._reference(one)

    def end(self) -> None:
        """Give out what is left."""
        if self._pending:
            self._sink.fields(self._pending, "resources")
            self._pending = []

    def _resource(self, resource: dict[str, Json]) -> None:
        self._group += 1
        kind = str(resource["resourceType"])[:60]
        before = len(self._pending)
        self._walk({k: v for k, v in resource.items() if k not in {"text", "contained", "contact"}}, kind, 0)
        identity = resource.get("id")
        if (
            kind in _WITHOUT_ID
            and isinstance(identity, str)
            and not any("identifier" in f.path for f in self._pending[before:])
        ):
            self._add(f"{kind}.identifier", identity, "Identifier")
        for contact in _list(resource.get("contact")):
            self._group += 1
            self._walk(contact, f"{kind}.contact", 0)
        self._narrative(resource, kind, len(self._pending) - before)
        if len(self._pending) > _MOST_PENDING:
            self.end()

    def _reference(self, resource: dict[str, Json]) -> None:
        """Give the id by which resources outside of a bundle name their patient: files of a bulk export meet by it."""
        kind = str(resource["resourceType"])[:60]
        identity = _plain(resource.get("id")) if kind == "Patient" else _person_of(resource)
        said = {field.value for field in self._pending if field.group == self._group}
        if identity and identity not in said:
            self._add(f"{kind}.patientReference", identity, "Patient ID")

    def _narrative(self, resource: dict[str, Json], kind: str, values: int) -> None:
        text = resource.get("text")
        if not isinstance(text, dict) or not isinstance(text.get("div"), str):
            return
        if text.get("status") == "generated" and values >= 3:
            return
        if _TAG.sub("", text["div"]).strip():
            html_text(text["div"], self._sink, f"{kind} narrative")

    def _add(self, path: str, value: str, label: str = "") -> None:
        if value.strip():
            self._pending.append(Field(path, value, label or path.rsplit(".", 1)[-1], self._group))

    def _walk(self, value: Json, path: str, depth: int) -> None:
        if depth > _DEPTH:
            raise CannotRead(ItemCode.TOO_DEEP)
        if isinstance(value, list):
            for one in value:
                self._walk(one, path, depth + 1)
        elif isinstance(value, dict):
            if not self._known(value, path):
                for key, one in value.items():
                    if key not in _SILENT and not key.startswith("_"):
                        self._walk(one, f"{path}.{_name_of(key)}", depth + 1)
        elif value is not None and not isinstance(value, bool):
            self._add(path, str(value).removesuffix("T00:00:00"), _LABELS.get(path.rsplit(".", 1)[-1], ""))

    def _known(self, value: dict[str, Json], path: str) -> bool:
        """Give a value of a known data type; say whether it was one."""
        leaf = path.rsplit(".", 1)[-1].lower()
        if "coding" in value or (leaf != "extension" and "code" in value and "display" in value):
            self._add(path, coded_text(value))
        elif leaf == "identifier" and "value" in value:
            kind = identifier_kind(value)
            self._add(
                f"{path}.{kind}" if kind else path, _plain(value.get("value")), _LABELS.get(kind, _type_text(value))
            )
        elif leaf == "telecom" and "value" in value:
            kind = str(value.get("system", ""))
            self._add(f"{path}.{kind}" if kind.isalpha() else path, _plain(value["value"]), kind)
        elif leaf == "name" and ("family" in value or "given" in value):
            self._name(value, path)
        elif leaf == "address" and any(key in value for key in ("line", "city", "postalCode")):
            self._add(path, _address(value), "Address")
        elif "value" in value and ("unit" in value or "code" in value) and not isinstance(value["value"], dict | list):
            self._add(path, f"{_plain(value['value'])} {_plain(value.get('unit') or value.get('code'))}".strip())
        elif _is_document(value):
            self._attachment(value, path)
        elif leaf == "extension" or ("url" in value and any(key.startswith("value") for key in value)):
            self._extension(value, path)
        elif "reference" in value and "display" in value:
            self._add(f"{path}.display", _plain(value["display"]))
        else:
            return False
        return True

    def _name(self, value: dict[str, Json], path: str) -> None:
        given = [_plain(one) for one in _list(value.get("given"))]
        self._add(f"{path}.family", " ".join(_plain(one) for one in _list(value.get("family"))), "Last name")
        self._add(f"{path}.given", given[0] if given else "", "First name")
        self._add(f"{path}.middle", " ".join(given[1:]), "Middle name")
        self._add(f"{path}.suffix", " ".join(_plain(one) for one in _list(value.get("suffix"))), "Suffix")

    def _extension(self, value: dict[str, Json], path: str) -> None:
        name = str(value.get("url", "")).rstrip("/").rsplit("/", 1)[-1]
        for key, one in value.items():
            if key.startswith("value") or key == "extension":
                self._walk(one, f"{path.removesuffix('.extension')}.{name}".replace(" ", "_"), 1)

    def _attachment(self, value: dict[str, Json], path: str) -> None:
        """Hand an embedded document over as a child."""
        self._children += 1
        name = _plain(value.get("title")) or path
        try:
            data = base64.b64decode(value.get("data") or value["content"], validate=False)
        except (binascii.Error, ValueError):
            self._sink.failed_child(self._children, name, 0, ItemCode.CORRUPT)
            return
        self._sink.child(self._children, name, io.BytesIO(data), len(data))


def _address(value: dict[str, Json]) -> str:
    """Return an address in one line: street, second line, city, state, ZIP, country, with ``^`` between."""
    lines = [_plain(one).strip() for one in _list(value.get("line"))]
    rest = [_plain(value.get(key)).strip() for key in ("city", "state", "postalCode", "country")]
    return "^".join([lines[0] if lines else "", " ".join(lines[1:]), *rest]).rstrip("^")


def _is_document(value: dict[str, Json]) -> bool:
    """Tell whether a value carries a document as base64; samples of a signal are called data too."""
    data = value.get("data") or value.get("content")
    if not isinstance(data, str):
        return False
    return "contentType" in value or (len(data) > 200 and bool(_BASE64.fullmatch(data[:400])))


def coded_text(value: dict[str, Json]) -> str:
    """Return a coded value as ``text (code)``."""
    codings = [one for one in _list(value.get("coding", value)) if isinstance(one, dict)]
    text = _plain(value.get("text")) or next((_plain(one.get("display")) for one in codings if one.get("display")), "")
    code = next((_plain(one.get("code")) for one in codings if one.get("code")), "")
    return f"{text} ({code})" if text and code and code != text else text or code


def identifier_kind(value: dict[str, Json]) -> str:
    """Return the short name of an identifier's kind, or nothing."""
    system = str(value.get("system", ""))
    for part, kind in _SYSTEMS:
        if system.endswith(part):
            return kind
    codings = _list((value.get("type") or {}).get("coding")) if isinstance(value.get("type"), dict) else []
    return next((_KINDS[c["code"]] for c in codings if isinstance(c, dict) and c.get("code") in _KINDS), "")


def _type_text(value: dict[str, Json]) -> str:
    kind = value.get("type")
    return coded_text(kind) if isinstance(kind, dict) else ""


def _unbundled(resource: Json, depth: int) -> Iterator[dict[str, Json]]:
    """Yield the resources of a bundle and those contained in others."""
    if depth > 8:
        raise CannotRead(ItemCode.TOO_DEEP)
    if not is_fhir(resource):
        return
    entries = _list(resource.get("entry")) if resource["resourceType"] == "Bundle" else []
    for entry in entries:
        if isinstance(entry, dict):
            inner = entry.get("resource")
            if isinstance(inner, dict) and "id" not in inner and isinstance(entry.get("fullUrl"), str):
                inner = {**inner, "id": entry["fullUrl"].rsplit("/", 1)[-1].removeprefix("urn:uuid:")}
            yield from _unbundled(inner, depth + 1)
    if resource["resourceType"] != "Bundle":
        yield resource
        for inner in _list(resource.get("contained")):
            yield from _unbundled(inner, depth + 1)


def _ordered(resources: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Return each patient followed by what speaks of them; what speaks of nobody comes first."""
    patients = {_plain(one.get("id")): one for one in resources if one["resourceType"] == "Patient"}
    if len(patients) < 2:
        return sorted(resources, key=lambda one: one["resourceType"] != "Patient")
    behind: dict[str, list[dict[str, Json]]] = {identity: [] for identity in patients}
    others: list[dict[str, Json]] = []
    for one in resources:
        if one["resourceType"] != "Patient":
            behind.get(_person_of(one), others).append(one)
    follow = [one for identity, patient in patients.items() for one in (patient, *behind[identity])]
    extra = [
        one for one in resources if one["resourceType"] == "Patient" and patients[_plain(one.get("id"))] is not one
    ]
    return [*others, *follow, *extra]


def _person_of(resource: dict[str, Json]) -> str:
    for key in _PERSONS:
        found = resource.get(key)
        if isinstance(found, dict) and isinstance(found.get("reference"), str):
            return str(found["reference"]).rsplit("/", 1)[-1].removeprefix("urn:uuid:").removeprefix("#")
    return ""


def _name_of(key: str) -> str:
    return key.replace(".", "_")


def _list(value: Json) -> list[Json]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _plain(value: Json) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)
