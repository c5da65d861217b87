"""By when: the day that a rule's words and a clock's start give, with the sum in words.

Pure; remembers sums it has made, since many duties of an incident share them.

Source: the ``due`` of each rule version under law/us, which cites its clause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from tocsin.law.calendars import HolidayCalendar, after_hours, year_end
from tocsin.law.clocks import Clock
from tocsin.law.rules import DayKind, Due, DueForm

_STARTS = {"individuals": "individual_notice", "hhs": "hhs_notice"}
NAMES = {"individuals": "the notice to individuals", "hhs": "the report to HHS"}


class Reference(NamedTuple):
    """The day of another duty that this one hangs on; None while that is not known."""

    day: date | None
    words: str


NO_REFERENCE = Reference(None, "")


class DueDay(NamedTuple):
    """The last day, if there is one; the sum in words; the clock used; and which fact or day is missing."""

    on: date | None
    words: str
    clock: Clock | None
    missing: str = ""
    eve_of: date | None = None
    """The day before which something must be done, where the law says before."""


class Sums:
    """Makes the sums of one incident under one holiday calendar."""

    def __init__(self, holidays: HolidayCalendar) -> None:
        """Take the calendar that business days are counted by."""
        self._holidays = holidays
        self._made: dict[tuple[int, date], tuple[date, str]] = {}

    def add(self, start: date, days: int, kind: DayKind) -> date:
        """Return the day so many days after ``start``, which is day 0."""
        if kind is DayKind.BUSINESS:
            return self._holidays.add_business_days(start, days)
        return start + timedelta(days=days)

    def due(self, due: Due, clock_of: Callable[[Due], Clock], references: Mapping[str, Reference]) -> DueDay:
        """Return the last day of ``due``."""
        if due.form is DueForm.TEXT:
            return self._text(due, clock_of, references)
        if due.to:
            return self._hanging(due, references)
        if due.form is DueForm.EARLIEST:
            return self._earliest(due, clock_of, references)
        clock = clock_of(due)
        if clock.on is not None:
            day, words = self._counted(due, clock.on)
            return DueDay(day, words, clock)
        words = ""
        if clock.floor_on is not None:
            day, counted = self._counted(due, clock.floor_on)
            words = f"Earliest defensible deadline: {day} ({counted.rstrip('.')})."
        return DueDay(None, words, clock, clock.fact)

    def _counted(self, due: Due, start: date) -> tuple[date, str]:
        key = (id(due), start)
        if key not in self._made:
            self._made[key] = self._count(due, start)
        return self._made[key]

    def _count(self, due: Due, start: date) -> tuple[date, str]:
        if due.form is DueForm.IMMEDIATELY:
            return start, f"Immediately: {start}."
        if due.form is DueForm.HOURS:
            day = after_hours(start, due.hours)
            return day, f"{start} + {due.hours} hours = {day} (the hour of the start is not known)."
        if due.form is DueForm.YEAR_END:
            end = year_end(start)
            day = self.add(end, due.days, due.day_kind)
            return day, f"{end} + {due.days} {due.day_kind} days = {day}."
        day = self.add(start, due.days, due.day_kind)
        return day, f"{start} + {due.days} {due.day_kind} days = {day}."

    def _text(self, due: Due, clock_of: Callable[[Due], Clock], references: Mapping[str, Reference]) -> DueDay:
        words = f"No day count: {due.text}."
        if due.to:
            reference = references.get(due.to, NO_REFERENCE)
            return DueDay(None, words, Clock(_start_name(due.to), reference.day, due.to, reference.words))
        return DueDay(None, words, clock_of(due) if due.start else None)

    def _hanging(self, due: Due, references: Mapping[str, Reference]) -> DueDay:
        name = NAMES.get(due.to, due.to)
        reference = references.get(due.to, NO_REFERENCE)
        clock = Clock(_start_name(due.to), reference.day, f"the day of {name}", reference.words)
        if reference.day is None:
            return DueDay(None, f"It hangs on {name}, whose day is not known.", clock, f"the day of {name}")
        day, words = self._hung(due, reference.day, name)
        return DueDay(day, words, clock, "", reference.day if due.form is DueForm.BEFORE else None)

    def _hung(self, due: Due, day: date, name: str) -> tuple[date, str]:
        if due.form is DueForm.WITH:
            return day, f"Not later than {name}: {day}."
        if due.form is DueForm.BEFORE:
            eve = day - timedelta(days=1)
            return eve, f"Before {name} of {day}, so by {eve} (or that same day, if it demonstrably goes first)."
        last = self.add(day, due.days, due.day_kind)
        return last, f"{day} ({name}) + {due.days} {due.day_kind} days = {last}."

    def _earliest(self, due: Due, clock_of: Callable[[Due], Clock], references: Mapping[str, Reference]) -> DueDay:
        parts = [self.due(part, clock_of, references) for part in due.parts]
        told = " ".join(part.words for part in parts if part.words)
        dated = [part for part in parts if part.on is not None]
        if not dated:
            missing = " or ".join(part.missing for part in parts if part.missing)
            return DueDay(None, f"The earlier of: {told}", parts[0].clock, missing)
        first = min(dated, key=lambda part: part.on or date.max)
        late = [part.missing for part in parts if part.on is None and part.missing]
        open_ = f" Still open: {' and '.join(late)}, which can only make it earlier." if late else ""
        return DueDay(first.on, f"The earlier of: {told} Hence {first.on}.{open_}", first.clock)


def _start_name(to: str) -> str:
    return _STARTS.get(to, to)
