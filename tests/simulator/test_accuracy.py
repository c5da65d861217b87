"""The scorer gives full marks to the truth itself, and names each kind of fault."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.__main__ import main, score
from benchmarks.accuracy.clusters import score_clusters
from simulator import make_incident
from simulator.scoring.matching import found_face, match, true_face

Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Rows) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("incident")
    make_incident(out, 21, 90, 2, 3, None, "tuning")
    return out / "truth"


@pytest.fixture
def perfect(truth: Path) -> Rows:
    """The truth written as an export of people."""
    listed = [row for row in read(truth / "people.csv") if row["listed"] == "yes"]
    return [{"person_id": f"per_{number:012x}", "address_2": "", **row} for number, row in enumerate(listed)]


def scored(truth: Path, rows: Rows, tmp_path: Path) -> dict[str, Any]:
    return score(truth, write(tmp_path / "people_export.csv", rows))


def test_the_truth_scores_full_marks(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    figures = scored(truth, perfect, tmp_path)
    assert figures["people"]["recall"] == figures["people"]["precision"] == 1
    assert figures["people"]["extra_rows"] == 0
    assert figures["elements"]["all"]["recall"] == figures["elements"]["all"]["precision"] == 1
    assert figures["entities"]["exact"] == 1
    assert figures["person_exposure"]["false_untouched"] == 0


def test_a_missing_person_costs_recall(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    figures = scored(truth, perfect[3:], tmp_path)
    assert figures["people"]["missed"] == 3


def test_a_second_row_is_an_under_merge_not_a_stranger(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    figures = scored(truth, [*perfect, {**perfect[0], "person_id": "per_ffffffffffff"}], tmp_path)
    assert figures["people"]["extra_rows"] == 1
    assert figures["people"]["precision"] == 1


def test_a_listed_provider_is_named_as_such(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    name = next(
        row["name"] for row in read(truth / "offices.csv") if row["role"] == "provider" and row["name"].count(" ") == 1
    )
    first, last = name.split()
    stray = dict.fromkeys(perfect[0], "") | {"first_name": first, "last_name": last, "person_id": "per_eeeeeeeeeeee"}
    figures = scored(truth, [*perfect, stray], tmp_path)
    assert figures["people"]["wrong"].get("provider") == 1
    assert figures["people"]["precision"] < 1


def test_lost_and_invented_elements_are_counted(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    changed = [{**row, "elements": row["elements"].replace("date_of_birth", "biometric")} for row in perfect]
    by_element = scored(truth, changed, tmp_path)["elements"]["by_element"]
    assert by_element["date_of_birth"]["recall"] == 0
    assert by_element["biometric"]["false"] == by_element["date_of_birth"]["missed"]


def test_a_false_untouched_is_counted(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    figures = scored(truth, [{**row, "exposure": "untouched"} for row in perfect], tmp_path)
    exposed = sum(row["exposure"] != "untouched" for row in perfect)
    assert figures["person_exposure"]["false_untouched"] == exposed > 0


def test_a_wrong_entity_is_not_exact(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    figures = scored(truth, [{**row, "covered_entities": "nowhere"} for row in perfect], tmp_path)
    assert figures["entities"]["exact"] == 0


def exported_items(truth: Path) -> Rows:
    """The true items written as an export of items, message ids on messages only."""
    ends = {"readable": "done", "encrypted": "unreadable", "corrupt": "unreadable", "needs_ocr": "unreadable"}
    return [
        {
            "item_id": row["item_key"], "parent_id": row["parent_key"], "locator": row["locator"],
            "sha256": row["sha256"] or "0" * 64, "status": ends[row["state"]],
            "message_id": row["message_id"] if not row["parent_key"] else "",
        }
        for row in read(truth / "items.csv")
    ]  # fmt: skip


def test_items_and_exposures_are_matched(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    people = write(tmp_path / "people_export.csv", perfect)
    items = write(tmp_path / "items_export.csv", exported_items(truth))
    verdicts = [{"item_id": row["item_key"], "verdict": row["verdict"]} for row in read(truth / "exposures.csv")]
    figures = score(truth, people, items, write(tmp_path / "exposures_export.csv", verdicts))
    assert figures["items"]["missing"] == 0
    assert figures["items"]["misfits"] == {}
    assert figures["exposures"]["false_untouched"] == 0
    assert figures["exposures"]["equal"] == len(verdicts)


def merging(truth: Path, people: Rows, subjects: Rows, folder: Path) -> dict[str, float]:
    """Return the figures of merging."""
    exports = [write(folder / name, rows) for name, rows in (("people_export.csv", people), ("sub.csv", subjects))]
    items = write(folder / "items_export.csv", exported_items(truth))
    found: dict[str, float] = score(truth, exports[0], items, None, exports[1])["clusters"]
    return found


def exported_subjects(truth: Path) -> Rows:
    """Return subjects that were read and merged without a fault."""
    by_person = {row["person"]: row for row in read(truth / "people.csv")}
    made = []
    for number, row in enumerate(read(truth / "subjects.csv")):
        person = by_person[row["person"]]
        ids = {"subject_id": str(number), "person_id": person["person"], "notice_id": person["person"]}
        made.append({**person, "address_2": "", "item_id": row["item_key"], **ids})
    return made


def test_merging_is_scored_from_subjects(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    subjects = exported_subjects(truth)
    listed = [{**row, "person_id": row["person"]} for row in perfect]
    whole = merging(truth, listed, subjects, tmp_path)
    assert whole["lost"] == whole["over_merge"] == whole["under_merge"] == whole["lost_at_notice_cut"] == 0
    one = [{**row, "person_id": "per_one"} for row in subjects]
    merged = merging(truth, [*listed, {**listed[0], "person_id": "per_one"}], one, tmp_path)
    assert merged["over_merge"] == 1
    assert merged["lost"] > 0.9
    assert merged["lost_at_notice_cut"] == 0


def test_only_rows_of_the_people_export_count_as_merged_or_doubled(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    listed = [{**row, "person_id": row["person"]} for row in perfect]
    halves = [
        {**row, "person_id": f"half_{row['person_id']}"} if number % 2 else row
        for number, row in enumerate(exported_subjects(truth))
    ]
    assert merging(truth, listed, halves, tmp_path)["under_merge"] == 0
    others = [{**row, "person_id": f"half_{row['person']}"} for row in perfect]
    assert merging(truth, [*listed, *others], halves, tmp_path)["under_merge"] > 0.2


def test_a_row_that_fits_two_people_alike_is_nobodys(truth: Path) -> None:
    one = next(row for row in read(truth / "people.csv") if row["date_of_birth"])
    faces = {"P1": true_face(one), "P2": true_face({**one, "date_of_birth": "1901-02-03"})}
    there = [{"item_key": "I1", "person": person, "roles": "patient"} for person in faces]
    ids = {"subject_id": "1", "item_id": "itm_1", "person_id": "per_1", "notice_id": "ntc_1"}
    name = {"first_name": one["first_name"], "last_name": one["last_name"]}
    for more, seen in (({}, 0), ({"date_of_birth": one["date_of_birth"]}, 1)):
        found = score_clusters([{**ids, **name, **more}], there, {"I1": "itm_1"}, faces, {"P1"}, {"per_1"})
        assert found["people_seen"] == seen


def test_the_command_prints_a_table(
    truth: Path, perfect: Rows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = write(tmp_path / "people_export.csv", perfect)
    assert main(["--truth", str(truth), "--people", str(people)]) == 0
    assert "recall" in capsys.readouterr().out


_BLANK = dict.fromkeys(
    ("first_name", "last_name", "nickname", "middle_name", "maiden_name", "suffix", "date_of_birth", "ssn", "phone", "email", "address_1", "old_address_1", "mrns", "covered_entities"), ""
)  # fmt: skip


def test_namesakes_known_by_name_alone_are_told_apart_by_the_practice() -> None:
    """Nothing but the covered entity says which row is whose; it never outweighs a value."""
    true = [{**_BLANK, "first_name": "Ann", "last_name": "Lee", "covered_entities": entity} for entity in ("a", "b")]
    rows = [{**_BLANK, "first_name": "Ann", "last_name": "Lee", "covered_entities": entity} for entity in ("b", "a")]
    found = match([found_face(row) for row in rows], [true_face(row) for row in true])
    assert found.primary == {0: 1, 1: 0}
    true[0]["email"] = rows[0]["email"] = "ann@home.example"
    found = match([found_face(row) for row in rows], [true_face(row) for row in true])
    assert found.primary == {0: 0, 1: 1}


def test_a_whole_name_is_the_same_however_it_is_parted() -> None:
    true = [{**_BLANK, "first_name": "Rosario", "last_name": "Lucero Paz"}]
    parted = [{**_BLANK, "first_name": "Rosario", "middle_name": "Lucero", "last_name": "Paz"}]
    turned = [{**_BLANK, "first_name": "Paz", "last_name": "Rosario Lucero"}]
    for rows, primary in ((parted, {0: 0}), (turned, {})):
        assert match([found_face(row) for row in rows], [true_face(row) for row in true]).primary == primary
