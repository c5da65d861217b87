"""What has already been done: the day on which a duty was met, from the dates of the incident file.

One letter tells a person for every law at once, so the day individuals were told counts for each; a filing counts
only for the authority it went to. 42 CFR Part 2 is reported apart from HIPAA.
"""

from __future__ import annotations

from datetime import date

from tocsin.law.counts import ALL_ENTITIES
from tocsin.law.laws import Law
from tocsin.law.rules import Recipient, Rule, RuleKind, Version
from tocsin.model.incident import CoveredEntity, Incident, Met

HIPAA = "hipaa"
FEDERAL = "us"


def met_on(rule: Rule, version: Version, law: Law, incident: Incident, entity: CoveredEntity) -> date | None:
    """Return the first day on which the duty was met, or None."""
    told = _told(rule, version, law, incident, entity)
    if not incident.met:
        return told
    listed = [met.on for met in incident.met if _fits(met, rule, law, entity)]
    return min([*listed, told] if told is not None else listed, default=None)


def _told(rule: Rule, version: Version, law: Law, incident: Incident, entity: CoveredEntity) -> date | None:
    line = incident.timeline
    if rule.recipient is Recipient.INDIVIDUALS:
        if rule.kind is RuleKind.MONITORING and not _offered(version, incident):
            return None
        return entity.individuals_told_on or line.individuals_told_on
    if rule.recipient is Recipient.COVERED_ENTITY:
        return entity.told_on or line.entities_told_on
    if law.regime != HIPAA:
        return None
    if rule.recipient is Recipient.REGULATOR:
        return entity.hhs_told_on or line.hhs_told_on
    return (entity.media_told_on or line.media_told_on) if rule.recipient is Recipient.MEDIA else None


def _offered(version: Version, incident: Incident) -> bool:
    return incident.protection is not None and incident.protection.months >= version.months


def _fits(met: Met, rule: Rule, law: Law, entity: CoveredEntity) -> bool:
    if met.covered_entity not in {"", ALL_ENTITIES, entity.key}:
        return False
    if met.rule:
        return met.rule == rule.id
    if rule.kind is RuleKind.MONITORING or (law.jurisdiction == FEDERAL and law.regime != HIPAA):
        return False
    return met.recipient == rule.recipient and met.jurisdiction in {"", rule.jurisdiction}
