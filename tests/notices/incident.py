"""A small incident for the tests of letters and filings: facts, people, the mail file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tocsin.law.book import law_book
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident
from tocsin.model.letter_law import LetterLaw
from tocsin.notices.compose import Letter, letter_of
from tocsin.notices.mailfile import MailFacts, MailFile, mail_file
from tocsin.notices.setting import LetterSetting
from tocsin.response.letter_law import letter_law_of

FACTS = """
[incident]
id="x"
title="X"
organization="Example Oncology Network"
role="business_associate"
kind="email"
state="TN"
[timeline]
intrusion_start_on=2024-12-13
intrusion_end_on=2024-12-16
discovered_on=2024-12-16
[[covered_entity]]
key="gulf"
name="Gulf Coast Oncology Associates"
address={line_1="1 Bay St",city="Tampa",state="FL",zip="33602"}
[[covered_entity]]
key="blue"
name="Blue Ridge Cancer Specialists"
[protection]
product="credit monitoring"
minor_product="minor identity monitoring"
months=12
provider="ExampleGuard"
phone="800-555-0100"
"""
ON = date(2025, 2, 20)


def incident(extra: str = "") -> Incident:
    return parse_incident((FACTS + extra).encode())


def law() -> LetterLaw:
    return letter_law_of(law_book(), {}, date(2024, 12, 16))


def setting(extra: str = "", **residents: int) -> LetterSetting:
    return LetterSetting(incident(extra), ON, law(), residents)


def person(number: int = 1, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "person_id": f"per_{number:012x}", "first_name": "Ann", "middle_name": "", "last_name": "Lee", "suffix": "",
        "date_of_birth": date(1960, 1, 2), "sex": "F", "ssn": "123456789", "address_1": "12 Oak St", "address_2": "",
        "city": "Tampa", "state": "FL", "zip": "33602-1234", "country": "", "email": "", "phone": "", "roles": "patient",
        "covered_entities": "gulf", "elements": "ssn;date_of_birth;diagnosis", "exposure": "touched", "is_minor": False,
        "is_deceased": False, "addressee_name": "", "addressee_relation": "", "merge_reasons": "", "address_source": "",
        "address_on": None,
    }  # fmt: skip
    return {**row, **changes}


def made(
    *people: dict[str, Any], extra: str = "", codes: tuple[str, ...] = (), languages: dict[str, str] | None = None
) -> MailFile:
    facts = MailFacts(incident(extra), {"gulf": date(2025, 2, 14)}, law(), languages or {})
    return mail_file(people, facts, codes)


def letter(extra: str = "", language: str = "", **changes: Any) -> Letter:
    one = person(**changes)
    row = made(one, extra=extra, languages={one["person_id"]: language} if language else {}).rows[0]
    return letter_of(row, setting(extra))


def texts(letters: Iterable[Letter]) -> str:
    return ("\n" + "=" * 72 + "\n").join(one.text() for one in letters)
