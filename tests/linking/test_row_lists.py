"""Long lists of people that are linked column by column give what reading every row gives."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linking.databases import segments_of_tables
from tests.linking.small_items import detector
from tests.linking.test_row_columns import WHOLE, WHOLES
from tocsin.linking import engine, row_lists
from tocsin.linking.engine import LinkContext, link, link_table
from tocsin.linking.staff import StaffIndex
from tocsin.model.mentions import mentions_of
from tocsin.model.subjects import links_table, subjects_table

HEADER = ("lname", "fname", "dob", "sex", "ssn", "street", "city", "phone", "MRN", "member id", "note", "icd10")
ROWS = st.tuples(
    st.sampled_from(("LEE", "LEE", "Grant Jr", "Grant", "Zztest", "de la Cruz", "", "Patient")),
    st.sampled_from(("ANN", "Ann", "Jo M", "Joe", "A", "")),
    st.sampled_from(("1961-03-03", "4/4/1962", "1970-05-05", "")),
    st.sampled_from(("F", "M", "")),
    st.sampled_from(("536-22-1234", "536-22-1235", "123456789", "", "")),
    st.sampled_from(("12 Oak St", "9 Elm St", "500 Clinic Way", "")),
    st.sampled_from(("Nashville", "")),
    st.sampled_from(("615-555-0182", "")),
    st.sampled_from(("C0012345", "C0012346", "C0000000", "", "", "")),
    st.sampled_from(("W123456789", "W123456790", "", "")),
    st.sampled_from(("", "", "", "mother Ann Lee", "call 415-555-0182", "SSN 536-22-1239")),
    st.sampled_from(("C50.9", "")),
)
CONTEXT = LinkContext(StaffIndex(office=frozenset({"ann lee"})), streets=frozenset({"500 clinic way"}))
_SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
Table = tuple[Sequence[str], Sequence[tuple[str, ...]]]


def _same(tables: dict[str, Table], rows_a_piece: int) -> int:
    """Check that both ways give the same; return how many subjects were made at once."""
    segments = segments_of_tables(tables, rows_a_piece)
    mentions = detector().find_table(segments)
    slow = link(segments, mentions_of(mentions), context=CONTEXT)
    subjects, links = link_table(segments, mentions, context=CONTEXT)
    assert _plain(subjects) == _plain(subjects_table(slow.subjects))
    assert _plain(links) == _plain(links_table(slow.links))
    return subjects.num_rows


def _plain(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=lambda row: (row["subject_id"], row.get("mention_id", "")))


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take short lists for long ones."""
    monkeypatch.setattr(row_lists, "FEWEST_ROWS", 1)
    monkeypatch.setattr(row_lists, "MOST_ODD", 1.0)


@given(st.lists(ROWS, min_size=2, max_size=24), st.sampled_from((3, 8, 1000)))
@_SETTINGS
@pytest.mark.usefixtures("short_lists")
def test_rows_of_a_list_give_the_same(rows: list[tuple[str, ...]], rows_a_piece: int) -> None:
    _same({"list": (HEADER, rows)}, rows_a_piece)


@given(st.lists(ROWS, min_size=2, max_size=12), st.lists(WHOLES, min_size=1, max_size=8))
@_SETTINGS
@pytest.mark.usefixtures("short_lists")
def test_two_tables_of_an_item_give_the_same(rows: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> None:
    _same({"list": (HEADER, rows), "others": (WHOLE, others)}, 1000)


def test_most_rows_of_a_long_list_are_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    last = ("Lee", "Grant", "Reyes", "Smith", "Ortiz", "Nguyen", "Brown")
    rows = [
        (last[n % 7], "Ann", f"{1940 + n}-03-03", "F", f"53622{n:04d}", "", "", "", f"C12{n:05d}", "", "", "")
        for n in range(1, 70)
    ]
    read: list[int] = []
    inner = engine.link
    monkeypatch.setattr(engine, "link", lambda *given: read.append(len(given[1])) or inner(*given))
    assert _same({"list": (HEADER, rows)}, 1000) == len(rows)
    assert read == [0]
    assert _same({"list": (HEADER, [*rows, ("Lee", "Ann", "1950-03-03", *rows[0][3:])])}, 1000) == len(rows) + 1
    assert 0 < read[1] < 40
