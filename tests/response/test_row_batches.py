"""Rows some at a time: what belongs together stays together."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tocsin.response import row_batches


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_batches_hold_whole_persons_and_all_of_them(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(row_batches, "ROWS_A_BATCH", size)
    code = np.array([0, 0, 1, 2, 2, 2, 3], np.int64)
    ranges = list(row_batches.ranges(code))
    assert [n for first, end in ranges for n in range(first, end)] == [0, 1, 2, 3]
    assert list(row_batches.ranges(code[:0])) == []


def test_equal_values_come_together_in_the_order_they_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_batches, "ROWS_A_BATCH", 2)
    table = pa.table({"door": ["b", "a", "b", "c", "b"], "number": [1, 2, 3, 4, 5]})
    parts = [part["number"].to_pylist() for part in row_batches.together(table, "door")]
    assert parts == [[2, 1, 3, 5], [4]]
