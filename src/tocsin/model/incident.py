"""The facts of an incident, as incident.toml states them.

Source: the project's contract for incident.toml; 45 CFR 164.404-412 for what the dates mean.
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class Met:
    """A duty already done."""

    covered_entity: str
    jurisdiction: str
    recipient: str
    on: date


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
    """The four-factor result, signed by a person. Source: 45 CFR 164.402(2)."""

    low_probability: bool = False
    signed_by: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class Safeguards:
    """Encryption of what was reached, and whether the key went with it."""

    encrypted_at_rest: bool = False
    key_taken: bool = False


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
    safeguards: Safeguards = Safeguards()
    protection: Protection | None = None
