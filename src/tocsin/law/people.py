"""Who brings a duty about: the people of an entity whom a law reaches, held against its thresholds.

Residence, kinds of data and role group are each person's own, as the disjoint rows of the counts say. Whether HIPAA
covers the file they stand in goes with the role group: employees' files are outside (45 CFR 160.103).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tocsin.law.counts import UNKNOWN_STATE, Count
from tocsin.law.kinds import KindTable
from tocsin.law.laws import Law
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
        tally: Counter[tuple[str, str, frozenset[str]]] = Counter()
        for count in counts:
            tally[count.state, count.role_group, kinds.kinds_of(count.elements)] += count.people
        self.groups = [Group(*key, people=number) for key, number in tally.items() if number]
        self.by_state: dict[str, list[Group]] = {}
        everyone: Counter[tuple[str, frozenset[str]]] = Counter()
        for group in self.groups:
            self.by_state.setdefault(group.state, []).append(group)
            everyone[group.role_group, group.kinds] += group.people
        self.everyone = [Group("", role, kinds_, n) for (role, kinds_), n in everyone.items()]

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


def reached_by(version: Version, law: Law, kinds: frozenset[str], groups: Iterable[Group]) -> list[Group]:
    """Return the groups whose role and kinds of data the version reaches."""
    wanted = version.data_kinds or kinds
    roles = law.role_groups
    if version.any_data or (law.kind == "federal" and not version.data_kinds):
        return [group for group in groups if group.role_group in roles]
    return [group for group in groups if group.role_group in roles and not wanted.isdisjoint(group.kinds)]


class Pools:
    """The people of one entity as one law reaches them; remembers what it has counted."""

    def __init__(self, law: Law, crowd: Crowd, residents: Sequence[Group]) -> None:
        """Take the law, the entity's people, and those whom the law reaches by residence."""
        self._law, self._crowd = law, crowd
        self._residents = residents
        self._kinds: frozenset[str] | None = None
        self._plain: tuple[list[Group], int] = ([], 0)
        """What was counted last for the law's own kinds of data, which most rules ask for."""
        self._counted: dict[tuple[Reach, frozenset[str], bool], tuple[list[Group], int]] = {}

    def tally(self, version: Version, kinds: frozenset[str]) -> Tally | None:
        """Return who brings about the duty of a version, or None; ``kinds`` are the law's on that day."""
        threshold = version.threshold
        if threshold is None:
            raise RuntimeError("a version that owes nothing has no tally")
        reach = threshold.unit.reach
        if reach is Reach.EACH_STATE:
            return _each_state(threshold, self._of(reach, version, kinds)[0])
        if reach is _RESIDENTS and not version.is_special and kinds is self._kinds:
            groups, people = self._plain
        else:
            groups, people = self._of(_RESIDENTS if reach is Reach.EVERYONE else reach, version, kinds)
        if not people:
            return None
        number = self._of(reach, version, kinds)[1] if reach is Reach.EVERYONE else people
        reached = threshold.op.holds(number, threshold.n)
        if threshold.is_plain:
            return Tally(groups, people, number, True) if reached else None
        dispute = _dispute(threshold, reached, number, lambda other: self._of(other, version, kinds)[1])
        return Tally(groups, people, number, reached, dispute) if reached or dispute else None

    def residents_reached(self, version: Version, kinds: frozenset[str]) -> int:
        """Return how many people the version reaches by residence, whatever its threshold."""
        return self._of(_RESIDENTS, version, kinds)[1]

    def _of(self, reach: Reach, version: Version, kinds: frozenset[str]) -> tuple[list[Group], int]:
        key = (reach, version.data_kinds or kinds, version.any_data)
        found = self._counted.get(key)
        if found is None:
            pool = self._residents if reach is Reach.RESIDENTS else self._crowd.everyone
            if reach is Reach.EACH_STATE:
                pool = self._crowd.groups
            groups = reached_by(version, self._law, kinds, pool)
            found = self._counted[key] = groups, sum([group.people for group in groups])
        if reach is _RESIDENTS and not version.is_special:
            self._kinds, self._plain = kinds, found
        return found


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
