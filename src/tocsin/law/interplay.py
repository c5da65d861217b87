"""HIPAA and the states: which state duties compliance with HIPAA lifts, and when they come back.

A state's clause lifts duties only as long as its condition holds. Where that is a HIPAA notice in time, the duty
revives, with its own deadline, on the day the HIPAA notice turns late. People whose files are outside HIPAA are
never lifted.

Source: the cell ``hipaa`` of each file under law/us.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tocsin.law.clauses import Interplay, While
from tocsin.law.duty import Duty, DutyStatus
from tocsin.law.rules import CellVersion, HipaaLink, OwedBy, Rule, RuleKind
from tocsin.model.incident import Route


class Standing(StrEnum):
    """How the HIPAA notice stands that is to do the work of the state's."""

    IN_TIME = "in_time"
    LATE = "late"
    WAITING = "waiting"
    NOT_OWED = "not_owed"


@dataclass(frozen=True)
class Federal:
    """The standing of one HIPAA duty, with the words that say so."""

    standing: Standing
    words: str


class Lift(NamedTuple):
    """Whether the clause lifts the duty, why, and what would change that."""

    lifts: bool
    words: str = ""
    change: str = ""


NO_LIFT = Lift(False)


def federal_standing(duties: Iterable[Duty]) -> Federal:
    """Return how the HIPAA duty stands; with two clocks open, the worse one counts."""
    found = list(duties)
    if not found or all(duty.status is DutyStatus.SUPPRESSED for duty in found):
        return Federal(Standing.NOT_OWED, "no HIPAA notice is owed, so none stands in for this one")
    if any(duty.status is DutyStatus.LATE for duty in found):
        late = max(found, key=lambda duty: duty.days_late)
        return Federal(Standing.LATE, f"the HIPAA notice is late (due {late.due_on}, {late.days_late} days)")
    if any(duty.status is DutyStatus.WAITING_FOR_FACT for duty in found):
        return Federal(Standing.WAITING, "whether the HIPAA notice is in time waits for a fact")
    due = min(duty.due_on for duty in found if duty.due_on)
    return Federal(Standing.IN_TIME, f"the HIPAA notice is in time (due {due})")


class Lifting(NamedTuple):
    """Everything the clause of one state is held against, for one covered entity."""

    clause: CellVersion[Interplay]
    individuals: Federal
    to_entity: Federal
    actor_kind: frozenset[str]
    """How 45 CFR 160.103 calls who owes: covered_entity, or business_associate."""
    kinds: frozenset[str]
    """Kinds of data of all its people there."""
    copy_sent: bool
    route: Route | None


def lifts_in_time(rule: Rule, facts: Lifting) -> bool:
    """Tell whether the clause lifts the rule as long as the HIPAA notice is in time, whatever the day of the status."""
    in_time = Federal(Standing.IN_TIME, "")
    return lift_of(rule, facts._replace(individuals=in_time, to_entity=in_time)).lifts


def lift_of(rule: Rule, facts: Lifting) -> Lift:
    """Return what the HIPAA clause of a state does to one of its rules."""
    clause, cite = facts.clause.value, facts.clause.cite.citation
    what = str(RuleKind.MONITORING if rule.kind is RuleKind.MONITORING else rule.recipient)
    if rule.hipaa is not HipaaLink.LIFTABLE or not (what in clause.lifts or what in clause.counsel):
        return NO_LIFT
    if rule.kind is RuleKind.SPECIAL:
        return NO_LIFT
    refusal = _refusal(what, clause, facts)
    if refusal:
        return Lift(False, f"HIPAA does not lift this duty: {refusal} ({clause.shape}; {cite}).")
    if clause.while_ is While.SUBJECT and what in clause.lifts:
        return Lift(
            True,
            f"Suppressed: {clause.condition or 'a person subject to HIPAA is exempt'} ({clause.shape}; {cite}).",
            "An entity that is not subject to HIPAA owes it.",
        )
    federal = facts.to_entity if rule.owed_by is OwedBy.ORGANIZATION else facts.individuals
    return _while_in_time(clause, cite, federal)


def _refusal(what: str, clause: Interplay, facts: Lifting) -> str:
    if clause.applies_to and not clause.applies_to & facts.actor_kind:
        return f"the clause names {', '.join(sorted(clause.applies_to))} only"
    if facts.route is not None and not facts.route.relies:
        return f"{facts.route.decided_by} decided on {facts.route.decided_on} not to rely on it"
    decided = facts.route is not None
    if what in clause.counsel and not decided:
        return "sources leave it open, and no hipaa_route records counsel's decision"
    if clause.while_ is While.ROUTE and not decided:
        return f"no hipaa_route records the decision that its condition holds ({clause.condition})"
    if clause.needs_copy_to and not facts.copy_sent:
        return f"the copy to the {clause.needs_copy_to} is not recorded ([[met]])"
    if clause.only_kinds and not facts.kinds <= clause.only_kinds:
        return f"the breach is not limited to {', '.join(sorted(clause.only_kinds)).replace('_', ' ')}"
    return ""


def _while_in_time(clause: Interplay, cite: str, federal: Federal) -> Lift:
    if federal.standing is Standing.IN_TIME:
        return Lift(
            True,
            f"Suppressed while {federal.words} ({clause.shape}; {cite}).",
            "If the HIPAA notice turns late, this duty revives with this deadline.",
        )
    if federal.standing is Standing.LATE:
        return Lift(False, f"Revived: {federal.words}, so compliance with HIPAA no longer lifts this duty ({cite}).")
    return Lift(False, f"HIPAA does not lift this duty yet: {federal.words} ({clause.shape}; {cite}).")
