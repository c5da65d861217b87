"""Patients seen in many rows at once are those that reading every row as a record shows."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linking.databases import segments_of_tables
from tests.linking.small_items import detector
from tests.linking.test_row_columns import PATIENTS, PEOPLE, VISITS, WHOLE, WHOLES
from tocsin.linking.engine import collect_staff
from tocsin.linking.row_columns import runs_by_segment
from tocsin.linking.row_sightings import seen_in_rows
from tocsin.linking.staff import Sight
from tocsin.model.mentions import MENTIONS, mentions_of

Table = tuple[Sequence[str], Sequence[tuple[str, ...]]]
_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _left(tables: dict[str, Table], rows_a_piece: int = 1000) -> int:
    """Check that both ways see the same; return how many mentions were left to be read."""
    segments = segments_of_tables(tables, rows_a_piece)
    mentions = detector().find_table(segments)
    seen = seen_in_rows(segments, runs_by_segment(mentions))
    left = pa.concat_tables([MENTIONS.empty_table(), *seen.left.values()])
    assert collect_staff(segments, mentions_of(left), seen.patients) == collect_staff(segments, mentions_of(mentions))
    return left.num_rows


@given(st.lists(PATIENTS, min_size=1, max_size=14))
@_SETTINGS
def test_rows_of_people_show_the_same(rows: list[tuple[str, ...]]) -> None:
    _left({"base": (PEOPLE, rows)}, 5)


@given(st.lists(WHOLES, min_size=1, max_size=14), st.lists(VISITS, min_size=1, max_size=5))
@_SETTINGS
def test_rows_of_several_people_show_the_same(rows: list[tuple[str, ...]], visits: list[tuple[str, ...]]) -> None:
    header = (*WHOLE[:2], "visit date", "icd10", "cpt", "member id", "payer", "note")
    _left({"base": (WHOLE, rows), "visits": (header, visits)})


def test_rows_that_name_nobody_are_not_read() -> None:
    visits = [("1", "2023-02-01", "C50.9", "W123456789")] * 9
    assert _left({"visits": (("pat_id", "visit date", "icd10", "member id"), visits)}) == 0


def test_patients_are_seen_without_reading_rows_and_counted_once() -> None:
    rows = [("LEE", "ANN", "1961-03-03", "536-22-1234")] * 9
    tables = {"patients": (("lname", "fname", "dob", "ssn"), rows)}
    assert _left(tables) == 0
    segments = segments_of_tables(tables)
    seen = seen_in_rows(segments, runs_by_segment(detector().find_table(segments)))
    assert collect_staff(segments, [], seen.patients).names == {("ann lee", Sight.PATIENT): 1}
