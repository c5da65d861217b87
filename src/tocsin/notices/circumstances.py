"""The circumstances a sentence of a letter may depend on, and the places where a value may stand.

Invariant: a template that names another circumstance or place does not load.

Source: 45 CFR 164.404(c)-(d); the state laws whose codes the law files hold.
"""

from __future__ import annotations

from enum import StrEnum


class Version(StrEnum):
    """To whom a letter speaks."""

    ADULT = "adult"
    MINOR = "minor"
    DECEASED = "deceased"
    EMPLOYEE = "employee"
    CARE_OF = "care_of"


class Circumstance(StrEnum):
    """What may be so or not so of one letter."""

    MINOR = "minor"
    DECEASED = "deceased"
    EMPLOYED = "employed"
    PATIENT = "patient"
    RELATED = "related"
    SUPPLEMENT = "supplement"
    VENDOR = "vendor"
    """The writer holds the data for the covered entities."""
    NO_ENTITY = "no_entity"
    ONE_ENTITY = "one_entity"
    MANY_ENTITIES = "many_entities"
    KNOWN_DAYS = "known_days"
    """Two days are known between which it happened."""
    ONE_DAY = "one_day"
    NATURE_KEPT_BACK = "nature_kept_back"
    """The law of the state forbids to say how it happened."""
    DELAYED = "delayed"
    STATE_ASKS_DELAY = "state_asks_delay"
    """The law of the state asks whether law enforcement delayed the letter."""
    OFFER = "offer"
    PROVIDER = "provider"
    CREDIT = "credit"
    """Data that open credit are among those taken."""
    SSN = "ssn"
    PASSWORD = "password"
    BUREAUS_OWED = "bureaus_owed"
    """The law of the state asks for the consumer reporting agencies."""


class PartName(StrEnum):
    """The five parts, in their order. Source: Cal. Civ. Code 1798.82(d)(1)."""

    WHAT_HAPPENED = "what_happened"
    WHAT_INFORMATION = "what_information"
    WHAT_WE_ARE_DOING = "what_we_are_doing"
    WHAT_YOU_CAN_DO = "what_you_can_do"
    FOR_MORE_INFORMATION = "for_more_information"


class Shown(StrEnum):
    """What is placed as a list or table, not as a sentence."""

    ELEMENTS = "elements"
    BUREAUS = "bureaus"


PLACES = frozenset(
    {
        "name", "addressee", "care_of", "record", "organization", "entities", "letterhead", "date", "start", "end",
        "discovered", "how", "product", "provider", "months", "code", "enroll_by", "enroll_ways", "ways", "phone",
        "url", "post", "state_name", "agencies", "agency_names", "resident_count", "parent_company", "signatory",
        "page", "pages", "en_ways", "es_ways",
    }
)  # fmt: skip
"""What may stand in braces, beside the template's own words."""
