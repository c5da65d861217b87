# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""Members' numbers that no label names: behind an insurer's name, behind a lone ``ID``, or by their form beside a person.

``Anthem YJN687M53861``, ``Pt Merle Hofstad, ID W278031863``, ``Mackenzie Foster  7/2/2009  XNB298463414``. The scan
tells where such a number may stand; whether it is one is told by what was found beside it.

Invariant: pure; no span given here overlaps one that was found otherwise.

Source: forms as payers print them on cards: Blue Cross Blue Shield plans (a prefix of three characters, then 6 to 14,
BCBSA prefix rules), Aetna (W and 9 digits), Humana (H and 8 digits), Cigna (U and 8 to 10), Federal Employee Program
(R and 8 digits).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.detection.checks import mbi_ok
from tocsin.detection.keyed import digits_of
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

SHAPED, LONE, CONTROLLED = "member-shape", "lone-id", "control-number"
PROVISIONAL = frozenset({SHAPED, LONE, CONTROLLED})
"""Detectors of spans that count only if :func:`with_members` finds what speaks for them."""
_SHAPE = r"[A-Z]{3}\d{9}|[A-Z]{3}\d{3}[A-Z]\d{5}|[A-Z]{2}\d{8}|[A-Z]{2}[A-Z0-9]\d{8,12}|W\d{9}|[HR]\d{8}|U\d{8,10}"
_SHAPED = compiled(rf"(?:{_SHAPE})(?:-?\d{{2}})?(?![\w@/-]|[.,]\d)")
_DAY = r"(?:[0-2]\d\d|3[0-6]\d)"
_CONTROL = rf"(?:20)?[12]\d{_DAY}[A-Z]{{1,2}}\d{{5,8}}|20[12]\d{_DAY}\d{{5,9}}|2[12]\d{_DAY}\d{{7,8}}[A-Z]{{3}}"
"""What payers number claims by: the day they came (year and day of the year), then a counter, at times with letters."""
_CONTROLLED = compiled(rf"(?:{_CONTROL})(?![\w@/-]|[.,]\d)")
_ON_CLAIMS = compiled(
    r"\d\.\d\d\b|\b(?:paid|pd|denied|denial|claims?|clm|remit\w*|eob|era|adj\w*|allowed|billed|appeal\w*|resubmit\w*|rebill\w*|refund\w*|recoup\w*"
    r"|overpa\w+|payer|medicaid|medicare|C[OA]-?\d{1,3}|PR-?\d)\b",
    re.IGNORECASE,
)
_NOT_PLANS = frozenset(
    """ACC ACN ACT APP ARN AUT BAT BIN BOX CHK CLM CNF CON CSN DCN DEP DOC EFT ENC EOB ERA EXT FAX FIN GRP ICN INV
    ISO JOB KEY LOT LIC LOG MED MRN MSG NCT NDC NPI ORD PAT PAX PAY PCN PIN PLN POL PRO PTN RAD REC REF REQ ROI
    RXN SEQ SKU SPC SSN TAX TCN TIN TKT TRK TRN TRX TXN UPC UPS USP UTC VIN VIS WEB WKS""".split()
)
"""Letters before numbers of other kinds: claims, orders, invoices, records."""
_LONE_VALUE = compiled(
    r"(?:[A-Z]{1,4}-?(?=[A-Z0-9-]*\d{4})[0-9][A-Z0-9]{5,13}|\d{7,14}[A-Z]?)(?:-\d{2,3})?(?![\w@/-]|[.,]\d)"
    r"|[A-Z]{3}(?:[ -]\d{2,4}){3,5}(?![\w@/-]|[ ]?[.,]\d)"
)
_COVERAGES = "hmo|ppo|epo|pffs|d-?snp|medi-cal|medicaid|mcaid|mcd|medicare|mcare|tricare|medical assistance|part [abcd]"
_BEFORE_LONE = compiled(
    r"(?:\A|[^A-Za-z \t]|\n|[ \t]{2}|\b(?:card|insurance|ins|member|mbr|subscriber|plan|policy|is|with|and|the|new|old|his|her|their|my|carrier)\b)[ \t]*\Z",
    re.IGNORECASE,
)
_INSURED_VALUE = compiled(
    r"(?!8(?:00|33|44|55|66|77|88)\d{7}\b)(?:[A-Z]{1,4}-?(?=[A-Z0-9]*\d{4})[0-9][A-Z0-9]{5,13}|[A-Z]{3}[A-Z0-9]{1,3}\d{6,10}"
    r"|\d{8,13}[A-Z]?)(?:-\d{2,3})?(?![\w@/-]|[.,]\d)"
)
_INSURED_LEAD = compiled(
    r"(?:[ ,]{0,2}\b(?:only|primary|prim|secondary|sec|ppo|hmo|epo|pos|plan|advantage|health|dental|is|es|the|new|old|member|mbr|policy|id|no|num|number"
    r"|choice|plus|complete|gold|silver|bronze|card|[A-Z]{2})\b\.?){0,4}[ ,:#\t/|(-]{1,4}",
    re.IGNORECASE,
)
OF_ANOTHER = compiled(
    r"\b(?:claims?|clm|icn|dcn|tcn|ref(?:erence)?|auth\w*|order|acct|account|invoice|inv|lot|check|chk|ck|eft|trace|trn|tracking|batch|ticket|case|group|grp"
    r"|phone|ph|fax|tel|npi|tin|ein|visit|encounter|accession|serial|control|rx|bin|pcn|file|license|licen[cs]e|confirmation|conf|document|doc)"
    r"[ \t]*(?:no|num|number|id|#)?[.:# \t]*\Z",
    re.IGNORECASE,
)
"""Words right before a number that say whose or what it is otherwise: of a claim, an order, an invoice."""
_OF_INSURANCE = compiled(
    r"\b(?:insurance|ins|insured|member|mbr|subscriber|policy|plan|payer|payor|carrier|coverage|elig\w*|medicare|medicaid|group|grp|bin|pcn|ppo|hmo|termed"
    r"|tarjeta|card|cards)\b",
    re.IGNORECASE,
)
_REACH, _NEAR, _LINE = 60, 40, 160
_PERSONAL = frozenset({Element.NAME, Element.RELATIVE, Element.DATE_OF_BIRTH, Element.SSN, Element.MRN})


def is_member_shaped(text: str) -> bool:
    """Tell whether a text is nothing but a number in the form of a payer's or Medicare's member numbers.

    Example:
        >>> is_member_shaped("XNB298463414"), is_member_shaped("W233525008"), is_member_shaped("INV298463414")
        (True, True, False)
    """
    return (_SHAPED.fullmatch(text) is not None and text[:3] not in _NOT_PLANS) or mbi_ok(text.replace(" ", ""))


def is_control_shaped(text: str) -> bool:
    """Tell whether a text is nothing but a number in the form of payers' claim control numbers.

    Example:
        >>> is_control_shaped("2024273CA422534"), is_control_shaped("2024973CA422534")
        (True, False)
    """
    return _CONTROLLED.fullmatch(text) is not None


def _shaped(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _SHAPED.finditer(text, max(low, end - 16), min(high, end + 4)):
        if found.start() < end <= found.end():
            start = found.start()
            is_led = text[max(low, start - 2) : start] == ".."  # leaders: ``Keisha Womack.....HS90071140``
            is_joined = start > low and not is_led and (text[start - 1].isalnum() or text[start - 1] in "-/_.@#")
            if is_joined or found[0][:3] in _NOT_PLANS:
                return None
            return Span(start, found.end(), Element.MEMBER_ID, Part.FULL, 0.7, SHAPED, found[0].upper())
    return None


def _controlled(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _CONTROLLED.finditer(text, max(low, end - 20), min(high, end + 4)):
        if found.start() < end <= found.end():
            start = found.start()
            if start > low and (text[start - 1].isalnum() or text[start - 1] in "-/_.@#$"):
                return None
            return Span(start, found.end(), Element.CLAIM_NUMBER, Part.FULL, 0.7, CONTROLLED, found[0].upper())
    return None


_PADDED = 16
"""How far behind its label a form may print a value."""


def _lone(text: str, low: int, high: int, end: int) -> Span | None:
    lead = end - (3 if text[end - 1] in ":# " else 2)
    is_lone = _BEFORE_LONE.search(text, max(low, lead - 24), lead) is not None
    return _number_behind(text, end, min(high, lead + _PADDED), high) if is_lone else None


def _covered(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the number right behind a kind of coverage: ``his ins is Show-Me Advantage HMO H014638501``."""
    lead = _COVERED_LEAD.match(text, end, min(high, end + 12))
    value = _INSURED_VALUE.match(text, lead.end(), min(high, lead.end() + 24)) if lead else None
    if value is None or len(set(digits_of(value[0]))) < _FEW_DIFFERENT:
        return None
    return Span(*value.span(), Element.MEMBER_ID, Part.FULL, 0.8, "coverage-number", value[0].upper())


_COVERED_LEAD = compiled(r"(?:[ ]?[(:#,-])?[ ]?(?:(?i:id|no|num|member)\b[ .:#]{1,2})?")


def _identification(text: str, _low: int, high: int, end: int) -> Span | None:
    return _number_behind(text, end, high, high)


def _number_behind(text: str, end: int, begins: int, high: int) -> Span | None:
    """Return the number behind a word and its signs, which end before ``begins``."""
    while end < begins and text[end] in ":#. \t":
        end += 1
    value = _LONE_VALUE.match(text, end, min(high, end + 24))
    if value is None or len(set(digits_of(value[0]))) < _FEW_DIFFERENT:
        return None
    return Span(*value.span(), Element.MEMBER_ID, Part.FULL, 0.6, LONE, value[0].upper())


_FEW_DIFFERENT = 3


def with_members(text: str, spans: list[Span], provisional: Sequence[Span]) -> list[Span]:
    """Return the spans with the members' numbers that stand beside an insurer or a person.

    Args:
        spans: what was found in the text, sorted, not overlapping.
        provisional: what the rules of this module found.
    """
    if not provisional and not any(span.element is Element.INSURER for span in spans):
        return spans
    told = [replace(one, score=score) for one in provisional if (score := _score(text, spans, one)) > 0]
    spans = [piece for span in spans for piece in _split(text, span)]
    insurers = [span for span in spans if span.element is Element.INSURER]
    fresh = [*told, *(one for span in insurers for one in _behind(text, span))]
    if not fresh:
        return spans
    done = list(spans)
    for one in sorted(fresh, key=lambda s: (-s.score, s.start)):
        at = bisect_left(done, one.start, key=lambda s: s.start)
        beside = done[max(0, at - 1) : at + 1]
        if not any(one.overlaps(other) for other in beside):
            done.insert(at, one)
    return done


def _split(text: str, span: Span) -> Iterator[Span]:
    """Give the span, or an insurer and the member's number that a label took along with it as two."""
    found = _TAILED.search(text, span.start, span.end) if span.element is Element.INSURER else None
    if found is None or found.start() - span.start < _SHORTEST_INSURER:
        yield span
        return
    number = text[found.start("value") : found.end("value")]
    yield replace(span, end=found.start(), norm=" ".join(text[span.start : found.start()].split()).lower())
    start, end = found.span("value")
    yield replace(span, start=start, end=end, element=Element.MEMBER_ID, norm=number.upper())


_SHORTEST_INSURER = 3
_TAILED = compiled(rf"[ ,:#/-]{{1,3}}(?:ID|#)?[ :#]{{0,2}}(?P<value>{_INSURED_VALUE.pattern})\Z", re.IGNORECASE)


def _behind(text: str, insurer: Span) -> Iterator[Span]:
    """Give the number that stands right behind an insurer's name."""
    lead = _INSURED_LEAD.match(text, insurer.end, insurer.end + _REACH)
    value = _INSURED_VALUE.match(text, lead.end(), lead.end() + 24) if lead else None
    if value is None or OF_ANOTHER.search(text, insurer.end, value.start()):
        return
    is_ten = len(value[0]) == _PHONE_DIGITS and value[0].isdigit()
    yield Span(*value.span(), Element.MEMBER_ID, Part.FULL, 0.6 if is_ten else 0.8, "insured-number", value[0].upper())


_PHONE_DIGITS = 10


def _score(text: str, spans: Sequence[Span], one: Span) -> float:
    """Return how sure a provisional number is by what stands beside it, 0 where nothing speaks for it."""
    begin = text.rfind("\n", max(0, one.start - _LINE), one.start) + 1 or max(0, one.start - _LINE)
    stop = text.find("\n", one.end, one.end + _LINE)
    stop = min(len(text), one.end + _LINE) if stop < 0 else stop
    if OF_ANOTHER.search(text, begin, one.start):
        return 0.0
    if one.detector == CONTROLLED:
        return _control_score(text, spans, begin, stop)
    window = text[max(0, one.start - _LINE) : one.end + _NEAR]
    is_insured = _OF_INSURANCE.search(window) is not None
    beside = _between(spans, begin, stop)
    if any(s.element is Element.INSURER for s in beside) or (is_insured and one.detector == LONE):
        return 0.85
    if any(s.element in _PERSONAL for s in beside):
        return 0.8 if one.detector == SHAPED else 0.65
    above = _line_above(text, begin)
    if any(s.element in _PERSONAL for s in _between(spans, above, begin)):
        return 0.6
    return 0.65 if is_insured and one.detector == SHAPED else 0.0


def _control_score(text: str, spans: Sequence[Span], begin: int, stop: int) -> float:
    """Return how sure a number in a payer's form is: its line speaks of claims, and of a person there or just above."""
    above = _line_above(text, begin)
    named = [s.element for s in _between(spans, above, stop) if s.element in _INSURED]
    if not named or _ON_CLAIMS.search(text, begin, stop) is None:
        return 0.0
    return 0.75


_INSURED = frozenset({Element.NAME, Element.MEMBER_ID, Element.SSN, Element.MRN, Element.ACCOUNT_NUMBER})


def _line_above(text: str, begin: int) -> int:
    """Return where the line above one begins, or as far back as a line is long."""
    first = max(0, begin - _LINE)
    return text.rfind("\n", first, max(0, begin - 1)) + 1 or first


def _between(spans: Sequence[Span], begin: int, stop: int) -> list[Span]:
    """Return the spans that begin in a stretch of the text."""
    at = bisect_left(spans, begin, key=lambda s: s.start)
    found = []
    while at < len(spans) and spans[at].start < stop:
        found.append(spans[at])
        at += 1
    return found


RULES = (
    Rule(rf"\b(?:{_SHAPE})\b", _shaped, ignore_case=False),
    Rule(rf"\b(?:{_CONTROL})\b", _controlled, ignore_case=False),
    Rule(r"\bid(?:[#: ]|$)", _lone),
    Rule(r"\bidentification (?:no|number|num|#)", _identification),
    Rule(rf"\b(?:{_COVERAGES})\b", _covered),
)
