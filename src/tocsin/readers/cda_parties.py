"""The people and offices of clinical documents (C-CDA): one group each, with names, numbers, addresses and relation.

Invariant: pure; of several names the first is the person's, the others are given whole.
Source: HL7 CDA R2 (recordTarget, participant, informant, author, guardian, relatedSubject; AD, EN, II, TEL data types);
C-CDA R2.1 (US Realm header; Coverage Activity: covered party COV, policy holder HLD).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.model.bodies import Field
from tocsin.readers.package import Element, local

_SSN = "2.16.840.1.113883.4.1"
_NPI = "2.16.840.1.113883.4.6"
_LICENCES = "2.16.840.1.113883.4.3."
_MEDICARE = frozenset({"2.16.840.1.113883.4.572", "2.16.840.1.113883.4.927"})
_OFFICES = frozenset(
    {"assignedAuthor", "assignedEntity", "assignedCustodian", "intendedRecipient", "healthCareFacility"}
)
_KIN = frozenset({"guardian", "relatedEntity", "relatedSubject"})
_WHO = {"NOK": "Next of kin ", "ECON": "Emergency contact ", "CAREGIVER": "Caregiver "}
_WORKING = frozenset({"PROV", "ASSIGNED"})
_STREETS = ("streetAddressLine", "streetName", "houseNumber", "additionalLocator", "unitID")
_ORGANIZATIONS = frozenset(
    {
        "representedOrganization", "providerOrganization", "scopingOrganization", "receivedOrganization",
        "guardianOrganization", "representedCustodianOrganization", "serviceProviderOrganization", "location",
    }
)  # fmt: skip
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)\d*(?:\.\d+)?(?:[+-]\d{4})?")


@dataclass(frozen=True, slots=True)
class Party:
    """A role element and whose it is: ``patientRole``, ``kin``, ``guarantor``, ``office``, ``holder``, ``covered``."""

    element: Element
    kind: str


def party_of(element: Element) -> Party | None:
    """Return the party that an element is, or None."""
    kind = local(element)
    if kind == "patientRole":
        return Party(element, "patientRole")
    if kind in _OFFICES:
        return Party(element, "office")
    if kind in _KIN:
        return Party(element, "kin")
    if kind == "associatedEntity":
        told = element.get("classCode")
        return Party(element, "office" if told in _WORKING else "guarantor" if told == "GUAR" else "kin")
    above = element.getparent()
    if kind == "participantRole" and above is not None:
        told = {"HLD": "holder", "COV": "covered"}.get(above.get("typeCode", ""))
        return Party(element, told) if told else None
    return None


def guardians_of(party: Party) -> list[Party]:
    """Return the guardians named inside a patient's role."""
    if party.kind != "patientRole":
        return []
    return [Party(one, "kin") for one in party.element.iter("{*}guardian")]


def party_fields(party: Party, group: int) -> Iterator[Field]:
    """Give what a party's element says; labels of a relative tell what kind."""
    who = "Guardian " if local(party.element) == "guardian" else _WHO.get(party.element.get("classCode", ""), "")
    for one in _fields(party, group):
        is_kin = party.kind == "kin" and who
        yield Field(one.path, one.value, f"{who}{one.label.lower()}", group) if is_kin else one


def _fields(party: Party, group: int) -> Iterator[Field]:
    element = party.element
    place = "recordTarget/patientRole" if party.kind == "patientRole" else party.kind
    names = [one for one in _own(element, "name") if not _is_of_organization(one, element)]
    for number, name in enumerate(names):
        yield from _name(name, place, group, is_first=number == 0)
    for one in _own(element, "code"):
        if party.kind in {"kin", "guarantor"} and one.getparent() is element:
            yield Field(f"{place}/relation", one.get("displayName") or one.get("code", ""), "Relationship", group)
    yield from _facts(party, place, group)
    for one in _own(element, "name"):
        if _is_of_organization(one, element):
            yield Field(f"{place}/organization", _words(one), "Organization", group)


def _facts(party: Party, place: str, group: int) -> Iterator[Field]:
    """Give numbers, birth, sex, death, addresses and ways to reach."""
    for one in _own(party.element, "id", "birthTime", "deceasedTime", "administrativeGenderCode", "addr", "telecom"):
        if party.kind == "patientRole" and _is_of_organization(one, party.element):
            continue
        kind = local(one)
        if kind == "id":
            yield from _identifier(one, place, group)
        elif kind == "addr":
            yield Field(f"{place}/addr", _address(one), "Address", group)
        elif kind == "telecom":
            yield from _telecom(one.get("value", ""), place, group)
        elif kind == "administrativeGenderCode":
            yield Field(f"{place}/sex", one.get("code", ""), "Sex", group)
        else:
            label = "Date of birth" if kind == "birthTime" else "Date of death"
            yield Field(f"{place}/{kind}", _day(one.get("value", "")), label, group)


def _own(element: Element, *kinds: str) -> Iterator[Element]:
    """Yield elements of these kinds below a role, except those of guardians inside it and of birth places."""
    wanted = frozenset(kinds)
    for child in element:
        kind = local(child)
        if kind in wanted:
            yield child
        elif kind and kind not in {"guardian", "birthplace", "languageCommunication", "name", "addr"}:
            yield from _own(child, *kinds)


def _is_of_organization(element: Element, role: Element) -> bool:
    above = element.getparent()
    while above is not None and above is not role:
        if local(above) in _ORGANIZATIONS:
            return True
        above = above.getparent()
    return local(role) in {"assignedCustodian", "healthCareFacility"}


def _name(name: Element, place: str, group: int, *, is_first: bool) -> Iterator[Field]:
    families = [_words(one) for one in name if local(one) == "family"]
    givens = [_words(one) for one in name if local(one) == "given"]
    suffix = next((_words(one) for one in name if local(one) == "suffix"), "")
    if not families and not givens:
        yield Field(f"{place}/name", _words(name), "Name", group)
    elif is_first:
        yield Field(f"{place}/family", " ".join(families), "Last name", group)
        yield Field(f"{place}/given", givens[0] if givens else "", "First name", group)
        yield Field(f"{place}/middle", " ".join(givens[1:]), "Middle name", group)
        yield Field(f"{place}/suffix", suffix, "Suffix", group)
    else:
        whole = "^".join([" ".join(families), givens[0] if givens else "", " ".join(givens[1:]), suffix]).rstrip("^")
        yield Field(f"{place}/name", whole, "Other name", group)


def _identifier(element: Element, place: str, group: int) -> Iterator[Field]:
    value, root = element.get("extension", ""), element.get("root", "")
    if root == _SSN:
        yield Field(f"{place}/ssn", value, "SSN", group)
    elif root == _NPI:
        yield Field(f"{place}/npi", value, "NPI", group)
    elif root.startswith(_LICENCES):
        yield Field(f"{place}/license", value, "Driver license", group)
    elif root in _MEDICARE:
        yield Field(f"{place}/medicare", value, "Medicare number", group)
    elif "@" in value:
        yield Field(f"{place}/email", value, "E-mail", group)
    else:
        yield Field(f"{place}/id", value, element.get("assigningAuthorityName", "") or "ID", group)


def _address(element: Element) -> str:
    lines = [_words(one) for one in element if local(one) in _STREETS]
    if not any(local(one) in {"city", "state", "postalCode", *_STREETS} for one in element):
        return _words(element)
    rest = [
        next((_words(one) for one in element if local(one) == kind), "")
        for kind in ("city", "state", "postalCode", "country")
    ]
    lines = [line for line in lines if line]
    if not lines and not any(rest[:3]):
        return ""
    return "^".join([lines[0] if lines else "", " ".join(lines[1:]), *rest]).rstrip("^")


def _telecom(value: str, place: str, group: int) -> Iterator[Field]:
    scheme, _, rest = value.partition(":")
    rest = (rest or scheme).strip("/ ")
    if scheme.lower() == "mailto" or "@" in rest:
        yield Field(f"{place}/email", rest, "E-mail", group)
    elif scheme.lower() not in {"http", "https", "ftp"}:
        yield Field(f"{place}/telecom", rest, "Phone", group)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _day(value: str) -> str:
    found = _TIME.fullmatch(value)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else value
