"""From a row of the mail file to a letter: the template's sentences that apply, with the person's values in place.

Pure: facts in, text out; the page only places it. Never a value of the data taken; a number of people only where the
law of the state asks for it.

Source: 45 CFR 164.404(c)(1)(A)-(E), (c)(2), (d)(1); 164.502(g); the letter cells of the law files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tocsin.model.elements import Element, Role
from tocsin.model.incident import CoveredEntity, Incident, OrganizationRole
from tocsin.model.letter_law import Agency, StateLetters
from tocsin.notices.barcode import MOST_LINES, bars
from tocsin.notices.circumstances import Circumstance, Shown, Version
from tocsin.notices.house import House
from tocsin.notices.postal.render import render
from tocsin.notices.setting import LetterSetting, address_lines, entities_of
from tocsin.notices.template import Block, Paragraph, Sentence, Template
from tocsin.notices.words import element_words, long_date, phone_words, spoken_list

BUREAUS = (
    Agency("Equifax", "PO Box 105788, Atlanta, GA 30348", "888-298-0045"),
    Agency("Experian", "PO Box 9554, Allen, TX 75013", "888-397-3742"),
    Agency("TransUnion", "PO Box 2000, Chester, PA 19022-2000", "800-680-7289"),
)
"""The consumer reporting agencies, as the cell ``bureaus`` of law/us/federal/letters.yaml gives them."""
CREDIT_ELEMENTS = frozenset(
    {
        Element.SSN, Element.TAX_ID, Element.DRIVER_LICENSE, Element.STATE_ID, Element.PASSPORT, Element.MILITARY_ID,
        Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.CARD_NUMBER, Element.IMMIGRATION_ID,
    }
)  # fmt: skip
"""With one of these somebody can open or use credit."""
FORM_CODES = frozenset(
    {"title_notice_of_data_breach", "headings_what_happened_etc", "min_10_point", "plain_language", "notice_date"}
)
"""What the laws ask of a letter's form; the rules for templates hold every template to them."""
_RELATED = {Role.SUBSCRIBER.value, Role.GUARANTOR.value, Role.RELATIVE.value}
_TOLL_FREE = {"800", "833", "844", "855", "866", "877", "888"}
_PLACE = re.compile(r"\{([A-Za-z_]+)\}")


@dataclass(frozen=True)
class Piece:
    """One thing on the page: a heading, text, points, a box, a table."""

    kind: str
    text: str = ""
    items: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Letter:
    """All that the page places."""

    record_id: str
    house: str
    language: str
    reference: str
    page: str
    letterhead: str
    return_address: Sequence[str]
    addressee: Sequence[str]
    date: str
    about: str
    salutation: str
    title: str
    pieces: Sequence[Piece]
    closing: str
    signatory: Sequence[str]
    other_language: str
    barcode: str = ""

    def text(self) -> str:
        """Return every word of it, for tests and rules."""
        lines = [
            self.letterhead,
            *self.return_address,
            *self.addressee,
            self.date,
            self.title,
            self.about,
            self.salutation,
        ]
        for piece in self.pieces:
            lines += [*filter(None, [piece.text]), *piece.items, *(cell for row in piece.rows for cell in row)]
        return "\n".join([*lines, self.closing, *self.signatory, self.other_language, self.reference])


def letter_of(record: Mapping[str, object], setting: LetterSetting) -> Letter:
    """Return the letter of one row of the mail file."""
    return write(record, setting)[0]


def write(record: Mapping[str, object], setting: LetterSetting) -> tuple[Letter, frozenset[str]]:
    """Return the letter of one row of the mail file, and the codes of what it says."""
    entities = entities_of(record, setting.incident)
    key = setting.house_key(entities)
    house = setting.house(key)
    template = house.template(str(record["language"]))
    elements = frozenset(filter(None, str(record["elements"]).split(";")))
    roles = frozenset(filter(None, str(record["roles"]).split(";")))
    law = setting.state(
        str(record["state"]), elements, in_hipaa_file=Role.EMPLOYEE.value not in roles or len(roles) > 1
    )
    now = _circumstances(record, setting, entities, elements, roles, law)
    values = _values(record, setting, entities, house, template, law)
    writer = _Writer(template, now, values, str(record["addressee_1"]) == str(record["subject_name"]))
    pieces = writer.pieces(_new_words(record, template.language))
    pieces += writer.state_pieces(law)
    letter = Letter(
        record_id=str(record["record_id"]),
        house=key,
        language=template.language,
        reference=writer.plain(template.texts["reference"]),
        page=template.texts["page"],
        letterhead=_letterhead(entities, setting.incident),
        return_address=_return_address(setting.incident, entities),
        addressee=addressee_lines(record),
        date=long_date(setting.on, template.language),
        about="" if writer.is_own else writer.plain(template.texts["about"]),
        salutation=writer.plain(template.texts["salutation"]),
        title=template.texts["title"],
        pieces=pieces,
        closing=template.texts["closing"],
        signatory=[
            line for line in (house.signatory, house.signatory_title, _letterhead(entities, setting.incident)) if line
        ],
        barcode=_bars(record),
        other_language=writer.said(Sentence(template.texts["other_language"])) or "",
    )
    return letter, writer.codes


class _Writer:
    """Puts sentences together for one letter; remembers what was said."""

    def __init__(self, template: Template, now: frozenset[str], values: dict[str, str], is_own: bool) -> None:
        self._template, self._now, self._values = template, now, values
        self.is_own = is_own
        self._said: set[str] = set()
        for name, (own, other) in template.words.items():
            values[name] = self.plain(own if is_own else other)

    @property
    def codes(self) -> frozenset[str]:
        """What was said so far, in the words of the laws."""
        return frozenset(self._said)

    def plain(self, text: str) -> str:
        """Return the text with its places filled; one without a value stays empty."""
        return _PLACE.sub(lambda m: self._value(m.group(1)), text)

    def said(self, sentence: Sentence) -> str | None:
        """Return the sentence with its places filled, or None if it does not belong here or lacks a value."""
        if not sentence.is_said(self._now) or not all(self._values.get(place) for place in sentence.places):
            return None
        self._said |= sentence.says
        return self.plain(sentence.text)

    def pieces(self, elements: Sequence[str]) -> list[Piece]:
        """Return the five parts."""
        found = []
        for part in self._template.parts:
            found.append(Piece("heading", part.heading))
            for block in part.blocks:
                found += self._block(block, elements)
        return [
            replace(piece, kind="lead") if piece.kind == "text" and after.kind in {"elements", "points"} else piece
            for piece, after in pairwise([*found, Piece("end")])
        ]

    def state_pieces(self, law: StateLetters | None) -> list[Piece]:
        """Return what the law of the state asks for beyond what was said, under its own heading."""
        if law is None:
            return []
        texts = []
        for code in law.content:
            if code not in self._said | FORM_CODES and code in self._template.state_codes:
                text = self._paragraph(self._template.state_codes[code])
                self._said |= {code} if text else set()
                texts.append(text)
        texts = [text for text in texts if text]
        if not texts:
            return []
        return [Piece("heading", self.plain(self._template.state_heading)), *(Piece("text", text) for text in texts)]

    def _block(self, block: Block, elements: Sequence[str]) -> list[Piece]:
        if block.shown is Shown.ELEMENTS:
            return [Piece("elements", items=[word[0].upper() + word[1:] for word in elements])]
        if block.shown is Shown.BUREAUS:
            return self._bureaus() if self.said(block.gate) is not None else []
        texts = [text for text in map(self._paragraph, block.paragraphs) if text]
        if not texts:
            return []
        if block.kind == "paragraph":
            return [Piece("text", text) for text in texts]
        return [Piece(block.kind, items=texts)]

    def _bureaus(self) -> list[Piece]:
        heads = [head.strip() for head in self._template.texts["bureau_heads"].split("|")]
        return [Piece("table", rows=[heads, *([b.name, b.phone, b.post] for b in BUREAUS)])]

    def _paragraph(self, paragraph: Paragraph) -> str:
        return " ".join(text for sentence in paragraph if (text := self.said(sentence)))

    def _value(self, name: str) -> str:
        value = self._values.get(name.lower(), "")
        return value[:1].upper() + value[1:] if name[:1].isupper() else value


def addressee_lines(record: Mapping[str, object]) -> list[str]:
    """Return the lines of the address block, as USPS Publication 28 writes them."""
    address = {part: str(record[part]) for part in ("address_1", "address_2", "city", "state", "country")}
    postal = render({**address, "zip": f"{record['zip5']}{record['zip4']}"})
    return [line for line in (str(record["addressee_1"]), str(record["addressee_2"]), *postal.lines()) if line]


def _bars(record: Mapping[str, object]) -> str:
    """Return the bars of the record's barcode, where the address leaves room for them in the window."""
    digits = str(record["barcode"])
    return bars(digits) if digits and len(addressee_lines(record)) <= MOST_LINES else ""


def spaced(record_id: str) -> str:
    """Return a record id as a person reads it out.

    Example:
        >>> spaced("rec_0123456789abcdef")
        '0123 4567 89ab cdef'
    """
    digits = record_id.removeprefix("rec_")
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def is_toll_free(phone: str) -> bool:
    """Tell whether a US number costs the caller nothing."""
    return "".join(c for c in phone if c.isdigit()).removeprefix("1")[:3] in _TOLL_FREE


def _return_address(incident: Incident, entities: Sequence[CoveredEntity]) -> Sequence[str]:
    if incident.return_address:
        return incident.return_address
    return address_lines(entities[0].address) if len(entities) == 1 else []


def _letterhead(entities: Sequence[CoveredEntity], incident: Incident) -> str:
    return entities[0].name if len(entities) == 1 else incident.organization


def _new_words(record: Mapping[str, object], language: str) -> list[str]:
    """Return the words of the elements to name: all of them, or in a supplement what is new."""
    new = [code for code in str(record["new_elements"]).split(";") if code]
    if new:
        return element_words(new, language, with_name=False)
    return element_words(filter(None, str(record["elements"]).split(";")), language)


def _circumstances(
    record: Mapping[str, object],
    setting: LetterSetting,
    entities: Sequence[CoveredEntity],
    elements: frozenset[str],
    roles: frozenset[str],
    law: StateLetters | None,
) -> frozenset[str]:
    incident, line, version = setting.incident, setting.incident.timeline, str(record["letter_version"])
    two_days = bool(line.intrusion_start_on and line.intrusion_end_on)
    one_day = bool(line.intrusion_start_on) and line.intrusion_end_on in {None, line.intrusion_start_on}
    content = frozenset(law.content) if law is not None else frozenset()
    has_offer = bool(record["monitoring_product"]) and incident.protection is not None
    so = {
        Circumstance.MINOR: version == Version.MINOR,
        Circumstance.DECEASED: version == Version.DECEASED,
        Circumstance.EMPLOYED: Role.EMPLOYEE.value in roles,
        Circumstance.PATIENT: Role.PATIENT.value in roles,
        Circumstance.RELATED: bool(roles & _RELATED),
        Circumstance.SUPPLEMENT: bool(record["supplements"]),
        Circumstance.VENDOR: incident.role is not OrganizationRole.COVERED_ENTITY,
        Circumstance.NO_ENTITY: not entities,
        Circumstance.ONE_ENTITY: len(entities) == 1,
        Circumstance.MANY_ENTITIES: len(entities) > 1,
        Circumstance.KNOWN_DAYS: two_days,
        Circumstance.ONE_DAY: one_day,
        Circumstance.NATURE_KEPT_BACK: "nature" in setting.forbids(law),
        Circumstance.DELAYED: bool(incident.holds),
        Circumstance.STATE_ASKS_DELAY: "le_delay_statement" in content,
        Circumstance.OFFER: has_offer,
        Circumstance.PROVIDER: bool(incident.protection and incident.protection.provider),
        Circumstance.CREDIT: bool(elements & CREDIT_ELEMENTS),
        Circumstance.SSN: Element.SSN.value in elements,
        Circumstance.PASSWORD: Element.PIN_OR_PASSWORD.value in elements,
        Circumstance.BUREAUS_OWED: "cra_contacts" in content,
    }
    return frozenset(name.value for name, holds in so.items() if holds)


def _values(
    record: Mapping[str, object],
    setting: LetterSetting,
    entities: Sequence[CoveredEntity],
    house: House,
    template: Template,
    law: StateLetters | None,
) -> dict[str, str]:
    incident, line, language = setting.incident, setting.incident.timeline, template.language
    protection, contact = incident.protection, incident.contact
    phone = house.phone or contact.phone or (protection.phone if protection else "")
    values = {
        "name": str(record["subject_name"]),
        "addressee": str(record["addressee_1"]),
        "care_of": str(record["addressee_2"]),
        "record": spaced(str(record["record_id"])),
        "organization": incident.organization,
        "entities": spoken_list([entity.name for entity in entities], language),
        "letterhead": _letterhead(entities, incident),
        "date": long_date(setting.on, language),
        "start": long_date(line.intrusion_start_on, language) if line.intrusion_start_on else "",
        "end": long_date(line.intrusion_end_on, language) if line.intrusion_end_on else "",
        "discovered": long_date(line.discovered_on, language) if line.discovered_on else "",
        "product": template.products.get(str(record["monitoring_product"]), str(record["monitoring_product"])),
        "provider": protection.provider if protection else "",
        "months": str(record["term_months"] or ""),
        "code": str(record["enrollment_code"]),
        "enroll_by": long_date(protection.enroll_by_on, language) if protection and protection.enroll_by_on else "",
        "phone": phone_words(phone),
        "url": contact.url,
        "parent_company": incident.parent_company,
        "signatory": house.signatory,
        "state_name": law.name if law else "",
        "agencies": spoken_list([_agency_words(a) for a in law.agencies], language) if law else "",
        "agency_names": spoken_list([a.name for a in law.agencies], language) if law else "",
        "resident_count": _residents(setting, law),
    }
    values["how"] = _PLACE.sub(lambda m: values.get(m.group(1), ""), template.how.get(incident.kind.value, ""))
    values["enroll_ways"] = _ways(template, (protection.url, protection.phone) if protection else ("", ""))
    values["ways"] = _ways(template, (contact.url, phone), _posts(entities))
    if not values["ways"] and protection:
        values["ways"] = _ways(template, (protection.url, ""))
    for other in ("en", "es"):
        values[f"{other}_ways"] = _ways(house.template(other), (contact.url, phone)) if other != language else ""
    return values


def _ways(template: Template, reach: tuple[str, str], posts: Sequence[str] = ()) -> str:
    """Return the ways to reach somebody as one phrase."""
    url, phone = reach
    ways = []
    if phone:
        ways.append(
            template.ways["toll_free" if is_toll_free(phone) else "phone"].replace("{phone}", phone_words(phone))
        )
    if url:
        ways.append(template.ways["site"].replace("{url}", url))
    ways += [template.ways["post"].replace("{post}", post) for post in posts]
    return template.ways["or"].join(ways)


def _posts(entities: Sequence[CoveredEntity]) -> list[str]:
    return [f"{e.name}, {', '.join(address_lines(e.address))}" for e in entities if e.address.line_1]


def _agency_words(agency: Agency) -> str:
    return ", ".join(filter(None, (agency.name, agency.post, agency.phone, agency.site)))


def _residents(setting: LetterSetting, law: StateLetters | None) -> str:
    if law is None or "resident_count" in setting.forbids(law):
        return ""
    number = setting.residents.get(law.jurisdiction[3:].upper(), 0)
    return f"{number:,}" if number else ""
