"""People of a case whose papers are of practices, among a crowd of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from tocsin.resolution.resolve import resolve
from tocsin.resolution.weights import Weights

Make = Callable[..., pa.Table]


def people_of(table: Make, rows: Sequence[dict[str, Any]], houses: Sequence[str]) -> list[str]:
    """Return who the subjects of these rows are, each in the papers of its practice, of none where that is empty."""
    crowd = [{"first_name": f"F{n}x", "last_name": f"L{n}y", "mrns": [f"M{n}"]} for n in range(60)]
    every = [*houses, *(("north", "south")[n % 2] for n in range(len(crowd)))]
    told = [(f"sub_{n:016x}", house) for n, house in enumerate(every) if house]
    entities = pa.table({"subject_id": [one for one, _ in told], "covered_entity": [house for _, house in told]})
    made = resolve(table(*rows, *crowd), (), None, Weights(), entities=entities)
    people: list[str] = made.members["person_id"].to_pylist()[: len(rows)]
    return people
