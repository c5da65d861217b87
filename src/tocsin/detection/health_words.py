# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""Plain words of medicine: diagnoses, procedures, treatments, medicines, biometrics.

Terms stand in ``terms/*.txt``; medicines are found by their nonproprietary name's stem too, so that a drug newer than
the list is found. Short abbreviations count only where words around them speak of a disease, an act or a regimen.

Source: WHO, "The use of stems in the selection of International Nonproprietary Names (INN)"; ``terms/README.md`` for
the lists.
"""

from __future__ import annotations

import re
from functools import cache

from tocsin.detection.health_context import (
    SHORT_TEXT,
    clinical_words,
    is_about_care,
    is_campaign,
    is_named_as_disease,
    is_of_patient,
    speaks_of_care,
)
from tocsin.detection.health_terms import TermList, stands_free, term_rules, terms
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_BESIDE = 8
"""Code points beside a word that still stands alone in its cell: "depression ?"."""
_WORDS_TOO = frozenset(
    """stroke depression bipolar concussion anorexia gout vertigo dehydration insomnia metastasis influenza diabetic
    alcoholic psychosis obesity malignancy neutropenic""".split()
)
"""Diseases that are words of other trades too: only where a word of care stands around."""


def _is_disease(text: str, low: int, high: int, start: int, end: int) -> bool:
    is_alone = high - low <= end - start + _BESIDE
    if text[start:end].lower() in _WORDS_TOO and not (is_alone or speaks_of_care(text, low, high, start, end)):
        return False
    return is_of_patient(text, low, high, start, end) and not is_campaign(text, low, high, start, end)


def _is_symptom(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a complaint in everyday words is a patient's: in a cell of its own or among words of care."""
    if not is_about_care(text, low, high, start, end):
        return False
    return is_of_patient(text, low, high, start, end) and not is_campaign(text, low, high, start, end)


def _is_in_words_of_care(text: str, low: int, high: int, start: int, end: int) -> bool:
    return is_about_care(text, low, high, start, end) and is_of_patient(text, low, high, start, end)


def _is_short_disease(text: str, low: int, high: int, start: int, end: int) -> bool:
    if _OF_AIR_OR_PLACE.search(text, max(low, start - 24), end):
        return False
    return is_named_as_disease(text, low, high, start, end) and _is_disease(text, low, high, start, end)


_OF_AIR_OR_PLACE = compiled(
    r"(?:%|\bsats?|\bspo2)[ ,(]{0,2}(?:on )?RA\Z|\b(?:moved|moving|lives|living|relocated) (?:to|in) [A-Z]{2}\Z"
)
"""Room air behind a saturation, and the code of a state."""


def _is_in_care(text: str, low: int, high: int, start: int, end: int) -> bool:
    return is_of_patient(text, low, high, start, end) and clinical_words(text, low, high, start, end) >= 1


def _is_short_medicine(text: str, low: int, high: int, start: int, end: int) -> bool:
    needed = 1 if end - start >= 4 else 2
    return is_of_patient(text, low, high, start, end) and clinical_words(text, low, high, start, end) >= needed


_SCHEDULING = compiled(
    r"\b(?:\d{1,2}/\d{1,2}|today|tomorrow|tues(?:day)?|mon(?:day)?|wed(?:nesday)?|thurs(?:day)?|fri(?:day)?|week(?:ly)?|q\d|overdue|"
    r"denied|denial|appeal|auth(?:orization)?|needs?|had|s/p|sched\w*|ordered|due|results?|placed|pulled|clear|abnormal"
    r"|next|last|before|after|then|w/wo|contrast|consult|bring|rescheduled?|19\d\d|20\d\d|year|day|viernes|lunes|exchange|change|removed|removal|\d ?u)\b",
    re.IGNORECASE,
)


def _is_act(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a short word for an act (echo, PET, stent) stands among words of care or of scheduling."""
    if not is_of_patient(text, low, high, start, end):
        return False
    if _PLACE.match(text, end, min(high, end + 8)) or text[max(low, start - 2) : start] == ", ":
        return False
    value = text[start:end]
    if high - low <= SHORT_TEXT and len(value) >= 3 and value.isupper() and value not in _GOODS_TOO:
        return True
    about = clinical_words(text, low, high, start, end)
    if about >= 2:
        return True
    needed = 0 if text[start:end].isupper() or text[start:end].lower().split()[-1] in _ACTS_ONLY else 1
    return about >= needed and _SCHEDULING.search(text, max(low, start - 40), min(high, end + 40)) is not None


_PLACE = compiled(r"[ ,]{1,2}\d{5}\b")
_GOODS_TOO = frozenset(
    """PET PAP ECHO CTA PRK ICD CPR AVF AVR MVR PPM EVD MBB SLT LPI PPV PKP CXL DCR VNS FCE OAE PSG DXA DFE MWT FME RPD
    RPE SDF FMD IPL TMA OLT FFP BVT ABR VEP HVF YAG WCC AWV ESD PHACO SEDATION SEALANTS EXPANDER RELINE""".split()
)
_ACTS_ONLY = frozenset(
    """mammo mammos bmbx colpo ekg ecg cxr turbt ercp egd mri stent transfusion cysto phlebotomy chole""".split()
)


_LISTS: tuple[tuple[str, TermList], ...] = (
    ("diagnosis", TermList(Element.DIAGNOSIS, 0.85, "diagnosis", _is_disease)),
    ("diagnosis_icd", TermList(Element.DIAGNOSIS, 0.85, "diagnosis", _is_disease)),
    ("symptom", TermList(Element.DIAGNOSIS, 0.75, "symptom", _is_symptom)),
    ("diagnosis_acronym", TermList(Element.DIAGNOSIS, 0.78, "diagnosis-short", _is_symptom, capitals=True)),
    ("diagnosis_short", TermList(Element.DIAGNOSIS, 0.8, "diagnosis-short", _is_short_disease, capitals=True)),
    ("procedure", TermList(Element.PROCEDURE, 0.8, "procedure", is_of_patient)),
    ("procedure_short", TermList(Element.PROCEDURE, 0.75, "procedure-short", _is_act)),
    ("treatment", TermList(Element.TREATMENT, 0.82, "treatment", is_of_patient)),
    ("treatment_short", TermList(Element.TREATMENT, 0.78, "treatment-short", _is_in_care, capitals=True)),
    ("treatment_care", TermList(Element.TREATMENT, 0.78, "treatment-short", _is_in_words_of_care)),
    ("medication_care", TermList(Element.MEDICATION, 0.8, "medication-short", _is_in_words_of_care)),
    ("medication", TermList(Element.MEDICATION, 0.88, "medication")),
    ("medication_drugs", TermList(Element.MEDICATION, 0.88, "medication")),
    ("medication_short", TermList(Element.MEDICATION, 0.8, "medication-short", _is_short_medicine, capitals=True)),
    ("biometric", TermList(Element.BIOMETRIC, 0.7, "biometric")),
)

_STEMS = (
    "mab|tinib|ciclib|parib|rafenib|metinib|zomib|platin|taxel|rubicin|tecan|citabine|trexate|trexed|bicin|poside|"
    "lidomide|prepitant|stim|grastim|setron|dronate|relix|relin|lutamide|trozole|oxifene|prazole|vastatin"
    "|sartan|dipine|gliptin|"
    "gliflozin|glutide|glitazone|cillin|oxacin|mycin|cycline|conazole|vudine|navir|tegravir|ciclovir|buvir|oxetine|"
    "azepam|zolam|peridol|apine|piprazole|peridone|triptan|profen|coxib|caine|codone|morphone|thiazide|olol|"
    "parin|xaban|gatran|tidine|terol|sone|solone|sonide|lukast|statin|barbital|gabalin|thyroxine|adol"
)
STEM_WORDS = compiled(rf"[A-Za-z]{{2,16}}(?:{_STEMS})\Z", re.IGNORECASE)
_NOT_DRUGS = frozenset(
    """arson cocaine novocaine person reason season treason comparison unison poison lesson parson mason garrison
    caravan ransone sone persone ukraine maine cycline stim collarbone plusone personalone everysone""".split()
)
_DOSE = compiled(
    r"(?P<name>[A-Za-z][A-Za-z-]{3,24})[ ]{1,2}(?:\([A-Za-z ]{3,20}\)["
    r" ])?\d{1,5}(?:[.,]\d{1,3})?(?:-\d{1,4})?[ ]?(?:mg|mcg|\u00b5g|g|mL|units?|IU|mEq)(?:/m2|/kg"
    r"|/mL)?\b"
    r"(?P<sig>[ ,]{1,2}(?:po|iv|im|sq|subq|sc|daily|bid|tid|qid|qhs|qd|q\d{1,2}h|weekly|once|twice"
    r"|every|by mouth|tablets?|capsules?|prn|orally|nightly|at bedtime))?",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    """about over under only than with take took given dose doses each total maximum approximately around least most
    plus from every contains contained value level""".split()
)


@cache
def _medicines() -> frozenset[str]:
    names = ("medication", "medication_drugs", "medication_short")
    return frozenset(term.lower() for name in names for term in terms(name))


def is_medicine(word: str) -> bool:
    """Tell whether a word names a medicine or a regimen of them.

    Example:
        >>> is_medicine("FOLFOX"), is_medicine("carboplatin"), is_medicine("four")
        (True, True, False)
    """
    plain = word.lower()
    return plain in _medicines() or (STEM_WORDS.fullmatch(plain) is not None and plain not in _NOT_DRUGS)


def _stem(text: str, low: int, _high: int, end: int) -> Span | None:
    found = STEM_WORDS.search(text, max(low, end - 26), end)
    if found is None or found[0].lower() in _NOT_DRUGS or not _free(text, low, found.start()):
        return None
    return Span(found.start(), end, Element.MEDICATION, Part.FULL, 0.82, "medication-stem", found[0].lower())


def _free(text: str, low: int, start: int) -> bool:
    return start == low or not (text[start - 1].isalnum() or text[start - 1] in "@/\\_.#-")


def _dose(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _DOSE.finditer(text, max(low, end - 60), min(high, end + 24)):
        if found.start() < end <= found.end():
            name = found["name"].lower()
            if name in _NOT_NAMES or not _free(text, low, found.start()):
                return None
            element = Element.SUBSTANCE_USE if name in terms("substance_use") else Element.MEDICATION
            return Span(found.start(), found.end(), element, Part.FULL, 0.85 if found["sig"] else 0.6, "dose", name)
    return None


_REGIMEN = compiled(
    r"(?:(?:dose[- ]dense |dd)?(?:AC|TC|EC|FEC|DOX)-?TH?P?|m?FOLF(?:OX|IRI|IRINOX|OXIRI)[- ]?\d?|(?:Pola-)?R?-?mini-?CHOP|(?:R|O|G|Pola)-(?:CHOP|CHP|CVP|ICE|DHAP"
    r"|EPOCH|Benda|GemOx|Hyper-?CVAD)|(?:DA-)?R?-?EPOCH|A\+?AVD|Vyxeos|7\+3|[VKRD]{1,2}d|D?-?VRd|KRd|CyBorD|VMP|TCHP|TC[- ]?x ?\d"
    r"|BEACOPP|CAPOX|XELOX|GemCis|Gem/?Abraxane|carbo/(?:taxol|alimta|pem|etop\w*)|cis/etop\w*|Hyper-?CVAD|FLOT|MAID|MVAC)"
    r"(?=[ ,.;:)\n]|\Z)"
)
_REGIMEN_HEAD = compiled(r"[A-Za-z]{0,5}[-+]?[A-Za-z0-9+/-]{2,20}\Z")


def _regimen(text: str, low: int, high: int, end: int) -> Span | None:
    head = _REGIMEN_HEAD.search(text, max(low, end - 24), end)
    if head is None:
        return None
    found = _REGIMEN.match(text, head.start(), min(high, end + 2))
    if found is None or found.end() < end or not stands_free(text, low, high, found.start(), found.end()):
        return None
    if (len(found[0]) < 5 or "EPOCH" in found[0]) and clinical_words(text, low, high, found.start(), found.end()) == 0:
        return None
    return Span(found.start(), found.end(), Element.MEDICATION, Part.FULL, 0.85, "regimen", found[0].lower())


RULES = (
    *(rule for name, kind in _LISTS for rule in term_rules(terms(name), kind)),
    Rule(rf"\b[a-z]{{2,16}}(?:{_STEMS})\b", _stem),
    Rule(r"[a-z)] {1,2}\d{1,5}(?:[.,]\d{1,3})? ?(?:mg|mcg|units?|meq)\b", _dose),
    Rule(
        r"\b(?:AC-TH?P?|ddAC-?T?|TC-?H?P?|m?FOLF(?:OX|IRI|IRINOX|OXIRI)[- ]?\d?|(?:R|O|G|Pola)-(?:CHOP|CHP|CVP|ICE|DHAP"
        r"|EPOCH|Benda|GemOx)|(?:DA-)?EPOCH(?:-R)?|A\+?AVD|D?-?VRd|KRd|CyBorD|CAPOX|XELOX|FLOT|carbo/\w{3,6}|cis/etop\w*)\b",
        _regimen,
        ignore_case=False,
    ),
)
