"""The proof set: one letter of every variant, to made-up people, for counsel and those who sign to look at.

A variant is a version of the letter in a language, with or without the paragraphs of a state. The states are those
of the mail file, so that what is looked at is what will be mailed. No word of it is about a person of the incident.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.model.elements import Element
from tocsin.model.incident import Incident
from tocsin.notices.circumstances import Version
from tocsin.notices.compose import letter_of
from tocsin.notices.house import LANGUAGES
from tocsin.notices.letters import letters_pdf, letters_png
from tocsin.notices.mailfile import MAILFILE
from tocsin.notices.postal.render import state_code
from tocsin.notices.setting import LetterSetting
from tocsin.response.export_format import csv_bytes
from tocsin.response.folder import IncidentFolder
from tocsin.response.letter_setting import letter_setting

SAMPLE_NAME = "Pat Sample"
_ELEMENTS = (Element.SSN, Element.DATE_OF_BIRTH, Element.DIAGNOSIS, Element.MEMBER_ID)
_STREET = {"address_1": "100 MAIN ST", "address_2": "", "city": "ANYTOWN", "zip5": "00000", "zip4": "", "country": ""}


def write_proofs(folder: IncidentFolder, to: Path, on: date) -> str:
    """Write the proof set as PDF and PNG, with proofs.csv; return a sentence with the numbers.

    Raises:
        InsideFolderError: ``to`` lies in the incident folder.
    """
    folder.refuse_inside(to)
    setting = letter_setting(folder, on)
    to.mkdir(parents=True, exist_ok=True)
    states = folder.read("mailfile", MAILFILE, columns=["state"])["state"].to_pylist()
    variants = proof_records(setting, sorted({state_code(state) for state in states if state}))
    rows, pages = [], 0
    for name, record in variants.items():
        letter = letter_of(record, setting)
        (to / f"{name}.pdf").write_bytes(letters_pdf([letter], setting.houses))
        pictures = letters_png([letter], setting.houses)
        for number, picture in enumerate(pictures, start=1):
            (to / f"{name}-{number}.png").write_bytes(picture)
        pages += len(pictures)
        law = setting.law.get(str(record["state"]))
        rows.append({"variant": name, "pages": len(pictures), "check": _to_check(law.agencies if law else ())})
    (to / "proofs.csv").write_bytes(csv_bytes(pa.Table.from_pylist(rows)))
    folder.append_ledger("proofs", {"variants": len(variants), "pages": pages})
    return f"{len(variants)} variants, {pages} pages -> {to}"


def _to_check(agencies: tuple[Any, ...]) -> str:
    told = "; ".join(f"{agency.name}, {agency.post}, {agency.phone}, {agency.site}" for agency in agencies)
    return f"Check before mailing: {told}" if told else ""


def proof_records(setting: LetterSetting, states: list[str]) -> Mapping[str, dict[str, Any]]:
    """Return a row of the mail file for each variant, by name: every version and language, and each state that asks."""
    home = next((state for state in states if not _asks(setting, state)), setting.incident.state)
    found: dict[str, dict[str, Any]] = {}
    for language in LANGUAGES:
        for version in Version:
            found[f"{version}-{language}"] = _record(setting.incident, version, language, home)
            supplement = {"supplements": "rec_0000000000000000", "new_elements": Element.DIAGNOSIS.value}
            found[f"{version}-{language}-supplement"] = {**found[f"{version}-{language}"], **supplement}
        for state in states:
            if _asks(setting, state):
                found[f"adult-{language}-{state.lower()}"] = _record(setting.incident, Version.ADULT, language, state)
    return found


def _asks(setting: LetterSetting, state: str) -> bool:
    law = setting.law.get(state)
    return law is not None and bool(law.content)


def _record(incident: Incident, version: Version, language: str, state: str) -> dict[str, Any]:
    stands_in = {
        Version.MINOR: {"en": "Parent or Guardian of", "es": "Padre, madre o tutor de"},
        Version.DECEASED: {"en": "Next of Kin of", "es": "Familiares de"},
    }
    before = stands_in.get(version, {}).get(language, "")
    protection = incident.protection
    product = protection.product if protection and version is not Version.DECEASED else ""
    if protection and version is Version.MINOR and protection.minor_product:
        product = protection.minor_product
    return {
        "record_id": "rec_0000000000000000",
        "covered_entity": ";".join(entity.key for entity in incident.covered_entities[:1]),
        "letter_version": version.value,
        "language": language,
        "addressee_1": f"{before} {SAMPLE_NAME}".strip(),
        "addressee_2": "c/o Alex Sample" if version is Version.CARE_OF else "",
        "subject_name": SAMPLE_NAME,
        **_STREET,
        "state": state,
        "monitoring_product": product,
        "term_months": protection.months if protection else None,
        "enrollment_code": "SAMPLE-CODE" if product else "",
        "elements": ";".join(element.value for element in _ELEMENTS),
        "roles": "employee" if version is Version.EMPLOYEE else "patient",
        "new_elements": "",
        "supplements": "",
        "barcode": "",
    }
