"""Places of care by name: "Mercy General Hospital", "Lakeside Oncology Associates".

A name is the run of capitalised words before a word for a place of care.

Source: 45 CFR 164.514(b)(2)(i)(B) (geographic and facility detail); CMS provider types (42 CFR 400.202).
"""

from __future__ import annotations

import re

from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_KINDS = (
    r"(?:Regional |Memorial |General |Community |University |Children's |Childrens |Veterans |VA"
    r" )?(?:Hospitals?|Medical Cent(?:er|re)|Medical (?:Pavilion|Plaza|Offices|Building|Campus"
    r"|Arts)|Med(?:ical)? Ctr\.?|Medical Group|Medical Associates)|"
    r"Cancer (?:Center|Centre|Institute|Care|Clinic|Specialists|Centers)|Health (?:Center|Centre"
    r"|System|Clinic|Partners|Services|Network)|Healthcare(?: System)?|Clinics?|Infirmary|"
    r"(?:Hematology(?: (?:and|&) )?)?Oncology(?: (?:Associates|Partners|Group|Center|Specialists"
    r"|Clinic|Institute|Care|Consultants|Practice))?|Hospice|Surgery Cent(?:er|re)|"
    r"Surgical Cent(?:er|re)|Dialysis(?: Center)?|Imaging(?: (?:Center|Institute|Associates))?"
    r"|Radiology(?: (?:Associates|Group|Center))?|Pharmacy|(?:Nursing|Assisted Living) (?:Home"
    r"|Center|Facility|Residence)|Senior Living|"
    r"Rehab(?:ilitation)?(?: (?:Center|Hospital|Institute|Unit))?|Treatment (?:Center|Unit)"
    r"|Infusion Center|Urgent Care|Family (?:Practice|Medicine)|Internal Medicine|Pediatrics|"
    r"Cardiology(?: Associates)?|Dermatology|Orthopedics|Women's Health|Behavioral Health(?:"
    r" (?:Center|Services))?|Laborator(?:y|ies)|Pathology|Eye (?:Center|Institute)|"
    r"Dental(?: (?:Group|Care|Associates))?|Birth Center|Physicians(?: Group)?|Care Center|Wellness Center"
)
_WORD = r"(?:[A-Z\u00c0-\u00de][\w'.\u00c0-\u024f-]{0,24}|&|of|the|and|for|at|de|del|la|St\.)"
_NAME = compiled(
    rf"(?<![\w.'-])(?:[A-Z\u00c0-\u00de][\w'.\u00c0-\u024f-]{{0,24}}[ ])(?:{_WORD}["
    rf" ]){{0,5}}?(?:{_KINDS})(?:[ ](?:of|at)(?:[ ]the)?(?:["
    rf" ][A-Z][\w'-]{{1,20}}){{1,3}})?(?![\w-])"
)
_LEADERS = frozenset(
    [
        "The",
        "A",
        "An",
        "At",
        "In",
        "To",
        "From",
        "And",
        "Or",
        "Our",
        "Your",
        "My",
        "His",
        "Her",
        "Their",
        "This",
        "That",
        "These",
        "Those",
        "For",
        "With",
        "By",
        "Of",
        "On",
        "Is",
        "Was",
        "Are",
        "If",
        "When",
        "Any",
        "Each",
        "Every",
        "Dear",
        "Call",
        "Visit",
        "Contact",
        "Please",
        "Patient",
        "Hospital",
        "Clinic",
        "New",
        "Local",
        "Attention",
        "Attn",
        "Re",
        "Subject",
        "Date",
        "Name",
        "Facility",
        "Provider",
        "Outpatient",
        "Inpatient",
    ]
)
_ANCHOR = (
    r"Hospitals?|Medical (?:Cent(?:er|re)|Ctr|Group|Associates|Pavilion|Plaza|Offices|Building"
    r"|Campus|Arts)|Cancer (?:Center|Centre|Institute|Care|Clinic|Specialists|Centers)|Health"
    r" (?:Center|Centre|System|Clinic|Partners|Services|Network)|"
    r"Healthcare|Clinics?|Infirmary|Oncology|Hospice|Surgery Cent(?:er|re)|Surgical Cent(?:er|re)"
    r"|Dialysis|Imaging|Radiology|Pharmacy|(?:Nursing|Assisted Living) (?:Home|Center|Facility"
    r"|Residence)|Senior Living|Rehab(?:ilitation)?|"
    r"Treatment (?:Center|Unit)|Infusion Center|Urgent Care|Family (?:Practice|Medicine)|Internal"
    r" Medicine|Pediatrics|Cardiology|Dermatology|Orthopedics|Women's Health|"
    r"Behavioral Health|Laborator(?:y|ies)|Pathology|Eye (?:Center|Institute)|Dental|Birth Center"
    r"|Physicians|Care Center|Wellness Center"
)


def _facility(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _NAME.finditer(text, max(low, end - 90), min(high, end + 50)):
        if found.start() < end <= found.end():
            return _trimmed(found)
    return None


def _trimmed(found: re.Match[str]) -> Span | None:
    value, start = found[0], found.start()
    while " " in value and value.split(" ", 1)[0] in _LEADERS:
        first, value = value.split(" ", 1)
        start += len(first) + 1
    if " " not in value or value[0].islower() or re.fullmatch(_KINDS, value):
        return None
    return Span(start, found.end(), Element.FACILITY, Part.FULL, 0.85, "facility", " ".join(value.split()))


RULES = (
    Rule(rf"[a-z.'&\xc0-\xff] (?:{_ANCHOR})\b", _facility, ignore_case=False),
    Rule(rf"\b[A-Z]\S{{0,24}} (?:{_ANCHOR})\b", _facility, ignore_case=False),
)
