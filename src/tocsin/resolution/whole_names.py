"""How many other people of the case bear the same whole name: counted by birth dates, for names go together.

The shares of a given name and of a family name do not multiply: Khadija and Al-Hashimi, Shufen and Qin meet far more
often than by chance, and a practice in one neighbourhood has few names. Where records of one whole name have birth
dates that differ in the year and in the day, other people of that name are in the case, and the name alone says less.
Of people without a birth date nothing is seen: how many there are is told by names that no birth date stands beside,
and how many of them bear a name by how many known people do (after Good and Turing). In a case with few such names as
many are expected of every name as names have on average, where birth dates tell them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.arrays import distinct, numbered
from tocsin.resolution.fields import Codes, Field, Mask
from tocsin.resolution.normal_many import date_parts
from tocsin.resolution.records import Records
from tocsin.resolution.weights import BIT

Lift = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
_WRONG_DATES = 0.02
"""Share of records whose birth date is wrong in the year and in the day at once."""
_LEAST_RATE = 0.001
_LEAST_ALONE = 0.1
"""Share of people whose name nobody else has, below which it tells nothing of those who have not been seen."""
_LEAST_NAMES = 30
"""Names with as many bearers, from which these tell how many such names have more."""


@dataclass(frozen=True)
class NameLifts:
    """For each record by how much likelier strangers bear its whole name than its parts say, in millibits."""

    all: Lift
    unseen: Lift
    """The same without those other bearers whose birth dates show them: where each of these was looked at."""


def name_lifts(records: Records, first: Codes, last: Codes, by_parts: npt.NDArray[np.int32]) -> NameLifts:
    """Return how likely strangers bear the whole names of records.

    Where few names have two bearers, as many are expected of every name as names have on average.

    Args:
        records: of the case.
        first: of each record, a code of the form in which given names are equal; 0 for none.
        last: the same for family names.
        by_parts: of each record, the weight of both names among strangers, as their shares multiply.
    """
    name = np.where((first > 0) & (last > 0), first.astype(np.int64) * (int(last.max(initial=0)) + 1) + last, 0)
    code = numbered(name)
    years, days = _parts(records.fields["dob"])
    dated = (years[records.fields["dob"].codes] > 0) & (name > 0)
    year, day = years[records.fields["dob"].codes][dated], days[records.fields["dob"].codes][dated]
    of = code[dated].astype(np.int64)
    size = int(code.max(initial=-1)) + 1
    born = np.minimum(_different(of, year, size), _different(of, day, size))
    others = np.maximum(born - 1, 0)
    seen = np.bincount(of, minlength=size)
    people, names_seen = max(1, int(born.sum())), max(1, int(np.count_nonzero(born)))
    counted = max(0.0, (float(others.sum()) - _WRONG_DATES * float(seen.sum())) / names_seen)
    rate = max(_LEAST_RATE, counted)
    is_right = rate / (rate + _WRONG_DATES * seen)
    others = others * is_right
    compared = (name > 0) & records.is_compared
    undated = compared & ~dated
    if np.count_nonzero(born == 2) < _LEAST_NAMES:
        expected = np.full(size, counted * np.count_nonzero(undated) / max(1, int(np.count_nonzero(compared))))
    else:
        unseen = _unseen_people(born, np.bincount(code[undated], minlength=size) > 0)
        expected = _rates(born, is_right.astype(np.float64)) * unseen / people

    def lift_of(others: npt.NDArray[np.float64]) -> Lift:
        share = np.log2(np.clip(others / people, 1e-12, 1.0))[code]
        return np.round(np.where(name > 0, np.maximum(share * BIT - by_parts, 0), 0)).astype(np.int32)

    return NameLifts(lift_of(np.maximum(others, expected)), lift_of(expected))


def _unseen_people(born: Counts, is_undated: Mask) -> float:
    """Return how many people stand in records without a birth date only, by names that no birth date stands beside.

    Those of them whose names somebody else has are as many as they are among people whose birth dates are known.

    Args:
        born: of each name, people told apart by birth dates.
        is_undated: which names stand in a record without a birth date.
    """
    alone = np.count_nonzero(born == 1) / max(1, int(born.sum()))
    return float(np.count_nonzero(is_undated & (born == 0))) / max(_LEAST_ALONE, alone)


def _rates(born: Counts, is_right: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how many bearers each name would have among as many other people, after Good and Turing.

    Args:
        born: of each name, people told apart by birth dates.
        is_right: of each name, how likely the birth dates that differ are not slips.
    """
    slips = float(np.sum(1 - is_right[born == 2]))
    names = np.bincount(born, minlength=3).astype(np.float64)
    names[1:3] += slips, -slips
    bearers = np.arange(len(names))
    following = np.append(names[1:], 0.0) * (bearers + 1)
    rates = np.where(names >= _LEAST_NAMES, following / np.maximum(names, 1.0), np.maximum(bearers - 1.0, 0.0))
    rates[0] = rates[1]
    found: npt.NDArray[np.float64] = np.maximum.accumulate(rates)[born]
    return found


def _different(of: Counts, value: Counts, size: int) -> Counts:
    """Return how many different values each name has."""
    pairs = distinct(of * (int(value.max(initial=0)) + 1) + value)
    return np.bincount(pairs // (int(value.max(initial=0)) + 1), minlength=size)


def _parts(dates: Field) -> tuple[Counts, Counts]:
    """Return year, and month and day as a number, of each code of a whole date; 0 where it is none."""
    parts, _ = date_parts(dates.texts)
    years, months, days = parts.T.astype(np.int64)
    return years, months * 100 + days
