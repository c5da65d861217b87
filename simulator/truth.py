"""Truth: who stands where with what, gathered while the evidence is written.

Invariant: a person is ``listed`` by the contract's rule over readable, required claims only; what stands in locked,
spoiled or merely pictured files is kept apart.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from simulator.human import Human, Practice
from simulator.ink import Claim, Ink
from simulator.population import TODAY
from tocsin.model.elements import LISTED_ROLES, LISTING_ELEMENTS, OFFICE_ROLES, Element, Role

_RANK = {"": 0, "untouched": 1, "presumed": 2, "touched": 3}
ITEM_COLUMNS = (
    "item_key", "parent_key", "evidence", "locator", "sha256", "message_id", "size_bytes", "template", "family",
    "state", "verdict", "verdict_accepted", "entity",
)  # fmt: skip
SUBJECT_COLUMNS = ("item_key", "person", "roles", "covered_entity", "elements", "elements_optional")
PEOPLE_COLUMNS = (
    "person", "listed", "first_name", "middle_name", "last_name", "suffix", "nickname", "maiden_name", "date_of_birth",
    "sex", "ssn", "address_1", "city", "state", "zip", "old_address_1", "old_zip", "phone", "email", "mrns",
    "member_id",
    "license", "account", "roles", "covered_entities", "elements", "elements_optional", "elements_unreadable",
    "exposure", "is_minor", "is_deceased", "guardian", "representative", "item_count", "families", "templates",
)  # fmt: skip


@dataclass
class ItemTruth:
    """One item of the evidence."""

    item_key: str
    parent_key: str
    evidence: str
    locator: str
    sha256: str
    message_id: str
    size_bytes: int
    template: str
    family: str
    state: str
    verdict: str
    verdict_accepted: str
    entity: str


@dataclass
class _Standing:
    """What the evidence holds of one person."""

    roles: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    must: set[Element] = field(default_factory=set)
    may: set[Element] = field(default_factory=set)
    unreadable: set[Element] = field(default_factory=set)
    by_role: bool = False
    by_element: bool = False
    items: int = 0
    exposure: str = ""
    families: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)

    @property
    def listed(self) -> str:
        """yes, unreadable, may or no."""
        if self.by_role or self.by_element:
            return "yes"
        if self.unreadable:
            return "unreadable"
        return "may" if self.may or self.must - {Element.NAME} else "no"


class TruthBook:
    """Writes the truth files as items come, and the people at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.people: dict[str, _Standing] = defaultdict(_Standing)
        self.offices: set[tuple[str, str]] = set()
        self._items = _table(folder / "items.csv", ITEM_COLUMNS)
        self._subjects = _table(folder / "subjects.csv", SUBJECT_COLUMNS)
        self._mentions = (folder / "mentions.jsonl").open("w", encoding="utf-8")
        self._exposures = _table(
            folder / "exposures.csv", ("item_key", "message_id", "locator", "verdict", "verdict_accepted")
        )

    def add(self, item: ItemTruth, ink: Ink) -> None:
        """Record an item and all it says."""
        self._items[1].writerow([getattr(item, column) for column in ITEM_COLUMNS])
        self._exposures[1].writerow([item.item_key, item.message_id, item.locator, item.verdict, item.verdict_accepted])
        self.offices.update((name, role.value) for name, role in ink.offices)
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for claim in ink:
            grouped[claim.person].append(claim)
        for person, claims in grouped.items():
            self._subject(item, person, claims)

    def _subject(self, item: ItemTruth, person: str, claims: list[Claim]) -> None:
        standing = self.people[person]
        readable = item.state == "readable"
        for claim in claims:
            self._mentions.write(
                json.dumps(
                    [item.item_key, person, claim.role, claim.element, claim.text, claim.required], ensure_ascii=False
                )
                + "\n"
            )
            if readable:
                _count(standing, claim)
            elif claim.required and claim.element is not Element.NAME:
                standing.unreadable.add(claim.element)
        if readable:
            standing.items += 1
            standing.exposure = max(standing.exposure, item.verdict, key=_RANK.__getitem__)
            standing.families.add(item.family)
            standing.templates.add(item.template)
        must = {claim.element for claim in claims if claim.required}
        may = {claim.element for claim in claims} - must
        roles = {claim.role.value if claim.role_shown else Role.UNKNOWN.value for claim in claims}
        entities = {claim.entity for claim in claims if claim.entity}
        self._subjects[1].writerow(
            [item.item_key, person, _joined(roles), _joined(entities), _joined(must), _joined(may)]
        )

    def close(self, people: Iterable[Human], practices: Iterable[Practice]) -> None:
        """Write people, offices and entities."""
        with (self.folder / "people.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(PEOPLE_COLUMNS)
            writer.writerows(_person_row(human, self.people[human.key]) for human in people)
        with (self.folder / "offices.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("name", "role"), *sorted(self.offices)])
        with (self.folder / "entities.csv").open("w", newline="", encoding="utf-8") as file:
            rows = [(p.key, p.name, ";".join(p.aliases), p.npi, p.domain, p.mrn_prefix) for p in practices]
            csv.writer(file).writerows([("key", "name", "aliases", "npi", "domain", "mrn_prefix"), *rows])
        for handle in (self._items[0], self._subjects[0], self._exposures[0], self._mentions):
            handle.close()


def _table(path: Path, columns: tuple[str, ...]):  # type: ignore[no-untyped-def]  # csv has no public writer type
    file = path.open("w", newline="", encoding="utf-8")
    writer = csv.writer(file)
    writer.writerow(columns)
    return file, writer


def _count(standing: _Standing, claim: Claim) -> None:
    if claim.entity:
        standing.entities.add(claim.entity)
    if not claim.required:
        standing.may.add(claim.element)
        return
    if claim.role in OFFICE_ROLES:
        return
    standing.must.add(claim.element)
    if claim.role_shown and claim.role in LISTED_ROLES:
        standing.roles.add(claim.role.value)
        standing.by_role |= claim.element is not Element.NAME
    else:
        standing.by_element |= claim.element in LISTING_ELEMENTS


def _joined(values: Iterable[str]) -> str:
    return ";".join(sorted(str(value) for value in values))


def _person_row(human: Human, standing: _Standing) -> list[object]:
    home, old = human.home, human.addresses[0]
    return [
        human.key, standing.listed, human.first, human.middle, human.last, human.suffix, human.nickname, human.maiden,
        human.birth.isoformat(), human.sex, human.ssn, home.line, home.city, home.state, home.zip, old.line, old.zip,
        human.phone, human.email, _joined(human.mrns.values()), human.member_id, human.license, human.account,
        _joined(standing.roles), _joined(standing.entities), _joined(standing.must - {Element.NAME}),
        _joined(standing.may - standing.must), _joined(standing.unreadable - standing.must), standing.exposure,
        str(human.age_on(TODAY) < 18).lower(), str(human.died is not None).lower(), human.guardian,
        human.representative, standing.items, _joined(standing.families), _joined(standing.templates),
    ]  # fmt: skip
