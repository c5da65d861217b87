"""Numbers that only the rest of an incident tells: by the forms its labels and columns show. Made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tocsin.clock import FixedClock
from tocsin.model.evidence import EvidenceKind
from tocsin.response import case_forms
from tocsin.response.begin import DETECTORS, add_evidence
from tocsin.response.case_forms import DETECTOR
from tocsin.response.detectors import read_detectors
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Silence
from tocsin.response.run import RunOptions, run_stages
from tocsin.response.stages import Stage
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
FACTS = b'[incident]\nid="a"\ntitle="t"\norganization="o"\nrole="covered_entity"\nkind="email"\nstate="FL"\n'
FILES = {
    "note.txt": "Keisha Womack...QZ9071140...BCS\n\nHoyt Lambert, QZ8103777, his little girl\n\nReminders: TT-2044, BHH-26-003189.\n",
    "work.csv": "Name,ID,Remark\n"
    + "".join(f"Ann Zobrist{n:02d},QZ901{n:04d},seen TT-30{n:02d}\n" for n in range(3))
    + "Bo Zobrist,QZ0000000,none\n",
    "roster.csv": "Patient Name,DOB,Member ID,Chart No,Claim No\n"
    + "".join(f"Robert Quill{n:02d},3/{n + 1}/1980,QZ907{n:04d},TT-2{n:03d},BHH-26-00{n:04d}\n" for n in range(12)),
    "invoices.csv": "Name,Invoice No,Total\n" + "".join(f"Ann Zobrist,TT-5{n:03d},120.00\n" for n in range(9)),
}
Made = Callable[..., IncidentFolder]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    opened = []

    def make(name: str = "incident") -> IncidentFolder:
        folder, _ = IncidentFolder.create(tmp_path / name, FACTS, "pw", CLOCK, KdfProfile.PBKDF2)
        opened.append(folder)
        return folder

    for file, text in FILES.items():
        (tmp_path / file).write_text(text)
    yield make
    for folder in opened:
        folder.close()


def add(folder: IncidentFolder, *files: str) -> None:
    for file in files:
        add_evidence(folder, folder.dir.parent / file, "", EvidenceKind.SHARE, "tester", CLOCK, Silence())


def run(folder: IncidentFolder, jobs: int = 1, until: Stage = Stage.RESOLVE) -> None:
    run_stages(folder, RunOptions(until=until, jobs=jobs), CLOCK, Silence())


def everything(folder: IncidentFolder) -> list[list[dict[str, Any]]]:
    """Return all that follows from the mentions."""
    tables = ("mentions", "bare_numbers", "forms_settled", "forms_told", "subjects", "links", "members")
    return [folder.read(table).to_pylist() for table in tables]


def settled(folder: IncidentFolder) -> set[tuple[str, str]]:
    rows = folder.read("mentions").to_pylist()
    return {(row["element"], row["text"]) for row in rows if row["detector"] == DETECTOR}


BARE = {("member_id", "QZ9071140"), ("member_id", "QZ8103777"), ("mrn", "TT-2044"), ("claim_number", "BHH-26-003189")}
IN_CELLS = {("member_id", f"QZ901{n:04d}") for n in range(3)} | {("mrn", f"TT-30{n:02d}") for n in range(3)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_bare_numbers_are_what_columns_call_their_form(made: Made, jobs: int) -> None:
    folder = made()
    add(folder, "note.txt", "work.csv", "roster.csv")
    run(folder, jobs)
    assert settled(folder) == BARE | IN_CELLS
    linked = folder.read("links")["mention_id"].to_pylist()
    rows = [row for row in folder.read("mentions").to_pylist() if row["text"] == "QZ8103777"]
    assert [row["mention_id"] in linked for row in rows] == [True]
    keys = {stage: folder.committed_keys(stage) for stage in ("detect", "link", "resolve", "models")}
    before = everything(folder)
    run(folder, jobs)
    assert {stage: folder.committed_keys(stage) for stage in keys} == keys and everything(folder) == before


def test_evidence_added_later_ends_as_if_all_had_been_run_at_once(made: Made) -> None:
    step, whole = made("step"), made("whole")
    for file in FILES:
        add(step, file)
        run(step)
        add(whole, file)
    assert settled(step) == {one for one in BARE | IN_CELLS if one[0] != "mrn"}
    run(whole, jobs=2)
    assert everything(step)[:6] == everything(whole)[:6]


def test_a_form_that_later_evidence_calls_otherwise_is_given_up(made: Made) -> None:
    folder = made()
    add(folder, "note.txt")
    run(folder)
    first = everything(folder)[:2]
    add(folder, "roster.csv")
    run(folder)
    links = set(folder.committed_keys("link"))
    assert settled(folder) == BARE
    add(folder, "invoices.csv")
    run(folder)
    assert settled(folder) == {one for one in BARE if one[0] != "mrn"}
    assert links - set(folder.committed_keys("link"))
    note = {row["segment_id"] for row in first[0]}
    rows = [row for row in folder.read("mentions").to_pylist() if row["segment_id"] in note]
    assert [row for row in rows if row["detector"] != DETECTOR] == first[0]


@pytest.mark.parametrize("kills", [1, 2])
def test_a_run_that_ends_in_the_second_look_goes_on(made: Made, monkeypatch: pytest.MonkeyPatch, kills: int) -> None:
    folder, undisturbed = made(), made("undisturbed")
    for one in (folder, undisturbed):
        add(one, "note.txt", "work.csv", "roster.csv")
    run(undisturbed)
    looked_at, left = case_forms._looked_at, [kills]

    def ends(*given: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return looked_at(*given)

    monkeypatch.setattr(case_forms, "_looked_at", ends)
    with pytest.raises(KeyboardInterrupt):
        run(folder)
    monkeypatch.setattr(case_forms, "_looked_at", looked_at)
    run(folder)
    assert everything(folder) == everything(undisturbed)


def test_allow_lists_and_thresholds_hold_for_them_too(made: Made, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[[allow]]\nvalues = ["QZ9071140"]\n\n[thresholds]\nmrn = 0.99\n')
    folder = made()
    with folder.stage_lock():
        folder.put_document(DETECTORS, read_detectors(tmp_path / "own.toml"))
    add(folder, "note.txt", "roster.csv")
    run(folder, until=Stage.DETECT)
    assert settled(folder) == {one for one in BARE if one[0] != "mrn"} - {("member_id", "QZ9071140")}
