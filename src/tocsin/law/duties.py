"""Duties: what each organization owes under each rule, to whom, by when, and why.

Pure: facts and counts in, duties out; nothing here reads a clock, a store or the network. One duty per actor,
covered entity and rule (and per clock, while it is not decided whether the business associate is an agent). Never
collapsed: the strictest is a view of these.

Source: 45 CFR 164.400-414; 42 CFR 2.16; 16 CFR part 318; the laws of the states under law/us.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tocsin.law.arithmetic import Sums
from tocsin.law.book import LawBook, law_book
from tocsin.law.calendars import HolidayCalendar
from tocsin.law.clocks import Clock
from tocsin.law.counts import ALL_ENTITIES, UNKNOWN_STATE, Count
from tocsin.law.desk import EntityDesk, LawDesk, Question
from tocsin.law.duty import Duty, DutyStatus, Step, StepKind, ToldMore, sort_key
from tocsin.law.laws import Law
from tocsin.law.making import Making, make_duty, unrecorded
from tocsin.law.people import Tally
from tocsin.law.plans import Planned, plan_version
from tocsin.law.rules import Condition, IfUnknown, Rule
from tocsin.model.incident import CoveredEntity, Incident, OrganizationRole, Regime

_REGIMES = {Regime.HIPAA: ("hipaa", "part2"), Regime.FTC: ("ftc",)}
_RESIDENCE = "residence"


def duties_of(
    incident: Incident,
    counts: Sequence[Count] | None,
    as_of: date,
    law_on: date | None = None,
    book: LawBook | None = None,
    holidays: HolidayCalendar | None = None,
) -> list[Duty]:
    """Return the duties of the incident, sorted by due date, entity and rule.

    Args:
        incident: the facts.
        counts: people by entity, state, role group and elements; None when they are not known yet.
        as_of: sets the status only.
        law_on: judge by the law of that day instead of the day the law names.
        book: the law; the one shipped with Tocsin by default.
        holidays: what business days are counted by; the calendar of the book by default.
    """
    law = book or law_book()
    question = Question(incident, law, as_of, law_on, Sums(holidays or law.holidays))
    by_entity: dict[str, list[Count]] = defaultdict(list)
    for count in counts or ():
        by_entity[count.covered_entity].append(count)
    duties: list[Duty] = []
    for entity in _entities(incident, counts):
        own = None if counts is None else _rows(entity, by_entity, counts)
        duties.extend(_of_entity(EntityDesk(question, entity, own)))
    return sorted(duties, key=sort_key)


def _entities(incident: Incident, counts: Sequence[Count] | None) -> list[CoveredEntity]:
    entities = list(incident.covered_entities)
    if not entities and incident.role is OrganizationRole.COVERED_ENTITY:
        return [CoveredEntity(key=ALL_ENTITIES, name=incident.organization)]
    known = {entity.key for entity in entities}
    loose = {c.covered_entity for c in counts or () if c.people} - known - {ALL_ENTITIES}
    return entities + [CoveredEntity(key=key, name=key) for key in sorted(loose)]


def _rows(entity: CoveredEntity, by_entity: dict[str, list[Count]], counts: Sequence[Count]) -> Sequence[Count]:
    own = by_entity.get(entity.key, [])
    return counts if entity.key == ALL_ENTITIES and not own else own


def _of_entity(desk: EntityDesk) -> Iterator[Duty]:
    book = desk.question.book
    for regime in _REGIMES[desk.entity.regime]:
        law_desk = LawDesk(desk, book.federal[regime])
        desk.federal.extend(_federal(law_desk))
    yield from desk.federal
    yield from _of_unknown_residence(desk)
    for state in _states(desk):
        if state in book.states:
            yield from _of_state(LawDesk(desk, book.states[state]))


def _states(desk: EntityDesk) -> list[str]:
    states = desk.crowd.states()
    seat = desk.seat
    if seat in desk.question.book.states and seat not in states and desk.question.book.states[seat].everyone_if_seated:
        return [*states, seat]
    return states


def _federal(law_desk: LawDesk) -> Iterator[Duty]:
    law, desk = law_desk.law, law_desk.desk
    for rule in law.owing:
        if not rule.is_for(law_desk.incident.role):
            continue
        for clock in _federal_clocks(rule, law_desk):
            day = desk.question.law_on or clock.on or law_desk.days.of(rule.owed_by)
            planned = law.planned(rule, day)
            made = _owed(planned, law_desk, day, clock) if planned is not None else None
            if made is not None:
                yield made


def _federal_clocks(rule: Rule, law_desk: LawDesk) -> list[Clock]:
    due = rule.versions[0].due
    if due is None:
        raise RuntimeError(f"{rule.id} has no due")
    return law_desk.desk.clocks.federal_clocks(due, rule.owed_by, law_desk.law)


def _of_state(law_desk: LawDesk) -> list[Duty]:
    made: list[Duty] = []
    days = law_desk.days
    for planned in law_desk.plans():
        duty = _owed(planned, law_desk, days[planned.owner], None)
        if duty is not None:
            made.append(duty)
            if planned.is_noted:
                law_desk.note(duty, planned)
    return _revived(made, law_desk)


def _owed(planned: Planned, law_desk: LawDesk, day: date, clock: Clock | None) -> Duty | None:
    """Return the duty that a rule brings about as it stands on that day, or None."""
    if planned.is_gap:
        return _of_gap(planned, law_desk, day)
    condition = planned.version.only_if
    if condition is not None and not _condition_allows(planned.rule, condition, law_desk):
        return None
    if not law_desk.desk.is_counted:
        return make_duty(Making(planned, None, day, clock, law_desk))
    tally = law_desk.tally(planned)
    return make_duty(Making(planned, tally, day, clock, law_desk)) if tally is not None else None


def _condition_allows(rule: Rule, condition: Condition, law_desk: LawDesk) -> bool:
    """Tell whether the rule can reach the entity, as far as its condition is known."""
    known = law_desk.desk.trait(condition.trait, law_desk.law, rule.delegation)
    if known is not None:
        return known
    if condition.at_seat and law_desk.desk.seat not in {"", law_desk.law.state}:
        return False
    return condition.unknown is not IfUnknown.ASSUME_NOT


def _of_gap(planned: Planned, law_desk: LawDesk, day: date) -> Duty | None:
    if not law_desk.desk.is_counted:
        return unrecorded(planned, law_desk, None, day)
    people = law_desk.reached(planned)
    return unrecorded(planned, law_desk, people, day) if people else None


def _revived(made: list[Duty], law_desk: LawDesk) -> list[Duty]:
    """Return the duties; those lifted on the condition of another notice in time come back if that one is late."""
    clause = law_desk.law.hipaa
    needed = law_desk.law.needs_on_time
    if clause is None or not needed:
        return made
    late = [duty for duty in made if duty.recipient == needed and duty.status is DutyStatus.LATE]
    if not late:
        return made
    citation = clause.versions[0].cite.citation
    return [
        _back(duty, late[0], citation, law_desk)
        if duty.recipient != needed and duty.status is DutyStatus.SUPPRESSED
        else duty
        for duty in made
    ]


def _back(duty: Duty, late: Duty, citation: str, law_desk: LawDesk) -> Duty:
    words = f"Revived: the clause depends on the notice to the {late.recipient}, which is late ({citation})."
    as_of = law_desk.desk.question.as_of
    days = max(0, ((duty.met_on or as_of) - duty.due_on).days) if duty.due_on else 0
    status = DutyStatus.LATE if days else DutyStatus.MET if duty.met_on else DutyStatus.DUE
    return _told_more(duty._replace(status=status, days_late=days), Step(StepKind.LIFTED, words))


def _told_more(duty: Duty, step: Step) -> Duty:
    return duty._replace(trace=ToldMore(duty.trace, step))


def _of_unknown_residence(desk: EntityDesk) -> Iterator[Duty]:
    """Return the row for people whose state is not known, or for all while they are not counted."""
    law: Law = desk.question.book.federal[_RESIDENCE]
    groups = desk.crowd.by_state.get(UNKNOWN_STATE, [])
    people = sum(group.people for group in groups)
    if desk.is_counted and not people:
        return
    law_desk = LawDesk(desk, law)
    rule = law.rules[0]
    version = rule.versions[0]
    counted = Tally(tuple(groups), people, people, settled=True)
    day = law_desk.days.of(rule.owed_by)
    planned = plan_version(rule, version, law.surroundings(day))
    duty = make_duty(Making(planned, counted if desk.is_counted else None, day, None, law_desk))
    words = "Waiting for the counts by state." if not desk.is_counted else "Waiting for the state where each lives."
    if duty.status is not DutyStatus.SUPPRESSED:
        duty = duty._replace(status=DutyStatus.WAITING_FOR_FACT)
    yield _told_more(duty, Step(StepKind.MISSING, words))
