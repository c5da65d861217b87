"""How likely a stranger shares a value: counted in the case, for names in the whole country too, in millibits.

A value is as common as the number of different names that carry it: a clinic's telephone, a nursing home's street or
a placeholder number is carried by many and so says little.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tocsin.model.lexicon import PEOPLE, usage
from tocsin.resolution.arrays import distinct, numbered
from tocsin.resolution.fields import Codes, Field
from tocsin.resolution.records import Records
from tocsin.resolution.weights import BIT

Frequency = npt.NDArray[np.int32]
_LEAST_NAME = 2e-6
_INITIAL = 0.05
_LEAST = {"dob": 1 / 25_000, "zip": 1e-4, "street": 1e-6, "city": 1e-3, "houses": 1 / 4, "insurers": 1 / 2}
_LEAST_NUMBER = 1e-7
_LEAST_EXTRA = 1 / 64
"""A column whose meaning is not known says at most six bits."""
_FAMILY = 8
"""Different spellings of names that a family has at most."""
_INITIALS_OF_ONE = 2
"""One person stands under several spellings, rarely with more first letters than this: what they share is his own."""
_SHRUNK = 0.7
"""Of a name's share in the case: one family may bring most of it."""


def frequencies(records: Records) -> dict[str, Frequency]:
    """Return for each field the weight of each of its values among strangers."""
    names = name_codes(records)
    initials = _initials(records)
    return {name: _of_field(name, one, names, initials, records.extras) for name, one in records.fields.items()}


def crowds(records: Records) -> dict[str, Frequency]:
    """Return for each street how much likelier than a family's it makes "household", in millibits.

    Where many live, two records rather are two people of the house.
    """
    names = name_codes(records)
    return {name: _crowd(carriers(records.fields[name], names)) for name in ("street",)}


def _crowd(carried: npt.NDArray[np.int64]) -> Frequency:
    found: Frequency = np.round(np.log2(np.maximum(carried / _FAMILY, 1.0)) * BIT).astype(np.int32)
    return found


def name_codes(records: Records) -> Codes:
    """Return a code for each record's first and last name together; 0 where it has none."""
    first, last = records.fields["first"].codes.astype(np.int64), records.fields["last"].codes.astype(np.int64)
    joined = first * (int(last.max(initial=0)) + 1) + last
    return numbered(np.append(np.zeros(1, np.int64), joined))[1:].astype(np.int32)


def _initials(records: Records) -> Codes:
    """Return a code for the first letter of each record's first name; 0 where it has none."""
    first = records.fields["first"]
    letters = (ord(text[0]) % 64 if text else 0 for text in first.texts.to_pylist())
    return np.fromiter(letters, np.int32, len(first.texts))[first.codes]


def _of_field(name: str, one: Field, names: Codes, initials: Codes, extras: tuple[str, ...]) -> Frequency:
    size = max(2, int(names.max(initial=0)))
    carried = carriers(one, names)
    if name in {"first", "last"}:
        country = np.array([_country(name, text) for text in one.texts.to_pylist()])
        share = np.maximum(np.maximum(carried - 1, 0) / size * _SHRUNK, country)
    elif name in extras:
        share = np.maximum(_LEAST_EXTRA, carried / size)
    else:
        strangers = np.where(carriers(one, initials) > _INITIALS_OF_ONE, np.maximum(carried - 1, 0), 0)
        share = strangers / size + _LEAST.get(name, _LEAST_NUMBER)
    found: Frequency = np.round(np.log2(np.clip(share, 1e-9, 1.0)) * BIT).astype(np.int32)
    return found


def carriers(one: Field, names: Codes) -> npt.NDArray[np.int64]:
    """Return, for each value of a field, how many different names carry it; records without a name carry nothing."""
    rows, codes = one.rows()
    width = int(names.max(initial=0)) + 1
    pairs = distinct(codes.astype(np.int64) * width + names[rows])
    counts = np.bincount(pairs[pairs % width > 0] // width, minlength=len(one.texts))
    return counts.astype(np.int64)


def _country(name: str, folded: str) -> float:
    """Return the share of people in the country with a name."""
    words = folded.split()
    if not words:
        return 1.0
    if name == "last":
        return max(_LEAST_NAME, min(usage(word).surname for word in words) / PEOPLE)
    return _INITIAL if len(words[0]) == 1 else max(_LEAST_NAME, usage(words[0]).given / PEOPLE)
