"""The checks that a custom detector can ask of its values.

Source: as in ``checks.py``; weighted sums over a modulus are the family that ISO/IEC 7064 and most numbering schemes
of registries belong to.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from tocsin.detection.checks import dea_ok, iban_ok, luhn_ok, mbi_ok, npi_ok, routing_ok, ssn_ok, vin_ok
from tocsin.detection.custom import Check, CheckKind
from tocsin.detection.keyed import digits_of

_BY_DIGITS: dict[CheckKind, Callable[[str], bool]] = {
    CheckKind.LUHN: luhn_ok,
    CheckKind.NPI: npi_ok,
    CheckKind.ROUTING: routing_ok,
    CheckKind.SSN: ssn_ok,
}
_BY_VALUE: dict[CheckKind, Callable[[str], bool]] = {
    CheckKind.DEA: dea_ok,
    CheckKind.VIN: vin_ok,
    CheckKind.IBAN: iban_ok,
    CheckKind.MBI: mbi_ok,
}
_MOST_DIGITS = 64


def passes(check: Check, value: str) -> bool:
    """Tell whether a value passes its check; one without digits passes none.

    Example:
        >>> passes(Check(CheckKind.MOD, 11, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)), "943 476 5919")
        True
        >>> passes(Check(CheckKind.LUHN), "79927398713"), passes(Check(CheckKind.LUHN), "79927398710")
        (True, False)
    """
    if check.kind is CheckKind.NONE:
        return True
    if check.kind in _BY_VALUE:
        return _BY_VALUE[check.kind]("".join(c for c in value if c.isalnum()))
    digits = digits_of(value)
    if not digits or len(digits) > _MOST_DIGITS:
        return False
    if check.kind is CheckKind.MOD:
        return _sum(check.weights, digits) % check.modulus == check.remainder
    return _BY_DIGITS[check.kind](digits)


def _sum(weights: tuple[int, ...], digits: str) -> int:
    if not weights:
        return int(digits)
    return sum(int(digit) * weight for digit, weight in zip(digits, cycle(weights), strict=False))
