"""Who is new, changed, merged or gone since the run before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from tocsin.model.results import PEOPLE
from tocsin.resolution.resolve import ALIASES
from tocsin.response.people_changes import CHANGES, changes_of, told

NO_ALIAS = ALIASES.empty_table()


def _person(person: str, **values: Any) -> dict[str, Any]:
    blank = {field.name: "" if pa.types.is_string(field.type) else None for field in PEOPLE}
    numbers = {"is_deceased": False, "item_count": 1, "subject_count": 1, "confidence": 1.0}
    return {**blank, **numbers, "person_id": person, **values}


def _people(*people: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(people), schema=PEOPLE)


def test_nothing_changed() -> None:
    people = _people(_person("per_1", date_of_birth=date(1961, 3, 3)), _person("per_2"))
    assert changes_of(people, people, NO_ALIAS) == CHANGES.empty_table()
    assert changes_of(_people(), _people(), NO_ALIAS).num_rows == 0
    assert told(CHANGES.empty_table()) == ""


def test_tells_each_kind_of_change_by_id() -> None:
    before = _people(_person("per_1"), _person("per_2", city="Tampa"), _person("per_3"), _person("per_4"))
    born = date(1961, 3, 3)
    after = _people(_person("per_5"), _person("per_2", city="Miami", date_of_birth=born), _person("per_1"))
    made = changes_of(before, after, pa.table([["per_3", "per_0"], ["per_1", "per_9"]], schema=ALIASES))
    assert made.schema == CHANGES
    assert [tuple(row.values()) for row in made.to_pylist()] == [
        ("per_2", "changed", "", "date_of_birth;city"),
        ("per_3", "merged", "per_1", ""),
        ("per_4", "gone", "", ""),
        ("per_5", "new", "", ""),
    ]
    assert told(made) == "1 new, 1 changed, 1 merged, 1 gone"


def test_an_id_whose_heir_is_not_listed_is_gone() -> None:
    made = changes_of(_people(_person("per_1")), _people(), pa.table([["per_1"], ["per_2"]], schema=ALIASES))
    assert made["change"].to_pylist() == ["gone"]


def test_of_how_sure_a_person_is_only_a_hundredth_or_more_is_told() -> None:
    before = _people(_person("per_1", confidence=0.9308), _person("per_2", confidence=0.93))
    after = _people(_person("per_1", confidence=0.9309), _person("per_2", confidence=0.91))
    made = [tuple(row.values()) for row in changes_of(before, after, NO_ALIAS).to_pylist()]
    assert made == [("per_2", "changed", "", "confidence")]
