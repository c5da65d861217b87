"""No flipped bit anywhere in a closed folder goes unnamed."""

import io
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tocsin.clock import FixedClock
from tocsin.errors import TocsinError
from tocsin.intake.seal import seal_path
from tocsin.ledger import checker
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.evidence import EvidenceKind
from tocsin.response.folder import IncidentFolder
from tocsin.response.verify import Fault, verify
from tocsin.vault import keys
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whole")
    (place / "share").mkdir()
    for n in range(4):
        (place / "share" / f"{n}.txt").write_bytes(b"text %d\n" % n * 500)
    folder, _ = IncidentFolder.create(place / "inc", b"[incident]", "pw", CLOCK, KdfProfile.PBKDF2)
    with folder, folder.stage_lock():
        seal_path(folder, place / "share", "c", EvidenceKind.SHARE, "t", CLOCK)
        folder.commit("extract", "a", {"items": pa.table({"n": list(range(300)), "t": ["x", "y", ""] * 100})})
        folder.add_blob("a", io.BytesIO(b"blob" * 100))
        folder.add_decision(Decision(Judgement.WRONG, "men_001122334455", "", "Ann", CLOCK.at))
        assert verify(folder) == []
    return place / "inc"


def _verdict(path: Path) -> list[Fault]:
    try:
        with IncidentFolder.open(path, "pw", CLOCK) as folder:
            return verify(folder)
    except TocsinError as error:
        return [Fault("refused", error.code, error.what)]


def _files(path: Path) -> list[str]:
    return sorted(p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file() and p.stat().st_size)


def _remember_costly_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    derive, known = keys._passphrase_kek, {}

    def remembered(passphrase: str, how: dict[str, Any]) -> bytes:
        name = (passphrase, repr(how))
        if name not in known:
            known[name] = derive(passphrase, how)
        return known[name]

    monkeypatch.setattr(keys, "_passphrase_kek", remembered)


def test_every_flip_in_every_file_is_named(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _remember_costly_keys(monkeypatch)
    rng = random.Random(11)
    assert _verdict(whole) == []
    names = [n for n in _files(whole) if not n.endswith(("-shm", "-wal"))]
    assert {n.split("/")[0] for n in names} == {
        *("blobs", "checker.py", "control.head", "control.sqlite", "evidence", "parts", "tocsin.json"),
    }
    silent = []
    for name in names:
        raw = (whole / name).read_bytes()
        for place in {0, len(raw) - 1, *rng.sample(range(len(raw)), 30 if name == "control.sqlite" else 10)}:
            copy = tmp_path / "copy"
            shutil.copytree(whole, copy, ignore=shutil.ignore_patterns("*-shm", "*-wal"))
            (copy / name).write_bytes(raw[:place] + bytes([raw[place] ^ (1 << rng.randrange(8))]) + raw[place + 1 :])
            faults = _verdict(copy)
            if not faults:
                silent.append((name, place))
            elif name.startswith(("evidence", "parts", "blobs")):
                assert any(name in f.where for f in faults)
            shutil.rmtree(copy)
    assert silent == []


def test_faults_name_the_evidence_and_file(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    pack = next((copy / "evidence").iterdir())
    raw = bytearray(pack.read_bytes())
    raw[-1] ^= 1
    pack.write_bytes(raw)
    faults = [str(f) for f in _verdict(copy)]
    assert any(f.startswith("evidence: evd_") and " file 4 " in f for f in faults)
    assert any(f.startswith("altered: evidence/pck_") for f in faults)


@pytest.mark.parametrize("sort", ["evidence", "parts", "blobs"])
def test_missing_files_are_named_and_strangers_noted(whole: Path, tmp_path: Path, sort: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    gone = next(p for p in (copy / sort).rglob("*") if p.is_file())
    gone.rename(gone.with_name("stranger"))
    assert any(f.what == "missing" and gone.name in f.where for f in _verdict(copy))
    assert any(f.what == "note" and "stranger" in f.where for f in checker.check(copy))


def test_rollback_shows_against_a_kept_checkpoint(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    with IncidentFolder.open(copy, "pw", CLOCK, write=True) as folder:
        folder.append_ledger("exported", {"rows": 1})
        note = folder.checkpoint()
        assert verify(folder, note) == []
        for mailed in (f"{note}\n", note.replace("\n", " \r\n"), f"\ufeff\n{note.rstrip()}"):
            assert verify(folder, mailed) == []
        assert [f.what for f in verify(folder, note.replace("at 2025", "at 2026"))] == ["checkpoint"]
    with IncidentFolder.open(whole, "pw", CLOCK) as older:
        assert verify(older) == []
        assert [f.what for f in verify(older, note)] == ["ledger"]
