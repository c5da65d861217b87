"""What letters are written from, beside the row of the mail file: the facts, the law, the houses, the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.model.incident import CoveredEntity, Incident, PostalAddress
from tocsin.model.letter_law import LetterLaw, StateLetters
from tocsin.notices.house import House, shipped_house
from tocsin.notices.postal.render import state_code


@dataclass(frozen=True)
class LetterSetting:
    """Everything that letters of one incident share."""

    incident: Incident
    on: date
    """The date printed on the letters."""
    law: LetterLaw = field(default_factory=dict)
    residents: Mapping[str, int] = field(default_factory=dict)
    """How many people of each state are concerned, for the letters whose law asks for it."""
    houses: Mapping[str, House] = field(default_factory=dict)
    """By key of the covered entity; ``""`` is the organization's own."""

    def house_key(self, entities: Sequence[CoveredEntity]) -> str:
        """Return whose house a letter of these entities bears: of the one entity, else of the organization."""
        if len(entities) == 1 and entities[0].key in self.houses:
            return entities[0].key
        return ""

    def house(self, key: str) -> House:
        """Return the house of that key."""
        return self.houses.get(key) or self.houses.get("") or shipped_house()

    def state(self, state: str, elements: frozenset[str], *, in_hipaa_file: bool) -> StateLetters | None:
        """Return what the law of a state asks of a letter to a resident with these data, if it reaches them."""
        law = self.law.get(state_code(state))
        return law if law is not None and law.reaches(elements, in_hipaa_file=in_hipaa_file) else None

    def forbids(self, law: StateLetters | None) -> frozenset[str]:
        """Return what must not be said; a law that counsel meets by complying with HIPAA forbids nothing."""
        if law is None or any(r.jurisdiction == law.jurisdiction and r.relies for r in self.incident.routes):
            return frozenset()
        return law.forbids


def entities_of(record: Mapping[str, object], incident: Incident) -> list[CoveredEntity]:
    """Return the covered entities that a row of the mail file names, in its order."""
    known = {entity.key: entity for entity in incident.covered_entities}
    return [known[key] for key in str(record["covered_entity"]).split(";") if key in known]


def address_lines(address: PostalAddress) -> list[str]:
    """Return the lines of an organization's address."""
    last = f"{address.city}, {address.state} {address.zip}".strip(" ,")
    return [line for line in (address.line_1, address.line_2, last) if line]


def has_contact(incident: Incident, entities: Sequence[CoveredEntity]) -> bool:
    """Tell whether a letter can name a way to ask (164.404(c)(1)(E): telephone, web or postal address)."""
    protection, contact = incident.protection, incident.contact
    told = protection is not None and bool(protection.phone or protection.url)
    return told or bool(contact.phone or contact.url) or any(entity.address.line_1 for entity in entities)
