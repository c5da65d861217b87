"""The facts of an incident, as incident.toml states them.

Source: the project's contract for incident.toml; 45 CFR 164.404-412 for what the dates mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class OrganizationRole(StrEnum):
    """45 CFR 160.103."""

    COVERED_ENTITY = "covered_entity"
    BUSINESS_ASSOCIATE = "business_associate"
    SUBCONTRACTOR = "subcontractor"


class IncidentKind(StrEnum):
    """How it happened."""

    EMAIL = "email"
    DATABASE = "database"
    RANSOMWARE = "ransomware"
    VENDOR = "vendor"
    INSIDER = "insider"
    LOSS = "loss"
    DISCLOSURE = "disclosure"


class HoldForm(StrEnum):
    """45 CFR 164.412(a) written, (b) oral."""

    WRITTEN = "written"
    ORAL = "oral"


@dataclass(frozen=True)
class Hold:
    """A law-enforcement delay."""

    agency: str
    form: HoldForm
    received_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Intruder:
    """How to tell the intruder from the owner in the logs; empty means: not used to tell."""

    account: str = ""
    session_id: str = ""
    ip: tuple[str, ...] = ()
    client: tuple[str, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True)
class PostalAddress:
    """An address as the incident file gives it."""

    line_1: str = ""
    line_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


class Regime(StrEnum):
    """Which federal rule an organization answers to: HIPAA, or 16 CFR part 318 for vendors of health records."""

    HIPAA = "hipaa"
    FTC = "ftc"


@dataclass(frozen=True)
class CoveredEntity:
    """An organization that answers for patients; ``*_on`` dates override the timeline's for this entity."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    npi: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    mrn_prefixes: tuple[str, ...] = ()
    address: PostalAddress = PostalAddress()
    agent: bool | None = None
    """Whether the business associate is its agent under federal common law; None: not yet decided."""
    delegated: tuple[str, ...] = ()
    told_on: date | None = None
    discovered_on: date | None = None
    determined_on: date | None = None
    individuals_told_on: date | None = None
    hhs_told_on: date | None = None
    media_told_on: date | None = None
    regime: Regime = Regime.HIPAA
    traits: Mapping[str, bool] = field(default_factory=dict)
    """Facts about it that single rules ask for, such as a licence; a name that is missing is not known."""
    clock: Mapping[str, date] = field(default_factory=dict)
    """Clock starts that differ for this entity, by key."""


@dataclass(frozen=True)
class Met:
    """A duty already done; ``rule`` names one rule where several of a jurisdiction go to such a recipient."""

    covered_entity: str
    jurisdiction: str
    recipient: str
    on: date
    rule: str = ""


@dataclass(frozen=True)
class NoHarm:
    """A signed determination, for one jurisdiction, that no harm is likely; never the four-factor assessment."""

    jurisdiction: str
    signed_by: str
    signed_on: date
    filed_on: date | None = None
    consulted: bool = False


@dataclass(frozen=True)
class Route:
    """A decision whether compliance with HIPAA is relied on to meet the law of one jurisdiction."""

    jurisdiction: str
    relies: bool
    decided_by: str
    decided_on: date


@dataclass(frozen=True)
class Timeline:
    """Legal dates; None means not known."""

    intrusion_start_on: date | None = None
    intrusion_end_on: date | None = None
    discovered_on: date | None = None
    determined_on: date | None = None
    entities_told_on: date | None = None
    individuals_told_on: date | None = None
    hhs_told_on: date | None = None
    media_told_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    """The four-factor result, signed by a person, with what it says of each factor. Source: 45 CFR 164.402(2)."""

    low_probability: bool = False
    signed_by: str = ""
    signed_on: date | None = None
    nature: str = ""
    recipient: str = ""
    acquired: str = ""
    mitigation: str = ""
    acquired_or_viewed: bool = False
    """Proof that the data were acquired or viewed, such as screenshots of them."""


@dataclass(frozen=True)
class Safeguards:
    """Encryption of what was reached, and whether the key went with it."""

    encrypted_at_rest: bool = False
    key_taken: bool = False
    read_in_plaintext: bool = False
    """Through a live session, a stolen credential or a mounted volume."""
    key_bits: int = 0
    standard: str = ""


@dataclass(frozen=True)
class Protection:
    """The identity protection offered."""

    product: str = ""
    months: int = 0
    provider: str = ""
    codes: str = ""
    enroll_by_on: date | None = None
    phone: str = ""
    url: str = ""
    minor_product: str = ""
    """What minors are offered, who have no credit file to monitor; empty: the same product."""


@dataclass(frozen=True)
class Contact:
    """Where people may ask; empty: as ``Protection`` says."""

    phone: str = ""
    url: str = ""


@dataclass(frozen=True)
class MailBarcode:
    """What the post gave for Intelligent Mail barcodes: service type (3 digits) and mailer (6 or 9 digits)."""

    service_type: str
    mailer_id: str


class LetterPer(StrEnum):
    """One letter naming every entity, or one for each entity."""

    PERSON = "person"
    COVERED_ENTITY = "covered_entity"


@dataclass(frozen=True)
class Incident:
    """All facts of one incident."""

    id: str
    title: str
    organization: str
    role: OrganizationRole
    kind: IncidentKind
    state: str
    timeline: Timeline = Timeline()
    holds: tuple[Hold, ...] = ()
    intruders: tuple[Intruder, ...] = ()
    covered_entities: tuple[CoveredEntity, ...] = ()
    met: tuple[Met, ...] = ()
    clock: dict[str, date] = field(default_factory=dict)
    """Clock starts of the law tables that are not dates of the timeline, by key."""
    assessment: Assessment | None = None
    letter_per: LetterPer = LetterPer.PERSON
    contact: Contact = Contact()
    barcode: MailBarcode | None = None
    return_address: tuple[str, ...] = ()
    """Lines to which letters come back; empty: the address of the covered entity, where a letter names one alone."""
    parent_company: str = ""
    """The company that the organization belongs to, which the letters of some states must name."""
    safeguards: Safeguards = Safeguards()
    protection: Protection | None = None
    traits: Mapping[str, bool] = field(default_factory=dict)
    """Facts that single rules ask for and that hold for every covered entity."""
    no_harm: tuple[NoHarm, ...] = ()
    routes: tuple[Route, ...] = ()
    detectors: str = ""
    """Name of the file of detectors and allow-lists that stands beside the incident file."""
