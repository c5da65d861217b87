"""Who is listed, told for all people at once as it is told one by one."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

from tocsin.model.elements import Element, Role
from tocsin.resolution.listed import are_listed
from tocsin.resolution.people import is_listed


@pytest.mark.parametrize("seed", range(5))
def test_people_at_once_are_those_told_one_by_one(seed: int) -> None:
    rng = random.Random(seed)
    roles, elements = [role.value for role in Role], [element.value for element in Element]
    rows = [
        {"role": rng.choice(roles), "elements": [*rng.sample(elements, rng.choice((0, 1, 1, 2, 3))), "name"]}
        for _ in range(600)
    ]
    person = np.array([rng.randrange(-1, 300) for _ in rows], np.int64)
    told = are_listed(pa.Table.from_pylist(rows), person, 300).tolist()
    mine = [[row for row, whose in zip(rows, person.tolist(), strict=True) if whose == one] for one in range(300)]
    assert told == [is_listed(subjects) for subjects in mine]
    assert {True, False} == set(told)
