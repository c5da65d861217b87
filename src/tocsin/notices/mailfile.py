"""The mail file: one row a letter, for whoever prints and posts it. No SSN and no date of birth stand in it.

A notice is mailed once for equal name and address, unless a birth date, suffix, SSN or sex conflicts.
People found untouched get no letter; people without an address are kept apart for substitute notice.

Source: 45 CFR 164.404(d)(1) (first-class mail to the last known address; next of kin), (d)(2) (insufficient
contact information); the project's contract for the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from tocsin.ids import digest_id
from tocsin.model.elements import Role
from tocsin.model.incident import Incident, LetterPer
from tocsin.model.letter_law import LetterLaw
from tocsin.notices.addressees import ADDRESS, Addressee, Doors, addressee_of, door_of, full_name
from tocsin.notices.postal.render import render, state_code
from tocsin.notices.postal.score import score
from tocsin.notices.words import element_words, phone_words, spoken_list

_TEXT = (
    "record_id", "covered_entity", "tranche", "letter_version", "language", "addressee_1", "addressee_2",
    "subject_name", "address_1", "address_2", "city", "state", "zip5", "zip4", "country", "address_source",
    "elements_text", "monitoring_product", "enrollment_code", "call_center_phone", "notice_id", "elements", "roles",
    "notice_ids", "new_elements", "supplements", "barcode",
)  # fmt: skip
MAILFILE = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in _TEXT]
    + [
        pa.field("is_minor", pa.bool_()),
        pa.field("is_deceased", pa.bool_(), nullable=False),
        pa.field("address_on", pa.date32()),
        pa.field("term_months", pa.int64()),
        pa.field("mail_by_on", pa.date32()),
    ]
)
"""One row a letter, sorted by record_id. ``notice_ids`` are all notices it is for; ``new_elements`` and
``supplements`` (the record it adds to) are filled in supplements only; ``barcode`` holds the digits of an IMb."""
COLUMNS = (
    "record_id", "covered_entity", "tranche", "letter_version", "language", "addressee_1", "addressee_2",
    "subject_name", "is_minor", "is_deceased", "address_1", "address_2", "city", "state", "zip5", "zip4", "country",
    "address_source", "address_on", "elements_text", "monitoring_product", "term_months", "enrollment_code",
    "call_center_phone", "mail_by_on", "notice_id", "supplements",
)  # fmt: skip
"""The columns of the export, in the contract's order."""


@dataclass(frozen=True)
class MailFacts:
    """What the rows are made from, beside the people."""

    incident: Incident
    mail_by: Mapping[str, date | None]
    """Last day to tell individuals, by covered entity key."""
    law: LetterLaw = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    """Language of a person, by notice id, where it is known."""
    undeliverable: frozenset[str] = frozenset()
    """Notice ids of people at whose every address the post says that nothing can be delivered."""


@dataclass(frozen=True)
class MailFile:
    """Letters to post, and the notices that cannot be posted, with why."""

    rows: list[dict[str, object]]
    no_address: list[str]
    """Notice ids of people to tell by substitute notice."""
    unprotected: list[str] = field(default_factory=list)
    """Record ids of people whom a state's law promises protection that the facts do not offer."""


def mail_file(
    notices: Iterable[Mapping[str, object]], facts: MailFacts, codes: Sequence[str], doors: Doors | None = None
) -> MailFile:
    """Return the mail file of people rows cut for notice (``person_id`` is the notice's id).

    Args:
        notices: rows of the people schema, one a notice.
        facts: what else decides.
        codes: activation codes, given out in the order of record ids; may be fewer than letters.
        doors: where the people live who may be written to in another's stead; None if all are among the notices.
    """
    everyone = sorted(notices, key=lambda n: str(n["person_id"]))
    doors = Doors(everyone) if doors is None else doors
    rows: list[dict[str, object]] = []
    no_address: list[str] = []
    for notice in _once_each(everyone):
        if notice["exposure"] == "untouched":
            continue
        language = _language(notice, facts)
        addressee = addressee_of(notice, doors, language)
        is_dead_end = notice["person_id"] in facts.undeliverable and not addressee.address_of
        if is_dead_end or not _is_tried(notice, addressee):
            no_address.append(str(notice["person_id"]))
            continue
        rows.extend(_records(notice, addressee, language, facts))
    rows.sort(key=lambda row: str(row["record_id"]))
    for row, code in zip((row for row in rows if row["monitoring_product"]), codes, strict=False):
        row["enrollment_code"] = code
    return MailFile(rows, no_address, [str(row["record_id"]) for row in rows if row.pop("is_unprotected")])


def _is_tried(notice: Mapping[str, object], addressee: Addressee) -> bool:
    """Tell whether a letter should be tried there; a notice may say it of its own address (``is_mailable``)."""
    known = notice.get("is_mailable")
    if known is None or any((notice[part] or "") != addressee.address[part] for part in ADDRESS):
        return is_usable(addressee.address)
    return bool(known)


def is_usable(address: Mapping[str, str]) -> bool:
    """Tell whether a letter should be tried there, judged by the form of the address."""
    return score(render(address)).is_mailable


def _language(notice: Mapping[str, object], facts: MailFacts) -> str:
    known = facts.languages.get(str(notice["person_id"]))
    state = facts.law.get(state_code(str(notice["state"])))
    return known or (state.language if state else "") or "en"


def _once_each(notices: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return the notices with those of equal name and address joined, unless they conflict."""
    kept: dict[tuple[str, ...], list[Mapping[str, object]]] = {}
    for notice in notices:
        same = kept.setdefault(_name_and_door(notice), [])
        for at, other in enumerate(same):
            if notice["address_1"] and not _conflict(notice, other):
                same[at] = _joined(other, notice)
                break
        else:
            same.append({**notice, "notice_ids": notice["person_id"]})
    return [notice for same in kept.values() for notice in same]


def _name_and_door(notice: Mapping[str, object]) -> tuple[str, ...]:
    parts = (re.sub(r"[^a-z0-9]", "", str(notice[part]).lower()) for part in ("first_name", "last_name"))
    return (*parts, door_of(notice))


def _conflict(left: Mapping[str, object], right: Mapping[str, object]) -> bool:
    for part in ("date_of_birth", "suffix", "ssn", "sex"):
        if left[part] and right[part] and left[part] != right[part]:
            return True
    flagged = "twin|junior|senior|suffix"
    return bool(re.search(flagged, f"{left['merge_reasons']} {right['merge_reasons']}")) or bool(
        left["suffix"] or right["suffix"]
    )


def _joined(first: Mapping[str, object], second: Mapping[str, object]) -> Mapping[str, object]:
    lists = {
        name: ";".join(dict.fromkeys(filter(None, f"{first[name]};{second[name]}".split(";"))))
        for name in ("elements", "covered_entities", "roles")
    }
    exposure = "touched" if "touched" in {first["exposure"], second["exposure"]} else first["exposure"]
    if first["exposure"] == "untouched":
        exposure = second["exposure"]
    ids = f"{first['notice_ids']};{second['person_id']}"
    return {**first, **lists, "exposure": exposure, "notice_ids": ids}


def _records(
    notice: Mapping[str, object], addressee: Addressee, language: str, facts: MailFacts
) -> list[dict[str, object]]:
    keys = [key for key in str(notice["covered_entities"]).split(";") if key]
    if facts.incident.letter_per is LetterPer.COVERED_ENTITY and keys:
        return [_record(notice, [key], addressee, language, facts) for key in keys]
    return [_record(notice, keys, addressee, language, facts)]


def _record(
    notice: Mapping[str, object], keys: list[str], addressee: Addressee, language: str, facts: MailFacts
) -> dict[str, object]:
    days = [day for key in keys or ["unknown"] if (day := facts.mail_by.get(key))]
    protection = facts.incident.protection
    codes = [code for code in str(notice["elements"]).split(";") if code]
    product, months, is_unprotected = _protection(notice, frozenset(codes), facts)
    phone = facts.incident.contact.phone or (protection.phone if protection else "")
    return {
        "record_id": digest_id("rec", str(notice["person_id"]), ";".join(keys)),
        "covered_entity": ";".join(keys) or "unknown",
        "tranche": "1",
        "letter_version": addressee.version.value,
        "language": language,
        "addressee_1": addressee.line_1,
        "addressee_2": addressee.line_2,
        "subject_name": full_name(notice),
        "is_minor": notice["is_minor"],
        "is_deceased": bool(notice["is_deceased"]),
        **_address(addressee.address),
        "address_source": addressee.address_of or notice["address_source"],
        "address_on": notice["address_on"],
        "elements_text": spoken_list(element_words(codes, language), language),
        "monitoring_product": product,
        "term_months": months,
        "enrollment_code": "",
        "call_center_phone": phone_words(phone),
        "mail_by_on": min(days, default=None),
        "notice_id": notice["person_id"],
        "notice_ids": notice["notice_ids"],
        "elements": ";".join(codes),
        "roles": notice["roles"],
        "new_elements": "",
        "supplements": "",
        "barcode": "",
        "is_unprotected": is_unprotected,
    }


def _address(address: Mapping[str, str]) -> dict[str, object]:
    is_us = address["country"].upper() in {"", "US", "USA", "UNITED STATES"}
    zip_code = re.sub(r"[^0-9]", "", address["zip"]) if is_us else address["zip"]
    return {
        **{part: address[part] for part in ("address_1", "address_2", "city", "state", "country")},
        "zip5": zip_code[:5] if is_us else zip_code,
        "zip4": zip_code[5:9] if is_us else "",
    }


def _protection(
    notice: Mapping[str, object], elements: frozenset[str], facts: MailFacts
) -> tuple[str, int | None, bool]:
    """Return the product to offer, its months, and whether the law promises one that nobody offers.

    The dead have no use for a product; a child has no credit file to monitor. The months are those of the facts, or
    more where the law of the person's state asks for more.
    """
    protection, state = facts.incident.protection, facts.law.get(state_code(str(notice["state"])))
    roles = set(str(notice["roles"]).split(";"))
    owed, _ = state.months_owed(elements, in_hipaa_file=roles != {Role.EMPLOYEE.value}) if state else (0, "")
    if notice["is_deceased"]:
        return "", protection.months if protection else None, False
    if protection is None or not protection.product:
        return "", None if protection is None else protection.months, bool(owed)
    product = protection.minor_product if notice["is_minor"] and protection.minor_product else protection.product
    return product, max(protection.months, owed), False


def mail_by_entity(incident: Incident, duties: Iterable[Mapping[str, object]]) -> dict[str, date | None]:
    """Return, for each covered entity, the earliest last day of a duty to tell individuals that is not lifted."""
    days: dict[str, date | None] = {entity.key: None for entity in incident.covered_entities}
    for duty in duties:
        due = duty["due_on"]
        if duty["recipient"] == "individuals" and duty["status"] != "suppressed" and isinstance(due, date):
            key = str(duty["covered_entity"])
            held = days.get(key)
            days[key] = min(due, held) if held else due
    return days
