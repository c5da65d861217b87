"""The worksheet for the report to HHS: the questions of its breach portal, answered as far as the facts go.

One report a covered entity, on its own count: 500 or more at once, fewer than 500 in the log for the year's end. A
report whose numbers have changed since is an addendum with the portal's tracking number. Records under 42 CFR Part 2
are reported apart.

Source: 45 CFR 164.408(a)-(c); 42 CFR 2.16(b); the questions and pick lists of the OCR breach portal as public copies
give them (the project's notes on the field, e3 and e4): compare with the live form before filing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tocsin.model.elements import Element
from tocsin.model.incident import IncidentKind, OrganizationRole
from tocsin.notices.filings.forms import (
    OPEN,
    Answer,
    Filed,
    FilingFacts,
    Form,
    day_words,
    how_words,
    kinds_words,
    or_open,
)

LARGE = 500
"""People of one covered entity from which the report is due at once. Source: 45 CFR 164.408(b)."""
_BREACH_TYPES = ("Hacking/IT Incident", "Improper Disposal", "Loss", "Theft", "Unauthorized Access/Disclosure")
_LOCATIONS = (
    "Desktop Computer", "Electronic Medical Record", "Email", "Laptop", "Network Server",
    "Other Portable Electronic Device", "Paper/Films", "Other",
)  # fmt: skip
_TYPE_OF = {
    IncidentKind.EMAIL: "Hacking/IT Incident",
    IncidentKind.DATABASE: "Hacking/IT Incident",
    IncidentKind.RANSOMWARE: "Hacking/IT Incident",
    IncidentKind.VENDOR: "Hacking/IT Incident",
    IncidentKind.INSIDER: "Unauthorized Access/Disclosure",
    IncidentKind.LOSS: "Loss",
    IncidentKind.DISCLOSURE: "Unauthorized Access/Disclosure",
}
_LOCATION_OF = {
    IncidentKind.EMAIL: "Email",
    IncidentKind.DATABASE: "Network Server",
    IncidentKind.RANSOMWARE: "Network Server",
    IncidentKind.VENDOR: "Network Server",
}
_CLINICAL = {
    Element.DIAGNOSIS: "Diagnosis/Conditions",
    Element.LAB_RESULT: "Lab Results",
    Element.MEDICATION: "Medications",
    **dict.fromkeys(
        (
            Element.TREATMENT,
            Element.PROCEDURE,
            Element.PROVIDER,
            Element.FACILITY,
            Element.GENETIC,
            Element.SUBSTANCE_USE,
        ),
        "Other Treatment Information",
    ),
}
_DEMOGRAPHIC = {
    Element.ADDRESS: "Address/ZIP",
    Element.ZIP: "Address/ZIP",
    Element.DATE_OF_BIRTH: "Date of Birth",
    Element.DRIVER_LICENSE: "Driver's License",
    Element.NAME: "Name",
    Element.SSN: "SSN",
    **dict.fromkeys(
        (
            Element.MRN, Element.MEMBER_ID, Element.OTHER_ID, Element.PASSPORT, Element.STATE_ID, Element.MILITARY_ID,
            Element.PHONE, Element.EMAIL, Element.TAX_ID, Element.IMMIGRATION_ID, Element.STUDENT_ID, Element.BIOMETRIC,
            Element.PHOTO,
        ),
        "Other Identifier",
    ),
}  # fmt: skip
_FINANCIAL = {
    Element.CLAIM_NUMBER: "Claims Information",
    Element.ACCOUNT_NUMBER: "Credit Card/Bank Acct #",
    Element.CARD_NUMBER: "Credit Card/Bank Acct #",
    Element.ROUTING_NUMBER: "Other Financial",
    Element.INSURER: "Other Financial",
}
_SAFEGUARDS = (
    "None", "Privacy Rule Safeguards", "Security Rule Administrative Safeguards", "Security Rule Physical Safeguards",
    "Security Rule Technical Safeguards",
)  # fmt: skip
_ACTIONS = (
    "Adopted encryption technologies", "Changed password/strengthened password requirements",
    "Created a new/updated Security Rule Risk Management Plan", "Implemented new technical safeguards",
    "Implemented periodic technical and nontechnical evaluations", "Improved physical security",
    "Performed a new/updated Security Rule Risk Analysis",
    "Provided business associate with additional training on HIPAA", "Provided individuals with free credit monitoring",
    "Revised business associate contracts", "Revised policies and procedures", "Sanctioned workforce members",
    "Trained or retrained workforce", "Took steps to mitigate harm", "Other",
)  # fmt: skip
_ENTITY_TYPES = ("Health Plan", "Healthcare Clearing House", "Healthcare Provider")
_FILERS = (
    "Covered entity filing for itself", "Business associate filing on behalf of covered entities",
    "Covered entity filing because of its business associate",
)  # fmt: skip
_PART2_FILERS = (
    "Part 2 program filing for itself", "Qualified Service Organization filing for a program",
    "Part 2 program filing because of its Qualified Service Organization",
)  # fmt: skip


def hhs_form(facts: FilingFacts, due_on: date | None) -> Form:
    """Return the worksheet of a covered entity; an addendum if one was filed and something has changed since."""
    name = f"hhs-{facts.entity.key}"
    filed = facts.filed.get(name)
    is_large = facts.people >= LARGE
    size = "500 or more" if is_large else "fewer than 500"
    return Form(
        name=name,
        title=f"Report to HHS: {facts.entity.name}" + (" (addendum)" if filed else ""),
        recipient="U.S. Department of Health and Human Services, Office for Civil Rights (breach portal)",
        citation="45 CFR 164.408(b)" if is_large else "45 CFR 164.408(c)",
        due_on=due_on,
        answers=(
            *_general(size, filed),
            *_contact(facts, _FILERS),
            *_breach(facts),
            *_notice(facts),
            *_attestation(),
        ),
        notes=tuple(_notes(facts, filed, is_large)),
        people=facts.people,
        entity=facts.entity.key,
    )


def part2_form(facts: FilingFacts, due_on: date | None) -> Form:
    """Return the separate worksheet for records under 42 CFR Part 2."""
    name = f"part2-{facts.entity.key}"
    filed = facts.filed.get(name)
    size = "500 or more" if facts.part2_people >= LARGE else "fewer than 500"
    known = facts.entity.traits.get("part2_records", facts.incident.traits.get("part2_records"))
    notes = [
        "A breach of records that are both PHI and Part 2 records is reported separately, here and as a HIPAA breach."
    ]
    if known is None:
        notes.append(
            "Whether these are records of a Part 2 program is not known (traits.part2_records): ask before filing."
        )
    return Form(
        name=name,
        title=f"Report to HHS under 42 CFR Part 2: {facts.entity.name}" + (" (addendum)" if filed else ""),
        recipient="U.S. Department of Health and Human Services, Office for Civil Rights (Part 2 breach form)",
        citation="42 CFR 2.16(b)",
        due_on=due_on,
        answers=(
            *_general(size, filed),
            *_contact(facts, _PART2_FILERS),
            Answer("Breach", "Approximate number of patients of the program", str(facts.part2_people)),
            Answer("Breach", "What happened", how_words(facts.incident)),
            Answer("Breach", "Discovered on", day_words(facts.discovered_on())),
            *_attestation(),
        ),
        notes=tuple(notes),
        people=facts.part2_people,
        entity=facts.entity.key,
    )


def log_rows(everyone: Iterable[FilingFacts]) -> list[dict[str, object]]:
    """Return the log of breaches of fewer than 500 people, for the report after the year's end.

    Source: 45 CFR 164.408(c): not later than 60 days after the end of the calendar year of discovery.
    """
    rows: list[dict[str, object]] = []
    for facts in everyone:
        if 0 < facts.people < LARGE:
            found = facts.discovered_on()
            rows.append(
                {
                    "covered_entity": facts.entity.name,
                    "year_of_discovery": found.year if found else None,
                    "discovered_on": found,
                    "breach_start_on": facts.incident.timeline.intrusion_start_on,
                    "breach_end_on": facts.incident.timeline.intrusion_end_on,
                    "individuals": facts.people,
                    "type_of_breach": _TYPE_OF[facts.incident.kind],
                    "location": _LOCATION_OF.get(facts.incident.kind, OPEN),
                    "type_of_phi": kinds_words(facts.elements),
                    "description": how_words(facts.incident),
                    "individuals_told_from": facts.mailed_first_on,
                }
            )
    return rows


def _general(size: str, filed: Filed | None) -> list[Answer]:
    kind = "Addendum to previous report" if filed else "Initial breach report"
    answers = [
        Answer("General", "Breach affecting", size, ("500 or more", "fewer than 500")),
        Answer("General", "Report type", kind, ("Initial breach report", "Addendum to previous report")),
    ]
    if filed:
        answers.append(Answer("General", "Breach tracking number", or_open(filed.tracking)))
    return answers


def _contact(facts: FilingFacts, filers: tuple[str, ...]) -> list[Answer]:
    incident, entity = facts.incident, facts.entity
    is_own = incident.role is OrganizationRole.COVERED_ENTITY
    filer = filers[0] if is_own else filers[1 if facts.is_delegated else 2]
    address = entity.address
    answers = [
        Answer("Contact", "Who files", filer, filers),
        Answer("Contact", "Covered entity: name", entity.name),
        Answer("Contact", "Covered entity: type", OPEN, _ENTITY_TYPES),
        Answer("Contact", "Covered entity: street 1", or_open(address.line_1)),
        Answer("Contact", "Covered entity: street 2", address.line_2),
        Answer(
            "Contact",
            "Covered entity: city, state, ZIP",
            or_open(f"{address.city} {address.state} {address.zip}".strip()),
        ),
        Answer("Contact", "Contact: first and last name, e-mail, phone and its usage (Home/Cell, Work)", OPEN),
    ]
    if not is_own:
        answers += [
            Answer("Contact", "Business associate: name", incident.organization),
            Answer("Contact", "Business associate: address and contact", OPEN),
        ]
    return answers


def _breach(facts: FilingFacts) -> list[Answer]:
    line, elements = facts.incident.timeline, facts.elements | {Element.NAME.value}
    clinical, demographic, financial = (_picked(table, elements) for table in (_CLINICAL, _DEMOGRAPHIC, _FINANCIAL))
    groups = [
        n for n, picked in (("Clinical", clinical), ("Demographic", demographic), ("Financial", financial)) if picked
    ]
    return [
        Answer("Breach", "Breach start date", day_words(line.intrusion_start_on)),
        Answer("Breach", "Breach end date", day_words(line.intrusion_end_on)),
        Answer("Breach", "Discovery start date", day_words(facts.discovered_on())),
        Answer("Breach", "Discovery end date", day_words(facts.entity.determined_on or line.determined_on)),
        Answer("Breach", "Approximate number of individuals affected", str(facts.people)),
        Answer("Breach", "Type of breach", _TYPE_OF[facts.incident.kind], _BREACH_TYPES),
        Answer("Breach", "Location of breached information", _LOCATION_OF.get(facts.incident.kind, OPEN), _LOCATIONS),
        Answer("Breach", "Type of PHI", "; ".join(groups), ("Clinical", "Demographic", "Financial", "Other")),
        Answer("Breach", "Clinical", "; ".join(clinical), tuple(dict.fromkeys(_CLINICAL.values()))),
        Answer("Breach", "Demographic", "; ".join(demographic), tuple(dict.fromkeys(_DEMOGRAPHIC.values()))),
        Answer("Breach", "Financial", "; ".join(financial), tuple(dict.fromkeys(_FINANCIAL.values()))),
        Answer("Breach", "Brief description", how_words(facts.incident)),
        Answer("Breach", "Safeguards in place before the breach", OPEN, _SAFEGUARDS),
    ]


def _picked(table: dict[Element, str], elements: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(words for element, words in table.items() if element.value in elements))


def _notice(facts: FilingFacts) -> list[Answer]:
    first = facts.mailed_first_on or facts.entity.individuals_told_on or facts.incident.timeline.individuals_told_on
    over = sorted(state for state, n in facts.by_state.items() if n > LARGE and state != "ZZ")
    substitute = "Yes" if facts.without_address else "No"
    how_many = ("fewer than 10" if facts.without_address < 10 else "10 or more") if facts.without_address else ""
    actions = ["Provided individuals with free credit monitoring"] if _offers_credit(facts) else []
    return [
        Answer("Notice and actions", "Individual notice: start date", day_words(first)),
        Answer(
            "Notice and actions", "Individual notice: projected or actual end date", day_words(facts.mailed_last_on)
        ),
        Answer("Notice and actions", "Substitute notice", substitute, ("Yes", "No")),
        *(
            [Answer("Notice and actions", "Substitute notice for", how_many, ("fewer than 10", "10 or more"))]
            if how_many
            else []
        ),
        Answer("Notice and actions", "Media notice", "Yes" if over else "No", ("Yes", "No")),
        *([Answer("Notice and actions", "Media notice: states", ", ".join(over))] if over else []),
        Answer("Notice and actions", "Actions taken in response", "; ".join([*actions, OPEN]), _ACTIONS),
    ]


def _offers_credit(facts: FilingFacts) -> bool:
    return facts.incident.protection is not None and "credit" in facts.incident.protection.product


def _attestation() -> list[Answer]:
    return [
        Answer("Attestation", "Name of who attests", OPEN),
        Answer("Attestation", "Date", OPEN),
        Answer("Attestation", "Note", "Answers may be released under the Freedom of Information Act."),
    ]


def _notes(facts: FilingFacts, filed: Filed | None, is_large: bool) -> list[str]:
    notes = []
    if filed:
        before, now = filed.people, facts.people
        change = f"{before} individuals were reported on {filed.filed_on}; today there are {now}."
        new = sorted(facts.elements - filed.elements) if filed.elements else []
        notes.append(change + (f" New kinds of data: {kinds_words(frozenset(new))}." if new else ""))
        if before < LARGE <= now:
            notes.append("The count has reached 500: this report is now due at once, and no longer in the yearly log.")
    if not is_large:
        notes.append("Fewer than 500: it may wait for the log of the year of discovery (hhs-log.csv).")
    if facts.people == 0:
        notes.append("No person of this entity is counted: nothing is to be reported unless that changes.")
    return notes
