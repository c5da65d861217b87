"""Rows of people of whom nothing changed since the run before are kept; all others are made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.response.made_folder import CLOCK, made_folder
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.evidence import ITEMS
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import ATTRIBUTIONS, EXPOSURES, PEOPLE
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.resolution.resolve import ALIASES
from tocsin.resolution.telling import MERGES
from tocsin.response import people_rows
from tocsin.response.context import RunContext
from tocsin.response.decisions import add_decision
from tocsin.response.engines import local_engine
from tocsin.response.folder import IncidentFolder
from tocsin.response.people_digests import Part, digests_of
from tocsin.response.people_rows import both_cuts
from tocsin.response.progress import Silence
from tocsin.tables.engine import Tables

Given = dict[str, list[dict[str, Any]]]


def _blank(schema: pa.Schema) -> dict[str, Any]:
    empty: dict[str, Any] = {"string": "", "bool": False, "list<item: string>": []}
    return {f.name: empty.get(str(f.type), 0) for f in schema}


def _subject(number: int, person: str, **values: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    row = _blank(SUBJECTS) | {
        "subject_id": f"sub_{number}", "item_id": f"itm_{number}", "role": "patient", "elements": ["name", "ssn"],
        "first_name": "Ann", "last_name": f"Ek{number}", "related_to": None,
    }  # fmt: skip
    return row | values, {"subject_id": f"sub_{number}", "person_id": person, "notice_id": f"ntc_{person[4:]}"}


def _given() -> Given:
    found = [
        _subject(0, "per_a"),
        _subject(1, "per_a"),
        _subject(2, "per_b", date_of_birth="2015-03-04"),
        _subject(3, "per_c"),
        _subject(4, "per_d", relation="parent", related_to="sub_2", first_name="Eva"),
        _subject(5, "per_e", role="sender", elements=["name"]),
    ]
    items = [_blank(ITEMS) | {"item_id": f"itm_{n}", "status": "done", "duplicate_of": None} for n in range(6)]
    copy = {"item_id": "itm_9", "status": "duplicate", "duplicate_of": "itm_3"}
    return {
        "subjects": [row for row, _ in found],
        "members": [row for _, row in found],
        "items": [*items, _blank(ITEMS) | copy],
        "exposures": [_blank(EXPOSURES) | {"item_id": f"itm_{n}", "verdict": "untouched"} for n in (0, 1, 2, 3, 9)],
        "attributions": [{"subject_id": "sub_0", "covered_entity": "clinic", "reason": "domain"}],
        "merges": [_blank(MERGES) | {"person_id": "per_a", "score": 9.0, "reasons": "ssn"}],
        "aliases": [],
    }


SCHEMAS = {
    "subjects": SUBJECTS, "members": MEMBERS, "items": ITEMS, "exposures": EXPOSURES, "attributions": ATTRIBUTIONS,
    "merges": MERGES, "aliases": ALIASES,
}  # fmt: skip


class _Runs:
    """A folder whose tables are given; counts the people that a run makes."""

    def __init__(self, folder: IncidentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: set[str] = set()
        incident = parse_incident(folder.incident_toml)
        self._context = RunContext(folder, incident, CLOCK, Silence(), 1, local_engine(1))
        self._former: pa.Table | None = None
        self._number = 0
        real = people_rows.people_part

        def counted(tables: Tables, day: date) -> Tables:
            self.made |= set(tables["members"]["person_id"].to_pylist())
            return real(tables, day)

        monkeypatch.setattr(people_rows, "people_part", counted)

    @property
    def folder(self) -> IncidentFolder:
        return self._context.folder

    def run(self, given: Given, *, anew: bool = False) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return people and notices; the rows are left for the next run."""
        self._number += 1
        self.made.clear()
        tables = {name: pa.Table.from_pylist(given[name], schema=schema) for name, schema in SCHEMAS.items()}
        with self.folder.stage_lock():
            self.folder.replace("resolve", f"{self._number}", tables)
        cuts = both_cuts(self._context, None if anew else self._former)
        kept = {"people": cuts.people, "notices": cuts.notices, "people_made_of": cuts.made_of}
        with self.folder.stage_lock():
            self.folder.replace("duties", f"{self._number}", kept)
        self._former = self.folder.read("people", PEOPLE)
        return cuts.people.to_pylist(), cuts.notices.to_pylist()


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Runs]:
    with made_folder(tmp_path) as folder:
        yield _Runs(folder, monkeypatch)


def test_nobody_is_made_twice_where_nothing_changed(runs: _Runs) -> None:
    first = runs.run(_given())
    assert runs.made == {"per_a", "per_b", "per_c", "per_d"}
    assert runs.run(_given()) == first
    assert runs.made == set()
    assert [row["person_id"] for row in first[0]] == ["per_a", "per_b", "per_c", "per_d"]


def _new_subject(given: Given) -> None:
    subject, member = _subject(7, "per_b", elements=["name", "diagnosis"], item_id="itm_2")
    given["subjects"].append(subject)
    given["members"].append(member)


def _renamed(given: Given) -> None:
    given["members"][3] |= {"person_id": "per_x", "notice_id": "ntc_x"}


def _parted(given: Given) -> None:
    given["members"][1]["notice_id"] = "ntc_a2"


CHANGES: dict[str, tuple[Callable[[Given], None], set[str]]] = {
    "a subject": (_new_subject, {"per_b"}),
    "an element": (lambda g: g["subjects"][3].update(elements=["ssn", "diagnosis"]), {"per_c"}),
    "a value of a list": (lambda g: g["subjects"][3].update(mrns=["77"]), {"per_c"}),
    "an id": (_renamed, {"per_x"}),
    "a notice": (_parted, {"per_a"}),
    "a relative": (lambda g: g["subjects"][4].update(first_name="Eve"), {"per_b", "per_d"}),
    "an entity": (lambda g: g["attributions"][0].update(covered_entity="other"), {"per_a"}),
    "a verdict": (lambda g: g["exposures"][1].update(verdict="touched"), {"per_a"}),
    "a copy's verdict": (lambda g: g["exposures"][4].update(verdict="touched"), {"per_c"}),
    "a copy": (lambda g: g["items"][6].update(duplicate_of="itm_2"), {"per_b", "per_c"}),
    "a reason": (lambda g: g["merges"][0].update(reasons="name"), {"per_a"}),
    "how sure": (lambda g: g["merges"][0].update(score=2.0), {"per_a"}),
    "an alias": (lambda g: g["aliases"].append({"alias": "per_z", "person_id": "per_d"}), {"per_d"}),
}


@pytest.mark.parametrize(("change", "whose"), CHANGES.values(), ids=list(CHANGES))
def test_who_has_changed_is_made_anew(runs: _Runs, change: Callable[[Given], None], whose: set[str]) -> None:
    before = runs.run(_given())
    given = _given()
    change(given)
    made = runs.run(given)
    assert runs.made == whose
    assert made != before
    assert made == runs.run(given, anew=True)


def test_a_score_that_tells_nothing_else_makes_nobody_anew(runs: _Runs) -> None:
    given = _given()
    given["merges"][0]["score"] = 30.0
    runs.run(given)
    given["merges"][0]["score"] = 31.5
    runs.run(given)
    assert runs.made == set()


def test_who_is_said_to_be_no_person_goes(runs: _Runs) -> None:
    runs.run(_given())
    add_decision(runs.folder, Decision(Judgement.NOT_A_PERSON, "per_c", "", "ann", CLOCK.now(), ("sub_3",)))
    people, notices = runs.run(_given())
    assert runs.made == {"per_c"}
    assert [row["person_id"] for row in people] == ["per_a", "per_b", "per_d"]
    assert [row["person_id"] for row in notices] == ["ntc_a", "ntc_b", "ntc_d"]


def test_who_is_no_longer_listed_goes(runs: _Runs) -> None:
    runs.run(_given())
    given = _given()
    given["subjects"][3]["elements"] = ["name"]
    people, notices = runs.run(given)
    assert runs.made == set()
    assert "per_c" not in {row["person_id"] for row in people}
    assert "ntc_c" not in {row["person_id"] for row in notices}


def test_a_digest_knows_null_from_empty_and_which_column_a_value_is_in() -> None:
    def digest(**columns: list[Any]) -> bytes:
        table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
        return digests_of([Part.of(table, np.zeros(table.num_rows, np.int64))], 0, 1, "")[0]

    rows = [
        digest(a=[""], b=["x"]),
        digest(a=[None], b=["x"]),
        digest(a=["x"], b=[""]),
        digest(a=["x", ""], b=["", ""]),
    ]
    assert len(set(rows)) == len(rows)
