"""Sealing: exact, once, resumable; originals untouched."""

import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.clock import FixedClock
from tocsin.errors import DiskFullError, TableFileError
from tocsin.intake import seal
from tocsin.intake.seal import seal_path
from tocsin.model.evidence import Evidence, EvidenceKind
from tocsin.response.folder import IncidentFolder
from tocsin.response.verify import verify
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    made, _ = IncidentFolder.create(tmp_path / "incident", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        yield made


@pytest.fixture
def share(tmp_path: Path) -> Path:
    root = tmp_path / "share"
    rng = random.Random(5)
    for n in range(60):
        file = root / f"d{n % 3}" / f"file {n}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(rng.randbytes(rng.randrange(4000)))
    (root / "big.bin").write_bytes(rng.randbytes(2_500_000))
    (root / "leer").write_bytes(b"")
    return root


def _seal(folder: IncidentFolder, path: Path, custodian: str = "Ann Lee") -> Evidence:
    return seal_path(folder, path, custodian, EvidenceKind.SHARE, "Jo", CLOCK)


def _times(share: Path) -> dict[Path, tuple[int, int, int]]:
    found = [(p, p.stat()) for p in share.rglob("*") if p.is_file()]
    return {p: (s.st_mtime_ns, s.st_ctime_ns, s.st_atime_ns) for p, s in found}


def test_share_comes_back_byte_for_byte(folder: IncidentFolder, share: Path) -> None:
    before = _times(share)
    taken = _seal(folder, share)
    assert _times(share) == before
    files = folder.evidence_files(taken.evidence_id)
    assert [f.path for f in files] == sorted(p.relative_to(share).as_posix() for p in share.rglob("*") if p.is_file())
    for file in files:
        opened = folder.open_sealed(taken.evidence_id, file.file_no)
        assert opened.pread(0, opened.size_bytes) == (share / file.path).read_bytes()
    assert len(list((folder.dir / "evidence").iterdir())) == 1
    assert (taken.file_count, taken.custodian, taken.name) == (62, "Ann Lee", "share")
    assert verify(folder) == []


def test_same_evidence_is_taken_once(folder: IncidentFolder, share: Path) -> None:
    first = _seal(folder, share)
    assert _seal(folder, share) == first
    assert len(folder.evidence()) == 1
    other = _seal(folder, share, "Bo")
    assert other.evidence_id != first.evidence_id
    (share / "leer").write_bytes(b"x")
    assert _seal(folder, share).evidence_id not in {first.evidence_id, other.evidence_id}
    assert [e.ordinal for e in folder.evidence()] == [1, 2, 3]
    assert verify(folder) == []


def test_links_and_special_files_are_listed_not_followed(folder: IncidentFolder, share: Path) -> None:
    (share / "loop").symlink_to(share)
    (share / "gone").symlink_to("/nowhere")
    os.mkfifo(share / "pipe")
    taken = _seal(folder, share)
    codes = {f.path: f.code for f in folder.evidence_files(taken.evidence_id) if f.code}
    assert codes == {"loop": "link", "gone": "link", "pipe": "special_file"}


def test_incident_folder_inside_the_evidence_is_left_out(folder: IncidentFolder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    taken = _seal(folder, tmp_path)
    assert {f.path: f.code for f in folder.evidence_files(taken.evidence_id)} == {
        "a.txt": "",
        "incident": "system_file",
    }


def test_names_that_are_no_text_survive(folder: IncidentFolder, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/odd"
    os.mkdir(odd)
    with open(odd + b"/\xff\n.txt", "wb") as file:
        file.write(b"x")
    taken = _seal(folder, tmp_path / "odd")
    assert os.fsencode(folder.evidence_files(taken.evidence_id)[0].path) == b"\xff\n.txt"


def test_interrupted_addition_goes_on(folder: IncidentFolder, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_PACK_FILES", 10)
    add_pack, calls = folder.add_pack, []

    def dying(*args: object) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        add_pack(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(folder, "add_pack", dying)
    with pytest.raises(KeyboardInterrupt):
        _seal(folder, share)
    assert folder.evidence() == []
    assert verify(folder) == []
    calls.append(())
    taken = _seal(folder, share)
    assert [args[4][0].file_no for args in calls if args and len(args[4])][3:][0] == 21  # type: ignore[index]
    assert taken.file_count == 62
    assert verify(folder) == []
    assert len(list((folder.dir / "evidence").iterdir())) == 7


def test_changed_original_starts_anew(folder: IncidentFolder, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_PACK_FILES", 10)
    finish = folder.finish
    monkeypatch.setattr(folder, "finish", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        _seal(folder, share)
    (share / "big.bin").write_bytes(b"new")
    monkeypatch.setattr(folder, "finish", finish)
    taken = _seal(folder, share)
    big = next(f for f in folder.evidence_files(taken.evidence_id) if f.path == "big.bin")
    assert big.size_bytes == 3
    assert verify(folder) == []


def test_full_disk_is_told_before_anything_is_written(
    folder: IncidentFolder, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "free_bytes", lambda: 1000)
    with pytest.raises(DiskFullError, match="free_bytes=1000"):
        _seal(folder, share)
    assert list((folder.dir / "evidence").iterdir()) == []


@pytest.mark.parametrize("name", ["nothing", "pipe"])
def test_what_is_no_evidence_is_refused(folder: IncidentFolder, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TableFileError):
        _seal(folder, tmp_path / name)


def test_no_name_stands_in_the_folder(folder: IncidentFolder, tmp_path: Path) -> None:
    (tmp_path / "Featherstonehaugh.txt").write_text("Featherstonehaugh")
    _seal(folder, tmp_path / "Featherstonehaugh.txt", "Cholmondeley")
    folder.checkpoint()
    for path in folder.dir.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert b"Featherstonehaugh" not in raw
        assert b"Cholmondeley" not in raw
    assert sys.platform == "linux"
