"""Money and access: cards, bank routing and account numbers, expiry dates, security codes, passwords, user names.

Source: ISO/IEC 7812-1 (card numbers: issuer ranges, Luhn), ISO/IEC 7813 (expiry MM/YY); ABA routing number policy;
ISO 13616 (IBAN); state breach statutes' "in combination with any required security code, access code, or password".
"""

from __future__ import annotations

import re

from tocsin.detection.checks import card_brand, iban_ok, luhn_ok, routing_ok
from tocsin.detection.context import before, said_before
from tocsin.detection.keyed import Key, Reading, digits_of, id_judge
from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_CARD_WORDS = compiled(r"card|visa|master|amex|american express|discover|credit|debit|\bcc\b|pay", re.IGNORECASE)
_CARD_BACK = compiled(r"(?<![\dA-Za-z.])(?:\d[ -]?){12,18}\d\Z")
_TO_EXPIRY = compiled(r"[ \t]*(?:date|on|dt)?[ \t]*[:=|.#]{0,2}[ \t]*")
_EXPIRY_VALUE = compiled(r"(?:0?[1-9]|1[0-2]) ?[/-] ?(?:20)?\d{2}(?![\d/-])")
_SECRET_VALUE = compiled(r"[^\s,;<>|\"']{4,64}")
_SECRET_STOP = compiled(
    r"(?:protected|required|reset|changed?|expires?|expired|policy|manager|field|incorrect|invalid|must|will|should|"
    r"none|null|true|false|string|here|below|above|your|yours|please|click|https?:.*|www\..*|\[.*|\{.*|\$.*|<.*|\*+|"
    r"[.\-_=#xX]+|and|the|that|this|with|from|same|sent|case|enter|empty|forgotten|optional|prompt|used|needed|only)"
    r"[.!?:]*",
    re.IGNORECASE,
)
_IBAN_VALUE = compiled(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_USER_VALUE = compiled(r"[A-Za-z0-9][A-Za-z0-9._@\\-]{2,40}")


def judge_routing(value: str) -> Reading | None:
    """Return the reading of nine digits behind words that name a bank routing number."""
    digits = digits_of(value)
    return Reading(digits, 0.98) if routing_ok(digits) else None


def judge_bank(value: str) -> Reading | None:
    """Return the reading of what stands under a label of banks' numbers; one that fails its check is a slip."""
    digits = digits_of(value).zfill(9) if digits_of(value) else ""
    reading = judge_routing(digits) if digits else None
    if reading is None and len(digits) == 9 == len(value.strip()) and digits[:2] in _DISTRICTS:
        return Reading(digits, 0.6)
    return reading


_DISTRICTS = frozenset([f"{n:02d}" for n in (*range(1, 13), *range(21, 33), *range(61, 73), 80)])
"""What routing numbers begin with. Source: ABA, Routing Number Policy (districts, thrifts, electronic)."""


def judge_account(value: str) -> Reading | None:
    """Return the reading of an account number behind words that name one."""
    if iban_ok(value):
        return Reading(value.replace(" ", "").upper(), 0.98)
    digits = digits_of(value)
    if 13 <= len(digits) <= 19 and luhn_ok(digits) and card_brand(digits):
        return Reading(digits, 0.95, Element.CARD_NUMBER)
    return id_judge(0.92, 4, 34)(value)


def judge_acc(value: str) -> Reading | None:
    """Return the reading of a number behind ``acc``, which is an account's or an accession's."""
    return Reading(value, 0.85, Element.OTHER_ID) if _ACCESSION.fullmatch(value) else judge_account(value)


_ACCESSION = compiled(r"[A-Z]{1,2}[SCFNM]?\d{2}-\d{3,7}")
"""How pathologists number what they get: a letter or two, the year, a counter (``S26-11873``, ``C26-8001``)."""


def judge_secret(value: str) -> Reading | None:
    """Return the reading of a word behind "password": one that is no ordinary word of a sentence."""
    plain = value.rstrip(".,;:!?)]")
    if len(plain) < 4 or _SECRET_STOP.fullmatch(plain):
        return None
    mixed = any(c.isdigit() for c in plain) or any(not c.isalnum() for c in plain) or _changes_case(plain)
    return Reading(plain, 0.92 if mixed else 0.52)


_FILE_NAME = compiled(r"\.(?:html?|php|aspx?|jsp|pdf|docx?|xlsx?|txt|csv|exe|json|xml|log|js)\Z", re.IGNORECASE)


def judge_user(value: str) -> Reading | None:
    """Return the reading of a word behind "user name"."""
    plain = value.rstrip(".-")
    if len(plain) < 3 or _SECRET_STOP.fullmatch(plain) or _FILE_NAME.search(plain):
        return None
    return Reading(plain, 0.9 if re.search(r"[\d._@\\]", plain) else 0.55)


def _changes_case(word: str) -> bool:
    return not (word.islower() or word.isupper() or word.istitle())


def _card(text: str, low: int, high: int, end: int) -> Span | None:
    if text[end : end + 1].isalnum() or (text[end : end + 2].strip("-. ").isdigit() and text[end : end + 1] in "-."):
        return None
    window_low = max(low, end - 40)
    shape = _CARD_BACK.search(text[window_low:end])
    if shape is None:
        return None
    start = window_low + shape.start()
    digits = digits_of(shape[0])
    brand = card_brand(digits)
    if not brand or len(set(digits)) < 2:
        return None
    if not luhn_ok(digits):
        is_called = _is_called_so(text, low, start, shape[0], brand)
        return Span(start, end, Element.CARD_NUMBER, Part.FULL, 0.8, "card", digits) if is_called else None
    named = said_before(_CARD_WORDS, text, low, start, 80) or _CARD_WORDS.search(text, end, min(high, end + 40))
    score = 0.99 if named else 0.85
    if not named and (brand == "maestro" or (shape[0].isdigit() and len(digits) != 16)):
        score = 0.45
    return Span(start, end, Element.CARD_NUMBER, Part.FULL, score, "card", digits)


_CALLED_CARD = compiled(
    r"(?i)\b(?:(?P<visa>visa)|(?P<mastercard>m/?c|master ?card)|(?P<amex>amex|am ex|american express)"
    r"|(?P<discover>disc(?:over)?)|(?P<any>hsa|fsa|debit|credit))(?: ?(?:card|cd|acct))?"
    r"(?: ?(?:no|num|number|#|on file)\b\.?)?[ :#-]{1,3}\Z"
)
_GROUPED = compiled(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5}")


def _is_called_so(text: str, low: int, start: int, written: str, brand: str) -> bool:
    """Tell whether a number that fails its check is called a card's right before it: it may be misread or mistyped."""
    called = _CALLED_CARD.search(text, max(low, start - 40), start)
    if called is None:
        return False
    if called.lastgroup == "any":
        return _GROUPED.fullmatch(written) is not None and brand != "maestro"
    return called.lastgroup == brand


def _iban(text: str, low: int, high: int, end: int) -> Span | None:
    start = end - (9 if text[end - 5] == " " else 8)
    value = _IBAN_VALUE.match(text, start, min(high, end + 40))
    if start < low or (start > low and text[start - 1].isalnum()) or value is None or not iban_ok(value[0]):
        return None
    return Span(start, value.end(), Element.ACCOUNT_NUMBER, Part.FULL, 0.95, "iban", value[0].replace(" ", ""))


def _expiry(text: str, low: int, high: int, end: int) -> Span | None:
    value = _TO_EXPIRY.match(text, end, min(high, end + 20))
    found = _EXPIRY_VALUE.match(text, value.end(), high) if value else None
    if found is None or not _CARD_WORDS.search(text, max(low, end - 120), min(high, found.end() + 40)):
        return None
    return Span(found.start(), found.end(), Element.CARD_EXPIRY, Part.FULL, 0.9, "expiry", found[0].replace(" ", ""))


def _routing_near(text: str, low: int, _high: int, end: int) -> Span | None:
    """Judge nine digits right before an account number, as a bank's form has them."""
    start = end - 9
    if start < low or not routing_ok(text[start:end]) or "routing" not in before(text, low, start, 60).lower():
        return None
    return Span(start, end, Element.ROUTING_NUMBER, Part.FULL, 0.95, "routing", text[start:end])


_ACCOUNT_VALUE = compiled(
    r"[A-Za-z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?(?![A-Za-z0-9])"
    r"|\d{3,6}(?:[- ]\d{3,6}){1,4}(?![A-Za-z0-9])"
    r"|[A-Za-z0-9](?:[A-Za-z0-9]|[-/._](?=[A-Za-z0-9])){3,33}(?![A-Za-z0-9@])"
)
_SECRET = Element.PIN_OR_PASSWORD

KEYS = (
    Key(
        r"\b(?:routing|aba|rtn|transit)\b",
        Element.ROUTING_NUMBER,
        "routing",
        judge_routing,
        compiled(r"\d{4}-?\d{4}-?\d(?!\d)|\d{9}(?!\d)"),
    ),
    Key(
        r"\b(?:(?:bank|checking|savings|billing|patient|guarantor|loan|financial|deposit|hospital)["
        r" _-]{0,2})?(?:account|acct|acnt|a/c)s?\b\.?|\bguar(?:antor)?[ ]?(?:#|no\b|number\b|id\b)",
        Element.ACCOUNT_NUMBER,
        "account",
        judge_account,
        _ACCOUNT_VALUE,
    ),
    Key(r"\baccs?\b\.?", Element.ACCOUNT_NUMBER, "account", judge_acc, _ACCOUNT_VALUE),
    Key(r"\biban\b", Element.ACCOUNT_NUMBER, "account", judge_account, _ACCOUNT_VALUE),
    Key(
        r"\b(?:cvv2?|cvc2?|security code|card verification)\b",
        _SECRET,
        "cvv",
        id_judge(0.93, 3, 4),
        compiled(r"\d{3,4}(?!\d)"),
    ),
    Key(r"\bpin\b", _SECRET, "pin", id_judge(0.85, 4, 8), compiled(r"\d{4,8}(?![\d-])")),
    Key(
        r"\b(?:passwords?|passwd|passcode|passphrase|pwd|pw|access code)\b",
        _SECRET,
        "password",
        judge_secret,
        _SECRET_VALUE,
    ),
    Key(
        r"\b(?:user[ _-]?names?|user[ _-]?id|login(?: id| name)?|logon|screen name|portal id)\b",
        Element.USERNAME,
        "username",
        judge_user,
        _USER_VALUE,
        needs_sign=True,
    ),
    Key(
        r"\b(?:login|user ?name|logs? ?in as|username is)\b",
        Element.USERNAME,
        "username",
        judge_user,
        compiled(r"(?=[A-Za-z0-9._-]*[\d_.@])[A-Za-z][A-Za-z0-9._@-]{4,40}(?![\w/])"),
    ),
)

_BANKED = compiled(r"(?P<routing>\d{9})(?:[/|]|[ ]?[,;:\t][ ]?|[ ])(?P<account>\d{6,17})(?![\w/-])")
_OF_BANKS = compiled(
    r"\b(?:bank|banking|credit union|c\.?u\.?|fcu|ach|eft|direct dep\w*|dir dep|dd|rout\w*|aba|rtn|deposit|autopay"
    r"|draft|debit|chk|sav|checking|savings)\b",
    re.IGNORECASE,
)


def _banked(part: str, element: Element) -> Verifier:
    """Return what takes one half of ``routing/account``, if the first half is a bank's number."""

    def take(text: str, low: int, high: int, end: int) -> Span | None:
        start = end - 10
        found = _BANKED.match(text, start, min(high, end + 20)) if start >= low else None
        if found is None or not routing_ok(found["routing"]) or (start > low and text[start - 1].isalnum()):
            return None
        if text[end - 1] not in "/|" and not _OF_BANKS.search(text, max(low, start - 60), min(high, found.end() + 20)):
            return None
        return Span(*found.span(part), element, Part.FULL, 0.9, "banked", found[part])

    return take


RULES = (
    Rule(r"\b\d{9}[/|,;:\t ]", _banked("routing", Element.ROUTING_NUMBER)),
    Rule(r"\b\d{9}[/|,;:\t ]", _banked("account", Element.ACCOUNT_NUMBER)),
    Rule(r"\b[2-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}\b", _card),
    Rule(r"\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b", _card),
    Rule(r"\b3[0689]\d{2}[ -]?\d{6}[ -]?\d{4}\b", _card),
    Rule(r"\b[A-Z]{2}\d{2} ?[A-Z0-9]{4}", _iban, ignore_case=False),
    Rule(r"\b(?:exp|expiry|expires?|expiration|valid thru|good thru)\b", _expiry),
    Rule(r"\b\d{9}\b", _routing_near),
    *(key.rule() for key in KEYS),
)
