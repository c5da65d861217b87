"""How likely a letter reaches an address, judged from its form alone, with the reasons.

No look-up says whether the door exists: that is the vendor's CASS run. A score of ``LEAST`` or more is mailed.

Source: USPS Publication 28, 211 (a complete address); 45 CFR 164.404(d)(2) (insufficient contact information).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.notices.postal.render import Kind, Postal
from tocsin.notices.postal.words import MILITARY_STATES, STATES, zip_states

LEAST = 50
"""Points below which an address goes to the queue instead of into the mail."""
_PLACEHOLDER = re.compile(
    r"^(?:UNKNOWN|UNK|NONE|N/?A|N A|HOMELESS|TBD|TEST|SAME|REFUSED|NOT GIVEN|DECEASED|TRANSIENT)$|"
    r"\b(?:NO ADDRESS|NO FIXED|ADDRESS UNKNOWN|UNKNOWN ADDRESS|NOT PROVIDED|BAD ADDRESS|RETURNED MAIL)\b|"
    r"\b(?:DO NOT MAIL|X{3,})\b"
)
_CODES = {*STATES.values(), *MILITARY_STATES, "FM", "MH", "PW"}


class Reason:
    """Why points were taken, as codes for tables."""

    NO_LINE = "no_street_or_box"
    NO_NUMBER = "no_house_or_box_number"
    NO_TOWN = "neither_town_nor_zip"
    NO_ZIP = "no_zip"
    BAD_ZIP = "zip_of_no_state"
    OTHER_STATE = "zip_of_another_state"
    NO_STATE = "no_state"
    UNKNOWN_STATE = "unknown_state"
    PLACEHOLDER = "placeholder"
    MAIL_ADDRESS = "an_email_address"
    UNPARSED = "not_understood"
    NO_COUNTRY_TOWN = "no_town_abroad"


@dataclass(frozen=True)
class Scored:
    """Points from 0 to 100, and the reasons for those that are missing."""

    points: int
    reasons: tuple[str, ...] = ()

    @property
    def is_mailable(self) -> bool:
        """Whether a letter should be tried."""
        return self.points >= LEAST


def score(postal: Postal) -> Scored:
    """Return how good the address is by its form.

    Example:
        >>> from tocsin.notices.postal.render import render
        >>> score(render({"address_1": "12 Oak St", "city": "Tampa", "state": "FL", "zip": "33602"}))
        Scored(points=100, reasons=())
        >>> score(render({"address_1": "Unknown", "zip": "33602"})).is_mailable
        False
    """
    costs = dict(_costs(postal))
    return Scored(max(0, 100 - sum(costs.values())), tuple(costs))


def _costs(postal: Postal) -> list[tuple[str, int]]:
    text = f"{postal.line_1} {postal.line_2}".strip().upper()
    costs = []
    if not text:
        costs.append((Reason.NO_LINE, 100))
    elif _PLACEHOLDER.search(text):
        costs.append((Reason.PLACEHOLDER, 100))
    elif "@" in text:
        costs.append((Reason.MAIL_ADDRESS, 100))
    elif not postal.has_number:
        costs.append((Reason.NO_NUMBER, 60))
    elif postal.kind is Kind.UNPARSED:
        costs.append((Reason.UNPARSED, 20))
    if postal.kind is Kind.FOREIGN:
        return costs + ([] if postal.city else [(Reason.NO_COUNTRY_TOWN, 60)])
    return costs + _place_costs(postal)


def _place_costs(postal: Postal) -> list[tuple[str, int]]:
    costs = []
    states = zip_states().get(postal.zip5[:3], frozenset()) if len(postal.zip5) == 5 else frozenset()
    if not postal.zip5 and not postal.city:
        return [(Reason.NO_TOWN, 100)]
    if not postal.zip5:
        costs.append((Reason.NO_ZIP, 20 if postal.state else 60))
    elif not states:
        costs.append((Reason.BAD_ZIP, 30))
    elif postal.state in _CODES and postal.state not in states:
        costs.append((Reason.OTHER_STATE, 30))
    if not postal.state:
        costs.append((Reason.NO_STATE, 10 if states else 40))
    elif postal.state not in _CODES:
        costs.append((Reason.UNKNOWN_STATE, 30))
    return costs
