"""Reading what every version carries: its dates in force, its citation, source and trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from tocsin.law.fields import Fields
from tocsin.law.rules import Cite, Trust


class Dated(Protocol):
    """A version: what is law between two days."""

    @property
    def in_force_from(self) -> date | None:
        """The first day."""

    @property
    def in_force_until(self) -> date | None:
        """The last day."""


def check_history(versions: Iterable[Dated], fields: Fields, key: str) -> None:
    """Add a fault where two versions are in force on one day, or none is between two of them."""
    ordered = sorted(versions, key=lambda version: version.in_force_from or date.min)
    for earlier, later in pairwise(ordered):
        last, first = earlier.in_force_until, later.in_force_from
        if last is None or first is None or last >= first:
            fields.fault(key, "overlap: two are in force on the same day")
        elif last + timedelta(days=1) < first:
            fields.fault(key, f"leave a hole: none is in force between {last} and {first}")


def read_cite(fields: Fields, sources: Mapping[str, str]) -> Cite:
    """Return the citation, source and trust of a version; each is required."""
    citation, key = fields.text("citation", required=True), fields.text("source", required=True)
    if key and key not in sources:
        fields.fault("source", "names no entry of sources")
    if not fields.has("trust"):
        fields.fault("trust", "is missing")
    trust = fields.choice("trust", Trust, Trust.OWN_KNOWLEDGE_UNVERIFIED)
    return Cite(citation, sources.get(key, ""), trust, fields.text("doubt"))


def read_period(fields: Fields) -> tuple[date | None, date | None]:
    """Return the first and last day in force; the first must be given, if only as unknown."""
    start = fields.day("in_force_from", unknown=True, required=True)
    end = fields.day("in_force_until")
    if start and end and end < start:
        fields.fault("in_force_until", "is before in_force_from")
    return start, end
