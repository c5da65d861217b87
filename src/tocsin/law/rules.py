"""Rules of notice as data: loaded once, checked wholly, all faults named together.

A rule says who owes notice to whom, from how many people, by when, and which clause says so. No day count,
threshold or date of law stands in code.

Source: 45 CFR 164.400-414 (law/us/hipaa.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tocsin.errors import LawTableError


class OwedBy(StrEnum):
    """Who owes the notice."""

    ORGANIZATION = "organization"
    COVERED_ENTITY = "covered_entity"


class ClockStart(StrEnum):
    """What starts the clock."""

    ORGANIZATION_DISCOVERY = "organization_discovery"
    ENTITY_DISCOVERY = "entity_discovery"


class Operator(StrEnum):
    """How a count is held against a threshold."""

    GTE = "gte"
    GT = "gt"
    LT = "lt"


class Unit(StrEnum):
    """What a threshold counts."""

    INDIVIDUALS = "individuals"
    RESIDENTS_OF_ONE_STATE = "residents_of_one_state"


class Trust(StrEnum):
    """How sure a cell of the law tables is."""

    VERIFIED_TEXT = "verified_text"
    VERIFIED_SECONDARY = "verified_secondary"
    ABSENCE_INFERRED = "absence_inferred"
    OWN_KNOWLEDGE_UNVERIFIED = "own_knowledge_unverified"


@dataclass(frozen=True)
class Threshold:
    """A count a duty needs."""

    op: Operator
    n: int
    unit: Unit

    def met_by(self, people: int) -> bool:
        """Tell whether that many people bring the duty about; nobody never does."""
        if people < 1:
            return False
        return {Operator.GTE: people >= self.n, Operator.GT: people > self.n, Operator.LT: people < self.n}[self.op]


@dataclass(frozen=True)
class ClockRule:
    """Calendar days from a start, or from the end of the start's calendar year."""

    start: ClockStart
    days: int
    from_year_end: bool = False
    also: str = ""


@dataclass(frozen=True)
class Rule:
    """One requirement of one law."""

    id: str
    title: str
    jurisdiction: str
    owed_by: OwedBy
    recipient: str
    role_groups: frozenset[str]
    threshold: Threshold
    clock: ClockRule
    citation: str
    seen: str
    trust: Trust
    in_force_from: date
    in_force_until: date | None = None
    delegation: str = ""
    when_role: frozenset[str] = frozenset()

    def in_force_on(self, day: date) -> bool:
        """Tell whether the rule is law on that day."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True)
class Clause:
    """A gate, a hold or a doctrine, with what it says and where."""

    citation: str
    trust: Trust
    says: str = ""
    days: int | None = None


@dataclass(frozen=True)
class LawTable:
    """All of one law file."""

    jurisdiction: str
    rules: tuple[Rule, ...]
    gates: Mapping[str, Clause]
    holds: Mapping[str, Clause]
    agency: Clause


@cache
def federal_table() -> LawTable:
    """Return the HIPAA rules shipped with Tocsin; raises LawTableError with every fault of the file."""
    text = (resources.files("tocsin.law") / "us" / "hipaa.yaml").read_text(encoding="utf-8")
    return parse_table(yaml.safe_load(text), "law/us/hipaa.yaml")


def parse_table(tree: Mapping[str, Any], file: str) -> LawTable:
    """Return the law table of a parsed file.

    Raises:
        LawTableError: naming file and key of every fault: a missing citation, an unknown word, a bad number.
    """
    faults: list[str] = []
    jurisdiction = str(tree.get("jurisdiction", ""))
    rules = [_rule(row, jurisdiction, f"{file}: rules {n}", faults) for n, row in enumerate(tree.get("rules", []), 1)]
    gates = {str(row.get("kind")): _clause(row, f"{file}: gates", faults) for row in tree.get("gates", [])}
    holds = {form: _clause(row, f"{file}: holds.{form}", faults) for form, row in tree.get("holds", {}).items()}
    agency = _clause(tree.get("agency", {}), f"{file}: agency", faults)
    kept = tuple(rule for rule in rules if rule is not None)
    if len({rule.id for rule in kept}) != len(kept):
        faults.append(f"{file}: rule ids are not unique")
    if faults:
        raise LawTableError(faults)
    return LawTable(jurisdiction, kept, gates, holds, agency)


def _rule(row: Mapping[str, Any], jurisdiction: str, where: str, faults: list[str]) -> Rule | None:
    where = f"{where} ({row.get('id', 'no id')})"
    try:
        if not row["citation"] or not row["seen"]:
            faults.append(f"{where}: citation and seen must not be empty")
        clock = row["clock"]
        if int(clock["days"]) < 1 or int(row["threshold"]["n"]) < 1:
            faults.append(f"{where}: days and n must be at least 1")
        return Rule(
            id=row["id"],
            title=row["title"],
            jurisdiction=jurisdiction,
            owed_by=OwedBy(row["owed_by"]),
            recipient=row["recipient"],
            role_groups=frozenset(row["role_groups"]),
            threshold=Threshold(
                Operator(row["threshold"]["op"]), int(row["threshold"]["n"]), Unit(row["threshold"]["unit"])
            ),
            clock=ClockRule(
                ClockStart(clock["start"]),
                int(clock["days"]),
                bool(clock.get("from_year_end", False)),
                str(clock.get("also", "")),
            ),
            citation=row["citation"],
            seen=row["seen"],
            trust=Trust(row["trust"]),
            in_force_from=row["in_force_from"],
            in_force_until=row.get("in_force_until"),
            delegation=row.get("delegation", ""),
            when_role=frozenset(row.get("when_role", ())),
        )
    except (KeyError, ValueError, TypeError) as fault:
        faults.append(f"{where}: {type(fault).__name__} {fault}")
        return None


def _clause(row: Mapping[str, Any], where: str, faults: list[str]) -> Clause:
    citation = str(row.get("citation", ""))
    if not citation:
        faults.append(f"{where}: citation is missing")
    trust = str(row.get("trust", ""))
    if trust not in {level.value for level in Trust}:
        faults.append(f"{where}: trust {trust!r} is not known")
        trust = Trust.OWN_KNOWLEDGE_UNVERIFIED
    return Clause(citation, Trust(trust), str(row.get("says", "")), row.get("days"))
