"""Values named by the words right before them: "MRN: 4471932", "member id is W1234-5", "| Chart | 88123 |".

A :class:`Key` says which words name an element, what its value looks like and what to make of the value. The words
are found by the scan; the value is then matched right behind them, over at most a few separators.

Invariant: a masked value (``***-**-1234``, ``XXX-XX-1234``) is never given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_REACH = 110
_NUMBER_WORD = (
    r"(?:numbers?|num\b\.?|nbr\b\.?|no\b\.?|nr\b\.?|id\b|ids\b|identifiers?|code|card|reference|ref\b\.?|\(s\))"
)
_BRIDGE = compiled(
    rf"(?P<words>(?:[ \t/_-]{{0,2}}{_NUMBER_WORD}){{0,3}}[ \t]?\)?)"
    r"(?:[ \t]*\((?!\d{3}\)|[^()\n]{0,20}\d{4})[^()\n]{0,24}\))?"
    r"(?P<signs>(?:[ \t]*(?:[:=#|>*\"'~]|-+(?=\s)|is\b|was\b|are\b|as\b|\r?\n)){0,5})[ \t]*"
    r"(?:\((?:(?:no|nr|num|number)\b[.:]?[ ]?|\#[ ]?)?(?!\d{3}\))|[\[{])?",
    re.IGNORECASE,
)
_MASKED = compiled(r"[xX*#\u2022.\-]{3,}\d{0,4}|(?:[xX*#\u2022]+[- ]){1,3}[xX*#\u2022\d]+")
_DATE = compiled(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_MONEY = compiled(r"\d{1,3}(?:,?\d{3})*\.\d{2}")
_PHONE = compiled(r"\d{3}[-.]\d{3}[-.]\d{4}")

ID_VALUE = compiled(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-/._](?=[A-Za-z0-9])){2,31}(?![A-Za-z0-9@])")
"""Letters, digits and single joints; how many digits it must hold is the key's to say."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value turned out to be."""

    norm: str
    score: float
    element: Element | None = None
    """Another element than the key's, if the value says so."""


Judge = Callable[[str], Reading | None]


@dataclass(frozen=True, slots=True)
class Key:
    """Words that name an element, and its value's shape."""

    pattern: str
    element: Element
    detector: str
    judge: Judge
    value: re.Pattern[str] = ID_VALUE
    needs_sign: bool = False
    """The words alone say too little: "number", "id" or one of ``: = # |`` must follow them."""
    lead: re.Pattern[str] | None = None
    """Words that may stand between the key and the value (a state's name, a bank's)."""

    def rule(self) -> Rule:
        """Return the rule that finds this key's values."""
        return Rule(self.pattern, self._verify)

    def _verify(self, text: str, low: int, high: int, end: int) -> Span | None:
        limit = min(high, end + _REACH)
        while text[end - 1] in ":#=|":
            end -= 1
        bridge = _BRIDGE.match(text, end, limit)
        if bridge is None:
            return None
        words, signs = bridge["words"], bridge["signs"]
        at = bridge.end()
        if self.lead and (lead := self.lead.match(text, at, limit)):
            at = lead.end()
            signs += lead[0]
        value = self.value.match(text, at, limit)
        if value is None or _MASKED.fullmatch(value[0]):
            return None
        if not words.strip(" \t") and not _has_sign(signs) and (self.needs_sign or at == end):
            return None
        reading = self.judge(value[0])
        if reading is None:
            return None
        score = min(0.99, reading.score * _strength(words, signs))
        element = reading.element or self.element
        stop = value.start() + len(value[0].rstrip(" -"))
        return Span(value.start(), stop, element, Part.FULL, score, self.detector, reading.norm)


def id_judge(score: float, digits: int = 4, longest: int = 24) -> Judge:
    """Return a judge of ordinary identifiers: enough digits, no date, no telephone number."""

    def judge(value: str) -> Reading | None:
        count = sum(c.isdigit() for c in value)
        is_other = _DATE.fullmatch(value) or _PHONE.fullmatch(value) or _MONEY.fullmatch(value)
        if count < digits or len(value) > longest or is_other:
            return None
        return Reading(value.upper(), score)

    return judge


def digits_of(value: str) -> str:
    """Return the ASCII digits of a value."""
    return "".join(c for c in value if "0" <= c <= "9")


def _has_sign(signs: str) -> bool:
    return any(c in ":=#|" for c in signs)


def _strength(words: str, signs: str) -> float:
    if "\n" in signs:
        return 0.85
    if _has_sign(signs):
        return 1.0
    return 0.97 if words.strip() or signs.strip() else 0.9
