"""The words of USPS Publication 28: what is abbreviated, and how.

Source: USPS Publication 28, Postal Addressing Standards, appendices B (states) and C (suffixes, secondary units);
sections 231-233 (directionals), 29 (Puerto Rico).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

DIRECTIONALS = {
    "NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W", "NORTHEAST": "NE", "NORTHWEST": "NW", "SOUTHEAST": "SE",
    "SOUTHWEST": "SW", "NO": "N", "SO": "S",
}  # fmt: skip
UNITS = {
    "APARTMENT": "APT", "APT": "APT", "APMT": "APT", "BASEMENT": "BSMT", "BSMT": "BSMT", "BUILDING": "BLDG",
    "BLDG": "BLDG", "DEPARTMENT": "DEPT", "DEPT": "DEPT", "FLOOR": "FL", "FL": "FL", "FRONT": "FRNT", "FRNT": "FRNT",
    "HANGAR": "HNGR", "HNGR": "HNGR", "KEY": "KEY", "LOBBY": "LBBY", "LBBY": "LBBY", "LOT": "LOT", "LOWER": "LOWR",
    "LOWR": "LOWR", "OFFICE": "OFC", "OFC": "OFC", "PENTHOUSE": "PH", "PH": "PH", "PIER": "PIER", "REAR": "REAR",
    "ROOM": "RM", "RM": "RM", "SIDE": "SIDE", "SLIP": "SLIP", "SPACE": "SPC", "SPC": "SPC", "STOP": "STOP",
    "SUITE": "STE", "STE": "STE", "TRAILER": "TRLR", "TRLR": "TRLR", "UNIT": "UNIT", "UPPER": "UPPR", "UPPR": "UPPR",
}  # fmt: skip
STATES = {
    "ALABAMA": "AL", "ALASKA": "AK", "AMERICAN SAMOA": "AS", "ARIZONA": "AZ", "ARKANSAS": "AR", "CALIFORNIA": "CA",
    "COLORADO": "CO", "CONNECTICUT": "CT", "DELAWARE": "DE", "DISTRICT OF COLUMBIA": "DC", "FLORIDA": "FL",
    "GEORGIA": "GA", "GUAM": "GU", "HAWAII": "HI", "IDAHO": "ID", "ILLINOIS": "IL", "INDIANA": "IN", "IOWA": "IA",
    "KANSAS": "KS", "KENTUCKY": "KY", "LOUISIANA": "LA", "MAINE": "ME", "MARYLAND": "MD", "MASSACHUSETTS": "MA",
    "MICHIGAN": "MI", "MINNESOTA": "MN", "MISSISSIPPI": "MS", "MISSOURI": "MO", "MONTANA": "MT", "NEBRASKA": "NE",
    "NEVADA": "NV", "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ", "NEW MEXICO": "NM", "NEW YORK": "NY",
    "NORTH CAROLINA": "NC", "NORTH DAKOTA": "ND", "NORTHERN MARIANA ISLANDS": "MP", "OHIO": "OH", "OKLAHOMA": "OK",
    "OREGON": "OR", "PENNSYLVANIA": "PA", "PUERTO RICO": "PR", "RHODE ISLAND": "RI", "SOUTH CAROLINA": "SC",
    "SOUTH DAKOTA": "SD", "TENNESSEE": "TN", "TEXAS": "TX", "UTAH": "UT", "VERMONT": "VT", "VIRGIN ISLANDS": "VI",
    "VIRGINIA": "VA", "WASHINGTON": "WA", "WEST VIRGINIA": "WV", "WISCONSIN": "WI", "WYOMING": "WY",
}  # fmt: skip
MILITARY_CITIES = frozenset({"APO", "FPO", "DPO"})
MILITARY_STATES = frozenset({"AA", "AE", "AP"})
HOME = frozenset({"", "US", "USA", "U.S.", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA"})
"""How people write that an address is in the United States."""


@cache
def suffixes() -> Mapping[str, str]:
    """Return the standard abbreviation of each word for a street."""
    found: dict[str, str] = {}
    for standard, *words in _rows("suffixes.txt"):
        found |= dict.fromkeys(words, standard)
    return found


@cache
def zip_states() -> Mapping[str, frozenset[str]]:
    """Return the states of each three-digit ZIP prefix."""
    found: dict[str, set[str]] = {}
    for state, *ranges in _rows("zip_prefixes.txt"):
        for span in ranges:
            first, _, last = span.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found.setdefault(f"{number:03d}", set()).add(state)
    return {prefix: frozenset(states) for prefix, states in found.items()}


def _rows(file: str) -> list[list[str]]:
    text = (resources.files("tocsin.notices.postal") / file).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]
