"""What making duties needs to know about one incident, one covered entity and one law, gathered once.

Pure: facts in, values out; today, the law book and the holiday calendar are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tocsin.law.arithmetic import Reference, Sums
from tocsin.law.book import LawBook
from tocsin.law.clocks import Clock, EntityClocks
from tocsin.law.counts import ALL_ENTITIES, Count
from tocsin.law.duty import Duty
from tocsin.law.gates import OPEN_GATE, Gate, assessment_gate, encryption_gate, harm_gate, no_harm_record
from tocsin.law.interplay import Federal, Lifting, federal_standing, lifts_in_time
from tocsin.law.laws import Law
from tocsin.law.met import HIPAA
from tocsin.law.people import Crowd, Group, Pools
from tocsin.law.rules import Due, HipaaLink, OwedBy, Recipient, Rule, RuleKind
from tocsin.model.incident import CoveredEntity, Incident, OrganizationRole, Regime

INDIVIDUALS = "individuals"
NO_HARM_SIGNED = "no_harm_signed"
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
    reaching: dict[tuple[str, bool], tuple[Rule, ...]] = field(default_factory=dict)
    """The rules of each jurisdiction that can reach an entity under HIPAA, or outside it; filled as asked."""

    @cached_property
    def may_gate(self) -> bool:
        """Whether anything in the facts could open a gate of a state's law."""
        return bool(self.incident.no_harm) or self.incident.safeguards.encrypted_at_rest


class EntityDesk:
    """One covered entity: its people, its clocks, and its federal duties once they are made."""

    def __init__(self, question: Question, entity: CoveredEntity, counts: Iterable[Count] | None) -> None:
        """Take the entity and its own rows of the counts; None while they are not known."""
        self.question, self.entity = question, entity
        self.incident = question.incident
        self.is_counted = counts is not None
        self.crowd = Crowd(counts or (), question.book.kinds)
        self.clocks = EntityClocks(question.incident, entity, question.book.starts)
        self.is_own = question.incident.role is OrganizationRole.COVERED_ENTITY
        self.is_hipaa = entity.regime is Regime.HIPAA
        listed = question.incident.covered_entities
        self.is_listed = not listed or any(entity is one or entity.key == one.key for one in listed)
        self.federal: list[Duty] = []
        self._days: dict[tuple[str, OwedBy], date] = {}
        self._actors: dict[tuple[OwedBy, str], str] = {}

    def rules_of(self, law: Law) -> tuple[Rule, ...]:
        """Return the rules of a law that can reach an entity of its kind in an incident of this role."""
        key = (law.jurisdiction, self.is_hipaa)
        reaching = self.question.reaching
        if key not in reaching:
            shut_out = HipaaLink.NEVER if self.is_hipaa else HipaaLink.ONLY
            reaching[key] = tuple(
                rule
                for rule in law.owing
                if rule.hipaa is not shut_out and (not rule.when_role or self.incident.role in rule.when_role)
            )
        return reaching[key]

    @property
    def seat(self) -> str:
        """The state where the entity sits; empty if it is not known."""
        return self.entity.address.state.upper() or (self.incident.state if self.is_own else "")

    def law_day(self, law: Law, owed_by: OwedBy) -> date:
        """Return the day whose law applies: the one the law names, else the earliest it can be, else the status day."""
        if self.question.law_on is not None:
            return self.question.law_on
        key = (law.law_by, owed_by)
        if key not in self._days:
            self._days[key] = self.clocks.day_of(*key) or self.question.as_of
        return self._days[key]

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
        if key not in self._actors:
            self._actors[key] = self._find_actor(owed_by, delegation)
        return self._actors[key]

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
    def hipaa_references(self) -> dict[str, Reference]:
        """The days of the HIPAA notices that state duties can hang on."""
        return {
            "individuals": reference_of(self.federal_of(Recipient.INDIVIDUALS)),
            "hhs": reference_of(self.federal_of(Recipient.REGULATOR)),
        }


NO_GATES = (OPEN_GATE, OPEN_GATE)
_HIPAA = f"us-{HIPAA}-"


class LawDesk:
    """One law at one entity: the people it reaches, its gates, and what HIPAA does to it."""

    def __init__(self, desk: EntityDesk, law: Law) -> None:
        """Take the entity and the law."""
        self.desk, self.law = desk, law
        self.incident = desk.incident
        self.references: dict[str, Reference] = dict(desk.hipaa_references) if law.kind != "federal" else {}
        self._kinds_day: date | None = None
        self._kinds: frozenset[str] = frozenset()
        self.may_gate = law.kind == "federal" or desk.question.may_gate
        self._gates: dict[date, tuple[Gate, Gate]] = {}
        self._lifting: dict[OwedBy, Lifting | None] = {}
        self.met: dict[str, date] = {}
        self.residents = self._residents()
        self.pools = Pools(law, desk.crowd, self.residents)
        self.route = next((r for r in self.incident.routes if r.jurisdiction == law.jurisdiction), None)

    def _residents(self) -> list[Group]:
        """Return the groups the law reaches by residence, or by the entity's seat."""
        if self.law.everyone_if_seated and self.desk.seat == self.law.state:
            return self.desk.crowd.groups
        return self.desk.crowd.by_state.get(self.law.state, [])

    def kinds_on(self, day: date) -> frozenset[str]:
        """Return the kinds of data that the law names on that day."""
        if day is not self._kinds_day:
            cell = self.law.data_kinds
            self._kinds_day, self._kinds = day, cell.on(day).value if cell is not None else frozenset()
        return self._kinds

    def gates(self, day: date) -> tuple[Gate, Gate]:
        """Return the gate of encryption, and that of harm or of the four factors."""
        if not self.may_gate:
            return NO_GATES
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
        if owed_by not in self._lifting:
            self._lifting[owed_by] = self._make_lifting(owed_by, day)
        return self._lifting[owed_by]

    def _make_lifting(self, owed_by: OwedBy, day: date) -> Lifting | None:
        if self.law.hipaa is None or not self.desk.is_hipaa:
            return None
        clause = self.law.hipaa.on(day)
        kind = "covered_entity" if owed_by is OwedBy.COVERED_ENTITY else "business_associate"
        named = self.kinds_on(day)
        return Lifting(
            clause=clause,
            individuals=self.desk.standing_individuals,
            to_entity=self.desk.standing_entity,
            actor_kind=kind,
            kinds=self._present(named) if clause.value.only_kinds else named,
            copy_sent=self._copy_sent(clause.value.needs_copy_to),
            route=self.route,
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

    def note(self, duty: Duty, day: date) -> None:
        """Remember the day of a duty just made, for those that hang on it."""
        is_main = duty.rule.recipient is Recipient.INDIVIDUALS and duty.rule.kind is RuleKind.NOTICE
        if not is_main and duty.rule.id not in self.law.hung_on:
            return
        if duty.rule.id in self.law.hung_on:
            self.references[duty.rule.id] = reference_of([duty])
        if is_main and INDIVIDUALS in self.law.hung_on and not self._does_hipaas_letter(duty, day):
            self.references[INDIVIDUALS] = reference_of([duty])
        if duty.met_on is not None:
            self.met[duty.rule.id] = duty.met_on

    def _does_hipaas_letter(self, duty: Duty, day: date) -> bool:
        """Tell whether the letter that HIPAA asks for does the work of the state's, so that others hang on that one."""
        facts = self.lifting(duty.rule.owed_by, day)
        has_day = self.references[INDIVIDUALS].day is not None
        return facts is not None and has_day and lifts_in_time(duty.rule, facts)


def reference_of(duties: Iterable[Duty]) -> Reference:
    """Return the earliest day on which one of the duties was met, or else falls due."""
    days = [(duty.met_on or duty.due_on, duty) for duty in duties]
    dated = [(day, duty) for day, duty in days if day is not None]
    if not dated:
        return Reference(None, "")
    day, duty = min(dated, key=lambda pair: (pair[0], pair[1].clock_start))
    return Reference(day, f"{duty.rule.title} {'was given' if duty.met_on else 'is due'} on {day}.")
