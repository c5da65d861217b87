"""However an engine spreads the work of resolution, the people are the same; inherited for each engine."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from tests.resolution.conftest import subjects_table
from tests.resolution.dirty import records
from tocsin.model.decisions import Decision, Judgement
from tocsin.resolution import spread
from tocsin.resolution.resolve import resolve
from tocsin.tables.engine import Engine

AT = datetime(2025, 1, 2, tzinfo=UTC)


def dirty_subjects(people: int, seed: int) -> pa.Table:
    """Return subjects of families, twins and namesakes, with what goes wrong."""
    rows, _ = records(people, seed)
    plain = ("first_name", "middle_name", "last_name", "suffix", "sex", "ssn", "zip")
    return subjects_table(
        *(
            {name: row[name] for name in plain}
            | {"date_of_birth": row["dob"], "address_1": row["address"]}
            | {"phones": [row["phone"]] * bool(row["phone"]), "mrns": [row["mrn"]] * bool(row["mrn"])}
            for row in rows
        )
    )


def houses_of(subjects: pa.Table) -> pa.Table:
    """Return in whose papers subjects stand: most in those of one entity, some of two, some of none that is known."""
    ids = subjects["subject_id"].to_pylist()
    rows = [
        (one, f"house {(at + more) % 5}") for at, one in enumerate(ids) if at % 7 for more in range(1 + (at % 3 == 0))
    ]
    return pa.table({"subject_id": [one for one, _ in rows], "covered_entity": [house for _, house in rows]})


class SpreadContract:
    """Inherit it as ``Test...`` with a fixture ``engine`` that finds every number of rows worth sending."""

    def test_people_are_the_same_however_the_work_is_spread(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        subjects = dirty_subjects(300, 5)
        ids = subjects["subject_id"].to_pylist()
        decisions = [
            Decision(Judgement.SAME, "a", "b", "A. Reviewer", AT, (ids[0],), (ids[9],)),
            Decision(Judgement.DIFFERENT, "c", "d", "A. Reviewer", AT, (ids[0],), (ids[5],)),
        ]
        entities = houses_of(subjects)
        here = resolve(subjects, decisions, None, None, entities=entities)
        monkeypatch.setattr(spread, "_PAIRS", 5_000)
        monkeypatch.setattr(spread, "_EDGES", 40)
        there = resolve(subjects, decisions, None, None, engine, entities)
        assert there.weights == here.weights
        assert len(set(here.members["person_id"].to_pylist())) > 200
        assert here.review.num_rows > 0
        for name in ("members", "merges", "review", "aliases"):
            assert getattr(there, name).equals(getattr(here, name)), name
