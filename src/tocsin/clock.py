"""Time behind one interface: read once at the door, passed in everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still, for tests and repeatable demonstrations."""

    at: datetime

    def now(self) -> datetime:
        """Return the fixed time."""
        return self.at


def stamp(at: datetime) -> str:
    """Return ``at`` as RFC 3339 text in UTC, to the second.

    Example:
        >>> stamp(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
        '2025-01-02T03:04:05Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_today(clock: Clock) -> date:
    """Return today's date where this machine stands; legal dates are calendar dates of the place."""
    return clock.now().astimezone().date()
