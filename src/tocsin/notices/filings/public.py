"""Notices to the public, and the report of a business associate to each covered entity.

Source: 45 CFR 164.406 (media), 164.404(d)(2)(ii) (web site for 90 days, or media, and a toll-free number),
164.410(c) (content of the business associate's report).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tocsin.model.incident import CoveredEntity, Incident
from tocsin.notices.compose import is_toll_free
from tocsin.notices.filings.forms import OPEN, FilingFacts, Form, day_words, how_words, kinds_words, parts_text

WEB_DAYS = 90
"""Days that a notice in place of letters stands on the home page. Source: 45 CFR 164.404(d)(2)(ii)."""


def media_form(facts: FilingFacts, states: Sequence[str], citation: str, due_on: date | None) -> Form:
    """Return the notice to prominent media outlets of the states."""
    names = ", ".join(facts.state_names.get(state, state) for state in states)
    return Form(
        name=f"media-{facts.entity.key}",
        title=f"Press release: data breach at {facts.entity.name}",
        recipient=f"prominent media outlets serving {names}",
        citation=citation,
        due_on=due_on,
        text=tuple(parts_text(facts.incident, [facts.entity], facts.elements)),
        people=facts.people,
        entity=facts.entity.key,
        notes=("A post on the own web site is not enough; it goes to outlets as a press release.",),
    )


def website_form(incident: Incident, entities: Sequence[CoveredEntity], elements: frozenset[str], without: int) -> Form:
    """Return the notice for the home page, in place of letters that cannot be sent."""
    phone = incident.contact.phone or (incident.protection.phone if incident.protection else "")
    notes = [
        f"{without} people have no address that can be used. Post it on the home page for at least {WEB_DAYS} days."
    ]
    if not is_toll_free(phone):
        notes.append(f"A toll-free number that is answered for at least {WEB_DAYS} days is required: {OPEN}")
    return Form(
        name="website",
        title="Notice of Data Breach",
        recipient="the home page of the web site",
        citation="45 CFR 164.404(d)(2)(ii)",
        due_on=None,
        text=tuple(parts_text(incident, entities, elements)),
        notes=tuple(notes),
    )


def entity_report(facts: FilingFacts, due_on: date | None) -> Form:
    """Return the business associate's report to a covered entity."""
    states = ", ".join(f"{facts.state_names.get(s, s)} {n}" for s, n in sorted(facts.by_state.items()) if s != "ZZ")
    unknown = facts.by_state.get("ZZ", 0)
    told = facts.entity.told_on or facts.incident.timeline.entities_told_on
    return Form(
        name=f"report-{facts.entity.key}",
        title=f"Report of a breach to {facts.entity.name}",
        recipient=facts.entity.name,
        citation="45 CFR 164.410(c)",
        due_on=due_on,
        people=facts.people,
        entity=facts.entity.key,
        text=(
            ("What happened", how_words(facts.incident)),
            (
                "Discovery",
                f"Discovered on {day_words(facts.discovered_on())}. You were first told on {day_words(told)}.",
            ),
            (
                "Whose information",
                f"{facts.people} of your individuals, as far as is known today. By state: {states or 'not known'}"
                + (f"; state not known {unknown}." if unknown else "."),
            ),
            ("Kinds of information", f"{kinds_words(facts.elements)}. Not every kind was involved for every person."),
            (
                "The individuals",
                "Their names, what of theirs was involved, and how it was exposed stand in the package that goes with "
                "this report, encrypted to your key. Later findings follow promptly as they are made.",
            ),
            (
                "What you need for your notices",
                "Letters with the five parts of 45 CFR 164.404(c)(1) are prepared. Who sends them is agreed with you: "
                + (
                    ", ".join(facts.entity.delegated) + " delegated to us."
                    if facts.entity.delegated
                    else "nothing is delegated to us."
                ),
            ),
            ("Contact", OPEN),
        ),
    )
