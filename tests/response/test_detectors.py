"""Detectors and allow-lists of an incident: read beside its file, kept in its folder, and detection follows them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.clock import FixedClock
from tocsin.detection.custom_file import DetectorsFileError
from tocsin.errors import IncidentFileError
from tocsin.ledger import checker
from tocsin.model.evidence import EvidenceKind
from tocsin.response.begin import add_evidence, change_facts, detectors_of
from tocsin.response.detectors import read_detectors
from tocsin.response.find_filter import FindFilter
from tocsin.response.find_lines import find_lines
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Silence
from tocsin.response.run import RunOptions, run_stages
from tocsin.response.stages import Stage
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
FACTS = """
[incident]
id = "a"
title = "t"
organization = "o"
role = "covered_entity"
kind = "email"
state = "FL"
"""
NAMED = FACTS + '[detection]\ndetectors = "own.toml"\n'
OWN = """
[[detector]]
name = "badge"
element = "other_id"
pattern = 'BDG-\\d{6}'

[[allow]]
elements = ["phone"]
values = ["615-555-0100"]
"""
NOTE = "Patient Ann Lee, badge BDG-123456, SSN 536-22-1234. Call our desk at 615-555-0100.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    (tmp_path / "note.txt").write_text(NOTE)
    made, _ = IncidentFolder.create(tmp_path / "incident", FACTS.encode(), "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        add_evidence(made, tmp_path / "note.txt", "", EvidenceKind.SHARE, "tester", CLOCK, Silence())
        yield made


def _run(folder: IncidentFolder) -> list[tuple[str, str]]:
    run_stages(folder, RunOptions(until=Stage.RESOLVE, jobs=1), CLOCK, Silence())
    rows = folder.read("mentions").select(["element", "text"]).to_pylist()
    return [(row["element"], row["text"]) for row in rows]


def _say(folder: IncidentFolder, tmp_path: Path, facts: str, own: str) -> bool:
    (tmp_path / "incident.toml").write_text(facts)
    (tmp_path / "own.toml").write_text(own)
    return change_facts(folder, tmp_path / "incident.toml")


def test_detection_and_what_follows_are_done_again_when_they_change(folder: IncidentFolder, tmp_path: Path) -> None:
    before = _run(folder)
    assert ("phone", "615-555-0100") in before
    first = folder.committed_keys("link"), folder.committed_keys("resolve")
    assert _say(folder, tmp_path, NAMED, OWN)
    after = _run(folder)
    assert ("other_id", "BDG-123456") in after
    assert ("phone", "615-555-0100") not in after
    second = folder.committed_keys("link"), folder.committed_keys("resolve")
    assert not set(first[0]) & set(second[0]) and first[1] != second[1]
    assert _run(folder) == after
    assert (folder.committed_keys("link"), folder.committed_keys("resolve")) == second
    assert not _say(folder, tmp_path, NAMED, OWN)
    assert _say(folder, tmp_path, FACTS, OWN)
    assert detectors_of(folder) == b""
    assert _run(folder) == before
    assert (folder.committed_keys("link"), folder.committed_keys("resolve")) == first


def test_the_record_knows_of_them_by_their_digest(folder: IncidentFolder, tmp_path: Path) -> None:
    _say(folder, tmp_path, NAMED, OWN)
    folder.checkpoint()
    assert not [fault for fault in checker.check(folder.dir) if fault.is_fault]
    for file in folder.dir.rglob("*"):
        assert not file.is_file() or b"BDG" not in file.read_bytes()


def test_a_missing_or_wrong_file_changes_nothing(folder: IncidentFolder, tmp_path: Path) -> None:
    (tmp_path / "incident.toml").write_text(NAMED)
    with pytest.raises(IncidentFileError, match=r"detection\.detectors names a file"):
        change_facts(folder, tmp_path / "incident.toml")
    with pytest.raises(DetectorsFileError, match=r"detector 1\.pattern"):
        _say(folder, tmp_path, NAMED, OWN.replace("BDG", "(?=B)"))
    assert folder.incident_toml == FACTS.encode()
    assert detectors_of(folder) == b""


@pytest.mark.parametrize(("data", "fault"), [(b"\xff\xfe", "no text in UTF-8"), (b"[", "not a TOML file")])
def test_what_is_no_such_file_is_refused(tmp_path: Path, data: bytes, fault: str) -> None:
    (tmp_path / "own.toml").write_bytes(data)
    with pytest.raises(DetectorsFileError, match=fault):
        read_detectors(tmp_path / "own.toml")


@pytest.mark.parametrize("jobs", [1, 2])
def test_lines_are_searched_with_them(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    sink = io.BytesIO()
    line = json.dumps({"id": 1, "text": NOTE}).encode() + b"\n"
    find_lines(io.BytesIO(line), sink, FindFilter.of("other_id,phone", 0), jobs, read_detectors(tmp_path / "own.toml"))
    (answer,) = map(json.loads, sink.getvalue().splitlines())
    assert [(NOTE[s["start"] : s["end"]], s["label"]) for s in answer["spans"]] == [("BDG-123456", "other_id")]
