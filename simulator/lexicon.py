"""Names and places of a split: each takes its own half, so that nothing learned on one helps by rote on the other."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from simulator.human import Address

Split = Literal["tuning", "measuring"]
SPLITS: tuple[Split, Split] = ("tuning", "measuring")
WEIGHTS = {
    "us": 46, "british_irish": 9, "iberian": 13, "asian": 7, "slavic": 4, "african": 5, "european": 6, "turkic": 2,
    "chinese": 2, "korean": 2, "japanese": 1, "arabic": 2, "pacific": 1, "native": 1,
}  # fmt: skip
_STREETS = {
    "tuning": "Maple Oak Cedar Juniper Lakeview Sunset Harbor Mill Orchard Franklin Jefferson Willow Prairie Chestnut",
    "measuring": "Birch Quarry Old+Ferry Magnolia Heron Stonebridge Ridgeline Kestrel Foundry Tamarack Bayou Saddle",
}
_KINDS = {"tuning": "St Ave Rd Dr Ln Blvd Court", "measuring": "Street Avenue Pkwy Ter Cir Way Trl Hwy Pl"}
_UNITS = {"tuning": ("Apt {n}", "Unit {n}", "#{n}"), "measuring": ("Lot {n}", "Apt. {n}B", "Ste {n}", "Bldg C Apt {n}")}
_SUFFIXES = ("son", "berg", "wick", "ova", "etti", "aux", "feld", "strand", "ington", "oye")
_BARE = str.maketrans("łŁıəƏđĐʻ’", "lLiaAdD''")
_STEMS = ("Qua", "Bry", "Zel", "Thorn", "Vask", "Ould", "Pem", "Wyn", "Drae", "Fjel", "Gro", "Ism", "Kerr", "Lux")


@dataclass(frozen=True)
class Names:
    """Given names by sex and family names of one group, of one split."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    last: tuple[str, ...]


@cache
def names(split: Split) -> dict[str, Names]:
    """Return the split's names by group."""
    tree = json.loads((files("simulator") / "data" / "names.json").read_text("utf-8"))
    return {key: Names(**{part: _half(group[part], split) for part in group}) for key, group in tree.items()}


@cache
def places(split: Split) -> tuple[tuple[str, str, str], ...]:
    """Return (state, city, ZIP) of the split."""
    rows = json.loads((files("simulator") / "data" / "places.json").read_text("utf-8"))
    return tuple((state, city, zip5) for state, city, zip5 in rows[SPLITS.index(split) :: 2])


def _half(values: list[str], split: Split) -> tuple[str, ...]:
    return tuple(sorted(set(map(western, values)))[SPLITS.index(split) :: 2])


def western(name: str) -> str:
    """Return the name in Latin-1, as practice systems keep names; other letters lose their marks.

    Example:
        >>> western("Wałęsa"), western("Peña")
        ('Walesa', 'Peña')
    """
    try:
        name.encode("latin-1")
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFKD", name.translate(_BARE))
        return bare.encode("ascii", "ignore").decode()
    return name


def pick_group(rng: random.Random) -> str:
    """Return a group of names."""
    return rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]


def pick_first(rng: random.Random, split: Split, group: str, sex: str) -> str:
    """Return a given name."""
    pool = names(split)[group]
    return rng.choice(pool.female if sex == "F" else pool.male)


def pick_last(rng: random.Random, split: Split, group: str) -> str:
    """Return a family name; one in thirty stands in no list at all."""
    if rng.random() < 0.033:
        return rng.choice(_STEMS) + rng.choice(_SUFFIXES)
    return rng.choice(names(split)[group].last)


def pick_address(rng: random.Random, split: Split) -> Address:
    """Return a home address; a few are PO boxes."""
    state, city, zip5 = rng.choice(places(split))
    if rng.random() < 0.04:
        return Address(f"PO Box {rng.randint(10, 9999)}", "", city, state, zip5)
    street = rng.choice(_STREETS[split].split()).replace("+", " ")
    point = rng.choice(("", "", "", "N ", "SW ", "E "))
    unit = rng.choice(_UNITS[split]).format(n=rng.randint(1, 40)) if rng.random() < 0.25 else ""
    return Address(
        f"{rng.randint(10, 9899)} {point}{street} {rng.choice(_KINDS[split].split())}", unit, city, state, zip5
    )
