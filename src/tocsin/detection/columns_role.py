"""Whom the rows of a table speak of as a whole: patients, employees, providers.

Invariant: pure; a column that names its party itself keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.labels_meaning import plain_words
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.model.office_lists import is_office_list

_SIGNS: dict[Role, dict[str, int]] = {
    Role.EMPLOYEE: {
        "hire": 3, "salary": 3, "payroll": 4, "employee": 3, "wage": 3, "pay": 2, "gross": 2, "net": 1, "job": 2,
        "position": 1, "department": 1, "termination": 1, "withholding": 3, "401k": 3, "w2": 3, "w4": 3, "deposit": 2,
        "hr": 2, "benefits": 1, "roster": 1, "pto": 3, "personnel": 3, "workforce": 3, "hourly": 3, "deduction": 2,
        "staff": 2, "exempt": 2, "overtime": 3, "onboarding": 3, "timesheet": 3, "hours": 1, "supervisor": 1,
        "enrollment": 1, "license": 0,
    },
    Role.PROVIDER: {
        "npi": 3, "specialty": 3, "credential": 3, "credentials": 3, "dea": 3, "taxonomy": 3, "degree": 2,
        "privileges": 3, "directory": 2, "provider": 2, "physician": 2, "board": 1, "pager": 2, "on": 0, "call": 1,
        "extension": 1, "credentialing": 4,
    },
    Role.SENDER: {
        "vendor": 4, "vendors": 4, "supplier": 4, "rep": 3, "sales": 3, "booth": 4, "attendee": 4, "attendees": 4,
        "registrant": 4, "conference": 3, "seminar": 3, "webinar": 4, "sponsor": 3, "marketing": 4, "leads": 4,
        "campaign": 4, "prospect": 4, "subscribers": 3, "newsletter": 4, "company": 2, "website": 2, "badge": 1,
        "contact": 1, "contacts": 1, "exhibitor": 4, "donor": 1,
    },
    Role.PATIENT: {
        "patient": 4, "mrn": 4, "diagnosis": 3, "medical": 2, "chart": 2, "admission": 3, "discharge": 3, "visit": 2,
        "insurance": 2, "member": 1, "procedure": 2, "medication": 3, "referring": 2, "encounter": 3, "appointment": 2,
        "guarantor": 3, "subscriber": 2, "service": 2, "claim": 2, "payer": 2, "treatment": 3, "oncologist": 2,
        "attending": 2, "census": 2, "stage": 2, "regimen": 3, "allergies": 3, "insured": 2, "height": 1, "weight": 1,
        "copay": 2, "site": 1, "tumor": 3, "histology": 3, "charge": 1, "modifier": 1, "lab": 2, "result": 2,
        "seen": 2, "recall": 3, "referral": 2, "referred": 2, "reason": 1, "why": 1, "dose": 2, "drug": 2,
        "refill": 3, "infusion": 3, "chemo": 3, "scan": 2, "therapy": 3, "precautions": 3, "impairment": 3,
        "symptoms": 3, "symptom": 3, "complaint": 2, "vaccine": 2, "bed": 2, "ward": 2, "surgery": 3,
        "surgeon": 2, "npo": 3, "allergy": 3, "reaction": 2, "glucose": 3, "implant": 3, "specimen": 3,
        "accession": 3, "pathology": 3, "wound": 3, "hospice": 3, "diet": 2, "fall": 1, "injury": 2,
        "resident": 3, "bp": 2, "vitals": 3, "prognosis": 3, "acuity": 3, "isolation": 3, "dx": 3,
    },
}  # fmt: skip
_OF_OFFICES = {
    "committee": 4, "committees": 4, "attendance": 2, "competency": 4, "competencies": 4, "validator": 2, "proctor": 2,
    "cme": 4, "ceu": 4, "inservice": 4, "privilege": 3, "quorum": 4, "moderator": 2, "seat": 3, "votes": 3, "vote": 3,
    "rotation": 2, "coverage": 1, "reappointment": 3, "recredentialing": 4,
    "title": 1, "extension": 1, "login": 2, "username": 1, "cubicle": 3, "pager": 1, "voicemail": 1,
    "ext": 2, "dept": 1, "department": 1,
}  # fmt: skip
"""Signs of people in office where no column holds what only patients have: a committee may be one of transplants."""
_OF_PATIENTS = frozenset({Element.MRN, Element.DATE_OF_BIRTH, Element.MEMBER_ID, Element.DIAGNOSIS, Element.SSN})
LEAST_SIGNS = 3
_BY_TITLE = 4
"""What a title counts that says whom the list is of: ``SURGERY / ANESTHESIA CALL``."""
_REACHED, _BY_CONTACT = frozenset({Element.PHONE, Element.EMAIL}), 3
"""A contact with a title and a way to reach them is somebody in an office: ``Client, Contact, Title, Phone``."""
_PERSONAL = frozenset(
    {
        Element.NAME, Element.DATE_OF_BIRTH, Element.SSN, Element.ADDRESS, Element.ZIP, Element.PHONE, Element.EMAIL,
        Element.MRN, Element.MEMBER_ID, Element.AGE, Element.DRIVER_LICENSE, Element.ACCOUNT_NUMBER,
        Element.ROUTING_NUMBER, Element.DIAGNOSIS, Element.MEDICATION, Element.PROCEDURE, Element.TREATMENT,
        Element.LAB_RESULT, Element.HEIGHT_WEIGHT, Element.CLAIM_NUMBER, Element.CARD_NUMBER, Element.OTHER_ID,
        Element.PASSPORT, Element.DATE,
    }
)  # fmt: skip


def role_of(labels: Sequence[str], titles: Sequence[str], columns: Sequence[ColumnType]) -> Role:
    """Return whom the rows speak of, by the words of headers and titles; UNKNOWN if they do not say."""
    words: set[str] = set()
    for text in (*labels, *titles):
        words.update(plain_words(text[:60]))
    points = {role: sum(w for sign, w in signs.items() if sign in words) for role, signs in _SIGNS.items()}
    if not any(c.element in _OF_PATIENTS for c in columns):
        points[Role.PROVIDER] += sum(w for sign, w in _OF_OFFICES.items() if sign in words)
        points[Role.PROVIDER] += _BY_TITLE * any(map(is_office_list, titles))
        if "title" in words and _names_contacts(columns) and any(c.element in _REACHED for c in columns):
            points[Role.SENDER] += _BY_CONTACT
    has_person = any(c.element is Element.NAME and c.party in {Role.UNKNOWN, Role.PATIENT} for c in columns)
    names_patients = any(c.element is Element.NAME and c.party is Role.PATIENT for c in columns)
    if names_patients and not any(c.element is Element.PROVIDER for c in columns):
        points[Role.PROVIDER] = points[Role.SENDER] = 0
    has_own_provider = any(c.element is Element.PROVIDER for c in columns) and has_person
    if has_own_provider:
        points[Role.PROVIDER] = 0
    best = max(points, key=lambda role: points[role])
    ties = sum(points[role] == points[best] for role in points) > 1
    return Role.UNKNOWN if points[best] < LEAST_SIGNS or ties else best


def _names_contacts(columns: Sequence[ColumnType]) -> bool:
    """Tell whether the one column of names is of contacts, and not of those for an emergency."""
    named = [set(plain_words(c.label)) for c in columns if c.element is Element.NAME]
    return len(named) == 1 and "contact" in named[0] and "emergency" not in named[0]


def with_role(columns: Sequence[ColumnType], role: Role) -> list[ColumnType]:
    """Return the columns with the table's role where a column of personal data names no party itself."""
    columns = _of_children(columns)
    if role is Role.UNKNOWN:
        return list(columns)
    is_named = any(_names(column) and column.party is role for column in columns)
    return [c if is_named and _names(c) else _with_role(c, role) for c in columns]


def _of_children(columns: Sequence[ColumnType]) -> Sequence[ColumnType]:
    """Take the children whom alone a table of records names for its patients: ``mrn | kid | age``.

    What is a child's beside names that are nobody's in particular (``CHILD_ID | LAST | FIRST``) is of those it names.
    """
    kids = [c for c in columns if c.party is Role.RELATIVE and "child" in plain_words(c.label)]
    if not any(c.element in NAME_ELEMENTS for c in kids) and any(c.element is Element.NAME for c in columns):
        columns = [replace(c, party=Role.UNKNOWN) if c in kids else c for c in columns]
    named = [c for c in columns if _names(c) or (c.element is Element.RELATIVE and c.part is Part.FULL)]
    if len(named) != 1 or "child" not in plain_words(named[0].label) or not any(c.element in _SHOWS for c in columns):
        return columns
    return [replace(c, element=Element.NAME, party=Role.PATIENT) if c is named[0] else c for c in columns]


_SHOWS = frozenset({Element.MRN, Element.DIAGNOSIS, Element.HEIGHT_WEIGHT, Element.LAB_RESULT, Element.MEDICATION})


def _names(column: ColumnType) -> bool:
    """Tell whether a column holds whole names: beside one of the table's people another is of somebody else."""
    return column.element is Element.NAME and column.part is Part.FULL


def _with_role(column: ColumnType, role: Role) -> ColumnType:
    is_fact = column.element is None and column.part is not Part.FULL
    if column.party is not Role.UNKNOWN or not (is_fact or column.element in _PERSONAL):
        return column
    element = Element.PROVIDER if role is Role.PROVIDER and column.element is Element.NAME else column.element
    return replace(column, party=role, element=element)
