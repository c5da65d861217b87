"""Ways to reach a person: telephone numbers, e-mail addresses, web addresses, network addresses.

Source: North American Numbering Plan (NANPA: NXX-NXX-XXXX, N from 2 to 9); ITU-T E.164 (international, at most 15
digits); RFC 5321 and 5322 (addr-spec; local part at most 64); RFC 3986 (URI); RFC 791 and 4291 (IPv4, IPv6).
"""

from __future__ import annotations

import ipaddress
import re

from tocsin.detection.context import before
from tocsin.detection.keyed import Key, Reading, digits_of
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+'_&~-"
_DOMAIN = compiled(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])")
_URL = compiled(r"[^\s<>\"'`{}|\\^\[\]]{1,2000}")
_URL_HEAD = compiled(r"(?:https?|ftp)://\Z", re.IGNORECASE)
_PHONE_BACK = compiled(
    r"(?<![\dA-Za-z#_/])(?<!\d[.-])"
    r"(?:(?:\+|00)?1[-. ]{0,2})?(?:\([2-9]\d{2}\)[-. ]{0,2}|[2-9]\d{2}(?:[-./]| - | ))[0-9]\d{2}[-. ]{1,3}\d{4}\Z"
)
_PREFIXED_BACK = compiled(r"(?<![\dA-Za-z.])(?:\+|00)1[-. ]{0,2}\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]{1,3}\d{4}\Z")
_EXTENSION = compiled(r"[ ,]{0,2}(?:x|ext\.?|extension|#)[ :.]{0,2}\d{1,6}(?!\d)", re.IGNORECASE)
_PHONE_WORDS = compiled(
    r"phone|\bph\b|\btel|cell|mobile|call|fax|contact|home|work|text|dial|\b[hcmwptf][:.]|reach|number", re.IGNORECASE
)
NOT_PHONE = compiled(
    r"(?:isbn|issn|doi|invoice|order|part|serial|item|version|po|case|account|acct|claim|policy"
    r"|npi|mrn)[ .#:a-z]{0,8}$",
    re.IGNORECASE,
)
"""Words that say that a number behind them is no telephone's."""
_INTERNATIONAL = compiled(
    r"\+(?!1\D?\d{3})[1-9]\d{0,2}(?:[ .-]?\(?0?\)?)(?:(?:[ .-]|[ ]?/[ ]?)?\(?\d{1,5}\)?){2,6}(?!\d)"
)
_VALUE = compiled(
    r"\+?1?[-. ]?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]{0,2}\d{4}(?!\d)|\d{3}[-. ]\d{4}(?!\d|[-.]\d)"
    r"|\(?\+?\d{1,4}\)?(?:[ .-]\d{2,4}){2,4}(?!\d|[-./]\d)"
)
_VERSION = compiled(
    r"(?:version|release|build|\bv|\brev|firmware|section|kernel|java|python|chapter|oid)[ .:]{0,2}$", re.IGNORECASE
)
_ELSEWHERE = compiled(r"\(?0|\(\d{1,2}\)|\d{2}[ .-]")
"""How ten digits begin that are no number of this country: with a trunk zero, with an area code of two digits."""
_V6 = compiled(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")


def phone_norm(value: str) -> str:
    """Return a telephone number as ``+`` and digits where the country is known, else its digits.

    Example:
        >>> phone_norm("(415) 555-0100 ext 7"), phone_norm("+44 20 7946 0958"), phone_norm("555-0100")
        ('+14155550100', '+442079460958', '5550100')
    """
    main = re.split(r"(?:x|ext|#)", value, maxsplit=1, flags=re.IGNORECASE)[0].strip()
    is_abroad = main.startswith(("+", "00"))
    digits = digits_of(main.replace("(0)", "") if is_abroad else main)
    if len(digits) == 10 and not main.startswith("+") and not _ELSEWHERE.match(main):
        return "+1" + digits
    digits = digits.removeprefix("00") if main.startswith("00") else digits
    if (len(digits) == 11 and digits[0] == "1") or is_abroad:
        return "+" + digits
    return digits


def _phone(text: str, low: int, high: int, end: int) -> Span | None:
    window = max(low, end - 24)
    shape = _PHONE_BACK.search(text[window:end]) or _PREFIXED_BACK.search(text[window:end])
    if shape is None or (text[end : end + 1].isalnum() and text[end] not in "xXeE"):
        return None
    if text[end : end + 1] in "-./" and text[end + 1 : end + 2].isdigit():
        return None
    if "." in shape[0] and "-" in shape[0]:
        return None
    start = window + shape.start()
    context = before(text, low, start, 40)
    if context[-1:].isalnum() or (context[-2:-1].isdigit() and context[-1:] in "-."):
        return None
    return phone_span(text, start, end, high, _phone_score(digits_of(shape[0]), context))


def _phone_score(digits: str, context: str) -> float:
    if NOT_PHONE.search(context):
        return 0.3
    exchange_ok = digits[-7] in "23456789"
    if _PHONE_WORDS.search(context):
        return 0.97 if exchange_ok else 0.85
    return 0.92 if exchange_ok else 0.6


def phone_span(text: str, start: int, end: int, high: int, score: float) -> Span:
    extension = _EXTENSION.match(text, end, high)
    if extension:
        end = extension.end()
    return Span(start, end, Element.PHONE, Part.FULL, score, "phone", phone_norm(text[start:end]))


def _international(text: str, low: int, high: int, end: int) -> Span | None:
    start = text.rfind("+", max(low, end - 6), end)
    value = _INTERNATIONAL.match(text, start, min(high, start + 28)) if start >= 0 else None
    if value is None or not 8 <= len(digits_of(value[0])) <= 15:
        return None
    return phone_span(text, start, value.end(), high, 0.88)


_DIGITS_ALONE = compiled(r"(?<![\w.])\+?1?[2-9]\d{2}[2-9]\d{6}\Z")


def _digits_alone(text: str, low: int, high: int, end: int) -> Span | None:
    """Read digits run together as gateways write them: ``+16065550171``, ``to=6065550171``."""
    found = _DIGITS_ALONE.search(text, max(low, end - 14), end)
    if found is None or (end < high and (text[end].isalnum() or text[end : end + 2].startswith("."))):
        return None
    return phone_span(text, found.start(), end, high, 0.85)


def judge_phone(value: str) -> Reading | None:
    """Return the reading of digits behind words that name a telephone."""
    digits = digits_of(value)
    if not 7 <= len(digits) <= 14 or re.fullmatch(r"\d{3}-\d{2}-\d{4}", value) or len(set(digits)) == 1:
        return None
    return Reading(phone_norm(value), 0.94 if len(digits) in {10, 11} else 0.7)


def _email(text: str, low: int, high: int, end: int) -> Span | None:
    at = end - 2
    head = text[max(low, at - 64) : at]
    local = head[len(head.rstrip(_LOCAL)) :].lstrip(".'-&+~")
    domain = _DOMAIN.match(text, at + 1, min(high, at + 255))
    if not local or domain is None or local.endswith("."):
        return None
    start = at - len(local)
    value = text[start : domain.end()]
    return Span(start, domain.end(), Element.EMAIL, Part.FULL, 0.98, "email", value.lower())


def _url(text: str, low: int, high: int, end: int) -> Span | None:
    head = _URL_HEAD.search(text[max(low, end - 8) : end])
    start = end - 5 if head is None else end - len(head[0])
    rest = _URL.match(text, end - 1 if head is None else end, high)
    if rest is None or start < low:
        return None
    stop = _trim(text, start, rest.end())
    return Span(start, stop, Element.URL, Part.FULL, 0.97, "url", text[start:stop]) if stop - start > 9 else None


def _trim(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1] in ".,;:!?'\")]}>*":
        if text[stop - 1] == ")" and text.count("(", start, stop) >= text.count(")", start, stop):
            break
        stop -= 1
    return stop


def _ipv4(text: str, low: int, high: int, end: int) -> Span | None:
    window = text[max(low, end - 15) : end]
    start = end - len(window) + len(window.rstrip("0123456789."))
    value = text[start:end]
    if (
        value.count(".") != 3
        or text[end : end + 1].isalnum()
        or (text[end : end + 1] in ".-" and text[end + 1 : end + 2].isdigit())
    ):
        return None
    octets = value.split(".")
    if any(not o or int(o) > 255 or (len(o) > 1 and o[0] == "0") for o in octets) or value.startswith("0"):
        return None
    context = before(text, low, start, 14)
    if context[-1:].isalnum() or context[-1:] in "-.§" or _VERSION.search(context):
        return None
    small = all(int(o) < 20 for o in octets)
    return Span(start, end, Element.IP_ADDRESS, Part.FULL, 0.45 if small else 0.93, "ip", value)


def _ipv6(text: str, low: int, high: int, end: int) -> Span | None:
    for value in _V6.finditer(text, max(low, end - 40), min(high, end + 40)):
        if value.start() < end <= value.end() and _is_v6(value[0]):
            norm = ipaddress.ip_address(value[0]).compressed
            return Span(value.start(), value.end(), Element.IP_ADDRESS, Part.FULL, 0.93, "ip", norm)
    return None


def _is_v6(value: str) -> bool:
    try:
        address = ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return address.is_global or len(digits_of(value)) >= 3


def _mac(text: str, low: int, _high: int, end: int) -> Span | None:
    start = end - 17
    if start < low or (start > low and text[start - 1] in ":-") or text[end : end + 1] in set(":-"):
        return None
    return Span(start, end, Element.DEVICE_ID, Part.FULL, 0.85, "mac", text[start:end].lower())


KEYS = (
    Key(
        r"\b(?:(?:tele)?phone|tel|cell|mobile|fax|ph|call(?:back)?|pager|contact)\b\.?",
        Element.PHONE,
        "phone",
        judge_phone,
        _VALUE,
    ),
    Key(
        r"\b(?:home|work|office|day(?:time)?|evening) (?:phone|number|tel|fax)\b",
        Element.PHONE,
        "phone",
        judge_phone,
        _VALUE,
    ),
)

RULES = (
    Rule(r"\d{3}\)?[-. /]{0,3}\d{3}[-. ]{1,3}\d{4}\b", _phone),
    Rule(r"\+1[2-9]\d{9}\b", _digits_alone),
    Rule(r"\b(?:to|from|msisdn|recipient|phone)=\+?1?[2-9]\d{9}\b", _digits_alone),
    Rule(r"\d{3}\)?[-. /]{0,3}\d{3}[-. ]{1,3}\d{4}x", lambda t, lo, hi, e: _phone(t, lo, hi, e - 1)),
    Rule(r"\+[2-9]\d{0,2}[ .-]?\(?\d", _international),
    Rule(r"[^\s@]@[a-z0-9]", _email),
    Rule(r"\b(?:https?|ftp)://", _url),
    Rule(r"\bwww\.[a-z0-9]", _url),
    Rule(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", _ipv4),
    Rule(r"[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:", _ipv6),
    Rule(r"\b[0-9a-f]{1,4}::[0-9a-f]{1,4}\b", _ipv6),
    Rule(r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", _mac),
    *(key.rule() for key in KEYS),
)
