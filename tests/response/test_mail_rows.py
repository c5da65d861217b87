"""The mail file made some notices at a time: the same whatever the size of a batch, and addresses chosen once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.response.made_folder import TODAY, made_folder, person, run_with
from tocsin.model.results import PEOPLE
from tocsin.notices.mailfile import MAILFILE
from tocsin.response import chosen_addresses, row_batches
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import take_addresses

EVERYBODY = [
    person(1),
    person(2),
    person(3, first_name="Bo", suffix="Jr"),
    person(4, first_name="Bo"),
    person(5, first_name="Cy", address_1="", city="", zip=""),
    person(6, first_name="Di", address_1="Unknown"),
    person(7, first_name="Ed", address_1="12 OAK ST.", exposure="untouched"),
    person(8, first_name="Flo", is_minor=True, addressee_name="Gus Lee", address_1="3 Elm St"),
    person(9, first_name="Gus", address_1="4 Bay St"),
    person(10, first_name="Hal", is_deceased=True, addressee_name="Gus Lee", address_1="", city="", zip=""),
    person(11, first_name="Ike", address_1="", exposure="untouched"),
]


def _made(path: Path) -> dict[str, list[dict[str, Any]]]:
    with made_folder(path) as folder:
        run_with(folder, EVERYBODY)
        answers = [
            {
                "notice_id": "per_000000000004",
                "dpv_code": "N",
                "address_1": "12 Oak St",
                "city": "Tampa",
                "zip": "33602",
            },
            {"notice_id": "per_000000000006", "address_1": "9 Bay St", "city": "Tampa", "state": "FL", "zip": "33602"},
        ]
        take_addresses(folder, answers, "CASS", TODAY)
        run_with(folder, EVERYBODY)
        return {name: folder.read(name).to_pylist() for name in ("mailfile", "no_address", "address_choices")}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_size_of_a_batch_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    (tmp_path / "whole").mkdir()
    whole = _made(tmp_path / "whole")
    monkeypatch.setattr(row_batches, "ROWS_A_BATCH", size)
    (tmp_path / "parts").mkdir()
    assert _made(tmp_path / "parts") == whole
    by_name = {row["subject_name"]: row for row in whole["mailfile"]}
    assert set(by_name) == {"Ann Lee", "Bo Lee Jr", "Di Lee", "Flo Lee", "Gus Lee", "Hal Lee"}
    assert by_name["Ann Lee"]["notice_ids"] == "per_000000000001;per_000000000002"
    assert (by_name["Hal Lee"]["address_1"], by_name["Hal Lee"]["addressee_1"]) == ("4 Bay St", "Gus Lee")
    assert by_name["Flo Lee"]["addressee_1"] != "Gus Lee" and by_name["Di Lee"]["address_source"] == "CASS"
    assert [row["notice_id"] for row in whole["no_address"]] == ["per_000000000004", "per_000000000005"]


def test_an_address_is_chosen_anew_only_where_something_was_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    choose = chosen_addresses._choose
    monkeypatch.setattr(
        chosen_addresses,
        "_choose",
        lambda notice, seen, made_of: chosen.append(notice) or choose(notice, seen, made_of),
    )
    with made_folder(tmp_path) as folder:
        run_with(folder, EVERYBODY[:4])
        assert len(chosen) == 4
        chosen.clear()
        take_addresses(folder, [{"notice_id": "per_000000000003", "city": "Tampa", "zip": "33602"}], "NCOA", TODAY)
        run_with(folder, EVERYBODY[:5])
        assert chosen == ["per_000000000003"]
        assert _address_of(folder, "Ann Lee") == "12 Oak St"


def test_a_notice_of_before_that_nobody_is_in_has_no_address(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, EVERYBODY[:2])
        run_with(folder, [EVERYBODY[0]])
        assert folder.read("address_choices")["notice_id"].to_pylist() == ["per_000000000001"]
        assert folder.read("notices", PEOPLE).num_rows == 1


def _address_of(folder: IncidentFolder, name: str) -> str:
    rows = folder.read("mailfile", MAILFILE).to_pylist()
    return str(next(row["address_1"] for row in rows if row["subject_name"] == name))
