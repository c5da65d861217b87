# ruff: noqa: E501 - patterns read better in long rows
"""Words of medicine in Spanish: diseases, complaints, acts, medicines and results, with accents and without.

Terms stand in ``terms/*_spanish.txt``. What is said of a patient, denied, or of a relative's is told by
:mod:`tocsin.detection.health_context`, which knows both languages.

Invariant: as in :mod:`tocsin.detection.health_terms`.

Source: ``terms/README.md`` for the lists.
"""

from __future__ import annotations

import re

from tocsin.detection.context import said_before
from tocsin.detection.health_context import OWNED, clinical_words, is_campaign, is_of_patient
from tocsin.detection.health_terms import TermList, stands_free, term_rules, terms
from tocsin.detection.scan import Rule
from tocsin.detection.spanish import is_spanish
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_WORDS_TOO = frozenset(
    {
        "tos",
        "masa",
        "gripe",
        "gota",
        "moco",
        "mocos",
        "sida",
        "depo",
        "granos",
        "bulto",
        "llanto",
        "hongo",
        "asma",
        "sarna",
        "mareo",
    }
)
"""Words of other languages or of other trades too: only among Spanish words."""
_SHORT_TEXT = 80
"""A text of up to so many code points is a cell or a line of its own: what it names is what it is about."""


def _is_disease(text: str, low: int, high: int, start: int, end: int) -> bool:
    if text[start:end].lower() in _WORDS_TOO and not _is_our_word(text, low, high, start, end):
        return False
    return is_of_patient(text, low, high, start, end) and not is_campaign(text, low, high, start, end)


def _is_our_word(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a word of other languages too is Spanish here, and no name: ``Sarna Roy``."""
    is_named = text[start].isupper() and text[start + 1].islower() and text[end + 1 : end + 2].isupper()
    is_cell = high - low == end - start and text[start].islower()
    return not is_named and (is_cell or is_spanish(text, low, high, start, end))


def _is_symptom(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a complaint is a patient's: among Spanish words, in a cell of its own or among words of care."""
    if not is_spanish(text, low, high, start, end):
        is_short = high - low <= _SHORT_TEXT and text[start:end].lower() not in _WORDS_TOO
        if not (is_short or said_before(OWNED, text, low, start, 40) or clinical_words(text, low, high, start, end)):
            return False
    return _is_disease(text, low, high, start, end)


def _is_medicine(text: str, low: int, high: int, start: int, end: int) -> bool:
    return text[start:end].lower() not in _WORDS_TOO or is_spanish(text, low, high, start, end)


_LISTS: tuple[tuple[str, TermList], ...] = (
    ("diagnosis_spanish", TermList(Element.DIAGNOSIS, 0.85, "diagnosis", _is_disease)),
    ("symptom_spanish", TermList(Element.DIAGNOSIS, 0.75, "symptom", _is_symptom)),
    ("procedure_spanish", TermList(Element.PROCEDURE, 0.8, "procedure", is_of_patient)),
    ("treatment_spanish", TermList(Element.TREATMENT, 0.82, "treatment", is_of_patient)),
    ("medication_spanish", TermList(Element.MEDICATION, 0.88, "medication", _is_medicine)),
    ("lab_spanish", TermList(Element.LAB_RESULT, 0.88, "lab")),
    ("substance_use_spanish", TermList(Element.SUBSTANCE_USE, 0.88, "substance_use", is_of_patient)),
)


_ANALYTES = (
    r"az[uú]car|glucemia|glicemia|colesterol|triglic[eé]ridos|presi[oó]n(?: arterial)?|plomo(?: en (?:la )?sangre)?|hemoglobina(?: glucosilada| glicosilada)?"
    r"|glucosa(?: en ayunas)?|hierro|[aá]cido [uú]rico|plaquetas|creatinina|saturaci[oó]n|ox[ií]geno|pulso|carga viral"
)
_SAID = r"(?: (?:le |me |se |ya |hoy )?(?:amaneci[oó]|sali[oó]|est(?:aba|[aá])|qued[oó]|baj[oó]|subi[oó]|lleg[oó]|anda|fue|era|es|tiene|marc[oó]|de la mañana|alta|alto|elevad[oa]|baj[oa])){0,2}(?: (?:en|a|de|hasta))?"
_RESULT = compiled(
    rf"(?<![\w-])(?:{_ANALYTES}){_SAID}[ \t]*[:=]?[ \t]*\d{{1,3}}(?:[.,]\d{{1,3}})?(?:/\d{{2,3}})?(?![\d/-]|[.,]\d)(?: ?(?:mg/dL|g/dL|%))?",
    re.IGNORECASE,
)
_STATES = compiled(
    r"(?<![\w-])(?:vih|sida|covid(?:-19)?|embarazo|tuberculosis|s[ií]filis|hepatitis [abc]|gonorrea|clamidia|influenza|estreptococo|vph|vdrl|tuberculina|ppd|cultivo|h\.? ?pylori|chagas)"
    r"(?: sali[oó]| dio| result[oó]| fue|:)? {0,2}(?:positiv[oa]|negativ[oa]|reactiv[oa]|no reactiv[oa])(?!\w)",
    re.IGNORECASE,
)
_AGED = compiled(
    r"(?<![\w.,/$-])(\d{1,3}) (?:a[nñ](?:it)?os|mes(?:es|ecitos)|semanas|d[ií]as|an)(?!\w)(?: (?:de (?:edad|nacid[oa])|cumplidos))?",
    re.IGNORECASE,
)
_NOT_AN_AGE = compiled(
    r"(?:\b(?:hace|por|en|desde|durante|cada|dentro de|lleva|los|m[aá]s de|menos de|despu[eé]s de|ya|dej[oó]|[uú]ltimos|pr[oó]ximos) {1,2})\Z",
    re.IGNORECASE,
)
_YEARS = compiled(r"\d{1,3} a[nñ]", re.IGNORECASE)


def _found(shape: re.Pattern[str], text: str, low: int, high: int, end: int, ahead: int) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - 60), min(high, end + ahead)):
        if found.start() < end <= found.end() and stands_free(text, low, high, found.start(), found.end()):
            return found
    return None


def _result(text: str, low: int, high: int, end: int) -> Span | None:
    found = _found(_RESULT, text, low, high, end, 48)
    return None if found is None else _span(found, Element.LAB_RESULT, 0.85)


def _state(text: str, low: int, high: int, end: int) -> Span | None:
    found = _found(_STATES, text, low, high, end, 4)
    return None if found is None else _span(found, Element.LAB_RESULT, 0.88)


def _span(found: re.Match[str], element: Element, score: float) -> Span:
    return Span(found.start(), found.end(), element, Part.FULL, score, "lab", " ".join(found[0].split()).lower())


def _age(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge a number of years or months as an age: of years anywhere but behind ``hace``, else only if told so."""
    found = _found(_AGED, text, low, high, end, 16)
    if found is None or int(found[1]) > 120 or _NOT_AN_AGE.search(text, max(low, found.start() - 20), found.start()):
        return None
    is_told = (
        "de edad" in found[0]
        or "nacid" in found[0]
        or "ito" in found[0]
        or text[found.start() - 1 : found.start()] == "("
    )
    behind_comma = text[max(low, found.start() - 5) : found.start()] in {", de ", "o de ", "a de "}
    if not is_told and not (_YEARS.match(found[0]) and (behind_comma or is_spanish(text, low, high, *found.span()))):
        return None
    return Span(found.start(1), found.end(1), Element.AGE, Part.FULL, 0.88, "age", str(int(found[1])))


RULES = (
    *(rule for name, kind in _LISTS for rule in term_rules(terms(name), kind)),
    Rule(
        r"(?:az[u\xfa]car|glucemia|glicemia|colesterol|triglic|presi[o\xf3]n|plomo|glucosa|plaquetas|\xfarico|creatinina|saturaci[o\xf3]n)",
        _result,
    ),
    Rule(r"(?:positiv|negativ|reactiv)[oa]\b", _state),
    Rule(r"\d (?:a[n\xf1](?:it)?os|mes(?:es|ecitos)|semanas|d[i\xed]as)", _age),
)
