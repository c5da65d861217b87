"""Business days: weekends, holidays of every year, and another calendar in their place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.law.book import law_book
from tocsin.law.calendars import HolidayCalendar, after_hours

FEDERAL = law_book().holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
        date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
        date(2021, 12, 31), date(2021, 7, 5), date(2023, 1, 2),
    ],
)  # fmt: skip
def test_federal_holidays_and_the_days_they_are_kept_on(day: date) -> None:
    assert not FEDERAL.is_business_day(day)
    assert HolidayCalendar().is_business_day(day)


def test_juneteenth_is_kept_from_its_first_year() -> None:
    assert FEDERAL.is_business_day(date(2020, 6, 19))
    assert not FEDERAL.is_business_day(date(2021, 6, 18))


def test_another_calendar_counts_otherwise() -> None:
    own = HolidayCalendar(days=[date(2026, 3, 3)])
    assert own.add_business_days(date(2026, 3, 2), 1) == date(2026, 3, 4)
    assert FEDERAL.add_business_days(date(2026, 3, 2), 1) == date(2026, 3, 3)


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(0, 60), st.integers(0, 30))
def test_business_days_grow_with_the_start_and_the_number_and_end_on_one(start: date, days: int, later: int) -> None:
    end = FEDERAL.add_business_days(start, days)
    assert days == 0 or FEDERAL.is_business_day(end)
    assert (end - start).days >= days
    assert FEDERAL.add_business_days(start + timedelta(days=later), days) >= end


@pytest.mark.parametrize(("hours", "days"), [(24, 1), (48, 2), (72, 3), (36, 1)])
def test_hours_are_counted_as_whole_days(hours: int, days: int) -> None:
    assert after_hours(date(2026, 3, 2), hours) == date(2026, 3, 2) + timedelta(days=days)
