"""Addresses go out to a vendor and come back; bad ones wait in a queue."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.response.made_folder import TODAY, made_folder, person, run_with
from tocsin.errors import NothingToDoError, TableFileError
from tocsin.notices.mailfile import MAILFILE
from tocsin.response.addresses import addresses_table, queue_table
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import take_addresses

PEOPLE = [
    person(1),
    person(2, first_name="Bo", address_1="Unknown"),
    person(3, first_name="Cy", address_1="", city="", zip=""),
]


def _mailed_to(folder: IncidentFolder) -> dict[str, str]:
    return {row["subject_name"]: row["address_1"] for row in folder.read("mailfile", MAILFILE).to_pylist()}


def test_addresses_go_out_in_standard_form_with_why(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE)
        (row,) = addresses_table(folder).to_pylist()
    assert (row["line_1"], row["city"], row["zip5"], row["zip4"]) == ("12 OAK ST", "TAMPA", "33602", "1234")
    assert (row["points"], row["why"], row["kind"]) == (100, "the only address", "street")


def test_bad_addresses_wait_in_a_queue_with_what_is_wrong(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE)
        rows = {row["name"]: row for row in queue_table(folder).to_pylist()}
    assert rows["Bo Lee"]["reasons"] == "placeholder" and rows["Bo Lee"]["points"] == 0
    assert rows["Cy Lee"]["why"] == "no address in the evidence"


def test_what_the_post_answers_is_used_from_the_next_run_on(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE)
        record = folder.read("mailfile", MAILFILE).to_pylist()[0]["record_id"]
        answers = [
            {
                "record_id": record,
                "line_1": "9 ELM AVE",
                "city": "TAMPA",
                "state": "FL",
                "zip5": "33609",
                "zip4": "0001",
            },
            {"notice_id": "per_000000000002", "address_1": "1 Bay St", "city": "Tampa", "state": "FL", "zip": "33602"},
            {"notice_id": "per_000000000003", "language": "es"},
        ]
        assert take_addresses(folder, answers, "NCOA", TODAY) == 3
        run_with(folder, PEOPLE)
        assert _mailed_to(folder) == {"Ann Lee": "9 ELM AVE", "Bo Lee": "1 Bay St"}
        row = folder.read("mailfile", MAILFILE).to_pylist()[0]
        assert (row["address_source"], row["address_on"]) == ("NCOA", TODAY)


@pytest.mark.parametrize("answer", [{"dpv_code": "N"}, {"ncoa_status": "MLNA"}])
def test_where_the_post_delivers_nothing_no_letter_goes(tmp_path: Path, answer: dict[str, str]) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE)
        own = {"address_1": "12 Oak St", "city": "Tampa", "state": "FL", "zip": "33602-1234"}
        take_addresses(folder, [{"notice_id": "per_000000000001", **own, **answer}], "CASS", TODAY)
        run_with(folder, PEOPLE)
        assert _mailed_to(folder) == {}
        assert "the post cannot deliver there" in queue_table(folder)["why"].to_pylist()


def test_a_language_is_kept_by_the_person_whatever_becomes_of_the_notice(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [person(1)])
        take_addresses(folder, [{"notice_id": "per_000000000001", "language": "ES"}], "practice", TODAY)
        run_with(folder, [person(7)], {"per_000000000007": ["sub_000000000001", "sub_000000000009"]})
        assert folder.read("mailfile", MAILFILE)["language"].to_pylist() == ["es"]


@pytest.mark.parametrize(
    "row",
    [
        {"record_id": "rec_0000000000000000"},
        {"notice_id": "per_000000000001", "language": "xx"},
        {"notice_id": "per_000000000001", "given_on": "soon"},
    ],
)
def test_an_answer_that_fits_nobody_is_refused_whole(tmp_path: Path, row: dict[str, str]) -> None:
    with made_folder(tmp_path) as folder:
        with pytest.raises(NothingToDoError):
            take_addresses(folder, [row], "NCOA", TODAY)
        run_with(folder, PEOPLE)
        with pytest.raises(TableFileError):
            take_addresses(folder, [{"notice_id": "per_000000000001", "city": "X"}, row], "NCOA", TODAY)
        assert not folder.committed_keys("addresses")
