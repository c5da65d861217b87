"""People of a case whose papers are of practices, among a crowd of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from tocsin.resolution.resolve import resolve
from tocsin.resolution.weights import Weights

Make = Callable[..., pa.Table]
PRACTICES = ("north", "south", "east", "west")


def people_of(table: Make, rows: Sequence[dict[str, Any]], houses: Sequence[str]) -> list[str]:
    """Return who the subjects of these rows are, each in the papers of its practice, of none where that is empty."""
    crowd = [{"first_name": f"F{n}x", "last_name": f"L{n}y", "mrns": [f"M{n}"]} for n in range(60)]
    every = [*houses, *(("north", "south")[n % 2] for n in range(len(crowd)))]
    told = [(f"sub_{n:016x}", house) for n, house in enumerate(every) if house]
    entities = pa.table({"subject_id": [one for one, _ in told], "covered_entity": [house for _, house in told]})
    made = resolve(table(*rows, *crowd), (), None, Weights(), entities=entities)
    people: list[str] = made.members["person_id"].to_pylist()[: len(rows)]
    return people


def houses_told(told: list[tuple[str, ...]]) -> pa.Table:
    """Return in whose papers subjects stand, by their numbers."""
    rows = [(f"sub_{at:016x}", house) for at, several_ in enumerate(told) for house in several_]
    return pa.table({"subject_id": [s for s, _ in rows], "covered_entity": [h for _, h in rows]})


def are_one(table: Make, rows: list[dict[str, Any]], first: str, second: str) -> bool:
    """Tell whether the first two subjects are one person, among 300 people: every tenth has a namesake, every third no birth date."""
    crowd = [
        {
            "first_name": f"F{n - 1 if n % 10 == 2 else n}x",
            "last_name": f"L{n - 1 if n % 10 == 2 else n}y",
        }
        | (
            {"mrns": [f"M{n}"]}
            if n % 3 == 0
            else {"date_of_birth": f"{1930 + n % 60}-{1 + n % 12:02d}-{1 + n % 27:02d}"}
        )
        for n in range(300)
    ]
    told = [(first,), (second,), *((PRACTICES[n % 4],) for n in range(300))]
    people = resolve(table(*rows, *crowd), (), None, None, entities=houses_told(told)).members["person_id"].to_pylist()
    return bool(people[0] == people[1])
