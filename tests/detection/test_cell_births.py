"""Birth dates among other things in cells; all people are made up."""

from __future__ import annotations

import pytest

from tests.detection.test_columns import grid
from tocsin.detection.engine import Detector
from tocsin.ids import ItemId, SegmentId
from tocsin.model.elements import Element
from tocsin.model.segments import Segment

PEOPLE = ["Reese Holloway", "Ann Lee", "Carl Roe", "Maria Ortiz", "Tom Brandt", "Vera Stone", "Paul Moe", "Rosa Diaz"]
BORN = ["03-05-2003", "04-15-1989", "11-08-1971", "12-03-1976", "03-03-1970", "01-09-1955", "07-30-1962", "02-02-1991"]


def births(detector: Detector, rows: list[str]) -> list[str]:
    """Return the birth dates found in a grid, both by its cells and by its columns."""
    segment = Segment(SegmentId("seg_1"), ItemId("itm_1"), 0, "", grid(*rows))
    found = [m for m in detector.find([segment]) if m.element is Element.DATE_OF_BIRTH]
    told = detector.find_table([segment]).filter(
        [element == "date_of_birth" for element in detector.find_table([segment])["element"].to_pylist()]
    )
    assert sorted(told["mention_id"].to_pylist()) == sorted(m.mention_id for m in found)
    return [m.norm for m in found]


@pytest.mark.parametrize("count", [5, 8])
def test_one_date_in_each_note_that_spreads_as_births_do(detector: Detector, count: int) -> None:
    rows = [f"{name}|x|court ordered / {born}" for name, born in zip(PEOPLE, BORN, strict=True)]
    found = births(detector, ["client|2/2|note", *rows[:count]])
    assert len(found) == count and found[0] == "2003-03-05"


def test_eight_digits_in_every_row_are_days(detector: Detector) -> None:
    days = [f"{born[6:]}{born[:2]}{born[3:5]}" for born in BORN]
    rows = [
        f"{name}|HP-{4000 + n}  {day}  BMI 36|dorsal" for n, (name, day) in enumerate(zip(PEOPLE, days, strict=True))
    ]
    assert len(births(detector, ["pt|stats|appliance", *rows])) == len(PEOPLE)


def test_days_of_visits_are_no_births(detector: Detector) -> None:
    rows = [f"{name}|called 03-0{n + 1}-2024, no answer" for n, name in enumerate(PEOPLE)]
    assert not births(detector, ["client|note", *rows])


def test_a_column_of_births_keeps_other_dates_what_they_are(detector: Detector) -> None:
    rows = [f"{name}|{born}|since {other}" for name, born, other in zip(PEOPLE, BORN, BORN[::-1], strict=True)]
    assert len(births(detector, ["client|DOB|note", *rows])) == len(PEOPLE)
