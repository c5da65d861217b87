"""What must hold for any facts: monotone deadlines and duties, holds that never shorten, order that never matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.law.book import law_book
from tocsin.law.counts import Count
from tocsin.law.duties import duties_of
from tocsin.law.duty import Duty, DutyStatus
from tocsin.model.incident import (
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    Met,
    OrganizationRole,
    PostalAddress,
    Regime,
    Safeguards,
    Timeline,
)

STATES = sorted(law_book().states)
CODES = ("ssn", "tax_id", "driver_license", "diagnosis", "mrn", "member_id", "account_number", "pin_or_password",
         "date_of_birth", "email", "biometric", "passport", "substance_use")  # fmt: skip
FACTS = sorted({fact for start in law_book().starts.values() for fact in start.facts})
AS_OF = date(2026, 6, 1)

days = st.dates(date(2008, 1, 1), date(2026, 12, 31))
maybe = st.none() | days
element_sets = st.frozensets(st.sampled_from(CODES), max_size=6)
holds = st.builds(
    lambda form, received, lasts: Hold("FBI", form, received, received + timedelta(lasts) if lasts else None),
    st.sampled_from(HoldForm),
    days,
    st.integers(0, 200),
)
entities = st.builds(
    CoveredEntity,
    key=st.just("c"),
    name=st.just("C"),
    address=st.builds(PostalAddress, state=st.sampled_from(["", *STATES])),
    agent=st.sampled_from([True, False, None]),
    told_on=maybe,
    discovered_on=maybe,
    determined_on=maybe,
    individuals_told_on=maybe,
    regime=st.sampled_from(Regime),
    delegated=st.sampled_from([(), ("individuals", "state")]),
)
timelines = st.builds(
    Timeline,
    intrusion_start_on=maybe,
    discovered_on=maybe,
    determined_on=maybe,
    entities_told_on=maybe,
    individuals_told_on=maybe,
    hhs_told_on=maybe,
)
incidents = st.builds(
    Incident,
    id=st.just("i"),
    title=st.just("I"),
    organization=st.just("O"),
    role=st.sampled_from(OrganizationRole),
    kind=st.just(IncidentKind.EMAIL),
    state=st.sampled_from(STATES),
    timeline=timelines,
    holds=st.lists(holds, max_size=2).map(tuple),
    covered_entities=entities.map(lambda e: (e,)),
    met=st.lists(
        st.builds(Met, st.just("c"), st.sampled_from(["us", "us-ok", "us-or", "us-fl"]), st.just("regulator"), days),
        max_size=1,
    ).map(tuple),
    clock=st.dictionaries(st.sampled_from(FACTS), days, max_size=6),
    safeguards=st.builds(Safeguards, encrypted_at_rest=st.booleans(), key_taken=st.booleans()),
)
counts = st.lists(
    st.builds(
        Count,
        st.just("c"),
        st.sampled_from([*STATES, "ZZ"]),
        st.sampled_from(["patient", "employee", "other"]),
        element_sets,
        st.integers(0, 3000),
    ),
    max_size=8,
)
# Dates in force are another matter than deadlines: comparisons of days are made under the law of one day.
LAW_ON = date(2026, 6, 1)


def key(duty: Duty) -> tuple[str, str, str]:
    return duty.covered_entity, duty.rule_id, duty.clock_start


def row(duty: Duty) -> tuple[object, ...]:
    return (
        *key(duty), duty.actor, duty.people, duty.clock_start_on, duty.due_on, duty.met_on, duty.status,
        duty.days_late, duty.why,
    )  # fmt: skip


def owed(duties: list[Duty]) -> set[tuple[str, str, str]]:
    """Return whom something is owed: who, whose law, to whom; another rule may take over as numbers grow."""
    return {(d.covered_entity, d.jurisdiction, d.recipient) for d in duties if d.status is not DutyStatus.SUPPRESSED}


@given(incidents, counts, st.integers(0, 7), st.integers(1, 5000))
@settings(deadline=None, max_examples=150)
def test_more_people_never_remove_a_duty(facts: Incident, people: list[Count], which: int, more: int) -> None:
    grown = [replace(c, people=c.people + (more if n == which else 0)) for n, c in enumerate(people)]
    assert owed(duties_of(facts, people, AS_OF)) <= owed(duties_of(facts, grown, AS_OF))


@given(incidents, counts, st.integers(1, 400), st.sampled_from(["discovered_on", "determined_on", "entities_told_on"]))
@settings(deadline=None, max_examples=150)
def test_an_earlier_start_never_gives_a_later_deadline(
    facts: Incident, people: list[Count], earlier: int, fact: str
) -> None:
    on = getattr(facts.timeline, fact)
    if on is None:
        return
    without_holds = replace(facts, holds=())
    sooner = replace(facts.timeline, **{fact: on - timedelta(days=earlier)})
    late = {key(d): d for d in duties_of(without_holds, people, AS_OF, LAW_ON)}
    soon = {key(d): d for d in duties_of(replace(without_holds, timeline=sooner), people, AS_OF, LAW_ON)}
    for name, duty in late.items():
        if duty.due_on is not None and name in soon and soon[name].due_on is not None:
            assert soon[name].due_on <= duty.due_on, (name, duty.why, soon[name].why)


@given(incidents, counts, holds)
@settings(deadline=None, max_examples=150)
def test_a_hold_never_shortens(facts: Incident, people: list[Count], hold: Hold) -> None:
    without = {key(d): d for d in duties_of(replace(facts, holds=()), people, AS_OF)}
    held = {key(d): d for d in duties_of(replace(facts, holds=(hold,)), people, AS_OF)}
    assert held.keys() == without.keys()
    for name, duty in without.items():
        due = held[name].due_on
        assert (due is None) == (duty.due_on is None)
        assert due is None or duty.due_on is None or due >= duty.due_on


@given(incidents, counts, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_the_order_of_input_does_not_matter(facts: Incident, people: list[Count], random: object) -> None:
    shuffled = sorted(people, key=lambda _: random.random())  # type: ignore[attr-defined]
    turned = replace(facts, holds=facts.holds[::-1], met=facts.met[::-1])
    assert [row(d) for d in duties_of(facts, people, AS_OF)] == [row(d) for d in duties_of(turned, shuffled, AS_OF)]


@given(incidents, counts, days)
@settings(deadline=None, max_examples=150)
def test_a_rule_outside_its_dates_never_fires(facts: Incident, people: list[Count], law_on: date) -> None:
    for duty in duties_of(facts, people, AS_OF, law_on):
        if not duty.unrecorded:
            assert duty.version.in_force_on(law_on), duty.why


@given(incidents, counts, days, days)
@settings(deadline=None, max_examples=100)
def test_the_status_day_sets_the_status_only(facts: Incident, people: list[Count], one: date, other: date) -> None:
    dated = replace(facts, timeline=replace(facts.timeline, individuals_told_on=LAW_ON))
    first, second = (
        {key(d): (d.due_on, d.met_on, d.clock_start_on, d.version) for d in duties_of(dated, people, day)}
        for day in (one, other)
    )
    assert first == second


@given(incidents, counts)
@settings(deadline=None, max_examples=100)
def test_every_duty_says_why_and_no_row_stands_twice(facts: Incident, people: list[Count]) -> None:
    made = duties_of(facts, people, AS_OF)
    assert len({d.duty_id for d in made}) == len(made)
    for duty in made:
        assert duty.citation and duty.why.strip()
        assert (duty.status is DutyStatus.WAITING_FOR_FACT) <= ("Waiting for" in duty.why)
        assert duty.days_late == 0 or duty.status is DutyStatus.LATE
