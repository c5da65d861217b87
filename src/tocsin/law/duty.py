"""A duty: what one organization owes one recipient under one rule, by when, and the trace that says why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from tocsin.ids import DutyId, digest_id
from tocsin.law.rules import Rule, Version


class DutyStatus(StrEnum):
    """Where a duty stands."""

    DUE = "due"
    MET = "met"
    LATE = "late"
    HELD = "held"
    WAITING_FOR_FACT = "waiting_for_fact"
    SUPPRESSED = "suppressed"


OPEN = frozenset({DutyStatus.DUE, DutyStatus.LATE, DutyStatus.HELD, DutyStatus.WAITING_FOR_FACT})


class StepKind(StrEnum):
    """What a line of the trace tells."""

    RULE = "rule"
    VERSION = "version"
    PEOPLE = "people"
    CLOCK = "clock"
    ARITHMETIC = "arithmetic"
    HOLD = "hold"
    ACTOR = "actor"
    LIFTED = "lifted"
    GATE = "gate"
    MISSING = "missing"
    CHANGE = "change"


class Step(NamedTuple):
    """One line of the trace."""

    kind: StepKind
    words: str


class Traced(Protocol):
    """What a duty was decided on, able to tell it again."""

    def steps(self) -> tuple[Step, ...]:
        """Return the trace, line by line."""


class ToldMore(NamedTuple):
    """A trace with one more line."""

    first: Traced
    more: Step

    def steps(self) -> tuple[Step, ...]:
        """Return the trace, line by line."""
        return *self.first.steps(), self.more


class Duty(NamedTuple):
    """One duty; beside the columns of the contract's Duties export, its rule, its version and its trace.

    The trace is worded when it is asked for, from the same values that the duty was decided on.
    """

    incident: str
    actor: str
    covered_entity: str
    rule: Rule
    version: Version
    people: int | None
    clock_start: str
    clock_start_on: date | None
    due_on: date | None
    met_on: date | None
    status: DutyStatus
    days_late: int
    trace: Traced
    unrecorded: bool = False
    """The records do not reach back to the day whose law applies."""

    @property
    def duty_id(self) -> DutyId:
        """Its identifier, from the incident, who owes it, the entity, the rule and the clock."""
        return DutyId(digest_id("dut", self.incident, self.actor, self.covered_entity, self.rule_id, self.clock_start))

    @property
    def rule_id(self) -> str:
        """The id of its rule."""
        return f"{self.rule.id}-unrecorded" if self.unrecorded else self.rule.id

    @property
    def jurisdiction(self) -> str:
        """Whose law it is."""
        return self.rule.jurisdiction

    @property
    def recipient(self) -> str:
        """Who is told."""
        return str(self.rule.recipient)

    @property
    def citation(self) -> str:
        """The clause."""
        return self.version.cite.citation

    @property
    def trust(self) -> str:
        """How sure the cell is that the rule was read from."""
        return str(self.version.cite.trust)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The trace, line by line."""
        return self.trace.steps()

    @property
    def why(self) -> str:
        """The trace in one paragraph."""
        return " ".join(step.words for step in self.steps)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done or to be found out."""
        return self.status in OPEN


_NEVER = date.max


def sort_key(duty: Duty) -> tuple[date, str, str, str]:
    """Return the order in which duties are told: by due date, entity, rule and clock."""
    return duty.due_on or _NEVER, duty.covered_entity, duty.rule.id, duty.clock_start
