# ruff: noqa: E501 - patterns and word lists read better in long rows
"""Insurers and plans by name: national ones, the states' Blues, Medicaid and Medicare Advantage plans, TRICARE.

Names that are words, towns or churches too ("Presbyterian", "Security", MCR) count only beside words of insurance.

Source: Blue Cross Blue Shield Association licensees; CMS lists of Medicaid managed care and Medicare Advantage organizations
(names only); 32 CFR 199.17 (TRICARE).
"""

from __future__ import annotations

import re

from tocsin.detection.context import after, before
from tocsin.detection.health_terms import TermList, stands_free, term_rules, terms
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas(?: City)?"
    "|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey"
    "|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas"
    "|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
_BLUE = compiled(
    rf"\b(?:Anthem |Highmark |Empire |Horizon )?(?:BCBS|Blue Cross(?:(?: and| &|/)? ?Blue Shield)?|Blue Shield|BLUE CROSS(?: BLUE SHIELD)?|BC/BS|Bluecross(?: Blueshield)?)"
    rf"(?:(?: (?:of|OF) |-)(?:(?i:{_STATES})|[A-Z]{2})\b| (?:FEP|Federal|PPO|HMO|Medicaid|Advantage|{_STATES})\b)?",
)
_BLUE_LETTERS = compiled(r"\bBCBS(?:[A-Z]{2})?\b")
_PLANS = compiled(
    r"\b(?:[A-Z][\w'&-]{1,18} ){1,3}(?:Health ?Plans?|HealthPlan|Community Health Plan|Advantage Plan|Medicare Advantage|Dual Complete|Better Health|Health Insurance|Family Care Plan)\b"
)
_KIND = r"(?:HMO|PPO|EPO|HDHP|D-?SNP|PFFS)"
_OF_KIND = compiled(rf"\b(?:[A-Z][\w'&-]{{1,18}} ){{1,3}}{_KIND}\b")
_NOT_PLANS = compiled(
    r"(?:The|Your|Our|Any|Group|Employee|A|Each|Other|This|Current|Primary|Secondary|My|No|New|If|Individual|Qualified|HIPAA|Covered)\b"
)
_ABOUT = compiled(
    r"\b(?:id|ids|ins|insurance|member|mbr|grp|group|plan|policy|payer|auth\w*|ppo|hmo|denied|denial|denies|appeal|card|primary|prim|sec|secondary|says|"
    r"pending|coverage|covered|subscriber|eligib\w+|claims?|rejects?|copay|deductible|termed|effective|um\b|pa\b|medicaid|medicare|bill(?:ed)?|rebill|remit|eob"
    r"|era|dob|approved|applied|part [abcd]|advantage|supplement|crossover|on)\b|\b[A-Z]{1,3}\d{6,}",
    re.IGNORECASE,
)
_WEAK = compiled(
    r"\b(?:MCR|MCD|MCAID|MCARE|Mcare|Mcaid|Presbyterian|Kaiser|KAISER|Sedgwick|Bright|Devoted|Clover|Alignment|Priority|Sanford|Sentara|Avera|Sharp|Scott & White|"
    r"Network Health|Dean|Sunshine|Superior|Buckeye|Meridian|Wellpoint|Fidelis|Gateway|Passport|Providence|PacificSource|Moda|Select Health|Trillium|Medica|"
    r"Oscar|SCAN|HIP|HAP|MVP|CDPHP|LifeWise|Asuris|Bridgespan|Guardian|Principal|Mutual|Comp|Railroad|Champus|Geisinger|UPMC|Jefferson|Christus|Oxford)\b"
)
_TIGHT = compiled(
    r"(?:\A ?(?:(?:says|denied|pending|primary|prim|sec(?:ondary)?|ID|id|PPO|HMO|Medicaid|Medicare|auth|rejects?|claims?|card|plan|UM|CCN|approved|applied|Health|HealthPlan)\b"
    r"|[A-Z]{0,3}\d{6,})|\A, ?(?:BCBS|secondary|pt applied))"
)
_TIGHT_BEFORE = compiled(
    r"(?:\b(?:ins(?:urance)?|payer|plan|primary|secondary|carrier|coverage|pri|sec)[ .:1-2)]{1,3}|\b(?:on|has|have|under|from) )\Z",
    re.IGNORECASE,
)


def _span(start: int, end: int, text: str, score: float) -> Span:
    norm = " ".join(text[start:end].split()).lower()
    return Span(start, end, Element.INSURER, Part.FULL, score, "insurer", norm)


def _match(
    shape: re.Pattern[str], text: str, low: int, high: int, end: int, back: int, on: int
) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - back), min(high, end + on)):
        if found.start() < end <= found.end():
            return found
    return None


def _blue(text: str, low: int, high: int, end: int) -> Span | None:
    found = _match(_BLUE, text, low, high, end, 44, 30) or _match(_BLUE_LETTERS, text, low, high, end, 8, 3)
    if found is None or not stands_free(text, low, high, found.start(), found.end()):
        return None
    return _span(found.start(), found.end(), text, 0.9)


def _plan(text: str, low: int, high: int, end: int) -> Span | None:
    found = _match(_PLANS, text, low, high, end, 70, 2)
    if found is None or _NOT_PLANS.match(found[0]):
        return None
    return _span(found.start(), found.end(), text, 0.8)


def _of_kind(text: str, low: int, high: int, end: int) -> Span | None:
    """Read a plan by its kind beside its number or a word of insurance: ``ins is Show-Me Advantage HMO H014638501``."""
    found = _match(_OF_KIND, text, low, high, end, 60, 2)
    if found is None or _NOT_PLANS.match(found[0]):
        return None
    is_told = _TIGHT.search(after(text, found.end(), high, 30)) or _INS_BEFORE.search(
        before(text, low, found.start(), 24)
    )
    return _span(found.start(), found.end(), text, 0.8) if is_told else None


_INS_BEFORE = compiled(
    r"\b(?:ins(?:urance)?|payer|payor|plan|primary|secondary|carrier|coverage)\b(?: is)?[ .:]{1,3}\Z", re.IGNORECASE
)


def _weak(text: str, low: int, high: int, end: int) -> Span | None:
    found = _match(_WEAK, text, low, high, end, 20, 8)
    if found is None or not stands_free(text, low, high, found.start(), found.end()):
        return None
    behind, ahead = after(text, found.end(), high, 30), before(text, low, found.start(), 24)
    if not (_TIGHT.search(behind) or (_TIGHT_BEFORE.search(ahead) and _ABOUT.search(behind))):
        return None
    return _span(found.start(), found.end(), text, 0.7)


RULES = (
    *term_rules(terms("insurer"), TermList(Element.INSURER, 0.85, "insurer")),
    Rule(r"\b(?:BCBS(?:[A-Z]{2})?|BC/BS|Blue ?[Cc]ross|BLUE CROSS|Blue ?[Ss]hield)", _blue, ignore_case=False),
    Rule(
        r"[a-z.] (?:Health ?Plans?|HealthPlan|Advantage Plan|Dual Complete|Better Health|Health Insurance)\b",
        _plan,
        ignore_case=False,
    ),
    Rule(rf"[\w'&-] {_KIND}\b", _of_kind, ignore_case=False),
    Rule(_WEAK.pattern, _weak, ignore_case=False),
)
