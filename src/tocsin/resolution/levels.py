"""How two values of a field compare: a small number of levels, the same for single pairs and for arrays of them.

Level 0 means that one of the two is empty.
"""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from tocsin.model.lexicon import nicknames

EQUAL = 1
FIRST_INITIAL, FIRST_NICKNAME, FIRST_SIMILAR, FIRST_DIFFERENT = 2, 3, 4, 5
LAST_SHARED, LAST_SIMILAR, LAST_DIFFERENT = 2, 3, 4
MIDDLE_INITIAL, MIDDLE_DIFFERENT = 2, 3
DOB_SWAPPED, DOB_CLOSE, DOB_YEAR, DOB_DIFFERENT = 2, 3, 4, 5
SSN_CLOSE, SSN_DIFFERENT = 2, 3
STREET_SIMILAR, STREET_DIFFERENT = 2, 3
OTHER_DIFFERENT = 2
_WHOLE_DATE = 10


def first_level(one: str, other: str) -> int:
    """Compare given names (folded, several parted by blanks)."""
    if not one or not other:
        return 0
    if one == other:
        return EQUAL
    left, right = one.split(), other.split()
    a, b = left[0], right[0]
    if a == b:
        return EQUAL
    if min(len(a), len(b)) == 1:
        return FIRST_INITIAL if a[0] == b[0] else FIRST_DIFFERENT
    if set(left) & set(right) or one.replace(" ", "") == other.replace(" ", ""):
        return FIRST_SIMILAR
    known = nicknames()
    if b in known.get(a, ()) or a in known.get(b, ()):
        return FIRST_NICKNAME
    return FIRST_SIMILAR if _are_similar(a, b) else FIRST_DIFFERENT


def last_level(one: str, other: str) -> int:
    """Compare surnames (folded, several parted by blanks)."""
    if not one or not other:
        return 0
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return EQUAL
    if {w for w in one.split() if len(w) > 2} & {w for w in other.split() if len(w) > 2}:
        return LAST_SHARED
    return LAST_SIMILAR if _are_similar(one, other) else LAST_DIFFERENT


def middle_level(one: str, other: str) -> int:
    """Compare middle names or initials."""
    if not one or not other:
        return 0
    if one == other:
        return EQUAL
    return MIDDLE_INITIAL if one[0] == other[0] and 1 in (len(one), len(other)) else MIDDLE_DIFFERENT


def dob_level(one: str, other: str) -> int:
    """Compare birth dates (ISO, or only a year or month)."""
    if not one or not other:
        return 0
    if one == other:
        return EQUAL
    if len(one) < _WHOLE_DATE or len(other) < _WHOLE_DATE:
        return DOB_YEAR if one.startswith(other) or other.startswith(one) else DOB_DIFFERENT
    if one[:4] == other[:4] and one[5:7] == other[8:10] and one[8:10] == other[5:7]:
        return DOB_SWAPPED
    equal = (one[:4] == other[:4]) + (one[5:7] == other[5:7]) + (one[8:] == other[8:])
    if equal == 2 or DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1:
        return DOB_CLOSE
    return DOB_YEAR if one[:4] == other[:4] else DOB_DIFFERENT


def ssn_level(one: str, other: str) -> int:
    """Compare social security numbers (9 digits)."""
    if not one or not other:
        return 0
    if one == other:
        return EQUAL
    return SSN_CLOSE if DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1 else SSN_DIFFERENT


def street_level(one: str, other: str) -> int:
    """Compare streets in the form of :func:`tocsin.resolution.records.street_key`."""
    if not one or not other:
        return 0
    if one == other:
        return EQUAL
    left, right = one.split(), other.split()
    if left[0] != right[0]:
        return STREET_DIFFERENT
    shared = len(set(left) & set(right)) / min(len(set(left)), len(set(right)))
    is_similar = shared >= 0.75 or JaroWinkler.similarity(one, other) > 0.93
    return STREET_SIMILAR if is_similar else STREET_DIFFERENT


def plain_level(one: str, other: str) -> int:
    """Compare values that are equal or are not."""
    return 0 if not one or not other else EQUAL if one == other else OTHER_DIFFERENT


def _are_similar(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 3:
        return False
    if DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1:
        return True
    return min(len(one), len(other)) > 4 and JaroWinkler.similarity(one, other) >= 0.92


LEVELS = {
    "first": first_level,
    "middle": middle_level,
    "last": last_level,
    "suffix": plain_level,
    "dob": dob_level,
    "sex": plain_level,
    "ssn": ssn_level,
    "zip": plain_level,
    "street": street_level,
}
