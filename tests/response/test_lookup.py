"""Looking up a caller: the answer, never a value, never a near miss; each in the record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.response.made_folder import TODAY, made_folder, person, run_with
from tocsin.errors import NothingToDoError
from tocsin.ledger import log
from tocsin.response.folder import IncidentFolder
from tocsin.response.lookup import Answer, Caller, calls_table, look_up
from tocsin.response.mailing import record_mailed

ANN = person(1, phone="+18135550100;+18135550101")
BORN = date(1960, 1, 2)


def _caller(**changes: Any) -> Caller:
    return Caller(**{"first_name": "ann", "last_name": "LEE", "born_on": BORN, "zip5": "33602", **changes})


def _last_entry(folder: IncidentFolder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(log.leaves(folder.control.connection)[-1])
    return found


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, Answer.AFFECTED),
        ({"zip5": "", "ssn_last4": "6789"}, Answer.AFFECTED),
        ({"zip5": "", "phone": "(813) 555-0101"}, Answer.AFFECTED),
        ({"ssn_last4": "0000"}, Answer.NOT_FOUND),
        ({"zip5": "33603"}, Answer.NOT_FOUND),
        ({"born_on": date(1960, 1, 3)}, Answer.NOT_FOUND),
        ({"first_name": "Anna"}, Answer.NOT_FOUND),
        ({"last_name": "L'ee"}, Answer.AFFECTED),
    ],
)
def test_everything_that_is_said_must_agree(tmp_path: Path, said: dict[str, Any], answer: Answer) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, person(2, first_name="Bo")])
        told = look_up(folder, _caller(**said))
        entry = _last_entry(folder)
    assert told.answer is answer
    assert entry["kind"] == "looked_up" and entry["facts"]["answer"] == answer.value
    assert entry["facts"]["person"] == (ANN["person_id"] if answer is Answer.AFFECTED else "")


def test_the_operator_sees_kinds_letters_and_offers_and_no_value(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        before = "\n".join(look_up(folder, _caller()).lines)
        record_mailed(folder, [{"record_id": r} for r in folder.read("mailfile")["record_id"].to_pylist()], TODAY)
        told = "\n".join(look_up(folder, _caller()).lines)
        shown = json.dumps(_last_entry(folder))
    assert "not mailed yet" in before and "mailed on February 20, 2025" in told
    assert "Social Security number" in told and "credit monitoring for 12 months" in told
    for value in ("6789", "1960", "33602", "12 Oak", "5550100", "Ann", "Lee"):
        assert value not in told and value not in shown


def test_twins_are_told_apart_by_one_more_question(tmp_path: Path) -> None:
    twin = person(2, ssn="999887777", merge_reasons="twin")
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN, twin])
        assert look_up(folder, _caller()).answer is Answer.ASK_MORE
        assert look_up(folder, _caller(ssn_last4="7777")).answer is Answer.AFFECTED


def test_children_and_the_dead_are_spoken_for(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [{**ANN, "is_minor": True}])
        assert any("parent, guardian" in line for line in look_up(folder, _caller()).lines)


def test_the_untouched_are_not_told_that_they_are_affected(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [{**ANN, "exposure": "untouched"}, person(2, first_name="Bo", address_1="")])
        assert look_up(folder, _caller()).answer is Answer.NOT_FOUND
        assert "No letter" in "\n".join(look_up(folder, _caller(first_name="Bo")).lines)


def test_the_vendors_list_has_no_secret(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        with pytest.raises(NothingToDoError):
            calls_table(folder)
        run_with(folder, [ANN])
        (row,) = calls_table(folder).to_pylist()
    assert (row["subject_name"], row["zip5"], row["covered_entities"]) == (
        "Ann Lee",
        "33602",
        "Gulf Coast Oncology Associates",
    )
    assert not any(secret in str(row) for secret in ("123456789", "1960", "12 Oak"))


def test_name_and_birth_date_alone_are_not_enough(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, [ANN])
        with pytest.raises(RuntimeError):
            look_up(folder, _caller(zip5=""))
