"""Plain forms of many texts are those of one, or left open."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.resolution.normal_many import MANY

_TEXTS = [
    "", " ", "0", "-", "GC-1002", "gc1002", "Ann.Lee@Mail.example", "unknown", "N/A", "na", "test", "0.0:0", "a_b_1",
    "000-12-3456", "123-45-6789", "219-09-9999", "219099999", "1804974", "12", "1112223334445", "222-22-2222", "078051120",
    "987-65-0000", "(615) 555-0123", "+1 615 555 0123 x9", "5555555", "555555", "1960-04-05", " 1960-04-05", "1960",
    "٣٤٥٦٧٨٩", "Ｋ１２３", "K1", "12\u00a034567", "ı1", "İ2", "1\n2345678", "é@x",
]  # fmt: skip


@pytest.mark.parametrize("one", MANY, ids=lambda function: function.__name__)
def test_many_are_as_one(one: object) -> None:
    assert callable(one)
    made = MANY[one](pa.array(_TEXTS, pa.string())).to_pylist()
    assert [(text, plain) for text, plain in zip(_TEXTS, made, strict=True) if plain not in {None, one(text)}] == []
    assert sum(plain is not None for plain in made) > 8


@given(st.lists(st.text(st.sampled_from("0123456789-.:@_ aZxé٣()+\n\t\x1f"), max_size=14), max_size=40))
def test_any_texts_are_as_one(texts: list[str]) -> None:
    for one, many in MANY.items():
        made = many(pa.array(texts, pa.string())).to_pylist()
        assert [plain for text, plain in zip(texts, made, strict=True) if plain not in {None, one(text)}] == []
