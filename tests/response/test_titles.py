"""What a file's name and title say reaches linking, though nobody sent the file. Made up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.clock import FixedClock
from tocsin.model.evidence import EvidenceKind
from tocsin.response.begin import add_evidence
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Silence
from tocsin.response.run import RunOptions, run_stages
from tocsin.response.stages import Stage
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
FACTS = b'[incident]\nid="a"\ntitle="t"\norganization="o"\nrole="covered_entity"\nkind="email"\nstate="FL"\n'
ROWS = "Gerald Hutchins    919-555-0133\nPriya Natarajan    919-555-0134\nOscar Delgado      919-555-0135\n"


@pytest.mark.parametrize(
    ("name", "above", "role"),
    [("recall list.txt", "", "patient"), ("hospitalist call feb.txt", "Patients calling at night:\n", "provider")],
)
def test_the_name_of_a_file_says_whom_it_lists(tmp_path: Path, name: str, above: str, role: str) -> None:
    (tmp_path / name).write_text(above + ROWS)
    folder, _ = IncidentFolder.create(tmp_path / "incident", FACTS, "pw", CLOCK, KdfProfile.PBKDF2)
    with folder:
        add_evidence(folder, tmp_path / name, "", EvidenceKind.SHARE, "tester", CLOCK, Silence())
        run_stages(folder, RunOptions(until=Stage.LINK, jobs=1), CLOCK, Silence())
        found = folder.read("subjects").to_pylist()
    assert {row["last_name"] for row in found} == {"Hutchins", "Natarajan", "Delgado"}
    assert {row["role"] for row in found} == {role}
