"""The towns in which covered entities have their offices, as staff say for an office: ``Duluth sent the path report``.

A town in an address, or in the name of somebody else's firm there (``Duluth News Tribune``), speaks of no office; and
a town where two entities are tells neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from tocsin.model.incident import CoveredEntity
from tocsin.model.lexicon import usage
from tocsin.model.regions import STATES

_LEAST_TOWN = 4
_RARE_SURNAME = 5000.0
"""Bearers in a hundred million: whom a file is about is rather named for than a town."""
_BEFORE = re.compile(r"(?:\d[\w .#-]{0,40}[,\n]\s*|\b[A-Z][\w'\u2019&.-]+[ \t])\Z")
"""What stands before a town in an address (a street), or in a name (``Essentia Duluth``)."""
_STARTING = re.compile(r"(?:\A|[.!?:;\n>(-]\s*)[A-Z][\w'\u2019&.-]+[ \t]\Z")
"""A word in capitals that only begins a sentence: ``Three Duluth refunds``."""
_STATES = "|".join(sorted(map(re.escape, STATES.values())))
_BEHIND = re.compile(
    rf",?\s{{0,3}}(?:[A-Z]{{2}}\b|[A-Z][a-z]{{0,3}}\.(?=\s|,)|\d{{5}}\b|(?:{_STATES})\b)|[ \t][A-Z][a-z]"
)
"""What stands behind a town in an address (a state, a ZIP code), or in a name (``Mankato Clinic``)."""
_REACH = 60


def towns_of(entities: Iterable[CoveredEntity]) -> dict[str, str]:
    """Return the entity of each town in which just one of them has its address."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in entities:
        town = entity.address.city.strip()
        if len(town) >= _LEAST_TOWN and town.replace(" ", "").replace(".", "").isalpha():
            owners[town.casefold()][entity.key] = town
    return {next(iter(named.values())): next(iter(named)) for named in owners.values() if len(named) == 1}


def is_hardly_a_name(town: str) -> bool:
    """Tell whether hardly anybody is called like a town: ``Eau Claire``, ``Fargo``, not ``Jackson``.

    Example:
        >>> is_hardly_a_name("Eau Claire"), is_hardly_a_name("Fargo"), is_hardly_a_name("Jackson")
        (True, True, False)
    """
    told = usage(town.casefold())
    return " " in town or (told.surname < _RARE_SURNAME and told.given < _RARE_SURNAME)


def is_of_address(text: str, start: int, end: int) -> bool:
    """Tell whether a town stands in an address or in a name there.

    Example:
        >>> said = "I asked Duluth for path. 12 Main St, Duluth, MN"
        >>> is_of_address(said, 8, 14), is_of_address(said, 37, 43)
        (False, True)
    """
    before = text[max(0, start - _REACH) : start]
    if _BEHIND.match(text, end):
        return True
    return _BEFORE.search(before) is not None and _STARTING.search(before) is None
