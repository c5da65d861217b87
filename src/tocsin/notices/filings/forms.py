"""A filing as questions and answers, or as a text with parts; both as Markdown and as rows of a table.

What nobody told stays open and says so: a filing is a draft until a person has answered it all and signs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.model.incident import CoveredEntity, Incident, IncidentKind
from tocsin.notices.house import shipped_template
from tocsin.notices.words import element_words, long_date, spoken_list

OPEN = "[to be answered]"


@dataclass(frozen=True)
class Answer:
    """One question of a form; ``choices`` are its pick list, in the words of the form."""

    section: str
    question: str
    answer: str
    choices: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer it."""
        return OPEN in self.answer


@dataclass(frozen=True)
class Form:
    """One filing: to whom, under which law, by when, and what it says."""

    name: str
    """Stem of its file."""
    title: str
    recipient: str
    citation: str
    due_on: date | None
    answers: tuple[Answer, ...] = ()
    text: tuple[tuple[str, str], ...] = ()
    """Headed parts, for filings that are letters or notices."""
    notes: tuple[str, ...] = ()
    people: int = 0
    """The number that it tells."""
    entity: str = ""
    """Key of the covered entity that it is about."""


@dataclass(frozen=True)
class Filed:
    """What was filed last for a form: the numbers then, and the number the recipient gave."""

    people: int
    filed_on: date
    tracking: str = ""
    elements: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FilingFacts:
    """What the filings of one covered entity say, as of a day."""

    incident: Incident
    entity: CoveredEntity
    on: date
    people: int
    """Unique people in its files that HIPAA covers."""
    by_state: Mapping[str, int]
    elements: frozenset[str]
    elements_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Kinds of data of the people of each state."""
    part2_people: int = 0
    mailed: int = 0
    mailed_first_on: date | None = None
    mailed_last_on: date | None = None
    without_address: int = 0
    filed: Mapping[str, Filed] = field(default_factory=dict)
    """By name of the form."""
    state_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_delegated(self) -> bool:
        """Whether the entity handed the report to HHS to the business associate."""
        return "hhs" in self.entity.delegated

    def discovered_on(self) -> date | None:
        """Return the day of discovery that counts for this entity."""
        return self.entity.discovered_on or self.incident.timeline.discovered_on


def form_markdown(form: Form) -> str:
    """Return the form as Markdown, to be read and signed."""
    due = long_date(form.due_on) if form.due_on else "no day counted"
    lines = [f"# {form.title}", "", f"To: {form.recipient}. Law: {form.citation}. Due: {due}.", ""]
    for note in form.notes:
        lines += [f"> {note}", ""]
    section = ""
    for answer in form.answers:
        if answer.section != section:
            section = answer.section
            lines += ["", f"## {section}", ""] if lines[-1] else [f"## {section}", ""]
        chosen = "".join(f"\n  - [{'x' if c in answer.answer.split('; ') else ' '}] {c}" for c in answer.choices)
        lines.append(f"- **{answer.question}** {_told(answer)}".rstrip() + chosen)
    if form.answers:
        lines.append("")
    for heading, text in form.text:
        lines += [f"## {heading}", "", text, ""]
    return "\n".join(lines).rstrip() + "\n"


def _told(answer: Answer) -> str:
    """Return what stands beside the question: an answer in words, or that the pick list still waits."""
    return answer.answer if not answer.choices else OPEN if answer.is_open else ""


def form_rows(form: Form) -> list[dict[str, str]]:
    """Return the form as rows of a table."""
    rows = [
        {
            "form": form.name,
            "section": a.section,
            "question": a.question,
            "answer": a.answer,
            "choices": "; ".join(a.choices),
        }
        for a in form.answers
    ]
    return rows + [
        {"form": form.name, "section": heading, "question": "", "answer": text, "choices": ""}
        for heading, text in form.text
    ]


def open_questions(form: Form) -> int:
    """Return how many questions of the form are not answered yet."""
    return sum(answer.is_open for answer in form.answers) + sum(OPEN in text for _, text in form.text)


def day_words(day: date | None) -> str:
    """Return a day, or that it is to be answered."""
    return long_date(day) if day else OPEN


def or_open(text: str) -> str:
    """Return a text, or that it is to be answered."""
    return text or OPEN


def how_words(incident: Incident) -> str:
    """Return in one sentence how it happened."""
    how = shipped_template("en").how[incident.kind.value].replace("{organization}", incident.organization)
    line = incident.timeline
    if line.intrusion_start_on and line.intrusion_end_on and line.intrusion_start_on != line.intrusion_end_on:
        return f"Between {long_date(line.intrusion_start_on)} and {long_date(line.intrusion_end_on)}, {how}."
    if line.intrusion_start_on:
        return f"On {long_date(line.intrusion_start_on)}, {how}."
    return f"{how[:1].upper()}{how[1:]}."


def kinds_words(elements: frozenset[str]) -> str:
    """Return the kinds of data as one phrase."""
    return spoken_list(element_words(sorted(elements)))


IS_HACKING = frozenset({IncidentKind.EMAIL, IncidentKind.DATABASE, IncidentKind.RANSOMWARE, IncidentKind.VENDOR})
"""Kinds of incident with an intruder from outside."""


def parts_text(
    incident: Incident, entities: Sequence[CoveredEntity], elements: frozenset[str]
) -> list[tuple[str, str]]:
    """Return the five parts as a notice to the public has them.

    Source: 45 CFR 164.406(c); 164.404(c)(1)(A)-(E).
    """
    headings = [part.heading for part in shipped_template("en").parts]
    names = spoken_list([entity.name for entity in entities]) or incident.organization
    protection, contact = incident.protection, incident.contact
    found = incident.timeline.discovered_on
    happened = f"{how_words(incident)} " + (f"This was discovered on {long_date(found)}. " if found else "")
    happened += f"{incident.organization} provides services to {names}." if entities else ""
    doing = (
        "We investigated what happened and went through the files to learn whose information was in them. We secured "
        "the systems that were involved, and we are changing how we protect information so that this does not happen "
        "again. We are writing to the people concerned."
    )
    if protection and protection.product:
        doing += f" We offer {protection.product} free of charge to the people concerned."
    phone = contact.phone or (protection.phone if protection else "")
    ways = [f"call {phone}" if phone else "", f"visit {contact.url}" if contact.url else ""]
    ways += [
        f"write to {e.name}, {e.address.line_1}, {e.address.city}, {e.address.state} {e.address.zip}"
        for e in entities
        if e.address.line_1
    ]
    texts = [
        happened.strip(),
        f"The files held these kinds of information, not all of them for every person: {kinds_words(elements)}.",
        doing,
        "Read the statements that come from health insurers and doctors, and look for care that was not received. Read "
        "bank and card statements. A credit file can be frozen free of charge at Equifax (888-298-0045), Experian "
        "(888-397-3742) and TransUnion (800-680-7289). Suspected identity theft can be reported to the police and at "
        "identitytheft.gov.",
        f"To ask whether you are concerned, {' or '.join(filter(None, ways)) or OPEN}.",
    ]
    return list(zip(headings, texts, strict=True))
