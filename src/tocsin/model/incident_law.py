"""The sections of incident.toml that only the law asks for: no-harm determinations and the HIPAA route.

Source: the project's contract for incident.toml; the harm gates and HIPAA clauses of the files under law/us.
"""

from __future__ import annotations

from tocsin.model.incident import NoHarm, Route
from tocsin.model.incident_keys import Keys


def no_harm_of(keys: Keys) -> NoHarm | None:
    """Return a signed determination that no harm is likely under one jurisdiction's law."""
    jurisdiction, signed_by = keys.text("jurisdiction", required=True).lower(), keys.text("signed_by", required=True)
    signed_on, filed_on = keys.day("signed_on", required=True), keys.day("filed_on")
    consulted = keys.take("consulted", bool, False)
    if not jurisdiction or not signed_by or signed_on is None:
        return None
    return NoHarm(jurisdiction, signed_by, signed_on, filed_on, consulted)


def route_of(keys: Keys) -> Route | None:
    """Return a decision whether compliance with HIPAA is relied on in one jurisdiction."""
    jurisdiction, relies = keys.text("jurisdiction", required=True).lower(), keys.take("relies", bool, True)
    decided_by, decided_on = keys.text("decided_by", required=True), keys.day("decided_on", required=True)
    if not jurisdiction or not decided_by or decided_on is None:
        return None
    return Route(jurisdiction, relies, decided_by, decided_on)
