"""A law file as a value: its rules in the order they hang on each other, and its cells, each a history.

Source: the files under law/us, which cite each clause.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from tocsin.law.clauses import Encryption, HarmGate, HoldRule, Interplay
from tocsin.law.plans import OWNERS, Planned, Surroundings, plan_rule
from tocsin.law.rules import Cite, HipaaLink, OwedBy, Rule, Version

T = TypeVar("T")
FEDERAL = "federal"


class LawDays(NamedTuple):
    """The days whose law applies, to what the organization owes and to what the covered entity owes."""

    organization: date
    entity: date

    def of(self, owed_by: OwedBy) -> date:
        """Return the day of that one."""
        return self[OWNERS.index(owed_by)]


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

    @cached_property
    def state(self) -> str:
        """The two letters that counts use for its residents; empty for federal law."""
        return self.jurisdiction[3:].upper()

    @cached_property
    def _changes(self) -> tuple[date, ...]:
        """The days on which something in the file begins to hold or ceases to."""
        versions: list[Version | CellVersion[Any]] = [version for rule in self.rules for version in rule.versions]
        versions += [version for cell in self.cells.values() for version in cell.versions]
        begun = {version.in_force_from for version in versions if version.in_force_from}
        last_days = {version.in_force_until for version in versions if version.in_force_until}
        ended = {day + timedelta(days=1) for day in last_days - {date.max}}
        return tuple(sorted(begun | ended))

    @cached_property
    def _plans(self) -> dict[tuple[str, int], Planned | None]:
        """The plans made so far, by rule and by the stretch between two changes."""
        return {}

    @cached_property
    def _reaching(self) -> dict[tuple[int, int, bool, str], tuple[Planned, ...]]:
        return {}

    def planned(self, rule: Rule, day: date) -> Planned | None:
        """Return the plan of one of its rules for that day; None if the rule owes nothing then."""
        key = (rule.id, bisect_right(self._changes, day))
        if key not in self._plans:
            self._plans[key] = plan_rule(rule, rule.on(day), rule.gap(day), self.surroundings(day))
        return self._plans[key]

    def surroundings(self, day: date) -> Surroundings:
        """Return what stands beside the rules on that day."""
        clause = self.hipaa.on(day) if self.hipaa is not None else None
        return Surroundings(self.kinds_on(day), self.kind == FEDERAL, clause, self.hung_on)

    def kinds_on(self, day: date) -> frozenset[str]:
        """Return the kinds of data that the law names on that day."""
        return self.data_kinds.on(day).value if self.data_kinds is not None else frozenset()

    def reaching(self, days: LawDays, role: str, *, is_hipaa: bool) -> tuple[Planned, ...]:
        """Return the plans of the rules that can reach an entity under HIPAA, or outside it, in that role."""
        changes = self._changes
        key = (bisect_right(changes, days.organization), bisect_right(changes, days.entity), is_hipaa, role)
        found = self._reaching.get(key)
        if found is None:
            shut_out = HipaaLink.NEVER if is_hipaa else HipaaLink.ONLY
            rules = [rule for rule in self.owing if rule.hipaa is not shut_out and rule.is_for(role)]
            plans = [self.planned(rule, days.of(rule.owed_by)) for rule in rules]
            found = self._reaching[key] = tuple(plan for plan in plans if plan is not None)
        return found

    @cached_property
    def needs_on_time(self) -> str:
        """The recipient whose notice, if late, undoes what the HIPAA clause lifts."""
        return self.hipaa.versions[0].value.needs_on_time if self.hipaa is not None else ""

    @cached_property
    def hung_on(self) -> frozenset[str]:
        """The ids of rules that others hang on, or are needless after."""
        versions = [version for rule in self.rules for version in rule.versions]
        hung = {name for version in versions if version.due for name in version.due.hangs_on()}
        return frozenset(hung | {version.unless_met for version in versions if version.unless_met})
