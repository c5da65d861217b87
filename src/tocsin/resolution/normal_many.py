"""Plain forms of many texts at once: what :mod:`tocsin.resolution.normal` does, for texts that are simple.

Invariant: each function gives what its namesake there gives, or null where that one has to be asked.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
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


def place_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return cities and other places, folded."""
    return _where(True, _in_words(texts), texts)


def name_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return names folded, their words parted by one blank."""
    words = pc.replace_substring_regex(pc.ascii_lower(texts), "[\\s\x0b\x1c-\x1f-]+", " ")
    folded = pc.replace_substring_regex(words, "[^a-z0-9 ]+", "")
    plain = pc.ascii_trim(pc.replace_substring_regex(folded, " {2,}", " "), " ")
    is_none = pc.is_in(plain, value_set=pa.array(sorted(normal.PLACEHOLDERS)))
    return _where(True, pc.if_else(is_none, "", plain), texts)


def street_keys(texts: pa.StringArray) -> pa.StringArray:
    """Return streets and units in short; those that name several units are left open."""
    words = pc.split_pattern(_in_words(pc.replace_substring(texts, "#", " apt ")), " ")
    known = pc.list_flatten(words).dictionary_encode()
    short = pa.array([normal.STREET_WORDS.get(word, word) for word in known.dictionary.to_pylist()], pa.string())
    plain = pc.binary_join(pa.ListArray.from_arrays(words.offsets, short.take(known.indices)), " ")
    return _where(pc.invert(pc.match_substring_regex(plain, "apt.*apt")), plain, texts)


def iso_dates(texts: pa.StringArray) -> pa.StringArray:
    """Return dates in the shape of ISO where the month is one and stands there, or before the day; null for others."""
    padded = pc.replace_substring_regex(texts, "^([0-9])/", "0\\1/")
    padded = pc.replace_substring_regex(padded, "/([0-9])/", "/0\\1/")
    iso = pc.replace_substring_regex(padded, "^(0[1-9]|1[0-2])/([0-9]{2})/([1-9][0-9]{3})$", "\\3-\\1-\\2")
    is_iso = pc.match_substring_regex(iso, "^(?:0[1-9]|[1-9][0-9])[0-9]{2}-(?:0[0-9]|1[0-2])-[0-9]{2}$")
    return _where(is_iso, iso, texts)


def date_parts(texts: pa.StringArray) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Return year, month and day of whole ISO dates (0 of other texts), and which these are."""
    is_whole = pc.match_substring_regex(texts, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    whole = pc.if_else(is_whole, texts, "0000-00-00")
    parts = [pc.utf8_slice_codeunits(whole, start, end).cast(pa.int32()) for start, end in ((0, 4), (5, 7), (8, 10))]
    return np.stack([part.to_numpy() for part in parts], axis=1), is_whole.to_numpy(zero_copy_only=False)


MANY: dict[Callable[[str], str], Many] = {
    normal.value_key: value_keys, normal.phone_key: phone_keys, normal.ssn_key: ssn_keys, str.strip: date_keys,
    normal.name_key: name_keys, normal.street_key: street_keys, normal.place_key: place_keys,
}  # fmt: skip
"""For those functions of one text that have one, the function of many."""


def with_rest(found: pa.StringArray, texts: pa.StringArray, one: Callable[[str], str]) -> pa.StringArray:
    """Return what was found, with what was left open made by the function of one text."""
    is_open = pc.is_null(found)
    rest = [one(text) for text in texts.filter(is_open).to_pylist()]
    return pc.replace_with_mask(found, is_open, pa.array(rest, pa.string())) if rest else found


def _digits(texts: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(texts, "[^0-9]+", "")


def _in_words(texts: pa.StringArray) -> pa.StringArray:
    """Return the words of texts in lower case, parted by one blank."""
    return pc.ascii_trim(pc.replace_substring_regex(pc.ascii_lower(texts), "[^a-z0-9]+", " "), " ")


def _where(mask: pa.BooleanArray | bool, plain: pa.StringArray, texts: pa.StringArray) -> pa.StringArray:
    """Return the plain forms where a mask is set, null elsewhere: of other alphabets too, whose digits are digits."""
    is_simple = pc.and_(pc.string_is_ascii(texts), mask)
    return pc.if_else(is_simple, plain, pa.scalar(None, pa.string()))
