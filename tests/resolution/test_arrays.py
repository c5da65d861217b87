"""Sorting and numbering of whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tocsin.resolution.arrays import order_of, sorted_with

KEYS = st.one_of(
    arrays(np.int64, st.integers(0, 40), elements=st.integers(0, 5)),
    arrays(np.int64, st.integers(0, 40), elements=st.integers(0, (1 << 63) - 1)),
    arrays(np.int32, st.integers(0, 40), elements=st.integers(0, (1 << 31) - 1)),
)


@given(KEYS)
def test_an_order_is_that_of_the_slow_way_and_keeps_equal_ones_as_they_stand(keys: npt.NDArray[np.int64]) -> None:
    assert order_of(keys).tolist() == np.argsort(keys, kind="stable").tolist()


@pytest.mark.parametrize("most", [5, (1 << 63) - 1])
@given(st.data())
def test_what_stands_beside_a_key_stays_with_it(most: int, data: st.DataObject) -> None:
    keys = data.draw(arrays(np.int64, st.integers(0, 40), elements=st.integers(0, most)))
    others = data.draw(arrays(np.int32, len(keys), elements=st.integers(0, (1 << 31) - 1)))
    found = sorted_with(keys, others)
    assert found[0].tolist() == sorted(keys.tolist())
    pairs = zip(*(one.tolist() for one in found), strict=True)
    assert sorted(pairs) == sorted(zip(keys.tolist(), others.tolist(), strict=True))
