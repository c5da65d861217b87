# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""Procedure codes on claim and charge lines: CPT by five digits, HCPCS Level II by a letter and four.

A code's shape is no evidence: it counts on a line that speaks of a service (a word of claims, an amount, units, a date of
service, an act in words), and not where a ZIP, an account or a cheque number stands.

Source: CMS HCPCS Level II (letter and four digits); CPT codes are the AMA's: shape and context only, no list; CMS-1500 box
24 (date, place, procedure, modifier, charges, units).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tocsin.detection.context import after, before
from tocsin.detection.health_context import line_around, words_of
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_NAMED = compiled(r"\b(?:cpt|hcpcs|proc(?:edure)?s?|px|hc|svc|j-?codes?|billing codes?)\b", re.IGNORECASE)
_CLAIM = frozenset(
    """cpt hcpcs proc procs procedure procedures svc svcs service services dos unit units mod mods modifier billed bill
    charge charges chg allowed paid denied eob superbill rebill rebilled pos auth authorization authorized approved
    coins coinsurance copay deduct deductible writeoff adj adjustment line rvu precert claim owe x""".split()
)
_DIAGNOSED = compiled(r"\b(?:dx|diag|icd(?:-?10)?)\b[ :#]{0,3}[A-TV-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?\b", re.IGNORECASE)
"""A diagnosis by code: on the same line, a number in the shape of a procedure's is what was done for it."""
_MONEY = compiled(r"(?<![\d.])\$?\d{1,3}(?:,?\d{3})*\.\d{2}(?![\d.])")
_DATE = compiled(
    r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b|\b(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{2}|20\d{2})\b|\b20\d{2}-\d{2}-\d{2}\b"
)
_UNITS = compiled(r"\A ?(?:[xX] ?\d{1,4}\b|\d{1,3} units?\b|-\d{2}\b|[ ,](?:25|26|59|TC|GT|RT|LT|JW|JZ|95)\b)")
_ACT = compiled(
    r"chemo|inf\b|infusion|inject|mammo|pet\b|ct\b|mri|visit|office|e/m|est pt|new pt|draw|biops|scan|x-?ray|scope|colonoscop|transfus|hydration|therap|radiat|imrt|port|"
    r"consult|lab\b|cbc|cmp|panel|venipunct|echo|ultrasound|denosumab|mab\b|platin|taxel|drug|admin|surg|excision|screening|\bmg\b|nab\b|iron|pathol",
    re.IGNORECASE,
)
_OTHER_BEFORE = compiled(
    r"(?:\b(?:zip(?: code)?|acct|account|a/c|mrn|chart|inv(?:oice)?(?: total)?|check|chk|ck|ticket|order|po|box|ext|grp|group|room|rm|suite|ste|id|no|bin|pcn|po box|apt"
    r"|printer|model|part|item|sku|total|ref|case|accession|route|hwy|highway|unit|badge|emp|port|version|phone|fax|dept|license|lic|npi|tin|balance)\b\.?[ :#]{0,3}"
    r"|[,\d]|\b[A-Z]{2}[ ,]{1,2}|[A-Za-z])\Z",
    re.IGNORECASE,
)
_STATE_BEFORE = compiled(
    r"(?:\b(?:A[LKZRAEP]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])|[A-Z][a-z]{3,14})[ ,.]{1,3}\Z"
)
_CODE_END = compiled(r"(?<![\w.])(?:\d{5}|\d{4}[FTU]|[A-CEGHJ-MP-V]\d{4})\Z")
_NEVER_BEFORE = frozenset("$#@/.-:;=_\\")
_PRICED = compiled(r"[ ,|]{1,4}\$?\d{1,3}(?:,?\d{3})*\.\d{2}(?!\d)")
_CODE_BEFORE = compiled(r"(?:HC|[\[(]?[xX]\]|HC:|, |\d{4} {1,3})\Z")
_ACT_STARTS = (
    "chemo", "inf", "inject", "mammo", "pet", "ct", "mri", "visit", "office", "e/m", "draw", "biops", "scan", "x", "colonosc", "transfus",
    "hydrat", "therap", "radiat", "imrt", "port", "consult", "lab", "cbc", "cmp", "panel", "venip", "echo", "ultras", "denos", "drug",
    "admin", "surg", "excis", "screen", "iron", "pathol", "cpt", "hcpcs", "hc", "px", "j",
)  # fmt: skip
_MARKED = compiled(r"[\[(] ?[xX] ?[\])] ?\Z")
_BILLED = compiled(r"\b(?:billed|coded|re-?bill|bill|charged?)(?: as| for| with| under)?[ :]{1,2}\Z", re.IGNORECASE)
_BRACKETED = compiled(r"\(\Z")


_LABELLED = compiled(r"\b(?:serv(?:ice)?|svc|chg|charge|tx|visit)(?:[ _-](?:code|cd))?[ :#]{1,3}\Z", re.IGNORECASE)
"""A label of procedures' codes that is a word of other things too: it needs a day on the line."""


def _charge(text: str, low: int, high: int, end: int) -> Span | None:
    code = _CODE_END.search(text, max(low, end - 6), end)
    if code is None:
        return None
    start = code.start()
    facts = _facts(_line(text, low, high, start, end))
    if not facts.is_claim and not facts.names_act and not _is_marked(text, low, start):
        return None
    behind = after(text, end, high, 48)
    if _is_marked(text, low, start) and not _NO_CODE_AFTER.match(behind):
        return Span(start, end, Element.PROCEDURE, Part.FULL, 0.82, "charge", code[0])
    if (not facts.has_any and _UNITS.match(behind) is None) or _NO_CODE_AFTER.match(behind):
        return None
    ahead = before(text, low, start, 16)
    if ahead.rstrip(" ").endswith(("[ ]", "( )", "[]")):
        return None
    if text[start - 1 : start] in _NEVER_BEFORE and start > low and not ahead.endswith("HC:"):
        return None
    score = _score(facts, ahead, behind, text, low, high, start, code[0][0].isdigit())
    if _UNDOTTED.match(code[0]) and _CHARGED.search(_line_before(text, low, start)):
        return Span(start, end, Element.DIAGNOSIS, Part.FULL, score, "icd", code[0]) if score >= 0.5 else None
    return Span(start, end, Element.PROCEDURE, Part.FULL, score, "charge", code[0]) if score >= 0.5 else None


_UNDOTTED = compiled(r"[CEIKLMNRSTZ]\d{4}\Z", re.IGNORECASE)
_CHARGED = compiled(r"(?<![\w.])(?:\d{5}|[AGJQ]\d{4})(?![\w.])")
"""A charge's code: behind it on its line stands the code of its diagnosis, without its point (``96413 ... C3411``)."""


def _is_marked(text: str, low: int, start: int) -> bool:
    """Tell whether a marked box stands right before, as on a superbill: "[x] 99214"."""
    return _MARKED.search(text, max(low, start - 5), start) is not None


_NO_CODE_AFTER = compiled(r"[\w@/_\\]|-\d{3,}|[.,:]\d|[ ]?(?:bytes|rows|people|miles|lines|files|copies|pcs|ea\b)")


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line says, whichever code on it is looked at."""

    is_claim: bool
    names_act: bool
    names_codes: bool
    has_money: bool
    has_date: bool
    has_act: bool
    has_diagnosis: bool

    @property
    def has_any(self) -> bool:
        """Tell whether anything on the line can vouch for a code."""
        return self.names_codes or self.has_money or self.has_date or self.has_act or self.has_diagnosis


@lru_cache(maxsize=8192)
def _facts(line: str) -> _Line:
    """Return what a line says; remembered, since a line of numbers is asked about for each of them."""
    spoken = words_of(line)
    is_claim = not _CLAIM.isdisjoint(spoken)
    names_act = any(word.startswith(_ACT_STARTS) for word in spoken)
    has_code = _DIAGNOSED.search(line) is not None
    if not is_claim and not names_act and not has_code:
        return _Line(False, False, False, False, False, False, False)
    searches = (_NAMED, _MONEY, _DATE, _ACT, _DIAGNOSED)
    return _Line(is_claim or has_code, names_act, *(pattern.search(line) is not None for pattern in searches))


def _line(text: str, low: int, high: int, start: int, end: int) -> str:
    """Return the line a code stands on, the same for all codes of a line of ordinary length."""
    begin, stop = max(low, start - _LONGEST_LINE), min(high, end + _LONGEST_LINE)
    before_it, behind_it = text.rfind("\n", begin, start), text.find("\n", end, stop)
    first = before_it + 1 if before_it >= 0 else begin
    last = behind_it if behind_it >= 0 else stop
    is_cut = (before_it < 0 and begin > low) or (behind_it < 0 and stop < high)
    is_whole = not is_cut and last - first <= _LONGEST_LINE
    return text[first:last] if is_whole else line_around(text, low, high, start, end)


_LONGEST_LINE = 300


def _line_before(text: str, low: int, start: int) -> str:
    """Return what stands before a code on its line, or as much of it as a line is long."""
    begin = max(low, start - _LONGEST_LINE)
    return text[max(begin, text.rfind("\n", begin, start) + 1) : start]


def _score(facts: _Line, ahead: str, behind: str, text: str, low: int, high: int, start: int, is_number: bool) -> float:
    """Return how sure a code is, from the marks of a claim line on its line."""
    told = facts.is_claim
    is_labelled = facts.has_date and _LABELLED.search(ahead) is not None
    named = is_labelled or (
        facts.names_codes and _NAMED.search(before(text, low, start, 60).rsplit("\n", 1)[-1]) is not None
    )
    if not named and _OTHER_BEFORE.search(ahead) and not _CODE_BEFORE.search(ahead):
        return 0.0
    if not named and is_number and _STATE_BEFORE.search(ahead):
        return 0.0
    acts = facts.has_act and _ACT.search(line_around(text, low, high, start, start)) is not None
    count = facts.has_money + facts.has_date + facts.has_diagnosis + acts + (_UNITS.match(behind) is not None)
    near_act = _ACT.search(behind[:26].split("\n")[0]) is not None
    if _BILLED.search(ahead):
        return 0.85
    if _MARKED.search(ahead) and (told or count):
        return 0.85
    if named and (told or count):
        return 0.9
    if facts.has_diagnosis and not _line_before(text, low, start).strip(" /,|"):
        return 0.8
    if not is_number and (told or count >= 2) and (count or near_act):
        return 0.85
    if told and count >= (1 if near_act else 2):
        return 0.85
    if told and _PRICED.match(behind):
        return 0.8
    if near_act and (count >= 2 or _BRACKETED.search(ahead)):
        return 0.75
    return 0.7 if acts and told and _BRACKETED.search(ahead) else 0.0


_DENTAL = compiled(
    r"\b(?:dental|dentists?|dds|dmd|tooth|teeth|ada|cdt|crowns?|prophy|fillings?|ortho\w*|hyg\w*|perio\w*|endo|root canal|dentures?|sealants?|surf(?:ace)?|fee|bitewings?|molar|extraction)\b",
    re.IGNORECASE,
)
_DENTAL_REACH = 160


def _dental(text: str, low: int, high: int, end: int) -> Span | None:
    """Give a dental procedure's code among words of dentistry; its form is an ICD-10-CM code's too."""
    start = end - 5
    if (start > low and text[start - 1].isalnum()) or not _DENTAL.search(
        text, max(low, start - _DENTAL_REACH), min(high, end + _DENTAL_REACH)
    ):
        return None
    return Span(start, end, Element.PROCEDURE, Part.FULL, 0.88, "charge", text[start:end])


_ON_DAY = compiled(r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?[ ]{1,6}\Z")
_REMITTED = compiled(r"(\d{5})[ ]{1,4}\d{1,3}[ ]{1,12}[\d,]{1,7}\.\d\d\Z")


def _remitted(text: str, low: int, high: int, end: int) -> Span | None:
    """Read a procedure's code between the day and the units and charge of a line: ``03/03/26 38222 1   618.00``."""
    found = _REMITTED.search(text[max(low, end - 32) : end])
    if found is None or found[1].startswith("0"):
        return None
    start = max(low, end - 32) + found.start()
    if not _ON_DAY.search(text[max(low, start - 18) : start]):
        return None
    return Span(start, start + 5, Element.PROCEDURE, Part.FULL, 0.85, "charge", found[1])


RULES = (
    Rule(r"\b[0-9]{5}[ ]{1,4}[0-9]{1,3}[ ]{1,12}[0-9,]{1,7}\.[0-9][0-9]\b", _remitted, ignore_case=False),
    Rule(r"\bD\d{4}\b", _dental, ignore_case=False),
    Rule(r"\b\d{5}\b", _charge),
    Rule(r"\b[A-CEGHJ-MP-V]\d{4}\b", _charge, ignore_case=False),
)
