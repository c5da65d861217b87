# ruff: noqa: E501 - patterns read better in long rows
"""Shorthand of clinics: sides and operations, eyes, teeth, ``s/p``, ``h/o``, ``d/o``, what is rechecked.

"R TKA", "ACL recon 7/30", "FB OS", "#14 MOD", "s/p lap chole", "panic d/o", "L hip f/u" name an act or a condition by its
place. What is a word of other trades too ("hand repair", "disc failure") counts in a short text or beside words of care.

Source: laterality OD/OS/OU and tooth numbers 1-32, A-T (ADA Universal Numbering System); surfaces M, O, D, B, L, F, I.
"""

from __future__ import annotations

import re

from tocsin.detection.health_body import PART, SIDE, said
from tocsin.detection.health_context import clinical_words, is_about_care
from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.patterns import compiled

_DISEASE, _ACT = Element.DIAGNOSIS, Element.PROCEDURE
_BACK, _ON = 60, 60


def _around(shape: re.Pattern[str], text: str, low: int, high: int, end: int) -> re.Match[str] | None:
    """Return what the shape matches over the hit that ended at ``end``."""
    for found in shape.finditer(text, max(low, end - _BACK), min(high, end + _ON)):
        if found.start() < end <= found.end():
            return found
    return None


def _reader(shape: re.Pattern[str], element: Element, *, is_doubtful: bool = False) -> Verifier:
    """Return a verifier for a shape; a doubtful one needs a short text or words of care."""

    def verify(text: str, low: int, high: int, end: int) -> Span | None:
        found = _around(shape, text, low, high, end)
        if found is None or (is_doubtful and not is_about_care(text, low, high, *found.span())):
            return None
        return said(text, low, high, found.span(), element, 0.78, "shorthand")

    return verify


_WHICH = r"(?:[RLB]|RT|LT|Rt|Lt|rt|lt|[Rr]ight|[Ll]eft|RIGHT|LEFT|[Bb]ilat(?:eral)?|BILAT|B/L|BL|bil)\.?"
_OPERATIONS = (
    "TKA|TKR|THA|THR|TSA|RTSA|rTSA|RSA|UKA|CTR|RCR|ACLR|MPFL|ORIF|AKA|BKA|TMA|CEA|MRM|SLNB|SLNBx|ALND|LHC|RHC|PPV|SLT|LPI|PKP|DSAEK|AVF|VATS|TFESI|ESI"
    "|MBB|RFA|FESS|PE tubes|BMT|DIEP|URS|ESWL|PCN|CRPP|SLAP repair|TLIF|IHR|DIP fusion"
)
_SIDED = compiled(rf"(?<![\w-])(?:{_WHICH}[ ](?:{_OPERATIONS})|(?:{_OPERATIONS})[ ]{_WHICH})(?![\w-])")
_OPERATED = (
    r"recon(?:struction)?|repair|revision|scope|arthroscopy|injections?|inj|replacement|resurfacing|surgery|sx|release|fusion|debridement|aspiration|decompression"
    r"|manipulation|bx|biopsy|excision|exc|resection|removal|ablation|stent(?:ing)?|bypass|transplant|tx|graft|reduction|block|xrays?|x-rays?|mri|ultrasound|u/s|cath|pinning|hemi|orif|splint|cast|brace"
)
_OF_PART = compiled(
    rf"(?<![\w-])(?:{SIDE}\.?[ ]){{0,2}}(?:{PART})[ ](?:{_OPERATED})(?![\w-])|(?<![\w-])(?:orif|mri|xr|cast|splint|i&d|biopsy|bx|shave|excision|exc|removal|amp(?:utation)?)[ ](?:of[ ])?(?:{SIDE}\.?[ ]){{0,2}}(?:{PART})(?![\w-])",
    re.IGNORECASE,
)
_AGAIN = compiled(
    rf"(?<![\w-])(?:{SIDE}\.?[ ]){{0,2}}(?:{PART})[ ](?:recheck|re-check|re-?eval|f/u|eval|consult|sprain/strain|contusion|inj(?:ury)?|surgery f/u|post-?op)(?![\w-])",
    re.IGNORECASE,
)
_ORGAN = (
    r"heart|cardiac|kidney|renal|liver|hepatic|lung|pulmonary|thyroid|valve|bladder|prostate|bowel|gallbladder|stomach|gi|gu|knee|hip|shoulder|spine|spinal|joint|ear|tmj|blood|bleeding|clotting"
    r"|platelet|nerve|muscle|adrenal|pituitary|pancreas|spleen|vascular|arterial|venous|autoimmune|mood|sleep|eating|anxiety|panic|psychotic|personality|speech|language|gait|voice|swallowing|feeding|seizure|sz|bone"
    r"|sinus|uterine|ovarian|cervical|lumbar|back|neck|respiratory|kidney stone|foot|feet|ankle|breast|skin|hormone|memory|balance|hearing|vision|eye"
)
_OUT_OF_ORDER = compiled(
    rf"(?<![\w-])(?:chronic |acute |end stage |end-stage |severe |hx )?(?:{_ORGAN})[ ](?:disease|dz|failure|fail|problems?|issues?|dysfunction|disorders?|condition|insufficiency|trouble|impairment)(?![\w-])",
    re.IGNORECASE,
)
_DISORDER = compiled(r"(?<![\w/-])[A-Za-z][A-Za-z'-]{1,20}(?:[ ](?:use|induced))?[ ]d/o(?![\w/])(?![ ]+[A-Z][a-z])")
_NO_DISORDER = compiled(r"(?:the|a|an|of|and|or|for|to|from|no|is)\b", re.IGNORECASE)


def _disorder(text: str, low: int, high: int, end: int) -> Span | None:
    """Give "panic d/o"; before a capital word it is the daughter of somebody."""
    found = _around(_DISORDER, text, low, high, end)
    if found is None or _NO_DISORDER.match(found[0]):
        return None
    return said(text, low, high, found.span(), _DISEASE, 0.8, "shorthand")


_OF_EYES = (
    r"FB|RD|RT|PVD|ERM|BRVO|CRVO|BRAO|CRAO|KCN|DES|SPK|NS|NSC|PSC|PCO|AMD|ARMD|CNVM|CSR|CSCR|DME|CME|PDR|NPDR|BDR|VH|TRD|POAG|NTG|OHT|ET|XT|[Cc]at(?:aract)?s?|[Gg]laucoma|[Gg]lc(?: susp)?|[Ii]ritis|[Uu]veitis|[Ss]cleritis|[Cc]onj(?:unctivitis)?"
    r"|[Pp]terygium|[Cc]halazion|[Ss]tye|[Hh]ordeolum|[Pp]tosis|[Uu]lcer|[Aa]brasion|[Bb]lepharitis|[Aa]mblyopia|[Ff]loaters|[Ff]lashes|[Bb]lurry|[Rr]edness|[Pp]ain|[Ii]rritation|[Tt]rauma|[Mm]yopia|[Hh]yperopia|[Aa]stigmatism|[Dd]rusen|[Ee]dema"
)
_ON_EYES = r"PC?IOL|CE/?IOL|[Pp]haco|YAG|SLT|LPI|PPV|PRP|PKP|DSAEK|DMEK|IVI|[Cc]at sx|[Cc]ataract (?:sx|surgery)|[Ii]nj(?:ection)?|[Ll]aser|[Pp]lugs"
_EYE = compiled(rf"(?<![\w-])(?:(?:{_OF_EYES})[ ,]{{1,2}}O[DSU]|O[DSU]:?[ ](?:{_OF_EYES}))(?![\w-])")
_EYE_ACT = compiled(rf"(?<![\w-])(?:{_ON_EYES})[ ,]{{1,2}}O[DSU](?![\w-])")
_TOOTH = r"#[ ]?(?:[1-9]|[12]\d|3[0-2]|[A-T])(?!\w)(?:[ ]?[,&-][ ]?#?(?:[1-9]|[12]\d|3[0-2]|[A-T])(?!\w)){0,6}"
_ON_TEETH = (
    r"ext(?:n|s|raction|ractions)?|crn|crown|rct|endo|comp|composite|resin|amal(?:gam)?|fillings?|seal(?:ant)?s?|bu|b/u|build[- ]?up|pfm|pfz|zirc(?:onia)?|onlay|inlay|veneers?|implant|abutment|pontic|pulpotomy|ssc|recement|recem"
    r"|post/core|core bu|apico|pulp cap|bone graft|socket graft|stayplate|retreat"
)
_SURFACES = r"(?:MOD[BL]{0,2}|MIDF?L?|MIFL?|DIFL?|DOBL?|MOBL?|DOL|MOL|OBL?|OL|MO|DO|IFL|BO)"
_TOOTH_ACT = compiled(
    rf"(?<![\w-])(?:(?:{_ON_TEETH})[ ](?:on[ ])?{_TOOTH}(?:[- ]{_SURFACES}(?![\w]))?|{_TOOTH}[ -]{{1,2}}(?:{_SURFACES}(?!\w)(?:[ ](?:{_ON_TEETH})(?!\w))?|(?:{_ON_TEETH})(?!\w)))",
    re.IGNORECASE,
)
_OF_TEETH = r"caries|decay|pain|abscess|fx|fracture|fractured|cracked|irrev(?:ersible)? pulpitis|pulpitis|necrotic|mobility|sensitive|sensitivity|impacted|watch|perio|pap|sinus tract|broken"
_TOOTH_ILL = compiled(
    rf"(?<![\w-])(?:(?:{_OF_TEETH})[ ](?:on[ ])?{_TOOTH}|{_TOOTH}[ ](?:{_OF_TEETH})(?!\w))", re.IGNORECASE
)
_DENTAL = compiled(
    r"dent(?!ry)|tooth|teeth|\bd[dm][sd]\b|hyg|prophy|recare|perio|crown|\bcrn\b|fill|bwx|molar|quad|caries|decay|\bcomp\b|amal|endo|\bseat\b|\bprep\b|\bext\b|pulp|resin|\brct\b|\bMOD?\b|\bDO\b",
    re.IGNORECASE,
)


def _of_tooth(shape: re.Pattern[str], element: Element) -> Verifier:
    """Return a verifier of what is done to or wrong with a tooth, among words of dentistry."""

    def verify(text: str, low: int, high: int, end: int) -> Span | None:
        found = _around(shape, text, low, high, end)
        if found is None:
            return None
        start, stop = found.span()
        around = f"{text[max(low, start - 80) : start]} {found[0]} {text[stop : min(high, stop + 80)]}"
        if len({word.lower() for word in _DENTAL.findall(around)}) < 2:
            return None
        return said(text, low, high, (start, stop), element, 0.8, "shorthand")

    return verify


_STATUS = compiled(
    r"(?<![\w/])(?P<sign>s/p|h/o|hx of|hx|c/w|r/o)[ :]{1,2}(?P<said>[A-Za-z][A-Za-z'/+ -]{1,44}?)"
    r"(?=[ ]{2}|[ ]?[,;.()\n|\t*]|[ ](?:rx|tx|f/u|on|in|at|and|since|last|w/|with|but|so|per|pt|she|he|for|started|will|plan|needs?|today|by|x|yrs?|years?|-+|>|#?\d)(?:[ \d/]|\Z)|[ ]?\Z)",
    re.IGNORECASE,
)
_HAPPENED = compiled(
    r"\b(?:falls?|fell|mva|mvc|cva|stroke|mi|tia|fx|frx|fracture|tbi|arrest|injury|accident|assault|gsw|burns?|overdose|concussion|sepsis|pna|pneumonia|covid|sz|seizures?|dvt|pe|bleed|infection|sprain|strain|tear|ca|cancer|syncope|abuse|trauma|uti|flu)\b",
    re.IGNORECASE,
)
_NO_STATUS = compiled(
    r"(?:chemo\w*|neo\w*|xrt|radiation|rt|tx|treatment|rehab|abx|antibiotics|therapy|the|a|an|of|no|same|this|that|it|pt|see|not|any|and|or|is|none|neg\w*|unknown|etoh|alcohol|drug|smoking|tobacco|name|id|number|change|update|call|payment|error|rejection|denial|duplicate|fraud|billing|issue)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 4


def _status(text: str, low: int, high: int, end: int) -> Span | None:
    """Give what stands behind "s/p" (an act, or what happened), "h/o", "hx" and "r/o" (a condition)."""
    found = _around(_STATUS, text, low, high, end)
    if found is None:
        return None
    words, sign = found["said"], found["sign"].lower()
    if _NO_STATUS.match(words) or len(words.split()) > _MOST_WORDS:
        return None
    place = found.span("said")
    if sign in {"hx", "c/w", "r/o"} and clinical_words(text, low, high, *place) < 1:
        return None
    is_act = sign == "s/p" and _HAPPENED.search(words) is None
    return said(text, low, high, place, _ACT if is_act else _DISEASE, 0.7, "status")


RULES = (
    Rule(
        rf"\b(?:[RLB]|RT|LT|Rt|Lt|rt|lt|[Rr]ight|[Ll]eft|RIGHT|LEFT|[Bb]ilat(?:eral)?|BILAT|B/L|BL|bil)\.? (?:{_OPERATIONS})\b|\b(?:{_OPERATIONS}) (?:[RLB]|RT|LT|Rt|Lt|[Rr]ight|[Ll]eft|[Bb]ilat|B/L)\b",
        _reader(_SIDED, _ACT),
        ignore_case=False,
    ),
    Rule(rf"\b(?:{PART}) (?:{_OPERATED})\b", _reader(_OF_PART, _ACT, is_doubtful=True)),
    Rule(
        rf"\b(?:orif|mri|xr|cast|splint|i&d|biopsy|bx|shave|excision|exc|removal|amp(?:utation)?) (?:of )?(?:{SIDE}\.? ){{0,2}}(?:{PART})\b",
        _reader(_OF_PART, _ACT, is_doubtful=True),
    ),
    Rule(
        rf"\b(?:{PART}) (?:recheck|re-check|re-?eval|f/u|eval|consult|inj|injury|surgery f/u|post-?op)\b",
        _reader(_AGAIN, _DISEASE, is_doubtful=True),
    ),
    Rule(
        rf"\b(?:{_ORGAN}) (?:disease|dz|failure|fail|problems?|issues?|dysfunction|disorders?|condition|insufficiency|trouble|impairment)\b",
        _reader(_OUT_OF_ORDER, _DISEASE, is_doubtful=True),
    ),
    Rule(r"[a-z'] d/o\b", _disorder),
    Rule(r"[A-Za-z][ ,]{1,2}O[DSU]\b", _reader(_EYE, _DISEASE), ignore_case=False),
    Rule(rf"\bO[DSU]:? (?:{_OF_EYES})\b", _reader(_EYE, _DISEASE), ignore_case=False),
    Rule(rf"\b(?:{_ON_EYES})[ ,]{{1,2}}O[DSU]\b", _reader(_EYE_ACT, _ACT), ignore_case=False),
    Rule(rf"\b(?:{_ON_TEETH}) (?:on )?# ?[0-9A-T]", _of_tooth(_TOOTH_ACT, _ACT)),
    Rule(rf"# ?(?:\d{{1,2}}|[A-T])[ -]{{1,2}}(?:{_SURFACES}|{_ON_TEETH})\b", _of_tooth(_TOOTH_ACT, _ACT)),
    Rule(rf"\b(?:{_OF_TEETH}) (?:on )?# ?[0-9A-T]", _of_tooth(_TOOTH_ILL, _DISEASE)),
    Rule(rf"# ?(?:\d{{1,2}}|[A-T]) (?:{_OF_TEETH})\b", _of_tooth(_TOOTH_ILL, _DISEASE)),
    Rule(r"\b(?:s/p|h/o|hx of|hx|c/w|r/o)[ :]{1,2}[a-z]", _status),
)
