"""Addresses as USPS Publication 28 writes them. Nothing is added, nothing is dropped but punctuation.

The labels of street lines come from usaddress; post office boxes, rural routes, highway contracts and military lines
are read by rule, since their forms are few. Words are abbreviated only where their label says what they are, so that
SAINT PAUL AVENUE becomes SAINT PAUL AVE and AVENUE OF THE AMERICAS stays.

Source: USPS Publication 28: 211-213 (lines, punctuation), 23 (delivery address), 24 (rural routes), 25 (highway
contract), 28 (PO boxes), 29 (Puerto Rico), 225.1 and 238 (military); International Mail Manual 122 (foreign).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import usaddress

from tocsin.notices.postal.words import (
    DIRECTIONALS,
    HOME,
    MILITARY_CITIES,
    MILITARY_STATES,
    STATES,
    UNITS,
    suffixes,
)

_PO_BOX = re.compile(
    r"^(?:P\s*O\s*B(?:OX)?|POST\s+OFFICE\s+BOX|P\s*O\s+DRAWER|PO\s*BX|APARTADO)(?![A-Z])\s*(?:NO\s+|#\s*)?(?P<box>[A-Z0-9-]+)$"
)
_RURAL = re.compile(
    r"^(?:R\s*R|RURAL\s+ROUTE|RFD|R\s*F\s*D|RURAL\s+RTE|RT|RTE|ROUTE)\s*(?:NO\s+|#\s*)?(?P<route>\d+[A-Z]?)\s+(?:BOX|BX|#)\s*(?P<box>[A-Z0-9-]+)$"
)
_CONTRACT = re.compile(
    r"^(?:H\s*C(?:\s*R)?|HIGHWAY\s+CONTRACT(?:\s+ROUTE)?|STAR\s+ROUTE|STAR\s+RTE)\s*(?:NO\s+|#\s*)?(?P<route>\d+[A-Z]?)\s+(?:BOX|BX|#)\s*(?P<box>[A-Z0-9-]+)$"
)
_MILITARY = re.compile(r"^(?P<unit>(?:PSC|CMR|UNIT|PCS)\s+\d+)\s+BOX\s+(?P<box>[A-Z0-9-]+)$")
_URBANIZATION = re.compile(r"^(?:URB|URBANIZACION|URBANIZACIÓN|EXT|BDA|BO|COND|RES|VILLA|JARDINES|ALTURAS)\b")
_GENERAL = re.compile(r"^GENERAL\s+DELIVERY$")


_COLUMNS = ("address_1", "address_2", "city", "state", "zip", "country")


class Kind(StrEnum):
    """What kind of address it is."""

    STREET = "street"
    PO_BOX = "po_box"
    RURAL_ROUTE = "rural_route"
    HIGHWAY_CONTRACT = "highway_contract"
    MILITARY = "military"
    PUERTO_RICO = "puerto_rico"
    GENERAL_DELIVERY = "general_delivery"
    FOREIGN = "foreign"
    UNPARSED = "unparsed"


@dataclass(frozen=True)
class Postal:
    """An address in standard form; empty where nothing was given."""

    kind: Kind
    line_1: str
    line_2: str
    city: str
    state: str
    zip5: str
    zip4: str
    country: str = ""
    has_number: bool = False
    """A house or box number stands in it."""

    def lines(self) -> list[str]:
        """Return the lines below the name, the last one being city, state and ZIP."""
        code = f"{self.zip5}-{self.zip4}" if self.zip4 else self.zip5
        last = " ".join(part for part in (self.city, self.state, code) if part)
        return [line for line in (self.line_1, self.line_2, last, self.country) if line]


def render(address: Mapping[str, str]) -> Postal:
    """Return the standard form of an address of the columns address_1, address_2, city, state, zip, country.

    Example:
        >>> render({"address_1": "12 North Oak Street, Apartment 4", "city": "Tampa", "state": "Florida",
        ...     "zip": "336021234"}).lines()
        ['12 N OAK ST APT 4', 'TAMPA FL 33602-1234']
    """
    return _rendered(*(address.get(name) or "" for name in _COLUMNS))


@lru_cache(maxsize=1 << 16)
def _rendered(*values: str) -> Postal:
    parts = dict(zip(_COLUMNS, values, strict=True))
    if plain(parts["country"]) not in HOME and parts["country"].strip().upper() not in HOME:
        return _foreign(parts)
    state = state_code(parts["state"])
    digits = re.sub(r"\D", "", parts["zip"])
    first, second = plain(parts["address_1"]), plain(parts["address_2"])
    city = plain(parts["city"])
    kind, line_1, has_number = _delivery_line(first, city, state)
    line_2 = _second_line(second)
    if kind is Kind.PUERTO_RICO:
        has_number = has_number or bool(re.search(r"\d", second))
        if _URBANIZATION.match(second):
            line_1, line_2 = line_2, line_1
    elif kind is Kind.UNPARSED and not has_number and line_2:
        kind_2, as_street, number_2 = _delivery_line(second, city, state)
        if number_2:
            kind, line_2, has_number = kind_2, as_street, True
    return Postal(
        kind, line_1, line_2, city, state, digits[:5], digits[5:9] if len(digits) == 9 else "", "", has_number
    )


@lru_cache(maxsize=1 << 14)
def state_code(text: str) -> str:
    """Return the two letters of a state, however it is written; what is no state stays as it is.

    Example:
        >>> state_code("Rhode Island"), state_code("fl"), state_code("Ontario")
        ('RI', 'FL', 'ONTARIO')
    """
    state = plain(text)
    return STATES.get(state, state)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return the text in capitals without punctuation; hyphens, slashes and # stay (Publication 28, 222 and 232).

    Example:
        >>> plain("St. Mary's Rd., #4")
        'ST MARYS RD # 4'
    """
    folded = unicodedata.normalize("NFKC", text).upper().replace("#", " # ")
    folded = re.sub(r"['’.]", "", folded)
    return " ".join(re.sub(r"[^\w\s/#&@-]|_", " ", folded).split())


def _foreign(parts: Mapping[str, str]) -> Postal:
    """Return an address abroad as it was given: only its country is set in capitals."""
    keep = {name: " ".join(parts[name].split()) for name in parts}
    has_number = bool(re.search(r"\d", keep["address_1"] + keep["address_2"]))
    return Postal(
        Kind.FOREIGN, keep["address_1"], keep["address_2"], keep["city"], keep["state"], keep["zip"], "",
        keep["country"].upper(), has_number,
    )  # fmt: skip


def _delivery_line(line: str, city: str, state: str) -> tuple[Kind, str, bool]:
    if state in MILITARY_STATES or city in MILITARY_CITIES:
        return Kind.MILITARY, line, bool(_MILITARY.match(line)) or bool(re.search(r"\d", line))
    for kind, pattern, shape in (
        (Kind.PO_BOX, _PO_BOX, "PO BOX {box}"),
        (Kind.RURAL_ROUTE, _RURAL, "RR {route} BOX {box}"),
        (Kind.HIGHWAY_CONTRACT, _CONTRACT, "HC {route} BOX {box}"),
    ):
        found = pattern.match(line)
        if found:
            return kind, shape.format(**found.groupdict()), bool(re.search(r"\d", found["box"]))
    if _GENERAL.match(line):
        return Kind.GENERAL_DELIVERY, line, True
    if state == "PR":
        return Kind.PUERTO_RICO, line, bool(re.search(r"\d", line))
    return _street(line)


def _street(line: str) -> tuple[Kind, str, bool]:
    labelled = usaddress.parse(line) if line else []
    words, has_number, named = [], False, False
    for word, label in labelled:
        bare = word.strip(",")
        if label in {"StreetNamePreDirectional", "StreetNamePostDirectional"}:
            words.append(DIRECTIONALS.get(bare, bare))
        elif label == "StreetNamePostType":
            words.append(suffixes().get(bare, bare))
        elif label in {"OccupancyType", "SubaddressType"}:
            words.append(UNITS.get(bare, bare))
        else:
            words.append(bare)
        has_number |= label == "AddressNumber" or (label == "USPSBoxID" and any(c.isdigit() for c in bare))
        named |= label.startswith("StreetName")
    kind = Kind.STREET if has_number and named else Kind.UNPARSED
    return kind, " ".join(words), has_number


def _second_line(line: str) -> str:
    first, _, rest = line.partition(" ")
    return " ".join(part for part in (UNITS.get(first, first), rest) if part)
