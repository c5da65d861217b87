"""Making a duty: one rule, one covered entity, one clock; what was decided on can be told again as its trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tocsin.law.arithmetic import DueDay
from tocsin.law.clocks import Clock
from tocsin.law.counts import UNKNOWN_ENTITY
from tocsin.law.desk import LawDesk
from tocsin.law.duty import Duty, DutyStatus, Step, StepKind
from tocsin.law.holds import HoldEffect, hold_effect
from tocsin.law.interplay import LIFTING, Reason, reason_of
from tocsin.law.met import met_on
from tocsin.law.people import Group, Tally
from tocsin.law.rules import IfUnknown, Recipient, Rule, Version
from tocsin.law.trace import trace_of


class Making(NamedTuple):
    """What is known before the duty is made: the rule, its version, who brings it about, and the law's day."""

    rule: Rule
    version: Version
    tally: Tally | None
    """None while the people are not counted."""
    day: date
    fixed: Clock | None
    law_desk: LawDesk

    def steps(self) -> tuple[Step, ...]:
        """Return the trace of the duty, from the same decision made again."""
        return trace_of(self, decide(self, self.law_desk), self.law_desk)


class Decided(NamedTuple):
    """What was decided: the last day, the holds, who is left, and what is missing."""

    day: DueDay
    hipaa_day: date | None
    hold: HoldEffect
    groups: Sequence[Group]
    reason: Reason
    needless: str
    missing: tuple[str, ...]


def make_duty(making: Making) -> Duty:
    """Return the duty; its trace is told when it is asked for."""
    rule, version, _, _, _, law_desk = making
    desk = law_desk.desk
    day, _, hold, groups, _, needless, missing = decide(making, law_desk)
    lifted = bool(needless) or (not groups if making.tally is not None else _is_gated(making, law_desk))
    met = met_on(rule, version, law_desk.law, law_desk.incident, desk.entity)
    status, late = _status(hold, met, day, desk.question.as_of, lifted, bool(missing))
    return Duty(
        incident=law_desk.incident.id,
        actor=desk.actor(rule.owed_by, rule.delegation),
        covered_entity=desk.entity.key,
        rule=rule,
        version=version,
        people=_people(making.tally, groups),
        clock_start=day.clock.name if day.clock else "",
        clock_start_on=day.clock.on if day.clock else None,
        due_on=hold.due_on,
        met_on=met,
        status=status,
        days_late=late,
        trace=making,
    )


def decide(making: Making, law_desk: LawDesk) -> Decided:
    """Return everything that the duty and its trace follow from."""
    due = making.version.due
    if due is None:
        raise RuntimeError("a version that owes nothing makes no duty")
    clock_of = law_desk.clock_of(making.rule.owed_by, making.fixed)
    day = law_desk.desk.question.sums.due(due, clock_of, law_desk.references)
    rule, law = making.rule, law_desk.law
    hipaa_day = _hipaa_day(making, law_desk) if rule.id in law.on_hipaas_time else None
    last = hipaa_day or day.on
    hold = _held(making, law_desk, last) if law_desk.incident.holds else HoldEffect(last, None)
    reason = _reason(rule, making, law_desk) if rule.id in law.liftable else Reason.NOT_NAMED
    needless = _needless(making, law_desk) if making.version.is_conditional else ""
    groups = () if needless else _left(making, law_desk, reason)
    missing = _missing(making, law_desk, day) if hipaa_day is None else ()
    return Decided(day, hipaa_day, hold, groups, reason, needless, missing)


def _people(counted: Tally | None, groups: Sequence[Group]) -> int | None:
    """Return for how many people it is owed; if for none, how many it would be."""
    if counted is None or groups is counted.groups:
        return None if counted is None else counted.people
    return total(groups) or counted.people


def total(groups: Sequence[Group]) -> int:
    """Return how many people the groups hold."""
    return sum([group.people for group in groups])


def _held(making: Making, law_desk: LawDesk, due_on: date | None) -> HoldEffect:
    law = law_desk.law
    if law.hold is None:
        return HoldEffect(due_on, None)
    clause = law.hold.on(making.day)
    after = making.version.after_clearance
    sums = law_desk.desk.question.sums
    return hold_effect(law_desk.incident.holds, clause, making.rule.recipient, due_on, after, sums)


def _hipaa_day(making: Making, law_desk: LawDesk) -> date | None:
    """Return HIPAA's last day, where the state's clause puts its duty on it and the HIPAA notice was not given late.

    Only facts decide, never the day of the status.
    """
    facts = law_desk.lifting(making.rule.owed_by, making.day)
    if facts is None:
        return None
    notices = law_desk.desk.federal_of(Recipient.INDIVIDUALS)
    if any(duty.met_on and duty.due_on and duty.met_on > duty.due_on for duty in notices):
        return None
    return min([duty.due_on for duty in notices if duty.due_on], default=None)


def _left(making: Making, law_desk: LawDesk, reason: Reason) -> Sequence[Group]:
    """Return who is left: HIPAA lifts people in its files, encryption the data it reaches, a harm gate everybody."""
    if making.tally is None:
        return ()
    groups: Sequence[Group] = making.tally.groups
    if reason in LIFTING:
        outside = [group for group in groups if not group.in_hipaa_file]
        groups = outside if outside and _still_reached(making.version, outside) else ()
    if not making.rule.gates or not law_desk.may_gate:
        return groups
    encryption, harm = law_desk.gates(making.day)
    if encryption.lifts:
        groups = [group for group in groups if group.kinds & encryption.not_for]
    return () if harm.lifts else groups


def _is_gated(making: Making, law_desk: LawDesk) -> bool:
    return any(gate.lifts for gate in law_desk.gates(making.day))


def _reason(rule: Rule, making: Making, law_desk: LawDesk) -> Reason:
    facts = law_desk.lifting(rule.owed_by, making.day)
    return reason_of(rule, facts) if facts is not None else Reason.NOT_NAMED


def _needless(making: Making, law_desk: LawDesk) -> str:
    """Return the words if a condition is assumed not to hold, or another duty already met makes this one needless."""
    version = making.version
    if version.only_if is not None and version.only_if.unknown is IfUnknown.TELL:
        known = law_desk.desk.trait(version.only_if.trait, law_desk.law, making.rule.delegation)
        if known is None:
            return f"Suppressed: only owed if {version.only_if.words} (traits.{version.only_if.trait} is not stated)."
    if version.unless_met in law_desk.met:
        return f"Suppressed: {version.unless_met} was met on {law_desk.met[version.unless_met]}."
    return ""


def _still_reached(version: Version, groups: Sequence[Group]) -> bool:
    return version.threshold is not None and version.threshold.op.holds(total(groups), version.threshold.n)


def _missing(making: Making, law_desk: LawDesk, day: DueDay) -> tuple[str, ...]:
    version, desk, counted = making.version, law_desk.desk, making.tally
    missing = []
    if day.missing:
        missing.append(f"Waiting for {day.missing}.")
    elif day.on is None and day.clock is not None and day.clock.on is None and version.due and version.due.start:
        missing.append(f"Waiting for {day.clock.fact}.")
    if desk.entity.key == UNKNOWN_ENTITY:
        missing.append("Waiting for the covered entity that answers for these people.")
    elif not desk.is_listed:
        missing.append("Waiting for a [[covered_entity]] with this key in the incident file.")
    if counted is None and version.threshold is not None and version.threshold.n > 1:
        missing.append("Waiting for the counts (which decide between the rules for few and for many).")
    if counted is not None and not counted.settled:
        missing.append(f"Waiting for counsel's reading of the threshold: {counted.dispute}")
    if version.only_if is not None and version.only_if.unknown is IfUnknown.ASK:
        known = desk.trait(version.only_if.trait, law_desk.law, making.rule.delegation)
        if known is None:
            missing.append(f"Waiting for traits.{version.only_if.trait}: whether {version.only_if.words}.")
    return tuple(missing)


def _status(
    hold: HoldEffect, met: date | None, day: DueDay, as_of: date, lifted: bool, missing: bool
) -> tuple[DutyStatus, int]:
    due_on = hold.due_on
    if lifted:
        return DutyStatus.SUPPRESSED, 0
    if missing:
        return DutyStatus.WAITING_FOR_FACT, 0
    if met is not None:
        same_day = met == day.eve_of
        late = 0 if due_on is None or same_day else max(0, (met - due_on).days)
        return (DutyStatus.LATE if late else DutyStatus.MET), late
    if hold.held_until is not None and as_of <= hold.held_until:
        return DutyStatus.HELD, 0
    late = 0 if due_on is None else max(0, (as_of - due_on).days)
    return (DutyStatus.LATE if late else DutyStatus.DUE), late


class Unrecorded(NamedTuple):
    """The one line that says that the records do not reach back."""

    words: str

    def steps(self) -> tuple[Step, ...]:
        """Return that line."""
        return (Step(StepKind.MISSING, self.words),)


def unrecorded(rule: Rule, version: Version, law_desk: LawDesk, people: int, day: date) -> Duty:
    """Return the row that says that the records do not reach back to the law of that day."""
    actor = law_desk.desk.actor(rule.owed_by, rule.delegation)
    words = (
        f"{rule.title}: what the law said before {version.in_force_from} is not in the records "
        f"({version.cite.citation}), and the law of {day} is asked for. Waiting for counsel."
    )
    return Duty(
        incident=law_desk.incident.id,
        actor=actor,
        covered_entity=law_desk.desk.entity.key,
        rule=rule,
        version=version,
        people=people,
        clock_start="",
        clock_start_on=None,
        due_on=None,
        met_on=None,
        status=DutyStatus.WAITING_FOR_FACT,
        days_late=0,
        trace=Unrecorded(words),
        unrecorded=True,
    )
