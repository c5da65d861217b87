# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""Measured health data: laboratory results, doses of treatment, height and weight.

Source: LOINC (analyte, value, unit as the parts of a result); ICRU Report 83 (absorbed dose in gray).
"""

from __future__ import annotations

import re

from tocsin.detection.health_context import clinical_words, line_around, words_of
from tocsin.detection.health_terms import stands_free
from tocsin.detection.health_words import is_medicine
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_SURE = (
    "hemoglobin a1c|hemoglobin|hgb a1c|hba1c|a1c|hgb|hemoglobin|ferr|hematocrit|hct|wbcs?|platelets?|plts?|anc|creatinine|creat|psa|cea"
    "|ca[ -]?125|ca[ -]?19-9|ca[ -]?15-3|ca[ -]?27[.-]29|afp|tsh|free t4|ferritin|inr|pt/inr|troponin|bnp|pro-?bnp|ldl|hdl"
    "|triglycerides|cd4|viral load|vitamin d|vit d|uric acid|lactate|crp|esr|sed rate|ki-?67|oncotype score|bilirubin|t bili"
    "|bili|alk phos|alkaline phosphatase|ldh|egfr|o2 sat|spo2|oxygen saturation|hcg|beta hcg|beta-2 microglobulin|m-?spike"
    "|m protein|kappa/lambda(?: ratio)?|free light chains?|tibc|iron sat|tsat|retic(?: count)?|haptoglobin"
    "|b12|folate level|testosterone|total protein|tacro(?:limus)? level|vanc(?:omycin)? trough|dig(?:oxin)? level"
    "|hbsab|hbcab|hbsag|hbv dna|hcv rna|d-?dimer|fibrinogen|procalcitonin|ammonia|lipase|amylase|cortisol|pth"
    "|absolute neutrophils?|neutrophils?|lymphocytes?|white count|lymphs|blasts"
    "|hgba1c|hb a1c|fsbs|fbs|accu-?checks?|amh|fsh|estradiol|progesterone|kt/v|urr|phos|ipth|lvef|fev1|gcs|apgars?|t-?score|blood alcohol"
    "|bac|blood lead|lead level|[123] ?hr gtt|gtt|glucose tolerance(?: test)?|upcr?|quant hcg|free psa|total bili|direct bili|tsb|hemoglobina|plaquetas|leucocitos|glucosa|creatinina"
    r"|prealbumin|pre-?alb|transferrin|free t3|ft4|ft3|anti-?tpo|thyroglobulin|calcitonin|prolactin|dhea-?s?|shbg|igf-?1|acth|aldosterone|homocysteine|lp\(a\)|apo ?b|non-hdl|vldl|total chol(?:esterol)?|trigs"
    r"|hs-?trop(?:onin)?|ck-?mb|cpk|ggtp?|lactic acid|(?:etoh|lithium|valproic(?: acid)?|depakote|dilantin|phenytoin|tegretol|clozapine|prograf|cyclosporine|siro(?:limus)?|everolimus|mtx) level|(?:vanco|gent) trough"
    r"|fk506|anti-?xa|aptt|eosinophils|eos count|carboxyhemoglobin|cohb|uacr|microalb(?:umin)?|b-?hcg|papp-a|inhibin b|total ige|anti-?ccp|ds-?dna|ana titer|(?:bk|cmv|ebv) pcr|hiv rna|hiv vl|allosure"
    r"|(?:fasting|random|poc) glucose|fingerstick"
)
_DOUBTFUL = (
    "kappa|lambda|rbc|bun|gfr|glucose|sodium|potassium|chloride|calcium|magnesium|phosphorus|albumin|ast|alt|cholesterol|iron"
    "|blood pressure|bp|na|k|ca|mg|co2|hco3|ptt|pt|blood sugar|bs|sats?|pulse ox|t4|mcv|rdw|pd-?l1|er|pr|her-?2(?:/neu)?|cr|ef|lead|rf|lh|e2"
)
_ANALYTES = f"{_SURE}|{_DOUBTFUL}"
_UNITS = (
    r"(?:g/dL|mg/dL|ng/mL|pg/mL|mcg/dL|mcg/L|ug/L|ng/dL|\u00b5g/dL|mmol/L|mEq/L|U/L|IU/L|IU/mL|mIU/L|mIU/mL|U/mL|units/mL|K/uL"
    r"|K/\u00b5L|K/mcL|x10\^?\d|10\^3/uL|/uL|/mm3|/mcL|cells/mm3|copies/mL|fL|mm/hr|mL/min|mmHg|mm Hg|%|K\b|k\b)"
)
_RESULT = compiled(
    rf"(?<![\w-])(?P<name>{_ANALYTES})(?![\w-])[ \t]*(?:\([A-Za-z0-9 ]{{1,12}}\)[ \t]*)?(?:level|count|value"
    rf"|result)?[ \t]*(?:was|is|were|are|of|at|now|only|today|:|=|\||to|up to|down to|dropped to|went from)?[ \t]*(?:[<>]=?[ \t]?)?"
    rf"(?P<value>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d{{1,3}})?(?:/\d{{2,3}})?)(?![\d/-]|\.\d)(?P<unit>[ \t]?{_UNITS})?(?P<flag>["
    rf" \t]*\(?(?:H|L|high|low|elevated|crit(?:ical)?)\b\)?)?(?P<plus>\+)?",
    re.IGNORECASE,
)
_PLAUSIBLE: dict[str, tuple[float, float]] = {
    "k": (1.5, 9.0), "na": (100, 180), "ca": (4, 18), "mg": (0.5, 6), "inr": (0.7, 20), "pt/inr": (0.7, 20),
    "b12": (40, 5000), "ast": (5, 9000), "alt": (5, 9000), "bp": (50, 300), "er": (0, 100), "pr": (0, 100),
    "esr": (0, 200), "crp": (0, 600), "hct": (8, 75), "hgb": (2, 25), "wbc": (0, 900), "pt": (8, 99), "bs": (20, 900),
    "sodium": (100, 180), "potassium": (1.5, 9), "chloride": (60, 140), "calcium": (4, 18), "magnesium": (0.5, 6),
    "phosphorus": (0.5, 15), "albumin": (0.8, 6.5), "glucose": (15, 1500), "blood sugar": (15, 900), "bun": (2, 250),
    "cholesterol": (60, 600), "ptt": (15, 200), "cr": (0.2, 25), "ef": (5, 80), "gcs": (3, 15), "apgar": (0, 10), "apgars": (0, 10), "bac": (0, 0.6), "e2": (5, 6000),
}  # fmt: skip
"""From the lowest to the highest value that a living person has, in the units of the United States."""
_STATES_OF = (
    r"hiv(?:[ -]?(?:1/2|1|2))?|hepatitis [abc]|hep[ .]?[abc]|hbsag|hbsab|hbcab|hcv|hbv|rpr|vdrl|covid(?:-19)?|sars-cov-2|flu [ab]"
    r"|pregnancy|urine hcg|hcg|tb|ppd|quantiferon|qft|strep|urine drug screen|blood cultures?|urine cultures?|urine cx|blood cx|bcx|ucx|cultures?"
    r"|pap|er|pr|her-?2(?:/neu)?|pd-?l1|cologuard|fit|fobt|guaiac|ana|ra factor|rheumatoid factor|troponins?|trop|c\.? ?diff|cmv|ebv|hpv|sickle screen"
    r"|gc/ct|chlamydia|gonorrhea|gbs|rsv|mono|syphilis|trich|hsv(?:[ -]?[12])?|vzv|rubella|varicella titer|lead|hbeag|afb|giardia"
    r"|direct coombs|coombs|dat|uds|d-?dimer|h\.? ?pylori|monospot|lupus anticoagulant"
)
_SAID = r"positive|negative|pos|neg|reactive|non-?reactive|detected|not detected|undetectable|equivocal|indeterminate|amplified|equiv|immune|non-?immune"
_QUALITATIVE = compiled(
    rf"(?<![\w-])(?P<name>{_STATES_OF})(?:\b[ \t]*(?:test|screen|antibody|ab|antigen|pcr|status|by ihc|titer|culture)?[ \t]*(?:results?)?"
    rf"[ \t-]*(?:was|is|were|:|=|came back)?[ \t-]*(?:{_SAID})\b|[ ]?(?P<sign>\+|-|\(\+\)|\(-\))(?![\w]))",
    re.IGNORECASE,
)
_RECEPTORS = compiled(
    r"(?<![\w/])(?:ER|PR|HER-?2(?:/neu)?)[ ]?(?:[+-](?![\w-])|pos\b|neg\b|\(\+\)|\(-\))(?:[ ]?[/,][ ]?(?:ER|PR|HER-?2(?:/neu)?)[ ]?(?:[+-](?![\w-])|pos\b|neg\b|\(\+\)|\(-\)))*"
)
_FEET = r"\d[ ]?(?:'|ft\.?|feet|foot)[ ]?(?:\d{1,2}(?:\.\d)?(?:[ ]?(?:\"|''|in\b\.?|inches))?)?"
_HEIGHT = compiled(
    rf"\b(?:height|ht|talla|estatura)\b[ \t]*(?:\((?:in|cm)\)|/[ ]?(?:wt|weight)(?:[ ]?/[ ]?bsa)?)?[ \t]*(?:was|is|of|:|=|\||\.{{2,}})?[ \t]*"
    rf"(?:{_FEET}|\d{{2,3}}(?:\.\d{{1,2}})?[ \t]?(?:cm|in\b|inches|\")|[12]\.\d{{1,2}}[ ]?m\b|\d{{2,3}}(?:\.\d{{1,2}})?)"
    r"(?:[ ]?/[ ]?\d{2,3}(?:\.\d)?[ ]?(?:kg|lbs?)\b)?",
    re.IGNORECASE,
)
_WEIGHT = compiled(
    r"\b(?:weight|wt|weigh(?:s|ed|ing)?|peso|bmi|body mass index|bsa)\b[ \t]*(?:kg|lbs?|down|up|today)?[ \t]*(?:was|is|of|to|:|=|\||down|up|about)?["
    r" \t]*\d{1,3}(?:\.\d{1,2})?(?:[ \t]?(?:lbs?|pounds|kgs?|kilograms|kg/m2|#|m2|m\u00b2)(?!\w))?",
    re.IGNORECASE,
)
_BODY = compiled(
    rf"(?<![\w.])(?:{_FEET}[ ,/]{{1,3}}\d{{2,3}}[ ]?(?:lbs?|#|pounds|kg)(?!\w)"
    r"|(?:lost|gained|down|up)[ ]\d{1,3}(?:\.\d)?[ ]?(?:lbs?|pounds|kgs?|kilos)\b"
    r"|\d{2,3}(?:\.\d{1,2})?[ ]?(?:lbs?|kgs?)\b(?=[ ](?:today|at check[ -]?in|at check|on|this|male|female))"
    r"|\d{2,3}(?:\.\d)?[ ]?cm[ ]?/[ ]?\d{2,3}(?:\.\d)?[ ]?kg)",
    re.IGNORECASE,
)
_FIRM_BODY = compiled(
    r"lb|kg|pound|ft|feet|foot|cm|['\"#]|bmi|bsa|kilo|\bin|weighs|weighed|\dm\b|\d m\b|m2|m\u00b2", re.IGNORECASE
)
_GOODS = compiled(
    r"\b(?:box|paper|stock|shipp\w+|package|freight|turkey|bag|cargo|dog|cat|raffle|kitchen|product|item|truck|font|line|dumbbell)\b",
    re.IGNORECASE,
)
_DOSE = compiled(r"\b\d{1,5}(?:\.\d{1,2})?[ -]?c?Gy\b(?:[ ](?:in|over|x)[ ]\d{1,2}[ ]?(?:fractions|fx)\b)?")
_CYCLE = compiled(
    r"\b(?:cycles?|c)[ #]?\d{1,2}(?:[ ]?(?:day|d|of|/)[ ]?\d{1,2})?\b(?:[ ]of[ ](?!\d)[A-Za-z0-9/-]{3,20})?",
    re.IGNORECASE,
)
_CYCLE_OF = compiled(r" of ([A-Za-z0-9/-]+)\Z")
_TREATING = compiled(
    r"chemo|infus|regimen|treatment|oncolog|folf|radiat|cancer|taxol|platin|mab\b|tumor", re.IGNORECASE
)


def _hit(shape: re.Pattern[str], text: str, low: int, high: int, end: int, ahead: int = 50) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - 40), min(high, end + ahead)):
        if found.start() < end <= found.end():
            return found
    return None


_NAME_OF_RESULT = rf"(?<![\w-])(?=(?:{_ANALYTES})(?![\w-]))"
_PLAIN_NAME_OF_RESULT, _ANY_NAME_OF_RESULT = compiled(_NAME_OF_RESULT), compiled(_NAME_OF_RESULT, re.IGNORECASE)


def _result_at(text: str, low: int, high: int, end: int) -> re.Match[str] | None:
    """Return the result around ``end``, tried only where an analyte is named; in small letters that is quick to see."""
    left, right = max(low, end - 40), min(high, end + 50)
    begin = max(0, left - 1)
    window = text[begin:right]
    is_plain = window.isascii()
    reached = left
    names = _PLAIN_NAME_OF_RESULT if is_plain else _ANY_NAME_OF_RESULT
    for name in names.finditer(window.lower() if is_plain else window, left - begin):
        at = name.start() + begin
        if at >= end:
            return None
        if at >= reached and (found := _RESULT.match(text, at, right)) is not None:
            if end <= found.end():
                return found
            reached = found.end()
    return None


def _result(text: str, low: int, high: int, end: int) -> Span | None:
    found = _result_at(text, low, high, end)
    if found is None or not stands_free(text, low, high, found.start(), found.end()):
        return None
    score = _result_score(text, low, high, found)
    return _span(found, Element.LAB_RESULT, score, "lab") if score >= 0.5 else None


def _result_score(text: str, low: int, high: int, found: re.Match[str]) -> float:
    """Return how sure an analyte and a number are a result: by unit, by flag, else by what stands around."""
    name, value, unit = found["name"].lower(), found["value"], (found["unit"] or "").strip()
    lowest, highest = _PLAUSIBLE.get(name, (0, 999_999))
    plausible = lowest <= float(value.split("/")[0].replace(",", "")) <= highest
    is_sure = _SURE_NAME.fullmatch(name) is not None
    if unit == "%" and not _PERCENT_NAME.match(name):
        return 0.0
    if unit and unit not in {"%", "K", "k"}:
        return 0.92
    if not plausible or _ZIP.fullmatch(value):
        return 0.0
    if unit == "%" and is_sure:
        return 0.85
    about = clinical_words(text, low, high, found.start(), found.end())
    near = text[max(low, found.start() - 60) : found.start()] + " " + text[found.end() : min(high, found.end() + 60)]
    others = 1 + len(_OTHER_NAMES & words_of(near.replace("/", " ")))
    if (found["flag"] or "/" in value) and (is_sure or name in {"bp", "blood pressure"} or others >= 2 or about):
        return 0.8
    if (
        line_around(text, low, high, found.start(), found.end(), 60).strip() == found[0].strip()
        and name not in _PLAIN_WORDS
    ):
        return 0.65
    if name == "inr" and not ("." in value or about or others >= 2):
        return 0.0
    if is_sure:
        firm = found["name"][:2].isupper() or "." in value or unit or about or others >= 2
        return 0.75 if firm or len(name) >= 4 or name in {"hgb", "plt", "hct"} else 0.4
    if name in {"er", "pr", "her2", "her-2", "her2/neu", "pd-l1", "pdl1"}:
        marked = unit == "%" or (found["plus"] and float(value.split("/")[0]) <= 3)
        return 0.8 if marked and (about or others >= 2 or name.startswith(("her", "pd"))) else 0.0
    if name in {"k", "ca", "mg", "na"} and not (found["name"][0].isupper() and (name == "na" or "." in value)):
        return 0.0
    if name in _PLAUSIBLE and _is_said_of_somebody(text, low, found):
        return 0.72
    needed = 2 if len(name) <= 2 else 1
    if (
        others >= 2
        or about >= needed
        or (name in {"k", "na"} and _ACTED_ON.match(text, found.end(), min(high, found.end() + 24)))
    ):
        return 0.7
    return 0.6 if name == "na" and about else 0.4


def _is_said_of_somebody(text: str, low: int, found: re.Match[str]) -> bool:
    """Tell whether somebody's analyte was or is a number: ``her potassium was 6.1``; no dose of it."""
    before = text[max(low, found.start() - 24) : found.start()]
    return bool(_SOMEBODYS.search(before) and not _OF_DOSE.match(text, found.end()))


_SOMEBODYS = compiled(r"(?i)(?:\b(?:his|her|their|your|my)|\w['\u2019]s)[ ](?:\w+[ ])?\Z")
_OF_DOSE = compiled(r"(?i)[ ]?(?:mg|mcg|g|ml|meq|tabs?|units?)\b(?!/)")
_PLAIN_WORDS = frozenset(
    "ast alt pt ca k na mg er pr bs iron sat sats calcium lambda kappa blasts lead cr ef rf lh e2".split()
)
_SURE_NAME = compiled(_SURE, re.IGNORECASE)
_PERCENT_NAME = compiled(
    r"h[bg]|a1c|hemo|hct|l?v?ef|fev|urr|spo2|o2|oxy|ki|sat|blast|er\b|pr\b|her|pd|tsat|iron sat|retic|neut|lymph|pulse",
    re.IGNORECASE,
)
_OTHER_NAMES = frozenset(
    """hgb hct wbc plt plts anc rbc bun creat creatinine psa cea glucose ast alt inr bili bilirubin albumin sodium
    potassium ldh er pr her2 ki na cl co2 mcv bp hr rr spo2 temp lab labs cbc cmp amh fsh lh e2 phos pth ktv urr""".split()
)
_ACTED_ON = compiled(
    r"[ ,.;!]{0,3}(?:replace|replete|recheck|call|give|hold|low|high|\Z|\n|both|admit|kcl|salt)", re.IGNORECASE
)
_ZIP = compiled(r"\d{5}")


def _span(found: re.Match[str], element: Element, score: float, detector: str) -> Span:
    return Span(found.start(), found.end(), element, Part.FULL, score, detector, " ".join(found[0].split()))


_IS_POSITIVE = compiled(r"hiv[ -]?(?:\+|pos)", re.IGNORECASE)
_WORDS_TOO = frozenset(
    {"er", "pr", "fit", "pap", "tb", "dat", "trop", "pregnancy", "cultures", "culture", "strep", "ana"}
)


def _qualitative(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_QUALITATIVE, text, low, high, end, 4)
    if found is None or not stands_free(text, low, high, found.start(), found.end()):
        return None
    name = found["name"].lower()
    if _IS_POSITIVE.match(found[0]):
        return _span(found, Element.DIAGNOSIS, 0.88, "diagnosis")
    doubtful = name in _WORDS_TOO or found["sign"] is not None
    if doubtful and not (found["name"][:2].isupper() or name in {"hiv", "covid"}) and found["sign"]:
        return None
    if (
        doubtful
        and clinical_words(text, low, high, found.start(), found.end()) == 0
        and name in {"er", "pr", "fit", "dat"}
    ):
        return None
    return _span(found, Element.LAB_RESULT, 0.88, "lab")


_BLOOD_TYPE = compiled(
    r"(?<![\w])(?:(?:blood|abo|mom'?s?|baby'?s?|infant'?s?)[ ](?:type|group)?[ :=-]{0,3})(?:A|B|AB|O)[ ]?(?:\+|-(?!\w)|pos(?:itive)?\b|neg(?:ative)?\b|rh[ ]?[+-])"
    r"|(?<![\w])rh[ -]{0,2}(?:neg(?:ative)?|pos(?:itive)?)\b",
    re.IGNORECASE,
)


def _blood_type(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_BLOOD_TYPE, text, low, high, end, 24)
    return _span(found, Element.LAB_RESULT, 0.85, "lab") if found else None


def _receptors(text: str, low: int, high: int, end: int) -> Span | None:
    found = _hit(_RECEPTORS, text, low, high, end, 40)
    if found is None:
        return None
    told = found[0].count("/") + found[0].count(",") >= 1 or found[0].startswith("HER")
    if not told and clinical_words(text, low, high, found.start(), found.end()) == 0:
        return None
    return _span(found, Element.LAB_RESULT, 0.88, "receptor")


def _body(text: str, low: int, high: int, end: int) -> Span | None:
    found = (
        _hit(_HEIGHT, text, low, high, end) or _hit(_WEIGHT, text, low, high, end) or _hit(_BODY, text, low, high, end)
    )
    if found is None or text[found.start() - 1 : found.start()] in {"-", "_"}:
        return None
    if _GOODS.search(text, max(low, found.start() - 30), min(high, found.end() + 30)):
        return None
    number = float((re.search(r"\d+(?:\.\d+)?", found[0]) or [0])[0])
    if number < 1 or (found[0][:3].lower() == "bmi" and not 10 <= number <= 90):
        return None
    firm = _FIRM_BODY.search(found[0]) is not None
    if not firm and not clinical_words(text, low, high, found.start(), found.end()) and number < 60:
        return None
    bare = 0.6 if number >= 30 and not text[found.end() : found.end() + 1].isalpha() else 0.4
    if (
        not firm
        and re.match(r"(?:ht|height)\b", found[0], re.IGNORECASE)
        and not clinical_words(text, low, high, found.start(), found.end())
    ):
        return None
    return _span(found, Element.HEIGHT_WEIGHT, 0.92 if firm else bare, "body")


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
    Rule(rf"\b(?:{_SURE})\b", _result),
    Rule(
        r"\b(?:kappa|lambda|rbc|bun|gfr|glucose|sodium|potassium|chloride|calcium|magnesium|phosphorus|albumin|ast|alt|cholesterol|iron"
        r"|blood pressure|bp|co2|hco3|ptt|blood sugar|pulse ox|pd-?l1|her-?2(?:/neu)?)\b",
        _result,
    ),
    Rule(r"\b(?:Na|NA|K|Ca|CA|Mg|MG|PT|BS|ER|PR|T4|MCV|Cr|CR|EF|RF|LH|E2)[ :=]{1,3}\d", _result, ignore_case=False),
    Rule(r"\blead[ :=]{1,3}\d", _result),
    Rule(rf"\b(?:{_STATES_OF})\b[^\n]{{0,24}}\b(?:{_SAID})\b", _qualitative),
    Rule(r"\b(?:HIV|HCV|HBV|ANA|UDS|COVID|RPR|HPV|CMV|EBV) ?[+]", _qualitative, ignore_case=False),
    Rule(r"\b(?:blood|abo|mom'?s?|baby'?s?|infant'?s?) (?:type|group)\b", _blood_type),
    Rule(r"\brh[ -]{0,2}(?:neg|pos)", _blood_type),
    Rule(r"\b(?:ER|PR|HER-?2(?:/neu)?) ?(?:[+-]|pos\b|neg\b|\([+-]\))", _receptors, ignore_case=False),
    Rule(
        r"\b(?:height|ht|talla|weight|wt|weigh(?:s|ed|ing)?|peso|bmi|body mass index|bsa)\b[ \t]*(?:/ ?(?:wt|weight)[ \t]*)?(?:/ ?bsa[ \t]*)?"
        r"(?:kg|lbs?|down|up|today)?[ \t]*(?:was|is|of|to|:|=|\||\.{2,20}|down|up)?[ \t]*\d",
        _body,
    ),
    Rule(r"\b(?:lost|gained|down|up) \d{1,3}(?:\.\d)? ?(?:lbs?|pounds|kgs?|kilos)\b", _body),
    Rule(r"\b\d ?(?:'|ft|feet) ?\d{1,2}", _body),
    Rule(r"\b\d{2,3}(?:\.\d{1,2})? ?(?:lbs?|kgs?)\b", _body),
    Rule(r"\d ?cm ?/ ?\d{2,3}(?:\.\d)? ?kg", _body),
    Rule(r"\d[ -]?c?Gy\b", _gray, ignore_case=False),
    Rule(r"\bcycles? ?#?\d", _cycle),
)
