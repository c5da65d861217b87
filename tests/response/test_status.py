"""Status: what waits for a person is said, and nothing that was taken in part counts as taken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tocsin.clock import FixedClock
from tocsin.intake.seal import seal_path
from tocsin.model.evidence import EvidenceKind
from tocsin.response.folder import IncidentFolder
from tocsin.response.status import status_of, unread_waiting
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
_FACTS = (
    b'[incident]\nid = "x"\ntitle = "X"\norganization = "X"\nrole = "covered_entity"\nkind = "email"\nstate = "TN"\n'
)


def test_evidence_taken_in_part_waits_until_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    folder, _ = IncidentFolder.create(tmp_path / "inc", _FACTS, "pw", CLOCK, KdfProfile.PBKDF2)
    source = f"{(tmp_path / 'a.txt').resolve()}\0c\0share"
    with folder, folder.stage_lock():
        folder.begin(source, EvidenceKind.SHARE, CLOCK.now())
        assert [line for line in status_of(folder, CLOCK)["waiting"] if "not taken whole" in line]
        seal_path(folder, tmp_path / "a.txt", "c", EvidenceKind.SHARE, "t", CLOCK)
        assert not [line for line in status_of(folder, CLOCK)["waiting"] if "not taken whole" in line]


def test_each_kind_of_unread_item_is_told_what_to_do_about_once() -> None:
    told = unread_waiting({"encrypted": 2, "needs_ocr": 3, "volume_missing": 1, "no_reader": 4, "corrupt": 5}, 6)
    assert [line.split(" ")[0] for line in told] == ["2", "9", "1", "9"]
    assert "make ocr" in told[1] and "tocsin passwords" in told[0]
    assert unread_waiting({}, 0) == []
