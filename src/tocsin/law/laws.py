"""A law file as a value: its rules in the order they hang on each other, and its cells, each a history.

Source: the files under law/us, which cite each clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from tocsin.law.clauses import Encryption, HarmGate, HoldRule, Interplay
from tocsin.law.rules import Cite, HipaaLink, Rule, Version

T = TypeVar("T")


@dataclass(frozen=True)
class CellVersion(Generic[T]):
    """What a cell says between two days."""

    value: T
    cite: Cite
    in_force_from: date | None
    in_force_until: date | None = None


@dataclass(frozen=True)
class Cell(Generic[T]):
    """One thing a law says beside its duties, through time."""

    name: str
    versions: tuple[CellVersion[T], ...]

    def on(self, day: date) -> CellVersion[T]:
        """Return the version of that day, or the nearest one where the records do not reach so far."""
        if len(self.versions) == 1:
            return self.versions[0]
        for version in self.versions:
            if (version.in_force_from is None or version.in_force_from <= day) and (
                version.in_force_until is None or day <= version.in_force_until
            ):
                return version
        return min(self.versions, key=lambda v: v.in_force_from or date.min)


@dataclass(frozen=True)
class Law:
    """All of one law file."""

    jurisdiction: str
    name: str
    kind: str
    regime: str
    file: str
    law_by: str
    """The clock start whose day says which version applies."""
    read_on: date
    everyone_if_seated: bool
    role_groups: frozenset[str]
    rules: tuple[Rule, ...]
    """Each after the rules it hangs on."""
    cells: Mapping[str, Cell[Any]]
    data_kinds: Cell[frozenset[str]] | None = None
    harm_gate: Cell[HarmGate] | None = None
    encryption: Cell[Encryption] | None = None
    hipaa: Cell[Interplay] | None = None
    hold: Cell[HoldRule] | None = None
    conflicts: tuple[str, ...] = ()
    counsel_notes: tuple[str, ...] = ()
    second_source: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def owing(self) -> tuple[Rule, ...]:
        """The rules that owe something in any version."""
        return tuple(rule for rule in self.rules if rule.is_ever_owed)

    @property
    def state(self) -> str:
        """The two letters that counts use for its residents; empty for federal law."""
        return self.jurisdiction[3:].upper()

    @cached_property
    def timeless(self) -> dict[str, Version]:
        """The rules that say the same on every day, as far as the records know, by id."""
        return {
            rule.id: rule.versions[0]
            for rule in self.rules
            if len(rule.versions) == 1 and not (rule.versions[0].in_force_from or rule.versions[0].in_force_until)
        }

    @cached_property
    def liftable(self) -> frozenset[str]:
        """The ids of rules that the law's HIPAA clause names in any version."""
        clauses = [version.value for version in self.hipaa.versions] if self.hipaa is not None else []
        named = frozenset[str]().union(*[clause.lifts | clause.counsel for clause in clauses])
        return frozenset(rule.id for rule in self.rules if rule.hipaa is HipaaLink.LIFTABLE and rule.what in named)

    @cached_property
    def on_hipaas_time(self) -> frozenset[str]:
        """The ids of rules that the law's HIPAA clause keeps, but on HIPAA's time."""
        clauses = [version.value for version in self.hipaa.versions] if self.hipaa is not None else []
        timed = {what for clause in clauses for what, whose in clause.timing.items() if whose == "hipaa"}
        return frozenset(rule.id for rule in self.rules if rule.hipaa is HipaaLink.LIFTABLE and rule.what in timed)

    @cached_property
    def hung_on(self) -> frozenset[str]:
        """The ids of rules that others hang on, or are needless after."""
        versions = [version for rule in self.rules for version in rule.versions]
        hung = {name for version in versions if version.due for name in version.due.hangs_on()}
        return frozenset(hung | {version.unless_met for version in versions if version.unless_met})
