"""Clusters by how they are called: what names beside a practice may join where no number does, and what keeps apart.

Shared by the rules that join an initial, a letter or a nickname with the one who fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.model.lexicon import PEOPLE
from tocsin.resolution.clusters import Settled
from tocsin.resolution.fields import HOUSES, Codes, Field

Fields = Mapping[str, Field]
RARE = 100.0
"""Bearers taken for a name that no census has."""
_DECIDING = ("dob", "ssn", "suffix", "sex")
_NUMBERS = ("mrns", "members", "others", "ssn")


@dataclass(slots=True)
class Bearer:
    """A cluster: its lowest record, its names, its practices and what decides."""

    record: int
    firsts: set[str] = field(default_factory=set, repr=False)
    lasts: set[str] = field(default_factory=set, repr=False)
    houses: set[int] = field(default_factory=set)
    numbers: set[tuple[str, int]] = field(default_factory=set, repr=False)
    """Whatever number tells people apart."""
    values: dict[str, set[int]] = field(default_factory=dict, repr=False)

    def learn(self, fields: Fields, record: int) -> None:
        """Take in the practices of a record and what decides."""
        self.houses |= fields[HOUSES].all_codes(record)
        self.numbers |= {(name, code) for name in _NUMBERS for code in fields[name].all_codes(record)}
        for name in _DECIDING:
            if fields[name].codes[record]:
                self.values.setdefault(name, set()).add(int(fields[name].codes[record]))
        middle = fields["middle"].text(int(fields["middle"].codes[record]))
        if middle:
            self.values.setdefault("middle", set()).add(ord(middle[0]))

    @property
    def is_short(self) -> bool:
        """Tell whether no paper has more than an initial."""
        return all(len(first) <= 1 for first in self.firsts)


def share_of(bearers: float, others: int, people: int) -> float:
    """Return the share of people who bear a name, by the census or by the case, whichever is more.

    Args:
        bearers: in the census.
        others: in the case, but those who may be one.
        people: in the case.
    """
    return max(max(RARE, bearers) / PEOPLE, others / people)


def differ(one: Bearer, other: Bearer) -> bool:
    """Tell whether papers say different birth dates, SSNs, suffixes, sexes or middle names of two."""
    return any(
        one.values.get(name) and other.values.get(name) and one.values[name].isdisjoint(other.values[name])
        for name in (*_DECIDING, "middle")
    )


def apart_in(labels: Codes, settled: Settled) -> set[frozenset[int]]:
    """Return the pairs of clusters that people decided on, or documents tell apart, as sets of their labels.

    Args:
        labels: the cluster of each record.
        settled: pairs of records that are different, or of which nobody is sure.
    """
    return {frozenset((int(labels[a]), int(labels[b]))) for a, b in (*settled.different, *settled.unsure)}
