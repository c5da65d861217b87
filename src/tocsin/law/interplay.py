"""HIPAA and the states: which state duties compliance with HIPAA lifts, and when they come back.

A state's clause lifts duties only as long as its condition holds. Where that is a HIPAA notice in time, the duty
revives, with its own deadline, on the day the HIPAA notice turns late. People whose files are outside HIPAA are
never lifted.

Source: the cell ``hipaa`` of each file under law/us.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tocsin.law.clauses import Interplay, While
from tocsin.law.duty import Duty, DutyStatus
from tocsin.law.rules import HipaaLink, OwedBy, Rule
from tocsin.model.incident import Route

if TYPE_CHECKING:
    from tocsin.law.laws import CellVersion


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


class Reason(StrEnum):
    """Why the clause lifts a duty or does not."""

    NOT_NAMED = "not_named"
    NOT_FOR_THIS_ACTOR = "not_for_this_actor"
    NOT_RELIED_ON = "not_relied_on"
    OPEN_FOR_COUNSEL = "open_for_counsel"
    CONDITION_NOT_DECIDED = "condition_not_decided"
    NO_COPY = "no_copy"
    OTHER_DATA = "other_data"
    SUBJECT = "subject"
    IN_TIME = "in_time"
    LATE = "late"
    NOT_YET = "not_yet"


LIFTING = frozenset({Reason.SUBJECT, Reason.IN_TIME})
OPEN_TO_LIFT = LIFTING | {Reason.LATE, Reason.NOT_YET}
"""The clause reaches the rule and nothing but the standing of the HIPAA notice can be in its way."""


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
    actor_kind: str
    """How 45 CFR 160.103 calls who owes: covered_entity, or business_associate."""
    kinds: frozenset[str]
    """Kinds of data of all its people there."""
    copy_sent: bool
    route: Route | None


def is_named(rule: Rule, clause: Interplay) -> bool:
    """Tell whether a clause can lift a rule at all."""
    named = rule.what in clause.lifts or rule.what in clause.counsel
    return named and rule.hipaa is HipaaLink.LIFTABLE and clause.while_ is not While.NEVER


def reasons_by_standing(rule: Rule, clause: CellVersion[Interplay]) -> Mapping[Standing, Reason] | None:
    """Return what a clause does to a rule while no decision on it is recorded, by how the HIPAA notice stands.

    None if it also asks for a copy sent or for the kinds of data.
    """
    if clause.value.needs_copy_to or clause.value.only_kinds:
        return None
    stands = [Federal(standing, "") for standing in Standing]
    kind = actor_kind(rule.owed_by)
    return {one.standing: reason_of(rule, Lifting(clause, one, one, kind, frozenset(), False, None)) for one in stands}


def actor_kind(owed_by: OwedBy) -> str:
    """Return how 45 CFR 160.103 calls who owes."""
    return "covered_entity" if owed_by is OwedBy.COVERED_ENTITY else "business_associate"


def reason_of(rule: Rule, facts: Lifting) -> Reason:
    """Return what the HIPAA clause of a state does to one of its rules."""
    clause = facts.clause.value
    if not is_named(rule, clause):
        return Reason.NOT_NAMED
    refusal = _refusal(rule.what, clause, facts)
    if refusal is not None:
        return refusal
    if clause.while_ is While.SUBJECT and rule.what in clause.lifts:
        return Reason.SUBJECT
    return _IN_TIME.get(_federal(rule, facts).standing, Reason.NOT_YET)


def _federal(rule: Rule, facts: Lifting) -> Federal:
    return facts.to_entity if rule.owed_by is OwedBy.ORGANIZATION else facts.individuals


_IN_TIME = {Standing.IN_TIME: Reason.IN_TIME, Standing.LATE: Reason.LATE}


def _refusal(what: str, clause: Interplay, facts: Lifting) -> Reason | None:
    if clause.applies_to and facts.actor_kind not in clause.applies_to:
        return Reason.NOT_FOR_THIS_ACTOR
    if facts.route is not None:
        if not facts.route.relies:
            return Reason.NOT_RELIED_ON
    elif what in clause.counsel:
        return Reason.OPEN_FOR_COUNSEL
    elif clause.while_ is While.ROUTE:
        return Reason.CONDITION_NOT_DECIDED
    if clause.needs_copy_to and not facts.copy_sent:
        return Reason.NO_COPY
    if clause.only_kinds and not facts.kinds <= clause.only_kinds:
        return Reason.OTHER_DATA
    return None


def lift_words(rule: Rule, facts: Lifting, reason: Reason) -> tuple[str, str]:
    """Return why the clause lifts the duty or does not, and what would change that; empty if it says nothing of it."""
    clause, federal = facts.clause.value, _federal(rule, facts).words
    where = f"({clause.shape}; {facts.clause.cite.citation})"
    if reason is Reason.NOT_NAMED:
        return "", ""
    if reason is Reason.SUBJECT:
        exempt = clause.condition or "a person subject to HIPAA is exempt"
        return f"Suppressed: {exempt} {where}.", "An entity that is not subject to HIPAA owes it."
    if reason is Reason.IN_TIME:
        change = "If the HIPAA notice turns late, this duty revives with this deadline."
        return f"Suppressed while {federal} {where}.", change
    if reason is Reason.LATE:
        return f"Revived: {federal}, so compliance with HIPAA no longer lifts this duty {where}.", ""
    if reason is Reason.NOT_YET:
        return f"HIPAA does not lift this duty yet: {federal} {where}.", ""
    return f"HIPAA does not lift this duty: {_refusal_words(reason, clause, facts.route)} {where}.", ""


def _refusal_words(reason: Reason, clause: Interplay, route: Route | None) -> str:
    decided = f"{route.decided_by} decided on {route.decided_on} not to rely on it" if route else ""
    return {
        Reason.NOT_FOR_THIS_ACTOR: f"the clause names {', '.join(sorted(clause.applies_to))} only",
        Reason.NOT_RELIED_ON: decided,
        Reason.OPEN_FOR_COUNSEL: "sources leave it open, and no hipaa_route records counsel's decision",
        Reason.CONDITION_NOT_DECIDED: "no hipaa_route records the decision that its condition holds "
        f"({clause.condition})",
        Reason.NO_COPY: f"the copy to the {clause.needs_copy_to} is not recorded ([[met]])",
        Reason.OTHER_DATA: f"the breach is not limited to {', '.join(sorted(clause.only_kinds)).replace('_', ' ')}",
    }[reason]
