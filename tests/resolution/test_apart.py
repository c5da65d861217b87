"""Two people of one name whom one document holds apart by their birth dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tocsin.resolution.apart import told_apart
from tocsin.resolution.resolve import resolve

Make = Callable[..., pa.Table]
ROBIN: dict[str, Any] = {"first_name": "Robin", "last_name": "Quillmark", "member_ids": ["ZKR316191808"]}
HE = ROBIN | {"date_of_birth": "1958-09-08", "phones": ["3155550110"]}
SHE = ROBIN | {"date_of_birth": "1958-02-01", "phones": ["7165550174"]}
LIST = {"item_id": "itm_00000000000000aa"}
NOTE = {"item_id": "itm_00000000000000bb"}


def _persons(subjects: pa.Table) -> list[str]:
    found: list[str] = resolve(subjects, [], None, None).members["person_id"].to_pylist()
    return found


def test_spouses_of_one_name_on_one_list_are_two(table: Make) -> None:
    he, she, his, hers = _persons(
        table(HE | LIST, SHE | LIST, HE | NOTE | {"mrns": ["BH536628"]}, SHE | NOTE | {"mrns": ["BH247998"]})
    )
    assert he == his and she == hers and he != she


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("1958-09-08", "1958-02-01", 1),
        ("1958-09-08", "1985-09-08", 0),
        ("1958-09-08", "1958-08-09", 0),
        ("1958-09-08", "1958-09-18", 0),
        ("1958-09-08", "1958", 0),
        ("1958-09-08", "1931-04-22", 1),
    ],
)
def test_dates_that_are_no_slip(table: Make, one: str, other: str, count: int) -> None:
    rows = table(ROBIN | LIST | {"date_of_birth": one}, ROBIN | LIST | {"date_of_birth": other})
    assert len(told_apart(rows, np.array([0, 1], np.int64))) == count
    far = table(ROBIN | LIST | {"date_of_birth": one}, ROBIN | NOTE | {"date_of_birth": other})
    assert told_apart(far, np.array([0, 1], np.int64)) == []


def test_a_list_of_many_of_one_name_tells_nothing(table: Make) -> None:
    rows = table(*(ROBIN | LIST | {"date_of_birth": f"19{50 + n}-{1 + n:02d}-{2 + n:02d}"} for n in range(9)))
    assert told_apart(rows, np.arange(9, dtype=np.int64)) == []


@pytest.mark.parametrize(
    ("first", "born", "count"), [("adam", "1962-01-10", 1), ("Ada", "1962-01-10", 0), ("Adam", "1988", 0)]
)
def test_kin_of_one_first_name_are_two(table: Make, first: str, born: str, count: int) -> None:
    he = {"subject_id": "sub_00000000000000a1", "first_name": "Adam", "last_name": "Quillman"}
    kin = {"first_name": first, "last_name": "Quill", "related_to": "sub_00000000000000a1", "relation": "other"}
    rows = table(he | LIST | {"date_of_birth": "1988-08-18"}, kin | LIST | {"date_of_birth": born})
    assert len(told_apart(rows, np.array([0, 1], np.int64))) == count
    gone = table(he | {"subject_id": "sub_00000000000000b2"}, kin | LIST | {"date_of_birth": born})
    assert told_apart(gone, np.array([0, 1], np.int64)) == []


def test_twins_that_one_list_tells_by_a_letter_are_two(table: Make) -> None:
    baby = {"first_name": "BABY BOY", "last_name": "QUILLMARK", "seen_on": "2024-09-14"}
    a, b, again = _persons(
        table(
            baby | {"middle_name": "A", "mrns": ["RW0086829"]} | LIST,
            baby | {"middle_name": "B", "mrns": ["RW0036686"]} | LIST,
            baby | {"middle_name": "B", "date_of_birth": "2024-09-14", "member_ids": ["XNB370991436"]} | NOTE,
        )
    )
    assert a not in {b, again}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"ssn": "483269947"}, {"ssn": "695085937", "date_of_birth": "2009-01-05"}, 1),
        ({"ssn": "483269947"}, {"ssn": "483269974"}, 0),
        ({"ssn": "483269947"}, {"ssn": "000000000"}, 0),
        ({"ssn": "483269947"}, {}, 0),
        ({"ssn": "483269947", "date_of_birth": "2009-01-05"}, {"ssn": "695085937", "date_of_birth": "2009-01-05"}, 0),
    ],
    ids=["two numbers", "a slip", "a placeholder", "one number", "one birth date"],
)
def test_numbers_that_are_no_slip(table: Make, one: dict[str, Any], other: dict[str, Any], count: int) -> None:
    rows = table(ROBIN | LIST | one, ROBIN | LIST | other)
    assert len(told_apart(rows, np.array([0, 1], np.int64))) == count
