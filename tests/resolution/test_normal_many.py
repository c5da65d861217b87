"""Plain forms of many texts are those of one, or left open."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.resolution.columns import date_key
from tocsin.resolution.normal_many import MANY, date_parts, iso_dates

_TEXTS = [
    "", " ", "0", "-", "GC-1002", "gc1002", "Ann.Lee@Mail.example", "unknown", "N/A", "na", "test", "0.0:0", "a_b_1",
    "000-12-3456", "123-45-6789", "219-09-9999", "219099999", "1804974", "12", "1112223334445", "222-22-2222", "078051120",
    "987-65-0000", "(615) 555-0123", "+1 615 555 0123 x9", "5555555", "555555", "1960-04-05", " 1960-04-05", "1960",
    "García-Pérez", "O'Neill", "ANNE  MARIE", "Mary-Ann", "None", "12 North Main Street Apt. 4", "12 N MAIN ST #4",
    "4 Elm Ave Apt #2", "Apt 4 Apt 5", "P.O. Box_9", "St. Louis", "1-a", "x\x1cy", "٣٤٥٦٧٨٩", "Ｋ１２３", "K1", "12\u00a034567", "ı1", "İ2", "1\n2345678", "é@x",
]  # fmt: skip


@pytest.mark.parametrize("one", MANY, ids=lambda function: function.__name__)
def test_many_are_as_one(one: object) -> None:
    assert callable(one)
    made = MANY[one](pa.array(_TEXTS, pa.string())).to_pylist()
    assert [(text, plain) for text, plain in zip(_TEXTS, made, strict=True) if plain not in {None, one(text)}] == []
    assert sum(plain is not None for plain in made) > 8


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("0123456789-.:@_ aZxé٣()+\n\t\x1f#ptstno'"), max_size=14), max_size=40))
def test_any_texts_are_as_one(texts: list[str]) -> None:
    for one, many in MANY.items():
        made = many(pa.array(texts, pa.string())).to_pylist()
        assert [plain for text, plain in zip(texts, made, strict=True) if plain not in {None, one(text)}] == []


_DATES = ["1960-04-05", "4/5/1960", "04/15/1960", "13/05/1960", "0099-01-01", "1960-13-01", "1960-00-00", "4/5/60", "",
          "1994-11-71", "1960", "2/30/1999", "n/a", " 1960-04-05", "4-5-1960", "12/1/0999", "1/2/3/1999"]  # fmt: skip


def test_iso_dates_are_as_date_keys() -> None:
    made = iso_dates(pa.array(_DATES)).to_pylist()
    assert [text for text, iso in zip(_DATES, made, strict=True) if iso not in {None, date_key(text)}] == []
    assert sum(iso is not None for iso in made) == 6


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("0123459-/ "), max_size=11), max_size=40))
def test_any_dates_are_as_date_keys(texts: list[str]) -> None:
    made = iso_dates(pa.array(texts, pa.string())).to_pylist()
    assert [text for text, iso in zip(texts, made, strict=True) if iso not in {None, date_key(text)}] == []


def test_parts_of_dates_are_those_of_whole_ones() -> None:
    parts, is_whole = date_parts(pa.array(["1960-04-05", "1960", "", "1994-11-71"]))
    assert parts.tolist() == [[1960, 4, 5], [0, 0, 0], [0, 0, 0], [1994, 11, 71]]
    assert is_whole.tolist() == [True, False, False, True]
