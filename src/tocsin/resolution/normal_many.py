"""Plain forms of many texts at once: what :mod:`tocsin.resolution.normal` does, for texts that are simple.

Invariant: each function gives what its namesake there gives, or null where that one has to be asked.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.resolution import normal

Many = Callable[[pa.StringArray], pa.StringArray]
_ONE_DIGIT = "^(?:" + "|".join(f"{digit}+" for digit in range(10)) + ")$"
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 10
_SHORTEST_SSN, _LONGEST_SSN = 7, 9


def value_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return identifiers and addresses of mail without their punctuation: what has a digit or an ``@`` is one."""
    plain = pc.replace_substring_regex(pc.ascii_lower(texts), "[^a-z0-9@.:]+", "")
    return _where(pc.match_substring_regex(plain, "[1-9@]"), plain, texts)


def phone_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return the last ten digits of telephone numbers."""
    digits = pc.utf8_slice_codeunits(_digits(texts), -_LONGEST_PHONE)
    fits = pc.and_not(
        pc.greater_equal(pc.utf8_length(digits), _SHORTEST_PHONE), pc.match_substring_regex(digits, _ONE_DIGIT)
    )
    return _where(True, pc.if_else(fits, digits, ""), texts)


def ssn_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return SSNs as digits, empty where they are none that is ever issued."""
    digits = _digits(texts)
    length = pc.utf8_length(digits)
    fits = pc.and_(pc.greater_equal(length, _SHORTEST_SSN), pc.less_equal(length, _LONGEST_SSN))
    whole = pc.utf8_lpad(digits, _LONGEST_SSN, "0")
    is_fake = pc.or_(
        pc.match_substring_regex(whole, f"^000|0000$|{_ONE_DIGIT}"),
        pc.is_in(whole, value_set=pa.array(sorted(normal.FAKE_NUMBERS))),
    )
    return _where(True, pc.if_else(pc.and_not(fits, is_fake), whole, ""), texts)


def date_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return dates that have nothing around them."""
    return _where(pc.match_substring_regex(texts, "^[0-9-]*$"), texts, texts)


MANY: dict[Callable[[str], str], Many] = {
    normal.value_key: value_keys, normal.phone_key: phone_keys, normal.ssn_key: ssn_keys, str.strip: date_keys,
}  # fmt: skip
"""For those functions of one text that have one, the function of many."""


def _digits(texts: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(texts, "[^0-9]+", "")


def _where(mask: pa.BooleanArray | bool, plain: pa.StringArray, texts: pa.StringArray) -> pa.StringArray:
    """Return the plain forms where a mask is set, null elsewhere: of other alphabets too, whose digits are digits."""
    is_simple = pc.and_(pc.string_is_ascii(texts), mask)
    return pc.if_else(is_simple, plain, pa.scalar(None, pa.string()))
