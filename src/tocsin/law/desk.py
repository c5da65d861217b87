"""What making duties needs to know about one incident, one covered entity and one law, gathered once.

Pure: facts in, values out; today, the law book and the holiday calendar are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tocsin.law.arithmetic import NO_REFERENCE, DueDay, Reference, Sums
from tocsin.law.book import LawBook
from tocsin.law.clocks import Clock, ClocksMade, EntityClocks
from tocsin.law.counts import ALL_ENTITIES, UNKNOWN_ENTITY, Count
from tocsin.law.duty import Duty
from tocsin.law.gates import OPEN_GATE, Gate, assessment_gate, encryption_gate, harm_gate, no_harm_record
from tocsin.law.interplay import (
    OPEN_TO_LIFT,
    Federal,
    Lifting,
    Reason,
    Standing,
    actor_kind,
    federal_standing,
    reason_of,
)
from tocsin.law.laws import FEDERAL, Law, LawDays
from tocsin.law.met import HIPAA
from tocsin.law.people import Crowd, Pools
from tocsin.law.plans import INDIVIDUALS, NO_HARM_SIGNED, OWNERS, Planned
from tocsin.law.rules import Due, OwedBy, Recipient
from tocsin.model.incident import CoveredEntity, Hold, Incident, OrganizationRole, Regime, Route

NO_HARM_RECORD = "no_harm_record"
NOTIFIER_WAS_SOURCE = "notifier_was_source"


@dataclass(frozen=True)
class Question:
    """What is asked of the law book: the incident, the day of the status, and a day whose law is replayed."""

    incident: Incident
    book: LawBook
    as_of: date
    law_on: date | None
    sums: Sums

    @cached_property
    def may_gate(self) -> bool:
        """Whether anything in the facts could open a gate of a state's law."""
        return bool(self.incident.no_harm) or self.incident.safeguards.encrypted_at_rest

    @cached_property
    def organizations(self) -> tuple[ClocksMade, dict[int, DueDay]]:
        """The organization's own clocks, and the days that they give."""
        return {}, {}

    @cached_property
    def starts(self) -> dict[Hashable, EntityStarts]:
        """The clocks of entities so far, by the facts that they hang on."""
        return {}

    def starts_of(self, entity: CoveredEntity) -> EntityStarts:
        """Return the clocks of an entity; entities whose facts are the same share them."""
        facts = (
            entity.told_on,
            entity.discovered_on,
            entity.determined_on,
            entity.agent,
            *sorted(entity.clock.items()),
        )
        if facts not in self.starts:
            clocks = EntityClocks(self.incident, entity, self.book.starts, self.organizations[0])
            self.starts[facts] = EntityStarts(clocks, {}, (self.organizations[1], {}))
        return self.starts[facts]

    @cached_property
    def holds(self) -> tuple[Hold, ...]:
        """The holds in the order in which they came."""
        return tuple(sorted(self.incident.holds, key=lambda h: (h.received_on, h.until_on or date.max, h.form)))

    @cached_property
    def routes(self) -> dict[str, Route]:
        """The decisions on HIPAA's clauses by jurisdiction; the first one counts."""
        return {route.jurisdiction: route for route in reversed(self.incident.routes)}


class EntityStarts(NamedTuple):
    """The clocks of an entity, and the days that they give, which need no other duty."""

    clocks: EntityClocks
    law_days: dict[str, LawDays]
    due_days: tuple[dict[int, DueDay], dict[int, DueDay]]
    """What the organization owes, and what the covered entity owes."""


class EntityDesk:
    """One covered entity: its people, its clocks, and its federal duties once they are made."""

    def __init__(self, question: Question, entity: CoveredEntity, counts: Iterable[Count] | None) -> None:
        """Take the entity and its own rows of the counts; None while they are not known."""
        self.question, self.entity = question, entity
        self.incident = question.incident
        self.is_counted = counts is not None
        self.crowd = Crowd(counts or (), question.book.kinds)
        self.clocks, self._days, self._due_days = question.starts_of(entity)
        self.is_own = question.incident.role is OrganizationRole.COVERED_ENTITY
        self.is_hipaa = entity.regime is Regime.HIPAA
        listed = question.incident.covered_entities
        self.is_listed = not listed or any(entity is one or entity.key == one.key for one in listed)
        self.is_known = self.is_listed and entity.key != UNKNOWN_ENTITY
        self.federal: list[Duty] = []
        self._hanging: dict[int, DueDay] = {}
        self._actors: dict[tuple[OwedBy, str], str] = {}

    @cached_property
    def seat(self) -> str:
        """The state where the entity sits; empty if it is not known."""
        return self.entity.address.state.upper() or (self.incident.state if self.is_own else "")

    def days_of(self, law: Law) -> LawDays:
        """Return the days whose law applies: those the law names, else the earliest possible, else the first known.

        The status day stands in only where the facts hold no day at all.
        """
        name = law.law_by
        days = self._days.get(name)
        if days is None:
            days = self._days[name] = LawDays(*(self._law_day(name, owed_by) for owed_by in OWNERS))
        return days

    def _law_day(self, start: str, owed_by: OwedBy) -> date:
        return (
            self.question.law_on
            or self.clocks.day_of(start, owed_by)
            or self.clocks.first_known()
            or self.question.as_of
        )

    def due_day(self, planned: Planned) -> DueDay:
        """Return the last day of a duty that hangs on no other; laws that say the same share it."""
        made = self._due_days[planned.owner]
        found = made.get(id(planned.due))
        if found is None:
            clocks, owed_by = self.clocks, planned.rule.owed_by
            found = made[id(planned.due)] = self.question.sums.due(
                planned.due, lambda part: clocks.clock(part.start, owed_by, part.told, part.imputed), {}
            )
        return found

    def hipaa_due_day(self, planned: Planned) -> DueDay:
        """Return the last day of a duty that hangs on a HIPAA notice; laws that say the same share it."""
        found = self._hanging.get(id(planned.due))
        if found is None:
            reference = self.hipaa_references.get(planned.due.to, NO_REFERENCE)
            found = self._hanging[id(planned.due)] = self.question.sums.hanging(planned.due, reference)
        return found

    def trait(self, name: str, law: Law, delegation: str) -> bool | None:
        """Return a fact that a rule asks for; None if it is not known."""
        if name == NO_HARM_RECORD:
            return no_harm_record(self.incident, law) is not None
        known = self.entity.traits.get(name, self.incident.traits.get(name))
        if known is None and name == NOTIFIER_WAS_SOURCE and (self.is_own or delegation in self.entity.delegated):
            return True
        return known

    def actor(self, owed_by: OwedBy, delegation: str) -> str:
        """Return who owes a duty."""
        key = (owed_by, delegation)
        found = self._actors.get(key)
        if found is None:
            found = self._actors[key] = self._find_actor(owed_by, delegation)
        return found

    def _find_actor(self, owed_by: OwedBy, delegation: str) -> str:
        if owed_by is OwedBy.ORGANIZATION or (self.is_own and self.entity.key == ALL_ENTITIES):
            return self.incident.organization
        handed = self.is_handed_over(owed_by, delegation)
        return self.incident.organization if handed else self.entity.key

    def is_handed_over(self, owed_by: OwedBy, delegation: str) -> bool:
        """Tell whether the covered entity delegated the duty to the organization."""
        return owed_by is OwedBy.COVERED_ENTITY and delegation != "" and delegation in self.entity.delegated

    def federal_of(self, recipient: Recipient) -> list[Duty]:
        """Return its HIPAA notices to that recipient."""
        return [duty for duty in self.federal if duty.rule.recipient is recipient and duty.rule.id.startswith(_HIPAA)]

    @cached_property
    def standing_individuals(self) -> Federal:
        """How the HIPAA notice to individuals stands."""
        return federal_standing(self.federal_of(Recipient.INDIVIDUALS))

    @cached_property
    def standing_entity(self) -> Federal:
        """How the business associate's HIPAA notice to the entity stands."""
        return federal_standing(self.federal_of(Recipient.COVERED_ENTITY))

    @cached_property
    def standings(self) -> tuple[Standing, Standing]:
        """How the HIPAA notice stands that would do the work of the organization's, and of the entity's own."""
        return self.standing_entity.standing, self.standing_individuals.standing

    @cached_property
    def hipaa_references(self) -> dict[str, Reference]:
        """The days of the HIPAA notices that state duties can hang on."""
        return {
            "individuals": reference_of(self.federal_of(Recipient.INDIVIDUALS)),
            "hhs": reference_of(self.federal_of(Recipient.REGULATOR)),
        }


NO_GATES = (OPEN_GATE, OPEN_GATE)
_NONE_MET: Mapping[str, date] = {}
_HIPAA = f"us-{HIPAA}-"


class LawDesk(Pools):
    """One law at one entity: the people it reaches, its gates, and what HIPAA does to it."""

    __slots__ = ("_gates", "_lifting", "days", "desk", "incident", "may_gate", "met", "references")

    def __init__(self, desk: EntityDesk, law: Law) -> None:
        """Take the entity and the law."""
        everyone = law.everyone_if_seated and desk.seat == law.state
        super().__init__(law, desk.crowd, desk.crowd.groups if everyone else desk.crowd.by_state.get(law.state, ()))
        self.desk = desk
        self.incident = desk.incident
        self.days = desk.days_of(law)
        is_federal = law.kind == FEDERAL
        self.references: Mapping[str, Reference] = {} if is_federal else desk.hipaa_references
        self.may_gate = is_federal or desk.question.may_gate
        self._gates: dict[date, tuple[Gate, Gate]] | None = None
        self._lifting: dict[OwedBy, Lifting | None] | None = None
        self.met: Mapping[str, date] = _NONE_MET

    def plans(self) -> tuple[Planned, ...]:
        """Return the plans of the rules that can reach the entity."""
        return self.law.reaching(self.days, self.incident.role, is_hipaa=self.desk.is_hipaa)

    def due_day(self, planned: Planned, fixed: Clock | None) -> DueDay:
        """Return the last day of a plan; one of two clocks is ``fixed`` while agency is open."""
        if planned.is_free and fixed is None:
            return self.desk.due_day(planned)
        if fixed is None and planned.is_hanging and self.references is self.desk.hipaa_references:
            return self.desk.hipaa_due_day(planned)
        clock_of = self.clock_of(planned.rule.owed_by, fixed)
        return self.desk.question.sums.due(planned.due, clock_of, self.references)

    def due_words(self, planned: Planned, fixed: Clock | None) -> str:
        """Return the sum behind the last day, in words."""
        clock_of = self.clock_of(planned.rule.owed_by, fixed)
        return self.desk.question.sums.words(planned.due, clock_of, self.references)

    def reason(self, planned: Planned, day: date) -> Reason:
        """Return what HIPAA does to the rule, by the law's clause."""
        desk = self.desk
        if not (planned.may_be_lifted and desk.is_hipaa):
            return Reason.NOT_NAMED
        if planned.reasons is not None and self.law.jurisdiction not in desk.question.routes:
            return planned.reasons[desk.standings[planned.owner]]
        facts = self.lifting(planned.rule.owed_by, day)
        return reason_of(planned.rule, facts) if facts is not None else Reason.NOT_NAMED

    def gates(self, day: date) -> tuple[Gate, Gate]:
        """Return the gate of encryption, and that of harm or of the four factors."""
        if not self.may_gate:
            return NO_GATES
        if self._gates is None:
            self._gates = {}
        if day not in self._gates:
            encryption = encryption_gate(self.law, day, self.incident.safeguards)
            harm = (
                assessment_gate(self.law, self.incident.assessment)
                if self.law.kind == "federal"
                else harm_gate(self.law, day, self.incident)
            )
            self._gates[day] = (encryption, harm)
        return self._gates[day]

    def clock_of(self, owed_by: OwedBy, fixed: Clock | None) -> Callable[[Due], Clock]:
        """Return how the clocks of a rule are found; one of two is ``fixed`` while agency is open."""
        if fixed is not None:
            return lambda due: fixed
        return self._of_organization if owed_by is OwedBy.ORGANIZATION else self._of_entity

    def _of_organization(self, due: Due) -> Clock:
        return self.desk.clocks.clock(due.start, OwedBy.ORGANIZATION, due.told, due.imputed)

    def _of_entity(self, due: Due) -> Clock:
        if due.start == NO_HARM_SIGNED:
            record = no_harm_record(self.incident, self.law)
            if record is not None:
                why = f"The no-harm determination was signed on {record.signed_on}."
                return Clock(NO_HARM_SIGNED, record.signed_on, "no_harm.signed_on", why)
        return self.desk.clocks.clock(due.start, OwedBy.COVERED_ENTITY, due.told, due.imputed)

    def lifting(self, owed_by: OwedBy, day: date) -> Lifting | None:
        """Return what the HIPAA clause is held against; None if there is none, or HIPAA does not reach the entity."""
        if self._lifting is None:
            self._lifting = {}
        if owed_by not in self._lifting:
            self._lifting[owed_by] = self._make_lifting(owed_by, day)
        return self._lifting[owed_by]

    def _make_lifting(self, owed_by: OwedBy, day: date) -> Lifting | None:
        if self.law.hipaa is None or not self.desk.is_hipaa:
            return None
        clause = self.law.hipaa.on(day)
        named = self.law.kinds_on(day)
        return Lifting(
            clause,
            self.desk.standing_individuals,
            self.desk.standing_entity,
            actor_kind(owed_by),
            self._present(named) if clause.value.only_kinds else named,
            self._copy_sent(clause.value.needs_copy_to),
            self.desk.question.routes.get(self.law.jurisdiction),
        )

    def _present(self, named: frozenset[str]) -> frozenset[str]:
        return named & frozenset(kind for group in self.residents for kind in group.kinds)

    def _copy_sent(self, recipient: str) -> bool:
        return bool(recipient) and any(
            met.recipient == recipient
            and met.jurisdiction == self.law.jurisdiction
            and met.covered_entity in {"", ALL_ENTITIES, self.desk.entity.key}
            for met in self.incident.met
        )

    def note(self, duty: Duty, planned: Planned) -> None:
        """Remember the day of a duty just made, for those that hang on it."""
        hung_on, id_ = self.law.hung_on, duty.rule.id
        if id_ in hung_on:
            self.references = {**self.references, id_: reference_of([duty])}
            if duty.met_on is not None:
                self.met = {**self.met, id_: duty.met_on}
        if planned.is_main and INDIVIDUALS in hung_on and not self._does_hipaas_letter(planned):
            self.references = {**self.references, INDIVIDUALS: reference_of([duty])}

    def _does_hipaas_letter(self, planned: Planned) -> bool:
        """Tell whether the letter that HIPAA asks for does the work of the state's, so that others hang on that one."""
        if self.references[INDIVIDUALS].day is None:
            return False
        return self.reason(planned, self.days[planned.owner]) in OPEN_TO_LIFT


def reference_of(duties: Iterable[Duty]) -> Reference:
    """Return the earliest day on which one of the duties was met, or else falls due."""
    days = [(duty.met_on or duty.due_on, duty) for duty in duties]
    dated = [(day, duty) for day, duty in days if day is not None]
    if not dated:
        return Reference()
    day, duty = min(dated, key=lambda pair: (pair[0], pair[1].clock_start))
    return Reference(day, duty.rule.title, duty.met_on is not None)
