"""People made some at a time, with the notices they part into."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tocsin.model.results import ATTRIBUTIONS
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.resolution.resolve import ALIASES
from tocsin.resolution.telling import MERGES
from tocsin.response import people_rows
from tocsin.tables.engine import Tables

DAY = date(2024, 12, 16)
PERSONS = (("per_1", "ntc_1"), ("per_1", "ntc_1"), ("per_2", "ntc_3"), ("per_2", "ntc_2"), ("per_3", "ntc_9"))
"""Person and notice of each subject."""


def _tables() -> Tables:
    blank = {f.name: [] if pa.types.is_list(f.type) else "" for f in SUBJECTS}
    subjects = [
        {
            **blank, "subject_id": f"sub_{n}", "item_id": f"itm_{n % 3}", "row": 0, "start": 0, "role": "patient",
            "elements": ["name", "ssn"], "first_name": f"Ann{n}", "last_name": "Ek", "is_deceased": False,
            "related_to": None, "mention_count": 2,
        }
        for n in range(len(PERSONS))
    ]  # fmt: skip
    members = [(f"sub_{n}", *told) for n, told in enumerate(PERSONS)]
    merge = {f.name: 0 if pa.types.is_integer(f.type) else 3.0 if pa.types.is_floating(f.type) else "" for f in MERGES}
    places = [
        ("itm_0", "itm_0", "touched"),
        ("itm_0", "itm_7", None),
        ("itm_1", "itm_1", "untouched"),
        ("itm_2", "itm_2", None),
    ]
    return {
        "subjects": pa.Table.from_pylist(subjects, schema=SUBJECTS),
        "members": pa.table(list(map(list, zip(*members, strict=True))), schema=MEMBERS),
        "kin": SUBJECTS.empty_table(),
        "merges": pa.Table.from_pylist([merge | {"person_id": "per_1", "reasons": "ssn"}], schema=MERGES),
        "aliases": pa.table([["per_0"], ["per_1"]], schema=ALIASES),
        "attributions": pa.table([["sub_0", "sub_1"], ["clinic", "clinic"], ["", ""]], schema=ATTRIBUTIONS),
        "gone": pa.table({"subject_id": pa.array([], pa.string())}),
        "places": pa.table(list(map(list, zip(*places, strict=True))), names=["item_id", "place", "verdict"]),
    }


def test_a_person_is_a_notice_or_several() -> None:
    made = people_rows.people_part(_tables(), DAY)
    people = {row["person_id"]: row for row in made["people"].to_pylist()}
    notices = {row["person_id"]: row for row in made["notices"].to_pylist()}
    assert set(people) == {"per_1", "per_2", "per_3"}
    assert set(notices) == {"ntc_1", "ntc_2", "ntc_3", "ntc_9"}
    assert (people["per_1"]["item_count"], people["per_1"]["exposure"]) == (3, "touched")
    assert (people["per_1"]["covered_entities"], people["per_1"]["aliases"]) == ("clinic", "per_0")
    assert people["per_1"]["confidence"] < 1
    assert people["per_2"]["notice_id"] == "ntc_2;ntc_3"
    assert people["per_3"]["exposure"] == "untouched"


def test_notices_are_the_rows_that_their_subjects_make_by_themselves() -> None:
    tables = _tables()
    finer = tables["members"].set_column(1, MEMBERS.field("person_id"), tables["members"]["notice_id"])
    alone = people_rows.people_part(
        tables | {"members": finer, "merges": MERGES.empty_table(), "aliases": ALIASES.empty_table()}, DAY
    )
    made = people_rows.people_part(tables, DAY)["notices"].sort_by("person_id")
    assert made.to_pylist() == alone["people"].sort_by("person_id").to_pylist()


def test_a_subject_somebody_calls_no_person_is_left_out() -> None:
    tables = _tables() | {"gone": pa.table({"subject_id": ["sub_4"]})}
    made = people_rows.people_part(tables, DAY)
    assert pc.unique(made["people"]["person_id"]).to_pylist() == ["per_1", "per_2"]
    assert "ntc_9" not in made["notices"]["person_id"].to_pylist()


@pytest.mark.parametrize(
    ("told", "entities"),
    [
        ([("clinic", "folder"), ("other", "same paragraph")], "clinic"),
        ([("clinic", "record number"), ("other", "nearest in paragraph"), ("town", "town of its office")], "clinic"),
        ([("clinic", "folder"), ("other", "table heading")], "clinic;other"),
        ([("clinic", "folder"), ("other", "folder"), ("other", "message")], "other;clinic"),
        ([("clinic", "file name"), ("other", "same paragraph")], "clinic;other"),
    ],
)
def test_an_entity_named_near_does_not_answer_for_who_stands_in_anothers_papers(
    told: list[tuple[str, str]], entities: str
) -> None:
    rows = [("sub_0", *one) for one in told]
    attributions = pa.table(list(map(list, zip(*rows, strict=True))), schema=ATTRIBUTIONS)
    made = people_rows.people_part(_tables() | {"attributions": attributions}, DAY)["people"].to_pylist()
    assert made[0]["covered_entities"] == entities
