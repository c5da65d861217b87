"""The call centre: "am I affected, and what of mine?" after identity questions, showing no more than the answer.

The caller's name and birth date must agree with a person, and one more thing: ZIP Code, last digits of the SSN or
telephone number. Nothing is said of what nearly agreed, and no value of the data is shown. Every look-up is an entry
of the record: what came out, and whose notice, never what was asked.

Source: 45 CFR 164.404(d)(2)(ii) (a toll-free number where one can learn whether one is concerned); 164.514(h)
(verify the identity of who asks).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pyarrow as pa

from tocsin.errors import NothingToDoError
from tocsin.model.incident_file import parse_incident
from tocsin.model.lexicon import fold_name
from tocsin.model.results import PEOPLE
from tocsin.notices.compose import spaced
from tocsin.notices.mailfile import MAILFILE
from tocsin.notices.words import element_words, long_date, spoken_list
from tocsin.response.folder import IncidentFolder
from tocsin.response.mailing import MAILINGS

CALLS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("reference", "subject_name", "zip5", "language")),
        pa.field("mailed_on", pa.date32()),
        *(pa.field(name, pa.string(), nullable=False) for name in ("elements_text", "covered_entities")),
        *(pa.field(name, pa.string(), nullable=False) for name in ("monitoring_product", "enrollment_code")),
    ]
)
"""What a call-centre vendor gets: enough to answer and to find the letter; no SSN, no birth date, no street."""


class Answer(StrEnum):
    """What came out of a look-up."""

    AFFECTED = "affected"
    NOT_FOUND = "not_found"
    ASK_MORE = "ask_more"
    """Several people agree; one more question tells them apart."""


@dataclass(frozen=True)
class Caller:
    """What the caller says of the person they ask about. Empty: not asked."""

    first_name: str
    last_name: str
    born_on: date
    zip5: str = ""
    ssn_last4: str = ""
    phone: str = ""

    @property
    def proofs(self) -> int:
        """How many things beyond name and birth date were said."""
        return sum(bool(said) for said in (self.zip5, self.ssn_last4, self.phone))


@dataclass(frozen=True)
class Told:
    """What the operator sees."""

    answer: Answer
    lines: tuple[str, ...]


def look_up(folder: IncidentFolder, caller: Caller) -> Told:
    """Return the answer to a caller, and write the look-up into the record.

    Raises:
        NothingToDoError: `notify` has not run.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    if not caller.proofs:
        raise RuntimeError("a look-up needs a ZIP Code, the last digits of the SSN or a telephone number")
    found = [row for row in folder.read("people", PEOPLE).to_pylist() if _agrees(row, caller)]
    found = [row for row in found if row["exposure"] != "untouched"]
    if len(found) > 1:
        told = Told(Answer.ASK_MORE, ("More than one person agrees. Ask for one more thing.",))
    elif found:
        told = Told(Answer.AFFECTED, tuple(_lines(folder, found[0])))
    else:
        told = Told(Answer.NOT_FOUND, ("Nobody in this incident agrees with all that was said.",))
    person = found[0]["person_id"] if len(found) == 1 else ""
    folder.append_ledger("looked_up", {"answer": told.answer.value, "person": person, "proofs": caller.proofs})
    return told


def calls_table(folder: IncidentFolder) -> pa.Table:
    """Return one row a letter for a call-centre vendor, sorted by reference.

    Raises:
        NothingToDoError: `notify` has not run.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    names = {entity.key: entity.name for entity in parse_incident(folder.incident_toml).covered_entities}
    posted = _posted(folder)
    rows = []
    for row in folder.read("mailfile", MAILFILE).to_pylist():
        keys = [names.get(key, key) for key in row["covered_entity"].split(";")]
        own = {name: row[name] for name in CALLS.names if name in row}
        mailed = {"reference": spaced(row["record_id"]), "mailed_on": posted.get(row["record_id"])}
        rows.append({**own, **mailed, "covered_entities": "; ".join(keys)})
    return pa.Table.from_pylist(sorted(rows, key=lambda row: str(row["reference"])), schema=CALLS)


def _agrees(row: Mapping[str, Any], caller: Caller) -> bool:
    """Tell whether everything that was said agrees; what is not known of the person does not."""
    if row["date_of_birth"] != caller.born_on:
        return False
    if _name(row["last_name"]) != _name(caller.last_name) or _name(row["first_name"]) != _name(caller.first_name):
        return False
    said = (
        (caller.zip5, row["zip"][:5]),
        (caller.ssn_last4, re.sub(r"\D", "", row["ssn"])[-4:]),
        (_digits(caller.phone), [_digits(phone) for phone in row["phone"].split(";")]),
    )
    return all(not one or (one in known if isinstance(known, list) else one == known) for one, known in said)


def _name(text: str) -> str:
    return fold_name(text).replace(" ", "")


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-10:]


def _lines(folder: IncidentFolder, person: Mapping[str, Any]) -> list[str]:
    names = {entity.key: entity.name for entity in parse_incident(folder.incident_toml).covered_entities}
    keys = [names.get(key, key) for key in person["covered_entities"].split(";") if key]
    words = element_words([code for code in person["elements"].split(";") if code])
    lines = ["Yes, affected.", f"Kinds of information: {spoken_list(words)}."]
    if keys:
        lines.append(f"From the files of: {spoken_list(keys)}.")
    if person["is_minor"] or person["is_deceased"]:
        lines.append("Speak only to a parent, guardian, next of kin or representative; verify who is calling.")
    notices, posted = set(person["notice_id"].split(";")), _posted(folder)
    letters = [r for r in folder.read("mailfile", MAILFILE).to_pylist() if notices & set(r["notice_ids"].split(";"))]
    for letter in sorted(letters, key=lambda r: (r["tranche"], r["record_id"])):
        day = posted.get(letter["record_id"])
        when = f"mailed on {long_date(day)}" if day else "not mailed yet"
        lines.append(f"Letter {spaced(letter['record_id'])}: {when}.")
        if letter["monitoring_product"]:
            code = f", enrollment code {letter['enrollment_code']}" if letter["enrollment_code"] else ""
            lines.append(f"Offer: {letter['monitoring_product']} for {letter['term_months']} months{code}.")
    if not letters:
        lines.append("No letter: there is no address that can be used. Take one, and tell the privacy office.")
    return lines


def _posted(folder: IncidentFolder) -> dict[str, date]:
    columns = ["record_id", "mailed_on"]
    return {
        row["record_id"]: row["mailed_on"] for row in folder.read("mailings", MAILINGS, columns=columns).to_pylist()
    }
