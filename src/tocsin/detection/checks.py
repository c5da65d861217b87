"""Checksums and numbering rules of the identifiers that have them.

Source: ISO/IEC 7812-1 Annex B (Luhn); ABA routing number check digit (Accredited Standards Committee X9.1);
CMS National Provider Identifier standard, 45 CFR 162.406 (Luhn with prefix 80840); DEA registration numbers,
21 CFR 1301; ISO 3779 and 49 CFR 565 (VIN); ISO 13616 (IBAN); SSA, "Social Security Number Randomization" (area,
group, serial never assigned); IRS Publication 4757 and IRM 3.21.263 (ITIN ranges); CMS, "Understanding the Medicare
Beneficiary Identifier format" (position rules).
"""

from __future__ import annotations

import re

from tocsin.patterns import compiled

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_NEVER_ASSIGNED = frozenset({"078051120", "219099999", "457555462", "123456789", "987654321"})
_MBI_LETTER = "AC-HJKMNP-RT-Y"
_MBI = compiled(rf"[1-9][{_MBI_LETTER}][{_MBI_LETTER}0-9]\d[{_MBI_LETTER}][{_MBI_LETTER}0-9]\d[{_MBI_LETTER}]{{2}}\d\d")
_VIN_VALUES = {c: v for v, group in enumerate(("0", "1AJ", "2BKS", "3CLT", "4DMU", "5ENV", "6FW", "7GPX", "8HY", "9RZ"))
               for c in group}  # fmt: skip
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_BRANDS = (
    (compiled(r"4\d{12}(?:\d{3}){0,2}"), "visa"),
    (compiled(r"(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"), "mastercard"),
    (compiled(r"3[47]\d{13}"), "amex"),
    (compiled(r"6(?:011|22\d|4[4-9]\d|5\d\d)\d{12,15}"), "discover"),
    (compiled(r"3(?:0[0-59]|[689]\d)\d{11}(?:\d\d)?"), "diners"),
    (compiled(r"35(?:2[89]|[3-8]\d)\d{12}"), "jcb"),
    (compiled(r"(?:50[0-9]{2}|5[6-9]\d\d|6\d{3})\d{8,15}"), "maestro"),
    (compiled(r"(?:1800|2131)\d{11}"), "jcb"),
)


def luhn_ok(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others.

    Example:
        >>> luhn_ok("4111111111111111"), luhn_ok("4111111111111112")
        (True, False)
    """
    odd = sum(map(int, digits[-1::-2]))
    even = sum(_DOUBLED[int(d)] for d in digits[-2::-2])
    return (odd + even) % 10 == 0


def card_brand(digits: str) -> str:
    """Return the brand whose prefix and length the number has, or an empty text."""
    return next((brand for shape, brand in _BRANDS if shape.fullmatch(digits)), "")


def npi_ok(digits: str) -> bool:
    """Tell whether ten digits are a National Provider Identifier.

    Example:
        >>> npi_ok("1234567893")
        True
    """
    return len(digits) == 10 and digits.isdecimal() and digits[0] in "12" and luhn_ok("80840" + digits)


def dea_ok(number: str) -> bool:
    """Tell whether two letters and seven digits are a DEA registration number.

    Example:
        >>> dea_ok("AB1234563")
        True
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z9]\d{7}", number):
        return False
    d = [int(c) for c in number[2:]]
    return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]


def routing_ok(digits: str) -> bool:
    """Tell whether nine digits are a bank routing number of an assigned range with its check digit."""
    if len(digits) != 9 or not (
        1 <= int(digits[:2]) <= 12 or 21 <= int(digits[:2]) <= 32 or 61 <= int(digits[:2]) <= 72
    ):
        return False
    d = [int(c) for c in digits]
    return (3 * (d[0] + d[3] + d[6]) + 7 * (d[1] + d[4] + d[7]) + d[2] + d[5] + d[8]) % 10 == 0


def vin_ok(number: str) -> bool:
    """Tell whether 17 characters are a North American vehicle identification number.

    Example:
        >>> vin_ok("1M8GDM9AXKP042788")
        True
    """
    number = number.upper()
    if len(number) != 17 or any(c not in _VIN_VALUES for c in number) or not any(c.isdigit() for c in number):
        return False
    rest = sum(_VIN_VALUES[c] * w for c, w in zip(number, _VIN_WEIGHTS, strict=True)) % 11
    return number[8] == ("X" if rest == 10 else str(rest))


def iban_ok(number: str) -> bool:
    """Tell whether the account number passes ISO 7064 mod 97-10."""
    number = number.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number):
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def ssn_ok(digits: str) -> bool:
    """Tell whether nine digits can be an assigned Social Security number.

    Area 000, 666 and 900-999, group 00 and serial 0000 are never assigned; numbers of advertisements and of one
    repeated digit are nobody's.

    Example:
        >>> ssn_ok("536221234"), ssn_ok("666221234"), ssn_ok("912221234")
        (True, False, False)
    """
    if len(digits) != 9 or digits[0] == "9" or digits[:3] in {"000", "666"}:
        return False
    if digits[3:5] == "00" or digits[5:] == "0000":
        return False
    return digits not in _NEVER_ASSIGNED and len(set(digits)) > 1


def itin_ok(digits: str) -> bool:
    """Tell whether nine digits are in the range of individual taxpayer identification numbers."""
    if len(digits) != 9 or digits[0] != "9" or len(set(digits)) == 1:
        return False
    group = int(digits[3:5])
    return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99


def mbi_ok(number: str) -> bool:
    """Tell whether eleven characters have the form of a Medicare Beneficiary Identifier.

    Example:
        >>> mbi_ok("1EG4TE5MK73"), mbi_ok("1EG4-TE5-MK73")
        (True, True)
    """
    return _MBI.fullmatch(number.replace("-", "").upper()) is not None
