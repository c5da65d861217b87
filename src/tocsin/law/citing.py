"""Reading what every version carries: its dates in force, its citation, source and trust."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tocsin.law.fields import Fields
from tocsin.law.rules import Cite, Trust


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
