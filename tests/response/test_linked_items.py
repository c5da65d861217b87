"""New evidence shows who works there: of the parts before, only the items that had asked are linked anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tocsin.clock import FixedClock
from tocsin.linking.staff import StaffIndex
from tocsin.linking.staff_asked import ASKED
from tocsin.linking.table_drafts import DRAFTS
from tocsin.model.evidence import EvidenceKind
from tocsin.response import stage_link
from tocsin.response.begin import add_evidence
from tocsin.response.folder import IncidentFolder
from tocsin.response.linked_items import STAFF_ASKED, Work, unit_name, work_on
from tocsin.response.progress import Silence
from tocsin.response.run import RunOptions, run_stages
from tocsin.response.stages import Stage
from tocsin.tables.engine import Tables
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
FACTS = b"""[incident]
id="a"
title="t"
organization="Lakeside Clinic"
role="covered_entity"
kind="email"
state="FL"
[[covered_entity]]
key="lake"
name="Lakeside Clinic"
domains=["lakeside.example"]
"""
FIRST = {
    "one.txt": "Please let Gina Torres know that the fax is broken.\n",
    "two.txt": "Patient: Rosa Quill\nDOB 02/03/1971\nMRN 771203\nNote: Gina Torres called her.\n",
    "three.txt": "Patient: Adam Orwick\nDOB: 05/09/1962\nSSN: 536-22-1234\n",
    "list.csv": "Patient,DOB,MRN\nJael Quaberg,03/04/1961,88123\nUma Ferrand,09/10/1950,88124\n",
}
LATE = {
    "late.eml": "From: Gina Torres <gtorres@lakeside.example>\nTo: Dan Okafor <dokafor@lakeside.example>\n"
    "Subject: fax\nMessage-ID: <1@lakeside.example>\n\nIt is broken.\n"
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    made, _ = IncidentFolder.create(tmp_path / "incident", FACTS, "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        yield made


def _added(folder: IncidentFolder, place: Path, files: dict[str, str], custodian: str = "") -> None:
    place.mkdir()
    for name, text in files.items():
        (place / name).write_text(text)
    add_evidence(folder, place, custodian, EvidenceKind.SHARE, "tester", CLOCK, Silence())
    run_stages(folder, RunOptions(until=Stage.LINK, jobs=1), CLOCK, Silence())


def _names(folder: IncidentFolder, items: set[str]) -> set[str]:
    rows = folder.read("items").to_pylist()
    return {row["locator"].rpartition("/")[2] for row in rows if row["item_id"] in items}


def _everything(folder: IncidentFolder) -> dict[str, list[dict[str, object]]]:
    return {
        name: sorted(folder.read(name).to_pylist(), key=lambda row: sorted((k, repr(v)) for k, v in row.items()))
        for name in ("subjects", "links", "staff_asked", "drafts")
    }


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Return a list of the items of each part that is linked, in turn."""
    seen: list[set[str]] = []
    real = stage_link.link_part

    def noted(tables: Tables) -> Tables:
        seen.append(set(tables["segments"]["item_id"].to_pylist()))
        return real(tables)

    monkeypatch.setattr(stage_link, "link_part", noted)
    return seen


def test_only_items_that_had_asked_are_linked_anew_and_the_answer_is_that_of_all(
    folder: IncidentFolder, tmp_path: Path, linked: list[set[str]]
) -> None:
    _added(folder, tmp_path / "share", FIRST)
    assert [_names(folder, items) for items in linked] == [set(FIRST)]
    linked.clear()
    _added(folder, tmp_path / "late", LATE)
    assert sorted(map(sorted, (_names(folder, items) for items in linked))) == [["late.eml"], ["one.txt", "two.txt"]]
    after = _everything(folder)
    with folder.stage_lock():
        folder.drop("link")
    run_stages(folder, RunOptions(until=Stage.LINK, jobs=1), CLOCK, Silence())
    assert _everything(folder) == after


def test_a_part_all_of_whose_answers_stay_is_left_alone(
    folder: IncidentFolder, tmp_path: Path, linked: list[set[str]]
) -> None:
    _added(folder, tmp_path / "share", FIRST)
    before = set(folder.committed_keys("link"))
    linked.clear()
    _added(folder, tmp_path / "late", {"late.eml": LATE["late.eml"].replace("Gina Torres", "Vera Holt")})
    assert [_names(folder, items) for items in linked] == [{"late.eml"}]
    assert before < set(folder.committed_keys("link"))


def test_a_custodian_s_domain_is_no_reason_to_link_all_anew(
    folder: IncidentFolder, tmp_path: Path, linked: list[set[str]]
) -> None:
    mail = {
        "mail.eml": "From: Vera Holt <vholt@harbor.example>\nTo: Dan Okafor <dokafor@lakeside.example>\n"
        "Subject: fax\nMessage-ID: <2@harbor.example>\n\nMy birthday is 4/5/1961.\n"
    }
    _added(folder, tmp_path / "share", FIRST | mail)
    linked.clear()
    _added(folder, tmp_path / "late", {"note.txt": "Nothing of note.\n"}, "gtorres@harbor.example")
    assert sorted(map(sorted, (_names(folder, items) for items in linked))) == [["mail.eml"], ["note.txt"]]


def test_the_unit_has_another_name_when_items_of_it_are_linked_anew(folder: IncidentFolder, tmp_path: Path) -> None:
    _added(folder, tmp_path / "share", FIRST)
    before = set(folder.committed_keys("link"))
    _added(folder, tmp_path / "late", LATE)
    after = set(folder.committed_keys("link"))
    assert len(after) == 2
    assert not before & after


@pytest.mark.parametrize(("drafted", "expected"), [("itm_2", ("itm_1",)), ("itm_1", ())])
def test_rows_that_wait_to_be_gathered_are_drafted_with_all_of_their_part(
    folder: IncidentFolder, drafted: str, expected: tuple[str, ...]
) -> None:
    asked = pa.table([["itm_1"], ["gina torres"], [False], [0]], schema=ASKED)
    empty = {f.name: _blank(f.type) for f in DRAFTS}
    drafts = pa.Table.from_pylist([empty | {"item_id": drafted}], schema=DRAFTS)
    index = StaffIndex(frozenset({"gina torres"}))
    with folder.stage_lock():
        folder.commit("link", unit_name("p", "0" * 32, asked), {STAFF_ASKED: asked, "drafts": drafts})
    work = work_on(folder, {"p": "0" * 32}, index)
    assert [(one.key, one.items) for one in work] == [("p", expected)]
    assert work_on(folder, {"p": "0" * 32}, StaffIndex()) == []
    assert work_on(folder, {"p": "1" * 32}, StaffIndex()) == [Work("p")]


def _blank(kind: pa.DataType) -> object:
    if pa.types.is_list(kind):
        return []
    if pa.types.is_string(kind):
        return ""
    return False if pa.types.is_boolean(kind) else 0
