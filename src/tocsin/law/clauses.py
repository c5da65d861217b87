"""The clauses beside the duties: encryption, harm, the HIPAA interplay and law-enforcement holds, as values.

Source: the cells encryption, harm_gate, hipaa and hold of the files under law/us, which cite each clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.law.rules import DayKind


class HarmType(StrEnum):
    """Whether harm decides: not at all, as an exemption one may take, or as part of what brings the duty about."""

    NONE = "none"
    EXEMPTION = "exemption"
    DUTY_ELEMENT = "duty_element"


@dataclass(frozen=True)
class HarmGate:
    """What a no-harm determination does, and what it needs to do so."""

    type: HarmType
    standard: str = ""
    off: bool = False
    """Sources do not agree that the gate exists, so it lifts nothing."""
    partial: str = ""
    """Why it does not lift the duty even where it holds."""
    needs_filing: bool = False
    needs_consultation: bool = False
    file_with: str = ""
    only_incidents: frozenset[str] = frozenset()
    """Kinds of incident that the gate is made for; empty: any."""


@dataclass(frozen=True)
class Encryption:
    """The harbor for encrypted data and its conditions; ``defeated_by_key`` None: the words only say unencrypted."""

    safe_harbor: bool
    defeated_by_key: bool | None
    not_for: frozenset[str] = frozenset()
    """Kinds of data that the harbor does not reach."""
    partial: str = ""
    min_strength_bits: int = 0
    min_standard: str = ""
    note: str = ""


class While(StrEnum):
    """For how long HIPAA lifts a state duty."""

    SUBJECT = "subject"
    """As long as the entity is subject to HIPAA, whatever it does."""
    ON_TIME = "on_time"
    """As long as the HIPAA notice is not late."""
    ROUTE = "route"
    """Only by a recorded decision, while the HIPAA notice is not late."""
    NEVER = "never"


@dataclass(frozen=True)
class Interplay:
    """What compliance with HIPAA does to the duties of a state."""

    shape: str
    lifts: frozenset[str]
    """Recipients, and ``monitoring``, whose duties it lifts."""
    while_: While
    counsel: frozenset[str] = frozenset()
    """Those it lifts only by a recorded decision, because sources leave it open."""
    applies_to: frozenset[str] = frozenset()
    needs_copy_to: str = ""
    """The recipient that must have its copy first."""
    needs_on_time: str = ""
    """The recipient whose notice, if late, undoes the lifting."""
    only_kinds: frozenset[str] = frozenset()
    """The lifting holds only if no other kind of data is in the breach."""
    timing: Mapping[str, str] = field(default_factory=dict)
    """Recipients that keep their duty but on HIPAA's time."""
    condition: str = ""
    note: str = ""


@dataclass(frozen=True)
class HoldRule:
    """Which law-enforcement holds count, how long, for whom, and what follows when they end."""

    forms: frozenset[str]
    delays: frozenset[str]
    oral_max_days: int = 0
    open_max_days: int = 0
    """The limit of a written hold that names no end; 0: it lasts until the agency clears it."""
    end_required: bool = False
    after_clearance_days: int = 0
    after_clearance_kind: DayKind = DayKind.CALENDAR
    words: str = ""
