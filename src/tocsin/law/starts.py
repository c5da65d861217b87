"""Clock starts: what each start of the law files means and which facts say when it was.

Source: law/us/tables/clock_starts.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.law.fields import Fields
from tocsin.law.rules import Reach, Unit
from tocsin.law.tree import Table


@dataclass(frozen=True)
class ClockStart:
    """One start: its words, the facts that can say when it was, and whether being told is one of them."""

    name: str
    words: str
    facts: tuple[str, ...]
    told: bool
    floor: bool


def read_starts(tree: Table, file: str, faults: list[str]) -> Mapping[str, ClockStart]:
    """Return the starts of a parsed file, by name."""
    top = Fields(tree, "", file, tree.line, faults)
    entries = top.inner("starts")
    starts = {name: _start(entries.inner(name), name) for name in list(entries.table)}
    top.done()
    return starts


def _start(fields: Fields, name: str) -> ClockStart:
    words = fields.text("words", required=True)
    facts = (*fields.texts("facts"), f"{name}_on")
    made = ClockStart(name, words, tuple(dict.fromkeys(facts)), fields.flag("told", False), fields.flag("floor", False))
    fields.done()
    return made


def read_units(tree: Table, file: str, faults: list[str]) -> Mapping[str, Unit]:
    """Return the units of thresholds of a parsed file, by name."""
    top = Fields(tree, "", file, tree.line, faults)
    entries = top.inner("units")
    units = {name: _unit(entries.inner(name), name) for name in list(entries.table)}
    top.done()
    return units


def _unit(fields: Fields, name: str) -> Unit:
    made = Unit(
        name,
        fields.choice("reach", Reach, Reach.RESIDENTS),
        fields.text("words", required=True),
        fields.choice("other", Reach, Reach.RESIDENTS) if fields.has("other") else None,
        fields.text("doubt"),
    )
    fields.done()
    return made
