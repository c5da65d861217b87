"""Rows: what is told of many fields at once is what each field tells; more than sixteen of them too."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.resolution.fields import Codes
from tocsin.resolution.rows import EQUAL, OPEN, Rows

_SIZE, _FIELDS, _PAIRS = 50, 19, 20_000


def _drawn() -> tuple[dict[str, Codes], Codes, Codes]:
    draw = np.random.default_rng(3)
    columns = {f"field {at}": draw.integers(0, 4, _SIZE).astype(np.int32) for at in range(_FIELDS)}
    left, right = (draw.integers(0, _SIZE, _PAIRS).astype(np.int32) for _ in range(2))
    return columns, left, right


def test_levels_equality_and_filling_are_those_of_each_field() -> None:
    columns, left, right = _drawn()
    rows = Rows.of(columns, _SIZE)
    levels, equal = rows.levels(left, right), rows.are_equal(left, right)
    for at, (name, codes) in enumerate(columns.items()):
        a, b = codes[left], codes[right]
        both = (a > 0) & (b > 0)
        assert np.array_equal(levels[name], np.where(both, np.where(a == b, EQUAL, OPEN), 0)), name
        assert np.array_equal(equal[:, at], both & (a == b)), name
        assert np.array_equal(rows.are_filled(name, left, right), both), name


def test_sums_are_over_the_fields_that_both_have() -> None:
    columns, left, right = _drawn()
    worth = {name: 3 * at - 20 for at, name in enumerate(columns)}

    def of(held: Mapping[str, Codes]) -> Codes:
        return np.sum([has * np.int32(worth[name]) for name, has in held.items()], axis=0, dtype=np.int32)

    found = Rows.of(columns, _SIZE).sums(of).of(left, right)
    wanted = sum(((codes[left] > 0) & (codes[right] > 0)) * worth[name] for name, codes in columns.items())
    assert np.array_equal(found, wanted)
