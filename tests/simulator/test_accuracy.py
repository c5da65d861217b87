"""The scorer gives full marks to the truth itself, and names each kind of fault."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.__main__ import main, score
from simulator import make_incident

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


def test_merging_is_scored_from_subjects(truth: Path, perfect: Rows, tmp_path: Path) -> None:
    by_person = {row["person"]: row for row in read(truth / "people.csv")}
    subjects = []
    for number, row in enumerate(read(truth / "subjects.csv")):
        person = by_person[row["person"]]
        subjects.append(
            {
                **person,
                "address_2": "",
                "item_id": row["item_key"],
                "subject_id": str(number),
                "person_id": person["person"],
            }
        )
    people = write(tmp_path / "people_export.csv", perfect)
    items = write(tmp_path / "items_export.csv", exported_items(truth))
    whole = score(truth, people, items, None, write(tmp_path / "subjects_export.csv", subjects))["clusters"]
    assert whole["lost"] == whole["over_merge"] == whole["under_merge"] == 0
    one = [{**row, "person_id": "per_one"} for row in subjects]
    merged = score(truth, people, items, None, write(tmp_path / "subjects_export.csv", one))["clusters"]
    assert merged["over_merge"] == 1
    assert merged["lost"] > 0.9


def test_the_command_prints_a_table(
    truth: Path, perfect: Rows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = write(tmp_path / "people_export.csv", perfect)
    assert main(["--truth", str(truth), "--people", str(people)]) == 0
    assert "recall" in capsys.readouterr().out
