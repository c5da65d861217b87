"""An address as written, taken apart: street, unit, city, state, ZIP.

Invariant: pure; no word is lost: what cannot be told stays in the first line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tocsin.model.lexicon import cities
from tocsin.patterns import compiled

_END = compiled(
    r"[,\s]+(?P<state>[A-Za-z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\.?[,\s]+(?P<zip>\d{5}(?:-?\d{4})?)"
    r"(?:[,\s]+(?P<country>USA?|U\.S\.A?\.?|United States))?\s*\Z"
)
_UNIT = compiled(
    r"[,\s]+(?P<unit>(?:apt|apartment|unit|suite|ste|rm|room|lot|fl|floor|bldg|building|spc|space|trlr|ph)\b\.?\s*#?\s*[\w-]+"
    r"|#\s*[\w-]+)\s*\Z",
    re.IGNORECASE,
)
_QUOTE = compiled(r"\n(?:[ ]?>)+[ ]?")


class Address(NamedTuple):
    """The parts of an address; empty where there is none."""

    line_1: str = ""
    line_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


@lru_cache(maxsize=16384)
def split_address(text: str) -> Address:
    r"""Return the parts of an address on one line or several.

    Example:
        >>> split_address("5040 Lakeview Dr Apt 2, San Francisco, CA 94130")
        Address(line_1='5040 Lakeview Dr', line_2='Apt 2', city='San Francisco', state='CA', zip='94130', country='')
        >>> split_address("12 Elm St\nNashville TN 37203").city
        'Nashville'
    """
    text = _QUOTE.sub("\n", text[:400]).strip(" ,\n")
    if "^" in text:
        return _hl7(text)
    end = _END.search(text)
    if end is None:
        return _streets(text)._replace()
    street, city = _city(text[: end.start()].strip(" ,\n"))
    parts = _streets(street)
    return parts._replace(city=city, state=end["state"], zip=end["zip"], country=end["country"] or "")


def _hl7(text: str) -> Address:
    pieces = [piece.strip() for piece in text.split("~")[0].split("^")] + [""] * 6
    return Address(*(pieces[i] for i in range(6)))


def _city(text: str) -> tuple[str, str]:
    """Return what stands before the city, and the city."""
    cut = max(text.rfind(","), text.rfind("\n"))
    if cut > 0:
        return text[:cut].strip(" ,\n"), text[cut + 1 :].strip()
    words = text.split(" ")
    for count in (4, 3, 2, 1):
        if len(words) > count + 1 and " ".join(words[-count:]).lower() in cities():
            return " ".join(words[:-count]), " ".join(words[-count:])
    return text, ""


def _streets(text: str) -> Address:
    unit = _UNIT.search(text)
    if unit and unit.start() > 0:
        return Address(" ".join(text[: unit.start()].split()), unit["unit"].strip())
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    return Address(lines[0] if lines else "", ", ".join(lines[1:]))
