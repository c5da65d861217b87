"""Coded health data: diagnoses by ICD-10-CM, ICD-9-CM and ICD-O-3, procedures by CPT and HCPCS.

A dotted ICD-10-CM code of a real category counts on its own; all other codes need words that name them.

Source: CMS and NCHS, ICD-10-CM Official Guidelines (form: letter, digit, alphanumeric, up to four after the dot);
ICD-9-CM (three digits, up to two after the dot; V and E codes); WHO ICD-O-3 (morphology dddd/d); CMS HCPCS Level II
(letter and four digits). CPT codes are the AMA's: recognised by shape and context only, no list.
"""

from __future__ import annotations

import re

from tocsin.detection.context import before
from tocsin.detection.health_context import line_around
from tocsin.detection.health_terms import terms
from tocsin.detection.keyed import Key, Reading
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_CATEGORIES = frozenset(term.upper() for term in terms("icd10_categories"))
_ICD10 = compiled(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?(?![A-Za-z0-9.]\w|\w)", re.IGNORECASE)
_ICD9 = compiled(r"(?:\d{3}|V\d{2}|E\d{3})\.\d{1,2}(?!\d)")
_CODE_WORDS = compiled(r"icd|diag|\bdx|\bcodes?\b|problem|assessment|impression|history of|indication", re.IGNORECASE)
_PART_WORDS = compiled(r"(?:version|model|part|section|figure|table|rev|release|v)[ .#:]{0,2}$", re.IGNORECASE)
_ANY_CODE = compiled(rf"{_ICD10.pattern}|{_ICD9.pattern}|\d{{4}}/[0-9]\b|\d{{3}}(?![\d.])", re.IGNORECASE)


def judge_diagnosis_code(value: str) -> Reading | None:
    """Return the reading of a code behind words that name a diagnosis."""
    plain = value.upper()
    if _ICD10.fullmatch(plain):
        return Reading(plain, 0.96, _element(plain)) if plain[:3] in _CATEGORIES else None
    if re.fullmatch(r"\d{4}/[0-9]", plain):
        return Reading(plain, 0.85)
    return Reading(plain, 0.85 if "." in plain else 0.55)


def is_icd10(value: str) -> bool:
    """Tell whether a value is an ICD-10-CM code of a real category, with or without its dot."""
    return _ICD10.fullmatch(value) is not None and value[:3].upper() in _CATEGORIES


def judge_procedure_code(value: str) -> Reading | None:
    """Return the reading of a five-character code behind words that name a procedure."""
    return Reading(value.upper(), 0.92)


def _dotted(text: str, low: int, high: int, end: int) -> Span | None:
    window = max(low, end - 9)
    dot = text.rfind(".", window, end)
    start = dot - 3
    if dot < 0 or start < low or text[start:dot].upper() not in _CATEGORIES:
        return None
    if (start > low and (text[start - 1].isalnum() or text[start - 1] in "-./_$#")) or text[end : end + 1] in set(
        "-/_@"
    ):
        return None
    if text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum():
        return None
    context = before(text, low, start, 60)
    score = 0.97 if _CODE_WORDS.search(context) else 0.82
    if _PART_WORDS.search(context):
        score = 0.3
    code = text[start:end].upper()
    return Span(start, end, _element(code), Part.FULL, score, "icd-10", code)


_BEHIND_WORDS = compiled(
    r"icd|diag|\bdx\b|cancer|\bca\b|carcinoma|lymphoma|leukemia|malignan|neoplasm|anemia|diabetes|hypertension|disorder|disease"
    r"|myeloma|melanoma|prim(?:ary)? site|problem|assessment|impression|medical necessity",
    re.IGNORECASE,
)


def _bare(text: str, low: int, high: int, end: int) -> Span | None:
    """Read a code without a dot ("... prostate ca  C61") where its line speaks of a disease or of a diagnosis."""
    found = re.search(r"(?<![\w.$#/-])[A-TV-Z]\d[0-9A-Z]{1,5}\Z", text[max(low, end - 9) : end])
    if found is None or found[0][:3] not in _CATEGORIES or text[end : end + 1] in set("-/_@.="):
        return None
    start = end - len(found[0])
    line = line_around(text, low, high, start, end, 70)
    if not _BEHIND_WORDS.search(line):
        return None
    return Span(start, end, _element(found[0]), Part.FULL, 0.8, "icd-10", found[0])


def _element(code: str) -> Element:
    """Return what a code is: F10-F19 are substance use, tobacco (F17) not.

    Source: 42 CFR 2.11, "substance use disorder".
    """
    is_use = code[:2].upper() == "F1" and code[2] != "7"
    return Element.SUBSTANCE_USE if is_use else Element.DIAGNOSIS


KEYS = (
    Key(
        r"\b(?:icd(?:-?(?:10|9|o))?(?:-?(?:cm|3))?|dx|diagnosis|diag|morphology|histology)\b(?: codes?)?",
        Element.DIAGNOSIS,
        "icd",
        judge_diagnosis_code,
        compiled(
            rf"(?:(?:10|9)(?:-?cm)?[ :]{{1,2}})?(?:{_ICD10.pattern}|{_ICD9.pattern}|\d{{4}}/[0-9]\b)", re.IGNORECASE
        ),
    ),
    Key(
        r"\b(?:cpt|hcpcs|procedure|proc)\b(?:[ -]?4)?(?: codes?)?",
        Element.PROCEDURE,
        "cpt",
        judge_procedure_code,
        compiled(r"(?:\d{5}|\d{4}[FTU]|[A-V]\d{4})(?:-[A-Z0-9]{2})?(?![\w-])"),
    ),
)

RULES = (
    Rule(r"\b[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}\b", _dotted, ignore_case=False),
    Rule(
        r"\b(?:C\d\d|D[0-8]\d|E[01]\d|F[0-9]\d|G[2-6]\d|I[1-7]\d|J[14]\d|K[2578]\d|L[49]\d|M[01358]\d|N[1-9]\d|Z[0-9]\d|R[0-9]\d)[0-9A-Z]{0,4}\b",
        _bare,
        ignore_case=False,
    ),
    *(key.rule() for key in KEYS),
)
