"""Nobody gets two letters: tranches, supplements, merges and partings after mailing, holds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.notices.incident import FACTS
from tests.response.made_folder import CLOCK, TODAY, made_folder, person, run_with
from tocsin.errors import TableFileError
from tocsin.notices.mailfile import MAILFILE
from tocsin.response.begin import CODES
from tocsin.response.folder import IncidentFolder
from tocsin.response.letters import LetterOptions, LettersHeldError, write_letters
from tocsin.response.mailing import MAILINGS, record_mailed
from tocsin.response.progress import Silence
from tocsin.response.status import status_of

ANN, BO = person(1), person(2, first_name="Bo")


def _rows(folder: IncidentFolder) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = folder.read("mailfile", MAILFILE).to_pylist()
    return found


def _post(folder: IncidentFolder, to: Path, **options: Any) -> list[str]:
    """Write the letters that are due, record them as posted, and return the names of their people."""
    write_letters(folder, to, LetterOptions(TODAY, singles=False, **options), Silence())
    with (to / "mailfile.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    record_mailed(folder, [{"record_id": row["record_id"]} for row in rows], TODAY)
    return sorted(row["subject_name"] for row in rows)


def _events(folder: IncidentFolder) -> list[tuple[str, str]]:
    return [(row["event"], row["notice_id"]) for row in folder.read("mail_events").to_pylist()]


def test_what_was_mailed_is_not_mailed_again_and_new_people_are_the_next_tranche(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        assert _post(folder, tmp_path / "one") == ["Ann Lee"]
        run_with(folder, [ANN, BO])
        assert {row["subject_name"]: row["tranche"] for row in _rows(folder)} == {"Ann Lee": "1", "Bo Lee": "2"}
        assert _post(folder, tmp_path / "two") == ["Bo Lee"]
        run_with(folder, [ANN, BO])
        assert _post(folder, tmp_path / "three") == []
        assert _post(folder, tmp_path / "four", again=True) == ["Ann Lee", "Bo Lee"]
        assert folder.read("mailings", MAILINGS).num_rows == 2


def test_a_posting_is_kept_with_day_and_hash_of_what_was_posted(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        write_letters(folder, tmp_path / "out", LetterOptions(TODAY), Silence())
        with (tmp_path / "out/index.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        record_mailed(folder, [{**rows[0], "mailed_on": "2025-02-21", "imb": "0" * 31}], None)
        (kept,) = folder.read("mailings", MAILINGS).to_pylist()
    assert (kept["sha256"], kept["batch_sha256"]) == (rows[0]["sha256"], rows[0]["batch_sha256"])
    assert (str(kept["mailed_on"]), kept["imb"]) == ("2025-02-21", "0" * 31)


def test_an_addition_gives_a_supplement_that_tells_only_what_is_new(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, BO])
        _post(folder, tmp_path / "one")
        more = {**ANN, "elements": ANN["elements"] + ";medication", "covered_entities": "gulf;blue"}
        run_with(folder, [more, BO])
        (new,) = [row for row in _rows(folder) if row["supplements"]]
        first = next(row for row in _rows(folder) if row["subject_name"] == "Ann Lee" and not row["supplements"])
        assert (new["supplements"], new["new_elements"], new["tranche"]) == (first["record_id"], "medication", "2")
        assert (new["covered_entity"], new["elements_text"]) == ("blue", "medication information")
        assert _post(folder, tmp_path / "two") == ["Ann Lee"]
        run_with(folder, [more, BO])
        assert _post(folder, tmp_path / "three") == []


def test_a_merge_after_mailing_is_recorded_and_nothing_is_mailed(tmp_path: Path) -> None:
    bea = person(2, address_1="9 Elm Ave", ssn="")
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, bea])
        assert len(_post(folder, tmp_path / "one")) == 2
        run_with(folder, [ANN], {ANN["person_id"]: ["sub_000000000001", "sub_000000000002"]})
        assert _events(folder) == [("merged_after_mailing", ANN["person_id"])]
        assert _post(folder, tmp_path / "two") == []


def test_who_parts_from_a_person_after_mailing_gets_a_letter(tmp_path: Path) -> None:
    both = {ANN["person_id"]: ["sub_000000000001", "sub_000000000003", "sub_000000000002"]}
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN], both)
        _post(folder, tmp_path / "one")
        run_with(
            folder, [ANN, BO], {ANN["person_id"]: both[ANN["person_id"]][:2], BO["person_id"]: ["sub_000000000002"]}
        )
        assert _post(folder, tmp_path / "two") == ["Bo Lee"]


def test_who_is_no_longer_listed_after_mailing_is_recorded(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, BO])
        _post(folder, tmp_path / "one")
        run_with(folder, [ANN])
        assert [event for event, _ in _events(folder)] == ["no_longer_listed"]
        assert len(_rows(folder)) == 2


def test_certified_people_go_first(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, BO])
        assert _post(folder, tmp_path / "one", only=frozenset({BO["person_id"]})) == ["Bo Lee"]
        run_with(folder, [ANN, BO])
        assert {row["subject_name"]: row["tranche"] for row in _rows(folder)} == {"Ann Lee": "2", "Bo Lee": "1"}


def test_what_is_due_waits_in_the_status(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, BO])
        assert "2 letters are due" in " ".join(status_of(folder, CLOCK)["waiting"])
        _post(folder, tmp_path / "one")
        run_with(folder, [ANN], {ANN["person_id"]: ["sub_000000000001", "sub_000000000002"]})
        waiting = " ".join(status_of(folder, CLOCK)["waiting"])
        assert "letters are due" not in waiting and "1 people had two letters" in waiting


def test_activation_codes_stay_with_their_people(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        folder.put_document(CODES, b"C-1\nC-2\nC-3\n")
        run_with(folder, [BO])
        _post(folder, tmp_path / "one")
        more = {**BO, "elements": BO["elements"] + ";medication"}
        run_with(folder, [ANN, more, person(3, first_name="Cy")])
        codes = {(row["subject_name"], bool(row["supplements"])): row["enrollment_code"] for row in _rows(folder)}
    assert codes["Bo Lee", False] == codes["Bo Lee", True] == "C-1"
    assert {codes["Ann Lee", False], codes["Cy Lee", False]} == {"C-2", "C-3"}


def test_a_letter_for_each_entity_is_mailed_once_for_each(tmp_path: Path) -> None:
    with made_folder(tmp_path, FACTS + '[notices]\nletter_per="covered_entity"\n') as folder:
        run_with(folder, [ANN])
        _post(folder, tmp_path / "one")
        run_with(folder, [{**ANN, "covered_entities": "gulf;blue"}])
        due = [row for row in _rows(folder) if row["tranche"] == "2"]
        assert [(row["covered_entity"], row["supplements"]) for row in due] == [("blue", "")]


def test_a_hold_keeps_everything_back_and_says_why(tmp_path: Path) -> None:
    hold = '[[hold]]\nagency="FBI"\nform="written"\nreceived_on=2024-12-20\nuntil_on=2025-03-31\n'
    with made_folder(tmp_path, FACTS + hold) as folder:
        run_with(folder, [ANN])
        with pytest.raises(LettersHeldError):
            write_letters(folder, tmp_path / "out", LetterOptions(TODAY), Silence())
    assert not list((tmp_path / "out").glob("*.pdf"))
    assert "FBI asked (written) to delay, until 2025-03-31" in (tmp_path / "out/held.csv").read_text(encoding="utf-8")


def test_letters_to_a_state_wait_for_its_attorney_general(tmp_path: Path) -> None:
    maryland = person(2, first_name="Bo", state="MD", city="Baltimore", zip="21201")
    told = '[[met]]\ncovered_entity="gulf"\njurisdiction="us-md"\nrecipient="regulator"\non=2025-02-01\n'
    route = '[[hipaa_route]]\njurisdiction="us-md"\nrelies=false\ndecided_by="A. Counsel"\ndecided_on=2025-01-25\n'
    with made_folder(tmp_path, FACTS + route) as folder:
        run_with(folder, [ANN, maryland])
        assert _post(folder, tmp_path / "one") == ["Ann Lee"]
        assert "us-md" not in (tmp_path / "one/mailfile.csv").read_text(encoding="utf-8")
        assert "comes before the letters" in (tmp_path / "one/held.csv").read_text(encoding="utf-8")
        folder.set_incident_toml((FACTS + route + told).encode())
        run_with(folder, [ANN, maryland])
        assert _post(folder, tmp_path / "two") == ["Bo Lee"]


@pytest.mark.parametrize("row", [{"record_id": "rec_0000000000000000"}, {"record_id": ""}])
def test_a_posting_of_no_letter_is_refused_whole(tmp_path: Path, row: dict[str, str]) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        own = {"record_id": _rows(folder)[0]["record_id"]}
        for rows, on in (([own, row], TODAY), ([own], None)):
            with pytest.raises(TableFileError):
                record_mailed(folder, rows, on)
        assert folder.read("mailings", MAILINGS).num_rows == 0
