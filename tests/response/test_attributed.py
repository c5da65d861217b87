"""What parts name of covered entities is read once: new evidence gives the same as reading everything together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.attribution.engine import attribute
from tocsin.attribution.named import Asked, Named, read_named
from tocsin.attribution.terms import EntityTerms
from tocsin.clock import FixedClock
from tocsin.model.evidence import EvidenceKind
from tocsin.model.incident_file import parse_incident
from tocsin.model.segments import Segment, segments_of
from tocsin.response import stage_attribute
from tocsin.response.begin import add_evidence
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Silence
from tocsin.response.run import RunOptions, run_stages
from tocsin.response.stages import Stage
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
FACTS = b"""[incident]
id="a"
title="t"
organization="Billing House"
role="business_associate"
kind="email"
state="FL"
[[covered_entity]]
key="north"
name="Northern Oncology Associates"
domains=["north.example"]
[[covered_entity]]
key="south"
name="Southern Heart Clinic"
"""
NOTE = "Northern Oncology Associates\n\nPatient: Rosa Quill, DOB 02/03/1971\n\n"
MAIL = (
    b"From: desk@north.example\nTo: Southern Heart Clinic <x@house.example>\nSubject: Referral\n"
    b"Message-ID: <1@north.example>\n\nPatient: Adam Orwick, DOB 05/09/1962, MRN 771203\n"
)
LIST = "Southern Heart Clinic,,\nPatient,DOB,MRN\nJael Quaberg,03/04/1961,88123\nUma Ferrand,09/10/1950,88124\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    made, _ = IncidentFolder.create(tmp_path / "incident", FACTS, "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        yield made


def _added(folder: IncidentFolder, place: Path, data: bytes) -> None:
    place.write_bytes(data)
    add_evidence(folder, place, "", EvidenceKind.SHARE, "tester", CLOCK, Silence())
    run_stages(folder, RunOptions(until=Stage.RESOLVE, jobs=1), CLOCK, Silence())


def test_only_new_parts_are_read_and_the_answer_is_that_of_all(
    folder: IncidentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(asked: Asked, segments: Iterable[Segment], terms: EntityTerms) -> Named:
        given = list(segments)
        read.extend(segment.segment_id for segment in given)
        return read_named(asked, given, terms)

    monkeypatch.setattr(stage_attribute, "read_named", noted)
    _added(folder, tmp_path / "note.txt", NOTE.encode())
    _added(folder, tmp_path / "mail.eml", MAIL)
    _added(folder, tmp_path / "list.csv", LIST.encode())
    every = folder.read("segments")
    assert sorted(read) == sorted(every["segment_id"].to_pylist())
    facts = parse_incident(folder.incident_toml)
    whole = attribute(
        folder.read("subjects").sort_by("subject_id"),
        segments_of(every),
        folder.read("items").sort_by("item_id"),
        folder.evidence(),
        facts,
    )
    assert folder.read("attributions").equals(whole)
    assert {"north", "south"} == set(whole["covered_entity"].to_pylist())
    before = len(read)
    _added(folder, tmp_path / "again.txt", NOTE.replace("Rosa Quill", "Ada Brandt").encode())
    assert len(read) - before == folder.read("segments").num_rows - every.num_rows
