"""Fields of which a record may hold several values: two records agree if they share any."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tocsin.resolution.fields import Codes, Field

Level = npt.NDArray[np.int8]
_MOST_IN_SET = 62


class SeveralValues:
    """Compares a field of several values; who has more than one is looked up once."""

    def __init__(self, field: Field) -> None:
        """Take the field."""
        self._field = field
        self._has_several = np.zeros(len(field.codes), bool)
        self._has_several[list(field.more)] = True
        self._sets = _sets(field) if len(field.texts) <= _MOST_IN_SET else None

    def levels(self, left: Codes, right: Codes) -> Level:
        """Return 1 where two records share a value, 2 where both have values and share none, else 0."""
        field = self._field
        if self._sets is not None:
            one, other = self._sets[left], self._sets[right]
            told = np.where((one > 0) & (other > 0), np.where(one & other > 0, 1, 2), 0)
            return told.astype(np.int8)
        a, b = field.codes[left], field.codes[right]
        found = np.where((a > 0) & (b > 0), np.where(a == b, 1, 2), 0).astype(np.int8)
        if field.more:
            several = self._has_several[left] | self._has_several[right]
            for at in np.flatnonzero((found == 2) & several).tolist():
                if field.all_codes(int(left[at])) & field.all_codes(int(right[at])):
                    found[at] = 1
        return found


def _sets(field: Field) -> npt.NDArray[np.int64]:
    """Return the values of each record as bits of a number: where a field has few, that is faster than sets."""
    sets = np.where(field.codes > 0, np.int64(1) << field.codes.astype(np.int64), 0)
    for record, several in field.more.items():
        sets[record] = sum(1 << code for code in several)
    return sets


def shared_codes(field: Field, left: Codes, right: Codes) -> Codes:
    """Return, for pairs that share a value, the code of one they share."""
    codes: Codes = field.codes[left].copy()
    if field.more:
        for at in np.flatnonzero(codes != field.codes[right]).tolist():
            shared = field.all_codes(int(left[at])) & field.all_codes(int(right[at]))
            codes[at] = min(shared, default=int(codes[at]))
    return codes
