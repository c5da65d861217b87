"""The trace of a duty: facts used, rule version, citation, arithmetic, what lifts it, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.law.duty import Step, StepKind
from tocsin.law.interplay import LIFTING, lift_words
from tocsin.law.people import Tally, tally_words
from tocsin.law.plans import Planned
from tocsin.law.rules import Trust

if TYPE_CHECKING:
    from tocsin.law.desk import LawDesk
    from tocsin.law.making import Decided, Making


def trace_of(making: Making, decided: Decided, law_desk: LawDesk) -> tuple[Step, ...]:
    """Return the lines that tell how the duty came about."""
    day = decided.day
    steps = _rule_steps(making)
    if day.clock and day.clock.why:
        steps.append(Step(StepKind.CLOCK, day.clock.why))
    sum_ = law_desk.due_words(making.planned, making.fixed)
    if sum_:
        steps.append(Step(StepKind.ARITHMETIC, sum_))
    if decided.hipaa_day is not None and law_desk.law.hipaa is not None:
        cite = law_desk.law.hipaa.on(making.day).cite.citation
        steps.append(Step(StepKind.LIFTED, f"The clause keeps this duty on HIPAA's time ({cite})."))
    steps += _other_reading(making, decided, law_desk)
    steps += [Step(StepKind.HOLD, words) for words in decided.hold.words]
    if law_desk.desk.is_handed_over(making.rule.owed_by, making.rule.delegation):
        words = "Delegated to the business associate; the covered entity stays responsible."
        steps.append(Step(StepKind.ACTOR, words))
    steps += _left_steps(making, decided, law_desk)
    steps += [Step(StepKind.MISSING, words) for words in decided.missing]
    return tuple(steps)


def _rule_steps(making: Making) -> list[Step]:
    rule, version = making.rule, making.version
    words = f"{rule.title} ({version.cite.citation})."
    if version.months:
        words += f" {version.months} months."
    period = f"The version {version.period()} applies, as the law of {making.day}."
    if version.cite.trust is Trust.OWN_KNOWLEDGE_UNVERIFIED:
        period += " Own knowledge, unverified."
    if version.cite.doubt:
        period += f" Doubtful: {version.cite.doubt}"
    steps = [Step(StepKind.RULE, words), Step(StepKind.VERSION, period)]
    if making.tally is None:
        return [*steps, Step(StepKind.PEOPLE, "The number of people is not known yet.")]
    people = tally_words(version, making.tally)
    named = _named_data(making.planned, making.tally)
    steps.append(Step(StepKind.PEOPLE, f"{people} Their data that it names: {named}." if named else people))
    if making.tally.settled and making.tally.dispute:
        steps.append(Step(StepKind.CHANGE, making.tally.dispute))
    return steps


def _named_data(planned: Planned, tally: Tally) -> str:
    """Return the kinds of data by which the rule reaches these people; nothing if it reaches any data."""
    shown = frozenset[str]().union(*[group.kinds for group in tally.groups])
    return ", ".join(sorted(shown & planned.wanted)).replace("_", " ") if planned.wanted is not None else ""


def _other_reading(making: Making, decided: Decided, law_desk: LawDesk) -> list[Step]:
    """Return the day that another source's reading gives, as a target."""
    other = making.version.due.other if making.version.due else None
    if other is None:
        return []
    clock_of = law_desk.clock_of(making.rule.owed_by, making.fixed)
    day = law_desk.desk.question.sums.due(other, clock_of, law_desk.references)
    if day.on is None or day.on == decided.due_on:
        return []
    return [Step(StepKind.CHANGE, f"Read otherwise, {day.on} ({other.says}).")]


def _left_steps(making: Making, decided: Decided, law_desk: LawDesk) -> list[Step]:
    if decided.needless:
        return [Step(StepKind.GATE, decided.needless)]
    steps = []
    facts = law_desk.lifting(making.rule.owed_by, making.day)
    words, change = lift_words(making.rule, facts, decided.reason) if facts is not None else ("", "")
    if words:
        steps.append(Step(StepKind.LIFTED, words))
    if decided.reason in LIFTING and decided.groups:
        left = sum(group.people for group in decided.groups)
        steps.append(Step(StepKind.LIFTED, f"Left: {left} whose files are outside HIPAA."))
    if making.rule.gates:
        gates = law_desk.gates(making.day)
        steps += [Step(StepKind.GATE, gate.words) for gate in gates if gate.words]
    if change:
        steps.append(Step(StepKind.CHANGE, change))
    return steps
