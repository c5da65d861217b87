"""Making a duty: one rule, one covered entity, one clock; what was decided on can be told again as its trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tocsin.law.arithmetic import DueDay
from tocsin.law.clauses import HoldRule
from tocsin.law.clocks import Clock
from tocsin.law.counts import UNKNOWN_ENTITY
from tocsin.law.desk import LawDesk
from tocsin.law.duty import Duty, DutyStatus, Step, StepKind
from tocsin.law.holds import NO_HOLD, HoldEffect, hold_effect
from tocsin.law.interplay import LIFTING, Reason
from tocsin.law.laws import CellVersion
from tocsin.law.met import met_on
from tocsin.law.people import Group, Tally, total
from tocsin.law.plans import Planned
from tocsin.law.rules import IfUnknown, Recipient, Rule, Version
from tocsin.law.trace import trace_of


class Making(NamedTuple):
    """What is known before the duty is made: the rule as it stands, who brings it about, and the law's day."""

    planned: Planned
    tally: Tally | None
    """None while the people are not counted."""
    day: date
    fixed: Clock | None
    law_desk: LawDesk

    @property
    def rule(self) -> Rule:
        """Its rule."""
        return self.planned.rule

    @property
    def version(self) -> Version:
        """The version of its rule that holds."""
        return self.planned.version

    def steps(self) -> tuple[Step, ...]:
        """Return the trace of the duty, from the same decision made again."""
        return trace_of(self, Decided(*decide(self)), self.law_desk)


class Decided(NamedTuple):
    """What was decided: the last day, the holds, who is left, and what is missing."""

    day: DueDay
    hipaa_day: date | None
    hold: HoldEffect
    due_on: date | None
    groups: Sequence[Group]
    reason: Reason
    needless: str
    missing: tuple[str, ...]


Decision = tuple[DueDay, date | None, HoldEffect, date | None, Sequence[Group], Reason, str, tuple[str, ...]]
"""The same without names: it is made for every duty, and told for few."""


def make_duty(making: Making) -> Duty:
    """Return the duty; its trace is told when it is asked for."""
    planned, tally, _, _, law_desk = making
    rule, version = planned.rule, planned.version
    desk = law_desk.desk
    day, _, hold, due_on, groups, _, needless, missing = decide(making)
    if tally is None:
        people, lifted = None, needless != "" or _is_gated(making)
    else:
        people = tally.people if groups is tally.groups else total(groups) or tally.people
        lifted = needless != "" or not groups
    met = met_on(rule, version, law_desk.law, law_desk.incident, desk.entity)
    is_held = hold.held_until is not None and desk.question.as_of <= hold.held_until
    status, late = _status(due_on, met, day, desk.question.as_of, lifted, missing != (), is_held)
    clock = day.clock
    return Duty(
        law_desk.incident.id,
        desk.actor(rule.owed_by, rule.delegation),
        desk.entity.key,
        rule,
        version,
        people,
        clock.name if clock else "",
        clock.on if clock else None,
        due_on,
        met,
        status,
        late,
        making,
    )


def decide(making: Making) -> Decision:
    """Return everything that the duty and its trace follow from."""
    planned, tally, law_day, fixed, law_desk = making
    day = law_desk.due_day(planned, fixed)
    hipaa_day = _hipaa_day(making) if planned.is_on_hipaas_time else None
    due_on = hipaa_day or day.on
    hold = NO_HOLD
    if law_desk.incident.holds and law_desk.law.hold is not None:
        hold = _held(making, law_desk.law.hold.on(law_day), due_on)
        due_on = hold.due_on
    reason = law_desk.reason(planned, law_day) if planned.may_be_lifted else Reason.NOT_NAMED
    needless = _needless(making) if planned.version.is_conditional else ""
    groups: Sequence[Group] = ()
    if tally is not None and not needless:
        may_leave = reason in LIFTING or (law_desk.may_gate and planned.rule.gates)
        groups = _left(making, tally, reason) if may_leave else tally.groups
    missing = _missing(making, day) if hipaa_day is None else ()
    return day, hipaa_day, hold, due_on, groups, reason, needless, missing


def _held(making: Making, clause: CellVersion[HoldRule], due_on: date | None) -> HoldEffect:
    question = making.law_desk.desk.question
    after = making.planned.version.after_clearance
    return hold_effect(question.holds, clause, making.planned.rule.recipient, due_on, after, question.sums)


def _hipaa_day(making: Making) -> date | None:
    """Return HIPAA's last day, where the state's clause puts its duty on it and the HIPAA notice was not given late.

    Only facts decide, never the day of the status.
    """
    law_desk = making.law_desk
    if law_desk.lifting(making.rule.owed_by, making.day) is None:
        return None
    notices = law_desk.desk.federal_of(Recipient.INDIVIDUALS)
    if any(duty.met_on and duty.due_on and duty.met_on > duty.due_on for duty in notices):
        return None
    return min([duty.due_on for duty in notices if duty.due_on], default=None)


def _left(making: Making, tally: Tally, reason: Reason) -> Sequence[Group]:
    """Return who is left: HIPAA lifts people in its files, encryption the data it reaches, a harm gate everybody."""
    groups: Sequence[Group] = tally.groups
    if reason in LIFTING:
        outside = [group for group in groups if not group.in_hipaa_file]
        groups = outside if outside and _still_reached(making.version, outside) else ()
    if not making.rule.gates or not making.law_desk.may_gate:
        return groups
    encryption, harm = making.law_desk.gates(making.day)
    if encryption.lifts:
        groups = [group for group in groups if group.kinds & encryption.not_for]
    return () if harm.lifts else groups


def _is_gated(making: Making) -> bool:
    return any(gate.lifts for gate in making.law_desk.gates(making.day))


def _needless(making: Making) -> str:
    """Return the words if a condition is assumed not to hold, or another duty already met makes this one needless."""
    version, law_desk = making.version, making.law_desk
    if version.only_if is not None and version.only_if.unknown is IfUnknown.TELL:
        known = law_desk.desk.trait(version.only_if.trait, law_desk.law, making.rule.delegation)
        if known is None:
            return f"Suppressed: only owed if {version.only_if.words} (traits.{version.only_if.trait} is not stated)."
    if version.unless_met in law_desk.met:
        return f"Suppressed: {version.unless_met} was met on {law_desk.met[version.unless_met]}."
    return ""


def _still_reached(version: Version, groups: Sequence[Group]) -> bool:
    return version.threshold is not None and version.threshold.op.holds(total(groups), version.threshold.n)


def _missing(making: Making, day: DueDay) -> tuple[str, ...]:
    planned, counted, _, _, law_desk = making
    version, desk = planned.version, law_desk.desk
    is_known = day.missing == "" and (day.on is not None or day.clock is None or day.clock.on is not None)
    if is_known and desk.is_known and counted is not None and counted.settled and not planned.is_asking:
        return ()
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
    due_on: date | None, met: date | None, day: DueDay, as_of: date, lifted: bool, missing: bool, is_held: bool
) -> tuple[DutyStatus, int]:
    if lifted:
        return DutyStatus.SUPPRESSED, 0
    if missing:
        return DutyStatus.WAITING_FOR_FACT, 0
    if met is not None:
        same_day = met == day.eve_of
        late = 0 if due_on is None or same_day else max(0, (met - due_on).days)
        return (DutyStatus.LATE if late else DutyStatus.MET), late
    if is_held:
        return DutyStatus.HELD, 0
    late = 0 if due_on is None else max(0, (as_of - due_on).days)
    return (DutyStatus.LATE if late else DutyStatus.DUE), late


class Unrecorded(NamedTuple):
    """The one line that says that the records do not reach back."""

    words: str

    def steps(self) -> tuple[Step, ...]:
        """Return that line."""
        return (Step(StepKind.MISSING, self.words),)


def unrecorded(planned: Planned, law_desk: LawDesk, people: int | None, day: date) -> Duty:
    """Return the row that says that the records do not reach back to the law of that day."""
    rule, version = planned.rule, planned.version
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
