"""Dates in words, as voicemail is typed by machines: ``March seventh nineteen forty seven``.

Invariant: pure; a bounded stretch behind the month is looked at.
"""

from __future__ import annotations

import re

from tocsin.detection.dates import date_span, iso
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.patterns import compiled

_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_UNITS = "zero one two three four five six seven eight nine".split()  # noqa: SIM905
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_ORDINALS = [
    *"first second third fourth fifth sixth seventh eighth ninth tenth".split(),  # noqa: SIM905
    *"eleventh twelfth thirteenth fourteenth fifteenth".split(),  # noqa: SIM905
    *"sixteenth seventeenth eighteenth nineteenth twentieth".split(),  # noqa: SIM905
]
_VALUES = {
    **{word: n for n, word in enumerate(_UNITS)},
    **{word: n for n, word in enumerate(_TEENS, 10)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    "thirtieth": 30,
    "oh": 0,
    "o": 0,
}
_UNIT, _ORDINAL = "|".join(_UNITS[1:]), "|".join([*_ORDINALS, "thirtieth"])
_BELOW = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{_UNIT}))?|{'|'.join(_TEENS)}"
_DAY = rf"(?:(?:twenty|thirty)[ -])?(?:{_ORDINAL}|{_UNIT})|{'|'.join(_TEENS)}|twenty|thirty|\d{{1,2}}(?:st|nd|rd|th)?"
_YEAR = (
    rf"(?P<century>nineteen|twenty|eighteen)[ -]"
    rf"(?:(?P<hundred>hundred)|(?:oh|o|zero)[ -](?P<unit>{_UNIT})|(?P<below>{_BELOW}))"
    rf"|two[ ]thousand(?:[ ](?:and[ ])?(?P<since>{_BELOW}|{_UNIT}))?|(?P<digits>(?:18|19|20)\d\d)"
)
_WORDED = compiled(
    rf"(?P<month>{'|'.join(_MONTHS)})[ ,]{{1,2}}(?:the[ ])?(?P<day>{_DAY})[ ,]{{1,2}}(?:of[ ])?(?:{_YEAR})(?!\w)",
    re.IGNORECASE,
)
_LONGEST = 64
_SCORE = 0.9


def _spoken(text: str, low: int, high: int, end: int) -> Span | None:
    begin = max(low, end - _LONGEST)
    for month in re.finditer(rf"(?i)\b(?:{'|'.join(_MONTHS)})\b", text[begin:end]):
        found = _WORDED.match(text, begin + month.start(), min(high, end + _LONGEST))
        if found is not None and found.end() >= end:
            year = _year(found)
            norm = iso(str(year), _MONTHS.index(found["month"].lower()) + 1, _number(found["day"]))
            return date_span(text, low, high, found.start(), found.end(), norm, _SCORE) if norm else None
    return None


def _year(found: re.Match[str]) -> int:
    if found["digits"]:
        return int(found["digits"])
    if found["century"]:
        return 100 * _VALUES[found["century"].lower()] + _number(found["unit"] or found["below"] or "zero")
    return 2000 + _number(found["since"] or "zero")


def _number(words: str) -> int:
    """Return the number that words of at most two parts, or digits, say."""
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else sum(_VALUES[word] for word in re.split(r"[ -]", words.lower()))


_DAY_BEGINS = rf"(?:(?:twenty|thirty)[ -])?(?:{_ORDINAL}|{_UNIT}|{'|'.join(_TEENS)}|twenty|thirty)"
RULES = (
    Rule(rf"\b(?:{'|'.join(_MONTHS)})[ ,]{{1,2}}(?:the )?{_DAY_BEGINS}[ ,]", _spoken),
    Rule(r"\d(?:st|nd|rd|th)?[ ,]{1,2}(?:nineteen|twenty|two thousand)[ -]", _spoken),
)
