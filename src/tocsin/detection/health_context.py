# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""What stands around a word of medicine: is it said of a patient at all, denied, or said of a relative or a charity.

A disease that is denied ("no evidence of metastases", "denies diabetes"), an unmarked box of a form, a relative's
disease in a family history and the name of a campaign or a centre ("Breast Cancer Awareness Month") are no data of the
patient.

Invariant: every window is bounded; nothing looks past ``low`` or ``high``.

Source: 45 CFR 160.103 ("individually identifiable health information": relates to the condition of an individual).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.detection.context import after, before, said_before
from tocsin.patterns import compiled

_CLINICAL = frozenset(
    """dx dob mrn pt pts patient patients paciente hx h/o s/p pmh hpi rx f/u chemo infusion cancer ca carcinoma
    leukemia lymphoma myeloma tumor tumour mets met remission relapse relapsed refractory stage grade margins
    staging staged transplant hospice scan mass lesion lab labs path cbc mg mcg clinic hospital dr md do np rn icd
    referred referral consult surgery surgical mastectomy lumpectomy radiation xrt symptoms symptom exacerbation
    blasts jak2 pos neg hold therapy treatment nurse physician psych yo y/o woman born herceptin taxol keytruda
    revlimid folfox folfiri temodar cabo cabozantinib hydrea neuro medicare medicaid hep node nodes dialysis insulin
    tumors prbc intravesical premed premeds consolidation induction lymphocyte biopsy cytometry methylated fertility scopes
    recheck bx prn bid tid qid qhs bilat rle lle rue lue ble bue spo2 vitals afebrile nicu picu pacu snf ltac hha slp
    lcsw lmsw obgyn ob/gyn derm cardio pulm nephro endo pcp npo dnr adls postop preop post-op pre-op dds dmd
    hygienist prophy caries iol od/os gravida lmp edd g1p0 g2p1 antibiotics abx prednisone insulin metformin lisinopril
    warfarin coumadin eliquis ibuprofen tylenol gabapentin zofran htn copd chf dm2 t2dm esrd ckd uti dvt cva mva mvc dialysis
    ekg ecg echo mri xray x-ray ultrasound colonoscopy egd mammo cxr hgb a1c inr creat ortho fracture fx pain wound ulcer rash
    asthma diabetes hypertension seizure seizures pneumonia sepsis dementia arthritis infection lesion
    cita consulta clínica clinica doctora enfermera tratamiento receta cirugía cirugia síntomas sintomas vacuna nac nacido nacida
    expediente presión presion azúcar glucosa embarazada pastillas dosis médico medico""".split()
)
_CLINICAL_STARTS = (
    "diagnos", "oncolog", "hematolog", "biops", "metasta", "mutat", "transfus", "medicat", "allerg", "admit", "admission", "chemo",
    "symptom",
)  # fmt: skip
_CLINICAL_ENDS = ("platin", "taxel", "tinib", "zumab", "tuzumab", "ximab", "limab", "ology", "ectomy")
_TOKEN = compiled(r"(?:[^\W_]|/)+")
_PARTED = {code: " " for code in range(128) if _TOKEN.match(chr(code)) is None}
"""Makes blanks of the signs between words; quicker than to look for words."""
_NEAR_BEFORE = compiled(
    r"(?:\b(?:dx|diagnos\w+|diag|h/o|hx(?: of)?|history of|pmh|s/p|pts?|patient|stage|grade|f/u|follow[- ]?up|has|have|had|having|with"
    r"|w/|for|known|new|relapsed|refractory|recurrent|metastatic|advanced|progressive|smoldering|r/o|dr \w+ sending a|came back"
    r"|sending an?|consult|confirm(?:s|ed)|consistent with|c/w|shows?|showed|likely|suspected|diagnosed with|[2-9]\d ?(?:y/?o ?)?[mf]|yo|y/o|chronic|acute|severe|treated|secondary to|due to|d/t)\b\.?[ :,#(-]{0,4}(?:[\w/-]{1,12}[ ,]{1,2}){0,2}"
    r"|\b(?:dx|diag\w*|pmh|problems?)\b[^\n]{0,60})\Z",
    re.IGNORECASE,
)
OWNED = compiled(
    r"\b(?:my|her|his|pt'?s?|patient'?s?|(?:son|daughter|child|baby|husband|wife|mother|father|mom|dad|resident|client|student|member)'?s?|has|have|had|having|got|c/o|complain(?:s|ed|ing)? (?:of|about)"
    r"|dx'?d?|diagnos\w+(?: of| with)?|suffer\w*(?: from)?|treat(?:ed|ment|ing) for|seen for|evaluated for|in for|here for|hospitalized (?:for|with)|admitted (?:for|with)|due to|s/p|h/o|history of)"
    r"[ :]{1,2}(?:(?:a|an|the|some|bad|severe|mild|chronic|acute|new|old|recurrent|ongoing|worsening|left|right|bilateral|possible|another|more|really|very)[ ]){0,3}\Z",
    re.IGNORECASE,
)
"""Words that say whose the next word is."""
SHORT_TEXT = 80
"""A text of up to so many code points is a cell or a line of its own: what it names is what it is about."""
_CONTEXT_CHARS = 160
_DENIED = compiled(
    r"\b(?:no|denies|denied|denying|without|neg(?:ative)? for|never(?: had)?|not have|hasn't|doesn't have|does not have|isn't"
    r"|free of|ruled out|screen(?:ing|ed|s)? for|risks? (?:of|for)|prevent\w*|not? evidence of|nor|unlikely"
    r"|nieg[ao]n?|neg[oó]|sin|nunca|descart(?:[ao]|[oó]|ad[ao])|ausencia de|negativ[oa] (?:para|a)|prevenir|ni|não|nega)\b"
    r"(?:[ ,/]{1,2}(?!but\b|has\b|is\b|was\b|with\b|dx\b|now\b|on\b|s/p\b|h/o\b(?=.*\bwith)|started|taking|known\b(?=.*\bwith))[\w'/-]{1,20}){0,6}[ ,/:(]*\Z",
    re.IGNORECASE,
)
_NO_REACH = compiled(
    r"\bno\b[^\n]*[,:]|\bno (?:show|longer|one|later|appetite|answer|card|s[eé]|puede|vino|viene|contesta|quiere|puedo)\b",
    re.IGNORECASE,
)
_FAMILY_HISTORY = compiled(
    r"\b(?:family (?:history|hx)|fam\.? hx|fhx?|fmhx?|antecedentes familiares)\b[^\n.;]{0,90}\Z", re.IGNORECASE
)
_RELATIVE = compiled(
    r"(?<!my )\b(?:(?:grand|step)?(?:mother|father)|mom|dad|sisters?|brothers?|aunts?|uncles?|cousins?|siblings?|grand(?:ma|pa)|parents?)"
    r"(?:[ ,:(-]{1,3}(?:also|who|was|is|were|are|had|has|have|with|died|dying|deceased|passed|of|from|diagnosed|dx'?d?|at|age[ds]?"
    r"|in|her|his|\d{1,3}s?|hx|h/o|history|and|both|early|late|maternal|paternal|a|an|the|metastatic|breast|w/))*[ ,:(-]{0,3}\Z",
    re.IGNORECASE,
)
_MAY_SAY_OTHERWISE = compiled(
    r"(?:no|não|ni|sin|nunca|descart|ausen|herman|abuel|t[ií][oa]|prim|mam|madre|pap|padre|den|without|neg|nev|hasn|doesn|does|isn|free|ruled|screen|risk|prevent|unlikely|fam|fh|fmh|antecedentes"
    r"|grand|step|mother|father|mom|dad|sister|brother|aunt|uncle|cousin|sibling|parent)",
    re.IGNORECASE,
)
"""How a word begins without which nothing is denied and no relative is named."""
_EACH_WORD = re.compile(r"\w+")


@lru_cache(maxsize=65536)
def _may_say_otherwise(word: str) -> bool:
    return _MAY_SAY_OTHERWISE.match(word) is not None


_RELATIVO = compiled(
    r"(?<!mi )\b(?:mamá|mama|madre|papá|papa|padre|herman[oa]s?|abuel[oa]s?|t[ií][oa]s?|prim[oa]s?)"
    r"(?:[ ,:(-]{1,3}(?:también|que|con|tiene|tuvo|tuvieron|tienen|murió|falleció|padece|sufre|sufrió|de|una?|materno|materna|paterno|paterna|y|tenía|hist(?:oria)?))*"
    r"[ ,:(-]{0,3}\Z",
    re.IGNORECASE,
)
"""The same in Spanish: ``su mamá tiene``."""
_MAY_BE_UNMARKED = frozenset("])\u2610\u25a1\u25cb_ ")
_UNMARKED = compiled(r"(?:\[ {0,3}\]|\( {0,3}\)|\u2610|\u25a1|\u25cb|_{2,}) ?\Z")
_CROSSED_OUT = compiled(
    r"[ \t]*(?:(?:-|was|is|has been)?[ ]?(?:ruled out|excluded)\b|\?[ ]?(?:y|yes) ?[/ ] ?(?:n|no)\b|[:?][ ]?(?:no|n|none|denies)\b"
    r"|(?:\[ ?\]|_{1,3}) ?(?:yes|y)\b)",
    re.IGNORECASE,
)
_BODY_BEHIND = compiled(
    r"[ \n-]{1,2}(?:cent(?:er|re)s?\b|institutes?\b|clinics?\b(?! note)|foundation|society|associations?\b|awareness|screenings?\b|prevention"
    r"|research|walk\b|alliance|support group|registr(?:y|ies)|programs?\b|specialists?|fund\b|gala\b|educat\w+|coalition"
    r"|network|model|data ?set|vaccin\w+|risks?\b|conference|symposium|journal|month\b|guidelines?|care center"
    r"|care\b(?! plan)|classif\w+|statistics|trials network|hotline|day\b)",
    re.IGNORECASE,
)
_BODY_BEFORE = compiled(
    r"\b(?:american|national|international|society|institute|department|foundation|association|cent(?:er|re)s?|division|college|dept)"
    r" (?:of |for |on |the |and |[A-Z][a-z]+ ){0,3}\Z"
)


def clinical_words(text: str, low: int, high: int, start: int, end: int) -> int:
    """Return how many different words of care stand within 160 code points, the place itself left out."""
    around = f"{text[max(low, start - _CONTEXT_CHARS) : start]} {text[end : min(high, end + _CONTEXT_CHARS)]}"
    return sum(map(_is_clinical, words_of(around)))


def words_of(text: str) -> set[str]:
    """Return the different words of a short text, lower case; strokes inside a word belong to it ("s/p")."""
    lower = text.lower()
    return set(lower.translate(_PARTED).split() if lower.isascii() else _TOKEN.findall(lower))


@lru_cache(maxsize=65536)
def _is_clinical(word: str) -> bool:
    if word in _CLINICAL or word.startswith(_CLINICAL_STARTS) or word.endswith(_CLINICAL_ENDS):
        return True
    return word[-1] in "mf" and len(word) == 3 and word[:2].isdigit()


def is_about_care(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a text is short, speaks of care, or says whose the word is: "her rash", "has had warts"."""
    return high - low <= SHORT_TEXT or speaks_of_care(text, low, high, start, end)


def speaks_of_care(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a word of care stands around, or who has it is said."""
    return clinical_words(text, low, high, start, end) > 0 or said_before(OWNED, text, low, start, 40)


def is_named_as_disease(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether the words around let a short, doubtful abbreviation be a disease: "dx MM", "f/u ET, on hydrea"."""
    about = clinical_words(text, low, high, start, end)
    if about >= 3 or (about and start == low) or said_before(OWNED, text, low, start, 40):
        return True
    return about >= 1 and said_before(_NEAR_BEFORE, text, low, start, 70)


def is_of_patient(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a find is affirmed, and of the patient: not denied, no relative's, no unmarked box of a form."""
    sentence = _clause(before(text, low, start, 100))
    is_open = sentence[-1:] in _MAY_BE_UNMARKED and _UNMARKED.search(sentence[-8:])
    if is_open or _CROSSED_OUT.match(text, end, min(high, end + 24)):
        return False
    if not any(map(_may_say_otherwise, _EACH_WORD.findall(sentence.lower()))):
        return True
    if _FAMILY_HISTORY.search(sentence) or _RELATIVE.search(sentence) or _RELATIVO.search(sentence):
        return False
    denied = _DENIED.search(sentence)
    return denied is None or _NO_REACH.match(denied[0]) is not None


def is_campaign(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether a disease's name is part of the name of a body, a campaign or a field of study."""
    return _BODY_BEHIND.match(text, end, min(high, end + 30)) is not None or (
        _BODY_BEFORE.search(before(text, low, start, 60)) is not None
    )


def _clause(words: str) -> str:
    """Return what is left of the sentence: from its last end, semicolon or line on."""
    cut = max(words.rfind(mark) for mark in (". ", ";", "\n", "! ", "? ", "| "))
    return words[cut + 1 :]


def line_around(text: str, low: int, high: int, start: int, end: int, width: int = 120) -> str:
    """Return the line a place stands on, at most ``width`` code points to each side."""
    left, right = before(text, low, start, width), after(text, end, high, width)
    stop = right.find("\n")
    return left[left.rfind("\n") + 1 :] + text[start:end] + (right if stop < 0 else right[:stop])
