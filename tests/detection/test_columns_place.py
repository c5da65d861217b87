"""Types that the name of a table or a person's word gives to columns."""

from __future__ import annotations

from tests.linking.small_items import EVIDENCE, detector
from tocsin.ids import item_id, segment_id
from tocsin.model.elements import Element
from tocsin.model.segments import GridBody, Segment

ITEM = item_id(EVIDENCE, "base.db")


def _segment(place: str, *rows: tuple[str, ...]) -> Segment:
    return Segment(segment_id(ITEM, 0), ITEM, 0, place, GridBody(rows, 1, rows[:8]))


def _found(segment: Segment, said: dict[str, Element | None] | None = None) -> dict[str, str]:
    retyped = {(ITEM, "codes"): said} if said else {}
    return {m.text: m.element.value for m in detector().find([segment], retyped) if m.element is not None}


def test_types_the_words_of_a_table_of_codes_by_its_name() -> None:
    rows = (("id", "descript"), ("1", "Quadrant work upper"), ("2", "Bonded veneer seat"), ("3", "Arch wire change"))
    assert _found(_segment("procedurecode, from byte 4096", *rows))["Bonded veneer seat"] == "procedure"
    assert "Bonded veneer seat" not in _found(_segment("things", *rows))


def test_types_a_column_as_a_person_says() -> None:
    segment = _segment("codes", ("k", "v9"), ("1", "QX81-22"), ("2", "QX94-01"), ("3", "QX77-19"))
    assert "QX81-22" not in _found(segment)
    assert _found(segment, {"v9": Element.MEMBER_ID})["QX81-22"] == "member_id"


def test_finds_nothing_in_a_column_that_a_person_calls_empty() -> None:
    segment = _segment("codes", ("id", "ssn"), ("1", "123-45-6789"), ("2", "223-45-6789"), ("3", "323-45-6789"))
    assert "ssn" in _found(segment).values()
    assert "ssn" not in _found(segment, {"ssn": None}).values()


def test_takes_columns_without_names_by_their_values() -> None:
    rows = [("F1", "F2", "F3")] + [(f"Lopez{n}", "Maria", f"81355501{n:02d}") for n in range(10, 18)]
    found = _found(_segment("t", *rows))
    assert found["8135550112"] == "phone"
