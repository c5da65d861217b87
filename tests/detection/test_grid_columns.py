"""Tables read column by column give what reading cell by cell gives."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.detection.engine import Detector
from tocsin.detection.grid_columns import FEWEST_ROWS
from tocsin.ids import EvidenceId, item_id, segment_id
from tocsin.model.declared_keys import DeclaredKey, key_fields
from tocsin.model.elements import Element
from tocsin.model.mentions import mentions_of, mentions_table
from tocsin.model.segments import Body, FieldsBody, GridBody, Segment, TextBody

ITEM = item_id(EvidenceId("evd_000000000000"), "x")
HEADER = ("Patient", "DOB", "SSN", "Acct", "Notes", "Payer")
NOTES = ("", "call 415-555-0182", "DOB 3/3/1961, mother Ann Lee", "none", "Dx: diabetes mellitus", "MRN: 4471932")
CELLS = st.tuples(
    st.sampled_from(
        (
            "LEE, ANN",
            "Jo Grant",
            "",
            "REYES, LUZ",
            "Grant, Jo 4/4/1962",
            "PT: LEE, ANN",
            "Lee\nAnn",
            "Jo & Ann Lee",
            "Jo and Ann Lee",
        )
    ),
    st.sampled_from(("3/3/1961", "1962-04-04", "", "4/25/1956 (68 yrs)", "x")),
    st.sampled_from(("536-22-1234", "***-**-1234", "536221235", "")),
    st.sampled_from(("4111111111111111 exp 12/27", "123456789", "", "021000021/12345678")),
    st.sampled_from(NOTES),
    st.sampled_from(("Aetna", "BCBS W123456789", "")),
)


NUMBERED = ("Chart No", "Member ID", "Customer No", "Last Name", "Phone", "Visit Date", "State", "DOB / SSN")
NUMBERS = st.tuples(
    st.sampled_from(("C00012345", "XXX12345", "12.0", " 4471932 ", "n/a", "ABCD 1234", "12345", "0000")),
    st.sampled_from(("W123456789", "Aetna W123456789", "XXXX1234", "w12345", "see card")),
    st.sampled_from(("GC123456", "GC-123456", "0012345", "items[0]", "3/3/1961")),
    st.sampled_from(("LEE", "Lee: Ann", "Lee 12 Oak St 9", "Lee\nAnn", " Grant ", "self")),
    st.sampled_from(("415-555-0182", "4155550182", "none", "1" * 450)),
    st.sampled_from(("2024-01-02", "4/25/1956 (68 yrs)", "01022024", "45000", "July 4")),
    st.sampled_from(("FL", "florida", "??", "")),
    st.sampled_from(("3/4/1951 / 283-22-0387", "3/4/1951", "")),
)


@cache
def detector(*prefixes: str) -> Detector:
    """Return one detector for all tests that name no other beginnings of record numbers."""
    return Detector(prefixes)


def segments(*bodies: Body) -> list[Segment]:
    """Return one segment a body."""
    return [Segment(segment_id(ITEM, n), ITEM, n, f"part {n}", body) for n, body in enumerate(bodies)]


def assert_same(*bodies: Body, prefixes: tuple[str, ...] = ()) -> None:
    """Check that both ways give the same rows in the same order."""
    made, one = segments(*bodies), detector(*prefixes)
    assert one.find_table(made).equals(mentions_table(one.find(made)))


@given(st.lists(CELLS, min_size=0, max_size=20), st.booleans(), st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_a_table_gives_the_same_by_column_as_by_cell(rows: list[tuple[str, ...]], sheet: bool, first: int) -> None:
    head = (HEADER, *rows[:6])
    assert_same(GridBody((HEADER, *rows), 1, head, is_sheet=sheet), GridBody(tuple(rows), first + 1, head, sheet))


@given(st.lists(NUMBERS, min_size=4, max_size=20), st.booleans())
@settings(max_examples=60, deadline=None)
def test_values_that_are_answered_at_once_are_what_reading_them_gives(
    rows: list[tuple[str, ...]], is_prefixed: bool
) -> None:
    body = GridBody((NUMBERED, *rows), 1, (NUMBERED, *rows[:6]))
    assert_same(body, prefixes=("GC",) if is_prefixed else ())


@pytest.mark.parametrize(
    "rows",
    [
        (("Name", "Lee, Ann"), ("DOB", "3/3/1961"), ("SSN", "536-22-1234"), *((f"x{n}", "") for n in range(8))),
        (("Name", "SSN"), *(("Lee, Ann", f"536-22-{n:04d}") for n in range(1000, 1008)), ("Total", "8"), ("MRN", "Sex"),
         *((f"44719{n}", "F") for n in range(10, 20))),
        tuple(("a",) * (n % 4) for n in range(12)),
    ],
)  # fmt: skip
def test_forms_and_several_tables_in_one_give_the_same(rows: tuple[tuple[str, ...], ...]) -> None:
    assert_same(TextBody("SSN 536-22-1234"), GridBody(rows, 1, rows[:6]), FieldsBody(()))


def test_a_value_that_stands_in_many_rows_is_a_mention_in_each() -> None:
    rows = (HEADER, *(("LEE, ANN", "3/3/1961", "", "", NOTES[1], "") for _ in range(2 * FEWEST_ROWS)))
    found = mentions_of(detector().find_table(segments(GridBody(rows, 1, rows))))
    for element in (Element.NAME, Element.DATE_OF_BIRTH, Element.PHONE):
        assert [m.row for m in found if m.element is element] == list(range(1, 2 * FEWEST_ROWS + 1))
    assert len({m.mention_id for m in found}) == len(found)


def test_keys_that_a_database_declares_are_no_data() -> None:
    body = FieldsBody(tuple(key_fields([DeclaredKey("visit", "ssn 536-22-1234", "patient", "DOB 3/3/1961")])))
    assert detector().find_table(segments(body)).num_rows == 0
