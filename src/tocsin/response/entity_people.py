"""The people of one covered entity, as far as that entity may see them: what its own evidence says, and no more.

Somebody who is a patient of two practices stands in both lists; in each with the kinds of data, record numbers,
addresses and exposure that the evidence of that practice shows. Evidence that nobody is known to answer for counts
for each of the person's entities: unknown means exposed.

Source: 45 CFR 164.410(c)(1) (the individuals of the covered entity), 164.502(b) (minimum necessary).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from tocsin.exposure.verdicts import person_verdict
from tocsin.model.elements import OFFICE_ROLES, Element
from tocsin.model.evidence import ItemStatus
from tocsin.model.results import ATTRIBUTIONS, EXPOSURES, PEOPLE
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.notices.postal.choose import FIELDS, Sighting, choose
from tocsin.response.exports import masked_ssn
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import iso_day

_KEPT = ("person_id", "first_name", "middle_name", "last_name", "suffix")
_TEXT = (*_KEPT, "sex", "ssn", *FIELDS, "email", "phone", "roles", "elements", "exposure", "mrns")
_ADDRESSEE = ("addressee_name", "addressee_relation")
ENTITY_PEOPLE = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in _TEXT),
        pa.field("date_of_birth", pa.date32()),
        pa.field("is_minor", pa.bool_()),
        pa.field("is_deceased", pa.bool_(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in _ADDRESSEE),
    ]
)
"""One row a person, sorted by id."""


def entity_people(folder: IncidentFolder, key: str, *, reveal: bool) -> pa.Table:
    """Return the people of one covered entity; those found untouched are left out."""
    evidence = _Evidence(folder)
    rows = []
    for person in folder.read("people", PEOPLE).sort_by("person_id").to_pylist():
        if key in person["covered_entities"].split(";") and person["exposure"] != "untouched":
            rows.append(_row(person, evidence.of(person, key), evidence, reveal=reveal))
    return pa.Table.from_pylist(rows, schema=ENTITY_PEOPLE)


class _Evidence:
    """Which subjects speak of whom, for which entity, and how their items were exposed."""

    def __init__(self, folder: IncidentFolder) -> None:
        members = folder.read("members", MEMBERS)
        subjects = {row["subject_id"]: row for row in folder.read("subjects", SUBJECTS).to_pylist()}
        self._of: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for subject, person in zip(members["subject_id"].to_pylist(), members["person_id"].to_pylist(), strict=True):
            if subject in subjects and subjects[subject]["role"] not in OFFICE_ROLES:
                self._of[person].append(subjects[subject])
        self._entities: dict[str, set[str]] = defaultdict(set)
        for row in folder.read("attributions", ATTRIBUTIONS).to_pylist():
            self._entities[row["subject_id"]].add(row["covered_entity"])
        exposures = folder.read("exposures", EXPOSURES)
        self._verdicts = dict(zip(exposures["item_id"].to_pylist(), exposures["verdict"].to_pylist(), strict=True))
        self._copies: dict[str, list[str]] = defaultdict(list)
        for row in folder.read("items", columns=["item_id", "duplicate_of", "status"]).to_pylist():
            if row["status"] == ItemStatus.DUPLICATE and row["duplicate_of"]:
                self._copies[row["duplicate_of"]].append(row["item_id"])

    def of(self, person: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        """Return the subjects of a person that this entity, or none of the person's, answers for."""
        answering = set(person["covered_entities"].split(";"))
        mine = self._of.get(person["person_id"], [])
        return [s for s in mine if not (known := self._entities[s["subject_id"]] & answering) or key in known]

    def verdict(self, subjects: Iterable[Mapping[str, Any]]) -> str:
        """Return the gravest exposure of the items these subjects stand in."""
        items = {item for s in subjects for item in (s["item_id"], *self._copies.get(s["item_id"], ()))}
        return person_verdict([self._verdicts[item] for item in sorted(items) if item in self._verdicts])


def _row(
    person: Mapping[str, Any], subjects: list[dict[str, Any]], evidence: _Evidence, *, reveal: bool
) -> dict[str, Any]:
    sightings = [Sighting({f: s[f] for f in FIELDS}, s["item_id"], iso_day(s["seen_on"])) for s in subjects]
    chosen = choose(sighting for sighting in sightings if sighting.address["address_1"])
    address = chosen.best.address if chosen else {}
    elements = {element for s in subjects for element in s["elements"]} - {Element.NAME.value}
    numbers = {s["ssn"] for s in subjects if s["ssn"]}
    ssn = person["ssn"] if person["ssn"] in numbers else ""
    return {
        **{name: person[name] for name in (*_KEPT, *_ADDRESSEE, "is_minor", "is_deceased")},
        "sex": person["sex"] if any(s["sex"] for s in subjects) else "",
        "date_of_birth": person["date_of_birth"] if any(s["date_of_birth"] for s in subjects) else None,
        "ssn": ssn if reveal else masked_ssn(ssn),
        **{name: address.get(name) or "" for name in FIELDS},
        "email": _joined(subjects, "emails"),
        "phone": _joined(subjects, "phones"),
        "roles": ";".join(sorted({s["role"] for s in subjects})),
        "elements": ";".join(sorted(elements)),
        "exposure": evidence.verdict(subjects),
        "mrns": _joined(subjects, "mrns"),
    }


def _joined(subjects: Iterable[Mapping[str, Any]], column: str) -> str:
    return ";".join(sorted({value.replace(";", ",") for s in subjects for value in s[column] if value}))
