# ruff: noqa: E501 - patterns and word lists read better in long rows
"""Cancer as it is written: "breast ca", "mets to liver", "ca prostate", "new breast L", "stage IIIB", "T2N1M0".

An organ and a word for a growth make a diagnosis together; a stage, a TNM or a Gleason score is one by itself where the
text speaks of care.

Source: AJCC Cancer Staging Manual, 8th edition (stage groups, TNM prefixes c, p, y, r); Gleason grading (ISUP 2014).
"""

from __future__ import annotations

import re

from tocsin.detection.health_context import clinical_words, is_campaign, is_of_patient
from tocsin.detection.health_terms import stands_free
from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_SITES = (
    "breast|lung|colon|colorectal|rectal|rectum|rectosigmoid|sigmoid|cecal|cecum|bowel|prostate|pancreas|pancreatic|ovary|ovarian"
    "|uterine|uterus|endometrial|endometrium|cervical|cervix|vulvar|vaginal|bladder|urothelial|kidney|renal|liver|hepatic|gastric"
    "|stomach|esophagus|esophageal|ge junction|gej|thyroid|brain|skin|testicular|testis|head and neck|head & neck|h&n|throat|tongue"
    "|tonsil|tonsillar|oral|larynx|laryngeal|nasopharyngeal|oropharyngeal|hypopharyngeal|bone|bony|osseous|anal|peritoneal|bile duct"
    "|biliary|gallbladder|appendiceal|appendix|penile|adrenal|thymic|parotid|salivary|sinus|ureteral|fallopian tube|mediastinal"
    "|pleural|omental|spine|spinal|nodal|lymph node|lymph nodes|node|orbital|sacral|rib|hip|femur|skull|gyn|gi|squamous cell|small cell"
    "|non[- ]small cell|basal cell|clear cell|merkel cell|lobular|ductal|papillary"
)
_GROWTHS = (
    r"ca|cancers?|carcinomas?|adenoca|adenocarcinoma|adeno|malignancy|malignancies|tumou?rs?|neoplasms?|mass|masses|mets?|metastas[ei]s"
    r"|metastatic disease|lymphoma|sarcoma|melanoma|nodules?|lesions?|rcc|primary"
)
_SITED = compiled(
    rf"\b(?:{_SITES})[ \n-]{{1,2}}(?:(?:serous|squamous|invasive|primary|recurrent|metastatic) )?(?:{_GROWTHS})\b",
    re.IGNORECASE,
)
_OF_SITE = compiled(
    rf"\b(?:(?:adeno)?ca|cancer|adenoca\w*|carcinoma|tumou?r|malignancy|c[a\xe1\xc1]ncer|tumor|carcinoma)\s"
    rf"(?:(?:of|in|de|del)\s(?:the\s|la\s|el\s|her\s|his\s)?)?(?:(?:left|right|l|r|lt|rt)\s)?"
    rf"(?:{_SITES}|mama|seno|pulm[o\xf3]n|pr[o\xf3]stata|h[i\xed]gado|p[a\xe1]ncreas|ovario|[u\xfa]tero|ri\xf1[o\xf3]n|est[o\xf3]mago|recto)\b",
    re.IGNORECASE,
)
_SPREAD = compiled(
    r"\b(?:mets?|metastas[ei]s|metastatic|metastasized|spread)\b(?:\s\w{4,12}){0,1}\s(?:to|in)\s(?:the\s|her\s|his\s)?"
    rf"(?:{_SITES}|bones|lungs|nodes|spine|cns|adrenals|peritoneum)\b",
    re.IGNORECASE,
)
_NEW_SITE = compiled(
    r"\bnew\s(?:breast|lung|colon|prostate|ovarian|rectal|pancreas|thyroid|myeloma|lymphoma|leukemia|heme|gyn)\b"
    r"(?:\s(?:L|R|left|right|bilat)\b|(?=\s?(?:[,;\n]|\Z|pt\b|patient|consult|dx|diagnosis)))",
    re.IGNORECASE,
)
_HAS_CANCER = compiled(
    r"\b(?:has|have|had|having|dx'?d?|with|hx of|history of|h/o|recurrent|recurrence of|advanced|terminal|metastatic|incurable|active|her|his"
    r"|my|pt's|the patient's|beat|beating|survived|for|treated for|dying of|died of|of|the|new|second|diagnosed with)\s"
    r"(?P<word>(?:metastatic |terminal |advanced )?cancer)\b(?!\s(?:care|drugs?|treatments?\s(?:are|is)|patients|cells?|types?))",
    re.IGNORECASE,
)
_STRONG_HAS = compiled(
    r"\A(?:has|have|had|dx|her|his|my|pt's|hx of|history of|h/o|recurrent|metastatic|terminal|beat|survived|treated|d)",
    re.IGNORECASE,
)
_STAGE = compiled(
    r"\b(?:stage|stg|estadio)[ :]{0,2}(?:(?P<plain>[0-4])|(?P<full>(?:IV|I{1,3}|[1-4])[A-Ca-c]?[1-3]?|[1-4][A-Ca-c][1-3]?|0is))\b"
)
_STAGED_WORD = compiled(
    r"cancer|carcinoma|\bca\b|melanoma|lymphoma|tumou?r|\bmets\b|metasta|adeno|sarcoma|malignan|oncolog|nsclc|chemo|ckd|kidney"
    r"|ulcer|breast|colon|lung|prostate|\bdx\b",
    re.IGNORECASE,
)
_TNM = compiled(
    r"(?<![\w./-])[cpyra]{0,3}T(?:is|[0-4X])[a-d]?[ ,]?[cpy]{0,2}N[0-3X][a-c]?(?:mi)?(?:[ ,]?[cp]?M[01X][a-c]?)?(?![\w/-])"
)
_GLEASON = compiled(
    r"\bgleason(?:'s)?(?: (?:score|grade|sum))?(?: of)?[ :]{0,2}(?:[3-5]\s?\+\s?[3-5](?:\s?=\s?\d{1,2})?|(?:[6-9]|10)\b)",
    re.IGNORECASE,
)
_LONGEST = 64


def _reader(shape: re.Pattern[str], score: float, least_words: int) -> Verifier:
    """Return a verifier that matches ``shape`` around the hit and asks for words of care nearby."""

    def verify(text: str, low: int, high: int, end: int) -> Span | None:
        found = _around(shape, text, low, high, end)
        if found is None or not _counts(text, low, high, found.start(), found.end(), least_words):
            return None
        return _span(text, found.start(), found.end(), score)

    return verify


def _around(shape: re.Pattern[str], text: str, low: int, high: int, end: int) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - _LONGEST), min(high, end + 24)):
        if found.start() < end <= found.end():
            return found
    return None


def _counts(text: str, low: int, high: int, start: int, end: int, least_words: int) -> bool:
    return (
        stands_free(text, low, high, start, end)
        and is_of_patient(text, low, high, start, end)
        and not is_campaign(text, low, high, start, end)
        and (least_words == 0 or clinical_words(text, low, high, start, end) >= least_words)
    )


def _span(text: str, start: int, end: int, score: float) -> Span:
    return Span(start, end, Element.DIAGNOSIS, Part.FULL, score, "cancer", " ".join(text[start:end].split()).lower())


_VAGUE_GROWTH = compiled(r"(?:mass|masses|nodules?|lesions?|primary|tumou?rs?|adeno|mets?)\Z", re.IGNORECASE)
_VAGUE_SITE = compiled(
    r"(?:oral|node|skin|bone|brain|sinus|hip|rib|skull|gi|gyn|renal|head & neck|bowel)\b", re.IGNORECASE
)
_ZIP_BEHIND = compiled(r"[ ,]{1,2}\d{5}\b")


def _sited(text: str, low: int, high: int, end: int) -> Span | None:
    found = _around(_SITED, text, low, high, end)
    if found is None:
        return None
    doubtful = bool(_VAGUE_GROWTH.search(found[0])) and (found[0].isupper() or bool(_VAGUE_SITE.match(found[0])))
    if found[0][-2:] == "CA" and _ZIP_BEHIND.match(text, found.end(), min(high, found.end() + 8)):
        return None
    if not _counts(text, low, high, found.start(), found.end(), 1 if doubtful else 0):
        return None
    return _span(text, found.start(), found.end(), 0.87)


def _has_cancer(text: str, low: int, high: int, end: int) -> Span | None:
    found = _around(_HAS_CANCER, text, low, high, end)
    if found is None:
        return None
    needed = 0 if _STRONG_HAS.match(found[0]) else 2
    if not _counts(text, low, high, *found.span("word"), needed):
        return None
    return _span(text, *found.span("word"), 0.8)


def _stage(text: str, low: int, high: int, end: int) -> Span | None:
    found = _around(_STAGE, text, low, high, end)
    if found is None or not is_of_patient(text, low, high, found.start(), found.end()):
        return None
    told = _STAGED_WORD.search(text, max(low, found.start() - 80), min(high, found.end() + 80)) is not None
    if not told and (found["plain"] or clinical_words(text, low, high, found.start(), found.end()) < 2):
        return None
    return _span(text, found.start(), found.end(), 0.83)


_ORGANS = (
    "breast|lung|colon|colorectal|rectal|rectum|sigmoid|prostate|pancreas|pancreatic|ovary|ovarian|uterine|endometrial|cervical|cervix"
    "|vulvar|bladder|kidney|renal|gastric|stomach|esophagus|esophageal|thyroid|testicular|testis|larynx|tonsil|tongue|bile duct|gallbladder"
)
_ALONE = compiled(
    rf"(?<![\w/&-])(?:(?:L|R|left|right|lt|rt|bilat)\.? )?(?:{_ORGANS})(?: (?:L|R|left|right))?(?![\w/&-])",
    re.IGNORECASE,
)
_LEFT_FREE, _RIGHT_FREE = (
    compiled(r"(?:[,;:().\u2013-]|[ ]{2}|\t)[ ]?\Z"),
    compiled(r"[ ]?(?:[,;)(.\u2013\n]|--?[ ]|[ ]{2}|\t|\Z)"),
)
_OF_TUMOURS = compiled(
    r"\b(?:ca|cancers?|oncolog\w*|regist(?:ry|rar)|chemo\w*|mets?|stage|path(?:ology)?|abstract(?:ed|s)?|xrt|radiation|hospice|tumou?rs?|aml|nhl|cll"
    r"|lymphoma|leukemia|folfox|ned|dx|myeloma|passed|accession|vital status|follow[- ]?back|gy|fractions|staging|infusion|immuno\w*)\b",
    re.IGNORECASE,
)
_NAMING = compiled(r"[A-Z][\w'-]+,? [A-Z][\w'.-]*|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
_FAR, _LEAST_OF_TUMOURS, _LONGEST_NAMING = 320, 2, 160


def _alone(text: str, low: int, high: int, end: int) -> Span | None:
    """Read an organ that stands by itself behind a name where a text speaks of tumours: ``Lee, Ann, dob 6-6-39, prostate``."""
    found = _around(_ALONE, text, low, high, end)
    if found is None:
        return None
    start, stop = found.span()
    if not _LEFT_FREE.search(text, max(low, start - 3), start) or not _RIGHT_FREE.match(
        text, stop, min(high, stop + 4)
    ):
        return None
    begin = max(low, text.rfind("\n", max(low, start - _LONGEST_NAMING), start) + 1, start - _LONGEST_NAMING)
    if not _NAMING.search(text, begin, start) or not is_of_patient(text, low, high, start, stop):
        return None
    told = {m[0].lower() for m in _OF_TUMOURS.finditer(text, max(low, start - _FAR), min(high, stop + _FAR))}
    return _span(text, start, stop, 0.7) if len(told) >= _LEAST_OF_TUMOURS else None


RULES = (
    Rule(rf"[,;:().\t -] ?(?:(?:l|r|left|right|lt|rt)\.? )?(?:{_ORGANS})\b", _alone),
    Rule(
        rf"\b(?:{_SITES})[ \n-]{{1,2}}(?:(?:serous|squamous|invasive|primary|recurrent|metastatic) )?(?:{_GROWTHS})\b",
        _sited,
    ),
    Rule(
        rf"\b(?:ca|cancer|adenoca\w{{0,9}}|carcinoma|tumou?r|malignancy|c[\xe1\xc1]ncer)\s(?:(?:of|in|de|del)\s(?:the\s|la\s|el\s|her\s|his\s)?)?"
        rf"(?:(?:left|right|l|r|lt|rt)\s)?(?:{_SITES}|mama|seno|pulm[o\xf3]n|pr[o\xf3]stata|h[i\xed]gado|p[a\xe1]ncreas|ovario|[u\xfa]tero"
        rf"|ri\xf1on|ri\xf1\xf3n|est[o\xf3]mago|recto)\b",
        _reader(_OF_SITE, 0.87, 0),
    ),
    Rule(
        r"\b(?:mets?|metastas[ei]s|metastatic|metastasized|spread)\b(?:\s\w{4,12})?\s(?:to|in)\s\w",
        _reader(_SPREAD, 0.87, 0),
    ),
    Rule(
        r"\bnew\s(?:breast|lung|colon|prostate|ovarian|rectal|pancreas|thyroid|myeloma|lymphoma|leukemia|heme|gyn)\b",
        _reader(_NEW_SITE, 0.7, 0),
    ),
    Rule(r"\w\scancer\b", _has_cancer),
    Rule(r"\b(?:stage|stg|estadio)[ :]{0,2}(?:[0-4]|I|V)", _stage),
    Rule(r"T(?:is|[0-4X])[a-d]?[ ,]?[cpy]{0,2}N[0-3X]", _reader(_TNM, 0.85, 0), ignore_case=False),
    Rule(r"\bgleason", _reader(_GLEASON, 0.87, 0)),
)
