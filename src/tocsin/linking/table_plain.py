"""Rows that name nobody and say plain things under a key: a diagnosis, a charge, a plan. Most rows of databases do.

Invariant: tells the role that linking a record gives, only without looking for people in it.
"""

from __future__ import annotations

import numpy as np

from tocsin.linking.frames import CLINICAL
from tocsin.linking.row_columns import Flags, Kind, RowColumns, mask_of
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

_VALUES = frozenset({Element.MRN, Element.MEMBER_ID, Element.PHONE, Element.EMAIL})
_PLAIN = CLINICAL | _VALUES | {
    Element.DATE, Element.CLAIM_NUMBER, Element.INSURER, Element.FACILITY, Element.EMPLOYER, Element.CARD_EXPIRY,
    Element.AGE, Element.OTHER_ID, Element.ROUTING_NUMBER, Element.URL, Element.IP_ADDRESS,
}  # fmt: skip
_OWN = frozenset({Role.UNKNOWN, Role.PATIENT})
_OF_PLAN = frozenset({Element.MEMBER_ID, Element.INSURER})
_SHOWS_PATIENT = mask_of(CLINICAL | {Element.MRN, Element.MEMBER_ID, Element.CLAIM_NUMBER})
_PAID = mask_of(frozenset({Element.ROUTING_NUMBER}))


def plain_rows(columns: RowColumns) -> Flags:
    """Tell which rows are plain; the others must be read as records."""
    return ~columns.any(~columns.flags(_is_plain))


def plain_roles(columns: RowColumns) -> list[str]:
    """Return whom plain rows speak of."""
    elements = columns.elements()
    is_told = columns.any(columns.flags(lambda kind: kind.party is Role.PATIENT))
    is_paid = (elements & _PAID) > 0
    is_patient = is_told | (((elements & _SHOWS_PATIENT) > 0) & ~is_paid)
    roles = np.where(is_patient, Role.PATIENT.value, np.where(is_paid, Role.EMPLOYEE.value, Role.UNKNOWN.value))
    return [str(role) for role in roles]


def _is_plain(kind: Kind) -> bool:
    is_own = kind.party in _OWN or (kind.party is Role.SUBSCRIBER and kind.element in _OF_PLAN)
    is_known = kind.element in _PLAIN and kind.part is Part.FULL
    return is_own and is_known and (kind.is_placed or kind.element in CLINICAL)
