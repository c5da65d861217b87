# ruff: noqa: E501 - patterns read better in long rows
"""Dates, dates of birth, ages.

A date is a date of birth only if the words around it say so. Two-digit years above ``PIVOT`` lie in the 1900s.

Source: 45 CFR 164.514(b)(2)(i)(C) (all elements of dates except year; ages over 89); ISO 8601-1; NIST/ANSI INCITS 30.
"""

from __future__ import annotations

import re
from datetime import date

from tocsin.detection.context import before
from tocsin.detection.keyed import Key, Reading, digits_of
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

PIVOT = 30
FIRST_YEAR, LAST_YEAR = 1880, 2049
LATEST_BIRTH_YEAR = 2026
"""The year of this release: what reads as a later birth had a year of two digits once, here or in a spreadsheet."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|setiembre|octubre|noviembre|diciembre|ene|abr|ago|dic"
    r"|janeiro|fevereiro|mar\xe7o|maio|junho|julho|setembro|outubro|novembro|dezembro|janvye|fevriye|avril|jiy\xe8|septanm|okt\xf2b|novanm|desanm"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ABROAD = {"ene": "jan", "feb": "feb", "mar": "mar", "abr": "apr", "may": "may", "jun": "jun", "jul": "jul", "ago": "aug", "sep": "sep",
           "set": "sep", "oct": "oct", "nov": "nov", "dic": "dec", "fev": "feb", "mai": "may", "out": "oct", "dez": "dec",
           "avr": "apr", "jiy": "jul", "okt": "oct", "des": "dec"}  # fmt: skip
"""Months of Spanish, Portuguese and Haitian Creole by their first three letters."""
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:18|19|20)\d{2}|'?\d{2})"
_WORDED = compiled(
    rf"(?<![\w])(?:(?P<d1>{_DAY})(?:st|nd|rd|th|ro|\xba|\xb0)?(?:[ \t]{{0,2}}(?:day )?(?:(?:of|de)[ \t])?"
    rf"|[-/.])(?P<m1>{_MONTH})(?![a-z])\.?(?:,?[ \t]{{1,2}}(?:de[l]?[ \t])?|[-/.])(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})(?![a-z])\.?(?:[ \t]{{1,2}}|-)(?P<d2>{_DAY})(?:st|nd|rd|th)?(?:,["
    rf" \t]{{0,2}}|[ \t]{{1,2}}|-)(?P<y2>{_YEAR})"
    rf"|(?P<y3>(?:19|20)\d{{2}})[-/ ](?P<m3>{_MONTH})(?![a-z])[-/ ](?P<d3>{_DAY})"
    rf"|(?P<m4>{_MONTH})(?![a-z])\.?,?(?:[ \t]{{1,2}}(?:of[ \t])?|-)(?P<y4>(?:19|20)\d{{2}})"
    rf"|(?P<m5>{_MONTH})(?![a-z])\.?[ \t]{{1,2}}(?P<d5>{_DAY})(?:st|nd|rd|th)?"
    rf"|(?P<d6>{_DAY})(?:st|nd|rd|th)?[ \t](?:of[ \t])?(?P<m6>{_MONTH})(?![a-z])"
    r")(?![\d\w])",
    re.IGNORECASE,
)
_MAYBE = compiled(r"(?<!\w)(?:\d{1,4}(?=\D)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", re.IGNORECASE)
_AT = r"(?:(?<![\d./-])|(?<=[\s(,;|]b\.)|(?<=\Ab\.))"
"""Where a date may begin: not within a number, but right behind ``b.``."""
_NUMERIC = compiled(_AT + r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d]|[-/]\d|\.\d)")
_ISO = compiled(_AT + r"((?:18|19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/]\d|\.\d)")
_BIRTH = compiled(
    r"(?:\bd\.?[o0]\.?b\b\.?|\bbirth[ -]?(?:date|day)?|\bborn\b"
    r"|\bnac(?:imiento|i[oó]|[ií]|id[oa]s?)?\b|\bnac\.|\bf\.? ?(?:de )?n(?:ac)?\b\.?|\bf/n\b|\bfdn\b|\bcumple(?:años)?\b|\bmi fecha\b|\bnascid[oa]\b|\bnasc(?:imento|eu)?\b|\bf[eè]t\b|\bnesans\b"
    r"|\bb-?day\b|\bdate of b\b|\bb/?d\b|\bd/o/b\b)(?!\w)(?P<gap>\D{0,34}|[^\d.!?;\n]{0,60})$"
    r"|(?:^|[\s(,;])(?:b\.|(?-i:b))[ ]?$"
    r"|\bs?he(?:['\u2019]s| is| was)[ ]$"
    r"|(?-i:[A-Za-z.](?:[ ]{2,6}|[ ]?[,|][ ]?)[MF](?:[ ]{2,6}|[ ]?[,|][ ]?))$",
    re.IGNORECASE,
)
_MAY_SAY = compiled(
    r"\b(?:[mf]\b|b|d|na[cs]|s?he|expired|f\.? ?n|f/n|f\.? ?de ?n|fdn|cumple|mi fecha|f[eè]t|nes|muri|falle)|passed",
    re.IGNORECASE,
)
"""How a word begins without which neither birth nor death is told."""
_BIRTH_AFTER = compiled(
    r"[ \t]{0,2}[(\[-]?[ \t]?(?:is |was )?(?:d\.?o\.?b\b|(?:date of )?birth|birthday)", re.IGNORECASE
)
_DEATH = compiled(
    r"(?:\bdied\b|\bdate of death|\bdeceased\b|\bdod\b|passed away|\bexpired\b(?! ?(?:date|on card))|\bmuri[oó]\b|\bfalleci(?:[oó]|d[oa]|miento)\b|\bfaleceu\b)\D{0,24}$",
    re.IGNORECASE,
)
_COMPACT = compiled(r"(?:19|20)\d{6}(?!\d)|[01]\d[0-3]\d(?:19|20)\d{2}(?!\d)")
_SPOKEN = compiled(rf"{_COMPACT.pattern}|[01]?\d[ ]{{1,2}}[0-3]?\d[ ]{{1,2}}(?:(?:19|20)\d{{2}}|\d{{2}})(?![\w/-])")
"""A birth date behind words that name it, its parts run together or apart by blanks: ``dob 5 28 57``."""
_AGE_BACK = compiled(
    r"(?<![\d.,/$-])(\d{1,3})[ -]?(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?)\.?["
    r" -/]{0,2}(?:old|of age|o\b\.?|o)?\Z",
    re.IGNORECASE,
)


def iso(year: str, month: int, day: int) -> str:
    """Return the ISO date, or an empty text if there is no such day; ``year`` has two or four digits.

    Example:
        >>> iso("61", 3, 3), iso("2001", 2, 29)
        ('1961-03-03', '')
    """
    number = int(digits_of(year))
    if len(digits_of(year)) == 2:
        number += 2000 if number <= PIVOT else 1900
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return ""
    try:
        return date(number, month, day).isoformat()
    except ValueError:
        return ""


def date_norm(value: str) -> str:
    """Return the ISO date a text is, ``YYYY-MM`` or ``--MM-DD`` where it is not whole, empty if it is none.

    Example:
        >>> date_norm("March 3rd, 1961"), date_norm("03-Mar-61"), date_norm("19610303"), date_norm("25/12/1970")
        ('1961-03-03', '1961-03-03', '1961-03-03', '1970-12-25')
        >>> date_norm("March 1961"), date_norm("13/13/1961"), date_norm("1961-03-03T00:00:00")
        ('1961-03', '', '1961-03-03')
    """
    text = value.strip()
    if found := _ISO.match(text):
        return iso(found[1], int(found[3]), int(found[4]))
    if found := _NUMERIC.match(text):
        return _month_first(int(found[1]), int(found[3]), found[4])
    if found := _WORDED.match(text):
        return _worded_norm(found)
    if re.fullmatch(r"\d{8}", text):
        return _compact_norm(text)
    return ""


def birth_norm(norm: str) -> str:
    """Return a date as one of a birth: nobody is born after this release, so ``9/21/29`` is of 1929.

    Example:
        >>> birth_norm("2029-09-21"), birth_norm("2019-06-11"), birth_norm("--09-21"), birth_norm("2028-02-29")
        ('1929-09-21', '2019-06-11', '--09-21', '1928-02-29')
    """
    year = norm[:4]
    return f"{int(year) - 100}{norm[4:]}" if year.isdigit() and int(year) > LATEST_BIRTH_YEAR else norm


def _month_first(first: int, second: int, year: str) -> str:
    return iso(year, first, second) if first <= 12 else iso(year, second, first)


def _compact_norm(digits: str) -> str:
    if digits[:2] in {"18", "19", "20"}:
        return iso(digits[:4], int(digits[4:6]), int(digits[6:])) or _month_first(
            int(digits[:2]), int(digits[2:4]), digits[4:]
        )
    return _month_first(int(digits[:2]), int(digits[2:4]), digits[4:])


def _worded_norm(found: re.Match[str]) -> str:
    parts = {name[0]: text for name, text in found.groupdict().items() if text}
    lead = parts["m"].lower()[:3]
    lead = _ABROAD.get(lead, lead)
    month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(lead))
    if "d" in parts and "y" in parts:
        return iso(parts["y"], month, int(parts["d"]))
    if "y" in parts:
        return f"{parts['y']}-{month:02d}"
    return f"--{month:02d}-{int(parts['d']):02d}"


def date_span(text: str, low: int, high: int, start: int, end: int, norm: str, score: float) -> Span:
    """Return a date as that of a birth or death where words before or behind say so."""
    context = before(text, low, start, 72)
    may_say = _MAY_SAY.search(context) is not None
    if (may_say and _is_birth(context) and not _is_stamp(text, high, end, context)) or _BIRTH_AFTER.match(
        text, end, min(high, end + 24)
    ):
        score = 0.96 if len(norm) == 10 else 0.7
        return Span(start, end, Element.DATE_OF_BIRTH, Part.FULL, score, "birth-date", birth_norm(norm))
    if may_say and _DEATH.search(context):
        return Span(start, end, None, Part.DEATH_DATE, 0.85, "death-date", norm)
    return Span(start, end, Element.DATE, Part.FULL, score, "date", norm)


def _is_birth(context: str) -> bool:
    """Tell whether the words before a date name a birth and nothing else that has a day of its own."""
    found = _BIRTH.search(context)
    return found is not None and _OTHER_DAY.search(found["gap"] or "") is None


def _is_stamp(text: str, high: int, end: int, context: str) -> bool:
    """Tell whether a date with a time begins its line (``[9/3/2026 10:16 AM] Denise:``): when something was said."""
    return _LINE_HEAD.search(context) is not None and _TIME.match(text, end, min(high, end + 24)) is not None


_LINE_HEAD = compiled(r"\n[ \t]*[\[(]?\Z")
_TIME = compiled(
    r"[ ,T]{1,2}\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[AaPp]\.?[Mm]\b\.?)?(?:[\])]|[ \t,:-]{1,3}(?![AaPp]\.?[Mm]\b)(?=[A-Za-z]))"
)
"""A time, and what was said behind it."""
_OTHER_DAY = compiled(
    r"(?i)\b(?:seen|visit(?:ed|s)?|dos|date of service|appt|appointment|admit\w*|admission|denied|since|last|discharged?|started|"
    r"diagnosed|treated|expired|died|moved|called|sent|received|on file|until|through)\b"
)
"""What stands between words for a birth and the date of something else."""


def _numeric(text: str, low: int, high: int, end: int) -> Span | None:
    for shape in (_NUMERIC, _ISO):
        for found in shape.finditer(text, max(low, end - 11), min(high, end + 3)):
            norm = date_norm(found[0])
            if (
                norm
                and found.start() < end <= found.end()
                and (found.start() == low or text[found.start() - 1] not in "$#")
            ):
                score = 0.92 if found[2] != "." else 0.7 if len(found[0]) > 8 else 0.45
                return date_span(text, low, high, found.start(), found.end(), norm, score)
    return None


def _worded(text: str, low: int, high: int, end: int) -> Span | None:
    last = min(high, end + 26)
    for start in _MAYBE.finditer(text, max(low, end - 26), end):
        found = _WORDED.match(text, start.start(), last)
        if found and found.end() >= end:
            norm = _worded_norm(found)
            if not norm or (found.lastgroup in {"d5", "m6"} and not _capital(found)):
                return None
            score = {10: 0.95, 7: 0.8}.get(len(norm) - norm.startswith("--"), 0.6)
            return date_span(text, low, high, found.start(), found.end(), norm, score)
    return None


def _capital(found: re.Match[str]) -> bool:
    return (found["m5"] or found["m6"] or "")[:1].isupper()


def judge_birth(value: str) -> Reading | None:
    """Return the reading of eight digits behind words that name a birth date."""
    norm = birth_norm(date_norm("/".join(value.split())))
    return Reading(norm, 0.93) if norm else None


def judge_day(value: str) -> Reading | None:
    """Return the reading of a month and day without a year behind words that name a date."""
    month, day = (int(part) for part in re.split(r"[/-]", value))
    return Reading(f"--{month:02d}-{day:02d}", 0.75) if 1 <= month <= 12 and 1 <= day <= 31 else None


def judge_age(value: str) -> Reading | None:
    """Return the reading of a number behind the word age."""
    number = int(digits_of(value))
    return Reading(str(number), 0.9) if number <= 120 else None


def _age(text: str, low: int, _high: int, end: int) -> Span | None:
    window = max(low, end - 24)
    found = _AGE_BACK.search(text[window:end])
    if found is None or int(found[1]) > 120:
        return None
    start, stop = window + found.start(1), window + found.end(1)
    return Span(start, stop, Element.AGE, Part.FULL, 0.93, "age", str(int(found[1])))


_OF_SOMEBODY = compiled(
    r"(?:[A-Z]{0,3}-?\d{4,10}|[A-Z][a-z'\u2019-]+,? [A-Z][a-z'\u2019-]+(?: [A-Z]\.?)?|\b[A-Z]{2,},? [A-Z]{2,}"
    r"|\b(?:pt|patient)),?[ \t]{1,4}\Z"
)
_WITH_ILLNESS = compiled(
    r"[ \t]{1,2}(?:with|w/|who|c/o|s/p|h/o|hx|presents?|presenting|admitted|adm|here|pt|patient|dx)\b"
    r"|[ \t]{2,}presenting"
)


def _age_sex(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge an age run together with the sex (``75M``) behind whom it is of, or before what ails them."""
    start = end - 3
    named = _OF_SOMEBODY.search(text, max(low, start - 40), start)
    if named is None and not _WITH_ILLNESS.match(text, end, min(high, end + 16)):
        return None
    return Span(start, end - 1, Element.AGE, Part.FULL, 0.85, "age", text[start : end - 1])


def _sex_birth(text: str, low: int, _high: int, end: int) -> Span | None:
    """Judge eight digits behind the sex, as old systems print the birth date: ``MAY,LORETTA     F 11021938``."""
    start = end - 8
    if not _SEX_BEHIND_NAME.search(text, max(low, start - 40), start):
        return None
    found = judge_birth(text[start:end])
    return None if found is None else Span(start, end, Element.DATE_OF_BIRTH, Part.FULL, 0.85, "birth-date", found.norm)


_SEX_BEHIND_NAME = compiled(r"(?:[A-Z.\d][ ,|]{1,24}|[ ]{2}|[,|])[MFUX][ ,|]{1,3}\Z")


def _age_aside(text: str, low: int, _high: int, end: int) -> Span | None:
    """Read an age in brackets, as behind a birth date: ``(69 yrs)``."""
    start = text.rfind("(", max(low, end - 14), end) + 1
    digits = re.match(r"\d{1,3}", text[start:end])
    if digits is None or int(digits[0]) > 120 or _BIRTH_NEAR.search(text, max(low, start - 40), start) is None:
        return None
    return Span(start, start + digits.end(), Element.AGE, Part.FULL, 0.9, "age", str(int(digits[0])))


_BIRTH_NEAR = compiled(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\b(?:born|birth|dob|age)\b", re.IGNORECASE)

KEYS = (
    Key(
        r"\b(?:date(?: of [a-z]{1,12})?|dos|last seen|visit(?: in| of| on)?|appt|appointment|reviewed on|seen on)\b",
        Element.DATE,
        "date",
        judge_day,
        compiled(r"\d{1,2}/\d{1,2}(?![\w/]|[.,-]\d)"),
    ),
    Key(
        r"\b(?:d\.?o\.?b\.?|birth ?date|date of birth|born|nac(?:imiento)?|f\.?n\.?)\b",
        Element.DATE_OF_BIRTH,
        "birth-date",
        judge_birth,
        _SPOKEN,
    ),
    Key(
        r"\bage[ds]?\b(?: (?:at|on) [a-z ]{0,16}(?:visit|diagnosis|dx|onset|encounter|time|death|surgery|admission))?",
        Element.AGE,
        "age",
        judge_age,
        compiled(r"\d{1,3}(?![\d./-]|,\d|%| ?(?:and|to|or|-) ?\d)"),
    ),
)

RULES = (
    Rule(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b", _numeric),
    Rule(r"\b(?:18|19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}", _numeric),
    Rule(rf"\b{_MONTH}[.,]{{0,2}}[ \t/-]{{1,2}}(?:of )?'?\d", _worded),
    Rule(rf"\d(?:st|nd|rd|th|ro|\xba|\xb0)?[ \t/.-]{{0,2}}(?:of |day of |de )?{_MONTH}\b", _worded),
    Rule(r"\d[ -]?(?:years?|yrs?|months?|mos?|weeks?|wks?|days?|y)\.?[ -/]{0,2}(?:old\b|of age\b|o\b)", _age),
    Rule(r"\b[1-9]\d[MF]\b", _age_sex, ignore_case=False),
    Rule(r"\b[MFUX][ ,|]{1,3}(?:(?:19|20)\d{6}|[01]\d[0-3]\d(?:19|20)\d{2})\b", _sex_birth, ignore_case=False),
    Rule(r"\(\d{1,3} ?(?:years?|yrs?|y\.?o?)\.?\)", _age_aside),
    *(key.rule() for key in KEYS),
)
