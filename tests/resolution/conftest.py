"""Subjects for the tests of resolution: only what a test says is filled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from tocsin.model.subjects import SUBJECTS

Make = Callable[..., pa.Table]


def _empty(kind: pa.DataType) -> Any:
    if pa.types.is_list(kind):
        return []
    if pa.types.is_boolean(kind):
        return False
    return 1 if pa.types.is_integer(kind) else ""


def subjects_table(*rows: dict[str, Any]) -> pa.Table:
    """Return subjects sorted by id; each stands in an item of its own unless said otherwise."""
    filled = []
    for number, row in enumerate(rows):
        one = {field.name: _empty(field.type) for field in SUBJECTS} | {"related_to": None, "role": "patient"}
        one |= {"subject_id": f"sub_{number:016x}", "item_id": f"itm_{number:016x}", "elements": ["name", "ssn"]}
        filled.append(one | row)
    filled.sort(key=lambda one: one["subject_id"])
    return pa.Table.from_pylist(filled, schema=SUBJECTS)


@pytest.fixture
def table() -> Make:
    """Give the function that makes a subjects table of dicts."""
    return subjects_table
