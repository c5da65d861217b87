"""A patient master settles what detection could not: hashed here, looked up here, never given to a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.clock import FixedClock
from tocsin.model.evidence import EvidenceKind
from tocsin.response.begin import add_evidence
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Silence
from tocsin.response.run import RunOptions, run_stages
from tocsin.response.seeded import SeedIndex
from tocsin.response.seeds import give_seed
from tocsin.response.stages import Stage
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
FACTS = b'[incident]\nid="a"\ntitle="t"\norganization="o"\nrole="covered_entity"\nkind="email"\nstate="FL"\n'
MASTER = "Patient Name,DOB,MRN\n" + "".join(
    f'"{name}",{born},{number}\n'
    for name, born, number in (
        ("Thornaux, Janet A", "03/06/1937", "4471932"),
        ("Zobrist, Qwerta", "11/20/1950", "GC700254"),
    )
)
NOTE = (
    "Patient Janet Thornaux came in 3/6/1937 and again, see 4471932 in the old book.\n\n"
    "\n" + "It rained. " * 40 + "\n\nWe had met Qwerta Zobrist there. Freight 4471933, bin GC700254, lot GC700255.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "list.csv").write_text("a,b\nThornaux Janet,4471932\nZobrist Qwerta,4471932\n")
    (tmp_path / "master.csv").write_text(MASTER)
    made, _ = IncidentFolder.create(tmp_path / "incident", FACTS, "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        for name in ("note.txt", "list.csv"):
            add_evidence(made, tmp_path / name, "", EvidenceKind.SHARE, "tester", CLOCK, Silence())
        yield made


def _run(folder: IncidentFolder, jobs: int = 1) -> list[tuple[str, str, str]]:
    run_stages(folder, RunOptions(until=Stage.LINK, jobs=jobs), CLOCK, Silence())
    rows = folder.read("mentions").to_pylist()
    places = [(row["segment_id"], row["row"], row["column"], row["start"]) for row in rows]
    for segment in {place[0] for place in places}:
        mine = [place for place in places if place[0] == segment]
        assert mine == sorted(mine)
    return [(row["element"], row["text"], row["detector"]) for row in rows]


@pytest.mark.parametrize("jobs", [1, 2])
def test_names_numbers_and_dates_of_the_master_become_sure(folder: IncidentFolder, tmp_path: Path, jobs: int) -> None:
    before = _run(folder, jobs)
    assert not [row for row in before if row[2] == "seed"]
    links = folder.committed_keys("link")
    give_seed(folder, tmp_path / "master.csv")
    after = _run(folder, jobs)
    known = {row[:2] for row in after if row[2] == "seed"}
    assert {("date_of_birth", "3/6/1937"), ("mrn", "4471932"), ("name", "Qwerta Zobrist"), ("mrn", "GC700254")} <= known
    assert not [text for _, text in known if text in {"4471933", "GC700255"}]
    assert not set(links) & set(folder.committed_keys("link"))
    assert _run(folder, jobs) == after


def test_a_number_that_chance_explains_needs_its_name(folder: IncidentFolder, tmp_path: Path) -> None:
    many = "".join(f'"Nobody{n:05d}, Ann",01/01/1950,{4400000 + n}\n' for n in range(1_200))
    (tmp_path / "master.csv").write_text(MASTER + many)
    give_seed(folder, tmp_path / "master.csv")
    index = SeedIndex(folder)
    assert index.known(["mrn 4471932", "mrn gc700254", "held_mrn thornaux|janet|4471932"]) == {
        "mrn gc700254",
        "held_mrn thornaux|janet|4471932",
    }


def test_nothing_of_the_master_is_in_the_folder(folder: IncidentFolder, tmp_path: Path) -> None:
    give_seed(folder, tmp_path / "master.csv")
    for file in folder.dir.rglob("*"):
        held = file.read_bytes().lower() if file.is_file() else b""
        assert not [word for word in (b"thornaux", b"zobrist", b"gc700254", b"4471932") if word in held]
