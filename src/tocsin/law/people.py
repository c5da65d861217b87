"""Who brings a duty about: the people of an entity whom a law reaches, held against its thresholds.

Residence, kinds of data and role group are each person's own, as the disjoint rows of the counts say. Whether HIPAA
covers the file they stand in goes with the role group: employees' files are outside (45 CFR 160.103).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from tocsin.law.counts import UNKNOWN_STATE, Count
from tocsin.law.kinds import KindTable
from tocsin.law.laws import Law
from tocsin.law.plans import Planned
from tocsin.law.rules import Reach, Threshold, Version
from tocsin.model.elements import RoleGroup

_RESIDENTS = Reach.RESIDENTS


class Group(NamedTuple):
    """People of one state, role group and set of kinds of data."""

    state: str
    role_group: str
    kinds: frozenset[str]
    people: int

    @property
    def in_hipaa_file(self) -> bool:
        """Whether their file is one that HIPAA covers."""
        return self.role_group != RoleGroup.EMPLOYEE


class Crowd:
    """The people of one covered entity, by state and by kinds of data."""

    def __init__(self, counts: Iterable[Count], kinds: KindTable) -> None:
        """Take the entity's own rows of the counts."""
        tally: dict[tuple[str, str, frozenset[str]], int] = {}
        for count in counts:
            key = (count.state, count.role_group, kinds.kinds_of(count.elements))
            tally[key] = tally.get(key, 0) + count.people
        self.groups = [Group(state, role, shown, number) for (state, role, shown), number in tally.items() if number]
        self.by_state: dict[str, list[Group]] = {}
        for group in self.groups:
            self.by_state.setdefault(group.state, []).append(group)

    @cached_property
    def everyone(self) -> list[Group]:
        """All people, wherever they live."""
        tally: dict[tuple[str, frozenset[str]], int] = {}
        for _, role, shown, number in self.groups:
            tally[role, shown] = tally.get((role, shown), 0) + number
        return [Group("", role, shown, number) for (role, shown), number in tally.items()]

    def states(self) -> list[str]:
        """Return the states in which people are known to live."""
        return sorted(state for state in self.by_state if state != UNKNOWN_STATE)


class Tally(NamedTuple):
    """The people a duty is owed for, who bring it about."""

    groups: Sequence[Group]
    people: int
    number: int
    """What is held against the threshold."""
    settled: bool
    """Reached by the reading that the file takes, not only by another one that a source gives."""
    dispute: str = ""
    """How another reading gives another answer."""


def tally_words(version: Version, counted: Tally) -> str:
    """Return the sentence that holds the people against the threshold."""
    threshold = version.threshold
    if threshold is None:
        return f"{counted.number} people."
    asked = f"the rule asks for {threshold.op.words(threshold.n)}"
    if threshold.unit.reach is not Reach.EACH_STATE:
        return f"{counted.number} {threshold.unit.words}; {asked}."
    by_state: Counter[str] = Counter()
    for group in counted.groups:
        by_state[group.state] += group.people
    listed = ", ".join(f"{state} {number}" for state, number in sorted(by_state.items()))
    return f"Residents by state: {listed}; {asked} {threshold.unit.words}."


def reached_by(wanted: frozenset[str] | None, roles: frozenset[str], groups: Sequence[Group]) -> Sequence[Group]:
    """Return the groups of those roles with one of the wanted kinds of data; None wants any."""
    if len(groups) == 1:
        return groups if _is_reached(wanted, roles, groups[0]) else ()
    if wanted is None:
        return [group for group in groups if group.role_group in roles]
    return [group for group in groups if group.role_group in roles and not wanted.isdisjoint(group.kinds)]


def _is_reached(wanted: frozenset[str] | None, roles: frozenset[str], group: Group) -> bool:
    return group.role_group in roles and (wanted is None or not wanted.isdisjoint(group.kinds))


class Pools:
    """The people of one entity as one law reaches them; remembers what it has counted."""

    __slots__ = ("_counted", "_crowd", "_plain", "_wanted", "law", "residents")

    def __init__(self, law: Law, crowd: Crowd, residents: Sequence[Group]) -> None:
        """Take the law, the entity's people, and those whom the law reaches by residence."""
        self.law, self._crowd, self.residents = law, crowd, residents
        self._wanted: frozenset[str] | None = None
        self._plain: Tally | None = None
        """Who was counted last by residence; most rules of a law ask for the same people."""
        self._counted: dict[tuple[Reach, frozenset[str] | None], tuple[Sequence[Group], int]] | None = None

    def tally(self, planned: Planned) -> Tally | None:
        """Return who brings about the duty of a plan, or None."""
        threshold = planned.threshold
        if planned.is_plain:
            plain = self._plain
            if plain is None or planned.wanted is not self._wanted:
                plain = self._by_residence(planned.wanted)
            return plain if planned.least <= plain.people <= planned.most else None
        reach, wanted = threshold.unit.reach, planned.wanted
        if reach is Reach.EACH_STATE:
            return _each_state(threshold, self._of(reach, wanted)[0])
        groups, people = self._of(_RESIDENTS if reach is Reach.EVERYONE else reach, wanted)
        if not people:
            return None
        number = self._of(reach, wanted)[1] if reach is Reach.EVERYONE else people
        reached = threshold.op.holds(number, threshold.n)
        if threshold.is_plain:
            return Tally(groups, people, number, True) if reached else None
        dispute = _dispute(threshold, reached, number, lambda other: self._of(other, wanted)[1])
        return Tally(groups, people, number, reached, dispute) if reached or dispute else None

    def _by_residence(self, wanted: frozenset[str] | None) -> Tally:
        plain = self._plain
        if plain is None or wanted is not self._wanted:
            groups = reached_by(wanted, self.law.role_groups, self.residents)
            people = total(groups)
            plain = self._plain = Tally(groups, people, people, True)
            self._wanted = wanted
        return plain

    def reached(self, planned: Planned) -> int:
        """Return how many people the plan reaches, whatever its threshold."""
        reach = planned.threshold.unit.reach
        return self._of(_RESIDENTS if reach is Reach.EVERYONE else reach, planned.wanted)[1]

    def _of(self, reach: Reach, wanted: frozenset[str] | None) -> tuple[Sequence[Group], int]:
        if reach is _RESIDENTS:
            plain = self._by_residence(wanted)
            return plain.groups, plain.people
        if self._counted is None:
            self._counted = {}
        key = (reach, wanted)
        found = self._counted.get(key)
        if found is None:
            pool = self._crowd.groups if reach is Reach.EACH_STATE else self._crowd.everyone
            groups = reached_by(wanted, self.law.role_groups, pool)
            found = self._counted[key] = groups, total(groups)
        return found


def total(groups: Iterable[Group]) -> int:
    """Return how many people the groups hold."""
    return sum([group.people for group in groups])


def _dispute(threshold: Threshold, reached: bool, number: int, other: Callable[[Reach], int]) -> str:
    """Return the words of a reading that gives another answer, if there is one."""
    disputed = threshold.disputed
    if disputed and disputed.op.holds(number, disputed.n) is not reached:
        return f"At {number} the sources do not agree: {disputed.says}."
    if threshold.unit.other is not None:
        differently = other(threshold.unit.other)
        if threshold.op.holds(differently, threshold.n) is not reached:
            counted = f"{threshold.unit.other}: {differently}"
            return f"Counted otherwise ({counted}) the answer differs: {threshold.unit.doubt}"
    return ""


def _each_state(threshold: Threshold, groups: Sequence[Group]) -> Tally | None:
    by_state: Counter[str] = Counter()
    for group in groups:
        by_state[group.state] += group.people
    told = {s: n for s, n in by_state.items() if s != UNKNOWN_STATE and threshold.op.holds(n, threshold.n)}
    people = sum(told.values())
    if not told:
        return None
    return Tally([group for group in groups if group.state in told], people, people, True)
