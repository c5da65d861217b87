"""Who brings a duty about: the people of an entity whom a law reaches, held against its thresholds.

Residence, kinds of data and role group are each person's own, as the disjoint rows of the counts say. Whether HIPAA
covers the file they stand in goes with the role group: employees' files are outside (45 CFR 160.103).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tocsin.law.counts import UNKNOWN_STATE, Count
from tocsin.law.kinds import KindTable
from tocsin.law.rules import Law, Reach, Threshold, Version
from tocsin.model.elements import RoleGroup


@dataclass(frozen=True)
class Group:
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
        self.groups = [Group(*key, people=number) for key, number in sorted(tally.items(), key=_order) if number]
        self.by_state: dict[str, list[Group]] = {}
        everyone: Counter[tuple[str, frozenset[str]]] = Counter()
        for group in self.groups:
            self.by_state.setdefault(group.state, []).append(group)
            everyone[group.role_group, group.kinds] += group.people
        self.everyone = [Group("", role, kinds_, n) for (role, kinds_), n in everyone.items()]

    def states(self) -> list[str]:
        """Return the states in which people are known to live."""
        return sorted(state for state in self.by_state if state != UNKNOWN_STATE)


def _order(entry: tuple[tuple[str, str, frozenset[str]], int]) -> tuple[str, str, list[str]]:
    (state, role, kinds), _ = entry
    return state, role, sorted(kinds)


@dataclass(frozen=True)
class Tally:
    """The people a duty is owed for, whether they bring it about, and the sentence that says so."""

    groups: tuple[Group, ...]
    people: int
    reached: bool
    """By the reading that the file takes, or by another one that a source gives."""
    words: str
    dispute: str = ""
    """How another reading gives another answer."""
    settled: bool = True
    """Reached by the reading that the file takes."""


def reached_by(version: Version, law: Law, kinds: frozenset[str], groups: Iterable[Group]) -> list[Group]:
    """Return the groups whose role and kinds of data the version reaches."""
    wanted = version.data_kinds or kinds
    any_data = version.any_data or (law.kind == "federal" and not version.data_kinds)
    return [g for g in groups if g.role_group in law.role_groups and (any_data or not wanted.isdisjoint(g.kinds))]


def tally(version: Version, law: Law, kinds: frozenset[str], crowd: Crowd, residents: Sequence[Group]) -> Tally:
    """Return who brings about the duty of a version; ``residents`` are the groups the law reaches by residence."""
    threshold = version.threshold
    if threshold is None:
        raise RuntimeError("a version that owes nothing has no tally")
    if threshold.unit.reach is Reach.EACH_STATE:
        return _each_state(threshold, reached_by(version, law, kinds, crowd.groups))
    pool = crowd.everyone if threshold.unit.reach is Reach.INDIVIDUALS else residents
    groups = reached_by(version, law, kinds, pool)
    people = sum(g.people for g in groups)
    number = people
    if threshold.unit.reach is Reach.EVERYONE:
        number = sum(g.people for g in reached_by(version, law, kinds, crowd.everyone))
    reached = people > 0 and threshold.op.holds(number, threshold.n)
    dispute = _dispute(threshold, reached, number, lambda reach: _other(reach, people, version, law, kinds, crowd))
    words = f"{number} {threshold.unit.words}; the rule asks for {threshold.op.words(threshold.n)}."
    return Tally(tuple(groups), people, reached or (people > 0 and bool(dispute)), words, dispute, settled=reached)


def _other(reach: Reach, people: int, version: Version, law: Law, kinds: frozenset[str], crowd: Crowd) -> int:
    if reach is Reach.RESIDENTS:
        return people
    return sum(g.people for g in reached_by(version, law, kinds, crowd.everyone))


def _dispute(threshold: Threshold, reached: bool, number: int, other: Callable[[Reach], int]) -> str:
    """Return the words of a reading that gives another answer, if there is one."""
    disputed = threshold.disputed
    if disputed and disputed.op.holds(number, disputed.n) is not reached:
        return f"At {number} the sources do not agree: {disputed.says}."
    if threshold.unit.other is not None:
        differently = other(threshold.unit.other)
        if threshold.op.holds(differently, threshold.n) is not reached:
            return (
                f"Counted otherwise ({threshold.unit.other}: {differently}) the answer differs: {threshold.unit.doubt}"
            )
    return ""


def _each_state(threshold: Threshold, groups: Sequence[Group]) -> Tally:
    by_state: Counter[str] = Counter()
    for group in groups:
        by_state[group.state] += group.people
    told = {s: n for s, n in sorted(by_state.items()) if s != UNKNOWN_STATE and threshold.op.holds(n, threshold.n)}
    listed = ", ".join(f"{state} {number}" for state, number in told.items())
    kept = tuple(group for group in groups if group.state in told)
    words = f"Residents by state: {listed}; the rule asks for {threshold.words()}."
    return Tally(kept, sum(told.values()), bool(told), words)
