"""Duties: what each organization owes under each rule, to whom, by when, and why.

Pure: facts and counts in, duties out; nothing here reads a clock, a file or a store. One duty per actor, covered
entity and rule (and per clock, while it is not decided whether the business associate is an agent).

Source: 45 CFR 164.400-414.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tocsin.ids import DutyId, digest_id
from tocsin.law.clocks import Clock, clocks_of, hold_end
from tocsin.law.counts import ALL_ENTITIES, UNKNOWN_ENTITY, Count
from tocsin.law.rules import ClockRule, LawTable, OwedBy, Rule, Unit, federal_table
from tocsin.model.incident import CoveredEntity, Incident, OrganizationRole


class DutyStatus(StrEnum):
    """Where a duty stands."""

    DUE = "due"
    MET = "met"
    LATE = "late"
    HELD = "held"
    WAITING_FOR_FACT = "waiting_for_fact"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Duty:
    """One duty; columns of the contract's Duties export."""

    duty_id: DutyId
    actor: str
    covered_entity: str
    jurisdiction: str
    rule_id: str
    citation: str
    recipient: str
    people: int | None
    clock_start: str
    clock_start_on: date | None
    due_on: date | None
    met_on: date | None
    status: DutyStatus
    days_late: int
    why: str
    trust: str


def duties_of(
    incident: Incident,
    counts: Sequence[Count] | None,
    as_of: date,
    law_on: date | None = None,
    table: LawTable | None = None,
) -> list[Duty]:
    """Return the federal duties of the incident, sorted by due date, entity and rule.

    Args:
        incident: the facts.
        counts: people by entity, state and role group; None when they are not known yet.
        as_of: sets the status only.
        law_on: judge by the law of that day instead of the day the law names.
        table: the rules; the HIPAA rules shipped with Tocsin by default.
    """
    law = table or federal_table()
    duties = [
        duty
        for entity in _entities(incident, counts)
        for rule in law.rules
        for duty in _duties_under(rule, law, incident, entity, counts, as_of, law_on)
    ]
    return sorted(duties, key=lambda d: (d.due_on or date.max, d.covered_entity, d.rule_id, d.clock_start))


def _entities(incident: Incident, counts: Sequence[Count] | None) -> list[CoveredEntity]:
    entities = list(incident.covered_entities)
    if not entities and incident.role is OrganizationRole.COVERED_ENTITY:
        return [CoveredEntity(key=ALL_ENTITIES, name=incident.organization)]
    known = {entity.key for entity in entities}
    loose = {c.covered_entity for c in counts or () if c.people} - known - {ALL_ENTITIES}
    return entities + [CoveredEntity(key=key, name=key) for key in sorted(loose)]


def _duties_under(
    rule: Rule,
    law: LawTable,
    incident: Incident,
    entity: CoveredEntity,
    counts: Sequence[Count] | None,
    as_of: date,
    law_on: date | None,
) -> list[Duty]:
    if rule.when_role and incident.role not in rule.when_role:
        return []
    people, basis = _people(rule, entity, counts)
    if counts is not None and not people:
        return []
    made = []
    for clock in clocks_of(rule.clock.start, law, incident, entity):
        day = law_on or clock.on
        if day is not None and not rule.in_force_on(day):
            continue
        made.append(_duty(rule, law, incident, entity, people, basis, clock, as_of))
    return made


def _people(rule: Rule, entity: CoveredEntity, counts: Sequence[Count] | None) -> tuple[int | None, str]:
    """Return how many people bring the duty about, and the sentence that says so."""
    if counts is None:
        return None, "The number of people is not known yet."
    mine = [c for c in counts if c.covered_entity == entity.key and c.role_group in rule.role_groups]
    if entity.key == ALL_ENTITIES and not mine:
        mine = [c for c in counts if c.role_group in rule.role_groups]
    total = sum(c.people for c in mine)
    if rule.threshold.unit is Unit.INDIVIDUALS:
        words = f"{total} individuals; the rule asks for {_threshold_words(rule)}."
        return (total if rule.threshold.met_by(total) else 0), words
    by_state: Counter[str] = Counter()
    for count in mine:
        by_state[count.state] += count.people
    reached = {state: n for state, n in sorted(by_state.items()) if state != "ZZ" and rule.threshold.met_by(n)}
    listed = ", ".join(f"{state} {n}" for state, n in reached.items())
    return sum(reached.values()), f"Residents by state: {listed}; the rule asks for {_threshold_words(rule)}."


def _threshold_words(rule: Rule) -> str:
    words = {"gte": "{n} or more", "gt": "more than {n}", "lt": "fewer than {n}"}[rule.threshold.op]
    unit = "individuals" if rule.threshold.unit is Unit.INDIVIDUALS else "residents of one state"
    return f"{words.format(n=rule.threshold.n)} {unit}"


def _duty(
    rule: Rule,
    law: LawTable,
    incident: Incident,
    entity: CoveredEntity,
    people: int | None,
    basis: str,
    clock: Clock,
    as_of: date,
) -> Duty:
    reasons = [f"{rule.title} ({rule.citation}).", basis, clock.why]
    due_on, arithmetic = _due(rule.clock, clock)
    reasons.append(arithmetic)
    held_until = None
    if due_on is not None:
        held_until, hold_words = hold_end(incident.holds, law, due_on)
        reasons.extend(hold_words)
        due_on = max(due_on, held_until) if held_until else due_on
    actor, delegated = _actor(rule, incident, entity)
    reasons.append(delegated)
    met_on = _met_on(rule, incident, entity)
    gate = _gate(incident, law)
    if gate:
        reasons.append(gate)
    missing = _missing(rule, incident, entity, people, clock)
    reasons.extend(missing)
    status, days_late = _status(due_on, met_on, held_until, as_of, bool(gate), bool(missing))
    return Duty(
        duty_id=DutyId(digest_id("dut", incident.id, actor, entity.key, rule.id, clock.name)),
        actor=actor,
        covered_entity=entity.key,
        jurisdiction=rule.jurisdiction,
        rule_id=rule.id,
        citation=rule.citation,
        recipient=rule.recipient,
        people=people,
        clock_start=clock.name,
        clock_start_on=clock.on,
        due_on=due_on,
        met_on=met_on,
        status=status,
        days_late=days_late,
        why=" ".join(reason for reason in reasons if reason),
        trust=rule.trust,
    )


def _due(rule: ClockRule, clock: Clock) -> tuple[date | None, str]:
    if clock.on is None:
        return None, ""
    also = f" ({rule.also})" if rule.also else ""
    if rule.from_year_end:
        year_end = date(clock.on.year, 12, 31)
        due_on = year_end + timedelta(days=rule.days)
        return due_on, f"{year_end} + {rule.days} calendar days = {due_on}{also}."
    due_on = clock.on + timedelta(days=rule.days)
    return due_on, f"{clock.on} + {rule.days} calendar days = {due_on}{also}."


def _actor(rule: Rule, incident: Incident, entity: CoveredEntity) -> tuple[str, str]:
    if rule.owed_by is OwedBy.ORGANIZATION:
        return incident.organization, ""
    if incident.role is OrganizationRole.COVERED_ENTITY and entity.key == ALL_ENTITIES:
        return incident.organization, ""
    if rule.delegation in entity.delegated:
        return incident.organization, "Delegated to the business associate; the covered entity stays responsible."
    return entity.key, ""


def _met_on(rule: Rule, incident: Incident, entity: CoveredEntity) -> date | None:
    line = incident.timeline
    told = {
        "covered_entity": entity.told_on or line.entities_told_on,
        "individuals": entity.individuals_told_on or line.individuals_told_on,
        "regulator": entity.hhs_told_on or line.hhs_told_on,
        "media": entity.media_told_on or line.media_told_on,
    }.get(rule.recipient)
    listed = [
        met.on
        for met in incident.met
        if met.recipient == rule.recipient
        and met.jurisdiction in {"", rule.jurisdiction}
        and met.covered_entity in {"", ALL_ENTITIES, entity.key}
    ]
    return min([day for day in [told, *listed] if day], default=None)


def _gate(incident: Incident, law: LawTable) -> str:
    if incident.safeguards.encrypted_at_rest and not incident.safeguards.key_taken:
        clause = law.gates["encryption"]
        return f"Suppressed: {clause.says} ({clause.citation})"
    assessment = incident.assessment
    if assessment and assessment.low_probability and assessment.signed_by and assessment.signed_on:
        clause = law.gates["assessment"]
        return f"Suppressed: {clause.says} Signed on {assessment.signed_on}. ({clause.citation})"
    return ""


def _missing(rule: Rule, incident: Incident, entity: CoveredEntity, people: int | None, clock: Clock) -> list[str]:
    missing = []
    if clock.on is None:
        missing.append(f"Waiting for {clock.fact}.")
    if entity.key == UNKNOWN_ENTITY:
        missing.append("Waiting for the covered entity that answers for these people.")
    elif incident.covered_entities and entity.key not in {e.key for e in incident.covered_entities}:
        missing.append("Waiting for a [[covered_entity]] with this key in the incident file.")
    if people is None and rule.threshold.n > 1:
        missing.append("Waiting for the counts (which decide between the rules for few and for many).")
    return missing


def _status(
    due_on: date | None, met_on: date | None, held_until: date | None, as_of: date, gated: bool, missing: bool
) -> tuple[DutyStatus, int]:
    if gated:
        return DutyStatus.SUPPRESSED, 0
    if missing or due_on is None:
        return DutyStatus.WAITING_FOR_FACT, 0
    if met_on is not None:
        late = max(0, (met_on - due_on).days)
        return (DutyStatus.LATE if late else DutyStatus.MET), late
    if held_until is not None and as_of <= held_until:
        return DutyStatus.HELD, 0
    late = max(0, (as_of - due_on).days)
    return (DutyStatus.LATE if late else DutyStatus.DUE), late
