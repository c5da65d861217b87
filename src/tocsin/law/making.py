"""Making a duty: one rule, one covered entity, one clock; every step leaves a line in the trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.law.arithmetic import DueDay
from tocsin.law.clocks import Clock
from tocsin.law.counts import UNKNOWN_ENTITY
from tocsin.law.desk import LawDesk, no_gates
from tocsin.law.duty import Duty, DutyStatus, Step, StepKind
from tocsin.law.gates import Gate
from tocsin.law.holds import NO_HOLD, HoldEffect, hold_effect
from tocsin.law.interplay import NO_LIFT, Lift, Standing, lift_of
from tocsin.law.met import met_on
from tocsin.law.people import Group, Tally
from tocsin.law.rules import DueForm, HipaaLink, IfUnknown, Recipient, Rule, Trust, Version


@dataclass(frozen=True)
class Making:
    """What is known before the duty is made: the rule, its version, who brings it about, and the law's day."""

    rule: Rule
    version: Version
    tally: Tally | None
    """None while the people are not counted."""
    day: date
    fixed: Clock | None = None


@dataclass(frozen=True)
class Reduced:
    """Who is left after HIPAA and the gates; ``is_lifted`` if nobody is."""

    people: int | None
    is_lifted: bool
    steps: tuple[Step, ...]


def make_duty(making: Making, law_desk: LawDesk) -> Duty:
    """Return the duty with its trace."""
    rule, version, desk = making.rule, making.version, law_desk.desk
    due = version.due
    if due is None:
        raise RuntimeError("a version that owes nothing makes no duty")
    sums = desk.question.sums
    day = sums.due(due, law_desk.clock_of(rule.owed_by, making.fixed), law_desk.references)
    day, timing = _on_hipaa_time(day, making, law_desk)
    hold = _held(making, law_desk, day.on)
    left = _reduced(making, law_desk)
    missing = _missing(making, law_desk, day)
    met = met_on(rule, version, law_desk.law, law_desk.incident, desk.entity)
    status, late = _status(hold, met, day, desk.question.as_of, left.is_lifted, bool(missing), due.form)
    actor, handed = desk.actor(rule.owed_by, rule.delegation)
    steps = [
        *_rule_steps(making, law_desk),
        *([Step(StepKind.CLOCK, day.clock.why)] if day.clock and day.clock.why else []),
        *([Step(StepKind.ARITHMETIC, day.words)] if day.words else []),
        *timing,
        *_other_reading(making, law_desk, hold),
        *(Step(StepKind.HOLD, words) for words in hold.words),
        *([Step(StepKind.ACTOR, handed)] if handed else []),
        *left.steps,
        *(Step(StepKind.MISSING, words) for words in missing),
    ]
    return Duty(
        incident=law_desk.incident.id,
        actor=actor,
        covered_entity=desk.entity.key,
        rule=rule,
        version=version,
        people=left.people,
        clock_start=day.clock.name if day.clock else due.form.value,
        clock_start_on=day.clock.on if day.clock else None,
        due_on=hold.due_on,
        met_on=met,
        status=status,
        days_late=late,
        steps=tuple(steps),
    )


def _rule_steps(making: Making, law_desk: LawDesk) -> list[Step]:
    rule, version = making.rule, making.version
    words = f"{rule.title} ({version.cite.citation})."
    if version.months:
        words += f" {version.months} months."
    period = f"The version {version.period()} applies: the law of {making.day} is asked for."
    if version.cite.trust is Trust.OWN_KNOWLEDGE_UNVERIFIED:
        period += " Own knowledge, unverified."
    if version.cite.doubt:
        period += f" Doubtful: {version.cite.doubt}"
    steps = [Step(StepKind.RULE, words), Step(StepKind.VERSION, period)]
    if making.tally is None:
        return [*steps, Step(StepKind.PEOPLE, "The number of people is not known yet.")]
    steps.append(Step(StepKind.PEOPLE, making.tally.words))
    if making.tally.settled and making.tally.dispute:
        steps.append(Step(StepKind.CHANGE, making.tally.dispute))
    return steps


def _held(making: Making, law_desk: LawDesk, due_on: date | None) -> HoldEffect:
    law = law_desk.law
    if law.hold is None or not law_desk.incident.holds:
        return replace(NO_HOLD, due_on=due_on)
    clause = law.hold.on(making.day)
    after = making.version.after_clearance
    sums = law_desk.desk.question.sums
    return hold_effect(law_desk.incident.holds, clause, making.rule.recipient.value, due_on, after, sums)


def _on_hipaa_time(day: DueDay, making: Making, law_desk: LawDesk) -> tuple[DueDay, list[Step]]:
    """Return HIPAA's last day instead, where the state's clause says so and the HIPAA notice is in time."""
    if making.rule.hipaa is not HipaaLink.LIFTABLE or law_desk.law.hipaa is None:
        return day, []
    facts = law_desk.lifting(making.rule.owed_by, making.day)
    if facts is None or facts.clause.value.timing.get(making.rule.recipient.value) != "hipaa":
        return day, []
    days = [duty.due_on for duty in law_desk.desk.federal_of(Recipient.INDIVIDUALS) if duty.due_on]
    if facts.individuals.standing is not Standing.IN_TIME or not days:
        return day, []
    words = f"The clause keeps this duty on HIPAA's time: {min(days)} ({facts.clause.cite.citation})."
    return replace(day, on=min(days), missing=""), [Step(StepKind.LIFTED, words)]


def _other_reading(making: Making, law_desk: LawDesk, hold: HoldEffect) -> list[Step]:
    """Return the day that another source's reading gives, as a target."""
    other = making.version.due.other if making.version.due else None
    if other is None:
        return []
    clock_of = law_desk.clock_of(making.rule.owed_by, making.fixed)
    day = law_desk.desk.question.sums.due(other, clock_of, law_desk.references)
    if day.on is None or day.on == hold.due_on:
        return []
    return [Step(StepKind.CHANGE, f"Read otherwise, {day.on} ({other.says}).")]


def _reduced(making: Making, law_desk: LawDesk) -> Reduced:
    """Return who is left: HIPAA's clause lifts people in its files, encryption the data it reaches, harm everybody."""
    rule = making.rule
    condition = _condition_lift(making, law_desk)
    if condition is not None:
        return Reduced(making.tally.people if making.tally else None, True, (condition,))
    steps: list[Step] = []
    encryption, harm = law_desk.gates(making.day) if rule.gates else no_gates()
    if making.tally is None:
        lifted = encryption.lifts or harm.lifts
        return Reduced(None, lifted, tuple(_gate_steps(encryption, harm)))
    lift = _lift(rule, making, law_desk)
    groups = making.tally.groups
    if lift.lifts:
        outside = tuple(group for group in groups if not group.in_hipaa_file)
        groups = outside if _still_reached(making.version, outside) else ()
        if groups:
            steps.append(Step(StepKind.LIFTED, f"Left: {_sum(groups)} whose files are outside HIPAA."))
    if lift.words:
        steps.insert(0, Step(StepKind.LIFTED, lift.words))
    if encryption.lifts:
        groups = tuple(group for group in groups if group.kinds & encryption.not_for)
    if harm.lifts:
        groups = ()
    steps += _gate_steps(encryption, harm)
    if lift.change:
        steps.append(Step(StepKind.CHANGE, lift.change))
    people = _sum(groups) if groups else making.tally.people
    return Reduced(people, not groups, tuple(steps))


def _lift(rule: Rule, making: Making, law_desk: LawDesk) -> Lift:
    if law_desk.law.hipaa is None or rule.hipaa is not HipaaLink.LIFTABLE:
        return NO_LIFT
    facts = law_desk.lifting(rule.owed_by, making.day)
    return lift_of(rule, facts) if facts is not None else NO_LIFT


def _condition_lift(making: Making, law_desk: LawDesk) -> Step | None:
    """Return the words if a condition is assumed not to hold, or another duty already met makes this one needless."""
    version = making.version
    if version.only_if is not None and version.only_if.unknown is IfUnknown.TELL:
        known = law_desk.desk.trait(version.only_if.trait, law_desk.law, making.rule.delegation)
        if known is None:
            words = f"Suppressed: only owed if {version.only_if.words} (traits.{version.only_if.trait} is not stated)."
            return Step(StepKind.GATE, words)
    if version.unless_met:
        reference = law_desk.references.get(f"met:{version.unless_met}")
        if reference is not None:
            return Step(StepKind.GATE, f"Suppressed: {version.unless_met} was met on {reference.day}.")
    return None


def _gate_steps(encryption: Gate, harm: Gate) -> list[Step]:
    return [Step(StepKind.GATE, gate.words) for gate in (encryption, harm) if gate.words]


def _still_reached(version: Version, groups: Sequence[Group]) -> bool:
    return version.threshold is not None and version.threshold.op.holds(_sum(groups), version.threshold.n)


def _sum(groups: Sequence[Group]) -> int:
    return sum(group.people for group in groups)


def _missing(making: Making, law_desk: LawDesk, day: DueDay) -> list[str]:
    version, desk = making.version, law_desk.desk
    missing = []
    if day.missing:
        missing.append(f"Waiting for {day.missing}.")
    elif day.on is None and day.clock is not None and day.clock.on is None and version.due and version.due.start:
        missing.append(f"Waiting for {day.clock.fact}.")
    if desk.entity.key == UNKNOWN_ENTITY:
        missing.append("Waiting for the covered entity that answers for these people.")
    elif law_desk.incident.covered_entities and desk.entity.key not in _keys(law_desk):
        missing.append("Waiting for a [[covered_entity]] with this key in the incident file.")
    if making.tally is None and version.threshold is not None and version.threshold.n > 1:
        missing.append("Waiting for the counts (which decide between the rules for few and for many).")
    if making.tally is not None and not making.tally.settled:
        missing.append(f"Waiting for counsel's reading of the threshold: {making.tally.dispute}")
    if version.only_if is not None and version.only_if.unknown is IfUnknown.ASK:
        known = desk.trait(version.only_if.trait, law_desk.law, making.rule.delegation)
        if known is None:
            missing.append(f"Waiting for traits.{version.only_if.trait}: whether {version.only_if.words}.")
    return missing


def _keys(law_desk: LawDesk) -> set[str]:
    return {entity.key for entity in law_desk.incident.covered_entities}


def _status(
    hold: HoldEffect, met: date | None, day: DueDay, as_of: date, lifted: bool, missing: bool, form: DueForm
) -> tuple[DutyStatus, int]:
    due_on = hold.due_on
    if lifted:
        return DutyStatus.SUPPRESSED, 0
    if missing:
        return DutyStatus.WAITING_FOR_FACT, 0
    if met is not None:
        same_day = form is DueForm.BEFORE and met == day.reference_on
        late = 0 if due_on is None or same_day else max(0, (met - due_on).days)
        return (DutyStatus.LATE if late else DutyStatus.MET), late
    if hold.held_until is not None and as_of <= hold.held_until:
        return DutyStatus.HELD, 0
    late = 0 if due_on is None else max(0, (as_of - due_on).days)
    return (DutyStatus.LATE if late else DutyStatus.DUE), late


def unrecorded(rule: Rule, version: Version, law_desk: LawDesk, tally: Tally, day: date) -> Duty:
    """Return the row that says that the records do not reach back to the law of that day."""
    actor, _ = law_desk.desk.actor(rule.owed_by, rule.delegation)
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
        people=tally.people,
        clock_start="",
        clock_start_on=None,
        due_on=None,
        met_on=None,
        status=DutyStatus.WAITING_FOR_FACT,
        days_late=0,
        steps=(Step(StepKind.MISSING, words),),
        unrecorded=True,
    )
