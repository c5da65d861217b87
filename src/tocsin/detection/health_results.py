# ruff: noqa: E501 - patterns read better in long rows
"""What tests showed, in words and shapes: "biopsy benign", "20/40 OD", "-2.25 -0.50 x 180", "4% morph", "94% RA", "G2P1".

A word of result counts behind the name of a test; only the word is the result, so that the test stays a procedure.
Shapes count by themselves where hardly anything else has them, else beside words of their trade.

Source: Snellen fractions; spectacle prescriptions (sphere, cylinder, axis 1-180); WHO laboratory manual of human semen.
"""

from __future__ import annotations

import re

from tocsin.detection.health_context import clinical_words, is_about_care
from tocsin.detection.health_terms import stands_free
from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_TEST = (
    r"paps?|pap smear|cbc|cmp|bmp|labs|bloodwork|blood work|ua|tsh|lipids|a1c|mammo|mammogram|cxr|cts?|ct scan|mri|echo|ekg|ecg|dexa|eeg|emg|ultrasound|path|pathology|bx|biopsy|biopsies|fna|cytology|cultures?|cx"
    r"|colonoscopy|egd|stress test|sleep study|psg|pfts?|spirometry|uds|semen analysis|karyotype|nipt|quad screen|audiogram|newborn screen|nbs|margins|nodes|pet|polyps?|ekgs|frozen|specimen|thinprep|colpo|leep|emb|tissue"
)
_SHOWN = (
    r"benign|malignant|wnl|nl|normal|abnormal|abn|abnl|unremarkable|unsat(?:isfactory)?|nondiagnostic|non-diagnostic|no growth(?: x? ?\d ?(?:d|days|h|hrs))?|ngtd|inconclusive|suspicious for malignancy|atypical cells|atypia"
    r"|nilm|lsil|hsil|lgsil|hgsil|asc-?us|ascus|asc-h|agc|insufficient|clear|positive|negative"
)
_WORD = compiled(
    rf"(?<![\w-])(?:{_TEST})(?:[ ](?:results?|report|was|were|is|are|came|back|all|show(?:s|ed)|final|reads?|[:=-])){{0,3}}[ :=-]{{1,3}}(?P<said>{_SHOWN})(?![\w-])",
    re.IGNORECASE,
)
_GROWN = compiled(
    r"(?<![\w-])(?:(?:grew|growing|culture:?|cx:?|\+) (?:>? ?\d+k? )?(?:e\.? ?coli|mrsa|mssa|kleb\w*|pseudomonas|proteus|enterococcus|staph\w*|strep\w*|candida|gbs|esbl|serratia|enterobacter)|>? ?\d{2,3}(?:k|,000) (?:cfu|col|colonies|e\.? ?coli|kleb\w*)(?:/ml)?"
    r"|g[pn][crb]s? (?:in (?:clusters|chains|pairs)|on gram stain)|gram (?:neg(?:ative)?|pos(?:itive)?) (?:rods|cocci)|(?:noro|rota|adeno)(?:virus)? (?:g(?:i|ii) )?(?:\+|pos\w*|neg\w*)|p16 ?(?:\+|-|pos(?:itive)?|neg(?:ative)?)"
    r"|ms[is]-?(?:high|h|low|stable)|[pd]mmr|(?:mmr|mismatch repair)[ -](?:proficient|deficient|intact|loss)|nilm)(?![\w])",
    re.IGNORECASE,
)
_SNELLEN = compiled(
    r"(?<![\w/])20/(?:10|15|16|20|25|30|32|40|50|60|63|70|80|100|125|150|200|250|300|400|800)(?:[+-][1-4](?!\d))?(?![\d/])"
)
_SEEING = compiled(
    r"\b(?:va|bcva|ucva|vision|visual|acuity|od|os|ou|cc|sc|ph|eyes?|near|distance|glasses|snellen|iop|right|left|corrected|lens)\b",
    re.IGNORECASE,
)
_LENS = compiled(
    r"(?<![\w.])(?:[+-]\d{1,2}\.(?:00|25|50|75)|pl(?:ano)?)[ ,/]{0,3}(?:[+-]\d{1,2}\.(?:00|25|50|75))[ ]?(?:x|X|axis|@|\u00d7)[ ]?\d{1,3}(?!\d)(?:[ ,]{1,3}add[ :]{0,2}\+?\d\.\d\d)?"
    r"|(?<![\w.])[+-]\d{1,2}\.(?:00|25|50|75)[ ]?(?:sph|ds)\b"
)
_DECIBEL = compiled(
    r"(?<![\w.])(?:(?:srt|pta|thresholds?)[ :=]{1,3})?\d{1,3}(?:-\d{1,3})?[ ]?db(?:[ ]?hl)?(?![\w])", re.IGNORECASE
)
_HEARING = compiled(
    r"\bhearing|\baud|\bear\b|\bears\b|\bsrt\b|\bpta\b|threshold|\bhl\b|\b[1-8]k\b|\bhz\b|tymp|\bad\b|\bloss\b|bone cond",
    re.IGNORECASE,
)
_GRAVID = compiled(r"(?<![\w-])G\d{1,2}[ ]?P[ ]?\d{1,2}(?:[ ]?\d{3}|-\d-\d-\d)?(?:[ ]?A[Bb]?[ ]?\d)?(?![\w])")
_WEEKS = compiled(
    r"(?<![\w.])(?:[4-9]|[1-3]\d|4[0-2])(?:[ ]?w(?:ks?|eeks)?[ ]?[0-6][ ]?d(?:ays?)?|[ +][ ]?[0-6]/7(?:[ ]?(?:wks?|weeks|wga))?|[ ]?(?:wga|weeks gestation|wks gestation|weeks pregnant|wks pregnant|weeks iup|wk iup|wks iup))(?![\w/])",
    re.IGNORECASE,
)
_CERVIX = compiled(r"(?<![\w/])(?:\d|10)(?:[.-]\d)?(?:[ ]?cm)?[ ]?/[ ]?\d{2,3}%?[ ]?/[ ]?[+-]?[0-5](?![\d/])")
_LABOR = compiled(
    r"\bcx\b|\bsve\b|station|efface|labor|dilat|\bctx\b|\biol\b|\bob\b|pit\b|\bve\b|\bgbs\b", re.IGNORECASE
)
_SEMEN = compiled(
    r"(?<![\w.])(?:\d{1,3}(?:\.\d{1,2})?[ ]?(?:m|mil|mill|million|x ?10\^?6)[ ]?/[ ]?(?:ml|cc)|\d{1,3}(?:\.\d)?[ ]?%[ ]?(?:strict |normal |nl )?morph(?:ology|s)?|\d{1,3}[ ]?%[ ]?(?:prog(?:ressive)? |total )?mot(?:ility|ile)?|morph[ :]{1,2}\d{1,2}%|mot(?:ility)?[ :]{1,2}\d{1,3}%)(?![\w])",
    re.IGNORECASE,
)
_NODES = compiled(
    r"(?<![\w/])(?:\d{1,2}[ ]?(?:/|of)[ ]?\d{1,2}[ ](?:pos(?:itive)? |neg(?:ative)? |sentinel |axillary )?(?:lns?|nodes?|lymph nodes?|cores?|slns?)|(?:one|two|three|four|five|six|seven|eight|\d{1,2})[ ](?:pos(?:itive)? )?cores)(?![\w])",
    re.IGNORECASE,
)
_SAMPLED = compiled(
    r"biops|\bbx\b|prostat|\bpos\b|positive|\bneg\b|\bpath|sentinel|axill|margin|lymph|\bmets\b|dissect|\bca\b|cancer|gleason|\bpsa\b",
    re.IGNORECASE,
)
_PREGNANT = compiled(
    r"preg|\bob\b|\biup\b|\bedd\b|\blmp\b|\bg\d{1,2} ?p ?\d|fetal|labor|gest|\befw\b|\bnst\b|\be?ga\b|\bwks\b|deliver|\bc/s\b|\bctx\b|preterm|twins|\biugr\b|newborn|\bborn\b|\bbaby\b|\bnicu\b|\bpt\b|\biol\b",
    re.IGNORECASE,
)
_AIR = compiled(
    r"(?<![\w.])(?:100|[4-9]\d)[ ]?%[ ]?(?:on |at )?(?:ra|room air|\d{1,2}(?:\.5)?[ ]?l(?:pm)?(?:[ ]?nc)?|nrb|vent|o2)(?![\w])",
    re.IGNORECASE,
)
_VITALS = compiled(
    r"(?<![\w])(?:T|Temp|TEMP)[ :]{0,2}(?:9[0-9]|10[0-9]|3[4-9]|4[0-2])(?:\.\d)?[ ,/;]{1,3}(?:P|HR|Pulse)[ :]{0,2}\d{2,3}[ ,/;]{1,3}(?:RR?|Resp)[ :]{0,2}\d{1,2}(?!\d)"
)
_POCKETS = compiled(
    r"(?<![\w])(?:pockets?|probing(?: depths?)?|PDs?|perio(?: depths?)?)[ :]{1,2}(?:of |to |up to )?\d{1,2}(?:[ ]?-[ ]?\d{1,2})?[ ]?mm(?!\w)|(?<![\w-])\d{1,2}(?:-\d{1,2})?[ ]?mm pockets?(?!\w)|\bBOP[ :]{1,2}\d{1,3}%",
    re.IGNORECASE,
)
_GLEASON = compiled(
    r"(?<![\w.+])(?P<a>[3-5])[ ]?\+[ ]?(?P<b>[3-5])[ ]?=[ ]?(?P<sum>[6-9]|10)(?!\d)|\bGG[ ]?[1-5](?!\w)|\bgrade group[ ][1-5](?!\w)"
)
_PROSTATE = compiled(r"prostat|gleason|\bcores?\b|\bpsa\b|adenoca|\bbx\b|biops|\btrus\b|perineural", re.IGNORECASE)
_BETA = compiled(
    r"(?<![\w-])(?:(?:beta(?: hcg)?|bhcg|hcg|quant|qhcg)(?:[ ](?:#?[12]))?(?:[ ]?(?:was|is|=|:|of|came back|up to|down to|today)){1,2}[ ]?\d{1,6}(?:\.\d)?|(?:bs|bg|sugar|blood sugar|glucose)[ ](?:was |is |of )?\d{2,3}(?=[ ](?:this am|this morning|fasting|before|after|at lunch|pre|post|in am|now|on arrival)))(?![\w/.-]*\d)",
    re.IGNORECASE,
)


def _around(shape: re.Pattern[str], text: str, low: int, high: int, end: int) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - 70), min(high, end + 50)):
        if found.start() < end <= found.end() and stands_free(text, low, high, *found.span()):
            return found
    return None


def _span(text: str, place: tuple[int, int], element: Element, score: float) -> Span:
    start, end = place
    return Span(start, end, element, Part.FULL, score, "result", " ".join(text[start:end].split()).lower())


def _word(text: str, low: int, high: int, end: int) -> Span | None:
    """Give the word of result behind a test's name, in a short text or where two words speak of care."""
    found = _around(_WORD, text, low, high, end)
    if found is None:
        return None
    place = found.span("said")
    if not is_about_care(text, low, high, *place) or (
        high - low > _CELL and clinical_words(text, low, high, *place) < 2
    ):
        return None
    return _span(text, place, Element.LAB_RESULT, 0.75)


_CELL = 80


def _sure(shape: re.Pattern[str]) -> Verifier:
    """Return a verifier for a shape that hardly anything else has."""

    def verify(text: str, low: int, high: int, end: int) -> Span | None:
        found = _around(shape, text, low, high, end)
        return _span(text, found.span(), Element.LAB_RESULT, 0.8) if found else None

    return verify


def _beside(shape: re.Pattern[str], trade: re.Pattern[str] | None, element: Element = Element.LAB_RESULT) -> Verifier:
    """Return a verifier for a shape that needs a word of its trade, or without one words of care, beside it."""

    def verify(text: str, low: int, high: int, end: int) -> Span | None:
        found = _around(shape, text, low, high, end)
        if found is None:
            return None
        start, stop = found.span()
        near = text[max(low, start - 60) : start] + " | " + text[stop : min(high, stop + 60)]
        is_told = clinical_words(text, low, high, start, stop) > 0 if trade is None else trade.search(near) is not None
        return _span(text, (start, stop), element, 0.78) if is_told else None

    return verify


def _gleason(text: str, low: int, high: int, end: int) -> Span | None:
    found = _around(_GLEASON, text, low, high, end)
    if found is None or (found["sum"] and int(found["a"]) + int(found["b"]) != int(found["sum"])):
        return None
    return _beside(_GLEASON, _PROSTATE, Element.DIAGNOSIS)(text, low, high, end)


RULES = (
    Rule(rf"\b(?:{_TEST})\b[^\n\d.;]{{0,24}}[ :=-](?:{_SHOWN})\b", _word),
    Rule(
        r"\b(?:grew|growing|culture:?|cx:?) (?:>? ?\d+k? )?[a-z]|\d(?:k|,000) (?:cfu|col|e\.? ?coli|kleb)|\bg[pn][crb]s? (?:in|on) |\bgram (?:neg|pos)[a-z]{0,6} (?:rods|cocci)|\b(?:noro|rota|adeno)(?:virus)? (?:g(?:i|ii) )?(?:\+|pos|neg)"
        r"|\bp16 ?(?:\+|-|pos|neg)|\bms[is]-?(?:high|h|low|stable)\b|\b[pd]mmr\b|\b(?:mmr|mismatch repair)[ -](?:prof|defi|inta|loss)[a-z]{0,8}\b|\bnilm\b",
        _beside(_GROWN, None),
    ),
    Rule(r"\b20/\d{2,3}\b", _beside(_SNELLEN, _SEEING)),
    Rule(r"[+-]\d{1,2}\.\d\d ?(?:x|axis|@|sph|ds|\xd7)", _sure(_LENS)),
    Rule(r"\d ?db\b", _beside(_DECIBEL, _HEARING)),
    Rule(r"\bG\d{1,2} ?P ?\d", _beside(_GRAVID, None, Element.DIAGNOSIS), ignore_case=False),
    Rule(
        r"\d ?w(?:ks?|eeks)? ?[0-6] ?d(?:ays?)?\b|\d[ +] ?[0-6]/7\b|\d ?(?:wga|weeks gestation|wks gestation|weeks pregnant|wks pregnant|weeks iup|wk iup|wks iup)\b",
        _beside(_WEEKS, _PREGNANT, Element.DIAGNOSIS),
    ),
    Rule(r"/ ?\d{2,3}%? ?/ ?[+-]?[0-5]\b", _beside(_CERVIX, _LABOR)),
    Rule(
        r"\d ?(?:m|mil|mill|million|x ?10\^?6) ?/ ?(?:ml|cc)\b|%[ a-z]{0,13}(?:morph|mot)|\b(?:morph|mot(?:ility)?)[ :]{1,2}\d",
        _sure(_SEMEN),
    ),
    Rule(r"\b(?:nodes?|lns?|slns?|cores?)\b", _beside(_NODES, _SAMPLED)),
    Rule(r"% ?(?:on |at )?(?:ra|room air|\d{1,2}(?:\.5)? ?l(?:pm)?|nrb|vent|o2)\b", _beside(_AIR, None)),
    Rule(r"\b(?:T|Temp|TEMP)[ :]{0,2}\d{2,3}(?:\.\d)?[ ,/;]{1,3}(?:P|HR|Pulse)", _sure(_VITALS), ignore_case=False),
    Rule(r"\b(?:pockets?|probing|pds?|perio|bop)\b", _sure(_POCKETS)),
    Rule(r"[3-5] ?\+ ?[3-5] ?= ?\d|\bGG ?[1-5]\b|\bgrade group [1-5]", _gleason),
    Rule(
        r"\b(?:beta|bhcg|hcg|quant|qhcg)[ :=][^\n]{0,20}\d|\b(?:bs|bg|sugar|glucose) (?:was |is |of )?\d{2,3}\b",
        _sure(_BETA),
    ),
)
