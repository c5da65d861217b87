"""Normalising: one plain form for each kind of value, so that spellings of the same thing are equal.

Pure functions of one text. Nothing is guessed: what has no plain form becomes empty, which means unknown.
"""

from __future__ import annotations

import re

from tocsin.model.lexicon import fold_name

_NO_DIGIT = re.compile(r"\D+")
_NO_VALUE = re.compile(r"[^\w@.:]+|_+")
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(\d+)([a-z]+)")
STREET_WORDS = {
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln",
    "boulevard": "blvd", "court": "ct", "place": "pl", "circle": "cir", "crescent": "cres", "terrace": "ter",
    "highway": "hwy", "parkway": "pkwy", "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne",
    "northwest": "nw", "southeast": "se", "southwest": "sw", "apartment": "apt", "suite": "apt", "ste": "apt",
    "unit": "apt", "no": "apt", "trail": "trl", "square": "sq", "mount": "mt", "saint": "st", "fort": "ft",
}  # fmt: skip
FAKE_NUMBERS = frozenset({"123456789", "987654321", "078051120", "001234567"})
_PAYERS = (
    ("bcbs", "blue"), ("blue", "blue"), ("uhc", "united"), ("united", "united"), ("mcare", "medicare"),
    ("mcr", "medicare"), ("medicare", "medicare"), ("mcaid", "medicaid"), ("mcd", "medicaid"), ("medicaid", "medicaid"),
    ("champus", "tricare"),
)  # fmt: skip
"""How the word begins that names an insurer, and its plain form."""
_EVERY_PAYER = frozenset({"the", "of", "health", "healthcare", "plan", "insurance", "ins", "first", "self", "pay",
                          "selfpay", "uninsured", "cash"})  # fmt: skip
PLACEHOLDERS = frozenset({"none", "na", "nil", "null", "unknown", "unk", "test", "xxx", "notgiven", "refused"})


def name_key(name: str) -> str:
    """Return a name folded, its words parted by one blank (hyphens part words too).

    Example:
        >>> name_key("García-Pérez"), name_key("O'Neill"), name_key("N/A")
        ('garcia perez', 'oneill', '')
    """
    words = [folded for word in re.split(r"[\s\-]+", name) if (folded := fold_name(word))]
    key = " ".join(words)
    return "" if key in PLACEHOLDERS else key


def street_key(street: str) -> str:
    """Return a street and unit in short, plain form.

    Example:
        >>> street_key("12 North Main Street Apt. 4"), street_key("12 N MAIN ST #4")
        ('12 n main st apt 4', '12 n main st apt 4')
    """
    plain = street.lower().replace("#", " apt ")
    words = [STREET_WORDS.get(word, word) for word in _WORD.findall(plain)]
    if words.count("apt") > 1:
        words = [word for at, word in enumerate(words) if not (word == "apt" and words[at - 1 : at] == ["apt"])]
    return " ".join(words)


def value_key(value: str) -> str:
    """Return an identifier, address of mail or telephone in lower case without its punctuation.

    Example:
        >>> value_key("GC-1002"), value_key("Ann.Lee@Mail.example")
        ('gc1002', 'ann.lee@mail.example')
    """
    plain = value.lower()
    if not plain.isalnum():
        plain = _NO_VALUE.sub("", plain)
    return "" if plain in PLACEHOLDERS or not plain.strip("0.:") else plain


def phone_key(value: str) -> str:
    """Return the last ten digits of a telephone number; empty if they are too few or all the same."""
    digits = _NO_DIGIT.sub("", value)[-10:]
    return digits if len(digits) >= 7 and len(set(digits)) > 1 else ""


def ssn_key(value: str) -> str:
    """Return an SSN as digits; empty if it is no number that is ever issued.

    Example:
        >>> ssn_key("219-09-9999"), ssn_key("000-12-3456"), ssn_key("123-45-6789"), ssn_key("1804974")
        ('219099999', '', '', '001804974')
    """
    digits = value.replace("-", "")
    if not digits.isdecimal():
        digits = _NO_DIGIT.sub("", value)
    if not 7 <= len(digits) <= 9:
        return ""
    digits = digits.zfill(9)
    is_fake = len(set(digits)) == 1 or digits in FAKE_NUMBERS or digits.startswith("000") or digits.endswith("0000")
    return "" if is_fake else digits


def sex_key(value: str) -> str:
    """Return ``M`` or ``F``, or nothing."""
    letter = value.strip()[:1].upper()
    return letter if letter in {"M", "F"} else ""


def place_key(value: str) -> str:
    """Return a city or other place, folded."""
    return " ".join(_WORD.findall(value.lower()))


def payer_key(value: str) -> str:
    """Return an insurer by the word that names it; empty for those who pay themselves.

    Example:
        >>> payer_key("BCBS of TN"), payer_key("Blue Cross"), payer_key("AETNA - PPO"), payer_key("Self-pay")
        ('blue', 'blue', 'aetna', '')
    """
    words = [word for word in _WORD.findall(value.lower()) if word not in _EVERY_PAYER]
    if not words or "".join(words) in PLACEHOLDERS:
        return ""
    first = words[0]
    return next((name for start, name in _PAYERS if first.startswith(start)), first)


def zip_key(value: str) -> str:
    """Return the first five characters of a ZIP code, or a foreign code whole."""
    plain = "".join(c for c in value.upper() if c.isalnum())
    return plain[:5] if plain.isdigit() else plain
