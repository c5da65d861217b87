"""Days: calendar days, business days under a holiday calendar, hours, and the end of a year.

The day of the start is day 0 and is not counted. Nothing here reads a clock.

Source: law/us/tables/holidays.yaml (5 U.S.C. 6103); 45 CFR 164.408(c) for the end of the year.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.law.fields import Fields
from tocsin.law.tree import Table

_SATURDAY, _SUNDAY = 5, 6
_HOURS_A_DAY = 24


@dataclass(frozen=True)
class FixedHoliday:
    """The same day every year."""

    month: int
    day: int
    from_year: int = 0


@dataclass(frozen=True)
class WeekdayHoliday:
    """The nth weekday of a month; -1 is the last."""

    month: int
    weekday: int
    nth: int


class HolidayCalendar:
    """Tells which days are no business days; remembers the years it has made."""

    def __init__(
        self,
        fixed: Iterable[FixedHoliday] = (),
        nth: Iterable[WeekdayHoliday] = (),
        days: Iterable[date] = (),
        citation: str = "",
    ) -> None:
        """Take rules for every year, or single days."""
        self._fixed, self._nth, self._days = tuple(fixed), tuple(nth), frozenset(days)
        self._years: dict[int, frozenset[date]] = {}
        self.citation = citation

    def is_business_day(self, day: date) -> bool:
        """Tell whether offices are open."""
        return day.weekday() < _SATURDAY and day not in self._days and day not in self._holidays(day.year)

    def _holidays(self, year: int) -> frozenset[date]:
        if year not in self._years:
            made = [_observed(date(year, h.month, h.day)) for h in self._fixed if year >= h.from_year]
            made += [_observed(date(year + 1, h.month, h.day)) for h in self._fixed if (h.month, h.day) == (1, 1)]
            made += [_nth_weekday(year, h) for h in self._nth]
            self._years[year] = frozenset(made)
        return self._years[year]

    def add_business_days(self, start: date, days: int) -> date:
        """Return the day that lies so many business days after ``start``.

        Example:
            >>> HolidayCalendar().add_business_days(date(2026, 3, 6), 5)
            datetime.date(2026, 3, 13)
        """
        day = start
        while days > 0:
            day += timedelta(days=1)
            if self.is_business_day(day):
                days -= 1
        return day


def _observed(day: date) -> date:
    """Return the working day on which a fixed holiday is kept."""
    if day.weekday() == _SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day


def _nth_weekday(year: int, holiday: WeekdayHoliday) -> date:
    last = calendar.monthrange(year, holiday.month)[1]
    days = [date(year, holiday.month, number) for number in range(1, last + 1)]
    matching = [day for day in days if day.weekday() == holiday.weekday]
    return matching[holiday.nth - 1] if holiday.nth > 0 else matching[holiday.nth]


def after_hours(start: date, hours: int) -> date:
    """Return the day on which so many hours end; the hour of the start is not known, so whole days are counted."""
    return start + timedelta(days=hours // _HOURS_A_DAY)


def year_end(day: date) -> date:
    """Return the last day of the calendar year."""
    return date(day.year, 12, 31)


def read_holidays(tree: Table, file: str, faults: list[str]) -> HolidayCalendar:
    """Return the calendar of a parsed file."""
    top = Fields(tree, "", file, tree.line, faults)
    fixed = top.each("fixed", _fixed)
    nth = top.each("nth_weekday", _weekday)
    citation = top.text("citation", required=True)
    for told in ("trust", "source"):
        top.text(told, required=True)
    top.done()
    return HolidayCalendar(fixed, nth, citation=citation)


def _fixed(fields: Fields) -> FixedHoliday:
    fields.text("name", required=True)
    month, day = fields.whole("month", least=1, required=True), fields.whole("day", least=1, required=True)
    return FixedHoliday(month, day, fields.whole("from_year"))


def _weekday(fields: Fields) -> WeekdayHoliday:
    fields.text("name", required=True)
    month = fields.whole("month", least=1, required=True)
    return WeekdayHoliday(month, fields.whole("weekday", required=True), fields.whole("nth", least=-1, required=True))
