"""Rules of notice as data: what one file of law says, as values that cannot change.

A rule is a history of versions, each with its dates in force, its citation, where its words were read and how sure
that is. No day count, threshold or date of law stands in code.

Source: the files under law/us, which cite each clause.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class Recipient(StrEnum):
    """Who is told."""

    INDIVIDUALS = "individuals"
    REGULATOR = "regulator"
    MEDIA = "media"
    CONSUMER_REPORTING = "consumer_reporting"
    COVERED_ENTITY = "covered_entity"
    LAW_ENFORCEMENT = "law_enforcement"


class OwedBy(StrEnum):
    """Who owes the notice."""

    ORGANIZATION = "organization"
    COVERED_ENTITY = "covered_entity"


class Operator(StrEnum):
    """How a count is held against a threshold."""

    GTE = "gte"
    GT = "gt"
    LT = "lt"

    def holds(self, people: int, n: int) -> bool:
        """Tell whether that many people stand so to n; nobody never does."""
        least, most = self.bounds(n)
        return least <= people <= most

    def bounds(self, n: int) -> tuple[int, int]:
        """Return the least and the most people that stand so to n."""
        if self is Operator.LT:
            return 1, n - 1
        return max(1, n if self is Operator.GTE else n + 1), sys.maxsize

    def words(self, n: int) -> str:
        """Return the threshold in words."""
        return {Operator.GTE: f"{n} or more", Operator.GT: f"more than {n}", Operator.LT: f"fewer than {n}"}[self]


class Reach(StrEnum):
    """Whom a threshold counts."""

    RESIDENTS = "residents"
    EVERYONE = "everyone"
    INDIVIDUALS = "individuals"
    EACH_STATE = "each_state"


class DayKind(StrEnum):
    """How days are counted."""

    CALENDAR = "calendar"
    BUSINESS = "business"


class DueForm(StrEnum):
    """How a rule says by when."""

    DAYS = "days"
    HOURS = "hours"
    IMMEDIATELY = "immediately"
    YEAR_END = "year_end"
    AFTER = "after"
    WITH = "with"
    BEFORE = "before"
    EARLIEST = "earliest_of"
    TEXT = "text"


class Trust(StrEnum):
    """How sure a cell of the law files is."""

    VERIFIED_TEXT = "verified_text"
    VERIFIED_SECONDARY = "verified_secondary"
    ABSENCE_INFERRED = "absence_inferred"
    OWN_KNOWLEDGE_UNVERIFIED = "own_knowledge_unverified"


class RuleKind(StrEnum):
    """What is owed: a notice, identity protection, or a special report of one kind of organization."""

    NOTICE = "notice"
    MONITORING = "monitoring"
    SPECIAL = "special"


class HipaaLink(StrEnum):
    """What HIPAA does to a state rule: its clause may lift it, leaves it, brings it about, or shuts it out."""

    LIFTABLE = "liftable"
    UNTOUCHED = "untouched"
    ONLY = "only"
    NEVER = "never"


@dataclass(frozen=True)
class Cite:
    """Where the law says so, where it was read, how sure that is, and what is doubtful about it."""

    citation: str
    source: str
    trust: Trust
    doubt: str = ""


@dataclass(frozen=True)
class Unit:
    """What a threshold counts, with the second reading that counsel may take."""

    name: str
    reach: Reach
    words: str
    other: Reach | None = None
    doubt: str = ""


@dataclass(frozen=True)
class Disputed:
    """Another reading of a threshold that a source gives."""

    op: Operator
    n: int
    says: str


@dataclass(frozen=True)
class Threshold:
    """A count a duty needs."""

    op: Operator
    n: int
    unit: Unit
    disputed: Disputed | None = None

    @cached_property
    def is_plain(self) -> bool:
        """Whether no source and no unit gives another reading."""
        return self.disputed is None and self.unit.other is None

    def words(self) -> str:
        """Return the threshold in words."""
        return f"{self.op.words(self.n)} {self.unit.words}"


@dataclass(frozen=True)
class Due:
    """By when: days, hours or a year's end from a start, a day set by another duty, or words without a count."""

    form: DueForm
    start: str = ""
    days: int = 0
    hours: int = 0
    day_kind: DayKind = DayKind.CALENDAR
    to: str = ""
    """The duty it hangs on: ``individuals``, ``hhs``, or the id of a rule of the same file."""
    parts: tuple[Due, ...] = ()
    text: str = ""
    told: bool | None = None
    """Whether being told starts the clock, where the rule differs from the table of clock starts."""
    imputed: bool = True
    """Whether the knowledge of an agent counts as the covered entity's own."""
    other: Due | None = None
    says: str = ""
    """Which source reads it otherwise."""

    def starts(self) -> list[Due]:
        """Return the parts that have a clock of their own, the main one first."""
        return [due for due in (self, *self.parts) if due.start]

    def hangs_on(self) -> list[str]:
        """Return the duties that set this day."""
        return [due.to for due in (self, *self.parts) if due.to]


class IfUnknown(StrEnum):
    """What to do while a condition is not known."""

    ASK = "ask"
    ASSUME_NOT = "assume_not"
    TELL = "tell"
    """Assume not, but show the duty as suppressed."""


@dataclass(frozen=True)
class Condition:
    """A fact about the organization or the incident without which the rule does not reach it."""

    trait: str
    words: str
    unknown: IfUnknown
    at_seat: bool = False
    """Only asked of entities that sit in the jurisdiction."""


@dataclass(frozen=True)
class Version:
    """What a rule says between two days; ``in_force_from`` None means the day was not read."""

    cite: Cite
    in_force_from: date | None
    in_force_until: date | None = None
    owed: bool = True
    first: bool = False
    """Nothing of the kind was owed before this version."""
    threshold: Threshold | None = None
    due: Due | None = None
    only_if: Condition | None = None
    data_kinds: frozenset[str] = frozenset()
    any_data: bool = False
    months: int = 0
    after_clearance: tuple[int, DayKind] | None = None
    unless_met: str = ""
    notes: tuple[str, ...] = ()
    content: tuple[str, ...] = ()

    @cached_property
    def is_conditional(self) -> bool:
        """Whether a fact or another duty decides if it is owed at all."""
        return self.only_if is not None or bool(self.unless_met)

    def in_force_on(self, day: date) -> bool:
        """Tell whether this version is law on that day, as far as the records know."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )

    def period(self) -> str:
        """Return its dates in words."""
        start = f"in force from {self.in_force_from}" if self.in_force_from else "in force from a day not read"
        return f"{start} until {self.in_force_until}" if self.in_force_until else start


@dataclass(frozen=True)
class Rule:
    """One requirement of one law, through time."""

    id: str
    title: str
    jurisdiction: str
    recipient: Recipient
    owed_by: OwedBy
    versions: tuple[Version, ...]
    delegation: str = ""
    when_role: frozenset[str] = frozenset()
    kind: RuleKind = RuleKind.NOTICE
    hipaa: HipaaLink = HipaaLink.LIFTABLE
    gates: bool = True
    """Whether encryption and harm gates can lift it."""

    @cached_property
    def what(self) -> str:
        """The word by which a HIPAA clause names it: its recipient, monitoring, or special."""
        return str(self.recipient if self.kind is RuleKind.NOTICE else self.kind)

    def is_for(self, role: str) -> bool:
        """Tell whether it is owed in an incident of an organization of that role."""
        return not self.when_role or role in self.when_role

    @cached_property
    def is_ever_owed(self) -> bool:
        """Whether any version owes anything."""
        return any(version.owed for version in self.versions)

    def on(self, day: date) -> Version | None:
        """Return the version that is law on that day."""
        for version in self.versions:
            if version.in_force_on(day):
                return version
        return None

    def gap(self, day: date) -> Version | None:
        """Return the earliest version if the records do not tell what was law on that day, before it."""
        if self.on(day) is not None:
            return None
        earliest = min(self.versions, key=lambda v: v.in_force_from or date.min)
        starts = earliest.in_force_from
        return earliest if starts is not None and day < starts and not earliest.first else None
