"""What a letter says: the five required parts, in plain words, for the person or who answers for them.

Pure: facts in, text out; the template only places it. Never a value of the data taken, never a number of people.

Source: 45 CFR 164.404(c)(1)(A)-(E), (c)(2), (d)(1)(ii); 164.502(g) representatives; Cal. Civ. Code 1798.82(d)(1)
headings; 15 USC 1681c-1 freezes and alerts, 1681j yearly report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.model.incident import CoveredEntity, Incident, IncidentKind, OrganizationRole, PostalAddress
from tocsin.notices.words import element_words, long_date, phone_words, spoken_list

TITLE = "Notice of Data Breach"
HEADINGS = (
    "What Happened",
    "What Information Was Involved",
    "What We Are Doing",
    "What You Can Do",
    "For More Information",
)
_HOW = {
    IncidentKind.EMAIL: "an unauthorized person gained access to e-mail accounts and files",
    IncidentKind.DATABASE: "an unauthorized person gained access to a database",
    IncidentKind.RANSOMWARE: "an unauthorized person gained access to computer systems and may have copied files",
    IncidentKind.VENDOR: "an unauthorized person gained access to systems of a vendor that hold files",
    IncidentKind.INSIDER: "a person looked at files without permission",
    IncidentKind.LOSS: "a device or records that hold files were lost or stolen",
    IncidentKind.DISCLOSURE: "files were disclosed to someone who should not have received them",
}
# Public contact data of the consumer reporting agencies (read at dfr.oregon.gov, credit freeze page, 2026).
BUREAUS = (
    ("Equifax", "PO Box 105788, Atlanta, GA 30348", "888-298-0045"),
    ("Experian", "PO Box 9554, Allen, TX 75013", "888-397-3742"),
    ("TransUnion", "PO Box 2000, Chester, PA 19022-2000", "800-680-7289"),
)


@dataclass(frozen=True)
class Section:
    """One headed part of the letter."""

    heading: str
    paragraphs: Sequence[str]
    points: Sequence[str] = ()
    after: Sequence[str] = ()


@dataclass(frozen=True)
class Letter:
    """All that the template places."""

    reference: str
    letterhead: str
    return_address: Sequence[str]
    addressee: Sequence[str]
    date: str
    about: str
    salutation: str
    title: str
    sections: Sequence[Section]
    signature: str


def letter_of(record: Mapping[str, object], codes: Sequence[str], incident: Incident, on: date) -> Letter:
    """Return the letter of one mail-file record.

    Args:
        record: a row of the mail file.
        codes: element codes of the person.
        incident: the facts.
        on: the date printed on the letter.
    """
    entities = _entities(record, incident)
    name = str(record["subject_name"])
    is_own = str(record["addressee_1"]) == name
    whose = "your" if is_own else f"{name}'s"
    who = "you" if is_own else name
    return Letter(
        reference=f"Reference {record['record_id']}",
        letterhead=_letterhead(entities, incident),
        return_address=_return_address(entities),
        addressee=_addressee(record),
        date=long_date(on),
        about="" if is_own else name,
        salutation=f"Dear {record['addressee_1']}:",
        title=TITLE,
        sections=(
            _what_happened(incident, entities, whose, who),
            _what_information(codes, whose),
            _what_we_are_doing(record, incident, who),
            _what_you_can_do(record, incident, whose),
            _more_information(incident, entities),
        ),
        signature=_letterhead(entities, incident),
    )


def has_contact(incident: Incident, entities: Sequence[CoveredEntity]) -> bool:
    """Tell whether a letter can name a way to ask (164.404(c)(1)(E): telephone, web or postal address)."""
    protection = incident.protection
    told = protection is not None and bool(protection.phone or protection.url)
    return told or any(entity.address.line_1 for entity in entities)


def _entities(record: Mapping[str, object], incident: Incident) -> list[CoveredEntity]:
    keys = str(record["covered_entity"]).split(";")
    known = {entity.key: entity for entity in incident.covered_entities}
    return [known[key] for key in keys if key in known]


def _letterhead(entities: Sequence[CoveredEntity], incident: Incident) -> str:
    return entities[0].name if len(entities) == 1 else incident.organization


def _return_address(entities: Sequence[CoveredEntity]) -> list[str]:
    return _address_lines(entities[0].address) if len(entities) == 1 else []


def _address_lines(address: PostalAddress) -> list[str]:
    last = f"{address.city}, {address.state} {address.zip}".strip(" ,")
    return [line for line in (address.line_1, address.line_2, last) if line]


def _addressee(record: Mapping[str, object]) -> list[str]:
    code = str(record["zip5"]) + (f"-{record['zip4']}" if record["zip4"] else "")
    last = f"{record['city']} {record['state']} {code}".strip()
    lines = [record["addressee_1"], record["addressee_2"], record["address_1"], record["address_2"], last]
    return [str(line) for line in lines if line] + ([str(record["country"])] if _is_foreign(record) else [])


def _is_foreign(record: Mapping[str, object]) -> bool:
    return str(record["country"]).upper() not in {"", "US", "USA", "UNITED STATES"}


def _what_happened(incident: Incident, entities: Sequence[CoveredEntity], whose: str, who: str) -> Section:
    line = incident.timeline
    first = f"We are writing to tell you about a data breach that involves {whose} personal information."
    when = ""
    if line.intrusion_start_on and line.intrusion_end_on and line.intrusion_start_on != line.intrusion_end_on:
        when = f"Between {long_date(line.intrusion_start_on)} and {long_date(line.intrusion_end_on)}, "
    elif line.intrusion_start_on:
        when = f"On {long_date(line.intrusion_start_on)}, "
    how = f"{when}{_HOW[incident.kind]} of {incident.organization}."
    how = how[0].upper() + how[1:]
    found = f"This was discovered on {long_date(line.discovered_on)}." if line.discovered_on else ""
    return Section(HEADINGS[0], [first, " ".join(filter(None, [how, found])), *_why_us(incident, entities, whose, who)])


def _why_us(incident: Incident, entities: Sequence[CoveredEntity], whose: str, who: str) -> list[str]:
    if incident.role is OrganizationRole.COVERED_ENTITY:
        return []
    if not entities:
        return [
            f"{incident.organization} holds {whose} information because it provides services to health care "
            "organizations."
        ]
    names = spoken_list([entity.name for entity in entities])
    return [
        f"{incident.organization} provides services to {names}. It holds {whose} information because of these services."
    ]


def _what_information(codes: Sequence[str], whose: str) -> Section:
    words = element_words(codes)
    return Section(
        HEADINGS[1],
        [f"The files that were involved contained {whose} information of these kinds:"],
        points=[word[0].upper() + word[1:] for word in words],
    )


def _what_we_are_doing(record: Mapping[str, object], incident: Incident, who: str) -> Section:
    paragraphs = [
        (
            "We investigated what happened and reviewed the files to learn whose information was in them. We are "
            "working to protect the systems that were involved and to prevent this from happening again. We have "
            "notified, or will notify, the regulators whom the law names."
        ),
    ]
    if any(hold for hold in incident.holds):
        paragraphs.append("This notice was delayed at the request of a law-enforcement agency.")
    if record["monitoring_product"]:
        paragraphs.append(_offer(record, incident, who))
    return Section(HEADINGS[2], paragraphs)


def _offer(record: Mapping[str, object], incident: Incident, who: str) -> str:
    protection = incident.protection
    if protection is None:
        return ""
    months = f" for {record['term_months']} months" if record["term_months"] else ""
    provider = f" through {protection.provider}" if protection.provider else ""
    told = [f"We offer {who} {record['monitoring_product']}{provider}{months} at no cost."]
    ways = [
        f"go to {protection.url}" if protection.url else "",
        f"call {phone_words(protection.phone)}" if protection.phone else "",
    ]
    ways = [way for way in ways if way]
    if ways:
        by = f" by {long_date(protection.enroll_by_on)}" if protection.enroll_by_on else ""
        told.append(f"To enroll{by}, {' or '.join(ways)}.")
    if record["enrollment_code"]:
        told.append(f"The enrollment code is {record['enrollment_code']}.")
    told.append("You do not need to give a payment card to enroll.")
    return " ".join(told)


def _what_you_can_do(record: Mapping[str, object], incident: Incident, whose: str) -> Section:
    points = [
        (
            f"Read the statements you receive from {whose} health insurer and health care providers. If they list care "
            "that was not received, call the insurer or provider."
        ),
        (
            "Read account statements and credit reports for anything you do not recognize. A free credit report is "
            "available every year at annualcreditreport.com, by calling 1-877-322-8228, or by writing to "
            "PO Box 105281, Atlanta, GA 30348-5281."
        ),
        "You can place a security freeze or a fraud alert on a credit file free of charge. Contact each of these "
        "consumer reporting agencies: " + "; ".join(f"{name}, {post}, {phone}" for name, post, phone in BUREAUS) + ".",
        (
            "Report suspected identity theft to local law enforcement, to your state attorney general, or to the "
            "Federal Trade Commission: 600 Pennsylvania Avenue NW, Washington, DC 20580, 1-877-438-4338, "
            "identitytheft.gov."
        ),
    ]
    if record["is_minor"]:
        points.append(
            "A parent or guardian can ask the consumer reporting agencies whether a child has a credit file and can "
            "freeze it."
        )
    if record["is_deceased"]:
        points.append(
            "A personal representative can ask the consumer reporting agencies to mark the credit file as deceased."
        )
    return Section(HEADINGS[3], ["We encourage you to take these steps:"], points=points)


def _more_information(incident: Incident, entities: Sequence[CoveredEntity]) -> Section:
    protection = incident.protection
    ways = []
    if protection and protection.phone:
        ways.append(
            f"call {phone_words(protection.phone)} (toll-free)"
            if _is_toll_free(protection.phone)
            else f"call {phone_words(protection.phone)}"
        )
    for entity in entities:
        lines = _address_lines(entity.address)
        if lines:
            ways.append(f"write to {entity.name}, {', '.join(lines)}")
    if protection and protection.url and not ways:
        ways.append(f"visit {protection.url}")
    asked = "; or ".join(ways)
    return Section(
        HEADINGS[4],
        [f"If you have questions, please {asked}.", "We regret that this happened and the worry it may cause you."],
    )


def _is_toll_free(phone: str) -> bool:
    digits = "".join(c for c in phone if c.isdigit()).removeprefix("1")
    return digits[:3] in {"800", "833", "844", "855", "866", "877", "888"}
