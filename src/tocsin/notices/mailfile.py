"""The mail file: one row a letter, for whoever prints and posts it. No SSN and no date of birth stand in it.

A notice is mailed once for equal name and address, unless a birth date, suffix, SSN or sex conflicts.
People found untouched get no letter; people without an address are kept apart for substitute notice.

Source: 45 CFR 164.404(d)(1) (first-class mail to the last known address; next of kin), (d)(2) (insufficient
contact information); the project's contract for the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tocsin.ids import digest_id
from tocsin.model.incident import Incident, LetterPer
from tocsin.notices.words import element_words, phone_words, spoken_list

_TEXT = (
    "record_id", "covered_entity", "tranche", "letter_version", "language", "addressee_1", "addressee_2",
    "subject_name", "address_1", "address_2", "city", "state", "zip5", "zip4", "country", "address_source",
    "elements_text", "monitoring_product", "enrollment_code", "call_center_phone", "notice_id", "elements",
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
"""One row a letter, sorted by record_id."""
COLUMNS = (
    "record_id", "covered_entity", "tranche", "letter_version", "language", "addressee_1", "addressee_2",
    "subject_name", "is_minor", "is_deceased", "address_1", "address_2", "city", "state", "zip5", "zip4", "country",
    "address_source", "address_on", "elements_text", "monitoring_product", "term_months", "enrollment_code",
    "call_center_phone", "mail_by_on", "notice_id",
)  # fmt: skip
"""The columns of the export, in the contract's order."""


@dataclass(frozen=True)
class MailFile:
    """Letters to post, and the notices that cannot be posted, with why."""

    rows: list[dict[str, object]]
    no_address: list[str]
    """Notice ids of people to tell by substitute notice."""


def mail_file(
    notices: Iterable[Mapping[str, object]],
    incident: Incident,
    mail_by: Mapping[str, date | None],
    codes: Sequence[str],
) -> MailFile:
    """Return the mail file of people rows cut for notice (``person_id`` is the notice's id).

    Args:
        notices: rows of the people schema, one a notice.
        incident: the facts.
        mail_by: last day to tell individuals, by covered entity key.
        codes: activation codes, given out in the order of record ids; may be fewer than letters.
    """
    rows: list[dict[str, object]] = []
    no_address: list[str] = []
    for notice in _once_each(sorted(notices, key=lambda n: str(n["person_id"]))):
        if notice["exposure"] == "untouched":
            continue
        if not (notice["address_1"] and (notice["city"] or notice["zip"])):
            no_address.append(str(notice["person_id"]))
            continue
        rows.extend(_records(notice, incident, mail_by))
    rows.sort(key=lambda row: str(row["record_id"]))
    for row, code in zip(rows, codes, strict=False):
        row["enrollment_code"] = code
    return MailFile(rows, no_address)


def _once_each(notices: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return the notices with those of equal name and address joined, unless they conflict."""
    kept: dict[tuple[str, ...], list[Mapping[str, object]]] = {}
    for notice in notices:
        same = kept.setdefault(_door(notice), [])
        for at, other in enumerate(same):
            if notice["address_1"] and not _conflict(notice, other):
                same[at] = _joined(other, notice)
                break
        else:
            same.append(notice)
    return [notice for same in kept.values() for notice in same]


def _door(notice: Mapping[str, object]) -> tuple[str, ...]:
    parts = ("first_name", "last_name", "address_1", "address_2", "city", "state")
    return (*(re.sub(r"[^a-z0-9]", "", str(notice[part]).lower()) for part in parts), str(notice["zip"])[:5])


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
    return {**first, **lists, "exposure": exposure}


def _records(
    notice: Mapping[str, object], incident: Incident, mail_by: Mapping[str, date | None]
) -> list[dict[str, object]]:
    keys = [key for key in str(notice["covered_entities"]).split(";") if key]
    if incident.letter_per is LetterPer.COVERED_ENTITY and keys:
        return [_record(notice, [key], incident, mail_by) for key in keys]
    return [_record(notice, keys, incident, mail_by)]


def _record(
    notice: Mapping[str, object], keys: list[str], incident: Incident, mail_by: Mapping[str, date | None]
) -> dict[str, object]:
    name = _full_name(notice)
    zip_code = re.sub(r"[^0-9]", "", str(notice["zip"])) if _is_us(notice) else str(notice["zip"])
    days = [day for key in keys or ["unknown"] if (day := mail_by.get(key))]
    protection = incident.protection
    codes = [code for code in str(notice["elements"]).split(";") if code]
    return {
        "record_id": digest_id("rec", str(notice["person_id"]), ";".join(keys)),
        "covered_entity": ";".join(keys) or "unknown",
        "tranche": "1",
        "letter_version": _version(notice),
        "language": "en",
        "addressee_1": str(notice["addressee_name"]) or _in_stead(notice, name),
        "addressee_2": "",
        "subject_name": name,
        "is_minor": notice["is_minor"],
        "is_deceased": bool(notice["is_deceased"]),
        "address_1": notice["address_1"],
        "address_2": notice["address_2"],
        "city": notice["city"],
        "state": notice["state"],
        "zip5": zip_code[:5] if _is_us(notice) else zip_code,
        "zip4": zip_code[5:9] if _is_us(notice) else "",
        "country": notice["country"],
        "address_source": notice["address_source"],
        "address_on": notice["address_on"],
        "elements_text": spoken_list(element_words(codes)),
        "monitoring_product": _product(protection.product if protection else "", notice),
        "term_months": protection.months if protection else None,
        "enrollment_code": "",
        "call_center_phone": phone_words(protection.phone) if protection else "",
        "mail_by_on": min(days, default=None),
        "notice_id": notice["person_id"],
        "elements": ";".join(codes),
    }


def _in_stead(notice: Mapping[str, object], name: str) -> str:
    """Return whom to write to where nobody is named: never a child, never the dead. Source: 45 CFR 164.404(d)(1)."""
    if notice["is_deceased"]:
        return f"Next of Kin of {name}"
    return f"Parent or Guardian of {name}" if notice["is_minor"] else name


def _version(notice: Mapping[str, object]) -> str:
    if notice["is_deceased"]:
        return "deceased"
    if notice["is_minor"]:
        return "minor"
    return "employee" if str(notice["roles"]) == "employee" else "adult"


def _product(product: str, notice: Mapping[str, object]) -> str:
    """Return the product to offer; the dead have no use for one."""
    return "" if notice["is_deceased"] else product


def _full_name(notice: Mapping[str, object]) -> str:
    parts = ("first_name", "middle_name", "last_name", "suffix")
    return " ".join(str(notice[part]) for part in parts if notice[part])


def _is_us(notice: Mapping[str, object]) -> bool:
    return str(notice["country"]).upper() in {"", "US", "USA", "UNITED STATES"}


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
