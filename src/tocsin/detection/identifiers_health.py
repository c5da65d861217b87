"""Numbers of health care: record, member, claim, prescriber, device.

Source: 45 CFR 164.514(b)(2)(i)(H)-(M) (record, beneficiary, account, certificate, device numbers); CMS, MBI format
(11 characters by position); 45 CFR 162.406 (NPI); 21 CFR 1301 (DEA registration); 21 CFR 801.20 and GS1 General
Specifications (UDI: (01) and 14 digits); ISO 3779 / 49 CFR 565 (VIN).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.detection.checks import dea_ok, luhn_ok, mbi_ok, npi_ok, vin_ok
from tocsin.detection.context import before
from tocsin.detection.keyed import Key, Reading, digits_of, id_judge
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.model.regions import STATE_CODES
from tocsin.patterns import compiled

_MBI_VALUE = compiled(r"[1-9][A-Za-z][A-Za-z0-9]\d[- ]?[A-Za-z][A-Za-z0-9]\d[- ]?[A-Za-z]{2}\d\d(?![A-Za-z0-9])")
_MEMBER_VALUE = compiled(
    r"[1-9][A-Z][A-Z0-9]\d[- ][A-Z][A-Z0-9]\d[- ][A-Z]{2}\d\d(?![A-Za-z0-9])"
    r"|[A-Za-z]{1,4}[ ]\d{6,12}(?:-\d{1,3})?(?![A-Za-z0-9])"
    r"|\d{3}-\d{2}-\d{4}-?[A-Za-z]\d?(?![A-Za-z0-9])"
    r"|[A-Z]{0,4}\d{3,5}(?:[ ]\d{3,6}){1,3}(?![\w/-])"
    r"|[A-Za-z0-9](?:[A-Za-z0-9]|[-/._](?=[A-Za-z0-9])){3,24}(?: ?[- ]\d{2}(?!\d))?(?![A-Za-z0-9@])"
)
_MBI_NAMED = compiled(r"\bmbi\b|medicare|beneficiary|member|hic", re.IGNORECASE)
_PRESCRIBER = compiled(
    r"\bdea\b|prescri|\bnpi\b|\b(?:m\.?d|d\.?o|n\.?p|p\.?a)\b|\bdr\b|provider|physician", re.IGNORECASE
)
"""One registration number in ten random ones passes the checksum, so the shape alone says little."""
_DEVICE_VALUE = compiled(
    r"\(01\)\d{14}(?:\(\d{2}\)[A-Za-z0-9]{1,20}){0,4}|[A-Za-z0-9][A-Za-z0-9-]{4,24}(?![A-Za-z0-9])"
)
_PLATE_VALUE = compiled(r"[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,5}(?![A-Za-z0-9])")
_STATE_PLATE = compiled(
    rf"(?:{'|'.join(sorted(STATE_CODES))})[ -]"
    r"(?=[A-Z0-9 -]*\d)[A-Z0-9]{2,4}[- ]?[A-Z0-9]{2,4}(?![A-Za-z0-9])"
)
_VIN_VALUE = compiled(r"[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?![A-Za-z0-9])")
_STRICT = r"[ _]{0,2}(?:id\b|identifiers?|numbers?|num\b\.?|nbr\b\.?|nos?\b\.?|code|[:#=|])"


def judge_member(value: str) -> Reading | None:
    """Return the reading of a member number behind words that name one."""
    if mbi_ok(value.replace(" ", "")):
        return Reading(re.sub(r"[- ]", "", value).upper(), 0.98)
    if re.fullmatch(r"(?:19|20)\d\d", value):  # ``Medicare 2024`` is of a year
        return None
    return id_judge(0.93, 4, 26)(value)


def judge_claim(value: str) -> Reading | None:
    """Return the reading of a number right behind the word claim: ``KMC-2505-00287``, ``STD-88120``."""
    return id_judge(0.88, 5 if value[0].isalpha() else 7, 20)(value)


def judge_insured(value: str) -> Reading | None:
    """Return the reading of a long number right behind an insurer's name; ten bare digits may be a telephone's."""
    reading = judge_member(value)
    return None if reading is None else Reading(reading.norm, 0.7 if len(value) == 10 and value.isdigit() else 0.85)


def judge_npi(value: str) -> Reading | None:
    """Return the reading of ten digits behind the word NPI."""
    digits = digits_of(value)
    if len(digits) != 10:
        return None
    return Reading(digits, 0.98 if npi_ok(digits) else 0.6)


def judge_dea(value: str) -> Reading | None:
    """Return the reading of a registration number behind the word DEA."""
    plain = value.upper().replace("-", "")
    return Reading(plain, 0.98 if dea_ok(plain) else 0.65) if re.fullmatch(r"[A-Z][A-Z9]\d{7}", plain) else None


def judge_vin(value: str) -> Reading | None:
    """Return the reading of 17 characters behind words that name a vehicle."""
    return Reading(value.upper(), 0.97 if vin_ok(value) else 0.7) if sum(c.isdigit() for c in value) >= 4 else None


def judge_plate(value: str) -> Reading | None:
    """Return the reading of a licence plate behind words that name one."""
    plain = re.sub(r"[- ]", "", value)
    return Reading(plain, 0.85) if any(c.isdigit() for c in plain) and 4 <= len(plain) <= 9 else None


def _mbi_shaped(text: str, low: int, _high: int, end: int) -> Span | None:
    for width in (11, 13):
        start = end - width
        if start >= low and _MBI_VALUE.fullmatch(text, start, end) and mbi_ok(text[start:end].replace(" ", "")):
            if start > low and (text[start - 1].isalnum() or text[start - 1] in "-/_."):
                return None
            named = _MBI_NAMED.search(before(text, low, start, 80)) is not None
            norm = re.sub(r"[- ]", "", text[start:end]).upper()
            return Span(start, end, Element.MEMBER_ID, Part.FULL, 0.97 if named else 0.8, "mbi", norm)
    return None


def _vin_shaped(text: str, low: int, _high: int, end: int) -> Span | None:
    value = text[end - 17 : end]
    if end - 17 < low or not vin_ok(value) or value.isdigit() or sum(c.isdigit() for c in value) < 5:
        return None
    return Span(end - 17, end, Element.VEHICLE_ID, Part.FULL, 0.75, "vin", value.upper())


def _dea_shaped(text: str, low: int, _high: int, end: int) -> Span | None:
    value = text[end - 9 : end]
    if end - 9 < low or not dea_ok(value) or value[0] not in "ABCDEFGHJKLMPRSTUX":
        return None
    named = _PRESCRIBER.search(before(text, low, end - 9, 80)) is not None
    return Span(end - 9, end, Element.DEA_NUMBER, Part.FULL, 0.7 if named else 0.4, "dea", value.upper())


def _udi(text: str, low: int, high: int, end: int) -> Span | None:
    start = end - 18
    value = _DEVICE_VALUE.match(text, max(low, start), high)
    if start < low or value is None or not luhn_like_gtin(text[start + 4 : start + 18]):
        return None
    return Span(start, value.end(), Element.DEVICE_ID, Part.FULL, 0.95, "udi", value[0].upper())


def luhn_like_gtin(digits: str) -> bool:
    """Tell whether 14 digits are a GTIN-14 with its check digit (weights 3 and 1)."""
    return sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(digits)) % 10 == 0


def judge_imei(value: str) -> Reading | None:
    """Return the reading of 15 digits behind the word IMEI."""
    digits = digits_of(value)
    return Reading(digits, 0.95 if luhn_ok(digits) else 0.7) if len(digits) in {14, 15, 16} else None


_LONG_NUMBER = compiled(r"[A-Z]{0,4}-?\d{7,18}(?![\w@]|[.,/-]\d)")
"""A number long enough to be an identifier behind a word that need not announce one (claim, policy)."""

_CLAIM_VALUE = compiled(
    r"[A-Z]{1,5}\d{0,4}(?:-\d{2,10}){1,3}(?![\w@]|[.,/-]\d)|"
    rf"{_LONG_NUMBER.pattern}|\d{{4,9}}[A-Z]{{1,3}}\d{{4,9}}(?![\w@])|\d{{2,6}}(?:-\d{{1,8}}){{1,3}}(?![\w@]|[.,/-]\d)"
)
_MEDICARE_OR_PLAN = compiled(r"(?:[A-Z]{1,4}\d{8,12}|[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2})(?![\w-])")
"""A number behind the ``MID`` of remittances, which is a word of its own elsewhere."""
_INSURED_LEAD = compiled(
    r"(?:[ ,]{0,2}(?:only|primary|prim|secondary|sec|ppo|hmo|epo|pos|plan|advantage|health|is|the|new|old|member|mbr"
    r"|policy|id|no|#)){0,4}[ ,:#]{0,3}",
    re.IGNORECASE,
)
_INSURED_VALUE = compiled(r"(?!8(?:00|33|44|55|66|77|88)\d{7}\b)[A-Z]{0,4}\d{8,12}(?:-\d{2})?(?![\w@]|[.,/-]\d)")
"""No toll-free telephone number: those stand behind insurers' names too."""

_CHART_VALUE = compiled(r"[A-Z]{0,3}-?\d{5,8}(?![\w@]|[.,/-]\d)")
"""A number of a record behind words that are of other things too (``our # 558193``, ``MR 726708``)."""
_MRN = Element.MRN
_MEMBER = Element.MEMBER_ID
_CLAIM = Element.CLAIM_NUMBER

KEYS = (
    Key(r"\bm\.?r\.?n\.?s?\b#?", _MRN, "mrn", id_judge(0.97, 4, 20)),
    Key(
        r"\b(?:med(?:ical)?|health|clinical|patient)\.?[ _-]{0,2}(?:rec(?:ord|ords)?|chart)\b\.?",
        _MRN,
        "mrn",
        id_judge(0.96, 4, 20),
    ),
    Key(
        r"\b(?:patient|pt)\.?'?s?[ _-]{0,2}(?:id|identifier|identification|number|no|#)",
        _MRN,
        "mrn",
        id_judge(0.9, 4, 20),
    ),
    Key(r"\b(?:chart|hosp(?:ital)?|mr|emr|epi|emrn|mpi|empi)" + _STRICT, _MRN, "mrn", id_judge(0.88, 4, 20)),
    Key(
        r"\b(?:our|her|his|their|whose)[ ](?:chart|#|no\.|id\b)(?:[ ](?:is|was|no|number|#))?",
        _MRN,
        "mrn",
        id_judge(0.9, 5, 10),
        _CHART_VALUE,
    ),
    Key(r"\b(?:mr|charts?)\b", _MRN, "mrn", id_judge(0.9, 5, 10), _CHART_VALUE),
    Key(r"\brecord[ _](?:number|no|identifier|id)\b", _MRN, "mrn", id_judge(0.72, 6, 20)),
    Key(
        r"\b(?:member|mbr|mem|subscriber|subscr|subs|sub|insured'?s?|beneficiary|enrollee|policy ?holder|cardholder)["
        r" _-]{0,2}(?:id|identifier|identification|number|num|no|nbr|#)",
        _MEMBER,
        "member",
        judge_member,
        _MEMBER_VALUE,
    ),
    Key(
        r"\b(?:insurance|ins|payer|plan|health plan|coverage)[ _.-]{0,2}(?:member |policy |card"
        r" )?(?:id|identifier|identification|number|no|#)",
        _MEMBER,
        "member",
        judge_member,
        _MEMBER_VALUE,
    ),
    Key(r"\bpolicy[ _-]{0,2}(?:id|number|num|no|nbr|#)", _MEMBER, "member", judge_member, _MEMBER_VALUE),
    Key(
        r"\b(?:medicare|medicaid|medi-cal|mbi|hicn?|cin|recipient|masshealth|ahcccs|tenncare|soonercare)\b",
        _MEMBER,
        "member",
        judge_member,
        _MEMBER_VALUE,
    ),
    Key(
        r"\b(?:aetna|cigna|humana|united ?healthcare|uhc|anthem|bcbs[a-z]{0,2}|blue cross(?: blue"
        r" shield)?|kaiser|tricare|molina|centene|ambetter)\b",
        _MEMBER,
        "member",
        judge_member,
        _MEMBER_VALUE,
        needs_sign=True,
    ),
    Key(
        r"\b(?:aetna|cigna|humana|united ?healthcare|uhc|anthem|bcbs[a-z]{0,2}|blue cross(?: blue shield)?|kaiser"
        r"|tricare|molina|centene|ambetter|amerigroup|wellcare|oscar|medicaid|medicare|tenncare|healthfirst|superior|optima)\b",
        _MEMBER,
        "insured-number",
        judge_insured,
        _INSURED_VALUE,
        lead=_INSURED_LEAD,
    ),
    Key(r"\bmember\b", _MEMBER, "member", judge_member, compiled(r"[A-Z]{1,4}-?\d{6,12}(?:-\d{2})?(?![\w-])")),
    Key(r"\b(?:claims?|clm|icn|dcn|tcn|eob)" + _STRICT, _CLAIM, "claim", id_judge(0.92, 5, 26)),
    Key(r"\b(?:claim|clm)\b", _CLAIM, "claim", judge_claim, _CLAIM_VALUE),
    Key(r"\b(?:icn|dcn|tcn)\b", _CLAIM, "claim", id_judge(0.88, 7, 24), _CLAIM_VALUE),
    Key(r"\bmid\b", _MEMBER, "member", judge_member, _MEDICARE_OR_PLAN),
    Key(r"\bpol(?:icy|[.:#])?\b", _MEMBER, "member", judge_member, _LONG_NUMBER),
    Key(
        r"\b(?:prior[ -]?)?auth(?:orization|orisation)?\b\.?",
        _CLAIM,
        "authorization",
        id_judge(0.88, 5, 20),
        needs_sign=True,
    ),
    Key(
        r"\b(?:pre-?cert(?:ification)?|pre-?auth(?:orization)?|referral|workers'? comp(?:ensation)?)" + _STRICT,
        _CLAIM,
        "authorization",
        id_judge(0.86, 5, 20),
    ),
    Key(r"\b(?:prescription|rx|script)" + _STRICT, _CLAIM, "prescription", id_judge(0.88, 5, 16)),
    Key(r"\bnpi\b", Element.NPI, "npi", judge_npi, compiled(r"\d{10}(?!\d)")),
    Key(r"\bnational provider identifier\b", Element.NPI, "npi", judge_npi, compiled(r"\d{10}(?!\d)")),
    Key(r"\bdea\b", Element.DEA_NUMBER, "dea", judge_dea, compiled(r"[A-Za-z][A-Za-z9]-?\d{7}(?!\d)")),
    Key(
        r"\b(?:encounter|visit|accession|csn|specimen|requisition)" + _STRICT,
        Element.OTHER_ID,
        "encounter",
        id_judge(0.85, 5, 20),
    ),
    Key(
        r"\b(?:case|employee|emp|badge|group|grp|certificate|cert|participant)[ _-]{0,2}(?:id|identifier|number|no)\b",
        Element.OTHER_ID,
        "other-id",
        id_judge(0.68, 5, 18),
    ),
    Key(r"\b(?:vin|vehicle identification(?: number)?|vehicle id)\b", Element.VEHICLE_ID, "vin", judge_vin, _VIN_VALUE),
    Key(
        r"\b(?:licen[sc]e|number|vehicle|car|tag)[ -]plates?\b|\blicen[sc]e tag\b|\bplate (?:no|number|#)",
        Element.VEHICLE_ID,
        "plate",
        judge_plate,
        _PLATE_VALUE,
        lead=compiled(r"(?:[A-Z]{2}[ -])(?=[A-Z0-9]{2,4}[- ]?[A-Z0-9]{2,4}\b)"),
    ),
    Key(
        r"\b(?:plates?|tags?)\b",
        Element.VEHICLE_ID,
        "plate",
        judge_plate,
        _STATE_PLATE,
    ),
    Key(
        r"\b(?:device|implant|pacemaker|icd|pump|stent|port|prosthesis|valve|catheter|lens)["
        r" a-z-]{0,12}(?:serial|s/n|sn|lot|udi|id)\b",
        Element.DEVICE_ID,
        "device",
        id_judge(0.88, 4, 24),
        _DEVICE_VALUE,
    ),
    Key(
        r"\b(?:device|implant|pacemaker|pacer|pm|icd|crt(?:-[dp])?|ilr|pump|lead|generator|cied)[ ]s/?n\b[ :#]{0,2}",
        Element.DEVICE_ID,
        "device",
        id_judge(0.9, 5, 24),
        _DEVICE_VALUE,
    ),
    Key(
        r"\b(?:implant|expander|prosthes[ie]s|pump|valve|stent|stimulator|lens|mesh|graft|AMS|port|pacer)\b[^\n]{0,40}\bs/?n\b"
        r"(?: ?[rl]\b)?[ :#]{0,2}",
        Element.DEVICE_ID,
        "device",
        id_judge(0.85, 5, 24),
        _DEVICE_VALUE,
    ),
    Key(r"\b(?:serial|s/n)" + _STRICT, Element.DEVICE_ID, "device", id_judge(0.6, 5, 24), _DEVICE_VALUE),
    Key(r"\budi\b", Element.DEVICE_ID, "device", id_judge(0.93, 6, 60), _DEVICE_VALUE),
    Key(r"\bimei\b", Element.DEVICE_ID, "imei", judge_imei, compiled(r"\d{2}-?\d{6}-?\d{6}-?\d{1,2}(?!\d)")),
)

_INSURED_BEFORE = compiled(
    r"\bmember\b|\binsur|\bsubscriber\b|\bpolicy ?holder\b|\bsbr\b|\bsub:|\bdep:|\belig|\btermed\b|ambetter|amerigroup|"
    r"molina|wellcare|centene|oscar|blue (?:cross|shield)|\bbcbs|medica(?:re|id)|aetna|cigna|humana|\buhc\b|"
    r"united ?health|"
    r"anthem|kaiser|tricare|health ?plan|\bhmo\b|\bppo\b|\bpolicy\b|\bgrp\b|\bgroup\b",
    re.IGNORECASE,
)
_BARE_ID = compiled(
    r"(?:[1-9][A-Z][A-Z0-9]\d[A-Z][A-Z0-9]\d[A-Z]{2}\d\d|[A-Z]{2,4}\d{2,5}[A-Z]\d{3,8}|[A-Z]{1,4}\d{7,12}[A-Z]?\d{0,2}|\d{9,12}[A-Z]?)(?![\w-])"
)


def _bare_id(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge a long number behind a lone ``ID`` where an insurer or a policy was named shortly before."""
    value = _BARE_ID.match(text, end, min(high, end + 24))
    if value is None or _INSURED_BEFORE.search(text, max(low, end - _INSURED_REACH), end) is None:
        return None
    return Span(*value.span(), Element.MEMBER_ID, Part.FULL, 0.8, "insured-id", value[0])


_INSURED_REACH = 160
_OF_ACCOUNT = compiled(
    r"\b(?:acct|account|a/c|invoice|claim|statement|policy|guarantor|ctrl|control)\b[^\n]{0,16}\Z|\bon \Z",
    re.IGNORECASE,
)
_LONGEST_PREFIXED = 24


def prefix_rules(prefixes: Sequence[str]) -> list[Rule]:
    """Return rules for record numbers that begin as the practices' own do, by what the incident file says."""
    return [_prefix_rule(prefix) for prefix in _told(prefixes)]


def record_shape(prefixes: Sequence[str]) -> re.Pattern[str] | None:
    """Return the form of the practices' own record numbers, None if no prefix is told."""
    told = [_of_prefix(prefix) for prefix in _told(prefixes)]
    return compiled("|".join(told)) if told else None


def _told(prefixes: Sequence[str]) -> list[str]:
    return sorted({p.strip() for p in prefixes if len(p.strip()) > 1})


def _of_prefix(prefix: str) -> str:
    return rf"{re.escape(prefix)}[- ]?(?=(?:-?\d){{4}})\d{{1,10}}(?:-\d{{2,8}}){{0,2}}"


def _prefix_rule(prefix: str) -> Rule:
    value = compiled(rf"(?<![A-Za-z0-9-]){_of_prefix(prefix)}(?![A-Za-z0-9])")

    def take(text: str, low: int, high: int, end: int) -> Span | None:
        for found in value.finditer(text, max(low, end - _LONGEST_PREFIXED), min(high, end + _LONGEST_PREFIXED)):
            if found.start() < end <= found.end() and not _OF_ACCOUNT.search(before(text, low, found.start(), 24)):
                return Span(*found.span(), Element.MRN, Part.FULL, 0.9, "record-prefix", found[0].upper())
        return None

    return Rule(rf"{re.escape(prefix)}[- ]?\d", take, ignore_case=False)


_PREFIXED = r"\b(?:MRN|MR|PT)-\d{5,10}\b"


def _prefixed(text: str, low: int, _high: int, end: int) -> Span | None:
    start = text.rfind("-", max(low, end - 12), end)
    while start > low and text[start - 1].isalpha():
        start -= 1
    if start > low and (text[start - 1].isalnum() or text[start - 1] in "-/_."):
        return None
    score = 0.9 if text[start : start + 3].upper() == "MRN" else 0.55
    return Span(start, end, Element.MRN, Part.FULL, score, "mrn", text[start:end].upper())


RULES = (
    Rule(_PREFIXED, _prefixed, ignore_case=False),
    Rule(r"\bid#? ", _bare_id),
    Rule(r"\b[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d\d\b", _mbi_shaped),
    Rule(r"\b[1-9][A-Z][A-Z0-9]\d [A-Z][A-Z0-9]\d [A-Z]{2}\d\d\b", _mbi_shaped, ignore_case=False),
    Rule(r"\b[A-HJ-NPR-Z0-9]{11}\d{6}\b", _vin_shaped, ignore_case=False),
    Rule(r"\b[A-Z][A-Z9]\d{7}\b", _dea_shaped, ignore_case=False),
    Rule(r"\(01\)\d{14}", _udi),
    *(key.rule() for key in KEYS),
)
