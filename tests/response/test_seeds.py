"""A patient master: kept as keyed hashes only; it makes a patient of somebody whose role was not shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.clock import FixedClock
from tocsin.errors import TableFileError
from tocsin.ids import ItemId, SegmentId, SubjectId
from tocsin.model.elements import Role
from tocsin.model.subjects import Subject, subjects_table
from tocsin.response.folder import IncidentFolder
from tocsin.response.seeds import confirm_patients, give_seed
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
SOMEBODY = Subject(
    subject_id=SubjectId("sub_0000000000000001"),
    item_id=ItemId("itm_0000000000000001"),
    segment_id=SegmentId("seg_0000000000000001"),
    row=0,
    start=-1,
    role=Role.UNKNOWN,
    elements=(),
)
MASTER = 'Patient Name,DOB,MRN\n"Thornaux, Janet",03/06/1937,GC700254\n'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    made, _ = IncidentFolder.create(tmp_path / "incident", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        yield made


@pytest.mark.parametrize(
    ("somebody", "role"),
    [
        (replace(SOMEBODY, first_name="JANET", last_name="Thornaux", date_of_birth="1937-03-06"), "patient"),
        (replace(SOMEBODY, mrns=("gc-700254",)), "patient"),
        (replace(SOMEBODY, first_name="Janet", last_name="Thornaux"), "unknown"),
        (replace(SOMEBODY, mrns=("GC700255",)), "unknown"),
        (replace(SOMEBODY, mrns=("GC700254",), role=Role.PROVIDER), "provider"),
    ],
)
def test_a_known_patient_is_a_patient(folder: IncidentFolder, tmp_path: Path, somebody: Subject, role: str) -> None:
    master = tmp_path / "master.csv"
    master.write_text(MASTER)
    before = subjects_table([somebody])
    assert confirm_patients(folder, before) is before
    assert folder.seed_digest() == ""
    assert give_seed(folder, master) == 1
    assert confirm_patients(folder, before)["role"].to_pylist() == [role]
    assert folder.seed_digest() != ""
    for file in folder.dir.rglob("*"):
        assert not file.is_file() or b"Thornaux" not in file.read_bytes()


def test_a_table_that_names_nobody_is_refused(folder: IncidentFolder, tmp_path: Path) -> None:
    master = tmp_path / "master.csv"
    master.write_text("a,b\n1,2\n")
    with pytest.raises(TableFileError, match="none_recognised"):
        give_seed(folder, master)
