"""Elements (kinds of data the laws name), roles, and who is listed for what.

Source: the project's contract; 45 CFR 164.514(b)(2) names the identifiers, 45 CFR 160.103 "individual".
"""

from __future__ import annotations

from enum import StrEnum


class Element(StrEnum):
    """A kind of personal or health data."""

    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    DATE = "date"
    AGE = "age"
    SSN = "ssn"
    TAX_ID = "tax_id"
    DRIVER_LICENSE = "driver_license"
    PASSPORT = "passport"
    STATE_ID = "state_id"
    MILITARY_ID = "military_id"
    ADDRESS = "address"
    ZIP = "zip"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    IP_ADDRESS = "ip_address"
    MRN = "mrn"
    MEMBER_ID = "member_id"
    CLAIM_NUMBER = "claim_number"
    ACCOUNT_NUMBER = "account_number"
    ROUTING_NUMBER = "routing_number"
    CARD_NUMBER = "card_number"
    CARD_EXPIRY = "card_expiry"
    PIN_OR_PASSWORD = "pin_or_password"
    USERNAME = "username"
    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    MEDICATION = "medication"
    LAB_RESULT = "lab_result"
    TREATMENT = "treatment"
    HEIGHT_WEIGHT = "height_weight"
    PROVIDER = "provider"
    NPI = "npi"
    DEA_NUMBER = "dea_number"
    FACILITY = "facility"
    INSURER = "insurer"
    EMPLOYER = "employer"
    RELATIVE = "relative"
    VEHICLE_ID = "vehicle_id"
    DEVICE_ID = "device_id"
    BIOMETRIC = "biometric"
    PHOTO = "photo"
    GENETIC = "genetic"
    SUBSTANCE_USE = "substance_use"
    IMMIGRATION_ID = "immigration_id"
    STUDENT_ID = "student_id"
    OTHER_ID = "other_id"


CONTEXT_ELEMENTS = frozenset(
    {
        Element.NAME, Element.AGE, Element.DATE, Element.ZIP, Element.EMAIL, Element.PHONE, Element.ADDRESS,
        Element.URL, Element.IP_ADDRESS, Element.FACILITY, Element.INSURER, Element.PROVIDER, Element.NPI,
        Element.DEA_NUMBER, Element.EMPLOYER, Element.RELATIVE,
    }
)  # fmt: skip
"""Never enough, alone or with a name, to list someone of unknown role."""

LISTING_ELEMENTS = frozenset(Element) - CONTEXT_ELEMENTS
"""Any one of these lists someone of unknown role."""

SECRET_ELEMENTS = frozenset(
    {
        Element.SSN, Element.TAX_ID, Element.ACCOUNT_NUMBER, Element.CARD_NUMBER, Element.PIN_OR_PASSWORD,
        Element.ROUTING_NUMBER, Element.DRIVER_LICENSE, Element.PASSPORT, Element.STATE_ID,
    }
)  # fmt: skip
"""Masked in every export without ``--reveal``."""

NAME_ELEMENTS = frozenset({Element.NAME, Element.PROVIDER, Element.RELATIVE})
"""Labels that are all people's names; one span has one of them."""


class Role(StrEnum):
    """What a subject is in the item that speaks of it."""

    PATIENT = "patient"
    SUBSCRIBER = "subscriber"
    GUARANTOR = "guarantor"
    RELATIVE = "relative"
    EMPLOYEE = "employee"
    PROVIDER = "provider"
    SENDER = "sender"
    UNKNOWN = "unknown"


LISTED_ROLES = frozenset({Role.PATIENT, Role.SUBSCRIBER, Role.GUARANTOR, Role.RELATIVE, Role.EMPLOYEE})
"""Listed with any element beyond the name."""

OFFICE_ROLES = frozenset({Role.PROVIDER, Role.SENDER})
"""Known only by office: never listed."""


class RoleGroup(StrEnum):
    """The groups that counts distinguish."""

    PATIENT = "patient"
    EMPLOYEE = "employee"
    OTHER = "other"
