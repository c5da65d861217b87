"""Measured health data: laboratory results, doses of treatment, height and weight.

Source: LOINC (analyte, value, unit as the parts of a result); ICRU Report 83 (absorbed dose in gray).
"""

from __future__ import annotations

import re

from tocsin.detection.health_words import is_medicine
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

_ANALYTES = (
    "hemoglobin a1c|hemoglobin|hgb a1c|hba1c|a1c|hgb|hematocrit|hct|wbc|rbc|platelets?|plt|anc"
    "|creatinine|bun|egfr|gfr|glucose|"
    "sodium|potassium|chloride|calcium|magnesium|albumin|bilirubin|ast|alt|alk phos|alkaline"
    " phosphatase|ldh|psa|cea|ca[ -]?125|ca[ -]?19-9|"
    "ca[ -]?15-3|afp|tsh|free t4|ferritin|inr|troponin|bnp|cholesterol|ldl|hdl|triglycerides|cd4"
    "|viral load|vitamin d|uric acid|lactate|"
    "crp|esr|ki-67|oncotype score|blood pressure|bp|o2 sat|spo2|oxygen saturation|hcg|beta-2 microglobulin"
)
_UNITS = (
    r"(?:g/dL|mg/dL|ng/mL|pg/mL|mcg/dL|\u00b5g/dL|mmol/L|mEq/L|U/L|IU/L|IU/mL|mIU/L|U/mL|K/uL"
    r"|K/\u00b5L|x10\^?\d|10\^3/uL|/uL|/mm3|/mcL|cells/mm3|copies/mL|fL|mm/hr|mL/min|mmHg|mm Hg|%)"
)
_RESULT = re.compile(
    rf"(?<![\w-])(?:{_ANALYTES})\b[ \t]*(?:\([A-Za-z0-9 ]{{1,12}}\)[ \t]*)?(?:level|count|value"
    rf"|result)?[ \t]*(?:was|is|of|at|:|=|\||to)?[ \t]*(?:[<>]=?[ \t]?)?"
    rf"(?P<value>\d{{1,6}}(?:[.,]\d{{1,3}})?(?:/\d{{2,3}})?)(?P<unit>[ \t]?{_UNITS})?(?P<flag>["
    rf" \t]*\(?(?:H|L|high|low|elevated)\b\)?)?",
    re.IGNORECASE,
)
_QUALITATIVE = re.compile(
    r"(?<![\w-])(?:hiv(?:[ -]?(?:1|2|1/2))?|hepatitis [abc]|hbsag|hcv|rpr|covid(?:-19)?|sars-cov-2"
    r"|pregnancy|tb|quantiferon|strep|urine drug screen|uds|"
    r"blood culture|pap|er|pr|her2(?:/neu)?|pd-l1|cologuard|fit)\b[ \t]*(?:test|screen|antibody|ab"
    r"|antigen|pcr|status)?[ \t]*(?:result)?s?[ \t]*(?:was|is|:|=|came back)?[ \t]*"
    r"(?:positive|negative|reactive|non-?reactive|detected|not detected)\b",
    re.IGNORECASE,
)
_HEIGHT = re.compile(
    r"\b(?:height|ht)\b[ \t]*(?:was|is|of|:|=|\|)?[ \t]*\d{1,3}(?:\.\d{1,2})?[ \t]?(?:'|ft|feet|cm"
    r"|in\b|inches|\")(?:[ \t]?\d{1,2}(?:\.\d)?[ \t]?(?:\"|''|in\b|inches)?)?",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"\b(?:weight|wt|weigh(?:s|ed|ing)|bmi|body mass index)\b[ \t]*(?:was|is|of|:|=|\|)?["
    r" \t]*\d{1,3}(?:\.\d{1,2})?(?:[ \t]?(?:lbs?|pounds|kgs?|kilograms|kg/m2)\b)?",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\b\d{1,5}(?:\.\d{1,2})?[ -]?c?Gy\b(?:[ ](?:in|over|x)[ ]\d{1,2}[ ]?(?:fractions|fx)\b)?")
_CYCLE = re.compile(
    r"\b(?:cycles?|c)[ #]?\d{1,2}(?:[ ]?(?:day|d|of|/)[ ]?\d{1,2})?\b(?:[ ]of[ ](?!\d)[A-Za-z0-9/-]{3,20})?",
    re.IGNORECASE,
)
_CYCLE_OF = re.compile(r" of ([A-Za-z0-9/-]+)\Z")
_TREATING = re.compile(
    r"chemo|infus|regimen|treatment|oncolog|folf|radiat|cancer|taxol|platin|mab\b|tumor", re.IGNORECASE
)


def _hit(shape: re.Pattern[str], text: str, low: int, high: int, end: int, ahead: int = 50) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - 40), min(high, end + ahead)):
        if found.start() < end <= found.end():
            return found
    return None


def _result(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_RESULT, text, low, high, end)
    if found is None:
        return None
    named = found[0][:3].isupper() and found[0][:3] != "AST"
    bare = 0.55 if named else 0.4
    score = 0.92 if found["unit"] else 0.75 if found["flag"] or "/" in found["value"] else bare
    if (
        found["unit"]
        and found["unit"].strip() == "%"
        and found[0][0].isalpha()
        and not re.match(r"h[bg]|a1c|hemo|hct|spo2|o2|oxy|ki", found[0], re.IGNORECASE)
    ):
        score = 0.5
    return _span(found, Element.LAB_RESULT, score, "lab")


def _span(found: re.Match[str], element: Element, score: float, detector: str) -> Span:
    return Span(found.start(), found.end(), element, Part.FULL, score, detector, " ".join(found[0].split()))


def _qualitative(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_QUALITATIVE, text, low, high, end, 2)
    return _span(found, Element.LAB_RESULT, 0.88, "lab") if found else None


def _body(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_HEIGHT, text, low, high, end) or _hit(_WEIGHT, text, low, high, end)
    if found is None:
        return None
    sure = re.search(r"lb|kg|pound|ft|feet|cm|['\"]|bmi|kilo|\bin", found[0], re.IGNORECASE)
    return _span(found, Element.HEIGHT_WEIGHT, 0.92 if sure else 0.45, "body")


def _gray(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_DOSE, text, low, high, end)
    return _span(found, Element.TREATMENT, 0.93, "radiation-dose") if found else None


def _cycle(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_CYCLE, text, low, high, end)
    if found is None or not _TREATING.search(text, max(low, found.start() - 80), min(high, found.end() + 80)):
        return None
    if (drug := _CYCLE_OF.search(found[0])) is not None and is_medicine(drug[1]):
        return None
    return _span(found, Element.TREATMENT, 0.82, "cycle")


RULES = (
    Rule(rf"\b(?:{_ANALYTES})\b[^\n\d]{{0,24}}\d", _result),
    Rule(r"\b(?:positive|negative|reactive|detected)\b", _qualitative),
    Rule(
        r"\b(?:height|ht|weight|wt|weigh(?:s|ed|ing)|bmi|body mass index)\b[ \t]*(?:was|is|of|:|=|\|)?[ \t]*\d", _body
    ),
    Rule(r"\d[ -]?c?Gy\b", _gray, ignore_case=False),
    Rule(r"\bcycles? ?#?\d", _cycle),
)
