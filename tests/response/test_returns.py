"""Letters that come back: another address is tried, else the person is told by substitute notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.response.made_folder import TODAY, made_folder, person, run_with
from tocsin.errors import TableFileError
from tocsin.notices.mailfile import MAILFILE
from tocsin.response.filings import write_filings
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import take_addresses
from tocsin.response.mailing import record_mailed
from tocsin.response.returns import record_returned

ANN = person(1)


def _mail(folder: IncidentFolder) -> list[str]:
    """Record everything that is due as mailed; return the record ids."""
    ids = folder.read("mailfile", MAILFILE)["record_id"].to_pylist()
    record_mailed(folder, [{"record_id": one} for one in ids], TODAY)
    return [str(one) for one in ids]


def _people(count: int) -> list[dict[str, Any]]:
    return [person(n, first_name=f"P{n}", ssn="", phone="5550100") for n in range(1, count + 1)]


def test_a_letter_that_came_back_is_not_tried_there_again(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        (first,) = _mail(folder)
        assert record_returned(folder, [{"record_id": first}], TODAY, TODAY).startswith("1 letters")
        run_with(folder, [ANN])
        assert folder.read("no_address")["notice_id"].to_pylist() == [ANN["person_id"]]
        assert folder.read("mailfile", MAILFILE)["record_id"].to_pylist() == [first]


@pytest.mark.parametrize("forwarded", [True, False])
def test_another_address_is_tried_with_a_letter_of_its_own(tmp_path: Path, forwarded: bool) -> None:
    new = {"address_1": "9 Elm Ave", "city": "Tampa", "state": "FL", "zip": "33609"}
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        (first,) = _mail(folder)
        record_returned(folder, [{"record_id": first, **(new if forwarded else {})}], TODAY, TODAY)
        if not forwarded:
            take_addresses(folder, [{"notice_id": ANN["person_id"], **new}], "practice", TODAY)
        run_with(folder, [ANN])
        again = [row for row in folder.read("mailfile", MAILFILE).to_pylist() if row["record_id"] != first]
        assert [(row["address_1"], row["tranche"], row["supplements"]) for row in again] == [("9 Elm Ave", "2", "")]
        _mail(folder)
        run_with(folder, [ANN])
        assert folder.read("mailfile", MAILFILE).num_rows == 2


@pytest.mark.parametrize(("count", "is_many"), [(9, False), (10, True)])
def test_ten_people_make_the_web_site_or_media_necessary(tmp_path: Path, count: int, is_many: bool) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [*_people(count), person(99, first_name="Dead", is_deceased=True, address_1="")])
        ids = _mail(folder)
        record_returned(folder, [{"record_id": one, "return_reason": "UTF"} for one in ids], TODAY, TODAY)
        run_with(folder, [*_people(count), person(99, first_name="Dead", is_deceased=True, address_1="")])
        write_filings(folder, tmp_path / "out", TODAY)
    page = (tmp_path / "out/substitute-gulf.md").read_text(encoding="utf-8")
    assert f"{count} people without an address" in page
    assert ("home page for 90 days" in page) is is_many is (tmp_path / "out/website.md").is_file()
    listed = (tmp_path / "out/substitute-gulf.csv").read_text(encoding="utf-8").splitlines()
    assert len(listed) == count + 1 and "5550100" in listed[1]


@pytest.mark.parametrize("row", [{"record_id": "rec_0000000000000000"}, {}])
def test_a_return_of_no_letter_is_refused_whole(tmp_path: Path, row: dict[str, str]) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        (first,) = _mail(folder)
        for rows, on in (([{"record_id": first}, row], TODAY), ([{"record_id": first}], None)):
            with pytest.raises(TableFileError):
                record_returned(folder, rows, on, TODAY)
        assert not folder.committed_keys("returned")
