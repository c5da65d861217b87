"""Substitute notice: what the rule wants for people who could not be written to, by how many they are.

Source: 45 CFR 164.404(d)(2)(i) (fewer than ten), (ii) (ten or more); (d)(2): not needed for the next of kin of a
deceased person.
"""

from __future__ import annotations

from tocsin.notices.compose import is_toll_free
from tocsin.notices.filings.forms import OPEN, Answer, FilingFacts, Form
from tocsin.notices.filings.public import WEB_DAYS

MANY = 10
"""People from which the web site or media are needed. Source: 45 CFR 164.404(d)(2)(ii)."""


def substitute_form(facts: FilingFacts) -> Form:
    """Return what a covered entity does for people whom no letter reaches."""
    people = facts.without_address
    is_many = people >= MANY
    citation = "45 CFR 164.404(d)(2)(ii)" if is_many else "45 CFR 164.404(d)(2)(i)"
    steps = _many(facts) if is_many else _few(facts)
    return Form(
        name=f"substitute-{facts.entity.key}",
        title=f"Substitute notice: {facts.entity.name}",
        recipient=f"{people} people without an address that reaches them",
        citation=citation,
        due_on=None,
        answers=tuple(steps),
        notes=(
            "Letters that came back count; deceased people do not.",
            "If their number reaches ten, the web site or media and a toll-free number are needed."
            if not is_many
            else "Keep the dates and a picture of the page: they belong to the proof.",
        ),
        people=people,
        entity=facts.entity.key,
    )


def _few(facts: FilingFacts) -> list[Answer]:
    return [
        Answer("What the rule wants", "An alternative form of written notice, telephone, or other means", OPEN),
        Answer("The people", "List, with telephone and e-mail where known", f"substitute-{facts.entity.key}.csv"),
        Answer("Done", "Whom, how, when, by whom", OPEN),
    ]


def _many(facts: FilingFacts) -> list[Answer]:
    incident = facts.incident
    phone = incident.contact.phone or (incident.protection.phone if incident.protection else "")
    return [
        Answer(
            "What the rule wants",
            "One of these",
            OPEN,
            (
                f"A conspicuous post on the home page for {WEB_DAYS} days (website.md)",
                "A conspicuous notice in major print or broadcast media where they likely live (text: website.md)",
            ),
        ),
        Answer(
            "What the rule wants",
            f"A toll-free number, answered for at least {WEB_DAYS} days, where one learns whether one is concerned",
            phone if is_toll_free(phone) else OPEN,
        ),
        Answer("The people", "List, with telephone and e-mail where known", f"substitute-{facts.entity.key}.csv"),
        Answer("Done", "First and last day of the post or notice, address of the page", OPEN),
    ]
