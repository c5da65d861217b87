"""By when: the day that a rule's words and a clock's start give, with the sum in words.

Pure; remembers sums it has made, since many duties of an incident share them.

Source: the ``due`` of each rule version under law/us, which cites its clause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tocsin.law.calendars import HolidayCalendar, after_hours, year_end
from tocsin.law.clocks import Clock
from tocsin.law.rules import DayKind, Due, DueForm

_STARTS = {"individuals": "individual_notice", "hhs": "hhs_notice"}
NAMES = {"individuals": "the notice to individuals", "hhs": "the report to HHS"}


class Reference(NamedTuple):
    """The day of another duty that this one hangs on; None while that is not known."""

    day: date | None = None
    title: str = ""
    is_given: bool = False

    @property
    def words(self) -> str:
        """What the day is, in a sentence."""
        if self.day is None:
            return ""
        return f"{self.title} {'was given' if self.is_given else 'is due'} on {self.day}."


NO_REFERENCE = Reference()
References = Mapping[str, Reference]
ClockOf = Callable[[Due], Clock]


class DueDay(NamedTuple):
    """The last day, if there is one; the clock used; and which fact or day is missing."""

    on: date | None
    clock: Clock | None
    missing: str = ""
    eve_of: date | None = None
    """The day before which something must be done, where the law says before."""


class Sums:
    """Makes the sums of one incident under one holiday calendar."""

    def __init__(self, holidays: HolidayCalendar) -> None:
        """Take the calendar that business days are counted by."""
        self._holidays = holidays
        self._made: dict[tuple[int, date], date] = {}

    def add(self, start: date, days: int, kind: DayKind) -> date:
        """Return the day so many days after ``start``, which is day 0."""
        if kind is DayKind.BUSINESS:
            return self._holidays.add_business_days(start, days)
        return start + timedelta(days=days)

    def due(self, due: Due, clock_of: ClockOf, references: References) -> DueDay:
        """Return the last day of ``due``."""
        if due.to:
            return self.hanging(due, references.get(due.to, NO_REFERENCE))
        if due.form is DueForm.TEXT:
            return DueDay(None, clock_of(due) if due.start else None)
        if due.form is DueForm.EARLIEST:
            return self._earliest([self.due(part, clock_of, references) for part in due.parts])
        clock = clock_of(due)
        return DueDay(self._counted(due, clock.on), clock) if clock.on else DueDay(None, clock, clock.fact)

    def words(self, due: Due, clock_of: ClockOf, references: References) -> str:
        """Return the sum behind the last day, in words."""
        if due.form is DueForm.TEXT:
            return f"No day count: {due.text}."
        if due.to:
            return self._hanging_words(due, references.get(due.to, NO_REFERENCE))
        if due.form is DueForm.EARLIEST:
            return self._earliest_words(due, clock_of, references)
        clock = clock_of(due)
        if clock.on is not None:
            return self._sum(due, clock.on)
        if clock.floor_on is None:
            return ""
        sum_ = self._sum(due, clock.floor_on).rstrip(".")
        return f"Earliest defensible deadline: {self._counted(due, clock.floor_on)} ({sum_})."

    def _counted(self, due: Due, start: date) -> date:
        key = (id(due), start)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._count(due, start)
        return found

    def _count(self, due: Due, start: date) -> date:
        if due.form is DueForm.IMMEDIATELY:
            return start
        if due.form is DueForm.HOURS:
            return after_hours(start, due.hours)
        return self.add(year_end(start) if due.form is DueForm.YEAR_END else start, due.days, due.day_kind)

    def _sum(self, due: Due, start: date) -> str:
        day = self._counted(due, start)
        if due.form is DueForm.IMMEDIATELY:
            return f"Immediately: {start}."
        if due.form is DueForm.HOURS:
            return f"{start} + {due.hours} hours = {day} (the hour of the start is not known)."
        first = year_end(start) if due.form is DueForm.YEAR_END else start
        return f"{first} + {due.days} {due.day_kind} days = {day}."

    def hanging(self, due: Due, reference: Reference) -> DueDay:
        """Return the last day of what hangs on another duty's day."""
        name = due.to if due.form is DueForm.TEXT else _day_of(due.to)
        clock = Clock(_STARTS.get(due.to, due.to), reference.day, name, reference.words)
        if due.form is DueForm.TEXT:
            return DueDay(None, clock)
        if reference.day is None:
            return DueDay(None, clock, name)
        eve_of = reference.day if due.form is DueForm.BEFORE else None
        return DueDay(self._hung(due, reference.day), clock, "", eve_of)

    def _hung(self, due: Due, day: date) -> date:
        if due.form is DueForm.WITH:
            return day
        return day - timedelta(days=1) if due.form is DueForm.BEFORE else self.add(day, due.days, due.day_kind)

    def _hanging_words(self, due: Due, reference: Reference) -> str:
        name, day = NAMES.get(due.to, due.to), reference.day
        if day is None:
            return f"It hangs on {name}, whose day is not known."
        last = self._hung(due, day)
        if due.form is DueForm.WITH:
            return f"Not later than {name}: {day}."
        if due.form is DueForm.BEFORE:
            return f"Before {name} of {day}, so by {last} (or that same day, if it demonstrably goes first)."
        return f"{day} ({name}) + {due.days} {due.day_kind} days = {last}."

    def _earliest(self, parts: Sequence[DueDay]) -> DueDay:
        dated = [part for part in parts if part.on is not None]
        if not dated:
            return DueDay(None, parts[0].clock, " or ".join(part.missing for part in parts if part.missing))
        first = min(dated, key=lambda part: part.on or date.max)
        return DueDay(first.on, first.clock)

    def _earliest_words(self, due: Due, clock_of: ClockOf, references: References) -> str:
        told = " ".join(filter(None, (self.words(part, clock_of, references) for part in due.parts)))
        parts = [self.due(part, clock_of, references) for part in due.parts]
        first = self._earliest(parts).on
        if first is None:
            return f"The earlier of: {told}"
        late = [part.missing for part in parts if part.on is None and part.missing]
        open_ = f" Still open: {' and '.join(late)}, which can only make it earlier." if late else ""
        return f"The earlier of: {told} Hence {first}.{open_}"


def _day_of(to: str) -> str:
    return f"the day of {NAMES.get(to, to)}"
