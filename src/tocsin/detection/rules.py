"""Every rule of every element family, in one place."""

from __future__ import annotations

from tocsin.detection import (
    accounts,
    addresses,
    addresses_abroad,
    contact,
    dates,
    dates_spoken,
    edi_segments,
    health_body,
    health_cancer,
    health_charges,
    health_codes,
    health_genes,
    health_measures,
    health_results,
    health_scores,
    health_shorthand,
    health_spanish,
    health_substances,
    health_words,
    identifiers_government,
    identifiers_health,
    identifiers_spanish,
    insurers,
    licence_cards,
    licences,
    members,
    names_babies,
    names_cells,
    names_slashed,
    organizations,
    phones_abroad,
    phones_local,
)
from tocsin.detection.scan import Rule

FAMILIES = (
    identifiers_government, identifiers_health, identifiers_spanish, licence_cards, licences, accounts, contact,
    dates, dates_spoken, addresses, health_codes, health_charges, health_measures, health_results, health_scores,
    health_words, health_body, health_shorthand, health_cancer, health_genes, health_substances, health_spanish,
    insurers, members, organizations, names_babies, names_cells, names_slashed, edi_segments, phones_abroad,
    phones_local, addresses_abroad,
)  # fmt: skip
"""The modules whose ``RULES`` make up the scan."""


def all_rules() -> list[Rule]:
    """Return the rules of all families, in their order."""
    return [rule for family in FAMILIES for rule in family.RULES]
