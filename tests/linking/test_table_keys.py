"""Keys in one form, and their numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.linking.table_keys import in_space, key_hash, key_hashes, plain_key


@pytest.mark.parametrize(
    ("one", "other"), [("000123", "123"), ("123.0", "123"), ("{AB-1}", "ab-1"), (" 77 ", "77"), ("'A9'", "a9")]
)
def test_takes_keys_written_in_two_ways_for_one(one: str, other: str) -> None:
    assert plain_key(one) == plain_key(other)
    assert key_hash(plain_key(one)) == key_hash(plain_key(other)) != 0


@pytest.mark.parametrize("text", ["", "NULL", "0", "000", "n/a", "\\N", "x" * 41])
def test_takes_what_is_no_key_for_none(text: str) -> None:
    assert plain_key(text) == ""
    assert key_hash(plain_key(text)) == 0


@given(st.lists(st.text(max_size=30)))
def test_hashes_many_keys_as_it_does_one(texts: list[str]) -> None:
    plain = [plain_key(text) for text in texts]
    assert key_hashes(plain).tolist() == [key_hash(one) for one in plain]


def test_keeps_keys_of_two_tables_of_people_apart() -> None:
    keys = np.array([0, 5, 9], np.uint64)
    assert in_space(keys, 1)[0] == 0
    assert not set(in_space(keys, 1)[1:].tolist()) & set(in_space(keys, 2)[1:].tolist())
