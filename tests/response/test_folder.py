"""The incident folder: commits whole or not at all, locks, keys, disposal."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tocsin.clock import FixedClock
from tocsin.errors import (
    LockedError,
    NoIncidentError,
    NoKeyError,
    NotEmptyError,
    SealMismatchError,
    WrongPassphraseError,
)
from tocsin.ledger import checker
from tocsin.model.decisions import Decision, Judgement
from tocsin.response.folder import IncidentFolder
from tocsin.response.verify import verify
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))


def _make(path: Path) -> tuple[IncidentFolder, str]:
    return IncidentFolder.create(path / "inc", b"[incident]", "pw", CLOCK, KdfProfile.PBKDF2)


def _rows(*numbers: int) -> pa.Table:
    return pa.table({"n": list(numbers)})


def test_commit_read_and_replace(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    with folder, folder.stage_lock():
        folder.commit("extract", "b", {"items": _rows(2, 3)}, {"rows": 2})
        folder.commit("extract", "a", {"items": [_rows(0), _rows(1)], "none": _rows()})
        assert folder.read("items")["n"].to_pylist() == [0, 1, 2, 3]
        assert folder.dataset("items").to_table()["n"].to_pylist() == [0, 1, 2, 3]
        assert folder.read("none").schema.names == ["n"]
        assert folder.dataset("none").to_table().num_rows == 0
        assert folder.read_parts("items", ["b"])["n"].to_pylist() == [2, 3]
        assert [k for k, _ in folder.iter_parts("items")] == ["a", "a", "b"]
        assert folder.committed_keys("extract") == ["a", "b"]
        assert folder.row_count("items") == 4
        with pytest.raises(RuntimeError):
            folder.commit("extract", "a", {})
        folder.commit("extract", "a", {"items": _rows(9)}, replaces=["a"])
        assert folder.read("items")["n"].to_pylist() == [9, 2, 3]
        folder.commit("link", "a@0123456789", {"links": _rows(1)})
        folder.commit("link", "a@abcdef0123", {"links": _rows(2)}, replaces=["a@"])
        assert folder.committed_keys("link") == ["a@abcdef0123"]
        assert folder.read("links")["n"].to_pylist() == [2]
        folder.replace("resolve", "k1", {"people": _rows(1)})
        folder.replace("resolve", "k2", {"people": _rows(2)})
        assert folder.read("people")["n"].to_pylist() == [2]
        assert len(list((folder.dir / "parts/people").iterdir())) == 1
        folder.compact("items")
        assert folder.read("items")["n"].to_pylist() == [9, 2, 3]
        assert folder.part_count("items") == 1
        folder.drop("resolve")
        assert folder.committed_keys("resolve") == []
        assert verify(folder) == []


def test_changing_without_the_lock_is_a_bug(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    with folder, pytest.raises(RuntimeError):
        folder.commit("extract", "a", {})


def test_failed_extra_leaves_nothing(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    with folder, folder.stage_lock():
        with pytest.raises(ZeroDivisionError):
            folder.commit("extract", "a", {"items": _rows(1)}, extra=lambda _: 1 / 0)  # type: ignore[arg-type, return-value]
        assert folder.committed_keys("extract") == []
    with IncidentFolder.open(folder.dir, "pw", CLOCK, write=True) as again, again.stage_lock():
        assert again.stored_files() == []
        assert verify(again) == []


def test_one_holder_of_the_stage_lock_many_appenders(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    with folder, IncidentFolder.open(folder.dir, "pw", CLOCK, write=True) as other:
        with folder.stage_lock(), folder.stage_lock():
            with pytest.raises(LockedError), other.stage_lock():
                pass
            other.append_ledger("exported", {"what": "people", "rows": 1})
            folder.commit("extract", "a", {"items": _rows(1)})
        with other.stage_lock():
            assert other.read("items").num_rows == 1
    assert not [f for f in checker.check(folder.dir) if f.is_fault]


def test_decisions_seeds_codes_and_documents(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    made = Decision(Judgement.SAME, "per_00112233445566", "per_99112233445566", "Ann", CLOCK.at, ("sub_1",), ())
    with folder:
        folder.add_decision(made)
        assert folder.decisions() == [made]
        assert folder.add_seeds("name", ["ann lee", "ann lee", "bo"]) == 2
        assert folder.add_seeds("name", ["bo"]) == 0
        assert folder.is_seed("name", "bo") and not folder.is_seed("mrn", "bo")
        folder.settle(folder.given())
        assert folder.is_settled()
        folder.set_enrollment_codes(["A1", "B2"])
        assert folder.enrollment_codes() == ["A1", "B2"]
        assert not folder.is_settled()
        folder.set_incident_toml(b"new")
        assert folder.incident_toml == b"new"
        assert verify(folder) == []


def test_create_refuses_a_full_folder_and_open_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(NotEmptyError):
        IncidentFolder.create(tmp_path, b"", "pw", CLOCK)
    with pytest.raises(NoIncidentError):
        IncidentFolder.open(tmp_path, "pw", CLOCK)


def test_rekey_and_dispose(tmp_path: Path) -> None:
    folder, recovery = _make(tmp_path)
    with folder:
        with folder.stage_lock():
            blob = folder.add_blob("itm_1", io.BytesIO(b"secret" * 1000))
            folder.commit("extract", "a", {"items": _rows(1)})
        folder.rekey("other")
    with pytest.raises(WrongPassphraseError):
        IncidentFolder.open(folder.dir, "pw", CLOCK)
    with IncidentFolder.open(folder.dir, recovery, CLOCK, write=True) as again:
        assert again.open_blob(blob).read(6) == b"secret"
        note = again.dispose("Ann Counsel")
    for secret in ("other", recovery, ""):
        with pytest.raises(NoKeyError):
            IncidentFolder.open(folder.dir, secret, CLOCK)
    assert not [f for f in checker.check(folder.dir, note) if f.is_fault]
    header = (folder.dir / "tocsin.json").read_text()
    (folder.dir / "tocsin.json").write_text(header.replace("Ann", "Bob"))
    assert [f.what for f in checker.check(folder.dir) if f.is_fault] == ["header", "header"]


def test_checker_runs_alone_and_sees_rollback(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    with folder, folder.stage_lock():
        folder.commit("extract", "a", {"items": _rows(1)})
    kept = tmp_path / "kept"
    with IncidentFolder.open(folder.dir, "pw", CLOCK, write=True) as again:
        again.append_ledger("exported", {})
        kept.write_text(again.checkpoint())
    command = [sys.executable, "-I", str(folder.dir / "checker.py"), str(folder.dir), "--checkpoint", str(kept)]
    assert subprocess.run(command, capture_output=True, timeout=30).returncode == 0
    part = next((folder.dir / "parts/items").iterdir())
    part.unlink()
    told = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert told.returncode == 1
    assert f"missing: parts/items/{part.name}" in told.stdout


_WORKER = """
import sys, io, pyarrow as pa
from pathlib import Path
from tocsin.clock import SystemClock
from tocsin.response.folder import IncidentFolder
with IncidentFolder.open(Path(sys.argv[1]), "pw", SystemClock(), write=True) as folder, folder.stage_lock():
    print("ready", flush=True)
    for n in range(100000):
        key = f"k{n:06d}"
        if not folder.is_committed("extract", key):
            folder.commit("extract", key, {"items": pa.table({"n": [n] * 50})})
            folder.replace("sum", key, {"total": pa.table({"n": [n]})})
            folder.add_blob(key, io.BytesIO(b"x" * 1000))
"""


def test_kill_at_any_moment_leaves_a_folder_that_goes_on(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    folder.close()
    for turn in range(4):
        worker = subprocess.Popen([sys.executable, "-c", _WORKER, str(folder.dir)], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(0.05 + 0.037 * turn)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        assert not [f for f in checker.check(folder.dir) if f.is_fault]
        with IncidentFolder.open(folder.dir, "pw", CLOCK) as reading:
            assert verify(reading) == []
        with IncidentFolder.open(folder.dir, "pw", CLOCK, write=True) as again, again.stage_lock():
            assert verify(again) == []
            assert again.row_count("items") == again.read("items").num_rows == 50 * len(again.committed_keys("extract"))
            assert set(again.stored_files()) == set(again.files())


def test_header_of_another_key_is_refused(tmp_path: Path) -> None:
    folder, _ = _make(tmp_path)
    folder.close()
    (folder.dir / "control.sqlite").write_bytes(b"no database")
    with pytest.raises(SealMismatchError):
        IncidentFolder.open(folder.dir, "pw", CLOCK)
