"""Notices to attorneys general and other regulators of the states, to police and to consumer reporting agencies.

What a notice must hold comes from the law files (``content`` of the rule); each code is answered from the facts or
stays open. A code without an answer here would be a fault, which a test forbids.

Source: the rules of the law files, which cite each clause; 15 USC 1681a(p) (nationwide agencies).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tocsin.notices.filings.forms import (
    OPEN,
    Answer,
    FilingFacts,
    Form,
    day_words,
    how_words,
    kinds_words,
    or_open,
)
from tocsin.notices.setting import address_lines


@dataclass(frozen=True)
class Owed:
    """A duty to tell a regulator, as the law files have it."""

    rule_id: str
    title: str
    citation: str
    jurisdiction: str
    content: tuple[str, ...]
    due_on: date | None
    people: int


_INVESTIGATION = (
    "The files were gone through to learn whose information was in them; each finding is kept with its place, "
    "and the record of the work can be checked."
)
_MEASURES = f"The systems that were involved were secured. {OPEN}"


def _offer(facts: FilingFacts) -> str:
    protection = facts.incident.protection
    if protection is None or not protection.product:
        return f"None so far. {OPEN}"
    return f"{protection.product} for {protection.months} months, free of charge; longer where the law asks for it."


def _when(facts: FilingFacts) -> str:
    line = facts.incident.timeline
    start, end = line.intrusion_start_on, line.intrusion_end_on
    return day_words(start) if not end or start == end else f"{day_words(start)} to {day_words(end)}"


def _mailing(facts: FilingFacts) -> str:
    if facts.mailed_first_on:
        return f"First-class mail from {day_words(facts.mailed_first_on)} to {day_words(facts.mailed_last_on)}"
    return f"First-class mail; first day: {OPEN}"


def _kinds(facts: FilingFacts, owed: Owed) -> frozenset[str]:
    """Return the kinds of data of the people of that state."""
    return facts.elements_of.get(owed.jurisdiction[3:].upper(), facts.elements)


def _update(facts: FilingFacts, owed: Owed) -> list[str]:
    filed = facts.filed.get(f"{owed.rule_id}-{facts.entity.key}")
    if filed is None or filed.people == owed.people:
        return []
    return [f"An update: {filed.people} residents were reported on {filed.filed_on}; today there are {owed.people}."]


def _holds(facts: FilingFacts) -> str:
    told = [f"{hold.agency} ({hold.form.value} request of {hold.received_on})" for hold in facts.incident.holds]
    return "; ".join(told) or OPEN


def _where(facts: FilingFacts) -> str:
    return or_open(", ".join(address_lines(facts.entity.address)))


_SAMPLE = "Attached: a letter of the proof set (`tocsin letters DIR --to FOLDER --proofs`), without data of any person"
_Answerer = Callable[[FilingFacts, Owed], str]
ANSWERS: Mapping[str, tuple[str, _Answerer]] = {
    **dict.fromkeys(
        (
            "nature", "synopsis", "summary", "incident_description", "detail_of_breach", "preliminary_description",
            "description_when_how",
        ),
        ("What happened", lambda f, o: how_words(f.incident)),
    ),
    **dict.fromkeys(("cause", "how_discovered"), ("Cause, and how it was discovered", lambda f, o: OPEN)),
    **dict.fromkeys(
        ("resident_count", "notices_sent_count"), ("Number of residents affected", lambda f, o: str(o.people))
    ),
    "total_count": ("Number of people affected in all", lambda f, o: str(sum(f.by_state.values()))),
    "pi_types": ("Kinds of personal information", lambda f, o: kinds_words(_kinds(f, o))),
    **dict.fromkeys(("breach_date", "exposure_time_frame"), ("Date of the breach", lambda f, o: _when(f))),
    "discovery_date": ("Date of discovery", lambda f, o: day_words(f.discovered_on())),
    "determination_date": (
        "Date of determination",
        lambda f, o: day_words(f.entity.determined_on or f.incident.timeline.determined_on),
    ),
    "services_offered": ("Services offered to residents", lambda f, o: _offer(f)),
    "credit_monitoring_certification": (
        "Certification of credit monitoring",
        lambda f, o: f"{_offer(f)} Certified by: {OPEN}",
    ),
    **dict.fromkeys(
        ("copy_of_notice", "sample_notice", "form_and_sample_notice", "template", "content",
         "electronic_copy_without_personal_data"),
        ("Copy of the notice", lambda f, o: _SAMPLE),
    ),
    **dict.fromkeys(
        ("timing", "anticipated_notice_date", "date", "method", "distribution", "timing_distribution_content"),
        ("Notice to residents: day and way", lambda f, o: _mailing(f)),
    ),
    **dict.fromkeys(
        ("steps", "steps_taken", "investigation_steps"), ("Steps of investigation", lambda f, o: _INVESTIGATION)
    ),
    **dict.fromkeys(
        ("remedial_actions", "remedy", "measures_taken", "measures_planned", "prevention_steps", "steps_to_contain"),
        ("Measures taken and planned", lambda f, o: _MEASURES),
    ),
    "law_enforcement_engaged": ("Law enforcement", lambda f, o: _holds(f)),
    "contact": ("Contact", lambda f, o: OPEN),
    "reporter": ("Who reports", lambda f, o: f"{f.incident.organization}; name and title: {OPEN}"),
    "breached_entity": ("Who was breached", lambda f, o: f.incident.organization),
    "organization": ("Organization", lambda f, o: f.entity.name),
    **dict.fromkeys(("location", "hq_address_if_outside"), ("Where it sits", lambda f, o: _where(f))),
    "responsible_person": ("Person responsible for the breach, if known", lambda f, o: OPEN),
    "wisp_yes_no": ("Is there a written information security program?", lambda f, o: OPEN),
    "foreign_involvement": ("Involvement from abroad, if known", lambda f, o: OPEN),
    "monetary_impact_estimate": ("Estimate of the monetary impact", lambda f, o: OPEN),
    "reasonable_safeguards": ("Reasonable safeguards in use", lambda f, o: OPEN),
    "names_of_all_affected_louisiana_citizens": (
        "Names of all affected citizens",
        lambda f, o: f"Attached: names-{o.jurisdiction[3:]}-{f.entity.key}.csv",
    ),
}  # fmt: skip
"""The question of each content code, and its answer from the facts."""
NAMES_CODE = "names_of_all_affected_louisiana_citizens"


def regulator_form(facts: FilingFacts, owed: Owed) -> Form:
    """Return the notice to a regulator or the police of a state."""
    codes = owed.content or ("nature", "resident_count", "pi_types", "breach_date", "discovery_date", "copy_of_notice")
    answers = [
        Answer("Who", "On behalf of", facts.entity.name),
        Answer("Who", "Reported by", facts.incident.organization),
    ]
    asked: dict[str, str] = {}
    for code in codes:
        question, answer = ANSWERS[code]
        asked.setdefault(question, answer(facts, owed))
    answers += [Answer("What the law asks for", question, text) for question, text in asked.items()]
    answers.append(Answer("Signature", "Name, title, date", OPEN))
    notes = _update(facts, owed)
    if not owed.content:
        notes.append("The law files name no content for this notice; these are the usual points.")
    name = facts.state_names.get(owed.jurisdiction[3:].upper(), owed.jurisdiction)
    return Form(
        name=f"{owed.rule_id}-{facts.entity.key}",
        title=f"{owed.title}: {facts.entity.name}",
        recipient=f"{owed.title.removeprefix('Notice to the ')} ({name})",
        citation=owed.citation,
        due_on=owed.due_on,
        answers=tuple(answers),
        notes=tuple(notes),
        people=owed.people,
        entity=facts.entity.key,
    )


def agencies_form(facts: FilingFacts, owed: Owed) -> Form:
    """Return the notice to the consumer reporting agencies: when, how and how many are told, and no name."""
    name = facts.state_names.get(owed.jurisdiction[3:].upper(), owed.jurisdiction)
    return Form(
        name=f"{owed.rule_id}-{facts.entity.key}",
        title=f"Notice to the consumer reporting agencies ({name}): {facts.entity.name}",
        recipient="Equifax, Experian and TransUnion",
        citation=owed.citation,
        due_on=owed.due_on,
        answers=(
            Answer("Notice", "On behalf of", facts.entity.name),
            Answer("Notice", "Residents who are told", f"{owed.people} of {name}"),
            Answer("Notice", "Timing and distribution", _mailing(facts)),
            Answer("Notice", "Content", _SAMPLE),
            Answer("Notice", "Kinds of data", kinds_words(_kinds(facts, owed))),
            Answer("Notice", "Contact", OPEN),
        ),
        notes=(*_update(facts, owed), "Names and other data of the people are not given."),
        people=owed.people,
        entity=facts.entity.key,
    )
