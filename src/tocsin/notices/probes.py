"""Letters to made-up people, written from a template to see what it says: the rules for templates look at these.

Every fact that a letter may use is given, so that a sentence is missing only if the template lacks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tocsin.model.incident import (
    Contact,
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    OrganizationRole,
    PostalAddress,
    Protection,
    Timeline,
)
from tocsin.model.letter_law import LetterLaw, StateLetters
from tocsin.notices.circumstances import Version
from tocsin.notices.compose import Letter, write
from tocsin.notices.house import House
from tocsin.notices.setting import LetterSetting

NAME = "Probe Person"
PARENT = "Probe Parent"
ORGANIZATION = "Probe Organization"
ENTITY = "Probe Practice"
_DAY = date(2024, 1, 2)
INCIDENT = Incident(
    id="probe",
    title="Probe",
    organization=ORGANIZATION,
    role=OrganizationRole.BUSINESS_ASSOCIATE,
    kind=IncidentKind.EMAIL,
    state="XX",
    timeline=Timeline(intrusion_start_on=_DAY, intrusion_end_on=date(2024, 1, 5), discovered_on=date(2024, 1, 9)),
    covered_entities=(CoveredEntity("probe", ENTITY, address=PostalAddress("1 Probe St", "", "Town", "XX", "00000")),),
    contact=Contact("800-555-0100", "https://probe.example"),
    parent_company="Probe Holdings",
    protection=Protection("credit monitoring", 12, "Probe Guard", "", date(2025, 1, 1), "800-555-0101"),
)
HELD = replace(INCIDENT, holds=(Hold("FBI", HoldForm.WRITTEN, _DAY),))
BARE = replace(INCIDENT, protection=None)


@dataclass(frozen=True)
class Probe:
    """A letter, and what it says in the words of the laws."""

    letter: Letter
    says: frozenset[str]

    @property
    def text(self) -> str:
        """All its words."""
        return self.letter.text()


def probe(
    house: House,
    language: str,
    law: LetterLaw,
    *,
    incident: Incident = INCIDENT,
    version: Version = Version.ADULT,
    state: str = "XX",
    **changes: Any,
) -> Probe:
    """Return the letter to a made-up person of that version and state, with every kind of data that the law names."""
    asked = law.get(state)
    codes = frozenset({"ssn", "diagnosis"}).union(*asked.kinds if asked else ())
    stands_in = version in {Version.MINOR, Version.DECEASED}
    product = "credit monitoring" if version is not Version.DECEASED and incident.protection else ""
    record: Mapping[str, Any] = {
        "record_id": "rec_0000000000000000", "covered_entity": "probe", "letter_version": version.value,
        "language": language, "addressee_1": PARENT if stands_in else NAME, "addressee_2": "", "subject_name": NAME,
        "address_1": "1 MAIN ST", "address_2": "", "city": "TOWN", "state": state, "zip5": "00000", "zip4": "",
        "country": "", "monitoring_product": product, "term_months": 12, "enrollment_code": "PROBE" if product else "",
        "elements": ";".join(sorted(codes)), "new_elements": "", "supplements": "", "barcode": "",
        "roles": "employee" if version is Version.EMPLOYEE or _is_exempt(asked) else "patient", **changes,
    }  # fmt: skip
    setting = LetterSetting(incident, date(2024, 3, 1), law, {state: 7_351}, {"": house})
    return Probe(*write(record, setting))


def _is_exempt(law: StateLetters | None) -> bool:
    return law is not None and law.spares_hipaa_files
