"""Made-up rows of a mail file: every version, both languages, every state, in a fixed mixture."""

from __future__ import annotations

from typing import Any

from tocsin.notices.circumstances import Version

FACTS = """
[incident]
id="made-up"
title="Made up"
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
[protection]
product="credit monitoring"
minor_product="minor identity monitoring"
months=12
provider="ExampleGuard"
phone="800-555-0100"
url="https://enroll.example/guard"
"""
_STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "IL", "IA", "MA", "MD", "MI", "MO", "NC", "NH",
    "NM", "NY", "OH", "OR", "PA", "RI", "TN", "TX", "VA", "VT", "WA", "WV", "WY",
)  # fmt: skip
_FIRST = ("Ann", "Bo", "Chidi", "Dalia", "Eun-ji", "Fatima", "Gus", "Hana", "Íñigo", "Joy")
_LAST = ("Lee", "Ortiz", "Nguyen", "O'Neill", "Whitefeather", "Kowalski", "Haddad", "Adeyemi", "Silva", "Moss")
_ELEMENTS = ("ssn;date_of_birth;diagnosis", "member_id;diagnosis;medication", "ssn;account_number", "lab_result;mrn")


def records(number: int) -> list[dict[str, Any]]:
    """Return that many rows of the mail file, sorted by record id."""
    return [_record(at) for at in range(number)]


def _record(at: int) -> dict[str, Any]:
    name = f"{_FIRST[at % 10]} {_LAST[at // 10 % 10]}"
    version = (
        (Version.MINOR, Version.DECEASED, Version.EMPLOYEE, Version.CARE_OF)[at % 20] if at % 20 < 4 else Version.ADULT
    )
    stand_in = {Version.MINOR: f"Parent or Guardian of {name}", Version.DECEASED: f"Next of Kin of {name}"}
    return {
        "record_id": f"rec_{at:016x}", "covered_entity": "gulf", "tranche": "1", "letter_version": version.value,
        "language": "es" if at % 10 == 7 else "en", "addressee_1": stand_in.get(version, name),
        "addressee_2": "c/o Oak Home" if version is Version.CARE_OF else "", "subject_name": name,
        "is_minor": version is Version.MINOR, "is_deceased": version is Version.DECEASED,
        "address_1": f"{at % 9000 + 1} Oak Street", "address_2": "Apt 4" if at % 3 == 0 else "", "city": "Springfield",
        "state": _STATES[at % len(_STATES)], "zip5": f"{at % 89_999 + 10_000}", "zip4": "", "country": "",
        "address_source": "", "address_on": None, "elements_text": "",
        "monitoring_product": "" if version is Version.DECEASED else "credit monitoring", "term_months": 12,
        "enrollment_code": f"CODE-{at:08d}", "call_center_phone": "800-555-0100", "mail_by_on": None,
        "notice_id": f"per_{at:012x}", "notice_ids": f"per_{at:012x}", "elements": _ELEMENTS[at % 4],
        "roles": "employee" if version is Version.EMPLOYEE else "patient", "new_elements": "", "supplements": "",
        "barcode": "",
    }  # fmt: skip
