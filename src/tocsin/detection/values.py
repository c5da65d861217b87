"""Normalising and judging values whose element a column, field or label has already told.

Source: as in the file of each element family.
"""

# ruff: noqa: E501 - the list of what is no complaint reads better in long rows

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from tocsin.detection.accounts import judge_account, judge_bank
from tocsin.detection.checks import dea_ok, itin_ok, luhn_ok, npi_ok, ssn_ok
from tocsin.detection.contact import phone_norm
from tocsin.detection.dates import birth_norm, date_norm
from tocsin.detection.keyed import digits_of
from tocsin.detection.licences import licence_score
from tocsin.model.elements import Element
from tocsin.model.lexicon import fold_name, given_odds, surname_odds
from tocsin.model.mentions import Part
from tocsin.model.regions import state_code
from tocsin.patterns import compiled

Judged = tuple[str, bool, float]

_EMPTY = frozenset(
    [
        "-",
        "--",
        "---",
        ".",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "unknown",
        "unk",
        "tbd",
        "no",
        "yes",
        "false",
        "true",
        "0",
        "declined",
        "refused",
        "n",
        "y",
        "x",
        "same",
        "nan",
        "",
        "not on file",
        "not available",
        "see above",
        "same as above",
        "not applicable",
        "not provided",
    ]
)
_MASKED = compiled(r"[xX*#\u2022][xX*#\u2022 -]{2,}\d{0,5}|\d{0,4}[xX*#\u2022]{4,}\d{0,4}")
_DATE_SHAPED = compiled(r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})")
_EMAIL = compiled(r"[^\s@<>,;]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}")
_SEXES = {
    "m": "M",
    "male": "M",
    "man": "M",
    "boy": "M",
    "f": "F",
    "female": "F",
    "woman": "F",
    "girl": "F",
    "x": "X",
    "nonbinary": "X",
    "non-binary": "X",
    "other": "X",
    "u": "U",
}
_EXCEL_EPOCH_DAYS = (5_000, 60_000)


@lru_cache(maxsize=16384)
def normalise(element: Element | None, part: Part, text: str) -> Judged:
    """Return (norm, whether it counts as that element, score) of a value its place has already typed.

    A value that is empty, masked or a word for "nothing" does not count.

    Example:
        >>> normalise(Element.SSN, Part.FULL, "536-22-1234"), normalise(Element.SSN, Part.FULL, "***-**-1234")
        (('536221234', True, 0.99), ('', False, 0.0))
        >>> normalise(Element.DATE_OF_BIRTH, Part.FULL, "3/3/61")
        ('1961-03-03', True, 0.97)
    """
    value = " ".join(text.split())
    if value.lower() in _EMPTY and not (part is Part.SEX and value):
        return "", False, 0.0
    if _MASKED.fullmatch(value):
        return "", False, 0.0
    if element is None:
        return _fact(part, value)
    judge = _JUDGES.get(element)
    if part in {Part.STATE, Part.COUNTRY} and element is Element.ADDRESS:
        return state_code(value) or value, True, 0.95
    return judge(value) if judge else (value, True, 0.9)


def _fact(part: Part, value: str) -> Judged:
    if part is Part.SEX:
        sex = _SEXES.get(value.lower().strip("."), "")
        return sex, bool(sex), 0.97
    if part is Part.DEATH_DATE:
        norm = date_norm(value)
        return norm, bool(norm), 0.95
    return value, True, 0.9


def _ssn(value: str) -> Judged:
    digits = digits_of(value)
    if len(digits) in {7, 8} and digits == value:
        digits = digits.zfill(9)
        return digits, ssn_ok(digits), 0.8
    shaped = re.fullmatch(r"\d{3}[- .]?\d{2}[- .]?\d{4}(?:\.0)?", value) is not None
    digits = digits[:9]
    ok = shaped and (ssn_ok(digits) or itin_ok(digits))
    return (digits, True, 0.99) if ok else ("", False, 0.0)


_WITHOUT_YEAR = compiled(r"\d{4}[ -]+(?=\d{6}\Z)")
"""A first day of service that leaves its year to the last one: ``0511 051424``."""


def _date(value: str) -> Judged:
    value = _WITHOUT_YEAR.sub("", value)
    norm = date_norm(
        re.sub(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?$", "", value)
    )
    if norm:
        return norm, True, 0.97
    return _six_digits(value) or _serial_date(value)


_SEX_BESIDE = compiled(
    r"(?:(?:M|F|U|X)[ /,-]{1,3})?(?P<day>\S.*?)(?:[ /,-]{1,3}\(?(?:M|F|U|X|Male|Female)\)?|[ ,]{1,2}\(?\d{1,3}\)?)?",
    re.IGNORECASE,
)
"""A birth date with the sex before or behind it: ``4/5/1960 M``, ``F/04-05-1960``."""


def _birth(value: str) -> Judged:
    beside = _SEX_BESIDE.fullmatch(value)
    norm, counts, score = _date(beside["day"] if beside else value)
    return birth_norm(norm), counts, score


def is_six_digit_day(value: str) -> bool:
    """Tell whether six digits can be a day.

    Example:
        >>> is_six_digit_day("031424"), is_six_digit_day("471932")
        (True, False)
    """
    return _six_digits(value) is not None


def _six_digits(value: str) -> Judged | None:
    """Read ``031424`` as month, day and year, else as year, month and day."""
    if not re.fullmatch(r"\d{6}", value):
        return None
    one, two, three = value[:2], value[2:4], value[4:]
    norm = date_norm(f"{one}/{two}/{three}") or date_norm(f"{two}/{three}/{one}")
    return (norm, True, 0.85) if norm else None


def _serial_date(value: str) -> Judged:
    """Read a spreadsheet's day number (1900 system)."""
    if re.fullmatch(r"\d{4,5}(?:\.0)?", value) and _EXCEL_EPOCH_DAYS[0] <= int(float(value)) <= _EXCEL_EPOCH_DAYS[1]:
        return (date(1899, 12, 30) + timedelta(days=int(float(value)))).isoformat(), True, 0.8
    return "", False, 0.0


def _phone(value: str) -> Judged:
    digits = digits_of(value)
    return (phone_norm(value), True, 0.96) if 7 <= len(digits) <= 20 and len(set(digits)) > 1 else ("", False, 0.0)


def _email(value: str) -> Judged:
    found = _EMAIL.search(value)
    return (found[0].lower(), True, 0.99) if found else ("", False, 0.0)


_WORDS_OF_PROSE = compiled(r"(?<![A-Z0-9-])[A-Z]{4,}(?![A-Z0-9-])")


def _number(value: str) -> Judged:
    plain = value.removesuffix(".0").upper()
    if not any(c.isdigit() for c in plain) or len(plain) < 3 or len(plain) > 40 or _NO_NUMBER.fullmatch(plain):
        return "", False, 0.0
    if len(_WORDS_OF_PROSE.findall(plain)) > 1 or _is_called(value) or _SAID.search(value):
        return "", False, 0.0
    return plain, True, _NUMBER_SCORE


_SAID = compiled(
    r"\A[`\[]|(?i:\b(?:dup(?:licate)?|same|see|copy|digits?|pending|unknown)\b)|\A[A-Z]{2,}[ ][A-Z]{2,}[ ][A-Z]\d"
)
"""What is said of numbers rather than one: ``dup of 00118``, ``` 6 digits``, ``DX ALL N18.6``."""


_NO_NUMBER = compiled(rf"{_DATE_SHAPED.pattern}|\$?[\d,]{{1,7}}\.\d\d")
"""Days and amounts number nobody."""
_NUMBER_SCORE = 0.94
_PLAIN_NUMBER = compiled(r"[A-WYZ]{0,3}[0-9]{4,30}")


def plain_number(text: str) -> Judged | None:
    """Return what judging a number's text gives where its shape alone tells, None where it has to be looked at."""
    return (text, True, _NUMBER_SCORE) if _PLAIN_NUMBER.fullmatch(text) else None


def is_number(element: Element | None) -> bool:
    """Tell whether values of an element are numbers of no shape in particular."""
    return element in _NUMBERS


_CALLED = compiled(r"[A-Za-z]{3,}[(\[]|[(\[][^)\]]*[A-Za-z]{4,}|[a-z]{4,}\d*\.[a-z]{4,}")
"""A call, a count in words or a dotted name: ``items[0]``, ``(3 images)``, ``base64.decodebytes``."""
_FEW_DIGITS = 4


def _is_called(value: str) -> bool:
    """Tell whether a value is a word of a program or a count of things rather than somebody's number."""
    return len(digits_of(value)) < _FEW_DIGITS and _CALLED.search(value) is not None


def _checked(ok: Callable[[str], bool]) -> Callable[[str], Judged]:
    def judge(value: str) -> Judged:
        plain = re.sub(r"[ .-]", "", value.removesuffix(".0")).upper()
        if not any(c.isdigit() for c in plain):
            return "", False, 0.0
        return plain, True, 0.99 if ok(plain) else 0.6

    return judge


def _card(value: str) -> Judged:
    digits = digits_of(value)
    ok = 13 <= len(digits) <= 19
    return (digits, True, 0.98 if luhn_ok(digits) else 0.6) if ok else ("", False, 0.0)


def _routing(value: str) -> Judged:
    reading = judge_bank(value)
    return (reading.norm, True, reading.score) if reading else ("", False, 0.0)


def _account(value: str) -> Judged:
    reading = judge_account(value)
    return (reading.norm, True, reading.score) if reading else _number(value)


def _licence(value: str) -> Judged:
    if _is_called(value):
        return "", False, 0.0
    plain = re.sub(r"[ -]", "", value.upper())
    lead = (
        plain[2:]
        if plain[:2] and state_code(plain[:2]) and licence_score(plain[2:]) > 0 and not licence_score(plain)
        else plain
    )
    score = licence_score(lead)
    return (
        (lead, True, max(score, 0.75)) if any(c.isdigit() for c in lead) and 4 <= len(lead) <= 24 else ("", False, 0.0)
    )


def _zip(value: str) -> Judged:
    plain = value.removesuffix(".0")
    if re.fullmatch(r"\d{3,4}", plain):
        return plain.zfill(5), True, 0.8
    found = re.fullmatch(r"(\d{5})(?:-?(\d{4}))?", plain)
    if found is None:
        return (plain, True, 0.6) if re.search(r"\d", plain) and len(plain) <= 10 else ("", False, 0.0)
    return found[1] + (f"-{found[2]}" if found[2] else ""), True, 0.97


def _age(value: str) -> Judged:
    digits = digits_of(value)[:3]
    ok = bool(digits) and int(digits) <= 120 and len(value) <= 16
    return (digits if ok else "", ok, 0.93 if ok else 0.0)


def _words(value: str) -> Judged:
    return value, any(c.isalpha() or c.isdigit() for c in value), 0.92


_ADMINISTRATIVE = compiled(
    r"(?:f/?u|follow[- ]?up|med(?:ication)? (?:refill|check)s?|refills?|annual(?: (?:physical|exam|visit))?|physicals?|well[ -]?(?:child|woman|visit)\b.*|wcc\b.*|awv|new (?:pt|patient)|est(?:ablished)? (?:pt|patient)|consult(?:ation)?"
    r"|re-?check|check ?-?up|office visit|visit|np|ov|nov|post-?op|pre-?op|records?|forms?|paperwork|labs?|lab work|results?|referral|scan|surgery|procedure|injections?|other|see (?:note|above|below|attached|chart)|stable|good|fair|poor|guarded|improv(?:ed|ing)|unchanged|satisfactory|pending|same|ok|clear(?:ed)?|wnl|normal|no (?:change|complaints?|concerns?|issues?))",
    re.IGNORECASE,
)
"""What is written under a reason or complaint and is none."""


_SHORTEST_CODE = 3
"""Digits of a code of ICD-9-CM at least."""


def _disease(value: str) -> Judged:
    is_count = value.strip().isdigit() and len(value.strip()) < _SHORTEST_CODE
    ok = (
        not is_count and any(c.isalpha() or c.isdigit() for c in value) and not _ADMINISTRATIVE.fullmatch(value.strip())
    )
    return value, ok, 0.92 if ok else 0.0


_OF_MONEY = compiled(
    r"(?:[\w.&/'-]+[ ]){0,4}?(?:payments?|pmts?|paymt|adjustments?|adj|write[- ]?offs?|refunds?|balance transfer|balance(?:[ ]forward)?|bal fwd|"
    r"co-?pays?|coinsurance|deductible|interest|late fee|finance charge|discount|contractual|takeback|recoup(?:ment)?)"
    r"(?:[ -]+[^\n]{0,24})?",
    re.IGNORECASE,
)
"""What stands in a column of services and is about their payment."""


def _act(value: str) -> Judged:
    return _words("" if _OF_MONEY.fullmatch(value.strip()) else value)


def _drug(value: str) -> Judged:
    return _words("" if _ADMINISTRATIVE.fullmatch(value.strip()) else value)


_MOST_WORDS = 6
"""Words of a cell with a figure among them from which on it is a remark with a name in it, no name."""


def _person(value: str) -> Judged:
    ok = any(c.isalpha() for c in value) and len(value) <= 120 and "@" not in value and value.lower() not in _NOBODY
    ok = ok and not (len(value.split()) > _MOST_WORDS and any(c.isdigit() for c in value))
    ok = ok and _NO_PERSON.fullmatch(value.strip(" *")) is None and re.match(r"\*{1,3} ?[a-z]", value) is None
    if ok and not any(_may_be_name(word) for word in re.split(r"[\s,/.()-]+", value) if len(word) > 1):
        ok = len(value) <= _SHORTEST_NAME
    return value if ok else "", ok, 0.95 if ok else 0.0


def _may_be_name(word: str) -> bool:
    """Tell whether a word is a name, or no English word either."""
    folded = fold_name(word)
    if not folded.isalpha():
        return False
    return max(given_odds(folded), surname_odds(folded)) > _HARDLY_A_NAME


_SHORTEST_NAME = 2
_HARDLY_A_NAME = -7.5


_NO_PERSON = compiled(
    r"(?i)(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[ .,]+\d{1,2}[/-]\d{1,2}.*|void(?:ed)?|unk(?:nown)?(?: (?:fe)?male.*)?"
    r"|on hold|hold|empty|blocked|closed|no (?:pt|patient)|cancel(?:l?ed)?|.*\blicense \d+"
)
"""What stands where a name would: a day, nobody."""
_NOBODY = frozenset(
    {"self", "same as patient", "patient", "pt", "spouse", "parent", "guardian", "child", "waived", "vacant", "open"}
)
"""What stands in a column of names for somebody named elsewhere, or nobody."""
_NUMBERS = (
    Element.MRN, Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.PASSPORT, Element.MILITARY_ID, Element.IMMIGRATION_ID,
    Element.STUDENT_ID, Element.OTHER_ID, Element.VEHICLE_ID, Element.DEVICE_ID, Element.TAX_ID, Element.STATE_ID,
)  # fmt: skip
_JUDGES: dict[Element, Callable[[str], Judged]] = {
    **dict.fromkeys(_NUMBERS, _number),
    Element.SSN: _ssn,
    Element.DATE: _date,
    Element.DATE_OF_BIRTH: _birth,
    Element.PHONE: _phone,
    Element.EMAIL: _email,
    Element.NPI: _checked(npi_ok),
    Element.DEA_NUMBER: _checked(dea_ok),
    Element.CARD_NUMBER: _card,
    Element.ROUTING_NUMBER: _routing,
    Element.ACCOUNT_NUMBER: _account,
    Element.DRIVER_LICENSE: _licence,
    Element.ZIP: _zip,
    Element.AGE: _age,
    Element.NAME: _person,
    Element.PROVIDER: _person,
    Element.RELATIVE: _person,
    Element.DIAGNOSIS: _disease,
    Element.PROCEDURE: _act,
    Element.MEDICATION: _drug,
    Element.TREATMENT: _words,
    Element.LAB_RESULT: _words,
}
