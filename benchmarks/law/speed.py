"""Speed: random incidents of 25 covered entities with people in every jurisdiction, computed on one core."""

from __future__ import annotations

import platform
import random
import time
from datetime import date, timedelta

from tocsin.law.book import law_book
from tocsin.law.counts import Count
from tocsin.law.duties import duties_of
from tocsin.model.incident import (
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    OrganizationRole,
    PostalAddress,
    Timeline,
)

ENTITIES = 25
CODES = ("ssn", "diagnosis", "date_of_birth", "member_id", "account_number", "pin_or_password", "driver_license",
         "email", "mrn", "medication")  # fmt: skip
AS_OF = date(2026, 11, 1)
GOAL_PER_MINUTE = 1000


def measure(incidents: int, seed: int) -> int:
    """Print how many random incidents a minute of processor time computes; return 1 below the goal."""
    book = law_book()
    states = sorted(book.states)
    draw = random.Random(seed)
    seconds = words_seconds = 0.0
    made = characters = 0
    for number in range(incidents):
        facts, counts = random_incident(draw, states)
        begin = time.process_time()
        duties = duties_of(facts, counts, AS_OF)
        seconds += time.process_time() - begin
        made += len(duties)
        if number % 10 == 0:
            begin = time.process_time()
            characters += sum(len(duty.why) for duty in duties)
            words_seconds += time.process_time() - begin
    per_minute = incidents / seconds * 60
    print(f"Python {platform.python_version()}, one core; {incidents} incidents, seed {seed}")
    print(f"{ENTITIES} entities x {len(states)} jurisdictions each, {made / incidents:.0f} duties each")
    print(f"{seconds / incidents * 1000:.1f} ms each: {per_minute:.0f} incidents a minute")
    told = incidents // 10 or 1
    print(f"the words of all traces: {words_seconds / told * 1000:.1f} ms more each ({characters // told} characters)")
    return 0 if per_minute >= GOAL_PER_MINUTE else 1


def random_incident(draw: random.Random, states: list[str]) -> tuple[Incident, list[Count]]:
    """Return made-up facts, and counts in which every entity has people in every jurisdiction."""
    found = date(2012, 1, 1) + timedelta(draw.randrange(5400))
    counts = [
        Count(f"e{entity}", state, draw.choice(["patient", "patient", "employee"]),
              frozenset(draw.sample(CODES, 4)), int(10 ** draw.uniform(0, 3.7)))
        for entity in range(ENTITIES)
        for state in states
    ]  # fmt: skip
    held = draw.random() < 0.3
    facts = Incident(
        id="i",
        title="made up",
        organization="Organization",
        role=draw.choice(list(OrganizationRole)),
        kind=IncidentKind.EMAIL,
        state="TN",
        timeline=Timeline(found - timedelta(3), None, found, found + timedelta(draw.randrange(40))),
        holds=(Hold("FBI", HoldForm.WRITTEN, found, found + timedelta(50)),) if held else (),
        covered_entities=tuple(_entity(draw, number, states, found) for number in range(ENTITIES)),
        clock={"reason_to_believe_on": found, "scope_identified_on": found + timedelta(draw.randrange(60))},
    )
    return facts, counts


def _entity(draw: random.Random, number: int, states: list[str], found: date) -> CoveredEntity:
    told = draw.choice([None, found + timedelta(draw.randrange(200))])
    return CoveredEntity(
        key=f"e{number}",
        name=f"Entity {number}",
        address=PostalAddress(state=draw.choice(states)),
        agent=draw.choice([True, False]),
        told_on=found + timedelta(draw.randrange(90)),
        individuals_told_on=told,
        delegated=draw.choice([(), ("individuals", "state")]),
    )
