"""Plain words of medicine: diagnoses, procedures, treatments, medicines, substance use, genetics, insurers, biometrics.

Terms stand in ``terms/*.txt``; medicines are found by their nonproprietary name's stem too, so that a drug newer than
the list is found.

Source: WHO, "The use of stems in the selection of International Nonproprietary Names (INN)"; 42 CFR 2.11 and 2.12
(records of substance use disorder programs); 45 CFR 160.103 (genetic information).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib import resources

from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

_LISTS: tuple[tuple[str, Element, float], ...] = (
    ("diagnosis", Element.DIAGNOSIS, 0.85),
    ("procedure", Element.PROCEDURE, 0.8),
    ("treatment", Element.TREATMENT, 0.82),
    ("medication", Element.MEDICATION, 0.88),
    ("substance_use", Element.SUBSTANCE_USE, 0.88),
    ("genetic", Element.GENETIC, 0.85),
    ("insurer", Element.INSURER, 0.85),
    ("biometric", Element.BIOMETRIC, 0.7),
)
_AMBIGUOUS = {
    "chop": "CHOP", "bep": "BEP", "cmf": "CMF", "tch": "TCH", "tchp": "TCHP", "medica": "Medica", "anthem": "Anthem",
    "kaiser": "Kaiser", "aids": "AIDS", "optum": "Optum", "umr": "UMR", "regence": "Regence", "aleve": "Aleve",
    "advil": "Advil", "pten": "PTEN", "bladder": "", "ambien": "Ambien", "femara": "Femara", "vsp vision": "VSP Vision",
    "norco": "Norco", "premera": "Premera", "molina": "Molina", "champva": "CHAMPVA", "hiv": "HIV", "ckd": "CKD",
}  # fmt: skip
"""Terms that are words or names too in another case: taken only as written here or in capitals."""

_STEMS = (
    "mab|tinib|ciclib|parib|rafenib|metinib|zomib|platin|taxel|rubicin|tecan|citabine|trexate|trexed|bicin|poside|"
    "lidomide|stim|grastim|setron|dronate|relix|relin|lutamide|trozole|oxifene|prazole|vastatin"
    "|sartan|dipine|gliptin|"
    "gliflozin|glutide|glitazone|cillin|oxacin|mycin|cycline|conazole|vudine|navir|tegravir|ciclovir|buvir|oxetine|"
    "azepam|zolam|peridol|apine|piprazole|peridone|triptan|profen|coxib|caine|codone|morphone|thiazide|olol|"
    "parin|xaban|gatran|tidine|terol|sone|solone|sonide|lukast|statin|barbital|gabalin|thyroxine|adol"
)
_STEM_WORDS = re.compile(rf"[A-Za-z]{{2,16}}(?:{_STEMS})\Z", re.IGNORECASE)
_NOT_DRUGS = frozenset(
    [
        "arson",
        "cocaine",
        "novocaine",
        "person",
        "reason",
        "season",
        "treason",
        "comparison",
        "unison",
        "poison",
        "lesson",
        "parson",
        "mason",
        "garrison",
        "caravan",
        "ransone",
        "sone",
        "persone",
        "ukraine",
        "maine",
        "cycline",
        "stim",
        "collarbone",
    ]
)
_DOSE = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z-]{3,24})[ ]{1,2}(?:\([A-Za-z ]{3,20}\)["
    r" ])?\d{1,5}(?:[.,]\d{1,3})?(?:-\d{1,4})?[ ]?(?:mg|mcg|\u00b5g|g|mL|units?|IU|mEq)(?:/m2|/kg"
    r"|/mL)?\b"
    r"(?P<sig>[ ,]{1,2}(?:po|iv|im|sq|subq|sc|daily|bid|tid|qid|qhs|qd|q\d{1,2}h|weekly|once|twice"
    r"|every|by mouth|tablets?|capsules?|prn|orally|nightly|at bedtime))?",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "about",
        "over",
        "under",
        "only",
        "than",
        "with",
        "take",
        "took",
        "given",
        "dose",
        "doses",
        "each",
        "total",
        "maximum",
        "approximately",
        "around",
        "least",
        "most",
        "plus",
        "from",
        "every",
        "contains",
        "contained",
        "value",
        "level",
    ]
)


def terms(name: str) -> list[str]:
    """Return the terms of one list, lower case, sorted, each once."""
    text = resources.files("tocsin.detection").joinpath("terms", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip().lower() for line in text.splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


@cache
def _medicines() -> frozenset[str]:
    return frozenset(terms("medication"))


def is_medicine(word: str) -> bool:
    """Tell whether a word names a medicine or a regimen of them.

    Example:
        >>> is_medicine("FOLFOX"), is_medicine("carboplatin"), is_medicine("four")
        (True, True, False)
    """
    plain = word.lower()
    return plain in _medicines() or (_STEM_WORDS.fullmatch(plain) is not None and plain not in _NOT_DRUGS)


def _taker(element: Element, score: float, length: int, detector: str) -> Verifier:
    def take(text: str, low: int, _high: int, end: int) -> Span | None:
        start = end - length
        value = text[start:end]
        if start < low or (start > low and text[start - 1] in "@/\\_.#") or text[end : end + 1] in set("@_/\\="):
            return None
        wanted = _AMBIGUOUS.get(value.lower())
        if wanted is not None and value not in {wanted, wanted.upper()}:
            return None
        return Span(start, end, element, Part.FULL, score, detector, " ".join(value.split()).lower())

    return take


def _term_rules() -> list[Rule]:
    rules: list[Rule] = []
    for name, element, score in _LISTS:
        by_length: dict[int, list[str]] = defaultdict(list)
        for term in terms(name):
            by_length[len(term)].append(re.escape(term).replace(r"\ ", r"\s"))
        for length, patterns in sorted(by_length.items()):
            rules.append(Rule(rf"\b(?:{'|'.join(patterns)})\b", _taker(element, score, length, name)))
    return rules


def _stem(text: str, low: int, _high: int, end: int) -> Span | None:
    found = _STEM_WORDS.search(text, max(low, end - 26), end)
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
            return Span(
                found.start(), found.end(), Element.MEDICATION, Part.FULL, 0.85 if found["sig"] else 0.6, "dose", name
            )
    return None


RULES = (
    *_term_rules(),
    Rule(rf"\b[a-z]{{2,16}}(?:{_STEMS})\b", _stem),
    Rule(r"[a-z)] {1,2}\d{1,5}(?:[.,]\d{1,3})? ?(?:mg|mcg|units?|meq)\b", _dose),
)
