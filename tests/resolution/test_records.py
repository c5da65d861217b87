"""Records: rows equal in every field become one, whatever their hashes are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from tocsin.resolution import records
from tocsin.resolution.arrays import numbered


def _columns() -> list[npt.NDArray[np.int32]]:
    draw = np.random.default_rng(5)
    return [draw.integers(0, most, 2000).astype(np.int32) for most in (2, 5, 40)]


def _first_one_by_one(columns: list[npt.NDArray[np.int32]], is_telling: npt.NDArray[np.bool_]) -> list[int]:
    seen: dict[tuple[int, ...], int] = {}
    told = zip(*(column.tolist() for column in columns), strict=True)
    return [seen.setdefault(row, at) if is_telling[at] else at for at, row in enumerate(told)]


def test_each_row_finds_the_first_that_is_equal_in_every_column() -> None:
    columns = _columns()
    is_telling = np.random.default_rng(6).random(2000) < 0.9
    wanted = _first_one_by_one(columns, is_telling)
    assert records._first_equal(columns, is_telling).tolist() == wanted
    assert wanted != list(range(2000))


def test_rows_of_one_hash_that_differ_are_hashed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, seeds = _columns(), list[int]()
    hashed = records._hashed

    def clashing(columns: list[npt.NDArray[np.int32]], size: int, seed: int) -> npt.NDArray[np.int64]:
        seeds.append(seed)
        return numbered(hashed(columns, size, seed)) // (2 if seed < 2 else 1)

    monkeypatch.setattr(records, "_hashed", clashing)
    everyone = np.ones(2000, bool)
    assert records._first_equal(columns, everyone).tolist() == _first_one_by_one(columns, everyone)
    assert seeds == [0, 1, 2]
